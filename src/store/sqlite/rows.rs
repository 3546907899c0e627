//! Values and rows, from and to SQLite's own.

use std::borrow::Cow;

use rusqlite::Row as SqlRow;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};

use crate::domain::case::evidence_file::NotStored;
use crate::domain::case::records::{DecisionEventKind, NotificationKind, OutboxType};
use crate::domain::decision::precedents::PriceBand;
use crate::domain::dispute::change::{Actor, ChangeKind};
use crate::domain::dispute::timeline::TimelineKind;
use crate::domain::ids::{
    AskId, AttachmentId, DecisionId, DisputeId, EntryId, EventId, Handle, MessageId, NoteId, OrderId, PassageId,
    PersonId, ProposalId,
};
use crate::domain::money::accounts::Account;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::queue::turn::TurnReason;
use crate::domain::search::passage::PassageKind;
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, Ground, Lang, OpenedBy, OrderState, Origin, Outcome, ProposalKind,
    ProposalState, Reader, RequestKind, Role, Side, Speaker, View, WaitingOn,
};
use crate::store::write::digest::{self, Digest};
use crate::store::write::table::{Row, Source};
use crate::store::write::value::{BadValue, FromValue, ToValue, Value};

/// A neutral value as a parameter of a statement.
pub(super) struct Parameter<'a>(pub Value<'a>);

impl Parameter<'_> {
    pub(super) fn as_ref(&self) -> ValueRef<'_> {
        match &self.0 {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(*number),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }
    }
}

impl ToSql for Parameter<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(self.as_ref()))
    }
}

/// A column read as a type of ours.
struct Stored<T>(T);

impl<T: FromValue> FromSql for Stored<T> {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        read(value).map(Stored)
    }
}

fn read<T: FromValue>(value: ValueRef<'_>) -> FromSqlResult<T> {
    let value = match value {
        ValueRef::Null => Value::Null,
        ValueRef::Integer(number) => Value::Int(number),
        ValueRef::Real(_) => return Err(FromSqlError::InvalidType),
        ValueRef::Text(_) => Value::Text(Cow::Borrowed(value.as_str()?)),
        ValueRef::Blob(bytes) => Value::Bytes(Cow::Borrowed(bytes)),
    };
    T::from_value(value).map_err(|bad| match bad {
        BadValue::Type => FromSqlError::InvalidType,
        BadValue::OutOfRange(number) => FromSqlError::OutOfRange(number),
        BadValue::Unreadable(error) => FromSqlError::Other(error),
    })
}

/// A row of a query whose first columns are those of a row type.
struct RowColumns<'r, 's>(&'r SqlRow<'s>);

impl Source for RowColumns<'_, '_> {
    type Error = rusqlite::Error;

    fn column<T: FromValue>(&self, index: usize, _: &'static str) -> rusqlite::Result<T> {
        self.0.get::<_, Stored<T>>(index).map(|Stored(value)| value)
    }
}

/// Reads a row that [`select`] selected.
pub(super) fn decode<R: Row>(row: &SqlRow<'_>) -> rusqlite::Result<R> {
    R::decode(&RowColumns(row))
}

/// The statement that selects the columns of a row type, then these; `rest` is what follows the table's name.
pub(super) fn select_with<R: Row>(also: &str, rest: &str) -> String {
    let layout = R::layout();
    let columns: Vec<_> = layout.names(|_| true).map(quoted).collect();
    format!("SELECT {}{also} FROM {} {rest}", columns.join(", "), layout.table)
}

/// The statement that selects the columns of a row type, made once; further columns may follow.
macro_rules! select {
    ($row:ty, $rest:literal) => {
        $crate::store::sqlite::rows::select!($row, "", $rest)
    };
    ($row:ty, $also:literal, $rest:literal) => {{
        static SQL: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| $crate::store::sqlite::rows::select_with::<$row>($also, $rest));
        SQL.as_str()
    }};
}
pub(super) use select;

/// A column's name, which may be a word of SQL's.
pub(super) fn quoted(name: &str) -> String {
    if name == "ref" { format!("\"{name}\"") } else { name.to_owned() }
}

