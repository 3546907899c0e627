//! Why a rule said no: a stable code for programs, a sentence for people, and details for both.

use std::fmt;

use serde_json::{Map, Value};

use super::vocabulary::vocabulary;

vocabulary!(
    /// The stable codes of the contract.
    Code, "an error code", {
        SellerCannotOpen = "seller_cannot_open",
        NoGround = "no_ground",
        NotAParty = "not_a_party",
        BadState = "bad_state",
        PendingRequest = "pending_request",
        UnknownOrder = "unknown_order",
        UnknownDispute = "unknown_dispute",
        UnknownMessage = "unknown_message",
        UnknownAttachment = "unknown_attachment",
        UnknownProposal = "unknown_proposal",
        UnknownAsk = "unknown_ask",
        UnknownPerson = "unknown_person",
        UnknownView = "unknown_view",
        BadName = "bad_name",
        NameTaken = "name_taken",
        TooManyViews = "too_many_views",
        DuplicateId = "duplicate_id",
        Malformed = "malformed",
        BadAmount = "bad_amount",
        BadCurrency = "bad_currency",
        NoAgreement = "no_agreement",
        AlreadyDecided = "already_decided",
        ChangedSince = "changed_since",
        ClaimedByOther = "claimed_by_other",
        HoldOver = "hold_over",
        InadmissibleCited = "inadmissible_cited",
        ThreadClosed = "thread_closed",
        NotAMediator = "not_a_mediator",
        ConflictOfInterest = "conflict_of_interest",
    }
);

/// What kind of no it is; the contract gives each its exit status.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalKind {
    /// A rule forbids it (3).
    Rule,
    /// Someone else acted first, or the case changed (4).
    Conflict,
    /// There is no such thing (5).
    Unknown,
}

impl Code {
    /// What kind of no this code is.
    pub fn kind(self) -> RefusalKind {
        match self {
            Self::AlreadyDecided | Self::ChangedSince | Self::ClaimedByOther => RefusalKind::Conflict,
            Self::UnknownOrder
            | Self::UnknownDispute
            | Self::UnknownMessage
            | Self::UnknownAttachment
            | Self::UnknownProposal
            | Self::UnknownAsk
            | Self::UnknownPerson
            | Self::UnknownView => RefusalKind::Unknown,
            _ => RefusalKind::Rule,
        }
    }
}

/// A typed no: nothing was changed.
#[derive(Debug, Clone, PartialEq)]
pub struct Refusal {
    /// The stable code.
    pub code: Code,
    /// What happened, to what, and what to do; English, one line.
    pub message: String,
    /// Facts behind the sentence, for programs and for translated screens.
    pub detail: Map<String, Value>,
}

impl Refusal {
    /// A refusal with its sentence.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), detail: Map::new() }
    }

    /// Adds a fact.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.detail.insert(name.to_owned(), value.into());
        self
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}
