//! A server as one end of a copy: whole tables by `COPY`, in the order of their keys, in one transaction.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::io::{BufRead as _, Write as _};
use std::path::{Path, PathBuf};

use postgres::{IsolationLevel, Transaction};

use super::errors::{self, damaged};
use super::search::LONG;
use super::{PostgresStore, search};
use crate::domain::case::evidence_file::BlobRef;
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::domain::search::tokens::tokens;
use crate::store::copying::{Copied, CopyProgress, RowCounter, TABLES};
use crate::store::sqlite::copying::{self as file, Holds, SearchIndex};
use crate::store::write::digest::hex;
use crate::store::write::numbers::{CHANGE, Numbers, TEAM_CHANGE};
use crate::store::write::value::Value;
use crate::store::{BlobContent, MissingFile, StoreError};

/// The sequence of the lines for the marketplace.
const OUTBOX: &str = "outbox";
/// Every content that is kept: attachment, hash, bytes.
pub(super) const KEPT: &str = "(SELECT attachment, sha256, bytes FROM litige.files WHERE sha256 IS NOT NULL \
     UNION SELECT attachment, sha256, bytes FROM litige.later_files WHERE sha256 IS NOT NULL)";
/// One message in so many is counted for the endings of words.
const ONE_IN: i64 = 16;

impl PostgresStore {
    /// Copies a database file to this server, whose database must be empty.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `bad_state` where it is not; another [`StoreError`] when it could not be read or written.
    /// Nothing was changed then.
    pub fn copy_from(&self, path: &Path, tell: &mut dyn FnMut(CopyProgress)) -> Result<Copied, StoreError> {
        let from = file::CopiedFile::open(path)?;
        let mut counter = RowCounter::new(from.count()?, tell);
        self.link.write(|client| {
            let mut tx = client.transaction()?;
            Ok(copy_in(&mut tx, &from, &mut counter, &self.link.place().to_string()).and_then(|copied| {
                tx.commit().map_err(|error| errors::of(&error))?;
                Ok(copied)
            }))
        })?
    }

    /// Copies this server's database to a new database file.
    ///
    /// # Errors
    /// [`StoreError::Refused`] with `bad_state` where there is a file already; another [`StoreError`] when it could not be read
    /// or written. Then there is no file.
    pub fn copy_to(&self, path: &Path, tell: &mut dyn FnMut(CopyProgress)) -> Result<Copied, StoreError> {
        self.link.read(|client| {
            let mut tx =
                client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start()?;
            let copied = file::fill(path, |to| copy_out(&mut tx, to, &self.hello.identity, tell));
            tx.commit()?;
            Ok(copied)
        })?
    }
}

pub(super) fn of(error: postgres::Error) -> StoreError {
    errors::of(&error)
}

pub(super) fn io(error: std::io::Error) -> StoreError {
    match error.get_ref().and_then(|inner| inner.downcast_ref::<postgres::Error>()) {
        Some(error) => errors::of(error),
        None => StoreError::Io(error.to_string()),
    }
}

/// Everything of a file into an empty database. Indexes are made when all is there.
fn copy_in(
    tx: &mut Transaction<'_>,
    from: &file::CopiedFile,
    counter: &mut RowCounter<'_>,
    place: &str,
) -> Result<Copied, StoreError> {
    tx.batch_execute("SET LOCAL ROLE litige_owner; SET LOCAL search_path = litige, public; SET LOCAL synchronous_commit = on; LOCK TABLE head")
        .map_err(of)?;
    let used = "SELECT seq <> 0 OR EXISTS (SELECT FROM orders) OR EXISTS (SELECT FROM mediators) FROM head";
    if tx.query_one(used, &[]).and_then(|row| row.try_get::<_, bool>(0)).map_err(of)? {
        return Err(Refusal::from(SetupRefusal::DatabaseExists { path: PathBuf::from(place) }).into());
    }
    let indexes = take_indexes(tx)?;
    tx.batch_execute("DELETE FROM policies; DELETE FROM search_word; ALTER TABLE search DISABLE TRIGGER USER")
        .map_err(of)?;
    for (table, key) in TABLES {
        counter.begin(table);
        let columns = from.columns(table)?;
        let names: Vec<_> = columns.iter().map(|name| format!("\"{name}\"")).collect();
        let mut writer = tx.copy_in(&format!("COPY {table} ({}) FROM STDIN", names.join(", "))).map_err(of)?;
        let mut line = String::new();
        from.walk((table, key), &columns, &mut |values| {
            counter.count(table);
            line.clear();
            for (nth, value) in values.iter().enumerate() {
                if nth > 0 {
                    line.push('\t');
                }
                push(&mut line, value).map_err(|()| unstorable(table, values))?;
            }
            line.push('\n');
            writer.write_all(line.as_bytes()).map_err(io)
        })?;
        writer.finish().map_err(of)?;
    }
    counter.begin("search");
    index(tx, from)?;
    counter.begin("indexes");
    // What is held at the end of a transaction is held here: no index is made of rows that still wait for that.
    tx.batch_execute("ANALYZE orders, disputes, decisions, decision_marks, ledger; SET CONSTRAINTS ALL IMMEDIATE")
        .map_err(of)?;
    tx.batch_execute(&indexes).map_err(of)?;
    tx.batch_execute("ALTER TABLE search ENABLE TRIGGER USER; ANALYZE").map_err(of)?;
    let head = set_up(tx, from)?;
    counter.begin("blobs");
    let missing = blobs_in(tx, from)?;
    Ok(Copied { rows: counter.rows(), head, missing })
}

