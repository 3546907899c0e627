//! The mediation team, and the policy in force.

use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, RequestKey};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::time::Time;
use crate::store::StoreError;

/// Reads and changes the team and its policy.
pub trait TeamStore {
    /// Reads the mediation team, in the order of their handles.
    ///
    /// # Errors
    /// [`StoreError`] when the database could not be read.
    fn mediators(&self) -> Result<Vec<Mediator>, StoreError>;

    /// Adds a member of the team, or changes their name, role and conflicts. `key` makes a repeat harmless.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `malformed` for a handle that can't be one; another [`StoreError`] when it could not be
    /// written.
    fn put_mediator(&mut self, mediator: &Mediator, key: Option<&RequestKey>, now: Time) -> Result<(), StoreError>;

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
