//! What the index of a server is given of a text: its folded word_places, as the text of a `tsvector`.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::domain::search::tokens::tokens;
use crate::domain::text::redaction::ERASED;

/// Places that a `tsvector` tells apart, and those of one word.
const PLACES: usize = 16_383;
const PLACES_OF_A_WORD: usize = 255;
/// Bytes of all word_places, and their places: somewhat less than a `tsvector` takes.
const BYTES: usize = 700_000;

/// What every text carries that is too long for its word_places: whoever finds it reads it.
pub(in crate::store::postgres) const LONG: &str = "'L'";

/// What the index is given of a text of this number: the blocks of numbers that it is in, and its word_places with their places.
pub(in crate::store::postgres) fn tsv(id: i64, text: &str) -> String {
    blocks(id) + &tsv_words(text)
}

/// The same without the blocks, for a text whose number the server knows.
pub(in crate::store::postgres) fn tsv_words(text: &str) -> String {
    word_places(text).unwrap_or_else(|| format!(" {LONG}"))
}

/// Whether the index has a message. What an erasure took away whole is not looked for.
pub(in crate::store::postgres) fn is_indexed(is_erased: bool, body: &str) -> bool {
    !(is_erased && (body == ERASED || body.is_empty()))
}

/// The word_places of the blocks that an id is in. No folded word begins with a capital letter.
fn blocks(id: i64) -> String {
    format!("'B{}' 'C{}'", id >> 11, id >> 16)
}

/// The word_places of a text with their places; nothing where they are too many.
fn word_places(body: &str) -> Option<String> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut bytes = 0;
    for (token, place) in tokens(body).zip(1..) {
        bytes += token.folded.len() + 4;
        let places = places.entry(token.folded).or_default();
        places.push(place);
        if place > PLACES || places.len() > PLACES_OF_A_WORD || bytes > BYTES {
            return None;
        }
    }
    let mut text = String::new();
    for (word, places) in places {
        let _ = write!(text, " '{word}'");
        for (nth, place) in places.into_iter().enumerate() {
            let _ = write!(text, "{}{place}", if nth == 0 { ':' } else { ',' });
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_its_folded_words_with_their_places() {
        assert_eq!(tsv(70_000, "L'été, l’ÉTÉ œuvre"), "'B34' 'C1' 'ete':2,4 'l':1,3 'oeuvre':5");
        assert_eq!(tsv(1, "👍 ' \\ B1"), "'B0' 'C0' 'b1':1");
    }

    #[test]
    fn a_text_that_is_too_long_for_its_words_is_marked() {
        assert_eq!(tsv(1, &"de ".repeat(300)), "'B0' 'C0' 'L'");
        let many: String = (0..20_000).map(|n| format!("w{n} ")).collect();
        assert_eq!(tsv(1, &many), "'B0' 'C0' 'L'");
    }
}