/// The indexes that the guards look into for every row: without them they would read whole tables as often.
const GUARDS_INDEXES: [&str; 3] = ["decision_marks_decision", "disputes_order", "ledger_order"];

/// Removes the indexes that no constraint and no guard needs, and returns the statements that make them again.
fn take_indexes(tx: &mut Transaction<'_>) -> Result<String, StoreError> {
    let found = tx
        .query(
            "SELECT c.relname::text, pg_get_indexdef(i.indexrelid) FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid \
             WHERE c.relnamespace = 'litige'::regnamespace AND NOT i.indisunique \
               AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid) \
               AND c.relname <> ALL ($1) ORDER BY 1",
            &[&&GUARDS_INDEXES[..]],
        )
        .map_err(of)?;
    let mut made = String::new();
    for row in found {
        let (name, statement): (String, String) =
            row.try_get(0).and_then(|name| Ok((name, row.try_get(1)?))).map_err(of)?;
        tx.batch_execute(&format!("DROP INDEX \"{name}\"")).map_err(of)?;
        let _ = writeln!(made, "{statement};");
    }
    Ok(made)
}

/// A value as `COPY` writes it.
fn push(line: &mut String, value: &Value<'_>) -> Result<(), ()> {
    match value {
        Value::Null => line.push_str("\\N"),
        Value::Int(number) => {
            let _ = write!(line, "{number}");
        }
        Value::Bytes(bytes) => {
            line.push_str("\\\\x");
            line.push_str(&hex(bytes));
        }
        Value::Text(text) => {
            for c in text.chars() {
                match c {
                    // No text on a server can hold it.
                    '\0' => return Err(()),
                    '\\' => line.push_str("\\\\"),
                    '\n' => line.push_str("\\n"),
                    '\r' => line.push_str("\\r"),
                    '\t' => line.push_str("\\t"),
                    c => line.push(c),
                }
            }
        }
    }
    Ok(())
}

