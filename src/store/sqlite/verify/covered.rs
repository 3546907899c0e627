//! The audit's chain, and every row that it covers: no row without a record, no record without its rows, no row changed.

use std::collections::BTreeMap;

use rusqlite::{CachedStatement, Connection, Rows};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Findings;
use crate::domain::audit::{Chain, Record};
use crate::store::StoreError;
use crate::store::sqlite::errors::damaged;
use crate::store::sqlite::rows::digest_from;
use crate::store::sqlite::{audit, events};
use crate::store::write::digest;
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow, LedgerRow, OutboxRow};
use crate::store::write::rows::discussion::{AttachmentRow, FileRow, MessageRow, NoteRow};
use crate::store::write::rows::history::EventRow;
use crate::store::write::table::{DIGEST, ERASED, Layout, Row};

/// The covered tables: name, how to read one, and which check a fault of it belongs to.
fn tables() -> [(&'static str, String, &'static str); 9] {
    fn of<R: Row>(check: &'static str) -> (&'static str, String, &'static str) {
        (R::layout().table, covered_rows(R::layout()), check)
    }
    [
        (EventRow::layout().table, events::READ.to_owned(), "audit"),
        of::<MessageRow<'_>>("audit"),
        of::<AttachmentRow<'_>>("audit"),
        of::<FileRow<'_>>("audit"),
        of::<NoteRow<'_>>("audit"),
        of::<OutboxRow>("audit"),
        of::<DecisionRow<'_>>("decision"),
        of::<DecisionEventRow<'_>>("decision"),
        of::<LedgerRow>("ledger"),
    ]
}

/// Selects a table's rows in order: key, the audit record that erased it, digest, then the digest's columns.
fn covered_rows(layout: &Layout) -> String {
    let key: String = layout.names(|is| is.key).collect();
    let erased = if layout.erasable { ERASED } else { "NULL" };
    let columns: Vec<_> = layout.names(|is| is.digest).collect();
    format!("SELECT {key}, {erased}, {DIGEST}, {} FROM {} ORDER BY {key}", columns.join(", "), layout.table)
}

/// How many rows an erasure replaced the text of.
type Erasures = BTreeMap<i64, u64>;

