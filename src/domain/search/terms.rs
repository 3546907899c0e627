//! What a person typed into the search: conditions on cases ([`crate::domain::queue::filter`]), and words of messages.

use super::tokens::{ends_in_word, tokens};
use crate::domain::queue::filter::{Condition, Filter};
use crate::domain::refusal::BadTerm;

/// How many different words count; what is longer is a paste, and its first words tell.
pub const MOST_WORDS: usize = 64;

/// What to search for, read from what a person typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SearchTerms {
    text: String,
    conditions: Filter,
    words: SoughtWords,
}

/// The words that a message must hold.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SoughtWords {
    /// Each of these.
    pub phrases: Vec<Phrase>,
    /// And this one, whose last word is only begun.
    pub begun: Option<Phrase>,
}

/// The words of one stretch without spaces, or between quotes: they must stand side by side (`l'été` is `l` before `ete`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase(pub Vec<String>);

impl SearchTerms {
    /// Reads what a person typed. With `unfinished`, a word at the very end may be the beginning of one.
    ///
    /// # Errors
    /// The first [`BadTerm`], with its place.
    pub fn parse(text: &str, unfinished: bool) -> Result<Self, BadTerm> {
        let filter = Filter::parse(text)?;
        let words = SoughtWords::of(&filter, text, unfinished);
        Ok(Self { text: text.to_owned(), conditions: filter.conditions(), words })
    }

    /// Returns what was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Returns the conditions on cases.
    pub fn conditions(&self) -> &Filter {
        &self.conditions
    }

    /// Returns the words of messages.
    pub fn sought_words(&self) -> &SoughtWords {
        &self.words
    }

    /// Whether there is neither a word nor a condition: nothing is found then.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty() && self.conditions.terms.is_empty()
    }
}

impl SoughtWords {
    /// Reads the free words of a filter that was read from `text`.
    fn of(filter: &Filter, text: &str, unfinished: bool) -> Self {
        let word_last = filter.terms.last().is_some_and(|last| matches!(last.test, Condition::Word(_)));
        let unfinished = unfinished && word_last && ends_in_word(text);
        let mut words: Vec<Phrase> = filter.free_words().map(phrase).collect();
        let begun = if unfinished { words.pop() } else { None }.filter(|p| !p.0.is_empty());
        let mut phrases: Vec<Phrase> = Vec::new();
        for phrase in words {
            if !phrase.0.is_empty() && !phrases.contains(&phrase) && phrases.len() < MOST_WORDS {
                phrases.push(phrase);
            }
        }
        Self { phrases, begun }
    }

    /// Whether there is no word at all.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.begun.is_none()
    }
}

/// The first words of a stretch; a stretch of thousands is a paste too.
fn phrase(stretch: &str) -> Phrase {
    Phrase(tokens(stretch).take(MOST_WORDS).map(|w| w.folded).collect())
}

impl Phrase {
    /// Returns the last word, and the words before it.
    pub fn split_last(&self) -> (&[String], &str) {
        match self.0.split_last() {
            Some((last, before)) => (before, last),
            None => (&[], ""),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, unfinished: bool) -> SoughtWords {
        SearchTerms::parse(text, unfinished).unwrap().words
    }

    #[test]
    fn conditions_and_words_are_told_apart() {
        let terms = SearchTerms::parse("seller:nova le -is:open logo", true).unwrap();
        assert_eq!(terms.conditions().terms.len(), 2);
        assert_eq!(terms.sought_words().phrases, [Phrase(vec!["le".to_owned()])]);
        assert_eq!(terms.sought_words().begun, Some(Phrase(vec!["logo".to_owned()])));
        assert!(SearchTerms::parse(" \" ", true).unwrap().is_empty());
        assert!(SearchTerms::parse("sellr:nova", true).is_err());
    }

    #[test]
    fn a_long_paste_is_cut() {
        let text: String = (0..10_000).map(|i| format!("w{i} ")).collect();
        assert_eq!(read(&text, false).phrases.len(), MOST_WORDS);
        assert_eq!(read(&"a-".repeat(5000), true).phrases[0].0.len(), MOST_WORDS);
    }
}
