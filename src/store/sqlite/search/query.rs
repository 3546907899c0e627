//! What is sought, as an FTS5 expression. Every word is quoted, so that none of it is syntax.

use crate::domain::search::terms::Phrase;

fn quoted(phrase: &Phrase) -> String {
    format!("\"{}\"", phrase.0.join(" "))
}

/// All of `phrases`, and with them the beginning of a word as it is.
pub(super) fn expression(phrases: &[Phrase], begun: Option<&Phrase>) -> String {
    let mut parts: Vec<String> = phrases.iter().map(quoted).collect();
    parts.extend(begun.map(|p| format!("{} *", quoted(p))));
    parts.join(" AND ")
}

/// All of `phrases`, and with them any of these endings of `begun`.
pub(super) fn expression_of_endings(phrases: &[Phrase], begun: &Phrase, endings: &[String]) -> String {
    let (before, word) = begun.split_last();
    let whole = |ending: &str| {
        let mut words = before.to_vec();
        words.push(ending.to_owned());
        quoted(&Phrase(words))
    };
    let mut any = vec![whole(word)];
    any.extend(endings.iter().filter(|e| *e != word).map(|e| whole(e)));
    let any = format!("({})", any.join(" OR "));
    if phrases.is_empty() { any } else { format!("{} AND {any}", expression(phrases, None)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::search::terms::{SearchTerms, SoughtWords};

    fn read(text: &str) -> SoughtWords {
        SearchTerms::parse(text).unwrap().sought_words().clone()
    }

    fn shown(text: &str) -> String {
        let wanted = read(text);
        expression(&wanted.phrases, wanted.begun.as_ref())
    }

    #[test]
    fn every_word_is_quoted_and_the_last_is_a_beginning() {
        for (text, expected) in [
            ("refus remboursement", r#""refus" AND "remboursement" *"#),
            ("l'été", r#""l ete" *"#),
            ("C++", r#""c" *"#),
            ("a@b.fr", r#""a b fr" *"#),
            ("NEAR( x OR y NOT z", r#""near" AND "not" AND "or" AND "x" AND "y" AND "z" *"#),
            ("\"", ""),
            ("body : * ^ - + ( )", r#""body" *"#),
            ("\"pas du tout\" le", r#""pas du tout" AND "le" *"#),
            ("\"pas du tout\" \"le\"", r#""pas du tout" AND "le""#),
            ("seller:nova le -is:open", r#""le" *"#),
            ("Note: 5\" de large", r#""note" AND "de" AND "5" AND "large" *"#),
            ("a\"b c", r#""a b" AND "c" *"#),
            ("👍 🎉", ""),
            ("  ", ""),
            ("de de de", r#""de" AND "de" *"#),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn the_begun_word_is_any_of_its_endings() {
        let wanted = read("le l'ref");
        let endings = ["refus".to_owned(), "ref".to_owned(), "refuse".to_owned()];
        assert_eq!(
            expression_of_endings(&wanted.phrases, wanted.begun.as_ref().unwrap(), &endings),
            r#""le" AND ("l ref" OR "l refus" OR "l refuse")"#
        );
    }
}
