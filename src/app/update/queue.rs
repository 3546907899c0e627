//! The queue: moving through it, its views, its filter, and the pages that are read for it.

use crate::app::command::Command;
use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{Model, Page, Queue, Window, turned};
use crate::domain::words::View;
use crate::store::{PageFrom, QueuePage, QueueQuery};

use super::case;

/// Rows kept at hand on both sides of the visible ones, so that moving never waits.
const AROUND: usize = 50;

/// Does a command of the queue.
pub(super) fn run(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let height = height(model);
    let page = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    let half = isize::try_from((height / 2).max(1)).unwrap_or(1);
    match command {
        Command::Down => model.queue.window.step(1, height),
        Command::Up => model.queue.window.step(-1, height),
        Command::HalfDown => model.queue.window.step(half, height),
        Command::HalfUp => model.queue.window.step(-half, height),
        Command::PageDown => model.queue.window.step(page, height),
        Command::PageUp => model.queue.window.step(-page, height),
        Command::First if model.queue.window.more_before => read(model, Page::First, out),
        Command::Last if model.queue.window.more_after => read(model, Page::Last, out),
        Command::First => model.queue.window.select(0, height),
        Command::Last => model.queue.window.select(usize::MAX, height),
        Command::Open => {
            if let Some(id) = model.queue.window.selected {
                case::open(model, id, None);
            }
        }
        Command::Back if !model.queue.words.is_empty() => filter(model, String::new(), out),
        Command::NextView => show(model, next_view(&model.queue, 1), out),
        Command::PreviousView => show(model, next_view(&model.queue, -1), out),
        Command::View(view) => show(model, view, out),
        _ => {}
    }
}

/// How many rows the list shows.
pub(super) fn height(model: &Model) -> usize {
    model.measured.queue_rows.max(1)
}

fn next_view(queue: &Queue, by: isize) -> View {
    turned(&queue.views(), queue.view, by)
}

/// Shows a view; the one left is kept, so that coming back is instant.
pub(super) fn show(model: &mut Model, view: View, out: &mut Vec<Effect>) {
    if view == model.queue.view {
        return;
    }
    let height = height(model);
    let queue = &mut model.queue;
    let mut left = std::mem::replace(&mut queue.window, queue.others.remove(&view).unwrap_or_default());
    left.shrink(height, AROUND);
    queue.others.insert(queue.view, left);
    queue.view = view;
    let page = if queue.window.known { Page::Instead } else { Page::First };
    read(model, page, out);
}

/// Filters by these words. The rows stay until those of the filter come.
pub(super) fn filter(model: &mut Model, words: String, out: &mut Vec<Effect>) {
    if words != model.queue.words {
        model.queue.words = words;
        model.queue.others.clear();
        // Back among all, one stays at what was found.
        let stays = model.queue.words.is_empty() && model.queue.window.selected.is_some();
        read(model, if stays { Page::Here } else { Page::First }, out);
    }
}

/// Reads the visible rows again, now or after the page that is being read.
pub(super) fn refresh(model: &mut Model, out: &mut Vec<Effect>) {
    match model.queue.reading {
        Some(_) => model.queue.again = true,
        None if model.queue.window.known => read(model, Page::Instead, out),
        None => read(model, Page::First, out),
    }
}

/// Reads a page. What was being read before is no longer waited for.
fn read(model: &mut Model, page: Page, out: &mut Vec<Effect>) {
    let height = height(model);
    let window = &model.queue.window;
    let limit = height + 2 * AROUND;
    let (from, limit) = match page {
        Page::First => (PageFrom::Start, limit),
        Page::Last => (PageFrom::End, limit),
        Page::Instead => window.around(height, AROUND),
        Page::Here => (window.here(), limit),
        Page::Before => (window.beginning(), limit),
        Page::After => (window.end(), limit),
    };
    let query = QueueQuery {
        view: model.queue.view,
        me: model.me.as_ref().map(|me| me.handle.clone()),
        words: model.queue.words.clone(),
        from,
        limit,
    };
    let generation = Generation(model.fresh());
    model.queue.reading = Some((generation, page, from));
    model.queue.again = false;
    out.push(Effect::Read(generation, Read::Queue(query)));
}

/// Reads on when the visible rows come near the end of those at hand.
pub(super) fn read_ahead(model: &mut Model, out: &mut Vec<Effect>) {
    if model.queue.reading.is_some() || !model.queue.window.known {
        return;
    }
    let window = &model.queue.window;
    let below = window.rows.len().saturating_sub(window.top + height(model));
    if window.more_after && below < AROUND {
        read(model, Page::After, out);
    } else if window.more_before && window.top < AROUND {
        read(model, Page::Before, out);
    }
}

/// A page has come.
pub(super) fn page(model: &mut Model, generation: Generation, page: QueuePage, out: &mut Vec<Effect>) {
    let Some((_, kind, from)) = model.queue.reading.filter(|(awaited, ..)| *awaited == generation) else { return };
    model.queue.reading = None;
    model.queue.names.learn(&page.rows);
    let height = height(model);
    let window = &mut model.queue.window;
    match kind {
        Page::Instead if misses_selection(window, from, &page) => return read(model, Page::Here, out),
        Page::Instead | Page::Here if page.rows.is_empty() && page.more_before && page.stopped.is_none() => {
            return read(model, Page::Last, out);
        }
        Page::Instead | Page::Here => window.replace(page, false, height),
        Page::First => {
            window.replace(page, false, height);
            window.select(0, height);
        }
        Page::Last => {
            window.replace(page, true, height);
            window.select(usize::MAX, height);
        }
        Page::Before => window.prepend(page),
        Page::After => window.append(page),
    }
    if model.queue.again {
        read(model, Page::Instead, out);
    }
}

/// Whether a page ends before the selection, or begins after it: the mediator moved far while it was read, much came in
/// between, or a filter stopped on the way.
fn misses_selection(window: &Window, from: PageFrom, page: &QueuePage) -> bool {
    let Some(at) = window.selected_row().map(|row| row.key) else { return false };
    let before = matches!(from, PageFrom::After(key) if at <= key);
    let end = page.stopped.or_else(|| page.rows.last().map(|last| last.key));
    let after = page.more_after && end.is_some_and(|end| at > end);
    before || after
}
