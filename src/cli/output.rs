//! The output: text for people, safe to display, and exact JSON for programs.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use super::error::{CommandCode, Failure, Reported};
use crate::domain::text::invisible::is_invisible;
use crate::ui::text::safe;

/// Buffered standard output. A closed pipe ends a command silently ([`Failure::Closed`]).
pub struct Output {
    to: BufWriter<Box<dyn Write>>,
    terminal: bool,
}

impl Output {
    /// Creates the output of the process.
    pub fn stdout() -> Self {
        Self { to: BufWriter::new(Box::new(io::stdout())), terminal: io::stdout().is_terminal() }
    }

    /// Writes a line for people. The caller has passed untrusted text through [`safe`].
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn line(&mut self, line: impl AsRef<str>) -> Result<(), Failure> {
        writeln!(self.to, "{}", line.as_ref().trim_end_matches(' ')).map_err(|e| write_failure(&e))
    }

    /// Writes a value as JSON: on one line, or indented on a terminal.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = if self.terminal { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        let json = json.map_err(|e| Failure::io("the result could not be written as JSON", &e.into()))?;
        writeln!(self.to, "{}", escape(&json)).map_err(|e| write_failure(&e))
    }

    /// Writes a value as one line of JSON Lines.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn json_line(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_string(value);
        let json = json.map_err(|e| Failure::io("the result could not be written as JSON", &e.into()))?;
        writeln!(self.to, "{}", escape(&json)).map_err(|e| write_failure(&e))
    }

    /// Writes the content of a file, byte for byte.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn bytes(&mut self, content: &[u8]) -> Result<(), Failure> {
        self.to.write_all(content).map_err(|e| write_failure(&e))
    }

    /// Returns whether a terminal shows what is written.
    pub fn is_terminal(&self) -> bool {
        self.terminal
    }

    /// Flushes the buffer.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn flush(&mut self) -> Result<(), Failure> {
        self.to.flush().map_err(|e| write_failure(&e))
    }
}

fn write_failure(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::new(CommandCode::Io, format!("the command was carried out, but not its output: {error}")),
    }
}

/// Prints why a command failed: JSON on standard output, or one line on standard error. Where standard output can't be
/// written, standard error says it in either case.
pub fn print_failure(report: &Reported, json: bool) {
    let mut out = Output::stdout();
    if !json || out.json(&report.json()).and_then(|()| out.flush()).is_err() {
        warn(&format!("{}: {}", report.code, report.message));
    }
}

/// Prints one line on standard error.
pub fn warn(line: &str) {
    let _ = writeln!(io::stderr(), "litige: {}", safe(line));
}

/// Escapes, as `\uXXXX`, all characters of a JSON text that a terminal might interpret or hide. Its strings keep their
/// value.
fn escape(json: &str) -> Cow<'_, str> {
    if !json.chars().any(needs_escape) {
        return Cow::Borrowed(json);
    }
    let mut text = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if needs_escape(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(text, "\\u{unit:04x}");
            }
        } else {
            text.push(c);
        }
    }
    Cow::Owned(text)
}

/// Returns whether JSON permits this character unescaped although a terminal interprets or hides it. Line feeds occur
/// only between values.
fn needs_escape(c: char) -> bool {
    is_invisible(c) && c != '\n'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_says_exactly_what_was_stored_and_moves_no_terminal() {
        let raw = "a\u{1b}[2J\u{9b}31m\u{202e}b\u{200b}\u{e0041}\t\nété 👩‍👧";
        for json in [serde_json::to_string(raw).unwrap(), serde_json::to_string_pretty(&[raw]).unwrap()] {
            let escaped = escape(&json);
            assert!(!escaped.chars().any(needs_escape), "{escaped}");
            assert!(escaped.contains("été"));
            let back: serde_json::Value = serde_json::from_str(&escaped).unwrap();
            assert_eq!(back.as_str().or_else(|| back[0].as_str()), Some(raw));
        }
    }
}
