//! What a copy from one kind of place to another takes along.

use crate::store::write::value::Value;
use crate::store::{MissingFile, StoreError};

/// Every table that a copy takes, with the columns of its key. What is not among them belongs to one place alone (presence,
/// flags, sequences), or is made anew from these (search).
pub const TABLES: [(&str, &str); 30] = [
    ("policies", "version"),
    ("mediators", "handle"),
    ("orders", "num"),
    ("events", "seq"),
    ("disputes", "id"),
    ("messages", "id"),
    ("attachments", "id"),
    ("files", "attachment"),
    ("later_files", "id"),
    ("notes", "id"),
    ("passages", "id"),
    ("asks", "id"),
    ("proposals", "id"),
    ("reads", "dispute, reader"),
    ("decisions", "id"),
    ("decision_marks", "id"),
    ("decision_texts", "decision, mark"),
    ("ledger", "id"),
    ("outbox", "seq"),
    ("audit", "seq"),
    ("drafts", "dispute, handle"),
    ("tidings", "handle, dispute, what"),
    ("acknowledgements", "handle, dispute, what"),
    ("saved_views", "handle, place"),
    ("completed_requests", "key"),
    ("case_counts", "part, handle"),
    ("backlog", "day"),
    ("outcome_counts", "ground, outcome, basis, took, mediator"),
    ("outcome_days", "day, ground, outcome, basis, took, mediator"),
    ("work_counts", "day, ground, mediator, event, took"),
];

/// A row on its way: its values in the order of the columns that were asked for.
pub type RowTaker<'t> = dyn FnMut(&[Value<'_>]) -> Result<(), StoreError> + 't;

/// How far a copy has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CopyProgress {
    /// The table at hand; `search` for the index, `blobs` for the contents of files.
    pub table: &'static str,
    /// Rows that were copied so far, of all tables.
    pub rows: u64,
    /// Rows that there are, of all tables.
    pub of: u64,
}

/// What a copy took along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    pub rows: u64,
    /// The hash of the last audit record, the same in both places.
    pub head: Option<String>,
    /// The files of evidence that the copy lacks.
    pub missing: Vec<MissingFile>,
}

/// Tells how far a copy has come, now and then.
pub struct RowCounter<'p> {
    rows: u64,
    of: u64,
    told: u64,
    tell: &'p mut dyn FnMut(CopyProgress),
}

/// Rows between two tellings.
const EVERY: u64 = 5_000;

impl<'p> RowCounter<'p> {
    /// Of so many rows.
    pub fn new(of: u64, tell: &'p mut dyn FnMut(CopyProgress)) -> Self {
        Self { rows: 0, of, told: 0, tell }
    }

    /// Counts a row of this table.
    pub fn count(&mut self, table: &'static str) {
        self.rows += 1;
        if self.rows - self.told >= EVERY {
            self.begin(table);
        }
    }

    /// Tells that this table is at hand.
    pub fn begin(&mut self, table: &'static str) {
        self.told = self.rows;
        (self.tell)(CopyProgress { table, rows: self.rows, of: self.of.max(self.rows) });
    }

    pub fn rows(&self) -> u64 {
        self.rows
    }
}
