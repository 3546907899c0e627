//! Text arguments: given directly, on standard input, or in a file. Their length is limited; trailing line feeds are
//! removed, as a shell's command substitution does.

use std::fs::File;
use std::io::{self, Read};

use super::error::Failure;
use super::sentence::Sentence;
use crate::domain::limits;
use crate::domain::refusal::Code;
use crate::domain::text::without_byte_order_mark;

/// Returns a text argument; `-` means standard input. `what` is the key of what it is called in errors.
///
/// # Errors
/// Returns an error if it can't be read, is too long, or is not UTF-8.
pub fn read_text(what: &str, text: &str) -> Result<String, Failure> {
    if text == "-" {
        read_bounded(what, Sentence::new("cli-error-stdin", []), io::stdin().lock())
    } else {
        Ok(text.to_owned())
    }
}

/// Like [`read_text`], but `@FILE` means the content of a file.
///
/// # Errors
/// Returns an error if it can't be read, is too long, or is not UTF-8.
pub fn read_text_or_file(what: &str, text: &str) -> Result<String, Failure> {
    match text.strip_prefix('@') {
        Some(path) => read_bounded(what, path.into(), File::open(path).map_err(|e| Failure::io(path, &e))?),
        None => read_text(what, text),
    }
}

fn read_bounded(what: &str, place: Sentence, from: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    // Room for one byte too many, so that a text that is too long is refused rather than truncated.
    from.take(limits::TEXT as u64 + 3).read_to_end(&mut bytes).map_err(|e| Failure::io(place.clone(), &e))?;
    let what = Sentence::new(what, []);
    let not_utf8 = |_| {
        let parts = [("what", what.clone()), ("place", place.clone())];
        Failure::refused(Code::Malformed, Sentence::new("cli-error-not-text", parts))
    };
    let mut text = without_byte_order_mark(String::from_utf8(bytes).map_err(not_utf8)?);
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    if text.len() > limits::TEXT {
        let [bytes, limit] = [text.len(), limits::TEXT].map(|n| n.to_string().into());
        let parts = [("what", what), ("bytes", bytes), ("limit", limit)];
        return Err(Failure::refused(Code::Malformed, Sentence::new("cli-error-too-long", parts)));
    }
    Ok(text)
}
