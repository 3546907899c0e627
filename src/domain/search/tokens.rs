//! Text as words, the one way for what is indexed, what is asked and what is marked: so that they can't disagree.
//!
//! A word is a run of letters and digits, folded: lower case, without accents, ligatures and compatibility forms spelled
//! out. `L’Été`, `l'ete` and `L'E\u{301}TE\u{301}` are all the two words `l` and `ete`; `cœur` is `coeur`, `ﬁchier` is
//! `fichier`, and a soft hyphen or a joiner inside a word is no part of it. A sign that stands for letters (`㎏`, `™`) is a
//! word of its own.

use std::collections::VecDeque;
use std::str::CharIndices;

use crate::domain::text::folding::{fold_into, is_accent, is_ignorable};

/// Bytes of a folded word that count; what is longer is no word that anyone types.
const LONGEST: usize = 96;

/// A word and where it stands in the text it comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Token {
    /// Folded; never empty.
    pub folded: String,
    /// Byte where it starts in the text.
    pub start: usize,
    /// Byte after it.
    pub end: usize,
}

/// The words of a text, one after the other.
pub fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    Tokens { chars: text.char_indices(), open: Token::default(), complete: VecDeque::new(), folded: String::new() }
}

/// A text on its way into words.
struct Tokens<'a> {
    chars: CharIndices<'a>,
    /// The word that is being read; empty between words.
    open: Token,
    /// One character can complete several.
    complete: VecDeque<Token>,
    /// The character at hand, folded.
    folded: String,
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.complete.is_empty() {
            let Some((at, c)) = self.chars.next() else {
                self.close();
                break;
            };
            self.read(at, c);
        }
        self.complete.pop_front()
    }
}

impl Tokens<'_> {
    fn read(&mut self, at: usize, c: char) {
        let end = at + c.len_utf8();
        if c.is_ascii() {
            return if c.is_ascii_alphanumeric() { self.push(c.to_ascii_lowercase(), at, end) } else { self.close() };
        }
        if is_ignorable(c) {
            return;
        }
        if is_accent(c) {
            if !self.open.folded.is_empty() {
                self.open.end = end;
            }
            return;
        }
        let is_sign = !c.is_alphanumeric();
        if is_sign {
            self.close();
        }
        let mut folded = std::mem::take(&mut self.folded);
        fold_into(&mut folded, c);
        for part in folded.drain(..) {
            if part.is_alphanumeric() { self.push(part, at, end) } else { self.close() }
        }
        self.folded = folded;
        if is_sign {
            self.close();
        }
    }

    fn push(&mut self, folded: char, start: usize, end: usize) {
        if self.open.folded.is_empty() {
            self.open.start = start;
        }
        self.open.end = end;
        if self.open.folded.len() < LONGEST {
            self.open.folded.push(folded);
        }
    }

    fn close(&mut self) {
        if !self.open.folded.is_empty() {
            self.complete.push_back(std::mem::take(&mut self.open));
        }
    }
}

/// The text that goes into the index: its folded words, one space between.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for word in tokens(text) {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(&word.folded);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_words() {
        for (text, expected) in [
            ("l'été l’été", "l ete l ete"),
            ("C++ a@b.fr", "c a b fr"),
            ("a\"b", "a b"),
            ("120,00\u{a0}€", "120 00"),
            ("日本語", "日本語"),
            ("ﬁchier re\u{ad}touche lo\u{200d}go ＬＯＧＯ", "fichier retouche logo logo"),
            ("12 m² ½ ⑴", "12 m2 1 2 1"),
            ("Nova™ 5㎏!", "nova tm 5 kg"),
            ("👍🏽 — \" ( *", ""),
            ("\u{301}\u{ad}\u{200b}", ""),
            ("", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_knows_its_bytes() {
        let text = "«\u{a0}Déjà l’E\u{301}té\u{a0}» re\u{ad}touche\u{ad}";
        let found: Vec<_> = tokens(text).map(|w| (w.folded, text[w.start..w.end].to_owned())).collect();
        let pair = |folded: &str, raw: &str| (folded.to_owned(), raw.to_owned());
        let words =
            [pair("deja", "Déjà"), pair("l", "l"), pair("ete", "E\u{301}té"), pair("retouche", "re\u{ad}touche")];
        assert_eq!(found, words);
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let long = "x".repeat(1_000_000);
        assert_eq!(folded(&long).len(), LONGEST);
    }

    proptest::proptest! {
        #[test]
        fn words_stand_in_the_text_in_their_order(text in r"[a-zé\u{301}\u{ad}\u{200d}ﬁ½™ '\x22]{0,16}|.{0,20}") {
            let (mut start, mut end) = (0, 0);
            for word in tokens(&text) {
                assert!(!word.folded.is_empty() && word.folded.chars().all(char::is_alphanumeric), "{word:?}");
                assert!(text.get(word.start..word.end).is_some_and(|raw| !raw.is_empty()), "{word:?}");
                assert!(word.start >= start && word.end >= end, "{word:?}");
                (start, end) = (word.start, word.end);
            }
        }
    }
}
