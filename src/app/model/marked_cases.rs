//! Marked cases of the queue: by dispute, wherever they are, at hand or not.

use std::collections::BTreeMap;

use super::{Model, Screen};
use crate::app::effect::Generation;
use crate::domain::ids::{DisputeId, Handle};
use crate::store::{FilterMatcher, PageKey, QueueQuery, QueueRow};

/// The most cases that can be marked; more than anyone means to act on at once.
pub const MAX_MARKS: usize = 1_000;

/// The marked cases.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MarkedCases {
    /// Each as its row was last seen.
    rows: BTreeMap<DisputeId, QueueRow>,
    /// Where a range began; it reaches to the cursor.
    pub range: Option<MarkRange>,
    /// The part of the queue that is being gone through.
    pub(in crate::app) walk: Option<MarkWalk>,
}

/// A range that is being marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkRange {
    pub from: PageKey,
    /// It was begun with Shift held, and ends with the next move without.
    pub by_shift: bool,
}

/// Going through a part of the queue to mark what is in it, page by page, also what is not at hand.
#[derive(Debug, Clone, PartialEq)]
pub struct MarkWalk {
    /// The page that is being read.
    pub generation: Generation,
    pub query: QueueQuery,
    /// The last row, if not the queue's.
    pub until: Option<PageKey>,
    /// What was marked is unmarked, and the other way round.
    pub inverts: bool,
}

/// How many cases are marked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkedCount {
    pub marked: usize,
    /// Those of them that are not in the view on screen.
    pub outside: usize,
    /// More are being marked.
    pub more: bool,
}

impl MarkedCases {
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn contains(&self, id: DisputeId) -> bool {
        self.rows.contains_key(&id)
    }

    /// Returns the marked cases as they were last seen, by number.
    pub fn rows(&self) -> impl Iterator<Item = &QueueRow> {
        self.rows.values()
    }

    /// Returns who holds a marked case, as it was last seen.
    pub(in crate::app) fn holder(&self, id: DisputeId) -> Option<&Handle> {
        self.rows.get(&id)?.claimed_by.as_ref()
    }

    /// Returns whether more cases are being marked.
    pub fn is_growing(&self) -> bool {
        self.walk.is_some()
    }

    /// Returns the marked cases, the most urgent first.
    pub fn ids(&self) -> Vec<DisputeId> {
        let mut rows: Vec<_> = self.rows.values().map(|row| (row.key, row.id)).collect();
        rows.sort_unstable();
        rows.into_iter().map(|(_, id)| id).collect()
    }

    /// MarkedCases a case; returns whether there was room.
    pub(in crate::app) fn insert(&mut self, row: &QueueRow) -> bool {
        let has_room = self.rows.len() < MAX_MARKS || self.rows.contains_key(&row.id);
        if has_room {
            self.rows.insert(row.id, row.clone());
        }
        has_room
    }

    /// Unmarks a case; returns whether it was marked.
    pub(in crate::app) fn remove(&mut self, id: DisputeId) -> bool {
        self.rows.remove(&id).is_some()
    }

    /// Unmarks every case.
    pub(in crate::app) fn clear(&mut self) {
        self.rows.clear();
    }

    /// Takes in how these cases stand, as far as they are marked.
    pub(in crate::app) fn see<'a>(&mut self, rows: impl IntoIterator<Item = &'a QueueRow>) {
        if self.rows.is_empty() {
            return;
        }
        for row in rows {
            if let Some(known) = self.rows.get_mut(&row.id) {
                known.clone_from(row);
            }
        }
    }
}

impl Model {
    /// Returns whether commands are about the marked cases: in the queue, while something is marked.
    pub fn acts_on_marked(&self) -> bool {
        let marks = &self.marks;
        let any = !marks.is_empty() || marks.range.is_some() || marks.walk.is_some();
        any && self.screen == Screen::Queue && self.layer.as_ref().is_none_or(|layer| layer.dispute().is_none())
    }

    /// Returns whether a row of the queue is marked, or in the range that is being marked.
    pub fn is_marked(&self, row: &QueueRow) -> bool {
        let cursor = self.queue.window.selected_row().map(|row| row.key);
        let in_range = self.marks.range.zip(cursor).is_some_and(|(range, cursor)| range.covers(cursor, row.key));
        in_range || self.marks.contains(row.id)
    }

    /// Returns how many cases are marked; `None` while none is.
    pub fn marked_count(&self) -> Option<MarkedCount> {
        let marks = &self.marks;
        let in_range = match marks.range {
            Some(_) => {
                let rows = self.queue.window.rows.iter();
                rows.filter(|row| !marks.contains(row.id) && self.is_marked(row)).count()
            }
            None => 0,
        };
        let marked = marks.len() + in_range;
        let more = marks.is_growing();
        (marked > 0 || more).then(|| MarkedCount { marked, outside: self.marked_outside(), more })
    }

    /// Returns how many of the marked cases are not in the view on screen, as far as their rows tell.
    fn marked_outside(&self) -> usize {
        let (view, me) = (self.queue.view, self.me.as_ref().map(|me| &me.handle));
        let Ok(filter) = self.queue.filter() else { return self.marks.len() };
        let team = || Ok::<_, std::convert::Infallible>(self.team.clone());
        let Ok(matcher) = FilterMatcher::new(&filter, (me, self.now), team);
        let is_inside = |row: &&QueueRow| row.is_in(view, me, self.now) && matcher.fits(row);
        self.marks.len() - self.marks.rows.values().filter(is_inside).count()
    }
}

impl MarkRange {
    /// Returns whether a row lies between where the range began and the cursor.
    pub fn covers(self, cursor: PageKey, row: PageKey) -> bool {
        let (first, last) = self.ends(cursor);
        (first..=last).contains(&row)
    }

    /// Returns the first and the last row, in the queue's order.
    pub fn ends(self, cursor: PageKey) -> (PageKey, PageKey) {
        (self.from.min(cursor), self.from.max(cursor))
    }
}
