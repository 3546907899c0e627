//! A writer of control sequences that tracks the cursor and the style, and writes only what changes.

use std::io::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

use super::fingerprint::NAMED;
use super::scroll::Scroll;
use super::{VISIBLE_ON_BLANK, is_blank};

/// The colours and modifiers of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Style {
    fg: Color,
    bg: Color,
    underline: Color,
    modifier: Modifier,
}

impl Style {
    pub fn of(cell: &Cell) -> Self {
        Self { fg: cell.fg, bg: cell.bg, underline: cell.underline_color, modifier: cell.modifier }
    }

    /// Returns whether the cell may be written in this style.
    pub fn renders(self, cell: &Cell) -> bool {
        Self::of(cell) == self || is_blank(cell) && cell.bg == self.bg && !self.modifier.intersects(VISIBLE_ON_BLANK)
    }
}

/// Each modifier with its SGR codes, on and off.
const MODIFIERS: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Accumulates a frame's bytes; begins and ends with the default style.
#[derive(Default)]
pub(super) struct EscapeWriter {
    out: Vec<u8>,
    style: Style,
    position: Option<(u16, u16)>,
}

impl EscapeWriter {
    pub fn is_empty(&self) -> bool {
        self.out.is_empty()
    }

    pub fn bytes(self) -> Vec<u8> {
        self.out
    }

    pub fn write_str(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Forgets the cursor's position.
    pub fn forget_position(&mut self) {
        self.position = None;
    }

    /// Records the cursor's position after a write. Past the last column it is unknown, because terminals differ.
    pub fn set_position(&mut self, x: u16, y: u16, width: u16) {
        self.position = (x < width).then_some((x, y));
    }

    pub fn move_to(&mut self, x: u16, y: u16) {
        match self.position {
            Some(here) if here == (x, y) => {}
            Some((from, row)) if row == y && from + 1 == x => self.write_str("\x1b[C"),
            Some((from, row)) if row == y && from < x => self.write_fmt(format_args!("\x1b[{}C", x - from)),
            _ if x == 0 => self.write_fmt(format_args!("\x1b[{}H", y + 1)),
            _ => self.write_fmt(format_args!("\x1b[{};{}H", y + 1, x + 1)),
        }
        self.position = Some((x, y));
    }

    /// Scrolls rows within a region, by line feeds at its last row or reverse line feeds at its first, which every
    /// terminal supports.
    pub fn scroll(&mut self, moved: Scroll) {
        self.write_fmt(format_args!("\x1b[{};{}r", moved.top + 1, moved.bottom + 1));
        if moved.by > 0 {
            self.write_fmt(format_args!("\x1b[{}H", moved.bottom + 1));
            (0..moved.by).for_each(|_| self.write_str("\n"));
        } else {
            self.write_fmt(format_args!("\x1b[{}H", moved.top + 1));
            (moved.by..0).for_each(|_| self.write_str("\x1bM"));
        }
        self.write_str("\x1b[r");
        self.forget_position();
    }

    pub fn end(&mut self) {
        if self.style != Style::default() {
            self.write_str("\x1b[m");
            self.style = Style::default();
        }
    }

    pub fn style(&mut self, style: Style) {
        if style == self.style {
            return;
        }
        let before = std::mem::replace(&mut self.style, style);
        self.write_str("\x1b[");
        let begin = self.out.len();
        let (gone, mut new) = (before.modifier - style.modifier, style.modifier - before.modifier);
        let mut written = 0;
        for (modifier, _, off) in MODIFIERS {
            if gone.contains(modifier) && written != off {
                self.write_fmt(format_args!("{off};"));
                written = off;
                // Two modifiers share an off code: the one that stays is set again.
                let shared = MODIFIERS.iter().filter(|m| m.2 == off).map(|m| m.0).collect::<Modifier>();
                new |= style.modifier & shared;
            }
        }
        for (modifier, on, _) in MODIFIERS {
            if new.contains(modifier) {
                self.write_fmt(format_args!("{on};"));
            }
        }
        for (was, is, base) in
            [(before.fg, style.fg, 30), (before.bg, style.bg, 40), (before.underline, style.underline, 50)]
        {
            if was != is {
                self.colour(is, base);
            }
        }
        if self.out.len() > begin {
            self.out.pop();
            self.write_str("m");
        } else {
            self.out.truncate(begin - 2);
        }
    }

    fn colour(&mut self, colour: Color, base: u8) {
        match colour {
            Color::Reset => self.write_fmt(format_args!("{};", base + 9)),
            Color::Indexed(i) => self.write_fmt(format_args!("{};5;{i};", base + 8)),
            Color::Rgb(r, g, b) => self.write_fmt(format_args!("{};2;{r};{g};{b};", base + 8)),
            named => {
                let i = NAMED.iter().skip(1).position(|c| *c == named).unwrap_or(7) as u8;
                match (base, i) {
                    // Underlines have no short codes.
                    (50, i) => self.write_fmt(format_args!("58;5;{i};")),
                    (_, 0..8) => self.write_fmt(format_args!("{};", base + i)),
                    _ => self.write_fmt(format_args!("{};", base + 60 + i - 8)),
                }
            }
        }
    }

    fn write_fmt(&mut self, what: std::fmt::Arguments<'_>) {
        // Writing to memory can't fail.
        let _ = self.out.write_fmt(what);
    }
}
