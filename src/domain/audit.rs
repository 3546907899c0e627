//! The audit: a hash chain over everything that was done, so that altered or missing records are detected.
//!
//! A record's hash is `sha256(prev || canonical JSON of the record)`, in hexadecimal, where `prev` is the hash of the record
//! before it as text ([`GENESIS`] for the first): anyone can check it with `sha256sum`. A record never holds
//! what a person wrote; it holds digests of the rows that do, taken when they were written. Erasing a person's text later
//! replaces the text and keeps the digest, so the chain stays intact.

use std::fmt::Write as _;

use chrono::SecondsFormat;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::ids::DisputeId;
use super::time::Time;

/// The hash that precedes the first record.
pub const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A record of the audit: one writing transaction.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// Its place; 1 for the first, then one more each time.
    pub seq: i64,
    /// When. Hashed in whole milliseconds, which every store keeps.
    pub at: Time,
    /// A mediator's handle, `client`, `seller` or `system`.
    pub actor: String,
    /// An action's or an event's word.
    pub action: String,
    /// The dispute, if it is about one.
    pub dispute: Option<DisputeId>,
    /// What was done: ids, states, amounts and digests; no personal text.
    pub body: Value,
}

impl Record {
    /// Returns the record's hash, given the hash of the record before it.
    pub fn hash(&self, prev: &str) -> String {
        let record = json!({
            "seq": self.seq,
            "at": self.at.to_rfc3339_opts(SecondsFormat::Millis, true),
            "actor": self.actor,
            "action": self.action,
            "dispute": self.dispute,
            "body": self.body,
        });
        sha256(&[prev, &canonical(&record)])
    }
}

/// Returns the text that the hash of a record is of, but for the hash before it, its body and its place: what stands before the
/// body, and what stands between that and the place, after which it is closed. For who learns the place only when it is taken.
pub fn text_around_body(at: Time, actor: &str, action: &str, dispute: Option<DisputeId>) -> (String, String) {
    let at = at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let text = |value: Value| value.to_string();
    let before = format!(r#"{{"action":{},"actor":{},"at":"{at}","body":"#, text(json!(action)), text(json!(actor)));
    (before, format!(r#","dispute":{},"seq":"#, text(json!(dispute))))
}

/// A record that doesn't fit where it stands.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChainFault {
    /// A record is missing, doubled or out of order.
    #[error("record {found} stands where record {expected} should")]
    Gap {
        /// The place that comes next.
        expected: i64,
        /// The one that came.
        found: i64,
    },
    /// The record, or one before it, was changed.
    #[error("record {seq} was changed: its hash is {stored}, and its content gives {computed}")]
    Changed {
        seq: i64,
        /// The hash that was kept.
        stored: String,
        /// The hash of what stands there now.
        computed: String,
    },
}

/// Walks a chain record by record, in bounded memory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chain {
    /// How many records were walked; the place of the last.
    pub len: i64,
    /// The hash of the last record; [`GENESIS`] before the first.
    pub head: String,
}

impl Default for Chain {
    fn default() -> Self {
        Self { len: 0, head: GENESIS.to_owned() }
    }
}

impl Chain {
    /// Adds a record that was just made, and returns its hash.
    pub fn push(&mut self, record: &Record) -> &str {
        self.head = record.hash(&self.head);
        self.len = record.seq;
        &self.head
    }

    /// Checks that a stored record and its hash come next. After a fault the walk can go on: the next records are checked
    /// against what this one claims.
    ///
    /// # Errors
    /// [`ChainFault`].
    pub fn check(&mut self, record: &Record, stored: &str) -> Result<(), ChainFault> {
        let (expected, computed) = (self.len + 1, record.hash(&self.head));
        self.len = record.seq;
        stored.clone_into(&mut self.head);
        if record.seq != expected {
            return Err(ChainFault::Gap { expected, found: record.seq });
        }
        if computed != stored {
            return Err(ChainFault::Changed { seq: record.seq, stored: stored.to_owned(), computed });
        }
        Ok(())
    }
}

/// JSON with its keys in order and no spaces: the same content always gives the same bytes, whatever was read or built first.
pub fn canonical(value: &Value) -> String {
    let mut text = String::new();
    write_canonical(value, &mut text);
    text
}

fn write_canonical(value: &Value, text: &mut String) {
    match value {
        Value::Object(map) => {
            let mut keys: Vec<_> = map.iter().collect();
            keys.sort_unstable_by_key(|(key, _)| *key);
            text.push('{');
            for (i, (key, value)) in keys.into_iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                let _ = write!(text, "{}:", Value::String(key.clone()));
                write_canonical(value, text);
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    text.push(',');
                }
                write_canonical(item, text);
            }
            text.push(']');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            let _ = write!(text, "{value}");
        }
    }
}

fn sha256(parts: &[&str]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update(part.as_bytes());
    }
    let mut hex = String::with_capacity(64);
    for byte in hasher.finalize() {
        let _ = write!(hex, "{byte:02x}");
    }
    hex
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_text_around_a_body_is_what_the_hash_is_of() {
        let at: Time = "2026-11-24T12:00:00.5Z".parse().unwrap();
        for dispute in [None, Some(DisputeId(1001))] {
            let (actor, action) = ("in\"ès".to_owned(), "say".to_owned());
            let (before, after) = text_around_body(at, &actor, &action, dispute);
            let record = Record { seq: 12, at, actor, action, dispute, body: json!({"b": [1, "x"], "a": null}) };
            let text = format!("{before}{}{after}12}}", canonical(&record.body));
            assert_eq!(record.hash(GENESIS), sha256(&[GENESIS, &text]), "{text}");
        }
    }
}
