//! Who may do what to a case. Every action is checked in the same order: the mediator's role, their conflicts of interest,
//! the state of the case, the claim, the version that they saw. What the action says is checked after that, where it is
//! done.

use std::cmp::Ordering;

use super::action::Action;
use crate::domain::case::records::{Case, Claim, DecisionState, Dispute, Mediator, Order};
use crate::domain::decision::deciding;
use crate::domain::ids::{DisputeId, Handle, PersonId};
use crate::domain::refusal::{DecisionRefusal, DiscussionRefusal, PermissionRefusal, Refusal, Unknown};
use crate::domain::team::authority::{self, Whose};
use crate::domain::team::handle::is_same;
use crate::domain::team::handover;
use crate::domain::team::identity;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Operation, Role, Side};

/// Refuses readers, whoever has retired, and mediators who are a party or have a conflict of interest with one.
pub(in crate::domain) fn check_mediator(order: &Order, me: &Mediator) -> Result<(), Refusal> {
    identity::check_active(me)?;
    if !authority::acts_on_cases(me.role) {
        return Err(PermissionRefusal::ReaderActs { handle: me.handle.clone() }.into());
    }
    let Some(side) = conflicting_party(order, me) else { return Ok(()) };
    let party = order.party(side);
    let refusal = PermissionRefusal::ConflictOfInterest {
        handle: me.handle.clone(),
        order: order.id.clone(),
        party: party.id.clone(),
        side,
        is_party: is_oneself(&party.id, me),
    };
    Err(refusal.into())
}

/// Returns the party of an order that a mediator is, or has a conflict with.
pub fn conflicting_party(order: &Order, me: &Mediator) -> Option<Side> {
    Side::ALL.iter().copied().find(|side| has_conflict(me, &order.party(*side).id))
}

/// Returns whether a mediator is this person, or has a conflict of interest with them.
pub(in crate::domain) fn has_conflict(me: &Mediator, person: &PersonId) -> bool {
    is_oneself(person, me) || me.conflicts.contains(person)
}

fn is_oneself(person: &PersonId, me: &Mediator) -> bool {
    is_same(&me.handle.0, &person.0)
}

/// Returns the dispute that a request is about, which must be the order's current one.
pub(in crate::domain) fn current_dispute(
    case: &mut Case,
    id: DisputeId,
) -> Result<(&mut Order, &mut Dispute), Refusal> {
    let Case { order, dispute } = case;
    let unknown = Unknown::Dispute { dispute: id };
    let Some(dispute) = dispute else {
        return Err(unknown.into());
    };
    match dispute.id.cmp(&id) {
        Ordering::Equal => Ok((order, dispute)),
        Ordering::Less => Err(unknown.into()),
        Ordering::Greater => {
            let (order, later) = (order.id.clone(), dispute.id);
            Err(DiscussionRefusal::LaterDispute { dispute: id, order, later }.into())
        }
    }
}

/// Refuses actions that the state of the dispute does not allow: it is decided, or its decision waits for a second mediator.
pub(in crate::domain) fn check_state(dispute: &Dispute, action: &Action) -> Result<(), Refusal> {
    let id = dispute.id;
    let awaiting = dispute.decision.as_ref().filter(|d| d.state == DecisionState::Awaiting);
    match action {
        Action::Decide(_) => dispute.decision.as_ref().map_or(Ok(()), |d| Err(deciding::already_decided(d))),
        Action::Say { .. }
        | Action::Remind { .. }
        | Action::Ask { .. }
        | Action::WithdrawAsk { .. }
        | Action::Propose { .. }
        | Action::WithdrawProposal { .. }
        | Action::Strike { .. }
        | Action::Admit { .. } => {
            if dispute.state == DisputeState::Decided {
                return Err(DiscussionRefusal::ClosedToMediators { dispute: id }.into());
            }
            awaiting.map_or(Ok(()), |d| Err(waits(id, &d.by)))
        }
        Action::Snooze { .. } => {
            if dispute.state == DisputeState::Decided {
                return Err(PermissionRefusal::SnoozeDecided { dispute: id }.into());
            }
            awaiting.map_or(Ok(()), |d| Err(waits(id, &d.by)))
        }
        Action::Claim | Action::TakeOver { .. } | Action::Assign { .. } if dispute.state == DisputeState::Decided => {
            Err(PermissionRefusal::ClaimDecided { dispute: id }.into())
        }
        // Their own rules say which of its states these need.
        Action::Undo | Action::Approve | Action::Refuse { .. } | Action::Wake => Ok(()),
        Action::Claim
        | Action::TakeOver { .. }
        | Action::Release
        | Action::Assign { .. }
        | Action::Note { .. }
        | Action::MarkRead { .. } => Ok(()),
    }
}

fn waits(id: DisputeId, by: &Handle) -> Refusal {
    PermissionRefusal::AwaitsApproval { dispute: id, by: by.clone() }.into()
}

/// Returns whether an action is reserved to the holder of the case, and claims the case if nobody holds it or the holder's
/// lease has ended.
pub(in crate::domain) fn requires_claim(action: &Action) -> bool {
    match action {
        Action::Claim
        | Action::TakeOver { .. }
        | Action::Assign { .. }
        | Action::Say { .. }
        | Action::Remind { .. }
        | Action::Ask { .. }
        | Action::WithdrawAsk { .. }
        | Action::Propose { .. }
        | Action::WithdrawProposal { .. }
        | Action::Strike { .. }
        | Action::Admit { .. }
        | Action::Decide(_)
        | Action::Undo
        | Action::Snooze { .. }
        | Action::Wake => true,
        // Notes and receipts change nothing for the parties; the second mediator is by nature another than the holder.
        Action::Release | Action::Note { .. } | Action::MarkRead { .. } | Action::Approve | Action::Refuse { .. } => {
            false
        }
    }
}

