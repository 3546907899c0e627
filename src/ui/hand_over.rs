//! Giving cases to a colleague: the list of colleagues with what each has to do, the note, the question.

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top};
use super::text::{safe, truncate, width};
use super::theme::Role;
use super::{case, compose, decide, dialog, editor, list, prompt, status};
use crate::app::model::{GivenCases, HandOverForm, HandOverStep, ShiftScope};
use crate::app::mouse::HitTarget;
use crate::app::text_buffer::TextBuffer;
use crate::domain::case::records::Mediator;
use crate::domain::ids::Handle;
use crate::domain::team::handover;
use crate::domain::vocabulary::Role as Part;

/// Rows of the list of colleagues, at most.
const COLLEAGUES: usize = 8;

/// Draws the form over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, form: &HandOverForm) {
    let columns = area.width.saturating_sub(8).clamp(24, 72);
    let mut head = Document::new(usize::from(columns).saturating_sub(4));
    recap(ctx, &mut head, form);
    let below = match form.step {
        HandOverStep::Scope => ShiftScope::ALL.len() + 3,
        HandOverStep::Colleague => {
            let all = ctx.model.me.as_ref().map_or(0, |me| handover::receivers(&ctx.model.team, &me.handle).count());
            all.clamp(1, COLLEAGUES) + 2
        }
        HandOverStep::Note => 5,
        HandOverStep::Confirm => 5,
    };
    let rows = prompt::rows(head.height() + below + 2).min(area.height).max(5);
    let title = ctx.texts.get(match form.cases {
        GivenCases::One(_) => "hand-over-one",
        GivenCases::Several(_) => "hand-over-several",
        GivenCases::Shift { .. } => "hand-over-shift",
    });
    let title = form.dispute().map_or_else(|| title.clone().into_owned(), |dispute| format!("{dispute} · {title}"));
    let inside = dialog::draw(ctx, canvas, area, (columns, rows), &title);
    let inside = match form.dispute() {
        Some(dispute) => prompt::at_stake(ctx, canvas, inside, dispute),
        None => cut_top(inside, 1).1,
    };
    let inside = prompt::troubles(ctx, canvas, inside, form.sending.is_some(), form.trouble.as_ref());
    let (top, body) = cut_top(inside, u16::try_from(head.height()).unwrap_or(u16::MAX));
    head.draw(ctx, canvas, top, 0);
    match form.step {
        HandOverStep::Scope => scopes(ctx, canvas, body, form),
        HandOverStep::Colleague => colleagues(ctx, canvas, body, form),
        HandOverStep::Note => note(ctx, canvas, body, form),
        HandOverStep::Confirm => confirm(ctx, canvas, body, form),
    }
}

/// What is given away and to whom, as far as it is chosen.
fn recap(ctx: &DrawContext<'_>, document: &mut Document, form: &HandOverForm) {
    let model = ctx.model;
    if let Some(what) = given(ctx, form).filter(|_| form.step != HandOverStep::Scope) {
        document.paragraph(&what, Role::Muted);
    }
    let to = form.to.as_ref().filter(|_| matches!(form.step, HandOverStep::Note | HandOverStep::Confirm));
    if let Some(to) = to {
        let name = safe(model.name_of(&to.0)).into_owned();
        let vars = [("name", name.into()), ("load", load(ctx, to).into())];
        document.paragraph(&ctx.texts.with("hand-over-to", vars), Role::Strong);
    }
    if document.height() > 0 {
        document.blank();
    }
}

/// Returns what is given away: whose case it is, or how many they are.
fn given(ctx: &DrawContext<'_>, form: &HandOverForm) -> Option<String> {
    let (model, texts) = (ctx.model, ctx.texts);
    match &form.cases {
        GivenCases::One(dispute) => {
            let claim = model.cases.get(*dispute)?.case.dispute.as_ref()?.claim.as_ref()?;
            let holder = safe(model.name_of(&claim.by.0)).into_owned();
            let whose = if ctx.is_me(&claim.by) { "hand-over-yours" } else { "take-over-holder" };
            Some(texts.with(whose, [("holder", holder.into())]))
        }
        GivenCases::Several(disputes) => Some(texts.with("hand-over-count", [("count", disputes.len().into())])),
        GivenCases::Shift { scope, found, .. } => {
            let filter = safe(&model.queue.words).into_owned();
            let known = found.as_ref().map(Vec::len);
            match (scope, known) {
                (ShiftScope::Mine, Some(count)) => Some(texts.with("hand-over-mine-count", [("count", count.into())])),
                (ShiftScope::Filter, Some(count)) => {
                    Some(texts.with("hand-over-filter-count", [("count", count.into()), ("filter", filter.into())]))
                }
                (scope, None) => Some(scope_name(ctx, *scope)),
            }
        }
    }
}

fn scope_name(ctx: &DrawContext<'_>, scope: ShiftScope) -> String {
    let filter = || safe(&ctx.model.queue.words).into_owned();
    match scope {
        ShiftScope::Mine => ctx.texts.get("hand-over-mine").into_owned(),
        ShiftScope::Filter => {
            let anybodys = ctx.model.me.as_ref().is_some_and(|me| handover::may_give_anybodys(me.role));
            let key = if anybodys { "hand-over-filter-anybodys" } else { "hand-over-filter" };
            ctx.texts.with(key, [("filter", filter().into())])
        }
    }
}

