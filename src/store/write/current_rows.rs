//! Rows that change, as an audit record says that they stand after a write: table, key, and the digest of what they hold.
//!
//! The last record that names a row says how it stands, so a changed row whose checksum was computed anew is still found.
//! The same holds for a row whose text an erasure replaced: its digest is of a text that is gone, so the erasure's record
//! says what stands there now.
//!
//! | in the record | says |
//! | --- | --- |
//! | `"rows_now": {"asks": {"7": "…"}}` | the SHA-256 of the row's checksum columns |
//! | `"rows_now": {"reads": {"1001 client": 57}}` | the value itself, where it is a number that only rises |
//! | `"erased_rows": {"messages": {"12": "…"}}` | the SHA-256 of the columns of its digest, as they are after the erasure |

use std::collections::BTreeMap;
use std::fmt;

use serde_json::{Map, Value as Json};

use super::digest::{self, Digest};
use super::rows::team::{CompletedRow, DraftRow, NotificationRow};
use super::table::{Layout, Row, RowRef, Use};
use super::value::Value;

/// The field of a record that says how changed rows stand.
pub const ROWS_NOW: &str = "rows_now";
/// The field of a record that says how rows stand whose text was erased.
pub const ERASED_ROWS: &str = "erased_rows";

/// A row's key: a number, or a text (words with a space between, where it has several columns).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum AuditedKey {
    Number(i64),
    Text(String),
}

impl AuditedKey {
    /// The key of this text, as [`AuditedKey`] is shown.
    pub fn parse(text: &str) -> Self {
        match text.parse::<i64>() {
            Ok(number) if number.to_string() == text => Self::Number(number),
            _ => Self::Text(text.to_owned()),
        }
    }
}

impl fmt::Display for AuditedKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Text(text) => f.write_str(text),
        }
    }
}

/// How a row stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RowState {
    /// The digest of its columns.
    Digest(Digest),
    /// The number in its one column that only rises. Whether a write raised it is not known to who writes, so the highest
    /// that a record says is the one that stands.
    Number(i64),
}

impl RowState {
    fn to_json(self) -> Json {
        match self {
            Self::Digest(digest) => Json::String(digest::hex(&digest)),
            Self::Number(number) => Json::from(number),
        }
    }
}

/// Whether audit records say how the rows of this table stand. What is neither shown as part of a case nor paid stays out:
/// drafts and notifications are one mediator's own and go away; completed requests only answer a repeat, for a week.
pub fn is_covered(layout: &Layout) -> bool {
    let left_out = [DraftRow::layout(), NotificationRow::layout(), CompletedRow::layout()];
    layout.has_checksum() && left_out.iter().all(|other| other.table != layout.table)
}

/// Whether a column is part of a row's state.
fn is_state(is: Use) -> bool {
    is.checksum && !is.key
}

/// The rows that a write leaves changed.
#[derive(Debug, Default)]
pub struct CurrentRows {
    now: BTreeMap<&'static str, BTreeMap<AuditedKey, RowState>>,
    erased: BTreeMap<&'static str, BTreeMap<AuditedKey, RowState>>,
    len: usize,
}

impl CurrentRows {
    /// Adds a row that was inserted. One whose state is empty needs no record: a row that no record names is to be empty.
    pub fn add_inserted(&mut self, row: &RowRef<'_>) {
        let mut state = row.layout.columns.iter().zip(row.fields).filter(|(column, _)| is_state(column.is));
        if !state.all(|(_, field)| field.to_value() == Value::Null) {
            self.add(row);
        }
    }

    /// Adds a row as it is now written.
    pub fn add(&mut self, row: &RowRef<'_>) {
        let Some(digest) = row.state.filter(|_| is_covered(row.layout)) else { return };
        let columns = || row.layout.columns.iter().zip(row.fields);
        let rising = columns().find(|(column, _)| column.is.rises).map(|(_, field)| field.to_value());
        let state =
            if let Some(Value::Int(number)) = rising { RowState::Number(number) } else { RowState::Digest(digest) };
        let keys: Vec<_> = columns().filter(|(column, _)| column.is.key).map(|(_, field)| field.to_value()).collect();
        let key = match &keys[..] {
            [Value::Int(number)] => AuditedKey::Number(*number),
            keys => AuditedKey::parse(&keys.iter().map(word).collect::<Vec<_>>().join(" ")),
        };
        self.add_state(row.layout.table, key, state);
    }

    /// Adds how a row stands now.
    pub fn add_state(&mut self, table: &'static str, key: AuditedKey, state: RowState) {
        let new = match self.now.entry(table).or_default().entry(key) {
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(state);
                true
            }
            std::collections::btree_map::Entry::Occupied(mut place) => {
                let state = match (*place.get(), state) {
                    (RowState::Number(before), RowState::Number(now)) => RowState::Number(before.max(now)),
                    (_, now) => now,
                };
                place.insert(state);
                false
            }
        };
        self.len += usize::from(new);
    }

    /// Adds how a row stands whose text was erased.
    pub fn add_erased(&mut self, table: &'static str, key: AuditedKey, digest: Digest) {
        if self.erased.entry(table).or_default().insert(key, RowState::Digest(digest)).is_none() {
            self.len += 1;
        }
    }

    /// How many rows there are.
    pub fn count(&self) -> usize {
        self.len
    }

    /// Writes them into the body of a record, and forgets them.
    pub fn take_into(&mut self, body: &mut Map<String, Json>) {
        std::mem::take(self).add_into(body);
    }

    /// Writes them into the body of a record, beside those that are in it.
    pub fn add_into(self, body: &mut Map<String, Json>) {
        for (field, tables) in [(ROWS_NOW, self.now), (ERASED_ROWS, self.erased)] {
            for (table, states) in tables {
                let field = body.entry(field).or_insert_with(|| Json::Object(Map::new()));
                if let Json::Object(field) = field
                    && let Json::Object(rows) = field.entry(table).or_insert_with(|| Json::Object(Map::new()))
                {
                    rows.extend(states.into_iter().map(|(key, state)| (key.to_string(), state.to_json())));
                }
            }
        }
    }
}

/// A part of a key of several columns.
fn word(value: &Value<'_>) -> String {
    match value {
        Value::Null => String::new(),
        Value::Int(number) => number.to_string(),
        Value::Text(text) => text.clone().into_owned(),
        Value::Bytes(bytes) => digest::hex(bytes),
    }
}
