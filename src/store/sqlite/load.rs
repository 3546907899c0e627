//! Cases as the rules need them: an order, one of its disputes, that dispute's asks, proposals and decision; and the long
//! parts that the rules ask for.

use rusqlite::{Connection, OptionalExtension, Row, ToSql, params};

use super::rows::{Reading, decode, select};
use crate::domain::case::long_parts::{Admissibility, LongParts, NamedFile, NeededParts};
use crate::domain::case::records::{Ask, Case, Decision, DecisionEvent, Dispute, Proposal, Reopening};
use crate::domain::ids::{DecisionId, DisputeId, EventId, MessageId, OrderId};
use crate::domain::money::accounts::LedgerEntry;
use crate::domain::vocabulary::Reader;
use crate::store::StoreError;
use crate::store::write::LoadedCase;
use crate::store::write::act::unknown_dispute;
use crate::store::write::counters::CountedAs;
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow, LedgerRow};
use crate::store::write::rows::discussion::{AskRow, ProposalRow};

/// The case of an order with its latest dispute, without its brief.
pub(super) fn by_order(db: &Connection, id: &OrderId) -> Result<Option<LoadedCase>, StoreError> {
    let Some((mut loaded, latest)) = order(db, select!(OrderRow<'_>, ", '' AS brief", "WHERE id = ?1"), id)? else {
        return Ok(None);
    };
    if let Some(latest) = latest {
        put_dispute(db, &mut loaded, latest)?;
    }
    Ok(Some(loaded))
}

/// The order of a dispute, with that dispute.
pub(super) fn by_dispute(db: &Connection, id: DisputeId) -> Result<LoadedCase, StoreError> {
    find_dispute(db, id)?.ok_or_else(|| unknown_dispute(id))
}

/// The order of a dispute, with that dispute, if it is there.
pub(super) fn find_dispute(db: &Connection, id: DisputeId) -> Result<Option<LoadedCase>, StoreError> {
    let Some((mut loaded, _)) = order_of(db, id)? else { return Ok(None) };
    put_dispute(db, &mut loaded, id)?;
    Ok(Some(loaded))
}

/// The order of a dispute, with its latest dispute: the one that may still be acted on.
pub(super) fn find_latest(db: &Connection, id: DisputeId) -> Result<Option<LoadedCase>, StoreError> {
    let Some((mut loaded, latest)) = order_of(db, id)? else { return Ok(None) };
    put_dispute(db, &mut loaded, latest.unwrap_or(id))?;
    Ok(Some(loaded))
}

fn order_of(db: &Connection, id: DisputeId) -> Result<Option<(LoadedCase, Option<DisputeId>)>, StoreError> {
    let sql = select!(
        OrderRow<'_>,
        ", (SELECT e.body FROM events e WHERE e.seq = placed) AS brief",
        "WHERE num = (SELECT order_num FROM disputes WHERE id = ?1)"
    );
    order(db, sql, &id)
}

fn order(db: &Connection, sql: &str, key: &dyn ToSql) -> Result<Option<(LoadedCase, Option<DisputeId>)>, StoreError> {
    let read = |row: &Row<'_>| {
        let brief: Option<String> = row.get("brief")?;
        let order: OrderRow<'_> = decode(row)?;
        let (num, placed, erased, dispute) = (order.num, order.placed, order.erased, order.dispute);
        let case = Case { order: order.into_order(brief.unwrap_or_default()), dispute: None };
        Ok((LoadedCase { erased, ..LoadedCase::new(num, placed, case) }, dispute))
    };
    Ok(db.prepare_cached(sql)?.query_row([key], read).optional()?)
}

