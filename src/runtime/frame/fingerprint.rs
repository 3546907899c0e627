//! A cell's appearance as one number, for fast comparison of frames.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use ratatui::buffer::{Cell, CellDiffOption};
use ratatui::style::Color;
use unicode_width::UnicodeWidthChar as _;

use super::is_blank;

/// A cell's appearance. For plain cells (one character of width one) equal fingerprints mean equal appearance; for
/// others it is only likely.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellFingerprint(u128);

const OTHER: u128 = 1 << 127;
const PICTURE: u128 = 1 << 126;

impl CellFingerprint {
    pub fn of(cell: &Cell) -> Self {
        if cell.diff_option != CellDiffOption::None {
            return Self(OTHER | PICTURE);
        }
        if is_blank(cell) {
            return Self(u128::from(b' ') | colour(cell.bg) << 21);
        }
        if let [byte] = cell.symbol().as_bytes() {
            return Self::plain(cell, u32::from(*byte));
        }
        let mut chars = cell.symbol().chars();
        match (chars.next(), chars.next()) {
            (Some(c), None) if c.width() == Some(1) => Self::plain(cell, u32::from(c)),
            _ => {
                let mut hasher = DefaultHasher::new();
                cell.hash(&mut hasher);
                Self(OTHER | u128::from(hasher.finish()))
            }
        }
    }

    fn plain(cell: &Cell, character: u32) -> Self {
        let colours = colour(cell.bg) << 21 | colour(cell.fg) << 47 | colour(cell.underline_color) << 73;
        Self(u128::from(character) | colours | u128::from(cell.modifier.bits()) << 99)
    }

    /// Returns whether the cell holds one character of width one.
    pub fn is_plain(self) -> bool {
        self.0 & OTHER == 0
    }

    /// Returns whether the cell is part of a picture.
    pub fn is_picture(self) -> bool {
        self.0 & PICTURE != 0
    }
}

/// Encodes a colour in 26 bits.
fn colour(colour: Color) -> u128 {
    let (kind, value) = match colour {
        Color::Rgb(r, g, b) => (1, u32::from_be_bytes([0, r, g, b])),
        Color::Indexed(i) => (2, u32::from(i)),
        // The first of those that have names, and the most common.
        Color::Reset => (3, 0),
        named => (3, NAMED.iter().position(|one| *one == named).map_or(0, |at| at as u32)),
    };
    u128::from(kind << 24 | value)
}

/// The named colours; after the first, the terminal numbers them from 0.
pub(super) const NAMED: [Color; 17] = [
    Color::Reset,
    Color::Black,
    Color::Red,
    Color::Green,
    Color::Yellow,
    Color::Blue,
    Color::Magenta,
    Color::Cyan,
    Color::Gray,
    Color::DarkGray,
    Color::LightRed,
    Color::LightGreen,
    Color::LightYellow,
    Color::LightBlue,
    Color::LightMagenta,
    Color::LightCyan,
    Color::White,
];

#[cfg(test)]
mod tests {
    use ratatui::style::Modifier;

    use super::*;

    fn made(symbol: &'static str, change: impl FnOnce(&mut Cell)) -> Cell {
        let mut cell = Cell::new(symbol);
        change(&mut cell);
        cell
    }

    #[test]
    fn cells_that_look_different_have_different_prints() {
        let colours: Vec<Color> =
            NAMED.into_iter().chain([Color::Rgb(0, 0, 1), Color::Rgb(1, 0, 0), Color::Indexed(1)]).collect();
        let modifiers = (0..9).map(|bit| Modifier::from_bits_truncate(1 << bit)).chain([Modifier::empty()]);
        let mut cells: Vec<Cell> = ["\u{10ffff}", "é", "漢", "e\u{301}\u{302}"].into_iter().map(Cell::new).collect();
        cells.extend(modifiers.map(|modifier| made("x", |cell| cell.modifier = modifier)));
        for colour in colours.into_iter().skip(1) {
            cells.push(made("x", |cell| cell.fg = colour));
            cells.push(made("x", |cell| cell.bg = colour));
            cells.push(made("x", |cell| cell.underline_color = colour));
            cells.push(made(" ", |cell| cell.bg = colour));
        }
        for (at, one) in cells.iter().enumerate() {
            for other in &cells[..at] {
                assert!(
                    (CellFingerprint::of(one) == CellFingerprint::of(other)) == (one == other),
                    "{one:?} {other:?}"
                );
            }
        }
        let blank = made(" ", |cell| (cell.fg, cell.modifier) = (Color::Red, Modifier::BOLD));
        assert_eq!(
            CellFingerprint::of(&blank),
            CellFingerprint::of(&Cell::EMPTY),
            "of a blank, only its related is seen"
        );
    }

    #[test]
    fn what_is_wider_or_narrower_than_a_cell_is_not_plain() {
        for (symbol, plain) in
            [("x", true), ("é", true), ("▌", true), ("漢", false), ("e\u{301}", false), ("👩", false)]
        {
            assert_eq!(CellFingerprint::of(&Cell::new(symbol)).is_plain(), plain, "{symbol}");
        }
    }
}
