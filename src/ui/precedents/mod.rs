//! What stands beside a case, to be opened: precedents and the parties' other disputes, with the one under the cursor in
//! sight where there is room. [`summary`] is the same in short, beside the case itself and beside a decision.

pub(crate) mod summary;

use ratatui::layout::Rect;

use super::pen::{clear, wash};
use super::scene::{Canvas, Scene, cut_left, cut_top, inset, side_role};
use super::sheet::{Row, Sheet};
use super::statistics::bars;
use super::text::{safe, width, words};
use super::theme::Role;
use super::{case, empty, list, preview, statistics};
use crate::app::model::Precedents;
use crate::app::pointer::HitTarget;
use crate::app::related_cases::{Listed, listed};
use crate::domain::decision::precedents::{PartyRecord, PastDispute, Precedent, RelatedCases};
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::Money;
use crate::domain::text::folding::fold;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Basis, Outcome, Side};

/// From this width on, the case under the cursor is shown beside the list.
const BESIDE: u16 = 110;

/// Draws the list over an area.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, open: Precedents) {
    clear(canvas.buffer, area, scene.theme.ground());
    let (head, body) = cut_top(area, 1);
    let mut pen = canvas.pen(head, 0);
    pen.put("──", scene.style(Role::Border)).put("▌", scene.style(Role::Active));
    pen.put(&format!("{} · {} ", open.dispute, scene.texts.get("precedents-title")), scene.style(Role::Active));
    pen.rule("─", scene.style(Role::Border));
    let Some(related) = scene.model.related_cases(open.dispute) else {
        empty::draw(scene, canvas, body, "precedents-loading", "");
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
        canvas.pen(line, row).put("│", scene.style(Role::Border));
    }
    let inner = inset(left, 2);
    let (sheet, starts) = lay_out(scene, related, &all, usize::from(inner.width));
    let cursor = open.cursor.min(all.len().saturating_sub(1));
    let at = starts.get(cursor).copied().unwrap_or(0);
    // The first item comes with what is told above it.
    let at_top = if cursor == 0 { 0 } else { at + 1 };
    let extent = list::window(at_top, usize::from(inner.height), sheet.height());
    canvas.measured.layer = sheet.draw(scene, canvas, inner, extent.top);
    for (item, start) in starts.iter().enumerate() {
        let lines = (*start..start + ROWS).filter_map(|line| u16::try_from(line.checked_sub(extent.top)?).ok());
        lines.for_each(|line| canvas.spot_row(inner, line, HitTarget::Item(item)));
    }
    if !all.is_empty() {
        let marked = (at..at + ROWS).filter_map(|line| u16::try_from(line.checked_sub(extent.top)?).ok());
        for line in marked.filter(|line| *line < inner.height) {
            let row = Rect { y: inner.y + line, height: 1, ..inner };
            wash(canvas.buffer, row, scene.theme.selected());
            canvas.pen(Rect { x: left.x, width: left.width, ..row }, 0).put(" ▌", scene.style(Role::Accent));
        }
    }
    case::scrollbar(scene, canvas, inner, extent);
    if let Some(one) = all.get(cursor).filter(|_| right.width > 0) {
        preview::draw_case(scene, canvas, inset(right, 1), one.id());
    }
}

/// Rows of one item.
const ROWS: usize = 2;

/// Lays out the whole list; tells where each item starts.
fn lay_out(scene: &Scene<'_>, related: &RelatedCases, all: &[Listed<'_>], columns: usize) -> (Sheet, Vec<usize>) {
    let texts = scene.texts;
    let mut sheet = Sheet::new(columns);
    let mut starts = Vec::with_capacity(all.len());
    sheet.say(&summary::measure(scene, related), Role::Muted);
    summary::outcomes(scene, &mut sheet, &related.alike);
    let precedents = all.iter().take_while(|one| matches!(one, Listed::Precedent(_))).count();
    if precedents > 0 {
        let vars = [("count", precedents.into()), ("of", related.alike.found.len().into())];
        sheet.heading(&texts.with("precedents-nearest", vars));
    }
    let mut before = None;
    for one in all {
        if let Listed::Past(side, _) = one
            && before.replace(*side) != Some(*side)
        {
            party(scene, &mut sheet, related, *side);
        }
        starts.push(sheet.height());
        match one {
            Listed::Precedent(one) => precedent(scene, &mut sheet, one),
            Listed::Past(_, one) => past(scene, &mut sheet, one),
        }
    }
    for &side in Side::ALL {
        if related.of(side).iter().all(|past| past.disputes.is_empty()) {
            party(scene, &mut sheet, related, side);
        }
    }
    (sheet, starts)
}

