//! Bytes with pauses between them in, keys out.

use super::*;
use crate::app::key::Mods;
use Code::{Backspace, Char, Delete, Down, End, Enter, Esc, F, Home, Left, PageDown, PageUp, Tab, Up};

const PLAIN: Mods = Mods { ctrl: false, alt: false, shift: false };
const CTRL: Mods = Mods { ctrl: true, ..PLAIN };
const ALT: Mods = Mods { alt: true, ..PLAIN };
const SHIFT: Mods = Mods { shift: true, ..PLAIN };

fn key(code: Code, mods: Mods) -> Decoded {
    Decoded::Key(Key::new(code, mods))
}

fn typed(text: &str) -> Vec<Decoded> {
    text.chars().map(|c| key(Char(c), PLAIN)).collect()
}

fn pasted(text: &str) -> Decoded {
    Decoded::Paste(text.to_owned())
}

/// A line with a decoder at its end, on a clock of its own.
struct Line {
    decoder: Decoder,
    now: Instant,
}

impl Line {
    fn new() -> Self {
        Self::over(50)
    }

    fn over(escape_ms: u64) -> Self {
        Self { decoder: Decoder::new(Duration::from_millis(escape_ms)), now: Instant::now() }
    }

    fn send(&mut self, bytes: &[u8]) -> Vec<Decoded> {
        self.decoder.feed(bytes, self.now)
    }

    /// Lets time pass without input.
    fn pause(&mut self, ms: u64) -> Vec<Decoded> {
        let until = self.now + Duration::from_millis(ms);
        let mut decoded = Vec::new();
        while let Some(deadline) = self.decoder.deadline().filter(|deadline| *deadline <= until) {
            decoded.extend(self.decoder.expire(deadline));
        }
        self.now = until;
        decoded
    }

    fn is_waiting(&self) -> bool {
        self.decoder.deadline().is_some()
    }

    /// Sends the bytes one by one, with a pause after each, and waits until nothing is awaited.
    fn trickle(&mut self, bytes: &[u8], ms: u64) -> Vec<Decoded> {
        let mut decoded = Vec::new();
        for byte in bytes {
            decoded.extend(self.send(&[*byte]));
            decoded.extend(self.pause(ms));
        }
        decoded
    }
}

/// The bytes at once, and then nothing.
fn whole(bytes: &[u8]) -> Vec<Decoded> {
    let mut line = Line::new();
    let mut decoded = line.send(bytes);
    decoded.extend(line.pause(5_000));
    decoded
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
        (b"\x1b[27;2u", Esc, SHIFT),
        (b"\x1b[13;2u", Enter, SHIFT),
        (b"\x1b[9;2u", Tab, SHIFT),
        (b"\x1b[32;5u", Char(' '), CTRL),
        (b"\x1b[103;3u", Char('g'), ALT),
        (b"\x1b[103;4u", Char('G'), ALT),
        (b"\x1b[233;3u", Char('é'), ALT),
        (b"\x1b[122;69u", Char('z'), CTRL),
        (b"\x1b[115;5:1u", Char('s'), CTRL),
        (b"\x1b[91;5u", Esc, PLAIN),
        (b"\x1b[105;5u", Tab, PLAIN),
        (b"\x1b[109;5u", Enter, PLAIN),
        (b"\x1b[57404u", Char('5'), PLAIN),
        (b"\x1b[57414u", Enter, PLAIN),
        (b"\x1b[57422;5u", PageDown, CTRL),
        (b"\x1b[57376u", F(13), PLAIN),
        (b"\x1b[P", F(1), PLAIN),
        (b"\x1b[13~", F(3), PLAIN),
    ];
    for (bytes, code, mods) in table {
        assert_eq!(whole(bytes), [key(*code, *mods)], "{:?}", String::from_utf8_lossy(bytes));
        // The result does not depend on how the bytes are split.
        let mut line = Line::new();
        let one_by_one: Vec<Decoded> = bytes.iter().flat_map(|b| line.send(&[*b])).collect();
        assert_eq!(one_by_one, [key(*code, *mods)], "{:?} byte by byte", String::from_utf8_lossy(bytes));
        assert!(!line.is_waiting());
    }
}

