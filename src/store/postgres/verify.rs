//! Checks everything on a server that can be checked, at one moment, while others go on writing. What is wrong is listed, never
//! mended.
//!
//! The rows come into a file that nobody sees, and are checked there as those of a database file are
//! ([`crate::store::sqlite::copying::verify_rows`]). What a server has of its own is checked here: the end of the audit's chain,
//! the contents of files, the index of messages, and that what guards the tables does.

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead as _;

use postgres::{IsolationLevel, Transaction};

use super::copying::{KEPT, io, of, read, tables_out};
use super::errors::damaged;
use super::search::{LONG, is_indexed, tsv};
use super::{PostgresStore, rows};
use crate::domain::ids::{AttachmentId, MessageId, PassageId};
use crate::domain::search::tokens::tokens;
use crate::store::copying::RowCounter;
use crate::store::sqlite::copying::{self as file, Holds};
use crate::store::write::value::Value;
use crate::store::{Fault, StoreError, Verified};

/// Faults past this many of a kind are not listed: the first ones tell.
const AT_MOST: usize = 100;
/// One message in so many is counted for the endings of words.
const ONE_IN: i64 = 16;

/// See [`crate::store::MaintenanceStore::verify`].
pub(super) fn verify(store: &PostgresStore, head: Option<&str>) -> Result<Verified, StoreError> {
    store.link.read(|client| {
        let mut tx =
            client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true).start()?;
        let found = looked_through(&mut tx, &store.hello.identity, head);
        // Where it broke off, so did the transaction.
        match found {
            Ok(found) => tx.commit().map(|()| Ok(found)),
            Err(error) => Ok(Err(error)),
        }
    })?
}

fn looked_through(tx: &mut Transaction<'_>, identity: &str, head: Option<&str>) -> Result<Verified, StoreError> {
    let mut tell = |_| {};
    let mut found = file::verify_rows(head, |to| tables_out(tx, to, identity, &mut RowCounter::new(0, &mut tell)))?;
    let mut fault = |check, at: String, message: String| found.faults.push(Fault { check, at, message });
    chain(tx, &mut fault)?;
    guards(tx, &mut fault)?;
    contents(tx, &mut fault)?;
    index(tx, &mut fault)?;
    passages(tx, &mut fault)?;
    Ok(found)
}

type OnFault<'f> = dyn FnMut(&'static str, String, String) + 'f;

/// The row that every number in the order of commits comes from.
fn chain(tx: &mut Transaction<'_>, fault: &mut OnFault<'_>) -> Result<(), StoreError> {
    let sql = "SELECT 'the audit''s end' WHERE (SELECT (seq, hash) FROM litige.head) IS DISTINCT FROM \
                 coalesce((SELECT (a.seq, a.hash) FROM litige.audit a ORDER BY a.seq DESC LIMIT 1), (0::bigint, repeat('0', 64))) \
               UNION ALL SELECT 'the last change' FROM litige.head WHERE touched < (SELECT max(touched) FROM litige.disputes) OR touched < team \
               UNION ALL SELECT 'the last line for the marketplace' FROM litige.head WHERE outbox < (SELECT max(seq) FROM litige.outbox)";
    for row in tx.query(sql, &[]).map_err(of)? {
        let what: String = row.try_get(0).map_err(of)?;
        fault("audit", "head".to_owned(), format!("{what} is not what it says"));
    }
    Ok(())
}

/// The triggers, of which none may be off, and those that keep what is written once from being changed must be there.
fn guards(tx: &mut Transaction<'_>, fault: &mut OnFault<'_>) -> Result<(), StoreError> {
    let sql = "SELECT c.relname::text, t.tgname::text FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid \
               WHERE c.relnamespace = 'litige'::regnamespace AND t.tgenabled NOT IN ('O', 'A') \
               UNION ALL SELECT x, 'append-only' FROM unnest(ARRAY['decisions', 'decision_marks', 'ledger', 'audit']) x \
               WHERE NOT EXISTS (SELECT FROM pg_trigger t WHERE t.tgrelid = ('litige.' || x)::regclass AND t.tgfoid = 'litige.append_only'::regproc)";
    for row in tx.query(sql, &[]).map_err(of)? {
        let (table, name): (String, String) =
            row.try_get(0).and_then(|table| Ok((table, row.try_get(1)?))).map_err(of)?;
        fault("schema", table, format!("its guard {name} is off"));
    }
    Ok(())
}

/// Every file that is kept is there, and is what was kept.
fn contents(tx: &mut Transaction<'_>, fault: &mut OnFault<'_>) -> Result<(), StoreError> {
    let sql = format!(
        "SELECT k.attachment, CASE WHEN b.sha256 IS NULL THEN 'its content is missing' ELSE 'its content was changed' END \
         FROM {KEPT} k LEFT JOIN litige.blobs b ON b.sha256 = k.sha256 \
         WHERE b.sha256 IS NULL OR b.bytes <> k.bytes OR length(b.content) <> k.bytes \
           OR encode(sha256(b.content), 'hex') <> k.sha256 ORDER BY 1 LIMIT {AT_MOST}"
    );
    for row in tx.query(&sql, &[]).map_err(of)? {
        let (id, what): (AttachmentId, String) = (rows::column(&row, 0)?, row.try_get(1).map_err(of)?);
        fault("integrity", id.to_string(), what);
    }
    Ok(())
}

