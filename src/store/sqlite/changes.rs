//! Which disputes changed: every write gives those that it touches the next numbers of one sequence; one that changes the team or
//! its policy takes a number as well.

use rusqlite::OptionalExtension;

use super::identity::Database;
use crate::store::write::numbers::{CHANGE, TEAM_CHANGE};
use crate::store::{ChangeCursor, Changed, Changes, StoreError};

/// More changes than this, and reading everything again is cheaper than merging them.
const AT_MOST: i64 = 500;

/// See [`crate::store::FeedStore::changes`].
pub(super) fn changes(db: &Database, after: ChangeCursor) -> Result<Changes, StoreError> {
    // A desk that only reads must hear of it as well.
    db.check()?;
    let moment = db.unchecked_transaction()?;
    let sequence = |name: &str| {
        let mut next = moment.prepare_cached("SELECT next FROM sequences WHERE name = ?1")?;
        next.query_row([name], |row| row.get::<_, i64>(0)).optional()
    };
    let cursor = ChangeCursor(sequence(CHANGE)?.map_or(0, |next| next - 1));
    if cursor == after {
        return Ok(Changes { cursor, ..Changes::default() });
    }
    // So far behind that there is no need to look which; a desk that starts is.
    if cursor.0.saturating_sub(after.0) > AT_MOST {
        return Ok(Changes { cursor, all: true, ..Changes::default() });
    }
    let mut touched = moment
        .prepare_cached("SELECT id, touched_by, touched_what FROM disputes WHERE touched > ?1 ORDER BY touched")?;
    let rows =
        touched.query_map([after.0], |row| Ok(Changed { dispute: row.get(0)?, by: row.get(1)?, kind: row.get(2)? }))?;
    // A cursor from the future is another database's, put in this one's place.
    let team = sequence(TEAM_CHANGE)?.is_some_and(|last| last > after.0);
    Ok(Changes { cursor, changed: rows.collect::<Result<_, _>>()?, team, all: after > cursor })
}
