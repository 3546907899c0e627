//! Changes of the policy.

use std::borrow::Cow;

use serde_json::{Map, json};

use super::rows::team::PolicyRow;
use super::team::{add_account, is_completed, keyed, load_lead};
use super::transaction::WriteTransaction;
use super::writer::{Closing, Writer};
use crate::domain::ids::{Handle, RequestKey};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::{self, PolicyChange};
use crate::domain::time::Time;
use crate::domain::vocabulary::Operation;
use crate::store::StoreError;

/// Puts a new policy in force. See [`crate::store::TeamStore::put_policy`].
pub fn put_policy<T: WriteTransaction>(
    mut tx: T,
    by: &Handle,
    change: &PolicyChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<(), StoreError> {
    let by = load_lead(&mut tx, by, Operation::Policy)?.handle;
    let keyed = keyed(key, &by.0, "put_policy", &json!(change));
    if is_completed(&mut tx, keyed.as_ref())? {
        return Ok(());
    }
    let in_force = tx.load_policy(None)?;
    let policy = policy_change::change_policy(&in_force, change)?;
    let mut w = Writer::begin(tx, now)?;
    w.numbers.team_change();
    let row = PolicyRow {
        at: Some(w.now),
        by: Some(Cow::Borrowed(&by)),
        reason: Some(Cow::Borrowed(&change.reason)),
        ..first_row(&policy)?
    };
    w.insert(&row)?;
    if let Some(keyed) = keyed {
        keyed.insert(&mut w.tx, &json!(policy.version), w.now)?;
    }
    let mut body = Map::new();
    body.insert("policy".to_owned(), json!(policy));
    body.insert("settings".to_owned(), json!(change.settings));
    add_account(&mut body, w.tx.account());
    w.finish(Closing { actor: &by.0, action: "put_policy", dispute: None, body })
}

/// The row of the policy that a database starts with.
pub fn first_row(policy: &Policy) -> Result<PolicyRow<'static>, StoreError> {
    let body = serde_json::to_string(policy).map_err(|e| StoreError::Io(e.to_string()))?;
    Ok(PolicyRow { version: policy.version, at: None, body: Cow::Owned(body), by: None, reason: None })
}

/// The policy of this row.
///
/// # Errors
/// A sentence, when it can't be read.
pub fn policy_version_of(row: PolicyRow<'_>) -> Result<PolicyVersion, String> {
    let PolicyRow { version, at, body, by, reason } = row;
    let policy = serde_json::from_str(&body).map_err(|e| format!("policy {version} can't be read: {e}"))?;
    Ok(PolicyVersion { policy, since: at, by: by.map(Cow::into_owned), reason: reason.map(Cow::into_owned) })
}
