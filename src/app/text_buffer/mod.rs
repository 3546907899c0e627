//! A text being written: an editor on grapheme clusters, with undo and a cap.

mod filled;
pub mod rows;

use std::ops::Range;

use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use super::key::{Code, Key, Mods};
use crate::domain::discussion::templates::FilledPlace;
use crate::domain::text::invisible::{continues_emoji, is_invisible};

/// The most a text may hold, in bytes: what a reply needs, and what a keystroke can lay out at once.
pub const MAX_BYTES: usize = 32 * 1024;

/// How many edits can be undone.
const MAX_UNDO: usize = 500;

/// A text being written, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TextBuffer {
    body: String,
    cursor: usize,
    lines: bool,
    /// What the next character replaces; never empty.
    selected: Option<Range<usize>>,
    /// What in it was filled in, in order; see [`TextBuffer::refill`].
    filled: Vec<FilledPlace>,
    done: Vec<Change>,
    undone: Vec<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Change {
    at: usize,
    removed: String,
    inserted: String,
    before: usize,
}

/// What a key did to a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EditResult {
    /// The text is another one now.
    Changed,
    /// The cursor may have moved, the text is the same.
    Moved,
    /// The text would pass [`MAX_BYTES`]; nothing was put in.
    TooLong,
    /// Not a key for an editor.
    Ignored,
}

impl TextBuffer {
    /// Returns a text of one line, with the cursor at its end. Line feeds put into it become spaces.
    pub fn single_line(body: &str) -> Self {
        let mut text = Self::default();
        text.set(body);
        text
    }

    /// Returns a text of any number of lines, with the cursor at its end.
    pub fn multi_line(body: &str) -> Self {
        let mut text = Self { lines: true, ..Self::default() };
        text.set(body);
        text
    }

    /// Replaces everything, cut to [`MAX_BYTES`], and forgets what could be undone.
    pub fn set(&mut self, body: &str) {
        let mut body = normalize(body, self.lines, None);
        while body.len() > MAX_BYTES {
            let whole = floor(&body, MAX_BYTES);
            body.truncate(whole);
        }
        self.cursor = body.len();
        self.body = body;
        self.selected = None;
        self.filled.clear();
        self.done.clear();
        self.undone.clear();
    }

    /// Returns what is written.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Returns the cursor, as a byte of [`TextBuffer::body`]; always between two clusters.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// Selects everything, as a form does with a field that is filled in: the first character typed takes its place, and
    /// moving the cursor keeps it.
    pub fn select_all(&mut self) {
        self.select(0..self.body.len());
    }

    /// Selects a part in the same way, the cursor at its end.
    pub fn select(&mut self, range: Range<usize>) {
        self.cursor = ceil(&self.body, range.end.min(self.body.len()));
        let range = floor(&self.body, range.start)..self.cursor;
        self.selected = (!range.is_empty()).then_some(range);
    }

    /// Returns whether anything is selected.
    pub fn is_selected(&self) -> bool {
        self.selected.is_some()
    }

    /// Returns whether all of it is selected: it was filled in, and typing replaces it.
    pub fn is_all_selected(&self) -> bool {
        self.selected == Some(0..self.body.len())
    }

    /// Returns what is selected, as bytes of [`TextBuffer::body`].
    pub fn selection(&self) -> Option<Range<usize>> {
        self.selected.clone()
    }

    /// Replaces everything as one edit, which can be undone. Refused when it is longer than [`MAX_BYTES`].
    pub fn replace_all(&mut self, body: &str) -> EditResult {
        let body = normalize(body, self.lines, None);
        match &body {
            body if *body == self.body => EditResult::Moved,
            body if body.len() > MAX_BYTES => EditResult::TooLong,
            body => {
                // What stays as it was is no part of the edit.
                let common = |a: &str, b: &str| a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
                let start = floor(&self.body, common(&self.body, body)).min(floor(body, common(&self.body, body)));
                let (old, new) = (&self.body[start..], &body[start..]);
                let tail = old.bytes().rev().zip(new.bytes().rev()).take_while(|(a, b)| a == b).count();
                let tail = (0..=tail).rev().find(|tail| {
                    let ends = [(old, old.len() - tail), (new, new.len() - tail)];
                    ends.iter().all(|(text, at)| text.is_char_boundary(*at))
                });
                let tail = tail.unwrap_or(0);
                self.replace(start..self.body.len() - tail, &body[start..body.len() - tail]);
                self.cursor = self.body.len();
                EditResult::Changed
            }
        }
    }

