//! The output: text for people, safe to display, and exact JSON for programs.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::{self, BufWriter, IsTerminal, Write};

use serde::Serialize;

use super::error::{CommandCode, Failure, Reported};
use super::sentence::Sentence;
use crate::domain::text::invisible::is_invisible;
use crate::domain::vocabulary::Lang;
use crate::ui::text::{safe, whole_words, width};

/// Below this nothing can be laid out.
const NARROWEST: usize = 20;

/// Buffered standard output. A closed pipe ends a command silently ([`Failure::Closed`]).
pub struct Output {
    to: BufWriter<Box<dyn Write>>,
    terminal: bool,
    /// What a line for people may take.
    columns: Option<usize>,
}

impl Output {
    /// Creates the output of the process.
    pub fn stdout() -> Self {
        let terminal = io::stdout().is_terminal();
        Self { to: BufWriter::new(Box::new(io::stdout())), terminal, columns: columns(terminal) }
    }

    /// Returns the width that text for people is laid out in; `None` where lines are as long as they are.
    pub fn columns(&self) -> Option<usize> {
        self.columns
    }

    /// Writes a line for people, or several. The caller has passed untrusted text through [`safe`].
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn line(&mut self, line: impl AsRef<str>) -> Result<(), Failure> {
        for line in line.as_ref().split('\n') {
            for row in lay_out(line.trim_end_matches(' '), self.columns) {
                writeln!(self.to, "{row}").map_err(|e| write_failure(&e))?;
            }
        }
        Ok(())
    }

    /// Writes text that a program or a file takes as it is.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn verbatim(&mut self, text: &str) -> Result<(), Failure> {
        writeln!(self.to, "{}", text.trim_end()).map_err(|e| write_failure(&e))
    }

    /// Writes a line of a configuration: a comment is laid out like text, a list between its elements.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn toml_line(&mut self, line: &str) -> Result<(), Failure> {
        let Some(columns) = self.columns.filter(|columns| width(line) > *columns) else { return self.verbatim(line) };
        if let Some(comment) = line.strip_prefix("# ") {
            let mut rows = whole_words(comment, columns - 2).into_iter();
            return rows.try_for_each(|row| self.verbatim(&format!("# {row}")));
        }
        let Some((key, list)) = line.split_once(" = [") else { return self.verbatim(line) };
        self.verbatim(&format!("{key} = ["))?;
        let (held, indent) = (hold_strings(list), if key.starts_with('#') { "#   " } else { "    " });
        let mut rows = whole_words(&held, columns - 4).into_iter();
        rows.try_for_each(|row| self.verbatim(&format!("{indent}{}", row.replace(HELD, " "))))
    }

    /// Writes a value as JSON: on one line, or indented on a terminal.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = if self.terminal { serde_json::to_string_pretty(value) } else { serde_json::to_string(value) };
        let json = json.map_err(|e| Failure::io(Sentence::new("cli-error-json", []), &e.into()))?;
        writeln!(self.to, "{}", escape(&json)).map_err(|e| write_failure(&e))
    }

    /// Writes a value as one line of JSON Lines.
    ///
    /// # Errors
    /// Returns an error if the output could not be written.
    pub fn json_line(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let json = serde_json::to_string(value);
        let json = json.map_err(|e| Failure::io(Sentence::new("cli-error-json", []), &e.into()))?;
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

/// The width of what people read: `COLUMNS`, or the terminal's. Lines that go into a file or a pipe are as long as they are.
fn columns(terminal: bool) -> Option<usize> {
    let said = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
    let size = || rustix::termios::tcgetwinsize(io::stdout()).ok().map(|size| usize::from(size.ws_col));
    let columns = said.or_else(|| if terminal { size() } else { None })?;
    (columns > 0).then(|| columns.max(NARROWEST))
}

/// The rows of a line that may be too long, each as far in as the first.
fn lay_out(line: &str, columns: Option<usize>) -> Vec<Cow<'_, str>> {
    let Some(columns) = columns.filter(|columns| width(line) > *columns) else { return vec![Cow::Borrowed(line)] };
    let text = line.trim_start_matches(' ');
    let indent = (line.len() - text.len()).min(columns / 3);
    let hang = if text.starts_with("- ") { 2 } else { 0 };
    let rows = whole_words(text, columns - indent - hang).into_iter().enumerate();
    rows.map(|(nth, row)| Cow::Owned(format!("{}{row}", " ".repeat(indent + if nth == 0 { 0 } else { hang }))))
        .collect()
}

/// Stands for a space at which a line is not broken; a character that no safe text holds.
const HELD: char = '\u{2}';

/// Holds the spaces inside the strings of a list: `"…"`, in which `\` escapes, and `'…'`, in which nothing does.
fn hold_strings(list: &str) -> String {
    let (mut quote, mut escaped) = (None, false);
    let hold = |c: char| {
        match quote {
            None => quote = Some(c).filter(|c| matches!(c, '"' | '\'')),
            Some(open) if open == c && !escaped => quote = None,
            Some(_) => {}
        }
        escaped = quote == Some('"') && c == '\\' && !escaped;
        if quote.is_some() && c == ' ' { HELD } else { c }
    };
    list.chars().map(hold).collect()
}

fn write_failure(error: &io::Error) -> Failure {
    match error.kind() {
        io::ErrorKind::BrokenPipe => Failure::Closed,
        _ => Failure::new(CommandCode::Io, Sentence::new("cli-error-output", [("why", error.into())])),
    }
}

/// Prints why a command failed: JSON on standard output, or one line on standard error, and after it what to do next. Where
/// standard output can't be written, standard error says it in either case.
pub fn print_failure(report: &Reported, json: bool, lang: Lang) {
    let mut out = Output::stdout();
    if !json || out.json(&report.json()).and_then(|()| out.flush()).is_err() {
        warn(&format!("{}: {}", report.code, report.message.in_language(lang)));
        let steps = report.next_steps.iter().flat_map(|steps| steps.in_language(lang).lines());
        for line in steps {
            let _ = writeln!(io::stderr(), "{}", safe(line));
        }
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
