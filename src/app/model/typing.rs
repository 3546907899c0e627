//! A filter or a search as it is typed: how it can go on, and what makes no sense in it.

use crate::domain::queue::filter_completion::Completion;
use crate::domain::refusal::BadTerm;

/// How a filter that is being typed can go on, and what makes no sense in it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Typing {
    /// How it can go on.
    pub offered: Vec<Completion>,
    /// Which of them was taken last: the next one is taken by the same key.
    pub at: Option<usize>,
    /// What makes no sense (yet); the filter before stays in force.
    pub bad: Option<BadTerm>,
    /// It was to be taken as it is, and can't.
    pub insisted: bool,
}

impl Typing {
    /// Whether the last term is the beginning of a field's name, and may not be meant as a word.
    pub fn begins_a_field(&self, text: &str) -> bool {
        self.offered.first().is_some_and(|offered| offered.expects_value() && offered.start < text.len())
    }

    /// What makes no sense, once it is worth a word: not while the last term is only begun and can go on.
    pub fn told(&self) -> Option<&BadTerm> {
        let begun = |bad: &BadTerm| self.offered.first().is_some_and(|offered| offered.start <= bad.at.start);
        self.bad.as_ref().filter(|bad| self.insisted || !begun(bad))
    }
}
