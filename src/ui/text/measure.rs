//! How wide text is on the screen, as ratatui counts it, and how it is cut to fit.

use std::borrow::Cow;

use ratatui::buffer::CellWidth;
use unicode_segmentation::UnicodeSegmentation;

use super::chars;

/// Returns whether each character stands in a cell of its own, as in most of what Europeans write and in lines: nothing that
/// joins, nothing wide.
pub fn is_plain(text: &str) -> bool {
    text.chars().all(chars::has_own_cell)
}

/// Returns the columns that safe text takes: the sum of its clusters, as ratatui puts them into cells.
pub fn width(text: &str) -> usize {
    if text.is_ascii() {
        return text.len();
    }
    if is_plain(text) {
        return text.chars().count();
    }
    text.graphemes(true).map(cluster_width).sum()
}

/// Returns the columns of one grapheme cluster.
pub fn cluster_width(cluster: &str) -> usize {
    usize::from(cluster.cell_width())
}

/// Returns the longest beginning of `text` that takes at most `columns`, and its width.
pub fn fit(text: &str, columns: usize) -> (&str, usize) {
    if text.is_ascii() {
        let end = text.len().min(columns);
        return (&text[..end], end);
    }
    if is_plain(text) {
        let end = text.char_indices().nth(columns).map_or(text.len(), |(at, _)| at);
        return (&text[..end], text[..end].chars().count());
    }
    let mut used = 0;
    for (at, cluster) in text.grapheme_indices(true) {
        let next = used + cluster_width(cluster);
        if next > columns {
            return (&text[..at], used);
        }
        used = next;
    }
    (text, used)
}

/// `text`, or its beginning and `…` where it does not fit in `columns`.
pub fn truncate(text: &str, columns: usize) -> Cow<'_, str> {
    let (whole, _) = fit(text, columns);
    if whole.len() == text.len() {
        return Cow::Borrowed(text);
    }
    if columns == 0 {
        return Cow::Borrowed("");
    }
    let (cut, _) = fit(text, columns - 1);
    Cow::Owned(format!("{}…", cut.trim_end()))
}

/// Returns a text, or its first words and ` …` where it does not fit in so many columns: what is left out is words of ours, which
/// are said in full elsewhere.
pub fn first_words(text: &str, columns: usize) -> Cow<'_, str> {
    if width(text) <= columns {
        return Cow::Borrowed(text);
    }
    let mut parts = text.match_indices(' ').map(|(at, _)| text[..at].trim_end_matches([' ', ',', ';', ':'])).rev();
    match parts.find(|part| width(part) + 2 <= columns) {
        Some(part) => Cow::Owned(format!("{part} …")),
        None => truncate(text, columns),
    }
}

/// Returns a person's name, or with the initial of the first one where it does not fit in so many columns, or cut.
pub fn short_name(name: &str, columns: usize) -> Cow<'_, str> {
    if width(name) <= columns {
        return Cow::Borrowed(name);
    }
    let short = name.split_once(' ').and_then(|(first, rest)| Some(format!("{}. {rest}", first.chars().next()?)));
    match short.filter(|short| width(short) <= columns) {
        Some(short) => Cow::Owned(short),
        None => truncate(name, columns),
    }
}

/// Returns two texts cut to so many columns together: each in full where it fits, else no more of the longer one than of the
/// other.
pub fn share(texts: [&str; 2], columns: usize) -> [Cow<'_, str>; 2] {
    let [first, second] = texts.map(width);
    let half = columns / 2;
    let first = if second <= half { columns - second } else { first.min(half) };
    [truncate(texts[0], first), truncate(texts[1], columns.saturating_sub(first.min(width(texts[0]))))]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_name_keeps_its_last_part_and_a_long_sentence_whole_words() {
        for (name, columns, shown) in [
            ("Camille Roussel", 15, "Camille Roussel"),
            ("Camille Roussel", 14, "C. Roussel"),
            ("Émile de la Tour", 14, "É. de la Tour"),
            ("Camille Roussel", 9, "Camille…"),
            ("Bartholomew", 8, "Barthol…"),
            ("", 4, ""),
        ] {
            assert_eq!(short_name(name, columns), shown);
        }
        for (text, columns, shown) in [
            ("took D-1001", 11, "took D-1001"),
            ("took D-1001", 10, "took …"),
            ("paid, then asked", 9, "paid …"),
            ("took D-1001", 5, "took…"),
            ("incomprehensible", 8, "incompr…"),
        ] {
            assert_eq!(first_words(text, columns), shown, "{columns}");
        }
    }

    #[test]
    fn widths_are_those_of_the_screen() {
        for (text, columns) in [
            ("", 0),
            ("abc", 3),
            ("été", 3),
            ("e\u{301}", 1),
            ("你好", 4),
            ("👩\u{200d}👩\u{200d}👧", 2),
            ("1\u{202f}234,50\u{a0}€", 10),
            ("▌ ⚑ ● ⏎", 7),
        ] {
            assert_eq!(width(text), columns, "{text}");
        }
    }

    #[test]
    fn plain_text_is_as_wide_as_its_clusters() {
        let plain = |c: &char| is_plain(&c.to_string());
        for c in (char::MIN..char::MAX).filter(plain) {
            let pair = format!("{c}{c}");
            assert_eq!(pair.graphemes(true).map(cluster_width).collect::<Vec<_>>(), [1, 1], "{c:?}");
        }
        assert!(
            is_plain("Création d’un site à 10 €…") && !is_plain("e\u{301}") && !is_plain("a\u{ad}b") && !is_plain("你")
        );
    }

    #[test]
    fn text_is_cut_between_clusters_with_an_ellipsis() {
        for (text, columns, cut) in [
            ("Logo pour restaurant", 20, "Logo pour restaurant"),
            ("Logo pour restaurant", 12, "Logo pour r…"),
            ("Logo pour restaurant", 11, "Logo pour…"),
            ("你好吗", 4, "你…"),
            ("你好吗", 5, "你好…"),
            ("👩\u{200d}👩\u{200d}👧!!", 3, "👩\u{200d}👩\u{200d}👧…"),
            ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"),
            ("abc", 1, "…"),
            ("abc", 0, ""),
        ] {
            assert_eq!(truncate(text, columns), cut, "{text} in {columns}");
        }
    }
}