#[test]
fn a_lone_escape_is_a_key_after_its_time_and_not_before() {
    for ms in [50, 150] {
        let mut line = Line::over(ms);
        assert_eq!(line.send(b"\x1b"), []);
        assert_eq!(line.pause(ms - 1), []);
        assert_eq!(line.pause(1), [key(Esc, PLAIN)]);
        assert!(!line.is_waiting());
        assert_eq!(line.send(b"\x1b\x1b[A"), [key(Esc, PLAIN), key(Up, PLAIN)]);
    }
}

#[test]
fn a_sequence_in_pieces_is_its_key_or_nothing_whatever_the_pause() {
    use MouseAction::WheelDown;
    let sequences: &[(&[u8], Decoded)] = &[
        (b"\x1b[A", key(Up, PLAIN)),
        (b"\x1b[D", key(Left, PLAIN)),
        (b"\x1bOD", key(Left, PLAIN)),
        (b"\x1b[6~", key(PageDown, PLAIN)),
        (b"\x1b[1;5D", key(Left, CTRL)),
        (b"\x1b[<65;12;8M", Decoded::Mouse(WheelDown, 11, 7)),
        ("é".as_bytes(), key(Char('é'), PLAIN)),
        ("🙂".as_bytes(), key(Char('🙂'), PLAIN)),
    ];
    for (bytes, meant) in sequences {
        for ms in [0, 45, 100, 400, 900] {
            let mut line = Line::over(150);
            let decoded = line.trickle(bytes, ms);
            // The Esc key was taken for one too early; nothing of its sequence is typed or run.
            let esc = (bytes[0] == ESC && ms >= 150).then(|| vec![key(Esc, PLAIN)]);
            let name = String::from_utf8_lossy(bytes);
            if ms < 500 || bytes[0] != ESC {
                assert_eq!(decoded, esc.unwrap_or_else(|| vec![meant.clone()]), "{name:?} with pauses of {ms} ms");
            }
            // Cut after its second byte, it is whole at any pause under a second.
            if bytes[0] == ESC {
                let mut line = Line::new();
                let mut decoded = line.send(&bytes[..2]);
                decoded.extend(line.pause(ms));
                decoded.extend(line.send(&bytes[2..]));
                assert_eq!(decoded, std::slice::from_ref(meant), "{name:?} cut in two by {ms} ms");
            }
        }
    }
}

#[test]
fn what_is_broken_off_is_dropped_and_the_keys_after_it_work() {
    for begun in ["\x1b[", "\x1bO", "\x1b[1;5", "\x1b[<65;12", "\x1b[[", "\x1b[M!", "\x1b_G", "\x1bP", "\x1b]11;rgb"] {
        let mut line = Line::new();
        assert_eq!(line.send(begun.as_bytes()), [], "{begun:?}");
        assert_eq!(line.pause(5_000), [], "{begun:?}");
        assert!(!line.is_waiting());
        assert_eq!(line.send(b"[Aj"), typed("[Aj"), "{begun:?}");
        // Another sequence that comes instead of its rest is one.
        assert_eq!(line.send(begun.as_bytes()), []);
        if begun != "\x1b[M!" {
            assert_eq!(line.send(b"\x1b[B"), [key(Down, PLAIN)], "{begun:?}");
        }
    }
    let mut line = Line::new();
    assert_eq!(line.send("é".as_bytes().split_at(1).0), []);
    assert_eq!(line.pause(5_000), []);
    assert_eq!(line.send("\u{e9}".as_bytes().split_at(1).1), [], "its other half alone is no character");
}

#[test]
fn the_rest_of_a_sequence_whose_begin_was_taken_for_esc_is_swallowed_for_half_a_second() {
    for rest in ["[A", "OA", "[1;5D", "[<65;12;8M", "_Gx\x1b\\", "]10;rgb:0/0/0\x07", "P>|xterm\x1b\\"] {
        let mut line = Line::new();
        line.send(b"\x1b");
        assert_eq!(line.pause(400), [key(Esc, PLAIN)]);
        assert_eq!(line.send(rest.as_bytes()), [], "{rest:?}");
        assert_eq!(line.send(b"j"), typed("j"), "{rest:?}");
    }
    let mut line = Line::new();
    line.send(b"\x1b");
    line.pause(600);
    assert_eq!(line.send(b"[O"), typed("[O"), "typed by hand, later");
    line.send(b"\x1b");
    line.pause(100);
    assert_eq!(line.send(b"j["), typed("j["), "another key came first");
    // A paste's begin is one even so: what follows it must not be run.
    line.send(b"\x1b");
    line.pause(100);
    assert_eq!(line.send(b"[200~DA\x1b[201~"), [pasted("DA")]);
}

