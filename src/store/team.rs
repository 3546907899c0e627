//! The mediation team, and the policy in force.

use crate::domain::case::records::Mediator;
use crate::domain::ids::RequestKey;
use crate::domain::policy::Policy;
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

    /// Puts a new policy in force; open disputes keep theirs. `key` makes a repeat harmless.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `bad_state` unless its version is above the one in force; another [`StoreError`] when it
    /// could not be written.
    fn put_policy(&mut self, policy: &Policy, key: Option<&RequestKey>, now: Time) -> Result<(), StoreError>;
}