    /// Returns whether nothing but white space is written.
    pub fn is_blank(&self) -> bool {
        self.body.trim().is_empty()
    }

    /// Returns the rows at this width in columns, as byte ranges (see [`rows::rows`]).
    pub fn rows(&self, width: usize) -> Vec<Range<usize>> {
        rows::rows(&self.body, width)
    }

    /// Returns the row and column of the cursor at this width.
    pub fn place(&self, width: usize) -> (usize, usize) {
        rows::place(&self.body, &self.rows(width), self.cursor)
    }

    /// Puts in text at the cursor, in NFC, what can't be seen made visible.
    pub fn insert(&mut self, text: &str) -> EditResult {
        let place = self.selected.clone().unwrap_or(self.cursor..self.cursor);
        let text = normalize(text, self.lines, self.body[..place.start].chars().next_back());
        if text.is_empty() {
            return EditResult::Moved;
        }
        if self.body.len() - place.len() + text.len() > MAX_BYTES {
            return EditResult::TooLong;
        }
        self.replace(place, &text);
        EditResult::Changed
    }

    /// Does what an editor does with this key; `width` is the columns of its window, for moving by rows.
    pub fn key(&mut self, key: Key, width: usize) -> EditResult {
        if let Some(c) = key.writes() {
            return self.insert(c.encode_utf8(&mut [0; 4]));
        }
        let Mods { ctrl, alt, shift } = key.mods;
        let word = ctrl || alt;
        match (key.code, word) {
            (Code::Enter, _) if self.lines => self.insert("\n"),
            (Code::Backspace, false) => self.remove(self.before()..self.cursor),
            (Code::Backspace, true) => self.remove(self.word_before()..self.cursor),
            (Code::Delete, false) => self.remove(self.cursor..self.after()),
            (Code::Delete, true) => self.remove(self.cursor..self.word_after()),
            (Code::Left, false) => self.go(self.before()),
            (Code::Right, false) => self.go(self.after()),
            (Code::Left, true) => self.go(self.word_before()),
            (Code::Right, true) => self.go(self.word_after()),
            (Code::Home, true) => self.go(0),
            (Code::End, true) => self.go(self.body.len()),
            (Code::Home, false) => self.go(self.line_start()),
            (Code::End, false) => self.go(self.line_end()),
            (Code::Up, false) if self.lines => self.go_rows(-1, width),
            (Code::Down, false) if self.lines => self.go_rows(1, width),
            (Code::PageUp, false) if self.lines => self.go_rows(-10, width),
            (Code::PageDown, false) if self.lines => self.go_rows(10, width),
            (Code::Char(c), true) => self.chord(c, ctrl, alt || shift),
            _ => EditResult::Ignored,
        }
    }

    /// Handles the chords of readline.
    fn chord(&mut self, c: char, ctrl: bool, other: bool) -> EditResult {
        match (c, ctrl, other) {
            ('a', true, false) => self.go(self.line_start()),
            ('e', true, false) => self.go(self.line_end()),
            ('b', true, false) => self.go(self.before()),
            ('f', true, false) => self.go(self.after()),
            ('h', true, false) => self.remove(self.before()..self.cursor),
            ('d', true, false) => self.remove(self.cursor..self.after()),
            ('w', true, false) => self.remove(self.word_before()..self.cursor),
            ('u', true, false) => self.remove(self.line_start()..self.cursor),
            ('k', true, false) => self.remove(self.cursor..self.line_end()),
            ('b', false, true) => self.go(self.word_before()),
            ('f', false, true) => self.go(self.word_after()),
            ('d', false, true) => self.remove(self.cursor..self.word_after()),
            // A terminal sends the same byte for Ctrl-_, Ctrl-/ and Ctrl-7.
            ('_' | '/' | '7', true, false) => self.undo(),
            ('y', true, false) => self.redo(),
            _ => EditResult::Ignored,
        }
    }

