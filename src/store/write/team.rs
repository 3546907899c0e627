//! The mediation team, and the views that mediators keep.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use super::completed::{self, Keyed};
use super::rows::team::MediatorRow;
use super::transaction::WriteTransaction;
use super::writer::{Closing, Writer, stored};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, PersonId, RequestKey};
use crate::domain::queue::saved_views::{self, SavedView, ViewChange};
use crate::domain::refusal::{PermissionRefusal, Refusal, SetupRefusal};
use crate::domain::time::Time;
use crate::store::StoreError;

/// Who makes the changes that no mediator makes.
const SYSTEM: &str = "system";

/// Adds a member of the team, or changes their name, role and conflicts. See [`crate::store::TeamStore::put_mediator`].
pub fn put_mediator<T: WriteTransaction>(
    mut tx: T,
    mediator: &Mediator,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<(), StoreError> {
    let Mediator { handle, name, role, conflicts } = mediator;
    let keyed = keyed(key, SYSTEM, "put_mediator", &json!([handle, name, role, conflicts]));
    if is_completed(&mut tx, keyed.as_ref())? {
        return Ok(());
    }
    let mut w = Writer::begin(tx, now)?;
    w.upsert(&mediator_row(mediator, w.now))?;
    if let Some(keyed) = keyed {
        keyed.insert(&mut w.tx, &Json::Null, w.now)?;
    }
    let mut body = Map::new();
    body.insert("handle".to_owned(), json!(handle));
    body.insert("role".to_owned(), json!(role));
    body.insert("conflicts".to_owned(), json!(conflicts.len()));
    w.finish(Closing { actor: SYSTEM, action: "put_mediator", dispute: None, body })
}

/// Checks that a handle can be one.
///
/// # Errors
/// [`StoreError::Refused`] with `malformed`.
pub fn check_handle(handle: &Handle) -> Result<(), StoreError> {
    // The last ones stand for others wherever a handle may stand.
    let taken = ["client", "seller", "mediator", SYSTEM].contains(&handle.0.as_str());
    if taken || handle.0.is_empty() || handle.0.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return Err(Refusal::from(SetupRefusal::BadHandle { handle: handle.clone() }).into());
    }
    Ok(())
}

/// The row of a member of the team.
pub fn mediator_row(mediator: &Mediator, at: Time) -> MediatorRow<'_> {
    let Mediator { handle, name, role, conflicts } = mediator;
    let conflicts = json!(conflicts).to_string();
    MediatorRow { handle: Cow::Borrowed(handle), name: Cow::Borrowed(name), role: *role, conflicts, at }
}

/// The member of the team of this row.
///
/// # Errors
/// A sentence, when the row's conflicts can't be read.
pub fn mediator_of(row: MediatorRow<'_>) -> Result<Mediator, String> {
    let MediatorRow { handle, name, role, conflicts, .. } = row;
    let handle = handle.into_owned();
    let mut conflicts: Vec<PersonId> =
        serde_json::from_str(&conflicts).map_err(|e| format!("the conflicts of {handle} can't be read: {e}"))?;
    // One's own handle is always among them.
    let own = PersonId(handle.0.clone());
    if !conflicts.contains(&own) {
        conflicts.insert(0, own);
    }
    Ok(Mediator { handle, name: name.into_owned(), role, conflicts })
}

/// Changes the views that a mediator keeps, and returns them. See [`crate::store::PersonalStore::change_views`].
pub fn change_views<T: WriteTransaction>(
    mut tx: T,
    of: &Handle,
    change: &ViewChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<Vec<SavedView>, StoreError> {
    if tx.load_mediator(of)?.is_none() {
        return Err(not_a_mediator(of));
    }
    let content = match change {
        ViewChange::Keep(view) => json!(["keep", view]),
        ViewChange::Replace(name, view) => json!(["replace", name, view]),
        ViewChange::Drop(name) => json!(["drop", name]),
    };
    let keyed = keyed(key, &of.0, "change_views", &content);
    let mut views = tx.load_views(of)?;
    if is_completed(&mut tx, keyed.as_ref())? {
        return Ok(views);
    }
    saved_views::apply_change(&mut views, change)?;
    tx.replace_views(of, &views)?;
    if let Some(keyed) = keyed {
        keyed.insert(&mut tx, &Json::Null, stored(now))?;
    }
    tx.commit()?;
    Ok(views)
}

/// A request of this kind under its key.
pub(super) fn keyed<'a>(key: Option<&'a RequestKey>, handle: &'a str, kind: &str, content: &Json) -> Option<Keyed<'a>> {
    key.map(|key| Keyed::new(key, handle, completed::digest_of(&json!([kind, content]))))
}

/// Whether this very request was carried out before.
pub(super) fn is_completed(tx: &mut impl WriteTransaction, keyed: Option<&Keyed<'_>>) -> Result<bool, StoreError> {
    let Some(keyed) = keyed else { return Ok(false) };
    let completed = tx.load_completed(keyed.key())?;
    Ok(completed::answer(Some(keyed), completed.as_ref())?.is_some())
}

/// The refusal of who is not of the team.
pub fn not_a_mediator(handle: &Handle) -> StoreError {
    Refusal::from(PermissionRefusal::NotOfTheTeam { handle: handle.clone() }).into()
}
