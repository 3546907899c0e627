//! The exported document: blocks that each format renders. Untrusted text is marked ([`Block::Quote`],
//! [`Span::Untrusted`]), so that no format takes it for markup.

use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;

use super::super::i18n::Localizer;

#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    pub lang: Lang,
    pub title: String,
    pub blocks: Vec<Block>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    Heading(String),
    /// A line of trusted and untrusted spans.
    Line(Vec<Span>),
    /// Untrusted text of several lines.
    Quote(String),
    /// A table whose last column is aligned to the right.
    Table {
        head: Vec<String>,
        rows: Vec<Vec<Span>>,
    },
}

/// A part of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
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

impl Document {
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

    /// Formats an amount.
    pub fn money(&self, amount: Money) -> String {
        amount.format(self.lang)
    }

    /// Adds a heading with the message of this key.
    pub fn heading(&mut self, key: &str) {
        let text = self.message(key);
        self.blocks.push(Block::Heading(text));
    }

    pub fn line(&mut self, spans: impl IntoIterator<Item = Span>) {
        self.blocks.push(Block::Line(spans.into_iter().collect()));
    }

    /// Adds a line with the message of this key.
    pub fn message_line(&mut self, key: &str, args: &[(&str, String)]) {
        let text = self.localizer().message_owned(key, args);
        self.line([Span::Trusted(text)]);
    }

    /// Adds untrusted text, unless it is blank.
    pub fn quote(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.push(Block::Quote(text.to_owned()));
        }
    }

    /// Adds a table; `head` has the keys of the columns' names.
    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<Span>>) {
        let head = head.iter().map(|key| self.message(key)).collect();
        self.blocks.push(Block::Table { head, rows });
    }
}

/// Our own text.
pub fn trusted(text: impl Into<String>) -> Span {
    Span::Trusted(text.into())
}

/// Returns a span of untrusted text.
pub fn untrusted(text: impl Into<String>) -> Span {
    Span::Untrusted(text.into())
}

/// Returns a span with an id or a hash.
pub fn code(text: impl ToString) -> Span {
    Span::Code(text.to_string())
}