fn unstorable(table: &str, values: &[Value<'_>]) -> StoreError {
    let key = match values.first() {
        Some(Value::Int(number)) => number.to_string(),
        Some(Value::Text(text)) => text.clone().into_owned(),
        _ => String::new(),
    };
    StoreError::Io(format!("the row {key} of {table} holds the character U+0000, which a server can't store"))
}

/// What everything says that is found, and how often each word of the messages is seen.
fn index(tx: &mut Transaction<'_>, from: &file::CopiedFile) -> Result<(), StoreError> {
    let mut seen = BTreeMap::<String, i64>::from([(String::new(), 0)]);
    for of in SearchIndex::ALL {
        let is_counted = of == SearchIndex::Messages;
        let table = if is_counted { "search" } else { "search_passages" };
        let mut writer = tx.copy_in(&format!("COPY {table} (id, tsv) FROM STDIN")).map_err(self::of)?;
        from.indexed_texts(of, |id, text| {
            let tsv = search::tsv(id, text);
            if is_counted && id % ONE_IN == 0 {
                *seen.entry(String::new()).or_default() += 1;
                if !tsv.ends_with(LONG) {
                    let words: BTreeSet<String> = tokens(text).map(|word| word.folded).collect();
                    words.into_iter().for_each(|word| *seen.entry(word).or_default() += 1);
                }
            }
            writer.write_all(format!("{id}\t{tsv}\n").as_bytes()).map_err(io)
        })?;
        writer.finish().map_err(self::of)?;
    }
    let mut writer = tx.copy_in("COPY search_word (word, seen) FROM STDIN").map_err(of)?;
    for (word, seen) in seen {
        writer.write_all(format!("{word}\t{seen}\n").as_bytes()).map_err(io)?;
    }
    writer.finish().map_err(of).map(drop)
}

/// The identity, the end of the audit's chain, and the next numbers. Returns the chain's head.
fn set_up(tx: &mut Transaction<'_>, from: &file::CopiedFile) -> Result<Option<String>, StoreError> {
    tx.execute("UPDATE identity SET uuid = $1", &[&from.identity()]).map_err(of)?;
    let numbers = from.numbers()?;
    let next: BTreeMap<&str, i64> = numbers.sequences().into_iter().collect();
    for (name, next) in &next {
        match *name {
            CHANGE | TEAM_CHANGE | OUTBOX => {}
            name => {
                let set = "SELECT CASE WHEN $2 > q.seqstart THEN setval(c.oid::regclass, $2 - 1, true) \
                           ELSE setval(c.oid::regclass, $2, false) END \
                           FROM pg_class c JOIN pg_sequence q ON q.seqrelid = c.oid \
                           WHERE c.relnamespace = 'litige'::regnamespace AND c.relname = 'n_' || $1";
                tx.query(set, &[&name, next]).map_err(of)?;
            }
        }
    }
    let last = |name: &str, less: i64| next.get(name).map_or(0, |next| next - less);
    let row = tx
        .query_one(
            "UPDATE head SET seq = coalesce((SELECT max(seq) FROM audit), 0), \
               hash = coalesce((SELECT hash FROM audit ORDER BY seq DESC LIMIT 1), hash), touched = $1, team = $2, outbox = $3 \
             RETURNING CASE WHEN seq > 0 THEN hash END",
            &[&last(CHANGE, 1), &last(TEAM_CHANGE, 0), &last(OUTBOX, 1)],
        )
        .map_err(of)?;
    row.try_get(0).map_err(of)
}

/// The contents of files.
fn blobs_in(tx: &mut Transaction<'_>, from: &file::CopiedFile) -> Result<Vec<MissingFile>, StoreError> {
    let mut missing = Vec::new();
    for blob in from.blobs()? {
        let why = match from.blob(&blob)? {
            BlobContent::Whole(content) => {
                let bytes = i64::try_from(content.len()).unwrap_or(i64::MAX);
                let insert = "INSERT INTO blobs (sha256, bytes, content) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING";
                tx.execute(insert, &[&blob.sha256, &bytes, &content]).map_err(of)?;
                continue;
            }
            BlobContent::Missing => "its file is missing",
            BlobContent::Changed => "its file was changed",
        };
        missing.extend(named(tx, &blob, why)?);
    }
    Ok(missing)
}

/// The attachments that this content belongs to.
fn named(tx: &mut Transaction<'_>, blob: &BlobRef, why: &str) -> Result<Vec<MissingFile>, StoreError> {
    let sql = format!(
        "SELECT a.id, a.name FROM {KEPT} k JOIN litige.attachments a ON a.id = k.attachment WHERE k.sha256 = $1 ORDER BY 1"
    );
    let rows = tx.query(&sql, &[&blob.sha256]).map_err(of)?;
    let missing = |row: &postgres::Row| -> Result<MissingFile, StoreError> {
        Ok(MissingFile {
            attachment: super::rows::column(row, 0)?,
            name: super::rows::column(row, 1)?,
            message: why.to_owned(),
        })
    };
    rows.iter().map(missing).collect()
}

/// Everything of a server into a new file.
fn copy_out(
    tx: &mut Transaction<'_>,
    to: &file::Target<'_>,
    identity: &str,
    tell: &mut dyn FnMut(CopyProgress),
) -> Result<Copied, StoreError> {
    let mut all = 0;
    for (table, _) in TABLES {
        let count = tx.query_one(&format!("SELECT count(*) FROM litige.{table}"), &[]).map_err(of)?;
        all += count.try_get::<_, i64>(0).map_err(of)?.unsigned_abs();
    }
    let mut counter = RowCounter::new(all, tell);
    tables_out(tx, to, identity, &mut counter)?;
    counter.begin("search");
    to.index()?;
    counter.begin("blobs");
    let missing = blobs_out(tx, to)?;
    let head = tx.query_opt("SELECT hash FROM litige.audit ORDER BY seq DESC LIMIT 1", &[]).map_err(of)?;
    let head = head.map(|row| row.try_get(0)).transpose().map_err(of)?;
    Ok(Copied { rows: counter.rows(), head, missing })
}

/// The rows of every table, with the identity and the next numbers.
pub(super) fn tables_out(
    tx: &mut Transaction<'_>,
    to: &file::Target<'_>,
    identity: &str,
    counter: &mut RowCounter<'_>,
) -> Result<(), StoreError> {
    for (table, key) in TABLES {
        counter.begin(table);
        let columns = to.columns(table)?;
        let names: Vec<_> = columns.iter().map(|(name, _)| format!("\"{name}\"")).collect();
        let sql = format!("COPY (SELECT {} FROM litige.{table} ORDER BY {key}) TO STDOUT", names.join(", "));
        to.insert(table, &columns, |take| {
            let mut reader = tx.copy_out(&sql).map_err(of)?;
            let mut line = Vec::new();
            loop {
                line.clear();
                if reader.read_until(b'\n', &mut line).map_err(io)? == 0 {
                    return Ok(());
                }
                let text = std::str::from_utf8(&line).map_err(|_| damaged(format!("{table} holds no text")))?;
                let fields = text.strip_suffix('\n').unwrap_or(text).split('\t');
                let values = fields.zip(&columns).map(|(field, (_, holds))| read(field, *holds));
                let values = values.collect::<Option<Vec<_>>>().filter(|values| values.len() == columns.len());
                take(&values.ok_or_else(|| damaged(format!("a row of {table} can't be read")))?)?;
                counter.count(table);
            }
        })?;
    }
    to.set_up(identity, &numbers(tx)?)
}

/// A value that `COPY` wrote.
pub(super) fn read(field: &str, holds: Holds) -> Option<Value<'static>> {
    if field == "\\N" {
        return Some(Value::Null);
    }
    match holds {
        Holds::Int => field.parse().ok().map(Value::Int),
        Holds::Bytes => {
            let digits = field.strip_prefix("\\\\x")?;
            let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
            (0..digits.len()).step_by(2).map(byte).collect::<Option<Vec<u8>>>().map(|bytes| Value::Bytes(bytes.into()))
        }
        Holds::Text => {
            let mut text = String::with_capacity(field.len());
            let mut chars = field.chars();
            while let Some(c) = chars.next() {
                text.push(match c {
                    '\\' => match chars.next()? {
                        'n' => '\n',
                        'r' => '\r',
                        't' => '\t',
                        'b' => '\u{8}',
                        'f' => '\u{c}',
                        'v' => '\u{b}',
                        other => other,
                    },
                    c => c,
                });
            }
            Some(Value::Text(text.into()))
        }
    }
}

