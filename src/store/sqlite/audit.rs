//! The audit's rows: the hash chain of [`crate::domain::audit`], kept by the writing transactions.

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::Value;

use super::errors::damaged;
use super::rows::Reading;
use crate::domain::audit::{Chain, Record};
use crate::domain::ids::DisputeId;
use crate::store::{AuditLine, StoreError};

/// Adds a record after the last one.
pub(super) fn append(db: &Connection, record: impl FnOnce(i64) -> Record) -> Result<(), StoreError> {
    let last = db
        .prepare_cached("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| Ok(Chain { len: row.get(0)?, head: row.get(1)? }))
        .optional()?;
    let mut chain = last.unwrap_or_default();
    let record = record(chain.len + 1);
    let hash = chain.push(&record);
    db.prepare_cached(
        "INSERT INTO audit (seq, at, actor, action, dispute, body, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![
        record.seq,
        record.at.timestamp_millis(),
        record.actor,
        record.action,
        record.dispute,
        record.body.to_string(),
        hash
    ])?;
    Ok(())
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
    let mut all = db.prepare("SELECT seq, at, actor, action, dispute, body, hash FROM audit ORDER BY seq")?;
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
        Ok(AuditLine { seq: r.take()?, at: r.time()?, actor: r.take()?, action: r.take()?, hash: r.take()? })
    })?;
    Ok(lines.collect::<Result<_, _>>()?)
}

fn read(row: &Row<'_>) -> Result<(Record, String), StoreError> {
    let mut r = Reading::of(row);
    let (seq, at, actor, action, dispute) = (r.take()?, r.time()?, r.take()?, r.take()?, r.take()?);
    let (body, hash): (String, String) = (r.take()?, r.take()?);
    let body: Value =
        serde_json::from_str(&body).map_err(|e| damaged(format!("audit record {seq} is not JSON: {e}")))?;
    Ok((Record { seq, at, actor, action, dispute, body }, hash))
}
