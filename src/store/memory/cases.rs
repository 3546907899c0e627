//! Cases put together from their rows.

use std::borrow::Cow;
use std::cmp::Reverse;

use super::tables::Tables;
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::{Attachment, Case, Decision, Mediator, Message, Reopening};
use crate::domain::decision::precedents::{
    MAX_PAST_DISPUTES, MAX_PRECEDENTS, MIN_PRECEDENTS, PartyRecord, PastDispute, Precedent, PrecedentScope, Precedents,
    PriceBand, RelatedCases,
};
use crate::domain::dispute::timeline::LateAnswers;
use crate::domain::ids::{AttachmentId, DecisionId, DisputeId, EventId, Handle, MessageId, PersonId};
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::queue::saved_views::SavedView;
use crate::domain::vocabulary::{DisputeState, Outcome, Reader, Side, Speaker};
use crate::store::write::LoadedCase;
use crate::store::write::act::unknown_dispute;
use crate::store::write::counters::CountedAs;
use crate::store::write::fill::KnownFile;
use crate::store::write::policy::policy_version_of;
use crate::store::write::rows::case::{DisputeRow, OrderRow};
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow, DecisionTextRow, LedgerRow};
use crate::store::write::rows::discussion::{
    AskRow, AttachmentRow, FileRow, LaterFileRow, MessageRow, NoteRow, ProposalRow, ReceiptRow,
};
use crate::store::write::rows::history::EventRow;
use crate::store::write::rows::team::{MediatorRow, PolicyRow, SavedViewRow};
use crate::store::write::team::mediator_of;
use crate::store::{CaseFile, Changed, StoreError, ThreadRow, TimelineRow};

