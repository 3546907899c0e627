//! Where the mediator was on the desk, kept in the state folder: a file for each mediator and database.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::app::session::DeskSession;
use crate::domain::ids::Handle;
use crate::store::Place;

/// The file of one mediator on one database.
#[derive(Debug, Clone)]
pub struct SessionFile {
    path: PathBuf,
    db: String,
    by: Handle,
}

#[derive(Serialize, Deserialize)]
struct StoredSession {
    db: String,
    by: Handle,
    session: DeskSession,
}

impl SessionFile {
    /// Names the file in this folder. `identity` tells the database from another that may take its place.
    pub fn new(folder: &Path, place: &Place, identity: &str, by: &Handle) -> Self {
        let db = format!("{} {identity}", place.id());
        // A handle and a path may contain any character; their hash is a valid file name.
        let hash = Sha256::new().chain_update(&db).chain_update([0]).chain_update(&by.0).finalize();
        let name: String = hash.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        Self { path: folder.join("sessions").join(name).with_extension("json"), db, by: by.clone() }
    }

    /// Returns what was kept; nothing if that can't be read or is of another time.
    pub fn read(&self) -> Option<DeskSession> {
        let stored: StoredSession = serde_json::from_slice(&fs::read(&self.path).ok()?).ok()?;
        (stored.db == self.db && stored.by == self.by).then_some(stored.session)
    }

    /// Keeps it for the next desk, readable for the mediator alone.
    ///
    /// # Errors
    /// Returns an error if the file can't be written.
    pub fn write(&self, session: DeskSession) -> io::Result<()> {
        if let Some(folder) = self.path.parent() {
            fs::create_dir_all(folder)?;
        }
        let unfinished = self.path.with_extension("new");
        let mut file = fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&unfinished)?;
        let stored = StoredSession { db: self.db.clone(), by: self.by.clone(), session };
        file.write_all(&serde_json::to_vec_pretty(&stored)?)?;
        fs::rename(unfinished, &self.path)
    }
}
