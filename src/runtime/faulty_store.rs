//! The store of the runtime's own tests: the one in memory, with failures that a test injects and a record of the calls.

use std::collections::{BTreeMap, VecDeque};
use std::os::fd::OwnedFd;
use std::os::unix::net::UnixStream;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard};

use chrono::TimeDelta;
use crossbeam_channel::{Receiver, Sender, unbounded};

use super::{ExportCase, OpenStore, now};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::records::Mediator;
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::decision::work_figures::DayRange;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, Handle, PersonId, RequestKey, SystemAccount};
use crate::domain::marketplace::event::Event;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::team::change::TeamChange;
use crate::domain::time::Time;
use crate::domain::vocabulary::Role;
use crate::store::memory::{MemoryStore, events_to_a_dispute};
use crate::store::{
    Acted, ActivityPage, ActivityQuery, ActivityStore, AuditLine, BlobContent, BlobStore, CaseFile, CaseStore,
    ChangeCursor, ChangedViews, Changes, DraftWrite, ErasurePreview, FeedStore, Filled, GlanceStore, Ingested,
    Interrupt, MaintenanceStore, MissingFile, Notification, OutboxLine, PersonalStore, Place, Presence, QueuePage,
    QueueQuery, QueueRow, QueueStore, SearchPage, SearchQuery, SearchStore, Store, StoreError, StoreStatus, TeamStore,
    Unusable, UnusableWhy, Verified, ViewCounts, Workload,
};

/// How the line breaks while something is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// Before the store heard of it; nobody connects.
    Unreachable,
    /// Before the store heard of it, and nobody knows.
    Before,
    /// After it was done: the answer is lost.
    After,
}

/// What a store says that can't be reached.
pub fn unreachable() -> StoreError {
    let place = Place::parse(Path::new("postgres://db.example.org/litige"));
    StoreError::Unusable(Unusable { place, why: UnusableWhy::Unreachable("connection refused".to_owned()) })
}

/// The failures that a test wants, and the calls that the store got.
#[derive(Default)]
pub struct Control {
    /// The next writes are lost so, one after the other.
    pub losses: VecDeque<Loss>,
    /// Every write is lost so.
    pub loses_all: Option<Loss>,
    /// The keys under which something was asked to be written.
    pub keys: Vec<Option<RequestKey>>,
    /// Reading the counts fails with this.
    pub fail_counts: Option<StoreError>,
    /// How often the counts were read.
    pub counted: usize,
    /// How often the changes were read.
    pub polled: usize,
    /// Opening the store fails with this.
    pub fail_open: Option<StoreError>,
    /// Saving a draft fails with this.
    pub fail_put_draft: Option<StoreError>,
    /// Another desk of the mediator keeps this one just before the next draft is saved.
    pub draft_meanwhile: Option<String>,
    /// Reading the changes fails with this.
    pub fail_changes: Option<StoreError>,
    /// Reading the counts panics.
    pub panic_in_counts: bool,
    /// How often the store was opened.
    pub opened: usize,
    pub drafts: Vec<(DisputeId, Option<String>)>,
    /// The texts searched for.
    pub searches: Vec<String>,
    /// Which case a desk said that it has open.
    pub heartbeats: Vec<Option<DisputeId>>,
    /// The events ingested since the test began.
    pub ingested: Vec<Event>,
    /// What announces writes, if anything does.
    pub announcements: Option<UnixStream>,
}

/// A store with the disputes D-1001 and D-1002, on which Camille and Ines work. Clones share it.
#[derive(Clone)]
pub struct FaultyStore {
    pub memory: MemoryStore,
    control: Arc<Mutex<Control>>,
}

impl FaultyStore {
    pub fn new() -> Self {
        let mut memory = MemoryStore::new(&Policy::default());
        let before = now() - TimeDelta::hours(1);
        let team = [("camille", Role::Mediator), ("ines", Role::Lead)];
        let member = |(handle, role): (&str, _)| Mediator::new(handle.into(), &handle.to_uppercase(), role);
        memory.found_team(&team.map(member), before).unwrap();
        for n in 1..=2 {
            let events = events_to_a_dispute(n, before, Money::new(12_000, Currency::EUR), None);
            memory.ingest(&events, before).unwrap();
        }
        Self { memory, control: Arc::default() }
    }

