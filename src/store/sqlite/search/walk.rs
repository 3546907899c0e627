//! The reading side: down the ids from the newest, a window at a time, until enough is found or the time is up.
//!
//! Two common words that never meet would keep one statement over everything busy for a second. A window of ids bounds
//! each statement, and says how far the search has come when it has to stop. Bounds on the rowid alone don't do that: FTS5
//! first looks for the newest match of all words, and only then at the bounds. So every text carries the word of its
//! block of ids ([`block_word`]), and a window asks for its blocks as for any other word.

use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use super::SearchIndex;
use super::index::part_name;
use super::scope::ScopeFilter;
use super::stop::Running;
use crate::store::StoreError;

/// Ids of a block, and of the first window: some milliseconds for the worst words there are.
const BLOCK: i64 = 16_384;
/// How long one block may take when even that is too much, so that a search comes on.
const PATIENCE: Duration = Duration::from_secs(2);
/// Texts that are read however little time there is.
const A_LITTLE: usize = 64;
/// A window that took less than the first is followed by one four times as wide; one that took more than the second, by
/// one half as wide.
const QUICK: Duration = Duration::from_millis(2);
const SLOW: Duration = Duration::from_millis(10);

/// The word that every text of a block carries in the index. No one can type it: a character for private use is not
/// part of a word ([`super::tokens`]), and FTS5's tokenizer keeps it.
pub(super) fn block_word(id: i64) -> String {
    format!("\u{e000}{}", id / BLOCK)
}

/// What a walk found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Found {
    /// Newest first.
    pub ids: Vec<i64>,
    /// Everything from here up was looked at; `None`: everything was.
    pub next: Option<i64>,
}

/// How far one statement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stride {
    /// A window of ids, as many as the time allows.
    Window,
    /// A whole part. For the beginning of a word, which FTS5 looks up in a whole part whatever the ids asked for.
    Part,
}

/// One search on its way down.
pub(super) struct SearchWalk<'a> {
    of: SearchIndex,
    conn: &'a Connection,
    /// Newest first.
    parts: Vec<PartStart>,
    /// The newest id to look at.
    top: i64,
    budget: Duration,
    running: &'a Running<'a>,
    /// Only texts of some cases.
    keep: Option<&'a ScopeFilter<'a>>,
}

/// How a statement ended.
enum End {
    Reached,
    Late,
}

impl Found {
    fn up_to_the_last(self) -> Self {
        Self { next: self.ids.last().copied(), ..self }
    }

    fn down_to(self, id: i64) -> Self {
        Self { next: Some(id), ..self }
    }
}

/// The lowest id of the block of `high` and the ones below it, so many in all.
fn lowest_of(high: i64, blocks: i64) -> i64 {
    (high / BLOCK).saturating_sub(blocks - 1).saturating_mul(BLOCK)
}

/// The same, in the blocks from `low` to `high` alone. They come first: FTS5 starts from the first word's newest text.
fn within(low: i64, high: i64, expression: &str) -> String {
    let blocks: Vec<_> =
        (low / BLOCK..=high / BLOCK).map(|block| format!("\"{}\"", block_word(block * BLOCK))).collect();
    format!("({}) AND {expression}", blocks.join(" OR "))
}

impl<'a> SearchWalk<'a> {
    /// Starts below `before`. The time runs from here; what `keep` leaves out is passed over.
    pub fn begin(
        conn: &'a Connection,
        of: SearchIndex,
        (running, budget): (&'a Running<'a>, Duration),
        before: i64,
        keep: Option<&'a ScopeFilter<'a>>,
    ) -> Result<Self, StoreError> {
        let newest: Option<i64> = conn.prepare_cached(of.newest())?.query_row([], |row| row.get(0))?;
        let top = newest.unwrap_or(0).min(before.saturating_sub(1));
        let mut statement =
            conn.prepare_cached(&format!("SELECT part, first FROM {} ORDER BY part DESC", of.part_table()))?;
        let parts = statement.query_map([], |row| Ok(PartStart { number: row.get(0)?, first: row.get(1)? }))?;
        let parts = parts.collect::<Result<_, _>>()?;
        running.allow(budget);
        Ok(Self { of, conn, parts, top, budget, running, keep })
    }

    /// Returns whether the walk came nowhere: its first statement took all the time.
    pub fn is_stuck(&self, found: &Found) -> bool {
        found.ids.is_empty() && found.next == Some(self.top + 1)
    }

    /// Finds at most `limit` texts, none below `floor`.
    pub fn down(&self, expression: &str, stride: Stride, floor: i64, limit: usize) -> Result<Found, StoreError> {
        let found = self.windows(expression, stride, floor, limit, usize::MAX)?;
        if stride == Stride::Part || !self.is_stuck(&found) {
            return Ok(found);
        }
        // It must come on a little each time, or asking again would never end.
        self.running.allow(PATIENCE);
        self.windows(expression, stride, floor, limit, 1)
    }

