//! Fallback files for drafts that could not be saved in the database.
//!
//! A locked or read-only database, a full disk or an abrupt end must not cost a mediator their text.

use std::fs;
use std::io::{self, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::domain::ids::{DisputeId, Handle};
use crate::store::Place;

/// The fallback drafts of one mediator on one database.
#[derive(Debug, Clone)]
pub struct DraftFallback {
    folder: PathBuf,
    db: String,
    /// What the database was called before it had an identity: its place alone.
    place: String,
    by: Handle,
}

/// A fallback file's content.
#[derive(Serialize, Deserialize)]
struct FallbackDraft {
    db: String,
    by: Handle,
    dispute: DisputeId,
    /// The draft as the store would have saved it.
    draft: String,
}

impl DraftFallback {
    /// Creates a handle on the drafts in this folder, which is created when needed.
    /// `identity` tells the database from another that may take its place.
    pub fn new(folder: &Path, place: &Place, identity: &str, by: &Handle) -> Self {
        let place = place.id();
        Self { folder: folder.join("drafts"), db: format!("{place} {identity}"), place, by: by.clone() }
    }

    /// Returns the database and the mediator whose drafts these are.
    pub fn owner(&self) -> (&str, &Handle) {
        (&self.db, &self.by)
    }

    /// Returns whether the drafts are of this database and mediator.
    pub fn belongs_to(&self, db: &str, by: &Handle) -> bool {
        (self.db == db || self.place == db) && self.by == *by
    }

    fn path(&self, db: &str, dispute: DisputeId) -> PathBuf {
        // A handle and a path may contain any character; their hash is a valid file name.
        let mut hash = Sha256::new();
        for part in [db, &self.by.0] {
            hash.update(part.as_bytes());
            hash.update([0]);
        }
        let name: String = hash.finalize().iter().take(8).map(|byte| format!("{byte:02x}")).collect();
        self.folder.join(format!("{dispute}-{name}.json"))
    }

    /// Saves a draft, replacing an earlier one.
    ///
    /// # Errors
    /// Returns an error if the file can't be written.
    pub fn save(&self, dispute: DisputeId, draft: &str) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        let path = self.path(&self.db, dispute);
        let unfinished = path.with_extension("new");
        let mut file = fs::OpenOptions::new().create(true).truncate(true).write(true).mode(0o600).open(&unfinished)?;
        let fallback = FallbackDraft { db: self.db.clone(), by: self.by.clone(), dispute, draft: draft.to_owned() };
        file.write_all(&serde_json::to_vec_pretty(&fallback)?)?;
        file.sync_all()?;
        fs::rename(unfinished, path)
    }

    /// Returns the fallback draft of a case, if there is one.
    pub fn find(&self, dispute: DisputeId) -> Option<String> {
        [&self.db, &self.place].into_iter().find_map(|db| self.read(db, dispute))
    }

    fn read(&self, db: &str, dispute: DisputeId) -> Option<String> {
        let fallback: FallbackDraft = serde_json::from_slice(&fs::read(self.path(db, dispute)).ok()?).ok()?;
        let ours = fallback.db == db && fallback.by == self.by && fallback.dispute == dispute;
        ours.then_some(fallback.draft)
    }

    /// Removes the fallback draft of a case, because the store has a newer one.
    pub fn remove(&self, dispute: DisputeId) {
        for db in [&self.db, &self.place] {
            let _ = fs::remove_file(self.path(db, dispute));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rescued_draft_is_found_by_its_mediator_on_its_database_only() {
        let home = tempfile::tempdir().unwrap();
        let made = |db: &str, identity: &str, by: &str| {
            DraftFallback::new(home.path(), &Place::File(home.path().join(db)), identity, &Handle::from(by))
        };
        let of = |db: &str, by: &str| made(db, "uuid", by);
        let (mine, id) = (of("a.db", "../camille"), DisputeId(1001));
        assert_eq!(mine.find(id), None);
        mine.save(id, "{\"reply\":\"é\"}").unwrap();
        mine.save(id, "{\"reply\":\"été\"}").unwrap();
        assert_eq!(mine.find(id).as_deref(), Some("{\"reply\":\"été\"}"));
        assert_eq!(mine.find(DisputeId(1002)), None);
        assert_eq!(of("b.db", "../camille").find(id), None);
        assert_eq!(of("a.db", "ines").find(id), None);
        assert_eq!(made("a.db", "another", "../camille").find(id), None, "another database in its place");
        mine.remove(id);
        mine.remove(id);
        assert_eq!(mine.find(id), None);
    }
}
