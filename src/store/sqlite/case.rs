//! One case, whole, to be read.

use std::collections::HashMap;

use rusqlite::{Connection, params};

use super::rows::{decode, select};
use super::{contents, events, load, team};
use crate::domain::case::records::{Attachment, Decision, Message, Note};
use crate::domain::ids::{DecisionId, DisputeId, MessageId};
use crate::domain::vocabulary::{Reader, Speaker};
use crate::store::write::rows::discussion::{AttachmentRow, MessageRow, NoteRow};
use crate::store::{CaseFile, Changed, StoreError, ThreadRow};

/// See [`crate::store::CaseStore::case`].
pub(super) fn case(db: &Connection, id: DisputeId) -> Result<CaseFile, StoreError> {
    // One consistent moment for all of it.
    let moment = db.unchecked_transaction()?;
    let loaded = load::by_dispute(&moment, id)?;
    let (num, case) = (loaded.order_num, loaded.case);
    let last = Changed { dispute: id, by: loaded.cause.by, kind: loaded.cause.kind };
    let reads = load::receipts(&moment, id)?;
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
    let policy = team::load_policy(&moment, case.dispute.as_ref().map(|d| d.policy))?;
    Ok(CaseFile {
        policy,
        timeline: events::timeline(&moment, num)?,
        thread,
        notes: notes(&moment, id)?,
        order_files,
        entries: load::entries(&moment, num, &case.order.id)?,
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

fn messages(db: &Connection, dispute: DisputeId) -> Result<Vec<Message>, StoreError> {
    let mut messages = db.prepare_cached(select!(MessageRow<'_>, "WHERE dispute = ?1 ORDER BY id"))?;
    let rows = messages.query_map([dispute], |row| Ok(decode::<MessageRow<'_>>(row)?.into_message()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn attachments(db: &Connection, num: i64) -> Result<Vec<Attachment>, StoreError> {
    let mut contents = contents::of_order(db, num)?;
    let mut attachments = db.prepare_cached(select!(AttachmentRow<'_>, "WHERE order_num = ?1 ORDER BY id"))?;
    let rows = attachments.query_map([num], |row| {
        let row: AttachmentRow<'_> = decode(row)?;
        let content = contents.remove(&row.id);
        Ok(row.into_attachment(content))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn notes(db: &Connection, dispute: DisputeId) -> Result<Vec<Note>, StoreError> {
    let mut notes = db.prepare_cached(select!(NoteRow<'_>, "WHERE dispute = ?1 ORDER BY id"))?;
    let rows = notes.query_map([dispute], |row| Ok(decode::<NoteRow<'_>>(row)?.into_note()))?;
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
