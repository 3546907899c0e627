//! The list of related cases: precedents and the parties' other disputes, one to a row, with what the one under the cursor was
//! about below, and a preview of it where there is room. [`summary`] is the short form, shown next to a case and next to a decision.

pub(crate) mod summary;

use ratatui::layout::Rect;

use super::document::{Document, DocumentRow};
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset, outcome_role, side_role};
use super::pen::{clear, wash};
use super::statistics::bars;
use super::text::{safe, short_name, width, word_segments};
use super::theme::Role;
use super::{case, empty, list, preview};
use crate::app::model::PrecedentList;
use crate::app::mouse::HitTarget;
use crate::app::related_cases::{RelatedCase, listed};
use crate::domain::decision::precedents::{PartyRecord, PastDispute, Precedent, RelatedCases};
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::Money;
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, Outcome, Side};

/// The width from which the case under the cursor is shown next to the list.
const BESIDE: u16 = 110;

/// Draws the list over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, open: PrecedentList) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (head, body) = cut_top(area, 1);
    let mut pen = canvas.pen(head, 0);
    pen.print("──", ctx.style(Role::Border)).print("▌", ctx.style(Role::Active));
    pen.print(&format!("{} ", ctx.texts.get("precedents-title")), ctx.style(Role::Active));
    pen.rule("─", ctx.style(Role::Border));
    let Some(related) = ctx.model.related_cases(open.dispute) else {
        empty::draw(ctx, canvas, body, "precedents-loading", "");
        return;
    };
    let all = listed(related);
    let (left, right) = if body.width >= BESIDE && !all.is_empty() {
        cut_left(body, body.width * 3 / 5)
    } else {
        (body, Rect::default())
    };
    let (line, right) = cut_left(right, 1);
    for row in 0..line.height {
        canvas.pen(line, row).print("│", ctx.style(Role::Border));
    }
    let (foot, listed) = cut_bottom(left, if all.is_empty() { 0 } else { FOOT });
    let inner = inset(listed, 2);
    let (document, starts) = lay_out(ctx, related, &all, usize::from(inner.width));
    let cursor = open.cursor.min(all.len().saturating_sub(1));
    let at = starts.get(cursor).copied().unwrap_or(0);
    // The first item comes with what is told above it.
    let at_top = if cursor == 0 { 0 } else { at + 1 };
    let extent = list::window(at_top, usize::from(inner.height), document.height());
    canvas.measured.layer = document.draw(ctx, canvas, inner, extent.top);
    let line_of = |row: usize| row.checked_sub(extent.top).and_then(|line| u16::try_from(line).ok());
    for (item, line) in starts.iter().enumerate().filter_map(|(item, start)| Some((item, line_of(*start)?))) {
        canvas.add_target_row(inner, line, HitTarget::Item(item));
    }
    if let Some(line) = line_of(at).filter(|line| !all.is_empty() && *line < inner.height) {
        let row = Rect { y: inner.y + line, height: 1, ..inner };
        wash(canvas.buffer, row, ctx.theme.selected());
        canvas.pen(Rect { x: left.x, width: left.width, ..row }, 0).print(" ▌", ctx.style(Role::Accent));
    }
    case::scrollbar(ctx, canvas, inner, extent);
    if let Some(one) = all.get(cursor) {
        about(ctx, canvas, foot, one);
        if right.width > 0 {
            preview::draw_case(ctx, canvas, inset(right, 1), one.id());
        }
    }
}

/// Rows of what the case under the cursor was about, with the line over it.
const FOOT: u16 = 3;

