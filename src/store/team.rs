//! The mediation team, and the policy in force.

use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, RequestKey, SystemAccount};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::team::change::TeamChange;
use crate::domain::team::handle::is_same;
use crate::domain::time::Time;
use crate::domain::vocabulary::Role;
use crate::store::StoreError;

/// Reads and changes the team and its policy.
pub trait TeamStore {
    /// Returns the account that all of this handle's writes come from: of the system, or the login on a server.
    fn account(&self) -> Option<SystemAccount>;

    /// Reads the mediation team, in the order of their handles; those who have retired are among them.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn mediators(&self) -> Result<Vec<Mediator>, StoreError>;

    /// Changes the team, by the rules of [`crate::domain::team::change`], and returns the member as they are now. `by` is the lead
    /// who does it; nobody need be named for the first member. `key` makes a repeat harmless.
    ///
    /// # Errors
    /// [`StoreError::Refused`] when a rule says no, another [`StoreError`] when it could not be written; nothing was changed.
    fn change_team(
        &mut self,
        by: Option<&Handle>,
        change: &TeamChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<Mediator, StoreError>;

    /// Adds a whole team to a store that has none: its first lead, who then adds the others. A team without a lead is led by its
    /// first member. For stores that are made with a team.
    ///
    /// # Errors
    /// As [`TeamStore::change_team`].
    fn found_team(&mut self, members: &[Mediator], now: Time) -> Result<(), StoreError> {
        let lead = members.iter().find(|member| member.role == Role::Lead).or(members.first());
        let Some(lead) = lead.map(|lead| &lead.handle) else { return Ok(()) };
        let (leads, others): (Vec<_>, Vec<_>) = members.iter().partition(|member| member.handle == *lead);
        for member in leads.into_iter().chain(others) {
            let Mediator { handle, name, role, account, .. } = member.clone();
            let by = Some(lead).filter(|lead| **lead != handle);
            let put = TeamChange::Put { handle: handle.clone(), name, role: Some(role), account: account.into() };
            self.change_team(by, &put, None, now)?;
            for with in member.conflicts.iter().filter(|person| !is_same(&person.0, &handle.0)) {
                let conflict = TeamChange::AddConflict { handle: handle.clone(), with: with.clone() };
                self.change_team(Some(lead), &conflict, None, now)?;
            }
        }
        Ok(())
    }

    /// Reads the policy in force.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn policy(&self) -> Result<Policy, StoreError>;

    /// Reads every policy that was ever in force, the newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError>;

    /// Puts a new version of the policy in force; open disputes keep theirs. `key` makes a repeat harmless.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `not_a_lead`, `not_a_mediator`, or `malformed` for values that can't be in force; another
    /// [`StoreError`] when it could not be written.
    fn put_policy(
        &mut self,
        by: &Handle,
        change: &PolicyChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<(), StoreError>;
}
