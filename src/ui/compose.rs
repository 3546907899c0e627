//! Writing to someone. To whom stands at the prompt, in words, while one types.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_left, cut_top, side_role};
use super::pen::{Pen, clear};
use super::text::{safe, share, width};
use super::theme::Role;
use super::{editor, notice};
use crate::app::model::{AskField, Audience, Compose, ComposeKind, ProposeField};
use crate::app::mouse::HitTarget;
use crate::app::text_buffer::TextBuffer;
use crate::domain::money::amount::Money;
use crate::domain::money::typed_refund;
use crate::domain::policy::Policy;
use crate::domain::time::Time;
use crate::domain::vocabulary::{ProposalKind, Side};

/// Rows above the text: what it is, and who will read it.
const HEAD: u16 = 2;
/// Columns before the text.
const GUTTER: usize = 3;
/// Rows of a text that is not longer.
const TEXT: u16 = 4;
/// Rows of a text that are left in a window where all the rest has no room for more.
const LEAST: u16 = 2;

/// Returns how many of these rows the composer takes at the bottom: as many as its text, up to half of them, so that what it
/// answers can be read.
pub(crate) fn rows(area: Rect, compose: &Compose) -> u16 {
    let above = HEAD + fields(compose);
    let columns = usize::from(area.width).saturating_sub(GUTTER + editor::EDGE).max(1);
    let wanted = u16::try_from(compose.editor.text.rows(columns).len()).unwrap_or(u16::MAX);
    let most = (area.height / 2).saturating_sub(above).max(LEAST);
    above + wanted.max(TEXT).min(most)
}

/// Returns how many rows there are between the heading and the text.
fn fields(compose: &Compose) -> u16 {
    match compose.kind {
        ComposeKind::Propose { kind: ProposalKind::PartialRefund, .. } => 4,
        ComposeKind::Propose { kind: ProposalKind::Relaunch, .. } => 2,
        ComposeKind::Ask { .. } => 1 + u16::from(shows_due(compose)),
        ComposeKind::Reply | ComposeKind::Remind(_) | ComposeKind::Note => 0,
    }
}

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, place: Rect, compose: &Compose) {
    let role = role(compose);
    let above = if matches!(compose.kind, ComposeKind::Ask { .. }) { fields(compose) } else { 0 };
    let (head, body) = cut_top(place, HEAD + above);
    heading(ctx, canvas, head, compose, role);
    if let ComposeKind::Ask { due, field, .. } = &compose.kind {
        let policy = ctx.model.cases.get(compose.editor.dispute).map(|file| &file.policy);
        deadline(ctx, canvas, cut_top(head, HEAD).1, (due, *field), policy);
    }
    let body = editor::state(ctx, canvas, body, &compose.editor);
    let body = match &compose.kind {
        ComposeKind::Propose { kind, amount, field } => propose(ctx, canvas, body, compose, (*kind, amount, *field)),
        _ => body,
    };
    let focused = !matches!(&compose.kind, ComposeKind::Propose { field, .. } if *field != ProposeField::Terms)
        && !matches!(&compose.kind, ComposeKind::Ask { field: AskField::Due, .. });
    let look = editor::EditorStyle { hint: hint(compose), bar: role, indent: 1, focused };
    editor::draw(ctx, canvas, body, &compose.editor, &look);
}

/// Returns the look of what is written: what only mediators will see never looks like what the parties will.
fn role(compose: &Compose) -> Role {
    match compose.audience() {
        Audience::Both => Role::Mediator,
        Audience::Mediators => Role::Private,
        Audience::Party(side) => side_role(side),
    }
}

fn hint(compose: &Compose) -> &'static str {
    match compose.kind {
        ComposeKind::Reply | ComposeKind::Remind(_) => "compose-reply-hint",
        ComposeKind::Note => "compose-note-hint",
        ComposeKind::Ask { .. } => "compose-ask-hint",
        ComposeKind::Propose { .. } => "compose-propose-hint",
    }
}

/// Whether a question's own deadline is shown: while one writes it, and once one has.
fn shows_due(compose: &Compose) -> bool {
    matches!(&compose.kind, ComposeKind::Ask { due, field, .. } if *field == AskField::Due || !due.is_blank())
}

