//! How a database stands, for whoever operates it: from indexes and the sizes of files, never by reading every row.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, OptionalExtension as _};

use super::open::companion_path;
use super::rows::Reading;
use super::{contents, migrate};
use crate::store::{LastEvent, Sizes, StoreError, StoreStatus};

/// See [`crate::store::MaintenanceStore::status`].
pub(super) fn status(db: &Connection, path: &Path) -> Result<StoreStatus, StoreError> {
    let moment = db.unchecked_transaction()?;
    let last = "SELECT event_id, at FROM events WHERE event_id IS NOT NULL ORDER BY seq DESC LIMIT 1";
    let last_event = moment.query_row(last, [], |row| {
        let mut r = Reading::of(row);
        Ok(LastEvent { id: r.column()?, at: r.time()? })
    });
    let on_hold = "SELECT count(*) FROM disputes WHERE settle_at IS NOT NULL AND state = 'decided'";
    let evidence =
        format!("SELECT coalesce(sum(bytes), 0) FROM (SELECT DISTINCT sha256, bytes FROM ({}))", contents::KEPT);
    let count = |sql: &str| moment.query_row(sql, [], |row| row.get::<_, i64>(0)).map(i64::unsigned_abs);
    let size = |suffix: &str| fs::metadata(companion_path(path, suffix)).map_or(0, |found| found.len());
    Ok(StoreStatus {
        schema: migrate::version(&moment)?,
        last_event: last_event.optional()?,
        on_hold: count(on_hold)?,
        bytes: Sizes { database: size(""), log: size("-wal"), evidence: count(&evidence)? },
    })
}
