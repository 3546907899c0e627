//! The queue as the desk holds it: a contiguous window of rows, and a selection that is a dispute's id.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use super::saved_views::{SavedViews, ViewRef};
use crate::app::effect::Generation;
use crate::domain::ids::DisputeId;
use crate::domain::queue::filter::Filter;
use crate::domain::queue::saved_views::SavedView;
use crate::domain::refusal::BadTerm;
use crate::domain::vocabulary::View;
use crate::store::{OVERDUE_AT_MOST, PageFrom, PageKey, QueuePage, QueueRow, ViewCounts};

/// The most rows kept in memory. Far more than a screen, far less than a marketplace.
pub const MAX_ROWS: usize = 1_000;

#[derive(Debug, Clone, PartialEq)]
pub struct Queue {
    pub view: View,
    /// The filter in force; empty for none.
    pub words: String,
    /// The views that the mediator keeps, and which of them is shown.
    pub saved: SavedViews,
    /// The rows at hand.
    pub window: Window,
    /// Names and orders that were at hand at some time, to be offered where one is typed.
    pub names: RememberedNames,
    /// How many cases each view has; `None` until they are known.
    pub counts: Option<ViewCounts>,
    /// The windows of the views left behind, so that coming back is instant.
    pub(in crate::app) others: BTreeMap<(View, String), Window>,
    /// The page that is being read, and from where.
    pub(in crate::app) reading: Option<(Generation, Page, PageFrom)>,
    /// The rows changed while a page was being read: read again after it.
    pub(in crate::app) again: bool,
}

/// Names and orders that were at hand at some time.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RememberedNames {
    pub clients: BTreeSet<String>,
    pub sellers: BTreeSet<String>,
    pub orders: BTreeSet<String>,
}

/// Names of a kind that are remembered; far more than anyone reads through.
const MAX_NAMES: usize = 1_000;

impl RememberedNames {
    /// Remembers those of these rows.
    pub(in crate::app) fn remember(&mut self, rows: &[QueueRow]) {
        for row in rows {
            for (known, name) in
                [(&mut self.clients, &row.client), (&mut self.sellers, &row.seller), (&mut self.orders, &row.order.0)]
            {
                if known.len() < MAX_NAMES && !known.contains(name) {
                    known.insert(name.clone());
                }
            }
        }
    }
}

/// What a page that is being read will be to the window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) enum Page {
    /// Takes its place; the selection stays.
    Instead,
    /// Takes its place from the selection on; what comes before it is read next.
    Here,
    /// Takes its place; the selection goes to the first row.
    First,
    /// Takes its place; the selection goes to the last row.
    Last,
    Before,
    After,
}

impl Default for Queue {
    fn default() -> Self {
        Self {
            view: View::Open,
            words: String::new(),
            saved: SavedViews::default(),
            window: Window::default(),
            names: RememberedNames::default(),
            counts: None,
            others: BTreeMap::new(),
            reading: None,
            again: false,
        }
    }
}

impl Queue {
    /// Returns the views that there are: those of what is snoozed and of what waits for approval only while something does.
    pub fn views(&self) -> Vec<View> {
        let has = |view: View| match view {
            View::Snoozed => self.counts.is_some_and(|counts| counts.snoozed > 0),
            View::Approval => self.counts.is_some_and(|counts| counts.approval > 0),
            _ => true,
        };
        View::ALL.iter().copied().filter(|view| *view == self.view || has(*view)).collect()
    }

    /// Returns every view that one can go to: those that everyone has, then the mediator's own.
    pub fn view_refs(&self) -> Vec<ViewRef> {
        let everyones = self.views().into_iter().map(ViewRef::Standard);
        everyones.chain((0..).map_while(|at| self.saved.view_ref(at))).collect()
    }

    /// Returns the view that is shown.
    pub fn view_ref(&self) -> ViewRef {
        self.saved.shown.clone().map_or(ViewRef::Standard(self.view), ViewRef::Saved)
    }