    /// Takes back the last edit.
    pub fn undo(&mut self) -> EditResult {
        let Some(edit) = self.done.pop() else { return EditResult::Moved };
        let place = edit.at..edit.at + edit.inserted.len();
        self.body.replace_range(place.clone(), &edit.removed);
        self.move_filled(&place, edit.removed.len());
        self.cursor = edit.before;
        self.selected = None;
        self.undone.push(edit);
        EditResult::Changed
    }

    /// Does again what was taken back last.
    pub fn redo(&mut self) -> EditResult {
        let Some(edit) = self.undone.pop() else { return EditResult::Moved };
        let place = edit.at..edit.at + edit.removed.len();
        self.body.replace_range(place.clone(), &edit.inserted);
        self.move_filled(&place, edit.inserted.len());
        self.cursor = ceil(&self.body, edit.at + edit.inserted.len());
        self.selected = None;
        self.done.push(edit);
        EditResult::Changed
    }

    fn remove(&mut self, range: Range<usize>) -> EditResult {
        let range = self.selected.clone().unwrap_or(range);
        if range.is_empty() {
            return EditResult::Moved;
        }
        self.replace(range, "");
        EditResult::Changed
    }

    fn replace(&mut self, range: Range<usize>, with: &str) {
        let edit = Change {
            at: range.start,
            removed: self.body[range.clone()].to_owned(),
            inserted: with.to_owned(),
            before: self.cursor,
        };
        self.body.replace_range(range.clone(), with);
        self.move_filled(&range, with.len());
        self.selected = None;
        self.cursor = ceil(&self.body, edit.at + with.len());
        self.undone.clear();
        // A word typed is one edit, so that undo goes back by words.
        match self.done.last_mut() {
            Some(last) if follows(last, &edit) => last.inserted.push_str(&edit.inserted),
            _ => self.done.push(edit),
        }
        if self.done.len() > MAX_UNDO {
            self.done.remove(0);
        }
    }

    fn go(&mut self, to: usize) -> EditResult {
        self.selected = None;
        self.cursor = to;
        EditResult::Moved
    }

    fn go_rows(&mut self, by: isize, width: usize) -> EditResult {
        let rows = self.rows(width);
        let (row, column) = rows::place(&self.body, &rows, self.cursor);
        let to = row.saturating_add_signed(by).min(rows.len() - 1);
        let at = match to {
            _ if to != row => rows::at_column(&self.body, &rows, to, column),
            _ if by < 0 => 0,
            _ => self.body.len(),
        };
        self.go(at)
    }

    fn before(&self) -> usize {
        self.body[..self.cursor].grapheme_indices(true).next_back().map_or(0, |(at, _)| at)
    }

    fn after(&self) -> usize {
        self.cursor + self.body[self.cursor..].graphemes(true).next().map_or(0, str::len)
    }

    fn word_before(&self) -> usize {
        let words = self.body[..self.cursor].split_word_bound_indices();
        // Words are cut by other rules than clusters; the cursor stays between clusters.
        words.rev().find(|(_, word)| !word.trim().is_empty()).map_or(0, |(at, _)| floor(&self.body, at))
    }

    fn word_after(&self) -> usize {
        let mut words = self.body[self.cursor..].split_word_bound_indices();
        let word = words.find(|(_, word)| !word.trim().is_empty());
        word.map_or(self.body.len(), |(at, word)| ceil(&self.body, self.cursor + at + word.len()))
    }

    fn line_start(&self) -> usize {
        self.body[..self.cursor].rfind('\n').map_or(0, |at| at + 1)
    }

    fn line_end(&self) -> usize {
        self.body[self.cursor..].find('\n').map_or(self.body.len(), |at| self.cursor + at)
    }
}

fn follows(last: &Change, edit: &Change) -> bool {
    let one = |text: &str| text.chars().count() == 1 && text.chars().all(char::is_alphanumeric);
    let typed = last.removed.is_empty() && edit.removed.is_empty() && one(&edit.inserted);
    typed && last.at + last.inserted.len() == edit.at && last.inserted.ends_with(char::is_alphanumeric)
}

