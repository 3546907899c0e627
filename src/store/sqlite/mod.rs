//! The store on SQLite. One file per concern; rows are converted in `rows` alone.

mod digest;
mod errors;
mod migrate;
mod open;
#[cfg(test)]
mod open_tests;
mod search;
#[cfg(test)]
mod testing;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use open::Open;

use super::StoreError;
use crate::domain::policy::Policy;

/// A store on one SQLite file. Each value has its own connection; several, in one process or many, share the file.
#[derive(Debug)]
pub struct SqliteStore {
    db: Connection,
    path: PathBuf,
}

impl SqliteStore {
    /// Opens a database to read and write, upgrading an older one.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why; a file that is refused stays as it was.
    pub fn open(path: &Path, mode: Open) -> Result<Self, StoreError> {
        let (db, path) = open::open(path, mode)?;
        Ok(Self { db, path })
    }

    /// Makes a database there, starting under this policy, unless there is a file already; says whether it did.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] when it can't be made.
    pub fn make(path: &Path, policy: &Policy) -> Result<bool, StoreError> {
        open::make(path, policy)
    }

    /// Opens one more connection to an existing database, for reading alone: a search that may be interrupted, a watcher.
    ///
    /// # Errors
    /// As [`SqliteStore::open`].
    pub fn open_reader(path: &Path) -> Result<Self, StoreError> {
        let (db, path) = open::open(path, Open::Existing)?;
        let store = Self { db, path };
        store.named(store.db.pragma_update(None, "query_only", true).map_err(StoreError::from))?;
        Ok(store)
    }

    /// The file, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// A number that changes when another connection has written; comparing it costs some microseconds.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    pub fn data_version(&self) -> Result<i64, StoreError> {
        let version = self.db.pragma_query_value(None, "data_version", |row| row.get(0));
        self.named(version.map_err(StoreError::from))
    }

    /// Names this store's file in an error that is about the file.
    fn named<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.map_err(|error| errors::named(error, &self.path))
    }
}
