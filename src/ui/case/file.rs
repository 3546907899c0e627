//! The order's file: brief, price, and the dated timeline, with the refusals that make the ground emphasized.

use crate::app::model::{CaseFile, HitPlace, TimelineRow};
use crate::domain::case::records::Attachment;
use crate::domain::marketplace::event::EventType;
use crate::ui::document::Document;
use crate::ui::draw_context::DrawContext;
use crate::ui::remarks;
use crate::ui::status::{self, speaker_role};
use crate::ui::text::{safe, width};
use crate::ui::theme::Role;
use crate::ui::timeline;

/// Lays out the order's file.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, file: &CaseFile) {
    let (order, texts, clock) = (&file.case.order, ctx.texts, ctx.clock());
    let labels = [
        "order-price",
        "order-client",
        "order-seller",
        "order-placed",
        "order-due",
        "order-state",
        "order-id",
        "order-ground",
    ];
    let columns = 2 + labels.iter().map(|label| width(&texts.get(label))).max().unwrap_or(0);
    let mut field = |key: &str, value: &str, role: Role| document.field(&texts.get(key), value, role, columns);
    field("order-price", &ctx.money(order.price), Role::Money);
    field("order-client", &order.client.name, Role::Client);
    field("order-seller", &order.seller.name, Role::Seller);
    field("order-placed", &clock.stamp(order.placed_at), Role::Text);
    if let Some(due) = order.due {
        field("order-due", &clock.stamp(due), Role::Text);
    }
    field("order-state", &texts.word("order-state", order.state.as_str()), Role::Text);
    field("order-id", &order.id.0, Role::Muted);
    if let Some(dispute) = &file.case.dispute {
        field("order-ground", &status::ground(ctx, dispute.ground, Some(dispute.opened_by)), Role::Text);
    }
    document.heading(&texts.get("case-brief"));
    let first = document.height();
    document.quote(&order.brief, Role::Text, Role::Client);
    if let Some(placed) = file.timeline.iter().find(|row| row.kind == EventType::OrderPlaced.into()) {
        document.place(HitPlace::History { seq: placed.seq, kind: placed.kind }, first);
    }
    document.heading(&texts.get("case-timeline"));
    let refusals = Refusals::of(file);
    for (at, row) in file.timeline.iter().enumerate() {
        print_timeline_row(ctx, document, file, row, refusals.number(at));
    }
}

/// The refusals that count towards the ground: those since the order was placed or last relaunched.
struct Refusals(Vec<usize>);

impl Refusals {
    fn of(file: &CaseFile) -> Self {
        let all: Vec<usize> =
            file.timeline.iter().enumerate().filter(|(_, row)| timeline::is_refusal(row)).map(|(at, _)| at).collect();
        let counting = file.case.order.refusals.len().min(all.len());
        Self(all[all.len() - counting..].to_vec())
    }

    /// Returns the number, from 1, of the refusal that a row of the timeline is.
    fn number(&self, row: usize) -> Option<usize> {
        self.0.iter().position(|&at| at == row).map(|at| at + 1)
    }
}

fn print_timeline_row(
    ctx: &DrawContext<'_>,
    document: &mut Document,
    file: &CaseFile,
    row: &TimelineRow,
    refusal: Option<usize>,
) {
    let first = document.height();
    timeline::line(ctx, document, row);
    if let Some(number) = refusal {
        let vars = [("number", number.into()), ("of", file.case.order.refusals.len().into())];
        let counts = ctx.texts.with("timeline-refusal", vars);
        document.entry(("", Role::Muted), (0, "", Role::Muted), (timeline::text_column(ctx), &counts, Role::Danger));
    }
    // The order's placing carries its brief, which stands above.
    if !row.body.trim().is_empty() && row.body != file.case.order.brief {
        if remarks::is_watched(row.by) {
            document.quote_with_remarks(ctx, &row.body, Role::Text, speaker_role(row.by));
        } else {
            document.quote(&row.body, Role::Text, speaker_role(row.by));
        }
    }
    // The brief's place is where it stands.
    if row.kind != EventType::OrderPlaced.into() {
        document.place(HitPlace::History { seq: row.seq, kind: row.kind }, first);
    }
    for file in row.files.iter().filter_map(|id| file.order_files.iter().find(|file| file.id == *id)) {
        let first = document.height();
        attachment(ctx, document, file);
        document.place(HitPlace::File { attachment: file.id, message: None }, first);
    }
}

/// Adds a file of the order and, if it is inadmissible, the reason.
pub(crate) fn attachment(ctx: &DrawContext<'_>, document: &mut Document, file: &Attachment) {
    let role = if file.inadmissible.is_some() { Role::Struck } else { Role::Text };
    document
        .row()
        .skip(2)
        .print("◈ ", Role::Muted)
        .print(&file.id.to_string(), Role::Muted)
        .skip(1)
        .print(&safe(&file.name), role);
    if let Some(reason) = &file.inadmissible {
        let text = ctx.texts.with("file-inadmissible", [("reason", safe(reason).into_owned().into())]);
        document.quote(&text, Role::Danger, Role::Border);
    }
}
