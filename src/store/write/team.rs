//! The mediation team, and the views that mediators keep.

use std::borrow::Cow;

use serde_json::{Map, Value as Json, json};

use super::completed::{self, Keyed};
use super::headers::write_dispute;
use super::rows::team::MediatorRow;
use super::transaction::{Cause, LoadedCase, WriteTransaction};
use super::writer::{Closing, Writer, stored};
use crate::domain::case::records::Mediator;
use crate::domain::dispute::action::ActionKind;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::dispute::permissions;
use crate::domain::ids::{DisputeId, Handle, PersonId, RequestKey, SystemAccount};
use crate::domain::queue::saved_views::{self, ViewChange};
use crate::domain::refusal::{PermissionRefusal, Refusal};
use crate::domain::team::change::{self, ChangedMember, TeamChange, TeamChangeKind};
use crate::domain::team::{authority, identity};
use crate::domain::time::Time;
use crate::domain::vocabulary::Operation;
use crate::store::{ChangedViews, StoreError};

/// Who makes the changes that no mediator makes.
const SYSTEM: &str = "system";

/// Changes the team. See [`crate::store::TeamStore::change_team`].
pub fn change_team<T: WriteTransaction>(
    mut tx: T,
    by: Option<&Handle>,
    change: &TeamChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<Mediator, StoreError> {
    let team = tx.load_team()?;
    let keyed = keyed(key, by.map_or(SYSTEM, |by| &by.0), "change_team", &json!(change));
    if is_completed(&mut tx, keyed.as_ref())? {
        return identity::find(&team, change.handle()).cloned().ok_or_else(|| not_a_mediator(change.handle()));
    }
    let ChangedMember { kind, member, by } = change::apply_change(&team, change, by, tx.account(), stored(now))?;
    let held = if kind == TeamChangeKind::Retire { tx.load_held(&member.handle)? } else { Vec::new() };
    let mut w = Writer::begin(tx, now)?;
    w.numbers.team_change();
    w.upsert(&mediator_row(&member, w.now))?;
    let actor = by.as_ref().map_or(SYSTEM, |by| &by.0);
    let released = release(&mut w, held, by.as_ref())?;
    if let Some(keyed) = keyed {
        keyed.insert(&mut w.tx, &Json::Null, w.now)?;
    }
    let mut body = Map::new();
    body.insert("handle".to_owned(), json!(member.handle));
    body.insert("role".to_owned(), json!(member.role));
    body.insert("conflicts".to_owned(), json!(member.conflicts.len()));
    body.insert("bound".to_owned(), json!(member.account));
    let before = identity::find(&team, &member.handle).and_then(|member| member.account.as_ref());
    if before != member.account.as_ref() {
        body.insert("bound_before".to_owned(), json!(before));
    }
    if kind == TeamChangeKind::Retire {
        body.insert("released".to_owned(), json!(released));
    }
    add_account(&mut body, w.tx.account());
    w.finish(Closing { actor, action: kind.as_str(), dispute: None, body })?;
    Ok(Mediator { conflicts: with_own(&member.handle, member.conflicts), ..member })
}

/// Binds a member to the login role that whoever runs a server has made for them. The audit says that no member of the team did
/// it. Returns the member, and whether they were bound to another before.
pub fn bind_login<T: WriteTransaction>(
    mut tx: T,
    handle: &Handle,
    login: &SystemAccount,
    now: Time,
) -> Result<(Mediator, bool), StoreError> {
    let team = tx.load_team()?;
    let member = change::bind(&team, handle, login)?;
    let before = identity::find(&team, handle).and_then(|known| known.account.as_ref());
    if before == Some(login) {
        return Ok((member, false));
    }
    let mut w = Writer::begin(tx, now)?;
    w.numbers.team_change();
    w.upsert(&mediator_row(&member, w.now))?;
    let mut body = Map::new();
    body.insert("handle".to_owned(), json!(member.handle));
    body.insert("role".to_owned(), json!(member.role));
    body.insert("conflicts".to_owned(), json!(member.conflicts.len()));
    body.insert("bound".to_owned(), json!(member.account));
    body.insert("bound_before".to_owned(), json!(before));
    w.finish(Closing { actor: SYSTEM, action: TeamChangeKind::Change.as_str(), dispute: None, body })?;
    Ok((member, true))
}

/// Makes the cases that a retired member held nobody's. Returns which.
fn release<T: WriteTransaction>(
    w: &mut Writer<T>,
    held: Vec<LoadedCase>,
    by: Option<&Handle>,
) -> Result<Vec<DisputeId>, StoreError> {
    let mut released = Vec::new();
    for mut loaded in held {
        let Some(dispute) = &mut loaded.case.dispute else { continue };
        permissions::give_back(dispute);
        released.push(dispute.id);
        let by = by.map_or(Actor::System, Actor::from);
        loaded.cause = Cause { by, kind: ChangeKind::Action(ActionKind::Release) };
        write_dispute(w, &mut loaded)?;
    }
    Ok(released)
}

/// Adds to what the audit tells from which account of the system it was written.
pub fn add_account(body: &mut Map<String, Json>, account: Option<&SystemAccount>) {
    if let Some(account) = account {
        body.insert("account".to_owned(), json!(account));
    }
}

/// Returns the member who writes under this handle, if they may from this transaction's account.
///
/// # Errors
/// As [`identity::acting`].
pub fn load_acting(tx: &mut impl WriteTransaction, by: &Handle) -> Result<Mediator, StoreError> {
    let team = tx.load_team()?;
    Ok(identity::acting(&team, by, tx.account())?)
}

/// Returns the lead who does this under this handle.
///
/// # Errors
/// As [`identity::acting`] and [`authority::check`].
pub fn load_lead(tx: &mut impl WriteTransaction, by: &Handle, operation: Operation) -> Result<Mediator, StoreError> {
    let team = tx.load_team()?;
    let me = identity::acting(&team, by, tx.account())?;
    authority::check(&team, &me, operation)?;
    Ok(me)
}

/// The row of a member of the team.
pub fn mediator_row(mediator: &Mediator, at: Time) -> MediatorRow<'_> {
    let Mediator { handle, name, role, conflicts, account, retired_at, same_account: _ } = mediator;
    MediatorRow {
        handle: Cow::Borrowed(handle),
        name: Cow::Borrowed(name),
        role: *role,
        conflicts: json!(conflicts).to_string(),
        at,
        account: account.as_ref().map(Cow::Borrowed),
        retired_at: *retired_at,
    }
}

