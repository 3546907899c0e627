//! The history of orders: the marketplace's events and our own moments, and where the text of each stands.
//!
//! An event's digest is that of `[event_id, order, kind, at, speaker, body, rest]`, where `rest` is the SHA-256 of the
//! canonical JSON of what it says beside. Its body stands in the row, or where `ref` points:
//!
//! | kind | ref | body |
//! | --- | --- | --- |
//! | `dispute.opened` of the client, `dispute.message` | the message | the message's |
//! | `dispute.opened` by itself | the dispute | none |
//! | `proposal.made`, `proposal.answered` | the proposal | its terms; none |
//! | `dispute.decided` | the decision | its reasons |
//! | `decision.…` | the decision's event | its reason |

use std::borrow::Cow;

use serde_json::{Value as Json, json};

use super::digest::{self, Digest};
use super::rows::history::EventRow;
use super::transaction::WriteTransaction;
use super::value::ToValue;
use super::writer::{Writer, stored};
use crate::domain::audit::canonical;
use crate::domain::case::records::Fact;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{EventId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, NewOrder, Terms};
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::{ProposalKind, Side, Speaker};
use crate::store::StoreError;

/// An event, taken apart as its digest has it.
struct Parts<'a> {
    speaker: Speaker,
    body: Option<&'a str>,
    /// Whether the body stands in the row of the event.
    in_row: bool,
    rest: Option<String>,
}

/// Who speaks in an event.
fn speaker(kind: &EventKind) -> Side {
    match kind {
        EventKind::OrderMessage { by, .. }
        | EventKind::DisputeOpened { by, .. }
        | EventKind::DisputeMessage { by, .. }
        | EventKind::DisputeRead { by }
        | EventKind::ProposalMade { by, .. }
        | EventKind::ProposalAnswered { by, .. } => *by,
        EventKind::OrderPlaced(_)
        | EventKind::RevisionRequested { .. }
        | EventKind::CancellationRequested { .. }
        | EventKind::OrderCompleted { .. } => Side::Client,
        EventKind::OrderDelivered { .. }
        | EventKind::RevisionAccepted { .. }
        | EventKind::RevisionRefused { .. }
        | EventKind::CancellationAccepted { .. }
        | EventKind::CancellationRefused { .. } => Side::Seller,
    }
}

fn parts(kind: &EventKind) -> Parts<'_> {
    let (body, in_row, rest) = match kind {
        EventKind::OrderPlaced(placed) => (Some(placed.brief.as_str()), true, Some(placed_rest(placed))),
        EventKind::OrderMessage { body, attachments, .. } | EventKind::OrderDelivered { body, attachments } => {
            (Some(body.as_str()), true, (!attachments.is_empty()).then(|| json!({"attachments": attachments})))
        }
        EventKind::RevisionRequested { body }
        | EventKind::CancellationRequested { body }
        | EventKind::RevisionAccepted { body }
        | EventKind::RevisionRefused { body }
        | EventKind::CancellationAccepted { body }
        | EventKind::CancellationRefused { body } => (Some(body.as_str()), true, None),
        EventKind::OrderCompleted { rating, review } => {
            (review.as_deref(), true, rating.map(|rating| json!({"rating": rating})))
        }
        EventKind::DisputeOpened { justification, .. } => (Some(justification.as_str()), false, None),
        EventKind::DisputeMessage { body, attachments, answers, .. } => {
            let plain = attachments.is_empty() && answers.is_none();
            let rest = (!plain).then(|| json!({"attachments": attachments, "answers": answers}));
            (Some(body.as_str()), false, rest)
        }
        EventKind::DisputeRead { .. } => (None, true, None),
        EventKind::ProposalMade { terms, .. } => {
            let (kind, refund, terms) = match terms {
                Terms::PartialRefund { refund, terms } => (ProposalKind::PartialRefund, Some(refund), terms),
                Terms::Relaunch { terms } => (ProposalKind::Relaunch, None, terms),
            };
            (Some(terms.as_str()), false, Some(json!({"kind": kind, "refund": refund})))
        }
        EventKind::ProposalAnswered { proposal, accept, .. } => {
            (None, true, Some(json!({"proposal": proposal, "accept": accept})))
        }
    };
    Parts { speaker: speaker(kind).into(), body, in_row, rest: rest.as_ref().map(rest_hash) }
}

