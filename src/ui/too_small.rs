//! What stands in a window that is too small for a case: its size, and the size that is needed.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::text::{Wrapped, width};
use super::theme::Role;

/// Draws it in the middle of an area; in figures alone where there is no room for sentences.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, (min_columns, min_rows): (u16, u16)) {
    let size = |columns: u16, rows: u16| [("columns", columns.into()), ("rows", rows.into())];
    let now = size(area.width, area.height);
    let needed = [("min_columns", min_columns.into()), ("min_rows", min_rows.into())];
    let whole = [
        (ctx.texts.get("window-too-small").into_owned(), Role::Strong),
        (ctx.texts.with("window-size", now.clone()), Role::Muted),
        (ctx.texts.with("window-size-needed", size(min_columns, min_rows)), Role::Text),
    ];
    let brief = [(ctx.texts.with("window-size-brief", now.into_iter().chain(needed)), Role::Text)];
    let wrapped = |lines: &[(String, Role)]| -> Vec<(String, Role)> {
        let rows = |(text, role): &(String, Role)| {
            let wrapped = Wrapped::new(text, usize::from(area.width));
            wrapped.rows().map(|row| (row.to_owned(), *role)).collect::<Vec<_>>()
        };
        lines.iter().flat_map(rows).collect()
    };
    let height = usize::from(area.height);
    let whole = wrapped(&whole);
    let lines = if whole.len() <= height { whole } else { wrapped(&brief) };
    let top = height.saturating_sub(lines.len()) / 2;
    for (row, (text, role)) in (0..area.height).skip(top).zip(&lines) {
        let indent = usize::from(area.width).saturating_sub(width(text)) / 2;
        canvas.pen(area, row).skip(indent).print(text, ctx.style(*role));
    }
}
