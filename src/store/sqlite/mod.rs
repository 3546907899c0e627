//! The store on SQLite. One file per concern; rows are converted in `rows` alone.

mod audit;
mod backup;
mod bulk;
mod case;
mod changes;
mod counters;
mod demo;
mod drafts;
mod erase;
#[cfg(test)]
mod erase_tests;
mod errors;
mod events;
mod files;
mod filter_matcher;
mod load;
mod migrate;
mod open;
#[cfg(test)]
mod open_tests;
mod outbox;
mod presence;
mod queue;
mod related_cases;
mod rows;
mod search;
mod settle;
mod team;
#[cfg(test)]
mod testing;
mod transaction;
#[cfg(test)]
mod upgrade_tests;
mod verify;
mod views;

use std::path::{Path, PathBuf};

use rusqlite::Connection;

pub use bulk::{Bulk, fill};
pub use open::Open;

use self::files::Files;
use self::search::{Scope, Stop};
use self::transaction::SqliteTransaction;
use super::write;
use super::{
    Acted, AuditLine, BlobContent, CaseFile, ChangeCursor, Changes, Counts, Ingested, Interrupt, Notification,
    OutboxLine, Presence, QueuePage, QueueQuery, QueueRow, SearchPage, SearchQuery, Store, StoreError, Verified,
};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::records::{Mediator, NotificationKind};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, Handle, PersonId};
use crate::domain::marketplace::event::Event;
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::time::Time;

/// A store on one SQLite file. Each value has its own connection; several, in one process or many, share the file.
#[derive(Debug)]
pub struct SqliteStore {
    db: Connection,
    path: PathBuf,
    files: Files,
    stop: Stop,
    scope: Scope,
}

impl SqliteStore {
    /// Opens a database to read and write, upgrading an older one.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why; a file that is refused stays as it was.
    pub fn open(path: &Path, mode: Open) -> Result<Self, StoreError> {
        let (mut db, path) = open::open(path, mode)?;
        let stop = Stop::watch(&mut db)?;
        Ok(Self { db, files: Files::of(&path), path, stop, scope: Scope::default() })
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
        let store = Self::open(path, Open::Existing)?;
        store.named(store.db.pragma_update(None, "query_only", true).map_err(StoreError::from))?;
        Ok(store)
    }

    /// Prepares this connection for very many writes: with more memory, and with the log moved into the file less often.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    pub fn tune_for_bulk_load(&self) -> Result<(), StoreError> {
        let set = self.db.pragma_update(None, "cache_size", -(64 << 10));
        let log = || self.db.pragma_update_and_check(None, "wal_autocheckpoint", 16 << 10, |_| Ok(()));
        self.named(set.and_then(|()| log()).map_err(Into::into))
    }

    /// The file, as an absolute path.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The folder where the files of evidence of this database are, once there are any.
    pub fn folder_of_files(db: &Path) -> PathBuf {
        open::beside(db, files::FOLDER)
    }

    /// Ends the work on a database that nobody else has open; afterwards its file alone is all of it.
    ///
    /// # Errors
    /// [`StoreError`] when the last of it could not be written.
    pub fn finish(self) -> Result<(), StoreError> {
        open::close(self.db).map_err(|error| errors::named(error, &self.path))
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

impl Store for SqliteStore {
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
        let tx = SqliteTransaction::begin_batch(&mut self.db, &self.files);
        let done = tx.and_then(|tx| write::ingest::ingest(tx, events, now));
        self.named(done)
    }

    fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError> {
        self.files.keep(content)
    }

    fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError> {
        self.files.read(file)
    }

    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError> {
        let done = SqliteTransaction::begin(&mut self.db).and_then(|tx| write::act::act(tx, request, now));
        self.named(done)
    }

    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError> {
        let done = settle::settle_due(&mut self.db, now);
        self.named(done)
    }

    fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        self.named(queue::page(&self.db, query, now))
    }

    fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        self.named(queue::find(&self.db, query, now, &self.stop))
    }

    fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
        self.named(queue::rows(&self.db, ids))
    }

    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<Counts, StoreError> {
        self.named(counters::counts(&self.db, me, now))
    }

    fn stats(&self) -> Result<Stats, StoreError> {
        self.named(counters::stats(&self.db))
    }

    fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError> {
        self.named(case::case(&self.db, id))
    }

    fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError> {
        self.named(related_cases::related_cases(&self.db, id))
    }

    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
        self.named(audit::trail(&self.db, id))
    }

    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError> {
        self.named(search::search(&self.db, query, now, (&self.scope, &self.stop)))
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(self.stop.clone())
    }

    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError> {
        self.named(changes::changes(&self.db, after))
    }

    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError> {
        let done = presence::heartbeat(&mut self.db, desk, by, at, now);
        self.named(done)
    }

    fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError> {
        self.named(presence::presences(&self.db, now))
    }

    fn notifications(&self, of: &Handle) -> Result<Vec<Notification>, StoreError> {
        self.named(presence::notifications(&self.db, of))
    }

    fn acknowledge(&mut self, of: &Handle, dispute: DisputeId, what: NotificationKind) -> Result<(), StoreError> {
        let done = presence::acknowledge(&mut self.db, of, dispute, what);
        self.named(done)
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError> {
        self.named(outbox::outbox(&self.db, after, limit))
    }

    fn mediators(&self) -> Result<Vec<Mediator>, StoreError> {
        self.named(team::mediators(&self.db))
    }

    fn put_mediator(&mut self, mediator: &Mediator, now: Time) -> Result<(), StoreError> {
        let done = write::team::check_handle(&mediator.handle)
            .and_then(|()| SqliteTransaction::begin(&mut self.db))
            .and_then(|tx| write::team::put_mediator(tx, mediator, None, now));
        self.named(done)
    }

    fn policy(&self) -> Result<Policy, StoreError> {
        self.named(team::load_policy(&self.db, None))
    }

    fn put_policy(&mut self, policy: &Policy, now: Time) -> Result<(), StoreError> {
        let done = SqliteTransaction::begin(&mut self.db).and_then(|tx| write::team::put_policy(tx, policy, None, now));
        self.named(done)
    }

    fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError> {
        self.named(drafts::draft(&self.db, dispute, by))
    }

    fn put_draft(&mut self, dispute: DisputeId, by: &Handle, draft: Option<&str>, now: Time) -> Result<(), StoreError> {
        let done = drafts::put_draft(&mut self.db, dispute, by, draft, now);
        self.named(done)
    }

    fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        self.named(views::views(&self.db, of))
    }

    fn change_views(&mut self, of: &Handle, change: &ViewChange) -> Result<Vec<SavedView>, StoreError> {
        let now = chrono::Utc::now();
        let done =
            SqliteTransaction::begin(&mut self.db).and_then(|tx| write::team::change_views(tx, of, change, None, now));
        self.named(done)
    }

    fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError> {
        self.named(erase::names(&self.db, person))
    }

    fn erase(&mut self, person: &PersonId, by: &Handle, now: Time) -> Result<usize, StoreError> {
        let done = erase::erase(&mut self.db, &self.files, person, by, None, now);
        self.named(done)
    }

    fn verify(&self, head: Option<&str>) -> Result<Verified, StoreError> {
        self.named(verify::verify(&self.db, &self.files, head))
    }

    fn backup(&self, to: &Path) -> Result<(), StoreError> {
        self.named(backup::backup(&self.db, &self.files, to))
    }
}
