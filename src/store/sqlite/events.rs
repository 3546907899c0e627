//! Reading the history of orders; how it is written, and where the text of each event stands, is said in
//! [`crate::store::write::events`].

use rusqlite::Connection;

use super::rows::Reading;
use crate::domain::dispute::timeline::{LateAnswers, TimelineKind};
use crate::domain::marketplace::event::EventType;
use crate::store::{StoreError, TimelineRow};

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

pub(super) use body;

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
        let seq: i64 = r.column()?;
        let (at, kind, by, body) = (r.time()?, r.column()?, r.column()?, r.column()?);
        Ok((seq, TimelineRow { seq, at, kind, by, body, files: Vec::new(), too_late: false }))
    })?;
    let (mut timeline, mut late) = (Vec::new(), LateAnswers::default());
    for row in rows {
        let (seq, mut moment) = row?;
        if matches!(moment.kind, TimelineKind::Event(EventType::OrderMessage | EventType::OrderDelivered)) {
            moment.files = files.query_map([num, seq], |row| row.get(0))?.collect::<Result<_, _>>()?;
        }
        moment.too_late = late.next_is_late(moment.kind);
        timeline.push(moment);
    }
    Ok(timeline)
}

/// Reads events to be checked: key, the audit record that erased its text (negative where the text stands in
/// another row, which counts for itself), digest, then the digest's columns. One of our own moments has no text in its row:
/// one that is put there would be shown.
pub(super) const READ: &str = concat!(
    "SELECT e.seq, coalesce(e.erased, CASE ",
    "WHEN e.event_id IS NULL THEN NULL ",
    "WHEN e.kind IN ('dispute.message', 'dispute.opened') THEN (SELECT -m.erased FROM messages m WHERE m.id = e.ref) ",
    "WHEN e.kind = 'proposal.made' THEN (SELECT -p.erased FROM proposals p WHERE p.id = e.ref) END) AS erased_by, ",
    "digest, event_id, (SELECT o.id FROM orders o WHERE o.num = e.order_num), kind, at, speaker, ",
    "CASE WHEN event_id IS NULL THEN body ELSE ",
    body!(),
    " END, CASE WHEN event_id IS NULL THEN CAST(ref AS TEXT) ELSE rest END FROM events e"
);
