//! A box over the screen.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::pen::clear;
use super::theme::Role;

/// Draws an empty box with a title in the middle of an area; returns what is inside.
pub(crate) fn draw(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (columns, rows): (u16, u16),
    title: &str,
) -> Rect {
    let (columns, rows) = (columns.min(area.width), rows.min(area.height));
    let place = Rect {
        x: area.x + (area.width - columns) / 2,
        y: area.y + (area.height - rows) / 3,
        width: columns,
        height: rows,
    };
    clear(canvas.buffer, place, ctx.theme.raised());
    let (line, focus) = (ctx.style(Role::Focus), ctx.style(Role::Active));
    for row in 1..rows.saturating_sub(1) {
        let mut pen = canvas.pen(place, row);
        pen.print("│", line).right("│", line);
    }
    edge(canvas, place, 0, ("╭", "╮"), line);
    edge(canvas, place, rows.saturating_sub(1), ("╰", "╯"), line);
    let heading = Rect { x: place.x + 2.min(columns), width: columns.saturating_sub(4), ..place };
    canvas.pen(heading, 0).print(" ", line).print(title, focus).print(" ", line);
    Rect {
        x: place.x + 2.min(columns),
        y: place.y + 1.min(rows),
        width: columns.saturating_sub(4),
        height: rows.saturating_sub(2),
    }
}

fn edge(canvas: &mut Canvas<'_>, place: Rect, row: u16, (left, right): (&str, &str), style: ratatui::style::Style) {
    let last = place.width.saturating_sub(1);
    let middle = Rect { width: last, ..place };
    let mut pen = canvas.pen(middle, row);
    pen.print(left, style).rule("─", style);
    canvas.pen(place, row).skip(usize::from(last)).print(right, style);
}