/// Returns what may stand in a text that we write, `after` this character: NFC, lines ended by a line feed, a tab as
/// spaces, and in place of what can't be seen the sign for a character that can't be shown.
fn normalize(text: &str, lines: bool, after: Option<char>) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut normalize = String::with_capacity(text.len());
    let mut before = after;
    for c in text.nfc() {
        match c {
            '\n' if lines => normalize.push('\n'),
            '\n' => normalize.push(' '),
            '\t' => normalize.push_str("    "),
            c if is_invisible(c) && !continues_emoji(before, c) => normalize.push('\u{fffd}'),
            c => normalize.push(c),
        }
        before = normalize.chars().next_back();
    }
    normalize
}

/// Returns the end of the last whole cluster at or before this byte.
fn floor(text: &str, at: usize) -> usize {
    text.grapheme_indices(true).map(|(i, _)| i).take_while(|i| *i <= at).last().unwrap_or(0)
}

/// Returns the first place between two clusters at or after this byte.
fn ceil(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |i| i + 1);
    text[line..].grapheme_indices(true).map(|(i, _)| line + i).find(|i| *i >= at).unwrap_or(text.len())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// A text after these keys; `|` is where the cursor stood, and stands.
    fn after(text: &str, keys: &str) -> String {
        let (left, right) = text.split_once('|').unwrap();
        let mut editor = TextBuffer::multi_line(left);
        editor.body.push_str(&TextBuffer::multi_line(right).body);
        for key in keys.split_whitespace() {
            editor.key(key.parse().unwrap(), 10);
        }
        let mut shown = editor.body.clone();
        shown.insert(editor.cursor, '|');
        shown
    }

    #[test]
    fn keys_do_what_an_editor_does() {
        for (before, keys, then) in [
            ("ab|", "c", "abc|"),
            ("|ab", "Backspace", "|ab"),
            ("ab|", "Delete", "ab|"),
            ("ab|c", "Enter", "ab\n|c"),
            ("un deux|", "Ctrl-w", "un |"),
            ("un deux |", "Ctrl-Backspace", "un |"),
            ("l'été, demain|", "Ctrl-w Ctrl-w", "l'été|"),
            ("un\ndeux|", "Ctrl-u", "un\n|"),
            ("u|n\ndeux", "Ctrl-k", "u|\ndeux"),
            ("un deux|", "Ctrl-Left", "un |deux"),
            ("|un deux", "Ctrl-Right Ctrl-Right", "un deux|"),
            ("un\nde|ux", "Home", "un\n|deux"),
            ("un\nde|ux", "Up", "un|\ndeux"),
            ("un\nde|ux", "Up Up", "|un\ndeux"),
            ("un\nde|ux", "Down", "un\ndeux|"),
            ("un deux tro|is quatre", "Up", "un |deux trois quatre"),
            ("un deux tro|is quatre", "Ctrl-Home", "|un deux trois quatre"),
            ("abc|", "Left Left x", "ax|bc"),
            ("🇫\u{301}🇫🇫|", "Ctrl-Left", "🇫\u{301}|🇫🇫"),
        ] {
            assert_eq!(after(before, keys), then, "{keys} on {before}");
        }
    }

    #[test]
    fn what_is_selected_is_replaced_by_typing_and_kept_by_moving() {
        for (keys, then) in [("4 5", "45"), ("Backspace", ""), ("Ctrl-w", ""), ("End %", "60%"), ("Left 1", "610")] {
            let mut text = TextBuffer::single_line("60");
            text.select_all();
            for key in keys.split_whitespace() {
                text.key(key.parse().unwrap(), 10);
            }
            assert_eq!(text.body(), then, "{keys}");
            assert!(!text.is_selected());
        }
        let mut text = TextBuffer::single_line("60");
        text.select_all();
        text.insert("45");
        text.undo();
        assert_eq!(text.body(), "60");
    }

    #[test]
    fn what_looks_like_one_character_is_one() {
        for cluster in ["e\u{301}\u{302}", "👩‍👩‍👧", "🇫🇷", "ก็"] {
            let text = format!("a{cluster}|b");
            assert_eq!(after(&text, "Backspace"), "a|b", "{cluster}");
            assert_eq!(after(&text, "Left Left x"), format!("x|a{cluster}b").nfc().collect::<String>());
            assert_eq!(after(&format!("a|{cluster}b"), "Delete"), "a|b", "{cluster}");
        }
    }

    #[test]
    fn a_paste_is_composed_and_what_cannot_be_seen_is_shown() {
        let mut text = TextBuffer::multi_line("");
        text.insert("e\u{301}t\u{e9}\r\n10\t00\u{7}\u{202e}");
        assert_eq!(text.body(), "été\n10    00\u{fffd}\u{fffd}");
        // A text in tags, joiners that join nothing, what only one's own font shows.
        let mut text = TextBuffer::multi_line("");
        text.insert("oui\u{e006e}\u{e006f}\u{200c}\u{200d}\u{e000}");
        assert_eq!(text.body(), "oui\u{fffd}\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
        // An emoji is one picture, pasted or typed.
        let mut text = TextBuffer::multi_line("");
        text.insert("👩\u{200d}👧 ❤\u{fe0f}");
        "👩\u{200d}👧".chars().for_each(|c| {
            text.key(Key::plain(Code::Char(c)), 80);
        });
        assert_eq!(text.body(), "👩\u{200d}👧 ❤\u{fe0f}👩\u{200d}👧");
        let mut line = TextBuffer::single_line("");
        line.insert("a\nb");
        assert_eq!(line.body(), "a b");
        assert_eq!(line.key(Key::plain(Code::Enter), 10), EditResult::Ignored);
    }

    #[test]
    fn undo_goes_back_by_words_and_redo_forth() {
        let mut text = TextBuffer::multi_line("");
        for c in "un deux".chars() {
            text.key(Key::char(c), 10);
        }
        text.insert("collé d'un coup");
        for body in ["un deux", "un ", "un", "", ""] {
            text.undo();
            assert_eq!(text.body(), body);
        }
        text.redo();
        text.redo();
        assert_eq!(text.body(), "un ");
        text.key(Key::char('x'), 10);
        assert_eq!(text.redo(), EditResult::Moved, "a new edit forgets what was undone");
        text.key(Key::ctrl('7'), 10);
        assert_eq!(text.body(), "un ", "the byte that terminals send for Ctrl-_");
    }

    #[test]
    fn the_cap_is_never_passed() {
        assert_eq!(TextBuffer::multi_line(&"é".repeat(MAX_BYTES)).body().len(), MAX_BYTES);
        let mut text = TextBuffer::multi_line(&"x".repeat(MAX_BYTES));
        assert_eq!(text.insert("y"), EditResult::TooLong);
        assert_eq!(text.key(Key::plain(Code::Enter), 10), EditResult::TooLong);
        assert_eq!(text.body().len(), MAX_BYTES);
        assert_eq!(text.key(Key::plain(Code::Backspace), 10), EditResult::Changed);
    }

    fn any_key() -> impl Strategy<Value = Key> {
        let named = "Left Right Up Down Home End PageUp PageDown Backspace Delete Enter Tab Esc F1 Ctrl-w Ctrl-u Ctrl-k \
                     Ctrl-Left Ctrl-Right Ctrl-Delete Ctrl-Backspace Alt-d Ctrl-_ Ctrl-_ Ctrl-_ Ctrl-y Ctrl-Home";
        let named: Vec<Key> = named.split_whitespace().map(|key| key.parse().unwrap()).collect();
        let characters = prop_oneof![
            any::<char>(),
            proptest::sample::select(vec!['a', ' ', 'é', '\u{301}', '\u{200d}', '👩', '🇫', '\u{fe0f}', '\n'])
        ];
        prop_oneof![proptest::sample::select(named), characters.prop_map(Key::char)]
    }

    proptest! {
        #[test]
        fn the_cursor_is_always_between_clusters(
            keys in proptest::collection::vec(any_key(), 0..60),
            width in 0_usize..20,
        ) {
            let mut text = TextBuffer::multi_line("");
            for key in keys {
                text.key(key, width);
                let between = text.cursor == text.body.len() || text.body.grapheme_indices(true).any(|(i, _)| i == text.cursor);
                prop_assert!(between, "{:?} at {}", text.body, text.cursor);
                text.place(width);
            }
            while text.undo() == EditResult::Changed {}
            prop_assert!(text.body.is_empty());
        }
    }
}
