//! What an audit record covers: ranges of row numbers by table, each with the hash of the rows' digests in order.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};

use super::digest::{self, Digest};

/// The rows that one audit record covers.
#[derive(Debug, Default)]
pub struct AuditCoverage(BTreeMap<&'static str, Vec<Range>>);

#[derive(Debug)]
struct Range {
    first: i64,
    last: i64,
    hash: Sha256,
}

impl AuditCoverage {
    /// Covers one more row; numbers rise within a table.
    pub fn add(&mut self, table: &'static str, number: i64, digest: &Digest) {
        let ranges = self.0.entry(table).or_default();
        match ranges.last_mut() {
            Some(range) if range.last + 1 == number => {
                range.last = number;
                range.hash.update(digest);
            }
            _ => {
                let mut hash = Sha256::new();
                hash.update(digest);
                ranges.push(Range { first: number, last: number, hash });
            }
        }
    }

    /// Whether it covers nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// As the audit writes it: `{"messages": [[12, 15, "…"]]}`.
    pub fn into_json(self) -> Value {
        let tables = self.0.into_iter().map(|(table, ranges)| {
            let ranges = ranges.into_iter().map(|r| json!([r.first, r.last, digest::hex(&r.hash.finalize())]));
            (table.to_owned(), ranges.collect())
        });
        Value::Object(tables.collect::<Map<_, _>>())
    }
}
