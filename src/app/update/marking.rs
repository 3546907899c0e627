//! Marking cases in the queue: one, a range, all of a view, and none again.

use crate::app::command::Command;
use crate::app::effect::{Effect, Generation, Read};
use crate::app::model::{MarkRange, MarkWalk, Model, Notice, Screen};
use crate::domain::ids::DisputeId;
use crate::store::{Changes, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow};

use super::navigation::{self, Motion};
use super::{bulk, prefetch, queue};

/// Rows that are read at once of what is to be marked.
const PAGE: usize = 250;

/// Marks the case under the cursor, or no longer, and goes on to the next; ends a range.
pub(in crate::app) fn toggle(model: &mut Model, out: &mut Vec<Effect>) {
    if model.marks.range.is_some() {
        return end_range(model, out);
    }
    let Some(row) = model.queue.window.selected_row().cloned() else { return };
    if !model.marks.remove(row.id) {
        insert(model, &row);
    }
    let height = queue::height(model);
    model.queue.window.step(1, height);
}

/// Begins a range at the cursor, which moves its other end; ends it.
pub(in crate::app) fn range(model: &mut Model, out: &mut Vec<Effect>) {
    match model.marks.range {
        Some(_) => end_range(model, out),
        None => begin_range(model, false),
    }
}

/// Moves on with Shift held: what one passes is marked.
pub(in crate::app) fn extend_down(model: &mut Model, out: &mut Vec<Effect>) {
    extend(model, Motion::Down, out);
}

/// Moves back with Shift held: what one passes is marked.
pub(in crate::app) fn extend_up(model: &mut Model, out: &mut Vec<Effect>) {
    extend(model, Motion::Up, out);
}

fn extend(model: &mut Model, motion: Motion, out: &mut Vec<Effect>) {
    if model.marks.range.is_none() {
        begin_range(model, true);
    }
    navigation::navigate(model, motion, out);
}

fn begin_range(model: &mut Model, by_shift: bool) {
    let from = model.queue.window.selected_row().map(|row| row.key);
    model.marks.range = from.map(|from| MarkRange { from, by_shift });
}

/// Marks every case of the view, at hand or not.
pub(in crate::app) fn all(model: &mut Model, out: &mut Vec<Effect>) {
    model.marks.range = None;
    walk(model, PageFrom::Start, None, false, out);
}

/// Marks every case of the view that is not, and unmarks those that are.
pub(in crate::app) fn invert(model: &mut Model, out: &mut Vec<Effect>) {
    end_range(model, out);
    walk(model, PageFrom::Start, None, true, out);
}

/// What a command of the queue does to a range before it runs: those that move its end leave it open.
pub(super) fn before(model: &mut Model, command: Command, out: &mut Vec<Effect>) {
    let Some(range) = model.marks.range.filter(|_| model.screen == Screen::Queue && model.layer.is_none()) else {
        return;
    };
    let stays = match command {
        Command::Down
        | Command::Up
        | Command::HalfPageDown
        | Command::HalfPageUp
        | Command::PageDown
        | Command::PageUp
        | Command::First
        | Command::Last => !range.by_shift,
        Command::Mark
        | Command::MarkRange
        | Command::MarkDown
        | Command::MarkUp
        | Command::MarkAll
        | Command::Invert
        | Command::Back
        | Command::Help
        | Command::Palette
        | Command::Redraw
        | Command::Refresh
        | Command::Suspend => true,
        _ => false,
    };
    if !stays {
        end_range(model, out);
    }
}

/// Goes a step back: stops what is being done, gives up the range, stops marking, unmarks all. Returns whether there was any of
/// these.
pub(super) fn back(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    if model.bulk.run.is_some() {
        bulk::stop(model, out);
        return true;
    }
    let marks = &mut model.marks;
    if marks.range.take().is_some() || marks.walk.take().is_some() {
        return true;
    }
    let any = !marks.is_empty();
    marks.clear();
    any
}

