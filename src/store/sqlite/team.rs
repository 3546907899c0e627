//! The mediation team and the policy.

use std::collections::HashMap;
use std::rc::Rc;

use rusqlite::{Connection, OptionalExtension, Row, params};
use serde_json::{Map, Value, json};

use super::digest;
use super::errors::damaged;
use super::rows::{Ms, Reading};
use super::write::{self, Closing, Writer};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, PersonId};
use crate::domain::policy::Policy;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::time::Time;
use crate::store::StoreError;

/// The policies that a transaction has met.
#[derive(Debug, Default)]
pub(super) struct Policies {
    by_version: HashMap<u32, Rc<Policy>>,
    in_force: Option<Rc<Policy>>,
}

impl Policies {
    /// The policy of this version.
    pub(super) fn version(&mut self, db: &Connection, version: u32) -> Result<Rc<Policy>, StoreError> {
        if let Some(policy) = self.by_version.get(&version) {
            return Ok(Rc::clone(policy));
        }
        let body: Option<String> = db
            .prepare_cached("SELECT body FROM policies WHERE version = ?1")?
            .query_row([version], |row| row.get(0))
            .optional()?;
        let body = body.ok_or_else(|| damaged(format!("policy {version} is missing")))?;
        let policy = Rc::new(read(&body)?);
        self.by_version.insert(version, Rc::clone(&policy));
        Ok(policy)
    }

    /// The policy in force.
    pub(super) fn in_force(&mut self, db: &Connection) -> Result<Rc<Policy>, StoreError> {
        match &self.in_force {
            Some(policy) => Ok(Rc::clone(policy)),
            None => {
                let policy = Rc::new(policy(db)?);
                self.in_force = Some(Rc::clone(&policy));
                Ok(policy)
            }
        }
    }
}

fn read(body: &str) -> Result<Policy, StoreError> {
    serde_json::from_str(body).map_err(|e| damaged(format!("a policy can't be read: {e}")))
}

/// The policy in force: the one of the highest version.
pub(super) fn policy(db: &Connection) -> Result<Policy, StoreError> {
    let mut last = db.prepare_cached("SELECT body FROM policies ORDER BY version DESC LIMIT 1")?;
    let body: Option<String> = last.query_row([], |row| row.get(0)).optional()?;
    read(&body.ok_or_else(|| damaged("there is no policy"))?)
}

/// See [`crate::store::Store::put_policy`].
pub(super) fn put_policy(db: &mut Connection, policy: &Policy, now: Time) -> Result<(), StoreError> {
    let tx = write::begin(db)?;
    let current = self::policy(&tx)?;
    if policy.version <= current.version {
        let sentence = format!(
            "policy {} is in force already; a new one needs a version above it, and this one has {}",
            current.version, policy.version
        );
        return Err(Refusal::new(Code::BadState, sentence).with("version", current.version).into());
    }
    let w = Writer::new(&tx, now)?;
    let body = insert_policy(&tx, policy, Some(w.now))?;
    let mut record = Map::new();
    record.insert("policy".to_owned(), body);
    w.finish(Closing { actor: "system", action: "put_policy", dispute: None, body: record })?;
    tx.commit()?;
    Ok(())
}

/// Adds a policy's row, and returns the policy as JSON. `at`: when it was put in force; `None` for litige's own.
pub(super) fn insert_policy(db: &Connection, policy: &Policy, at: Option<Time>) -> Result<Value, StoreError> {
    let json = serde_json::to_value(policy).map_err(|e| StoreError::Io(e.to_string()))?;
    let (at, body) = (at.map(Ms), json.to_string());
    let seal = digest::seal(&[&policy.version, &at, &body])?;
    db.execute(
        "INSERT INTO policies (version, at, body, seal) VALUES (?1, ?2, ?3, ?4)",
        params![policy.version, at, body, seal],
    )?;
    Ok(json)
}

