//! What the rules decided, as rows.

use rusqlite::{ToSql, params};

use super::cover::{self, ATTACHMENTS, DECISIONS, FILES, LEDGER, MARKS, MESSAGES, NOTES, OUTBOX};
use super::digest;
use super::events::Moment;
use super::headers::{self, Cause};
use super::load::Loaded;
use super::rows::{List, Ms};
use super::write::Writer;
use crate::domain::case::evidence_file::StoredContent;
use crate::domain::case::records::{
    Ask, Attachment, Case, Decision, DecisionEvent, Fact, Message, Note, NotificationKind, Outgoing, Proposal,
};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{AttachmentId, DecisionId, DisputeId, Handle, Ids, MessageId};
use crate::domain::marketplace::event::EventType;
use crate::domain::money::accounts::Entry;
use crate::domain::time::Time;
use crate::domain::vocabulary::{OpenedBy, Reader, Speaker};
use crate::store::StoreError;

/// What the rules made of a case beside the case itself, to be written.
pub(super) struct Outcome<'a> {
    /// What is to be written beside its header.
    pub facts: &'a [Fact],
    /// The free numbers before it: what is above is new.
    pub from: Ids,
    /// The event that it comes from, if it comes from one.
    pub event: Option<i64>,
    /// Who did it.
    pub cause: Cause,
}

/// Writes the facts of a case as it stands now, and the row of a dispute that is new. The headers of what changed are the
/// caller's part: of several changes in one transaction, only the last needs to be written. Of bulk work, the new ones are
/// the caller's part too.
pub(super) fn write(w: &mut Writer<'_>, loaded: &mut Loaded, outcome: Outcome<'_>) -> Result<(), StoreError> {
    let Outcome { facts, from, event, cause } = outcome;
    // That something was read is seen, but whoever wrote it is still the one to be told of.
    if facts.is_empty() || !facts.iter().all(|fact| matches!(fact, Fact::Read { .. })) {
        loaded.cause = cause;
    }
    let opened = loaded.case.dispute.as_ref().is_some_and(|d| d.id.0 >= from.dispute);
    if opened {
        loaded.justification = None;
        loaded.before = None;
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
    if opened && !w.index.is_bulk() {
        headers::put_dispute(w, loaded)?;
    }
    let case = &loaded.case;
    let dispute = case.dispute.as_ref();
    let automatic = dispute.filter(|d| d.id.0 >= from.dispute && d.opened_by == OpenedBy::Automatic);
    if let Some(dispute) = automatic {
        let opened = Moment {
            kind: EventType::DisputeOpened.into(),
            at: dispute.opened_at,
            speaker: Speaker::System,
            about: dispute.id.0,
        };
        opened.write(w, loaded.num, &case.order.id)?;
    }
    let place = Placing { num: loaded.num, case, dispute: dispute.map(|d| d.id), from, event };
    for fact in facts {
        place.write(w, fact)?;
    }
    Ok(())
}

/// Where facts belong.
struct Placing<'a> {
    num: i64,
    case: &'a Case,
    dispute: Option<DisputeId>,
    from: Ids,
    event: Option<i64>,
}

