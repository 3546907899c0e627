//! The team and its policy on a server.

use super::{PostgresStore, not_yet};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, RequestKey};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::team::change::TeamChange;
use crate::domain::time::Time;
use crate::store::{StoreError, TeamStore};

impl TeamStore for PostgresStore {
    fn mediators(&self) -> Result<Vec<Mediator>, StoreError> {
        not_yet("read the team")
    }

    fn change_team(
        &mut self,
        _by: Option<&Handle>,
        _change: &TeamChange,
        _key: Option<&RequestKey>,
        _now: Time,
    ) -> Result<Mediator, StoreError> {
        not_yet("change the team")
    }

    fn policy(&self) -> Result<Policy, StoreError> {
        not_yet("read the policy")
    }

    fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError> {
        not_yet("read the policies")
    }

    fn put_policy(
        &mut self,
        _by: &Handle,
        _change: &PolicyChange,
        _key: Option<&RequestKey>,
        _now: Time,
    ) -> Result<(), StoreError> {
        not_yet("change the policy")
    }
}
