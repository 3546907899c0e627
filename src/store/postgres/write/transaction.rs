//! A writing transaction on a server. It loads in one call, keeps every row that is written, and sends them all with the commit.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use postgres::error::SqlState;
use postgres::{Client, Error, SimpleQueryMessage};
use serde_json::{Value as Json, json};

use super::loaded::{LoadedCases, decision};
use super::pending::{OPEN, Pending, PendingVerb};
use super::{KnownTeam, WriteAttempt};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::long_parts::{Admissibility, LongParts, NamedFile, NeededParts};
use crate::domain::case::records::{Decision, Mediator, NotificationKind};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{
    DecisionId, DisputeId, EventId, Handle, MessageId, OrderId, PassageId, PersonId, RequestKey, SystemAccount,
};
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::SavedView;
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::postgres::PostgresStore;
use crate::store::postgres::errors::{self, damaged};
use crate::store::postgres::link::Link;
use crate::store::postgres::rows::{self, decode_all, decode_json, from_json};
use crate::store::postgres::search;
use crate::store::write::fill::KnownFile;
use crate::store::write::numbers::{CHANGE, Numbers, TEAM_CHANGE};
use crate::store::write::policy::policy_version_of;
use crate::store::write::rows::decision::LedgerRow;
use crate::store::write::rows::discussion::{FileRow, ReceiptRow};
use crate::store::write::rows::team::{CompletedRow, PolicyRow, SavedViewRow};
use crate::store::write::table::{Row, RowRef};
use crate::store::write::{ActionContext, LoadedCase, NewRecord, WriteTransaction};

/// See [`WriteTransaction`]. Nothing of it is on the server before it commits; where others are to be kept out meanwhile, the server
/// has a transaction open for it.
pub(in crate::store::postgres) struct PostgresTransaction<'t> {
    link: &'t Link,
    account: Option<SystemAccount>,
    team: &'t KnownTeam,
    attempt: &'t mut WriteAttempt,
    /// The server has a transaction open.
    is_open: bool,
    /// Another desk is doing this just now.
    is_elsewhere: bool,
    loaded: LoadedCases,
    /// What `read_for_write_1` said last.
    read: Json,
    policies: Vec<PolicyRow<'static>>,
    numbers: Numbers,
    pending: Pending,
    /// Of which kinds more numbers were needed than were taken.
    lacking: BTreeMap<&'static str, i64>,
}

impl<'t> PostgresTransaction<'t> {
    /// Begins one, and loads what is wanted, if anything is said.
    pub(super) fn begin(
        store: &'t PostgresStore,
        attempt: &'t mut WriteAttempt,
        wants: &Json,
    ) -> Result<Self, StoreError> {
        let mut tx = Self {
            link: &store.link,
            account: store.account.clone(),
            team: &store.team,
            attempt,
            is_open: false,
            is_elsewhere: false,
            loaded: LoadedCases::default(),
            read: Json::Null,
            policies: Vec::new(),
            numbers: Numbers::default(),
            pending: Pending::default(),
            lacking: BTreeMap::new(),
        };
        if !wants.is_null() {
            tx.load(wants.clone())?;
        }
        Ok(tx)
    }

    /// Whether another desk is doing this just now.
    pub(super) fn is_elsewhere(&self) -> bool {
        self.is_elsewhere
    }

    /// Loads what is wanted, and takes numbers.
    fn load(&mut self, wants: Json) -> Result<Vec<LoadedCase>, StoreError> {
        let said = self.call("load_1", wants)?;
        self.apply_loaded(&said)
    }

    /// Loads everything of a person, with their cases, and keeps others out.
    pub(super) fn load_erasure(&mut self, person: &PersonId, key: Option<&RequestKey>) -> Result<Json, StoreError> {
        let mut wants = json!({"person": person});
        if let Some(key) = key {
            wants["key"] = json!(key);
        }
        let said = self.call("load_erasure_1", wants)?;
        self.apply_loaded(&said)?;
        Ok(said["erasure"].clone())
    }

    /// Has the commit take this, too.
    pub(super) fn say(&mut self, name: &str, value: Json) {
        self.pending.other.insert(name.to_owned(), value);
    }

