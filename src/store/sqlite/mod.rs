//! The store on SQLite: one file, shared by every desk and every command on the machine. One file of code per concern; rows
//! are converted in `rows` alone.
//!
//! # Locking
//!
//! The database is in WAL mode. Readers never wait for the writer, nor the writer for readers; there is one writer at a
//! time, over all processes. Locks are SQLite's own, so every program that opens the file through SQLite respects them.
//!
//! Each [`SqliteStore`] has its own connection, and a connection serves one thread at a time. A desk opens several: one for
//! writing, one for reading, one for searching (which may be interrupted), one that watches for changes. A read that takes
//! several statements does so in one transaction, and therefore sees one state of the database.
//!
//! Every writing transaction is `BEGIN IMMEDIATE`: it takes the write lock before it reads what it decides on. A deferred
//! transaction that reads first and then writes fails at once if another process wrote in between, whatever the busy
//! timeout. Waiting for the lock ends after ten seconds with `busy`, and nothing was written. Since everyone waits for
//! whoever writes, long work is cut into pieces: an ingest commits every few hundred lines, time-driven changes are applied
//! 200 cases at a time.
//!
//! Before a file is opened for writing, its header is read through a connection with `immutable=1`, which takes no lock and
//! creates no companion file, so that a file that is not ours stays exactly as it was. It is read through SQLite rather than
//! [`std::fs::File`]: closing any descriptor of a file drops all POSIX locks that the process holds on it, including those
//! of another connection. Without a lock the probe may meet another process's checkpoint half-way; a file that looks
//! damaged is therefore accepted for a proper look if it has a log, and otherwise looked at again before it is refused.
//!
//! # Identity
//!
//! SQLite holds a file, not its name: a connection goes on reading and writing a file that was removed, or that another has
//! replaced, and what it writes then is nowhere. So an open database is known by the device and inode of its file and by a UUID
//! that was made with it (and is the same in its copies). Each writing transaction begins with a look at both, at whether
//! the path still leads there, and at the log beside it; so does each look for changes (`announcements`) and each reading
//! (`identity`). Where they differ, nothing is written or read: `database_replaced`. Not noticed is a file that is overwritten in
//! place, as `cp` does: to put another in its place, move it, or use `litige restore`.
//!
//! # Durability
//!
//! A write is durable when it returns: `synchronous=FULL` syncs the log with every commit. (SQLite's default in WAL mode
//! syncs at checkpoints only; a power cut could then take back a decision that was acknowledged.) There are two exceptions.
//! Presence, which says who looks at which case, is committed with `synchronous=NORMAL`, because it is worthless a minute
//! later. A database that is being filled ([`bulk_load`]) has no journal and no syncs at all: it lives under a temporary name,
//! is synced once when it is complete, and only then gets its own name.
//!
//! New files (databases, backups, files of evidence) are made the same way: written under a temporary name, synced, then
//! given their name by a rename that replaces nothing, after which the folder is synced too. A crash leaves either a complete file
//! or none, beside perhaps a leftover whose name ends in `.new-PID-N` or `.filling-PID`. The next
//! backup to a folder removes what killed ones left there (`unfinished_copies`).
//!
//! The content of a file of evidence is on disk before the transaction that refers to it commits. A crash in between leaves
//! content that nothing refers to; an erasure sweeps it away.
//!
//! # Companion files
//!
//! | beside `litige.db` | what it is |
//! | --- | --- |
//! | `litige.db-wal` | the log. It holds committed transactions that are not in the main file yet: **the main file alone is not the database while the log exists**. The last connection to close moves the log into the file and removes it; a process that is killed leaves it, and the next one to open the database recovers it. It is cut back to 64 MiB after a large ingest |
//! | `litige.db-shm` | the index of the log, shared memory between processes. It has no content of its own and is rebuilt when needed |
//! | `litige.db.files/` | the contents of evidence, each under its SHA-256: `ab/cdef…`. No name that a stranger gave is part of a path here |
//!
//! To copy a database, use `litige backup`, which copies one state of it while others write, together with its files. `cp`
//! is safe only when no process has the database open, and then only together with `-wal` and the folder of files. Moving a
//! `-wal` from one database to another corrupts it. No companion is ever deleted to "repair" a database, and no database is
//! made beside the `-wal`, `-shm` or `-journal` of another, which SQLite would replay into it.
//!
//! Erasing a person must leave no copy of what they wrote in free pages or in the log, so it ends with `VACUUM` and a
//! checkpoint that truncates the log. If that is interrupted, the next erasure finishes it; if another process still reads
//! an older state, the log keeps it until that process ends, and the erasure says so.
//!
//! # File systems
//!
//! The database belongs on a local file system of the machine that all its users work on. WAL mode shares memory between
//! processes, which network file systems (NFS, SMB) cannot do, and their locks are unreliable; two machines that open one
//! file will damage it. The folder must be writable, for the companions. Files are created with mode 0600 and folders with
//! 0700, since they hold other people's disputes; what is made beside a database that its group may write is the group's, too
//! (`sharing`). A file without any write permission bit counts as read-only even for root.
//!
//! A database has one name. Two hard links to one file would have two logs, so a file with several is refused. Symbolic links
//! are followed first: the path without them names the database, its log and its files. One that leads nowhere is refused.
//!
//! Where a file system can't rename without replacing, a new file is linked to its name and its old name removed; where it has
//! no hard links either, it is renamed, and of two processes that make the same database at the same moment one could replace
//! the other's.
//!
//! A full disk or a failed write is reported as such, and the transaction is rolled back. Sorting uses memory and not
//! temporary files, so that nobody's text is left in one. (`VACUUM`, whose working copy is as large as the database, is the
//! exception.)
//!
//! # Compatibility
//!
//! SQLite is bundled, and refused below 3.51.3: earlier versions can lose commits in WAL mode when a checkpoint and a write
//! restart the log at the same moment. The `sqlite3` shell can read a database; it must not write to one.
//!
//! A file of ours carries the application id `litg`; `user_version` is the number of migrations that it has seen
//! (`migrate`). Older files are upgraded when they are opened, in one transaction. Newer ones are refused, and so is
//! everything that is not ours. Migrations only append to a list, and a test compares an upgraded schema with a fresh one.
//!
//! Whenever a file is opened, its size is compared with the one in its header, and its schema with the one that its version
//! must have (`schema`): a trigger or a view that litige did not make would be obeyed. What differs is refused, unchanged.
//!
//! A database file may come from anyone, so its schema is not trusted (`trusted_schema=OFF`, `defensive`) and damage is
//! reported where it is read (`cell_size_check`). Triggers keep decisions, ledger entries and audit records from
//! being changed or deleted, and let what people wrote change by an erasure only. They guard against mistakes in this
//! program, not against whoever can write the file: for that, there are the audit's hash chain and `litige verify`.
//!
//! The reason for every setting of a connection stands beside it, in `open`.

