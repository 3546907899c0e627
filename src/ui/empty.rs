//! What stands where nothing is: what is missing, and what to do about it.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::text::{Wrapped, width};
use super::theme::Role;

/// Draws a title in the middle of an area, and a hint under it.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, title: &str, hint: &str) {
    let columns = usize::from(area.width).saturating_sub(4);
    let part = |key: &str| if key.is_empty() { String::new() } else { ctx.texts.get(key).into_owned() };
    let lines = [(part(title), Role::Strong), (part(hint), Role::Muted)];
    let mut line = area.height / 3;
    for (text, role) in lines.iter().filter(|(text, _)| !text.is_empty()) {
        for row in Wrapped::new(text, columns).rows() {
            let indent = usize::from(area.width).saturating_sub(width(row)) / 2;
            canvas.pen(area, line).skip(indent).print(row, ctx.style(*role));
            line = line.saturating_add(1);
        }
    }
}
