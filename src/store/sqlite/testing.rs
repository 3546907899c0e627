//! What the store's own tests share.

use std::path::PathBuf;

use super::{Open, SqliteStore};

/// A store in a folder of its own, gone with the value.
pub(super) struct Scratch {
    /// The store.
    pub(super) store: SqliteStore,
    folder: tempfile::TempDir,
}

impl Scratch {
    /// An empty store.
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(&folder.path().join("litige.db"), Open::OrCreate).unwrap();
        Self { store, folder }
    }

    /// A file name in the same folder.
    pub(super) fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
