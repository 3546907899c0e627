//! The marketplace's events, by the rules, in one transaction a batch.
//!
//! A case is read once a batch and its headers are written once, however many events it gets: within the transaction no one
//! else can change it. Facts stay in memory until the rules have accepted an event, so a refused one leaves nothing.

use std::collections::HashMap;

use rusqlite::Connection;
use serde_json::{Map, json};

use super::events::Incoming;
use super::facts::{self, Outcome};
use super::files::Files;
use super::headers::{self, Cause};
use super::load::{self, Loaded};
use super::search;
use super::team::Policies;
use super::write::{self, Closing, Writer};
use crate::domain::case::context::RuleContext;
use crate::domain::case::records::Fact;
use crate::domain::ids::OrderId;
use crate::domain::marketplace::event::{Event, EventKind};
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules;
use crate::domain::time::Time;
use crate::domain::vocabulary::{DisputeState, Speaker};
use crate::store::{Ingested, StoreError};

/// See [`crate::store::Store::ingest`].
pub(super) fn ingest(
    db: &mut Connection,
    files: &Files,
    events: &[Event],
    now: Time,
) -> Result<Vec<Ingested>, StoreError> {
    let tx = write::begin(db)?;
    let mut batch = Batch { w: Writer::new(&tx, now)?, policies: Policies::default(), cases: HashMap::new() };
    let mut all = Vec::with_capacity(events.len());
    for event in events {
        let became = batch.take(event)?;
        if matches!(became, Ingested::Accepted { .. }) {
            // Kept before the batch began; an erasure since may have swept what nothing named yet.
            let kept = event.kind.attachments().iter().filter_map(|file| file.stored_content.as_ref()?.blob());
            kept.filter(|kept| !files.has(kept)).try_for_each(|_| Err(swept(event)))?;
        }
        all.push(became);
    }
    let accepted = all.iter().filter(|one| matches!(one, Ingested::Accepted { .. })).count();
    if accepted == 0 {
        return Ok(all);
    }
    batch.finish(accepted)?;
    tx.commit()?;
    Ok(all)
}

struct Batch<'t> {
    w: Writer<'t>,
    policies: Policies,
    /// Every case that the batch has met; `None` for an order that is not there.
    cases: HashMap<OrderId, Option<Held>>,
}

struct Held {
    loaded: Loaded,
    /// This batch changed it.
    changed: bool,
}

impl Batch<'_> {
    fn take(&mut self, event: &Event) -> Result<Ingested, StoreError> {
        let incoming = Incoming::of(event)?;
        if let Some(digest) = incoming.known(self.w.db)? {
            let same = digest == incoming.digest;
            return Ok(if same { Ingested::Duplicate } else { Ingested::Refused(duplicate_id(event)) });
        }
        if !self.cases.contains_key(&event.order) {
            let loaded = load::by_order(self.w.db, &event.order)?;
            self.cases.insert(event.order.clone(), loaded.map(|loaded| Held { loaded, changed: false }));
        }
        let held = self.cases.entry(event.order.clone()).or_default();
        let before = held.as_ref().map(|held| held.loaded.case.clone());
        let open = before.as_ref().and_then(|case| case.dispute.as_ref()).filter(|d| d.state == DisputeState::Open);
        let policy = match open {
            Some(dispute) => self.policies.version(self.w.db, dispute.policy)?,
            None => self.policies.in_force(self.w.db)?,
        };
        let (from, mut facts) = (self.w.ids, Vec::new());
        let mut ctx = RuleContext { policy: &policy, now: self.w.now, ids: &mut self.w.ids, facts: &mut facts };
        let case = match rules::apply(before, event, &mut ctx) {
            Ok(case) => case,
            Err(refusal) => {
                self.w.ids = from;
                return Ok(Ingested::Refused(refusal));
            }
        };
        let opened = case.dispute.as_ref().map(|d| d.id).filter(|id| id.0 >= from.dispute);
        let cause = Cause::new(incoming.speaker(), event.kind.event_type());
        let seq = self.w.numbers.event();
        match held {
            Some(held) => {
                if opened.is_some() {
                    // The dispute before it leaves the batch with this event.
                    held.write(&mut self.w)?;
                }
                incoming.write(&mut self.w, seq, held.loaded.num, about(event, &facts))?;
                held.loaded.case = case;
                let outcome = Outcome { facts: &facts, from, event: Some(seq), cause };
                facts::write(&mut self.w, &mut held.loaded, outcome)?;
                held.changed = true;
            }
            None => {
                let num = self.w.numbers.order();
                let mut loaded = Loaded::new(num, seq, case);
                headers::put_order(&self.w, &loaded, true)?;
                incoming.write(&mut self.w, seq, num, None)?;
                let outcome = Outcome { facts: &facts, from, event: Some(seq), cause };
                facts::write(&mut self.w, &mut loaded, outcome)?;
                *held = Some(Held { loaded, changed: true });
            }
        }
        Ok(Ingested::Accepted { opened })
    }

    fn finish(mut self, accepted: usize) -> Result<(), StoreError> {
        let mut held: Vec<Held> = self.cases.into_values().flatten().filter(|held| held.changed).collect();
        // In the order of the rows, which is also the same order on every run.
        held.sort_unstable_by_key(|held| held.loaded.num);
        for one in &mut held {
            one.write(&mut self.w)?;
        }
        search::index::tidy(self.w.db)?;
        let mut body = Map::new();
        body.insert("accepted".to_owned(), json!(accepted));
        self.w.finish(Closing { actor: "system", action: "ingest", dispute: None, body })
    }
}

impl Held {
    /// Writes the headers, if the batch changed them.
    fn write(&mut self, w: &mut Writer<'_>) -> Result<(), StoreError> {
        if !std::mem::take(&mut self.changed) {
            return Ok(());
        }
        headers::put_order(w, &self.loaded, false)?;
        headers::put_dispute(w, &mut self.loaded)
    }
}

/// What an event made or is about, by number.
pub(super) fn about(event: &Event, facts: &[Fact]) -> Option<i64> {
    match &event.kind {
        EventKind::DisputeOpened { .. } | EventKind::DisputeMessage { .. } => {
            // The first of a party's: what lapsed before it has messages of its own.
            facts.iter().find_map(|fact| match fact {
                Fact::Message(m) if matches!(m.from, Speaker::Client | Speaker::Seller) => Some(m.id.0),
                _ => None,
            })
        }
        EventKind::ProposalMade { by, .. } => facts.iter().rev().find_map(|fact| match fact {
            Fact::Proposal(p) if p.by == Speaker::from(*by) => Some(p.id.0),
            _ => None,
        }),
        EventKind::ProposalAnswered { proposal, .. } => Some(proposal.0),
        _ => None,
    }
}

fn swept(event: &Event) -> StoreError {
    StoreError::Io(format!("a file of event {} is not kept any more; hand it over again", event.id))
}

fn duplicate_id(event: &Event) -> Refusal {
    let sentence = format!("event {} was taken already with other content; nothing was changed", event.id);
    Refusal::new(Code::DuplicateId, sentence).with("id", event.id.0.as_str())
}
