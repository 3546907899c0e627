//! What the store's own tests share.

use std::path::{Path, PathBuf};

use super::SqliteStore;
use crate::store::contract::{Backend, MaintenanceBackend, suite};
use crate::store::{Caller, Mode, Store};

/// A store in a folder of its own, gone with the value.
pub(super) struct Scratch {
    pub(super) store: SqliteStore,
    folder: tempfile::TempDir,
}

impl Scratch {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("litige.db"), Mode::Create).unwrap();
        Self { store, folder }
    }

    /// A file name in the same folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

/// A folder for one database.
pub(in crate::store) struct Folder(tempfile::TempDir);

impl Folder {
    pub(in crate::store) fn path(&self) -> PathBuf {
        self.0.path().join("litige.db")
    }
}

impl Backend for Folder {
    fn empty() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn open(&self) -> Box<dyn Store + Send> {
        Box::new(SqliteStore::open(&self.path(), Mode::Create).unwrap())
    }

    fn open_as(&self, account: &str) -> Box<dyn Store + Send> {
        let caller = Caller { account: Some(account.into()), ..Caller::default() };
        Box::new(SqliteStore::open(&self.path(), Mode::Create).unwrap().with_caller(caller))
    }
}

impl MaintenanceBackend for Folder {
    fn open_backup(&self, path: &Path) -> Box<dyn Store + Send> {
        Box::new(SqliteStore::open(path, Mode::Existing).unwrap())
    }

    fn spare_path(&self) -> PathBuf {
        self.0.path().join("backup.db")
    }
}

suite!(Folder: cases queue search team personal blobs feed activity maintenance);
