//! Questions about the views that the mediator keeps.

use ratatui::layout::Rect;

use super::i18n::sentence;
use super::scene::{Canvas, Scene, cut_bottom, cut_left, cut_top, inset};
use super::sheet::Sheet;
use super::text::{safe, width};
use super::theme::Role;
use super::{compose, decide, dialog, editor, footer, notice, prompt};
use crate::app::command::{Command, Context};
use crate::app::model::{DropView, NameView};
use crate::domain::queue::saved_views::SavedView;
use crate::domain::refusal::BadTerm;

/// Rows between the box's edges for the question of a name.
const ROWS: u16 = 9;

/// Draws the question for a name.
pub(crate) fn name(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, asked: &NameView) {
    let title = if asked.renames.is_some() { "prompt-rename-view" } else { "prompt-keep-view" };
    let inside = open(scene, canvas, area, ROWS, title);
    let inside = prompt::troubles(scene, canvas, inside, asked.sending.is_some(), asked.trouble.as_ref());
    let (row, below) = cut_top(inside, 1);
    let label = scene.texts.get("prompt-view-name");
    canvas.pen(row, 0).put(&label, scene.style(Role::Muted));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 1).unwrap_or(u16::MAX));
    compose::field_ground(scene, canvas, field);
    editor::line(scene, canvas, field, &asked.text);
    let mut sheet = Sheet::new(usize::from(below.width));
    sheet.blank();
    sheet.say(&filter(scene, &asked.view), Role::Text);
    sheet.blank();
    let again = asked.renames.is_none() && scene.model.queue.own.again(asked.text.body()).is_some();
    let about = match (again, asked.renames.is_some()) {
        (true, _) => "prompt-view-again",
        (false, true) => "prompt-view-renames",
        (false, false) => "prompt-view-about",
    };
    sheet.say(&scene.texts.get(about), Role::Hint);
    sheet.draw(scene, canvas, below, 0);
}

/// Draws the question whether a view is to be deleted.
pub(crate) fn delete(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, asked: &DropView) {
    let inside = open(scene, canvas, area, ROWS, "prompt-delete-view");
    let inside = prompt::troubles(scene, canvas, inside, asked.sending.is_some(), asked.trouble.as_ref());
    let (row, above) = cut_bottom(inside, 1);
    let mut sheet = Sheet::new(usize::from(above.width));
    sheet.say(&safe(&asked.view.name), Role::Strong);
    sheet.say(&filter(scene, &asked.view), Role::Text);
    sheet.blank();
    sheet.say(&scene.texts.get("prompt-delete-view-about"), Role::Text);
    sheet.draw(scene, canvas, above, 0);
    decide::answers(scene, canvas, row, asked.choice, "button-no", "button-yes-delete");
}

/// What a view shows: the part of the queue, and the filter.
pub(crate) fn filter(scene: &Scene<'_>, view: &SavedView) -> String {
    let base = scene.texts.word("view", view.base.as_str()).into_owned();
    scene.texts.with("view-own-shows", [("base", base.into()), ("query", safe(&view.query).into_owned().into())])
}

/// What stands before the filter in force: the name of the mediator's own view, and whether the filter differs from it.
pub(crate) fn label(scene: &Scene<'_>) -> String {
    let queue = &scene.model.queue;
    let Some(view) = queue.own.current() else {
        return scene.texts.get("queue-filter").into_owned();
    };
    let key = if queue.shows(view) { "queue-own" } else { "queue-own-changed" };
    scene.texts.with(key, [("view", safe(&view.name).into_owned().into())])
}

fn open(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, rows: u16, title: &str) -> Rect {
    let columns = area.width.saturating_sub(8).clamp(24, 72);
    let size = (columns, (rows + 2).min(area.height.saturating_sub(2)).max(5));
    cut_top(dialog::draw(scene, canvas, area, size, &scene.texts.get(title)), 1).1
}

/// What makes no sense in a filter that was kept, where its cases would stand.
pub(crate) fn nonsense(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, bad: &BadTerm) {
    let (_, place) = cut_top(area, area.height / 4);
    let mut sheet = Sheet::new(usize::from(place.width).saturating_sub(4));
    sheet.say(&scene.texts.get("queue-nonsense"), Role::Strong);
    sheet.say(&sentence(&notice::term(scene, bad)), Role::Danger);
    let key = |command| footer::key(scene, Context::Queue, command).unwrap_or_default();
    let vars = [("filter", key(Command::Filter).into()), ("keep", key(Command::KeepView).into())];
    sheet.say(&scene.texts.with("queue-nonsense-hint", vars), Role::Muted);
    sheet.draw(scene, canvas, inset(place, 2), 0);
}
