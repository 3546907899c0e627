//! Text as words, the one way for what is indexed, what is asked and what is marked: so that they can't disagree.
//!
//! A word is a run of letters and digits, folded: lower case, without accents, ligatures spelled out. `L’Été`, `l'ete` and
//! `L'E\u{301}TE\u{301}` are all the two words `l` and `ete`; `cœur` is `coeur`.

use unicode_normalization::char::is_combining_mark;

use crate::domain::text::folding::fold_into;

/// Bytes of a folded word that count; what is longer is no word that anyone types.
const LONGEST: usize = 96;

/// A word and where it stands in the text it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
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
    let mut chars = text.char_indices().peekable();
    std::iter::from_fn(move || {
        loop {
            while chars.next_if(|&(_, c)| !c.is_alphanumeric()).is_some() {}
            let &(start, _) = chars.peek()?;
            let (mut folded, mut end) = (String::new(), start);
            while let Some((at, c)) = chars.next_if(|&(_, c)| in_word(c)) {
                end = at + c.len_utf8();
                if folded.len() < LONGEST {
                    fold_into(&mut folded, c);
                }
            }
            if !folded.is_empty() {
                return Some(Token { folded, start, end });
            }
        }
    })
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

/// Whether the text breaks off inside a word, which may then be unfinished.
pub fn ends_in_word(text: &str) -> bool {
    text.chars().next_back().is_some_and(in_word) && tokens(text).last().is_some()
}

fn in_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_words() {
        for (text, expected) in [
            ("l'été l’été", "l ete l ete"),
            ("C++ a@b.fr", "c a b fr"),
            ("120,00\u{a0}€", "120 00"),
            ("日本語 한국어", "日本語 한국어"),
            ("👍🏽 — \" ( *", ""),
            ("", ""),
        ] {
            assert_eq!(folded(text), expected, "{text}");
        }
    }

    #[test]
    fn a_word_knows_its_bytes() {
        let text = "«\u{a0}Déjà l’E\u{301}té\u{a0}»";
        let found: Vec<_> = tokens(text).map(|w| (w.folded, text[w.start..w.end].to_owned())).collect();
        let pair = |folded: &str, raw: &str| (folded.to_owned(), raw.to_owned());
        assert_eq!(found, [pair("deja", "Déjà"), pair("l", "l"), pair("ete", "E\u{301}té")]);
    }

    #[test]
    fn a_text_ends_inside_a_word_or_after_it() {
        for (text, inside) in
            [("ref", true), ("l'e\u{301}", true), ("ref ", false), ("C++", false), ("", false), ("\u{301}", false)]
        {
            assert_eq!(ends_in_word(text), inside, "{text:?}");
        }
    }

    #[test]
    fn a_word_without_end_is_cut() {
        let long = "x".repeat(1_000_000);
        assert_eq!(folded(&long).len(), LONGEST);
    }
}
