//! Characters that a reader can't see, or would be misled by. Whoever shows a text writes them by their code; the desk's
//! editor replaces them, and JSON escapes them.
//!
//! Tags, private use and the zero-width non-joiner are among them. None is needed by French or English, and each can carry
//! a text that a mediator would not see. A joiner or a selector is seen as a part of its emoji, and nowhere else.

use unicode_segmentation::UnicodeSegmentation;

/// Characters that show as nothing or change how others are shown: the `Default_Ignorable_Code_Point` and format (`Cf`)
/// characters of Unicode 16, line and paragraph separators, blanks that are not spaces, private use (whose look depends on
/// the font), and noncharacters. Sorted, so that they can be searched.
const INVISIBLE: &[(u32, u32)] = &[
    (0x00ad, 0x00ad),    // soft hyphen
    (0x034f, 0x034f),    // combining grapheme joiner
    (0x0600, 0x0605),    // Arabic number signs
    (0x061c, 0x061c),    // Arabic letter mark
    (0x06dd, 0x06dd),    // Arabic end of ayah
    (0x070f, 0x070f),    // Syriac abbreviation mark
    (0x0890, 0x0891),    // Arabic pound and piastre marks above
    (0x08e2, 0x08e2),    // Arabic disputed end of ayah
    (0x115f, 0x1160),    // Hangul fillers
    (0x17b4, 0x17b5),    // Khmer inherent vowels
    (0x180b, 0x180f),    // Mongolian selectors and separator
    (0x200b, 0x200f),    // zero-width space, joiners, direction marks
    (0x2028, 0x202e),    // separators, direction embeddings and overrides
    (0x2060, 0x206f),    // word joiner, invisible operators, direction isolates
    (0x2800, 0x2800),    // blank Braille pattern
    (0x3164, 0x3164),    // Hangul filler
    (0xe000, 0xf8ff),    // private use
    (0xfdd0, 0xfdef),    // noncharacters
    (0xfe00, 0xfe0f),    // variation selectors
    (0xfeff, 0xfeff),    // byte order mark
    (0xffa0, 0xffa0),    // halfwidth Hangul filler
    (0xfff0, 0xfffb),    // specials, interlinear annotations
    (0xfffe, 0xffff),    // noncharacters
    (0x110bd, 0x110bd),  // Kaithi number sign
    (0x110cd, 0x110cd),  // Kaithi number sign above
    (0x13430, 0x1343f),  // Egyptian hieroglyph controls
    (0x1bca0, 0x1bca3),  // shorthand format controls
    (0x1d173, 0x1d17a),  // musical format controls
    (0xe0000, 0x10ffff), // tags, variation selectors, private use planes
];

/// Returns whether a character is in one of these ranges, which are sorted.
pub fn is_in_ranges(table: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let at = table.partition_point(|&(_, last)| last < code);
    table.get(at).is_some_and(|&(first, _)| first <= code)
}

/// Returns whether a reader can't see a character, or would be misled by it.
pub fn is_invisible(c: char) -> bool {
    c.is_control() || is_in_ranges(INVISIBLE, c)
}

/// Returns whether a reader sees nothing of a text: it is empty, or all spaces and invisible characters.
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Returns whether an invisible character continues the emoji that the character before it is part of: a joiner, or a
/// presentation selector.
pub fn continues_emoji(before: Option<char>, c: char) -> bool {
    let Some(before) = before else { return false };
    match c {
        '\u{200d}' => is_pictograph(before) || matches!(before, '\u{fe0e}' | '\u{fe0f}' | '\u{1f3fb}'..='\u{1f3ff}'),
        '\u{fe0e}' | '\u{fe0f}' => is_pictograph(before) || matches!(before, '0'..='9' | '#' | '*'),
        _ => false,
    }
}

/// Returns whether a cluster is an emoji of several characters as Unicode defines them: pictographs joined by
/// zero-width joiners, with skin tones and presentation selectors, or a keycap. Their invisible characters are part of
/// the picture.
pub fn is_emoji_sequence(cluster: &str) -> bool {
    if let Some(tail) = cluster.strip_prefix(|c: char| c.is_ascii_digit() || c == '#' || c == '*') {
        return matches!(tail, "\u{fe0f}\u{20e3}" | "\u{20e3}");
    }
    let mut rest = cluster.chars().peekable();
    loop {
        if !rest.next().is_some_and(is_pictograph) {
            return false;
        }
        rest.next_if(|&c| matches!(c, '\u{fe0e}' | '\u{fe0f}'));
        rest.next_if(|&c| matches!(c, '\u{1f3fb}'..='\u{1f3ff}'));
        match rest.next() {
            None => return true,
            Some('\u{200d}') => {}
            Some(_) => return false,
        }
    }
}

/// `Extended_Pictographic`, asked of the segmentation tables: only such characters hold together around a joiner (rule
/// GB11 of UAX 29).
fn is_pictograph(c: char) -> bool {
    let mut buffer = [0_u8; 11];
    let mut at = 0;
    for part in [c, '\u{200d}', '\u{2764}'] {
        at += part.encode_utf8(&mut buffer[at..]).len();
    }
    std::str::from_utf8(&buffer[..at]).is_ok_and(|probe| !c.is_ascii() && probe.graphemes(true).count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(INVISIBLE.iter().all(|(first, last)| first <= last));
        assert!(INVISIBLE.windows(2).all(|w| w[0].1 < w[1].0));
    }

    #[test]
    fn a_joiner_is_seen_in_an_emoji_only() {
        for (before, c) in [('👩', '\u{200d}'), ('\u{fe0f}', '\u{200d}'), ('❤', '\u{fe0f}'), ('1', '\u{fe0f}')] {
            assert!(continues_emoji(Some(before), c), "{before:?} {c:?}");
        }
        for (before, c) in [('a', '\u{200d}'), ('a', '\u{fe0f}'), ('👩', '\u{200c}'), ('\u{200d}', '\u{200d}')] {
            assert!(!continues_emoji(Some(before), c), "{before:?} {c:?}");
        }
        assert!(!continues_emoji(None, '\u{200d}'));
    }

    #[test]
    fn an_emoji_is_told_from_a_chain_of_invisible_characters() {
        for genuine in [
            "👩\u{200d}👩\u{200d}👧",
            "👍🏽",
            "❤\u{fe0f}",
            "🏳\u{fe0f}\u{200d}🌈",
            "1\u{fe0f}\u{20e3}",
            "👩🏽\u{200d}❤\u{fe0f}\u{200d}💋\u{200d}👨🏽",
        ] {
            assert!(is_emoji_sequence(genuine), "{genuine}");
        }
        for not in [
            "a\u{200d}",
            "a\u{fe0f}",
            "❤\u{fe0f}\u{fe0f}",
            "👩\u{200d}",
            "1\u{fe0f}",
            "🏴\u{e0067}\u{e007f}",
            "क\u{94d}\u{200d}",
        ] {
            assert!(!is_emoji_sequence(not), "{not:?}");
        }
    }
}
