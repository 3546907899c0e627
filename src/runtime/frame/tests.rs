//! Whatever came before, the terminal shows what the frame holds; and not much is written for it.

use std::num::NonZeroU16;

use proptest::prelude::*;
use ratatui::style::Color;

use super::*;

const COLS: u16 = 24;
const ROWS: u16 = 12;

fn area() -> Rect {
    Rect::new(0, 0, COLS, ROWS)
}

/// A frame as rows of text, each with a style.
fn painted(rows: &[(String, ratatui::style::Style)]) -> Buffer {
    let mut buffer = Buffer::empty(area());
    for ((text, style), y) in rows.iter().zip(0..ROWS) {
        buffer.set_style(Rect::new(0, y, COLS, 1), ratatui::style::Style::new().bg(Color::Rgb(1, 2, 3)));
        buffer.set_stringn(y % 3, y, text, usize::from(COLS - y % 3), *style);
    }
    buffer
}

struct EmulatedTerminal {
    encoder: FrameEncoder,
    emulator: vt100::Parser,
}

impl EmulatedTerminal {
    fn new() -> Self {
        let cells = |n| NonZeroU16::new(n).unwrap();
        Self { encoder: FrameEncoder::cleared(area()), emulator: vt100::Parser::new(cells(ROWS), cells(COLS), 0) }
    }

    /// Shows the frame; returns how many bytes it took.
    fn show(&mut self, frame: &Buffer, cursor: Option<Position>) -> usize {
        let bytes = self.encoder.encode_frame(|buffer| {
            buffer.clone_from(frame);
            cursor
        });
        self.emulator.process(&bytes);
        bytes.len()
    }

    fn assert_shows(&self, frame: &Buffer) {
        let screen = self.emulator.screen();
        for y in 0..ROWS {
            let mut covered = 0;
            for x in 0..COLS {
                let (is, should) = (screen.cell(y, x).unwrap(), &frame[(x, y)]);
                if covered > 0 {
                    covered -= 1;
                    continue;
                }
                covered = unicode_width::UnicodeWidthStr::width(should.symbol()).saturating_sub(1);
                let at = format!("column {x}, row {y}, {should:?}");
                assert_eq!(is.contents().trim_end(), should.symbol().trim_end(), "{at}");
                assert_eq!(is.bgcolor(), colour(should.bg), "{at}");
                if !is_blank(should) {
                    assert_eq!(is.fgcolor(), colour(should.fg), "{at}");
                    let on = |m| should.modifier.contains(m);
                    let (bold, italic) = (on(Modifier::BOLD), on(Modifier::ITALIC));
                    assert_eq!((is.bold(), is.italic()), (bold, italic), "{at}");
                    let (underlined, reversed) = (on(Modifier::UNDERLINED), on(Modifier::REVERSED));
                    assert_eq!((is.underline(), is.inverse()), (underlined, reversed), "{at}");
                    assert_eq!(is.dim(), on(Modifier::DIM), "{at}");
                }
            }
        }
    }
}

fn colour(colour: Color) -> vt100::Color {
    match colour {
        Color::Rgb(r, g, b) => vt100::Color::Rgb(r, g, b),
        Color::Indexed(i) => vt100::Color::Idx(i),
        Color::Red => vt100::Color::Idx(1),
        Color::LightRed => vt100::Color::Idx(9),
        _ => vt100::Color::Default,
    }
}

