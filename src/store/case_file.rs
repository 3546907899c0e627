//! One case, whole, to be read.

use crate::domain::case::records::{Attachment, Case, Decision, Message, Note};
use crate::domain::dispute::change::Actor;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{AttachmentId, MessageId};
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Reader, Speaker};
use crate::store::Changed;

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
    /// What happened to it last; that somebody read it does not count.
    pub last: Changed,
}

/// A moment of the order's history.
#[derive(Debug, Clone, PartialEq)]
pub struct TimelineRow {
    /// When.
    pub at: Time,
    /// What happened.
    pub kind: TimelineKind,
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
    /// Who.
    pub actor: Actor,
    /// What was done.
    pub action: String,
    /// The record's hash, in hexadecimal.
    pub hash: String,
}
