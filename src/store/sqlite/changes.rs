//! Which disputes changed: every write gives those that it touches the next numbers of one sequence.

use rusqlite::{Connection, OptionalExtension, params};

use crate::store::{ChangeCursor, Changed, Changes, StoreError};

/// More than this many, and reading everything again is cheaper than merging them.
const AT_MOST: i64 = 500;

/// See [`crate::store::Store::changes`].
pub(super) fn changes(db: &Connection, after: ChangeCursor) -> Result<Changes, StoreError> {
    let moment = db.unchecked_transaction()?;
    let last: Option<i64> = moment
        .prepare_cached("SELECT value FROM counters WHERE name = 'next.touched'")?
        .query_row([], |row| row.get(0))
        .optional()?;
    let cursor = ChangeCursor(last.unwrap_or(0));
    if cursor == after {
        return Ok(Changes { cursor, ..Changes::default() });
    }
    let mut touched = moment.prepare_cached(
        "SELECT id, touched_by, touched_what FROM disputes WHERE touched > ?1 ORDER BY touched LIMIT ?2",
    )?;
    let rows = touched.query_map(params![after.0, AT_MOST + 1], |row| {
        Ok(Changed { dispute: row.get(0)?, by: row.get(1)?, what: row.get(2)? })
    })?;
    let mut changed: Vec<Changed> = rows.collect::<Result<_, _>>()?;
    // A cursor from the future is another database's, put in this one's place.
    let all = i64::try_from(changed.len()).is_ok_and(|n| n > AT_MOST) || after > cursor;
    if all {
        changed.clear();
    }
    Ok(Changes { cursor, changed, all })
}
