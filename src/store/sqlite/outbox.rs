//! What the marketplace must act on.

use chrono::SecondsFormat;
use rusqlite::{Connection, params};
use serde_json::{Map, Value, json};

use super::errors::damaged;
use super::rows::Reading;
use crate::domain::ids::{DisputeId, OrderId};
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
        let (seq, at, kind): (i64, _, String) = (r.column()?, r.time()?, r.column()?);
        let (order, dispute): (OrderId, DisputeId) = (r.column()?, r.column()?);
        let body: String = r.column()?;
        let mut line: Map<String, Value> =
            serde_json::from_str(&body).map_err(|e| damaged(format!("outbox line {seq} is not JSON: {e}")))?;
        line.insert("seq".to_owned(), json!(seq));
        line.insert("at".to_owned(), json!(at.to_rfc3339_opts(SecondsFormat::Millis, true)));
        line.insert("type".to_owned(), json!(kind));
        line.insert("order".to_owned(), json!(order));
        line.insert("dispute".to_owned(), json!(dispute));
        all.push(OutboxLine { seq, json: Value::Object(line) });
    }
    Ok(all)
}
