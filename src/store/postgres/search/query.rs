//! What is sought, as the text of a `tsquery`. Every word is quoted, and has nothing but letters and digits.

use super::index::LONG;
use crate::domain::search::terms::Phrase;

/// Words side by side; the last of them may go on where it is only begun.
fn adjacent(phrase: &Phrase, begun: bool) -> String {
    let words: Vec<_> = phrase.0.iter().map(|word| format!("'{word}'")).collect();
    format!("{}{}", words.join(" <-> "), if begun { ":*" } else { "" })
}

/// All of these phrases, or a text that must be read; nothing where there is none.
pub(super) fn whole(phrases: &[Phrase]) -> Option<String> {
    let all: Vec<_> = phrases.iter().map(|phrase| format!("({})", adjacent(phrase, false))).collect();
    (!all.is_empty()).then(|| format!("({}) | {LONG}", all.join(" & ")))
}

/// The phrase whose last word is only begun, or a text that must be read.
pub(super) fn prefix(begun: &Phrase) -> String {
    format!("({}) | {LONG}", adjacent(begun, true))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::terms::SearchTerms;

    #[test]
    fn every_word_is_quoted_and_the_last_is_a_beginning() {
        for (text, expected, beginning) in [
            ("refus remb", Some("(('refus')) | 'L'"), Some("('remb':*) | 'L'")),
            ("l'été", None, Some("('l' <-> 'ete':*) | 'L'")),
            ("\"pas du tout\" \"le\"", Some("(('pas' <-> 'du' <-> 'tout') & ('le')) | 'L'"), None),
            ("a* | b & !", Some("(('a')) | 'L'"), Some("('b':*) | 'L'")),
            ("is:open", None, None),
        ] {
            let sought = SearchTerms::parse(text).unwrap().sought_words().clone();
            assert_eq!(whole(&sought.phrases).as_deref(), expected, "{text}");
            assert_eq!(sought.begun.as_ref().map(prefix).as_deref(), beginning, "{text}");
        }
    }
}