    fn call(&mut self, function: &str, mut wants: Json) -> Result<Json, StoreError> {
        wants["team"] = json!(self.team.number());
        wants["reserve"] = json!(self.attempt.sizes);
        if self.attempt.locks && !self.is_open {
            wants["lock"] = json!(true);
            let begun = self.link.read(|client| {
                // What a lost answer left behind.
                let said = client.simple_query(&format!("BEGIN; SELECT litige.{function}({}::jsonb)", literal(&wants)));
                said.inspect_err(|_| drop(client.batch_execute("ROLLBACK")))
            })?;
            self.is_open = true;
            json_of(&begun)
        } else {
            self.link.read_json(&format!("SELECT litige.{function}($1)"), &[rows::json(&wants)])
        }
    }

    /// Takes what was loaded.
    fn apply_loaded(&mut self, said: &Json) -> Result<Vec<LoadedCase>, StoreError> {
        if said["elsewhere"] == true {
            self.is_elsewhere = true;
            return Ok(Vec::new());
        }
        for (name, next) in said["numbers"].as_object().into_iter().flatten() {
            self.numbers.set(name, next.as_i64().unwrap_or_default());
        }
        for name in [CHANGE, "outbox"] {
            self.numbers.set(name, OPEN);
        }
        self.read = said["read"].clone();
        let number = self.read["team"].as_i64().ok_or_else(|| damaged("it has no head"))?;
        self.team.learn(number, &self.read["members"])?;
        self.policies = decode_all(&self.read["policies"])?;
        let cases = self.read["cases"].as_array().cloned().unwrap_or_default();
        cases.iter().map(|case| self.loaded.add(case)).collect()
    }

    /// The cases that were loaded when it began.
    fn first_loaded(&mut self) -> Vec<LoadedCase> {
        self.loaded.cases.clone()
    }

    fn find(&self, id: DisputeId) -> Option<LoadedCase> {
        let is_it = |one: &&LoadedCase| one.case.dispute.as_ref().is_some_and(|dispute| dispute.id == id);
        self.loaded.cases.iter().find(is_it).cloned()
    }

    /// Sends all of it.
    fn send(&mut self) -> Result<(), StoreError> {
        let mut pending = std::mem::take(&mut self.pending);
        let is_audited = pending.is_audited();
        let mut say = |name: &str, value: Json| pending.other.insert(name.to_owned(), value);
        let pairs = |pairs: &BTreeMap<i64, i64>| json!(pairs.iter().collect::<Vec<_>>());
        say("now", json!(self.attempt.now.timestamp_millis()));
        say("team", self.read["team"].clone());
        say("orders", pairs(&self.loaded.orders));
        say("seen", pairs(&self.loaded.disputes));
        if is_audited {
            say("first", self.read["first"].clone());
        }
        let all = pending.into_json();
        let function = if all.get("erase").is_some() { "erase_1" } else { "commit_1" };
        let is_open = std::mem::take(&mut self.is_open);
        let done = self.link.write(|client| {
            let done = if is_open {
                client.simple_query(&format!("SELECT litige.{function}({}::jsonb); COMMIT", literal(&all))).map(drop)
            } else {
                client.query_typed(&format!("SELECT litige.{function}($1)"), &[rows::json(&all)]).map(drop)
            };
            match done {
                Ok(()) => Ok(None),
                Err(error) if error.as_db_error().is_some() => {
                    roll_back(client, is_open);
                    Ok(Some(error))
                }
                Err(error) => Err(error),
            }
        })?;
        match done {
            None => Ok(()),
            Some(error) => {
                self.attempt.again = is_race(&error);
                Err(if self.attempt.again { StoreError::Busy } else { errors::of(&error) })
            }
        }
    }
}

impl Drop for PostgresTransaction<'_> {
    fn drop(&mut self) {
        if self.is_open {
            let _ = self.link.write(|client| client.batch_execute("ROLLBACK"));
        }
    }
}

fn roll_back(client: &mut Client, is_open: bool) {
    if is_open {
        let _ = client.batch_execute("ROLLBACK");
    }
}

/// Whether another write came between: what was decided is decided again. That something is there already is such a case, too: an
/// order, an event, a key, a decision of this round.
pub(super) fn is_race(error: &Error) -> bool {
    errors::is_race(error) || error.code() == Some(&SqlState::UNIQUE_VIOLATION)
}