#[test]
fn the_end_of_a_paste_is_waited_for_as_long_as_no_pause_is_a_second() {
    let text = "Première ligne\nDeuxième\n".repeat(60);
    let sent = format!("\x1b[200~{text}\x1b[201~j");
    for ms in [45, 100, 400, 900] {
        let mut line = Line::over(5_000);
        let mut decoded = Vec::new();
        for piece in sent.as_bytes().chunks(7) {
            decoded.extend(line.send(piece));
            decoded.extend(line.pause(ms));
        }
        assert_eq!(decoded, [pasted(&text), key(Char('j'), PLAIN)], "{ms} ms");
    }
}

#[test]
fn what_came_of_a_paste_that_does_not_end_is_text_after_a_second_and_keys_work_again() {
    let mut line = Line::new();
    assert_eq!(line.send("\x1b[200~l'été\r".as_bytes()), []);
    assert_eq!(line.pause(999), []);
    assert_eq!(line.pause(1), [pasted("l'été\n"), Decoded::PasteBroken]);
    assert!(!line.is_waiting());
    assert_eq!(line.send(b"j"), typed("j"));
    assert_eq!(line.send(b"\x1b[A"), [key(Up, PLAIN)]);
    // Its rest is text where it can be told from what a person types, and its end is known.
    assert_eq!(line.send(b"x\r"), [pasted("x\n")]);
    assert_eq!(
        line.send("et après\x1b[201~q".as_bytes()),
        [pasted("et après"), Decoded::PasteEnds, key(Char('q'), PLAIN)]
    );
    assert_eq!(line.send(b"jk"), typed("jk"), "no paste any more");
    // Half of its end mark or of a character is no text.
    for (sent, text, rest) in [("ab\x1b[20", "ab", "1~"), ("\x1b[2", "", "01~")] {
        line.send(b"\x1b[200~");
        line.send(sent.as_bytes());
        let mut expected = vec![Decoded::PasteBroken];
        if !text.is_empty() {
            expected.insert(0, pasted(text));
        }
        assert_eq!(line.pause(1_500), expected);
        assert_eq!(line.send(rest.as_bytes()), [Decoded::PasteEnds]);
    }
    line.send(b"\x1b[200~a\xc3");
    assert_eq!(line.pause(5_000), [pasted("a"), Decoded::PasteBroken]);
    assert_eq!(line.send(b"jk"), [pasted("jk")]);
    assert_eq!(line.pause(10_001), []);
    assert_eq!(line.send(b"jk"), typed("jk"), "a person, not what is left of a paste");
}

#[test]
fn what_came_of_a_paste_is_handed_over_when_nobody_reads_on() {
    let mut line = Line::new();
    line.send("\x1b[200~l'été\r\x1b[20".as_bytes());
    assert_eq!(line.decoder.finish(), Some(pasted("l'été\n")));
    assert_eq!(line.decoder.finish(), None);
    assert_eq!(line.send(b"j"), typed("j"));
    line.send(b"\x1b[1;");
    assert_eq!(line.decoder.finish(), None);
    assert_eq!(line.send(b"j"), typed("j"));
}

#[test]
fn a_paste_is_text_however_it_is_cut() {
    let bytes = "a\x1b[200~l'été\r\nq\x1b[Ddeux\rD\x1b[201~b".as_bytes();
    let whole = [key(Char('a'), PLAIN), Decoded::Paste("l'été\nq\x1b[Ddeux\nD".into()), key(Char('b'), PLAIN)];
    for size in 1..=bytes.len() {
        let mut line = Line::new();
        let mut decoded = Vec::new();
        for piece in bytes.chunks(size) {
            decoded.extend(line.send(piece));
            if line.decoder.pasting {
                assert_eq!(line.pause(900), [], "a short pause inside a paste ends nothing");
            }
        }
        assert_eq!(decoded, whole, "in pieces of {size}");
    }
}

