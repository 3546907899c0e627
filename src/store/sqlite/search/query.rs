//! What a person typed, as an FTS5 expression. Every word is quoted, so that none of it is syntax.

use super::tokens::{ends_in_word, words};
use crate::domain::queue::filter::{Condition, Filter};

/// How many different words count; what is longer is a paste, and its first words tell.
const MOST: usize = 64;

/// The words of one stretch without spaces: they must stand side by side (`l'été` is `l` before `ete`).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Phrase(pub Vec<String>);

/// What must be found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Wanted {
    /// Each of these.
    pub phrases: Vec<Phrase>,
    /// And this one, whose last word is only begun.
    pub begun: Option<Phrase>,
}

impl Wanted {
    /// The free words of a filter that was read from `text`. With `as_typed`, a word at the very end may be unfinished.
    pub fn of(filter: &Filter, text: &str, as_typed: bool) -> Self {
        let word_last = filter.terms.last().is_some_and(|last| matches!(last.test, Condition::Word(_)));
        let as_typed = as_typed && word_last && ends_in_word(text);
        let mut words: Vec<Phrase> = filter.words().map(phrase).collect();
        let begun = if as_typed { words.pop() } else { None }.filter(|p| !p.0.is_empty());
        let mut phrases: Vec<Phrase> = Vec::new();
        for phrase in words {
            if !phrase.0.is_empty() && !phrases.contains(&phrase) && phrases.len() < MOST {
                phrases.push(phrase);
            }
        }
        Self { phrases, begun }
    }

    /// Whether there is no word at all: nothing is found then.
    pub fn is_empty(&self) -> bool {
        self.phrases.is_empty() && self.begun.is_none()
    }
}

/// The first words of a stretch; a stretch of thousands is a paste too.
fn phrase(stretch: &str) -> Phrase {
    Phrase(words(stretch).take(MOST).map(|w| w.folded).collect())
}

impl Phrase {
    /// The begun word and the words before it.
    pub fn split_begun(&self) -> (&[String], &str) {
        match self.0.split_last() {
            Some((begun, before)) => (before, begun),
            None => (&[], ""),
        }
    }

    fn quoted(&self) -> String {
        format!("\"{}\"", self.0.join(" "))
    }
}

/// All of `phrases`, and with them the beginning of a word as it is.
pub(super) fn expression(phrases: &[Phrase], begun: Option<&Phrase>) -> String {
    let mut parts: Vec<String> = phrases.iter().map(Phrase::quoted).collect();
    parts.extend(begun.map(|p| format!("{} *", p.quoted())));
    parts.join(" AND ")
}

/// All of `phrases`, and with them any of these endings of `begun`.
pub(super) fn expression_of_endings(phrases: &[Phrase], begun: &Phrase, endings: &[String]) -> String {
    let (before, word) = begun.split_begun();
    let whole = |ending: &str| {
        let mut words = before.to_vec();
        words.push(ending.to_owned());
        Phrase(words).quoted()
    };
    let mut any = vec![whole(word)];
    any.extend(endings.iter().filter(|e| *e != word).map(|e| whole(e)));
    let any = format!("({})", any.join(" OR "));
    if phrases.is_empty() { any } else { format!("{} AND {any}", expression(phrases, None)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, as_typed: bool) -> Wanted {
        Wanted::of(&Filter::parse(text).unwrap(), text, as_typed)
    }

    fn shown(text: &str, as_typed: bool) -> String {
        let wanted = read(text, as_typed);
        expression(&wanted.phrases, wanted.begun.as_ref())
    }

    #[test]
    fn every_word_is_quoted() {
        for (text, expected) in [
            ("refus remboursement", r#""refus" AND "remboursement""#),
            ("l'été", r#""l ete""#),
            ("C++", r#""c""#),
            ("a@b.fr", r#""a b fr""#),
            ("NEAR( x OR y NOT z", r#""near" AND "x" AND "or" AND "y" AND "not" AND "z""#),
            ("\"", ""),
            ("body : * ^ - + ( )", r#""body""#),
            ("\"pas du tout\" le", r#""pas du tout" AND "le""#),
            ("seller:nova le -is:open", r#""le""#),
            ("Note: 5\" de large", r#""note" AND "5" AND "de" AND "large""#),
            ("👍 🎉", ""),
            ("  ", ""),
            ("de de de", r#""de""#),
        ] {
            assert_eq!(shown(text, false), expected, "{text}");
        }
    }

    #[test]
    fn only_a_word_that_is_being_typed_is_a_beginning() {
        for (text, expected) in [
            ("ref", r#""ref" *"#),
            ("le ref", r#""le" AND "ref" *"#),
            ("le ref ", r#""le" AND "ref""#),
            ("l'ét", r#""l et" *"#),
            ("C++", r#""c""#),
            ("ref 👍", r#""ref""#),
            ("ref seller:no", r#""ref""#),
            ("seller:no ref", r#""ref" *"#),
            ("\"le ref", r#""le ref" *"#),
            ("\"le ref\"", r#""le ref""#),
        ] {
            assert_eq!(shown(text, true), expected, "{text}");
        }
    }

    #[test]
    fn the_begun_word_is_any_of_its_endings() {
        let wanted = read("le l'ref", true);
        let endings = ["refus".to_owned(), "ref".to_owned(), "refuse".to_owned()];
        assert_eq!(
            expression_of_endings(&wanted.phrases, wanted.begun.as_ref().unwrap(), &endings),
            r#""le" AND ("l ref" OR "l refus" OR "l refuse")"#
        );
    }

    #[test]
    fn a_long_paste_is_cut() {
        let text: String = (0..10_000).map(|i| format!("w{i} ")).collect();
        assert_eq!(read(&text, false).phrases.len(), MOST);
        assert_eq!(read(&"a-".repeat(5000), true).phrases[0].0.len(), MOST);
    }
}
