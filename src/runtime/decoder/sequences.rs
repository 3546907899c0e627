//! The sequences of a terminal: which keys, mouse events and replies their bytes are.

use super::{ESC, InputToken, replies};
use crate::app::key::{Code, Key, Mods};
use crate::app::mouse::MouseAction;

/// Returns the length of a character with this first byte in UTF-8.
pub(super) fn character_len(lead: u8) -> usize {
    match lead {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => 1,
    }
}

/// Returns whether these bytes, read soon after an Esc key, are the rest of a sequence that the key was the begin of: a
/// key's, or a terminal's reply, which arrives in one piece but for its first byte.
pub(super) fn is_late_sequence(bytes: &[u8]) -> bool {
    let reply = matches!(bytes, [b'_', b'G', ..] | [b']', b'0'..=b'9', ..] | [b'P', b'>', ..]);
    matches!(bytes, [b'[' | b'O', ..]) || reply
}

/// Decodes the first token of these bytes, which are not empty.
pub(super) fn next_token(bytes: &[u8]) -> InputToken {
    match bytes[0] {
        ESC => escape(bytes),
        byte @ 0x00..=0x7f => InputToken::Key(control_or_ascii(byte), 1),
        lead => {
            let len = character_len(lead);
            match std::str::from_utf8(&bytes[..len.min(bytes.len())]) {
                Ok(text) => match text.chars().next() {
                    Some(c) => InputToken::Key(Key::char(c), len),
                    None => InputToken::Skip(1),
                },
                Err(error) if error.error_len().is_none() && bytes.len() < len => InputToken::Incomplete,
                Err(_) => InputToken::Skip(1),
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

fn escape(bytes: &[u8]) -> InputToken {
    match bytes.get(1) {
        None => InputToken::Incomplete,
        Some(b'[') => control_sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => InputToken::Incomplete,
            Some(last) => match letter_key(*last) {
                Some(code) => InputToken::Key(Key::plain(code), 3),
                None => InputToken::Skip(2 + usize::from(is_printable(*last))),
            },
        },
        // Strings that a terminal sends in reply to a query.
        Some(b']' | b'P' | b'_' | b'^') => string(&bytes[2..]),
        Some(&ESC) => InputToken::Key(Key::plain(Code::Esc), 1),
        Some(_) => match next_token(&bytes[1..]) {
            InputToken::Key(mut key, len) => {
                key.mods.alt = true;
                InputToken::Key(key, len + 1)
            }
            InputToken::Skip(len) => InputToken::Skip(len + 1),
            other => other,
        },
    }
}

/// Decodes a string, from the byte after its introducer.
fn string(bytes: &[u8]) -> InputToken {
    if let Some(len) = replies::broken_colour(bytes) {
        return InputToken::Skip(2 + len);
    }
    let Some((body, len)) = string_end(bytes) else { return InputToken::Incomplete };
    match replies::of_string(&bytes[..body]) {
        Some(reply) => InputToken::Reply(reply, 2 + len),
        None => InputToken::Skip(2 + len),
    }
}

/// Returns whether a byte can be part of a key's sequence. Any other one interrupts it, and is input of its own.
fn is_printable(byte: u8) -> bool {
    (0x20..0x7f).contains(&byte)
}

/// Returns the length of a terminal's string, without and with its end, or up to the escape sequence that interrupts it.
fn string_end(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.iter().position(|byte| matches!(*byte, 0x07 | ESC))?;
    match (bytes[end], bytes.get(end + 1)) {
        (ESC, None) => None,
        (ESC, Some(b'\\')) => Some((end, end + 2)),
        (ESC, Some(_)) => Some((end, end)),
        _ => Some((end, end + 1)),
    }
}

/// Decodes a control sequence: `ESC [`, parameters, a final byte.
fn control_sequence(bytes: &[u8]) -> InputToken {
    // The Linux console's F1 to F5.
    if let Some(b'[') = bytes.get(2) {
        return match bytes.get(3) {
            None => InputToken::Incomplete,
            Some(&n @ b'A'..=b'E') => InputToken::Key(Key::plain(Code::F(n - b'A' + 1)), 4),
            Some(other) => InputToken::Skip(3 + usize::from(is_printable(*other))),
        };
    }
    let Some(end) = bytes[2..].iter().position(|b| !(0x20..=0x3f).contains(b)).map(|i| i + 2) else {
        return InputToken::Incomplete;
    };
    let last = bytes[end];
    if !(0x40..=0x7e).contains(&last) {
        // Interrupted by a byte that can't be part of it.
        return InputToken::Skip(end);
    }
    let len = end + 1;
    let Ok(text) = std::str::from_utf8(&bytes[2..end]) else { return InputToken::Skip(len) };
    match (text.strip_prefix('<'), last) {
        (Some(event), b'M') => return mouse(event, len),
        (Some(_), _) => return InputToken::Skip(len),
        // The legacy mouse encoding, with three bytes that are not keys.
        (None, b'M') if text.is_empty() => {
            return if bytes.len() < len + 3 { InputToken::Incomplete } else { InputToken::Skip(len + 3) };
        }
        _ => {}
    }
    if let Some(reply) = replies::of_control(text, last) {
        return InputToken::Reply(reply, len);
    }
    let numbers: Vec<u32> =
        text.split(';').map(|n| n.split(':').next().and_then(|n| n.parse().ok()).unwrap_or(0)).collect();
    let number = |i: usize| numbers.get(i).copied().unwrap_or(0);
    let code = match last {
        b'~' if number(0) == 200 => return InputToken::PasteStarts(len),
        b'~' if number(0) == 201 => return InputToken::PasteEnds(len),
        // xterm's modifyOtherKeys.
        b'~' if number(0) == 27 => return coded_key(number(2), number(1), len),
        b'~' => tilde_key(number(0)),
        b'u' => return coded_key(number(0), number(1), len),
        b'I' | b'O' if text.is_empty() => return InputToken::Focus(last == b'I', len),
        b'Z' => return InputToken::Key(Key::new(Code::Tab, Mods { shift: true, ..Mods::default() }), len),
        _ if text.is_empty() || text.starts_with("1;") => letter_key(last),
        _ => None,
    };
    match code {
        Some(code) => modified_key(code, number(1), len),
        None => InputToken::Skip(len),
    }
}

/// Decodes `button;column;row`, counted from 1. Releases, drags, and presses with Ctrl or Alt are ignored.
fn mouse(event: &str, len: usize) -> InputToken {
    let numbers: Vec<u16> = event.split(';').filter_map(|n| n.parse().ok()).collect();
    let (Some(how), [_, x, y]) = (numbers.first().and_then(|button| mouse_action(*button)), numbers.as_slice()) else {
        return InputToken::Skip(len);
    };
    InputToken::Mouse(how, x.saturating_sub(1), y.saturating_sub(1), len)
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
fn coded_key(code: u32, mods: u32, len: usize) -> InputToken {
    let held = modifiers(mods);
    let code = match (code, char::from_u32(code)) {
        (13, _) => Code::Enter,
        (9, _) => Code::Tab,
        (27, _) => Code::Esc,
        (8 | 127, _) => Code::Backspace,
        // What a terminal without the protocol can't tell from these three, and fingers know as them.
        (_, Some('[')) if held.ctrl => return modified_key(Code::Esc, without_ctrl(mods), len),
        (_, Some('i')) if held.ctrl => return modified_key(Code::Tab, without_ctrl(mods), len),
        (_, Some('m')) if held.ctrl => return modified_key(Code::Enter, without_ctrl(mods), len),
        (57_344..=63_743, _) => match functional_key(code) {
            Some(code) => code,
            None => return InputToken::Skip(len),
        },
        // The key is named by what it writes without Shift.
        (_, Some(c)) if held.shift && !c.is_control() => Code::Char(c.to_uppercase().next().unwrap_or(c)),
        (_, Some(c)) if !c.is_control() => Code::Char(c),
        _ => return InputToken::Skip(len),
    };
    modified_key(code, mods, len)
}

fn without_ctrl(mods: u32) -> u32 {
    (mods.saturating_sub(1) & !CTRL) + 1
}

/// Decodes kitty's own numbers for keys that write nothing, and for those of the keypad.
fn functional_key(code: u32) -> Option<Code> {
    let keypad = |at: u32| "0123456789./*-+".chars().nth(at as usize).map(Code::Char);
    Some(match code {
        57_376..=57_387 => Code::F((code - 57_376 + 13) as u8),
        57_399..=57_413 => return keypad(code - 57_399),
        57_414 => Code::Enter,
        57_415 => Code::Char('='),
        57_416 => Code::Char(','),
        57_417 => Code::Left,
        57_418 => Code::Right,
        57_419 => Code::Up,
        57_420 => Code::Down,
        57_421 => Code::PageUp,
        57_422 => Code::PageDown,
        57_423 => Code::Home,
        57_424 => Code::End,
        57_425 => Code::Insert,
        57_426 => Code::Delete,
        _ => return None,
    })
}

/// The sum of what is held, as xterm sends it with one more: Control, and what belongs to the window system's own shortcuts
/// (super, hyper, meta).
const CTRL: u32 = 4;
const OF_THE_WINDOW_SYSTEM: u32 = 8 | 16 | 32;

/// Returns a key with what is held. One of the window system's shortcuts is not meant for the desk.
fn modified_key(code: Code, mods: u32, len: usize) -> InputToken {
    match mods.saturating_sub(1) & OF_THE_WINDOW_SYSTEM {
        0 => InputToken::Key(Key::new(code, modifiers(mods)), len),
        _ => InputToken::Skip(len),
    }
}

/// Decodes modifiers: xterm sends one more than the sum of shift 1, alt 2, ctrl 4.
fn modifiers(parameter: u32) -> Mods {
    let bits = parameter.saturating_sub(1);
    Mods { shift: bits & 1 != 0, alt: bits & 2 != 0, ctrl: bits & CTRL != 0 }
}
