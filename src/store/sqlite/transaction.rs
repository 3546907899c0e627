//! A writing transaction on SQLite: rows in, rows out.

use std::borrow::Cow;
use std::collections::HashMap;

use rusqlite::{Connection, OptionalExtension, ToSql, Transaction, TransactionBehavior, params};

use super::files::BlobFolder;
use super::identity::Database;
use super::rows::{Ms, Parameter, decode, digest_from, quoted, select};
use super::search::SearchIndex;
use super::search::index::{self, Indexer};
use super::{audit, contents, load, passages, team, views};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::case::long_parts::NeededParts;
use crate::domain::case::records::{Decision, Mediator, NotificationKind};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DecisionId, DisputeId, EventId, Handle, MessageId, OrderId, PassageId, SystemAccount};
use crate::domain::policy::Policy;
use crate::domain::queue::saved_views::SavedView;
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::store::StoreError;
use crate::store::write::fill::KnownFile;
use crate::store::write::numbers::Numbers;
use crate::store::write::rows::counts::SequenceRow;
use crate::store::write::rows::team::{CompletedRow, SavedViewRow};
use crate::store::write::table::{CHECKSUM, DIGEST, Layout, Row, RowRef};
use crate::store::write::value::ToValue;
use crate::store::write::{ActionContext, LoadedCase, NewRecord, WriteTransaction, digest};

/// How many completed requests one write forgets at most.
const FORGOTTEN_AT_ONCE: i64 = 20;

/// See [`WriteTransaction`]. Rows are written after those that they refer to: a reference that may wait for its row makes
/// SQLite look through the referring tables at every row that it adds.
#[derive(Debug)]
pub struct SqliteTransaction<'t> {
    db: Transaction<'t>,
    account: Option<SystemAccount>,
    files: Option<&'t BlobFolder>,
    statements: Statements,
    messages: Indexer,
    passages: Indexer,
    tidies_index: bool,
}

impl<'t> SqliteTransaction<'t> {
    /// Begins one.
    pub(super) fn begin(db: &'t mut Database) -> Result<Self, StoreError> {
        let account = db.account.clone();
        Ok(Self { account, ..Self::new(db.begin()?) })
    }

    /// Begins one that takes a batch of events, which may come with files. It ends with a step of tidying the index.
    pub(super) fn begin_batch(db: &'t mut Database, files: &'t BlobFolder) -> Result<Self, StoreError> {
        Ok(Self { files: Some(files), tidies_index: true, ..Self::begin(db)? })
    }

    /// Begins the one that fills a new database.
    pub(super) fn begin_bulk(db: &'t Connection) -> Result<Self, StoreError> {
        let db = Transaction::new_unchecked(db, TransactionBehavior::Immediate)?;
        let messages = Indexer::bulk(&db, SearchIndex::Messages)?;
        let passages = Indexer::bulk(&db, SearchIndex::Passages)?;
        Ok(Self { messages, passages, ..Self::new(db) })
    }

    /// The one of an upgrade, which has begun.
    pub(super) fn of_upgrade(db: Transaction<'t>) -> Self {
        Self::new(db)
    }

    fn new(db: Transaction<'t>) -> Self {
        let [messages, passages] = SearchIndex::ALL.map(Indexer::new);
        let statements = Statements::default();
        Self { db, account: None, files: None, statements, messages, passages, tidies_index: false }
    }

    /// The connection, inside the transaction.
    pub(super) fn db(&self) -> &Connection {
        &self.db
    }
}

/// What a statement does with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Verb {
    Insert,
    /// Reads the columns that an update may write.
    Select,
    /// Writes those of them whose bits are set.
    Update(u64),
    Upsert,
}