#[test]
fn of_a_paste_that_no_text_holds_the_begin_comes_and_never_its_end_alone() {
    let text = "é€🙂\n".repeat(300_000);
    for ends in [true, false] {
        let mut line = Line::new();
        let sent = format!("\x1b[200~{text}{}", if ends { "\x1b[201~" } else { "" });
        let mut decoded: Vec<_> = sent.as_bytes().chunks(65_535).flat_map(|bytes| line.send(bytes)).collect();
        if !ends {
            decoded.extend(line.pause(1_500));
            assert_eq!(decoded.pop(), Some(Decoded::PasteBroken));
            assert_eq!(line.send("la fin".as_bytes()), [], "what comes of it later");
            assert_eq!(line.send(b"\x1b[201~"), [Decoded::PasteEnds]);
        }
        let [Decoded::Paste(begin)] = decoded.as_slice() else { panic!("{} pieces", decoded.len()) };
        assert!(begin.len() > LONGEST_PASTE - 8 && text.starts_with(begin.as_str()), "{} bytes", begin.len());
        assert_eq!(line.send(b"jk"), typed("jk"), "keys work afterwards");
        assert_eq!(line.send(b"\x1b[200~court\x1b[201~"), [pasted("court")], "and so does the next paste");
    }
}

#[test]
fn the_mouse_is_told_of_by_place_and_never_taken_for_keys() {
    let expected = |bytes: &[u8]| whole(bytes);
    assert_eq!(expected(b"\x1b[<0;12;3M"), [Decoded::Mouse(MouseAction::Press, 11, 2)]);
    assert_eq!(expected(b"\x1b[<64;1;1M"), [Decoded::Mouse(MouseAction::WheelUp, 0, 0)]);
    assert_eq!(expected(b"\x1b[<65;200;70M"), [Decoded::Mouse(MouseAction::WheelDown, 199, 69)]);
    for nothing in
        ["\x1b[<0;12;3m", "\x1b[<2;1;1M", "\x1b[<32;1;1M", "\x1b[<0;1M", "\x1b[<0;99999;1M", "\x1b[<;;M", "\x1b[M !!"]
    {
        assert_eq!(expected(nothing.as_bytes()), [], "{nothing:?}");
    }
    let mut slow = Line::new();
    let mut decoded = Vec::new();
    for byte in b"\x1b[<0;2;2Mj\x1b[M\x60q\xffk" {
        decoded.extend(slow.send(&[*byte]));
    }
    assert_eq!(decoded, [Decoded::Mouse(MouseAction::Press, 1, 1), key(Char('j'), PLAIN), key(Char('k'), PLAIN)]);
}

#[test]
fn what_is_no_key_is_swallowed_whole() {
    let replies: &[&[u8]] = &[
        b"\x1b[?62;22c",
        b"\x1b[12;40R",
        b"\x1b]10;rgb:0000/0000/0000\x07",
        b"\x1b]11;rgb:0000/0000\x07",
        b"\x1bP>|xterm(390)\x1b\\",
        b"\x1b[<35;12;3M",
        b"\xff",
        b"\x80\xbf",
    ];
    for reply in replies {
        let mut line = Line::new();
        let mut decoded = line.send(reply);
        decoded.extend(line.send(b"j"));
        assert_eq!(decoded, [key(Char('j'), PLAIN)], "{:?}", String::from_utf8_lossy(reply));
    }
}

#[test]
fn what_a_terminal_says_of_its_pictures_is_told_however_it_is_cut_and_none_of_it_is_typed() {
    use crate::runtime::ImageProtocol::{Kitty, Sixel};
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
        let expected: Vec<Decoded> =
            expected.into_iter().map(|protocol| Decoded::Reply(TerminalReply::Graphics(protocol))).collect();
        assert_eq!(whole(bytes), expected, "{name}");
        // A slow line may split it anywhere after its first two bytes, with a pause that would end a key.
        for cut in (3..bytes.len()).filter(|cut| bytes[*cut - 1] != ESC && bytes[*cut - 2] != ESC) {
            let mut line = Line::new();
            let mut decoded = line.send(&bytes[..cut]);
            decoded.extend(line.pause(400));
            decoded.extend(line.pause(400));
            decoded.extend(line.send(&bytes[cut..]));
            decoded.extend(line.pause(400));
            assert_eq!(decoded, expected, "{name} cut at {cut}");
            assert!(!line.is_waiting());
        }
    }
}

#[test]
fn any_bytes_at_all_are_taken() {
    let mut seed = 7u32;
    let mut line = Line::new();
    for _ in 0..200_000 {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let noise = (seed >> 24) as u8;
        line.send(&[if noise < 40 { ESC } else { noise }]);
        if noise == 77 {
            line.pause(400);
        }
    }
}

