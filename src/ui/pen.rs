//! Writing into the rows of a frame: nothing here allocates but a text that has to be cut.

use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::text::{capped, fit, is_plain, truncate, width};

/// Writes along one row, left to right, and never past its end. What does not fit ends in `…`.
pub(crate) struct Pen<'a> {
    buffer: &'a mut Buffer,
    x: u16,
    y: u16,
    end: u16,
}

impl<'a> Pen<'a> {
    /// Returns a pen at the start of `area`'s row `row`; one that writes nothing where there is no such row.
    pub fn new(buffer: &'a mut Buffer, area: Rect, row: u16) -> Self {
        let area = area.intersection(buffer.area);
        let end = if row < area.height { area.right() } else { area.x };
        Self { buffer, x: area.x, y: area.y.saturating_add(row), end }
    }

    /// Columns left.
    pub fn left(&self) -> usize {
        usize::from(self.end.saturating_sub(self.x))
    }

    /// Returns where what it may write ends.
    pub fn end(&self) -> u16 {
        self.end
    }

    /// Returns where the pen is.
    pub fn x(&self) -> u16 {
        self.x
    }

    /// Writes all of `text`, or its beginning and `…`.
    pub fn print(&mut self, text: &str, style: Style) -> &mut Self {
        let text = truncate(text, self.left());
        self.x = self.write(self.x, &text, style);
        self
    }

    /// Writes `text` and a space after it, if all of it fits.
    pub fn print_whole(&mut self, text: &str, style: Style) -> &mut Self {
        if width(text) <= self.left() { self.print(text, style).skip(1) } else { self }
    }

    /// Writes `text` in a column of `columns`, and goes to its end.
    pub fn column(&mut self, text: &str, columns: usize, style: Style) -> &mut Self {
        let next = self.after(columns);
        let shown = truncate(text, columns.min(self.left()));
        self.write(self.x, &shown, style);
        self.x = next;
        self
    }

    /// Writes `text` at the right of a column of `columns`, and goes to its end.
    pub fn column_right(&mut self, text: &str, columns: usize, style: Style) -> &mut Self {
        self.skip(columns.saturating_sub(width(text))).column(text, columns.min(width(text)), style)
    }

    /// Goes `columns` to the right.
    pub fn skip(&mut self, columns: usize) -> &mut Self {
        self.x = self.after(columns);
        self
    }

    /// Keeps what is left of the row for `text` at its right end, where it fits; the pen then writes only before it.
    pub fn right(&mut self, text: &str, style: Style) -> &mut Self {
        let columns = width(text);
        if columns > 0 && columns <= self.left() {
            self.end -= u16::try_from(columns).unwrap_or(u16::MAX);
            self.write(self.end, text, style);
            self.end = self.end.saturating_sub(1).max(self.x);
        }
        self
    }

    /// Writes `text` over and over to the end of the row.
    pub fn rule(&mut self, text: &str, style: Style) {
        while self.left() > 0 && self.left() >= width(text) {
            let (part, _) = fit(text, self.left());
            if part.is_empty() {
                return;
            }
            self.print(part, style);
        }
    }

    /// Writes what fits from a column on; returns the column after it.
    fn write(&mut self, x: u16, text: &str, style: Style) -> u16 {
        if !is_plain(text) {
            return self.buffer.set_stringn(x, self.y, capped(text), usize::MAX, style).0;
        }
        // Most of what is written; there are no clusters to look for.
        let mut next = x;
        for (cell, character) in cells(self.buffer, self.y, x..u16::MAX).iter_mut().zip(text.chars()) {
            cell.set_char(character).set_style(style);
            next += 1;
        }
        next
    }

    fn after(&self, columns: usize) -> u16 {
        self.x.saturating_add(u16::try_from(columns).unwrap_or(u16::MAX)).min(self.end)
    }
}

/// Lays `style` over every cell of `area`.
pub(crate) fn wash(buffer: &mut Buffer, area: Rect, style: Style) {
    for y in area.y..area.bottom() {
        for cell in cells(buffer, y, area.x..area.right()) {
            cell.set_style(style);
        }
    }
}

/// Empties `area` and gives it a ground.
pub(crate) fn clear(buffer: &mut Buffer, area: Rect, ground: Style) {
    let mut blank = Cell::EMPTY;
    blank.set_style(ground);
    for y in area.y..area.bottom() {
        cells(buffer, y, area.x..area.right()).fill(blank.clone());
    }
}

/// Returns the cells of a row between two columns, as far as they are there: a row is found once, not each of its cells.
fn cells(buffer: &mut Buffer, y: u16, columns: Range<u16>) -> &mut [Cell] {
    let all = buffer.area;
    let (from, to) = (columns.start.max(all.x), columns.end.min(all.right()));
    if y < all.y || y >= all.bottom() || from >= to {
        return &mut [];
    }
    let row = usize::from(y - all.y) * usize::from(all.width);
    let [from, to] = [from, to].map(|x| row + usize::from(x - all.x));
    buffer.content.get_mut(from..to).unwrap_or_default()
}
