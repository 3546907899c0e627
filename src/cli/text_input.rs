//! Text arguments: given directly, on standard input, or in a file. Their length is limited; trailing line feeds are
//! removed, as a shell's command substitution does.

use std::fs::File;
use std::io::{self, Read};

use super::error::Failure;
use crate::domain::limits;
use crate::domain::refusal::Code;
use crate::domain::text::without_byte_order_mark;
use crate::ui::i18n::refusal::english_too_long;

/// Returns a text argument; `-` means standard input. `what` names it in errors, with its article.
///
/// # Errors
/// Returns an error if it can't be read, is too long, or is not UTF-8.
pub fn read_text(what: &str, text: &str) -> Result<String, Failure> {
    if text == "-" { read_bounded(what, "the standard input", io::stdin().lock()) } else { Ok(text.to_owned()) }
}

/// Like [`read_text`], but `@FILE` means the content of a file.
///
/// # Errors
/// Returns an error if it can't be read, is too long, or is not UTF-8.
pub fn read_text_or_file(what: &str, text: &str) -> Result<String, Failure> {
    match text.strip_prefix('@') {
        Some(path) => read_bounded(what, path, File::open(path).map_err(|e| Failure::io(path, &e))?),
        None => read_text(what, text),
    }
}

fn read_bounded(what: &str, place: &str, from: impl Read) -> Result<String, Failure> {
    let mut bytes = Vec::new();
    // Room for one byte too many, so that a text that is too long is refused rather than truncated.
    from.take(limits::TEXT as u64 + 3).read_to_end(&mut bytes).map_err(|e| Failure::io(place, &e))?;
    let not_utf8 = |_| Failure::refused(Code::Malformed, format!("{what} from {place} is not UTF-8 text"));
    let mut text = without_byte_order_mark(String::from_utf8(bytes).map_err(not_utf8)?);
    text.truncate(text.trim_end_matches(['\n', '\r']).len());
    if text.len() > limits::TEXT {
        return Err(Failure::refused(Code::Malformed, english_too_long(what, text.len(), limits::TEXT)));
    }
    Ok(text)
}
