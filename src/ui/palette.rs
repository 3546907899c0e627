//! The palette: everything that can be done here, and where one can go.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top};
use super::i18n::sentence;
use super::pen::{Pen, wash};
use super::text::{Wrapped, safe, width};
use super::theme::Role;
use super::{compose, dialog, editor, empty, footer, list, notice, view_prompts};
use crate::app::command::KeyContext;
use crate::app::model::{CommandPalette, Item, PaletteAction, Screen, ViewRef};
use crate::app::mouse::HitTarget;
use crate::domain::queue::saved_views;

/// Draws the palette over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, palette: &CommandPalette) {
    let size = (area.width.saturating_sub(8).min(84), area.height.saturating_sub(2).min(20));
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
    for (line, (at, item)) in (0..body.height).zip(palette.items.iter().enumerate().skip(extent.top)) {
        canvas.add_target_row(body, line, HitTarget::Item(at));
        row(ctx, canvas, (body, line), item, at == palette.cursor);
    }
    about(ctx, canvas, cut_bottom(below, 2).0, chosen);
}

/// What the item under the cursor does, or why it is not possible.
fn about(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, item: &Item) {
    let own = &ctx.model.queue.saved.all;
    let (text, role) = match &item.what {
        PaletteAction::Run(command) => match command.available(ctx.model) {
            Ok(()) => (ctx.texts.about(command.spec()).into_owned(), Role::Muted),
            Err(why) => (sentence(&notice::unavailable(ctx, &why)), Role::Danger),
        },
        PaletteAction::View(ViewRef::Saved(name)) => match saved_views::find(own, name) {
            Some(view) => (view_prompts::filter(ctx, view), Role::Muted),
            None => return,
        },
        PaletteAction::Case(_) | PaletteAction::View(_) => return,
    };
    for (line, row) in (0..area.height).zip(Wrapped::new(&text, usize::from(area.width)).rows()) {
        canvas.pen(area, line).print(row, ctx.style(role));
    }
}

fn row(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, (body, line): (Rect, u16), item: &Item, under_cursor: bool) {
    let context = match ctx.model.screen {
        Screen::Queue => KeyContext::Queue,
        Screen::Case(_) => KeyContext::Case,
    };
    let mut pen = canvas.pen(body, line);
    pen.print(if under_cursor { "▌" } else { " " }, ctx.style(Role::Accent)).skip(1);
    let kind = match &item.what {
        PaletteAction::Run(command) => {
            let command = *command;
            if let Some(key) = footer::key(ctx, context, command) {
                pen.right(&key, ctx.style(Role::Key));
            }
            let can = command.available(ctx.model).is_ok();
            marked(ctx, &mut pen, (&item.text, &item.marks), if can { Role::Text } else { Role::Muted });
            None
        }
        PaletteAction::View(ViewRef::Saved(_)) => Some("palette-own-view"),
        PaletteAction::View(ViewRef::Standard(_)) => Some("palette-view"),
        PaletteAction::Case(_) => Some("palette-case"),
    };
    if let Some(key) = kind {
        pen.right(&ctx.texts.get(key), ctx.style(Role::Muted));
        marked(ctx, &mut pen, (&item.text, &item.marks), Role::Text);
    }
    if under_cursor {
        wash(canvas.buffer, Rect { y: body.y + line, height: 1, ..body }, ctx.theme.selected());
    }
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
