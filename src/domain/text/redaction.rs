//! Removes the names of an erased person from a text, in the database or in a file that belongs to it.

use std::collections::BTreeSet;

use unicode_normalization::char::is_combining_mark;

use super::folding::{fold, fold_into};

/// Replaces what an erased person wrote.
pub const ERASED: &str = "[erased]";

/// A name shorter than this is too likely to be a word; it is replaced as a name, not where others wrote it.
const MIN_NAME_CHARS: usize = 3;

/// Returns the text with a person's names replaced by `by`; `None` if it has none of them.
pub fn redact_names(text: &str, names: &BTreeSet<String>, by: &str) -> Option<String> {
    let clean = redact(text, names, |text, name| replace_whole(text, name, by));
    (clean != text).then_some(clean)
}

/// Returns the text with a person's names replaced by `by`, however they are typed: case and accents don't count.
pub fn redact_folded_names(text: &str, names: &BTreeSet<String>, by: &str) -> String {
    redact(text, names, |text, name| replace_folded(text, name, by))
}

fn redact(text: &str, names: &BTreeSet<String>, replace: impl Fn(&str, &str) -> String) -> String {
    // The longest first: one may begin another.
    let names = names.iter().rev().filter(|name| name.chars().count() >= MIN_NAME_CHARS);
    names.fold(text.to_owned(), |text, name| replace(&text, name))
}

/// Replaces a name where it stands alone, not inside a word.
fn replace_whole(text: &str, name: &str, by: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let in_word = before.chars().next_back().or(clean.chars().next_back().filter(|_| before.is_empty()));
        let alone = !in_word.is_some_and(is_of_word) && !after.chars().next().is_some_and(is_of_word);
        clean.push_str(before);
        clean.push_str(if alone { by } else { name });
        rest = after;
    }
    clean.push_str(rest);
    clean
}

/// Returns whether a character belongs to a word: a letter, a digit, or an accent of its own after one.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Replaces a name where it stands alone, where accents and capitals don't count.
fn replace_folded(text: &str, name: &str, by: &str) -> String {
    let name = fold(name);
    let (mut folded, mut origins) = (String::new(), Vec::new());
    for (at, c) in text.char_indices() {
        fold_into(&mut folded, c);
        origins.resize(folded.len(), at);
    }
    origins.push(text.len());
    let (mut clean, mut from) = (String::new(), 0);
    for (at, found) in folded.match_indices(&name) {
        let (before, after) = (folded[..at].chars().next_back(), folded[at + found.len()..].chars().next());
        if !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric) {
            clean.push_str(&text[from..origins[at]]);
            clean.push_str(by);
            from = origins[at + found.len()];
        }
    }
    clean.push_str(&text[from..]);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_replaced_however_it_is_typed() {
        for (text, clean) in [
            ("client:\"Zoé Œuvrard\" x", "client:\"X\" x"),
            ("zoe oeuvrard", "X"),
            ("ZOÉ ŒUVRARD, Zoe\u{301} Œuvrard.", "X, X."),
            ("zoe oeuvrards", "zoe oeuvrards"),
            ("été", "été"),
        ] {
            assert_eq!(replace_folded(text, "Zoé Œuvrard", "X"), clean);
        }
    }

    #[test]
    fn a_word_that_begins_like_a_name_stays() {
        for text in
            ["un cabinet de kinésithérapie", "un cabinet de kine\u{301}sithe\u{301}rapie", "kine\u{301}", "kinés"]
        {
            assert_eq!(replace_whole(text, "kine", "X"), text);
        }
        for text in ["un cabinet de kinésithérapie", "un cabinet de kine\u{301}sithe\u{301}rapie", "kinés"] {
            assert_eq!(replace_folded(text, "Kiné", "X"), text);
        }
    }

    #[test]
    fn a_name_is_replaced_where_it_stands_alone() {
        for (text, clean) in [
            ("Bonjour Léa Martin, merci.", "Bonjour X, merci."),
            ("Léa Martin", "X"),
            ("Léa Martineau et (Léa Martin)", "Léa Martineau et (X)"),
            ("Léa MartinLéa Martin", "Léa MartinLéa Martin"),
            ("l'avis de Léa Martin’s", "l'avis de X’s"),
            ("rien", "rien"),
        ] {
            assert_eq!(replace_whole(text, "Léa Martin", "X"), clean);
        }
    }
}
