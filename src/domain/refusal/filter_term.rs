//! Terms of a filter that make no sense.

use std::ops::Range;

use crate::domain::vocabulary::FilterField;

/// A term that makes no sense.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadTerm {
    /// Where it stands, as bytes of the text.
    pub at: Range<usize>,
    /// What is wrong with it.
    pub why: BadTermWhy,
}

/// What is wrong with a term.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadTermWhy {
    UnknownField(String),
    /// No member of the team is called so.
    UnknownHolder {
        name: String,
        /// The handle that was probably meant.
        nearest: Option<String>,
    },
    /// The field takes one of these.
    UnknownValue {
        field: FilterField,
        value: String,
        expected: Expected,
    },
    /// The field came without a value.
    NoValue(FilterField),
}

/// What a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Expected {
    /// One of the field's words.
    Word,
    /// How long ago.
    Duration,
    /// How much.
    Amount,
}
