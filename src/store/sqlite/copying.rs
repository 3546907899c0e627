//! A database file as one end of a copy: its rows as they stand, one table after the other.

use std::path::Path;

use rusqlite::types::ValueRef;
use rusqlite::{Connection, params_from_iter};

use super::errors::damaged;
use super::files::BlobFolder;
use super::rows::{Parameter, quoted};
pub(in crate::store) use super::search::SearchIndex;
use super::search::index::{is_indexed, rebuild};
use super::{SqliteStore, bulk, contents, migrate, verify};
use crate::domain::case::evidence_file::BlobRef;
use crate::store::copying::{RowTaker, TABLES};
use crate::store::write::numbers::Numbers;
use crate::store::write::value::Value;
use crate::store::{BlobContent, Mode, StoreError, Verified};

/// A database file that is read from, at one moment.
pub(in crate::store) struct CopiedFile {
    store: SqliteStore,
}

impl CopiedFile {
    /// Opens it, upgrading an older one.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub(in crate::store) fn open(path: &Path) -> Result<Self, StoreError> {
        let store = SqliteStore::open(path, Mode::Existing)?;
        store.db.execute_batch("BEGIN")?;
        Ok(Self { store })
    }

    fn db(&self) -> &Connection {
        &self.store.db
    }

    /// The UUID that was made with it.
    pub(in crate::store) fn identity(&self) -> &str {
        self.store.db.uuid()
    }

    /// How many rows all tables have.
    pub(in crate::store) fn count(&self) -> Result<u64, StoreError> {
        let mut all = 0;
        for (table, _) in TABLES {
            let rows: i64 = self.db().query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0))?;
            all += rows.unsigned_abs();
        }
        Ok(all)
    }

    /// The columns of a table.
    pub(in crate::store) fn columns(&self, table: &str) -> Result<Vec<String>, StoreError> {
        columns(self.db(), table).map(|columns| columns.into_iter().map(|(name, _)| name).collect())
    }

    /// Gives every row of a table, in the order of its key.
    pub(in crate::store) fn walk(
        &self,
        (table, key): (&str, &str),
        columns: &[String],
        each: &mut RowTaker<'_>,
    ) -> Result<(), StoreError> {
        let columns: Vec<_> = columns.iter().map(|column| quoted(column)).collect();
        let mut all = self.db().prepare(&format!("SELECT {} FROM {table} ORDER BY {key}", columns.join(", ")))?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let mut values = Vec::with_capacity(columns.len());
            for column in 0..columns.len() {
                values.push(match row.get_ref(column)? {
                    ValueRef::Null => Value::Null,
                    ValueRef::Integer(number) => Value::Int(number),
                    value @ ValueRef::Text(_) => Value::Text(value.as_str().map_err(rusqlite::Error::from)?.into()),
                    ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
                    ValueRef::Real(number) => return Err(damaged(format!("{table} holds the number {number}"))),
                });
            }
            each(&values)?;
        }
        Ok(())
    }

    /// Gives the texts that an index has, with their numbers.
    pub(in crate::store) fn indexed_texts(
        &self,
        of: SearchIndex,
        mut each: impl FnMut(i64, &str) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut all = self.db().prepare(&format!("{} ORDER BY id", of.texts()))?;
        let mut rows = all.query([])?;
        while let Some(row) = rows.next()? {
            let text = row.get_ref(2)?.as_str().map_err(rusqlite::Error::from)?;
            if is_indexed(of, row.get(1)?, text) {
                each(row.get(0)?, text)?;
            }
        }
        Ok(())
    }

    /// The next free number of each kind.
    pub(in crate::store) fn numbers(&self) -> Result<Numbers, StoreError> {
        let mut numbers = Numbers::default();
        let mut all = self.db().prepare("SELECT name, next FROM sequences")?;
        let rows = all.query_map([], |row| Ok((row.get::<_, String>(0)?, row.get::<_, i64>(1)?)))?;
        for row in rows {
            let (name, next) = row?;
            numbers.set(&name, next);
        }
        Ok(numbers)
    }

    /// Every file that is kept, each content once.
    pub(in crate::store) fn blobs(&self) -> Result<Vec<BlobRef>, StoreError> {
        let kept = format!("SELECT sha256, max(bytes) FROM ({}) GROUP BY sha256 ORDER BY sha256", contents::KEPT);
        let mut all = self.db().prepare(&kept)?;
        let rows =
            all.query_map([], |row| Ok(BlobRef { sha256: row.get(0)?, bytes: row.get::<_, i64>(1)?.unsigned_abs() }))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// The content of a file that is kept.
    pub(in crate::store) fn blob(&self, blob: &BlobRef) -> Result<BlobContent, StoreError> {
        self.store.files.read(blob)
    }
}

