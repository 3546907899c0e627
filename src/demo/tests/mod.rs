//! Tests of the demo: its data, the states that it shows, and its parties.

mod data;
mod parties;
mod states;
mod tour;

use std::ops::{Deref, DerefMut};
use std::sync::OnceLock;

use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, Handle, OrderId};
use crate::domain::marketplace::event::{Event, EventKind};
use crate::domain::queue::filter::Filter;
use crate::domain::time::Time;
use crate::domain::vocabulary::View;
use crate::store::{self, Acted, CaseFile, Ingested, Mode, PageFrom, Place, QueueQuery, QueueRow, Store};

use super::Parties;

/// Returns an ordinary time.
fn noon() -> Time {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// A demo database in a temporary folder.
struct Demo {
    store: Box<dyn Store + Send>,
    _folder: tempfile::TempDir,
}

impl Deref for Demo {
    type Target = dyn Store + Send;

    fn deref(&self) -> &Self::Target {
        self.store.as_ref()
    }
}

impl DerefMut for Demo {
    fn deref_mut(&mut self) -> &mut Self::Target {
        self.store.as_mut()
    }
}

/// Creates the demo as of this time.
fn demo(now: Time) -> Demo {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    // Created once for all tests at noon.
    static NOON: OnceLock<Vec<u8>> = OnceLock::new();
    match now == noon() {
        true => std::fs::write(&path, NOON.get_or_init(|| file_of(now))).unwrap(),
        false => std::fs::write(&path, file_of(now)).unwrap(),
    }
    let mut store = store::open(&Place::File(path), Mode::Existing).unwrap();
    // The files' content is stored outside the database.
    super::seed_demo::FILES.iter().for_each(|(_, content)| drop(store.put_blob(content).unwrap()));
    Demo { store, _folder: folder }
}

/// Returns the content of a new demo's database file.
fn file_of(now: Time) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("demo.db");
    let mut store = store::open(&Place::File(path.clone()), Mode::Create).unwrap();
    super::seed(store.as_mut(), now).unwrap_or_else(|error| panic!("{error}"));
    drop(store);
    assert!(!path.with_extension("db-wal").exists());
    std::fs::read(path).unwrap()
}

fn rows(store: &dyn Store, view: View, now: Time) -> Vec<QueueRow> {
    let query = QueueQuery { view, me: None, filter: Filter::default(), from: PageFrom::Start, limit: 100 };
    store.queue(&query, now).unwrap().rows
}

/// Returns the latest dispute of an order.
fn dispute(store: &dyn Store, order: &str) -> DisputeId {
    let all = rows(store, View::All, noon());
    all.into_iter().filter(|row| row.order == OrderId::from(order)).map(|row| row.id).max().unwrap()
}

fn case(store: &dyn Store, order: &str) -> CaseFile {
    store.case(dispute(store, order)).unwrap()
}

fn act(store: &mut dyn Store, order: &str, by: &str, action: Action, now: Time) -> Acted {
    let request = Request { dispute: dispute(store, order), by: Handle::from(by), action, seen: None, key: None };
    store.act(&request, now).unwrap_or_else(|error| panic!("{order}: {error}"))
}

/// The events of a run of the parties, each with its result and time.
struct Run(Vec<(Event, Ingested, Time)>);

impl Run {
    /// Simulates this many seconds as the desk does: settle, ask the parties, ingest.
    fn of(store: &mut dyn Store, parties: &mut Parties, from: Time, seconds: i64) -> Self {
        let mut all = Vec::new();
        for second in 0..seconds {
            let now = from + chrono::TimeDelta::seconds(second);
            store.settle_due(now).unwrap();
            let events = parties.due(store, now).unwrap();
            if events.is_empty() {
                continue;
            }
            let results = store.ingest(&events, now).unwrap();
            all.extend(events.into_iter().zip(results).map(|(event, result)| (event, result, now)));
        }
        Self(all)
    }

    /// Returns the types of an order's events without receipts, as `client dispute.message`.
    fn on(&self, order: &str) -> Vec<String> {
        let of_order = self.0.iter().filter(|(event, ..)| event.order == OrderId::from(order));
        of_order.map(|(event, ..)| describe(event)).filter(|described| !described.ends_with("read")).collect()
    }

    fn refused(&self) -> Vec<String> {
        let refused = self.0.iter().filter(|(_, result, _)| !matches!(result, Ingested::Accepted { .. }));
        refused.map(|(event, result, _)| format!("{event:?}: {result:?}")).collect()
    }
}

fn describe(event: &Event) -> String {
    let by = match &event.kind {
        EventKind::OrderMessage { by, .. }
        | EventKind::DisputeOpened { by, .. }
        | EventKind::DisputeMessage { by, .. }
        | EventKind::DisputeRead { by }
        | EventKind::ProposalMade { by, .. }
        | EventKind::ProposalAnswered { by, .. } => by.as_str(),
        _ => "",
    };
    format!("{by} {}", event.kind.event_type())
}