fn party(scene: &Scene<'_>, sheet: &mut Sheet, related: &RelatedCases, side: Side) {
    sheet.heading(&scene.texts.get(if side == Side::Client { "precedents-client" } else { "precedents-seller" }));
    for (role, past) in Side::ALL.iter().zip(related.of(side)) {
        sheet.say(&record(scene, *role, past), Role::Muted);
    }
}

/// What is on record about someone in one role, in numbers: `as client: 3 — seller wins 1, open 2`.
pub(crate) fn record(scene: &Scene<'_>, role: Side, past: &PartyRecord) -> String {
    let texts = scene.texts;
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

/// One precedent: its figures on a row of ours, its name on the next, with the words it shares.
fn precedent(scene: &Scene<'_>, sheet: &mut Sheet, one: &Precedent) {
    figures_and_outcome(scene, sheet, one);
    let mut row = sheet.row();
    row.to(2).put("▎", Role::Border);
    shared(&mut row, &one.title, &one.shared);
}

/// A precedent's figures, how it ended, and who decided.
pub(crate) fn figures_and_outcome(scene: &Scene<'_>, sheet: &mut Sheet, one: &Precedent) {
    let by = safe(scene.model.name_of(&one.by.0)).into_owned();
    let mut row = figures(scene, sheet, (one.id, one.at, one.price));
    outcome(scene, &mut row, one);
    if width(&by) + 1 < row.left() {
        row.right(&by, Role::Mediator);
    }
}

fn past(scene: &Scene<'_>, sheet: &mut Sheet, one: &PastDispute) {
    let mut row = figures(scene, sheet, (one.id, one.opened_at, one.price));
    match one.outcome {
        Some(outcome) => row.put(&scene.texts.word("outcome", outcome.as_str()), statistics::outcome_role(outcome)),
        None => row.put(&scene.texts.get("precedents-open"), Role::Text),
    };
    let role = scene.texts.word("precedents-as", one.side.as_str());
    if width(&role) + 1 < row.left() {
        row.right(&role, side_role(one.side));
    }
    drop(row);
    sheet.row().to(2).put("▎", Role::Border).put(&safe(&one.title), Role::Text);
}

/// The number, the date and the price, in columns.
fn figures<'a>(scene: &Scene<'_>, sheet: &'a mut Sheet, (id, at, price): (DisputeId, Time, Money)) -> Row<'a> {
    let mut row = sheet.row();
    row.put(&id.to_string(), Role::Accent).to(9).put(&scene.clock().date(at), Role::Muted);
    row.until(35, &scene.money(price), Role::Money).skip(2);
    row
}

/// How it ended, and for how much, where that was for someone to say.
fn outcome(scene: &Scene<'_>, row: &mut Row<'_>, one: &Precedent) {
    let texts = scene.texts;
    row.put(&texts.word("outcome", one.outcome.as_str()), statistics::outcome_role(one.outcome));
    if let Some(refund) = one.refund {
        row.skip(1).put(&scene.money(refund), Role::Money);
    }
    if let Some(basis) = one.basis.filter(|basis| *basis == Basis::Agreed) {
        let agreed = texts.word("precedents-basis", basis.as_str());
        let room = row.skip(1).left();
        row.put(if width(&agreed) <= room { &agreed } else { "✓" }, Role::Good);
    }
}

/// A service's name with the words that it shares standing out.
fn shared(row: &mut Row<'_>, title: &str, shared: &[String]) {
    for (part, is_word) in words(&safe(title)) {
        let found = is_word && shared.contains(&fold(part));
        row.put(part, if found { Role::Match } else { Role::Text });
    }
}

/// The bars of a spread of outcomes.
pub(crate) fn spread(scene: &Scene<'_>, counts: impl Fn(Outcome) -> usize, vocabulary: &str) -> Vec<bars::Counted> {
    let counted = |&outcome: &Outcome| bars::Counted {
        name: scene.texts.word(vocabulary, outcome.as_str()).into_owned(),
        count: u64::try_from(counts(outcome)).unwrap_or(u64::MAX),
        role: statistics::outcome_role(outcome),
    };
    Outcome::ALL.iter().map(counted).collect()
}
