//! The palette: everything that can be done here, and where one can go.

use ratatui::layout::Rect;

use super::i18n::sentence;
use super::pen::{Pen, wash};
use super::scene::{Canvas, Scene, cut_bottom, cut_left, cut_top};
use super::text::{Wrapped, safe, width};
use super::theme::Role;
use super::{compose, dialog, editor, empty, footer, list, notice, views};
use crate::app::command::Context;
use crate::app::model::{Goal, Item, Palette, Place, Screen};
use crate::app::pointer::HitTarget;
use crate::domain::queue::saved_views;

/// Draws the palette over an area.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, palette: &Palette) {
    let size = (area.width.saturating_sub(8).min(84), area.height.saturating_sub(2).min(20));
    let inside = dialog::draw(scene, canvas, area, size, &scene.texts.get("palette-title"));
    let (field, body) = cut_top(inside, 1);
    compose::field_ground(scene, canvas, field);
    let (prompt, field) = cut_left(field, 2);
    canvas.pen(prompt, 0).put(":", scene.style(Role::Key));
    editor::line(scene, canvas, field, &palette.text);
    let (below, body) = cut_bottom(cut_top(body, 1).1, 3);
    if palette.is_looking() {
        canvas.pen(below, 0).right(&scene.texts.get("palette-looking"), scene.style(Role::Muted));
    }
    let Some(chosen) = palette.items.get(palette.cursor) else {
        let (title, hint) = match palette.is_looking() {
            true => ("palette-looking", ""),
            false => ("palette-nothing", "palette-nothing-hint"),
        };
        empty::draw(scene, canvas, body, title, hint);
        return;
    };
    let extent = list::window(palette.cursor, usize::from(body.height), palette.items.len());
    canvas.measured.layer = extent;
    for (line, (at, item)) in (0..body.height).zip(palette.items.iter().enumerate().skip(extent.top)) {
        canvas.spot_row(body, line, HitTarget::Item(at));
        row(scene, canvas, (body, line), item, at == palette.cursor);
    }
    about(scene, canvas, cut_bottom(below, 2).0, chosen);
}

/// What the item under the cursor does, or why it is not possible.
fn about(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, item: &Item) {
    let own = &scene.model.queue.own.all;
    let (text, role) = match &item.what {
        Goal::Run(command) => match command.available(scene.model) {
            Ok(()) => (scene.texts.about(command.spec()).into_owned(), Role::Muted),
            Err(why) => (sentence(&notice::unavailable(scene, &why)), Role::Danger),
        },
        Goal::View(Place::Own(name)) => match saved_views::find(own, name) {
            Some(view) => (views::filter(scene, view), Role::Muted),
            None => return,
        },
        Goal::Case(_) | Goal::View(_) => return,
    };
    for (line, row) in (0..area.height).zip(Wrapped::new(&text, usize::from(area.width)).rows()) {
        canvas.pen(area, line).put(row, scene.style(role));
    }
}

fn row(scene: &Scene<'_>, canvas: &mut Canvas<'_>, (body, line): (Rect, u16), item: &Item, under_cursor: bool) {
    let context = match scene.model.screen {
        Screen::Queue => Context::Queue,
        Screen::Case(_) => Context::Case,
    };
    let mut pen = canvas.pen(body, line);
    pen.put(if under_cursor { "▌" } else { " " }, scene.style(Role::Accent)).skip(1);
    match item.what {
        Goal::Run(command) => {
            if let Some(key) = footer::key(scene, context, command) {
                pen.right(&key, scene.style(Role::Key));
            }
            let can = command.available(scene.model).is_ok();
            marked(scene, &mut pen, (&item.text, &item.marks), if can { Role::Text } else { Role::Muted });
        }
        Goal::Case(_) | Goal::View(_) => {
            let key = match item.what {
                Goal::View(Place::Own(_)) => "palette-own-view",
                Goal::View(_) => "palette-view",
                _ => "palette-case",
            };
            pen.right(&scene.texts.get(key), scene.style(Role::Muted));
            marked(scene, &mut pen, (&item.text, &item.marks), Role::Text);
        }
    }
    if under_cursor {
        wash(canvas.buffer, Rect { y: body.y + line, height: 1, ..body }, scene.theme.selected());
    }
}

/// The text of an item, with what matched standing out.
pub(crate) fn marked(scene: &Scene<'_>, pen: &mut Pen<'_>, (text, marks): (&str, &[u32]), role: Role) {
    let is_marked = |at: usize| u32::try_from(at).is_ok_and(|at| marks.binary_search(&at).is_ok());
    let mut runs: Vec<(String, bool)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        match runs.last_mut() {
            Some((run, marked)) if *marked == is_marked(at) => run.push(c),
            _ => runs.push((c.to_string(), is_marked(at))),
        }
    }
    for (at, (run, marked)) in runs.iter().enumerate() {
        let style = scene.style(role);
        let style = if *marked { style.patch(scene.style(Role::Match)) } else { style };
        let mut run = safe(run).into_owned();
        // A cut between two runs is to be seen as well.
        if at + 1 < runs.len() && width(&run) == pen.left() {
            run.push('…');
        }
        pen.put(&run, style);
    }
}