/// Refuses actions on a case that another mediator holds, unless their lease has ended. A lead may take it over by an explicit
/// claim, and give it to a colleague.
pub(in crate::domain) fn check_claim(
    dispute: &Dispute,
    action: &Action,
    me: &Mediator,
    now: Time,
) -> Result<(), Refusal> {
    let undone = dispute.decision.as_ref().filter(|_| *action == Action::Undo);
    let undone_by_others = match undone {
        Some(decision) if decision.state == DecisionState::OnHold => {
            // Whoever holds the case: a decision can be stopped when its maker is gone.
            if decision.by == me.handle || me.role == Role::Lead {
                return Ok(());
            }
            Some(&decision.by)
        }
        // Nobody can undo it any more; the decision's own rules say so.
        Some(decision) if decision.state != DecisionState::Awaiting => return Ok(()),
        _ => None,
    };
    let (id, whose) = (dispute.id, whose(dispute.claim.as_ref(), me, now));
    let is_anothers = matches!(action, Action::TakeOver { from } if dispute.holder().is_some_and(|holder| holder != from && *holder != me.handle));
    if is_anothers || !authority::allows(me.role, operation(action), whose) {
        let refusal = match dispute.claim.clone() {
            Some(Claim { by: holder, until }) => {
                let may_take_over = authority::allows(me.role, Operation::Claim, whose);
                PermissionRefusal::ClaimedByOther { dispute: id, holder, until, may_take_over }
            }
            None if *action == Action::Release => PermissionRefusal::NotClaimed { dispute: id },
            None => PermissionRefusal::AssignsUnclaimed { dispute: id },
        };
        return Err(refusal.into());
    }
    match undone_by_others {
        Some(by) => Err(DecisionRefusal::UndoneByMakerOrLead { decided_by: by.clone() }.into()),
        None => Ok(()),
    }
}

/// Returns whose a case is to a member now.
fn whose(claim: Option<&Claim>, me: &Mediator, now: Time) -> Whose {
    Whose::of(claim.map(|claim| (&claim.by, claim.until)), &me.handle, now)
}

/// Returns which operation of the table of roles an action on an open case is.
fn operation(action: &Action) -> Operation {
    match action {
        Action::Claim | Action::TakeOver { .. } => Operation::Claim,
        Action::Release => Operation::Release,
        Action::Assign { .. } => Operation::Assign,
        Action::Note { .. } | Action::MarkRead { .. } => Operation::Note,
        Action::Approve | Action::Refuse { .. } => Operation::Review,
        Action::Say { .. }
        | Action::Remind { .. }
        | Action::Ask { .. }
        | Action::WithdrawAsk { .. }
        | Action::Propose { .. }
        | Action::WithdrawProposal { .. }
        | Action::Strike { .. }
        | Action::Admit { .. }
        | Action::Decide(_)
        | Action::Undo
        | Action::Snooze { .. }
        | Action::Wake => Operation::Work,
    }
}

/// Refuses to give a case to whoever could not act on it: a stranger to the team, a reader, somebody who has retired or has a
/// conflict of interest.
pub(in crate::domain) fn check_receiver<'m>(
    order: &Order,
    to: &Handle,
    receiver: Option<&'m Mediator>,
) -> Result<&'m Mediator, Refusal> {
    let receiver = handover::check_receiver(to, receiver)?;
    check_mediator(order, receiver).map(|()| receiver)
}

/// Returns the colleague's claim that this action ends, where it may: it is asked about first. What a lead does to a case that a
/// colleague is at work on is refused until they have taken it over, which they may.
pub fn taken_over<'c>(claim: Option<&'c Claim>, action: &Action, me: &Mediator, now: Time) -> Option<&'c Claim> {
    let may = authority::allows(me.role, Operation::Claim, whose(claim, me, now));
    claim.filter(|claim| claim.by != me.handle && may && takes_claim(action, Some(&claim.by), me))
}

/// Makes a case nobody's.
pub fn give_back(dispute: &mut Dispute) {
    dispute.claim = None;
}

/// Returns whether this mediator holds the case after an action that was carried out and left it open.
pub(in crate::domain) fn takes_claim(action: &Action, holder: Option<&Handle>, me: &Mediator) -> bool {
    let is_mine = holder == Some(&me.handle);
    match action {
        // The case is nobody's, or the receiver's.
        Action::Release | Action::Assign { .. } => false,
        // A lead stops a colleague's decision; the case stays with whoever holds it.
        Action::Undo => is_mine || holder.is_none(),
        action => is_mine || requires_claim(action),
    }
}

/// Refuses when the case has changed since the mediator saw it.
pub(in crate::domain) fn check_version(dispute: DisputeId, version: i64, seen: Option<i64>) -> Result<(), Refusal> {
    match seen {
        Some(seen) if seen < version => Err(PermissionRefusal::ChangedSince { dispute, seen, version }.into()),
        _ => Ok(()),
    }
}