#[test]
fn the_focus_is_reported_and_no_key_is() {
    let mut line = Line::new();
    assert_eq!(
        line.send(b"a\x1b[Ob\x1b[I"),
        [typed("a"), vec![Decoded::Focus(false)], typed("b"), vec![Decoded::Focus(true)]].concat()
    );
    // In pieces, over a slow line.
    assert_eq!(line.send(b"\x1b["), []);
    assert_eq!(line.send(b"O"), [Decoded::Focus(false)]);
    // The arrows and the function keys of `ESC O` stay theirs.
    assert_eq!(line.send(b"\x1bOA\x1bOP"), [key(Up, PLAIN), key(F(1), PLAIN)]);
}

#[test]
fn a_shortcut_of_the_window_system_and_a_key_that_the_desk_has_not_are_no_keys() {
    for nothing in
        ["\x1b[100;9u", "\x1b[100;13u", "\x1b[1;9A", "\x1b[57358u", "\x1b[57441u", "\x1b[57428u", "\x1b[3;33~"]
    {
        assert_eq!(whole(nothing.as_bytes()), [], "{nothing:?}");
    }
}

#[test]
fn what_a_terminal_says_of_itself_is_told_however_late_and_cut_and_none_of_it_is_typed() {
    use crate::ui::theme::ThemeMode::{Dark, Light};
    use TerminalReply::{Answered, Background, ColourScheme, Keyboard};
    let table = [
        ("\x1b]11;rgb:1515/1818/1d1d\x1b\\", vec![Background(Dark)]),
        ("\x1b]11;rgb:fcfc/fbfb/f8f8\x07", vec![Background(Light)]),
        ("\x1b]11;#fdf6e3\x07", vec![Background(Light)]),
        ("\x1b[?997;1n", vec![ColourScheme(Dark)]),
        ("\x1b[?997;2n", vec![ColourScheme(Light)]),
        ("\x1b[?0u", vec![Keyboard { unambiguous: false }]),
        ("\x1b[?5u", vec![Keyboard { unambiguous: true }]),
        (
            "\x1b]11;rgb:ff/ff/ff\x1b\\\x1b[?1u\x1b[0n",
            vec![Background(Light), Keyboard { unambiguous: true }, Answered],
        ),
    ];
    for (bytes, expected) in table {
        let expected: Vec<Decoded> = expected.into_iter().map(Decoded::Reply).collect();
        assert_eq!(whole(bytes.as_bytes()), expected, "{bytes:?}");
        let bytes = bytes.as_bytes();
        // Where nothing else can begin like this, its rest may be late by seconds; elsewhere by what ends no sequence.
        for cut in (2..bytes.len()).filter(|cut| bytes[*cut - 1] != ESC) {
            let mut line = Line::new();
            let mut decoded = line.send(&bytes[..cut]);
            let pause = if replies::is_begun(&line.decoder.pending) { 3_900 } else { 900 };
            decoded.extend(line.pause(pause));
            decoded.extend(line.send(&bytes[cut..]));
            assert_eq!(decoded, expected, "{bytes:?} cut at {cut}");
            assert!(!line.is_waiting());
        }
    }
    // One that breaks off keeps no key, and none of it is typed.
    let mut line = Line::new();
    assert_eq!(line.send(b"\x1b]11;rgb:15"), []);
    assert_eq!(line.pause(2_000), []);
    assert_eq!(line.send(b"j"), typed("j"));
}

#[test]
fn where_the_esc_key_is_a_sequence_an_escape_byte_waits_for_its_rest() {
    let mut line = Line::new();
    line.send(b"\x1b[?1u");
    assert_eq!(line.send(b"\x1b"), []);
    assert_eq!(line.pause(900), [], "no key, however slow the line");
    assert_eq!(line.send(b"[D"), [key(Left, PLAIN)]);
    assert_eq!(line.send(b"\x1b[27u"), [key(Esc, PLAIN)], "at once");
    assert!(!line.is_waiting());
    // Whoever sends nothing else but the byte means the key all the same.
    line.send(b"\x1b");
    assert_eq!(line.pause(1_000), [key(Esc, PLAIN)]);
    // Another program had the terminal; the protocol is off until it is known again.
    line.decoder.finish();
    line.send(b"\x1b");
    assert_eq!(line.pause(50), [key(Esc, PLAIN)]);
}