/// What an order's placing says beside its brief; `verify` rebuilds it from the order's row.
pub fn placed_rest(placed: &NewOrder) -> Json {
    json!({
        "client": placed.client,
        "seller": placed.seller,
        "title": placed.title,
        "amount": placed.amount,
        "due": placed.due.map(|due| due.timestamp_millis()),
        "lang": placed.lang,
    })
}

/// The hash of what an event says beside its columns.
pub fn rest_hash(rest: &Json) -> String {
    digest::hex_of_text(&canonical(rest))
}

/// The digest of an event, or of one of our moments (no id; what it is about in the place of `rest`).
fn digest_of(
    id: Option<&EventId>,
    order: &OrderId,
    kind: &str,
    at: Time,
    speaker: Speaker,
    body: Option<&str>,
    rest: Option<&str>,
) -> Digest {
    let (id, kind) = (id.map(Cow::Borrowed), Cow::Borrowed(kind));
    let (body, rest) = (body.map(Cow::Borrowed), rest.map(Cow::Borrowed));
    let columns: [&dyn ToValue; 7] = [&id, order, &kind, &at, &speaker, &body, &rest];
    digest::of_values(columns.iter().map(|column| column.to_value()))
}

/// An event that is about to be applied, with the digest of what it says.
pub struct IncomingEvent<'a> {
    pub event: &'a Event,
    parts: Parts<'a>,
    pub digest: Digest,
}

impl<'a> IncomingEvent<'a> {
    /// Takes an event apart.
    pub fn new(event: &'a Event) -> Self {
        let parts = parts(&event.kind);
        let (kind, rest) = (event.kind.event_type().as_str(), parts.rest.as_deref());
        let digest = digest_of(Some(&event.id), &event.order, kind, event.at, parts.speaker, parts.body, rest);
        Self { event, parts, digest }
    }

    /// Who speaks in it.
    pub fn speaker(&self) -> Side {
        speaker(&self.event.kind)
    }

    /// Inserts its row; `about` is the number of what it made or is about.
    pub fn insert<T: WriteTransaction>(
        &self,
        w: &mut Writer<T>,
        seq: i64,
        order_num: i64,
        about: Option<i64>,
    ) -> Result<(), StoreError> {
        let Parts { speaker, body, in_row, rest } = &self.parts;
        w.insert_event(&EventRow {
            seq,
            event_id: Some(Cow::Borrowed(&self.event.id)),
            order_num,
            kind: self.event.kind.event_type().into(),
            at: self.event.at,
            speaker: *speaker,
            about,
            rest: rest.as_deref().map(Cow::Borrowed),
            digest: self.digest,
            body: body.filter(|_| *in_row).map(Cow::Borrowed),
        })?;
        // What is a message is found as one.
        let is_message = matches!(self.event.kind, EventKind::DisputeOpened { .. } | EventKind::DisputeMessage { .. });
        w.add_passage(PassageKind::Event, seq, body.filter(|_| !is_message).unwrap_or_default())
    }
}

/// A moment of ours in an order's history.
pub struct TimelineMoment<'a> {
    pub kind: TimelineKind,
    pub at: Time,
    pub speaker: Speaker,
    /// The number of what it is about.
    pub about: i64,
    /// What is said with it, which stands elsewhere.
    pub text: Option<&'a str>,
}

impl TimelineMoment<'_> {
    pub fn insert<T: WriteTransaction>(
        &self,
        w: &mut Writer<T>,
        order_num: i64,
        order: &OrderId,
    ) -> Result<(), StoreError> {
        let (seq, at) = (w.numbers.event(), stored(self.at));
        let digest = digest_of(None, order, self.kind.as_str(), at, self.speaker, None, Some(&self.about.to_string()));
        w.insert_event(&EventRow {
            seq,
            event_id: None,
            order_num,
            kind: self.kind,
            at: self.at,
            speaker: self.speaker,
            about: Some(self.about),
            rest: None,
            digest,
            body: None,
        })?;
        w.add_passage(PassageKind::Event, seq, self.text.unwrap_or_default())
    }
}

/// What an event made or is about, by number.
pub fn about(event: &Event, facts: &[Fact]) -> Option<i64> {
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
