//! Giving cases to colleagues: who can be given any, when that is an escalation, and which cases a handover is about
//! (docs/process.md, "Handing over").

use super::authority::{self, Whose};
use super::identity;
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, SystemAccount};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::{PermissionRefusal, Refusal};
use crate::domain::vocabulary::{Operation, Role};

/// Whose cases a handover is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HandedOver {
    /// Those of whoever hands over.
    Own,
    /// Those that anyone holds.
    Anybodys,
}

/// Which cases are handed over, to whom.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handover {
    pub by: Handle,
    /// The receiver; what they hold already stays out.
    pub to: Handle,
    pub whose: HandedOver,
    /// Only cases that fit.
    pub filter: Filter,
}

impl Handover {
    /// Returns the handover of a member's own cases, or of those that a filter fits. A lead's filter finds anybody's; a mediator's
    /// finds their own, unless it says itself whose it means: each of those is then refused by its rule.
    pub fn new(me: &Mediator, to: &Handle, filter: Option<Filter>) -> Self {
        let whose = match &filter {
            Some(filter) if may_give_anybodys(me.role) || !filter.names_no_holder() => HandedOver::Anybodys,
            _ => HandedOver::Own,
        };
        Self { by: me.handle.clone(), to: to.clone(), whose, filter: filter.unwrap_or_default() }
    }

    /// Returns the same, once this team has a member who hands over from this account, and one who can be given cases.
    ///
    /// # Errors
    /// The [`Refusal`] that each of the cases would meet.
    pub fn checked(
        team: &[Mediator],
        (by, account): (&Handle, Option<&SystemAccount>),
        to: &Handle,
        filter: Option<Filter>,
    ) -> Result<Self, Refusal> {
        let me = identity::acting(team, by, account)?;
        if !authority::acts_on_cases(me.role) {
            return Err(PermissionRefusal::ReaderActs { handle: me.handle }.into());
        }
        let to = check_receiver(to, identity::find(team, to))?;
        Ok(Self::new(&me, &to.handle, filter))
    }

    /// Returns whether the case that this member holds is among them, if it fits the filter.
    pub fn takes_from(&self, holder: &Handle) -> bool {
        *holder != self.to && (self.whose == HandedOver::Anybodys || *holder == self.by)
    }
}

/// Returns whether a role may give away a case that a colleague is at work on.
pub fn may_give_anybodys(role: Role) -> bool {
    authority::allows(role, Operation::Assign, Whose::Colleagues)
}

/// Returns the colleagues who can be given cases, in the order of the team.
pub fn receivers<'t>(team: &'t [Mediator], me: &Handle) -> impl Iterator<Item = &'t Mediator> {
    team.iter().filter(move |member| member.handle != *me && check_receiver(&member.handle, Some(member)).is_ok())
}

/// Returns whether a case that goes from one role to another is escalated: then whoever gets it is owed a reason.
pub fn is_escalation(from: Role, to: Role) -> bool {
    to == Role::Lead && from != Role::Lead
}

/// Refuses a receiver who could act on no case: a stranger to the team, a reader, somebody who has retired.
pub(in crate::domain) fn check_receiver<'m>(
    to: &Handle,
    receiver: Option<&'m Mediator>,
) -> Result<&'m Mediator, Refusal> {
    let Some(receiver) = receiver else {
        return Err(PermissionRefusal::UnknownReceiver { handle: to.clone() }.into());
    };
    if !authority::acts_on_cases(receiver.role) {
        return Err(PermissionRefusal::ReaderReceives { handle: to.clone() }.into());
    }
    identity::check_active(receiver).map(|()| receiver)
}
