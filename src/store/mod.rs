//! The store behind one trait. It speaks of cases, decisions and pages, never of SQL; every backend passes the one suite
//! in `contract.rs`.

mod case_file;
#[cfg(test)]
pub mod contract;
mod error;
mod long_parts;
mod presence;
mod queue;
pub mod sqlite;
mod write;

use std::path::Path;

pub use case_file::{AuditLine, CaseFile, ThreadRow, TimelineRow};
pub use error::{StoreError, Unusable, UnusableCode, UnusableWhy};
pub use presence::{HEARTBEAT, Notification, PRESENT_FOR, Presence};
pub use queue::{Counts, PageFrom, PageKey, QueuePage, QueueQuery, QueueRow};

use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::records::{Case, Decision, Mediator, NotificationKind};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::decision::statistics::Stats;
use crate::domain::dispute::action::Request;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{CreatedId, DisputeId, Handle, MessageId, PersonId};
use crate::domain::marketplace::event::Event;
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;

/// What every backend does. Reads see one consistent moment each; writes are one transaction each, re-read and re-decide
/// inside it, and are durable when they return.
pub trait Store {
    /// Applies events in order, each whole or not at all, and says what became of each. One transaction for the batch: the
    /// caller chooses its size (about 500 while people are deciding). Duplicates have no effect.
    ///
    /// # Errors
    /// [`StoreError`] when the batch could not be written; then nothing of it was.
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError>;

    /// Keeps the content of a file, found again by its hash; the same content is kept once. Whoever then hands over the event
    /// that the file came with names it in [`crate::domain::marketplace::event::NewAttachment::filed`].
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn put_blob(&mut self, content: &[u8]) -> Result<BlobRef, StoreError>;

    /// The content of a file that was kept.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be read.
    fn blob(&self, file: &BlobRef) -> Result<BlobContent, StoreError>;

    /// Does what a mediator asks, by the rules, in one transaction.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a rule, a conflict or an unknown id says no; nothing was changed.
    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError>;

    /// Does what time alone does: lapses asks and proposals, wakes snoozed cases, releases decisions whose hold is over.
    /// Cheap when nothing is due. Returns how many cases changed.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError>;

    /// A page of the queue, most urgent first (`decided`: newest first). Bounded, whatever the filter: see
    /// [`QueuePage::stopped`].
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `malformed` for a filter that makes no sense; [`StoreError`] when the database could not
    /// be read.
    fn queue(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError>;

    /// Cases by their own words, from the whole store: a page of [`Store::queue`] without what comes before it, which stops
    /// within some 25 ms wherever it is, and when told to.
    ///
    /// # Errors
    /// As [`Store::queue`]; [`StoreError::Interrupted`] when told to stop.
    fn find(&self, query: &QueueQuery, now: Time) -> Result<QueuePage, StoreError>;

    /// Rows of these disputes, as the queue shows them; unknown ones are left out.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn rows(&self, ids: &[DisputeId]) -> Result<Vec<QueueRow>, StoreError>;

    /// How many cases each view has, from counters, never by counting.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn counts(&self, me: Option<&Handle>, now: Time) -> Result<Counts, StoreError>;

    /// How the team judges, from what every write keeps up to date.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn stats(&self) -> Result<Stats, StoreError>;

    /// One case, whole.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_dispute`.
    fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError>;

    /// What is on record beside a case: the decided ones that are like it, and both parties' other disputes.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_dispute`.
    fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError>;

    /// What was done to a case, as the audit has it, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError>;

    /// Messages that hold every free word, newest first, in the cases that fulfil every condition
    /// ([`crate::domain::queue::filter`]). Bounded: at most `limit` hits, and about 50 ms whatever was typed; see
    /// [`SearchPage::next`].
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `malformed` for conditions that make no sense; [`StoreError`] when the database could
    /// not be read; [`StoreError::Interrupted`] when told to stop.
    fn search(&self, query: &SearchQuery, now: Time) -> Result<SearchPage, StoreError>;

    /// A handle that stops a running [`Store::search`] or [`Store::find`] of this store from another thread.
    fn interrupter(&self) -> Box<dyn Interrupt>;

    /// Which disputes changed after this cursor, and the cursor to ask with next time. Cheap when nothing did.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError>;

    /// A desk says which case it looks at, or that it looks at none any more. Said again every [`HEARTBEAT`]; nothing that
    /// the audit or the cursor of changes tells of.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn heartbeat(&mut self, desk: &str, by: &Handle, at: Option<DisputeId>, now: Time) -> Result<(), StoreError>;

    /// Who looks at which case, by what desks said within [`PRESENT_FOR`]; in the order of the cases.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn presences(&self, now: Time) -> Result<Vec<Presence>, StoreError>;

    /// What this mediator must be told of cases of theirs and has not acknowledged of; the oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn notifications(&self, of: &Handle) -> Result<Vec<Notification>, StoreError>;

    /// This mediator has heard this of this case.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn acknowledge(&mut self, of: &Handle, dispute: DisputeId, what: NotificationKind) -> Result<(), StoreError>;

    /// Lines for the marketplace with a `seq` above `after`, ascending.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn outbox(&self, after: i64, limit: usize) -> Result<Vec<OutboxLine>, StoreError>;

    /// The mediation team.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn mediators(&self) -> Result<Vec<Mediator>, StoreError>;

    /// Adds a member of the team, or changes their name and role.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn put_mediator(&mut self, mediator: &Mediator, now: Time) -> Result<(), StoreError>;

    /// The policy in force.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn policy(&self) -> Result<Policy, StoreError>;

    /// Puts a new policy in force; open disputes keep theirs.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `bad_state` unless its version is above the one in force.
    fn put_policy(&mut self, policy: &Policy, now: Time) -> Result<(), StoreError>;

    /// The draft that a mediator kept for a case.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn draft(&self, dispute: DisputeId, by: &Handle) -> Result<Option<String>, StoreError>;

    /// Keeps a draft (opaque to the store), or forgets it with `None`.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    fn put_draft(&mut self, dispute: DisputeId, by: &Handle, draft: Option<&str>, now: Time) -> Result<(), StoreError>;

    /// The views that a mediator keeps, in their order.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn views(&self, of: &Handle) -> Result<Vec<SavedView>, StoreError>;

    /// Changes the views that a mediator keeps, by the rules of [`crate::domain::queue::saved_views`], and returns them. Theirs alone:
    /// nothing that the audit or the cursor of changes tells of.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a rule says no; nothing was changed.
    fn change_views(&mut self, of: &Handle, change: &ViewChange) -> Result<Vec<SavedView>, StoreError>;

    /// The names that a person goes by in their orders; none for whoever is not known, or was erased.
    ///
    /// # Errors
    /// [`StoreError`] when they could not be read.
    fn names(&self, person: &PersonId) -> Result<Vec<String>, StoreError>;

    /// Replaces a person's name and everything they wrote by a pseudonym, in rows, index and journal; money and audit stay
    /// whole. Returns how many texts were replaced.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_person`.
    fn erase(&mut self, person: &PersonId, by: &Handle, now: Time) -> Result<usize, StoreError>;

    /// Checks everything that can be checked; `head` is a hash of the last audit record known from before.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read at all; faults found are in the report.
    fn verify(&self, head: Option<&str>) -> Result<Verified, StoreError>;

    /// Copies the database to a new file while others go on writing.
    ///
    /// # Errors
    /// [`StoreError`] when the file exists or could not be written.
    fn backup(&self, to: &Path) -> Result<(), StoreError>;
}

/// What is found where a file was kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlobContent {
    /// Its content.
    Whole(Vec<u8>),
    /// Nothing: someone removed it.
    Missing,
    /// Something else: its hash is another one.
    Changed,
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq)]
pub enum Ingested {
    /// Applied.
    Accepted {
        /// A dispute opened with it.
        opened: Option<DisputeId>,
    },
    /// Known already with the same content.
    Duplicate,
    /// A rule said no; nothing of it was applied.
    Refused(Refusal),
}

