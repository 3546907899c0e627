//! Questions with a short answer, in a box.

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, outcome_role};
use super::pen::wash;
use super::text::{Wrapped, safe, width};
use super::theme::Role;
use super::{
    bulk, case::head, case::pending::amount, case::scrollbar, case::thread::file_line, compose, decide, dialog, editor,
    hand_over, list, notice, shares, status, take_over, view_prompts,
};
use crate::app::availability;
use crate::app::command::Command;
use crate::app::dry_run::dry_run;
use crate::app::model::{Confirm, OpenFileQuestion, Prompt, SnoozePreset, SnoozeTarget, Trouble, Withdrawable};
use crate::app::mouse::HitTarget;
use crate::app::open_with::with_path;
use crate::app::text_buffer::TextBuffer;
use crate::domain::case::records::{Attachment, Fact};
use crate::domain::dispute::action::Action;
use crate::domain::ids::{AttachmentId, DisputeId};
use crate::domain::time::Time;

/// Draws a question over an area. The queue's filter stands in the queue itself.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, prompt: &Prompt) {
    match prompt {
        Prompt::Filter { .. } => {}
        Prompt::HandOver(form) => hand_over::draw(ctx, canvas, area, form),
        Prompt::TakeOver(question) => take_over::draw(ctx, canvas, area, question),
        Prompt::NameView(asked) => view_prompts::name(ctx, canvas, area, asked),
        Prompt::DeleteView(asked) => view_prompts::delete(ctx, canvas, area, asked),
        Prompt::Bulk(asked) => bulk::question(ctx, canvas, area, asked),
        Prompt::Snooze { of, cursor, text } => snooze(ctx, canvas, area, of, (*cursor, text)),
        Prompt::Strike { dispute, admits, evidence, cursor, reason, sending, trouble } => {
            let size = rows(evidence.len() + 6);
            let title = if *admits { "prompt-admit" } else { "prompt-strike" };
            let inside = open(ctx, canvas, area, size, title, *dispute);
            let inside = troubles(ctx, canvas, inside, sending.is_some(), trouble.as_ref());
            let (field, list) = cut_bottom(inside, 2);
            strikes(ctx, canvas, list, (*dispute, evidence, *cursor));
            reason_field(ctx, canvas, field, reason);
        }
        Prompt::OpenFile(asked) => open_file(ctx, canvas, area, asked),
        Prompt::Withdraw { dispute, items, cursor } => {
            let inside = open(ctx, canvas, area, rows(items.len() + 3), "prompt-withdraw", *dispute);
            withdraws(ctx, canvas, inside, (*dispute, items, *cursor));
        }
        Prompt::Confirm { dispute, what, choice, .. } => {
            let (title, yes) = match what {
                Confirm::Undo => ("prompt-undo", "button-yes-undo"),
            };
            let mut document = Document::new(usize::from(area.width.saturating_sub(8).clamp(24, 72)).saturating_sub(4));
            undone(ctx, &mut document, *dispute);
            let inside = open(ctx, canvas, area, rows(document.height() + 3), title, *dispute);
            let (row, above) = cut_bottom(inside, 1);
            document.draw(ctx, canvas, above, 0);
            decide::answers(ctx, canvas, row, *choice, "button-no", yes);
        }
    }
}

/// What is opened, and with what.
fn open_file(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, asked: &OpenFileQuestion) {
    let (dispute, id) = (asked.evidence.dispute, asked.evidence.file);
    let mut document = Document::new(usize::from(area.width.saturating_sub(8).clamp(24, 72)).saturating_sub(4));
    let file = ctx.model.cases.get(dispute).and_then(|case| availability::files(case).into_iter().find(|f| f.id == id));
    if let Some(file) = file {
        document.paragraph(&format!("{id}  {}", safe(&file.name)), Role::Strong);
        let size = file.bytes().map(|bytes| status::size(ctx, bytes));
        let facts: Vec<_> = std::iter::once(safe(&file.media_type).into_owned()).chain(size).collect();
        document.paragraph(&facts.join(status::BETWEEN), Role::Muted);
    }
    document.blank();
    let name = file.map(Attachment::file_name).unwrap_or_default();
    let program = safe(&with_path(&asked.program, &name).join(" ")).into_owned();
    document.paragraph(&ctx.texts.with("prompt-open-file-with", [("program", program.into())]), Role::Text);
    document.paragraph(&ctx.texts.get("prompt-open-file-care"), Role::Text);
    let inside = open(ctx, canvas, area, rows(document.height() + 3), "prompt-open-file", dispute);
    let (row, above) = cut_bottom(inside, 1);
    document.draw(ctx, canvas, above, 0);
    decide::answers(ctx, canvas, row, asked.choice, "button-no", "button-yes-open");
}

