//! Texts that a command takes: typed, from the standard input, or from a file. Bounded, and exactly as they came but for
//! the line feeds at the end, which a shell's own substitution drops too.

use std::fs::File;
use std::io::{self, Read};

use super::error::Failure;
use crate::domain::limits;
use crate::domain::refusal::Code;
use crate::ui::i18n::refusal::english_too_long;

/// A text, or with `-` the standard input. `what` names it in an error, with its article.
///
/// # Errors
/// [`Failure`] when it can't be read, is too long, or is not UTF-8.
pub fn read_text(what: &str, text: &str) -> Result<String, Failure> {
    if text == "-" { read_bounded(what, "the standard input", io::stdin().lock()) } else { Ok(text.to_owned()) }
}

/// As [`read_text`], or with `@FILE` what a file holds.
///
/// # Errors
/// [`Failure`] when it can't be read, is too long, or is not UTF-8.
pub fn read_text_or_file(what: &str, text: &str) -> Result<String, Failure> {
    match text.strip_prefix('@') {
        Some(path) => read_bounded(what, path, File::open(path).map_err(|e| Failure::io(path, &e))?),
        None => read_text(what, text),
    }
}

fn read_bounded(what: &str, place: &str, from: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    // Room for one byte too many, so that a text too long is refused and never cut.
    from.take(limits::TEXT as u64 + 3).read_to_end(&mut bytes).map_err(|e| Failure::io(place, &e))?;
    let not_utf8 = |_| Failure::refused(Code::Malformed, format!("{what} from {place} is not UTF-8 text"));
    let mut text = String::from_utf8(bytes).map_err(not_utf8)?;
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    if text.len() > limits::TEXT {
        return Err(Failure::refused(Code::Malformed, english_too_long(what, text.len(), limits::TEXT)));
    }
    Ok(text)
}
