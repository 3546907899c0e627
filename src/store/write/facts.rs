//! What the rules decided, as rows.

use std::borrow::Cow;

use super::events::TimelineMoment;
use super::headers;
use super::rows::decision::{DecisionEventRow, DecisionRow, DecisionTextRow, LedgerRow, OutboxRow};
use super::rows::discussion::{
    AskRow, AttachmentRow, FileRow, MessageRow, NoteRow, ProposalRow, ReceiptRow, StrikeRow,
};
use super::rows::team::{AcknowledgementRow, NotificationRow};
use super::transaction::{Cause, LoadedCase, WriteTransaction};
use super::writer::Writer;
use crate::domain::case::records::{
    Ask, Attachment, Case, Decision, DecisionEvent, Fact, Message, NotificationKind, Proposal,
};
use crate::domain::dispute::change::Actor;
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{DecisionId, DisputeId, Handle, Ids};
use crate::domain::marketplace::event::EventType;
use crate::domain::search::passage::PassageKind;
use crate::domain::vocabulary::{OpenedBy, Speaker};
use crate::store::StoreError;

/// What the rules made of a case beside the case itself, to be written.
pub struct Outcome<'a> {
    /// What is to be written beside the case's header.
    pub facts: &'a [Fact],
    /// The free numbers before it: what is above is new.
    pub from: Ids,
    /// The event that it comes from, if it comes from one.
    pub event: Option<i64>,
    pub cause: Cause,
}

/// Writes the facts of a case as it stands now, and the row of a dispute that is new. The headers of what changed are the
/// caller's part: of several changes in one transaction, only the last needs to be written. Where new headers are inserted
/// last, they are the caller's part too.
pub fn write_facts<T: WriteTransaction>(
    w: &mut Writer<T>,
    loaded: &mut LoadedCase,
    outcome: Outcome<'_>,
) -> Result<(), StoreError> {
    let Outcome { facts, from, event, cause } = outcome;
    // That something was read is seen, but whoever wrote it is still the one to be told of.
    if facts.is_empty() || !facts.iter().all(|fact| matches!(fact, Fact::Read { .. })) {
        loaded.cause = cause;
    }
    let opened = loaded.case.dispute.as_ref().is_some_and(|d| d.id.0 >= from.dispute);
    if opened {
        loaded.justification = None;
        loaded.counted = None;
    }
    if loaded.justification.is_none()
        && let Some(text) = loaded.case.dispute.as_ref().and_then(|d| d.justification.as_ref())
    {
        // The justification is the very text of one of the client's messages (domain, thread).
        loaded.justification = facts.iter().find_map(|fact| match fact {
            Fact::Message(m) if m.from == Speaker::Client && m.body == *text => Some(m.id),
            _ => None,
        });
    }
    // Before what refers to it.
    if opened && !w.inserts_headers_last {
        headers::write_dispute(w, loaded)?;
    }
    let case = &loaded.case;
    let dispute = case.dispute.as_ref();
    let automatic = dispute.filter(|d| d.id.0 >= from.dispute && d.opened_by == OpenedBy::Automatic);
    if let Some(dispute) = automatic {
        let opened = TimelineMoment {
            kind: EventType::DisputeOpened.into(),
            at: dispute.opened_at,
            speaker: Speaker::System,
            about: dispute.id.0,
            text: None,
        };
        opened.insert(w, loaded.order_num, &case.order.id)?;
    }
    let by = if let Actor::Mediator(by) = &loaded.cause.by { Some(by) } else { None };
    let place = Placing { order_num: loaded.order_num, case, dispute: dispute.map(|d| d.id), from, event, by };
    for fact in facts {
        place.write(w, fact)?;
    }
    Ok(())
}

/// Where facts belong.
struct Placing<'a> {
    order_num: i64,
    case: &'a Case,
    dispute: Option<DisputeId>,
    from: Ids,
    event: Option<i64>,
    /// The mediator who did it, if one did.
    by: Option<&'a Handle>,
}

