//! Values and rows, from and to the server's: as JSON objects by the columns' names, and as rows of a query.

use std::borrow::Cow;

use postgres::types::{ToSql, Type};
use serde_json::{Map, Value as Json};

use super::errors::damaged;
use crate::store::StoreError;
use crate::store::write::digest::hex;
use crate::store::write::table::{Row, RowRef, Source};
use crate::store::write::value::{BadValue, FromValue, Value};

/// A parameter of a statement, with its type: so that the statement needs no name, and no round trip to be prepared.
pub(super) type TypedParameter<'a> = (&'a (dyn ToSql + Sync), Type);

/// A number or an id.
pub(super) fn int(number: &i64) -> TypedParameter<'_> {
    (number, Type::INT8)
}

pub(super) fn text<'a>(text: &'a &'a str) -> TypedParameter<'a> {
    (text, Type::TEXT)
}

pub(super) fn json(value: &Json) -> TypedParameter<'_> {
    (value, Type::JSONB)
}

/// A value as JSON; bytes as the server writes them, in hexadecimal.
pub(super) fn json_value(value: &Value<'_>) -> Json {
    match value {
        Value::Null => Json::Null,
        Value::Int(number) => Json::from(*number),
        Value::Text(text) => Json::String(text.clone().into_owned()),
        Value::Bytes(bytes) => Json::String(format!("\\x{}", hex(bytes))),
    }
}

/// A row as an object, with its digest and its checksum.
pub(super) fn json_row(row: &RowRef<'_>) -> Json {
    Json::Object(row.values().map(|(column, value)| (column.to_owned(), json_value(&value))).collect())
}

/// A row as an object of JSON, as `to_jsonb` makes it.
pub(super) struct JsonSource<'a>(pub &'a Map<String, Json>);

impl Source for JsonSource<'_> {
    type Error = StoreError;

    fn column<T: FromValue>(&self, _: usize, name: &'static str) -> Result<T, StoreError> {
        let value = self.0.get(name).ok_or_else(|| damaged(format!("a row has no column {name}")))?;
        from_json(value).map_err(|bad| damaged(format!("the column {name} can't be read: {}", why(&bad))))
    }
}

/// Reads a value that stands in JSON. Bytes are a text there, so that what reads no text is given them.
pub(super) fn from_json<T: FromValue>(value: &Json) -> Result<T, BadValue> {
    match value {
        Json::Null => T::from_value(Value::Null),
        Json::Number(number) => T::from_value(Value::Int(number.as_i64().ok_or(BadValue::Type)?)),
        Json::String(text) => match T::from_value(Value::Text(Cow::Borrowed(text))) {
            Err(BadValue::Type) => T::from_value(Value::Bytes(Cow::Owned(bytes(text).ok_or(BadValue::Type)?))),
            read => read,
        },
        Json::Bool(_) | Json::Array(_) | Json::Object(_) => Err(BadValue::Type),
    }
}

fn bytes(text: &str) -> Option<Vec<u8>> {
    let digits = text.strip_prefix("\\x")?;
    let byte = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// Reads a row that is an object of JSON.
///
/// # Errors
/// A database that is damaged, where it is none of this type.
pub(super) fn decode_json<R: Row>(row: &Json) -> Result<R, StoreError> {
    let Json::Object(columns) = row else { return Err(damaged("a row is no object")) };
    R::decode(&JsonSource(columns))
}

/// Reads rows that are an array of objects; nothing where there is none (`jsonb_agg` of no row is null).
///
/// # Errors
/// As [`decode_json`].
pub(super) fn decode_all<R: Row>(rows: &Json) -> Result<Vec<R>, StoreError> {
    match rows {
        Json::Null => Ok(Vec::new()),
        Json::Array(rows) => rows.iter().map(decode_json).collect(),
        _ => Err(damaged("rows are no array")),
    }
}

/// Reads a value of an object of JSON by its name.
///
/// # Errors
/// As [`decode_json`].
pub(super) fn field<T: FromValue>(object: &Json, name: &str) -> Result<T, StoreError> {
    from_json(&object[name]).map_err(|bad| damaged(format!("{name} can't be read: {}", why(&bad))))
}

/// A row of a query whose first columns are those of a row type.
struct ServerRow<'r>(&'r postgres::Row);

impl Source for ServerRow<'_> {
    type Error = StoreError;

    fn column<T: FromValue>(&self, index: usize, name: &'static str) -> Result<T, StoreError> {
        get(self.0, index).map_err(|bad| damaged(format!("the column {name} can't be read: {bad}")))
    }
}

/// Reads a column of a row as a type of ours.
pub(super) fn column<T: FromValue>(row: &postgres::Row, index: usize) -> Result<T, StoreError> {
    get(row, index).map_err(|bad| damaged(format!("column {index} can't be read: {bad}")))
}

fn get<T: FromValue>(row: &postgres::Row, index: usize) -> Result<T, String> {
    let Some(column) = row.columns().get(index) else { return Err("it is missing".to_owned()) };
    let failed = |error: postgres::Error| error.to_string();
    let value = match *column.type_() {
        Type::INT8 => row.try_get::<_, Option<i64>>(index).map_err(failed)?.map(Value::Int),
        Type::INT4 => row.try_get::<_, Option<i32>>(index).map_err(failed)?.map(|number| Value::Int(number.into())),
        Type::BYTEA => row.try_get::<_, Option<&[u8]>>(index).map_err(failed)?.map(|b| Value::Bytes(b.into())),
        _ => row.try_get::<_, Option<&str>>(index).map_err(failed)?.map(|text| Value::Text(text.into())),
    };
    T::from_value(value.unwrap_or(Value::Null)).map_err(|bad| why(&bad))
}

fn why(bad: &BadValue) -> String {
    match bad {
        BadValue::Type => "it is of another kind".to_owned(),
        BadValue::OutOfRange(number) => format!("{number} is out of range"),
        BadValue::Unreadable(error) => error.to_string(),
    }
}

/// Reads a row that [`select`] selected.
///
/// # Errors
/// As [`decode_json`].
pub(super) fn decode<R: Row>(row: &postgres::Row) -> Result<R, StoreError> {
    R::decode(&ServerRow(row))
}

/// The statement that selects the columns of a row type, then these; `rest` is what follows the table's name.
pub(super) fn select_with<R: Row>(also: &str, rest: &str) -> String {
    let layout = R::layout();
    let columns: Vec<_> = layout.names(|_| true).map(|name| format!("\"{name}\"")).collect();
    format!("SELECT {}{also} FROM {} {rest}", columns.join(", "), layout.table)
}

/// The statement that selects the columns of a row type, made once; further columns may follow.
macro_rules! select {
    ($row:ty, $rest:literal) => {
        $crate::store::postgres::rows::select!($row, "", $rest)
    };
    ($row:ty, $also:literal, $rest:literal) => {{
        static SQL: std::sync::LazyLock<String> =
            std::sync::LazyLock::new(|| $crate::store::postgres::rows::select_with::<$row>($also, $rest));
        SQL.as_str()
    }};
}
pub(super) use select;
