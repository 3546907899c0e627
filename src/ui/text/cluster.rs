//! One grapheme cluster of a stranger's text, made safe.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_normalization::char::is_combining_mark;
use unicode_segmentation::UnicodeSegmentation;

use super::chars::{is_emoji_sequence, is_invisible, is_zero_width, write_unseen};
use super::measure::cluster_width;

/// Marks that one character may carry: as many as Unicode's stream-safe format (UAX 15).
const MAX_MARKS: usize = 30;
/// Bytes that one cluster may take.
const MAX_BYTES: usize = 64;
/// Columns that one cluster may take: the widest syllables of Indic scripts need about five.
const MAX_COLUMNS: usize = 8;

/// Text whose clusters are small enough for a terminal, with what is too much of one left out. A stranger's are that
/// already; what a mediator types, or takes from a completion, is theirs and may be anything.
pub fn capped(text: &str) -> Cow<'_, str> {
    let is_small = |cluster: &str| cluster.len() <= MAX_BYTES;
    if is_small(text) || text.graphemes(true).all(is_small) {
        return Cow::Borrowed(text);
    }
    let fits = |(at, c): &(usize, char)| at + c.len_utf8() <= MAX_BYTES;
    let part = |cluster| str::char_indices(cluster).take_while(fits).map(|(_, c)| c);
    Cow::Owned(text.graphemes(true).flat_map(part).collect())
}

/// Returns whether a character without room of its own is drawn over the one before it. The newest marks are none yet
/// for whoever tells clusters apart.
fn stands_on_another(c: char) -> bool {
    is_combining_mark(c) && format!("◌{c}").graphemes(true).count() == 1
}

/// Appends a cluster: whole where it is genuine, its invisible parts written out otherwise, and what is too much of it as a
/// count, `‹+12›`.
pub(super) fn push(out: &mut String, cluster: &str) {
    let small = cluster.len() <= MAX_BYTES && cluster_width(cluster) <= MAX_COLUMNS;
    if small && is_emoji_sequence(cluster) {
        out.push_str(cluster);
        return;
    }
    let mut start = out.len();
    let mut kept = 0_usize;
    let mut chars = cluster.chars();
    while let Some(c) = chars.next() {
        let lonely = is_zero_width(c) && (kept == 0 || out.ends_with(' '));
        if is_invisible(c) || (lonely && !stands_on_another(c)) {
            write_unseen(out, c, 1);
            start = out.len();
            kept = 0;
            continue;
        }
        let before = out.len();
        if lonely {
            // A mark needs something to stand on; a space may end up in another row.
            out.push('◌');
        }
        out.push(c);
        kept += 1;
        let whole = &out[start..];
        if kept > 1 + MAX_MARKS || whole.len() > MAX_BYTES || cluster_width(whole) > MAX_COLUMNS {
            out.truncate(before);
            // A `String` takes every write.
            let _ = write!(out, "‹+{}›", 1 + chars.count());
            return;
        }
    }
}
