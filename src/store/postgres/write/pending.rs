//! What a write sends when it commits: rows by table, each once, as it stands in the end.

use std::collections::HashMap;

use serde_json::{Map, Value as Json, json};

use crate::domain::audit::{canonical, text_around_body};
use crate::domain::ids::{MessageId, PassageId};
use crate::domain::search::passage::PassageKind;
use crate::store::StoreError;
use crate::store::postgres::rows::json_value;
use crate::store::write::table::{CHECKSUM, Layout, RowRef, Use};
use crate::store::write::value::Value;
use crate::store::write::{NewRecord, digest};

/// Where the numbers begin that a commit gives: each stands for its distance from the last one that was given before.
pub(super) const OPEN: i64 = 1 << 60;

/// The tables whose rows hold such a number, and the column.
const NUMBERED: [(&str, &str); 2] = [("disputes", "touched"), ("outbox", "seq")];

/// What a row does to its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PendingVerb {
    Insert,
    Update,
    Upsert,
}

/// What `commit_1` takes.
const KNOWN: [(PendingVerb, &[&str]); 3] = [
    (
        PendingVerb::Insert,
        &[
            "orders",
            "events",
            "messages",
            "attachments",
            "files",
            "later_files",
            "notes",
            "passages",
            "decisions",
            "decision_marks",
            "decision_texts",
            "ledger",
            "policies",
            "completed_requests",
        ],
    ),
    (PendingVerb::Update, &["orders", "attachments"]),
    (
        PendingVerb::Upsert,
        &[
            "asks",
            "proposals",
            "reads",
            "tidings",
            "acknowledgements",
            "mediators",
            "case_counts",
            "backlog",
            "outcome_counts",
            "outcome_days",
            "work_counts",
        ],
    ),
];

impl PendingVerb {
    fn name(self) -> &'static str {
        match self {
            Self::Insert => "insert",
            Self::Update => "update",
            Self::Upsert => "upsert",
        }
    }
}

/// A row on its way.
#[derive(Debug)]
struct PendingRow {
    verb: PendingVerb,
    table: &'static str,
    row: Map<String, Json>,
}

/// A row that holds a number which the commit gives.
#[derive(Debug)]
struct NumberedRow {
    is_new: bool,
    row: Map<String, Json>,
    /// The text of its digest around the number.
    around: (String, String),
    /// The distance from the last number.
    nth: i64,
    /// Its digest under the open number, which the audit's record is made with.
    digest: String,
}

/// Everything that a transaction wrote so far.
#[derive(Debug, Default)]
pub(super) struct Pending {
    rows: Vec<PendingRow>,
    places: HashMap<(&'static str, String), usize>,
    disputes: Vec<NumberedRow>,
    dispute_places: HashMap<i64, usize>,
    outbox: Vec<NumberedRow>,
    search: Vec<Json>,
    search_passages: Vec<Json>,
    forget_passages: Vec<Json>,
    forget: Vec<Json>,
    audit: Vec<Json>,
    /// What else there is, by the name under which `commit_1` takes it.
    pub other: Map<String, Json>,
}

impl Pending {
    /// Adds a row, or what it changes in the one of its key.
    pub fn write(&mut self, row: &RowRef<'_>, verb: PendingVerb) -> Result<(), StoreError> {
        let table = row.layout.table;
        if let Some((_, column)) = NUMBERED.iter().find(|(name, _)| *name == table) {
            self.write_numbered(row, verb, column);
            return Ok(());
        }
        if !KNOWN.iter().any(|(known, tables)| *known == verb && tables.contains(&table)) {
            return Err(StoreError::Io(format!("the server knows no way to {} rows of {table}", verb.name())));
        }
        let place = (table, key(row));
        if let Some(at) = self.places.get(&place) {
            merge(&mut self.rows[*at].row, row);
            return Ok(());
        }
        self.places.insert(place, self.rows.len());
        let wanted = |is: Use| verb != PendingVerb::Update || is.key || is.changes;
        self.rows.push(PendingRow { verb, table, row: object(row, wanted) });
        Ok(())
    }

