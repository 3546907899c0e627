//! The audit's rows: the hash chain of [`crate::domain::audit`], kept by the writing transactions.

use rusqlite::{Connection, OptionalExtension, Row};
use serde_json::Value;

use super::errors::damaged;
use super::rows::{Reading, decode, select};
use super::transaction::insert_row;
use crate::domain::audit::{Chain, Record};
use crate::domain::ids::DisputeId;
use crate::store::write::NewRecord;
use crate::store::write::rows::history::AuditRow;
use crate::store::write::rows::team::PolicyRow;
use crate::store::{AuditLine, StoreError};

/// The end of the chain.
pub(super) fn chain(db: &Connection) -> Result<Chain, StoreError> {
    let mut last = db.prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?;
    let last = last.query_row([], |row| Ok(Chain { len: row.get(0)?, head: row.get(1)? })).optional()?;
    Ok(last.unwrap_or_default())
}

/// Whether the chain has a record of this hash.
pub(super) fn has(db: &Connection, hash: &str) -> Result<bool, StoreError> {
    Ok(db.query_row("SELECT EXISTS (SELECT 1 FROM audit WHERE hash = ?1)", [hash], |row| row.get(0))?)
}

/// Appends a record. The first one also says how the policies stand that the database started with.
pub(super) fn append(db: &Connection, mut record: NewRecord) -> Result<(), StoreError> {
    let mut chain = chain(db)?;
    if chain.len == 0 {
        let mut policies = db.prepare(select!(PolicyRow<'_>, "ORDER BY version"))?;
        let policies = policies.query_map([], decode::<PolicyRow<'_>>)?;
        record.add_policies(policies.collect::<Result<Vec<_>, _>>()?);
    }
    let record = record.append_to(&mut chain);
    insert_row(db, &AuditRow::new(&record, &chain.head))
}

/// The number that the next record will have.
pub(super) fn next(db: &Connection) -> Result<i64, StoreError> {
    Ok(db.query_row("SELECT coalesce(max(seq), 0) + 1 FROM audit", [], |row| row.get(0))?)
}

/// Calls `each` with every record and its stored hash, in order.
pub(super) fn walk(
    db: &Connection,
    mut each: impl FnMut(Record, &str) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut all = db.prepare(select!(AuditRow<'_>, "ORDER BY seq"))?;
    let mut rows = all.query([])?;
    while let Some(row) = rows.next()? {
        let (record, hash) = read(row)?;
        each(record, &hash)?;
    }
    Ok(())
}

/// The records about a case, oldest first.
pub(super) fn trail(db: &Connection, id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
    let mut about =
        db.prepare_cached("SELECT seq, at, actor, action, hash FROM audit WHERE dispute = ?1 ORDER BY seq")?;
    let lines = about.query_map([id], |row| {
        let mut r = Reading::of(row);
        Ok(AuditLine { seq: r.column()?, at: r.time()?, actor: r.column()?, action: r.column()?, hash: r.column()? })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> Result<(Record, String), StoreError> {
    let AuditRow { seq, at, actor, action, dispute, body, hash } = decode(row)?;
    let body: Value =
        serde_json::from_str(&body).map_err(|e| damaged(format!("audit record {seq} is not JSON: {e}")))?;
    let (actor, action) = (actor.into_owned(), action.into_owned());
    Ok((Record { seq, at, actor, action, dispute, body }, hash.into_owned()))
}
