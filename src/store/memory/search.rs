//! Searching: every message and every passage is looked at, the newest first.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::convert::Infallible;

use super::tables::Tables;
use super::{cases, queue};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{AttachmentId, DecisionId, DisputeId, NoteId, ProposalId};
use crate::domain::marketplace::event::EventType;
use crate::domain::search::passage::PassageKind;
use crate::domain::search::snippet::{holds, snippet};
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::write::rows::case::OrderRow;
use crate::store::write::rows::decision::{DecisionEventRow, DecisionRow};
use crate::store::write::rows::discussion::{AttachmentRow, MessageRow, NoteRow, ProposalRow};
use crate::store::write::rows::history::EventRow;
use crate::store::write::rows::passages::PassageRow;
use crate::store::{FilterMatcher, FoundHits, Hit, HitPlace, SearchCursor, SearchPage, SearchQuery};

/// Something that was said, to be looked at.
struct Said {
    /// `None`: it belongs to an order without a dispute.
    dispute: Option<DisputeId>,
    place: HitPlace,
    from: Speaker,
    author: String,
    at: Time,
    text: String,
}

/// See [`crate::store::SearchStore::search`].
pub fn search(tables: &Tables, query: &SearchQuery, now: Time) -> SearchPage {
    if query.terms.is_empty() || query.limit == 0 {
        return SearchPage::default();
    }
    let team = || Ok::<_, Infallible>(cases::mediators(tables));
    let Ok(filter) = FilterMatcher::new(query.terms.conditions(), (query.me.as_ref(), now), team);
    let cases = queue::rows(tables);
    let cases = cases.iter().filter(|(row, words)| filter.may_match(words) && filter.matches(row));
    let titles: BTreeMap<_, _> = cases.map(|(row, _)| (row.id, row.title.as_str())).collect();
    let sought = query.terms.sought_words();
    let hit = |(number, said): (i64, Said)| {
        let dispute = said.dispute?;
        let title = (*titles.get(&dispute)?).to_owned();
        if !sought.is_empty() && !holds(&said.text, sought) {
            return None;
        }
        let Said { place, from, author, at, .. } = said;
        let found = snippet(&said.text, sought);
        Some((number, Hit { dispute, place, from, author, at, snippet: found.text, marks: found.marks, title }))
    };
    let before = query.before.unwrap_or(SearchCursor::START);
    let messages = messages(tables).into_iter().rev().filter(|(number, _)| *number < before.message.0);
    let passages = passages(tables).into_iter().rev().filter(|(number, _)| *number < before.passage.0);
    let found = |hits: Vec<_>| FoundHits { hits, ..FoundHits::default() };
    SearchPage::merged(
        found(messages.filter_map(hit).collect()),
        found(passages.filter_map(hit).collect()),
        query.limit,
    )
}

fn messages(tables: &Tables) -> Vec<(i64, Said)> {
    let messages = tables.all::<MessageRow<'_>>().into_iter().map(MessageRow::into_message);
    let said = messages.map(|message| {
        let said = Said {
            dispute: Some(message.dispute),
            place: HitPlace::Message(message.id),
            from: message.from,
            author: message.author,
            at: message.at,
            text: message.body,
        };
        (message.id.0, said)
    });
    said.collect()
}

fn passages(tables: &Tables) -> Vec<(i64, Said)> {
    let rows = tables.all::<PassageRow<'_>>().into_iter();
    rows.map(|row| (row.id.0, passage(tables, &row))).collect()
}

fn passage(tables: &Tables, row: &PassageRow<'_>) -> Said {
    match row.kind {
        PassageKind::Event => event(tables, row.of),
        PassageKind::Note => {
            let note: NoteRow<'_> = tables.find(&[&row.of]).expect("a passage's note");
            Said {
                dispute: Some(note.dispute),
                place: HitPlace::Note(NoteId(row.of)),
                from: Speaker::Mediator,
                author: note.handle.0.clone(),
                at: note.at,
                text: note.body.into_owned(),
            }
        }
        PassageKind::File => file(tables, AttachmentId(row.of)),
        PassageKind::Strike => {
            let attachment: AttachmentRow<'_> = tables.find(&[&row.of]).expect("a passage's attachment");
            Said {
                place: HitPlace::Strike { attachment: AttachmentId(row.of), message: attachment.message },
                from: Speaker::Mediator,
                author: row.handle.as_ref().map(|by| by.0.clone()).unwrap_or_default(),
                at: row.at.expect("when it was struck"),
                text: attachment.inadmissible.map(Cow::into_owned).unwrap_or_default(),
                ..file(tables, AttachmentId(row.of))
            }
        }
    }
}

/// A text of the history, with the case that it belongs to.
fn event(tables: &Tables, seq: i64) -> Said {
    let row: EventRow<'_> = tables.find(&[&seq]).expect("a passage's event");
    let order: OrderRow<'_> = tables.find(&[&row.order_num]).expect("an event's order");
    let (kind, from, at, about) = (row.kind, row.speaker, row.at, row.about.unwrap_or_default());
    let mut dispute = order.dispute;
    let mut place = HitPlace::History { seq, kind };
    let mut by = None;
    match kind {
        TimelineKind::Event(EventType::ProposalMade) => {
            let proposal: ProposalRow<'_> = tables.find(&[&about]).expect("a proposal");
            place = HitPlace::Proposal(ProposalId(about));
            (dispute, by) = (Some(proposal.dispute), proposal.handle);
        }
        TimelineKind::Decided => {
            let decision: DecisionRow<'_> = tables.find(&[&about]).expect("a decision");
            place = HitPlace::Reason(DecisionId(about));
            (dispute, by) = (Some(decision.dispute), Some(decision.handle));
        }
        TimelineKind::Decision(_) => {
            let event: DecisionEventRow<'_> = tables.find(&[&about]).expect("what happened to a decision");
            let decision: DecisionRow<'_> = tables.find(&[&event.decision]).expect("a decision");
            place = HitPlace::Reason(event.decision);
            (dispute, by) = (Some(decision.dispute), event.handle);
        }
        TimelineKind::Event(_) => {}
    }
    let author = by.map_or_else(|| party(&order, from), |by| by.0.clone());
    Said { dispute, place, from, author, at, text: cases::text_of(tables, row) }
}

/// The name of a file, from whom it came, when and where.
fn file(tables: &Tables, id: AttachmentId) -> Said {
    let row: AttachmentRow<'_> = tables.find(&[&id]).expect("a passage's attachment");
    let order: OrderRow<'_> = tables.find(&[&row.order_num]).expect("a file's order");
    let place = HitPlace::File { attachment: id, message: row.message };
    let text = row.name.into_owned();
    if let Some(message) = row.message.and_then(|id| tables.find::<MessageRow<'_>>(&[&id])) {
        let (from, author, at) = (message.speaker, message.author.into_owned(), message.at);
        return Said { dispute: Some(message.dispute), place, from, author, at, text };
    }
    let event: EventRow<'_> = tables.find(&[&row.event.unwrap_or_default()]).expect("what a file came with");
    Said {
        dispute: order.dispute,
        place,
        from: event.speaker,
        author: party(&order, event.speaker),
        at: event.at,
        text,
    }
}

fn party(order: &OrderRow<'_>, speaker: Speaker) -> String {
    match speaker {
        Speaker::Client => order.client_name.to_string(),
        Speaker::Seller => order.seller_name.to_string(),
        Speaker::Mediator | Speaker::System => String::new(),
    }
}
