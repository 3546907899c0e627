//! The border between what strangers wrote and the screen.
//!
//! Message text, names, titles and file names come from angry or hostile people. Here raw text becomes [`Safe`]: what could
//! not be seen, or would mislead, is made visible, never dropped (dropping turns `10<TAB>00` into `1000`), and a cluster of
//! marks is capped. Everything that is drawn or printed from a stranger passes through [`safe`] or [`safe_lines`].

mod chars;
mod cluster;
mod measure;
mod wrap;

use std::borrow::Cow;
use std::fmt;
use std::ops::Deref;

use unicode_segmentation::UnicodeSegmentation;

pub use cluster::capped;
pub use measure::{first_words, fit, is_plain, share, short_name, truncate, width};
pub use wrap::{Wrapped, whole_words};

/// Text that may be shown: no control, direction, zero-width or otherwise invisible character outside a genuine emoji, and
/// no cluster of more than 30 marks or 64 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Safe<'a>(Cow<'a, str>);

impl Safe<'_> {
    /// Returns the text, on its own.
    pub fn into_owned(self) -> String {
        self.0.into_owned()
    }
}

impl Deref for Safe<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl AsRef<str> for Safe<'_> {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Safe<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}

/// Returns a stranger's text on one line: a name, a title, the beginning of a message. Line ends show as `⏎`.
pub fn safe(raw: &str) -> Safe<'_> {
    if raw.chars().all(chars::is_plain) {
        return Safe(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len() + 16);
    let mut clusters = raw.graphemes(true).map(|c| if c == "\r\n" { "\n" } else { c }).peekable();
    while let Some(cluster) = clusters.next() {
        let mut times = 1;
        if let Some(unseen) = single(cluster).filter(|&c| chars::is_invisible(c)) {
            while clusters.next_if_eq(&cluster).is_some() {
                times += 1;
            }
            chars::write_unseen(&mut out, unseen, times);
        } else {
            cluster::push(&mut out, cluster);
        }
    }
    Safe(Cow::Owned(out))
}

/// Returns a stranger's text that may have several lines. More than three empty lines in a row become one that counts
/// them, so that nobody is pushed off the screen by nothing.
pub fn safe_lines(raw: &str) -> impl Iterator<Item = Safe<'_>> {
    let mut lines = raw.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line)).peekable();
    let mut waiting = 0_usize;
    std::iter::from_fn(move || {
        if waiting > 0 {
            waiting -= 1;
            return Some(Safe(Cow::Borrowed("")));
        }
        let line = lines.next()?;
        if !line.is_empty() {
            return Some(safe(line));
        }
        let mut empty = 1;
        while lines.next_if(|next| next.is_empty()).is_some() {
            empty += 1;
        }
        if empty > 3 {
            let mut mark = String::new();
            chars::write_unseen(&mut mark, '\n', empty + 1);
            return Some(Safe(Cow::Owned(mark)));
        }
        waiting = empty - 1;
        Some(Safe(Cow::Borrowed("")))
    })
}

/// Returns a stranger's text beside an amount: as [`safe`], and letters written from right to left are spelled by their
/// codes, because some terminals reorder the figures around them.
pub fn safe_beside_figures(raw: &str) -> Safe<'_> {
    let text = safe(raw);
    if !text.chars().any(chars::is_right_to_left) {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        if chars::is_right_to_left(c) { chars::write_unseen(&mut out, c, 1) } else { out.push(c) }
    }
    Safe(Cow::Owned(out))
}

fn single(cluster: &str) -> Option<char> {
    let mut chars = cluster.chars();
    chars.next().filter(|_| chars.next().is_none())
}

