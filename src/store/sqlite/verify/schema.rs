//! SQLite's own checks, and the schema against a fresh one.

use std::collections::BTreeMap;

use rusqlite::Connection;

use super::Findings;
use crate::domain::policy::Policy;
use crate::store::StoreError;
use crate::store::sqlite::migrate;

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

type Objects = BTreeMap<String, String>;

/// Tables, indexes and triggers, by name. The parts of the search index come and go; FTS5 checks them itself.
fn objects(db: &Connection) -> Result<Objects, StoreError> {
    let mut all = db.prepare(
        "SELECT type || ' ' || name, coalesce(sql, '') FROM sqlite_schema \
         WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND name NOT GLOB 'search_[0-9]*'",
    )?;
    let rows = all.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// That nothing of the schema is missing, changed or foreign.
pub(super) fn schema(db: &Connection, f: &mut Findings) -> Result<(), StoreError> {
    let mut fresh = Connection::open_in_memory()?;
    migrate::upgrade(&mut fresh, &Policy::default())?;
    let (expected, found) = (objects(&fresh)?, objects(db)?);
    for (name, sql) in &expected {
        match found.get(name) {
            None => f.fault("schema", name, "it is missing"),
            Some(other) if other != sql => f.fault("schema", name, "it was changed"),
            Some(_) => {}
        }
    }
    for name in found.keys().filter(|name| !expected.contains_key(*name)) {
        f.fault("schema", name, "litige did not make it");
    }
    Ok(())
}
