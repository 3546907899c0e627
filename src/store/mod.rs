//! The store behind one trait. It speaks of cases, decisions and pages, never of SQL; every backend passes the one suite
//! in [`contract`].

#[cfg(test)]
pub mod contract;
mod error;
pub mod sqlite;

use std::path::Path;

pub use error::{StoreError, Unusable, UnusableWhy};

use crate::domain::action::Request;
use crate::domain::case::{Attachment, Case, Decision, Dispute, Entry, Mediator, Message, Note};
use crate::domain::event::{Event, Time};
use crate::domain::ids::{AttachmentId, DisputeId, Handle, MessageId, OrderId, PersonId};
use crate::domain::money::Money;
use crate::domain::policy::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::stats::Stats;
use crate::domain::words::{DisputeState, Ground, Lang, Reader, Speaker, View, WaitingOn};

/// What every backend does. Reads see one consistent moment each; writes are one transaction each, re-read and re-decide
/// inside it, and are durable when they return.
pub trait Store {
    /// Applies events in order, each whole or not at all, and says what became of each. One transaction for the batch: the
    /// caller chooses its size (about 500 while people are deciding). Duplicates have no effect.
    ///
    /// # Errors
    /// [`StoreError`] when the batch could not be written; then nothing of it was.
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError>;

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

    /// What was done to a case, as the audit has it, oldest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError>;

    /// Messages that hold every word, newest first. Bounded: at most `limit` hits, and about 50 ms whatever was typed; see
    /// [`SearchPage::next`].
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read; [`StoreError::Interrupted`] when told to stop.
    fn search(&self, query: &SearchQuery) -> Result<SearchPage, StoreError>;

    /// A handle that stops a running [`Store::search`] of this store from another thread.
    fn interrupter(&self) -> Box<dyn Interrupt>;

    /// Which disputes changed after this cursor, and the cursor to ask with next time. Cheap when nothing did.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn changes(&self, after: ChangeCursor) -> Result<Changes, StoreError>;

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
    pub made: Option<String>,
    /// The decision that it took, undid, approved or refused. The same one again for a repeated key.
    pub decision: Option<Decision>,
    /// It was a repeat under the same key: nothing was changed.
    pub repeated: bool,
}

/// Which part of the queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueQuery {
    /// The view.
    pub view: View,
    /// Whose `mine` it is.
    pub me: Option<Handle>,
    /// A filter as a person types it ([`crate::domain::filter`]); accents and case don't count. Empty: no filter.
    pub words: String,
    /// Where to go on.
    pub from: PageFrom,
    /// How many rows at most.
    pub limit: usize,
}

/// Where a page starts; keyset, never a row number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageFrom {
    /// The first rows.
    Start,
    /// The last rows (still in queue order).
    End,
    /// The rows after this one.
    After(PageKey),
    /// The rows before this one (still in queue order).
    Before(PageKey),
}

/// A row's place in the queue's order: `rank` rises, then `id`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageKey {
    /// Milliseconds for an open case (its deadline), more than any of these for a decided one.
    pub rank: i64,
    /// The dispute.
    pub id: DisputeId,
}

/// Above every deadline: decided cases rank after it, the newest first.
const DECIDED: i64 = 1 << 60;

impl PageKey {
    /// The place of a dispute.
    pub fn of(dispute: &Dispute) -> Self {
        let due_at = dispute.due_at.timestamp_millis();
        let rank = match dispute.state {
            DisputeState::Open => due_at,
            DisputeState::Decided => DECIDED - due_at,
        };
        Self { rank, id: dispute.id }
    }

    /// Before every decided case, after every open one.
    pub fn first_decided() -> Self {
        // Time stops at about 2^53 milliseconds.
        Self { rank: DECIDED >> 1, id: DisputeId(0) }
    }
}

/// A page of the queue.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueuePage {
    /// The rows, in queue order.
    pub rows: Vec<QueueRow>,
    /// Whether there are rows before the first.
    pub more_before: bool,
    /// Whether there are rows after the last.
    pub more_after: bool,
    /// The filter has looked at many rows and found few; it stopped here, perhaps before any row fits. Ask for what comes
    /// after (before) this to go on. `None`: it did not stop.
    pub stopped: Option<PageKey>,
}

