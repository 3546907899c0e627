//! Filling a new database with very much: the same rules and the same rows as one by one, in one transaction, with what
//! only pays off then. A case stays in memory from its first event until it is left, and its headers are written once; the
//! index has a large buffer; the audit has one record, which covers every row.
//!
//! The file is made under a name of its own, without a journal, and gets the wanted name when it is whole and on the disk.
//! So a failure, or a power cut, leaves nothing.

use std::collections::HashMap;
use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use serde_json::{Map, json};

use super::events::Incoming;
use super::facts::{self, Outcome};
use super::headers::{self, Cause};
use super::ingest;
use super::load::Loaded;
use super::open::{self, Open};
use super::rows::stored;
use super::search::index::Indexer;
use super::write::{Closing, Writer};
use super::{SqliteStore, team};
use crate::domain::case::context::RuleContext;
use crate::domain::case::long_parts::{Admissibility, Evidence};
use crate::domain::case::records::{Case, Fact, Mediator};
use crate::domain::dispute::action::Request;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::ids::{AttachmentId, DecisionId, Handle, MessageId, OrderId};
use crate::domain::marketplace::event::Event;
use crate::domain::money::accounts::Entry;
use crate::domain::policy::Policy;
use crate::domain::refusal::{Code, Refusal};
use crate::domain::rules;
use crate::domain::time::Time;
use crate::domain::vocabulary::Speaker;
use crate::store::{Store, StoreError};

/// SQLite's page cache while it fills, in KiB.
const CACHE: i64 = 64 << 10;

/// A database that is being filled.
pub struct Bulk<'t> {
    w: Writer<'t>,
    policy: Policy,
    team: HashMap<Handle, Mediator>,
    cases: HashMap<OrderId, Held>,
    facts: Vec<Fact>,
    events: u64,
    actions: u64,
}

/// A case in memory.
struct Held {
    loaded: Loaded,
    known: Known,
}

impl std::fmt::Debug for Bulk<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Bulk").field("cases", &self.cases.len()).field("events", &self.events).finish_non_exhaustive()
    }
}

/// Makes a database of this team and lets `fill` fill it. All of it is there when this returns, or nothing.
///
/// # Errors
/// [`StoreError::Refused`] with `bad_state` where there is a file already, [`StoreError`] when it could not be written, or
/// the error of `fill`.
pub fn fill<T, E: From<StoreError>>(
    path: &Path,
    members: &[Mediator],
    now: Time,
    fill: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>,
) -> Result<T, E> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(there_is_one(path).into());
    }
    let unfinished = open::beside(path, &format!(".filling-{}", std::process::id()));
    let done = fill_at(&unfinished, members, now, fill)
        .and_then(|done| publish(&unfinished, path).map(|()| done).map_err(E::from));
    for leftover in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(open::beside(&unfinished, leftover));
    }
    done
}

fn there_is_one(path: &Path) -> StoreError {
    let sentence =
        format!("there is a file at {} already; only a new database is filled, give another --db", path.display());
    Refusal::new(Code::BadState, sentence).into()
}

