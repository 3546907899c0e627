//! What time alone does. Each dispute's row says when time will next change it; an index finds those that are due.

use rusqlite::Connection;

use super::identity::Database;
use super::rows::Ms;
use super::transaction::SqliteTransaction;
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::write::settle::settle_some;

/// See [`crate::store::CaseStore::settle_due`].
pub(super) fn settle_due(db: &mut Database, now: Time) -> Result<usize, StoreError> {
    let mut changed = 0;
    // Without the write lock: most of the time nothing is due.
    while is_due(db, now)? {
        let some = settle_some(SqliteTransaction::begin(db)?, now)?;
        if some == 0 {
            break;
        }
        changed += some;
    }
    Ok(changed)
}

fn is_due(db: &Connection, now: Time) -> Result<bool, StoreError> {
    let mut first = db.prepare_cached("SELECT 1 FROM disputes WHERE settle_at <= ?1 LIMIT 1")?;
    Ok(first.exists([Ms(now)])?)
}