/// A case as a row of the queue.
#[derive(Debug, Clone, PartialEq)]
pub struct QueueRow {
    /// Its place.
    pub key: PageKey,
    /// The dispute.
    pub id: DisputeId,
    /// The order.
    pub order: OrderId,
    /// The service's name.
    pub title: String,
    /// The price.
    pub amount: Money,
    /// The client's name.
    pub client: String,
    /// The seller's name.
    pub seller: String,
    /// What allowed it.
    pub ground: Ground,
    /// Open or decided.
    pub state: DisputeState,
    /// Whose turn it is.
    pub waiting_on: WaitingOn,
    /// Since when.
    pub waiting_since: Time,
    /// When that turn should be over; for a decided one, when it was decided.
    pub due_at: Time,
    /// When it was opened.
    pub opened_at: Time,
    /// Who holds it, and until when.
    pub claimed_by: Option<Handle>,
    /// Until when that claim lasts.
    pub claimed_until: Option<Time>,
    /// Out of the queue until then.
    pub snoozed_until: Option<Time>,
    /// Messages of the parties that no mediator has read.
    pub unread: u32,
    /// Whether the justification has come.
    pub justified: bool,
    /// Whether a decision waits for a second mediator.
    pub awaiting_approval: bool,
    /// The case's version.
    pub version: i64,
    /// The round.
    pub round: u32,
}

/// How many cases each view has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts {
    /// Open and not snoozed.
    pub open: u64,
    /// Open and held by me.
    pub mine: u64,
    /// Open and held by nobody.
    pub unclaimed: u64,
    /// Open and past their deadline; not counted past 10,000.
    pub overdue: u64,
    /// Decided.
    pub decided: u64,
    /// All of them.
    pub all: u64,
    /// Snoozed.
    pub snoozed: u64,
}

/// One case, whole, to be read.
#[derive(Debug, Clone, PartialEq)]
pub struct CaseFile {
    /// The case as the rules see it; its dispute is always there.
    pub case: Case,
    /// The order's history, oldest first.
    pub timeline: Vec<TimelineRow>,
    /// The discussion, oldest first.
    pub thread: Vec<ThreadRow>,
    /// What only mediators see, oldest first.
    pub notes: Vec<Note>,
    /// Files of the order's own conversation and deliveries.
    pub order_files: Vec<Attachment>,
    /// The order's ledger, oldest first.
    pub entries: Vec<Entry>,
    /// Decisions of earlier rounds that were undone or refused, oldest first.
    pub past_decisions: Vec<Decision>,
    /// Up to which message each has read.
    pub reads: Vec<(Reader, MessageId)>,
}

/// A moment of the order's history.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When.
    pub at: Time,
    /// The event's type, or `dispute.decided`, `decision.reversed`, ….
    pub kind: String,
    /// Who did it.
    pub by: Speaker,
    /// What they wrote.
    pub body: String,
    /// Files that came with it.
    pub files: Vec<AttachmentId>,
}

/// A message of the discussion with what belongs under it.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadRow {
    /// The message.
    pub message: Message,
    /// Who has read it, its author aside.
    pub read_by: Vec<Reader>,
    /// Its files.
    pub attachments: Vec<Attachment>,
}

/// A record of the audit about a case.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AuditLine {
    /// Its place in the whole audit.
    pub seq: i64,
    /// When.
    pub at: Time,
    /// Who: a mediator's handle, `client`, `seller`, `system`.
    pub actor: String,
    /// What was done.
    pub action: String,
    /// The record's hash, in hexadecimal.
    pub hash: String,
}

/// What to search for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchQuery {
    /// What a person typed; not a query language. The last word is taken as the beginning of one when `as_typed`.
    pub text: String,
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
    /// The disputes, each once, with the last change's author (a mediator's handle, `client`, `seller`, `system`) and word
    /// (an action's or an event's type).
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
    pub by: String,
    /// What they did: `message`, `claim`, `decide`, ….
    pub what: String,
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

/// The languages' shared fallback for an order that names none.
pub const DEFAULT_ORDER_LANG: Lang = Lang::Fr;
