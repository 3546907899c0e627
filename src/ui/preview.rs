//! The selected case, live, beside or below the queue.

use ratatui::layout::Rect;

use super::scene::{Canvas, Scene};
use super::sheet::Sheet;
use super::status::{self, BETWEEN};
use super::text::{safe, safe_lines, truncate, width};
use super::theme::Role;
use super::timeline;
use super::{Cached, empty};
use crate::app::model::Stamp;
use crate::app::model::{CaseFile, QueueRow, ThreadRow};
use crate::domain::case::records::Order;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::DisputeState;

/// What a preview was laid out for; with another of these, it is laid out anew.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Key {
    dispute: DisputeId,
    stamp: Option<Stamp>,
    row: Option<QueueRow>,
    columns: u16,
    rows: u16,
    minute: i64,
    draft: bool,
    present: Vec<Handle>,
}

/// With fewer rows the preview says less of the order.
const SMALL: u16 = 14;

/// The line above a preview that stands below the queue.
pub(crate) fn rule(scene: &Scene<'_>, canvas: &mut Canvas<'_>, row: Rect) {
    let mut pen = canvas.pen(row, 0);
    pen.put("──", scene.style(Role::Border));
    if let Some(id) = scene.model.queue.window.selected {
        pen.skip(1).put(&id.to_string(), scene.style(Role::Muted)).skip(1);
    }
    pen.rule("─", scene.style(Role::Border));
}

/// Draws the preview of the selected case.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    if let Some(row) = scene.model.queue.window.selected_row() {
        of(scene, canvas, area, row.id, Some(row));
    }
}

/// Draws the preview of any case.
pub(crate) fn draw_case(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, id: DisputeId) {
    of(scene, canvas, area, id, scene.model.row(id));
}

fn of(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, id: DisputeId, row: Option<&QueueRow>) {
    let file = scene.model.cases.get(id);
    let key = Key {
        dispute: id,
        stamp: scene.model.cases.stamp(id),
        row: row.filter(|_| file.is_none()).cloned(),
        columns: area.width,
        rows: area.height,
        minute: scene.model.now.timestamp().div_euclid(60),
        draft: scene.model.drafts.of(id).is_some(),
        present: scene.model.others.at(id).into_iter().cloned().collect(),
    };
    let mut cache = scene.cache.borrow_mut();
    if cache.preview.as_ref().is_none_or(|cached| cached.key != key) {
        let mut sheet = Sheet::new(usize::from(area.width));
        match (file, row) {
            (Some(file), _) => of_file(scene, &mut sheet, file, area.height),
            (None, Some(row)) => of_row(scene, &mut sheet, row),
            (None, None) => {}
        }
        cache.preview = Some(Cached { key, value: sheet });
    }
    match &cache.preview {
        Some(cached) if cached.value.height() > 0 => {
            cached.value.draw(scene, canvas, area, 0);
        }
        _ => empty::draw(scene, canvas, area, "case-loading", ""),
    }
}

/// What the queue alone knows, until the case is read.
fn of_row(scene: &Scene<'_>, sheet: &mut Sheet, row: &QueueRow) {
    sheet.say(&row.title, Role::Strong);
    names(sheet, &row.client, &row.seller);
    sheet.say(&status::ground(scene, row.ground, None), Role::Muted);
    if row.state == DisputeState::Open {
        let turn = status::whose_turn(scene, row.waiting_on, row.claimed_by.as_ref());
        let urgency = status::urgency(scene, row.due_at, row.reason);
        parts(sheet, &[turn, urgency]);
    }
    sheet.gap();
    sheet.say(&scene.texts.get("case-loading"), Role::Hint);
}

fn of_file(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile, rows: u16) {
    let (order, texts) = (&file.case.order, scene.texts);
    let Some(dispute) = &file.case.dispute else { return };
    let small = rows < SMALL;
    let ground = (status::ground(scene, dispute.ground, Some(dispute.opened_by)), Role::Text);
    if !small {
        sheet.say(&order.title, Role::Strong);
    }
    names(sheet, &order.client.name, &order.seller.name);
    if small {
        parts(sheet, &[money(scene, order), ground]);
        parts(sheet, &status::of_case(scene, &file.case));
        messages(scene, sheet, file, usize::from(rows), short_message);
        return;
    }
    sheet.gap();
    parts(sheet, &[money(scene, order)]);
    sheet.say(&ground.0, ground.1);
    parts(sheet, &status::of_case(scene, &file.case));
    sheet.heading(&texts.get("case-timeline"));
    let skipped = file.timeline.len().saturating_sub(6);
    for row in &file.timeline[skipped..] {
        timeline::line(scene, sheet, row);
    }
    let count = texts.with("case-messages", [("count", file.thread.len().into())]);
    sheet.heading(&count);
    messages(scene, sheet, file, usize::from(rows), message);
}