/// Returns a text cut into words and what stands between them, each with whether it is a word.
pub(crate) fn word_segments(text: &str) -> impl Iterator<Item = (&str, bool)> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let is_word = rest.chars().next()?.is_alphanumeric();
        let end = rest.find(|c: char| c.is_alphanumeric() != is_word).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        rest = after;
        Some((part, is_word))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::measure::cluster_width;
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_made_visible_never_dropped() {
        for (raw, shown) in [
            ("Rien à signaler : « 120,00 € »…", "Rien à signaler : « 120,00 € »…"),
            ("10\t00", "10→00"),
            ("\t\t\t\t\tx", "‹→×5›x"),
            ("one\ntwo\r\nthree", "one⏎two⏎three"),
            ("a\rb", "a‹CR›b"),
            ("\u{1b}[31mred\u{1b}[0m", "‹ESC›[31mred‹ESC›[0m"),
            ("\u{1b}]52;c;aGk=\u{7}", "‹ESC›]52;c;aGk=‹BEL›"),
            ("\u{9b}31m", "‹U+009B›31m"),
            ("del\u{7f}", "del‹DEL›"),
            ("abc\u{202e}fdp.exe", "abc‹U+202E›fdp.exe"),
            ("\u{2066}x\u{2069}", "‹U+2066›x‹U+2069›"),
            ("pay\u{200b}pal", "pay‹U+200B›pal"),
            ("\u{200b}\u{200b}\u{200b}", "‹U+200B×3›"),
            ("soft\u{ad}hyphen", "soft‹U+00AD›hyphen"),
            ("\u{feff}bom", "‹U+FEFF›bom"),
            ("\u{e0041}\u{e0042}", "‹U+E0041›‹U+E0042›"),
            ("\u{2800}\u{3164}", "‹U+2800›‹U+3164›"),
            ("\u{e0b0}", "‹U+E0B0›"),
            ("\u{301}x", "◌\u{301}x"),
            ("\u{1161}", "‹U+1161›"),
            ("\u{1d250}", "‹U+1D250›"),
            ("e\u{301}te\u{301}", "e\u{301}te\u{301}"),
            ("a\u{200d}b", "a‹U+200D›b"),
            ("a\u{200d}\u{301}", "a‹U+200D›◌\u{301}"),
            ("👩\u{200d}👩\u{200d}👧 👍🏽 ❤\u{fe0f} 🇫🇷", "👩\u{200d}👩\u{200d}👧 👍🏽 ❤\u{fe0f} 🇫🇷"),
            ("👩\u{200d}", "👩‹U+200D›"),
            ("a\u{fe0f}", "a‹U+FE0F›"),
            ("안녕 नमस्ते สวัสดี", "안녕 नमस्ते สวัสดี"),
        ] {
            assert_eq!(&*safe(raw), shown, "{raw:?}");
        }
    }

    #[test]
    fn no_character_alone_is_dropped() {
        for c in '\u{0}'..=char::MAX {
            let mut buffer = [0; 4];
            let shown = safe(c.encode_utf8(&mut buffer)).into_owned();
            assert!(width(&shown) > 0 && !shown.chars().any(chars::is_invisible), "U+{:04X}", u32::from(c));
        }
    }

    #[test]
    fn plain_text_costs_nothing() {
        assert!(matches!(safe("C’est l’été, à 12 h : 40 € — non ?").0, Cow::Borrowed(_)));
    }

    #[test]
    fn a_flood_of_marks_that_was_typed_is_cut_where_it_is_drawn() {
        let flood = format!("né{} fin", "\u{301}".repeat(2000));
        let drawn = capped(&flood);
        assert!(drawn.graphemes(true).all(|c| c.len() <= 64), "{drawn}");
        assert!(drawn.starts_with("né\u{301}") && drawn.ends_with(" fin"));
        assert_eq!(width(&drawn), width(&flood), "the cursor stands where it stood");
        let plain = "d'un été à l'autre, 👩\u{200d}👩\u{200d}👧\u{200d}👦 ".repeat(9);
        assert!(matches!(capped(&plain), Cow::Borrowed(same) if same == plain));
    }

    #[test]
    fn a_flood_of_marks_is_capped_and_counted() {
        let flood = format!("z{}!", "\u{301}".repeat(42));
        assert_eq!(&*safe(&flood), format!("z{}‹+12›!", "\u{301}".repeat(30)));
        let wide = format!("z{}!", "\u{1d165}".repeat(20));
        assert!(safe(&wide).graphemes(true).all(|c| c.len() <= 64));
        let jamo = "\u{1100}".repeat(500);
        assert!(safe(&jamo).graphemes(true).all(|c| c.len() <= 64 && cluster_width(c) <= 8));
        let family = vec!["👩"; 500].join("\u{200d}");
        assert!(safe(&family).graphemes(true).all(|c| c.len() <= 64));
    }

    #[test]
    fn lines_are_kept_and_emptiness_is_counted() {
        let lines = |raw: &str| safe_lines(raw).map(Safe::into_owned).collect::<Vec<_>>();
        assert_eq!(lines("a\r\nb\n\nc"), ["a", "b", "", "c"]);
        assert_eq!(lines("a\n\n\n\nb"), ["a", "", "", "", "b"]);
        assert_eq!(lines(&format!("a{}b", "\n".repeat(10_000))), ["a", "‹⏎×10000›", "b"]);
        assert_eq!(lines(""), [""]);
    }

    #[test]
    fn letters_from_right_to_left_stay_away_from_figures() {
        assert_eq!(&*safe_beside_figures("Logo \u{5d0}\u{5d1}"), "Logo ‹U+05D0›‹U+05D1›");
        assert_eq!(&*safe("Logo \u{5d0}"), "Logo \u{5d0}");
    }

    /// Text made of what an attacker would mix.
    fn hostile() -> impl Strategy<Value = String> {
        let nasty = prop::sample::select(vec![
            '\u{0}',
            '\t',
            '\n',
            '\r',
            '\u{1b}',
            '\u{7f}',
            '\u{9b}',
            '\u{ad}',
            '\u{301}',
            '\u{34f}',
            '\u{5d0}',
            '\u{61c}',
            '\u{94d}',
            '\u{915}',
            '\u{d4e}',
            '\u{1100}',
            '\u{1161}',
            '\u{11a8}',
            '\u{17d8}',
            '\u{200b}',
            '\u{200d}',
            '\u{200f}',
            '\u{2028}',
            '\u{202e}',
            '\u{2066}',
            '\u{20e3}',
            '\u{2764}',
            '\u{3099}',
            '\u{fe0e}',
            '\u{fe0f}',
            '\u{feff}',
            '\u{ff9e}',
            '\u{1f1eb}',
            '\u{1f3fd}',
            '\u{1f469}',
            '\u{e0067}',
            '1',
            'a',
            ' ',
            '你',
        ]);
        prop::collection::vec(prop_oneof![4 => nasty, 1 => any::<char>()], 0..60).prop_map(String::from_iter)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        #[test]
        fn safe_text_shows_all_of_itself(raw in hostile()) {
            let text = safe(&raw);
            for cluster in text.graphemes(true) {
                prop_assert!(cluster.len() <= 64 && cluster_width(cluster) >= 1, "{cluster:?}");
                let picture = chars::is_emoji_sequence(cluster);
                prop_assert!(picture || !cluster.chars().any(chars::is_invisible), "{cluster:?} in {text:?}");
            }
        }

        #[test]
        fn widths_agree_with_ratatui(raw in hostile()) {
            let text = safe(&raw);
            let columns = u16::try_from(width(&text)).unwrap();
            let area = ratatui::layout::Rect::new(0, 0, columns + 1, 1);
            let mut buffer = ratatui::buffer::Buffer::empty(area);
            let (end, _) = buffer.set_stringn(0, 0, &*text, usize::MAX, ratatui::style::Style::new());
            prop_assert_eq!(end, columns);
            let drawn: String = (0..end).map(|x| buffer[(x, 0)].symbol()).collect::<String>().replace(' ', "");
            prop_assert_eq!(drawn, text.replace(' ', ""));
        }

        #[test]
        fn lines_hold_no_line_end(raw in hostile()) {
            for line in safe_lines(&raw) {
                prop_assert!(!line.contains(char::is_control), "{line:?}");
            }
        }
    }
}
