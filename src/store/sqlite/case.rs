//! One case, whole, to be read.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::rows::Reading;
use super::{act, events, load};
use crate::domain::case::evidence_file::{BlobRef, NotStored, StoredContent};
use crate::domain::case::records::{Attachment, Decision, Message, Note};
use crate::domain::ids::{DecisionId, DisputeId, MessageId};
use crate::domain::vocabulary::{Reader, Speaker};
use crate::store::{CaseFile, Changed, StoreError, ThreadRow};

/// See [`crate::store::Store::case`].
pub(super) fn case(db: &Connection, id: DisputeId) -> Result<CaseFile, StoreError> {
    // One consistent moment for all of it.
    let moment = db.unchecked_transaction()?;
    let loaded = load::by_dispute(&moment, id)?;
    let (num, case) = (loaded.num, loaded.case);
    let last = Changed { dispute: id, by: loaded.cause.by, kind: loaded.cause.kind };
    let reads = reads(&moment, id)?;
    let (mut of_messages, mut order_files) = (HashMap::<MessageId, Vec<Attachment>>::new(), Vec::new());
    for attachment in attachments(&moment, num)? {
        match attachment.message {
            Some(message) => of_messages.entry(message).or_default().push(attachment),
            None => order_files.push(attachment),
        }
    }
    let thread = messages(&moment, id)?.into_iter().map(|message| ThreadRow {
        read_by: reads.iter().filter(|(by, up_to)| has_read(*by, *up_to, &message)).map(|(by, _)| *by).collect(),
        attachments: of_messages.remove(&message.id).unwrap_or_default(),
        message,
    });
    let thread = thread.collect();
    let current = case.dispute.as_ref().and_then(|d| d.decision.as_ref()).map(|d| d.id);
    Ok(CaseFile {
        timeline: events::timeline(&moment, num)?,
        thread,
        notes: notes(&moment, id)?,
        order_files,
        entries: act::entries(&moment, num, &case.order.id)?,
        past_decisions: past_decisions(&moment, id, current)?,
        reads,
        last,
        case,
    })
}

fn has_read(by: Reader, up_to: MessageId, message: &Message) -> bool {
    let is_own = matches!(
        (by, message.from),
        (Reader::Client, Speaker::Client) | (Reader::Seller, Speaker::Seller) | (Reader::Mediator, Speaker::Mediator)
    );
    up_to >= message.id && !is_own
}

fn reads(db: &Connection, dispute: DisputeId) -> Result<Vec<(Reader, MessageId)>, StoreError> {
    let mut reads = db.prepare_cached("SELECT reader, up_to FROM reads WHERE dispute = ?1 ORDER BY reader")?;
    let rows = reads.query_map([dispute], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn messages(db: &Connection, dispute: DisputeId) -> Result<Vec<Message>, StoreError> {
    let mut messages =
        db.prepare_cached("SELECT id, at, speaker, author, body FROM messages WHERE dispute = ?1 ORDER BY id")?;
    let rows = messages.query_map([dispute], |row| {
        let mut r = Reading::of(row);
        let (id, at, from) = (r.take()?, r.time()?, r.take()?);
        Ok(Message { id, dispute, at, from, author: r.take()?, body: r.take()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn attachments(db: &Connection, num: i64) -> Result<Vec<Attachment>, StoreError> {
    let mut attachments = db.prepare_cached(
        "SELECT a.id, a.message, a.name, a.media_type, a.origin, a.path, a.text, f.sha256, f.bytes, f.refused, \
           a.inadmissible \
         FROM attachments a LEFT JOIN files f ON f.attachment = a.id WHERE a.order_num = ?1 ORDER BY a.id",
    )?;
    let rows = attachments.query_map([num], |row| {
        let mut r = Reading::of(row);
        Ok(Attachment {
            id: r.take()?,
            message: r.take()?,
            name: r.take()?,
            media_type: r.take()?,
            origin: r.take()?,
            path: r.take()?,
            text: r.take()?,
            stored_content: stored_content(&mut r)?,
            inadmissible: r.take()?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn stored_content(r: &mut Reading<'_, '_>) -> rusqlite::Result<Option<StoredContent>> {
    let (sha256, bytes, refused): (Option<String>, Option<i64>, Option<NotStored>) = (r.take()?, r.take()?, r.take()?);
    let kept = sha256.zip(bytes).map(|(sha256, bytes)| BlobRef { sha256, bytes: bytes.unsigned_abs() });
    Ok(kept.map(StoredContent::Stored).or(refused.map(StoredContent::NotStored)))
}

fn notes(db: &Connection, dispute: DisputeId) -> Result<Vec<Note>, StoreError> {
    let mut notes = db.prepare_cached("SELECT id, at, handle, body FROM notes WHERE dispute = ?1 ORDER BY id")?;
    let rows = notes.query_map([dispute], |row| {
        let mut r = Reading::of(row);
        Ok(Note { id: r.take()?, at: r.time()?, by: r.take()?, body: r.take()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn past_decisions(
    db: &Connection,
    dispute: DisputeId,
    current: Option<DecisionId>,
) -> Result<Vec<Decision>, StoreError> {
    let mut ids = db.prepare_cached("SELECT id FROM decisions WHERE dispute = ?1 AND id IS NOT ?2 ORDER BY round")?;
    let ids: Vec<DecisionId> = ids.query_map(params![dispute, current], |row| row.get(0))?.collect::<Result<_, _>>()?;
    ids.into_iter().map(|id| load::decision(db, id)).collect()
}
