//! Questions with a short answer, in a box.

use ratatui::layout::Rect;

use super::pen::wash;
use super::scene::{Canvas, Scene, cut_bottom, cut_left, cut_top};
use super::sheet::Sheet;
use super::text::{safe, width};
use super::theme::Role;
use super::{case::pending::amount, case::thread::file_line, compose, decide, dialog, editor, list, notice, views};
use crate::app::model::{Confirm, Prompt, SnoozePreset, Trouble};
use crate::app::pointer::HitTarget;
use crate::app::text::Text;
use crate::domain::ids::{AskId, AttachmentId, DisputeId};

/// Draws a question over an area. The queue's filter stands in the queue itself.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, prompt: &Prompt) {
    match prompt {
        Prompt::Filter { .. } => {}
        Prompt::NameView(asked) => views::name(scene, canvas, area, asked),
        Prompt::DropView(asked) => views::delete(scene, canvas, area, asked),
        Prompt::Snooze { dispute, cursor, text } => snooze(scene, canvas, area, *dispute, (*cursor, text)),
        Prompt::Strike { dispute, evidence, cursor, reason, sending, trouble } => {
            let size = rows(evidence.len() + 6);
            let inside = open(scene, canvas, area, size, "prompt-strike", *dispute);
            let inside = troubles(scene, canvas, inside, sending.is_some(), trouble.as_ref());
            let (field, list) = cut_bottom(inside, 2);
            strikes(scene, canvas, list, (*dispute, evidence, *cursor));
            reason_field(scene, canvas, field, reason);
        }
        Prompt::Withdraw { dispute, asks, cursor } => {
            let inside = open(scene, canvas, area, rows(asks.len() + 3), "prompt-withdraw", *dispute);
            withdraws(scene, canvas, inside, (*dispute, asks, *cursor));
        }
        Prompt::Confirm { dispute, what, choice, .. } => {
            let (title, about, yes) = match what {
                Confirm::Undo => ("prompt-undo", "prompt-undo-about", "button-yes-undo"),
            };
            let mut sheet = Sheet::new(usize::from(area.width.saturating_sub(8).clamp(24, 72)).saturating_sub(4));
            confirmed(scene, &mut sheet, *dispute, about);
            let inside = open(scene, canvas, area, rows(sheet.height() + 3), title, *dispute);
            let (row, above) = cut_bottom(inside, 1);
            sheet.draw(scene, canvas, above, 0);
            decide::answers(scene, canvas, row, *choice, "button-no", yes);
        }
    }
}

/// What is to be confirmed, with the decision's outcome and figures.
fn confirmed(scene: &Scene<'_>, sheet: &mut Sheet, dispute: DisputeId, about: &str) {
    let file = scene.model.cases.get(dispute);
    if let Some(decision) = file.and_then(|file| file.case.dispute.as_ref()?.decision.as_ref()) {
        sheet.say(&scene.texts.word("outcome", decision.outcome.as_str()), Role::Strong);
        if let Some(refund) = decision.refund {
            amount(scene, sheet, "money-client-gets", refund, Role::ClientShare);
        }
        if let Some(rest) = decision.seller_gets {
            amount(scene, sheet, "money-seller-gets", rest, Role::SellerShare);
        }
        sheet.blank();
    }
    sheet.say(&scene.texts.get(about), Role::Text);
}

fn rows(rows: usize) -> u16 {
    u16::try_from(rows + 2).unwrap_or(u16::MAX)
}

/// An empty box with its title and the case it is about.
fn open(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, rows: u16, title: &str, dispute: DisputeId) -> Rect {
    let columns = area.width.saturating_sub(8).min(72);
    let title = format!("{dispute} · {}", scene.texts.get(title));
    let size = (columns.max(24), rows.min(area.height.saturating_sub(2)).max(5));
    cut_top(dialog::draw(scene, canvas, area, size, &title), 1).1
}

/// What is wrong, at the bottom; returns what remains.
pub(crate) fn troubles(
    scene: &Scene<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    sending: bool,
    trouble: Option<&Trouble>,
) -> Rect {
    match trouble {
        _ if sending => notice::say(scene, canvas, area, &scene.texts.get("compose-sending"), Role::Accent),
        Some(trouble) => notice::say(scene, canvas, area, &notice::trouble(scene, trouble), Role::Danger),
        None => area,
    }
}

