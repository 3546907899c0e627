//! What a person typed into the search: conditions on cases ([`crate::domain::queue::filter`]), and words of messages. The
//! last word may be unfinished, whatever conditions or signs stand around it, unless it is in quotes. The words before it
//! are whole, and their order doesn't matter.

use std::cmp::Reverse;

use super::tokens::tokens;
use crate::domain::queue::filter::{Condition, Filter};
use crate::domain::queue::filter_syntax;
use crate::domain::refusal::BadTerm;

/// How many different words count; what is longer is a paste, and its longest words tell.
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
    /// Each of these, the longest first.
    pub phrases: Vec<Phrase>,
    /// And this one, whose last word is only begun.
    pub begun: Option<Phrase>,
}

/// The words of one stretch without spaces, or between quotes: they must stand side by side (`l'été` is `l` before `ete`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Phrase(pub Vec<String>);

impl SearchTerms {
    /// Reads what a person typed.
    ///
    /// # Errors
    /// The first [`BadTerm`], with its place.
    pub fn parse(text: &str) -> Result<Self, BadTerm> {
        let typed = filter_syntax::read(text)?;
        let words = typed.iter().filter(|typed| matches!(typed.term.test, Condition::Word(_)));
        let words = SoughtWords::of(words.map(|typed| (typed.text.as_str(), typed.is_closed)));
        let conditions = typed.into_iter().map(|typed| typed.term);
        let conditions = conditions.filter(|term| !matches!(term.test, Condition::Word(_))).collect();
        Ok(Self { text: text.to_owned(), conditions: Filter { terms: conditions }, words })
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
    /// The words of these stretches, each with whether it is in quotes.
    fn of<'a>(stretches: impl Iterator<Item = (&'a str, bool)>) -> Self {
        let read = stretches.map(|(text, is_closed)| (phrase(text), is_closed));
        let mut read: Vec<_> = read.filter(|(phrase, _)| !phrase.0.is_empty()).collect();
        let begun = read.pop_if(|(_, is_closed)| !*is_closed).map(|(phrase, _)| phrase);
        let mut phrases: Vec<_> = read.into_iter().map(|(phrase, _)| phrase).collect();
        // Which of very many are looked for doesn't depend on their order either.
        phrases.sort_by_cached_key(|phrase| (Reverse(phrase.chars()), phrase.clone()));
        phrases.dedup();
        phrases.truncate(MOST_WORDS);
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
    fn chars(&self) -> usize {
        self.0.iter().map(|word| word.chars().count()).sum()
    }

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

    fn read(text: &str) -> SoughtWords {
        SearchTerms::parse(text).unwrap().words
    }

    fn word(text: &str) -> Phrase {
        Phrase(text.split(' ').map(str::to_owned).collect())
    }

    #[test]
    fn conditions_and_words_are_told_apart() {
        let terms = SearchTerms::parse("seller:nova le -is:open logo").unwrap();
        assert_eq!(terms.conditions().terms.len(), 2);
        assert_eq!(terms.sought_words().phrases, [word("le")]);
        assert_eq!(terms.sought_words().begun, Some(word("logo")));
        assert!(SearchTerms::parse(" \" ").unwrap().is_empty());
        assert!(SearchTerms::parse("sellr:nova").is_err());
    }

    #[test]
    fn the_last_word_may_be_unfinished_unless_it_is_in_quotes() {
        for (text, phrases, begun) in [
            ("le ref", &["le"][..], Some("ref")),
            ("le ref ", &["le"], Some("ref")),
            ("le ref seller:no", &["le"], Some("ref")),
            ("le is:open ref -is:mine 👍", &["le"], Some("ref")),
            ("le l'ét", &["le"], Some("l et")),
            ("le C++", &["le"], Some("c")),
            ("\"le ref", &[], Some("le ref")),
            ("\"le ref\"", &["le ref"], None),
            ("le \"ref\" is:open", &["ref", "le"], None),
            ("a\"b", &[], Some("a b")),
            ("is:open", &[], None),
        ] {
            let phrases: Vec<_> = phrases.iter().map(|text| word(text)).collect();
            assert_eq!(read(text), SoughtWords { phrases, begun: begun.map(word) }, "{text}");
        }
    }

    #[test]
    fn a_long_paste_is_cut() {
        let text: String = (0..10_000).map(|i| format!("w{i} ")).collect();
        assert_eq!(read(&text).phrases.len(), MOST_WORDS);
        assert_eq!(read(&"a-".repeat(5000)).begun.unwrap().0.len(), MOST_WORDS);
    }

    /// What a word of a query is, and what stands around it.
    const WORDS: &str = "[a-cé]{1,3}|l'[a-c]|\"[ab] [ab]\"|ﬁn|re\u{ad}t|a\"b|w[0-9]{1,2}";
    const CONDITIONS: [&str; 5] = ["", "is:open", "-seller:nova", "lang:fr", "👍"];

    proptest::proptest! {
        #[test]
        fn any_order_of_the_words_before_the_last_and_of_conditions_is_the_same_search(
            words in proptest::collection::vec(WORDS, 1..90),
            turn in 0_usize..90,
            flip in proptest::bool::ANY,
            at in (0_usize..90, 0_usize..5),
        ) {
            let expected = read(&words.join(" "));
            let mut turned = words.clone();
            let before = words.len() - 1;
            turned[..before].rotate_left(turn % before.max(1));
            if flip {
                turned[..before].reverse();
            }
            turned.insert(at.0 % (words.len() + 1), CONDITIONS[at.1].to_owned());
            assert_eq!(read(&turned.join(" ")), expected);
        }
    }
}