/// Returns what a colleague has to do: `4 cases · 1 overdue`.
fn load(ctx: &DrawContext<'_>, member: &Handle) -> String {
    let Some(load) = ctx.model.workload_of(member) else { return "…".to_owned() };
    let held = ctx.texts.with("hand-over-load", [("count", load.held.into())]);
    if load.overdue == 0 {
        return held;
    }
    format!("{held}{}{}", status::BETWEEN, ctx.texts.with("hand-over-overdue", [("count", load.overdue.into())]))
}

fn scopes(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, form: &HandOverForm) {
    let GivenCases::Shift { scope, .. } = &form.cases else { return };
    for (at, (row, one)) in (0..area.height).zip(ShiftScope::ALL).enumerate() {
        canvas.add_target_row(area, row, HitTarget::Item(at));
        let name = scope_name(ctx, one);
        prompt::line(ctx, canvas, (area, row), one == *scope, |pen| {
            pen.print(&name, ctx.style(Role::Text));
        });
    }
    let (_, below) = cut_top(area, 3);
    canvas.pen(below, 0).print(&ctx.texts.get("hand-over-scope-about"), ctx.style(Role::Hint));
}

fn colleagues(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, form: &HandOverForm) {
    let (row, body) = cut_top(area, 1);
    labelled(ctx, canvas, row, "hand-over-who", &form.picker.text);
    let (_, body) = cut_top(body, 1);
    let found = ctx.model.colleagues_found(&form.picker);
    if found.is_empty() {
        let key = if form.picker.text.is_blank() { "hand-over-nobody" } else { "hand-over-nobody-found" };
        canvas.pen(body, 0).print(&ctx.texts.get(key), ctx.style(Role::Muted));
        return;
    }
    let extent = list::window(form.picker.cursor, usize::from(body.height), found.len());
    canvas.measured.layer = extent;
    for (row, (at, member)) in (0..body.height).zip(found.iter().enumerate().skip(extent.top)) {
        canvas.add_target_row(body, row, HitTarget::Item(at));
        colleague(ctx, canvas, (body, row), member, at == form.picker.cursor);
    }
    case::scrollbar(ctx, canvas, body, extent);
}

/// A colleague in a line: their name, their handle where another has the same name, whether they lead, what they have to do. A
/// long name is shortened before the rest is.
fn colleague(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    (area, row): (Rect, u16),
    member: &Mediator,
    under_cursor: bool,
) {
    let late = ctx.model.workload_of(&member.handle).is_some_and(|load| load.overdue > 0);
    let load = load(ctx, &member.handle);
    let namesakes = ctx.model.team.iter().filter(|other| other.name == member.name).count();
    let mut about = Vec::new();
    if namesakes > 1 {
        about.push(safe(&member.handle.0).into_owned());
    }
    if member.role == Part::Lead {
        about.push(ctx.texts.word("role", member.role.as_str()).into_owned());
    }
    let about = about.join(" ");
    prompt::line(ctx, canvas, (area, row), under_cursor, |pen| {
        pen.right(&load, ctx.style(if late { Role::Soon } else { Role::Muted }));
        let name = truncate(&safe(&member.name), pen.left().saturating_sub(width(&about) + 1)).into_owned();
        pen.print(&name, ctx.style(Role::Text)).skip(1).print(&about, ctx.style(Role::Muted));
    });
}

fn note(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, form: &HandOverForm) {
    let escalates = ctx.model.is_escalation(form);
    let (row, below) = cut_top(area, 1);
    labelled(ctx, canvas, row, if escalates { "prompt-reason" } else { "hand-over-note" }, &form.note);
    let mut document = Document::new(usize::from(below.width));
    document.blank();
    let about = if escalates { "hand-over-escalation-about" } else { "hand-over-note-about" };
    document.paragraph(&ctx.texts.get(about), Role::Hint);
    document.draw(ctx, canvas, below, 0);
}

fn confirm(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, form: &HandOverForm) {
    let (row, above) = cut_bottom(area, 1);
    let mut document = Document::new(usize::from(above.width));
    match form.disputes() {
        Some(disputes) if disputes.is_empty() => document.paragraph(&ctx.texts.get("hand-over-none"), Role::Soon),
        Some(disputes) => {
            let name = form.to.as_ref().map(|to| safe(ctx.model.name_of(&to.0)).into_owned()).unwrap_or_default();
            let vars = [("count", disputes.len().into()), ("name", name.into())];
            document.paragraph(&ctx.texts.with("hand-over-promise", vars), Role::Text);
        }
        None => document.paragraph(&ctx.texts.get("hand-over-looking"), Role::Muted),
    }
    document.draw(ctx, canvas, above, 0);
    decide::answers(ctx, canvas, row, form.choice, "button-no-back", "button-yes-hand-over");
}

/// A label with a field of one line beside it.
fn labelled(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, label: &str, text: &TextBuffer) {
    let label = ctx.texts.get(label);
    canvas.pen(row, 0).print(&label, ctx.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(ctx, canvas, field);
    editor::line(ctx, canvas, field, text);
}
