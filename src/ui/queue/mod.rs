//! The queue: the cases of a view, most urgent first, with the selected one beside or below.

mod columns;
mod layout;
mod table;

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_left, cut_top};
use super::preview;
use super::text::{safe, width};
use super::theme::Role;
use super::{case, empty, query_field, view_prompts};
use crate::app::measure::Extent;
use crate::app::model::{Layer, Prompt, QueueRow};
use crate::app::mouse::HitTarget;
use layout::{LIST_BESIDE, QueueAreas};
use table::Table;

/// Rows on both sides of the visible ones that are measured with them.
const MEASURED: usize = 60;

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    let queue = &ctx.model.queue;
    // With the headings, and the filter; below them is the line to the preview.
    let rows = queue.total().map(|total| total + 2 + u64::from(shows_filter(ctx)));
    let unfiltered = queue.counts.map(|counts| counts.of(queue.view) + 1);
    let areas = QueueAreas::of(area, rows, unfiltered);
    canvas.add_target(areas.list, HitTarget::Queue);
    canvas.add_target(areas.preview, HitTarget::Preview);
    if areas.beside {
        for row in 0..areas.line.height {
            canvas.pen(areas.line, row).print("│", ctx.style(Role::Border));
        }
    } else {
        preview::rule(ctx, canvas, areas.line, queue.window.selected);
    }
    draw_list(ctx, canvas, areas);
    preview::draw(ctx, canvas, areas.preview);
}

fn draw_list(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, areas: QueueAreas) {
    let area = filter(ctx, canvas, areas.list);
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
    let top = queue.window.top.min(MEASURED);
    let first = queue.window.top - top;
    let rows: Vec<&QueueRow> = queue.window.rows.iter().skip(first).take(top + height + MEASURED).collect();
    let room = usize::from(area.width);
    let most = if areas.beside { room } else { usize::from(LIST_BESIDE) };
    let table = Table::new(ctx, &rows, top..top + height, (room, most), place(ctx));
    table.draw_headings(ctx, canvas, heading);
    for (line, row) in (0..body.height).zip(0..height) {
        table.draw_row(ctx, canvas, body, line, row);
    }
    if let (Some(before), Some(total)) = (queue.window.before, queue.total()) {
        let rows = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
        let extent = Extent { top: rows(before) + queue.window.top, rows: height, total: rows(total) };
        case::scrollbar(ctx, canvas, body, extent);
    }
}

/// Returns where the selection is among all rows of the view, and how wide that can become: `27/972`; `27/150+` where nobody has
/// counted those of a filter.
fn place(ctx: &DrawContext<'_>) -> (String, usize) {
    let queue = &ctx.model.queue;
    let count = |count: u64| ctx.texts.count(count);
    let at_hand = |before: u64| format!("{}+", count(before + queue.window.rows.len() as u64));
    let total = queue.total().map(count).or(queue.window.before.map(at_hand)).unwrap_or_default();
    let widest = 2 * width(&total) + 1;
    match queue.place() {
        Some(place) => (format!("{}/{total}", count(place)), widest),
        None => (total, widest),
    }
}

fn shows_filter(ctx: &DrawContext<'_>) -> bool {
    matches!(ctx.model.layer, Some(Layer::Prompt(Prompt::Filter { .. }))) || !ctx.model.queue.words.is_empty()
}

/// Draws the filter in force, or being typed; returns what remains of the area.
fn filter(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) -> Rect {
    let typing = match &ctx.model.layer {
        Some(Layer::Prompt(Prompt::Filter { text, typing, .. })) => Some((text, typing)),
        _ => None,
    };
    let words = &ctx.model.queue.words;
    if !shows_filter(ctx) {
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