/// Draws what a case was about, with the words that it shares standing out, and when and by whom it was decided, or when it was
/// opened. No party's text is on a row with figures.
fn about(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, one: &RelatedCase<'_>) {
    let (line, below) = cut_top(area, 1);
    canvas.pen(line, 0).rule("─", ctx.style(Role::Border));
    let texts = ctx.texts;
    let below = inset(below, 2);
    let mut document = Document::new(usize::from(below.width));
    let mut row = document.row();
    row.print("▎", Role::Border).skip(1);
    let when = match one {
        RelatedCase::Precedent(one) => {
            shared(&mut row, &one.title, &one.shared);
            let by = safe(ctx.model.name_of(&one.by.0)).into_owned();
            let vars = [("name", by.into()), ("time", ctx.clock().stamp(one.at).into())];
            texts.with("status-decided-by", vars)
        }
        RelatedCase::Past(_, one) => {
            row.print(&safe(&one.title), Role::Text);
            texts.with("precedents-opened", [("time", ctx.clock().stamp(one.opened_at).into())])
        }
    };
    drop(row);
    document.row().to(2).print(&when, Role::Muted);
    document.draw(ctx, canvas, below, 0);
}

/// Lays out the whole list; returns also the row at which each item starts.
fn lay_out(
    ctx: &DrawContext<'_>,
    related: &RelatedCases,
    all: &[RelatedCase<'_>],
    columns: usize,
) -> (Document, Vec<usize>) {
    let texts = ctx.texts;
    let mut document = Document::new(columns);
    let mut starts = Vec::with_capacity(all.len());
    document.paragraph(&summary::measure(ctx, related), Role::Muted);
    summary::outcomes(ctx, &mut document, &related.alike);
    let precedents = all.iter().take_while(|one| matches!(one, RelatedCase::Precedent(_))).count();
    if precedents > 0 {
        let vars = [("count", precedents.into()), ("of", related.alike.found.len().into())];
        document.heading(&texts.with("precedents-nearest", vars));
    }
    let mut before = None;
    for one in all {
        if let RelatedCase::Past(side, _) = one
            && before.replace(*side) != Some(*side)
        {
            party(ctx, &mut document, related, *side);
        }
        starts.push(document.height());
        match one {
            RelatedCase::Precedent(one) => precedent(ctx, &mut document, one),
            RelatedCase::Past(_, one) => past(ctx, &mut document, one),
        }
    }
    for &side in Side::ALL {
        if related.of(side).iter().all(|past| past.disputes.is_empty()) {
            party(ctx, &mut document, related, side);
        }
    }
    (document, starts)
}

fn party(ctx: &DrawContext<'_>, document: &mut Document, related: &RelatedCases, side: Side) {
    document.heading(&ctx.texts.get(if side == Side::Client { "precedents-client" } else { "precedents-seller" }));
    for (role, past) in Side::ALL.iter().zip(related.of(side)) {
        document.paragraph(&record(ctx, *role, past), Role::Muted);
    }
}

/// Returns a party's record in one role: `as client: 3 — seller wins 1, open 2`.
pub(crate) fn record(ctx: &DrawContext<'_>, role: Side, past: &PartyRecord) -> String {
    let texts = ctx.texts;
    let ended = Outcome::ALL.iter().map(|&outcome| (texts.word("outcome-short", outcome.as_str()), Some(outcome)));
    let all = ended.chain([(texts.get("precedents-open"), None)]).map(|(name, outcome)| (name, past.count(outcome)));
    let told: Vec<String> =
        all.filter(|(_, count)| *count > 0).map(|(name, count)| format!("{count} {name}")).collect();
    let count = past.disputes.len();
    let more = if past.more { "+" } else { "" };
    let vars =
        [("role", role.as_str().into()), ("count", format!("{count}{more}").into()), ("told", told.join(", ").into())];
    texts.with(if count == 0 { "precedents-record-none" } else { "precedents-record" }, vars)
}

/// The width from which a precedent's date and price stand in columns.
const ROOMY: usize = 56;
/// The width below which outcomes are named in short, in the bars and in the rows.
pub(super) const NARROW: usize = 44;
/// The columns of the shortest name that is shown.
const LEAST_NAME: usize = 8;

/// Adds a precedent in a row: its number, its price, how it ended; and where there is room, when, and who decided it.
pub(crate) fn precedent(ctx: &DrawContext<'_>, document: &mut Document, one: &Precedent) {
    if document.columns() >= ROOMY {
        let by = safe(ctx.model.name_of(&one.by.0)).into_owned();
        let mut row = figures(ctx, document, (one.id, one.at, one.price));
        outcome(ctx, &mut row, one, false);
        let room = row.left().saturating_sub(2);
        if room >= LEAST_NAME {
            row.right(&short_name(&by, room.min(width(&by))), Role::Mediator);
        }
    } else {
        let is_narrow = document.columns() < NARROW;
        let mut row = document.row();
        row.right(&ctx.money(one.price), Role::Money).print(&one.id.to_string(), Role::Muted).skip(2);
        outcome(ctx, &mut row, one, is_narrow);
        let date = ctx.clock().date(one.at);
        if width(&date) + 2 <= row.left() {
            row.right(&date, Role::Muted);
        }
    }
}

fn past(ctx: &DrawContext<'_>, document: &mut Document, one: &PastDispute) {
    let mut row = figures(ctx, document, (one.id, one.opened_at, one.price));
    match one.outcome {
        Some(outcome) => row.print(&ctx.texts.word("outcome", outcome.as_str()), outcome_role(outcome)),
        None => row.print(&ctx.texts.get("precedents-open"), Role::Text),
    };
    let role = ctx.texts.word("precedents-as", one.side.as_str());
    if width(&role) + 1 < row.left() {
        row.right(&role, side_role(one.side));
    }
}

/// Returns the number, the date and the price, aligned in columns.
fn figures<'a>(
    ctx: &DrawContext<'_>,
    document: &'a mut Document,
    (id, at, price): (DisputeId, Time, Money),
) -> DocumentRow<'a> {
    let mut row = document.row();
    row.print(&id.to_string(), Role::Muted).to(9).print(&ctx.clock().date(at), Role::Muted);
    row.until(32, &ctx.money(price), Role::Money).skip(2);
    row
}

