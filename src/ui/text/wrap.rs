//! Text laid out in rows of a given width, by grapheme cluster.

use std::ops::Range;

use textwrap::WordSeparator;
use unicode_segmentation::UnicodeSegmentation;

#[cfg(test)]
use super::measure::cluster_width;
use super::measure::{fit, is_plain, width};
use super::{chars, safe_lines};

/// A stranger's text made safe and laid out once: rows can be asked for by number, so that a window of a very long text
/// costs no more than a short one.
#[derive(Debug, Clone, Default)]
pub struct Wrapped {
    text: String,
    rows: Vec<Range<usize>>,
    /// Where each line ends.
    lines: Vec<usize>,
}

impl Wrapped {
    /// Lays out `raw` in rows of at most `columns` (at least 1). An empty text has one empty row.
    pub fn new(raw: &str, columns: usize) -> Self {
        let mut wrapped = Self::default();
        for line in safe_lines(raw) {
            let start = wrapped.text.len();
            wrapped.text.push_str(&line);
            wrap_line(&line, columns.max(1), |row| wrapped.rows.push(start + row.start..start + row.end));
            wrapped.lines.push(wrapped.text.len());
        }
        wrapped
    }

    /// How many rows there are.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// A row's text; empty past the last.
    pub fn row(&self, index: usize) -> &str {
        self.rows.get(index).map_or("", |range| &self.text[range.clone()])
    }

    /// Where a row stands in the whole text; nowhere past the last.
    pub fn row_range(&self, index: usize) -> Range<usize> {
        self.rows.get(index).cloned().unwrap_or(self.text.len()..self.text.len())
    }

    /// Every line before it was cut into rows, with where it begins in the whole text.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        let starts = std::iter::once(0).chain(self.lines.iter().copied());
        starts.zip(&self.lines).map(|(start, &end)| (start, &self.text[start..end]))
    }

    /// Every row, first to last.
    pub fn rows(&self) -> impl ExactSizeIterator<Item = &str> {
        self.rows.iter().map(|range| &self.text[range.clone()])
    }
}

/// The rows of a line, of at most `columns` each, broken between words only: a word that is wider stands on a row of its own,
/// whole, so that it can be copied. Only text without spaces between its words (Chinese, Japanese) is broken inside.
pub fn whole_words(line: &str, columns: usize) -> Vec<&str> {
    let (mut rows, mut start, mut end, mut used, mut at) = (Vec::new(), 0, 0, 0, 0);
    for (word, spaces) in split_at(line, WordSeparator::AsciiSpace) {
        let (from, wide) = (at, width(word));
        let pieces: Vec<&str> = if wide <= columns || is_plain(word) {
            vec![word]
        } else {
            WordSeparator::UnicodeBreakProperties.find_words(word).map(|piece| piece.word).collect()
        };
        for piece in pieces {
            let wide = width(piece);
            if used + wide > columns && end > start {
                rows.push(&line[start..end]);
                (start, used) = (at, 0);
            }
            used += wide;
            at += piece.len();
            end = at;
        }
        at = from + word.len() + spaces.len();
        used += spaces.len();
    }
    rows.push(&line[start..end]);
    rows
}

/// Gives the byte range of each row. Breaks where the language allows (UAX 14; at spaces in Latin text), drops the spaces
/// at a break, and cuts a word only where it is longer than a row, between two clusters.
fn wrap_line(line: &str, columns: usize, mut row: impl FnMut(Range<usize>)) {
    let (mut start, mut end, mut used, mut at) = (0, 0, 0, 0);
    for (word, spaces) in split_words(line) {
        let wide = width(word);
        if used + wide <= columns {
            used += wide;
        } else {
            if end > start {
                row(start..end);
            }
            let (cut, last) = cut_word(word, columns, |piece| row(at + piece.start..at + piece.end));
            (start, used) = (at + cut, last);
        }
        end = at + word.len();
        at = end + spaces.len();
        // Spaces count for what follows on the same row, never for the row's own end.
        used += spaces.len();
    }
    row(start..end);
}

/// Gives the full rows of a word that may be longer than a row; returns where its last piece starts, and its width.
fn cut_word(word: &str, columns: usize, mut row: impl FnMut(Range<usize>)) -> (usize, usize) {
    let mut start = 0;
    loop {
        let rest = &word[start..];
        let (piece, _) = fit(rest, columns);
        // A cluster wider than the whole row stands on a row of its own.
        let taken = piece.len().max(rest.graphemes(true).next().map_or(0, str::len));
        if taken == rest.len() {
            return (start, width(rest));
        }
        row(start..start + taken);
        start += taken;
    }
}