    /// Whether a row of this table and key is on its way.
    pub fn has(&self, table: &'static str, key: i64) -> bool {
        self.places.contains_key(&(table, key.to_string()))
    }

    fn write_numbered(&mut self, row: &RowRef<'_>, verb: PendingVerb, column: &str) {
        let is_dispute = row.layout.table == "disputes";
        let is_hashed = |is: Use| if is_dispute { is.checksum } else { is.digest };
        let hashed = || row.layout.columns.iter().zip(row.fields).filter(move |(column, _)| is_hashed(column.is));
        let hole = hashed().position(|(one, _)| one.name == column).unwrap_or(0);
        let around = digest::text_around(hashed().map(|(_, field)| field.to_value()), hole);
        let number = hashed().nth(hole).map(|(_, field)| field.to_value());
        let nth = if let Some(Value::Int(number)) = number { number - OPEN + 1 } else { 0 };
        let digest = if is_dispute { row.state } else { row.digest };
        let digest = digest.map(|digest| digest::hex(&digest)).unwrap_or_default();
        let values = object(row, |_| true);
        if !is_dispute {
            self.outbox.push(NumberedRow { is_new: true, row: values, around, nth, digest });
            return;
        }
        match self.dispute_places.get(&row.number()) {
            Some(at) => {
                let known = &mut self.disputes[*at];
                known.row.extend(values);
                (known.around, known.nth, known.digest) = (around, nth, digest);
            }
            None => {
                self.dispute_places.insert(row.number(), self.disputes.len());
                let is_new = verb == PendingVerb::Insert;
                self.disputes.push(NumberedRow { is_new, row: values, around, nth, digest });
            }
        }
    }

    /// Makes the text of a message found.
    pub fn index(&mut self, id: MessageId, words: &str) {
        self.search.push(json!([id.0, words]));
    }

    /// Makes a passage found.
    pub fn index_passage(&mut self, id: PassageId, words: &str) {
        self.search_passages.push(json!([id.0, words]));
    }

    /// Removes the passage of this row.
    pub fn forget_passage(&mut self, kind: PassageKind, of: i64) {
        self.forget_passages.push(json!([kind.as_str(), of]));
    }

    /// Removes notifications.
    pub fn forget(&mut self, what: Json) {
        self.forget.push(what);
    }

    /// Whether it has a record of the audit.
    pub fn is_audited(&self) -> bool {
        !self.audit.is_empty()
    }

    /// Adds a record of the audit, in pieces: what it says of rows whose numbers the commit gives is put in there.
    pub fn append_audit(&mut self, record: NewRecord) {
        let NewRecord { at, actor, action, dispute, mut body } = record;
        let lines = format!("{}{}", uuid::Uuid::now_v7().simple(), uuid::Uuid::now_v7().simple());
        if let Some(covered) = body.get_mut("rows").and_then(|rows| rows.get_mut("outbox")) {
            *covered = Json::String(lines.clone());
        }
        let body = canonical(&Json::Object(body));
        let open: HashMap<&str, usize> =
            self.disputes.iter().enumerate().map(|(index, row)| (row.digest.as_str(), index)).collect();
        let (mut pieces, mut clean, mut at_byte) = (Vec::new(), 0, 0);
        while let Some(found) = body[at_byte..].find('"') {
            let start = at_byte + found + 1;
            at_byte = start;
            let Some(word) = body.get(start..start + 64).filter(|_| body[start + 64..].starts_with('"')) else {
                continue;
            };
            let piece = if word == lines {
                // Its quotes go with it.
                pieces.push(json!(body[clean..start - 1]));
                clean = start + 65;
                json!(true)
            } else if let Some(index) = open.get(word) {
                pieces.push(json!(body[clean..start]));
                clean = start + 64;
                json!(index)
            } else {
                continue;
            };
            pieces.push(piece);
            at_byte = start + 65;
        }
        pieces.push(json!(body[clean..]));
        let (before, after) = text_around_body(at, &actor, action, dispute);
        self.audit.push(json!({
            "at": at.timestamp_millis(),
            "actor": actor,
            "action": action,
            "dispute": dispute.map(|id| id.0),
            "before": before,
            "after": after,
            "body": pieces,
        }));
    }