/// What an action did.
#[derive(Debug, Clone, PartialEq)]
pub struct Acted {
    /// The case after it, as the rules see it.
    pub case: Case,
    /// The id of what it made (`m12`, `q3`, `p1`, `n2`), if anything.
    pub made: Option<CreatedId>,
    /// The decision that it took, undid, approved or refused. The same one again for a repeated key.
    pub decision: Option<Decision>,
    /// It was a repeat under the same key: nothing was changed.
    pub repeated: bool,
}

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// What a person typed: free words, and conditions on the cases. The last word is taken as the beginning of one when
    /// `as_typed`.
    pub text: String,
    /// Whose `mine` it is.
    pub me: Option<Handle>,
    /// The last word may be unfinished.
    pub as_typed: bool,
    /// Only messages older than this one (to go on).
    pub before: Option<MessageId>,
    /// How many hits at most.
    pub limit: usize,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SearchPage {
    /// Newest first.
    pub hits: Vec<Hit>,
    /// There may be more: ask again with this as `before` to go on. `None`: everything was looked at. A search that takes
    /// long returns what it has, perhaps nothing yet, and where to go on.
    pub next: Option<MessageId>,
}

/// A message that was found.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Its dispute.
    pub dispute: DisputeId,
    /// The message.
    pub message: MessageId,
    /// Who it is from.
    pub from: Speaker,
    /// Their name.
    pub author: String,
    /// When.
    pub at: Time,
    /// The words around the first hit.
    pub snippet: String,
    /// Where the found words stand in the snippet, as byte ranges.
    pub marks: Vec<(usize, usize)>,
    /// The service's name.
    pub title: String,
}

/// Stops what is running.
pub trait Interrupt: Send {
    /// Makes the running search end with [`StoreError::Interrupted`]; nothing happens when none is running.
    fn interrupt(&self);
}

/// A place in the sequence of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct ChangeCursor(pub i64);

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Changes {
    /// Ask with this next time.
    pub cursor: ChangeCursor,
    /// The disputes, each once, with the author and the kind of their last change. That somebody read it is a change too, but takes no other's place.
    pub changed: Vec<Changed>,
    /// Too many to list: read everything again.
    pub all: bool,
}

/// A dispute that changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed {
    /// Which.
    pub dispute: DisputeId,
    /// Who changed it last.
    pub by: Actor,
    /// What they did.
    pub kind: ChangeKind,
}

/// A line for the marketplace.
#[derive(Debug, Clone, PartialEq)]
pub struct OutboxLine {
    /// Ascending, never reused.
    pub seq: i64,
    /// The whole line as JSON, `seq` included.
    pub json: serde_json::Value,
}

/// What `verify` found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verified {
    /// How much was looked at.
    pub checked: Checked,
    /// What is wrong; empty when all is well.
    pub faults: Vec<Fault>,
    /// The hash of the last audit record.
    pub head: Option<String>,
}

/// How much `verify` looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Checked {
    /// Orders.
    pub orders: u64,
    /// Disputes.
    pub disputes: u64,
    /// Messages.
    pub messages: u64,
    /// Decisions.
    pub decisions: u64,
    /// Ledger entries.
    pub ledger_entries: u64,
    /// Audit records.
    pub audit_records: u64,
}

/// Something wrong in the database.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Fault {
    /// `integrity`, `schema`, `ledger`, `decision` or `audit`.
    pub check: &'static str,
    /// Where: an id, a table, a page.
    pub at: String,
    /// What.
    pub message: String,
}
