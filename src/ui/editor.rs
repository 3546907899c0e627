//! A text being written, with its cursor.

use ratatui::layout::{Position, Rect};
use ratatui::style::{Modifier, Style};

use super::case::scrollbar;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_right};
use super::notice;
use super::templates::blank;
use super::text::{Wrapped, fit, width};
use super::theme::Role;
use crate::app::measure::Extent;
use crate::app::model::Editor;
use crate::app::templates::blanks;
use crate::app::text_buffer::TextBuffer;

/// Draws a text of one line, scrolled so that its cursor is in sight; tells how many bytes of it are out of sight before.
pub(crate) fn line(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, text: &TextBuffer) -> usize {
    let columns = usize::from(area.width);
    if columns == 0 || area.height == 0 {
        return 0;
    }
    let (before, after) = text.body().split_at(text.cursor());
    // The last columns before the cursor, and one for the cursor itself.
    let hidden = (width(before) + 1).saturating_sub(columns);
    let (cut, cut_columns) = fit(before, hidden);
    let skipped = if cut_columns < hidden { next_cluster(&before[cut.len()..]) } else { 0 };
    let shown = &before[cut.len() + skipped..];
    let mut style = ctx.style(Role::Strong);
    if text.is_selected() {
        // What the next character replaces.
        style = style.add_modifier(Modifier::REVERSED);
    }
    let mut pen = canvas.pen(area, 0);
    pen.print(shown, style);
    let x = pen.x();
    pen.print(after, style);
    canvas.cursor = Some(Position::new(x.min(area.right().saturating_sub(1)), area.y));
    cut.len() + skipped
}

fn next_cluster(text: &str) -> usize {
    use unicode_segmentation::UnicodeSegmentation;
    text.graphemes(true).next().map_or(0, str::len)
}

/// The columns after a row of a text: one where the cursor may stand, one for the scroll bar.
pub(crate) const EDGE: usize = 2;

/// How a text about a case is drawn.
pub(crate) struct EditorStyle {
    /// What is written there, said while nothing is.
    pub hint: &'static str,
    pub bar: Role,
    /// Columns before the bar.
    pub indent: u16,
    /// The text has the keys.
    pub focused: bool,
}

/// Draws a text about a case behind a bar, scrolled so that its cursor is in sight; measures the columns at which it wraps.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, editor: &Editor, look: &EditorStyle) {
    let (gutter, area) = cut_left(area, look.indent + 2);
    for line in 0..gutter.height {
        canvas.pen(gutter, line).skip(usize::from(look.indent)).print("┃", ctx.style(look.bar));
    }
    if editor.text.body().is_empty() {
        let hint = Wrapped::new(&ctx.texts.get(look.hint), usize::from(area.width).saturating_sub(1));
        for (line, row) in (0..area.height).zip(hint.rows()) {
            canvas.pen(area, line).print(row, ctx.style(Role::Hint));
        }
    }
    let mut area = area;
    if editor.text.is_all_selected() {
        let note = Wrapped::new(&ctx.texts.get("editor-filled-in"), usize::from(area.width).max(1));
        let rows = u16::try_from(note.height()).unwrap_or(u16::MAX);
        // The text comes first where there is no room for both.
        if rows + 2 <= area.height {
            let (below, above) = cut_bottom(area, rows);
            for (line, row) in (0..below.height).zip(note.rows()) {
                canvas.pen(below, line).print(row, ctx.style(Role::Accent));
            }
            area = above;
        }
    }
    lines(ctx, canvas, area, &editor.text, look.focused);
}

/// Draws at the bottom of an area that a text is being sent, what is wrong with it, and what changed meanwhile; returns what
/// remains.
pub(crate) fn state(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, editor: &Editor) -> Rect {
    let mut rest = area;
    if let Some(news) = &editor.news {
        rest = notice::draw_at_bottom(ctx, canvas, rest, &notice::news(ctx, news), Role::Soon);
    }
    if let Some(trouble) = &editor.trouble {
        rest = notice::draw_at_bottom(ctx, canvas, rest, &notice::trouble(ctx, trouble), Role::Danger);
    }
    if editor.sending.is_some() {
        rest = notice::draw_at_bottom(ctx, canvas, rest, &ctx.texts.get("compose-sending"), Role::Muted);
    }
    rest
}

fn lines(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, text: &TextBuffer, focused: bool) {
    // What is longer than its window has a scroll bar in the last column; before that, the cursor may stand after a full row.
    let (_, area) = cut_right(area, 1);
    let columns = usize::from(area.width).saturating_sub(1).max(1);
    canvas.measured.editor_columns = columns;
    let rows = text.rows(columns);
    let (row, column) = text.place(columns);
    let height = usize::from(area.height).max(1);
    let top = (row + 1).saturating_sub(height);
    for (line, range) in (0..area.height).zip(rows.iter().skip(top)) {
        let shown = text.body().get(range.clone()).unwrap_or_default();
        let mut pen = canvas.pen(area, line);
        for (part, style) in styled(ctx, shown, range.start, text) {
            pen.print(part, style);
        }
    }
    scrollbar(ctx, canvas, area, Extent { top, rows: height, total: rows.len() });
    if focused && area.height > 0 {
        let x = area.x.saturating_add(u16::try_from(column).unwrap_or(u16::MAX)).min(area.right().saturating_sub(1));
        let y = area.y.saturating_add(u16::try_from(row - top).unwrap_or(u16::MAX));
        canvas.cursor = Some(Position::new(x, y));
    }
}

/// Returns a row in parts: what the next character replaces, and blanks that are left, stand out.
fn styled<'a>(ctx: &DrawContext<'_>, row: &'a str, start: usize, text: &TextBuffer) -> Vec<(&'a str, Style)> {
    if text.is_all_selected() {
        // What was filled in is not yet what anybody wrote.
        return vec![(row.trim_end(), ctx.style(Role::Hint))];
    }
    let plain = ctx.style(Role::Text);
    let blanks: Vec<_> = blanks(ctx.model, ctx.model.current(), row).into_iter().map(|(at, _)| at).collect();
    let selected = text.selection().map(|range| range.start.saturating_sub(start)..range.end.saturating_sub(start));
    if blanks.is_empty() && selected.is_none() {
        return vec![(row.trim_end(), plain)];
    }
    let selected = selected.unwrap_or_default();
    let mut cuts: Vec<usize> = blanks.iter().flat_map(|at| [at.start, at.end]).collect();
    cuts.extend([0, row.len(), selected.start, selected.end]);
    cuts.retain(|at| row.is_char_boundary(*at));
    cuts.sort_unstable();
    cuts.dedup();
    let look = |at: usize| {
        let style = if blanks.iter().any(|blank| blank.contains(&at)) { blank(ctx) } else { plain };
        if selected.contains(&at) { style.add_modifier(Modifier::REVERSED) } else { style }
    };
    cuts.windows(2).map(|cut| (&row[cut[0]..cut[1]], look(cut[0]))).collect()
}