/// The words of a line, each with the spaces after it. The space that French puts before `:`, `»` and the like, and after
/// `«`, is part of a word, though most people type it as any other.
fn split_words(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let latin = line.chars().all(chars::is_plain);
    split_at(line, if latin { WordSeparator::AsciiSpace } else { WordSeparator::UnicodeBreakProperties })
}

fn split_at(line: &str, separator: WordSeparator) -> impl Iterator<Item = (&str, &str)> {
    let mut found = separator.find_words(line).peekable();
    let mut at = 0;
    std::iter::from_fn(move || {
        let mut last = found.next()?;
        let start = at;
        at += last.word.len();
        while let Some(next) = found.next_if(|next| last.whitespace.len() == 1 && holds(last.word, next.word)) {
            at += last.whitespace.len() + next.word.len();
            last = next;
        }
        let word = &line[start..at];
        at += last.whitespace.len();
        Some((word, last.whitespace))
    })
}

fn holds(word: &str, next: &str) -> bool {
    word.ends_with('«') || next.starts_with(['»', ':', ';', '?', '!', '%', '€'])
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn check(text: &str, columns: usize, rows: &[&str]) {
        let wrapped = Wrapped::new(text, columns);
        assert_eq!(wrapped.rows().collect::<Vec<_>>(), rows, "{text:?} in {columns}");
    }

    #[test]
    fn text_breaks_where_its_language_allows() {
        check("", 10, &[""]);
        check("one two three", 7, &["one two", "three"]);
        check("one two three", 6, &["one", "two", "three"]);
        check("exactly 7", 7, &["exactly", "7"]);
        check("one   two", 5, &["one", "two"]);
        check("  indented", 20, &["  indented"]);
        check("a\n\nb", 10, &["a", "", "b"]);
        check("Combien ? 1\u{202f}234,50\u{a0}€ en tout", 12, &["Combien ?", "1\u{202f}234,50\u{a0}€", "en tout"]);
        check("Logo pour « Le Tonneau » : quoi ?", 12, &["Logo pour", "« Le", "Tonneau » :", "quoi ?"]);
        check("你好吗我很好", 4, &["你好", "吗我", "很好"]);
        check("到此为止。好", 8, &["到此为", "止。好"]);
    }

    #[test]
    fn whole_words_stay_whole() {
        let rows = |text, columns| whole_words(text, columns);
        assert_eq!(rows("", 5), [""]);
        assert_eq!(rows("one two three", 7), ["one two", "three"]);
        assert_eq!(rows("one  two", 4), ["one", "two"]);
        assert_eq!(
            rows("see https://example.org/a/very/long/path now", 10),
            ["see", "https://example.org/a/very/long/path", "now"]
        );
        assert_eq!(rows("e\u{301}e\u{301}e\u{301} e\u{301}", 4), ["e\u{301}e\u{301}e\u{301}", "e\u{301}"]);
        assert_eq!(rows("ab 你好吗我很好", 5), ["ab 你", "好吗", "我很", "好"]);
        assert_eq!(rows("sous-titres", 5), ["sous-titres"]);
    }

    #[test]
    fn a_word_longer_than_a_row_is_cut_between_clusters() {
        check("abcdefgh", 3, &["abc", "def", "gh"]);
        check("x abcdefgh y", 3, &["x", "abc", "def", "gh", "y"]);
        check("e\u{301}e\u{301}e\u{301}", 2, &["e\u{301}e\u{301}", "e\u{301}"]);
        check("👩\u{200d}👩\u{200d}👧👩\u{200d}👩\u{200d}👧", 3, &["👩\u{200d}👩\u{200d}👧", "👩\u{200d}👩\u{200d}👧"]);
        check("你好", 1, &["你", "好"]);
    }

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_sticks_out(raw in "[ a-zé你\u{301}👩\u{200d}\t\u{200b}\n-]{0,80}", columns in 1_usize..20) {
            let wrapped = Wrapped::new(&raw, columns);
            let flat = |text: &str| text.replace(' ', "");
            prop_assert_eq!(flat(&wrapped.rows().collect::<String>()), flat(&wrapped.text));
            for row in wrapped.rows() {
                prop_assert!(width(row) <= columns || row.graphemes(true).count() == 1, "{row:?} in {columns}");
                prop_assert!(row.graphemes(true).all(|c| cluster_width(c) > 0), "{row:?}");
            }
        }
    }
}
