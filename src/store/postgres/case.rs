//! One case, whole, to be read: one call of a function, which returns the rows; here they are put together.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::errors::damaged;
use super::link::Link;
use super::rows::{decode_all, decode_json, field, int};
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::{Attachment, Case, Decision, DecisionEvent, Message, Reopening};
use crate::domain::dispute::timeline::{LateAnswers, TimelineKind};
use crate::domain::ids::{AttachmentId, DisputeId, MessageId};
use crate::domain::marketplace::event::EventType;
use crate::domain::policy::Policy;
use crate::domain::vocabulary::{Reader, Speaker};
use crate::store::write::LoadedCase;
use crate::store::write::act::unknown_dispute;
use crate::store::write::counters::CountedAs;
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow, DecisionTextRow, LedgerRow};
use crate::store::write::rows::discussion::{
    AskRow, AttachmentRow, FileRow, LaterFileRow, MessageRow, NoteRow, ProposalRow, ReceiptRow,
};
use crate::store::{CaseFile, Changed, StoreError, ThreadRow, TimelineRow};

/// See [`crate::store::CaseStore::case`].
pub(super) fn case(link: &Link, id: DisputeId) -> Result<CaseFile, StoreError> {
    let found = link.read_json("SELECT litige.case_file_1($1)", &[int(&id.0)])?;
    if found.is_null() {
        return Err(unknown_dispute(id));
    }
    put_together(&found, id).map_err(|error| link.named(error))
}

fn put_together(found: &Json, id: DisputeId) -> Result<CaseFile, StoreError> {
    let decisions: Vec<(Decision, Vec<DecisionEvent>)> =
        found["decisions"].as_array().into_iter().flatten().map(decision).collect::<Result<_, _>>()?;
    let loaded = loaded(found, &decisions)?;
    let case = loaded.case;
    let reads = decode_all::<ReceiptRow>(&found["reads"])?;
    let reads: Vec<_> = reads.into_iter().map(|row| (row.reader, row.up_to)).collect();
    let (mut of_messages, mut order_files) = (HashMap::<MessageId, Vec<Attachment>>::new(), Vec::new());
    let mut of_events = HashMap::<i64, Vec<AttachmentId>>::new();
    let mut contents = stored_contents(found)?;
    for row in decode_all::<AttachmentRow<'_>>(&found["attachments"])? {
        if let Some(event) = row.event {
            of_events.entry(event).or_default().push(row.id);
        }
        let content = contents.remove(&row.id);
        let attachment = row.into_attachment(content);
        match attachment.message {
            Some(message) => of_messages.entry(message).or_default().push(attachment),
            None => order_files.push(attachment),
        }
    }
    let messages = decode_all::<MessageRow<'_>>(&found["messages"])?.into_iter().map(MessageRow::into_message);
    let thread = messages.map(|message| ThreadRow {
        read_by: reads.iter().filter(|(by, up_to)| has_read(*by, *up_to, &message)).map(|(by, _)| *by).collect(),
        attachments: of_messages.remove(&message.id).unwrap_or_default(),
        message,
    });
    let thread = thread.collect();
    let current = case.dispute.as_ref().and_then(|d| d.decision.as_ref()).map(|d| d.id);
    let past = decisions.into_iter().map(|(decision, _)| decision).filter(|decision| Some(decision.id) != current);
    let entries = decode_all::<LedgerRow>(&found["ledger"])?.into_iter();
    Ok(CaseFile {
        policy: policy(&found["policy"])?,
        timeline: timeline(&found["timeline"], of_events)?,
        thread,
        notes: decode_all::<NoteRow<'_>>(&found["notes"])?.into_iter().map(NoteRow::into_note).collect(),
        order_files,
        entries: entries.map(|row| row.into_entry(case.order.id.clone())).collect(),
        past_decisions: past.collect(),
        reads,
        last: Changed { dispute: id, by: loaded.cause.by, kind: loaded.cause.kind },
        case,
    })
}

