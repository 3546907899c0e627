//! A document on its way out: blocks that each format prints in its own way. What strangers wrote is marked as theirs
//! ([`Block::Quote`], [`Span::Theirs`]), so that no format can take it for its own markup.

use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::Lang;

use super::super::i18n::Localizer;

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Its language.
    pub lang: Lang,
    /// Its title.
    pub title: String,
    /// What stands in it.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A heading.
    Heading(String),
    /// A line of our own words and strangers' names.
    Line(Vec<Span>),
    /// What someone wrote, under who and when.
    Quote(String),
    /// Rows of cells under their names; the last column is aligned to the right.
    Table {
        /// The columns' names.
        head: Vec<String>,
        /// The rows.
        rows: Vec<Vec<Span>>,
    },
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Span {
    /// Our own words.
    Trusted(String),
    /// Our own words, in bold.
    Strong(String),
    /// A stranger's: a name, a title, a file name.
    Untrusted(String),
    /// Exact: an id, a hash.
    Code(String),
    /// Struck out: evidence that doesn't count.
    Struck(String),
}

impl Document {
    /// An empty document.
    pub fn new(lang: Lang, title: String) -> Self {
        Self { lang, title, blocks: Vec::new() }
    }

    /// How values are written in it.
    pub fn localizer(&self) -> Localizer {
        Localizer { lang: self.lang }
    }

    /// Our sentence of this key.
    pub fn message(&self, key: &str) -> String {
        self.localizer().message(key, &[])
    }

    /// A moment: exact, in UTC, since the reader may be anywhere.
    pub fn time(&self, at: Time) -> String {
        at.format("%Y-%m-%d %H:%M UTC").to_string()
    }

    /// An amount.
    pub fn money(&self, amount: Money) -> String {
        amount.format(self.lang)
    }

    /// Adds a heading of this key.
    pub fn heading(&mut self, key: &str) {
        let text = self.message(key);
        self.blocks.push(Block::Heading(text));
    }

    /// Adds a line.
    pub fn line(&mut self, spans: impl IntoIterator<Item = Span>) {
        self.blocks.push(Block::Line(spans.into_iter().collect()));
    }

    /// Adds a line of our own: the sentence of this key.
    pub fn message_line(&mut self, key: &str, args: &[(&str, String)]) {
        let text = self.localizer().message_owned(key, args);
        self.line([Span::Trusted(text)]);
    }

    /// Adds what someone wrote, if they wrote anything.
    pub fn quote(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.blocks.push(Block::Quote(text.to_owned()));
        }
    }

    /// Adds a table whose columns are named by these keys.
    pub fn table(&mut self, head: &[&str], rows: Vec<Vec<Span>>) {
        let head = head.iter().map(|key| self.message(key)).collect();
        self.blocks.push(Block::Table { head, rows });
    }
}

/// Our own words.
pub fn trusted(text: impl Into<String>) -> Span {
    Span::Trusted(text.into())
}

/// A stranger's words.
pub fn untrusted(text: impl Into<String>) -> Span {
    Span::Untrusted(text.into())
}

/// An id or a hash.
pub fn code(text: impl ToString) -> Span {
    Span::Code(text.to_string())
}
