//! Erasing a person on a server: all that may name them is read in one call, cleaned here, and written back in another, in one
//! transaction that keeps others out. What is replaced is what a database file replaces; the server's backups, its archived log and
//! the free space of its files keep the old texts until their time comes.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value as Json, json};

use super::texts::{CLEANED, ErasureTexts, HeldText, theirs};
use super::transaction::PostgresTransaction;
use super::{NumberBlocks, WriteAttempt, write};
use crate::domain::case::evidence_file::NotStored;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{DisputeId, Handle, PersonId, RequestKey};
use crate::domain::marketplace::event::EventType;
use crate::domain::refusal::{Refusal, Unknown};
use crate::domain::search::passage::{PassageKind, is_found};
use crate::domain::time::Time;
use crate::domain::vocabulary::{Operation, Side, Speaker};
use crate::store::postgres::PostgresStore;
use crate::store::postgres::errors::damaged;
use crate::store::postgres::rows::{decode_all, json_row};
use crate::store::postgres::search;
use crate::store::write::completed::{self, Keyed};
use crate::store::write::current_rows::AuditedKey;
use crate::store::write::headers::write_dispute;
use crate::store::write::redaction::{LineText, Pseudonym, Redaction};
use crate::store::write::rows::case::{OrderRow, filter_text};
use crate::store::write::rows::decision::DecisionTextRow;
use crate::store::write::rows::discussion::{FileRow, LaterFileRow, StrikeRow};
use crate::store::write::rows::history::EventRow;

use crate::store::write::table::{Row, RowRef};
use crate::store::write::team::{add_account, load_lead, mediator_row};
use crate::store::write::value::{ToValue, Value};
use crate::store::write::{Cause, Closing, LoadedCase, WriteTransaction as _, Writer, digest};
use crate::store::{ErasurePreview, StoreError};

