//! What a mediator may do to a case. One type for the command line, the desk and the tests.

use crate::domain::decision::draft::DecisionInput;
use crate::domain::ids::{AskId, AttachmentId, DisputeId, Handle, MessageId, OwedAnswer, ProposalId, RequestKey};
use crate::domain::marketplace::event::Terms;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Side, vocabulary};

/// A mediator's request to change a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    pub dispute: DisputeId,
    pub by: Handle,
    pub action: Action,
    /// The version they saw; refused with `changed_since` if the case has a newer one. `None`: whatever it is now.
    pub seen: Option<i64>,
    /// Makes a repeat harmless, when the answer to the first time was lost.
    pub key: Option<RequestKey>,
}

/// What a mediator may do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    Claim,
    /// Take the case over from this colleague and no other, whom the mediator was told about. A claim, for the record.
    TakeOver {
        from: Handle,
    },
    Release,
    /// Give the case to a colleague.
    Assign {
        to: Handle,
        /// Why, as a note of the case.
        note: Option<String>,
    },
    /// Write to both parties.
    Say {
        body: String,
    },
    /// Remind of an answer that is owed, by a message to both parties.
    Remind {
        /// What is owed; `None` where nothing was found to be, which the rules refuse.
        of: Option<OwedAnswer>,
        body: String,
    },
    /// Write for mediators only.
    Note {
        body: String,
    },
    /// Ask a party for details or evidence; `due` overrides the policy's deadline.
    Ask {
        to: Side,
        body: String,
        /// Instead of the policy's deadline.
        due: Option<Time>,
    },
    /// Take back an open ask.
    WithdrawAsk {
        ask: AskId,
    },
    /// Put a settlement to both parties.
    Propose {
        terms: Terms,
    },
    /// Take back an open proposal of a mediator's.
    WithdrawProposal {
        proposal: ProposalId,
    },
    /// Strike a piece of evidence.
    Strike {
        attachment: AttachmentId,
        /// Why it doesn't count.
        reason: String,
    },
    /// Take back a mediator's strike.
    Admit {
        attachment: AttachmentId,
        /// Why it counts after all.
        reason: String,
    },
    Decide(DecisionInput),
    /// Reverse the decision that is on hold.
    Undo,
    /// The second mediator's yes.
    Approve,
    /// The second mediator's no.
    Refuse {
        reason: String,
    },
    /// Out of the queue until then, or until a party writes.
    Snooze {
        /// When it comes back.
        until: Time,
    },
    /// Back into the queue before its time.
    Wake,
    /// The mediators have read up to this message.
    MarkRead {
        /// The newest message read.
        up_to: MessageId,
    },
}

vocabulary!(
    /// The kinds of actions, as the audit and the record of changes name them.
    ActionKind, "a kind of action", {
        Claim = "claim",
        Release = "release",
        Assign = "assign",
        Say = "say",
        Remind = "remind",
        Note = "note",
        Ask = "ask",
        WithdrawAsk = "withdraw_ask",
        Propose = "propose",
        WithdrawProposal = "withdraw_proposal",
        Strike = "strike",
        Admit = "admit",
        Decide = "decide",
        Undo = "undo",
        Approve = "approve",
        Refuse = "refuse",
        Snooze = "snooze",
        Wake = "wake",
        MarkRead = "mark_read",
    }
);

impl Action {
    /// Returns the kind of this action.
    pub fn kind(&self) -> ActionKind {
        match self {
            Self::Claim | Self::TakeOver { .. } => ActionKind::Claim,
            Self::Release => ActionKind::Release,
            Self::Assign { .. } => ActionKind::Assign,
            Self::Say { .. } => ActionKind::Say,
            Self::Remind { .. } => ActionKind::Remind,
            Self::Note { .. } => ActionKind::Note,
            Self::Ask { .. } => ActionKind::Ask,
            Self::WithdrawAsk { .. } => ActionKind::WithdrawAsk,
            Self::Propose { .. } => ActionKind::Propose,
            Self::WithdrawProposal { .. } => ActionKind::WithdrawProposal,
            Self::Strike { .. } => ActionKind::Strike,
            Self::Admit { .. } => ActionKind::Admit,
            Self::Decide(_) => ActionKind::Decide,
            Self::Undo => ActionKind::Undo,
            Self::Approve => ActionKind::Approve,
            Self::Refuse { .. } => ActionKind::Refuse,
            Self::Snooze { .. } => ActionKind::Snooze,
            Self::Wake => ActionKind::Wake,
            Self::MarkRead { .. } => ActionKind::MarkRead,
        }
    }
}
