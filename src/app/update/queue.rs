//! The queue: moving through it, its views, its filter, and the pages that are read for it.

use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{Model, Page, Queue, ViewRef, Window, cycle};
use crate::domain::queue::saved_views;
use crate::domain::vocabulary::View;
use crate::store::{PageFrom, QueuePage, QueueQuery};

use super::marking;
use super::navigation::Motion;

/// Rows kept at hand on both sides of the visible ones, so that moving never waits.
const AROUND: usize = 50;

pub(super) fn navigate(model: &mut Model, motion: Motion, out: &mut Vec<Effect>) {
    let height = height(model);
    let page = isize::try_from(height.saturating_sub(1).max(1)).unwrap_or(1);
    let half = isize::try_from((height / 2).max(1)).unwrap_or(1);
    match motion {
        Motion::Down => model.queue.window.step(1, height),
        Motion::Up => model.queue.window.step(-1, height),
        Motion::HalfDown => model.queue.window.step(half, height),
        Motion::HalfUp => model.queue.window.step(-half, height),
        Motion::PageDown => model.queue.window.step(page, height),
        Motion::PageUp => model.queue.window.step(-page, height),
        Motion::First if model.queue.window.more_before => read(model, Page::First, out),
        Motion::Last if model.queue.window.more_after => read(model, Page::Last, out),
        Motion::First => model.queue.window.select(0, height),
        Motion::Last => model.queue.window.select(usize::MAX, height),
    }
}

pub(in crate::app) fn next_view(model: &mut Model, out: &mut Vec<Effect>) {
    show(model, &next_view_ref(&model.queue, 1), out);
}

pub(in crate::app) fn previous_view(model: &mut Model, out: &mut Vec<Effect>) {
    show(model, &next_view_ref(&model.queue, -1), out);
}

/// Shows one of the views that everyone has.
pub(in crate::app) fn show_view(model: &mut Model, view: View, out: &mut Vec<Effect>) {
    show(model, &ViewRef::Standard(view), out);
}

/// Shows one of the mediator's own views, counted from 0.
pub(in crate::app) fn show_saved_view(model: &mut Model, at: usize, out: &mut Vec<Effect>) {
    if let Some(place) = model.queue.saved.view_ref(at) {
        show(model, &place, out);
    }
}

/// Returns how many rows the list shows.
pub(super) fn height(model: &Model) -> usize {
    model.measured.queue_rows.max(1)
}

fn next_view_ref(queue: &Queue, by: isize) -> ViewRef {
    cycle(&queue.view_refs(), queue.view_ref(), by)
}

/// What is marked is unmarked first. A filter is cleared; one that was changed in a view of one's own is as it is kept again, and from there one comes back to
/// the part of the queue that it is in.
pub(super) fn back(model: &mut Model, out: &mut Vec<Effect>) {
    if marking::back(model, out) {
        return;
    }
    match model.queue.saved.current() {
        Some(view) if view.query != model.queue.words => {
            let query = view.query.clone();
            filter(model, query, out);
        }
        Some(_) => show(model, &ViewRef::Standard(model.queue.view), out),
        None => filter(model, String::new(), out),
    }
}

/// Shows a view; the one left is kept, so that coming back is instant.
pub(super) fn show(model: &mut Model, place: &ViewRef, out: &mut Vec<Effect>) {
    let queue = &mut model.queue;
    if *place == queue.view_ref() {
        return;
    }
    let (view, words, own) = match place {
        // The filter goes with one from view to view, but not the one that belongs to a view of one's own.
        ViewRef::Standard(view) if queue.saved.shown.is_some() => {
            (*view, std::mem::take(&mut queue.saved.standard_filter), None)
        }
        ViewRef::Standard(view) => (*view, queue.words.clone(), None),
        ViewRef::Saved(name) => match saved_views::find(&queue.saved.all, name) {
            Some(view) => (view.base, view.query.clone(), Some(view.name.clone())),
            None => return,
        },
    };
    if own.is_some() && queue.saved.shown.is_none() {
        queue.saved.standard_filter.clone_from(&queue.words);
    }
    queue.saved.shown = own;
    switch(model, view, words, out);
}

/// Shows another part of the queue under another filter; what is left is kept, so that coming back is instant.
pub(super) fn switch(model: &mut Model, view: View, words: String, out: &mut Vec<Effect>) {
    marking::end_range(model, out);
    let height = height(model);
    let queue = &mut model.queue;
    if (queue.view, &queue.words) == (view, &words) {
        return;
    }
    let known = queue.others.remove(&(view, words.clone())).unwrap_or_default();
    let mut left = std::mem::replace(&mut queue.window, known);
    left.shrink(height, AROUND);
    queue.others.insert((queue.view, std::mem::replace(&mut queue.words, words)), left);
    queue.view = view;
    let page = if queue.window.known { Page::Instead } else { Page::First };
    read(model, page, out);
}

/// Filters by these words. The rows stay until those of the filter come.
pub(super) fn filter(model: &mut Model, words: String, out: &mut Vec<Effect>) {
    if words != model.queue.words {
        marking::end_range(model, out);
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
        None if model.queue.window.resume.is_some() => read(model, Page::Here, out),
        None => read(model, Page::First, out),
    }
}

/// Reads a page. What was being read before is no longer waited for.
fn read(model: &mut Model, page: Page, out: &mut Vec<Effect>) {
    let height = height(model);
    let Ok(filter) = model.queue.filter() else {
        // Said where the rows would be; the store has no answer to it.
        model.queue.window.replace(QueuePage::default(), false, height, None);
        (model.queue.reading, model.queue.again) = (None, false);
        return;
    };
    let window = &model.queue.window;
    let limit = height + 2 * AROUND;
    let (from, limit) = match page {
        // What is on the screen first; what is around it comes after the frame.
        Page::First => (PageFrom::Start, height),
        Page::Last => (PageFrom::End, height),
        Page::Instead => window.around(height, AROUND),
        Page::Here => (window.page_at_selection(), limit),
        Page::Before => (window.beginning(), limit),
        Page::After => (window.end(), limit),
    };
    let query =
        QueueQuery { view: model.queue.view, me: model.me.as_ref().map(|me| me.handle.clone()), filter, from, limit };
    let generation = Generation(model.next_number());
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
    model.queue.names.remember(&page.rows);
    model.marks.see(&page.rows);
    let height = height(model);
    let total = model.queue.counted();
    let window = &mut model.queue.window;
    match kind {
        Page::Instead if misses_selection(window, from, &page) => return read(model, Page::Here, out),
        Page::Instead | Page::Here if page.rows.is_empty() && page.more_before && page.stopped.is_none() => {
            return read(model, Page::Last, out);
        }
        Page::Instead | Page::Here => window.replace(page, false, height, total),
        Page::First => {
            window.replace(page, false, height, total);
            window.select(0, height);
        }
        Page::Last => {
            window.replace(page, true, height, total);
            window.select(usize::MAX, height);
        }
        Page::Before => window.prepend(page),
        Page::After => window.append(page),
    }
    if model.queue.again {
        read(model, Page::Instead, out);
    }
}

/// Returns whether a page ends before the selection, or begins after it: the mediator moved far while it was read, much
/// came in between, or a filter stopped on the way.
fn misses_selection(window: &Window, from: PageFrom, page: &QueuePage) -> bool {
    let Some(at) = window.selected_row().map(|row| row.key) else { return false };
    let before = matches!(from, PageFrom::After(key) if at <= key);
    let end = page.stopped.or_else(|| page.rows.last().map(|last| last.key));
    let after = page.more_after && end.is_some_and(|end| at > end);
    before || after
}
