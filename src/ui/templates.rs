//! Choosing a reply template: the list, and beside or below it the whole text as it would be put in, in the order's language.

use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::draw_context::{Canvas, DrawContext, cut_left, cut_top};
use super::pen::wash;
use super::text::Wrapped;
use super::theme::Role;
use super::{case, compose, dialog, editor, empty, list, palette, shares};
use crate::app::measure::Extent;
use crate::app::model::{Layer, TemplateMatch, TemplatePicker};
use crate::app::mouse::HitTarget;
use crate::app::templates::{blank_names, blanks, filled};

/// From this width on, the text stands beside the list.
const BESIDE: u16 = 100;
/// Rows of the list where the text stands below it.
const LIST_ROWS: u16 = 6;

/// Draws the choice over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, picker: &TemplatePicker) {
    canvas.add_target(area, HitTarget::Layer);
    let size = (area.width.min(118), area.height.min(28));
    // Over the queue, no head of the case says what is at stake.
    let title = ctx.texts.get("ready-title");
    let title = match &ctx.model.layer {
        Some(Layer::Compose(compose)) if ctx.model.view().is_none() => {
            let dispute = compose.editor.dispute;
            let at_stake: String = shares::at_stake(ctx, dispute).into_iter().map(|(text, _)| text).collect();
            format!("{dispute} · {at_stake} · {title}")
        }
        _ => title.into_owned(),
    };
    let inside = dialog::draw(ctx, canvas, area, size, &title);
    let (field, body) = cut_top(inside, 1);
    compose::field_ground(ctx, canvas, field);
    if picker.items.iter().any(|item| item.fits) {
        canvas.pen(field, 0).skip(20).right(&ctx.texts.get("ready-suits"), ctx.style(Role::Hint));
    }
    if picker.text.body().is_empty() {
        canvas.pen(field, 0).skip(1).print(&ctx.texts.get("ready-filter-hint"), ctx.style(Role::Hint));
    }
    editor::line(ctx, canvas, cut_left(field, 30).0, &picker.text);
    let (_, body) = cut_top(body, 1);
    let (items, text) = if area.width >= BESIDE {
        let (items, rest) = cut_left(body, body.width * 9 / 20);
        (items, cut_left(rest, 2).1)
    } else {
        let (items, rest) = cut_top(body, LIST_ROWS);
        (items, cut_top(rest, 1).1)
    };
    if picker.items.is_empty() {
        empty::draw(ctx, canvas, body, "palette-nothing", "palette-nothing-hint");
        return;
    }
    let extent = list::window(picker.cursor, usize::from(items.height), picker.items.len());
    for (line, (at, item)) in (0..items.height).zip(picker.items.iter().enumerate().skip(extent.top)) {
        canvas.add_target_row(items, line, HitTarget::Item(at));
        row(ctx, canvas, (items, line), item, at == picker.cursor);
    }
    case::scrollbar(ctx, canvas, items, extent);
    if let Some(item) = picker.items.get(picker.cursor) {
        preview(ctx, canvas, text, picker, item);
    }
}

fn row(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    (items, line): (Rect, u16),
    item: &TemplateMatch,
    under_cursor: bool,
) {
    let mut pen = canvas.pen(items, line);
    pen.print(if under_cursor { "▌" } else { " " }, ctx.style(Role::Accent));
    pen.print(if item.fits { "•" } else { " " }, ctx.style(Role::Strong)).skip(1);
    palette::marked(ctx, &mut pen, (&item.about, &item.marks), Role::Text);
    if under_cursor {
        wash(canvas.buffer, Rect { y: items.y + line, height: 1, ..items }, ctx.theme.selected());
    }
}

/// The text as it would be put in, whole, with what is left to fill in standing out.
fn preview(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, picker: &TemplatePicker, item: &TemplateMatch) {
    let (head, body) = cut_top(area, 2);
    let dispute = ctx.model.layer.as_ref().and_then(Layer::dispute);
    let Some((filled, _)) = dispute.and_then(|id| filled(ctx.model, id, picker, &item.name)) else { return };
    let left = blank_names(ctx.model, dispute, &filled);
    let mut pen = canvas.pen(head, 0);
    pen.print(&ctx.texts.word("ready-lang", picker.lang.as_str()), ctx.style(Role::Muted)).skip(2);
    if left.is_empty() {
        pen.print(&ctx.texts.get("ready-whole"), ctx.style(Role::Good));
    } else {
        let vars = [("blanks", braced(&left).into())];
        pen.print(&ctx.texts.with("ready-left", vars), ctx.style(Role::Soon));
    }
    let wrapped = Wrapped::new(&filled, usize::from(body.width).saturating_sub(3));
    let rows = usize::from(body.height);
    let extent =
        Extent { top: picker.scroll.min(wrapped.height().saturating_sub(rows)), rows, total: wrapped.height() };
    for (line, text) in (0..body.height).zip(wrapped.rows().skip(extent.top)) {
        let mut pen = canvas.pen(body, line);
        pen.print("┃", ctx.style(Role::Mediator)).skip(1);
        let mut from = 0;
        for (at, _) in blanks(ctx.model, dispute, text) {
            pen.print(&text[from..at.start], ctx.style(Role::Text));
            pen.print(&text[at.clone()], blank(ctx));
            from = at.end;
        }
        pen.print(&text[from..], ctx.style(Role::Text));
    }
    case::scrollbar(ctx, canvas, body, extent);
    canvas.measured.layer = extent;
}

/// Returns how a blank that is left looks: told without colour, too.
pub(crate) fn blank(ctx: &DrawContext<'_>) -> Style {
    ctx.style(Role::Soon).add_modifier(Modifier::BOLD | Modifier::UNDERLINED)
}

/// Names of blanks as they stand in the text.
pub(crate) fn braced(names: &[String]) -> String {
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}