    /// One whose writes a test announces, by writing to this.
    pub fn announcing() -> (Self, UnixStream) {
        let (announcements, announcer) = UnixStream::pair().unwrap();
        announcements.set_nonblocking(true).unwrap();
        let store = Self::new();
        store.control().announcements = Some(announcements);
        (store, announcer)
    }

    /// The failures and the record of calls, to be set and looked at.
    pub fn control(&self) -> MutexGuard<'_, Control> {
        self.control.lock().unwrap()
    }

    /// Opens another connection.
    pub fn connect(&self) -> Result<Box<dyn Store + Send>, StoreError> {
        let mut control = self.control();
        control.opened += 1;
        match control.fail_open.clone() {
            Some(error) => Err(error),
            None => {
                let (interrupt, interrupted) = unbounded();
                Ok(Box::new(FaultyConnection { store: self.clone(), interrupt, interrupted }))
            }
        }
    }

    pub fn open(&self) -> OpenStore {
        let store = self.clone();
        Arc::new(move || store.connect())
    }

    /// A mediator does something.
    pub fn act(&self, by: &str, dispute: DisputeId, action: Action, at: Time) {
        self.memory.clone().act(&Request { dispute, by: by.into(), action, seen: None, key: None }, at).unwrap();
    }

    /// Up to where changes are known.
    pub fn cursor(&self) -> ChangeCursor {
        self.memory.changes(ChangeCursor::default()).unwrap().cursor
    }
}

struct FaultyConnection {
    store: FaultyStore,
    interrupt: Sender<()>,
    interrupted: Receiver<()>,
}

impl FaultyConnection {
    /// Writes, unless the line breaks.
    fn lossy<T>(
        &mut self,
        key: Option<&RequestKey>,
        write: impl FnOnce(&mut MemoryStore) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let loss = {
            let mut control = self.store.control();
            control.keys.push(key.cloned());
            control.losses.pop_front().or(control.loses_all)
        };
        match loss {
            None => write(&mut self.store.memory),
            Some(Loss::Unreachable) => Err(unreachable()),
            Some(Loss::Before) => Err(StoreError::Unanswered),
            Some(Loss::After) => write(&mut self.store.memory).and(Err(StoreError::Unanswered)),
        }
    }
}

struct Interrupter(Sender<()>);

impl Interrupt for Interrupter {
    fn interrupt(&self) {
        self.0.send(()).unwrap();
    }
}

/// Methods that do what the store in memory does: those that read, and those that write.
macro_rules! as_memory {
    (reads: $(fn $name:ident(&$this:ident $(, $arg:ident: $type:ty)* $(,)?) -> $result:ty;)*) => {
        $(fn $name(&$this $(, $arg: $type)*) -> $result { $this.store.memory.$name($($arg),*) })*
    };
    (writes: $(fn $name:ident(&mut $this:ident $(, $arg:ident: $type:ty)* $(,)?) -> $result:ty;)*) => {
        $(fn $name(&mut $this $(, $arg: $type)*) -> $result { $this.store.memory.$name($($arg),*) })*
    };
}

impl CaseStore for FaultyConnection {
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
        self.store.control().ingested.extend_from_slice(events);
        self.store.memory.ingest(events, now)
    }

    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError> {
        self.lossy(request.key.as_ref(), |memory| memory.act(request, now))
    }

    as_memory! { writes:
        fn fill_files(&mut self, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError>;
        fn settle_due(&mut self, now: Time) -> Result<usize, StoreError>;
    }

    as_memory! { reads:
        fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError>;
        fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError>;
        fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError>;
    }
}

impl QueueStore for FaultyConnection {
    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<ViewCounts, StoreError> {
        let panics = self.store.control().panic_in_counts;
        assert!(!panics, "the counters fell over");
        let failure = {
            let mut control = self.store.control();
            control.counted += 1;
            control.fail_counts.clone()
        };
        failure.map_or(Ok(()), Err)?;
        self.store.memory.counts(me, now)
    }

    as_memory! { reads:
        fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError>;
        fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError>;
        fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError>;
        fn justifications(&self, ids: &[DisputeId]) -> Result<BTreeMap<DisputeId, String>, StoreError>;
        fn stats(&self, days: DayRange) -> Result<Stats, StoreError>;
        fn workloads(&self, now: Time) -> Result<Vec<Workload>, StoreError>;
    }
}

