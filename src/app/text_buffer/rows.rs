//! Soft wrapping of a text being written. The screen draws the very rows by which the arrows move.

use std::ops::Range;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Returns the rows of a text at a width in columns, as byte ranges. A line feed is in none of them; every other byte
/// is in exactly one. There is always at least one row. Spaces at a row's end may hang over the edge.
pub fn rows(text: &str, width: usize) -> Vec<Range<usize>> {
    let width = width.max(1);
    let mut rows = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        wrap(line, start, width, &mut rows);
        start += line.len() + 1;
    }
    rows
}

fn wrap(line: &str, offset: usize, width: usize, rows: &mut Vec<Range<usize>>) {
    let (mut start, mut columns) = (0, 0);
    // Just after the last space of this row, and the columns up to there.
    let mut gap = (0, 0);
    for (at, cluster) in line.grapheme_indices(true) {
        let wide = cluster.width();
        let space = cluster == " ";
        if columns + wide > width && !space {
            let (end, kept) = if gap.0 > start { gap } else { (at, columns) };
            if end > start {
                rows.push(offset + start..offset + end);
                start = end;
                columns -= kept;
            }
        }
        columns += wide;
        if space {
            gap = (at + 1, columns);
        }
    }
    rows.push(offset + start..offset + line.len());
}

/// Returns the row and the column where a cursor at this byte stands. At a soft break it stands on the later row.
pub fn place(text: &str, rows: &[Range<usize>], cursor: usize) -> (usize, usize) {
    let row = rows.partition_point(|row| row.start <= cursor).saturating_sub(1);
    let column = rows.get(row).and_then(|r| text.get(r.start..cursor)).map_or(0, UnicodeWidthStr::width);
    (row, column)
}

/// Returns the byte in this row nearest to a column, never past it.
pub fn at_column(text: &str, rows: &[Range<usize>], row: usize, column: usize) -> usize {
    let Some(range) = rows.get(row) else { return text.len() };
    let line = text.get(range.clone()).unwrap_or_default();
    let soft = rows.get(row + 1).is_some_and(|next| next.start == range.end);
    let (mut columns, mut last) = (0, range.start);
    for (at, cluster) in line.grapheme_indices(true) {
        last = range.start + at;
        columns += cluster.width();
        if columns > column {
            return last;
        }
    }
    // The end of a softly broken row is the start of the next one; stay on this row.
    if soft { last } else { range.end }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, width: usize) -> Vec<&str> {
        rows(text, width).into_iter().map(|r| &text[r]).collect()
    }

    #[test]
    fn words_stay_whole_where_they_fit() {
        assert_eq!(cut("", 10), [""]);
        assert_eq!(cut("un deux trois", 8), ["un deux ", "trois"]);
        assert_eq!(cut("un\n\ndeux\n", 8), ["un", "", "deux", ""]);
        assert_eq!(cut("abcdefghij", 4), ["abcd", "efgh", "ij"]);
        assert_eq!(cut("ab cdefghij", 4), ["ab ", "cdef", "ghij"]);
        assert_eq!(cut("abcd   efg", 4), ["abcd   ", "efg"]);
    }

    #[test]
    fn clusters_are_never_cut() {
        assert_eq!(cut("👩‍👩‍👧👩‍👩‍👧", 3), ["👩‍👩‍👧", "👩‍👩‍👧"]);
        assert_eq!(cut("e\u{301}e\u{301}e\u{301}", 2), ["e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(cut("漢字", 1), ["漢", "字"]);
    }

    #[test]
    fn the_cursor_stands_on_the_later_row_at_a_soft_break() {
        let text = "un deux trois";
        let rows = rows(text, 8);
        assert_eq!(place(text, &rows, 8), (1, 0));
        assert_eq!(place(text, &rows, 7), (0, 7));
        assert_eq!(place(text, &rows, 13), (1, 5));
        assert_eq!(at_column(text, &rows, 0, 99), 7);
        assert_eq!(at_column(text, &rows, 1, 99), 13);
        assert_eq!(at_column(text, &rows, 1, 2), 10);
    }

    proptest::proptest! {
        #[test]
        fn every_byte_is_in_one_row(text in "(\\PC|[ \n]){0,60}", width in 0_usize..12) {
            let mut next = 0;
            for row in rows(&text, width) {
                proptest::prop_assert!(row.start == next || &text[next..row.start] == "\n");
                next = row.end;
            }
            proptest::prop_assert_eq!(next, text.len());
        }
    }
}
