//! A write in the making: what it needs to know, what it has written so far, and the audit record that ends it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use chrono::SubsecRound;
use serde_json::{Map, Value as Json};

use super::counters::{CountedAs, Counter};
use super::coverage::AuditCoverage;
use super::current_rows::CurrentRows;
use super::numbers::Numbers;
use super::rows::history::EventRow;
use super::rows::passages::PassageRow;
use super::table::{Row, RowRef};
use super::transaction::{NewRecord, WriteTransaction};
use crate::domain::decision::work_figures::WorkSort;
use crate::domain::ids::{AttachmentId, DisputeId, Handle};
use crate::domain::search::passage::{PassageKind, is_found};
use crate::domain::time::Time;
use crate::store::StoreError;

/// How many changed rows one audit record names at most, where there may be millions: about a megabyte.
pub const ROWS_IN_A_RECORD: usize = 16_384;

/// A time as the store will give it back: whole milliseconds.
pub fn stored(at: Time) -> Time {
    at.trunc_subsecs(3)
}

/// What is being written in one transaction.
#[derive(Debug)]
pub struct Writer<T> {
    pub tx: T,
    /// Now, in whole milliseconds.
    pub now: Time,
    /// The next free numbers.
    pub numbers: Numbers,
    /// New orders and disputes are inserted when all that happens to them has, rather than before what refers to them. For
    /// filling a new database, where no reference is checked.
    pub inserts_headers_last: bool,
    before: Numbers,
    coverage: AuditCoverage,
    current: CurrentRows,
    counters: BTreeMap<Counter, i64>,
}

/// What the audit record that ends a write says, but for what the writer knows.
#[derive(Debug)]
pub struct Closing<'a> {
    /// A mediator's handle, or `system`.
    pub actor: &'a str,
    pub action: &'static str,
    /// To which dispute, if to one.
    pub dispute: Option<DisputeId>,
    /// Ids, states and amounts; no text of a person.
    pub body: Map<String, Json>,
}

impl<T: WriteTransaction> Writer<T> {
    /// Begins to write in this transaction.
    pub fn begin(mut tx: T, now: Time) -> Result<Self, StoreError> {
        let numbers = tx.numbers()?;
        Ok(Self {
            tx,
            now: stored(now),
            numbers,
            inserts_headers_last: false,
            before: numbers,
            coverage: AuditCoverage::default(),
            current: CurrentRows::default(),
            counters: BTreeMap::new(),
        })
    }

    /// Inserts a row. The audit record covers it if it has a digest or changes.
    pub fn insert<R: Row>(&mut self, row: &R) -> Result<(), StoreError> {
        let fields = row.fields();
        let row = RowRef::new(R::layout(), fields.as_ref());
        if let Some(digest) = &row.digest {
            self.coverage.add(row.layout.table, row.number(), digest);
        }
        self.current.add_inserted(&row);
        self.tx.insert(&row)
    }

    /// Inserts the row of an event, whose digest is of more than its columns.
    pub fn insert_event(&mut self, event: &EventRow<'_>) -> Result<(), StoreError> {
        self.coverage.add(EventRow::layout().table, event.seq, &event.digest);
        self.insert(event)
    }

    /// Makes a text found by search that is no message: of the row of this number. What says nothing is left out.
    pub fn add_passage(&mut self, kind: PassageKind, of: i64, text: &str) -> Result<(), StoreError> {
        self.insert_passage(kind, of, (None, None), text)
    }

    /// Makes the reason found why this mediator strikes a piece of evidence now.
    pub fn add_strike(&mut self, of: AttachmentId, by: Option<&Handle>, reason: &str) -> Result<(), StoreError> {
        self.insert_passage(PassageKind::Strike, of.0, (Some(self.now), by), reason)
    }

    fn insert_passage(
        &mut self,
        kind: PassageKind,
        of: i64,
        (at, by): (Option<Time>, Option<&Handle>),
        text: &str,
    ) -> Result<(), StoreError> {
        if !is_found(text) {
            return Ok(());
        }
        let id = self.numbers.passage();
        self.insert(&PassageRow { id, kind, of, at, handle: by.map(Cow::Borrowed) })?;
        self.tx.index_passage(id, text)
    }

    /// Updates the row of the same key.
    pub fn update<R: Row>(&mut self, row: &R) -> Result<(), StoreError> {
        let fields = row.fields();
        let row = RowRef::new(R::layout(), fields.as_ref());
        self.current.add(&row);
        self.tx.update(&row)
    }

    /// Inserts a row, or updates the one of the same key.
    pub fn upsert<R: Row>(&mut self, row: &R) -> Result<(), StoreError> {
        let fields = row.fields();
        let row = RowRef::new(R::layout(), fields.as_ref());
        self.current.add(&row);
        self.tx.upsert(&row)
    }

    /// The changed rows that the audit record will name; for rows that are written otherwise than through this writer.
    pub fn current_rows(&mut self) -> &mut CurrentRows {
        &mut self.current
    }

    /// Writes an audit record of the changed rows so far, if there are more than one record should name.
    pub fn split_record(&mut self, actor: &str, action: &'static str) -> Result<(), StoreError> {
        if self.current.count() < ROWS_IN_A_RECORD {
            return Ok(());
        }
        let mut body = Map::new();
        self.current.take_into(&mut body);
        self.tx.append_audit(NewRecord { at: self.now, actor: actor.to_owned(), action, dispute: None, body })
    }

    /// Counts a case that is counted elsewhere now.
    pub fn count(&mut self, from: Option<&CountedAs>, to: Option<&CountedAs>) {
        if from == to {
            return;
        }
        for (counted, by) in [(from, -1), (to, 1)] {
            for counter in counted.into_iter().flat_map(CountedAs::counters) {
                *self.counters.entry(counter).or_default() += by;
            }
        }
    }

    /// Counts something that was done.
    pub fn count_work(&mut self, done: WorkSort) {
        *self.counters.entry(Counter::Work(done)).or_default() += 1;
    }

    /// Writes the counters, the numbers and the audit record, and commits.
    pub fn finish(mut self, closing: Closing<'_>) -> Result<(), StoreError> {
        let work: Vec<Json> = self.counters.iter().filter_map(|(counter, by)| counter.audited(*by)).collect();
        for (counter, by) in std::mem::take(&mut self.counters) {
            if by != 0 {
                counter.with_row(by, |row| self.tx.upsert(row))?;
            }
        }
        self.tx.save_numbers(&self.before, &self.numbers)?;
        let Closing { actor, action, dispute, mut body } = closing;
        let coverage = std::mem::take(&mut self.coverage);
        if !coverage.is_empty() {
            body.insert("rows".to_owned(), coverage.into_json());
        }
        if !work.is_empty() {
            body.insert("work".to_owned(), Json::Array(work));
        }
        self.current.take_into(&mut body);
        self.tx.append_audit(NewRecord { at: self.now, actor: actor.to_owned(), action, dispute, body })?;
        self.tx.commit()
    }
}