fn put_dispute(db: &Connection, loaded: &mut LoadedCase, id: DisputeId) -> Result<(), StoreError> {
    let sql = select!(
        DisputeRow<'_>,
        ", (SELECT m.body FROM messages m WHERE m.id = justification) AS justification_text",
        "WHERE id = ?1"
    );
    let found = db.prepare_cached(sql)?.query_row([id], |row| {
        Ok((decode::<DisputeRow<'_>>(row)?, row.get::<_, Option<String>>("justification_text")?))
    });
    let (row, justification) = found.optional()?.ok_or_else(|| unknown_dispute(id))?;
    loaded.justification = row.justification;
    loaded.cause = row.cause();
    let (asks, proposals) = (asks(db, id)?, proposals(db, id)?);
    let decision = row.decision.map(|id| decision(db, id)).transpose()?;
    let mut dispute = row.into_dispute(justification, decision);
    (dispute.asks, dispute.proposals) = (asks, proposals);
    dispute.reopened = reopening(db, &dispute)?;
    loaded.counted = Some(CountedAs::of(&dispute));
    loaded.case.dispute = Some(dispute);
    Ok(())
}

/// How the decision of the round before was taken back.
fn reopening(db: &Connection, dispute: &Dispute) -> Result<Option<Reopening>, StoreError> {
    let Some(before) = dispute.round.checked_sub(1).filter(|round| *round > 0) else { return Ok(None) };
    let mut events = db.prepare_cached(select!(
        DecisionEventRow<'_>,
        "WHERE decision = (SELECT d.id FROM decisions d WHERE d.dispute = ?1 AND d.round = ?2) ORDER BY id"
    ))?;
    let rows = events
        .query_map(params![dispute.id, before], |row| Ok(decode::<DecisionEventRow<'_>>(row)?.into_event(None)))?;
    let events: Vec<DecisionEvent> = rows.collect::<Result<_, _>>()?;
    Ok(events.iter().find_map(Reopening::of))
}

fn asks(db: &Connection, dispute: DisputeId) -> Result<Vec<Ask>, StoreError> {
    let mut asks = db.prepare_cached(select!(AskRow<'_>, "WHERE dispute = ?1 ORDER BY id"))?;
    let rows = asks.query_map([dispute], |row| Ok(decode::<AskRow<'_>>(row)?.into_ask()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn proposals(db: &Connection, dispute: DisputeId) -> Result<Vec<Proposal>, StoreError> {
    let mut proposals = db.prepare_cached(select!(ProposalRow<'_>, "WHERE dispute = ?1 ORDER BY id"))?;
    let rows = proposals.query_map([dispute], |row| Ok(decode::<ProposalRow<'_>>(row)?.into_proposal()))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// A decision as its row and what happened to it since tell it.
pub(super) fn decision(db: &Connection, id: DecisionId) -> Result<Decision, StoreError> {
    let sql = select!(
        DecisionRow<'_>,
        ", (SELECT t.body FROM decision_texts t WHERE t.decision = decisions.id AND t.mark = 0) AS text",
        "WHERE id = ?1"
    );
    let (row, reasons) = db.prepare_cached(sql)?.query_row([id], |row| {
        Ok((decode::<DecisionRow<'_>>(row)?, row.get::<_, Option<String>>("text")?.unwrap_or_default()))
    })?;
    let sql = select!(
        DecisionEventRow<'_>,
        ", (SELECT t.body FROM decision_texts t WHERE t.decision = decision_marks.decision AND t.mark = \
           decision_marks.id) AS text",
        "WHERE decision = ?1 ORDER BY id"
    );
    let mut events = db.prepare_cached(sql)?;
    let events = events.query_map([id], |row| {
        let reason = row.get("text")?;
        Ok(decode::<DecisionEventRow<'_>>(row)?.into_event(reason))
    })?;
    let events: Vec<DecisionEvent> = events.collect::<Result<_, _>>()?;
    Ok(row.into_decision(reasons, events))
}

/// The decision that was taken under this key, and the hash of its reasons.
pub(super) fn keyed_decision(db: &Connection, key: &str) -> Result<Option<(Decision, String)>, StoreError> {
    let known: Option<(DecisionId, String)> = db
        .prepare_cached("SELECT id, reasons FROM decisions WHERE key = ?1")?
        .query_row([key], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?;
    known.map(|(id, reasons)| Ok((decision(db, id)?, reasons))).transpose()
}

/// The ledger of an order, oldest first.
pub(super) fn entries(db: &Connection, order_num: i64, order: &OrderId) -> Result<Vec<LedgerEntry>, StoreError> {
    let mut all = db.prepare_cached(select!(LedgerRow, "WHERE order_num = ?1 ORDER BY id"))?;
    let rows = all.query_map([order_num], |row| Ok(decode::<LedgerRow>(row)?.into_entry(order.clone())))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Up to which message each has read a discussion.
pub(super) fn receipts(db: &Connection, dispute: DisputeId) -> Result<Vec<(Reader, MessageId)>, StoreError> {
    let mut reads = db.prepare_cached("SELECT reader, up_to FROM reads WHERE dispute = ?1 ORDER BY reader")?;
    let rows = reads.query_map([dispute], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// Whether a mediator has written to the parties.
pub(super) fn is_answered(db: &Connection, dispute: DisputeId) -> Result<bool, StoreError> {
    let sql = "SELECT EXISTS (SELECT 1 FROM messages WHERE dispute = ?1 AND speaker = 'mediator')";
    Ok(db.prepare_cached(sql)?.query_row([dispute], |row| row.get(0))?)
}

/// The event by which a party sent a message of a discussion. Events and messages are numbered in the order of their arrival, so
/// it is found by halving: the rows are many, and an index of them all would serve nothing else.
fn event_of_message(db: &Connection, message: MessageId) -> Result<Option<EventId>, StoreError> {
    let mut next = db.prepare_cached(
        "SELECT seq, ref, event_id FROM events WHERE seq >= ?1 AND seq < ?2 AND kind = 'dispute.message' ORDER BY seq LIMIT 1",
    )?;
    let (mut from, mut to): (i64, i64) = (0, db.query_row("SELECT max(seq) + 1 FROM events", [], |row| row.get(0))?);
    while from < to {
        let middle = from + (to - from) / 2;
        let found: Option<(i64, MessageId, EventId)> =
            next.query_row([middle, to], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).optional()?;
        match found {
            Some((_, at, event)) if at == message => return Ok(Some(event)),
            Some((seq, at, _)) if at < message => from = seq + 1,
            _ => to = middle,
        }
    }
    Ok(None)
}

/// The long parts of a case that a request on this dispute of it needs.
pub(super) fn long_parts(
    db: &Connection,
    loaded: &LoadedCase,
    dispute: DisputeId,
    needed: &NeededParts,
) -> Result<LongParts, StoreError> {
    let mut parts = LongParts::default();
    for id in &needed.messages {
        let mut one = db.prepare_cached("SELECT 1 FROM messages WHERE id = ?1 AND dispute = ?2")?;
        if one.exists(params![id, dispute])? {
            parts.messages.push(*id);
        }
    }
    for id in &needed.attachments {
        let mut one = db.prepare_cached(
            "SELECT inadmissible, origin, name, message, (SELECT e.event_id FROM events e WHERE e.seq = event) \
             FROM attachments WHERE id = ?1 AND order_num = ?2 \
             AND (message IS NULL OR (SELECT dispute FROM messages WHERE id = message) = ?3)",
        )?;
        let found = one.query_row(params![id, loaded.order_num, dispute], |row| {
            let mut r = Reading::of(row);
            let admissibility = Admissibility::of(r.column()?, r.column()?);
            let (name, message, event): (String, Option<MessageId>, Option<EventId>) =
                (r.column()?, r.column()?, r.column()?);
            Ok((NamedFile { id: *id, name, event, admissibility }, message))
        });
        if let Some((mut file, message)) = found.optional()? {
            if let Some(message) = message {
                file.event = event_of_message(db, message)?;
            }
            parts.attachments.push(file);
        }
    }
    if let Some(up_to) = needed.read_up_to {
        let mut count = db.prepare_cached(
            "SELECT count(*) FROM messages WHERE dispute = ?1 AND id > ?2 AND speaker IN ('client', 'seller')",
        )?;
        parts.unread_after = count.query_row(params![dispute, up_to], |row| row.get(0))?;
    }
    let decision = loaded.case.dispute.as_ref().and_then(|d| d.decision.as_ref()).filter(|_| needed.entries);
    if let Some(decision) = decision {
        parts.entries = entries(db, loaded.order_num, &loaded.case.order.id)?;
        parts.entries.retain(|entry| entry.decision == Some(decision.id) && entry.reverses.is_none());
    }
    Ok(parts)
}