/// The member of the team of this row.
///
/// # Errors
/// A sentence, when the row's conflicts can't be read.
pub fn mediator_of(row: MediatorRow<'_>) -> Result<Mediator, String> {
    let MediatorRow { handle, name, role, conflicts, at: _, account, retired_at } = row;
    let handle = handle.into_owned();
    let conflicts =
        serde_json::from_str(&conflicts).map_err(|e| format!("the conflicts of {handle} can't be read: {e}"))?;
    let conflicts = with_own(&handle, conflicts);
    let member = Mediator::new(handle, &name, role);
    Ok(Mediator { conflicts, account: account.map(Cow::into_owned), retired_at, ..member })
}

/// The conflicts of a member, among which their own handle always is.
fn with_own(handle: &Handle, mut conflicts: Vec<PersonId>) -> Vec<PersonId> {
    let own = PersonId(handle.0.clone());
    if !conflicts.contains(&own) {
        conflicts.insert(0, own);
    }
    conflicts
}

/// Changes the views that a mediator keeps. See [`crate::store::PersonalStore::change_views`].
pub fn change_views<T: WriteTransaction>(
    mut tx: T,
    of: &Handle,
    change: &ViewChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<ChangedViews, StoreError> {
    let me = load_acting(&mut tx, of)?;
    let of = &me.handle;
    let content = match change {
        ViewChange::Keep(view) => json!(["keep", view]),
        ViewChange::Put(view) => json!(["put", view]),
        ViewChange::Rename(name, to) => json!(["rename", name, to]),
        ViewChange::Replace(name, view) => json!(["replace", name, view]),
        ViewChange::Drop(name) => json!(["drop", name]),
    };
    let keyed = keyed(key, &of.0, "change_views", &content);
    let mut views = tx.load_views(of)?;
    if let Some(answer) = first_answer(&mut tx, keyed.as_ref())? {
        let unreadable = |e| StoreError::Io(format!("the answer to a completed request can't be read: {e}"));
        return Ok(ChangedViews { views, changed: serde_json::from_value(answer).map_err(unreadable)? });
    }
    let changed = saved_views::apply_change(&mut views, change)?;
    tx.replace_views(of, &views)?;
    if let Some(keyed) = keyed {
        keyed.insert(&mut tx, &json!(changed), stored(now))?;
    }
    tx.commit()?;
    Ok(ChangedViews { views, changed })
}

/// A request of this kind under its key.
pub(super) fn keyed<'a>(key: Option<&'a RequestKey>, handle: &'a str, kind: &str, content: &Json) -> Option<Keyed<'a>> {
    key.map(|key| Keyed::new(key, handle, completed::digest_of(&json!([kind, content]))))
}

/// Whether this very request was carried out before.
pub(super) fn is_completed(tx: &mut impl WriteTransaction, keyed: Option<&Keyed<'_>>) -> Result<bool, StoreError> {
    Ok(first_answer(tx, keyed)?.is_some())
}

/// What this very request was answered when it was carried out.
fn first_answer(tx: &mut impl WriteTransaction, keyed: Option<&Keyed<'_>>) -> Result<Option<Json>, StoreError> {
    let Some(keyed) = keyed else { return Ok(None) };
    let completed = tx.load_completed(keyed.key())?;
    completed::answer(Some(keyed), completed.as_ref())
}

/// The refusal of who is not of the team.
pub fn not_a_mediator(handle: &Handle) -> StoreError {
    Refusal::from(PermissionRefusal::NotOfTheTeam { handle: handle.clone() }).into()
}
