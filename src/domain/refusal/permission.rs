//! What a mediator may not do to a case.

use super::{Code, Detail, detail};
use crate::domain::ids::{DisputeId, Handle, OrderId, PersonId};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Role, Side};

/// Why a mediator may not act on a case, or not in this way.
#[derive(Debug, Clone, PartialEq)]
pub enum PermissionRefusal {
    /// A reader acts on a case.
    ReaderActs { handle: Handle },
    /// A reader erases a person.
    ReaderErases { handle: Handle },
    /// Nobody of the team has this handle.
    NotOfTheTeam { handle: Handle },
    /// The mediator is the party (`is_party`), or the party is listed as a conflict of theirs.
    ConflictOfInterest { handle: Handle, order: OrderId, party: PersonId, side: Side, is_party: bool },
    /// A case is given to whom nobody of the team is.
    UnknownReceiver { handle: Handle },
    /// A case is given to a reader.
    ReaderReceives { handle: Handle },
    /// Another mediator holds the case. A lead may take it over, and anyone once their lease has ended.
    ClaimedByOther { dispute: DisputeId, holder: Handle, may_take_over: bool },
    /// Nobody holds the case that is to be released.
    NotClaimed { dispute: DisputeId },
    /// The case has a later version than the one that the mediator saw.
    ChangedSince { dispute: DisputeId, seen: i64, version: i64 },
    /// A decided dispute is claimed or assigned.
    ClaimDecided { dispute: DisputeId },
    /// A decided dispute is snoozed.
    SnoozeDecided { dispute: DisputeId },
    /// A case is snoozed until a time that is past.
    SnoozeInPast { until: Time },
    /// A decision by this mediator waits for a second one.
    AwaitsApproval { dispute: DisputeId, by: Handle },
    /// The key was used for another request.
    KeyReused { key: String },
}

impl PermissionRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::ReaderActs { .. }
            | Self::ReaderErases { .. }
            | Self::NotOfTheTeam { .. }
            | Self::UnknownReceiver { .. }
            | Self::ReaderReceives { .. } => Code::NotAMediator,
            Self::ConflictOfInterest { .. } => Code::ConflictOfInterest,
            Self::ClaimedByOther { .. } => Code::ClaimedByOther,
            Self::ChangedSince { .. } => Code::ChangedSince,
            Self::KeyReused { .. } => Code::DuplicateId,
            Self::NotClaimed { .. }
            | Self::ClaimDecided { .. }
            | Self::SnoozeDecided { .. }
            | Self::SnoozeInPast { .. }
            | Self::AwaitsApproval { .. } => Code::BadState,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::ReaderActs { .. } => detail([("role", Role::Reader.as_str().into())]),
            Self::NotOfTheTeam { handle } | Self::UnknownReceiver { handle } | Self::ReaderReceives { handle } => {
                detail([("handle", handle.0.as_str().into())])
            }
            Self::ConflictOfInterest { party, side, .. } => {
                detail([("why", "party".into()), ("party", party.0.as_str().into()), ("side", side.as_str().into())])
            }
            Self::ClaimedByOther { holder, .. } => detail([("holder", holder.0.as_str().into())]),
            Self::ChangedSince { seen, version, .. } => {
                detail([("seen", (*seen).into()), ("version", (*version).into())])
            }
            Self::AwaitsApproval { by, .. } => detail([("why", "awaiting".into()), ("by", by.0.as_str().into())]),
            Self::ReaderErases { .. }
            | Self::KeyReused { .. }
            | Self::NotClaimed { .. }
            | Self::ClaimDecided { .. }
            | Self::SnoozeDecided { .. }
            | Self::SnoozeInPast { .. } => Detail::new(),
        }
    }
}
