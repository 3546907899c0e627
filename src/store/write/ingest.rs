//! The marketplace's events, by the rules, in one transaction a batch.
//!
//! A case is read once a batch and its headers are written once, however many events it gets: within the transaction no one
//! else can change it. Facts stay in memory until the rules have accepted an event, so a refused one leaves nothing.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, json};

use super::events::{self, IncomingEvent};
use super::facts::{self, Outcome};
use super::headers;
use super::policies::Policies;
use super::transaction::{Cause, LoadedCase, WriteTransaction};
use super::writer::{Closing, Writer};
use crate::domain::case::context::RuleContext;
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::Case;
use crate::domain::ids::{EventId, OrderId};
use crate::domain::marketplace::event::Event;
use crate::domain::refusal::{EventLineRefusal, OrderRefusal, Refusal};
use crate::domain::rules;
use crate::domain::time::Time;
use crate::domain::vocabulary::DisputeState;
use crate::store::{Ingested, StoreError};

/// Applies a batch of events. See [`crate::store::CaseStore::ingest`].
pub fn ingest<T: WriteTransaction>(tx: T, events: &[Event], now: Time) -> Result<Vec<Ingested>, StoreError> {
    let incoming: Vec<_> = events.iter().map(IncomingEvent::new).collect();
    let mut batch = Batch::load(Writer::begin(tx, now)?, &incoming)?;
    let mut all = Vec::with_capacity(events.len());
    for event in &incoming {
        let became = batch.apply(event)?;
        if matches!(became, Ingested::Accepted { .. }) {
            batch.check_blobs(event.event)?;
        }
        all.push(became);
    }
    let accepted = all.iter().filter(|one| matches!(one, Ingested::Accepted { .. })).count();
    let late = all.iter().filter(|one| matches!(one, Ingested::KeptLate(_))).count();
    if accepted + late > 0 {
        batch.finish(accepted, late)?;
    }
    Ok(all)
}

struct Batch<T> {
    w: Writer<T>,
    policies: Policies,
    /// The digest of each event that is stored or was accepted.
    known: HashMap<EventId, Vec<u8>>,
    /// Every case that the batch meets, and whether the batch changed it.
    cases: HashMap<OrderId, OpenCase>,
}

struct OpenCase {
    loaded: LoadedCase,
    changed: bool,
    order_changed: bool,
}