    fn windows(
        &self,
        expression: &str,
        stride: Stride,
        floor: i64,
        limit: usize,
        mut most: usize,
    ) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let (mut high, mut blocks) = (self.top, 1);
        for part in &self.parts {
            let bottom = part.first.max(floor);
            while high >= bottom {
                let low = match stride {
                    Stride::Part => bottom,
                    Stride::Window => lowest_of(high, blocks).max(bottom),
                };
                // A whole part needs no blocks.
                let narrowed = (low > part.first && stride == Stride::Window).then(|| within(low, high, expression));
                let asked = narrowed.as_deref().unwrap_or(expression);
                let began = Instant::now();
                let (ended, looked) =
                    self.window(part.number, asked, (low, high), limit + 1 - found.ids.len(), &mut found.ids)?;
                if found.ids.len() > limit {
                    found.ids.truncate(limit);
                    return Ok(found.up_to_the_last());
                }
                high = match (ended, looked) {
                    (End::Reached, _) => low - 1,
                    (End::Late, Some(last)) => return Ok(found.down_to(last)),
                    (End::Late, None) => return Ok(found.down_to(high + 1)),
                };
                most -= 1;
                if (most == 0 || self.running.is_late()) && high >= floor {
                    return Ok(found.down_to(high + 1));
                }
                blocks = match began.elapsed() {
                    quick if quick < QUICK => blocks.saturating_mul(4),
                    slow if slow > SLOW => (blocks / 2).max(1),
                    _ => blocks,
                };
            }
        }
        Ok(found)
    }

    /// Reads candidates' texts, newest first, and adds those that `holds` says yes to, as long as there is time. What was
    /// found below the last that was read is for the next page: another candidate may stand between.
    pub fn complete(
        &self,
        found: &mut Found,
        candidates: &Found,
        limit: usize,
        holds: impl Fn(&str) -> bool,
    ) -> Result<(), StoreError> {
        let mut text = self.conn.prepare_cached(self.of.text())?;
        let (began, known, mut looked) = (Instant::now(), found.ids.len(), candidates.next);
        // It must come on a little each time, or asking again would never end: the clock is looked at between two texts.
        self.running.allow(PATIENCE);
        for (at, &id) in candidates.ids.iter().enumerate() {
            if at >= A_LITTLE && began.elapsed() >= self.budget / 2 {
                looked = Some(id + 1);
                break;
            }
            if found.ids[..known].binary_search_by(|f| id.cmp(f)).is_ok() {
                continue;
            }
            match text
                .query_row([id], |row| Ok(holds(row.get_ref(0)?.as_str()?)))
                .and_then(|h| Ok(h && self.keeps(id)?))
            {
                Ok(true) => found.ids.push(id),
                Ok(false) | Err(rusqlite::Error::QueryReturnedNoRows) => {}
                Err(error) if at > 0 && self.is_late(&error)? => {
                    looked = Some(id + 1);
                    break;
                }
                Err(error) => return Err(error.into()),
            }
        }
        found.ids.sort_unstable_by(|a, b| b.cmp(a));
        if let Some(looked) = looked.filter(|looked| found.next.is_none_or(|next| *looked > next)) {
            found.ids.retain(|id| *id >= looked);
            found.next = Some(looked);
        }
        if found.ids.len() > limit {
            found.ids.truncate(limit);
            found.next = found.ids.last().copied();
        }
        Ok(())
    }

    /// The newest numbers, whatever their texts say, none below `floor`.
    pub fn newest(&self, floor: i64, limit: usize) -> Found {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let low = floor.max(self.top.saturating_sub(limit) + 1);
        let found = Found { ids: (low..=self.top).rev().collect(), next: None };
        if low > floor { found.down_to(low) } else { found }
    }

    /// Halves what time there is, to keep the other half for a second way.
    pub fn take_half_the_time(&self) {
        self.running.allow(self.budget / 2);
    }

    fn window(
        &self,
        part: i64,
        expression: &str,
        (low, high): (i64, i64),
        limit: usize,
        into: &mut Vec<i64>,
    ) -> Result<(End, Option<i64>), StoreError> {
        let table = part_name(self.of, part);
        let sql =
            format!("SELECT rowid FROM {table} WHERE {table} MATCH ?1 AND rowid BETWEEN ?2 AND ?3 ORDER BY rowid DESC");
        let full = into.len().saturating_add(limit);
        let mut looked = None;
        let mut run = || {
            let mut statement = self.conn.prepare_cached(&sql)?;
            let mut rows = statement.query(params![expression, low, high])?;
            while into.len() < full
                && let Some(row) = rows.next()?
            {
                let id = row.get(0)?;
                if self.keeps(id)? {
                    into.push(id);
                }
                looked = Some(id);
            }
            Ok(())
        };
        match run() {
            Ok(()) => Ok((End::Reached, looked)),
            Err(error) if self.is_late(&error)? => Ok((End::Late, looked)),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns whether a text is of a case that is searched.
    fn keeps(&self, id: i64) -> rusqlite::Result<bool> {
        self.keep.map_or(Ok(true), |keep| keep.keeps(id))
    }

    /// The newest texts of the cases that are searched, whatever they say.
    pub fn every(&self, limit: usize) -> Result<Found, StoreError> {
        let mut found = Found::default();
        let mut looked = self.top + 1;
        let mut run = || {
            let mut statement = self.conn.prepare_cached(self.of.every())?;
            let mut rows = statement.query([self.top])?;
            while found.ids.len() <= limit
                && let Some(row) = rows.next()?
            {
                let id = row.get(0)?;
                if self.keeps(id)? {
                    found.ids.push(id);
                }
                looked = id;
            }
            Ok(())
        };
        match run() {
            Ok(()) if found.ids.len() > limit => {
                found.ids.truncate(limit);
                Ok(found.up_to_the_last())
            }
            Ok(()) => Ok(found),
            Err(error) if self.is_late(&error)? => Ok(found.down_to(looked)),
            Err(error) => Err(error.into()),
        }
    }

    /// Returns whether the clock ended the statement; another thread's word is an error of its own.
    fn is_late(&self, error: &rusqlite::Error) -> Result<bool, StoreError> {
        self.running.timed_out(error)
    }
}

struct PartStart {
    number: i64,
    first: i64,
}
