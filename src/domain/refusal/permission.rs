//! What a mediator may not do to a case.

use super::{Code, Detail, detail};
use crate::domain::ids::{DisputeId, Handle, OrderId, PersonId, SystemAccount};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Operation, Role, Side};

/// Why a mediator may not act on a case, or not in this way.
#[derive(Debug, Clone, PartialEq)]
pub enum PermissionRefusal {
    /// A reader acts on a case.
    ReaderActs { handle: Handle },
    /// Only a lead may do this, and these are the leads; `handle` is whoever tried, if they were named.
    NotALead { handle: Option<Handle>, operation: Operation, leads: Vec<Handle> },
    /// Nobody of the team has this handle.
    NotOfTheTeam { handle: Handle },
    /// They acted until then.
    Retired { handle: Handle, at: Time },
    /// The handle is bound to another account of the system than this one.
    OtherAccount { handle: Handle, account: Option<SystemAccount> },
    /// The account is bound to another member than the one that it acts as.
    OtherMember { handle: Handle, account: SystemAccount, member: Handle },
    /// A member's conflict with themselves is to be removed.
    OwnConflict { handle: Handle },
    /// The mediator is the party (`is_party`), or the party is listed as a conflict of theirs.
    ConflictOfInterest { handle: Handle, order: OrderId, party: PersonId, side: Side, is_party: bool },
    /// A case is given to whom nobody of the team is.
    UnknownReceiver { handle: Handle },
    /// A case is given to a reader.
    ReaderReceives { handle: Handle },
    /// Another mediator holds the case. A lead may take it over, and anyone once their lease has ended: at `until`, if they do
    /// no more on it.
    ClaimedByOther { dispute: DisputeId, holder: Handle, until: Time, may_take_over: bool },
    /// A mediator gives a case away that nobody holds.
    AssignsUnclaimed { dispute: DisputeId },
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
    /// A case is woken that is not snoozed.
    NotSnoozed { dispute: DisputeId },
    /// A decision by this mediator waits for a second one.
    AwaitsApproval { dispute: DisputeId, by: Handle },
    /// The key was used for another request.
    KeyReused { key: String },
}

impl PermissionRefusal {
    pub(super) fn code(&self) -> Code {
        match self {
            Self::ReaderActs { .. }
            | Self::NotOfTheTeam { .. }
            | Self::Retired { .. }
            | Self::UnknownReceiver { .. }
            | Self::ReaderReceives { .. } => Code::NotAMediator,
            Self::NotALead { .. } | Self::AssignsUnclaimed { .. } => Code::NotALead,
            Self::OtherAccount { .. } | Self::OtherMember { .. } => Code::NotYou,
            Self::ConflictOfInterest { .. } | Self::OwnConflict { .. } => Code::ConflictOfInterest,
            Self::ClaimedByOther { .. } => Code::ClaimedByOther,
            Self::ChangedSince { .. } => Code::ChangedSince,
            Self::KeyReused { .. } => Code::DuplicateId,
            Self::NotClaimed { .. }
            | Self::ClaimDecided { .. }
            | Self::SnoozeDecided { .. }
            | Self::SnoozeInPast { .. }
            | Self::NotSnoozed { .. }
            | Self::AwaitsApproval { .. } => Code::BadState,
        }
    }

    pub(super) fn detail(&self) -> Detail {
        match self {
            Self::ReaderActs { .. } => detail([("role", Role::Reader.as_str().into())]),
            Self::NotALead { operation, .. } => detail([("operation", operation.as_str().into())]),
            Self::NotOfTheTeam { handle } | Self::UnknownReceiver { handle } | Self::ReaderReceives { handle } => {
                detail([("handle", handle.0.as_str().into())])
            }
            Self::Retired { handle, at } => {
                detail([("handle", handle.0.as_str().into()), ("retired_at", at.to_rfc3339().into())])
            }
            Self::OtherAccount { handle, account } => {
                let account = account.as_ref().map(|account| account.0.as_str());
                detail([("handle", handle.0.as_str().into()), ("account", account.into())])
            }
            Self::OtherMember { handle, account, member } => detail([
                ("handle", handle.0.as_str().into()),
                ("account", account.0.as_str().into()),
                ("member", member.0.as_str().into()),
            ]),
            Self::OwnConflict { .. } => detail([("why", "own".into())]),
            Self::ConflictOfInterest { party, side, .. } => {
                detail([("why", "party".into()), ("party", party.0.as_str().into()), ("side", side.as_str().into())])
            }
            Self::ClaimedByOther { holder, until, .. } => {
                detail([("holder", holder.0.as_str().into()), ("until", until.to_rfc3339().into())])
            }
            Self::ChangedSince { seen, version, .. } => {
                detail([("seen", (*seen).into()), ("version", (*version).into())])
            }
            Self::AwaitsApproval { by, .. } => detail([("why", "awaiting".into()), ("by", by.0.as_str().into())]),
            Self::KeyReused { .. }
            | Self::NotClaimed { .. }
            | Self::AssignsUnclaimed { .. }
            | Self::ClaimDecided { .. }
            | Self::SnoozeDecided { .. }
            | Self::SnoozeInPast { .. }
            | Self::NotSnoozed { .. } => Detail::new(),
        }
    }
}
