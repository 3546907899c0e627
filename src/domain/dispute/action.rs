//! What a mediator may do to a case. One type for the command line, the desk and the tests.

use crate::domain::ids::{AskId, AttachmentId, Cite, DisputeId, Handle, MessageId};
use crate::domain::marketplace::event::{Terms, Time};
use crate::domain::money::amount::Money;
use crate::domain::vocabulary::{Outcome, Side};

/// A mediator's request to change a case.
#[derive(Debug, Clone, PartialEq)]
pub struct Request {
    /// The case.
    pub dispute: DisputeId,
    /// Who asks.
    pub by: Handle,
    /// What they want.
    pub action: Action,
    /// The version they saw; refused with `changed_since` if the case has a newer one. `None`: whatever it is now.
    pub seen: Option<i64>,
}

/// What a mediator may do.
#[derive(Debug, Clone, PartialEq)]
pub enum Action {
    /// Take the dispute.
    Claim,
    /// Give it back.
    Release,
    /// Write to both parties.
    Say {
        /// The text.
        body: String,
    },
    /// Write for mediators only.
    Note {
        /// The text.
        body: String,
    },
    /// Ask a party for details or evidence; `due` overrides the policy's deadline.
    Ask {
        /// The party asked.
        to: Side,
        /// The question.
        body: String,
        /// Instead of the policy's deadline.
        due: Option<Time>,
    },
    /// Take back an open ask.
    WithdrawAsk {
        /// Which.
        ask: AskId,
    },
    /// Put a settlement to both parties.
    Propose {
        /// What it offers.
        terms: Terms,
    },
    /// Strike a piece of evidence.
    Strike {
        /// Which.
        attachment: AttachmentId,
        /// Why it doesn't count.
        reason: String,
    },
    /// Decide.
    Decide(Draft),
    /// Reverse the decision that is on hold.
    Undo,
    /// The second mediator's yes.
    Approve,
    /// The second mediator's no.
    Refuse {
        /// Why.
        reason: String,
    },
    /// Out of the queue until then, or until a party writes.
    Snooze {
        /// When it comes back.
        until: Time,
    },
    /// The mediators have read up to this message.
    MarkRead {
        /// The newest message read.
        up_to: MessageId,
    },
}

/// A decision as a mediator drafts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// One of four.
    pub outcome: Outcome,
    /// For a partial refund: what the client gets back.
    pub refund: Option<Money>,
    /// Why.
    pub reasons: String,
    /// What it rests on.
    pub cites: Vec<Cite>,
    /// Makes a repeat harmless.
    pub key: Option<String>,
}