/// The index of messages against what they say.
fn index(tx: &mut Transaction<'_>, fault: &mut OnFault<'_>) -> Result<(), StoreError> {
    let (mut wrong, mut seen) = (Vec::<MessageId>::new(), BTreeMap::<String, i64>::from([(String::new(), 0)]));
    let sql = "COPY (SELECT m.id, (m.erased IS NOT NULL)::int, m.body, s.tsv FROM litige.messages m \
               LEFT JOIN litige.search s ON s.id = m.id ORDER BY m.id) TO STDOUT";
    let mut reader = tx.copy_out(sql).map_err(of)?;
    let mut line = Vec::new();
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(io)? == 0 {
            break;
        }
        let (id, erased, body, kept) = message(&line).ok_or_else(|| damaged("a message can't be read"))?;
        let expected = is_indexed(erased, &body).then(|| tsv(id.0, &body));
        if expected.is_some() && id.0 % ONE_IN == 0 {
            *seen.entry(String::new()).or_default() += 1;
            if expected.as_ref().is_some_and(|words| !words.ends_with(LONG)) {
                let words: BTreeSet<String> = tokens(&body).map(|word| word.folded).collect();
                words.into_iter().for_each(|word| *seen.entry(word).or_default() += 1);
            }
        }
        if words_in(expected.as_ref()) != words_in(kept.as_ref()) {
            wrong.push(id);
        }
    }
    drop(reader);
    for id in wrong.iter().take(AT_MOST) {
        fault("integrity", "search".to_owned(), format!("the index does not say what {id} says"));
    }
    let foreign =
        "SELECT count(*) FROM litige.search s WHERE NOT EXISTS (SELECT FROM litige.messages m WHERE m.id = s.id)";
    let foreign: i64 = tx.query_one(foreign, &[]).and_then(|row| row.try_get(0)).map_err(of)?;
    if foreign > 0 {
        fault("integrity", "search".to_owned(), format!("it has {foreign} messages that are not there"));
    }
    let mut kept = BTreeMap::new();
    for row in tx.query("SELECT word, seen FROM litige.search_word", &[]).map_err(of)? {
        let (word, seen): (String, i64) = row.try_get(0).and_then(|word| Ok((word, row.try_get(1)?))).map_err(of)?;
        kept.insert(word, seen);
    }
    if kept != seen {
        fault("integrity", "search_word".to_owned(), "it does not count what the messages say".to_owned());
    }
    Ok(())
}

/// The index of passages against what they say.
fn passages(tx: &mut Transaction<'_>, fault: &mut OnFault<'_>) -> Result<(), StoreError> {
    let sql = "COPY (SELECT v.id, 0, v.body, s.tsv FROM litige.passage_texts v \
               LEFT JOIN litige.search_passages s ON s.id = v.id ORDER BY v.id) TO STDOUT";
    let mut reader = tx.copy_out(sql).map_err(of)?;
    let (mut line, mut wrong) = (Vec::new(), Vec::new());
    loop {
        line.clear();
        if reader.read_until(b'\n', &mut line).map_err(io)? == 0 {
            break;
        }
        let (id, _, body, kept) = message(&line).ok_or_else(|| damaged("a passage can't be read"))?;
        if words_in(Some(&tsv(id.0, &body))) != words_in(kept.as_ref()) {
            wrong.push(PassageId(id.0));
        }
    }
    drop(reader);
    for id in wrong.iter().take(AT_MOST) {
        fault("integrity", "search_passages".to_owned(), format!("the index does not say what {id} says"));
    }
    Ok(())
}

/// The words of a `tsvector` as a text, each with its places, whatever their order.
fn words_in(text: Option<&String>) -> Option<BTreeSet<&str>> {
    text.map(|text| text.split(' ').collect())
}

/// A message as `COPY` writes it: its id, whether a text of it was erased, what it says, and what the index has of it.
fn message(line: &[u8]) -> Option<(MessageId, bool, String, Option<String>)> {
    let text = std::str::from_utf8(line).ok()?;
    let mut fields = text.strip_suffix('\n').unwrap_or(text).split('\t');
    let mut next = |holds| fields.next().and_then(|field| read(field, holds));
    match (next(Holds::Int)?, next(Holds::Int)?, next(Holds::Text)?, next(Holds::Text)?) {
        (Value::Int(id), Value::Int(erased), Value::Text(body), kept) => {
            let kept = if let Value::Text(kept) = kept { Some(kept.into_owned()) } else { None };
            Some((MessageId(id), erased != 0, body.into_owned(), kept))
        }
        _ => None,
    }
}
