//! A decoder of a terminal's input: bytes in, keys, pastes and mouse events out.
//!
//! Not crossterm's reader, which can't be woken or parked, blocks inside half a sequence, spins when the terminal is
//! gone, and (being edge-triggered) ignores input beyond the first 1,024 bytes until the next key. Pure: ambiguities
//! are resolved by the bytes, and by [`Decoder::flush`], which the reader calls after a pause.

use super::ImageProtocol;
use crate::app::key::{Code, Key, Mods};
use crate::app::mouse::MouseAction;

const ESC: u8 = 0x1b;
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// How many pauses a reply of the terminal may contain: over a slow line it arrives in pieces, none of which are keys.
const MAX_REPLY_PAUSES: u8 = 25;
/// A paste longer than this (bytes) is returned in pieces.
const PASTE_PIECE: usize = 1024 * 1024;

/// A decoded piece of input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    Key(Key),
    /// Pasted text, never commands. Line ends are `\n`.
    Paste(String),
    /// A mouse event at this column and row, from 0.
    Mouse(MouseAction, u16, u16),
    /// The terminal reported that it supports this image protocol.
    Graphics(ImageProtocol),
}

/// The decoder's state: bytes that are not decoded yet.
#[derive(Default)]
pub struct Decoder {
    pending: Vec<u8>,
    pasting: bool,
    /// How much of the pending paste has been searched for its end.
    searched: usize,
    /// How many pauses the pending reply has had.
    pauses: u8,
}

/// The first token of the input, with its length in bytes.
enum Token {
    Key(Key, usize),
    PasteStarts(usize),
    Mouse(MouseAction, u16, u16, usize),
    Graphics(ImageProtocol, usize),
    /// To be ignored: a reply of the terminal, an unknown sequence, an invalid character.
    Skip(usize),
    /// More bytes are needed.
    Incomplete,
}

impl Decoder {
    /// Adds bytes and returns the input that is now complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Decoded> {
        self.pending.extend_from_slice(bytes);
        let mut decoded = Vec::new();
        let mut at = 0;
        loop {
            let rest = &self.pending[at..];
            if rest.is_empty() {
                break;
            }
            if self.pasting {
                let end = rest[self.searched..].windows(PASTE_ENDS.len()).position(|w| w == PASTE_ENDS);
                let (len, gap) = match end {
                    Some(end) => (self.searched + end, PASTE_ENDS.len()),
                    None if rest.len() > PASTE_PIECE => (whole_characters(&rest[..PASTE_PIECE]), 0),
                    None => {
                        self.searched = (rest.len() + 1).saturating_sub(PASTE_ENDS.len());
                        break;
                    }
                };
                decoded.push(paste(&rest[..len]));
                at += len + gap;
                self.searched = 0;
                self.pasting = end.is_none();
                continue;
            }
            match next_token(rest) {
                Token::Key(key, len) => {
                    decoded.push(Decoded::Key(key));
                    at += len;
                }
                Token::Mouse(how, x, y, len) => {
                    decoded.push(Decoded::Mouse(how, x, y));
                    at += len;
                }
                Token::PasteStarts(len) => {
                    self.pasting = true;
                    at += len;
                }
                Token::Graphics(protocol, len) => {
                    decoded.push(Decoded::Graphics(protocol));
                    at += len;
                }
                Token::Skip(len) => at += len,
                Token::Incomplete => break,
            }
        }
        self.pending.drain(..at);
        if self.pending.is_empty() {
            self.pauses = 0;
        }
        decoded
    }

    /// Returns whether bytes are pending that become keys unless more input follows soon.
    pub fn has_pending(&self) -> bool {
        !self.pending.is_empty() && !self.pasting
    }

    /// Called after a pause: a pending escape is the Esc key, and what follows it is input of its own. A partial reply
    /// is awaited, and discarded if its end never comes.
    pub fn flush(&mut self) -> Vec<Decoded> {
        if !self.has_pending() {
            return Vec::new();
        }
        let is_reply = is_reply(&self.pending);
        if is_reply && self.pauses < MAX_REPLY_PAUSES {
            self.pauses += 1;
            return Vec::new();
        }
        self.pauses = 0;
        let rest = std::mem::take(&mut self.pending);
        if is_reply {
            return Vec::new();
        }
        if rest[0] != ESC {
            // An incomplete character.
            return Vec::new();
        }
        match rest.get(1) {
            None => vec![Decoded::Key(Key::plain(Code::Esc))],
            Some(byte) => {
                let mut decoded = vec![alt(Key::char(char::from(*byte)))];
                decoded.extend(self.feed(&rest[2..]));
                decoded
            }
        }
    }
}

