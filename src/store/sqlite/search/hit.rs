//! What was found, as a page shows it.

use rusqlite::{Connection, OptionalExtension};

use super::SearchIndex;
use super::texts::PASSAGE;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{AttachmentId, DecisionId, DisputeId, MessageId, NoteId, ProposalId};
use crate::domain::marketplace::event::EventType;
use crate::domain::search::passage::PassageKind;
use crate::domain::search::snippet;
use crate::domain::search::terms::SoughtWords;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::sqlite::rows::Reading;
use crate::store::{Hit, HitPlace, StoreError};

/// Where something stands, who said it and when.
struct HitSource {
    place: HitPlace,
    from: Speaker,
    author: String,
    at: Time,
}

/// A found text of an index; `None` if it is gone, or of an order without a dispute.
pub(super) fn hit(
    conn: &Connection,
    of: SearchIndex,
    id: i64,
    sought: &SoughtWords,
) -> Result<Option<Hit>, StoreError> {
    match of {
        SearchIndex::Messages => message(conn, id, sought),
        SearchIndex::Passages => passage(conn, id, sought),
    }
}

fn message(conn: &Connection, id: i64, sought: &SoughtWords) -> Result<Option<Hit>, StoreError> {
    let mut statement = conn.prepare_cached(
        "SELECT m.dispute, m.speaker, m.author, m.at, d.title, m.body FROM messages m \
         JOIN disputes d ON d.id = m.dispute WHERE m.id = ?1",
    )?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let damaged = |what: &str| StoreError::Io(format!("message {} has no valid {what}", MessageId(id)));
    let speaker: String = row.get(1)?;
    let snippet = snippet::snippet(row.get_ref(5)?.as_str().map_err(|_| damaged("text"))?, sought);
    Ok(Some(Hit {
        dispute: DisputeId(row.get(0)?),
        place: HitPlace::Message(MessageId(id)),
        from: speaker.parse().map_err(|_| damaged("speaker"))?,
        author: row.get(2)?,
        at: Time::from_timestamp_millis(row.get(3)?).ok_or_else(|| damaged("time"))?,
        snippet: snippet.text,
        marks: snippet.marks,
        title: row.get(4)?,
    }))
}

fn passage(conn: &Connection, id: i64, sought: &SoughtWords) -> Result<Option<Hit>, StoreError> {
    let mut statement = conn.prepare_cached(PASSAGE)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else { return Ok(None) };
    let mut r = Reading::of(row);
    let (kind, of): (PassageKind, i64) = (r.column()?, r.column()?);
    let (struck_at, struck_by): (Option<Time>, Option<String>) = (r.time_or_none()?, r.column()?);
    let (dispute, title): (DisputeId, String) = (r.column()?, r.column()?);
    let found = snippet::snippet(&r.column::<String>()?, sought);
    let said = match kind {
        PassageKind::Event => event(conn, of)?,
        PassageKind::Note => note(conn, of)?,
        PassageKind::File => file(conn, of)?,
        PassageKind::Strike => file(conn, of)?.map(|file| HitSource {
            place: match file.place {
                HitPlace::File { attachment, message } => HitPlace::Strike { attachment, message },
                other => other,
            },
            from: Speaker::Mediator,
            author: struck_by.unwrap_or_default(),
            at: struck_at.unwrap_or(file.at),
        }),
    };
    let hit = |HitSource { place, from, author, at }| Hit {
        dispute,
        place,
        from,
        author,
        at,
        snippet: found.text,
        marks: found.marks,
        title,
    };
    Ok(said.map(hit))
}

fn event(conn: &Connection, seq: i64) -> Result<Option<HitSource>, StoreError> {
    let mut one = conn.prepare_cached(
        "SELECT e.kind, e.ref, (SELECT decision FROM decision_marks WHERE id = e.ref), e.speaker, \
           coalesce(CASE WHEN e.speaker = 'client' THEN o.client_name WHEN e.speaker = 'seller' THEN o.seller_name \
             WHEN e.kind = 'proposal.made' THEN (SELECT handle FROM proposals WHERE id = e.ref) \
             WHEN e.kind = 'dispute.decided' THEN (SELECT handle FROM decisions WHERE id = e.ref) \
             ELSE (SELECT handle FROM decision_marks WHERE id = e.ref) END, ''), e.at \
         FROM events e JOIN orders o ON o.num = e.order_num WHERE e.seq = ?1",
    )?;
    let said = one.query_row([seq], |row| {
        let mut r = Reading::of(row);
        let (kind, about, decision): (TimelineKind, Option<i64>, Option<DecisionId>) =
            (r.column()?, r.column()?, r.column()?);
        let place = match (kind, about, decision) {
            (TimelineKind::Event(EventType::ProposalMade), Some(about), _) => HitPlace::Proposal(ProposalId(about)),
            (TimelineKind::Decided, Some(about), _) => HitPlace::Reason(DecisionId(about)),
            (TimelineKind::Decision(_), _, Some(decision)) => HitPlace::Reason(decision),
            (kind, ..) => HitPlace::History { seq, kind },
        };
        Ok(HitSource { place, from: r.column()?, author: r.column()?, at: r.time()? })
    });
    Ok(said.optional()?)
}

fn note(conn: &Connection, id: i64) -> Result<Option<HitSource>, StoreError> {
    let mut one = conn.prepare_cached("SELECT handle, at FROM notes WHERE id = ?1")?;
    let said = one.query_row([id], |row| {
        let mut r = Reading::of(row);
        let (place, from) = (HitPlace::Note(NoteId(id)), Speaker::Mediator);
        Ok(HitSource { place, from, author: r.column()?, at: r.time()? })
    });
    Ok(said.optional()?)
}

/// The name of a file, from whom it came and when.
fn file(conn: &Connection, id: i64) -> Result<Option<HitSource>, StoreError> {
    let mut one = conn.prepare_cached(
        "SELECT m.id, coalesce(m.speaker, e.speaker), \
           coalesce(m.author, CASE e.speaker WHEN 'client' THEN o.client_name WHEN 'seller' THEN o.seller_name END, ''), \
           coalesce(m.at, e.at) \
         FROM attachments a JOIN orders o ON o.num = a.order_num LEFT JOIN messages m ON m.id = a.message \
           LEFT JOIN events e ON e.seq = a.event WHERE a.id = ?1",
    )?;
    let said = one.query_row([id], |row| {
        let mut r = Reading::of(row);
        Ok(HitSource {
            place: HitPlace::File { attachment: AttachmentId(id), message: r.column()? },
            from: r.column()?,
            author: r.column()?,
            at: r.time()?,
        })
    });
    Ok(said.optional()?)
}