fn any_style() -> impl Strategy<Value = ratatui::style::Style> {
    let colour = prop::sample::select(vec![
        Color::Reset,
        Color::Red,
        Color::LightRed,
        Color::Indexed(200),
        Color::Rgb(9, 8, 7),
        Color::Rgb(1, 2, 3),
    ]);
    let modifier = prop::sample::select(vec![
        Modifier::empty(),
        Modifier::BOLD,
        Modifier::BOLD | Modifier::ITALIC,
        Modifier::DIM,
        Modifier::ITALIC | Modifier::UNDERLINED,
        Modifier::REVERSED,
    ]);
    (colour.clone(), colour, modifier)
        .prop_map(|(fg, bg, modifier)| ratatui::style::Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

fn any_row() -> impl Strategy<Value = (String, ratatui::style::Style)> {
    let text = prop::sample::select(vec![
        "",
        "a",
        "hello world and more of it",
        "hello  orld and  ore",
        "日本語 wide",
        "日a本b",
        "été · ▌ é e\u{301}",
        "12,50 €  ● 3",
    ]);
    (text, any_style()).prop_map(|(text, style)| (text.to_owned(), style))
}

proptest! {
    #[test]
    fn the_terminal_shows_each_frame(
        mut rows in prop::collection::vec(any_row(), usize::from(ROWS)),
        steps in prop::collection::vec((0..usize::from(ROWS), any_row(), 0..5_u8, any::<bool>()), 1..12),
    ) {
        let mut terminal = EmulatedTerminal::new();
        for (y, row, how, shows_cursor) in steps {
            match how {
                0 => rows.rotate_left(1),
                1 => rows.rotate_right(1),
                2 => rows[2..9].rotate_left(3),
                3 => {}
                _ => rows[y] = row,
            }
            let frame = painted(&rows);
            let cursor = shows_cursor.then_some(Position::new(3, y as u16));
            terminal.show(&frame, cursor);
            terminal.assert_shows(&frame);
            let screen = terminal.emulator.screen();
            prop_assert_eq!(screen.hide_cursor(), cursor.is_none());
            if let Some(at) = cursor {
                prop_assert_eq!(screen.cursor_position(), (at.y, at.x));
            }
            prop_assert_eq!(terminal.show(&frame, cursor), 0, "the same frame again is no byte");
        }
    }
}

fn plain(text: &str) -> (String, ratatui::style::Style) {
    (text.to_owned(), ratatui::style::Style::new())
}

#[test]
fn rows_that_move_are_moved_by_the_terminal() {
    let mut rows: Vec<_> =
        (0..u32::from(ROWS)).map(|i| plain(&format!("{:x}", u64::from(i + 1) * 0x9e37_79b9_7f4a))).collect();
    // Each stands at the same column, or nothing would have moved.
    let paint = |rows: &[(String, ratatui::style::Style)]| {
        let mut buffer = Buffer::empty(area());
        for ((text, _), y) in rows.iter().zip(0..ROWS) {
            buffer.set_string(0, y, text, ratatui::style::Style::new());
        }
        buffer
    };
    let mut terminal = EmulatedTerminal::new();
    let whole = terminal.show(&paint(&rows), None);
    for (by, name) in [(1, "up"), (11, "down"), (3, "a turn of the wheel")] {
        rows[1..].rotate_left(if by == 11 { 10 } else { by });
        let frame = paint(&rows);
        let bytes = terminal.show(&frame, None);
        terminal.assert_shows(&frame);
        assert!(bytes < whole / 2, "{name}: {bytes} bytes, and {whole} for the whole screen");
    }
}

#[test]
fn a_style_is_said_once_a_frame_and_a_short_gap_is_written_over() {
    let loud = ratatui::style::Style::new().fg(Color::Rgb(200, 100, 50));
    let frame = |left: &str, right: &str| {
        let mut buffer = Buffer::empty(area());
        for y in 0..4 {
            buffer.set_string(0, y, left, ratatui::style::Style::new());
            buffer.set_string(12, y, right, loud);
        }
        buffer
    };
    let mut terminal = EmulatedTerminal::new();
    terminal.show(&frame("1 2", "x"), None);
    let bytes = terminal.encoder.encode_frame(|buffer| {
        buffer.clone_from(&frame("3 4", "y"));
        None
    });
    let text = String::from_utf8(bytes).unwrap();
    assert_eq!(text.matches("38;2;200;100;50").count(), 1, "{text:?}");
    assert_eq!(text.matches("3 4").count(), 4, "{text:?}");
}

#[test]
fn bold_taken_off_leaves_dim_on() {
    let (mut cell, mut writer) = (Cell::EMPTY, EscapeWriter::default());
    for modifier in [Modifier::BOLD | Modifier::DIM, Modifier::DIM] {
        cell.modifier = modifier;
        writer.style(Style::of(&cell));
    }
    assert_eq!(String::from_utf8(writer.bytes()).unwrap(), "\x1b[1;2m\x1b[22;2m");
}
