//! The head of a case, over each page that is about it: its title, and under it what is at stake and where the case stands.

use ratatui::layout::Rect;

use crate::app::model::{CaseFile, QueueRow};
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::DisputeState;
use crate::ui::draw_context::{Canvas, DrawContext, cut_top};
use crate::ui::shares;
use crate::ui::status::{self, BETWEEN};
use crate::ui::status_line::StatusPart;
use crate::ui::text::safe;
use crate::ui::theme::Role;

/// Rows of the head.
pub(crate) const ROWS: u16 = 2;

/// Draws the head, as far as the case is known. The title has a row of its own, so that no party's text is next to an outcome.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, id: DisputeId) {
    let (title, below) = cut_top(area, 1);
    let mut pen = canvas.pen(title, 0);
    if ctx.model.view().is_some_and(|view| view.read_only && view.id == id) {
        pen.right(&format!("{} ", ctx.texts.get("precedents-read-only")), ctx.style(Role::Soon));
    }
    pen.skip(1).print(&id.to_string(), ctx.style(Role::Muted)).skip(2);
    let known = ctx.model.cases.get(id).map(|file| file.case.order.title.as_str());
    if let Some(title) = known.or(ctx.model.row(id).map(|row| row.title.as_str())) {
        pen.print(&safe(title), ctx.style(Role::Strong));
    }
    second_line(ctx, canvas, cut_top(below, 1).0, id);
}

/// Draws what is at stake in a case, then where it stands, the most important first.
pub(crate) fn second_line(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, id: DisputeId) {
    let parts = match (ctx.model.cases.get(id), ctx.model.row(id)) {
        (Some(file), _) => of_file(ctx, file),
        (None, Some(row)) => of_row(ctx, row),
        (None, None) => return,
    };
    let mut pen = canvas.pen(row, 0);
    pen.skip(1);
    for (at, line) in StatusPart::fit(&parts, usize::from(row.width).saturating_sub(1)).into_iter().enumerate() {
        if at > 0 {
            pen.print(BETWEEN, ctx.style(Role::Muted));
        }
        for (text, role) in line {
            pen.print(text, ctx.style(*role));
        }
    }
}

fn of_file(ctx: &DrawContext<'_>, file: &CaseFile) -> Vec<StatusPart> {
    let mut parts = vec![StatusPart::of_lines(shares::of_case(ctx, &file.case))];
    parts.extend(status::parts_of_case(ctx, &file.case));
    // The ground stands where there is room for it; the panels have it.
    if let Some(dispute) = &file.case.dispute {
        let grounds = [Some(dispute.opened_by), None].map(|by| (status::ground(ctx, dispute.ground, by), Role::Muted));
        parts.push(StatusPart::of_texts(grounds).spare());
    }
    parts
}

/// Returns what the queue alone knows, until the case is read.
pub(crate) fn of_row(ctx: &DrawContext<'_>, row: &QueueRow) -> Vec<StatusPart> {
    let mut parts = vec![match shares::of_row(ctx, row) {
        Some(ways) => StatusPart::of_lines(ways.into()),
        None => (ctx.money(row.amount), Role::Money).into(),
    }];
    if row.state == DisputeState::Open {
        parts.push(status::urgency_part(ctx, row.due_at, row.reason));
        parts.push(status::whose_turn(ctx, row.waiting_on, row.claimed_by.as_ref()).into());
    }
    parts
}