/// Prints the outcome and the refund, if there was one to decide, and that both parties agreed. The outcome is named in short
/// where there is no room for both, and no amount is cut.
fn outcome(ctx: &DrawContext<'_>, row: &mut DocumentRow<'_>, one: &Precedent, is_short: bool) {
    let texts = ctx.texts;
    let refund = one.refund.map(|refund| format!(" {}", ctx.money(refund))).unwrap_or_default();
    let [name, short] = ["outcome", "outcome-short"].map(|words| texts.word(words, one.outcome.as_str()));
    let fits = !is_short && width(&name) + width(&refund) <= row.left();
    row.print(if fits { &name } else { &short }, outcome_role(one.outcome));
    if width(&refund) <= row.left() {
        row.print(&refund, Role::Money);
    }
    if let Some(basis) = one.basis.filter(|basis| *basis == Basis::Agreed) {
        let agreed = texts.word("precedents-basis", basis.as_str());
        let room = row.left().saturating_sub(1);
        if let Some(told) = [&*agreed, "✓"].into_iter().find(|told| width(told) <= room) {
            row.skip(1).print(told, Role::Good);
        }
    }
}

/// Adds a service's name with the shared words emphasized.
fn shared(row: &mut DocumentRow<'_>, title: &str, shared: &[String]) {
    for (part, is_word) in word_segments(&safe(title)) {
        let found = is_word && shared.contains(&fold(part));
        row.print(part, if found { Role::Match } else { Role::Text });
    }
}

/// Returns the bars for a distribution of outcomes.
pub(crate) fn spread(ctx: &DrawContext<'_>, counts: impl Fn(Outcome) -> usize, vocabulary: &str) -> Vec<bars::Counted> {
    let counted = |&outcome: &Outcome| bars::Counted {
        name: ctx.texts.word(vocabulary, outcome.as_str()).into_owned(),
        count: u64::try_from(counts(outcome)).unwrap_or(u64::MAX),
        role: outcome_role(outcome),
    };
    Outcome::ALL.iter().map(counted).collect()
}