/// Walks the audit once, and every covered table beside it.
pub(super) fn covered(db: &Connection, head: Option<&str>, f: &mut Findings) -> Result<(), StoreError> {
    let mut statements = Vec::new();
    for (name, sql, check) in tables() {
        statements.push((name, check, db.prepare_cached(&sql)?));
    }
    let mut walks = BTreeMap::new();
    for (name, check, statement) in &mut statements {
        walks.insert(*name, Walk::begin(name, check, statement)?);
    }
    let (mut chain, mut erased, mut told) = (Chain::default(), Erasures::new(), Erasures::new());
    let mut head_found = false;
    audit::walk(db, |record, hash| {
        f.found.checked.audit_records += 1;
        head_found |= Some(hash) == head;
        if let Err(fault) = chain.check(&record, hash) {
            f.fault("audit", format!("record {}", record.seq), fault.to_string());
        }
        if record.action == "erase" {
            told.insert(record.seq, record.body["rows_erased"].as_u64().unwrap_or(0));
        }
        for (table, first, last, hash) in ranges(&record)? {
            match walks.get_mut(table) {
                Some(walk) => walk.range(&record, (first, last), hash, &mut erased, f)?,
                None => {
                    f.fault("audit", format!("record {}", record.seq), format!("it covers {table}, which is not there"))
                }
            }
        }
        Ok(())
    })?;
    for walk in walks.values_mut() {
        walk.rest(&mut erased, f)?;
    }
    f.found.head = (chain.len > 0).then_some(chain.head);
    if head.is_some() && !head_found {
        f.fault(
            "audit",
            "the head",
            "the record of this hash is not there: the audit was cut, or it is another database's",
        );
    }
    for (seq, rows) in erased {
        match told.get(&seq) {
            None => f.fault(
                "audit",
                format!("record {seq}"),
                format!("{rows} rows say that it erased them, and it did not"),
            ),
            Some(told) if rows > *told => {
                f.fault(
                    "audit",
                    format!("record {seq}"),
                    format!("{rows} rows say that it erased them, and it tells of {told}"),
                );
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The ranges that a record covers: table, first, last, hash.
fn ranges(record: &Record) -> Result<Vec<(&str, i64, i64, &str)>, StoreError> {
    let unclear = || damaged(format!("audit record {} covers rows in a way that can't be read", record.seq));
    let Some(tables) = record.body.get("rows") else { return Ok(Vec::new()) };
    let mut all = Vec::new();
    for (table, ranges) in tables.as_object().ok_or_else(unclear)? {
        for range in ranges.as_array().ok_or_else(unclear)? {
            let number = |at: usize| range.get(at).and_then(Value::as_i64);
            let (first, last) = (number(0).ok_or_else(unclear)?, number(1).ok_or_else(unclear)?);
            let hash = range.get(2).and_then(Value::as_str).ok_or_else(unclear)?;
            all.push((table.as_str(), first, last, hash));
        }
    }
    Ok(all)
}

/// A table, read row by row beside the audit.
struct Walk<'s> {
    name: &'static str,
    check: &'static str,
    rows: Rows<'s>,
    /// The row that comes next.
    next: Option<CoveredRow>,
}

struct CoveredRow {
    id: i64,
    digest: Vec<u8>,
    /// The audit record that erased its text; negative where the text stands in another row.
    erased: Option<i64>,
    /// What it holds gives its digest.
    whole: bool,
}

impl<'s> Walk<'s> {
    fn begin(
        name: &'static str,
        check: &'static str,
        statement: &'s mut CachedStatement<'_>,
    ) -> Result<Self, StoreError> {
        let mut walk = Self { name, check, rows: statement.query([])?, next: None };
        walk.advance()?;
        Ok(walk)
    }

    fn advance(&mut self) -> Result<(), StoreError> {
        self.next = None;
        if let Some(row) = self.rows.next()? {
            let (id, erased, digest): (i64, Option<i64>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let whole = erased.is_some() || digest_from(row, 3)?[..] == digest[..];
            self.next = Some(CoveredRow { id, digest, erased, whole });
        }
        Ok(())
    }

    /// Takes the next row if it comes up to this number, and says what is wrong with it by itself.
    fn next_up_to(
        &mut self,
        up_to: i64,
        erased: &mut Erasures,
        f: &mut Findings,
    ) -> Result<Option<CoveredRow>, StoreError> {
        let Some(row) = self.next.take_if(|row| row.id <= up_to) else { return Ok(None) };
        self.advance()?;
        match self.name {
            "messages" => f.found.checked.messages += 1,
            "decisions" => f.found.checked.decisions += 1,
            "ledger" => f.found.checked.ledger_entries += 1,
            _ => {}
        }
        if !row.whole {
            f.fault(self.check, format!("{} {}", self.name, row.id), "it was changed: it no longer gives its digest");
        }
        if let Some(seq) = row.erased {
            *erased.entry(seq.abs()).or_default() += u64::from(seq > 0);
        }
        Ok(Some(row))
    }

    fn range(
        &mut self,
        record: &Record,
        (first, last): (i64, i64),
        hash: &str,
        erased: &mut Erasures,
        f: &mut Findings,
    ) -> Result<(), StoreError> {
        while let Some(row) = self.next_up_to(first - 1, erased, f)? {
            self.uncovered(&row, f);
        }
        let (mut count, mut hasher) = (0, Sha256::new());
        while let Some(row) = self.next_up_to(last, erased, f)? {
            count += 1;
            hasher.update(&row.digest);
        }
        let at = || format!("{} {first} to {last}", self.name);
        let expected = last - first + 1;
        if count != expected {
            let message = format!("audit record {} covers {expected} rows, and {count} are there", record.seq);
            f.fault(self.check, at(), message);
        } else if digest::hex(&hasher.finalize()) != hash {
            f.fault(self.check, at(), format!("they are not the rows that audit record {} covers", record.seq));
        }
        Ok(())
    }

    fn rest(&mut self, erased: &mut Erasures, f: &mut Findings) -> Result<(), StoreError> {
        while let Some(row) = self.next_up_to(i64::MAX, erased, f)? {
            self.uncovered(&row, f);
        }
        Ok(())
    }

    fn uncovered(&self, row: &CoveredRow, f: &mut Findings) {
        f.fault(self.check, format!("{} {}", self.name, row.id), "no audit record covers it: litige did not write it");
    }
}
