//! Which role may do what, to whose case (docs/process.md, "Roles"): the one table that the rules of a case, of the team, of
//! the policy and of an erasure ask, and through them the store, the desk and the command line.

use crate::domain::case::records::Mediator;
use crate::domain::ids::Handle;
use crate::domain::refusal::{PermissionRefusal, Refusal};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Operation, Role};

/// Whose a case is, seen by the member who acts. For [`Operation::Undo`] it is the decision's maker who counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whose {
    /// Their own.
    Own,
    Nobodys,
    /// A colleague's, whose lease has lapsed.
    Lapsed,
    /// A colleague's, whose lease runs.
    Colleagues,
}

impl Whose {
    /// Returns whose a case is to a member now, by who holds it and until when their lease lasts.
    pub fn of(claim: Option<(&Handle, Time)>, me: &Handle, now: Time) -> Self {
        match claim {
            None => Self::Nobodys,
            Some((holder, _)) if holder == me => Self::Own,
            Some((_, until)) if until <= now => Self::Lapsed,
            Some(_) => Self::Colleagues,
        }
    }
}

/// Returns the least role that may do this to such a case; `None` where nobody may.
///
/// What concerns no case is the same in every column.
pub fn least_role(operation: Operation, whose: Whose) -> Option<Role> {
    const NOBODY: Option<Role> = None;
    const READER: Option<Role> = Some(Role::Reader);
    const MEDIATOR: Option<Role> = Some(Role::Mediator);
    const LEAD: Option<Role> = Some(Role::Lead);
    let [own, nobodys, lapsed, colleagues] = match operation {
        //                      own       nobody's  lapsed    a colleague's
        Operation::Read => [READER, READER, READER, READER],
        // Changes nothing for the parties.
        Operation::Note => [MEDIATOR, MEDIATOR, MEDIATOR, MEDIATOR],
        // The second member is by nature another than the holder.
        Operation::Review => [MEDIATOR, MEDIATOR, MEDIATOR, MEDIATOR],
        Operation::Work => [MEDIATOR, MEDIATOR, MEDIATOR, NOBODY],
        Operation::Claim => [MEDIATOR, MEDIATOR, MEDIATOR, LEAD],
        Operation::Release => [MEDIATOR, NOBODY, NOBODY, NOBODY],
        Operation::Assign => [MEDIATOR, LEAD, LEAD, LEAD],
        // A decision always has a maker, so it is never nobody's.
        Operation::Undo => [MEDIATOR, NOBODY, LEAD, LEAD],
        Operation::Team | Operation::Policy | Operation::Erase => [LEAD, LEAD, LEAD, LEAD],
    };
    match whose {
        Whose::Own => own,
        Whose::Nobodys => nobodys,
        Whose::Lapsed => lapsed,
        Whose::Colleagues => colleagues,
    }
}

/// Returns whether a role may do this to such a case.
pub fn allows(role: Role, operation: Operation, whose: Whose) -> bool {
    least_role(operation, whose).is_some_and(|least| rank(role) >= rank(least))
}

/// Returns whether a role may act on cases at all.
pub fn acts_on_cases(role: Role) -> bool {
    allows(role, Operation::Note, Whose::Own)
}

/// Each role may do all that the roles below it may.
fn rank(role: Role) -> u8 {
    match role {
        Role::Reader => 0,
        Role::Mediator => 1,
        Role::Lead => 2,
    }
}

/// Checks that a member may do what concerns no case: change the team or the policy, erase a person.
///
/// # Errors
/// [`PermissionRefusal::NotALead`].
pub fn check(team: &[Mediator], me: &Mediator, operation: Operation) -> Result<(), Refusal> {
    if allows(me.role, operation, Whose::Nobodys) {
        return Ok(());
    }
    Err(not_a_lead(team, Some(me), operation))
}

/// Returns the refusal of what only a lead may do, which names the leads.
pub(in crate::domain) fn not_a_lead(team: &[Mediator], me: Option<&Mediator>, operation: Operation) -> Refusal {
    let leads = leads(team).map(|lead| lead.handle.clone()).collect();
    PermissionRefusal::NotALead { handle: me.map(|me| me.handle.clone()), operation, leads }.into()
}

/// Returns the leads of a team, without those who have retired.
pub fn leads(team: &[Mediator]) -> impl Iterator<Item = &Mediator> {
    team.iter().filter(|member| member.role == Role::Lead && member.retired_at.is_none())
}
