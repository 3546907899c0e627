//! Questions about the views that the mediator keeps.

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset};
use super::i18n::sentence;
use super::text::{safe, width};
use super::theme::Role;
use super::{compose, decide, dialog, editor, footer, notice, prompt};
use crate::app::command::{Command, KeyContext};
use crate::app::model::{DeleteView, NameView};
use crate::domain::queue::saved_views::SavedView;
use crate::domain::refusal::BadTerm;

/// Rows between the box's edges for the question of a name.
const ROWS: u16 = 9;

/// Draws the question for a name.
pub(crate) fn name(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, asked: &NameView) {
    let title = if asked.renames.is_some() { "prompt-rename-view" } else { "prompt-keep-view" };
    let inside = open(ctx, canvas, area, ROWS, title);
    let inside = prompt::troubles(ctx, canvas, inside, asked.sending.is_some(), asked.trouble.as_ref());
    let (row, below) = cut_top(inside, 1);
    let label = ctx.texts.get("prompt-view-name");
    canvas.pen(row, 0).print(&label, ctx.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(ctx, canvas, field);
    editor::line(ctx, canvas, field, &asked.text);
    let mut document = Document::new(usize::from(below.width));
    document.blank();
    document.paragraph(&filter(ctx, &asked.view), Role::Text);
    document.blank();
    let again = asked.renames.is_none() && ctx.model.queue.saved.current_if_named(asked.text.body()).is_some();
    let about = match (again, asked.renames.is_some()) {
        (true, _) => "prompt-view-again",
        (false, true) => "prompt-view-renames",
        (false, false) => "prompt-view-about",
    };
    document.paragraph(&ctx.texts.get(about), Role::Hint);
    document.draw(ctx, canvas, below, 0);
}

/// Draws the question whether a view is to be deleted.
pub(crate) fn delete(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, asked: &DeleteView) {
    let inside = open(ctx, canvas, area, ROWS, "prompt-delete-view");
    let inside = prompt::troubles(ctx, canvas, inside, asked.sending.is_some(), asked.trouble.as_ref());
    let (row, above) = cut_bottom(inside, 1);
    let mut document = Document::new(usize::from(above.width));
    document.paragraph(&safe(&asked.view.name), Role::Strong);
    document.paragraph(&filter(ctx, &asked.view), Role::Text);
    document.blank();
    document.paragraph(&ctx.texts.get("prompt-delete-view-about"), Role::Text);
    document.draw(ctx, canvas, above, 0);
    decide::answers(ctx, canvas, row, asked.choice, "button-no", "button-yes-delete");
}

/// Returns what a view shows: the part of the queue, and the filter.
pub(crate) fn filter(ctx: &DrawContext<'_>, view: &SavedView) -> String {
    let base = ctx.texts.word("view", view.base.as_str()).into_owned();
    ctx.texts.with("view-own-shows", [("base", base.into()), ("query", safe(&view.query).into_owned().into())])
}

/// Returns what stands before the filter in force: the name of the mediator's own view, and whether the filter differs
/// from it.
pub(crate) fn label(ctx: &DrawContext<'_>) -> String {
    let queue = &ctx.model.queue;
    let Some(view) = queue.saved.current() else {
        return ctx.texts.get("queue-filter").into_owned();
    };
    let key = if queue.shows(view) { "queue-own" } else { "queue-own-changed" };
    ctx.texts.with(key, [("view", safe(&view.name).into_owned().into())])
}

fn open(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, rows: u16, title: &str) -> Rect {
    let columns = area.width.saturating_sub(8).clamp(24, 72);
    let size = (columns, (rows + 2).min(area.height.saturating_sub(2)).max(5));
    cut_top(dialog::draw(ctx, canvas, area, size, &ctx.texts.get(title)), 1).1
}

/// What makes no sense in a filter that was kept, where its cases would stand.
pub(crate) fn invalid_filter(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, bad: &BadTerm) {
    let (_, place) = cut_top(area, area.height / 4);
    let mut document = Document::new(usize::from(place.width).saturating_sub(4));
    document.paragraph(&ctx.texts.get("queue-nonsense"), Role::Strong);
    document.paragraph(&sentence(&notice::term(ctx, bad)), Role::Danger);
    let key = |command| footer::key(ctx, KeyContext::Queue, command).unwrap_or_default();
    let vars = [("filter", key(Command::Filter).into()), ("keep", key(Command::SaveView).into())];
    document.paragraph(&ctx.texts.with("queue-nonsense-hint", vars), Role::Muted);
    document.draw(ctx, canvas, inset(place, 2), 0);
}
