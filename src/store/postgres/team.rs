//! The team and its policy on a server.

use super::{PostgresStore, not_yet, write};
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
        by: Option<&Handle>,
        change: &TeamChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<Mediator, StoreError> {
        write::change_team(self, by, change, key, self.clock.judge(now))
    }

    fn policy(&self) -> Result<Policy, StoreError> {
        not_yet("read the policy")
    }

    fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError> {
        not_yet("read the policies")
    }

    fn put_policy(
        &mut self,
        by: &Handle,
        change: &PolicyChange,
        key: Option<&RequestKey>,
        now: Time,
    ) -> Result<(), StoreError> {
        write::put_policy(self, by, change, key, self.clock.judge(now))
    }
}
