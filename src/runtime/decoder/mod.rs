//! A decoder of a terminal's input: bytes in, keys, pastes and mouse events out.
//!
//! Not crossterm's reader, which can't be woken or parked, blocks inside half a sequence, spins when the terminal is
//! gone, and (being edge-triggered) ignores input beyond the first 1,024 bytes until the next key. Pure: bytes come
//! with the time they were read at, and the reader calls [`Decoder::expire`] when [`Decoder::deadline`] passes without
//! input.
//!
//! Over a slow line everything arrives in pieces. Whatever has begun is waited for, and dropped if it breaks off: half a
//! sequence is never a key. The one exception is a lone ESC byte, which is the Esc key if nothing follows soon.

mod replies;
mod sequences;
#[cfg(test)]
mod tests;

use std::time::{Duration, Instant};

pub use self::replies::TerminalReply;
use self::sequences::{character_len, is_late_sequence, next_token};
use crate::app::key::{Code, Key};
use crate::app::mouse::MouseAction;

/// The first token of the input, with its length in bytes.
enum InputToken {
    Key(Key, usize),
    PasteStarts(usize),
    PasteEnds(usize),
    Mouse(MouseAction, u16, u16, usize),
    Reply(TerminalReply, usize),
    Focus(bool, usize),
    /// To be ignored: a reply of no interest, an unknown sequence, an invalid character.
    Skip(usize),
    /// More bytes are needed.
    Incomplete,
}

const ESC: u8 = 0x1b;
const PASTE_ENDS: &[u8] = b"\x1b[201~";
/// Of a paste longer than this (bytes) only the begin is returned: no text holds that much, and none takes its end alone.
const LONGEST_PASTE: usize = 1024 * 1024;
/// How long the rest of a sequence, a character or a paste is waited for, since its last byte.
const SILENCE: Duration = Duration::from_secs(1);
/// How long the rest of a terminal's reply is waited for, of which nothing must be typed.
const REPLY_SILENCE: Duration = Duration::from_secs(4);
/// How long after an Esc key the rest of a sequence may still arrive that the key was in truth the begin of.
const LATE_REST: Duration = Duration::from_millis(500);
/// How long after a paste without an end its rest may still arrive.
const LATE_PASTE: Duration = Duration::from_secs(10);

/// A decoded piece of input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decoded {
    Key(Key),
    /// Pasted text, never commands. Line ends are `\n`.
    Paste(String),
    /// The end of a paste has not come; what came of it was returned as [`Decoded::Paste`]. The rest may come as keys.
    PasteBroken,
    /// The end of a paste that was broken.
    PasteEnds,
    /// A mouse event at this column and row, from 0.
    Mouse(MouseAction, u16, u16),
    /// The terminal said this of itself.
    Reply(TerminalReply),
    /// The terminal got the focus, or lost it.
    Focus(bool),
}

/// The decoder's state: bytes that are not decoded yet, and what is expected to follow.
pub struct Decoder {
    /// How long a lone ESC byte waits for the rest of a sequence.
    escape_timeout: Duration,
    pending: Vec<u8>,
    /// When the last byte came.
    last_input: Option<Instant>,
    pasting: bool,
    /// The paste is longer than [`LONGEST_PASTE`], which was returned of it; the rest is dropped.
    too_long: bool,
    /// How much of the pending paste has been searched for its end.
    searched: usize,
    /// When the end of a paste was given up.
    paste_broken: Option<Instant>,
    /// When an Esc key was returned that may turn out to be the begin of a sequence.
    escaped: Option<Instant>,
    /// The terminal sends the Esc key as a sequence (the kitty keyboard protocol): an ESC byte is the begin of one.
    unambiguous: bool,
    /// The pending sequence's ESC byte was returned as a key: what it means is dropped.
    late: bool,
}

impl Decoder {
    /// Creates a decoder that waits so long after a lone ESC byte.
    pub fn new(escape_timeout: Duration) -> Self {
        Self {
            escape_timeout,
            pending: Vec::new(),
            last_input: None,
            pasting: false,
            too_long: false,
            searched: 0,
            paste_broken: None,
            escaped: None,
            unambiguous: false,
            late: false,
        }
    }

    /// Adds bytes that were read now, and returns the input that is complete with them.
    ///
    /// Never gives anything up, however late they are: a reader that was held up itself knows nothing of the line.
    pub fn feed(&mut self, bytes: &[u8], now: Instant) -> Vec<Decoded> {
        let is_within = |since: Option<Instant>, time| since.is_some_and(|since| now.duration_since(since) <= time);
        if bytes.is_empty() {
            return Vec::new();
        }
        if !self.pasting && self.pending.is_empty() {
            if is_within(self.escaped, LATE_REST) && is_late_sequence(bytes) {
                self.pending.push(ESC);
                self.late = true;
            }
            self.escaped = None;
            self.paste_broken =
                self.paste_broken.filter(|_| is_within(self.paste_broken.max(self.last_input), LATE_PASTE));
        }
        self.last_input = Some(now);
        let mut decoded = Vec::new();
        if self.pending.is_empty() && self.paste_broken.is_some() {
            let len = rest_of_paste(bytes);
            if len > 0 && !self.too_long {
                decoded.push(paste(&bytes[..len]));
            }
            self.pending.extend_from_slice(&bytes[len..]);
        } else {
            self.pending.extend_from_slice(bytes);
        }
        self.decode(&mut decoded);
        decoded
    }

