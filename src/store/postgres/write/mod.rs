//! Writes: loaded in one round trip, decided here, sent in one more. Where somebody else came between, it is decided again on what
//! stands then.

mod blobs;
mod erase;
mod loaded;
mod pending;
mod personal;
#[cfg(test)]
mod tests;
mod texts;
mod transaction;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde_json::{Value as Json, json};

pub(super) use self::blobs::{blob, put_blob};
pub(super) use self::erase::{erase, preview};
pub(super) use self::personal::{acknowledge, heartbeat, put_draft};
use self::transaction::PostgresTransaction;
use super::PostgresStore;
use super::rows;
use crate::domain::case::records::Mediator;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{Handle, RequestKey, SystemAccount};
use crate::domain::marketplace::event::{Event, EventKind};
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::ViewChange;
use crate::domain::team::change::TeamChange;
use crate::domain::text::redaction::ERASED;
use crate::domain::time::Time;
use crate::store::write::{self, writer};
use crate::store::{Acted, ChangedViews, Filled, Ingested, StoreError};

/// How often a write that others came before is decided again. From the third time on it keeps others out while it decides.
const TRIES: u32 = 12;
const WITHOUT_LOCKS: u32 = 2;

/// How many numbers of each kind a write may need, by the kind's name.
type NumberBlocks = BTreeMap<&'static str, i64>;

/// One write, from its first try to its last.
#[derive(Debug, Clone)]
struct WriteAttempt {
    /// The numbers to take.
    sizes: NumberBlocks,
    /// When it happens.
    now: Time,
    tries: u32,
    /// Whether others are kept from the cases while it decides.
    locks: bool,
    /// It was not done, and is worth another try.
    again: bool,
}

/// The team as it was after the last change that is known of.
#[derive(Debug, Default)]
pub(super) struct KnownTeam(RefCell<Option<(i64, Vec<Mediator>)>>);

impl KnownTeam {
    /// The number of the last change that is known of.
    fn number(&self) -> Option<i64> {
        self.0.borrow().as_ref().map(|known| known.0)
    }

    fn members(&self) -> Vec<Mediator> {
        self.0.borrow().as_ref().map(|known| known.1.clone()).unwrap_or_default()
    }

    /// Learns of a team as a function says it: nothing where it is the one that is known.
    fn learn(&self, number: i64, members: &Json) -> Result<(), StoreError> {
        if members.is_null() {
            return Ok(());
        }
        let rows = rows::decode_all(members)?.into_iter();
        let team = rows.map(|row| write::team::mediator_of(row).map_err(super::errors::damaged));
        *self.0.borrow_mut() = Some((number, team.collect::<Result<_, _>>()?));
        Ok(())
    }
}