    /// Returns whether a view of the mediator's own is on screen just as it is kept.
    pub fn shows(&self, view: &SavedView) -> bool {
        (self.view, &self.words) == (view.base, &view.query)
    }

    /// Returns what makes no sense in the filter in force: it was kept before the grammar changed.
    pub fn filter_error(&self) -> Option<BadTerm> {
        self.filter().err()
    }

    /// Returns the filter in force.
    ///
    /// # Errors
    /// What makes no sense in it.
    pub fn filter(&self) -> Result<Filter, BadTerm> {
        Filter::parse(&self.words)
    }

    /// Returns how many rows the view has under its filter, as far as that is known: at its end from the rows themselves, else
    /// from what the store counts, which knows no filter.
    pub fn total(&self) -> Option<u64> {
        let window = &self.window;
        let reached = window.before.filter(|_| window.known).map(|before| before + window.rows.len() as u64);
        match reached {
            Some(reached) if !window.more_after => Some(reached),
            _ => self.counted().map(|counted| counted.max(reached.unwrap_or(0))),
        }
    }

    /// Returns how many rows the store counts; it counts no filter's, and what is overdue only up to a limit.
    pub(in crate::app) fn counted(&self) -> Option<u64> {
        let counts = self.counts.filter(|_| self.words.is_empty())?;
        Some(counts.of(self.view)).filter(|count| self.view != View::Overdue || *count < OVERDUE_AT_MOST.unsigned_abs())
    }

    /// Returns the place of the selected row among all of the view's, counted from 1, as far as it is known.
    pub fn place(&self) -> Option<u64> {
        let at = self.window.selected_index()? as u64;
        self.window.before.map(|before| before + at + 1)
    }

    /// Returns whether this read is of rows around those that are shown.
    pub fn is_reading_ahead(&self, generation: Generation) -> bool {
        self.reading.is_some_and(|(read, page, _)| read == generation && matches!(page, Page::Before | Page::After))
    }

    /// Returns whether rows may still come where there are none yet: the first page, or what a filter still looks for.
    pub fn is_loading(&self) -> bool {
        let window = &self.window;
        !window.known || window.rows.is_empty() && (window.more_before || window.more_after)
    }
}

/// A contiguous part of the queue, in its order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Window {
    pub rows: VecDeque<QueueRow>,
    /// Whether the queue goes on before the first.
    pub more_before: bool,
    /// Whether the queue goes on after the last.
    pub more_after: bool,
    /// Whether it was ever read.
    pub known: bool,
    /// The selected dispute: always one of the rows, unless there is none.
    pub selected: Option<DisputeId>,
    /// The first visible row, as an index of `rows`.
    pub top: usize,
    /// How many rows the queue has before the first of these, as far as it is known: others' changes above are noticed only once
    /// one comes there.
    pub before: Option<u64>,
    /// Where a filter stopped looking before the first row, and after the last.
    stopped: (Option<PageKey>, Option<PageKey>),
    /// The line of the screen to which the selection comes back once there are rows above it again.
    line: Option<usize>,
    /// Where the first page begins, instead of at the first row.
    pub(in crate::app) resume: Option<ResumePoint>,
}

/// The row that was selected when the mediator left the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::app) struct ResumePoint {
    pub key: PageKey,
    /// Its line on the screen.
    pub line: usize,
}

impl Window {
    /// Returns where a dispute stands among the rows.
    pub fn index_of(&self, id: DisputeId) -> Option<usize> {
        self.rows.iter().position(|row| row.id == id)
    }

    /// Returns where the selection stands among the rows.
    pub fn selected_index(&self) -> Option<usize> {
        self.selected.and_then(|id| self.index_of(id))
    }

    /// Returns the selected row.
    pub fn selected_row(&self) -> Option<&QueueRow> {
        self.selected_index().and_then(|i| self.rows.get(i))
    }