/// The case of an order, with this dispute of it.
pub fn load(tables: &Tables, order_num: i64, dispute: Option<DisputeId>) -> LoadedCase {
    let row: OrderRow<'_> = tables.find(&[&order_num]).expect("a dispute's order");
    let (placed, erased) = (row.placed, row.erased);
    let event: Option<EventRow<'_>> = tables.find(&[&placed]);
    let brief = event.and_then(|event| event.body).map(Cow::into_owned).unwrap_or_default();
    let case = Case { order: row.into_order(brief), dispute: None };
    let mut loaded = LoadedCase { erased, ..LoadedCase::new(order_num, placed, case) };
    let Some(row) = dispute.and_then(|id| tables.find::<DisputeRow<'_>>(&[&id])) else { return loaded };
    loaded.justification = row.justification;
    loaded.cause = row.cause();
    let text = row.justification.and_then(|id| message(tables, id)).map(|message| message.body);
    let (id, decision) = (row.id, row.decision.map(|id| decision(tables, id)));
    let mut dispute = row.into_dispute(text, decision);
    let asks = tables.children::<AskRow<'_>>("dispute", &id).into_iter();
    dispute.asks = asks.map(AskRow::into_ask).collect();
    let proposals = tables.children::<ProposalRow<'_>>("dispute", &id).into_iter();
    dispute.proposals = proposals.map(ProposalRow::into_proposal).collect();
    let of_dispute = tables.children::<DecisionRow<'_>>("dispute", &id).into_iter();
    dispute.reopened = of_dispute.filter(|row| row.round + 1 == dispute.round).find_map(|row| {
        let events = tables.children::<DecisionEventRow<'_>>("decision", &row.id).into_iter();
        events.map(|event| event.into_event(None)).find_map(|event| Reopening::of(&event))
    });
    loaded.counted = Some(CountedAs::of(&dispute));
    loaded.case.dispute = Some(dispute);
    loaded
}

/// The case of this dispute, with it.
pub fn find_dispute(tables: &Tables, id: DisputeId) -> Option<LoadedCase> {
    tables.find::<DisputeRow<'_>>(&[&id]).map(|row| load(tables, row.order_num, Some(id)))
}

/// The case of this dispute, with the latest of its order.
pub fn find_latest(tables: &Tables, id: DisputeId) -> Option<LoadedCase> {
    let row: DisputeRow<'_> = tables.find(&[&id])?;
    let order: OrderRow<'_> = tables.find(&[&row.order_num])?;
    Some(load(tables, row.order_num, order.dispute.or(Some(id))))
}

fn message(tables: &Tables, id: MessageId) -> Option<Message> {
    tables.find::<MessageRow<'_>>(&[&id]).map(MessageRow::into_message)
}

fn decision_text(tables: &Tables, decision: DecisionId, event: i64) -> Option<String> {
    tables.find::<DecisionTextRow<'_>>(&[&decision, &event]).map(|row| row.body.into_owned())
}

/// A decision as it stands.
pub fn decision(tables: &Tables, id: DecisionId) -> Decision {
    let row: DecisionRow<'_> = tables.find(&[&id]).expect("a decision");
    let events = tables.children::<DecisionEventRow<'_>>("decision", &id).into_iter();
    let events = events.map(|row| {
        let reason = decision_text(tables, id, row.id);
        row.into_event(reason)
    });
    row.into_decision(decision_text(tables, id, 0).unwrap_or_default(), events)
}

/// The decision that was taken under this key, and the hash of its reasons.
pub fn keyed_decision(tables: &Tables, key: &str) -> Option<(Decision, String)> {
    let row = tables.all::<DecisionRow<'_>>().into_iter().find(|row| row.key.as_deref() == Some(key))?;
    Some((decision(tables, row.id), row.reasons.into_owned()))
}

/// Up to which message each has read.
pub fn receipts(tables: &Tables, dispute: DisputeId) -> Vec<(Reader, MessageId)> {
    let rows = tables.children::<ReceiptRow>("dispute", &dispute).into_iter();
    rows.map(|row| (row.reader, row.up_to)).collect()
}

/// The policy of this version, or the one in force: the one of the highest.
pub fn policy(tables: &Tables, version: Option<u32>) -> Policy {
    let row: Option<PolicyRow<'_>> = version.map_or_else(|| tables.last(), |version| tables.find(&[&version]));
    serde_json::from_str(&row.expect("a policy").body).expect("a policy as JSON")
}

/// Every policy, the newest first.
pub fn policies(tables: &Tables) -> Vec<PolicyVersion> {
    let rows = tables.all::<PolicyRow<'_>>().into_iter().rev();
    rows.map(|row| policy_version_of(row).expect("a policy")).collect()
}

pub fn mediators(tables: &Tables) -> Vec<Mediator> {
    tables.all::<MediatorRow<'_>>().into_iter().map(|row| mediator_of(row).expect("a mediator")).collect()
}

/// The views that a mediator keeps.
pub fn views(tables: &Tables, of: &Handle) -> Vec<SavedView> {
    let rows = tables.all::<SavedViewRow<'_>>().into_iter().filter(|row| *row.handle == *of);
    rows.map(|row| SavedView { name: row.name.into_owned(), base: row.base, query: row.query.into_owned() }).collect()
}

/// See [`crate::store::CaseStore::case`].
pub fn case_file(tables: &Tables, id: DisputeId) -> Result<CaseFile, StoreError> {
    let loaded = find_dispute(tables, id).ok_or_else(|| unknown_dispute(id))?;
    let (num, case) = (loaded.order_num, loaded.case);
    let reads = receipts(tables, id);
    let files: Vec<Attachment> = tables
        .children::<AttachmentRow<'_>>("order_num", &num)
        .into_iter()
        .map(|row| {
            let content = content(tables, row.id);
            row.into_attachment(content)
        })
        .collect();
    let files_of = |message: Option<MessageId>| files.iter().filter(move |file| file.message == message).cloned();
    let messages = tables.children::<MessageRow<'_>>("dispute", &id).into_iter();
    let thread = messages.map(MessageRow::into_message).map(|message| ThreadRow {
        read_by: reads.iter().filter(|(by, up_to)| has_read(*by, *up_to, &message)).map(|(by, _)| *by).collect(),
        attachments: files_of(Some(message.id)).collect(),
        message,
    });
    let notes = tables.children::<NoteRow<'_>>("dispute", &id).into_iter();
    let entries = tables.children::<LedgerRow>("order_num", &num).into_iter();
    let current = case.dispute.as_ref().and_then(|d| d.decision.as_ref()).map(|d| d.id);
    let past = tables.children::<DecisionRow<'_>>("dispute", &id).into_iter().filter(|row| Some(row.id) != current);
    Ok(CaseFile {
        policy: policy(tables, case.dispute.as_ref().map(|d| d.policy)),
        timeline: timeline(tables, num),
        thread: thread.collect(),
        notes: notes.map(NoteRow::into_note).collect(),
        order_files: files_of(None).collect(),
        entries: entries.map(|row| row.into_entry(case.order.id.clone())).collect(),
        past_decisions: past.map(|row| decision(tables, row.id)).collect(),
        reads,
        last: Changed { dispute: id, by: loaded.cause.by, kind: loaded.cause.kind },
        case,
    })
}

fn has_read(by: Reader, up_to: MessageId, message: &Message) -> bool {
    let own = match by {
        Reader::Client => Speaker::Client,
        Reader::Seller => Speaker::Seller,
        Reader::Mediator => Speaker::Mediator,
    };
    up_to >= message.id && message.from != own
}

/// What became of the content of an attachment: the last that was found.
fn content(tables: &Tables, id: AttachmentId) -> Option<StoredContent> {
    let later = tables.all::<LaterFileRow<'_>>().into_iter().rfind(|row| row.attachment == id);
    let first = || tables.find::<FileRow<'_>>(&[&id]).and_then(FileRow::into_content);
    later.map_or_else(first, LaterFileRow::into_content)
}

/// The attachments of an event, with what became of their contents. Nobody is erased from this store.
pub fn event_files(tables: &Tables, event: &EventRow<'_>) -> Vec<KnownFile> {
    let mut files = tables.children::<AttachmentRow<'_>>("order_num", &event.order_num);
    files.retain(|file| match (event.kind.as_str(), event.about) {
        ("dispute.message", Some(about)) => file.message == Some(MessageId(about)),
        _ => file.event == Some(event.seq),
    });
    files.iter().map(|file| KnownFile { id: file.id, erased: false, content: content(tables, file.id) }).collect()
}

/// The event that brought an attachment.
pub fn event_of(tables: &Tables, id: AttachmentId) -> Option<EventId> {
    let file: AttachmentRow<'_> = tables.find(&[&id])?;
    let brought = |event: &EventRow<'_>| match file.message {
        Some(message) => event.kind.as_str() == "dispute.message" && event.about == Some(message.0),
        None => file.event == Some(event.seq),
    };
    let event = tables.children::<EventRow<'_>>("order_num", &file.order_num).into_iter().find(brought)?;
    event.event_id.map(Cow::into_owned)
}

