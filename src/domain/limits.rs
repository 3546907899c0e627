//! How much one text may hold. The process is silent; a text without a bound is a way to fill a disk or freeze a screen
//! (docs/process.md, "Text limits").

use super::refusal::{Code, Refusal};

/// The longest text of a message, a brief, reasons, an attachment, …: 1 MiB, in bytes of UTF-8.
pub const TEXT: usize = 1 << 20;
/// The longest name, title, media type or path, in bytes.
pub const NAME: usize = 4096;
/// The longest identifier, in bytes.
pub const ID: usize = 256;
/// The most attachments of one message.
pub const ATTACHMENTS: usize = 100;
/// The longest line of events, in bytes.
pub const LINE: usize = 8 << 20;
/// The largest amount, in minor units: ten thousand billion euros. Sums over all orders of a marketplace stay far from
/// what 64 bits hold.
pub const MINOR: i64 = 1_000_000_000_000_000;

/// Takes a text that must say something.
///
/// # Errors
/// `malformed` when it is blank or longer than [`TEXT`]; `what` names it, with its article.
pub fn required_text<'a>(what: &str, text: &'a str) -> Result<&'a str, Refusal> {
    if text.trim().is_empty() {
        return Err(Refusal::new(Code::Malformed, format!("{what} can't be empty; write something")));
    }
    bounded_text(what, text, TEXT)
}

/// Takes a text that may be empty.
///
/// # Errors
/// `malformed` when it is longer than `limit` bytes.
pub fn bounded_text<'a>(what: &str, text: &'a str, limit: usize) -> Result<&'a str, Refusal> {
    if text.len() > limit {
        let sentence = format!("{what} is too long: {} bytes, at most {limit} are taken", text.len());
        return Err(Refusal::new(Code::Malformed, sentence));
    }
    Ok(text)
}