/// What an undo reverses and what comes of it, as the rules would do it now.
fn undone(ctx: &DrawContext<'_>, document: &mut Document, dispute: DisputeId) {
    let model = ctx.model;
    let file = model.cases.get(dispute);
    if let Some(decision) = file.and_then(|file| file.case.dispute.as_ref()?.decision.as_ref()) {
        document
            .paragraph(&shares::heading(ctx, decision.outcome, Some(&decision.state)), outcome_role(decision.outcome));
        if let Some(refund) = decision.refund {
            amount(ctx, document, "money-client-gets", refund, Role::ClientShare);
        }
        if let Some(rest) = decision.seller_gets {
            amount(ctx, document, "money-seller-gets", rest, Role::SellerShare);
        }
        document.blank();
    }
    let run = file.zip(model.acting()).map(|(file, me)| dry_run(file, me, Action::Undo, model.now));
    if let Some(Ok(run)) = run {
        let moved = run.facts.iter().any(|fact| matches!(fact, Fact::Entry(_)));
        let money = if moved { "prompt-undo-money" } else { "prompt-undo-no-money" };
        document.paragraph(&ctx.texts.get(money), Role::Text);
        let claim = run.case.dispute.as_ref().and_then(|dispute| dispute.claim.as_ref());
        let whose = match claim {
            Some(claim) if ctx.is_me(&claim.by) => ctx.texts.get("prompt-undo-yours").into_owned(),
            Some(claim) => {
                let holder = safe(model.name_of(&claim.by.0)).into_owned();
                ctx.texts.with("prompt-undo-theirs", [("holder", holder.into())])
            }
            None => ctx.texts.get("prompt-undo-nobodys").into_owned(),
        };
        document.paragraph(&whose, Role::Text);
    }
    for promise in ["prompt-undo-untold", "prompt-undo-standing"] {
        document.paragraph(&ctx.texts.get(promise), Role::Text);
    }
}

pub(crate) fn rows(rows: usize) -> u16 {
    u16::try_from(rows + 2).unwrap_or(u16::MAX)
}

/// Returns an empty box with its title and the case it is about.
pub(crate) fn open(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    rows: u16,
    title: &str,
    dispute: DisputeId,
) -> Rect {
    let inside = open_titled(ctx, canvas, area, rows, &format!("{dispute} · {}", ctx.texts.get(title)));
    at_stake(ctx, canvas, inside, dispute)
}

/// Draws what is at stake in a case at the top of a box, where no head of the case is over it; returns what remains.
pub(crate) fn at_stake(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, inside: Rect, dispute: DisputeId) -> Rect {
    let (row, rest) = cut_top(inside, 1);
    if ctx.model.view().is_none() {
        head::second_line(ctx, canvas, row, dispute);
    }
    rest
}

/// Returns an empty box with this title.
fn open_titled(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, rows: u16, title: &str) -> Rect {
    let columns = area.width.saturating_sub(8).min(72);
    dialog::draw(ctx, canvas, area, (columns.max(24), rows.min(area.height).max(5)), title)
}

/// Draws what is wrong, at the bottom; returns what remains.
pub(crate) fn troubles(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    sending: bool,
    trouble: Option<&Trouble>,
) -> Rect {
    match trouble {
        _ if sending => notice::draw_at_bottom(ctx, canvas, area, &ctx.texts.get("compose-sending"), Role::Muted),
        Some(trouble) => notice::draw_at_bottom(ctx, canvas, area, &notice::trouble(ctx, trouble), Role::Danger),
        None => area,
    }
}