/// The next free number of each kind.
pub(super) fn numbers(tx: &mut Transaction<'_>) -> Result<Numbers, StoreError> {
    let mut numbers = Numbers::default();
    let row = tx.query_one("SELECT litige.numbers_1()", &[]).map_err(of)?;
    let found: serde_json::Value = row.try_get(0).map_err(of)?;
    for (name, next) in found.as_object().into_iter().flatten() {
        numbers.set(name, next.as_i64().ok_or_else(|| damaged(format!("the next {name} is no number")))?);
    }
    Ok(numbers)
}

fn blobs_out(tx: &mut Transaction<'_>, to: &file::Target<'_>) -> Result<Vec<MissingFile>, StoreError> {
    let mut missing = Vec::new();
    let sql = format!("SELECT k.sha256, max(k.bytes) FROM {KEPT} k GROUP BY k.sha256 ORDER BY 1");
    for row in tx.query(&sql, &[]).map_err(of)? {
        let (sha256, bytes): (String, i64) = row.try_get(0).and_then(|hash| Ok((hash, row.try_get(1)?))).map_err(of)?;
        let blob = BlobRef { sha256, bytes: bytes.unsigned_abs() };
        let content =
            tx.query_opt("SELECT content FROM litige.blobs WHERE sha256 = $1", &[&blob.sha256]).map_err(of)?;
        let content: Option<Vec<u8>> = content.map(|row| row.try_get(0)).transpose().map_err(of)?;
        let why = match content {
            Some(content) if to.put_blob(&content)? == blob => continue,
            Some(_) => "its content was changed",
            None => "its content is missing",
        };
        missing.extend(named(tx, &blob, why)?);
    }
    Ok(missing)
}