impl<T: WriteTransaction> Batch<T> {
    fn load(mut w: Writer<T>, events: &[IncomingEvent<'_>]) -> Result<Self, StoreError> {
        let ids: Vec<_> = events.iter().map(|incoming| &incoming.event.id).collect();
        let known = w.tx.load_event_digests(&ids)?;
        let (mut orders, mut seen) = (Vec::new(), HashSet::new());
        for incoming in events.iter().filter(|incoming| !known.contains_key(&incoming.event.id)) {
            if seen.insert(&incoming.event.order) {
                orders.push(&incoming.event.order);
            }
        }
        let cases = w.tx.load_orders(&orders)?.into_iter();
        let cases = cases
            .map(|loaded| (loaded.case.order.id.clone(), OpenCase { loaded, changed: false, order_changed: false }))
            .collect();
        Ok(Self { w, policies: Policies::default(), known, cases })
    }

    fn apply(&mut self, incoming: &IncomingEvent<'_>) -> Result<Ingested, StoreError> {
        let event = incoming.event;
        if let Some(digest) = self.known.get(&event.id) {
            let same = digest[..] == incoming.digest;
            return Ok(if same { Ingested::Duplicate } else { Ingested::Refused(duplicate_id(event)) });
        }
        let before = self.cases.get(&event.order).map(|open| open.loaded.case.clone());
        let dispute = before.as_ref().and_then(|case| case.dispute.as_ref());
        let open = dispute.filter(|dispute| dispute.state == DisputeState::Open);
        let policy = self.policies.load(&mut self.w.tx, open.map(|dispute| dispute.policy))?;
        let (from, mut facts) = (self.w.numbers.ids, Vec::new());
        let mut ctx = RuleContext { policy: &policy, now: self.w.now, ids: &mut self.w.numbers.ids, facts: &mut facts };
        let case = match rules::apply(before, event, &mut ctx) {
            Ok(case) => case,
            Err(refusal) => {
                self.w.numbers.ids = from;
                return match refusal {
                    Refusal::Order(OrderRefusal::TooLate { .. }) => self.keep_late(incoming, refusal),
                    refusal => Ok(Ingested::Refused(refusal)),
                };
            }
        };
        let opened = case.dispute.as_ref().map(|d| d.id).filter(|id| id.0 >= from.dispute);
        let cause = Cause::new(incoming.speaker(), event.kind.event_type());
        let seq = self.w.numbers.event();
        let outcome = Outcome { facts: &facts, from, event: Some(seq), cause };
        match self.cases.get_mut(&event.order) {
            Some(open) => {
                if opened.is_some() {
                    // The dispute before it leaves the batch with this event.
                    open.write_headers(&mut self.w)?;
                }
                incoming.insert(&mut self.w, seq, open.loaded.order_num, events::about(event, &facts))?;
                open.order_changed |= is_order_changed(&open.loaded.case, &case);
                open.loaded.case = case;
                facts::write_facts(&mut self.w, &mut open.loaded, outcome)?;
                open.changed = true;
            }
            None => {
                let order_num = self.w.numbers.order();
                let mut loaded = LoadedCase::new(order_num, seq, case);
                headers::insert_order(&mut self.w, &loaded)?;
                incoming.insert(&mut self.w, seq, order_num, None)?;
                facts::write_facts(&mut self.w, &mut loaded, outcome)?;
                self.cases.insert(event.order.clone(), OpenCase { loaded, changed: true, order_changed: false });
            }
        }
        self.known.insert(event.id.clone(), incoming.digest.to_vec());
        Ok(Ingested::Accepted { opened })
    }

    /// Keeps an answer that came too late on the order's timeline; the case stays as it is.
    fn keep_late(&mut self, incoming: &IncomingEvent<'_>, refusal: Refusal) -> Result<Ingested, StoreError> {
        let event = incoming.event;
        let Some(open) = self.cases.get_mut(&event.order) else { return Ok(Ingested::Refused(refusal)) };
        let seq = self.w.numbers.event();
        incoming.insert(&mut self.w, seq, open.loaded.order_num, None)?;
        open.loaded.cause = Cause::new(incoming.speaker(), event.kind.event_type());
        // Whoever has the case on screen reads it again.
        open.changed = true;
        self.known.insert(event.id.clone(), incoming.digest.to_vec());
        Ok(Ingested::KeptLate(refusal))
    }

    /// That the files that came with an event are stored: they were before the batch began, but an erasure since may have
    /// removed what nothing named yet.
    fn check_blobs(&mut self, event: &Event) -> Result<(), StoreError> {
        let contents = event.kind.attachments().iter().filter_map(|file| file.stored_content.as_ref());
        contents.into_iter().try_for_each(|content| check_blob(&mut self.w.tx, event, content))
    }

    fn finish(mut self, accepted: usize, late: usize) -> Result<(), StoreError> {
        let mut changed: Vec<_> = self.cases.into_values().filter(|open| open.changed).collect();
        // In the order of the rows, which is also the same order on every run.
        changed.sort_unstable_by_key(|open| open.loaded.order_num);
        for open in &mut changed {
            open.write_headers(&mut self.w)?;
        }
        let mut body = Map::new();
        body.insert("accepted".to_owned(), json!(accepted));
        if late > 0 {
            body.insert("late".to_owned(), json!(late));
        }
        self.w.finish(Closing { actor: "system", action: "ingest", dispute: None, body })
    }
}

impl OpenCase {
    /// Writes the headers, if the batch changed them.
    fn write_headers<T: WriteTransaction>(&mut self, w: &mut Writer<T>) -> Result<(), StoreError> {
        if !std::mem::take(&mut self.changed) {
            return Ok(());
        }
        if std::mem::take(&mut self.order_changed) {
            headers::update_order(w, &self.loaded)?;
        }
        headers::write_dispute(w, &mut self.loaded)
    }
}

/// Whether an event changed the row of its order, which names its latest dispute. Most are messages, and change the dispute's alone.
fn is_order_changed(before: &Case, now: &Case) -> bool {
    let dispute = |case: &Case| case.dispute.as_ref().map(|dispute| dispute.id);
    before.order != now.order || dispute(before) != dispute(now)
}

/// That the content of a file that came with an event is stored, if it is said to be.
pub fn check_blob<T: WriteTransaction>(tx: &mut T, event: &Event, content: &StoredContent) -> Result<(), StoreError> {
    match content.blob() {
        Some(blob) if !tx.has_blob(blob)? => {
            let id = &event.id;
            Err(StoreError::Io(format!("a file of event {id} is not kept any more; hand it over again")))
        }
        _ => Ok(()),
    }
}

fn duplicate_id(event: &Event) -> Refusal {
    EventLineRefusal::DuplicateId { id: event.id.clone() }.into()
}