impl Placing<'_> {
    fn write(&self, w: &mut Writer<'_>, fact: &Fact) -> Result<(), StoreError> {
        match fact {
            Fact::Message(message) => self.message(w, message),
            Fact::Attachment(attachment) => self.attachment(w, attachment),
            Fact::Note(note) => self.note(w, note),
            Fact::Ask(ask) => self.ask(w, ask),
            Fact::Proposal(proposal) => self.proposal(w, proposal),
            Fact::Read { by, up_to } => self.read(w, *by, *up_to),
            Fact::Struck { attachment, reason } => strike(w, *attachment, reason),
            Fact::Entry(entry) => self.entry(w, entry),
            Fact::Decided(decision) => self.decision(w, decision),
            Fact::DecisionEvent(mark) => self.mark(w, mark),
            Fact::Outbox(line) => self.outgoing(w, line),
            Fact::Notify { to, by, what, at } => self.notification(w, to, by, *what, *at),
        }
    }

    fn moment(&self, w: &mut Writer<'_>, moment: &Moment) -> Result<(), StoreError> {
        moment.write(w, self.num, &self.case.order.id)
    }

    fn message(&self, w: &mut Writer<'_>, message: &Message) -> Result<(), StoreError> {
        let Message { id, dispute, at, from, author, body } = message;
        cover::insert(w.db, &mut w.cover, &MESSAGES, id.0, &[id, dispute, &Ms(*at), from, author, body], &[])?;
        w.index.put(w.db, *id, body)?;
        Ok(())
    }

    fn attachment(&self, w: &mut Writer<'_>, attachment: &Attachment) -> Result<(), StoreError> {
        let Attachment { id, message, name, media_type, origin, path, text, stored_content, inadmissible } = attachment;
        let event = self.event.filter(|_| message.is_none());
        let columns: [&dyn ToSql; 9] = [id, &self.num, &event, message, name, media_type, origin, path, text];
        let seal = digest::seal(&[id, inadmissible])?;
        cover::insert(w.db, &mut w.cover, &ATTACHMENTS, id.0, &columns, &[inadmissible, &seal])?;
        let Some(stored_content) = stored_content else { return Ok(()) };
        let (kept, refused) = match stored_content {
            StoredContent::Stored(kept) => (Some(kept), None),
            StoredContent::NotStored(why) => (None, Some(*why)),
        };
        let (sha256, bytes) = (kept.map(|k| &k.sha256), kept.map(|k| i64::try_from(k.bytes).unwrap_or(i64::MAX)));
        cover::insert(w.db, &mut w.cover, &FILES, id.0, &[id, &sha256, &bytes, &refused], &[])
    }

    fn note(&self, w: &mut Writer<'_>, note: &Note) -> Result<(), StoreError> {
        let Note { id, at, by, body } = note;
        cover::insert(w.db, &mut w.cover, &NOTES, id.0, &[id, &self.dispute, &Ms(*at), by, body], &[])
    }

    fn ask(&self, w: &Writer<'_>, ask: &Ask) -> Result<(), StoreError> {
        let Ask { id, to, body, state, at, due_at, by, message, answer } = ask;
        let (at, due_at) = (Ms(*at), Ms(*due_at));
        let seal = digest::seal(&[id, &self.dispute, to, body, state, &at, &due_at, by, message, answer])?;
        w.db.prepare_cached(
            "INSERT INTO asks (id, dispute, party, body, state, at, due_at, handle, message, answer, seal) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) \
             ON CONFLICT (id) DO UPDATE SET state = excluded.state, answer = excluded.answer, seal = excluded.seal",
        )?
        .execute(params![id, self.dispute, to, body, state, at, due_at, by, message, answer, seal])?;
        Ok(())
    }

    fn proposal(&self, w: &mut Writer<'_>, proposal: &Proposal) -> Result<(), StoreError> {
        let Proposal { id, kind, refund, terms, by, mediator, at, due_at, client, seller, answered_at, state } =
            proposal;
        let (minor, currency) = (refund.map(|r| r.minor), refund.map(|r| r.currency));
        let (at, due_at, answered_at) = (Ms(*at), Ms(*due_at), answered_at.map(Ms));
        let seal = digest::seal(&[
            id,
            &self.dispute,
            kind,
            &minor,
            &currency,
            terms,
            by,
            mediator,
            &at,
            &due_at,
            client,
            seller,
            &answered_at,
            state,
        ])?;
        w.db.prepare_cached(
            "INSERT INTO proposals (id, dispute, kind, refund, currency, terms, speaker, handle, at, due_at, client, \
               seller, answered_at, state, seal) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) \
             ON CONFLICT (id) DO UPDATE SET client = excluded.client, seller = excluded.seller, \
               answered_at = excluded.answered_at, state = excluded.state, seal = excluded.seal",
        )?
        .execute(params![
            id,
            self.dispute,
            kind,
            minor,
            currency,
            terms,
            by,
            mediator,
            at,
            due_at,
            client,
            seller,
            answered_at,
            state,
            seal
        ])?;
        // A party's own is an event already.
        if *by == Speaker::Mediator && id.0 >= self.from.proposal {
            let made = Moment { kind: EventType::ProposalMade.into(), at: proposal.at, speaker: *by, about: id.0 };
            self.moment(w, &made)?;
        }
        Ok(())
    }

    fn read(&self, w: &Writer<'_>, by: Reader, up_to: MessageId) -> Result<(), StoreError> {
        let seal = digest::seal(&[&self.dispute, &by, &up_to])?;
        // A late receipt for an older message takes nothing back.
        w.db.prepare_cached(
            "INSERT INTO reads (dispute, reader, up_to, seal) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (dispute, reader) \
             DO UPDATE SET up_to = excluded.up_to, seal = excluded.seal WHERE excluded.up_to > up_to",
        )?
        .execute(params![self.dispute, by, up_to, seal])?;
        Ok(())
    }

    fn entry(&self, w: &mut Writer<'_>, entry: &Entry) -> Result<(), StoreError> {
        let Entry { id, order: _, from, to, amount, at, decision, reverses } = entry;
        let (minor, currency, at) = (amount.minor, amount.currency, Ms(*at));
        let columns: [&dyn ToSql; 9] = [id, &self.num, from, to, &minor, &currency, &at, decision, reverses];
        cover::insert(w.db, &mut w.cover, &LEDGER, id.0, &columns, &[])
    }

    fn decision(&self, w: &mut Writer<'_>, decision: &Decision) -> Result<(), StoreError> {
        let Decision { id, dispute, round, outcome, basis, proposal, reasons, by, at, key, .. } = decision;
        let (refund, seller_gets) = (decision.refund.map(|m| m.minor), decision.seller_gets.map(|m| m.minor));
        let (currency, cites) = (self.case.order.price.currency, List(decision.cites.clone()));
        let effective_at = decision.effective_at.map(Ms);
        let reasons_hash = digest::hex(&digest::of_text(reasons));
        let columns: [&dyn ToSql; 15] = [
            id,
            dispute,
            round,
            outcome,
            basis,
            &refund,
            &seller_gets,
            &currency,
            proposal,
            &cites,
            by,
            &Ms(*at),
            &effective_at,
            key,
            &reasons_hash,
        ];
        cover::insert(w.db, &mut w.cover, &DECISIONS, id.0, &columns, &[])?;
        put_text(w, *id, 0, reasons)?;
        let decided = Moment { kind: TimelineKind::Decided, at: decision.at, speaker: Speaker::Mediator, about: id.0 };
        self.moment(w, &decided)
    }

    fn mark(&self, w: &mut Writer<'_>, mark: &DecisionEvent) -> Result<(), StoreError> {
        let DecisionEvent { decision, kind, at, by, reason, effective_at } = mark;
        let id = w.numbers.mark();
        let effective_at = effective_at.map(Ms);
        let reason_hash = reason.as_ref().map(|reason| digest::hex(&digest::of_text(reason)));
        let columns: [&dyn ToSql; 7] = [&id, decision, kind, &Ms(*at), by, &effective_at, &reason_hash];
        cover::insert(w.db, &mut w.cover, &MARKS, id, &columns, &[])?;
        if let Some(reason) = reason {
            put_text(w, *decision, id, reason)?;
        }
        let kind = TimelineKind::Decision(*kind);
        let speaker = if by.is_some() { Speaker::Mediator } else { Speaker::System };
        self.moment(w, &Moment { kind, at: *at, speaker, about: id })
    }

    fn notification(
        &self,
        w: &Writer<'_>,
        to: &Handle,
        by: &Handle,
        what: NotificationKind,
        at: Time,
    ) -> Result<(), StoreError> {
        let at = Ms(at);
        let seal = digest::seal(&[to, &self.dispute, &what, by, &at])?;
        w.db.prepare_cached(
            "INSERT INTO tidings (handle, dispute, what, author, at, seal) VALUES (?1, ?2, ?3, ?4, ?5, ?6) \
             ON CONFLICT (handle, dispute, what) DO UPDATE SET author = excluded.author, at = excluded.at, \
               seal = excluded.seal",
        )?
        .execute(params![to, self.dispute, what, by, at, seal])?;
        Ok(())
    }

    fn outgoing(&self, w: &mut Writer<'_>, line: &Outgoing) -> Result<(), StoreError> {
        let Outgoing { at, kind, order: _, dispute, body } = line;
        let seq = w.numbers.outbox();
        let body = serde_json::Value::Object(body.clone()).to_string();
        let columns: [&dyn ToSql; 6] = [&seq, &Ms(*at), &kind.as_str(), &self.num, dispute, &body];
        cover::insert(w.db, &mut w.cover, &OUTBOX, seq, &columns, &[])
    }
}

/// Keeps reasons beside the decision (mark 0) or the mark that they are of.
fn put_text(w: &Writer<'_>, decision: DecisionId, mark: i64, text: &str) -> Result<(), StoreError> {
    w.db.prepare_cached("INSERT INTO decision_texts (decision, mark, body) VALUES (?1, ?2, ?3)")?
        .execute(params![decision, mark, text])?;
    Ok(())
}

fn strike(w: &Writer<'_>, attachment: AttachmentId, reason: &str) -> Result<(), StoreError> {
    let seal = digest::seal(&[&attachment, &reason])?;
    w.db.prepare_cached("UPDATE attachments SET inadmissible = ?2, seal = ?3 WHERE id = ?1")?
        .execute(params![attachment, reason, seal])?;
    Ok(())
}