    /// Returns the rows that a list of this height shows.
    pub fn visible(&self, height: usize) -> impl Iterator<Item = &QueueRow> {
        self.rows.iter().skip(self.top).take(height)
    }

    /// Returns the disputes next to the selected one: before, after.
    pub fn neighbours(&self) -> (Option<DisputeId>, Option<DisputeId>) {
        let Some(at) = self.selected_index() else { return (None, None) };
        let id = |i: usize| self.rows.get(i).map(|row| row.id);
        (at.checked_sub(1).and_then(id), id(at + 1))
    }

    /// Selects a row by its index, brought into sight in a list of this height.
    pub fn select(&mut self, index: usize, height: usize) {
        let index = index.min(self.rows.len().saturating_sub(1));
        self.selected = self.rows.get(index).map(|row| row.id);
        self.line = None;
        self.reveal(height);
    }

    /// Moves the selection by so many rows, as far as the rows at hand go.
    pub fn step(&mut self, by: isize, height: usize) {
        let from = self.selected_index().unwrap_or(0);
        self.select(from.saturating_add_signed(by), height);
    }

    /// Scrolls the least that brings the selection into sight.
    pub fn reveal(&mut self, height: usize) {
        let height = height.max(1);
        let at = self.selected_index().unwrap_or(0);
        self.top = self.top.clamp((at + 1).saturating_sub(height), at);
        self.top = self.top.min(self.rows.len().saturating_sub(height));
    }

    /// Takes a page in place of the rows. The selection stays by its id, on the same line of the screen; a row that is gone
    /// passes it to its neighbour. `total` is how many rows there are in all, where that is known.
    pub(in crate::app) fn replace(&mut self, page: QueuePage, backwards: bool, height: usize, total: Option<u64>) {
        self.before = self.rows_before(&page, total);
        self.stopped = if backwards { (page.stopped, None) } else { (None, page.stopped) };
        let resumed = self.resume.take();
        let line =
            resumed.map_or(self.selected_index().map_or(0, |at| at.saturating_sub(self.top)), |point| point.line);
        let wanted = resumed.map(|point| point.key.id).filter(|id| page.rows.iter().any(|row| row.id == *id));
        let successor = self.successor(&page).or(wanted);
        self.rows = page.rows.into();
        (self.more_before, self.more_after, self.known) = (page.more_before, page.more_after, true);
        self.selected = successor.or_else(|| self.rows.front().map(|row| row.id));
        let at = self.selected_index().unwrap_or(0);
        self.top = at.saturating_sub(line);
        self.line = (at < line && self.more_before).then_some(line);
        self.reveal(height);
    }

    /// Returns how many rows there are before the first of a page that takes the rows' place: none, or what the end leaves of
    /// all, or what a row that stays says.
    fn rows_before(&self, page: &QueuePage, total: Option<u64>) -> Option<u64> {
        if !page.more_before {
            return Some(0);
        }
        if let Some(total) = total.filter(|_| !page.more_after) {
            return Some(total.saturating_sub(page.rows.len() as u64));
        }
        let before = self.before?;
        let (at, row) = page.rows.iter().enumerate().find_map(|(new, row)| Some((self.index_of(row.id)?, new)))?;
        (before + at as u64).checked_sub(row as u64)
    }

    /// Returns who is selected once this page has taken the rows' place: the same, or the first of those after it that
    /// remain, or the last of those before it.
    fn successor(&self, page: &QueuePage) -> Option<DisputeId> {
        let at = self.selected_index()?;
        let kept = |row: &&QueueRow| page.rows.iter().any(|new| new.id == row.id);
        let after = self.rows.iter().skip(at).find(kept);
        let before = || self.rows.iter().take(at).rev().find(kept);
        after.or_else(before).map(|row| row.id)
    }

