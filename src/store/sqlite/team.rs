//! The mediation team and the policy.

use rusqlite::{Connection, OptionalExtension};

use super::errors::damaged;
use super::rows::{decode, select};
use crate::domain::case::records::Mediator;
use crate::domain::policy::{Policy, PolicyVersion};
use crate::store::StoreError;
use crate::store::write::policy::policy_version_of;
use crate::store::write::rows::team::{MediatorRow, PolicyRow};
use crate::store::write::team::mediator_of;

/// The policy of this version, or the one in force: the one of the highest version.
pub(super) fn load_policy(db: &Connection, version: Option<u32>) -> Result<Policy, StoreError> {
    let sql = "SELECT body FROM policies WHERE ?1 IS NULL OR version = ?1 ORDER BY version DESC LIMIT 1";
    let body: Option<String> = db.prepare_cached(sql)?.query_row([version], |row| row.get(0)).optional()?;
    let missing = || version.map_or("there is no policy".to_owned(), |version| format!("policy {version} is missing"));
    let body = body.ok_or_else(|| damaged(missing()))?;
    serde_json::from_str(&body).map_err(|e| damaged(format!("a policy can't be read: {e}")))
}

/// Every policy, the newest first.
pub(super) fn policies(db: &Connection) -> Result<Vec<PolicyVersion>, StoreError> {
    let mut all = db.prepare_cached(select!(PolicyRow<'_>, "ORDER BY version DESC"))?;
    let rows = all.query_map([], decode)?;
    rows.map(|row| policy_version_of(row?).map_err(damaged)).collect()
}

/// The team, by handle.
pub(super) fn mediators(db: &Connection) -> Result<Vec<Mediator>, StoreError> {
    let mut all = db.prepare_cached(select!(MediatorRow<'_>, "ORDER BY handle"))?;
    let rows = all.query_map([], decode)?;
    rows.map(|row| mediator_of(row?).map_err(damaged)).collect()
}