const MEDIATOR: &str = "SELECT handle, name, role, conflicts FROM mediators";

fn mediator_of(row: &Row<'_>) -> rusqlite::Result<(Handle, String, crate::domain::vocabulary::Role, String)> {
    let mut r = Reading::of(row);
    Ok((r.take()?, r.take()?, r.take()?, r.take()?))
}

fn with_conflicts(
    (handle, name, role, conflicts): (Handle, String, crate::domain::vocabulary::Role, String),
) -> Result<Mediator, StoreError> {
    let mut conflicts: Vec<PersonId> = serde_json::from_str(&conflicts)
        .map_err(|e| damaged(format!("the conflicts of {handle} can't be read: {e}")))?;
    // One's own handle is always among them.
    let own = PersonId(handle.0.clone());
    if !conflicts.contains(&own) {
        conflicts.insert(0, own);
    }
    Ok(Mediator { handle, name, role, conflicts })
}

/// The team, by handle.
pub(super) fn mediators(db: &Connection) -> Result<Vec<Mediator>, StoreError> {
    let mut all = db.prepare_cached(&format!("{MEDIATOR} ORDER BY handle"))?;
    let rows = all.query_map([], mediator_of)?;
    rows.map(|row| with_conflicts(row?)).collect()
}

/// One member of the team.
pub(super) fn mediator(db: &Connection, handle: &Handle) -> Result<Mediator, StoreError> {
    let mut one = db.prepare_cached(&format!("{MEDIATOR} WHERE handle = ?1"))?;
    let found = one.query_row([handle], mediator_of).optional()?;
    found.map_or_else(|| Err(not_a_mediator(handle)), with_conflicts)
}

pub(super) fn not_a_mediator(handle: &Handle) -> StoreError {
    let sentence = format!(
        "{handle} is not of the team; add them with `litige mediator add {handle} --name NAME`, or act as another"
    );
    Refusal::new(Code::NotAMediator, sentence).with("handle", handle.0.as_str()).into()
}

/// See [`crate::store::Store::put_mediator`].
pub(super) fn put_mediator(db: &mut Connection, mediator: &Mediator, now: Time) -> Result<(), StoreError> {
    let Mediator { handle, role, conflicts, .. } = mediator;
    // The last ones stand for others wherever a handle may stand.
    let taken = ["client", "seller", "mediator", "system"].contains(&handle.0.as_str());
    if taken || handle.0.is_empty() || handle.0.chars().any(|c| c.is_control() || c.is_whitespace()) {
        let sentence =
            format!("\u{201c}{}\u{201d} can't be a handle; use one word, like `camille`", handle.0.escape_debug());
        return Err(Refusal::new(Code::Malformed, sentence).into());
    }
    let tx = write::begin(db)?;
    let w = Writer::new(&tx, now)?;
    write_mediator(&tx, mediator, w.now)?;
    let mut body = Map::new();
    body.insert("handle".to_owned(), json!(handle));
    body.insert("role".to_owned(), json!(role));
    body.insert("conflicts".to_owned(), json!(conflicts.len()));
    w.finish(Closing { actor: "system", action: "put_mediator", dispute: None, body })?;
    tx.commit()?;
    Ok(())
}

/// Writes a member's row.
pub(super) fn write_mediator(db: &Connection, mediator: &Mediator, now: Time) -> Result<(), StoreError> {
    let Mediator { handle, name, role, conflicts } = mediator;
    let (conflicts, at) = (json!(conflicts).to_string(), Ms(now));
    let seal = digest::seal(&[handle, name, role, &conflicts, &at])?;
    db.execute(
        "INSERT INTO mediators (handle, name, role, conflicts, at, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
         ON CONFLICT (handle) DO UPDATE SET name = excluded.name, role = excluded.role, conflicts = excluded.conflicts, \
           at = excluded.at, seal = excluded.seal",
        params![handle, name, role, conflicts, at, seal],
    )?;
    Ok(())
}
