//! Erasing a person: their id and name give way to a pseudonym, what they wrote to [`ERASED`], in rows and index; then the
//! file is written anew, so that no free page keeps a copy. Money, digests and the audit stay whole.
//!
//! Their full name is also replaced where others wrote it in the cases of their orders: messages, notes, asks, terms,
//! reasons, drafts, what the marketplace was told; and in the views that mediators keep. What is not found: a name written
//! otherwise (a first name alone, a nickname), and what others say about them without it.

use std::collections::{BTreeMap, BTreeSet};

use rusqlite::{Connection, ToSql, params};
use serde_json::{Map, Value, json};

use super::files::BlobFolder;
use super::identity::Database;
use super::rows::Reading;
use super::scrub::{self, scrub};
use super::search::SearchIndex;
use super::transaction::{SqliteTransaction, renew_checksum};
use super::{audit, current_rows, load, passages, search, team};
use crate::domain::case::evidence_file::NotStored;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{AskId, AttachmentId, DisputeId, Handle, MessageId, NoteId, PersonId, ProposalId, RequestKey};
use crate::domain::refusal::{Refusal, Unknown};
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Operation, Side, Speaker};
use crate::store::write::completed::{self, Keyed};
use crate::store::write::current_rows::{AuditedKey, RowState};
use crate::store::write::headers::write_dispute;
use crate::store::write::redaction::{LineText, Pseudonym, Redaction};
use crate::store::write::rows::case::{OrderRow, filter_text};
use crate::store::write::rows::discussion::{AskRow, ProposalRow, StrikeRow};
use crate::store::write::rows::team::{DraftRow, PolicyRow};
use crate::store::write::table::{Layout, Row as _};
use crate::store::write::team::{add_account, load_lead, mediator_row};
use crate::store::write::{Cause, Closing, WriteTransaction as _, Writer, digest};
use crate::store::{ErasurePreview, StoreError};