    /// Returns when [`Decoder::expire`] is to be called if no input comes; `None` when nothing is waited for.
    pub fn deadline(&self) -> Option<Instant> {
        if !self.pasting && self.pending.is_empty() {
            return None;
        }
        let patience = match &self.pending[..] {
            _ if self.pasting => SILENCE,
            [ESC] if !self.unambiguous => self.escape_timeout,
            begun if replies::is_begun(begun) => REPLY_SILENCE,
            _ => SILENCE,
        };
        Some(self.last_input? + patience)
    }

    /// Returns the input that is decided by the deadline having passed: a lone ESC byte is the Esc key, what came of a
    /// paste is its text, and any other begun sequence or character is dropped.
    pub fn expire(&mut self, now: Instant) -> Vec<Decoded> {
        let mut decoded = Vec::new();
        if self.deadline().is_none_or(|deadline| now < deadline) {
            return decoded;
        }
        if self.pasting {
            self.pasting = false;
            self.searched = 0;
            self.paste_broken = Some(now);
            let len = whole_characters(&self.pending);
            if len > 0 && !self.too_long {
                decoded.push(paste(&self.pending[..len]));
            }
            // Half of its end mark or of a character is waited for like any other.
            self.pending.drain(..len);
            self.last_input = Some(now);
            decoded.push(Decoded::PasteBroken);
            return decoded;
        }
        if self.pending == [ESC] {
            self.escaped = Some(now);
            self.paste_broken = None;
            decoded.push(Decoded::Key(Key::plain(Code::Esc)));
        }
        self.pending.clear();
        self.late = false;
        decoded
    }

    /// Returns what came of a paste, because nobody reads on: the desk ends, or another program takes the terminal.
    pub fn finish(&mut self) -> Option<Decoded> {
        let rest = std::mem::take(&mut self.pending);
        let pasting = std::mem::take(&mut self.pasting) && !std::mem::take(&mut self.too_long);
        (self.searched, self.paste_broken, self.escaped, self.late) = (0, None, None, false);
        self.unambiguous = false;
        let len = whole_characters(&rest);
        (pasting && len > 0).then(|| paste(&rest[..len]))
    }

    /// Decodes what is pending as far as it is complete.
    fn decode(&mut self, decoded: &mut Vec<Decoded>) {
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
                    None if rest.len() > LONGEST_PASTE => (whole_lines(&rest[..LONGEST_PASTE]), 0),
                    None => {
                        self.searched = (rest.len() + 1).saturating_sub(PASTE_ENDS.len());
                        break;
                    }
                };
                if !self.too_long {
                    decoded.push(paste(&rest[..len]));
                }
                at += len + gap;
                self.searched = 0;
                self.pasting = end.is_none();
                self.too_long = self.pasting;
                continue;
            }
            let token = next_token(rest);
            if matches!(token, InputToken::Incomplete) {
                break;
            }
            let is_late = std::mem::take(&mut self.late);
            at += match token {
                InputToken::Key(key, len) => {
                    decoded.extend((!is_late).then_some(Decoded::Key(key)));
                    len
                }
                InputToken::Mouse(how, x, y, len) => {
                    decoded.extend((!is_late).then_some(Decoded::Mouse(how, x, y)));
                    len
                }
                InputToken::PasteStarts(len) => {
                    (self.pasting, self.too_long, self.paste_broken) = (true, false, None);
                    len
                }
                InputToken::PasteEnds(len) => {
                    self.paste_broken = None;
                    decoded.push(Decoded::PasteEnds);
                    len
                }
                InputToken::Reply(reply, len) => {
                    if let TerminalReply::Keyboard { unambiguous } = reply {
                        self.unambiguous = unambiguous;
                    }
                    decoded.push(Decoded::Reply(reply));
                    len
                }
                InputToken::Focus(focused, len) => {
                    decoded.push(Decoded::Focus(focused));
                    len
                }
                InputToken::Skip(len) => len,
                InputToken::Incomplete => 0,
            };
        }
        self.pending.drain(..at);
    }
}

/// Decodes a paste. Terminals send the Return key for a line end.
fn paste(bytes: &[u8]) -> Decoded {
    Decoded::Paste(String::from_utf8_lossy(bytes).replace("\r\n", "\n").replace('\r', "\n"))
}

/// Returns how many of these bytes, read after a paste that was broken, are its rest: all up to its end mark, or several
/// characters at once. A single one is what a person types.
fn rest_of_paste(bytes: &[u8]) -> usize {
    if let Some(end) = bytes.windows(PASTE_ENDS.len()).position(|w| w == PASTE_ENDS) {
        return end;
    }
    let text = bytes.iter().position(|byte| *byte == ESC).unwrap_or(bytes.len());
    let len = whole_characters(&bytes[..text]);
    let single = bytes.first().is_some_and(|lead| character_len(*lead) >= len);
    if single { 0 } else { len }
}

/// Returns the length of the longest prefix that cuts no character, line end or end mark of the paste.
fn whole_lines(bytes: &[u8]) -> usize {
    let cut = whole_characters(bytes);
    cut - usize::from(bytes[..cut].ends_with(b"\r"))
}

/// Returns the length of the longest prefix that cuts no character or end mark of the paste.
fn whole_characters(bytes: &[u8]) -> usize {
    let mark = (1..PASTE_ENDS.len()).rev().find(|n| bytes.ends_with(&PASTE_ENDS[..*n])).unwrap_or(0);
    let cut = bytes.len() - mark;
    let start = (cut.saturating_sub(3)..cut).rev().find(|&i| bytes[i] & 0xc0 != 0x80);
    match start {
        Some(start) if character_len(bytes[start]) > cut - start => start,
        _ => cut,
    }
}