/// A value as a literal of SQL, whatever the connection's settings.
fn literal(value: &Json) -> String {
    format!("E'{}'", value.to_string().replace('\\', "\\\\").replace('\'', "''"))
}

fn json_of(said: &[SimpleQueryMessage]) -> Result<Json, StoreError> {
    let row = said.iter().find_map(|message| match message {
        SimpleQueryMessage::Row(row) => row.get(0),
        _ => None,
    });
    row.and_then(|text| serde_json::from_str(text).ok()).ok_or_else(|| damaged("a function answers nothing"))
}

impl WriteTransaction for PostgresTransaction<'_> {
    fn numbers(&mut self) -> Result<Numbers, StoreError> {
        if self.read.is_null() {
            self.load(json!({}))?;
        }
        Ok(self.numbers)
    }

    fn load_for_action(&mut self, request: &Request, needed: &NeededParts) -> Result<ActionContext, StoreError> {
        let mut parts = json!({});
        if !needed.messages.is_empty() {
            parts["messages"] = needed.messages.iter().map(|id| json!(id.0)).collect();
        }
        if !needed.attachments.is_empty() {
            parts["attachments"] = needed.attachments.iter().map(|id| json!(id.0)).collect();
        }
        if let Some(up_to) = needed.read_up_to {
            parts["read_up_to"] = json!(up_to.0);
        }
        if needed.entries {
            parts["entries"] = json!(true);
        }
        let mut wants = json!({"act": request.dispute.0, "parts": parts});
        if let Some(key) = &request.key {
            wants["key"] = json!(key);
        }
        if let Action::Decide(draft) = &request.action
            && let Some(key) = &draft.key
        {
            wants["decision_key"] = json!(key);
        }
        let case = self.load(wants)?.pop();
        let mut context = ActionContext { team: self.team.members(), ..ActionContext::default() };
        let Some(loaded) = case else { return Ok(context) };
        context.completed = request.key.as_ref().map(|key| self.load_completed(&key.0)).transpose()?.flatten();
        let keyed = &self.read["keyed"];
        if !keyed.is_null() {
            let reasons = keyed["row"]["reasons"].as_str().unwrap_or_default().to_owned();
            context.keyed_decision = Some((decision(keyed)?, reasons));
        }
        context.policy = Some(self.load_policy(loaded.case.dispute.as_ref().map(|dispute| dispute.policy))?);
        let said = &self.read["parts"];
        context.answered = said["answered"].as_bool().unwrap_or(false);
        let receipts = decode_all::<ReceiptRow>(&said["receipts"])?.into_iter();
        context.receipts = receipts.map(|row| (row.reader, row.up_to)).collect();
        context.parts = long_parts(said, &loaded, needed)?;
        context.case = Some(loaded);
        Ok(context)
    }

    fn load_dispute(&mut self, id: DisputeId) -> Result<Option<LoadedCase>, StoreError> {
        match self.find(id) {
            Some(loaded) => Ok(Some(loaded)),
            None => Ok(self.load(json!({"disputes": [id.0]}))?.pop()),
        }
    }

    fn load_orders(&mut self, ids: &[&OrderId]) -> Result<Vec<LoadedCase>, StoreError> {
        let mut cases = self.first_loaded();
        cases.retain(|one| ids.contains(&&one.case.order.id));
        Ok(cases)
    }

    fn load_due(&mut self, _: Time, limit: usize) -> Result<Vec<LoadedCase>, StoreError> {
        let mut cases = self.first_loaded();
        cases.truncate(limit);
        Ok(cases)
    }

    fn load_event_digests(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<u8>>, StoreError> {
        let known = &self.read["digests"];
        let digest = |id: &&EventId| {
            let digest = known.get(&id.0)?;
            Some(bytes(digest).map(|digest| ((*id).clone(), digest)))
        };
        ids.iter().filter_map(digest).collect()
    }

    fn load_event_files(&mut self, _: &[&EventId]) -> Result<HashMap<EventId, Vec<KnownFile>>, StoreError> {
        let file = |said: &Json| -> Result<KnownFile, StoreError> {
            let id = from_json(&said["id"]).map_err(|_| damaged("an attachment's number can't be read"))?;
            let content = Some(&said["content"]).filter(|content| !content.is_null());
            let content = content.map(decode_json::<FileRow<'_>>).transpose()?.and_then(FileRow::into_content);
            Ok(KnownFile { id, erased: said["erased"] == true, content })
        };
        let all = self.read["files"].as_object().into_iter().flatten();
        let of_event = |(id, files): (&String, &Json)| {
            let files = files.as_array().into_iter().flatten().map(file).collect::<Result<_, _>>()?;
            Ok((EventId::from(id.as_str()), files))
        };
        all.map(of_event).collect()
    }

    fn load_policy(&mut self, version: Option<u32>) -> Result<Policy, StoreError> {
        let row = match version {
            Some(version) => self.policies.iter().find(|row| row.version == version),
            None => self.policies.iter().max_by_key(|row| row.version),
        };
        let missing =
            || version.map_or("there is no policy".to_owned(), |version| format!("policy {version} is missing"));
        let row = row.ok_or_else(|| damaged(missing()))?.clone();
        Ok(policy_version_of(row).map_err(damaged)?.policy)
    }

    fn account(&self) -> Option<&SystemAccount> {
        self.account.as_ref()
    }

    fn load_team(&mut self) -> Result<Vec<Mediator>, StoreError> {
        Ok(self.team.members())
    }

    fn load_held(&mut self, by: &Handle) -> Result<Vec<LoadedCase>, StoreError> {
        let held = self.load(json!({"held": by}))?;
        self.pending.other.insert("retires".to_owned(), json!(by));
        Ok(held)
    }

    fn load_decision(&mut self, id: DecisionId) -> Result<Decision, StoreError> {
        let decisions = self.loaded.cases.iter().filter_map(|one| one.case.dispute.as_ref()?.decision.as_ref());
        if let Some(known) = decisions.into_iter().find(|decision| decision.id == id) {
            return Ok(known.clone());
        }
        let said = self.link.read_json("SELECT litige.decision_1($1)", &[rows::int(&id.0)])?;
        decision(&said)
    }

    fn load_views(&mut self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        // They may be called otherwise than they were asked for.
        if self.read["views_of"] != of.0 {
            self.load(json!({"views": of}))?;
        }
        let views = decode_all::<SavedViewRow<'_>>(&self.read["views"])?.into_iter();
        let view = |SavedViewRow { name, base, query, .. }: SavedViewRow<'_>| SavedView {
            name: name.into_owned(),
            base,
            query: query.into_owned(),
        };
        let views: Vec<_> = views.map(view).collect();
        let seen: Vec<_> = views.iter().map(|view| json!([view.name, view.base.as_str(), view.query])).collect();
        self.pending.other.insert("views".to_owned(), json!({"of": of, "seen": seen}));
        Ok(views)
    }

    fn load_completed(&mut self, _: &str) -> Result<Option<CompletedRow<'static>>, StoreError> {
        let row = &self.read["completed"];
        if row.is_null() { Ok(None) } else { decode_json(row).map(Some) }
    }

    fn has_blob(&mut self, blob: &BlobRef) -> Result<bool, StoreError> {
        Ok(self.read["blobs"][&blob.sha256].as_u64() == Some(blob.bytes))
    }

    fn insert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.pending.write(row, PendingVerb::Insert)
    }

    fn update(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        // An order that stands as it was loaded.
        let is_order = row.layout.table == "orders" && !self.pending.has("orders", row.number());
        if is_order && self.loaded.orders.get(&row.number()) == row.checksum.as_ref() {
            return Ok(());
        }
        self.pending.write(row, PendingVerb::Update)
    }

    fn upsert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.pending.write(row, PendingVerb::Upsert)
    }

    fn replace_views(&mut self, of: &Handle, views: &[SavedView]) -> Result<(), StoreError> {
        let row = |(place, view): (i64, &SavedView)| {
            let row = SavedViewRow {
                handle: Cow::Borrowed(of),
                place,
                name: Cow::Borrowed(&view.name),
                base: view.base,
                query: Cow::Borrowed(&view.query),
            };
            rows::json_row(&RowRef::new(SavedViewRow::layout(), row.fields().as_ref()))
        };
        let rows: Vec<_> = (0..).zip(views).map(row).collect();
        let change = self.pending.other.entry("views").or_insert_with(|| json!({"of": of, "seen": []}));
        change["rows"] = json!(rows);
        self.pending.other.insert("actor".to_owned(), json!(of));
        Ok(())
    }

    fn forget_notifications(
        &mut self,
        of: &Handle,
        dispute: DisputeId,
        what: &[NotificationKind],
    ) -> Result<(), StoreError> {
        let what: Vec<_> = what.iter().map(|what| what.as_str()).collect();
        self.pending.forget(json!({"handle": of, "dispute": dispute.0, "what": what}));
        Ok(())
    }

    fn forget_completed(&mut self, before: Time) -> Result<(), StoreError> {
        self.pending.other.insert("forget_completed".to_owned(), json!(before.timestamp_millis()));
        Ok(())
    }

    fn index_message(&mut self, id: MessageId, body: &str) -> Result<(), StoreError> {
        self.pending.index(id, &search::tsv(id.0, body));
        Ok(())
    }

    fn index_passage(&mut self, id: PassageId, text: &str) -> Result<(), StoreError> {
        self.pending.index_passage(id, &search::tsv(id.0, text));
        Ok(())
    }

    fn forget_passage(&mut self, kind: PassageKind, of: i64) -> Result<(), StoreError> {
        self.pending.forget_passage(kind, of);
        Ok(())
    }

    fn save_numbers(&mut self, before: &Numbers, now: &Numbers) -> Result<(), StoreError> {
        let first: HashMap<_, _> = before.sequences().into_iter().collect();
        for (name, next) in now.changed_since(before) {
            let taken = next - first.get(name).copied().unwrap_or(next);
            match name {
                CHANGE => {
                    self.pending.other.insert("changes".to_owned(), json!(next - OPEN));
                }
                TEAM_CHANGE => {
                    self.pending.other.insert("team_change".to_owned(), json!(next - OPEN + 1));
                }
                "outbox" => {}
                _ if taken > self.attempt.sizes.get(name).copied().unwrap_or(0) => {
                    self.lacking.insert(name, taken);
                }
                _ => {}
            }
        }
        Ok(())
    }

    fn append_audit(&mut self, mut record: NewRecord) -> Result<(), StoreError> {
        if self.read["first"] == true {
            record.add_policies(self.policies.clone());
        }
        self.pending.other.insert("actor".to_owned(), json!(record.actor));
        self.pending.append_audit(record);
        Ok(())
    }

    fn commit(mut self) -> Result<(), StoreError> {
        if !self.lacking.is_empty() {
            self.attempt.sizes.append(&mut self.lacking);
            self.attempt.again = true;
            return Err(StoreError::Busy);
        }
        self.send()
    }
}