mod activity;
mod announcements;
mod audit;
mod backup;
mod bulk;
mod case;
mod changes;
mod companions;
mod contents;
pub(in crate::store) mod copying;
mod counters;
mod current_rows;
mod demo;
mod drafts;
mod erase;
#[cfg(test)]
mod erase_tests;
mod errors;
mod events;
mod files;
mod identity;
#[cfg(test)]
mod identity_tests;
mod load;
mod migrate;
mod notifications;
mod open;
#[cfg(test)]
mod open_tests;
mod outbox;
mod passages;
mod presence;
mod queue;
mod related_cases;
mod restore;
mod rows;
mod schema;
mod scrub;
mod search;
mod settle;
mod sharing;
mod status;
mod team;
#[cfg(test)]
pub(in crate::store) mod testing;
mod transaction;
mod unfinished_copies;
#[cfg(test)]
mod upgrade_tests;
mod verify;
mod views;

use std::collections::BTreeMap;
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf};

pub use bulk::{BulkLoad, bulk_load};
pub use companions::{check_not_open, is_database, move_database, remove_database};
pub use files::file_folder;
pub use restore::restore;
pub use sharing::share_with_group;

use self::files::BlobFolder;
use self::identity::Database;
use self::search::{Scope, Stop};
use self::transaction::SqliteTransaction;
use super::write;
use super::{
    Acted, ActivityPage, ActivityQuery, ActivityStore, AuditLine, BlobContent, BlobStore, Caller, CaseFile, CaseStore,
    ChangeCursor, ChangedViews, Changes, Clock, DraftWrite, DueTimes, ErasurePreview, FeedStore, Filled, GlanceStore,
    Ingested, Interrupt, MaintenanceStore, MissingFile, Mode, Notification, OutboxLine, PersonalStore, Presence,
    QueuePage, QueueQuery, QueueRow, QueueStore, SearchPage, SearchQuery, SearchStore, StoreError, StoreStatus,
    TeamStore, Verified, ViewCounts, Workload,
};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::records::Mediator;
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::dispute::action::Request;
use crate::domain::ids::{DisputeId, Handle, PersonId, RequestKey, SystemAccount};
use crate::domain::marketplace::event::Event;
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::team::change::TeamChange;
use crate::domain::time::Time;

