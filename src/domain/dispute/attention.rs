//! What of a case is told to a mediator for as long as it stands so, without a write that made a notification of it: a
//! colleague's decision that waits for their word, and the deadline of their own turn (docs/process.md, "Notifications").
//!
//! It is derived from the case whenever it is read, so that a decision which the whole team may approve makes no row for
//! each of them, and a deadline is told though nothing was written when it passed.

use chrono::TimeDelta;

use super::permissions;
use crate::domain::case::actor::Actor;
use crate::domain::case::records::{Dispute, Mediator, NotificationKind};
use crate::domain::ids::{Handle, PersonId};
use crate::domain::team::{authority, identity};
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, WaitingOn};

/// How long before it a deadline is near.
pub const NEAR: TimeDelta = TimeDelta::hours(2);

/// Returns what there is to tell of the mediator's deadline at `now`, and the moment that it tells of.
pub(in crate::domain) fn deadline(dispute: &Dispute, now: Time) -> Option<(NotificationKind, Time)> {
    let is_mediators = dispute.waiting_on == WaitingOn::Mediator && !dispute.is_settled();
    match (dispute.due_at, dispute.due_at - NEAR) {
        _ if !is_mediators => None,
        (past, _) if past < now => Some((NotificationKind::DeadlinePast, past)),
        (_, near) if near <= now => Some((NotificationKind::DeadlineNear, near)),
        _ => None,
    }
}

/// Returns the member who is told, with all that their account has had; `None` for who is not of the team or has retired.
pub fn recipient(team: &[Mediator], of: &Handle) -> Option<Mediator> {
    let account = identity::find(team, of)?.account.as_ref();
    identity::acting(team, of, account).ok()
}

/// What of a case decides whether it needs a mediator's attention.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Matter {
    pub state: DisputeState,
    pub claimed_by: Option<Handle>,
    pub snoozed_until: Option<Time>,
    pub waiting_on: WaitingOn,
    /// Since when it is their turn.
    pub waiting_since: Time,
    /// When that turn should be over.
    pub due_at: Time,
    /// Whose decision waits for a second mediator, if one does.
    pub awaiting: Option<Handle>,
    /// The client and the seller.
    pub parties: [PersonId; 2],
}

impl Matter {
    /// Returns what is told to a mediator at `now`: what it is, who did it, and the moment that it tells of.
    pub fn notification(&self, me: &Mediator, now: Time) -> Option<(NotificationKind, Actor, Time)> {
        use NotificationKind::{ApprovalNeeded, DeadlineNear, DeadlinePast};
        let has_come = |what: &NotificationKind| match what {
            // As the queue has it: overdue is what is past its deadline, not what reaches it.
            DeadlinePast => self.since(*what, me).is_some_and(|at| at < now),
            _ => self.since(*what, me).is_some_and(|at| at <= now),
        };
        let what = [ApprovalNeeded, DeadlinePast, DeadlineNear].into_iter().find(has_come)?;
        let by = self.awaiting.as_ref().filter(|_| what == ApprovalNeeded).map_or(Actor::System, Actor::from);
        Some((what, by, self.since(what, me)?))
    }

    /// Returns the moment that a notification of this kind tells this mediator of; `None` where the case doesn't stand so.
    /// What was acknowledged of another moment is told anew.
    pub fn since(&self, what: NotificationKind, me: &Mediator) -> Option<Time> {
        match what {
            NotificationKind::ApprovalNeeded => self.waits_for_word(me).then_some(self.waiting_since),
            NotificationKind::DeadlineNear => self.is_turn_of(me).then(|| self.due_at - NEAR),
            NotificationKind::DeadlinePast => self.is_turn_of(me).then_some(self.due_at),
            _ => None,
        }
    }

    /// Whether a decision waits for the word of this mediator among others: one who may give it.
    fn waits_for_word(&self, me: &Mediator) -> bool {
        let is_anothers = self.awaiting.as_ref().is_some_and(|maker| *maker != me.handle);
        let is_anothers = is_anothers && !self.awaiting.iter().any(|maker| me.same_account.contains(maker));
        let is_neutral = !self.parties.iter().any(|party| permissions::has_conflict(me, party));
        self.state == DisputeState::Open && is_anothers && is_neutral && authority::acts_on_cases(me.role)
    }

    /// Whether it is the turn of this mediator, who holds the case and has not put it off.
    fn is_turn_of(&self, me: &Mediator) -> bool {
        self.state == DisputeState::Open
            && self.claimed_by.as_ref() == Some(&me.handle)
            && self.snoozed_until.is_none()
            && self.waiting_on == WaitingOn::Mediator
            && self.awaiting.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::Role;

    #[test]
    fn a_deadline_is_near_two_hours_before_it_and_past_after_it() {
        let due_at = chrono::DateTime::from_timestamp(1_790_000_000, 0).unwrap();
        let mine = Matter {
            state: DisputeState::Open,
            claimed_by: Some("camille".into()),
            snoozed_until: None,
            waiting_on: WaitingOn::Mediator,
            waiting_since: due_at - TimeDelta::hours(24),
            due_at,
            awaiting: None,
            parties: ["u-client".into(), "u-seller".into()],
        };
        let camille = Mediator::new("camille".into(), "Camille", Role::Mediator);
        let told = |matter: &Matter, now: Time| matter.notification(&camille, now).map(|(what, ..)| what);
        let (minute, near) = (TimeDelta::minutes(1), due_at - TimeDelta::hours(2));
        for (now, what) in [
            (near - minute, None),
            (near, Some(NotificationKind::DeadlineNear)),
            (due_at, Some(NotificationKind::DeadlineNear)),
            (due_at + minute, Some(NotificationKind::DeadlinePast)),
        ] {
            assert_eq!(told(&mine, now), what, "{now}");
        }
        // Not of a case that is a colleague's, or put off, or the parties' turn.
        for other in [
            Matter { claimed_by: Some("ines".into()), ..mine.clone() },
            Matter { snoozed_until: Some(due_at), ..mine.clone() },
            Matter { waiting_on: WaitingOn::Client, ..mine.clone() },
        ] {
            assert_eq!(told(&other, due_at + minute), None, "{other:?}");
        }
    }
}
