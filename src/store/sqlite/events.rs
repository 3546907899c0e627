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
//! | `decision.…` | the mark | its reason |

use rusqlite::{Connection, params};
use serde_json::{Value, json};

use super::cover::EVENTS;
use super::digest::{self, Digest};
use super::rows::{Ms, Reading, stored};
use super::write::Writer;
use crate::domain::audit::canonical;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{EventId, OrderId};
use crate::domain::marketplace::event::{Event, EventKind, EventType, Placed, Terms};
use crate::domain::time::Time;
use crate::domain::vocabulary::{ProposalKind, Side, Speaker};
use crate::store::{StoreError, TimelineRow};

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
pub(super) fn placed_rest(placed: &Placed) -> Value {
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
pub(super) fn rest_hash(rest: &Value) -> String {
    digest::hex(&digest::of_text(&canonical(rest)))
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
) -> Result<Digest, StoreError> {
    digest::of(&[&id, order, &kind, &Ms(at), &speaker, &body, &rest])
}

/// An event that is about to be applied, with the digest of what it says.
pub(super) struct Incoming<'a> {
    pub event: &'a Event,
    parts: Parts<'a>,
    pub digest: Digest,
}

impl<'a> Incoming<'a> {
    /// Takes it apart.
    pub(super) fn of(event: &'a Event) -> Result<Self, StoreError> {
        let parts = parts(&event.kind);
        let (kind, rest) = (event.kind.event_type().as_str(), parts.rest.as_deref());
        let digest = digest_of(Some(&event.id), &event.order, kind, event.at, parts.speaker, parts.body, rest)?;
        Ok(Self { event, parts, digest })
    }

    /// Who speaks in it.
    pub(super) fn speaker(&self) -> Side {
        speaker(&self.event.kind)
    }

    /// The digest of the event that is stored under this id, if there is one.
    pub(super) fn known(&self, db: &Connection) -> Result<Option<Vec<u8>>, StoreError> {
        let mut known = db.prepare_cached("SELECT digest FROM events WHERE event_id = ?1")?;
        let mut rows = known.query([&self.event.id])?;
        Ok(rows.next()?.map(|row| row.get(0)).transpose()?)
    }

    /// Writes it; `about` is what `ref` says.
    pub(super) fn write(&self, w: &mut Writer<'_>, seq: i64, num: i64, about: Option<i64>) -> Result<(), StoreError> {
        let Parts { speaker, body, in_row, rest } = &self.parts;
        let row = NewRow {
            event_id: Some(&self.event.id),
            kind: self.event.kind.event_type().as_str(),
            at: self.event.at,
            speaker: *speaker,
            about,
            rest: rest.as_deref(),
            body: body.filter(|_| *in_row),
        };
        row.insert(w, seq, num, &self.digest)
    }
}

struct NewRow<'a> {
    event_id: Option<&'a EventId>,
    kind: &'a str,
    at: Time,
    speaker: Speaker,
    about: Option<i64>,
    rest: Option<&'a str>,
    body: Option<&'a str>,
}

impl NewRow<'_> {
    fn insert(&self, w: &mut Writer<'_>, seq: i64, num: i64, digest: &Digest) -> Result<(), StoreError> {
        w.db.prepare_cached(
            "INSERT INTO events (seq, event_id, order_num, kind, at, speaker, ref, rest, digest, body) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        )?
        .execute(params![
            seq,
            self.event_id,
            num,
            self.kind,
            Ms(self.at),
            self.speaker,
            self.about,
            self.rest,
            digest,
            self.body
        ])?;
        w.cover.add(EVENTS, seq, digest);
        Ok(())
    }
}

/// A moment of ours in an order's history.
pub(super) struct Moment {
    pub kind: TimelineKind,
    pub at: Time,
    pub speaker: Speaker,
    /// What `ref` says.
    pub about: i64,
}

impl Moment {
    /// Writes it.
    pub(super) fn write(&self, w: &mut Writer<'_>, num: i64, order: &OrderId) -> Result<(), StoreError> {
        let (seq, at) = (w.numbers.event(), stored(self.at));
        let digest = digest_of(None, order, self.kind.as_str(), at, self.speaker, None, Some(&self.about.to_string()))?;
        let (kind, speaker, about) = (self.kind.as_str(), self.speaker, Some(self.about));
        NewRow { event_id: None, kind, at, speaker, about, rest: None, body: None }.insert(w, seq, num, &digest)
    }
}

/// The text of an event, wherever it stands. Of one of our moments too: it is shown with it, though not in its digest.
macro_rules! body {
    () => {
        "CASE \
         WHEN kind = 'dispute.message' OR kind = 'dispute.opened' AND event_id IS NOT NULL \
         THEN (SELECT body FROM messages WHERE id = ref) \
         WHEN kind = 'proposal.made' THEN (SELECT terms FROM proposals WHERE id = ref) \
         WHEN kind = 'dispute.decided' THEN (SELECT body FROM decision_texts WHERE decision = ref AND mark = 0) \
         WHEN event_id IS NULL AND kind LIKE 'decision.%' \
         THEN (SELECT t.body FROM decision_marks m JOIN decision_texts t ON t.decision = m.decision AND t.mark = m.id \
               WHERE m.id = ref) \
         ELSE body END"
    };
}

/// The history of an order without what the discussion shows, in the order in which it took effect.
pub(super) fn timeline(db: &Connection, num: i64) -> Result<Vec<TimelineRow>, StoreError> {
    let mut files =
        db.prepare_cached("SELECT a.id FROM attachments a WHERE a.order_num = ?1 AND a.event = ?2 ORDER BY a.id")?;
    let mut events = db.prepare_cached(concat!(
        "SELECT seq, at, kind, speaker, coalesce(",
        body!(),
        ", '') FROM events WHERE order_num = ?1 AND kind NOT IN ('dispute.message', 'dispute.read') ORDER BY seq"
    ))?;
    let rows = events.query_map([num], |row| {
        let mut r = Reading::of(row);
        let seq: i64 = r.take()?;
        let (at, kind, by, body) = (r.time()?, r.take()?, r.take()?, r.take()?);
        Ok((seq, TimelineRow { at, kind, by, body, files: Vec::new() }))
    })?;
    let mut timeline = Vec::new();
    for row in rows {
        let (seq, mut moment) = row?;
        if matches!(moment.kind, TimelineKind::Event(EventType::OrderMessage | EventType::OrderDelivered)) {
            moment.files = files.query_map([num, seq], |row| row.get(0))?.collect::<Result<_, _>>()?;
        }
        timeline.push(moment);
    }
    Ok(timeline)
}

/// Reads every event in order, to be checked: key, the audit record that erased its text (negative where the text stands in
/// another row, which counts for itself), digest, then the digest's columns.
pub(super) const READ: &str = concat!(
    "SELECT e.seq, coalesce(e.erased, CASE ",
    "WHEN e.event_id IS NULL THEN NULL ",
    "WHEN e.kind IN ('dispute.message', 'dispute.opened') THEN (SELECT -m.erased FROM messages m WHERE m.id = e.ref) ",
    "WHEN e.kind = 'proposal.made' THEN (SELECT -p.erased FROM proposals p WHERE p.id = e.ref) END), ",
    "digest, event_id, (SELECT o.id FROM orders o WHERE o.num = e.order_num), kind, at, speaker, ",
    "CASE WHEN event_id IS NOT NULL THEN ",
    body!(),
    " END, CASE WHEN event_id IS NULL THEN CAST(ref AS TEXT) ELSE rest END FROM events e ORDER BY seq"
);
