//! Passages: what was said in a case and is no message of its discussion.
//!
//! The brief, the order's conversation, deliveries, requests and their answers, reviews, the terms of proposals and the reasons
//! of decisions are events of the order's history, or stand beside one. Notes, the names of files and the reasons why evidence
//! was struck are not. Each text is one passage. What a party was asked, and why a dispute was opened, is a message and found
//! as that.

use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::marketplace::event::EventType;
use crate::domain::text::redaction::ERASED;
use crate::domain::vocabulary::vocabulary;

vocabulary!(
    /// What a passage is the text of.
    PassageKind, "a kind of passage", {
        /// An event of the order's history.
        Event = "event",
        /// A note that only mediators see.
        Note = "note",
        /// The name of a file.
        File = "file",
        /// The reason why a mediator struck a piece of evidence.
        Strike = "strike",
    }
);

vocabulary!(
    /// What a search found.
    HitKind, "a kind of hit", {
        Message = "message",
        /// What the client ordered.
        Brief = "brief",
        /// A message of the order's own conversation, before the dispute.
        OrderMessage = "order_message",
        Delivery = "delivery",
        /// A request for a revision or to cancel.
        Request = "request",
        /// The seller's answer to such a request.
        Answer = "answer",
        /// What the client said when the order was completed.
        Review = "review",
        /// The terms of a proposal.
        Proposal = "proposal",
        /// The reasons of a decision, or of a second mediator who refused it.
        Reason = "reason",
        Note = "note",
        /// The name of a file.
        File = "file",
        /// Why a piece of evidence was struck.
        Strike = "strike",
    }
);

impl HitKind {
    /// Returns what the text of an entry of the history is; `None` for entries that have none of their own.
    pub fn of_entry(kind: TimelineKind) -> Option<Self> {
        match kind {
            TimelineKind::Decided | TimelineKind::Decision(_) => Some(Self::Reason),
            TimelineKind::Event(event) => match event {
                EventType::OrderPlaced => Some(Self::Brief),
                EventType::OrderMessage => Some(Self::OrderMessage),
                EventType::OrderDelivered => Some(Self::Delivery),
                EventType::RevisionRequested | EventType::CancellationRequested => Some(Self::Request),
                EventType::RevisionAccepted
                | EventType::RevisionRefused
                | EventType::CancellationAccepted
                | EventType::CancellationRefused => Some(Self::Answer),
                EventType::OrderCompleted => Some(Self::Review),
                EventType::ProposalMade => Some(Self::Proposal),
                // Their text is a message, or they have none.
                EventType::DisputeOpened
                | EventType::DisputeMessage
                | EventType::DisputeRead
                | EventType::ProposalAnswered => None,
            },
        }
    }
}

/// Returns whether a text can be found: it says something, and was not erased.
pub fn is_found(text: &str) -> bool {
    !text.trim().is_empty() && text != ERASED
}
