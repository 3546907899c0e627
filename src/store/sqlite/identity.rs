//! Which database a connection has open, and that its path still leads to it.
//!
//! A connection goes on reading and writing a file that was removed, or that another has replaced: SQLite holds the file, not
//! its name. What is written then is nowhere. So each writing transaction begins with a look at the path, and at the UUID that
//! was made with the database.

use std::fs::{self, Metadata};
use std::io;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::errors;
use crate::domain::ids::SystemAccount;
use crate::store::{StoreError, UnusableWhy};

/// A file of this machine, whatever it is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct FileId {
    device: u64,
    inode: u64,
}

impl FileId {
    pub(super) fn of(found: &Metadata) -> Self {
        Self { device: found.dev(), inode: found.ino() }
    }
}

/// An open database: a connection, and which file it is to.
#[derive(Debug)]
pub(super) struct Database {
    connection: Connection,
    identity: Identity,
    /// From which account of the system it is written to.
    pub(super) account: Option<SystemAccount>,
}

/// What tells a database from another at the same path.
#[derive(Debug)]
struct Identity {
    /// The paths that must lead to it: the one that was named, and the one without symbolic links.
    paths: Vec<PathBuf>,
    file: FileId,
    uuid: String,
}

impl Database {
    /// Wraps a connection that was opened by these paths when they led to this file.
    pub(super) fn new(connection: Connection, paths: [&Path; 2], file: FileId) -> Result<Self, StoreError> {
        let mut paths = paths.map(Path::to_owned).to_vec();
        paths.dedup();
        let uuid = load_uuid(&connection)?
            .ok_or_else(|| errors::damaged("its identity, which was made with it, is missing"))?;
        let identity = Identity { paths, file, uuid };
        identity.check_paths()?;
        Ok(Self { connection, identity, account: None })
    }

    /// Begins a writing transaction, and checks inside it that this still is the database at its path.
    ///
    /// IMMEDIATE: a transaction that reads first and then writes would fail at once if another wrote in between, whatever the
    /// busy timeout.
    pub(super) fn begin(&mut self) -> Result<rusqlite::Transaction<'_>, StoreError> {
        let Self { connection, identity, .. } = self;
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        identity.check(&transaction)?;
        Ok(transaction)
    }

    /// Checks that this still is the database at its path.
    ///
    /// # Errors
    /// [`UnusableWhy::Replaced`] where it is not; [`UnusableWhy::Linked`] where the file has got another name.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.identity.check(&self.connection)
    }

    /// Returns the UUID that was made with the database.
    pub(super) fn uuid(&self) -> &str {
        &self.identity.uuid
    }

    /// Gives up the check.
    pub(super) fn into_connection(self) -> Connection {
        self.connection
    }
}

impl Deref for Database {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        &self.connection
    }
}

impl DerefMut for Database {
    fn deref_mut(&mut self) -> &mut Connection {
        &mut self.connection
    }
}

impl Identity {
    fn check(&self, db: &Connection) -> Result<(), StoreError> {
        self.check_paths()?;
        // A file that was overwritten in place is the same file with another's content.
        match load_uuid(db)? {
            Some(uuid) if uuid == self.uuid => Ok(()),
            _ => Err(self.replaced()),
        }
    }

    fn check_paths(&self) -> Result<(), StoreError> {
        for path in &self.paths {
            match fs::metadata(path) {
                Ok(found) if FileId::of(&found) != self.file => return Err(self.replaced()),
                Ok(found) if found.nlink() > 1 => return Err(errors::refuse(path, UnusableWhy::Linked)),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    return Err(self.replaced());
                }
                Err(error) => return Err(errors::unreadable(path, &error)),
            }
        }
        Ok(())
    }

    fn replaced(&self) -> StoreError {
        let named = self.paths.first().map_or(Path::new(""), PathBuf::as_path);
        errors::refuse(named, UnusableWhy::Replaced)
    }
}

fn load_uuid(db: &Connection) -> Result<Option<String>, StoreError> {
    Ok(db.prepare_cached("SELECT uuid FROM identity")?.query_row([], |row| row.get(0)).optional()?)
}
