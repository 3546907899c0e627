//! The palette: everything that can be done here, and where one can go.

use std::borrow::Cow;

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top};
use super::i18n::sentence;
use super::pen::{Pen, wash};
use super::text::{Wrapped, first_words, safe, width};
use super::theme::Role;
use super::{case, compose, dialog, editor, empty, footer, list, notice, view_prompts};
use crate::app::command::{Command, KeyContext, TABLE};
use crate::app::model::{CommandPalette, Item, PaletteAction, Screen, ViewRef};
use crate::app::mouse::HitTarget;
use crate::domain::queue::saved_views;

/// A row is never wider: the key would be too far from its command.
const MAX_COLUMNS: u16 = 124;

/// Draws the palette over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, palette: &CommandPalette) {
    let size = (area.width.saturating_sub(4).min(MAX_COLUMNS), area.height.saturating_sub(2).min(26));
    let inside = dialog::draw(ctx, canvas, area, size, &ctx.texts.get("palette-title"));
    let (field, body) = cut_top(inside, 1);
    compose::field_ground(ctx, canvas, field);
    let (prompt, field) = cut_left(field, 2);
    canvas.pen(prompt, 0).print(":", ctx.style(Role::Key));
    editor::line(ctx, canvas, field, &palette.text);
    let (below, body) = cut_bottom(cut_top(body, 1).1, 3);
    if palette.is_looking() {
        canvas.pen(below, 0).right(&ctx.texts.get("palette-looking"), ctx.style(Role::Muted));
    }
    let Some(chosen) = palette.items.get(palette.cursor) else {
        let (title, hint) = match palette.is_looking() {
            true => ("palette-looking", ""),
            false => ("palette-nothing", "palette-nothing-hint"),
        };
        empty::draw(ctx, canvas, body, title, hint);
        return;
    };
    let extent = list::window(palette.cursor, usize::from(body.height), palette.items.len());
    canvas.measured.layer = extent;
    let mut whole = true;
    for (line, (at, item)) in (0..body.height).zip(palette.items.iter().enumerate().skip(extent.top)) {
        canvas.add_target_row(body, line, HitTarget::Item(at));
        let fits = row(ctx, canvas, (body, line), item, at == palette.cursor);
        whole &= fits || at != palette.cursor;
    }
    case::scrollbar(ctx, canvas, body, extent);
    if !whole {
        about(ctx, canvas, cut_bottom(below, 2).0, chosen);
    }
}

/// The item under the cursor in full: what it does, or why it is not possible.
fn about(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, item: &Item) {
    let Some((text, role)) = description(ctx, item) else { return };
    for (line, row) in (0..area.height).zip(Wrapped::new(&text, usize::from(area.width)).rows()) {
        canvas.pen(area, line).print(row, ctx.style(role));
    }
}

/// Returns what an item does, or why it is not possible.
fn description(ctx: &DrawContext<'_>, item: &Item) -> Option<(String, Role)> {
    match &item.what {
        PaletteAction::Run(command) => Some(match command.available(ctx.model) {
            Ok(()) => (ctx.texts.about(command.spec()).into_owned(), Role::Muted),
            Err(why) => (sentence(&notice::unavailable(ctx, &why)), Role::Hint),
        }),
        PaletteAction::View(ViewRef::Saved(name)) => {
            let view = saved_views::find(&ctx.model.queue.saved.all, name)?;
            Some((view_prompts::filter(ctx, view), Role::Muted))
        }
        PaletteAction::View(ViewRef::Standard(view)) => {
            Some((ctx.texts.about(Command::from(*view).spec()).into_owned(), Role::Muted))
        }
        PaletteAction::Case(_) => None,
    }
}

/// Returns a description as far as it goes in a row: whole, or up to the end of a part of its sentence, or else of a word, with
/// ` …`. What is under the cursor is told in full below.
fn in_row(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return text.into();
    }
    let ends = text.match_indices([',', ';', ':', '.', '(']).map(|(at, _)| text[..at].trim_end());
    match ends.rev().find(|part| width(part) <= columns) {
        Some(part) => part.into(),
        None => first_words(text, columns),
    }
}