/// Writes in one transaction, which is decided again as long as others come between. `wants` is what is loaded first.
fn write<T>(
    store: &PostgresStore,
    mut attempt: WriteAttempt,
    wants: &Json,
    mut run: impl FnMut(PostgresTransaction<'_>) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    store.next_due.set(None);
    loop {
        attempt.again = false;
        let begun = PostgresTransaction::begin(store, &mut attempt, wants);
        let done = begun.and_then(&mut run);
        if !attempt.again || attempt.tries >= TRIES {
            return done.map_err(|error| store.link.named(error));
        }
        attempt.tries += 1;
        attempt.locks |= attempt.tries > WITHOUT_LOCKS;
        // Those who collided don't do so again.
        let spread =
            u64::from(std::process::id()).wrapping_add(u64::from(attempt.now.timestamp_subsec_millis())) % 7 + 1;
        std::thread::sleep(Duration::from_millis(spread * u64::from(attempt.tries.min(6)) / 2));
    }
}

impl WriteAttempt {
    fn new(sizes: NumberBlocks, now: Time) -> Self {
        Self { sizes, now: writer::stored(now), tries: 0, locks: false, again: false }
    }

    fn with_locks(self) -> Self {
        Self { locks: true, ..self }
    }
}

/// See [`crate::store::CaseStore::act`].
pub(super) fn act(store: &PostgresStore, request: &Request, now: Time) -> Result<Acted, StoreError> {
    let attempt = WriteAttempt::new(sizes_of(&request.action), now);
    write(store, attempt, &Json::Null, |tx| write::act::act(tx, request, now))
}

/// The numbers that an action takes, as a rule.
fn sizes_of(action: &Action) -> NumberBlocks {
    let sizes: &[(&'static str, i64)] = match action {
        Action::Say { .. } | Action::Remind { .. } => &[("message", 1)],
        Action::Note { .. } | Action::Assign { note: Some(_), .. } => &[("note", 1), ("passage", 1)],
        Action::Ask { .. } => &[("ask", 1), ("message", 1)],
        Action::Propose { .. } => &[("proposal", 1), ("event", 1), ("passage", 1)],
        Action::Decide(_) => &[("decision", 1), ("entry", 2), ("event", 1), ("message", 1), ("passage", 1)],
        Action::Undo | Action::Approve => &[("decision_event", 1), ("entry", 2), ("event", 1), ("message", 1)],
        Action::Refuse { .. } => &[("decision_event", 1), ("event", 1), ("passage", 1)],
        Action::Strike { .. } => &[("passage", 1)],
        _ => &[],
    };
    sizes.iter().copied().collect()
}

/// See [`crate::store::CaseStore::ingest`]. Others wait for the cases of the batch rather than undo it.
pub(super) fn ingest(store: &PostgresStore, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
    let mut sizes = NumberBlocks::new();
    let mut add = |kind, count: usize| *sizes.entry(kind).or_default() += i64::try_from(count).unwrap_or(0);
    let mut blobs: Vec<&str> = Vec::new();
    for event in events {
        let attachments = event.kind.attachments();
        add("event", 1);
        add("attachment", attachments.len());
        add("passage", 1 + attachments.len());
        blobs.extend(attachments.iter().filter_map(|file| Some(file.stored_content.as_ref()?.blob()?.sha256.as_str())));
        match &event.kind {
            EventKind::OrderPlaced(_) => {
                add("order", 1);
                add("entry", 1);
            }
            EventKind::DisputeOpened { .. } => {
                add("dispute", 1);
                add("message", 1);
            }
            EventKind::DisputeMessage { .. } => add("message", 1),
            EventKind::ProposalMade { .. } => add("proposal", 1),
            EventKind::OrderCompleted { .. } => add("entry", 1),
            _ => {}
        }
    }
    sizes.retain(|_, count| *count > 0);
    let ids: Vec<_> = events.iter().map(|event| &event.id).collect();
    let orders: BTreeSet<_> = events.iter().map(|event| event.order.0.as_str()).collect();
    let mut wants = json!({"events": ids, "orders": orders});
    if !blobs.is_empty() {
        wants["blobs"] = json!(blobs);
    }
    let attempt = WriteAttempt::new(sizes, now).with_locks();
    write(store, attempt, &wants, |tx| write::ingest::ingest(tx, events, now))
}

/// See [`crate::store::CaseStore::fill_files`].
pub(super) fn fill_files(store: &PostgresStore, events: &[Event], now: Time) -> Result<Vec<Vec<Filled>>, StoreError> {
    let ids: Vec<_> = events.iter().map(|event| &event.id).collect();
    let orders: BTreeSet<_> = events.iter().map(|event| event.order.0.as_str()).collect();
    let files: Vec<_> = events.iter().flat_map(|event| event.kind.attachments()).collect();
    let contents = files.iter().filter_map(|file| file.stored_content.as_ref());
    let blobs: Vec<_> = contents.clone().filter_map(|content| Some(content.blob()?.sha256.as_str())).collect();
    let sizes = NumberBlocks::from([("later_file", i64::try_from(contents.count()).unwrap_or(0))]);
    let wants = json!({"events": ids, "orders": orders, "files": ERASED, "blobs": blobs});
    let attempt = WriteAttempt::new(sizes, now).with_locks();
    write(store, attempt, &wants, |tx| write::fill::fill_files(tx, events, now))
}

/// See [`crate::store::CaseStore::settle_due`]. Of many desks, one does it.
pub(super) fn settle_due(store: &PostgresStore, now: Time) -> Result<usize, StoreError> {
    // The last look at what changed has said when something is due next.
    if store.next_due.get().is_some_and(|due| due.is_later(now)) {
        return Ok(0);
    }
    let mut changed = 0;
    while is_due(store, now)? {
        let wants = json!({"due": now.timestamp_millis(), "limit": 200});
        let sizes = NumberBlocks::new();
        let some = write(store, WriteAttempt::new(sizes, now).with_locks(), &wants, |tx| {
            if tx.is_elsewhere() { Ok(0) } else { write::settle::settle_some(tx, now) }
        })?;
        if some == 0 {
            break;
        }
        changed += some;
    }
    Ok(changed)
}

fn is_due(store: &PostgresStore, now: Time) -> Result<bool, StoreError> {
    let due = json!({"now": now.timestamp_millis()});
    let is_due = store.link.read_json("SELECT litige.is_due_1($1)", &[rows::json(&due)])?;
    Ok(is_due.as_bool().unwrap_or(false))
}

/// See [`crate::store::TeamStore::change_team`].
pub(super) fn change_team(
    store: &PostgresStore,
    by: Option<&Handle>,
    change: &TeamChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<Mediator, StoreError> {
    let attempt = WriteAttempt::new(NumberBlocks::new(), now);
    write(store, attempt, &of_key(key), |tx| write::team::change_team(tx, by, change, key, now))
}

/// See [`write::team::bind_login`].
pub(super) fn bind_login(
    store: &PostgresStore,
    handle: &Handle,
    login: &SystemAccount,
    now: Time,
) -> Result<(Mediator, bool), StoreError> {
    let attempt = WriteAttempt::new(NumberBlocks::new(), now);
    write(store, attempt, &of_key(None), |tx| write::team::bind_login(tx, handle, login, now))
}

/// See [`crate::store::TeamStore::put_policy`].
pub(super) fn put_policy(
    store: &PostgresStore,
    by: &Handle,
    change: &PolicyChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<(), StoreError> {
    let attempt = WriteAttempt::new(NumberBlocks::new(), now);
    write(store, attempt, &of_key(key), |tx| write::policy::put_policy(tx, by, change, key, now))
}

/// See [`crate::store::PersonalStore::change_views`].
pub(super) fn change_views(
    store: &PostgresStore,
    of: &Handle,
    change: &ViewChange,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<ChangedViews, StoreError> {
    let mut wants = of_key(key);
    wants["views"] = json!(of);
    write(store, WriteAttempt::new(NumberBlocks::new(), now), &wants, |tx| {
        write::team::change_views(tx, of, change, key, now)
    })
}

fn of_key(key: Option<&RequestKey>) -> Json {
    key.map_or_else(|| json!({}), |key| json!({"key": key}))
}
