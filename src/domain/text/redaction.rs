//! Removes the names of an erased person from a text, in the database or in a file that belongs to it.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

use super::folding::fold_into;

/// Replaces what an erased person wrote.
pub const ERASED: &str = "[erased]";

/// A name of fewer letters than this is too likely to be a word; it is replaced as a name, not where others wrote it.
const MIN_NAME_LETTERS: usize = 3;

/// Returns the text with a person's names replaced by `by`; `None` if it has none of them. A name of several words counts
/// however it is typed; one of a single word only as a name is written: `Rose` and `ROSE` go, `une rose` stays.
pub fn redact_names(text: &str, names: &BTreeSet<String>, by: &str) -> Option<String> {
    let clean = redact(text, names, |text, name| replace(text, name, by, |found| is_written_as_name(found, name)));
    (clean != text).then_some(clean)
}

/// Returns the text with a person's names replaced by `by`, however they are typed: case and accents don't count.
pub fn redact_folded_names(text: &str, names: &BTreeSet<String>, by: &str) -> String {
    redact(text, names, |text, name| replace(text, name, by, |_| true))
}

fn redact(text: &str, names: &BTreeSet<String>, replace: impl Fn(&str, &str) -> String) -> String {
    let letters = |name: &str| name.nfc().filter(|c| c.is_alphanumeric()).count();
    let mut names: Vec<&str> = names.iter().map(|name| name.trim()).collect();
    names.retain(|name| letters(name) >= MIN_NAME_LETTERS);
    // The longest first: it may hold another.
    names.sort_by_key(|name| std::cmp::Reverse(name.len()));
    names.iter().fold(text.to_owned(), |text, name| replace(&text, name))
}

/// Returns whether this is written as a name is, where it equals the name but for capitals and accents. Who writes in
/// capitals may leave the accents out.
fn is_written_as_name(found: &str, name: &str) -> bool {
    let has_capital = |text: &str| text.chars().any(char::is_uppercase);
    let composed = |text: &str| text.nfc().flat_map(char::to_lowercase).collect::<String>();
    let is_single = name.nfc().all(char::is_alphanumeric);
    let in_capitals = has_capital(found) && !found.chars().any(char::is_lowercase);
    !is_single || (has_capital(found) || !has_capital(name)) && (in_capitals || composed(found) == composed(name))
}

/// A text as names are looked for in it: without accents and capitals, apostrophes and spaces all alike; each byte of it with
/// the place of its character in the text.
fn folded(text: &str) -> (String, Vec<usize>) {
    let (mut folded, mut origins) = (String::with_capacity(text.len()), Vec::with_capacity(text.len()));
    for (at, c) in text.char_indices() {
        match c {
            '’' | '‘' | 'ʼ' | '`' | '´' => folded.push('\''),
            c if c.is_whitespace() => folded.push(' '),
            c => fold_into(&mut folded, c),
        }
        origins.resize(folded.len(), at);
    }
    origins.push(text.len());
    (folded, origins)
}