/// Draws an item; returns whether all that it does was told.
fn row(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    (body, line): (Rect, u16),
    item: &Item,
    under_cursor: bool,
) -> bool {
    let context = match ctx.model.screen {
        Screen::Queue => KeyContext::Queue,
        Screen::Case(_) => KeyContext::Case,
    };
    let mut pen = canvas.pen(body, line);
    pen.print(if under_cursor { "▌" } else { " " }, ctx.style(Role::Accent)).skip(1);
    let muted = ctx.style(Role::Muted);
    let mut role = Role::Text;
    match &item.what {
        PaletteAction::Run(command) => {
            let command = *command;
            if let Some(key) = footer::key(ctx, context, command) {
                pen.right(&key, ctx.style(Role::Key));
            }
            if command.available(ctx.model).is_err() {
                role = Role::Muted;
            }
        }
        PaletteAction::View(ViewRef::Saved(_)) => drop(pen.right(&ctx.texts.get("palette-own-view"), muted)),
        PaletteAction::View(ViewRef::Standard(_)) => drop(pen.right(&ctx.texts.get("palette-view"), muted)),
        PaletteAction::Case(_) => drop(pen.right(&ctx.texts.get("palette-case"), muted)),
    }
    let from = pen.x();
    marked(ctx, &mut pen, (&item.text, &item.marks), role);
    let used = usize::from(pen.x() - from);
    let mut whole = true;
    if let Some((text, role)) = description(ctx, item) {
        pen.skip(labels(ctx).saturating_sub(used) + 2);
        let shown = in_row(&text, pen.left().saturating_sub(1));
        pen.print(&shown, ctx.style(role));
        whole = shown == text;
    }
    if under_cursor {
        wash(canvas.buffer, Rect { y: body.y + line, height: 1, ..body }, ctx.theme.selected());
    }
    whole
}

/// Returns the columns of the longest name of a command that the palette lists.
fn labels(ctx: &DrawContext<'_>) -> usize {
    let listed = TABLE.iter().filter(|spec| spec.listed);
    listed.map(|spec| width(&ctx.texts.label(spec))).max().unwrap_or(0)
}

/// The text of an item, with what matched standing out.
pub(crate) fn marked(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, (text, marks): (&str, &[u32]), role: Role) {
    let is_marked = |at: usize| u32::try_from(at).is_ok_and(|at| marks.binary_search(&at).is_ok());
    let mut runs: Vec<(String, bool)> = Vec::new();
    for (at, c) in text.chars().enumerate() {
        match runs.last_mut() {
            Some((run, marked)) if *marked == is_marked(at) => run.push(c),
            _ => runs.push((c.to_string(), is_marked(at))),
        }
    }
    for (at, (run, marked)) in runs.iter().enumerate() {
        let style = ctx.style(role);
        let style = if *marked { style.patch(ctx.style(Role::Match)) } else { style };
        let mut run = safe(run).into_owned();
        // A cut between two runs is to be seen as well.
        if at + 1 < runs.len() && width(&run) == pen.left() {
            run.push('…');
        }
        pen.print(&run, style);
    }
}

#[cfg(test)]
mod tests {
    use super::in_row;

    #[test]
    fn a_description_in_a_row_ends_where_a_part_of_it_does() {
        let about = "Gives a colleague all of your cases, or the filter's, at the end of a shift.";
        assert_eq!(in_row(about, 80), about);
        assert_eq!(in_row(about, 60), "Gives a colleague all of your cases, or the filter's");
        assert_eq!(in_row(about, 40), "Gives a colleague all of your cases");
        assert_eq!(in_row(about, 20), "Gives a colleague …", "no row is without one");
        assert_eq!(in_row(about, 4), "Giv…");
    }
}