fn long_parts(said: &Json, loaded: &LoadedCase, needed: &NeededParts) -> Result<LongParts, StoreError> {
    let read = |one: &Json| from_json::<MessageId>(one).map_err(|_| damaged("a message's number can't be read"));
    let known = said["messages"].as_array().into_iter().flatten().map(read).collect::<Result<Vec<_>, _>>()?;
    let mut parts = LongParts::default();
    parts.messages.extend(needed.messages.iter().filter(|id| known.contains(id)));
    for id in &needed.attachments {
        let found = said["attachments"].as_array().into_iter().flatten().find(|one| one["id"] == id.0);
        if let Some(found) = found {
            let why = found["inadmissible"].as_str().map(str::to_owned);
            let origin = from_json(&found["origin"]).map_err(|_| damaged("an attachment's origin can't be read"))?;
            parts.attachments.push(NamedFile {
                id: *id,
                name: found["name"].as_str().unwrap_or_default().to_owned(),
                event: found["event"].as_str().map(EventId::from),
                admissibility: Admissibility::of(why, origin),
            });
        }
    }
    parts.unread_after = said["unread_after"].as_u64().and_then(|count| u32::try_from(count).ok()).unwrap_or(0);
    let entries = decode_all::<LedgerRow>(&said["entries"])?.into_iter();
    parts.entries = entries.map(|row| row.into_entry(loaded.case.order.id.clone())).collect();
    Ok(parts)
}

/// Bytes in hexadecimal, as `encode` writes them.
fn bytes(said: &Json) -> Result<Vec<u8>, StoreError> {
    let text = said.as_str().unwrap_or_default();
    let byte = |at: usize| u8::from_str_radix(text.get(at..at + 2)?, 16).ok();
    let bytes: Option<Vec<u8>> = (0..text.len()).step_by(2).map(byte).collect();
    bytes.ok_or_else(|| damaged("a digest can't be read"))
}