/// The history of an order, without what the discussion shows.
fn timeline(tables: &Tables, num: i64) -> Vec<TimelineRow> {
    let files = tables.children::<AttachmentRow<'_>>("order_num", &num);
    let events = tables.children::<EventRow<'_>>("order_num", &num).into_iter();
    let mut late = LateAnswers::default();
    let shown = events.filter(|row| !["dispute.message", "dispute.read"].contains(&row.kind.as_str()));
    shown
        .map(|row| {
            let came_with = ["order.message", "order.delivered"].contains(&row.kind.as_str());
            let of_it = files.iter().filter(|file| came_with && file.event == Some(row.seq));
            let files = of_it.map(|file| file.id).collect();
            let (at, kind, by, too_late) = (row.at, row.kind, row.speaker, late.next_is_late(row.kind));
            TimelineRow { seq: row.seq, at, kind, by, body: text_of(tables, row), files, too_late }
        })
        .collect()
}

/// The text of an event, wherever it stands.
pub fn text_of(tables: &Tables, row: EventRow<'_>) -> String {
    let (kind, about) = (row.kind.as_str(), row.about.unwrap_or_default());
    let text = match (kind, row.event_id.is_some()) {
        ("dispute.opened", true) => message(tables, MessageId(about)).map(|message| message.body),
        ("proposal.made", _) => tables.find::<ProposalRow<'_>>(&[&about]).map(|proposal| proposal.terms.into_owned()),
        ("dispute.decided", _) => decision_text(tables, DecisionId(about), 0),
        (kind, false) if kind.starts_with("decision.") => tables
            .find::<DecisionEventRow<'_>>(&[&about])
            .and_then(|event| decision_text(tables, event.decision, event.id)),
        _ => row.body.map(Cow::into_owned),
    };
    text.unwrap_or_default()
}

