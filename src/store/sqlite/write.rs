//! A writing transaction: what it needs to know, what it has written so far, and the audit record that ends it.

use std::collections::BTreeMap;

use rusqlite::{Connection, Transaction, TransactionBehavior, params};
use serde_json::{Map, Value};

use super::counters::{self, Place};
use super::cover::Cover;
use super::search::index::Indexer;
use super::{audit, rows};
use crate::domain::audit::Record;
use crate::domain::ids::{DisputeId, Ids};
use crate::domain::time::Time;
use crate::store::StoreError;

/// What is being written in one transaction.
#[derive(Debug)]
pub(super) struct Writer<'t> {
    pub db: &'t Connection,
    /// Now, in whole milliseconds.
    pub now: Time,
    /// The next free numbers of the domain.
    pub ids: Ids,
    /// The next free numbers of our own.
    pub numbers: Numbers,
    /// The rows that this transaction's audit record will cover.
    pub cover: Cover,
    /// The messages that it puts into the index.
    pub index: Indexer,
    /// How much each counter changes.
    changes: BTreeMap<String, i64>,
    before: (Ids, Numbers),
}

/// Numbers that are the store's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Numbers {
    order: i64,
    event: i64,
    mark: i64,
    outbox: i64,
    /// The change sequence: the last one given.
    touched: i64,
}

impl Numbers {
    fn take(next: &mut i64) -> i64 {
        let taken = *next;
        *next += 1;
        taken
    }

    /// The next order's.
    pub(super) fn order(&mut self) -> i64 {
        Self::take(&mut self.order)
    }

    /// The next event's.
    pub(super) fn event(&mut self) -> i64 {
        Self::take(&mut self.event)
    }

    /// The next decision mark's.
    pub(super) fn mark(&mut self) -> i64 {
        Self::take(&mut self.mark)
    }

    /// The next line of the outbox's.
    pub(super) fn outbox(&mut self) -> i64 {
        Self::take(&mut self.outbox)
    }

    /// The next change's.
    pub(super) fn touch(&mut self) -> i64 {
        self.touched += 1;
        self.touched
    }
}

/// The audit record that ends a transaction, but for what the transaction knows.
#[derive(Debug)]
pub(super) struct Closing<'a> {
    /// A mediator's handle, or `system`.
    pub actor: &'a str,
    /// What was done.
    pub action: &'a str,
    /// To which dispute, if to one.
    pub dispute: Option<DisputeId>,
    /// Ids, states and amounts; no text of a person.
    pub body: Map<String, Value>,
}

/// Begins a writing transaction. IMMEDIATE: one that reads first and then writes would fail at once if another wrote in
/// between, whatever the busy timeout. Rows are written after those that they refer to: a reference that may wait for its row
/// makes SQLite look through the referring tables at every row that it adds.
pub(super) fn begin(db: &mut Connection) -> Result<Transaction<'_>, StoreError> {
    Ok(db.transaction_with_behavior(TransactionBehavior::Immediate)?)
}

impl<'t> Writer<'t> {
    /// Reads what the transaction needs to know.
    pub(super) fn new(db: &'t Connection, now: Time) -> Result<Self, StoreError> {
        let next = counters::all(db, "next.")?;
        let or = |name: &str, first: i64| next.get(name).copied().unwrap_or(first);
        let first = Ids::default();
        let ids = Ids {
            dispute: or("next.dispute", first.dispute),
            message: or("next.message", first.message),
            attachment: or("next.attachment", first.attachment),
            proposal: or("next.proposal", first.proposal),
            ask: or("next.ask", first.ask),
            note: or("next.note", first.note),
            decision: or("next.decision", first.decision),
            entry: or("next.entry", first.entry),
        };
        let numbers = Numbers {
            order: or("next.order", 1),
            event: or("next.event", 1),
            mark: or("next.mark", 1),
            outbox: or("next.outbox", 1),
            touched: or("next.touched", 0),
        };
        let now = rows::stored(now);
        let (cover, changes, before) = (Cover::default(), BTreeMap::new(), (ids, numbers));
        Ok(Self { db, now, ids, numbers, cover, index: Indexer::default(), changes, before })
    }

    /// Counts a case that has moved from one place of the queue to another.
    pub(super) fn moved(&mut self, from: Option<&Place>, to: Option<&Place>) {
        if from == to {
            return;
        }
        for (place, by) in [(from, -1), (to, 1)] {
            for counter in place.into_iter().flat_map(Place::counters) {
                *self.changes.entry(counter).or_default() += by;
            }
        }
    }

    /// Writes the counters, the numbers and the audit record. The caller commits.
    pub(super) fn finish(mut self, closing: Closing<'_>) -> Result<(), StoreError> {
        self.write_counters()?;
        let Closing { actor, action, dispute, mut body } = closing;
        let cover = std::mem::take(&mut self.cover);
        if !cover.is_empty() {
            body.insert("rows".to_owned(), cover.into_json());
        }
        let (actor, action) = (actor.to_owned(), action.to_owned());
        audit::append(self.db, |seq| Record { seq, at: self.now, actor, action, dispute, body: Value::Object(body) })?;
        self.index.finish(self.db)?;
        Ok(())
    }

    /// Writes the counters and the numbers alone, where nothing was done that the audit tells.
    fn write_counters(&mut self) -> Result<(), StoreError> {
        let (was, had) = self.before;
        let (is, has) = (self.ids, self.numbers);
        let mut set = self.db.prepare_cached(
            "INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        )?;
        for (name, before, now) in [
            ("next.dispute", was.dispute, is.dispute),
            ("next.message", was.message, is.message),
            ("next.attachment", was.attachment, is.attachment),
            ("next.proposal", was.proposal, is.proposal),
            ("next.ask", was.ask, is.ask),
            ("next.note", was.note, is.note),
            ("next.decision", was.decision, is.decision),
            ("next.entry", was.entry, is.entry),
            ("next.order", had.order, has.order),
            ("next.event", had.event, has.event),
            ("next.mark", had.mark, has.mark),
            ("next.outbox", had.outbox, has.outbox),
            ("next.touched", had.touched, has.touched),
        ] {
            if before != now {
                set.execute(params![name, now])?;
            }
        }
        let mut add = self.db.prepare_cached(
            "INSERT INTO counters (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = value + excluded.value",
        )?;
        for (name, by) in std::mem::take(&mut self.changes) {
            if by != 0 {
                add.execute(params![name, by])?;
            }
        }
        Ok(())
    }
}
