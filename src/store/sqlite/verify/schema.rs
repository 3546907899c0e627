//! SQLite's own checks, and the schema against a fresh one.

use rusqlite::Connection;

use super::Findings;
use crate::store::StoreError;
use crate::store::sqlite::{migrate, schema};

/// The file's structure, its indexes, and that every reference finds its row.
pub(super) fn integrity(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut check = db.prepare("PRAGMA integrity_check(100)")?;
    for line in check.query_map([], |row| row.get::<_, String>(0))? {
        let line = line?;
        if line != "ok" {
            f.fault("integrity", "the file", line);
        }
    }
    let mut check = db.prepare("PRAGMA foreign_key_check")?;
    let rows = check.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, Option<i64>>(1)?, row.get(2)?)))?;
    for row in rows.take(100) {
        let (table, id, parent): (String, Option<i64>, String) = row?;
        let at = format!("{table} {}", id.unwrap_or_default());
        f.fault("integrity", at, format!("it refers to a row of {parent} that is not there"));
    }
    Ok(())
}

/// That nothing of the schema is missing, changed or foreign.
pub(super) fn schema(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    for (object, what) in schema::differences(db, migrate::KNOWN)? {
        f.fault("schema", object, what);
    }
    Ok(())
}