impl Placing<'_> {
    fn write<T: WriteTransaction>(&self, w: &mut Writer<T>, fact: &Fact) -> Result<(), StoreError> {
        match fact {
            Fact::Message(message) => insert_message(w, message),
            Fact::Attachment(attachment) => self.insert_attachment(w, attachment),
            Fact::Note(note) => {
                w.insert(&NoteRow::new(note, self.dispute()?))?;
                w.add_passage(PassageKind::Note, note.id.0, &note.body)
            }
            Fact::Ask(ask) => self.write_ask(w, ask),
            Fact::Proposal(proposal) => self.write_proposal(w, proposal),
            Fact::Read { by, up_to } => w.upsert(&ReceiptRow { dispute: self.dispute()?, reader: *by, up_to: *up_to }),
            Fact::Struck { attachment, reason } => {
                w.update(&StrikeRow { id: *attachment, inadmissible: Some(Cow::Borrowed(reason)) })?;
                w.add_strike(*attachment, self.by, reason)
            }
            Fact::Admitted { attachment } => {
                w.tx.forget_passage(PassageKind::Strike, attachment.0)?;
                w.update(&StrikeRow { id: *attachment, inadmissible: None })
            }
            Fact::Entry(entry) => w.insert(&LedgerRow::new(entry, self.order_num)),
            Fact::Decided(decision) => self.insert_decision(w, decision),
            Fact::DecisionEvent(event) => self.insert_decision_event(w, event),
            Fact::Outbox(line) => {
                let seq = w.numbers.outbox();
                w.insert(&OutboxRow::new(line, seq, self.order_num))
            }
            Fact::Notify { to, by, what, at } => w.upsert(&NotificationRow {
                handle: Cow::Borrowed(to),
                dispute: self.dispute()?,
                what: *what,
                author: Cow::Borrowed(by),
                at: *at,
            }),
            Fact::Acknowledge { by, what, at } => w.upsert(&AcknowledgementRow {
                handle: Cow::Borrowed(by),
                dispute: self.dispute()?,
                what: *what,
                at: *at,
            }),
            Fact::ForgetNotifications { of } => {
                w.tx.forget_notifications(of, self.dispute()?, &NotificationKind::OF_THE_HOLDER)
            }
        }
    }

    /// The dispute that the facts are about. Only an order's own files and money come without one.
    fn dispute(&self) -> Result<DisputeId, StoreError> {
        self.dispute.ok_or_else(|| StoreError::Io(format!("order {} has no dispute to write to", self.case.order.id)))
    }

    fn insert_moment<T: WriteTransaction>(
        &self,
        w: &mut Writer<T>,
        moment: &TimelineMoment<'_>,
    ) -> Result<(), StoreError> {
        moment.insert(w, self.order_num, &self.case.order.id)
    }

    fn insert_attachment<T: WriteTransaction>(
        &self,
        w: &mut Writer<T>,
        attachment: &Attachment,
    ) -> Result<(), StoreError> {
        w.insert(&AttachmentRow::new(attachment, self.order_num, self.event))?;
        w.add_passage(PassageKind::File, attachment.id.0, &attachment.name)?;
        match &attachment.stored_content {
            Some(content) => w.insert(&FileRow::new(attachment.id, content)),
            None => Ok(()),
        }
    }

    fn write_ask<T: WriteTransaction>(&self, w: &mut Writer<T>, ask: &Ask) -> Result<(), StoreError> {
        let row = AskRow::new(ask, self.dispute()?);
        w.upsert(&row)
    }

    fn write_proposal<T: WriteTransaction>(&self, w: &mut Writer<T>, proposal: &Proposal) -> Result<(), StoreError> {
        w.upsert(&ProposalRow::new(proposal, self.dispute()?))?;
        // A party's own is an event already.
        if proposal.by == Speaker::Mediator && proposal.id.0 >= self.from.proposal {
            let made = TimelineMoment {
                kind: EventType::ProposalMade.into(),
                at: proposal.at,
                speaker: proposal.by,
                about: proposal.id.0,
                text: Some(&proposal.terms),
            };
            self.insert_moment(w, &made)?;
        }
        Ok(())
    }

    fn insert_decision<T: WriteTransaction>(&self, w: &mut Writer<T>, decision: &Decision) -> Result<(), StoreError> {
        w.insert(&DecisionRow::new(decision, self.case.order.price.currency))?;
        insert_text(w, decision.id, 0, &decision.reasons)?;
        let (kind, at, about, text) =
            (TimelineKind::Decided, decision.at, decision.id.0, Some(decision.reasons.as_str()));
        self.insert_moment(w, &TimelineMoment { kind, at, speaker: Speaker::Mediator, about, text })
    }

    fn insert_decision_event<T: WriteTransaction>(
        &self,
        w: &mut Writer<T>,
        event: &DecisionEvent,
    ) -> Result<(), StoreError> {
        let id = w.numbers.decision_event();
        w.insert(&DecisionEventRow::new(event, id))?;
        if let Some(reason) = &event.reason {
            insert_text(w, event.decision, id, reason)?;
        }
        let speaker = if event.by.is_some() { Speaker::Mediator } else { Speaker::System };
        let (kind, at, text) = (TimelineKind::Decision(event.kind), event.at, event.reason.as_deref());
        self.insert_moment(w, &TimelineMoment { kind, at, speaker, about: id, text })
    }
}

fn insert_message<T: WriteTransaction>(w: &mut Writer<T>, message: &Message) -> Result<(), StoreError> {
    w.insert(&MessageRow::new(message))?;
    w.tx.index_message(message.id, &message.body)
}

/// Inserts the reasons of a decision (`mark` 0) or of its event of this number.
fn insert_text<T: WriteTransaction>(
    w: &mut Writer<T>,
    decision: DecisionId,
    mark: i64,
    text: &str,
) -> Result<(), StoreError> {
    w.insert(&DecisionTextRow { decision, mark, body: Cow::Borrowed(text) })
}