/// See [`crate::store::MaintenanceStore::erase`].
pub(super) fn erase(
    db: &mut Database,
    files: &BlobFolder,
    person: &PersonId,
    by: &Handle,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<usize, StoreError> {
    // What an earlier erasure could not finish.
    scrub(db, files)?;
    let replaced = replace(db, person, by, key, now)?;
    scrub(db, files)?;
    Ok(replaced)
}

/// See [`crate::store::MaintenanceStore::names`].
pub(super) fn names(db: &Connection, person: &PersonId) -> Result<Vec<String>, StoreError> {
    let names: BTreeSet<String> = orders_of(db, person)?.into_iter().map(|order| order.name).collect();
    Ok(names.into_iter().filter(|name| !name.is_empty()).collect())
}

fn replace(
    db: &mut Database,
    person: &PersonId,
    by: &Handle,
    key: Option<&RequestKey>,
    now: Time,
) -> Result<usize, StoreError> {
    let mut tx = SqliteTransaction::begin(db)?;
    let me = load_lead(&mut tx, by, Operation::Erase)?;
    let by = &me.handle;
    let content = || completed::digest_of(&json!(["erase", digest::hex_of_text(&person.0)]));
    let keyed = key.map(|key| Keyed::new(key, &by.0, content()));
    let known = key.map(|key| tx.load_completed(&key.0)).transpose()?.flatten();
    if let Some(answer) = completed::answer(keyed.as_ref(), known.as_ref())? {
        return Ok(answer.as_u64().and_then(|texts| usize::try_from(texts).ok()).unwrap_or(0));
    }
    let mut erasure = Erasure::begin(tx, person, now)?;
    let replaced = erasure.replaced.values().sum();
    if let Some(keyed) = keyed {
        let now = erasure.w.now;
        keyed.insert(&mut erasure.w.tx, &json!(replaced), now)?;
    }
    // The file still has to be written anew; should that fail, the next erasure begins with it.
    scrub::announce(erasure.w.tx.db())?;
    erasure.finish(by)?;
    Ok(replaced)
}

/// See [`crate::store::MaintenanceStore::preview_erasure`]: the erasure itself, up to its end, and nothing of it is kept.
pub(super) fn preview(
    db: &mut Database,
    person: &PersonId,
    by: &Handle,
    now: Time,
) -> Result<ErasurePreview, StoreError> {
    let mut tx = SqliteTransaction::begin(db)?;
    load_lead(&mut tx, by, Operation::Erase)?;
    let orders = orders_of(tx.db(), person)?.len();
    let open = open_disputes_of(tx.db(), person)?;
    let Erasure { redaction, replaced: texts, .. } = Erasure::begin(tx, person, now)?;
    Ok(ErasurePreview { names: redaction.names.into_iter().collect(), orders, open, texts })
}

fn open_disputes_of(db: &Connection, person: &PersonId) -> Result<Vec<DisputeId>, StoreError> {
    let mut open = db.prepare(
        "SELECT d.id FROM disputes d JOIN orders o ON o.num = d.order_num \
         WHERE (o.client_id = ?1 OR o.seller_id = ?1) AND d.state = 'open' ORDER BY d.id",
    )?;
    let open = open.query_map([person], |row| row.get(0))?;
    Ok(open.collect::<Result<_, _>>()?)
}

/// An order of the person's, and which party they are.
struct Theirs {
    num: i64,
    side: Side,
    name: String,
}

fn orders_of(db: &Connection, person: &PersonId) -> Result<Vec<Theirs>, StoreError> {
    let mut orders = db.prepare(
        "SELECT num, 'client', client_name FROM orders WHERE client_id = ?1 \
         UNION ALL SELECT num, 'seller', seller_name FROM orders WHERE seller_id = ?1 ORDER BY num",
    )?;
    let rows = orders.query_map([person], |row| {
        let mut r = Reading::of(row);
        Ok(Theirs { num: r.column()?, side: r.column()?, name: r.column()? })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn pseudonym(db: &Connection) -> Result<Pseudonym, StoreError> {
    let chance: String = db.query_row("SELECT lower(hex(randomblob(8)))", [], |row| row.get(0))?;
    Ok(Pseudonym::new(&chance))
}

struct Erasure<'t> {
    w: Writer<SqliteTransaction<'t>>,
    /// The audit record that will tell of it.
    seq: i64,
    redaction: Redaction,
    /// Rows of covered tables whose text was replaced.
    rows_erased: u64,
    /// Texts replaced, by table.
    replaced: BTreeMap<&'static str, usize>,
}

impl<'t> Erasure<'t> {
    /// Replaces all that there is to replace, in a transaction that is still to be finished.
    fn begin(tx: SqliteTransaction<'t>, person: &PersonId, now: Time) -> Result<Self, StoreError> {
        let orders = orders_of(tx.db(), person)?;
        if orders.is_empty() {
            return Err(Refusal::from(Unknown::Person { person: person.clone() }).into());
        }
        let mut w = Writer::begin(tx, now)?;
        // Their conflicts and the policy's reasons may name them.
        w.numbers.team_change();
        let mut erasure = Self {
            seq: audit::next(w.tx.db())?,
            redaction: Redaction::new(orders.iter().map(|order| order.name.clone()), pseudonym(w.tx.db())?),
            rows_erased: 0,
            replaced: BTreeMap::new(),
            w,
        };
        for order in &orders {
            erasure.order(order)?;
        }
        erasure.conflicts(person)?;
        erasure.views()?;
        erasure.policies()?;
        Ok(erasure)
    }

    fn order(&mut self, order: &Theirs) -> Result<(), StoreError> {
        let (id, name) = match order.side {
            Side::Client => ("client_id", "client_name"),
            Side::Seller => ("seller_id", "seller_name"),
        };
        self.w.tx.db().execute(
            &format!("UPDATE orders SET {id} = ?2, {name} = ?3, erased = ?4 WHERE num = ?1"),
            params![order.num, self.redaction.pseudonym.id, self.redaction.pseudonym.name, self.seq],
        )?;
        self.changed(OrderRow::layout(), order.num)?;
        self.count("orders", 1);
        self.events(order)?;
        self.attachments(order)?;
        let disputes: Vec<DisputeId> =
            self.read("SELECT id FROM disputes WHERE order_num = ?1", &[&order.num], |r| r.column())?;
        for dispute in disputes {
            self.messages(order, dispute)?;
            self.notes(dispute)?;
            self.asks(dispute)?;
            self.proposals(order, dispute)?;
            self.reasons(order, dispute)?;
            self.drafts(dispute)?;
            self.outbox(order, dispute)?;
            self.header(order, dispute)?;
        }
        let mut erased = Vec::new();
        current_rows::walk_erased(self.w.tx.db(), Some(order.num), |table, key, digest| {
            erased.push((table, key, digest));
            Ok(())
        })?;
        for (table, key, digest) in erased {
            self.w.current_rows().add_erased(table, key, digest);
        }
        Ok(())
    }

    /// Has the record say how a row stands that was changed where it is.
    fn changed(&mut self, layout: &'static Layout, key: i64) -> Result<(), StoreError> {
        let digest = renew_checksum(self.w.tx.db(), layout, &key)?;
        self.w.current_rows().add_state(layout.table, AuditedKey::Number(key), RowState::Digest(digest));
        Ok(())
    }

    fn count(&mut self, table: &'static str, texts: usize) {
        *self.replaced.entry(table).or_default() += texts;
    }

    fn events(&mut self, order: &Theirs) -> Result<(), StoreError> {
        let rows: Vec<(i64, Speaker, String)> = self.read(
            "SELECT seq, speaker, body FROM events WHERE order_num = ?1 AND body IS NOT NULL \
             AND kind NOT IN ('dispute.message', 'dispute.read')",
            &[&order.num],
            |r| Ok((r.column()?, r.column()?, r.column()?)),
        )?;
        for (seq, speaker, body) in rows {
            if let Some(body) = self.redaction.instead(speaker == Speaker::from(order.side), &body) {
                passages::replace(self.w.tx.db(), PassageKind::Event, seq, &body)?;
                self.erase_row("events", "UPDATE events SET body = ?3, erased = ?2 WHERE seq = ?1", &[&seq], &[&body])?;
            }
        }
        Ok(())
    }

    fn attachments(&mut self, order: &Theirs) -> Result<(), StoreError> {
        let rows = self.read(
            "SELECT id, coalesce((SELECT speaker FROM messages m WHERE m.id = message), \
               (SELECT speaker FROM events e WHERE e.seq = event)), name, path, text, inadmissible \
             FROM attachments WHERE order_num = ?1",
            &[&order.num],
            |r| {
                let (id, speaker): (AttachmentId, Option<Speaker>) = (r.column()?, r.column()?);
                let (name, path, text): (String, Option<String>, Option<String>) =
                    (r.column()?, r.column()?, r.column()?);
                Ok((id, speaker == Some(order.side.into()), name, path, text, r.column::<Option<String>>()?))
            },
        )?;
        for (id, is_theirs, name, path, text, inadmissible) in rows {
            let or_kept = |old: Option<&String>| {
                old.map(|old| self.redaction.instead(is_theirs, old).unwrap_or_else(|| old.clone()))
            };
            let (new_name, new_path, new_text) = (or_kept(Some(&name)), or_kept(path.as_ref()), or_kept(text.as_ref()));
            if (new_name.as_ref(), &new_path, &new_text) != (Some(&name), &path, &text) {
                let found = new_name.as_deref().unwrap_or_default();
                passages::replace(self.w.tx.db(), PassageKind::File, id.0, found)?;
                self.erase_row(
                    "attachments",
                    "UPDATE attachments SET name = ?3, path = ?4, text = ?5, erased = ?2 WHERE id = ?1",
                    &[&id],
                    &[&new_name, &new_path, &new_text],
                )?;
            }
            if is_theirs {
                self.file(id)?;
            }
            if let Some(why) = inadmissible.and_then(|why| self.redaction.without_names(&why)) {
                passages::replace(self.w.tx.db(), PassageKind::Strike, id.0, &why)?;
                self.w.tx.db().execute("UPDATE attachments SET inadmissible = ?2 WHERE id = ?1", params![id, why])?;
                self.changed(StrikeRow::layout(), id.0)?;
                self.count("attachments", 1);
            }
        }
        Ok(())
    }

    /// Nothing names the content of a file of theirs any more; what nothing names is swept out.
    fn file(&mut self, id: AttachmentId) -> Result<(), StoreError> {
        for (table, key) in [("files", "attachment"), ("later_files", "id")] {
            let sql = format!("SELECT {key} FROM {table} WHERE attachment = ?1");
            let rows: Vec<i64> = self.read(&sql, &[&id], |r| r.column())?;
            let sql =
                format!("UPDATE {table} SET sha256 = NULL, bytes = NULL, refused = ?3, erased = ?2 WHERE {key} = ?1");
            for row in rows {
                self.erase_row(table, &sql, &[&row], &[&NotStored::Erased])?;
            }
        }
        Ok(())
    }

    fn messages(&mut self, order: &Theirs, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(MessageId, Speaker, String, String)> =
            self.read("SELECT id, speaker, author, body FROM messages WHERE dispute = ?1", &[&dispute], |r| {
                Ok((r.column()?, r.column()?, r.column()?, r.column()?))
            })?;
        for (id, speaker, author, body) in rows {
            let is_theirs = speaker == Speaker::from(order.side);
            let new = self.redaction.instead(is_theirs, &body);
            if new.is_none() && !is_theirs {
                continue;
            }
            let author = if is_theirs { self.redaction.pseudonym.name.clone() } else { author };
            let text = new.as_ref().unwrap_or(&body);
            search::index::unindex(self.w.tx.db(), SearchIndex::Messages, id.0, &body)?;
            if !is_theirs {
                search::index::index(self.w.tx.db(), SearchIndex::Messages, id.0, text)?;
            }
            self.erase_row(
                "messages",
                "UPDATE messages SET author = ?3, body = ?4, erased = ?2 WHERE id = ?1",
                &[&id],
                &[&author, text],
            )?;
        }
        Ok(())
    }

    fn notes(&mut self, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(NoteId, String)> =
            self.read("SELECT id, body FROM notes WHERE dispute = ?1", &[&dispute], |r| {
                Ok((r.column()?, r.column()?))
            })?;
        for (id, body) in rows {
            if let Some(body) = self.redaction.without_names(&body) {
                passages::replace(self.w.tx.db(), PassageKind::Note, id.0, &body)?;
                self.erase_row("notes", "UPDATE notes SET body = ?3, erased = ?2 WHERE id = ?1", &[&id], &[&body])?;
            }
        }
        Ok(())
    }

    fn asks(&mut self, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(AskId, String)> =
            self.read("SELECT id, body FROM asks WHERE dispute = ?1", &[&dispute], |r| Ok((r.column()?, r.column()?)))?;
        for (id, body) in rows {
            if let Some(body) = self.redaction.without_names(&body) {
                self.w.tx.db().execute("UPDATE asks SET body = ?2 WHERE id = ?1", params![id, body])?;
                self.changed(AskRow::layout(), id.0)?;
                self.count("asks", 1);
            }
        }
        Ok(())
    }

    fn proposals(&mut self, order: &Theirs, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(ProposalId, Speaker, String)> =
            self.read("SELECT id, speaker, terms FROM proposals WHERE dispute = ?1", &[&dispute], |r| {
                Ok((r.column()?, r.column()?, r.column()?))
            })?;
        for (id, speaker, terms) in rows {
            if let Some(terms) = self.redaction.instead(speaker == Speaker::from(order.side), &terms) {
                self.entry(order, "kind = 'proposal.made'", id.0, &terms)?;
                self.w.tx.db().execute(
                    "UPDATE proposals SET terms = ?3, erased = ?2 WHERE id = ?1",
                    params![id, self.seq, terms],
                )?;
                self.changed(ProposalRow::layout(), id.0)?;
                self.count("proposals", 1);
            }
        }
        Ok(())
    }

    fn reasons(&mut self, order: &Theirs, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(i64, i64, String)> = self.read(
            "SELECT t.decision, t.mark, t.body FROM decision_texts t JOIN decisions d ON d.id = t.decision \
             WHERE d.dispute = ?1",
            &[&dispute],
            |r| Ok((r.column()?, r.column()?, r.column()?)),
        )?;
        for (decision, mark, body) in rows {
            if let Some(body) = self.redaction.without_names(&body) {
                match mark {
                    0 => self.entry(order, "kind = 'dispute.decided'", decision, &body)?,
                    _ => self.entry(order, "event_id IS NULL AND kind LIKE 'decision.%'", mark, &body)?,
                }
                self.w.tx.db().execute(
                    "UPDATE decision_texts SET body = ?4, erased = ?3 WHERE decision = ?1 AND mark = ?2",
                    params![decision, mark, self.seq, body],
                )?;
                self.count("decision_texts", 1);
            }
        }
        Ok(())
    }

    /// Has the search find another text of an entry of the history, whose text stands elsewhere: of such a kind, about this.
    fn entry(&self, order: &Theirs, kind: &str, about: i64, text: &str) -> Result<(), StoreError> {
        let sql = format!("SELECT seq FROM events WHERE order_num = ?1 AND ref = ?2 AND {kind}");
        let entries: Vec<i64> = self.read(&sql, &[&order.num, &about], |r| r.column())?;
        entries.into_iter().try_for_each(|seq| passages::replace(self.w.tx.db(), PassageKind::Event, seq, text))
    }

    fn drafts(&mut self, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(Handle, String)> =
            self.read("SELECT handle, body FROM drafts WHERE dispute = ?1", &[&dispute], |r| {
                Ok((r.column()?, r.column()?))
            })?;
        for (handle, body) in rows {
            if let Some(body) = self.redaction.without_names(&body) {
                self.w.tx.db().execute(
                    "UPDATE drafts SET body = ?3 WHERE dispute = ?1 AND handle = ?2",
                    params![dispute, handle, body],
                )?;
                renew_checksum(self.w.tx.db(), DraftRow::layout(), &format!("{} {handle}", dispute.0))?;
                self.count("drafts", 1);
            }
        }
        Ok(())
    }

    fn outbox(&mut self, order: &Theirs, dispute: DisputeId) -> Result<(), StoreError> {
        let rows: Vec<(i64, String, String)> =
            self.read("SELECT seq, kind, body FROM outbox WHERE dispute = ?1", &[&dispute], |r| {
                Ok((r.column()?, r.column()?, r.column()?))
            })?;
        for (seq, kind, body) in rows {
            let mut line: Value = serde_json::from_str(&body)
                .map_err(|e| super::errors::damaged(format!("outbox line {seq} is not JSON: {e}")))?;
            self.redaction.clean_line(&mut line, &kind, order.side, |text| {
                let (sql, id) = match text {
                    LineText::Terms(proposal) => ("SELECT terms FROM proposals WHERE id = ?1", proposal.0),
                    LineText::FileName(attachment) => ("SELECT name FROM attachments WHERE id = ?1", attachment.0),
                };
                let texts: Vec<String> = self.read(sql, &[&id], |r| r.column())?;
                Ok::<_, StoreError>(texts.into_iter().next())
            })?;
            let line = line.to_string();
            if line != body {
                self.erase_row("outbox", "UPDATE outbox SET body = ?3, erased = ?2 WHERE seq = ?1", &[&seq], &[&line])?;
            }
        }
        Ok(())
    }

    /// The dispute's row repeats the names, and those who watch it must read it again.
    fn header(&mut self, order: &Theirs, dispute: DisputeId) -> Result<(), StoreError> {
        let mut loaded = load::by_dispute(self.w.tx.db(), dispute)?;
        let words = filter_text(&loaded.case.order, dispute);
        let name = match order.side {
            Side::Client => "client",
            Side::Seller => "seller",
        };
        self.w.tx.db().execute(
            &format!("UPDATE disputes SET {name} = ?2, words = ?3 WHERE id = ?1"),
            params![dispute, self.redaction.pseudonym.name, words],
        )?;
        loaded.cause = Cause::new(Actor::System, ChangeKind::Erase);
        write_dispute(&mut self.w, &mut loaded)
    }

    /// Mediators who must not act on this person's cases still must not.
    fn conflicts(&mut self, person: &PersonId) -> Result<(), StoreError> {
        for mut mediator in team::mediators(self.w.tx.db())? {
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
    fn policies(&mut self) -> Result<(), StoreError> {
        let rows: Vec<(i64, String)> =
            self.read("SELECT version, reason FROM policies WHERE reason IS NOT NULL", &[], |r| {
                Ok((r.column()?, r.column()?))
            })?;
        for (version, reason) in rows {
            if let Some(reason) = self.redaction.without_names(&reason) {
                let sql = "UPDATE policies SET reason = ?2 WHERE version = ?1";
                self.w.tx.db().execute(sql, params![version, reason])?;
                self.changed(PolicyRow::layout(), version)?;
                self.count("policies", 1);
            }
        }
        Ok(())
    }

    /// In the filters that mediators keep a name is typed as one likes.
    fn views(&mut self) -> Result<(), StoreError> {
        let rows: Vec<(Handle, i64, String, String)> =
            self.read("SELECT handle, place, name, query FROM saved_views", &[], |r| {
                Ok((r.column()?, r.column()?, r.column()?, r.column()?))
            })?;
        for (handle, place, name, query) in rows {
            let (clean_name, clean_query) =
                (self.redaction.without_folded_names(&name), self.redaction.without_folded_names(&query));
            if (&clean_name, &clean_query) != (&name, &query) {
                self.w.tx.db().execute(
                    "UPDATE saved_views SET name = ?3, query = ?4 WHERE handle = ?1 AND place = ?2",
                    params![handle, place, clean_name, clean_query],
                )?;
                self.count("saved_views", 1);
            }
        }
        Ok(())
    }

    fn read<T>(
        &self,
        sql: &str,
        of: &[&dyn ToSql],
        row: impl Fn(&mut Reading<'_, '_>) -> rusqlite::Result<T>,
    ) -> Result<Vec<T>, StoreError> {
        let mut all = self.w.tx.db().prepare_cached(sql)?;
        let rows = all.query_map(of, |r| row(&mut Reading::of(r)))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Replaces the text of a covered row: `?1` its number, `?2` the audit record, then the new texts.
    fn erase_row(
        &mut self,
        table: &'static str,
        sql: &str,
        id: &[&dyn ToSql; 1],
        texts: &[&dyn ToSql],
    ) -> Result<(), StoreError> {
        let seq: &dyn ToSql = &self.seq;
        let all = id.iter().copied().chain([seq]).chain(texts.iter().copied());
        self.w.tx.db().prepare_cached(sql)?.execute(rusqlite::params_from_iter(all))?;
        self.count(table, texts.len());
        self.rows_erased += 1;
        Ok(())
    }

    fn finish(self, by: &Handle) -> Result<(), StoreError> {
        let mut body = Map::new();
        body.insert("person".to_owned(), json!(self.redaction.pseudonym.id));
        body.insert("rows_erased".to_owned(), json!(self.rows_erased));
        body.insert("texts".to_owned(), json!(self.replaced));
        add_account(&mut body, self.w.tx.account());
        self.w.finish(Closing { actor: &by.0, action: "erase", dispute: None, body })
    }
}