/// Replaces a name where it stands alone, not inside a word, and what is found is taken for it.
fn replace(text: &str, name: &str, by: &str, is_name: impl Fn(&str) -> bool) -> String {
    let ((name, _), (folded, origins)) = (folded(name), folded(text));
    let (mut clean, mut from) = (String::with_capacity(text.len()), 0);
    for (at, found) in folded.match_indices(&name) {
        let end = at + found.len();
        let in_word = folded[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            || folded[end..].chars().next().is_some_and(char::is_alphanumeric);
        let place = origins[at]..origins[end];
        // A letter that folds to two, of which the name takes one, is no begin or end of it.
        let cuts = at > 0 && origins[at] == origins[at - 1] || origins[end] == origins[end - 1];
        if !in_word && !cuts && is_name(&text[place.clone()]) {
            clean.push_str(&text[from..place.start]);
            clean.push_str(by);
            from = place.end;
        }
    }
    clean.push_str(&text[from..]);
    clean
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> BTreeSet<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn gone(text: &str, all: &[&str]) -> String {
        redact_names(text, &names(all), "X").unwrap_or_else(|| text.to_owned())
    }

    #[test]
    fn names_go_and_words_that_begin_like_one_stay() {
        for (name, text, clean) in [
            // Words that begin, end or go on like a name.
            (
                "Kiné",
                "un cabinet de kinésithérapie, la kiné, Kinésithérapie",
                "un cabinet de kinésithérapie, la kiné, Kinésithérapie",
            ),
            (
                "Kiné",
                "un cabinet de kine\u{301}sithe\u{301}rapie, des kinés",
                "un cabinet de kine\u{301}sithe\u{301}rapie, des kinés",
            ),
            ("Cabi", "Un Cabinet, le cabinet, un cabi, Cabi.", "Un Cabinet, le cabinet, un cabi, X."),
            ("kine", "la kiné, Kiné, kine\u{301}, kinés", "la kiné, Kiné, kine\u{301}, kinés"),
            ("Rose", "une rose, Rosé, Primerose, Rose, ROSE", "une rose, Rosé, Primerose, X, X"),
            (
                "Léa Martin",
                "Léa Martineau et (Léa Martin), Léa MartinLéa Martin",
                "Léa Martineau et (X), Léa MartinLéa Martin",
            ),
            // However the accents are encoded, and in capitals.
            ("Kiné", "Kiné, Kine\u{301}, KINÉ, KINE\u{301}, KINE.", "X, X, X, X, X."),
            ("Kine\u{301}", "Kiné et Kine\u{301}", "X et X"),
            ("Zoé Œuvrard", "zoe oeuvrard, ZOÉ ŒUVRARD, Zoe\u{301}\u{a0}Œuvrard", "X, X, X"),
            ("anna", "anna, Anna, ANNA, annaliste", "X, X, X, annaliste"),
            // Elided, possessive, plural, hyphenated.
            ("Anna", "l'avis d'Anna, d’Anna", "l'avis d'X, d’X"),
            ("Anna", "Anna's logo, Anna’s, Annas', Annas", "X's logo, X’s, Annas', Annas"),
            ("Léa Martin", "Léa Martin's, Léa Martin’s", "X's, X’s"),
            ("Jean-Luc Petit", "Jean-Luc Petit, jean-luc petit, Jean-Luc", "X, X, Jean-Luc"),
            ("Anne", "Anne-Marie, Annette, l'Anneau", "X-Marie, Annette, l'Anneau"),
            ("L'Atelier d'Anna", "L'Atelier d'Anna, l’atelier d’Anna, L’ATELIER D'ANNA", "X, X, X"),
            ("L'Atelier d'Anna", "l'atelier d'Annabelle, l'atelier", "l'atelier d'Annabelle, l'atelier"),
            ("O'Neil", "O'Neil, O’Neil, O'Neils", "X, X, O'Neils"),
            // Too short to be told from words, or nothing at all.
            ("O", "O, o, l'eau", "O, o, l'eau"),
            ("Lé", "Lé, lé, Le\u{301}", "Lé, lé, Le\u{301}"),
            ("Le\u{301}", "le Le\u{301}", "le Le\u{301}"),
            ("", "rien", "rien"),
            ("   ", "a   b", "a   b"),
            ("...", "bon... voyons", "bon... voyons"),
            (" Anna ", "Anna, oui", "X, oui"),
            ("ßen", "Ossen, ßen, SSEN, ssen", "Ossen, X, X, ssen"),
        ] {
            assert_eq!(gone(text, &[name]), clean, "{name:?}");
        }
    }

    #[test]
    fn a_longer_name_goes_before_one_that_it_holds() {
        assert_eq!(gone("Anna Bell, Bell et Anna", &["Anna", "Anna Bell", "Bell"]), "X, X et X");
        assert_eq!(redact_names("rien", &names(&["Anna"]), "X"), None);
    }

    #[test]
    fn a_folded_name_is_replaced_however_it_is_typed() {
        for (name, text, clean) in [
            ("Zoé Œuvrard", "client:\"Zoé Œuvrard\" x", "client:\"X\" x"),
            ("Zoé Œuvrard", "zoe oeuvrard", "X"),
            ("Zoé Œuvrard", "ZOÉ ŒUVRARD, Zoe\u{301} Œuvrard.", "X, X."),
            ("Zoé Œuvrard", "zoe oeuvrards", "zoe oeuvrards"),
            ("Zoé Œuvrard", "été", "été"),
            (
                "Kiné",
                "un cabinet de kinésithérapie, kinés, kine\u{301}sithe\u{301}rapie",
                "un cabinet de kinésithérapie, kinés, kine\u{301}sithe\u{301}rapie",
            ),
            ("Kiné", "la kine, KINE\u{301}", "la X, X"),
        ] {
            assert_eq!(redact_folded_names(text, &names(&[name]), "X"), clean, "{name:?}");
        }
    }
}