fn fill_at<T, E: From<StoreError>>(
    path: &Path,
    members: &[Mediator],
    now: Time,
    fill: impl FnOnce(&mut Bulk<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut store = SqliteStore::open(path, Open::OrCreate)?;
    for member in members {
        store.put_mediator(member, now)?;
    }
    let db = &store.db;
    hurry(db).map_err(StoreError::from)?;
    remove_journal(path)?;
    let mut bulk = Bulk::begin(db, now)?;
    let done = fill(&mut bulk)?;
    bulk.finish()?;
    take_care(db).map_err(StoreError::from)?;
    store.finish()?;
    Ok(done)
}

/// No journal, no waiting for the disk, no check of what the rules hold: the file is nobody's yet.
fn hurry(db: &Connection) -> rusqlite::Result<()> {
    // Without it, SQLite refuses to do without a journal.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    db.pragma_update_and_check(None, "locking_mode", "exclusive", |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_mode", "off", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "off")?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "cell_size_check", false)?;
    db.pragma_update(None, "secure_delete", false)?;
    db.pragma_update(None, "cache_size", -CACHE)
}

/// Back to a file like any other.
fn take_care(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update_and_check(None, "locking_mode", "normal", |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
}

/// Removes the journal that stays behind with exclusive locking. It is blank, unless blanking it failed: SQLite keeps that to
/// itself, and would take the filled file back to what it was before.
fn remove_journal(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(open::beside(path, "-journal")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::Io(error.to_string())),
        _ => Ok(()),
    }
}

fn publish(unfinished: &Path, path: &Path) -> Result<(), StoreError> {
    let cannot = |e: std::io::Error| StoreError::Io(e.to_string());
    fs::File::open(unfinished).and_then(|file| file.sync_all()).map_err(cannot)?;
    match fs::hard_link(unfinished, path) {
        Err(e) if e.kind() == std::io::ErrorKind::AlreadyExists => return Err(there_is_one(path)),
        // A file system without hard links.
        Err(_) => fs::rename(unfinished, path).map_err(cannot)?,
        Ok(()) => {}
    }
    open::sync_name(path).map_err(cannot)
}

impl<'t> Bulk<'t> {
    fn begin(db: &'t Connection, now: Time) -> Result<Self, StoreError> {
        db.execute_batch("BEGIN IMMEDIATE")?;
        let mut w = Writer::new(db, now)?;
        w.index = Indexer::bulk(db)?;
        let members = team::mediators(db)?;
        Ok(Self {
            w,
            policy: team::policy(db)?,
            team: members.into_iter().map(|m| (m.handle.clone(), m)).collect(),
            cases: HashMap::new(),
            facts: Vec::new(),
            events: 0,
            actions: 0,
        })
    }

    /// Applies an event of the marketplace, now. Its id must be a new one. Returns what the rules made of it.
    ///
    /// # Errors
    /// [`StoreError::Refused`] where the rules say no: then all of it fails.
    pub fn tell(&mut self, event: &Event) -> Result<&[Fact], StoreError> {
        self.events += 1;
        self.w.now = stored(event.at);
        let incoming = Incoming::of(event)?;
        let cause = Cause::new(incoming.speaker(), event.kind.event_type());
        let (from, seq) = (self.w.ids, self.w.numbers.event());
        let held = self.cases.remove(&event.order);
        let known = held.as_ref().map(|held| (held.loaded.num, held.loaded.placed));
        let (case, rest) = held.map(Held::apart).unzip();
        self.facts.clear();
        let mut ctx =
            RuleContext { policy: &self.policy, now: self.w.now, ids: &mut self.w.ids, facts: &mut self.facts };
        let case = rules::apply(case, event, &mut ctx)?;
        let (num, placed) = known.unwrap_or_else(|| (self.w.numbers.order(), seq));
        let mut loaded = Loaded::new(num, placed, case);
        let (justification, before, known) = rest.unwrap_or_default();
        (loaded.justification, loaded.cause) = (justification, before);
        incoming.write(&mut self.w, seq, num, ingest::about(event, &self.facts))?;
        self.keep(loaded, known, cause, from, Some(seq))
    }

    /// Does what a mediator asks, now. Returns what the rules made of it.
    ///
    /// # Errors
    /// As [`Bulk::tell`].
    pub fn act(&mut self, order: &OrderId, request: &Request, now: Time) -> Result<&[Fact], StoreError> {
        self.actions += 1;
        let me = self.team.get(&request.by).ok_or_else(|| team::not_a_mediator(&request.by))?;
        let Held { mut loaded, known, .. } = self.cases.remove(order).ok_or_else(|| unknown(order))?;
        self.w.now = stored(now);
        self.facts.clear();
        let from = self.w.ids;
        let mut ctx =
            RuleContext { policy: &self.policy, now: self.w.now, ids: &mut self.w.ids, facts: &mut self.facts };
        rules::act(&mut loaded.case, request, me, &known, &mut ctx)?;
        let cause = Cause::new(&request.by, &request.action);
        self.keep(loaded, known, cause, from, None)
    }

    /// Does what time alone does to a case. Returns what the rules made of it.
    ///
    /// # Errors
    /// As [`Bulk::tell`].
    pub fn settle(&mut self, order: &OrderId, now: Time) -> Result<&[Fact], StoreError> {
        let Held { mut loaded, known, .. } = self.cases.remove(order).ok_or_else(|| unknown(order))?;
        self.w.now = stored(now);
        self.facts.clear();
        let from = self.w.ids;
        let mut ctx =
            RuleContext { policy: &self.policy, now: self.w.now, ids: &mut self.w.ids, facts: &mut self.facts };
        rules::settle(&mut loaded.case, &mut ctx);
        self.keep(loaded, known, Cause::new(Actor::System, ChangeKind::Settle), from, None)
    }

    /// A case in memory.
    pub fn case(&self, order: &OrderId) -> Option<&Case> {
        self.cases.get(order).map(|held| &held.loaded.case)
    }

    /// Nothing more will happen to this order here: it leaves the memory.
    ///
    /// # Errors
    /// [`StoreError`] when it could not be written.
    pub fn leave(&mut self, order: &OrderId) -> Result<(), StoreError> {
        self.cases.remove(order).map_or(Ok(()), |held| held.write(&mut self.w))
    }

    fn keep(
        &mut self,
        mut loaded: Loaded,
        mut known: Known,
        cause: Cause,
        from: crate::domain::ids::Ids,
        event: Option<i64>,
    ) -> Result<&[Fact], StoreError> {
        facts::write(&mut self.w, &mut loaded, Outcome { facts: &self.facts, from, event, cause })?;
        known.take(&self.facts);
        self.cases.insert(loaded.case.order.id.clone(), Held { loaded, known });
        Ok(&self.facts)
    }

    /// Writes what is still in memory, and ends the transaction.
    fn finish(mut self) -> Result<(), StoreError> {
        let mut held: Vec<Held> = self.cases.drain().map(|(_, held)| held).collect();
        held.sort_unstable_by_key(|held| held.loaded.num);
        for one in held {
            one.write(&mut self.w)?;
        }
        let db = self.w.db;
        let mut body = Map::new();
        body.insert("accepted".to_owned(), json!(self.events));
        body.insert("actions".to_owned(), json!(self.actions));
        self.w.finish(Closing { actor: "system", action: "fill", dispute: None, body })?;
        db.execute_batch("COMMIT")?;
        Ok(())
    }
}

impl Held {
    fn apart(self) -> (Case, (Option<MessageId>, Cause, Known)) {
        (self.loaded.case, (self.loaded.justification, self.loaded.cause, self.known))
    }

    fn write(mut self, w: &mut Writer<'_>) -> Result<(), StoreError> {
        headers::put_order(w, &self.loaded, true)?;
        headers::put_dispute(w, &mut self.loaded)
    }
}

/// What the rules ask about the long parts of a case.
#[derive(Debug, Default)]
struct Known {
    messages: Vec<MessageId>,
    /// Those of the parties among them.
    parties: Vec<MessageId>,
    attachments: Vec<(AttachmentId, Option<String>)>,
    entries: Vec<Entry>,
}

impl Known {
    fn take(&mut self, facts: &[Fact]) {
        for fact in facts {
            match fact {
                Fact::Message(m) => {
                    self.messages.push(m.id);
                    if matches!(m.from, Speaker::Client | Speaker::Seller) {
                        self.parties.push(m.id);
                    }
                }
                Fact::Attachment(a) => self.attachments.push((a.id, a.inadmissible.clone())),
                Fact::Struck { attachment, reason } => {
                    let struck = self.attachments.iter_mut().filter(|a| a.0 == *attachment);
                    struck.for_each(|a| a.1 = Some(reason.clone()));
                }
                Fact::Entry(entry) => self.entries.push(entry.clone()),
                Fact::Note(_)
                | Fact::Notify { .. }
                | Fact::Ask(_)
                | Fact::Proposal(_)
                | Fact::Read { .. }
                | Fact::Decided(_)
                | Fact::DecisionEvent(_)
                | Fact::Outbox(_) => {}
            }
        }
    }
}

impl Evidence for Known {
    fn has_message(&self, id: MessageId) -> bool {
        self.messages.binary_search(&id).is_ok()
    }

    fn attachment(&self, id: AttachmentId) -> Option<Admissibility> {
        let (_, why) = self.attachments.iter().find(|a| a.0 == id)?;
        Some(why.clone().map_or(Admissibility::Admissible, Admissibility::Inadmissible))
    }

    fn unread_after(&self, id: MessageId) -> u32 {
        let after = self.parties.len() - self.parties.partition_point(|m| *m <= id);
        u32::try_from(after).unwrap_or(u32::MAX)
    }

    fn entries_of(&self, decision: DecisionId) -> Vec<Entry> {
        let of_it = self.entries.iter().filter(|e| e.decision == Some(decision) && e.reverses.is_none());
        of_it.cloned().collect()
    }
}

fn unknown(order: &OrderId) -> StoreError {
    Refusal::new(Code::UnknownOrder, format!("order {order} is not known, or has been left")).into()
}