/// Returns whether these bytes begin a sequence that only a terminal sends: a report on images, colours, its type.
fn is_reply(bytes: &[u8]) -> bool {
    matches!(bytes, [ESC, b'_', b'G', ..] | [ESC, b'P' | b']', _, ..] | [ESC, b'[', b'?', ..])
}

fn alt(mut key: Key) -> Decoded {
    key.mods.alt = true;
    Decoded::Key(key)
}

/// Decodes a paste. Terminals send the Return key for a line end.
fn paste(bytes: &[u8]) -> Decoded {
    Decoded::Paste(String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n"))
}

/// Returns the length of the longest prefix that cuts no character, line end or end mark of the paste.
fn whole_characters(bytes: &[u8]) -> usize {
    let mark = (1..PASTE_ENDS.len()).rev().find(|n| bytes.ends_with(&PASTE_ENDS[..*n])).unwrap_or(0);
    let cut = bytes.len() - mark;
    let cut = cut - usize::from(bytes[..cut].ends_with(b"\r"));
    let start = (cut.saturating_sub(3)..cut).rev().find(|&i| bytes[i] & 0xc0 != 0x80);
    match start {
        Some(start) if character_len(bytes[start]) > cut - start => start,
        _ => cut,
    }
}

fn character_len(lead: u8) -> usize {
    match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

fn next_token(bytes: &[u8]) -> Token {
    match bytes[0] {
        ESC => escape(bytes),
        byte @ 0x00..=0x7f => Token::Key(control_or_ascii(byte), 1),
        lead => {
            let len = character_len(lead);
            match std::str::from_utf8(&bytes[..len.min(bytes.len())]) {
                Ok(text) => match text.chars().next() {
                    Some(c) => Token::Key(Key::char(c), len),
                    None => Token::Skip(1),
                },
                Err(error) if error.error_len().is_none() && bytes.len() < len => Token::Incomplete,
                Err(_) => Token::Skip(1),
            }
        }
    }
}

fn control_or_ascii(byte: u8) -> Key {
    let ctrl = |c: u8| Key::ctrl(char::from(c));
    match byte {
        b'\r' => Key::plain(Code::Enter),
        b'\t' => Key::plain(Code::Tab),
        0x7f => Key::plain(Code::Backspace),
        0x00 => ctrl(b' '),
        0x01..=0x1a => ctrl(byte - 1 + b'a'),
        0x1c..=0x1f => ctrl(byte - 0x1c + b'4'),
        _ => Key::char(char::from(byte)),
    }
}

fn escape(bytes: &[u8]) -> Token {
    match bytes.get(1) {
        None => Token::Incomplete,
        Some(b'[') => control_sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Token::Incomplete,
            Some(last) => match letter_key(*last) {
                Some(code) => Token::Key(Key::plain(code), 3),
                None => Token::Skip(3),
            },
        },
        // Strings that a terminal sends in reply to a query.
        Some(b']' | b'P' | b'_' | b'^') => match string_end(&bytes[2..]) {
            Some(len) if bytes[2..2 + len].starts_with(b"Gi=31;OK") => Token::Graphics(ImageProtocol::Kitty, 2 + len),
            Some(len) => Token::Skip(2 + len),
            None => Token::Incomplete,
        },
        Some(&ESC) => Token::Key(Key::plain(Code::Esc), 1),
        Some(_) => match next_token(&bytes[1..]) {
            Token::Key(mut key, len) => {
                key.mods.alt = true;
                Token::Key(key, len + 1)
            }
            Token::Skip(len) => Token::Skip(len + 1),
            other => other,
        },
    }
}

fn string_end(bytes: &[u8]) -> Option<usize> {
    let bell = bytes.iter().position(|b| *b == 0x07).map(|i| i + 1);
    let st = bytes.windows(2).position(|w| w == [ESC, b'\\']).map(|i| i + 2);
    bell.into_iter().chain(st).min()
}

/// Decodes a control sequence: `ESC [`, parameters, a final byte.
fn control_sequence(bytes: &[u8]) -> Token {
    // The Linux console's F1 to F5.
    if let Some(b'[') = bytes.get(2) {
        return match bytes.get(3) {
            None => Token::Incomplete,
            Some(&n @ b'A'..=b'E') => Token::Key(Key::plain(Code::F(n - b'A' + 1)), 4),
            Some(_) => Token::Skip(4),
        };
    }
    let Some(end) = bytes[2..].iter().position(|b| !(0x20..=0x3f).contains(b)).map(|i| i + 2) else {
        return Token::Incomplete;
    };
    let last = bytes[end];
    if !(0x40..=0x7e).contains(&last) {
        // Interrupted by a byte that can't be part of it.
        return Token::Skip(end);
    }
    let len = end + 1;
    let Ok(text) = std::str::from_utf8(&bytes[2..end]) else { return Token::Skip(len) };
    match (text.strip_prefix('<'), last) {
        (Some(event), b'M') => return mouse(event, len),
        (Some(_), _) => return Token::Skip(len),
        // The legacy mouse encoding, with three bytes that are not keys.
        (None, b'M') if text.is_empty() => {
            return if bytes.len() < len + 3 { Token::Incomplete } else { Token::Skip(len + 3) };
        }
        _ => {}
    }
    let numbers: Vec<u32> =
        text.split(';').map(|n| n.split(':').next().and_then(|n| n.parse().ok()).unwrap_or(0)).collect();
    let number = |i: usize| numbers.get(i).copied().unwrap_or(0);
    let code = match last {
        b'~' if number(0) == 200 => return Token::PasteStarts(len),
        // xterm's modifyOtherKeys.
        b'~' if number(0) == 27 => return coded_key(number(2), number(1), len),
        b'~' => tilde_key(number(0)),
        b'u' => return coded_key(number(0), number(1), len),
        // Device attributes: 4 among them means sixel.
        b'c' if text.starts_with('?') && numbers.iter().skip(1).any(|n| *n == 4) => {
            return Token::Graphics(ImageProtocol::Sixel, len);
        }
        b'Z' => return Token::Key(Key::new(Code::Tab, Mods { shift: true, ..Mods::default() }), len),
        _ if text.is_empty() || text.starts_with("1;") => letter_key(last),
        _ => None,
    };
    match code {
        Some(code) => Token::Key(Key::new(code, modifiers(number(1))), len),
        None => Token::Skip(len),
    }
}

/// Decodes `button;column;row`, counted from 1. Releases, drags, and presses with Ctrl or Alt are ignored.
fn mouse(event: &str, len: usize) -> Token {
    let numbers: Vec<u16> = event.split(';').filter_map(|n| n.parse().ok()).collect();
    let (Some(how), [_, x, y]) = (numbers.first().and_then(|button| mouse_action(*button)), numbers.as_slice()) else {
        return Token::Skip(len);
    };
    Token::Mouse(how, x.saturating_sub(1), y.saturating_sub(1), len)
}

fn mouse_action(button: u16) -> Option<MouseAction> {
    match button {
        0 => Some(MouseAction::Press),
        64 => Some(MouseAction::WheelUp),
        65 => Some(MouseAction::WheelDown),
        _ => None,
    }
}

fn letter_key(letter: u8) -> Option<Code> {
    Some(match letter {
        b'A' => Code::Up,
        b'B' => Code::Down,
        b'C' => Code::Right,
        b'D' => Code::Left,
        b'H' => Code::Home,
        b'F' => Code::End,
        b'M' => Code::Enter,
        b'P'..=b'S' => Code::F(letter - b'P' + 1),
        _ => return None,
    })
}

fn tilde_key(number: u32) -> Option<Code> {
    Some(match number {
        1 | 7 => Code::Home,
        2 => Code::Insert,
        3 => Code::Delete,
        4 | 8 => Code::End,
        5 => Code::PageUp,
        6 => Code::PageDown,
        11..=15 => Code::F((number - 10) as u8),
        17..=21 => Code::F((number - 11) as u8),
        23..=24 => Code::F((number - 12) as u8),
        _ => return None,
    })
}

/// Decodes a key given as a code point (kitty, modifyOtherKeys).
fn coded_key(code: u32, mods: u32, len: usize) -> Token {
    let code = match code {
        13 => Code::Enter,
        9 => Code::Tab,
        27 => Code::Esc,
        8 | 127 => Code::Backspace,
        other => match char::from_u32(other).filter(|c| !c.is_control()) {
            Some(c) => Code::Char(c),
            None => return Token::Skip(len),
        },
    };
    Token::Key(Key::new(code, modifiers(mods)), len)
}

/// Decodes modifiers: xterm sends one more than the sum of shift 1, alt 2, ctrl 4.
fn modifiers(parameter: u32) -> Mods {
    let bits = parameter.saturating_sub(1);
    Mods { shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & 4 != 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Code::{Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Tab, Up};

    const PLAIN: Mods = Mods { ctrl: false, alt: false, shift: false };
    const CTRL: Mods = Mods { ctrl: true, ..PLAIN };
    const ALT: Mods = Mods { alt: true, ..PLAIN };
    const SHIFT: Mods = Mods { shift: true, ..PLAIN };

    fn key(code: Code, mods: Mods) -> Decoded {
        Decoded::Key(Key::new(code, mods))
    }

    #[test]
    fn each_sequence_is_its_key() {
        let table: &[(&[u8], Code, Mods)] = &[
            (b"j", Char('j'), PLAIN),
            (b"G", Char('G'), PLAIN),
            ("é".as_bytes(), Char('é'), PLAIN),
            ("€".as_bytes(), Char('€'), PLAIN),
            ("🙂".as_bytes(), Char('🙂'), PLAIN),
            (b"\r", Enter, PLAIN),
            (b"\n", Char('j'), CTRL),
            (b"\t", Tab, PLAIN),
            (b"\x1b[Z", Tab, SHIFT),
            (b"\x7f", Backspace, PLAIN),
            (b"\x13", Char('s'), CTRL),
            (b"\x1a", Char('z'), CTRL),
            (b"\0", Char(' '), CTRL),
            (b"\x1f", Char('7'), CTRL),
            (b"\x1b[A", Up, PLAIN),
            (b"\x1bOB", Down, PLAIN),
            (b"\x1b[1;5D", Left, CTRL),
            (b"\x1b[H", Home, PLAIN),
            (b"\x1b[1~", Home, PLAIN),
            (b"\x1b[8~", End, PLAIN),
            (b"\x1bOF", End, PLAIN),
            (b"\x1b[3~", Delete, PLAIN),
            (b"\x1b[3;2~", Delete, SHIFT),
            (b"\x1b[5~", PageUp, PLAIN),
            (b"\x1b[6;7~", PageDown, Mods { ctrl: true, ..ALT }),
            (b"\x1bOP", F(1), PLAIN),
            (b"\x1b[[E", F(5), PLAIN),
            (b"\x1b[15~", F(5), PLAIN),
            (b"\x1b[24~", F(12), PLAIN),
            (b"\x1bb", Char('b'), ALT),
            ("\x1bé".as_bytes(), Char('é'), ALT),
            (b"\x1b[115;5u", Char('s'), CTRL),
            (b"\x1b[27u", Esc, PLAIN),
            (b"\x1b[27;5;13~", Enter, CTRL),
        ];
        for (bytes, code, mods) in table {
            assert_eq!(Decoder::default().feed(bytes), [key(*code, *mods)], "{:?}", String::from_utf8_lossy(bytes));
            // The result does not depend on how the bytes are split.
            let mut decoder = Decoder::default();
            let one_by_one: Vec<Decoded> = bytes.iter().flat_map(|b| decoder.feed(&[*b])).collect();
            assert_eq!(one_by_one, [key(*code, *mods)], "{:?} byte by byte", String::from_utf8_lossy(bytes));
            assert!(!decoder.has_pending());
        }
    }

    #[test]
    fn an_escape_is_a_key_when_nothing_follows() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b"), []);
        assert!(decoder.has_pending());
        assert_eq!(decoder.flush(), [key(Esc, PLAIN)]);
        assert!(!decoder.has_pending());
        assert_eq!(decoder.feed(b"\x1b\x1b[A"), [key(Esc, PLAIN), key(Up, PLAIN)]);
        assert_eq!(decoder.feed(b"\x1b["), []);
        assert_eq!(decoder.flush(), [key(Char('['), ALT)]);
        assert_eq!(decoder.flush(), []);
    }

    #[test]
    fn a_paste_is_text_however_it_is_cut() {
        let bytes = "a\x1b[200~l'été\r\nq\x1b[Ddeux\rD\x1b[201~b".as_bytes();
        let whole = [key(Char('a'), PLAIN), Decoded::Paste("l'été\nq\x1b[Ddeux\nD".into()), key(Char('b'), PLAIN)];
        for size in 1..=bytes.len() {
            let mut decoder = Decoder::default();
            let mut decoded = Vec::new();
            for piece in bytes.chunks(size) {
                decoded.extend(decoder.feed(piece));
                if decoder.pasting {
                    assert_eq!(decoder.flush(), [], "a pause inside a paste ends nothing");
                }
            }
            assert_eq!(decoded, whole, "in pieces of {size}");
        }
    }

    #[test]
    fn a_huge_paste_comes_in_pieces_that_cut_no_character() {
        let text = "é€🙂\n".repeat(300_000);
        let mut decoder = Decoder::default();
        let mut back = String::new();
        let sent = format!("\x1b[200~{text}\x1b[201~");
        let mut pieces = 0;
        for decoded in sent.as_bytes().chunks(65_535).flat_map(|bytes| decoder.feed(bytes)) {
            let Decoded::Paste(piece) = decoded else { panic!("a paste became {decoded:?}") };
            back.push_str(&piece);
            pieces += 1;
        }
        assert!(back == text, "what came out is not what went in");
        assert!(pieces > 1);
        assert!(!decoder.pasting);
    }

    #[test]
    fn the_mouse_is_told_of_by_place_and_never_taken_for_keys() {
        let expected = |bytes: &[u8]| Decoder::default().feed(bytes);
        assert_eq!(expected(b"\x1b[<0;12;3M"), [Decoded::Mouse(MouseAction::Press, 11, 2)]);
        assert_eq!(expected(b"\x1b[<64;1;1M"), [Decoded::Mouse(MouseAction::WheelUp, 0, 0)]);
        assert_eq!(expected(b"\x1b[<65;200;70M"), [Decoded::Mouse(MouseAction::WheelDown, 199, 69)]);
        for nothing in [
            "\x1b[<0;12;3m",
            "\x1b[<2;1;1M",
            "\x1b[<32;1;1M",
            "\x1b[<0;1M",
            "\x1b[<0;99999;1M",
            "\x1b[<;;M",
            "\x1b[M !!",
        ] {
            assert_eq!(expected(nothing.as_bytes()), [], "{nothing:?}");
        }
        let mut slow = Decoder::default();
        let mut decoded = Vec::new();
        for byte in b"\x1b[<0;2;2Mj\x1b[M\x60q\xffk" {
            decoded.extend(slow.feed(&[*byte]));
        }
        assert_eq!(decoded, [Decoded::Mouse(MouseAction::Press, 1, 1), key(Char('j'), PLAIN), key(Char('k'), PLAIN)]);
    }

    #[test]
    fn what_is_no_key_is_swallowed_whole() {
        let replies: &[&[u8]] = &[
            b"\x1b[?62;22c",
            b"\x1b[12;40R",
            b"\x1b[I",
            b"\x1b[O",
            b"\x1b]11;rgb:0000/0000/0000\x07",
            b"\x1b]11;rgb:0000/0000/0000\x1b\\",
            b"\x1bP>|xterm(390)\x1b\\",
            b"\x1b[<35;12;3M",
            b"\xff",
            b"\x80\xbf",
        ];
        for reply in replies {
            let mut decoder = Decoder::default();
            let mut decoded = decoder.feed(reply);
            decoded.extend(decoder.feed(b"j"));
            assert_eq!(decoded, [key(Char('j'), PLAIN)], "{:?}", String::from_utf8_lossy(reply));
        }
    }

    #[test]
    fn what_a_terminal_says_of_its_pictures_is_told_however_it_is_cut_and_none_of_it_is_typed() {
        use ImageProtocol::{Kitty, Sixel};
        let table = [
            ("kitty", "\x1b_Gi=31;OK\x1b\\\x1b[?62;c", vec![Kitty]),
            ("a terminal with both", "\x1b_Gi=31;OK\x1b\\\x1b[?62;4;22c", vec![Kitty, Sixel]),
            ("xterm with sixel", "\x1b[?64;1;2;4;6;9;15;22c", vec![Sixel]),
            ("foot", "\x1b[?62;4;22;28;29c", vec![Sixel]),
            ("kitty's no", "\x1b_Gi=31;ENOTSUPPORTED:no\x1b\\\x1b[?62;c", vec![]),
            ("another picture's", "\x1b_Gi=3;OK\x1b\\", vec![]),
            ("a VT100", "\x1b[?1;2c", vec![]),
            ("a VT400 of class 64, without sixel", "\x1b[?64;1;2c", vec![]),
            ("one whose class is 4", "\x1b[?4c", vec![]),
            ("iTerm2", "\x1b[?62;4c", vec![Sixel]),
            ("iTerm2's version", "\x1bP>|iTerm2 3.5.0\x1b\\", vec![]),
            ("a cell's size", "\x1b]1337;ReportCellSize=17.0;8.0\x07", vec![]),
        ];
        for (name, bytes, expected) in table {
            let bytes = bytes.as_bytes();
            let expected: Vec<Decoded> = expected.into_iter().map(Decoded::Graphics).collect();
            assert_eq!(Decoder::default().feed(bytes), expected, "{name}");
            // A slow line may split it anywhere after its first two bytes, with a pause that would end a key.
            for cut in (3..bytes.len()).filter(|cut| bytes[*cut - 1] != ESC && bytes[*cut - 2] != ESC) {
                let mut decoder = Decoder::default();
                let mut decoded = decoder.feed(&bytes[..cut]);
                decoded.extend(decoder.flush());
                decoded.extend(decoder.flush());
                decoded.extend(decoder.feed(&bytes[cut..]));
                decoded.extend(decoder.flush());
                assert_eq!(decoded, expected, "{name} cut at {cut}");
                assert!(!decoder.has_pending());
            }
        }
    }

    #[test]
    fn a_terminal_that_breaks_off_costs_a_second_and_no_keys_after_it() {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(b"\x1b_Gi=31;O"), []);
        let pauses = (0..).take_while(|_| decoder.has_pending() && decoder.flush().is_empty()).count();
        assert!((2..=30).contains(&pauses), "{pauses}");
        assert_eq!(decoder.feed(b"j"), [key(Char('j'), PLAIN)]);
        // A key with Alt is recognised at the first pause.
        assert_eq!(decoder.feed(b"\x1b_"), []);
        assert_eq!(decoder.flush(), [key(Char('_'), ALT)]);
    }

    #[test]
    fn any_bytes_at_all_are_taken() {
        let mut seed = 7u32;
        let mut decoder = Decoder::default();
        for _ in 0..200_000 {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let noise = (seed >> 24) as u8;
            decoder.feed(&[if noise < 40 { ESC } else { noise }]);
            if noise == 77 {
                decoder.flush();
            }
        }
    }
}