/// The case as the rules need it.
fn loaded(found: &Json, decisions: &[(Decision, Vec<DecisionEvent>)]) -> Result<LoadedCase, StoreError> {
    let order: OrderRow<'_> = decode_json(&found["order"])?;
    let (num, placed, erased) = (order.num, order.placed, order.erased);
    let brief: Option<String> = field(found, "brief")?;
    let case = Case { order: order.into_order(brief.unwrap_or_default()), dispute: None };
    let mut loaded = LoadedCase { erased, ..LoadedCase::new(num, placed, case) };
    let row: DisputeRow<'_> = decode_json(&found["dispute"])?;
    loaded.justification = row.justification;
    loaded.cause = row.cause();
    let in_force = row.decision.map(|id| {
        let of_it = decisions.iter().find(|(decision, _)| decision.id == id).map(|(decision, _)| decision.clone());
        of_it.ok_or_else(|| damaged(format!("decision {id} is missing")))
    });
    let mut dispute = row.into_dispute(field(found, "justification")?, in_force.transpose()?);
    dispute.asks = decode_all::<AskRow<'_>>(&found["asks"])?.into_iter().map(AskRow::into_ask).collect();
    let proposals = decode_all::<ProposalRow<'_>>(&found["proposals"])?;
    dispute.proposals = proposals.into_iter().map(ProposalRow::into_proposal).collect();
    let before = decisions.iter().find(|(decision, _)| decision.round + 1 == dispute.round);
    dispute.reopened = before.and_then(|(_, events)| events.iter().find_map(Reopening::of));
    loaded.counted = Some(CountedAs::of(&dispute));
    loaded.case.dispute = Some(dispute);
    Ok(loaded)
}

/// A decision as it stands, and what happened to it, without the reasons of that.
fn decision(found: &Json) -> Result<(Decision, Vec<DecisionEvent>), StoreError> {
    let row: DecisionRow<'_> = decode_json(&found["row"])?;
    let mut texts: HashMap<i64, String> = HashMap::new();
    for text in decode_all::<DecisionTextRow<'_>>(&found["texts"])? {
        texts.insert(text.mark, text.body.into_owned());
    }
    let marks = decode_all::<DecisionEventRow<'_>>(&found["marks"])?;
    let events: Vec<_> = marks.iter().cloned().map(|mark| mark.into_event(None)).collect();
    let reasons = texts.remove(&0).unwrap_or_default();
    let told = marks.into_iter().map(|mark| {
        let reason = texts.remove(&mark.id);
        mark.into_event(reason)
    });
    Ok((row.into_decision(reasons, told), events))
}

/// What became of the content of an order's attachments, where somebody looked; the last look counts.
fn stored_contents(found: &Json) -> Result<HashMap<AttachmentId, StoredContent>, StoreError> {
    let first = decode_all::<FileRow<'_>>(&found["files"])?.into_iter();
    let mut contents: HashMap<_, _> = first.filter_map(|row| Some((row.attachment, row.into_content()?))).collect();
    let later = decode_all::<LaterFileRow<'_>>(&found["later_files"])?.into_iter();
    contents.extend(later.filter_map(|row| Some((row.attachment, row.into_content()?))));
    Ok(contents)
}

fn has_read(by: Reader, up_to: MessageId, message: &Message) -> bool {
    let is_own = matches!(
        (by, message.from),
        (Reader::Client, Speaker::Client) | (Reader::Seller, Speaker::Seller) | (Reader::Mediator, Speaker::Mediator)
    );
    up_to >= message.id && !is_own
}

/// A policy, whose body is JSON in a text.
pub(super) fn policy(body: &Json) -> Result<Policy, StoreError> {
    let body = body.as_str().ok_or_else(|| damaged("a policy is missing"))?;
    serde_json::from_str(body).map_err(|error| damaged(format!("a policy can't be read: {error}")))
}

/// The history of an order without what the discussion shows.
fn timeline(events: &Json, mut files: HashMap<i64, Vec<AttachmentId>>) -> Result<Vec<TimelineRow>, StoreError> {
    let mut late = LateAnswers::default();
    let row = |event: &Json| {
        let kind: TimelineKind = field(event, "kind")?;
        let of_it = matches!(kind, TimelineKind::Event(EventType::OrderMessage | EventType::OrderDelivered));
        let files = files.remove(&field(event, "seq")?).filter(|_| of_it);
        Ok(TimelineRow {
            seq: field(event, "seq")?,
            at: field(event, "at")?,
            kind,
            by: field(event, "speaker")?,
            body: field(event, "body")?,
            files: files.unwrap_or_default(),
            too_late: late.next_is_late(kind),
        })
    };
    events.as_array().into_iter().flatten().map(row).collect()
}
