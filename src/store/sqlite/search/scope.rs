//! Which texts a search is kept to: those of the cases that the conditions in it let through.
//!
//! Conditions that name someone or an order leave few cases of many. These are looked for first, once, by a walk of the
//! index that holds their names; then only their texts are read, however common the words. Other conditions leave many
//! cases: there the texts are found by their words, and each one's case is looked at.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension};

use super::SearchIndex;
use super::stop::Running;
use crate::domain::ids::DisputeId;
use crate::domain::queue::filter::Filter;
use crate::store::sqlite::queue::{filtered_row_of, row_sql};
use crate::store::{FilterMatcher, PageKey, SearchQuery, StoreError};

/// Texts that are few enough to be read one by one.
const FEW: usize = 50_000;
/// Cases that are looked at however little time there is.
const A_LITTLE: usize = 64;
/// Cases whose answer is remembered.
const REMEMBERED: usize = 200_000;

/// The texts of the cases that some conditions let through, as far as they are known; kept from one call to the next.
#[derive(Debug)]
pub(crate) struct Scope {
    known: RefCell<Option<KnownTexts>>,
    few: usize,
}

impl Default for Scope {
    fn default() -> Self {
        Self::of_at_most(FEW)
    }
}

#[derive(Debug)]
struct KnownTexts {
    /// What they are the texts of.
    of: Of,
    /// Where to go on; `None`: every case was looked at.
    from: Option<PageKey>,
    /// Newest first, once every case was looked at.
    texts: ScopeTexts,
    many: bool,
}

/// The conditions, and the state of the database.
#[derive(Debug, Clone, PartialEq)]
struct Of {
    conditions: Filter,
    me: Option<String>,
    minute: i64,
    version: (i64, u64),
}

/// The numbers of texts, by index.
#[derive(Debug, Clone, Default)]
pub(super) struct ScopeTexts {
    messages: Vec<i64>,
    passages: Vec<i64>,
}

impl ScopeTexts {
    /// Returns those of an index.
    pub fn of(&self, index: SearchIndex) -> &[i64] {
        match index {
            SearchIndex::Messages => &self.messages,
            SearchIndex::Passages => &self.passages,
        }
    }

    fn of_mut(&mut self, index: SearchIndex) -> &mut Vec<i64> {
        match index {
            SearchIndex::Messages => &mut self.messages,
            SearchIndex::Passages => &mut self.passages,
        }
    }

    fn len(&self) -> usize {
        self.messages.len() + self.passages.len()
    }
}

/// What is known of a scope.
pub(super) enum ScopeAnswer {
    /// All of them, newest first.
    Few(ScopeTexts),
    /// Too many to be read one by one.
    Many,
    /// The time was up before they were all found: ask again.
    NotYet,
}

/// Before every case.
const START: PageKey = PageKey { rank: i64::MIN, id: DisputeId(0) };

impl Scope {
    /// With so many messages at most; what is more is not read one by one.
    pub(super) fn of_at_most(few: usize) -> Self {
        Self { known: RefCell::default(), few }
    }

