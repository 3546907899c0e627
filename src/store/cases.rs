//! Cases: what the marketplace says, what mediators do, what time does, and a case whole.

use crate::domain::case::evidence_file::NotStored;
use crate::domain::case::records::{Attachment, Case, Decision, Message, Note};
use crate::domain::decision::precedents::RelatedCases;
use crate::domain::dispute::action::Request;
use crate::domain::dispute::change::Actor;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{AttachmentId, CreatedId, DisputeId, Handle, MessageId};
use crate::domain::marketplace::event::Event;
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::policy::Policy;
use crate::domain::refusal::Refusal;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Reader, Speaker};
use crate::store::{Changed, StoreError};

/// Reads cases, and changes them by the rules. The rules run inside the transaction that writes; the store decides nothing.
pub trait CaseStore {
    /// Applies events in order, each whole or not at all, and returns what became of each. The batch is one transaction,
    /// whose size is the caller's choice: about 500 while people are deciding. An event that was applied before has no effect.
    ///
    /// # Errors
    /// [`StoreError`] when the batch could not be written; then nothing of it was.
    fn ingest(&mut self, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError>;

    /// Supplies the contents of files of known events that were missing when these came: of those attachments whose content is
    /// not kept, with what [`crate::domain::marketplace::event::NewAttachment::stored_content`] says now. Returns for each event
    /// what became of those of its files that were looked for, in order; of an event that is not known with this content,
    /// nothing. What is kept already, and what an erased person sent, stays as it is.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written; then nothing was.
    fn fill_files(&mut self, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError>;

    /// Does what a mediator asks, by the rules, in one transaction. The request's key makes a repeat harmless: the answer is
    /// the first one's, with the case and the decision as they stand now.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a rule, a conflict or an unknown id says no, another [`StoreError`] when it could not be
    /// written; nothing was changed.
    fn act(&mut self, request: &Request, now: Time) -> Result<Acted, StoreError>;

    /// Does what time alone does: lapses asks and proposals, wakes snoozed cases, releases decisions whose hold is over.
    /// Cheap when nothing is due. Returns how many cases changed.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written; cases that are due stay so.
    fn settle_due(&mut self, now: Time) -> Result<usize, StoreError>;

    /// Reads one case, whole.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_dispute`; another [`StoreError`] when the database could not be read.
    fn case(&self, id: DisputeId) -> Result<CaseFile, StoreError>;

    /// Reads what is on record beside a case: the decided cases that are like it, and both parties' other disputes.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `unknown_dispute`; another [`StoreError`] when the database could not be read.
    fn related_cases(&self, id: DisputeId) -> Result<RelatedCases, StoreError>;

    /// Reads what was done to a case, as the audit has it, oldest first. A dispute that is not there has no records.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn audit_trail(&self, id: DisputeId) -> Result<Vec<AuditLine>, StoreError>;
}

/// What became of one event.
#[derive(Debug, Clone, PartialEq)]
pub enum Ingested {
    Accepted {
        /// The dispute that opened with it, if one did.
        opened: Option<DisputeId>,
    },
    /// It was applied before, with the same content.
    Duplicate,
    /// A rule refused it; nothing of it was applied.
    Refused(Refusal),
    /// It came too late to change anything (`too_late`), and is kept on the order's timeline.
    KeptLate(Refusal),
}

/// What became of a file of a known event that was looked for again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filled {
    /// Its content is kept now, and was not before.
    Filled,
    /// It was kept already.
    Kept,
    /// It is still not kept.
    NotKept(NotStored),
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
    pub entries: Vec<LedgerEntry>,
    /// Decisions of earlier rounds that were undone or refused, oldest first.
    pub past_decisions: Vec<Decision>,
    /// Up to which message each has read.
    pub reads: Vec<(Reader, MessageId)>,
    /// The policy that the dispute was opened under, by which the store judges all that is done to it.
    pub policy: Policy,
    /// What happened to it last; that somebody read it does not count.
    pub last: Changed,
}

impl CaseFile {
    /// Returns who holds the case although their lease has ended, and since when they have done nothing on it.
    pub fn quiet_holder(&self, now: Time) -> Option<(&Handle, Time)> {
        let claim = self.case.dispute.as_ref()?.claim.as_ref().filter(|claim| claim.is_lapsed(now))?;
        Some((&claim.by, claim.until - self.policy.claim_lease()))
    }
}

/// A moment of the order's history.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// Its number among the events and moments of all orders.
    pub seq: i64,
    pub at: Time,
    pub kind: TimelineKind,
    pub by: Speaker,
    pub body: String,
    /// Files that came with it.
    pub files: Vec<AttachmentId>,
    /// An answer of the seller's that came when the dispute was open, and changed nothing.
    pub too_late: bool,
}

/// A message of the discussion with what belongs under it.
#[derive(Debug, Clone, PartialEq)]
pub struct ThreadRow {
    pub message: Message,
    /// Who has read it, its author aside.
    pub read_by: Vec<Reader>,
    pub attachments: Vec<Attachment>,
}

/// A record of the audit about a case.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AuditLine {
    /// Its place in the whole audit.
    pub seq: i64,
    pub at: Time,
    pub actor: Actor,
    pub action: String,
    /// The record's hash, in hexadecimal.
    pub hash: String,
}
