//! The schema that a database must have. A trigger of a stranger's would be obeyed, and so would a view in the place of a
//! table: they are looked for whenever a file is opened.

use std::collections::BTreeMap;

use rusqlite::Connection;
use sha2::{Digest as _, Sha256};

use super::search::SearchIndex;
use super::{errors, migrate};
use crate::store::StoreError;
use crate::store::write::digest::hex;

/// The [`fingerprint`] of the schema after each migration, so that no schema has to be made to be compared with. A test
/// compares them with the migrations.
pub(super) const FINGERPRINTS: [&str; migrate::SCRIPTS.len()] = [
    "734817c99264dd535675254d9914fa9472bfbb222b526b8132328f052cffde65",
    "59a4e3395f33a232eb796a2a3cce248af4b36916a3467bc6c352c06e8c9e931a",
    "6390529f3807fd999489ac4e8c54bf36a05dd13c572ecf51d2f12afa79bcc1c0",
    "6390529f3807fd999489ac4e8c54bf36a05dd13c572ecf51d2f12afa79bcc1c0",
    "a4e48602ff8fecf2569f4be0b44c39c0651b0f0ad4407c1978ebcf0a6059178b",
    "21bbaae82953b7d066bba9eab3a62ab06de948a2dcaba0c62910b5d8ffe76e56",
    "46d7d4d20005ba4e6e86b428b237a7543b0a6dc59e8ae58a262653d5ae7263a0",
];

/// Tables, indexes, triggers and views: their definitions, by kind and name.
type Objects = BTreeMap<String, String>;

/// Returns what the schema consists of, without what comes and goes: the statistics of SQLite's planner and the parts of the
/// search indexes.
fn objects(db: &Connection, version: i64) -> rusqlite::Result<Objects> {
    let mut all = db.prepare("SELECT type, name, tbl_name, coalesce(sql, '') FROM sqlite_schema")?;
    let mut rows = all.query([])?;
    let mut objects = Objects::new();
    while let Some(row) = rows.next()? {
        let (kind, name, table, sql): (String, String, String, String) =
            (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let is_table = kind == "table" && name == table;
        if !(is_table && (is_statistics(&name) || is_part_of_search(&name, &sql, version))) {
            objects.insert(format!("{kind} {name}"), format!("{table} {sql}"));
        }
    }
    Ok(objects)
}

fn is_statistics(table: &str) -> bool {
    matches!(table, "sqlite_stat1" | "sqlite_stat2" | "sqlite_stat3" | "sqlite_stat4")
}

/// Whether a table is a part of a search index, or one of those that FTS5 keeps its content in.
fn is_part_of_search(table: &str, sql: &str, version: i64) -> bool {
    let of = SearchIndex::ALL.into_iter().find_map(|of| table.strip_prefix(of.name())?.strip_prefix('_'));
    let Some(rest) = of else { return false };
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, kept) = rest.split_at(digits);
    match (number, kept) {
        ("", _) => false,
        (_, "") => sql == super::search::index::part_sql(table, version),
        (_, "_data" | "_idx" | "_config") => sql.starts_with("CREATE TABLE"),
        _ => false,
    }
}

fn fingerprint(objects: &Objects) -> String {
    let mut hash = Sha256::new();
    for text in objects.iter().flat_map(|(name, sql)| [name, sql]) {
        hash.update(text);
        hash.update([0]);
    }
    hex(&hash.finalize())
}

/// Returns what is missing, changed or foreign in the schema of a database of this version: the object and what is wrong.
pub(super) fn differences(db: &Connection, version: i64) -> Result<Vec<(String, &'static str)>, StoreError> {
    let fresh = Connection::open_in_memory()?;
    migrate::make_schema(&fresh, version)?;
    let (expected, found) = (objects(&fresh, version)?, objects(db, version)?);
    let mut differences = Vec::new();
    for (name, sql) in &expected {
        match found.get(name) {
            None => differences.push((name.clone(), "it is missing")),
            Some(other) if other != sql => differences.push((name.clone(), "it was changed")),
            Some(_) => {}
        }
    }
    let foreign = found.into_keys().filter(|name| !expected.contains_key(name));
    differences.extend(foreign.map(|name| (name, "litige did not make it")));
    Ok(differences)
}

/// Checks that a database of this version has the schema that its migrations make, and nothing else.
///
/// # Errors
/// [`crate::store::UnusableWhy::Corrupt`] with the first difference.
pub(super) fn check(db: &Connection, version: i64) -> Result<(), StoreError> {
    let known = usize::try_from(version - 1).ok().and_then(|at| FINGERPRINTS.get(at));
    if known == Some(&fingerprint(&objects(db, version)?).as_str()) {
        return Ok(());
    }
    match differences(db, version)?.into_iter().next() {
        Some((object, what)) => Err(errors::damaged(format!("its schema is not litige's: {object}: {what}"))),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fingerprints_are_those_of_the_migrations() {
        let made: Vec<String> = (1..=migrate::KNOWN)
            .map(|version| {
                let fresh = Connection::open_in_memory().unwrap();
                migrate::make_schema(&fresh, version).unwrap();
                fingerprint(&objects(&fresh, version).unwrap())
            })
            .collect();
        assert_eq!(made, FINGERPRINTS);
    }
}
