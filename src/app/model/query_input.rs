//! A filter or a search as it is typed: how it can go on, and what makes no sense in it.

use crate::domain::queue::filter_completion::Completion;
use crate::domain::refusal::BadTerm;

/// How a filter that is being typed can go on, and what makes no sense in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QueryInput {
    /// How it can go on.
    pub completions: Vec<Completion>,
    /// Which of them was taken last: the next one is taken by the same key.
    pub chosen: Option<usize>,
    /// What makes no sense (yet); the filter before stays in force.
    pub error: Option<BadTerm>,
    /// It was to be taken as it is, and can't.
    pub submitted: bool,
}

impl QueryInput {
    /// Returns whether the last term is the beginning of a field's name, and may not be meant as a word.
    pub fn begins_a_field(&self, text: &str) -> bool {
        self.completions
            .first()
            .is_some_and(|completions| completions.expects_value() && completions.start < text.len())
    }

    /// Returns what makes no sense, once it is worth a word: not while the last term is only begun and can go on.
    pub fn error_to_show(&self) -> Option<&BadTerm> {
        let begun =
            |bad: &BadTerm| self.completions.first().is_some_and(|completions| completions.start <= bad.at.start);
        self.error.as_ref().filter(|bad| self.submitted || !begun(bad))
    }
}