    /// The texts of the cases that `filter`, made of these conditions, lets through.
    pub(super) fn texts(
        &self,
        conn: &Connection,
        (conditions, filter, query): (&Filter, &FilterMatcher<'_>, &SearchQuery),
        minute: i64,
        (running, budget): (&Running<'_>, Duration),
    ) -> Result<ScopeAnswer, StoreError> {
        let of = Of {
            conditions: conditions.clone(),
            me: query.me.as_ref().map(|me| me.0.clone()),
            minute,
            version: (conn.pragma_query_value(None, "data_version", |row| row.get(0))?, conn.total_changes()),
        };
        let mut known = self.known.borrow_mut();
        let fresh = known.take().filter(|known| known.of == of);
        let mut now = fresh.unwrap_or(KnownTexts { of, from: Some(START), texts: ScopeTexts::default(), many: false });
        if let Some(from) = now.from {
            now.from = look_on(conn, filter, from, (&mut now.texts, self.few), (running, budget))?;
            now.many = now.texts.len() > self.few;
            if now.many {
                now.from = None;
                now.texts = ScopeTexts::default();
            }
            if now.from.is_none() {
                for of in SearchIndex::ALL {
                    now.texts.of_mut(of).sort_unstable_by(|a, b| b.cmp(a));
                }
            }
        }
        let answer = match now.from {
            Some(_) => ScopeAnswer::NotYet,
            None if now.many => ScopeAnswer::Many,
            None => ScopeAnswer::Few(now.texts.clone()),
        };
        *known = Some(now);
        Ok(answer)
    }
}

/// Looks at cases from here on until the time is up; returns where it stopped.
fn look_on(
    conn: &Connection,
    filter: &FilterMatcher<'_>,
    from: PageKey,
    (texts, few): (&mut ScopeTexts, usize),
    (running, budget): (&Running<'_>, Duration),
) -> Result<Option<PageKey>, StoreError> {
    let (began, at) = (Instant::now(), Cell::new(from));
    let mut walk = || -> rusqlite::Result<bool> {
        let mut cases = conn.prepare_cached(
            "SELECT rank, id, words FROM disputes INDEXED BY disputes_all WHERE (rank, id) > (?1, ?2) ORDER BY rank, id",
        )?;
        let mut one = conn.prepare_cached(row_sql())?;
        let mut of_case = Vec::new();
        for of in SearchIndex::ALL {
            of_case.push((of, conn.prepare_cached(of.of_case())?));
        }
        let mut rows = cases.query((from.rank, from.id))?;
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            // It comes on a little each time, or asking again would never end.
            if looked >= A_LITTLE && began.elapsed() >= budget {
                return Ok(false);
            }
            looked += 1;
            let key = PageKey { rank: row.get(0)?, id: row.get(1)? };
            if filter.may_match(row.get_ref(2)?.as_str()?) && filter.matches(&one.query_row([key.id], filtered_row_of)?)
            {
                let before = SearchIndex::ALL.map(|of| texts.of(of).len());
                let added = of_case.iter_mut().try_for_each(|(of, ids)| {
                    let ids = ids.query_map([key.id], |row| row.get(0))?;
                    ids.into_iter().try_for_each(|id| id.map(|id| texts.of_mut(*of).push(id)))
                });
                if let Err(error) = added {
                    SearchIndex::ALL.into_iter().zip(before).for_each(|(of, before)| texts.of_mut(of).truncate(before));
                    return Err(error);
                }
                if texts.len() > few {
                    return Ok(true);
                }
            }
            at.set(key);
        }
        Ok(true)
    };
    match walk() {
        Ok(whole) => Ok((!whole).then_some(at.get())),
        Err(error) if running.timed_out(&error)? => Ok(Some(at.get())),
        Err(error) => Err(error.into()),
    }
}

/// Whether texts belong to cases that are let through; each case is looked at once.
pub(super) struct ScopeFilter<'a> {
    conn: &'a Connection,
    of: SearchIndex,
    /// `None`: every case is.
    filter: Option<&'a FilterMatcher<'a>>,
    cases: RefCell<HashMap<DisputeId, bool>>,
}

impl<'a> ScopeFilter<'a> {
    pub fn new(conn: &'a Connection, of: SearchIndex, filter: Option<&'a FilterMatcher<'a>>) -> Self {
        Self { conn, of, filter, cases: RefCell::default() }
    }

    /// Returns whether this text is kept. What belongs to an order without a dispute is not: nothing could be opened.
    pub fn keeps(&self, id: i64) -> rusqlite::Result<bool> {
        let case: Option<Option<DisputeId>> =
            self.conn.prepare_cached(self.of.dispute())?.query_row([id], |row| row.get(0)).optional()?;
        let Some(case) = case.flatten() else { return Ok(false) };
        let Some(filter) = self.filter else { return Ok(true) };
        if let Some(&known) = self.cases.borrow().get(&case) {
            return Ok(known);
        }
        let lets = self.looks_at(filter, case)?;
        let mut cases = self.cases.borrow_mut();
        if cases.len() >= REMEMBERED {
            cases.clear();
        }
        cases.insert(case, lets);
        Ok(lets)
    }

    fn looks_at(&self, filter: &FilterMatcher<'_>, case: DisputeId) -> rusqlite::Result<bool> {
        let words: String = self
            .conn
            .prepare_cached("SELECT words FROM disputes WHERE id = ?1")?
            .query_row([case], |row| row.get(0))?;
        if !filter.may_match(&words) {
            return Ok(false);
        }
        Ok(filter.matches(&self.conn.prepare_cached(row_sql())?.query_row([case], filtered_row_of)?))
    }
}