    /// Adds a page after the last row; rows far above make room.
    pub(in crate::app) fn append(&mut self, page: QueuePage) {
        (self.more_after, self.stopped.1) = (page.more_after, page.stopped);
        let last = self.rows.back().map(|row| row.key);
        self.rows.extend(page.rows.into_iter().filter(|row| last.is_none_or(|last| row.key > last)));
        let spare = self.rows.len().saturating_sub(MAX_ROWS).min(self.top);
        if spare > 0 {
            self.rows.drain(..spare);
            self.top -= spare;
            self.before = self.before.map(|before| before + spare as u64);
            (self.more_before, self.stopped.0) = (true, None);
        }
        self.select_any();
    }

    /// Adds a page before the first row; rows far below make room.
    pub(in crate::app) fn prepend(&mut self, page: QueuePage) {
        (self.more_before, self.stopped.0) = (page.more_before, page.stopped);
        let first = self.rows.front().map(|row| row.key);
        for row in page.rows.into_iter().rev() {
            if first.is_none_or(|first| row.key < first) {
                self.rows.push_front(row);
                self.top += 1;
                self.before = self.before.and_then(|before| before.checked_sub(1));
            }
        }
        if !self.more_before {
            self.before = Some(0);
        }
        if let (Some(line), Some(at)) = (self.line.take(), self.selected_index()) {
            self.top = at.saturating_sub(line);
        }
        if self.rows.len() > MAX_ROWS {
            self.cut(MAX_ROWS.max(self.selected_index().unwrap_or(0) + 1));
        }
        self.select_any();
    }

    /// Cuts off what comes after so many rows.
    fn cut(&mut self, keep: usize) {
        if self.rows.len() > keep {
            self.rows.truncate(keep);
            (self.more_after, self.stopped.1) = (true, None);
        }
    }

    /// The first rows have come where there were none.
    fn select_any(&mut self) {
        if self.selected.is_none() {
            self.selected = self.rows.front().map(|row| row.id);
            self.top = 0;
        }
    }

    /// Returns where the rows after the last begin.
    pub(in crate::app) fn end(&self) -> PageFrom {
        let end = self.stopped.1.or_else(|| self.rows.back().map(|row| row.key));
        end.map_or(PageFrom::Start, PageFrom::After)
    }

    /// Returns where the rows before the first end.
    pub(in crate::app) fn beginning(&self) -> PageFrom {
        let beginning = self.stopped.0.or_else(|| self.rows.front().map(|row| row.key));
        beginning.map_or(PageFrom::End, PageFrom::Before)
    }

    /// Keeps only what is near the visible part.
    pub(in crate::app) fn shrink(&mut self, height: usize, around: usize) {
        let from = self.top.saturating_sub(around).min(self.rows.len());
        if from > 0 {
            self.rows.drain(..from);
            self.top -= from;
            self.before = self.before.map(|before| before + from as u64);
            (self.more_before, self.stopped.0) = (true, None);
        }
        self.cut(self.top + height + around);
    }

    /// Returns where to read from, and how many, to read the visible part again with some rows around it.
    pub(in crate::app) fn around(&self, height: usize, around: usize) -> (PageFrom, usize) {
        let from = self.top.saturating_sub(around);
        let start = match self.rows.get(from) {
            _ if from == 0 && !self.more_before => PageFrom::Start,
            None => PageFrom::Start,
            Some(row) => from_row(row.key),
        };
        (start, height + 2 * around)
    }

    /// Returns where to read from so that the selection comes first.
    pub(in crate::app) fn page_at_selection(&self) -> PageFrom {
        let key = self.selected_row().map(|row| row.key).or(self.resume.map(|point| point.key));
        key.map_or(PageFrom::Start, from_row)
    }
}

/// Pages start after a row; the least that is before this one makes it the first.
pub(in crate::app) fn from_row(key: PageKey) -> PageFrom {
    PageFrom::After(PageKey { id: DisputeId(key.id.0 - 1), ..key })
}