fn reason_field(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, reason: &Text) {
    let (_, row) = cut_top(area, area.height.saturating_sub(1));
    let label = scene.texts.get("prompt-reason");
    canvas.pen(row, 0).put(&label, scene.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(scene, canvas, field);
    editor::line(scene, canvas, field, reason);
}

/// One line of a list, with what marks the cursor.
fn line(
    scene: &Scene<'_>,
    canvas: &mut Canvas<'_>,
    (area, at): (Rect, u16),
    under_cursor: bool,
    write: impl FnOnce(&mut super::pen::Pen<'_>),
) {
    let mut pen = canvas.pen(area, at);
    pen.put(if under_cursor { "▌" } else { " " }, scene.style(Role::Accent)).skip(1);
    write(&mut pen);
    if under_cursor {
        wash(canvas.buffer, Rect { y: area.y + at, height: 1, ..area }, scene.theme.selected());
    }
}

fn snooze(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, dispute: DisputeId, (cursor, typed): (usize, &Text)) {
    let inside = open(scene, canvas, area, rows(SnoozePreset::ALL.len() + 6), "prompt-snooze", dispute);
    let model = scene.model;
    let blank = typed.is_blank();
    for (at, (row, nap)) in (0..inside.height).zip(SnoozePreset::ALL).enumerate() {
        let key = match nap {
            SnoozePreset::OneHour => "nap-one-hour",
            SnoozePreset::FourHours => "nap-four-hours",
            SnoozePreset::Tomorrow => "nap-tomorrow",
            SnoozePreset::ThreeDays => "nap-three-days",
            SnoozePreset::NextWeek => "nap-next-week",
        };
        let until = scene.clock().stamp(nap.until(model.now, model.zone));
        canvas.spot_row(inside, row, HitTarget::Item(at));
        line(scene, canvas, (inside, row), blank && at == cursor, |pen| {
            pen.right(&until, scene.style(Role::Muted)).put(&scene.texts.get(key), scene.style(Role::Text));
        });
    }
    let (_, below) = cut_top(inside, u16::try_from(SnoozePreset::ALL.len() + 1).unwrap_or(u16::MAX));
    let (row, below) = cut_top(below, 1);
    let label = scene.texts.get("prompt-snooze-or");
    canvas.pen(row, 0).put(&label, scene.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(scene, canvas, field);
    editor::line(scene, canvas, field, typed);
    // What was understood, before Enter.
    let (said, role) = match model.nap(cursor, typed).filter(|_| !blank) {
        Some(until) => {
            let day = scene.clock().day(until);
            let vars = [
                ("day", day.into()),
                ("time", scene.clock().hour(until).into()),
                ("span", scene.clock().span(until - model.now).into()),
            ];
            (scene.texts.with("prompt-snooze-until", vars), Role::Good)
        }
        None if blank => (scene.texts.get("prompt-snooze-about").into_owned(), Role::Hint),
        None => (scene.texts.get("prompt-snooze-unclear").into_owned(), Role::Soon),
    };
    canvas.pen(below, 1).put(&said, scene.style(role));
}

fn strikes(
    scene: &Scene<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (dispute, evidence, cursor): (DisputeId, &[AttachmentId], usize),
) {
    let Some(file) = scene.model.cases.get(dispute) else { return };
    let all = || file.thread.iter().flat_map(|row| &row.attachments).chain(&file.order_files);
    let extent = list::window(cursor, usize::from(area.height), evidence.len());
    canvas.measured.layer = extent;
    for (row, (at, id)) in (0..area.height).zip(evidence.iter().enumerate().skip(extent.top)) {
        if let Some(found) = all().find(|attachment| attachment.id == *id) {
            canvas.spot_row(area, row, HitTarget::Item(at));
            line(scene, canvas, (area, row), at == cursor, |pen| file_line(scene, pen, found));
        }
    }
}

fn withdraws(
    scene: &Scene<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (dispute, asks, cursor): (DisputeId, &[AskId], usize),
) {
    let found = scene.model.cases.get(dispute).and_then(|file| file.case.dispute.as_ref());
    let Some(of_case) = found else { return };
    let extent = list::window(cursor, usize::from(area.height), asks.len());
    canvas.measured.layer = extent;
    for (row, (at, id)) in (0..area.height).zip(asks.iter().enumerate().skip(extent.top)) {
        let Some(ask) = of_case.asks.iter().find(|ask| ask.id == *id) else { continue };
        canvas.spot_row(area, row, HitTarget::Item(at));
        line(scene, canvas, (area, row), at == cursor, |pen| {
            let to = scene.texts.with("ask-to", [("side", ask.to.as_str().into())]);
            pen.put(&id.to_string(), scene.style(Role::Muted)).skip(1);
            pen.put(&to, scene.style(super::scene::side_role(ask.to))).skip(1);
            let start: String = ask.body.chars().take(120).collect();
            pen.put(&safe(&start), scene.style(Role::Text));
        });
    }
}