/// A question's deadline: the field of its own, where it has one, and what is understood; by the case's policy where nothing is
/// typed.
fn deadline(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (due, field): (&TextBuffer, AskField),
    policy: Option<&Policy>,
) {
    let has_keys = field == AskField::Due;
    let mut row = area;
    if has_keys || !due.is_blank() {
        let label = ctx.texts.get("compose-ask-due");
        let (mark, role) = if has_keys { ("▌", Role::Active) } else { (" ", Role::Muted) };
        canvas.pen(area, 0).skip(1).print(mark, ctx.style(Role::Accent)).skip(1).print(&label, ctx.style(role));
        let (_, input) = cut_left(area, u16::try_from(GUTTER + width(&label) + 1).unwrap_or(u16::MAX));
        let (input, _) = cut_left(Rect { height: 1.min(input.height), ..input }, 24);
        field_ground(ctx, canvas, input);
        if has_keys {
            editor::line(ctx, canvas, input, due);
        } else {
            canvas.pen(input, 0).print(due.body(), ctx.style(Role::Strong));
        }
        row = cut_top(area, 1).1;
    }
    let (said, role) = match ctx.model.moment_to_come(due) {
        Some(moment) => (until(ctx, moment, ctx.clock().span(moment - ctx.model.now)), Role::Good),
        None if due.is_blank() => {
            // The case is still being read.
            let Some(policy) = policy else { return };
            let clock = ctx.clock();
            let moment = policy.ask_due(ctx.model.now);
            let span = match policy.working_time() {
                Some(_) => clock.working(policy.ask_minutes),
                None => clock.span(moment - ctx.model.now),
            };
            (until(ctx, moment, span), Role::Muted)
        }
        None => (ctx.texts.get("prompt-snooze-unclear").into_owned(), Role::Soon),
    };
    canvas.pen(row, 0).skip(GUTTER).print(&said, ctx.style(role));
}

/// Until when a party that is asked now is waited for.
fn until(ctx: &DrawContext<'_>, due: Time, span: String) -> String {
    let clock = ctx.clock();
    let vars = [("day", clock.day(due).into()), ("time", clock.hour(due).into()), ("span", span.into())];
    ctx.texts.with("compose-ask-until", vars)
}

/// What it is and who will read it: one line of ours, one with their names.
fn heading(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, compose: &Compose, role: Role) {
    let texts = ctx.texts;
    let key = match (&compose.kind, compose.audience()) {
        (_, Audience::Mediators) => "compose-note",
        (ComposeKind::Propose { .. }, _) => "compose-propose",
        (_, Audience::Party(Side::Client)) => "compose-ask-client",
        (_, Audience::Party(Side::Seller)) => "compose-ask-seller",
        (_, Audience::Both) => "compose-reply",
    };
    let line = ctx.style(role);
    let mut pen = canvas.pen(area, 0);
    let rule = if compose.audience() == Audience::Mediators { "╍" } else { "━" };
    pen.print(rule, line).print(rule, line).skip(1);
    let dispute = compose.editor.dispute;
    pen.print(&dispute.to_string(), ctx.style(Role::Muted)).skip(1);
    // Over the queue, no head of the case says it.
    if ctx.model.view().is_none() {
        for (text, role) in super::shares::at_stake(ctx, dispute) {
            pen.print(&text, ctx.style(role));
        }
        pen.skip(1);
    }
    pen.print(&texts.get(key), line.patch(ctx.style(Role::Strong)).patch(line)).skip(1);
    pen.rule(rule, line);
    let mut pen = canvas.pen(area, 1);
    pen.skip(3);
    if compose.audience() == Audience::Mediators {
        pen.print(&texts.get("compose-only-mediators"), line);
        return;
    }
    let Some(file) = ctx.model.cases.get(compose.editor.dispute) else { return };
    let order = &file.case.order;
    pen.print(&texts.get("compose-read-by"), ctx.style(Role::Muted)).skip(1);
    let roles = Side::ALL.iter().map(|side| width(&ctx.texts.word("speaker", side.as_str())) + 3).sum::<usize>();
    // The names are shortened before their roles are.
    let names = [&order.client.name, &order.seller.name].map(|name| safe(name).into_owned());
    let [client, seller] = share([&names[0], &names[1]], pen.left().saturating_sub(roles + 2));
    party(ctx, &mut pen, Side::Client, &client);
    pen.print(", ", ctx.style(Role::Muted));
    party(ctx, &mut pen, Side::Seller, &seller);
}

fn party(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, side: Side, name: &str) {
    pen.print(name, ctx.style(side_role(side)));
    pen.print(&format!(" ({})", ctx.texts.word("speaker", side.as_str())), ctx.style(Role::Muted));
}