/// The digest of a stored row from this column on.
pub(super) fn digest_from(row: &SqlRow<'_>, first: usize) -> rusqlite::Result<Digest> {
    let mut values = Vec::with_capacity(row.as_ref().column_count());
    for column in first..row.as_ref().column_count() {
        values.push(match row.get_ref(column)? {
            ValueRef::Null => Value::Null,
            ValueRef::Integer(number) => Value::Int(number),
            // No column of ours holds one.
            ValueRef::Real(number) => Value::Text(number.to_string().into()),
            ValueRef::Text(text) => Value::Text(String::from_utf8_lossy(text)),
            ValueRef::Blob(bytes) => Value::Bytes(bytes.into()),
        });
    }
    Ok(digest::of_values(values))
}

/// Types of ours as parameters and results of statements.
macro_rules! by_value {
    ($($type:ident),+ $(,)?) => { $(
        impl ToSql for $type {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(match self.to_value() {
                    Value::Null => ToSqlOutput::Borrowed(ValueRef::Null),
                    Value::Int(number) => ToSqlOutput::Borrowed(ValueRef::Integer(number)),
                    Value::Text(Cow::Borrowed(text)) => text.into(),
                    Value::Text(Cow::Owned(text)) => text.into(),
                    Value::Bytes(Cow::Borrowed(bytes)) => bytes.into(),
                    Value::Bytes(Cow::Owned(bytes)) => bytes.into(),
                })
            }
        }
        impl FromSql for $type {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                read(value)
            }
        }
    )+ };
}

by_value!(
    Account,
    Actor,
    Answer,
    AskId,
    AskState,
    AttachmentId,
    PriceBand,
    Basis,
    ChangeKind,
    Currency,
    DecisionEventKind,
    DecisionId,
    DisputeId,
    DisputeState,
    EntryId,
    EventId,
    Ground,
    Handle,
    Lang,
    MessageId,
    NotStored,
    NoteId,
    NotificationKind,
    OpenedBy,
    OrderId,
    OrderState,
    Origin,
    Outcome,
    OutboxType,
    PassageId,
    PassageKind,
    PersonId,
    ProposalId,
    ProposalKind,
    ProposalState,
    Reader,
    TurnReason,
    RequestKind,
    Role,
    Side,
    Speaker,
    TimelineKind,
    View,
    WaitingOn,
);

/// A time as a parameter or a result: whole milliseconds, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ms(pub Time);

impl ToSql for Ms {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(self.0.timestamp_millis().into())
    }
}

impl FromSql for Ms {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        read(value).map(Ms)
    }
}

/// Reads a row's columns from left to right, in the order in which a struct's fields are written.
pub(super) struct Reading<'r, 's> {
    row: &'r SqlRow<'s>,
    at: usize,
}

impl<'r, 's> Reading<'r, 's> {
    /// From the first column.
    pub(super) fn of(row: &'r SqlRow<'s>) -> Self {
        Self { row, at: 0 }
    }

    pub(super) fn column<T: FromSql>(&mut self) -> rusqlite::Result<T> {
        let value = self.row.get(self.at);
        self.at += 1;
        value
    }

    /// The next column, a time.
    pub(super) fn time(&mut self) -> rusqlite::Result<Time> {
        self.column::<Ms>().map(|ms| ms.0)
    }

    /// The next column, a time or nothing.
    pub(super) fn time_or_none(&mut self) -> rusqlite::Result<Option<Time>> {
        Ok(self.column::<Option<Ms>>()?.map(|ms| ms.0))
    }

    /// The next two columns, an amount and its currency.
    pub(super) fn money(&mut self) -> rusqlite::Result<Money> {
        Ok(Money::new(self.column()?, self.column()?))
    }
}

#[cfg(test)]
mod tests {
    use rusqlite::Connection;

    use super::*;

    #[test]
    fn a_digest_is_of_the_text_that_json_array_writes() {
        let db = Connection::open_in_memory().unwrap();
        let all: String = (1..0x300).chain(0x1f600..0x1f610).filter_map(char::from_u32).collect();
        for text in [all.as_str(), "", "l'été \u{202e} \"q\" \\", "\u{7f}\u{1b}[31m", "a\tb\nc\r"] {
            let json: String = db
                .query_row("SELECT json_array(?, ?, ?, ?)", (12_i64, text, None::<i64>, i64::MIN), |row| row.get(0))
                .unwrap();
            let values = [Value::Int(12), Value::Text(text.into()), Value::Null, Value::Int(i64::MIN)];
            assert_eq!(digest::hex(&digest::of_values(values)), digest::hex_of_text(&json), "{text:?}: {json}");
        }
        let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(digest::hex_of_text("abc"), abc);
    }
}
