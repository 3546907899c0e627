//! Which messages a search is kept to: those of the cases that the conditions in it let through.
//!
//! Conditions that name someone or an order leave few cases of many. These are looked for first, once, by a walk of the
//! index that holds their names; then only their messages are read, however common the words. Other conditions leave many
//! cases: there the messages are found by their words, and each one's case is looked at.

use std::cell::{Cell, RefCell};
use std::collections::HashMap;
use std::time::{Duration, Instant};

use rusqlite::{Connection, OptionalExtension};

use super::stop::Running;
use crate::domain::ids::{DisputeId, MessageId};
use crate::domain::queue::filter::Filter;
use crate::store::sqlite::queue::{row_of, row_sql};
use crate::store::{FilterMatcher, PageKey, SearchQuery, StoreError};

/// Messages that are few enough to be read one by one.
const FEW: usize = 50_000;
/// Cases that are looked at however little time there is.
const A_LITTLE: usize = 64;
/// Cases whose answer is remembered.
const REMEMBERED: usize = 200_000;

/// The messages of the cases that some conditions let through, as far as they are known; kept from one call to the next.
#[derive(Debug)]
pub(crate) struct Scope {
    known: RefCell<Option<KnownMessages>>,
    few: usize,
}

impl Default for Scope {
    fn default() -> Self {
        Self::of_at_most(FEW)
    }
}

#[derive(Debug)]
struct KnownMessages {
    /// What they are the messages of.
    of: Of,
    /// Where to go on; `None`: every case was looked at.
    from: Option<PageKey>,
    /// Newest first, once every case was looked at.
    messages: Vec<MessageId>,
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

/// What is known of a scope.
pub(super) enum Messages {
    /// All of them, newest first.
    Few(Vec<MessageId>),
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

    /// The messages of the cases that `filter`, made of these conditions, lets through.
    pub(super) fn messages(
        &self,
        conn: &Connection,
        (conditions, filter, query): (&Filter, &FilterMatcher<'_>, &SearchQuery),
        minute: i64,
        (running, budget): (&Running<'_>, Duration),
    ) -> Result<Messages, StoreError> {
        let of = Of {
            conditions: conditions.clone(),
            me: query.me.as_ref().map(|me| me.0.clone()),
            minute,
            version: (conn.pragma_query_value(None, "data_version", |row| row.get(0))?, conn.total_changes()),
        };
        let mut known = self.known.borrow_mut();
        let fresh = known.take().filter(|known| known.of == of);
        let mut now = fresh.unwrap_or(KnownMessages { of, from: Some(START), messages: Vec::new(), many: false });
        if let Some(from) = now.from {
            now.from = look_on(conn, filter, from, (&mut now.messages, self.few), (running, budget))?;
            now.many = now.messages.len() > self.few;
            if now.many {
                now.from = None;
                now.messages = Vec::new();
            }
            if now.from.is_none() {
                now.messages.sort_unstable_by(|a, b| b.cmp(a));
            }
        }
        let answer = match now.from {
            Some(_) => Messages::NotYet,
            None if now.many => Messages::Many,
            None => Messages::Few(now.messages.clone()),
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
    (messages, few): (&mut Vec<MessageId>, usize),
    (running, budget): (&Running<'_>, Duration),
) -> Result<Option<PageKey>, StoreError> {
    let (began, at) = (Instant::now(), Cell::new(from));
    let mut walk = || -> rusqlite::Result<bool> {
        let mut cases = conn.prepare_cached(
            "SELECT rank, id, words FROM disputes INDEXED BY disputes_all WHERE (rank, id) > (?1, ?2) ORDER BY rank, id",
        )?;
        let mut one = conn.prepare_cached(row_sql())?;
        let mut of_case = conn.prepare_cached("SELECT id FROM messages WHERE dispute = ?1")?;
        let mut rows = cases.query((from.rank, from.id))?;
        let mut looked = 0;
        while let Some(row) = rows.next()? {
            // It comes on a little each time, or asking again would never end.
            if looked >= A_LITTLE && began.elapsed() >= budget {
                return Ok(false);
            }
            looked += 1;
            let key = PageKey { rank: row.get(0)?, id: row.get(1)? };
            if filter.may_match(row.get_ref(2)?.as_str()?) && filter.matches(&one.query_row([key.id], row_of)?) {
                let before = messages.len();
                let mut ids = of_case.query([key.id])?;
                while let Some(id) = ids.next().inspect_err(|_| messages.truncate(before))? {
                    messages.push(id.get(0)?);
                }
                if messages.len() > few {
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

/// Whether messages belong to cases that are let through; each case is looked at once.
pub(super) struct ScopeFilter<'a> {
    conn: &'a Connection,
    filter: &'a FilterMatcher<'a>,
    cases: RefCell<HashMap<DisputeId, bool>>,
}

impl<'a> ScopeFilter<'a> {
    pub fn new(conn: &'a Connection, filter: &'a FilterMatcher<'a>) -> Self {
        Self { conn, filter, cases: RefCell::default() }
    }

    /// Returns whether this message is kept.
    pub fn keeps(&self, id: MessageId) -> rusqlite::Result<bool> {
        let case: Option<DisputeId> = self
            .conn
            .prepare_cached("SELECT dispute FROM messages WHERE id = ?1")?
            .query_row([id], |row| row.get(0))
            .optional()?;
        let Some(case) = case else { return Ok(false) };
        if let Some(&known) = self.cases.borrow().get(&case) {
            return Ok(known);
        }
        let lets = self.looks_at(case)?;
        let mut cases = self.cases.borrow_mut();
        if cases.len() >= REMEMBERED {
            cases.clear();
        }
        cases.insert(case, lets);
        Ok(lets)
    }

    fn looks_at(&self, case: DisputeId) -> rusqlite::Result<bool> {
        let words: String = self
            .conn
            .prepare_cached("SELECT words FROM disputes WHERE id = ?1")?
            .query_row([case], |row| row.get(0))?;
        if !self.filter.may_match(&words) {
            return Ok(false);
        }
        Ok(self.filter.matches(&self.conn.prepare_cached(row_sql())?.query_row([case], row_of)?))
    }
}
