//! The queue: the cases of a view, most urgent first, with the selected one beside or below.

mod columns;
mod table;

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset};
use super::preview;
use super::text::{safe, width};
use super::theme::Role;
use super::{empty, query_field, view_prompts};
use crate::app::model::{Layer, Prompt, QueueRow};
use crate::app::mouse::HitTarget;
use table::Table;

/// From this width on, the preview stands beside the list.
const BESIDE: u16 = 100;

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let (list, rest) = if area.width >= BESIDE {
        let (list, rest) = cut_left(area, (area.width * 16 / 25).max(68));
        let (line, rest) = cut_left(rest, 1);
        for row in 0..line.height {
            canvas.pen(line, row).print("│", ctx.style(Role::Border));
        }
        (list, inset(rest, 1))
    } else {
        let (below, list) = cut_bottom(area, area.height * 2 / 5);
        let (line, below) = cut_top(below, 1);
        preview::rule(ctx, canvas, line, ctx.model.queue.window.selected);
        (list, inset(below, 1))
    };
    canvas.add_target(list, HitTarget::Queue);
    canvas.add_target(rest, HitTarget::Preview);
    draw_list(ctx, canvas, list);
    preview::draw(ctx, canvas, rest);
}

fn draw_list(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let area = filter(ctx, canvas, area);
    let (heading, body) = cut_top(area, 1);
    let height = usize::from(body.height);
    canvas.measured.queue_rows = height;
    let queue = &ctx.model.queue;
    if let Some(bad) = queue.filter_error().filter(|_| queue.window.rows.is_empty()) {
        view_prompts::invalid_filter(ctx, canvas, body, &bad);
        return;
    }
    if queue.window.rows.is_empty() {
        let (title, hint) = match (queue.is_loading(), queue.words.is_empty()) {
            (true, _) => ("queue-loading", ""),
            (false, true) => ("queue-empty", "queue-empty-hint"),
            (false, false) => ("queue-nothing-found", "queue-nothing-found-hint"),
        };
        empty::draw(ctx, canvas, body, title, hint);
        return;
    }
    for (line, row) in (0..body.height).zip(queue.window.visible(height)) {
        canvas.add_target_row(body, line, HitTarget::Row(row.id));
    }
    let rows: Vec<&QueueRow> = queue.window.visible(height).collect();
    let table = Table::new(ctx, &rows, usize::from(area.width));
    table.draw_headings(ctx, canvas, heading);
    for (line, row) in (0..body.height).zip(0..rows.len()) {
        table.draw_row(ctx, canvas, body, line, row);
    }
}

/// Draws the filter in force, or being typed; returns what remains of the area.
fn filter(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let typing = match &ctx.model.layer {
        Some(Layer::Prompt(Prompt::Filter { text, typing, .. })) => Some((text, typing)),
        _ => None,
    };
    let words = &ctx.model.queue.words;
    if typing.is_none() && words.is_empty() {
        return area;
    }
    let (row, rest) = cut_top(area, 1);
    let label = view_prompts::label(ctx);
    canvas.pen(row, 0).skip(2).print(&label, ctx.style(Role::Accent));
    let (_, field) = cut_left(row, u16::try_from(width(&label) + 4).unwrap_or(u16::MAX));
    match typing {
        Some((text, typing)) => query_field::draw(ctx, canvas, (area, field), text, typing),
        None => {
            canvas.pen(field, 0).print(&safe(words), ctx.style(Role::Strong));
            rest
        }
    }
}
