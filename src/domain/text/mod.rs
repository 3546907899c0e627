//! Reading and cleaning text.
//!
//! - [`folding`]: comparison without regard to case and accents.
//! - [`invisible`]: characters that a reader can't see, or that mislead.
//! - [`nearest`]: the word that was probably meant by a misspelt one.
//! - [`redaction`]: removal of a person's name from a text.
//! - [`strict_json`]: JSON in which no key stands twice.
//! - [`typed_time`]: a time as a person types it.

pub mod folding;
pub mod invisible;
pub mod nearest;
pub mod redaction;
pub mod strict_json;
pub mod typed_time;

/// Returns a text that was read from a file without the byte order mark that some editors put before it.
pub fn without_byte_order_mark(mut text: String) -> String {
    if text.starts_with('\u{feff}') {
        text.drain(..'\u{feff}'.len_utf8());
    }
    text
}
