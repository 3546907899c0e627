//! Choosing a ready reply: the list, and beside or below it the whole text as it would be put in, in the order's language.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::pen::wash;
use super::scene::{Canvas, Scene, cut_left, cut_top};
use super::text::Wrapped;
use super::theme::Role;
use super::{case, compose, dialog, editor, empty, list, palette};
use crate::app::measure::Extent;
use crate::app::model::{Layer, Pick, Picker};
use crate::app::pointer::HitTarget;
use crate::app::templates::filled;

/// From this width on, the text stands beside the list.
const BESIDE: u16 = 100;
/// Rows of the list where the text stands below it.
const LIST_ROWS: u16 = 6;

/// Draws the choice over an area.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, picker: &Picker) {
    canvas.spot(area, HitTarget::Layer);
    let size = (area.width.min(118), area.height.min(28));
    let inside = dialog::draw(scene, canvas, area, size, &scene.texts.get("ready-title"));
    let (field, body) = cut_top(inside, 1);
    compose::field_ground(scene, canvas, field);
    if picker.items.iter().any(|item| item.suits) {
        canvas.pen(field, 0).skip(20).right(&scene.texts.get("ready-suits"), scene.style(Role::Hint));
    }
    editor::line(scene, canvas, cut_left(field, 30).0, &picker.text);
    let (_, body) = cut_top(body, 1);
    let (items, text) = if area.width >= BESIDE {
        let (items, rest) = cut_left(body, body.width * 9 / 20);
        (items, cut_left(rest, 2).1)
    } else {
        let (items, rest) = cut_top(body, LIST_ROWS);
        (items, cut_top(rest, 1).1)
    };
    if picker.items.is_empty() {
        empty::draw(scene, canvas, body, "palette-nothing", "palette-nothing-hint");
        return;
    }
    let extent = list::window(picker.cursor, usize::from(items.height), picker.items.len());
    for (line, (at, item)) in (0..items.height).zip(picker.items.iter().enumerate().skip(extent.top)) {
        canvas.spot_row(items, line, HitTarget::Item(at));
        row(scene, canvas, (items, line), item, at == picker.cursor);
    }
    if items.height < body.height {
        case::scrollbar(scene, canvas, items, extent);
    }
    if let Some(item) = picker.items.get(picker.cursor) {
        preview(scene, canvas, text, picker, item);
    }
}

fn row(scene: &Scene<'_>, canvas: &mut Canvas<'_>, (items, line): (Rect, u16), item: &Pick, under_cursor: bool) {
    let mut pen = canvas.pen(items, line);
    pen.put(if under_cursor { "▌" } else { " " }, scene.style(Role::Accent));
    pen.put(if item.suits { "•" } else { " " }, scene.style(Role::Accent)).skip(1);
    palette::marked(scene, &mut pen, (&item.about, &item.marks), Role::Text);
    if under_cursor {
        wash(canvas.buffer, Rect { y: items.y + line, height: 1, ..items }, scene.theme.selected());
    }
}

/// The text as it would be put in, whole, with what is left to fill in standing out.
fn preview(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, picker: &Picker, item: &Pick) {
    let shelf = &scene.model.shelf;
    let (head, body) = cut_top(area, 2);
    let dispute = scene.model.layer.as_ref().and_then(Layer::dispute);
    let Some(filled) = dispute.and_then(|id| filled(scene.model, id, picker, &item.name)) else { return };
    let left = shelf.unfilled_names(&filled);
    let mut pen = canvas.pen(head, 0);
    pen.put(&scene.texts.word("ready-lang", picker.lang.as_str()), scene.style(Role::Muted)).skip(2);
    if left.is_empty() {
        pen.put(&scene.texts.get("ready-whole"), scene.style(Role::Good));
    } else {
        let vars = [("blanks", braced(&left).into())];
        pen.put(&scene.texts.with("ready-left", vars), scene.style(Role::Soon));
    }
    let wrapped = Wrapped::new(&filled, usize::from(body.width).saturating_sub(3));
    let rows = usize::from(body.height);
    let extent =
        Extent { top: picker.scroll.min(wrapped.height().saturating_sub(rows)), rows, total: wrapped.height() };
    for (line, text) in (0..body.height).zip(wrapped.rows().skip(extent.top)) {
        let mut pen = canvas.pen(body, line);
        pen.put("┃", scene.style(Role::Mediator)).skip(1);
        let mut from = 0;
        for (at, _) in shelf.left(text) {
            pen.put(&text[from..at.start], scene.style(Role::Text));
            pen.put(&text[at.clone()], blank(scene));
            from = at.end;
        }
        pen.put(&text[from..], scene.style(Role::Text));
    }
    case::scrollbar(scene, canvas, body, extent);
    canvas.measured.layer = extent;
}

/// How a blank that is left looks: told without colour, too.
pub(crate) fn blank(scene: &Scene<'_>) -> Style {
    scene.style(Role::Soon).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
}

/// Names of blanks as they stand in the text.
pub(crate) fn braced(names: &[String]) -> String {
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}