/// How much waits in escrow, or how much it was.
fn money(scene: &Scene<'_>, order: &Order) -> status::Part {
    let (minor, place) = match order.balances.escrow {
        0 => (order.price.minor, "money-was-price"),
        escrow => (escrow, "money-in-escrow"),
    };
    let amount = scene.money(Money::new(minor, order.price.currency));
    (format!("{amount} {}", scene.texts.get(place)), Role::Money)
}

/// The newest messages that fit, oldest of them first.
fn messages(
    scene: &Scene<'_>,
    sheet: &mut Sheet,
    file: &CaseFile,
    rows: usize,
    one: impl Fn(&Scene<'_>, &mut Sheet, &CaseFile, &ThreadRow),
) {
    let mut room = rows.saturating_sub(sheet.height());
    let mut shown = Vec::new();
    for row in file.thread.iter().rev() {
        let mut part = Sheet::new(sheet.columns());
        one(scene, &mut part, file, row);
        if part.height() > room {
            break;
        }
        room -= part.height();
        shown.push(part);
    }
    for part in shown.into_iter().rev() {
        sheet.append(part);
    }
    if file.thread.is_empty() {
        sheet.say(&scene.texts.get("case-no-messages"), Role::Hint);
    }
}

/// A message on one row, where there are few.
fn short_message(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile, row: &ThreadRow) {
    let message = &row.message;
    let role = status::speaker_role(message.from);
    let name = status::speaker_name(scene, &file.case, message.from, &message.author);
    let start: String = message.body.chars().take(sheet.columns()).collect();
    let mut line = sheet.row();
    line.right(&scene.clock().stamp(message.at), Role::Muted).put("▎", role).skip(1);
    line.put(&truncate(&name, 18), role).skip(2).put(&safe(&start), Role::Text);
}

/// Lines of a message that a preview shows.
const LINES: usize = 3;

fn message(scene: &Scene<'_>, sheet: &mut Sheet, file: &CaseFile, row: &ThreadRow) {
    let message = &row.message;
    let role = status::speaker_role(message.from);
    let name = status::speaker_name(scene, &file.case, message.from, &message.author);
    let stamp = scene.clock().stamp(message.at);
    sheet.row().right(&stamp, Role::Muted).put(&name, role);
    // A preview of a very long message is the preview of its beginning.
    let start: String = message.body.chars().take(LINES * sheet.columns()).collect();
    let text = safe_lines(&start)
        .map(super::text::Safe::into_owned)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join("⏎ ");
    let more = message.body.len() > start.len();
    sheet.quote_start(&text, more, LINES, Role::Text, role);
}

fn names(sheet: &mut Sheet, client: &str, seller: &str) {
    let (client, seller) = (safe(client), safe(seller));
    let room = sheet.columns().saturating_sub(3);
    let (a, b) = (width(&client), width(&seller));
    let half = if a + b <= room { a } else { a.min((room / 2).max(room.saturating_sub(b))) };
    let mut row = sheet.row();
    row.put(&truncate(&client, half), Role::Client).put(" ↔ ", Role::Muted).put(&seller, Role::Seller);
}

/// Parts one after the other, going on in the next row where one does not fit; one that is wider than a row is wrapped.
pub(crate) fn parts(sheet: &mut Sheet, parts: &[status::Part]) {
    let room = sheet.columns();
    let mut at = 0;
    while let Some((first, role)) = parts.get(at) {
        if width(first) > room {
            sheet.say(first, *role);
            at += 1;
            continue;
        }
        let mut row = sheet.row();
        let mut used = 0;
        while let Some((text, role)) = parts.get(at) {
            let between = if used == 0 { 0 } else { width(BETWEEN) };
            if used > 0 && used + between + width(text) > room {
                break;
            }
            if used > 0 {
                row.put(BETWEEN, Role::Muted);
            }
            row.put(text, *role);
            used += between + width(text);
            at += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_never_cut_off() {
        let part = |text: &str| (text.to_owned(), Role::Text);
        for (all, rows) in [
            (vec![part("à vous"), part("libre")], 1),
            (vec![part("à vous d’agir"), part("libre")], 2),
            (vec![part("à vous"), part("en retard de 3 h : nouveau message du vendeur"), part("libre")], 5),
        ] {
            let mut sheet = Sheet::new(18);
            parts(&mut sheet, &all);
            assert_eq!(sheet.height(), rows, "{all:?}");
        }
    }
}