/// What a column of a database file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::store) enum Holds {
    Int,
    Text,
    Bytes,
}

fn columns(db: &Connection, table: &str) -> Result<Vec<(String, Holds)>, StoreError> {
    let mut all = db.prepare("SELECT name, type FROM pragma_table_info(?1)")?;
    let rows = all.query_map([table], |row| {
        let holds = match row.get::<_, String>(1)?.as_str() {
            "INTEGER" => Holds::Int,
            "BLOB" => Holds::Bytes,
            _ => Holds::Text,
        };
        Ok((row.get(0)?, holds))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A new database file that is written to. It is nobody's yet.
pub(in crate::store) struct Target<'t> {
    db: &'t Connection,
    files: BlobFolder,
}

/// Makes a database file and lets `fill` fill it. All of it is there when this returns, or nothing.
///
/// # Errors
/// As [`bulk::bulk_load`].
pub(in crate::store) fn fill<T>(
    path: &Path,
    fill: impl FnOnce(&Target<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    let files = BlobFolder::of(path);
    if files.is_there() {
        return Err(bulk::there_is_one(path));
    }
    let done = bulk::make(path, |unfinished| {
        let store = SqliteStore::open(unfinished, Mode::Create)?;
        bulk::hurried(&store, unfinished, || {
            let db = &store.db;
            let tx = db.unchecked_transaction()?;
            // What a new database begins with.
            tx.execute_batch("DELETE FROM policies; DELETE FROM sequences")?;
            files.mark_unfinished()?;
            let done = fill(&Target { db: &tx, files: BlobFolder::of(path) })?;
            tx.commit()?;
            Ok(done)
        })
        .and_then(|done| store.finish().map(|()| done))
    });
    match &done {
        Ok(_) => files.mark_finished(),
        // It was not there before.
        Err(_) => files.remove(),
    }
    done
}

/// Checks a database that is none of files': its rows are brought into a file that nobody sees, and all that is checked of a file is
/// checked there, but for the contents of files and the index of messages, which are not copied.
///
/// # Errors
/// Those of `fill`; [`StoreError`] when the file could not be written.
pub(in crate::store) fn verify_rows(
    head: Option<&str>,
    fill: impl FnOnce(&Target<'_>) -> Result<(), StoreError>,
) -> Result<Verified, StoreError> {
    // SQLite removes the name of such a file as soon as it has made it.
    let mut db = Connection::open("")?;
    db.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA cache_size = -65536; \
         PRAGMA temp_store = FILE",
    )?;
    migrate::upgrade(&mut db)?;
    let tx = db.unchecked_transaction()?;
    tx.execute_batch("DELETE FROM policies; DELETE FROM sequences")?;
    fill(&Target { db: &tx, files: BlobFolder::of(Path::new("")) })?;
    verify::looked_through(&tx, None, head)
}

impl Target<'_> {
    /// The columns of a table, and what they hold.
    pub(in crate::store) fn columns(&self, table: &str) -> Result<Vec<(String, Holds)>, StoreError> {
        columns(self.db, table)
    }

    /// Lets `fill` insert the rows of a table.
    pub(in crate::store) fn insert(
        &self,
        table: &str,
        columns: &[(String, Holds)],
        fill: impl FnOnce(&mut RowTaker<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let names: Vec<_> = columns.iter().map(|(name, _)| quoted(name)).collect();
        let marks = vec!["?"; names.len()].join(", ");
        let mut insert = self.db.prepare(&format!("INSERT INTO {table} ({}) VALUES ({marks})", names.join(", ")))?;
        fill(&mut |values| {
            insert.execute(params_from_iter(values.iter().cloned().map(Parameter)))?;
            Ok(())
        })
    }

    /// Makes the indexes of all that is found.
    pub(in crate::store) fn index(&self) -> Result<(), StoreError> {
        Ok(SearchIndex::ALL.into_iter().try_for_each(|of| rebuild(self.db, of))?)
    }

    /// Keeps the identity and the next free numbers.
    pub(in crate::store) fn set_up(&self, identity: &str, numbers: &Numbers) -> Result<(), StoreError> {
        self.db.execute("UPDATE identity SET uuid = ?1", [identity])?;
        for (name, next) in numbers.sequences() {
            self.db.execute("INSERT INTO sequences (name, next) VALUES (?1, ?2)", (name, next))?;
        }
        Ok(())
    }

    /// Keeps the content of a file.
    pub(in crate::store) fn put_blob(&self, content: &[u8]) -> Result<BlobRef, StoreError> {
        self.files.put_blob(content)
    }
}
