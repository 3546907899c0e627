//! The limits of texts and amounts. An unlimited text could fill a disk or freeze a screen
//! (docs/process.md, "Text limits").

use super::refusal::{Refusal, TextFault, TextPart, TextRefusal};

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

/// Accepts a text that must not be blank.
///
/// # Errors
/// `malformed` when it is blank or longer than [`TEXT`].
pub fn required_text(part: TextPart, text: &str) -> Result<&str, Refusal> {
    if text.trim().is_empty() {
        return Err(TextRefusal { part, fault: TextFault::Blank }.into());
    }
    bounded_text(part, text, TEXT)
}

/// Accepts a text that may be empty.
///
/// # Errors
/// `malformed` when it is longer than `limit` bytes, or holds U+0000: SQLite keeps that character, PostgreSQL can't, so no
/// store gets it.
pub fn bounded_text(part: TextPart, text: &str, limit: usize) -> Result<&str, Refusal> {
    if text.len() > limit {
        let fault = TextFault::TooLong { bytes: text.len(), limit };
        return Err(TextRefusal { part, fault }.into());
    }
    if text.contains('\0') {
        return Err(TextRefusal { part, fault: TextFault::ZeroCharacter }.into());
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::marketplace::event::Event;
    use crate::domain::refusal::Code;

    #[test]
    fn the_zero_character_is_refused_wherever_a_text_comes_in() {
        for text in ["\0", "Lo\0go", "logo\0"] {
            assert_eq!(required_text(TextPart::Message, text).unwrap_err().code(), Code::Malformed, "{text:?}");
            assert_eq!(
                bounded_text(TextPart::ProposalTerms, text, TEXT).unwrap_err().code(),
                Code::Malformed,
                "{text:?}"
            );
        }
        assert_eq!(required_text(TextPart::Message, "Logo").unwrap(), "Logo");
        let line = r#"{"id":"e1","at":"2026-11-03T09:00:00Z","type":"dispute.message","order":"O-1","by":"client","body":"Lo\u0000go"}"#;
        assert_eq!(Event::parse_line(line).unwrap_err().refusal.code(), Code::Malformed);
    }
}
