//! Text as words, the one way for what is indexed, what is asked and what is marked: so that they can't disagree.
//!
//! A word is a run of letters and digits, folded: lower case, without accents, ligatures and compatibility forms spelled
//! out. `L’Été`, `l'ete` and `L'E\u{301}TE\u{301}` are all the two words `l` and `ete`; `cœur` is `coeur`, `ﬁchier` is
//! `fichier`, and a soft hyphen or a joiner inside a word is no part of it. A sign that stands for letters (`㎏`, `™`) is a
//! word of its own.

use std::ops::Range;

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
pub fn tokens(text: &str) -> impl Iterator<Item = Token> {
    let mut tokens = Vec::new();
    read(text, |folded, Range { start, end }| tokens.push(Token { folded: folded.to_owned(), start, end }));
    tokens.into_iter()
}

/// The text that goes into the index: its folded words, one space between.
pub fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    read(text, |word, _| {
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    });
    out
}

/// A text to be searched: its folded words in one string, and where they stand in the text.
#[derive(Debug)]
pub struct FoldedText {
    /// With a space before each and after the last.
    words: String,
    /// Where each begins among the words, and where it stands in the text.
    places: Vec<(usize, Range<usize>)>,
}

impl FoldedText {
    pub fn of(text: &str) -> Self {
        let mut words = String::with_capacity(text.len() + 2);
        let mut places = Vec::new();
        words.push(' ');
        read(text, |word, at| {
            places.push((words.len(), at));
            words.push_str(word);
            words.push(' ');
        });
        Self { words, places }
    }

    /// Finds where these words stand side by side in the text; with `is_begun`, the last of them may go on.
    pub fn find(&self, phrase: &[String], is_begun: bool) -> impl Iterator<Item = Range<usize>> {
        // No word holds a space.
        let sought: String = phrase.iter().flat_map(|word| [" ", word]).chain((!is_begun).then_some(" ")).collect();
        let mut from = 0;
        std::iter::from_fn(move || {
            let at =
                from + self.words.get(from..)?.find(sought.as_str()).filter(|_| !sought.trim_start().is_empty())?;
            from = at + 1;
            let end = at + sought.trim_end().len();
            let first = self.places.partition_point(|(place, _)| *place <= at);
            let after = self.places.partition_point(|(place, _)| *place < end);
            Some(self.places.get(first)?.1.start..self.places.get(after.checked_sub(1)?)?.1.end)
        })
    }
}

/// Tells of the words of a text, one after the other: folded, and where they stand.
fn read(text: &str, each: impl FnMut(&str, Range<usize>)) {
    let mut reader = TokenReader { each, open: String::new(), at: 0..0, folded: String::new() };
    for (at, c) in text.char_indices() {
        reader.read(at, c);
    }
    reader.close();
}

/// A text on its way into words.
struct TokenReader<F> {
    each: F,
    /// The word that is being read, folded; empty between words.
    open: String,
    /// Where it stands.
    at: Range<usize>,
    /// The character at hand, folded.
    folded: String,
}

impl<F: FnMut(&str, Range<usize>)> TokenReader<F> {
    fn read(&mut self, at: usize, c: char) {
        let end = at + c.len_utf8();
        if c.is_ascii() {
            return if c.is_ascii_alphanumeric() { self.push(c.to_ascii_lowercase(), at, end) } else { self.close() };
        }
        if is_ignorable(c) {
            return;
        }
        if is_accent(c) {
            if !self.open.is_empty() {
                self.at.end = end;
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
        if self.open.is_empty() {
            self.at.start = start;
        }
        self.at.end = end;
        if self.open.len() < LONGEST {
            self.open.push(folded);
        }
    }

    fn close(&mut self) {
        if !self.open.is_empty() {
            (self.each)(&self.open, self.at.clone());
            self.open.clear();
        }
    }
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

    /// Word by word, as it is meant.
    fn windows(text: &str, phrase: &[String], is_begun: bool) -> Vec<Range<usize>> {
        let words: Vec<Token> = tokens(text).collect();
        let last = phrase.len().saturating_sub(1);
        let fits = |window: &&[Token]| {
            window.iter().zip(phrase).enumerate().all(|(i, (word, sought))| {
                word.folded == *sought || is_begun && i == last && word.folded.starts_with(sought.as_str())
            })
        };
        words.windows(phrase.len().max(1)).filter(fits).map(|window| window[0].start..window[last].end).collect()
    }

    proptest::proptest! {
        #[test]
        fn words_are_found_where_they_stand_side_by_side(
            text in "[ab é]{0,24}|.{0,20}",
            phrase in proptest::collection::vec("[abe]{1,2}", 1..4),
            is_begun in proptest::bool::ANY,
        ) {
            let found: Vec<_> = FoldedText::of(&text).find(&phrase, is_begun).collect();
            assert_eq!(found, windows(&text, &phrase, is_begun));
        }

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
