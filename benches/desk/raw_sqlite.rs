//! Bare SQLite statements to compare with.

use std::path::Path;

use rusqlite::{Connection, params};

/// Opens a connection with common settings.
pub fn open(path: &Path) -> Connection {
    let db = Connection::open(path).unwrap();
    db.pragma_update(None, "synchronous", "full").unwrap();
    db.busy_timeout(std::time::Duration::from_secs(10)).unwrap();
    db.set_prepared_statement_cache_capacity(128);
    db
}

/// Reads and discards all rows; those read so far if the statement is interrupted. Returns their number.
pub fn read(db: &Connection, sql: &str, params: impl rusqlite::Params) -> usize {
    let mut statement = db.prepare_cached(sql).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query(params).unwrap();
    let mut count = 0;
    while let Ok(Some(row)) = rows.next() {
        for column in 0..columns {
            std::hint::black_box(row.get_ref(column).unwrap());
        }
        count += 1;
    }
    count
}

/// Searches for the newest matching messages, from the newest part down.
pub fn search(db: &Connection, parts: &[i64], expression: &str, limit: usize) -> usize {
    let mut found = 0;
    for part in parts {
        let sql = format!("SELECT rowid FROM search_{part} WHERE search_{part} MATCH ?1 ORDER BY rowid DESC LIMIT ?2");
        found += read(db, &sql, params![expression, (limit - found) as i64]);
        if found == limit {
            break;
        }
    }
    found
}

/// Returns the parts of the index, newest first.
pub fn parts(db: &Connection) -> Vec<i64> {
    let mut statement = db.prepare("SELECT part FROM search_part ORDER BY part DESC").unwrap();
    let parts = statement.query_map([], |row| row.get(0)).unwrap();
    parts.map(Result::unwrap).collect()
}

/// Returns the first disputes of the open queue.
pub fn open_ids(db: &Connection, limit: i64) -> Vec<i64> {
    let sql = "SELECT id FROM disputes WHERE state = 'open' AND snoozed_until IS NULL ORDER BY rank, id LIMIT ?1";
    let mut statement = db.prepare(sql).unwrap();
    statement.query_map([limit], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}
