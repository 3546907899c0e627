//! Digests of rows: the SHA-256 of the compact JSON array of a row's columns, the same text that SQLite's `json_array`
//! writes, so that anyone can check one with `sqlite3` and `sha256sum`.

use std::fmt::Write;

use sha2::{Digest as _, Sha256};

use super::value::Value;

/// A SHA-256.
pub type Digest = [u8; 32];

/// Returns the digest of these columns, in this order.
pub fn of_values<'v>(values: impl IntoIterator<Item = Value<'v>>) -> Digest {
    let mut array = JsonArray::default();
    for value in values {
        array.push(value);
    }
    array.digest()
}

/// Returns the text that the digest of these columns is of, around the one at `hole`: for a value that is known only later, and
/// not here.
#[cfg_attr(not(feature = "postgres"), allow(dead_code, reason = "for a backend that numbers rows when it commits"))]
pub fn text_around<'v>(values: impl IntoIterator<Item = Value<'v>>, hole: usize) -> (String, String) {
    let (mut before, mut after) = (JsonArray::default(), JsonArray::default());
    for (index, value) in values.into_iter().enumerate() {
        match index.cmp(&hole) {
            std::cmp::Ordering::Less => before.push(value),
            std::cmp::Ordering::Equal => {}
            std::cmp::Ordering::Greater => after.push(value),
        }
    }
    let before = if before.0.is_empty() { "[".to_owned() } else { before.0 + "," };
    (before, format!("{}]", after.0.replacen('[', ",", 1)))
}

/// The first 8 bytes of a digest, as a number: enough to find damage, not forgery.
pub fn checksum(digest: &Digest) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = *digest;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}

/// The SHA-256 of a text.
pub fn of_text(text: &str) -> Digest {
    Sha256::digest(text).into()
}

/// Bytes as lower-case hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// The SHA-256 of a text, in hexadecimal.
pub fn hex_of_text(text: &str) -> String {
    hex(&of_text(text))
}

/// A compact JSON array in the making.
struct JsonArray(String);

impl Default for JsonArray {
    fn default() -> Self {
        Self(String::with_capacity(256))
    }
}

impl JsonArray {
    fn push(&mut self, value: Value<'_>) {
        let json = &mut self.0;
        json.push(if json.is_empty() { '[' } else { ',' });
        match value {
            Value::Null => json.push_str("null"),
            Value::Int(number) => {
                let _ = write!(json, "{number}");
            }
            Value::Text(text) => push_text(json, &text),
            Value::Bytes(bytes) => push_text(json, &hex(&bytes)),
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
    use super::*;

    #[test]
    fn the_text_around_a_value_is_what_its_digest_is_of() {
        let values = || [Value::Text("[a".into()), Value::Int(77), Value::Null, Value::Bytes(b"x"[..].into())];
        for (hole, value) in [(0, "\"[a\""), (1, "77"), (2, "null"), (3, "\"78\"")] {
            let (before, after) = text_around(values(), hole);
            assert_eq!(of_text(&format!("{before}{value}{after}")), of_values(values()), "{before} {after}");
        }
    }
}