/// The text of each statement, by row type.
#[derive(Debug, Default)]
struct Statements(HashMap<(&'static str, Verb), String>);

impl Statements {
    fn text(&mut self, layout: &'static Layout, verb: Verb) -> &str {
        self.0.entry((layout.name, verb)).or_insert_with(|| match verb {
            Verb::Insert => insert(layout),
            Verb::Select => select_changing(layout),
            Verb::Update(changed) => update(layout, changed),
            Verb::Upsert => upsert(layout),
        })
    }
}

fn insert(layout: &Layout) -> String {
    let digest = layout.has_digest().then_some(DIGEST);
    let checksum = layout.has_checksum().then_some(CHECKSUM);
    let columns: Vec<_> = layout.names(|_| true).chain(digest).chain(checksum).map(quoted).collect();
    let marks = vec!["?"; columns.len()].join(", ");
    format!("INSERT INTO {} ({}) VALUES ({marks})", layout.table, columns.join(", "))
}

/// Reads the columns that an update may write, by the key.
fn select_changing(layout: &Layout) -> String {
    let columns: Vec<_> = layout.names(|is| is.changes).map(quoted).collect();
    format!("SELECT {} FROM {} WHERE {}", columns.join(", "), layout.table, by_key(layout))
}

/// Sets those of the columns that change whose bits are set, then the checksum, by the key.
fn update(layout: &Layout, changed: u64) -> String {
    let checksum = layout.has_checksum().then_some(CHECKSUM);
    let columns = layout.names(|is| is.changes).enumerate().filter(|(at, _)| has_bit(changed, *at));
    let set: Vec<_> =
        columns.map(|(_, name)| name).chain(checksum).map(|name| format!("{} = ?", quoted(name))).collect();
    format!("UPDATE {} SET {} WHERE {}", layout.table, set.join(", "), by_key(layout))
}

fn by_key(layout: &Layout) -> String {
    let keys: Vec<_> = layout.names(|is| is.key).map(|name| format!("{} = ?", quoted(name))).collect();
    keys.join(" AND ")
}

fn has_bit(bits: u64, at: usize) -> bool {
    bits >> at & 1 == 1
}

fn upsert(layout: &Layout) -> String {
    let checksum = layout.has_checksum().then_some(CHECKSUM);
    let replaced = layout.names(|is| is.changes).chain(checksum).map(|name| format!("{name} = excluded.{name}"));
    let added = layout.names(|is| is.adds).map(|name| format!("{name} = {name} + excluded.{name}"));
    let set: Vec<_> = replaced.chain(added).collect();
    let rises: Vec<_> = layout.names(|is| is.rises).map(|name| format!("excluded.{name} > {name}")).collect();
    let only = if rises.is_empty() { String::new() } else { format!(" WHERE {}", rises.join(" AND ")) };
    let keys: Vec<_> = layout.names(|is| is.key).collect();
    let insert = insert(layout);
    format!("{insert} ON CONFLICT ({}) DO UPDATE SET {}{only}", keys.join(", "), set.join(", "))
}

/// Executes a statement whose parameters are all the values of a row.
fn execute_whole(db: &Connection, sql: &str, row: &RowRef<'_>) -> Result<(), StoreError> {
    let mut statement = db.prepare_cached(sql)?;
    for (number, (_, value)) in (1..).zip(row.values()) {
        statement.raw_bind_parameter(number, Parameter(value))?;
    }
    statement.raw_execute()?;
    Ok(())
}

/// Inserts a row that no audit record covers.
pub(super) fn insert_row<R: Row>(db: &Connection, row: &R) -> Result<(), StoreError> {
    execute_whole(db, &insert(R::layout()), &RowRef::new(R::layout(), row.fields().as_ref()))
}

/// Inserts a row that no audit record covers, or updates the one of the same key.
pub(super) fn upsert_row<R: Row>(db: &Connection, row: &R) -> Result<(), StoreError> {
    execute_whole(db, &upsert(R::layout()), &RowRef::new(R::layout(), row.fields().as_ref()))
}

/// Gives the row of this key the checksum of what it holds now. Returns the digest of that.
pub(super) fn renew_checksum(db: &Connection, layout: &Layout, key: &dyn ToSql) -> Result<digest::Digest, StoreError> {
    let columns: Vec<_> = layout.names(|is| is.checksum).collect();
    let keys: Vec<_> = layout.names(|is| is.key).collect();
    let (table, columns, key_sql) = (layout.table, columns.join(", "), keys.join(" || ' ' || "));
    let mut row = db.prepare_cached(&format!("SELECT {columns} FROM {table} WHERE {key_sql} = ?1"))?;
    let state = row.query_row([key], |row| digest_from(row, 0))?;
    db.prepare_cached(&format!("UPDATE {table} SET {CHECKSUM} = ?2 WHERE {key_sql} = ?1"))?
        .execute(params![key, digest::checksum(&state)])?;
    Ok(state)
}

impl SqliteTransaction<'_> {
    fn write_whole(&mut self, row: &RowRef<'_>, verb: Verb) -> Result<(), StoreError> {
        execute_whole(&self.db, self.statements.text(row.layout, verb), row)
    }
}

impl WriteTransaction for SqliteTransaction<'_> {
    fn numbers(&mut self) -> Result<Numbers, StoreError> {
        let mut numbers = Numbers::default();
        let mut all = self.db.prepare_cached(select!(SequenceRow<'_>, ""))?;
        for row in all.query_map([], decode::<SequenceRow<'_>>)? {
            let SequenceRow { name, next } = row?;
            numbers.set(&name, next);
        }
        Ok(numbers)
    }

    fn load_for_action(&mut self, request: &Request, needed: &NeededParts) -> Result<ActionContext, StoreError> {
        let mut context = ActionContext { team: self.load_team()?, ..ActionContext::default() };
        context.case = load::find_latest(&self.db, request.dispute)?;
        let Some(loaded) = &context.case else { return Ok(context) };
        if let Some(key) = &request.key {
            context.completed = self.load_completed(&key.0)?;
        }
        if let Action::Decide(draft) = &request.action
            && let Some(key) = &draft.key
        {
            context.keyed_decision = load::keyed_decision(&self.db, key)?;
        }
        // The dispute's own policy, decided or not: an undo gives its case back to its own clock.
        context.policy = Some(team::load_policy(&self.db, loaded.case.dispute.as_ref().map(|d| d.policy))?);
        context.parts = load::long_parts(&self.db, loaded, request.dispute, needed)?;
        context.answered = load::is_answered(&self.db, request.dispute)?;
        if needed.read_up_to.is_some() {
            context.receipts = load::receipts(&self.db, request.dispute)?;
        }
        Ok(context)
    }

    fn load_dispute(&mut self, id: DisputeId) -> Result<Option<LoadedCase>, StoreError> {
        load::find_dispute(&self.db, id)
    }

    fn load_orders(&mut self, ids: &[&OrderId]) -> Result<Vec<LoadedCase>, StoreError> {
        ids.iter().filter_map(|id| load::by_order(&self.db, id).transpose()).collect()
    }

    fn load_due(&mut self, now: Time, limit: usize) -> Result<Vec<LoadedCase>, StoreError> {
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        let due: Vec<DisputeId> = self
            .db
            .prepare_cached("SELECT id FROM disputes WHERE settle_at <= ?1 ORDER BY settle_at LIMIT ?2")?
            .query_map(params![Ms(now), limit], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        due.into_iter().map(|id| load::by_dispute(&self.db, id)).collect()
    }

    fn load_event_digests(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<u8>>, StoreError> {
        let mut known = self.db.prepare_cached("SELECT digest FROM events WHERE event_id = ?1")?;
        let mut digests = HashMap::new();
        for id in ids {
            if let Some(digest) = known.query_row([id], |row| row.get(0)).optional()? {
                digests.insert((*id).clone(), digest);
            }
        }
        Ok(digests)
    }

    fn load_event_files(&mut self, ids: &[&EventId]) -> Result<HashMap<EventId, Vec<KnownFile>>, StoreError> {
        contents::of_events(&self.db, ids)
    }

    fn load_policy(&mut self, version: Option<u32>) -> Result<Policy, StoreError> {
        team::load_policy(&self.db, version)
    }

    fn account(&self) -> Option<&SystemAccount> {
        self.account.as_ref()
    }

    fn load_team(&mut self) -> Result<Vec<Mediator>, StoreError> {
        team::mediators(&self.db)
    }

    fn load_held(&mut self, by: &Handle) -> Result<Vec<LoadedCase>, StoreError> {
        let held: Vec<DisputeId> = self
            .db
            .prepare_cached("SELECT id FROM disputes WHERE claimed_by = ?1 ORDER BY id")?
            .query_map([by], |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        held.into_iter().map(|id| load::by_dispute(&self.db, id)).collect()
    }

    fn load_decision(&mut self, id: DecisionId) -> Result<Decision, StoreError> {
        load::decision(&self.db, id)
    }

    fn load_views(&mut self, of: &Handle) -> Result<Vec<SavedView>, StoreError> {
        views::views(&self.db, of)
    }

    fn load_completed(&mut self, key: &str) -> Result<Option<CompletedRow<'static>>, StoreError> {
        let mut one = self.db.prepare_cached(select!(CompletedRow<'_>, "WHERE key = ?1"))?;
        Ok(one.query_row([key], decode).optional()?)
    }

    fn has_blob(&mut self, blob: &BlobRef) -> Result<bool, StoreError> {
        Ok(self.files.is_some_and(|files| files.has(blob)))
    }

    fn insert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.write_whole(row, Verb::Insert)
    }

    /// Writes the columns that differ from what stands there: SQLite writes each index anew that has a column that is set, be it
    /// to what it was.
    fn update(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        let fields = || row.layout.columns.iter().zip(row.fields);
        let changing = || fields().filter(|(column, _)| column.is.changes).map(|(_, field)| *field).enumerate();
        let keys = || fields().filter(|(column, _)| column.is.key).map(|(_, field)| *field);
        let mut stored = self.db.prepare_cached(self.statements.text(row.layout, Verb::Select))?;
        for (number, key) in (1..).zip(keys()) {
            stored.raw_bind_parameter(number, Parameter(key.to_value()))?;
        }
        let mut stored = stored.raw_query();
        let Some(before) = stored.next()? else { return Ok(()) };
        let mut changed = 0;
        for (at, field) in changing() {
            if before.get_ref(at)? != Parameter(field.to_value()).as_ref() {
                changed |= 1 << at;
            }
        }
        drop(stored);
        if changed == 0 {
            return Ok(());
        }
        let set = changing().filter(|(at, _)| has_bit(changed, *at)).map(|(_, field)| field);
        let checksum: Option<&dyn ToValue> = row.checksum.as_ref().map(|sum| sum as _);
        let mut statement = self.db.prepare_cached(self.statements.text(row.layout, Verb::Update(changed)))?;
        for (number, field) in (1..).zip(set.chain(checksum).chain(keys())) {
            statement.raw_bind_parameter(number, Parameter(field.to_value()))?;
        }
        statement.raw_execute()?;
        Ok(())
    }

    fn upsert(&mut self, row: &RowRef<'_>) -> Result<(), StoreError> {
        self.write_whole(row, Verb::Upsert)
    }

    fn replace_views(&mut self, of: &Handle, views: &[SavedView]) -> Result<(), StoreError> {
        self.db.prepare_cached("DELETE FROM saved_views WHERE handle = ?1")?.execute([of])?;
        for (place, view) in (0_i64..).zip(views) {
            let row = SavedViewRow {
                handle: Cow::Borrowed(of),
                place,
                name: Cow::Borrowed(&view.name),
                base: view.base,
                query: Cow::Borrowed(&view.query),
            };
            self.insert(&RowRef::new(SavedViewRow::layout(), row.fields().as_ref()))?;
        }
        Ok(())
    }

    fn forget_notifications(
        &mut self,
        of: &Handle,
        dispute: DisputeId,
        what: &[NotificationKind],
    ) -> Result<(), StoreError> {
        for table in ["tidings", "acknowledgements"] {
            let sql = format!("DELETE FROM {table} WHERE handle = ?1 AND dispute = ?2 AND what = ?3");
            let mut one = self.db.prepare_cached(&sql)?;
            for what in what {
                one.execute(params![of, dispute, what])?;
            }
        }
        Ok(())
    }

    fn forget_completed(&mut self, before: Time) -> Result<(), StoreError> {
        self.db
            .prepare_cached(
                "DELETE FROM completed_requests WHERE key IN \
                   (SELECT key FROM completed_requests WHERE at < ?1 ORDER BY at LIMIT ?2)",
            )?
            .execute(params![Ms(before), FORGOTTEN_AT_ONCE])?;
        Ok(())
    }

    fn index_message(&mut self, id: MessageId, body: &str) -> Result<(), StoreError> {
        Ok(self.messages.add(&self.db, id.0, body)?)
    }

    fn index_passage(&mut self, id: PassageId, text: &str) -> Result<(), StoreError> {
        Ok(self.passages.add(&self.db, id.0, text)?)
    }

    fn forget_passage(&mut self, kind: PassageKind, of: i64) -> Result<(), StoreError> {
        let Some((id, text)) = passages::find(&self.db, kind, of)? else { return Ok(()) };
        self.passages.take_back(&self.db, id.0, &text)?;
        passages::delete(&self.db, id)
    }

    fn save_numbers(&mut self, before: &Numbers, now: &Numbers) -> Result<(), StoreError> {
        for (name, next) in now.changed_since(before) {
            let row = SequenceRow { name: name.into(), next };
            self.upsert(&RowRef::new(SequenceRow::layout(), row.fields().as_ref()))?;
        }
        Ok(())
    }

    fn append_audit(&mut self, record: NewRecord) -> Result<(), StoreError> {
        audit::append(&self.db, record)
    }

    fn commit(mut self) -> Result<(), StoreError> {
        if self.tidies_index {
            index::tidy(&self.db)?;
        }
        self.messages.finish(&self.db)?;
        self.passages.finish(&self.db)?;
        Ok(self.db.commit()?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::SqliteStore;
    use super::super::testing::Folder;
    use super::*;
    use crate::store::Mode;
    use crate::store::contract::Desk;
    use crate::store::write::rows::case::DisputeRow;

    #[test]
    fn an_update_writes_the_columns_that_differ_and_nothing_where_none_does() {
        let mut desk = Desk::<Folder>::set();
        let dispute = desk.dispute("O-1");
        let mut store = SqliteStore::open(&desk.place.path(), Mode::Existing).unwrap();
        let mut tx = SqliteTransaction::begin(&mut store.db).unwrap();
        let mut row: DisputeRow<'_> =
            tx.db.query_row(select!(DisputeRow<'_>, "WHERE id = ?1"), [dispute], decode).unwrap();
        let before = tx.db.total_changes();
        tx.update(&RowRef::new(DisputeRow::layout(), row.fields().as_ref())).unwrap();
        assert_eq!(tx.db.total_changes(), before);
        row.unread += 1;
        tx.update(&RowRef::new(DisputeRow::layout(), row.fields().as_ref())).unwrap();
        assert_eq!(tx.db.total_changes(), before + 1);
        let updates = tx.statements.0.iter().filter(|((_, verb), _)| matches!(verb, Verb::Update(_)));
        let updates: Vec<&str> = updates.map(|(_, sql)| sql.as_str()).collect();
        assert_eq!(updates, ["UPDATE disputes SET unread = ?, seal = ? WHERE id = ?"]);
        let stored: DisputeRow<'_> =
            tx.db.query_row(select!(DisputeRow<'_>, "WHERE id = ?1"), [dispute], decode).unwrap();
        assert_eq!(stored, row);
    }
}
