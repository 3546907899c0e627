//! The audit's chain, and every row that it covers: no row without a record, no record without its rows, no row changed.

use std::collections::BTreeMap;

use rusqlite::{CachedStatement, Connection, Rows};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::current::NamedRows;
use super::{Findings, work};
use crate::domain::audit::{Chain, Record};
use crate::store::StoreError;
use crate::store::sqlite::errors::damaged;
use crate::store::sqlite::rows::digest_from;
use crate::store::sqlite::{audit, current_rows};
use crate::store::write::current_rows::AuditedKey;
use crate::store::write::digest::{self, Digest};

/// The rows whose text an erasure replaced.
#[derive(Default)]
struct Erased {
    /// How many there are by audit record.
    by_record: BTreeMap<i64, u64>,
    rows: Vec<ErasedRow>,
}

/// A row whose text was erased.
struct ErasedRow {
    check: &'static str,
    table: &'static str,
    key: AuditedKey,
    /// Of what stands there now.
    digest: Digest,
}

/// Walks the audit once, and every covered table beside it.
pub(super) fn covered(db: &Connection, head: Option<&str>, f: &mut Findings) -> Result<(), StoreError> {
    let mut statements = Vec::new();
    for table in current_rows::written() {
        statements.push((table.name, table.check, db.prepare_cached(&table.select_all())?));
    }
    let mut walks = BTreeMap::new();
    for (name, check, statement) in &mut statements {
        walks.insert(*name, Walk::begin(name, check, statement)?);
    }
    let (mut chain, mut erased, mut told) = (Chain::default(), Erased::default(), BTreeMap::<i64, u64>::new());
    let mut named = NamedRows::new()?;
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
        named.add(&record, f)?;
        work::add(&record, &mut f.work);
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
    current_rows::walk_erased_reasons(db, None, |key, digest| {
        erased.rows.push(ErasedRow { check: "decision", table: current_rows::reasons(), key, digest });
        Ok(())
    })?;
    for row in &erased.rows {
        named.check_erased(row.check, row.table, &row.key, row.digest, f)?;
    }
    named.check(db, f)?;
    named.missing(f)?;
    f.found.head = (chain.len > 0).then_some(chain.head);
    if head.is_some() && !head_found {
        f.fault(
            "audit",
            "the head",
            "the record of this hash is not there: the audit was cut, or it is another database's",
        );
    }
    for (seq, rows) in erased.by_record {
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
    /// Rows that were read, and that no record has covered so far, with their digests. On a server numbers are taken before the
    /// commit, so that of two who write at once the second may commit first.
    waiting: BTreeMap<i64, Vec<u8>>,
}

struct CoveredRow {
    id: i64,
    digest: Vec<u8>,
    /// The audit record that erased its text; negative where the text stands in another row.
    erased: Option<i64>,
    /// What it holds gives this.
    gives: Digest,
}

impl<'s> Walk<'s> {
    fn begin(
        name: &'static str,
        check: &'static str,
        statement: &'s mut CachedStatement<'_>,
    ) -> Result<Self, StoreError> {
        let mut walk = Self { name, check, rows: statement.query([])?, next: None, waiting: BTreeMap::new() };
        walk.advance()?;
        Ok(walk)
    }

    fn advance(&mut self) -> Result<(), StoreError> {
        self.next = None;
        if let Some(row) = self.rows.next()? {
            let (id, erased, digest): (i64, Option<i64>, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
            self.next = Some(CoveredRow { id, digest, erased, gives: digest_from(row, 3)? });
        }
        Ok(())
    }

    /// Takes the next row if it comes up to this number, and says what is wrong with it by itself.
    fn next_up_to(
        &mut self,
        up_to: i64,
        erased: &mut Erased,
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
        if let Some(seq) = row.erased {
            *erased.by_record.entry(seq.abs()).or_default() += u64::from(seq > 0);
            let (check, table, key) = (self.check, self.name, AuditedKey::Number(row.id));
            erased.rows.push(ErasedRow { check, table, key, digest: row.gives });
        } else if row.gives[..] != row.digest[..] {
            f.fault(self.check, format!("{} {}", self.name, row.id), "it was changed: it no longer gives its digest");
        }
        Ok(Some(row))
    }

    fn range(
        &mut self,
        record: &Record,
        (first, last): (i64, i64),
        hash: &str,
        erased: &mut Erased,
        f: &mut Findings,
    ) -> Result<(), StoreError> {
        while let Some(row) = self.next_up_to(first - 1, erased, f)? {
            self.waiting.insert(row.id, row.digest);
        }
        let (mut count, mut hasher) = (0, Sha256::new());
        while let Some(id) = self.waiting.range(first..).next().map(|(id, _)| *id).filter(|id| *id <= last) {
            count += 1;
            hasher.update(self.waiting.remove(&id).unwrap_or_default());
        }
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

    /// What is left when every record was read is covered by none.
    fn rest(&mut self, erased: &mut Erased, f: &mut Findings) -> Result<(), StoreError> {
        while let Some(row) = self.next_up_to(i64::MAX, erased, f)? {
            self.waiting.insert(row.id, row.digest);
        }
        for id in self.waiting.keys() {
            f.fault(self.check, format!("{} {id}", self.name), "no audit record covers it: litige did not write it");
        }
        Ok(())
    }
}
