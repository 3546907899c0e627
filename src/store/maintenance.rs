//! The store as a whole: checked, copied, and a person erased from it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::domain::ids::{AttachmentId, DisputeId, EventId, Handle, PersonId, RequestKey};
use crate::domain::time::Time;
use crate::store::StoreError;

/// Checks and copies a store, and erases people from it.
pub trait MaintenanceStore {
    /// Returns the UUID that was made with the store. Its copies have the same one.
    fn identity(&self) -> String;

    /// Gives back what a store holds that nobody has used for a while, such as a connection to a server. What is asked of it next
    /// takes it again. Called now and then by whoever has nothing to do.
    fn rest(&self) {}

    /// Reads how the store stands, for whoever operates it.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn status(&self) -> Result<StoreStatus, StoreError>;

    /// Checks everything that can be checked; `head` is a hash of the last audit record known from before.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read at all; faults found are in the report.
    fn verify(&self, head: Option<&str>) -> Result<Verified, StoreError>;

    /// Copies the store to a new database file while others go on writing. Returns the files of evidence that the copy lacks.
    ///
    /// # Errors
    /// [`StoreError`] when the file exists or could not be written.
    fn backup(&self, to: &Path) -> Result<Vec<MissingFile>, StoreError>;

    /// Reads the names that a person goes by in their orders; none for whoever is not known, or was erased.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError>;

    /// Returns what an erasure of this person by this member would replace; nothing is changed.
    ///
    /// # Errors
    /// As [`MaintenanceStore::erase`].
    fn preview_erasure(&mut self, person: &PersonId, by: &Handle, now: Time) -> Result<ErasurePreview, StoreError>;

    /// Replaces a person's name and everything they wrote by a pseudonym, wherever it is stored or indexed; money and audit
    /// stay whole. Returns how many texts were replaced. `key` makes a repeat harmless.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_person`; another [`StoreError`] when it could not be done.
    fn erase(
        &mut self,
        person: &PersonId,
        by: &Handle,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<usize, StoreError>;
}

/// How a store stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoreStatus {
    /// The version of its schema.
    pub schema: i64,
    /// The event of the marketplace that was taken last.
    pub last_event: Option<LastEvent>,
    /// How many decisions are on hold.
    pub on_hold: u64,
    pub bytes: Sizes,
}

/// The last event that came in.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct LastEvent {
    pub id: EventId,
    /// When it happened, as the marketplace says.
    pub at: Time,
}

/// How large the parts of a store are, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Sizes {
    pub database: u64,
    /// What was written and has not moved into the database yet.
    pub log: u64,
    /// The contents of files, each once.
    pub evidence: u64,
}

/// What an erasure would replace.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ErasurePreview {
    /// The names that they go by in their orders.
    pub names: Vec<String>,
    /// How many orders they are a party of.
    pub orders: usize,
    /// Their disputes that are not decided: who decides them will know less than the parties did.
    pub open: Vec<DisputeId>,
    /// How many texts would be replaced, by the table that they are in.
    pub texts: BTreeMap<&'static str, usize>,
}

/// A file of evidence whose content a copy of the store lacks.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct MissingFile {
    #[serde(rename = "id")]
    pub attachment: AttachmentId,
    pub name: String,
    /// Why it is missing.
    pub message: String,
}

/// What [`crate::store::restore`] did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restored {
    /// The file that the backup was put in the place of, without symbolic links.
    pub path: PathBuf,
    /// Where the former database is, with its log and files; nothing where there was none.
    pub aside: Option<PathBuf>,
    /// What was checked of the backup. Where it has faults, nothing was changed.
    pub verified: Verified,
}

/// What [`MaintenanceStore::verify`] found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// How much was looked at.
    pub checked: Checked,
    /// What is wrong; empty when all is well.
    pub faults: Vec<Fault>,
    /// The hash of the last audit record.
    pub head: Option<String>,
}

/// How many rows [`MaintenanceStore::verify`] looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Checked {
    pub orders: u64,
    pub disputes: u64,
    pub messages: u64,
    pub decisions: u64,
    pub ledger_entries: u64,
    pub audit_records: u64,
}

/// Something wrong in a store.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// `integrity`, `schema`, `ledger`, `decision` or `audit`.
    pub check: &'static str,
    /// Where: an id, a table, a page.
    pub at: String,
    /// What is wrong there.
    pub message: String,
}