impl SearchStore for FaultyConnection {
    /// Every search runs until it is interrupted, but for `quick`.
    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError> {
        self.store.control().searches.push(query.terms.text().to_owned());
        if query.terms.text() == "quick" {
            return self.store.memory.search(query, now);
        }
        self.interrupted.recv().unwrap();
        Err(StoreError::Interrupted)
    }

    fn interrupter(&self) -> Box<dyn Interrupt> {
        Box::new(Interrupter(self.interrupt.clone()))
    }
}

impl TeamStore for FaultyConnection {
    fn account(&self) -> Option<SystemAccount> {
        self.store.memory.account()
    }

    as_memory! { writes:
        fn change_team(&mut self, by: Option<&Handle>, change: &TeamChange, key: Option<&RequestKey>, now: Time) -> Result<Mediator, StoreError>;
        fn put_policy(&mut self, by: &Handle, change: &PolicyChange, key: Option<&RequestKey>, now: Time) -> Result<(), StoreError>;
    }

    as_memory! { reads:
        fn mediators(&self) -> Result<Vec<Mediator>, StoreError>;
        fn policy(&self) -> Result<Policy, StoreError>;
        fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError>;
    }
}

impl PersonalStore for FaultyConnection {
    fn put_draft(
        &mut self,
        dispute: DisputeId,
        by: &Handle,
        draft: Option<&str>,
        knows: Option<&str>,
        now: Time,
    ) -> Result<DraftWrite, StoreError> {
        let failure = self.store.control().fail_put_draft.clone();
        failure.map_or(Ok(()), Err)?;
        self.store.control().drafts.push((dispute, draft.map(str::to_owned)));
        let meanwhile = self.store.control().draft_meanwhile.take();
        if let Some(theirs) = meanwhile {
            let before = self.store.memory.draft(dispute, by)?;
            self.store.memory.put_draft(dispute, by, Some(&theirs), before.as_deref(), now)?;
        }
        self.store.memory.put_draft(dispute, by, draft, knows, now)
    }

    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError> {
        self.store.control().heartbeats.push(at);
        self.store.memory.heartbeat(desk, by, at, now)
    }

    fn change_views(
        &mut self,
        of: &Handle,
        change: &ViewChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<ChangedViews, StoreError> {
        self.lossy(key, |memory| memory.change_views(of, change, key, now))
    }

    as_memory! { writes:
        fn acknowledge(&mut self, of: &Handle, seen: &[Notification]) -> Result<(), StoreError>;
    }

    as_memory! { reads:
        fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError>;
        fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError>;
        fn notifications(&self, of: &Handle, now: Time) -> Result<Vec<Notification>, StoreError>;
        fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError>;
    }
}

impl BlobStore for FaultyConnection {
    as_memory! { writes: fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError>; }
    as_memory! { reads: fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError>; }
}

impl FeedStore for FaultyConnection {
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError> {
        let failure = {
            let mut control = self.store.control();
            control.polled += 1;
            control.fail_changes.clone()
        };
        failure.map_or_else(|| self.store.memory.changes(after), Err)
    }

    as_memory! { reads: fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError>; }
    as_memory! { reads: fn outbox_head(&self) -> Result<i64, StoreError>; }
}

impl GlanceStore for FaultyConnection {
    fn announcements(&self) -> Option<OwnedFd> {
        self.store.control().announcements.as_ref().map(|announcements| announcements.try_clone().unwrap().into())
    }
}

impl ActivityStore for FaultyConnection {
    as_memory! { reads: fn activity(&self, query: &ActivityQuery) -> Result<ActivityPage, StoreError>; }
}

impl MaintenanceStore for FaultyConnection {
    as_memory! { reads:
        fn identity(&self) -> String;
        fn status(&self) -> Result<StoreStatus, StoreError>;
        fn verify(&self, head: Option<&str>) -> Result<Verified, StoreError>;
        fn backup(&self, to: &Path) -> Result<Vec<MissingFile>, StoreError>;
        fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError>;
    }

    as_memory! { writes:
        fn preview_erasure(&mut self, person: &PersonId, by: &Handle, now: Time) -> Result<ErasurePreview, StoreError>;
        fn erase(
            &mut self,
            person: &PersonId,
            by: &Handle,
            key: Option<&RequestKey>,
            now: Time,
        ) -> Result<usize, StoreError>;
    }
}

/// Writes nothing anywhere.
pub fn case_exporter() -> ExportCase {
    Arc::new(|_: &dyn Store, dispute: DisputeId| Ok(Ok(format!("{dispute}.html"))))
}
