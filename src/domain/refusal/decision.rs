//! Why a decision can't be taken, approved, refused or undone.

use super::{Code, Detail, detail};
use crate::domain::ids::{AttachmentId, DisputeId, Handle, OrderId, ProposalId};
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Outcome, Side};

/// Why a decision was not taken, approved, refused or undone.
#[derive(Debug, Clone, PartialEq)]
pub enum DecisionRefusal {
    /// The dispute has a decision; `refund` is what a partial refund gives the client.
    AlreadyDecided {
        dispute: DisputeId,
        by: Handle,
        at: Time,
        outcome: Outcome,
        refund: Option<Money>,
        awaits_approval: bool,
    },
    /// A relaunch needs the word of both parties on a relaunch proposal; `proposal` is the one that stands.
    NoAgreement { missing: Vec<Side>, proposal: Option<ProposalId> },
    /// The agreement that the decision carries out does not stand any more.
    AgreementGone,
    /// Evidence that does not count is cited.
    InadmissibleCited { attachment: AttachmentId, reason: String },
    /// The key was used for another decision, on this dispute.
    KeyReused { key: String, dispute: DisputeId },
    /// There is no decision to undo.
    NotDecided { dispute: DisputeId },
    /// Only its author withdraws a decision that waits for approval.
    NotOwn { decided_by: Handle },
    /// A decision on hold is undone by its author or by a lead.
    UndoneByMakerOrLead { decided_by: Handle },
    /// The order has moved on since its relaunch.
    MovedOn { order: OrderId },
    /// The decision has taken effect.
    HoldOver { dispute: DisputeId, effective_at: Option<Time> },
    /// No decision waits for a second mediator.
    NoneAwaitsApproval { dispute: DisputeId },
    /// A decision is approved or refused by its own author.
    OwnDecision { decided_by: Handle },
    /// A decision is approved or refused from the account of its own author, under another handle.
    SameAccount { decided_by: Handle },
}

impl DecisionRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::AlreadyDecided { .. } => Code::AlreadyDecided,
            Self::NoAgreement { .. } | Self::AgreementGone => Code::NoAgreement,
            Self::InadmissibleCited { .. } => Code::InadmissibleCited,
            Self::KeyReused { .. } => Code::DuplicateId,
            Self::HoldOver { .. } => Code::HoldOver,
            Self::UndoneByMakerOrLead { .. } => Code::NotALead,
            Self::OwnDecision { .. } | Self::SameAccount { .. } => Code::ConflictOfInterest,
            Self::NotDecided { .. } | Self::NotOwn { .. } | Self::MovedOn { .. } | Self::NoneAwaitsApproval { .. } => {
                Code::BadState
            }
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::AlreadyDecided { by, at, outcome, .. } => detail([
                ("by", by.0.as_str().into()),
                ("outcome", outcome.as_str().into()),
                ("at", at.to_rfc3339().into()),
            ]),
            Self::NoAgreement { missing, proposal } => {
                let sides: Vec<_> = missing.iter().map(|side| side.as_str()).collect();
                let mut all = detail([("missing", sides.into())]);
                all.extend(proposal.map(|id| ("proposal".to_owned(), id.to_string().into())));
                all
            }
            Self::InadmissibleCited { attachment, .. } => detail([("cite", attachment.to_string().into())]),
            Self::KeyReused { dispute, .. } => detail([("dispute", dispute.to_string().into())]),
            Self::UndoneByMakerOrLead { decided_by } => detail([("decided_by", decided_by.0.as_str().into())]),
            Self::NotOwn { decided_by } => {
                detail([("why", "not_own".into()), ("decided_by", decided_by.0.as_str().into())])
            }
            Self::HoldOver { effective_at, .. } => {
                detail([("effective_at", effective_at.map(|at| at.to_rfc3339()).unwrap_or_default().into())])
            }
            Self::OwnDecision { decided_by } | Self::SameAccount { decided_by } => {
                detail([("why", "own".into()), ("decided_by", decided_by.0.as_str().into())])
            }
            Self::AgreementGone | Self::NotDecided { .. } | Self::MovedOn { .. } | Self::NoneAwaitsApproval { .. } => {
                Detail::new()
            }
        }
    }
}
