//! The tables whose rows are covered by the audit: how a row of each is written with its digest, read back to be checked,
//! and gathered into the ranges of an audit record.

use std::collections::BTreeMap;

use rusqlite::{Connection, ToSql};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::digest::{self, Columns, Digest};
use crate::store::StoreError;

/// A table whose rows never change, but for texts that are erased.
#[derive(Debug)]
pub(super) struct Covered {
    /// Its name, in the audit too.
    pub name: &'static str,
    /// Adds a row: the columns of its digest, then the digest, then what may change.
    insert: &'static str,
    /// Reads its rows in order: key, the audit record that erased it, digest, then the digest's columns.
    pub read: &'static str,
}

macro_rules! covered {
    ($name:literal, $key:literal, $erased:literal, [$($column:literal),+] $(, beside [$($beside:literal),+])?) => {
        Covered {
            name: $name,
            insert: concat!(
                "INSERT INTO ", $name, " (", $($column, ", ",)+ "digest" $($(, ", ", $beside)+)?, ") VALUES (",
                $(covered!(@mark $column), ", ",)+ "?" $($(, ", ", covered!(@mark $beside))+)?, ")"
            ),
            read: concat!(
                "SELECT ", $key, ", ", $erased, ", digest", $(", ", $column,)+ " FROM ", $name, " ORDER BY ", $key
            ),
        }
    };
    (@mark $column:literal) => { "?" };
}

/// The discussions.
pub(super) const MESSAGES: Covered =
    covered!("messages", "id", "erased", ["id", "dispute", "at", "speaker", "author", "body"]);
/// Evidence. Why a piece doesn't count may change, so it has a seal of its own.
pub(super) const ATTACHMENTS: Covered = covered!(
    "attachments", "id", "erased",
    ["id", "order_num", "event", "message", "name", "media_type", "origin", "path", "text"],
    beside ["inadmissible", "seal"]
);
/// What became of the content of evidence.
pub(super) const FILES: Covered =
    covered!("files", "attachment", "erased", ["attachment", "sha256", "bytes", "refused"]);
/// What only mediators see.
pub(super) const NOTES: Covered = covered!("notes", "id", "erased", ["id", "dispute", "at", "handle", "body"]);
/// Decisions.
pub(super) const DECISIONS: Covered = covered!(
    "decisions",
    "id",
    "NULL",
    [
        "id",
        "dispute",
        "round",
        "outcome",
        "basis",
        "refund",
        "seller_gets",
        "currency",
        "proposal",
        "cites",
        "handle",
        "at",
        "effective_at",
        "key",
        "reasons"
    ]
);
/// What happened to decisions.
pub(super) const MARKS: Covered =
    covered!("decision_marks", "id", "NULL", ["id", "decision", "kind", "at", "handle", "effective_at", "reason"]);
/// Movements of money.
pub(super) const LEDGER: Covered = covered!(
    "ledger",
    "id",
    "NULL",
    ["id", "order_num", "from_account", "to_account", "amount", "currency", "at", "decision", "reverses"]
);
/// What the marketplace is told.
pub(super) const OUTBOX: Covered =
    covered!("outbox", "seq", "erased", ["seq", "at", "kind", "order_num", "dispute", "body"]);
/// The history of orders. Its digest is of what the event says, which does not all stand in the row; see `events`.
pub(super) const EVENTS: &str = "events";

/// Adds a row, with what may change in it after its digest, and covers it. `columns` begins with the row's number.
pub(super) fn insert(
    db: &Connection,
    cover: &mut Cover,
    table: &Covered,
    id: i64,
    columns: Columns<'_>,
    beside: Columns<'_>,
) -> Result<(), StoreError> {
    let digest = digest::of(columns)?;
    let digest_column: &dyn ToSql = &digest;
    let all = columns.iter().copied().chain([digest_column]).chain(beside.iter().copied());
    db.prepare_cached(table.insert)?.execute(rusqlite::params_from_iter(all))?;
    cover.add(table.name, id, &digest);
    Ok(())
}

/// The rows that one audit record covers: ranges of row numbers by table, each with the hash of their digests in order.
#[derive(Debug, Default)]
pub(super) struct Cover(BTreeMap<&'static str, Vec<Range>>);

#[derive(Debug)]
struct Range {
    first: i64,
    last: i64,
    hash: Sha256,
}

impl Cover {
    /// Covers one more row; numbers rise within a table.
    pub(super) fn add(&mut self, table: &'static str, id: i64, digest: &Digest) {
        let ranges = self.0.entry(table).or_default();
        match ranges.last_mut() {
            Some(range) if range.last + 1 == id => {
                range.last = id;
                range.hash.update(digest);
            }
            _ => {
                let mut hash = Sha256::new();
                hash.update(digest);
                ranges.push(Range { first: id, last: id, hash });
            }
        }
    }

    /// Whether there is nothing to cover.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As the audit writes it: `{"messages": [[12, 15, "…"]]}`.
    pub(super) fn into_json(self) -> Value {
        let tables = self.0.into_iter().map(|(table, ranges)| {
            let ranges = ranges.into_iter().map(|r| json!([r.first, r.last, digest::hex(&r.hash.finalize())]));
            (table.to_owned(), ranges.collect())
        });
        Value::Object(tables.collect::<Map<_, _>>())
    }
}
