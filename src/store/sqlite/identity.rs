//! Which database a connection has open, and that its path still leads to it.
//!
//! A connection goes on reading and writing a file that was removed, or that another has replaced: SQLite holds the file, not
//! its name. What is written then is nowhere. So each writing transaction begins with a look at the path, and at the UUID that
//! was made with the database. The same goes for its log and the index of it: whoever comes later would begin others.

use std::fs::{self, Metadata};
use std::io;
use std::ops::{Deref, DerefMut};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension as _, TransactionBehavior};

use super::errors;
use super::open::companion_path;
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
    /// The path that was named, which must lead to it.
    named: PathBuf,
    /// The path without symbolic links, which must be it.
    path: PathBuf,
    file: FileId,
    /// The log and its index. They stay the same as long as anyone has the database open.
    log: [Option<FileId>; 2],
    uuid: String,
}

impl Database {
    /// Wraps a connection that was opened by these paths when they led to this file.
    pub(super) fn new(connection: Connection, [named, path]: [&Path; 2], file: FileId) -> Result<Self, StoreError> {
        // Reading it opens the log.
        let uuid = load_uuid(&connection)?
            .ok_or_else(|| errors::damaged("its identity, which was made with it, is missing"))?;
        let (named, path) = (named.to_owned(), path.to_owned());
        let log = log_of(&path);
        let database = Self { connection, identity: Identity { named, path, file, log, uuid }, account: None };
        database.identity.check_paths()?;
        Ok(database)
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

    /// Returns the path that was named.
    pub(super) fn named(&self) -> &Path {
        &self.identity.named
    }

    /// Returns the UUID that was made with the database.
    pub(super) fn uuid(&self) -> &str {
        &self.identity.uuid
    }
}

impl Drop for Database {
    /// Closing moves the log into the file, and removes whatever stands at its path then: not where it is another's.
    fn drop(&mut self) {
        if self.identity.check_paths().is_err() {
            let _ = self.connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true);
        }
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
        // The path without links was one when it was opened: a link that stands there now leads to something else's log.
        for (path, found) in [(&self.path, fs::symlink_metadata(&self.path)), (&self.named, fs::metadata(&self.named))]
        {
            match found {
                Ok(found) if FileId::of(&found) != self.file => return Err(self.replaced()),
                Ok(found) if found.nlink() > 1 => return Err(errors::refuse(path, UnusableWhy::Linked)),
                Ok(_) => {}
                Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                    return Err(self.replaced());
                }
                Err(error) => return Err(errors::unreadable(path, &error)),
            }
        }
        if log_of(&self.path) == self.log { Ok(()) } else { Err(self.replaced()) }
    }

    fn replaced(&self) -> StoreError {
        errors::refuse(&self.named, UnusableWhy::Replaced)
    }
}

/// The log of a database and the index of it.
fn log_of(path: &Path) -> [Option<FileId>; 2] {
    ["-wal", "-shm"]
        .map(|suffix| fs::symlink_metadata(companion_path(path, suffix)).ok().map(|found| FileId::of(&found)))
}

fn load_uuid(db: &Connection) -> Result<Option<String>, StoreError> {
    Ok(db.prepare_cached("SELECT uuid FROM identity")?.query_row([], |row| row.get(0)).optional()?)
}
