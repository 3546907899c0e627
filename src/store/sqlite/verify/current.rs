//! Rows that change, and rows whose text was erased, against the last audit record that names each.
//!
//! What the records say is kept in a database of its own, which SQLite moves to a temporary file when it grows: there may be
//! millions of rows.

use rusqlite::types::{ToSql, ToSqlOutput};
use rusqlite::{Connection, OptionalExtension, params};
use serde_json::Value;

use super::Findings;
use crate::domain::audit::Record;
use crate::store::StoreError;
use crate::store::sqlite::current_rows::{self, CurrentRow};
use crate::store::sqlite::errors::damaged;
use crate::store::write::current_rows::{AuditedKey, ERASED_ROWS, ROWS_NOW, RowState};
use crate::store::write::digest::{self, Digest};

/// What the records say of the rows that they name.
pub(super) struct NamedRows {
    db: Connection,
}

impl ToSql for AuditedKey {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        match self {
            Self::Number(number) => Ok((*number).into()),
            Self::Text(text) => Ok(text.as_str().into()),
        }
    }
}

impl ToSql for RowState {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(match self {
            Self::Number(number) => (*number).into(),
            Self::Digest(digest) => digest::hex(digest).into(),
        })
    }
}

/// The record that named a row last, and what it says of it.
struct Named {
    record: i64,
    is_so: bool,
}

impl NamedRows {
    /// None yet.
    pub(super) fn new() -> Result<Self, StoreError> {
        let db = Connection::open("")?;
        db.execute_batch(
            "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -32768; PRAGMA temp_store = FILE; \
             CREATE TABLE named (field TEXT, tbl TEXT, key, record INTEGER NOT NULL, state, found INTEGER NOT NULL DEFAULT 0, \
               PRIMARY KEY (field, tbl, key)) WITHOUT ROWID; \
             BEGIN",
        )?;
        Ok(Self { db })
    }

    /// Takes in what a record says.
    pub(super) fn add(&mut self, record: &Record, f: &mut Findings) -> Result<(), StoreError> {
        let unclear = || damaged(format!("audit record {} names rows in a way that can't be read", record.seq));
        for field in [ROWS_NOW, ERASED_ROWS] {
            let Some(tables) = record.body.get(field) else { continue };
            for (table, rows) in tables.as_object().ok_or_else(unclear)? {
                if !is_known(field, table) {
                    f.fault(
                        "audit",
                        format!("record {}", record.seq),
                        format!("it names rows of {table}, of which none is"),
                    );
                    continue;
                }
                for (key, state) in rows.as_object().ok_or_else(unclear)? {
                    self.insert(field, table, &AuditedKey::parse(key), record.seq, state).map_err(|_| unclear())?;
                }
            }
        }
        Ok(())
    }

    /// The last record is right, but a number only rises.
    fn insert(&self, field: &str, table: &str, key: &AuditedKey, record: i64, state: &Value) -> rusqlite::Result<()> {
        let state: &dyn ToSql = match state {
            Value::Number(number) => &number.as_i64(),
            Value::String(hex) => hex,
            _ => return Err(rusqlite::Error::InvalidQuery),
        };
        let mut insert = self.db.prepare_cached(
            "INSERT INTO named (field, tbl, key, record, state) VALUES (?1, ?2, ?3, ?4, ?5) \
             ON CONFLICT DO UPDATE SET record = excluded.record, state = excluded.state \
             WHERE typeof(excluded.state) = 'text' OR excluded.state > state",
        )?;
        insert.execute(params![field, table, key, record, state])?;
        Ok(())
    }

    /// What the last record says of a row, which is there.
    fn find(&self, field: &str, table: &str, key: &AuditedKey, state: &RowState) -> Result<Option<Named>, StoreError> {
        let mut one = self.db.prepare_cached(
            "UPDATE named SET found = 1 WHERE field = ?1 AND tbl = ?2 AND key = ?3 RETURNING record, state IS ?4",
        )?;
        let named = one
            .query_row(params![field, table, key, state], |row| Ok(Named { record: row.get(0)?, is_so: row.get(1)? }));
        Ok(named.optional()?)
    }

    /// Holds a row whose text was erased against the record that says what stands there since.
    pub(super) fn check_erased(
        &self,
        check: &'static str,
        table: &str,
        key: &AuditedKey,
        digest: Digest,
        f: &mut Findings,
    ) -> Result<(), StoreError> {
        match self.find(ERASED_ROWS, table, key, &RowState::Digest(digest))? {
            None => f.fault(check, format!("{table} {key}"), "it says that it was erased, and no audit record does"),
            Some(Named { is_so: true, .. }) => {}
            Some(Named { record, .. }) => {
                f.fault(
                    check,
                    format!("{table} {key}"),
                    format!("it is not what the erasure of audit record {record} left"),
                );
            }
        }
        Ok(())
    }

    /// Holds every row that changes against what was taken in, once all records were.
    pub(super) fn check(&self, db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
        // Before the first record there is nothing but the policy that the database began with.
        let is_new = f.found.checked.audit_records == 0;
        for layout in current_rows::changing() {
            let table = layout.table;
            f.check("audit", table, |f| {
                current_rows::walk(db, layout, |CurrentRow { key, state, is_empty }| {
                    let at = || format!("{table} {key}");
                    match self.find(ROWS_NOW, table, &key, &state)? {
                        None if is_empty || is_new => {}
                        None => f.fault("audit", at(), "no audit record names it: litige did not write it"),
                        Some(Named { is_so: true, .. }) => {}
                        Some(Named { record, .. }) => {
                            f.fault("audit", at(), format!("it is not as audit record {record} left it"));
                        }
                    }
                    Ok(())
                })
            })?;
        }
        Ok(())
    }

    /// Lists the rows that were named and that nothing asked for: they are gone.
    pub(super) fn missing(&self, f: &mut Findings) -> Result<(), StoreError> {
        let mut gone = self.db.prepare("SELECT field, tbl, CAST(key AS TEXT), record FROM named WHERE found = 0")?;
        let mut rows = gone.query([])?;
        while let Some(row) = rows.next()? {
            let (field, table, key): (String, String, String) = (row.get(0)?, row.get(1)?, row.get(2)?);
            let record: i64 = row.get(3)?;
            let what = if field == ROWS_NOW { "names it, and it is gone" } else { "erased it, and it does not say so" };
            f.fault("audit", format!("{table} {key}"), format!("audit record {record} {what}"));
        }
        Ok(())
    }
}

fn is_known(field: &str, table: &str) -> bool {
    if field == ROWS_NOW {
        return current_rows::changing().iter().any(|layout| layout.table == table);
    }
    table == current_rows::reasons() || current_rows::written().iter().any(|written| written.name == table)
}
