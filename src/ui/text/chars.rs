//! Which characters a reader could not see, or would be misled by, and how each is written instead.

use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthChar;

/// Characters that show as nothing or change how others are shown: the `Default_Ignorable_Code_Point` and format (`Cf`)
/// characters of Unicode 16, line and paragraph separators, blanks that are not spaces, private use (whose look depends on
/// the font), and noncharacters. Sorted, so that they can be searched.
const UNSEEN: &[(u32, u32)] = &[
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

/// Scripts written from right to left: terminals that reorder them move the figures beside them, too.
const RIGHT_TO_LEFT: &[(u32, u32)] =
    &[(0x0590, 0x08ff), (0xfb1d, 0xfdff), (0xfe70, 0xfeff), (0x10800, 0x10fff), (0x1e800, 0x1efff)];

const CONTROL_NAMES: [&str; 32] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
    "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
];

fn within(table: &[(u32, u32)], c: char) -> bool {
    let code = u32::from(c);
    let at = table.partition_point(|&(_, last)| last < code);
    table.get(at).is_some_and(|&(first, _)| first <= code)
}

/// Whether a character stands for itself, alone and beside any other: the great mass of what people write. Everything
/// else goes the slow way.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '\u{202f}' | '€')
}

/// Whether a character must be written in another way to be seen.
pub(super) fn is_unseen(c: char) -> bool {
    c.is_control() || within(UNSEEN, c)
}

/// Whether a character is of a script written from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    within(RIGHT_TO_LEFT, c)
}

/// Whether a character takes no room of its own.
pub(super) fn is_zero_width(c: char) -> bool {
    c.width() == Some(0)
}

/// Writes a character that can't be seen so that it can: `→` for a tab, `⏎` for a line's end, `‹ESC›`, `‹U+202E›`; several
/// of the same as `‹U+200B×12›`.
pub(super) fn write_unseen(out: &mut String, c: char, times: usize) {
    let (mark, code) = match c {
        '\t' => ("→", None),
        '\n' => ("⏎", None),
        '\u{7f}' => ("DEL", None),
        c if c < ' ' => (CONTROL_NAMES[c as usize], None),
        c => ("", Some(u32::from(c))),
    };
    // A `String` takes every write.
    let _ = match (c, code, times) {
        ('\t' | '\n', _, 1..=3) => {
            out.extend(std::iter::repeat_n(mark, times));
            Ok(())
        }
        ('\t' | '\n', _, _) => write!(out, "‹{mark}×{times}›"),
        (_, None, 1) => write!(out, "‹{mark}›"),
        (_, None, _) => write!(out, "‹{mark}×{times}›"),
        (_, Some(code), 1) => write!(out, "‹U+{code:04X}›"),
        (_, Some(code), _) => write!(out, "‹U+{code:04X}×{times}›"),
    };
}

/// Whether a cluster is an emoji of several characters as Unicode defines them: pictographs joined by zero-width joiners,
/// with skin tones and presentation selectors, or a keycap. Their invisible characters are part of the picture.
pub(super) fn is_emoji_sequence(cluster: &str) -> bool {
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
    fn the_tables_are_sorted() {
        for table in [UNSEEN, RIGHT_TO_LEFT] {
            assert!(table.iter().all(|(first, last)| first <= last));
            assert!(table.windows(2).all(|w| w[0].1 < w[1].0));
        }
    }

    #[test]
    fn no_plain_character_is_unseen_or_without_room() {
        for c in ('\u{0}'..=char::MAX).filter(|&c| is_plain(c)) {
            assert!(!is_unseen(c) && c.width() == Some(1) && !is_right_to_left(c), "U+{:04X}", u32::from(c));
        }
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