/// A store on one SQLite file. Each value has its own connection; several, in one process or many, share the file.
#[derive(Debug)]
pub struct SqliteStore {
    db: Database,
    path: PathBuf,
    files: BlobFolder,
    stop: Stop,
    scope: Scope,
    clock: Clock,
}

impl SqliteStore {
    /// Opens a database to read and write, upgrading an older one.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] with why; a file that is refused stays as it was.
    pub fn open(path: &Path, mode: Mode) -> Result<Self, StoreError> {
        let (mut db, path) = open::open(path, mode)?;
        let stop = Stop::watch(&mut db)?;
        let store =
            Self { db, files: BlobFolder::of(&path), path, stop, scope: Scope::default(), clock: Clock::default() };
        if mode == Mode::BulkWrite {
            store.tune_for_bulk_load()?;
        }
        Ok(store)
    }

    /// Makes a database there, unless there is a file already; says whether it did.
    ///
    /// # Errors
    /// [`StoreError::Unusable`] when it can't be made.
    pub fn create(path: &Path) -> Result<bool, StoreError> {
        open::create(path)
    }

    /// The same store, opened by this caller.
    pub fn with_caller(mut self, caller: Caller) -> Self {
        self.db.account = caller.account;
        Self { clock: caller.clock, ..self }
    }

    /// Prepares this connection for very many writes: with more memory, and with the log moved into the file less often.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn tune_for_bulk_load(&self) -> Result<(), StoreError> {
        let set = self.db.pragma_update(None, "cache_size", -(64 << 10));
        let log = || self.db.pragma_update_and_check(None, "wal_autocheckpoint", 16 << 10, |_| Ok(()));
        self.named(set.and_then(|()| log()).map_err(Into::into))
    }

    /// Ends the work on a database that nobody else has open; afterwards its file alone is all of it.
    ///
    /// # Errors
    /// [`StoreError`] when the last of it could not be written.
    pub fn finish(self) -> Result<(), StoreError> {
        self.named(open::move_log_into_file(&self.db))
    }

    /// Reads, once it is sure that this still is the database at its path.
    fn read<T>(&self, read: impl FnOnce(&Database) -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.named(self.db.check().and_then(|()| read(&self.db)))
    }

    /// Names this store's file in an error that is about the file.
    fn named<T>(&self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        result.map_err(|error| errors::named(error, &self.path))
    }
}

impl CaseStore for SqliteStore {
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
        let now = self.clock.judge(now);
        let tx = SqliteTransaction::begin_batch(&mut self.db, &self.files);
        let done = tx.and_then(|tx| write::ingest::ingest(tx, events, now));
        self.named(done)
    }

    fn fill_files(&mut self, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError> {
        let now = self.clock.judge(now);
        let tx = SqliteTransaction::begin_batch(&mut self.db, &self.files);
        let done = tx.and_then(|tx| write::fill::fill_files(tx, events, now));
        self.named(done)
    }

    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError> {
        let now = self.clock.judge(now);
        let done = SqliteTransaction::begin(&mut self.db).and_then(|tx| write::act::act(tx, request, now));
        self.named(done)
    }

    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError> {
        let done = settle::settle_due(&mut self.db, self.clock.judge(now));
        self.named(done)
    }

    fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError> {
        self.read(|db| case::case(db, id))
    }

    fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError> {
        self.read(|db| related_cases::related_cases(db, id))
    }

    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError> {
        self.read(|db| audit::trail(db, id))
    }
}

impl QueueStore for SqliteStore {
    fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        self.read(|db| queue::page(db, query, now))
    }

    fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError> {
        self.read(|db| queue::find(db, query, now, &self.stop))
    }

    fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError> {
        self.read(|db| queue::rows(db, ids))
    }

    fn justifications(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError> {
        self.read(|db| queue::justifications(db, ids))
    }

    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError> {
        self.read(|db| counters::counts(db, me, now))
    }

    fn stats(&self, days: DayRange) -> Result<Stats, StoreError> {
        self.read(|db| counters::stats(db, days))
    }

    fn workloads(&self, now: Time) -> Result<Vec<Workload>, StoreError> {
        self.read(|db| counters::workloads(db, now))
    }
}

impl SearchStore for SqliteStore {
    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError> {
        self.read(|db| search::search(db, query, now, (&self.scope, &self.stop)))
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(self.stop.clone())
    }
}

impl TeamStore for SqliteStore {
    fn account(&self) -> Option<SystemAccount> {
        self.db.account.clone()
    }