/// Ends the range: what lies in it is marked. What is not at hand is read for it.
pub(super) fn end_range(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(range) = model.marks.range.take() else { return };
    let window = &model.queue.window;
    let Some(cursor) = window.selected_row().map(|row| row.key) else { return };
    let (first, last) = range.ends(cursor);
    let begins = !window.more_before || window.rows.front().is_some_and(|row| row.key <= first);
    let ends = !window.more_after || window.rows.back().is_some_and(|row| row.key >= last);
    if begins && ends {
        let rows: Vec<_> = window.rows.iter().filter(|row| (first..=last).contains(&row.key)).cloned().collect();
        let _ = rows.iter().all(|row| insert(model, row));
    } else {
        walk(model, crate::app::model::from_row(first), Some(last), false, out);
    }
}

/// Marks a case; says so where there is no room, and returns whether there was.
fn insert(model: &mut Model, row: &QueueRow) -> bool {
    let has_room = model.marks.insert(row);
    if !has_room {
        model.notice = Some(Notice::MarksFull);
    }
    has_room
}

/// Goes through a part of the view on screen, to mark what is in it.
fn walk(model: &mut Model, from: PageFrom, until: Option<PageKey>, inverts: bool, out: &mut Vec<Effect>) {
    let Ok(filter) = model.queue.filter() else { return };
    let me = model.me.as_ref().map(|me| me.handle.clone());
    let query = QueueQuery { view: model.queue.view, me, filter, from, limit: PAGE };
    let generation = Generation(model.next_number());
    out.push(Effect::Read(generation, Read::Queue(query.clone())));
    model.marks.walk = Some(MarkWalk { generation, query, until, inverts });
}

/// Returns whether a page is one that is to be marked.
pub(super) fn awaits(model: &Model, generation: Generation) -> bool {
    model.marks.walk.as_ref().is_some_and(|walk| walk.generation == generation)
}

/// The page can't be read: what is marked stays.
pub(super) fn failed(model: &mut Model) {
    model.marks.walk = None;
}

/// A page of what is to be marked has come.
pub(super) fn page(model: &mut Model, page: QueuePage, out: &mut Vec<Effect>) {
    let Some(walk) = model.marks.walk.take() else { return };
    go_through(model, walk, page, out);
    if !model.marks.is_growing() {
        bulk::marks_known(model);
    }
}

/// Marks what is in a page, and goes on to the next.
fn go_through(model: &mut Model, walk: MarkWalk, page: QueuePage, out: &mut Vec<Effect>) {
    let is_past = |key: PageKey| walk.until.is_some_and(|until| key > until);
    for row in page.rows.iter().take_while(|row| !is_past(row.key)) {
        let unmarked = walk.inverts && model.marks.remove(row.id);
        if !unmarked && !insert(model, row) {
            return;
        }
    }
    let end = page.stopped.or_else(|| page.rows.last().map(|row| row.key));
    let Some(end) = end.filter(|end| page.more_after && !is_past(*end) && walk.until != Some(*end)) else { return };
    let query = QueueQuery { from: PageFrom::After(end), ..walk.query };
    let generation = Generation(model.next_number());
    out.push(Effect::Read(generation, Read::Queue(query.clone())));
    model.marks.walk = Some(MarkWalk { generation, query, ..walk });
}

/// Cases have changed: how the marked ones stand is read again.
pub(super) fn changed(model: &mut Model, changes: &Changes, out: &mut Vec<Effect>) {
    let marks = &model.marks;
    let ids: Vec<DisputeId> = if changes.all {
        marks.ids()
    } else {
        changes.changed.iter().map(|changed| changed.dispute).filter(|id| marks.contains(*id)).collect()
    };
    if !ids.is_empty() {
        prefetch::request(model, Read::Rows(ids), out);
    }
}

/// How marked cases stand is known: those that are not there any more are unmarked, and it is said.
pub(super) fn rows_read(model: &mut Model, asked: &[DisputeId], rows: &[QueueRow]) {
    model.marks.see(rows);
    let is_gone = |id: &&DisputeId| !rows.iter().any(|row| row.id == **id);
    let gone: Vec<_> = asked.iter().filter(is_gone).copied().filter(|id| model.marks.remove(*id)).collect();
    if !gone.is_empty() {
        model.notice = Some(Notice::MarksGone(gone));
    }
}