/// Draws the fields of a proposal above its words; returns what remains for these.
fn propose(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    compose: &Compose,
    (kind, amount, field): (ProposalKind, &TextBuffer, ProposeField),
) -> Rect {
    let texts = ctx.texts;
    let labels = ["propose-kind", "propose-amount", "propose-terms"];
    let columns = 3 + labels.iter().map(|key| width(&texts.get(key))).max().unwrap_or(0) + 2;
    let refund = kind == ProposalKind::PartialRefund;
    let (fields, rest) = cut_top(area, fields(compose));
    let label = |pen: &mut Pen<'_>, key: &str, has_keys: bool| {
        let (mark, role) = if has_keys { ("▌", Role::Active) } else { (" ", Role::Muted) };
        pen.skip(1).print(mark, ctx.style(Role::Accent)).skip(1).print(&texts.get(key), ctx.style(role));
    };
    let mut pen = canvas.pen(fields, 0);
    label(&mut pen, "propose-kind", field == ProposeField::Kind);
    let mut pen = canvas.pen(fields, 0);
    pen.skip(columns);
    let mut places = Vec::new();
    for (at, one) in ProposalKind::ALL.iter().enumerate() {
        let (mark, role) = if *one == kind { ("◉", Role::Strong) } else { ("○", Role::Muted) };
        let x = pen.x();
        pen.print(&format!("{mark} {}", texts.word("proposal-kind", one.as_str())), ctx.style(role));
        places.push((Rect { x, width: pen.x() - x, height: 1, ..fields }, HitTarget::Item(at)));
        pen.skip(3);
    }
    places.into_iter().for_each(|(place, spot)| canvas.add_target(place, spot));
    if refund {
        let row = Rect { y: fields.y + 1, height: 1.min(fields.height.saturating_sub(1)), ..fields };
        label(&mut canvas.pen(row, 0), "propose-amount", field == ProposeField::Amount);
        let (_, input) = cut_left(row, u16::try_from(columns).unwrap_or(u16::MAX));
        let (input, note) = cut_left(input, 16);
        field_ground(ctx, canvas, input);
        if field == ProposeField::Amount {
            editor::line(ctx, canvas, input, amount);
        } else {
            canvas.pen(input, 0).print(amount.body(), ctx.style(Role::Strong));
        }
        if let Some(file) = ctx.model.cases.get(compose.editor.dispute) {
            let price = file.case.order.price;
            let vars = [("price", ctx.money(price).into())];
            canvas.pen(note, 0).skip(1).print(&texts.with("propose-of", vars), ctx.style(Role::Muted));
            shares(ctx, canvas, Rect { y: row.y + 1, ..row }, columns, amount, price);
        }
    }
    let row = Rect { y: fields.bottom().saturating_sub(1), height: 1.min(fields.height), ..fields };
    label(&mut canvas.pen(row, 0), "propose-terms", field == ProposeField::Terms);
    rest
}

/// Returns how a percentage of a price is rounded.
pub(crate) fn rounding(ctx: &DrawContext<'_>, price: Money) -> String {
    ctx.texts.with("amount-rounding", [("decimals", price.currency.decimals().into())])
}

/// What each would get, or what is wrong with the amount.
fn shares(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, columns: usize, typed: &TextBuffer, price: Money) {
    let mut pen = canvas.pen(row, 0);
    pen.skip(columns);
    match typed_refund::parse(typed.body(), price) {
        Ok(refund) => {
            let rest = Money::new(price.minor - refund.minor, price.currency);
            let client = ctx.texts.with("propose-client-gets", [("amount", ctx.money(refund).into())]);
            let seller = ctx.texts.with("propose-seller-gets", [("amount", ctx.money(rest).into())]);
            pen.print(&client, ctx.style(Role::Client)).skip(3).print(&seller, ctx.style(Role::Seller)).skip(3);
            let rule = rounding(ctx, price);
            if typed.body().contains('%') && width(&rule) <= pen.left() {
                pen.print(&rule, ctx.style(Role::Hint));
            }
        }
        Err(bad) => {
            pen.print(&notice::amount(ctx, &bad), ctx.style(Role::Muted));
        }
    }
}

/// The ground of a field that can be written in.
pub(crate) fn field_ground(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    clear(canvas.buffer, area, ctx.theme.field());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::model::Editor;
    use crate::domain::ids::DisputeId;

    #[test]
    fn a_composer_has_four_rows_of_text_and_grows_with_it_to_half_the_height() {
        let reply = |lines: usize| {
            let editor = Editor::new(DisputeId(1), &"x\n".repeat(lines.saturating_sub(1)));
            Compose { kind: ComposeKind::Reply, editor }
        };
        let area = |height| Rect::new(0, 0, 80, height);
        let text = |height, lines| rows(area(height), &reply(lines)) - HEAD;
        assert_eq!([text(21, 0), text(21, 4), text(21, 5), text(21, 8), text(21, 99)], [4, 4, 5, 8, 8]);
        assert_eq!([text(38, 1), text(38, 17), text(38, 99)], [4, 17, 17]);
        let offer = |height| {
            let (amount, field) = (TextBuffer::single_line(""), ProposeField::Kind);
            let kind = ComposeKind::Propose { kind: ProposalKind::PartialRefund, amount, field };
            rows(area(height), &Compose { kind, ..reply(0) })
        };
        assert_eq!([offer(38), offer(21), offer(16)], [10, 10, 8], "its fields are above the text");
    }
}
