//! What the discussion of a dispute does not take.

use super::{Code, Detail, detail};
use crate::domain::ids::{AskId, AttachmentId, DisputeId, OrderId, OwedAnswer, ProposalId};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Answer, AskState, ProposalState, Side};

/// Why the discussion did not take a message, an ask, a proposal or an answer.
#[derive(Debug, Clone, PartialEq)]
pub enum DiscussionRefusal {
    /// A party writes once the dispute is decided.
    ClosedToParties { dispute: DisputeId },
    /// A mediator writes once the dispute is decided.
    ClosedToMediators { dispute: DisputeId },
    /// The order is in a later dispute.
    LaterDispute { dispute: DisputeId, order: OrderId, later: DisputeId },
    /// The justification of a dispute is a text; files alone are not enough.
    JustificationWithoutText { dispute: DisputeId },
    /// The other party answers an ask.
    AskOfOtherParty { ask: AskId, to: Side, by: Side },
    /// An ask that was answered or withdrawn takes no answer.
    AskNotAnswerable { ask: AskId, state: AskState },
    /// Only an open ask can be withdrawn.
    AskNotWithdrawable { ask: AskId, state: AskState },
    /// Nobody owes the answer that a reminder recalls, or any at all.
    NothingOwed { dispute: DisputeId, of: Option<OwedAnswer> },
    /// An ask is due in the past.
    AskDueInPast { due: Time },
    /// The proposal was agreed, declined or superseded.
    ProposalNotOpen { proposal: ProposalId, state: ProposalState },
    /// A party answers a proposal once.
    ProposalAnswered { proposal: ProposalId, by: Side, answer: Answer },
    /// The proposal that a mediator takes back was agreed, declined, superseded or withdrawn.
    ProposalNotWithdrawable { proposal: ProposalId, state: ProposalState },
    /// A mediator takes back what a party proposed.
    ProposalOfParty { proposal: ProposalId, by: Side },
    /// The attachment is inadmissible already, for this reason.
    AlreadyInadmissible { attachment: AttachmentId, reason: String },
    /// The attachment whose strike is taken back counts.
    AlreadyAdmissible { attachment: AttachmentId },
    /// The attachment whose strike is taken back comes from outside the platform.
    FromOutside { attachment: AttachmentId },
}

impl DiscussionRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::ClosedToParties { .. } | Self::ClosedToMediators { .. } | Self::LaterDispute { .. } => {
                Code::ThreadClosed
            }
            Self::JustificationWithoutText { .. } => Code::Malformed,
            Self::AskOfOtherParty { .. }
            | Self::AskNotAnswerable { .. }
            | Self::AskNotWithdrawable { .. }
            | Self::NothingOwed { .. }
            | Self::AskDueInPast { .. }
            | Self::ProposalNotOpen { .. }
            | Self::ProposalAnswered { .. }
            | Self::ProposalNotWithdrawable { .. }
            | Self::ProposalOfParty { .. }
            | Self::AlreadyInadmissible { .. }
            | Self::AlreadyAdmissible { .. }
            | Self::FromOutside { .. } => Code::BadState,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::ClosedToParties { dispute } | Self::LaterDispute { later: dispute, .. } => {
                detail([("dispute", dispute.to_string().into())])
            }
            Self::AskOfOtherParty { to, .. } => detail([("to", to.as_str().into())]),
            Self::AskNotAnswerable { state, .. } | Self::AskNotWithdrawable { state, .. } => {
                detail([("state", state.as_str().into())])
            }
            Self::ProposalNotOpen { state, .. } | Self::ProposalNotWithdrawable { state, .. } => {
                detail([("state", state.as_str().into())])
            }
            Self::ProposalOfParty { by, .. } => detail([("by", by.as_str().into())]),
            Self::ProposalAnswered { answer, .. } => detail([("answer", answer.as_str().into())]),
            Self::NothingOwed { of, .. } => match of {
                Some(of) => detail([("of", of.to_string().into())]),
                None => Detail::new(),
            },
            Self::ClosedToMediators { .. }
            | Self::JustificationWithoutText { .. }
            | Self::AskDueInPast { .. }
            | Self::AlreadyInadmissible { .. }
            | Self::AlreadyAdmissible { .. }
            | Self::FromOutside { .. } => Detail::new(),
        }
    }
}