    fn mediators(&self) -> Result<Vec<Mediator>, StoreError> {
        self.read(|db| team::mediators(db))
    }

    fn change_team(
        &mut self,
        by: Option<&Handle>,
        change: &TeamChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<Mediator, StoreError> {
        let now = self.clock.judge(now);
        let done =
            SqliteTransaction::begin(&mut self.db).and_then(|tx| write::team::change_team(tx, by, change, key, now));
        self.named(done)
    }

    fn policy(&self) -> Result<Policy, StoreError> {
        self.read(|db| team::load_policy(db, None))
    }

    fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError> {
        self.read(|db| team::policies(db))
    }

    fn put_policy(
        &mut self,
        by: &Handle,
        change: &PolicyChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<(), StoreError> {
        let now = self.clock.judge(now);
        let done = SqliteTransaction::begin(&mut self.db);
        let done = done.and_then(|tx| write::policy::put_policy(tx, by, change, key, now));
        self.named(done)
    }
}

impl PersonalStore for SqliteStore {
    fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError> {
        self.read(|db| drafts::draft(db, dispute, by))
    }

    fn put_draft(
        &mut self,
        dispute: DisputeId,
        by: &Handle,
        draft: Option<&str>,
        knows: Option<&str>,
        now: Time,
    ) -> Result<DraftWrite, StoreError> {
        let now = self.clock.judge(now);
        let done = drafts::put_draft(&mut self.db, (dispute, by), draft, knows, now);
        self.named(done)
    }

    fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        self.read(|db| views::views(db, of))
    }

    fn change_views(
        &mut self,
        of: &Handle,
        change: &ViewChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<ChangedViews, StoreError> {
        let now = self.clock.judge(now);
        let done =
            SqliteTransaction::begin(&mut self.db).and_then(|tx| write::team::change_views(tx, of, change, key, now));
        self.named(done)
    }

    fn notifications(&self, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError> {
        self.read(|db| notifications::notifications(db, of, now))
    }

    fn acknowledge(&mut self, of: &Handle, seen: &[Notification]) -> Result<(), StoreError> {
        let done = notifications::acknowledge(&mut self.db, of, seen);
        self.named(done)
    }

    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError> {
        let now = self.clock.judge(now);
        let done = presence::heartbeat(&mut self.db, desk, by, at, now);
        self.named(done)
    }

    fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError> {
        self.read(|db| presence::presences(db, now))
    }
}

impl BlobStore for SqliteStore {
    fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError> {
        self.files.put_blob(content)
    }

    fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError> {
        self.files.read(file)
    }
}

impl FeedStore for SqliteStore {
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError> {
        self.named(changes::changes(&self.db, after))
    }

    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError> {
        self.read(|db| outbox::outbox(db, after, limit))
    }

    fn outbox_head(&self) -> Result<i64, StoreError> {
        self.read(|db| outbox::head(db))
    }
}

impl GlanceStore for SqliteStore {
    fn announcements(&self) -> Option<OwnedFd> {
        announcements::of(self.db.named(), &self.path)
    }

    fn due_times(&self, now: Time) -> Result<DueTimes, StoreError> {
        self.read(|db| settle::due_times(db, now))
    }
}

impl ActivityStore for SqliteStore {
    fn activity(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError> {
        self.read(|db| activity::activity(db, query))
    }
}

impl MaintenanceStore for SqliteStore {
    fn identity(&self) -> String {
        self.db.uuid().to_owned()
    }

    fn status(&self) -> Result<StoreStatus, StoreError> {
        self.named(status::status(&self.db, &self.path))
    }

    fn verify(&self, head: Option<&str>) -> Result<Verified, StoreError> {
        self.named(verify::verify(&self.db, &self.files, head))
    }

    fn backup(&self, to: &Path) -> Result<Vec<MissingFile>, StoreError> {
        self.named(backup::backup(&self.db, &self.files, to))
    }

    fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError> {
        self.named(erase::names(&self.db, person))
    }

    fn preview_erasure(&mut self, person: &PersonId, by: &Handle, now: Time) -> Result<ErasurePreview, StoreError> {
        let now = self.clock.judge(now);
        let preview = erase::preview(&mut self.db, person, by, now);
        self.named(preview)
    }

    fn erase(
        &mut self,
        person: &PersonId,
        by: &Handle,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<usize, StoreError> {
        let now = self.clock.judge(now);
        let done = erase::erase(&mut self.db, &self.files, person, by, key, now);
        self.named(done)
    }
}
