//! How a character that a reader could not see is written instead, and which are read from right to left.

use std::fmt::Write;

use unicode_width::UnicodeWidthChar;

use crate::domain::text::invisible::is_in_ranges;
pub(super) use crate::domain::text::invisible::{is_emoji_sequence, is_invisible};

/// Scripts written from right to left: terminals that reorder them move the figures beside them, too.
const RIGHT_TO_LEFT: &[(u32, u32)] =
    &[(0x0590, 0x08ff), (0xfb1d, 0xfdff), (0xfe70, 0xfeff), (0x10800, 0x10fff), (0x1e800, 0x1efff)];

const CONTROL_NAMES: [&str; 32] = [
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI", "DLE",
    "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
];

/// Returns whether a character stands for itself, alone and beside any other: the great mass of what people write.
/// Everything else goes the slow way.
pub(super) fn is_plain(c: char) -> bool {
    matches!(c, ' '..='~' | '\u{a0}'..='\u{ac}' | '\u{ae}'..='\u{2ff}' | '–' | '—' | '‘' | '’' | '“' | '”' | '…' | '\u{202f}' | '€')
}

/// Returns whether a character stands in a cell of its own, alone and beside any other: what people write mostly, and the lines
/// and signs that the screens are made of.
pub(super) fn has_own_cell(c: char) -> bool {
    is_plain(c)
        || matches!(c, '\u{2190}'..='\u{2193}' | '\u{2500}'..='\u{259f}' | '\u{25a0}'..='\u{25a9}' | '\u{25cb}'..='\u{25cf}')
}

/// Returns whether a character is of a script written from right to left.
pub(super) fn is_right_to_left(c: char) -> bool {
    is_in_ranges(RIGHT_TO_LEFT, c)
}

/// Returns whether a character takes no room of its own.
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted() {
        assert!(RIGHT_TO_LEFT.iter().all(|(first, last)| first <= last));
        assert!(RIGHT_TO_LEFT.windows(2).all(|w| w[0].1 < w[1].0));
    }

    #[test]
    fn no_plain_character_is_unseen_or_without_room() {
        for c in ('\u{0}'..=char::MAX).filter(|&c| has_own_cell(c)) {
            assert!(!is_invisible(c) && c.width() == Some(1) && !is_right_to_left(c), "U+{:04X}", u32::from(c));
        }
    }
}
