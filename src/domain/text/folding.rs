//! How words are compared everywhere: Unicode's compatibility forms (NFKC) in lower case, without accents, ligatures spelled
//! out, and without characters that only show how a word may be broken or joined. A person types `ecran`, `coeur` or
//! `fichier` and means `Écran`, `cœur` or `ﬁchier`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::invisible::is_in_ranges;

/// The `Default_Ignorable_Code_Point` characters of Unicode 16, sorted: soft hyphens, joiners, direction marks, selectors,
/// fillers. Unicode leaves them out wherever texts are compared without regard to case and form (`NFKC_Casefold`).
const IGNORABLE: &[(u32, u32)] = &[
    (0x00ad, 0x00ad),
    (0x034f, 0x034f),
    (0x061c, 0x061c),
    (0x115f, 0x1160),
    (0x17b4, 0x17b5),
    (0x180b, 0x180f),
    (0x200b, 0x200f),
    (0x202a, 0x202e),
    (0x2060, 0x206f),
    (0x3164, 0x3164),
    (0xfe00, 0xfe0f),
    (0xfeff, 0xfeff),
    (0xffa0, 0xffa0),
    (0xfff0, 0xfff8),
    (0x1bca0, 0x1bca3),
    (0x1d173, 0x1d17a),
    (0xe0000, 0xe0fff),
];

/// Returns the folded text. The parts of a text fold to the parts of the folded text.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.is_ascii() {
        text.chars().for_each(|c| fold_into(&mut folded, c));
    } else {
        // Normalised as a whole, so that marks which don't combine with each other have one order, however they were typed.
        text.nfkd().for_each(|c| fold_into(&mut folded, c));
    }
    folded
}

/// Folds one character of a text: to nothing, to one character or to several.
pub fn fold_into(out: &mut String, c: char) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if is_ignorable(c) {
        return;
    }
    decompose_compatible(c, |part| {
        for c in part.to_lowercase() {
            match c {
                'œ' => out.push_str("oe"),
                'æ' => out.push_str("ae"),
                'ß' => out.push_str("ss"),
                'ø' => out.push('o'),
                'ł' => out.push('l'),
                'đ' => out.push('d'),
                'ı' => out.push('i'),
                'ς' => out.push('σ'),
                // As a keyboard types them.
                '‘' | '’' | 'ʼ' => out.push('\''),
                '‐' => out.push('-'),
                c if is_accent(c) || is_ignorable(c) => {}
                c => out.push(c),
            }
        }
    });
}

/// Returns whether a character is left out wherever texts are compared: it neither shows nor parts words.
pub fn is_ignorable(c: char) -> bool {
    !c.is_ascii() && is_in_ranges(IGNORABLE, c)
}

/// Returns whether a character is a mark on the letter before it that doesn't count. Scripts that spell vowels by marks
/// keep them, but for Hebrew and Arabic, where few people write them.
pub fn is_accent(c: char) -> bool {
    const OPTIONAL: &[(u32, u32)] =
        &[(0x0345, 0x0345), (0x0591, 0x05c7), (0x0610, 0x061a), (0x064b, 0x065f), (0x0670, 0x0670)];
    is_combining_mark(c) && (!c.is_alphanumeric() || is_in_ranges(OPTIONAL, c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accents_case_and_ligatures_do_not_count() {
        for (text, expected) in [
            ("Été", "ete"),
            ("E\u{301}te\u{301}", "ete"),
            ("cœur ŒUVRE", "coeur oeuvre"),
            ("æther Ægir", "aether aegir"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("ệ Ǖ ñ ç", "e u n c"),
            ("İstanbul ılık", "istanbul ilik"),
            ("Łódź Søren", "lodz soren"),
            ("ΆΛΦΑ Ёлка ΟΔΟΣ οδος", "αλφα елка οδοσ οδοσ"),
            ("हिन्दी", "हिनदी"),
            ("أَحمد ᾳ", "احمد α"),
            ("120,00\u{a0}€ 👍🏽", "120,00 € 👍🏽"),
            ("l’été l‘ete café\u{2011}théâtre", "l'ete l'ete cafe-theatre"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
        assert_eq!(fold("한국어"), fold("한국어".nfd().to_string().as_str()));
    }

    #[test]
    fn compatibility_forms_and_what_joins_or_breaks_a_word_do_not_count() {
        for (text, expected) in [
            ("ﬁchier ﬀ ﬆ", "fichier ff st"),
            ("ＬＩＴＩＧＥ ４２", "litige 42"),
            ("m² 1ᵉʳ № ㎏ ⅷ ①", "m2 1er no kg viii 1"),
            ("𝐫𝐞𝐭𝐨𝐮𝐜𝐡𝐞", "retouche"),
            ("\u{1e026}\u{aab4} \u{aab4}\u{1e026}", "\u{aab4}\u{1e026} \u{aab4}\u{1e026}"),
            ("re\u{ad}touche lo\u{200d}go vi\u{200b}déo \u{feff}x", "retouche logo video x"),
        ] {
            assert_eq!(fold(text), expected, "{text}");
        }
        assert!(IGNORABLE.is_sorted() && IGNORABLE.windows(2).all(|w| w[0].1 < w[1].0));
    }

    proptest::proptest! {
        #[test]
        fn the_forms_of_a_text_fold_to_the_same_and_folding_twice_changes_nothing(text in r"\PC{0,20}") {
            let folded = fold(&text);
            for form in [text.nfc().to_string(), text.nfd().to_string(), text.nfkc().to_string(), text.nfkd().to_string()] {
                assert_eq!(fold(&form), folded, "{form:?}");
            }
            assert_eq!(fold(&folded), folded);
        }
    }
}