/// See [`crate::store::MaintenanceStore::erase`].
pub(in crate::store::postgres) fn erase(
    store: &PostgresStore,
    person: &PersonId,
    by: &Handle,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<usize, StoreError> {
    let replaced = write(store, WriteAttempt::new(NumberBlocks::new(), now).with_locks(), &Json::Null, |mut tx| {
        let said = tx.load_erasure(person, key)?;
        let me = load_lead(&mut tx, by, Operation::Erase)?;
        let by = &me.handle;
        let content = || completed::digest_of(&json!(["erase", digest::hex_of_text(&person.0)]));
        let keyed = key.map(|key| Keyed::new(key, &by.0, content()));
        let known = key.map(|key| tx.load_completed(&key.0)).transpose()?.flatten();
        if let Some(answer) = completed::answer(keyed.as_ref(), known.as_ref())? {
            return Ok(answer.as_u64().and_then(|texts| usize::try_from(texts).ok()).unwrap_or(0));
        }
        let mut erasure = PersonErasure::begin(tx, person, &said, now)?;
        let replaced = erasure.replaced.values().sum();
        if let Some(keyed) = keyed {
            let now = erasure.w.now;
            keyed.insert(&mut erasure.w.tx, &json!(replaced), now)?;
        }
        erasure.finish(by)?;
        Ok(replaced)
    })?;
    store.link.read_json("SELECT litige.sweep_blobs_1()", &[])?;
    // The rows of before stand in the tables until they are tidied. Whoever doesn't own them leaves it to the server, which does so by
    // itself.
    let _ = store.link.read(|client| client.batch_execute(&format!("VACUUM {CLEANED}")));
    Ok(replaced)
}

/// See [`crate::store::MaintenanceStore::preview_erasure`]: the erasure itself, up to its end, and nothing of it is kept.
pub(in crate::store::postgres) fn preview(
    store: &PostgresStore,
    person: &PersonId,
    by: &Handle,
    now: Time,
) -> Result<ErasurePreview, StoreError> {
    write(store, WriteAttempt::new(NumberBlocks::new(), now).with_locks(), &Json::Null, |mut tx| {
        let said = tx.load_erasure(person, None)?;
        load_lead(&mut tx, by, Operation::Erase)?;
        let orders = theirs(&decode_all(&said["orders"])?, person).len();
        let disputes = said["disputes"].as_array().into_iter().flatten().filter(|one| one[2] == "open");
        let open = disputes.filter_map(|one| one[0].as_i64()).map(DisputeId).collect();
        let PersonErasure { redaction, replaced: texts, .. } = PersonErasure::begin(tx, person, &said, now)?;
        Ok(ErasurePreview { names: redaction.names.into_iter().collect(), orders, open, texts })
    })
}

/// What a passage says from now on; nothing where nothing of it is left.
fn passage(kind: PassageKind, of: i64, text: &str) -> Json {
    json!([kind.as_str(), of, is_found(text).then(|| search::tsv_words(text))])
}

/// The entries of the history that are about what has this number, of such a kind.
fn entries(
    events: &[HeldText<EventRow<'static>>],
    about: i64,
    is_of: impl Fn(TimelineKind) -> bool,
) -> impl Iterator<Item = i64> {
    events
        .iter()
        .filter(move |event| event.row.about == Some(about) && is_of(event.row.kind))
        .map(|event| event.row.seq)
}

struct PersonErasure<'t> {
    w: Writer<PostgresTransaction<'t>>,
    /// The audit record that will tell of it.
    seq: i64,
    redaction: Redaction,
    orders: Vec<OrderRow<'static>>,
    /// Each with its case, by the order's number of ours.
    disputes: Vec<(i64, LoadedCase)>,
    texts: ErasureTexts,
    /// Rows of covered tables whose text was replaced.
    rows_erased: u64,
    /// ErasureTexts replaced, by table.
    replaced: BTreeMap<&'static str, usize>,
    search: Vec<Json>,
    /// Of passages whose text is another now: kind, number of the row, and the words that are found.
    passages: Vec<Json>,
}

impl<'t> PersonErasure<'t> {
    /// Replaces all that there is to replace, in a transaction that is still to be finished.
    fn begin(mut tx: PostgresTransaction<'t>, person: &PersonId, said: &Json, now: Time) -> Result<Self, StoreError> {
        let orders: Vec<OrderRow<'static>> = decode_all(&said["orders"])?;
        let theirs = theirs(&orders, person);
        if theirs.is_empty() {
            return Err(Refusal::from(Unknown::Person { person: person.clone() }).into());
        }
        let name = |(place, side): &(usize, Side)| match side {
            Side::Client => orders[*place].client_name.clone().into_owned(),
            Side::Seller => orders[*place].seller_name.clone().into_owned(),
        };
        let chance = said["chance"].as_str().filter(|chance| chance.len() == 16);
        let chance = chance.ok_or_else(|| damaged("the server gives no chance"))?;
        let redaction = Redaction::new(theirs.iter().map(name), Pseudonym::new(chance));
        let mut disputes = Vec::new();
        for one in said["disputes"].as_array().into_iter().flatten() {
            let id = DisputeId(one[0].as_i64().unwrap_or_default());
            disputes.extend(tx.load_dispute(id)?.map(|loaded| (loaded.order_num, loaded)));
        }
        let mut w = Writer::begin(tx, now)?;
        // Their conflicts and the policy's reasons may name them.
        w.numbers.team_change();
        let mut erasure = Self {
            w,
            seq: said["seq"].as_i64().ok_or_else(|| damaged("it has no head"))?,
            redaction,
            orders,
            disputes,
            texts: ErasureTexts::read(said)?,
            rows_erased: 0,
            replaced: BTreeMap::new(),
            search: Vec::new(),
            passages: Vec::new(),
        };
        for (place, side) in theirs {
            erasure.order(place, side)?;
        }
        erasure.conflicts(person)?;
        erasure.views();
        erasure.policies();
        Ok(erasure)
    }

    fn order(&mut self, place: usize, side: Side) -> Result<(), StoreError> {
        let (id, name) = (self.redaction.pseudonym.id.clone(), self.redaction.pseudonym.name.clone());
        let order = &mut self.orders[place];
        match side {
            Side::Client => (order.client_id, order.client_name) = (Cow::Owned(id), Cow::Owned(name.clone())),
            Side::Seller => (order.seller_id, order.seller_name) = (Cow::Owned(id), Cow::Owned(name.clone())),
        }
        order.erased = Some(self.seq);
        let (num, order_id) = (order.num, order.id.clone().into_owned());
        let order = order.clone();
        self.stands(&order);
        self.count("orders", 1);
        self.events(num, side);
        self.attachments(num, side)?;
        let of_order: Vec<_> = self.disputes.iter().filter(|(of, _)| *of == num).map(|(_, one)| one.clone()).collect();
        for loaded in of_order {
            let Some(dispute) = loaded.case.dispute.as_ref().map(|dispute| dispute.id) else { continue };
            self.messages(dispute, side);
            self.notes(dispute);
            self.asks(dispute);
            self.proposals(dispute, side);
            self.reasons(dispute);
            self.drafts(dispute);
            self.outbox(dispute, side)?;
            self.header(dispute, side, &name)?;
        }
        self.audit_coverage(num, &order_id.0);
        Ok(())
    }

    /// Has the record say how a row stands that was changed where it is.
    fn stands<R: Row>(&mut self, row: &R) {
        let fields = row.fields();
        let row = RowRef::new(R::layout(), fields.as_ref());
        self.w.current_rows().add(&row);
    }

    fn count(&mut self, table: &'static str, texts: usize) {
        *self.replaced.entry(table).or_default() += texts;
    }

    fn erased(&mut self, table: &'static str, texts: usize) {
        self.count(table, texts);
        self.rows_erased += 1;
    }

    fn events(&mut self, num: i64, side: Side) {
        let mut erased = 0;
        for event in self.texts.events.iter_mut().filter(|event| event.row.order_num == num) {
            let is_shown = !matches!(event.row.kind.as_str(), "dispute.message" | "dispute.read");
            let Some(body) = event.row.body.as_deref().filter(|_| is_shown) else { continue };
            if let Some(new) = self.redaction.instead(event.row.speaker == Speaker::from(side), body) {
                self.passages.push(passage(PassageKind::Event, event.row.seq, &new));
                event.row.body = Some(Cow::Owned(new));
                event.erase(self.seq);
                erased += 1;
            }
        }
        (0..erased).for_each(|_| self.erased("events", 1));
    }

    fn attachments(&mut self, num: i64, side: Side) -> Result<(), StoreError> {
        let (mut erased, mut struck, mut files) = (0, Vec::new(), Vec::new());
        for (held, speaker) in self.texts.attachments.iter_mut().filter(|(held, _)| held.row.order_num == num) {
            let is_theirs = speaker.as_deref() == Some(Speaker::from(side).as_str());
            let or_kept = |old: &str| self.redaction.instead(is_theirs, old).unwrap_or_else(|| old.to_owned());
            let (name, path) = (or_kept(&held.row.name), held.row.path.as_deref().map(or_kept));
            let text = held.row.text.as_deref().map(or_kept);
            let before = (&*held.row.name, held.row.path.as_deref(), held.row.text.as_deref());
            if (name.as_str(), path.as_deref(), text.as_deref()) != before {
                self.passages.push(passage(PassageKind::File, held.row.id.0, &name));
                (held.row.name, held.row.path, held.row.text) =
                    (Cow::Owned(name), path.map(Cow::Owned), text.map(Cow::Owned));
                held.erase(self.seq);
                erased += 1;
            }
            if is_theirs {
                files.push(held.row.id);
            }
            if let Some(why) = held.row.inadmissible.as_deref().and_then(|why| self.redaction.without_names(why)) {
                self.passages.push(passage(PassageKind::Strike, held.row.id.0, &why));
                held.row.inadmissible = Some(Cow::Owned(why));
                held.is_changed = true;
                struck.push(StrikeRow { id: held.row.id, inadmissible: held.row.inadmissible.clone() });
            }
        }
        (0..erased).for_each(|_| self.erased("attachments", 3));
        for row in struck {
            self.stands(&row);
            self.count("attachments", 1);
        }
        for id in files {
            // Nothing names the content of a file of theirs any more; what nothing names is swept out.
            let (mut first, mut later) = (0, 0);
            for file in self.texts.files.iter_mut().filter(|file| file.row.attachment == id) {
                file.row = FileRow { attachment: id, sha256: None, bytes: None, refused: Some(NotStored::Erased) };
                file.erase(self.seq);
                first += 1;
            }
            for file in self.texts.later_files.iter_mut().filter(|file| file.row.attachment == id) {
                let refused = Some(NotStored::Erased);
                file.row = LaterFileRow { id: file.row.id, attachment: id, sha256: None, bytes: None, refused };
                file.erase(self.seq);
                later += 1;
            }
            (0..first).for_each(|_| self.erased("files", 1));
            (0..later).for_each(|_| self.erased("later_files", 1));
        }
        Ok(())
    }

    fn messages(&mut self, dispute: DisputeId, side: Side) {
        let mut erased = 0;
        for message in self.texts.messages.iter_mut().filter(|message| message.row.dispute == dispute) {
            let is_theirs = message.row.speaker == Speaker::from(side);
            let new = self.redaction.instead(is_theirs, &message.row.body);
            if new.is_none() && !is_theirs {
                continue;
            }
            if is_theirs {
                message.row.author = Cow::Owned(self.redaction.pseudonym.name.clone());
            }
            if let Some(new) = new {
                message.row.body = Cow::Owned(new);
            }
            message.erase(self.seq);
            let is_found = !is_theirs && search::is_indexed(true, &message.row.body);
            self.search
                .push(json!([message.row.id.0, is_found.then(|| search::tsv(message.row.id.0, &message.row.body))]));
            erased += 1;
        }
        (0..erased).for_each(|_| self.erased("messages", 2));
    }

    fn notes(&mut self, dispute: DisputeId) {
        let mut erased = 0;
        for note in self.texts.notes.iter_mut().filter(|note| note.row.dispute == dispute) {
            if let Some(body) = self.redaction.without_names(&note.row.body) {
                self.passages.push(passage(PassageKind::Note, note.row.id.0, &body));
                note.row.body = Cow::Owned(body);
                note.erase(self.seq);
                erased += 1;
            }
        }
        (0..erased).for_each(|_| self.erased("notes", 1));
    }

    fn asks(&mut self, dispute: DisputeId) {
        let mut changed = Vec::new();
        for ask in self.texts.asks.iter_mut().filter(|ask| ask.row.dispute == dispute) {
            if let Some(body) = self.redaction.without_names(&ask.row.body) {
                (ask.row.body, ask.is_changed) = (Cow::Owned(body), true);
                changed.push(ask.row.clone());
            }
        }
        for row in changed {
            self.stands(&row);
            self.count("asks", 1);
        }
    }

    fn proposals(&mut self, dispute: DisputeId, side: Side) {
        let mut changed = Vec::new();
        for proposal in self.texts.proposals.iter_mut().filter(|proposal| proposal.row.dispute == dispute) {
            let is_theirs = proposal.row.speaker == Speaker::from(side);
            if let Some(terms) = self.redaction.instead(is_theirs, &proposal.row.terms) {
                let of_it = |kind| kind == TimelineKind::Event(EventType::ProposalMade);
                let entries = entries(&self.texts.events, proposal.row.id.0, of_it);
                self.passages.extend(entries.map(|seq| passage(PassageKind::Event, seq, &terms)));
                proposal.row.terms = Cow::Owned(terms);
                proposal.erase(self.seq);
                changed.push(proposal.row.clone());
            }
        }
        for row in changed {
            self.stands(&row);
            self.count("proposals", 1);
        }
    }

    fn reasons(&mut self, dispute: DisputeId) {
        let mut changed = 0;
        for (reason, _) in self.texts.reasons.iter_mut().filter(|(_, of)| *of == dispute.0) {
            if let Some(body) = self.redaction.without_names(&reason.row.body) {
                let (about, is_decision) = match reason.row.mark {
                    0 => (reason.row.decision.0, true),
                    mark => (mark, false),
                };
                let of_it = |kind| match kind {
                    TimelineKind::Decided => is_decision,
                    TimelineKind::Decision(_) => !is_decision,
                    TimelineKind::Event(_) => false,
                };
                let entries = entries(&self.texts.events, about, of_it);
                self.passages.extend(entries.map(|seq| passage(PassageKind::Event, seq, &body)));
                reason.row.body = Cow::Owned(body);
                reason.erase(self.seq);
                changed += 1;
            }
        }
        if changed > 0 {
            self.count("decision_texts", changed);
        }
    }

    fn drafts(&mut self, dispute: DisputeId) {
        let mut changed = 0;
        for draft in self.texts.drafts.iter_mut().filter(|draft| draft.row.dispute == dispute) {
            if let Some(body) = self.redaction.without_names(&draft.row.body) {
                (draft.row.body, draft.is_changed) = (Cow::Owned(body), true);
                changed += 1;
            }
        }
        if changed > 0 {
            self.count("drafts", changed);
        }
    }

    fn outbox(&mut self, dispute: DisputeId, side: Side) -> Result<(), StoreError> {
        let mut erased = 0;
        for held in self.texts.outbox.iter_mut().filter(|held| held.row.dispute == dispute) {
            let (seq, kind) = (held.row.seq, held.row.kind.as_str());
            let mut line: Json = serde_json::from_str(&held.row.body)
                .map_err(|e| damaged(format!("outbox line {seq} is not JSON: {e}")))?;
            let (proposals, attachments) = (&self.texts.proposals, &self.texts.attachments);
            self.redaction.clean_line(&mut line, kind, side, |text| {
                let found = match text {
                    LineText::Terms(id) => proposals.iter().find(|one| one.row.id == id).map(|one| &one.row.terms),
                    LineText::FileName(id) => {
                        attachments.iter().find(|(one, _)| one.row.id == id).map(|(one, _)| &one.row.name)
                    }
                };
                Ok::<_, StoreError>(found.map(|text| text.clone().into_owned()))
            })?;
            let line = line.to_string();
            if line != held.row.body {
                held.row.body = line;
                held.erase(self.seq);
                erased += 1;
            }
        }
        (0..erased).for_each(|_| self.erased("outbox", 1));
        Ok(())
    }

    /// The dispute's row repeats the names, and those who watch it must read it again.
    fn header(&mut self, dispute: DisputeId, side: Side, name: &str) -> Result<(), StoreError> {
        let is_it = |loaded: &LoadedCase| loaded.case.dispute.as_ref().is_some_and(|one| one.id == dispute);
        let Some((_, loaded)) = self.disputes.iter_mut().find(|(_, loaded)| is_it(loaded)) else { return Ok(()) };
        match side {
            Side::Client => name.clone_into(&mut loaded.case.order.client.name),
            Side::Seller => name.clone_into(&mut loaded.case.order.seller.name),
        }
        loaded.cause = Cause::new(Actor::System, ChangeKind::Erase);
        write_dispute(&mut self.w, loaded)
    }

    /// Has the record say how the rows of an order stand whose text is gone, now or since an erasure before.
    fn audit_coverage(&mut self, num: i64, order: &str) {
        let mut erased: Vec<(&'static str, AuditedKey, digest::Digest)> = Vec::new();
        fn add<'r, R: Row + 'r>(
            into: &mut Vec<(&'static str, AuditedKey, digest::Digest)>,
            rows: impl Iterator<Item = &'r HeldText<R>>,
        ) {
            for held in rows.filter(|held| held.erased.is_some()) {
                let fields = held.row.fields();
                let row = RowRef::new(R::layout(), fields.as_ref());
                let number = AuditedKey::Number(row.number());
                into.extend(row.digest.map(|digest| (R::layout().table, number, digest)));
            }
        }
        let disputes: Vec<_> = self.disputes.iter().filter(|(of, _)| *of == num).collect();
        let has = |id: DisputeId| disputes.iter().any(|(_, one)| one.case.dispute.as_ref().is_some_and(|d| d.id == id));
        let attachments: Vec<_> =
            self.texts.attachments.iter().filter(|(held, _)| held.row.order_num == num).map(|(held, _)| held).collect();
        let is_here = |id| attachments.iter().any(|held| held.row.id == id);
        let texts = &self.texts;
        for event in texts.events.iter().filter(|event| event.row.order_num == num) {
            erased.extend(
                self.erased_event(event, order)
                    .map(|digest| (EventRow::layout().table, AuditedKey::Number(event.row.seq), digest)),
            );
        }
        add(&mut erased, texts.messages.iter().filter(|held| has(held.row.dispute)));
        add(&mut erased, attachments.iter().copied());
        add(&mut erased, texts.files.iter().filter(|held| is_here(held.row.attachment)));
        add(&mut erased, texts.later_files.iter().filter(|held| is_here(held.row.attachment)));
        add(&mut erased, texts.notes.iter().filter(|held| has(held.row.dispute)));
        add(&mut erased, texts.outbox.iter().filter(|held| held.row.order_num == num));
        for (reason, _) in texts.reasons.iter().filter(|(held, of)| held.erased.is_some() && has(DisputeId(*of))) {
            let DecisionTextRow { decision, mark, body } = &reason.row;
            let values = [decision.to_value(), Value::Int(*mark), reason.erased.to_value(), body.to_value()];
            let key = AuditedKey::parse(&format!("{} {mark}", decision.0));
            erased.push((DecisionTextRow::layout().table, key, digest::of_values(values)));
        }
        for (table, key, digest) in erased {
            self.w.current_rows().add_erased(table, key, digest);
        }
    }

    /// The digest of an event whose text is gone, in its row or where it stands.
    fn erased_event(&self, event: &HeldText<EventRow<'static>>, order: &str) -> Option<digest::Digest> {
        let EventRow { event_id, kind, at, speaker, about, rest, body, .. } = &event.row;
        let message = self.texts.messages.iter().find(|message| Some(message.row.id.0) == *about);
        let proposal = self.texts.proposals.iter().find(|proposal| Some(proposal.row.id.0) == *about);
        let (elsewhere, body) = match (event_id, kind.as_str()) {
            (Some(_), "dispute.message" | "dispute.opened") => {
                (message.and_then(|message| message.erased), message.map(|message| message.row.body.clone()))
            }
            (Some(_), "proposal.made") => {
                (proposal.and_then(|proposal| proposal.erased), proposal.map(|proposal| proposal.row.terms.clone()))
            }
            _ => (None, body.clone()),
        };
        event.erased.or(elsewhere)?;
        let rest = match event_id {
            Some(_) => rest.clone(),
            None => about.map(|about| Cow::Owned(about.to_string())),
        };
        let order = Cow::Borrowed(order);
        let columns: [&dyn ToValue; 7] = [event_id, &order, kind, at, speaker, &body, &rest];
        Some(digest::of_values(columns.iter().map(|column| column.to_value())))
    }

    /// Mediators who must not act on this person's cases still must not.
    fn conflicts(&mut self, person: &PersonId) -> Result<(), StoreError> {
        for mut mediator in self.w.tx.load_team()? {
            let own = PersonId(mediator.handle.0.clone());
            let Some(at) = mediator.conflicts.iter().position(|other| other == person) else { continue };
            if *person == own {
                mediator.conflicts.push(self.redaction.pseudonym.id.clone());
            } else {
                mediator.conflicts[at] = self.redaction.pseudonym.id.clone();
            }
            let row = mediator_row(&mediator, self.w.now);
            self.w.upsert(&row)?;
        }
        Ok(())
    }

    /// The reasons why the policy was changed.
    fn policies(&mut self) {
        let mut changed = Vec::new();
        for policy in &mut self.texts.policies {
            if let Some(reason) = policy.row.reason.as_deref().and_then(|reason| self.redaction.without_names(reason)) {
                (policy.row.reason, policy.is_changed) = (Some(Cow::Owned(reason)), true);
                changed.push(policy.row.clone());
            }
        }
        for row in changed {
            self.stands(&row);
            self.count("policies", 1);
        }
    }

    /// In the filters that mediators keep a name is typed as one likes.
    fn views(&mut self) {
        let mut changed = 0;
        for view in &mut self.texts.views {
            let name = self.redaction.without_folded_names(&view.row.name);
            let query = self.redaction.without_folded_names(&view.row.query);
            if (name.as_str(), query.as_str()) != (&*view.row.name, &*view.row.query) {
                (view.row.name, view.row.query, view.is_changed) = (Cow::Owned(name), Cow::Owned(query), true);
                changed += 1;
            }
        }
        if changed > 0 {
            self.count("saved_views", changed);
        }
    }

    fn finish(mut self, by: &Handle) -> Result<(), StoreError> {
        let said = self.rows();
        self.w.tx.say("erase", said);
        let mut body = Map::new();
        body.insert("person".to_owned(), json!(self.redaction.pseudonym.id));
        body.insert("rows_erased".to_owned(), json!(self.rows_erased));
        body.insert("texts".to_owned(), json!(self.replaced));
        add_account(&mut body, self.w.tx.account());
        self.w.finish(Closing { actor: &by.0, action: "erase", dispute: None, body })
    }

    /// What `erase_1` writes.
    fn rows(&self) -> Json {
        fn row<R: Row>(row: &R) -> Json {
            json_row(&RowRef::new(R::layout(), row.fields().as_ref()))
        }
        fn changed<'r, R: Row + 'r>(all: impl IntoIterator<Item = &'r HeldText<R>>) -> Vec<Json> {
            all.into_iter().filter(|held| held.is_changed).map(|held| row(&held.row)).collect()
        }
        let texts = &self.texts;
        let attachments = texts.attachments.iter().filter(|(held, _)| held.is_changed).map(|(held, _)| {
            let mut said = row(&held.row);
            said["erased"] = json!(held.erased);
            said
        });
        let reasons = texts.reasons.iter().map(|(held, _)| held);
        let disputes = self.disputes.iter().filter_map(|(_, loaded)| {
            let (id, order) = (loaded.case.dispute.as_ref()?.id, &loaded.case.order);
            let words = filter_text(order, id);
            Some(json!({"id": id.0, "client": order.client.name, "seller": order.seller.name, "words": words}))
        });
        json!({
            "seq": self.seq,
            "orders": self.orders.iter().map(row).collect::<Vec<_>>(),
            "disputes": disputes.collect::<Vec<_>>(),
            "events": changed(&texts.events),
            "attachments": attachments.collect::<Vec<_>>(),
            "files": changed(&texts.files),
            "later_files": changed(&texts.later_files),
            "messages": changed(&texts.messages),
            "notes": changed(&texts.notes),
            "asks": changed(&texts.asks),
            "proposals": changed(&texts.proposals),
            "texts": changed(reasons),
            "drafts": changed(&texts.drafts),
            "outbox": changed(&texts.outbox),
            "policies": changed(&texts.policies),
            "views": changed(&texts.views),
            "search": self.search,
            "passages": self.passages,
        })
    }
}
