//! What the marketplace must act on.

use rusqlite::{Connection, params};

use super::errors::damaged;
use super::rows::Reading;
use crate::domain::case::records::Outgoing;
use crate::domain::marketplace::outbox;
use crate::store::{OutboxLine, StoreError};

/// See [`crate::store::FeedStore::outbox`].
pub(super) fn outbox(db: &Connection, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError> {
    let mut lines = db.prepare_cached(
        "SELECT x.seq, x.at, x.kind, o.id, x.dispute, x.body FROM outbox x JOIN orders o ON o.num = x.order_num \
         WHERE x.seq > ?1 ORDER BY x.seq LIMIT ?2",
    )?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let mut rows = lines.query(params![after, limit])?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        let mut r = Reading::of(row);
        let (seq, at, kind) = (r.column()?, r.time()?, r.column()?);
        let (order, dispute) = (r.column()?, r.column()?);
        let body: String = r.column()?;
        let not_json = |e: serde_json::Error| damaged(format!("outbox line {seq} is not JSON: {e}"));
        let body = serde_json::from_str(&body).map_err(not_json)?;
        let json = outbox::written(seq, Outgoing { at, kind, order, dispute, body }).map_err(not_json)?;
        all.push(OutboxLine { seq, json });
    }
    Ok(all)
}

/// See [`crate::store::FeedStore::outbox_head`].
pub(super) fn head(db: &Connection) -> Result<i64, StoreError> {
    let mut head = db.prepare_cached("SELECT coalesce(max(seq), 0) FROM outbox")?;
    Ok(head.query_row([], |row| row.get(0))?)
}