fn reason_field(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, reason: &TextBuffer) {
    let (_, row) = cut_top(area, area.height.saturating_sub(1));
    let label = ctx.texts.get("prompt-reason");
    canvas.pen(row, 0).print(&label, ctx.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(ctx, canvas, field);
    editor::line(ctx, canvas, field, reason);
}

/// One line of a list, with what marks the cursor.
pub(crate) fn line(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    (area, at): (Rect, u16),
    under_cursor: bool,
    write: impl FnOnce(&mut super::pen::Pen<'_>),
) {
    let mut pen = canvas.pen(area, at);
    pen.print(if under_cursor { "▌" } else { " " }, ctx.style(Role::Accent)).skip(1);
    write(&mut pen);
    if under_cursor {
        wash(canvas.buffer, Rect { y: area.y + at, height: 1, ..area }, ctx.theme.selected());
    }
}

fn snooze(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    of: &SnoozeTarget,
    (cursor, typed): (usize, &TextBuffer),
) {
    let size = rows(SnoozePreset::ALL.len() + 8);
    let inside = match of {
        SnoozeTarget::Case(dispute) => open(ctx, canvas, area, size, "prompt-snooze", *dispute),
        SnoozeTarget::Marked => {
            let title = bulk::title(ctx, Command::Snooze, ctx.model.marks.len());
            cut_top(open_titled(ctx, canvas, area, size, &title), 1).1
        }
    };
    let model = ctx.model;
    let blank = typed.is_blank();
    let deadlines = deadlines_of(ctx, of);
    let is_past_deadline = |until: Time| deadlines.iter().any(|due_at| until > *due_at);
    for (at, (row, nap)) in (0..inside.height).zip(SnoozePreset::ALL).enumerate() {
        let key = match nap {
            SnoozePreset::OneHour => "nap-one-hour",
            SnoozePreset::FourHours => "nap-four-hours",
            SnoozePreset::Tomorrow => "nap-tomorrow",
            SnoozePreset::ThreeDays => "nap-three-days",
            SnoozePreset::NextWeek => "nap-next-week",
        };
        let until = ctx.clock().stamp(nap.until(model.now, model.zone));
        canvas.add_target_row(inside, row, HitTarget::Item(at));
        let role = if is_past_deadline(nap.until(model.now, model.zone)) { Role::Soon } else { Role::Muted };
        line(ctx, canvas, (inside, row), blank && at == cursor, |pen| {
            pen.right(&until, ctx.style(role)).print(&ctx.texts.get(key), ctx.style(Role::Text));
        });
    }
    let (_, below) = cut_top(inside, u16::try_from(SnoozePreset::ALL.len() + 1).unwrap_or(u16::MAX));
    let (row, below) = cut_top(below, 1);
    let label = ctx.texts.get("prompt-snooze-or");
    canvas.pen(row, 0).print(&label, ctx.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(ctx, canvas, field);
    editor::line(ctx, canvas, field, typed);
    // What was understood, before Enter.
    let (said, role) = match model.snooze_until(cursor, typed).filter(|_| !blank) {
        Some(until) => {
            let day = ctx.clock().day(until);
            let vars = [
                ("day", day.into()),
                ("time", ctx.clock().hour(until).into()),
                ("span", ctx.clock().span(until - model.now).into()),
            ];
            (ctx.texts.with("prompt-snooze-until", vars), Role::Good)
        }
        None if blank => (ctx.texts.get("prompt-snooze-about").into_owned(), Role::Hint),
        None => (ctx.texts.get("prompt-snooze-unclear").into_owned(), Role::Soon),
    };
    let (_, below) = cut_top(below, 1);
    let said = print_wrapped(ctx, canvas, below, &said, role);
    // What burns is not hidden: it stays among what is overdue.
    if let Some(until) = model.snooze_until(cursor, typed).filter(|until| is_past_deadline(*until)) {
        let warning = match (of, deadlines.first()) {
            (SnoozeTarget::Case(_), Some(due_at)) => {
                let key = if *due_at <= model.now { "prompt-snooze-overdue" } else { "prompt-snooze-past-deadline" };
                ctx.texts.with(key, [("deadline", ctx.clock().stamp(*due_at).into())])
            }
            _ => {
                let count = deadlines.iter().filter(|due_at| until > **due_at).count();
                ctx.texts.with("bulk-snooze-past-deadline", [("count", count.into())])
            }
        };
        print_wrapped(ctx, canvas, cut_top(below, said).1, &warning, Role::Soon);
    }
}

/// Returns when the turns of these cases should be over, as far as it is known.
fn deadlines_of(ctx: &DrawContext<'_>, of: &SnoozeTarget) -> Vec<Time> {
    match of {
        SnoozeTarget::Case(dispute) => deadline_of(ctx, *dispute).into_iter().collect(),
        SnoozeTarget::Marked => ctx.model.marks.rows().map(|row| row.due_at).collect(),
    }
}

/// Prints our own words over as many rows as they need; returns how many.
fn print_wrapped(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, text: &str, role: Role) -> u16 {
    let wrapped = Wrapped::new(text, usize::from(area.width));
    let mut rows = 0;
    for row in wrapped.rows().take(usize::from(area.height)) {
        canvas.pen(area, rows).print(row, ctx.style(role));
        rows += 1;
    }
    rows
}

/// Returns when the turn of a case should be over.
fn deadline_of(ctx: &DrawContext<'_>, dispute: DisputeId) -> Option<Time> {
    let file = ctx.model.cases.get(dispute).and_then(|file| file.case.dispute.as_ref());
    file.map(|dispute| dispute.due_at).or_else(|| ctx.model.row(dispute).map(|row| row.due_at))
}

fn strikes(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (dispute, evidence, cursor): (DisputeId, &[AttachmentId], usize),
) {
    let Some(file) = ctx.model.cases.get(dispute) else { return };
    let all = || file.thread.iter().flat_map(|row| &row.attachments).chain(&file.order_files);
    let extent = list::window(cursor, usize::from(area.height), evidence.len());
    canvas.measured.layer = extent;
    for (row, (at, id)) in (0..area.height).zip(evidence.iter().enumerate().skip(extent.top)) {
        if let Some(found) = all().find(|attachment| attachment.id == *id) {
            canvas.add_target_row(area, row, HitTarget::Item(at));
            line(ctx, canvas, (area, row), at == cursor, |pen| file_line(ctx, pen, found));
        }
    }
    scrollbar(ctx, canvas, area, extent);
}

fn withdraws(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (dispute, items, cursor): (DisputeId, &[Withdrawable], usize),
) {
    let found = ctx.model.cases.get(dispute).and_then(|file| file.case.dispute.as_ref());
    let Some(of_case) = found else { return };
    let extent = list::window(cursor, usize::from(area.height), items.len());
    canvas.measured.layer = extent;
    for (row, (at, item)) in (0..area.height).zip(items.iter().enumerate().skip(extent.top)) {
        let (id, what, role, text) = match item {
            Withdrawable::Ask(id) => {
                let Some(ask) = of_case.asks.iter().find(|ask| ask.id == *id) else { continue };
                let to = ctx.texts.with("ask-to", [("side", ask.to.as_str().into())]);
                (id.to_string(), to, super::draw_context::side_role(ask.to), ask.body.as_str())
            }
            Withdrawable::Proposal(id) => {
                let Some(proposal) = of_case.proposals.iter().find(|proposal| proposal.id == *id) else { continue };
                let kind = ctx.texts.word("proposal-kind", proposal.kind.as_str()).into_owned();
                let share = proposal.refund.map(|refund| format!("{kind} {}", ctx.money(refund)));
                (id.to_string(), share.unwrap_or(kind), Role::Mediator, proposal.terms.as_str())
            }
        };
        canvas.add_target_row(area, row, HitTarget::Item(at));
        line(ctx, canvas, (area, row), at == cursor, |pen| {
            pen.print(&id, ctx.style(Role::Muted)).skip(1);
            pen.print(&what, ctx.style(role)).skip(1);
            let start: String = text.chars().take(120).collect();
            pen.print(&safe(&start), ctx.style(Role::Text));
        });
    }
    scrollbar(ctx, canvas, area, extent);
}