/// See [`crate::store::CaseStore::related_cases`].
pub fn related_cases(tables: &Tables, id: DisputeId) -> Result<RelatedCases, StoreError> {
    let case = find_dispute(tables, id).ok_or_else(|| unknown_dispute(id))?.case;
    let others: Vec<Case> = tables
        .all::<DisputeRow<'_>>()
        .into_iter()
        .filter(|row| row.id != id)
        .map(|row| load(tables, row.order_num, Some(row.id)).case)
        .collect();
    let of = |person: &PersonId| Side::ALL.iter().map(|side| record(&others, person, *side)).collect::<Vec<_>>();
    let both = |person: &PersonId| of(person).try_into().expect("two sides");
    Ok(RelatedCases {
        alike: precedents(&others, &case),
        client: both(&case.order.client.id),
        seller: both(&case.order.seller.id),
    })
}

/// The decided cases that are like this one: the newest within the narrowest scope that has enough of them.
fn precedents(others: &[Case], case: &Case) -> Precedents {
    let (order, ground) = (&case.order, case.dispute.as_ref().map(|dispute| dispute.ground));
    let band = PriceBand::of(order.price);
    let in_scope = |scope: PrecedentScope| {
        let mut found: Vec<_> = others
            .iter()
            .filter_map(|other| Some((&other.order, other.dispute.as_ref()?)))
            .filter(|(_, dispute)| dispute.state == DisputeState::Decided && Some(dispute.ground) == ground)
            .filter(|(other, _)| other.price.currency == order.price.currency)
            .filter(|(other, _)| scope.bands(band).contains(&PriceBand::of(other.price)))
            .filter(|(other, _)| !scope.keeps_language() || other.lang == order.lang)
            .collect();
        found.sort_unstable_by_key(|(_, dispute)| (Reverse(dispute.due_at), dispute.id));
        found.truncate(usize::from(MAX_PRECEDENTS) + 1);
        found
    };
    let scopes = PrecedentScope::ALL.iter().copied();
    let reach = scopes.clone().find(|scope| in_scope(*scope).len() >= MIN_PRECEDENTS).or(scopes.last());
    let reach = reach.expect("there are scopes");
    let keys = in_scope(reach);
    let found = keys.iter().take(usize::from(MAX_PRECEDENTS)).filter_map(|(order, dispute)| {
        let decision = dispute.decision.as_ref()?;
        Some(Precedent {
            id: dispute.id,
            title: order.title.clone(),
            price: order.price,
            outcome: decision.outcome,
            basis: decision.basis,
            refund: decision.refund.filter(|_| decision.outcome == Outcome::PartialRefund),
            by: decision.by.clone(),
            at: decision.at,
            shared: Vec::new(),
        })
    });
    let mut alike = Precedents { reach, band, found: found.collect(), more: keys.len() > usize::from(MAX_PRECEDENTS) };
    alike.rank(&order.title, order.price);
    alike
}

/// A person's other disputes in one role, the newest first.
fn record(others: &[Case], person: &PersonId, side: Side) -> PartyRecord {
    let theirs = others.iter().filter(|case| case.order.party(side).id == *person);
    let mut disputes: Vec<_> = theirs
        .filter_map(|case| Some((&case.order, case.dispute.as_ref()?)))
        .map(|(order, dispute)| PastDispute {
            id: dispute.id,
            side,
            title: order.title.clone(),
            price: order.price,
            opened_at: dispute.opened_at,
            state: dispute.state,
            outcome: dispute.decision.as_ref().filter(|_| dispute.state == DisputeState::Decided).map(|d| d.outcome),
            decided_at: (dispute.state == DisputeState::Decided).then_some(dispute.due_at),
        })
        .collect();
    disputes.sort_by_key(|one| Reverse(one.id));
    let more = disputes.len() > usize::from(MAX_PAST_DISPUTES);
    disputes.truncate(usize::from(MAX_PAST_DISPUTES));
    PartyRecord { disputes, more }
}