    /// All of it, as `commit_1` takes it.
    pub fn into_json(self) -> Json {
        let mut all = self.other;
        for PendingRow { verb, table, row } in self.rows {
            let verb = all.entry(verb.name()).or_insert_with(|| json!({}));
            let rows = verb.as_object_mut().map(|verb| verb.entry(table).or_insert_with(|| json!([])));
            if let Some(Json::Array(rows)) = rows {
                rows.push(Json::Object(row));
            }
        }
        if self.disputes.iter().any(|row| row.is_new) {
            all.insert("opens".to_owned(), json!(true));
        }
        let numbered = |rows: Vec<NumberedRow>| -> Vec<Json> {
            let row = |NumberedRow { is_new, row, around: (before, after), nth, .. }| {
                let mut row = json!({"row": row, "before": before, "after": after, "nth": nth});
                if is_new {
                    row["new"] = json!(true);
                }
                row
            };
            rows.into_iter().map(row).collect()
        };
        let parts = [
            ("disputes", numbered(self.disputes)),
            ("outbox", numbered(self.outbox)),
            ("search", self.search),
            ("forget_passages", self.forget_passages),
            ("search_passages", self.search_passages),
            ("forget", self.forget),
            ("audit", self.audit),
        ];
        all.extend(
            parts.into_iter().filter(|(_, part)| !part.is_empty()).map(|(name, part)| (name.to_owned(), json!(part))),
        );
        Json::Object(all)
    }
}

/// The row's columns of which `wanted` holds, its digest and its checksum.
fn object(row: &RowRef<'_>, wanted: impl Fn(Use) -> bool) -> Map<String, Json> {
    let column = |name: &str| row.layout.columns.iter().find(|column| column.name == name);
    let values = row.values().filter(|(name, _)| column(name).is_none_or(|column| wanted(column.is)));
    values.map(|(name, value)| (name.to_owned(), json_value(&value))).collect()
}

/// The values of the key's columns.
fn key(row: &RowRef<'_>) -> String {
    let parts = row.layout.columns.iter().zip(row.fields).filter(|(column, _)| column.is.key);
    parts
        .map(|(_, field)| match field.to_value() {
            Value::Int(number) => number.to_string(),
            other => json_value(&other).to_string(),
        })
        .collect::<Vec<_>>()
        .join("\u{0}")
}

/// Puts what a later row changes into an earlier one of the same key.
fn merge(known: &mut Map<String, Json>, row: &RowRef<'_>) {
    let layout: &Layout = row.layout;
    let is = |name: &str| layout.columns.iter().find(|column| column.name == name).map(|column| column.is);
    let rising = layout.names(|is| is.rises).next();
    let rises = |known: &Map<String, Json>, name: &str, value: &Value<'_>| {
        let before = known.get(name).and_then(Json::as_i64);
        matches!(value, Value::Int(now) if before.is_none_or(|before| *now > before))
    };
    if let Some(name) = rising
        && !row.values().any(|(one, value)| one == name && rises(known, name, &value))
    {
        return;
    }
    for (name, value) in row.values() {
        match is(name) {
            Some(is) if is.adds => {
                let before = known.get(name).and_then(Json::as_i64).unwrap_or(0);
                if let Value::Int(more) = value {
                    known.insert(name.to_owned(), json!(before + more));
                }
            }
            Some(is) if is.changes => {
                known.insert(name.to_owned(), json_value(&value));
            }
            None if name == CHECKSUM => {
                known.insert(name.to_owned(), json_value(&value));
            }
            _ => {}
        }
    }
}
