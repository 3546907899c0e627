//! The exported document: blocks that each format renders. Untrusted text is marked ([`ExportBlock::Quote`],
//! [`ExportSpan::Untrusted`]), so that no format takes it for markup.

use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;

use super::super::i18n::Localizer;

#[derive(Debug, Clone, PartialEq)]
pub struct ExportDocument {
    pub lang: Lang,
    pub title: String,
    pub blocks: Vec<ExportBlock>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum ExportBlock {
    Heading(String),
    /// A line of trusted and untrusted spans.
    Line(Vec<ExportSpan>),
    /// Untrusted text of several lines.
    Quote(String),
    /// A table whose last column is aligned to the right.
    Table {
        head: Vec<String>,
        rows: Vec<Vec<ExportSpan>>,
    },
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum ExportSpan {
    /// Our own text.
    Trusted(String),
    /// Our own text, in bold.
    Strong(String),
    /// Untrusted text: a name, a title, a file name.
    Untrusted(String),
    /// Returns a span with an id or a hash.
    Code(String),
    /// Struck out, because it is inadmissible.
    Struck(String),
}

impl ExportDocument {
    /// Creates an empty document.
    pub fn new(lang: Lang, title: String) -> Self {
        Self { lang, title, blocks: Vec::new() }
    }

    /// Returns the localizer of the document's language.
    pub fn localizer(&self) -> Localizer {
        Localizer { lang: self.lang }
    }

    /// Returns the message with this key.
    pub fn message(&self, key: &str) -> String {
        self.localizer().message(key, &[])
    }

    /// Formats a time in UTC, since the reader may be anywhere.
    pub fn time(&self, at: Time) -> String {
        at.format("%Y-%m-%d %H:%M UTC").to_string()
    }

    pub fn money(&self, amount: Money) -> String {
        amount.format(self.lang)
    }

    /// Adds a heading with the message of this key.
    pub fn heading(&mut self, key: &str) {
        let text = self.message(key);
        self.blocks.push(ExportBlock::Heading(text));
    }

    pub fn line(&mut self, spans: impl IntoIterator<Item = ExportSpan>) {
        self.blocks.push(ExportBlock::Line(spans.into_iter().collect()));
    }

    /// Adds a line with the message of this key.
    pub fn message_line(&mut self, key: &str, args: &[(&str, String)]) {
        let text = self.localizer().message_owned(key, args);
        self.line([ExportSpan::Trusted(text)]);
    }

    /// Adds untrusted text, unless it is blank.
    pub fn quote(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.push(ExportBlock::Quote(text.to_owned()));
        }
    }

    /// Adds a table; `head` has the keys of the columns' names.
    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<ExportSpan>>) {
        let head = head.iter().map(|key| self.message(key)).collect();
        self.blocks.push(ExportBlock::Table { head, rows });
    }
}

/// Our own text.
pub fn trusted(text: impl Into<String>) -> ExportSpan {
    ExportSpan::Trusted(text.into())
}

/// Returns a span of untrusted text.
pub fn untrusted(text: impl Into<String>) -> ExportSpan {
    ExportSpan::Untrusted(text.into())
}

/// Returns a span with an id or a hash.
pub fn code(text: impl ToString) -> ExportSpan {
    ExportSpan::Code(text.to_string())
}
