//! Digests of rows: the SHA-256 of the compact JSON array of a row's columns, the same text that SQLite's `json_array`
//! writes, so that anyone can check one with `sqlite3` and `sha256sum`.

use std::fmt::Write;

use rusqlite::Row;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use sha2::{Digest as _, Sha256};

use crate::store::StoreError;

/// A SHA-256.
pub(super) type Digest = [u8; 32];

/// The columns of a row, in the order of its digest.
pub(super) type Columns<'a> = &'a [&'a dyn ToSql];

/// The digest of these columns.
pub(super) fn of(columns: Columns<'_>) -> Result<Digest, StoreError> {
    let mut array = Array::default();
    for column in columns {
        match column.to_sql()? {
            ToSqlOutput::Borrowed(value) => array.push(value),
            ToSqlOutput::Owned(ref value) => array.push(value.into()),
            _ => return Err(StoreError::Io("a column of a kind that rows don't have".to_owned())),
        }
    }
    Ok(array.digest())
}

/// The digest of a stored row from this column on.
pub(super) fn of_row(row: &Row<'_>, first: usize) -> Result<Digest, StoreError> {
    let mut array = Array::default();
    for column in first..row.as_ref().column_count() {
        array.push(row.get_ref(column)?);
    }
    Ok(array.digest())
}

/// What stands for the whole of a digest where damage is to be found.
pub(super) fn short(digest: &Digest) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = *digest;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The SHA-256 of a text.
pub(super) fn of_text(text: &str) -> Digest {
    Sha256::digest(text).into()
}

/// The first 8 bytes of these columns' digest: enough to find damage.
pub(super) fn seal(columns: Columns<'_>) -> Result<i64, StoreError> {
    of(columns).map(|digest| short(&digest))
}

/// Bytes as lower-case hexadecimal.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// A compact JSON array in the making.
struct Array(String);

impl Default for Array {
    fn default() -> Self {
        Self(String::with_capacity(256))
    }
}

impl Array {
    fn push(&mut self, value: ValueRef<'_>) {
        let json = &mut self.0;
        json.push(if json.is_empty() { '[' } else { ',' });
        match value {
            ValueRef::Null => json.push_str("null"),
            ValueRef::Integer(number) => {
                let _ = write!(json, "{number}");
            }
            ValueRef::Real(number) => {
                let _ = write!(json, "{number}");
            }
            ValueRef::Text(text) => push_text(json, &String::from_utf8_lossy(text)),
            ValueRef::Blob(bytes) => push_text(json, &hex(bytes)),
        }
    }

    fn digest(mut self) -> Digest {
        self.0.push(']');
        of_text(&self.0)
    }
}

fn push_text(json: &mut String, text: &str) {
    json.push('"');
    let mut clean = 0;
    for (at, byte) in text.bytes().enumerate() {
        let escape = match byte {
            b'"' => "\\\"",
            b'\\' => "\\\\",
            8 => "\\b",
            9 => "\\t",
            10 => "\\n",
            12 => "\\f",
            13 => "\\r",
            0..32 => "\\u00",
            _ => continue,
        };
        json.push_str(&text[clean..at]);
        json.push_str(escape);
        if escape.len() == 4 {
            let _ = write!(json, "{byte:02x}");
        }
        clean = at + 1;
    }
    json.push_str(&text[clean..]);
    json.push('"');
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
            let columns: Columns<'_> = &[&12_i64, &text, &None::<i64>, &i64::MIN];
            let json: String = db.query_row("SELECT json_array(?, ?, ?, ?)", columns, |row| row.get(0)).unwrap();
            assert_eq!(hex(&of(columns).unwrap()), hex(&of_text(&json)), "{text:?}: {json}");
        }
        assert_eq!(hex(&of_text("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }
}
