//! The team and its policy on a server.

use serde_json::Value as Json;

use super::case::policy;
use super::errors::damaged;
use super::rows::{decode, decode_all, select};
use super::{PostgresStore, write};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, RequestKey, SystemAccount};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::team::change::TeamChange;
use crate::domain::time::Time;
use crate::store::write::policy::policy_version_of;
use crate::store::write::rows::team::{MediatorRow, PolicyRow};
use crate::store::write::team::mediator_of;
use crate::store::{StoreError, TeamStore};

impl TeamStore for PostgresStore {
    fn account(&self) -> Option<SystemAccount> {
        self.account.clone()
    }

    fn mediators(&self) -> Result<Vec<Mediator>, StoreError> {
        // The marketplace has nothing to do with who they are.
        if self.hello.is_feed {
            return Ok(Vec::new());
        }
        let sql = "SELECT json_agg(m ORDER BY m.handle) FROM litige.mediators m";
        let found = self.link.read_json(sql, &[])?;
        members(&found).map_err(|error| self.link.named(error))
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
        let sql = "SELECT to_json(body) FROM litige.policies ORDER BY version DESC LIMIT 1";
        let found = self.link.read_json(sql, &[])?;
        policy(&found).map_err(|error| self.link.named(error))
    }

    fn policies(&self) -> Result<Vec<PolicyVersion>, StoreError> {
        let rows = self.link.rows(select!(PolicyRow<'_>, "ORDER BY version DESC"), &[])?;
        let versions = rows.iter().map(|row| policy_version_of(decode(row)?).map_err(damaged));
        versions.collect::<Result<_, _>>().map_err(|error| self.link.named(error))
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

/// The team of these rows, which are in the order of the handles.
pub(super) fn members(rows: &Json) -> Result<Vec<Mediator>, StoreError> {
    decode_all::<MediatorRow<'_>>(rows)?.into_iter().map(|row| mediator_of(row).map_err(damaged)).collect()
}
