//! From one frame to the next in as few bytes as will do, for a terminal at the other end of a slow line as for one beside
//! us: what scrolled is scrolled by the terminal, what changed is written style by style, and a short stretch that stayed is
//! written again where going around it would cost more.

mod pen;
mod scroll;
#[cfg(test)]
mod tests;

use std::mem;

use ratatui::buffer::{Buffer, Cell, CellDiffOption};
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use self::pen::{Pen, Style};

/// What is visible of a blank beside its background.
const VISIBLE_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);
/// Going around so many cells costs as much as writing them.
const GAP: u16 = 5;

/// What the terminal shows, and what it will show next.
pub(super) struct Frames {
    shown: Buffer,
    next: Buffer,
    /// The cursor as it is; `None` until it was told.
    cursor: Option<Option<Position>>,
}

impl Frames {
    /// A terminal of this size that was cleared.
    pub fn cleared(area: Rect) -> Self {
        Self { shown: Buffer::empty(area), next: Buffer::empty(area), cursor: None }
    }

    /// The cells, columns by rows.
    pub fn area(&self) -> Rect {
        self.shown.area
    }

    /// Takes a frame, and says what the terminal must be told; nothing where nothing changed. `paint` gets blank cells, and
    /// says where the cursor is, if anywhere.
    pub fn frame(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> Vec<u8> {
        self.next.reset();
        let cursor = paint(&mut self.next);
        let mut pen = Pen::default();
        if let Some(moved) = scroll::find(&self.shown, &self.next) {
            pen.scroll(moved);
            scroll::apply(&mut self.shown, moved);
        }
        write_changes(&mut pen, &self.shown, &self.next);
        let wrote = !pen.is_empty();
        pen.end();
        if wrote || self.cursor != Some(cursor) {
            // Moved before it is shown, or it would blink where the writing ended.
            if let Some(at) = cursor {
                pen.go(at.x, at.y);
            }
            if self.cursor.map(|c| c.is_some()) != Some(cursor.is_some()) {
                pen.put(if cursor.is_some() { "\x1b[?25h" } else { "\x1b[?25l" });
            }
        }
        self.cursor = Some(cursor);
        mem::swap(&mut self.shown, &mut self.next);
        pen.bytes()
    }
}

/// Writes what is different, row by row where something is wider or narrower than a cell, else style by style.
fn write_changes(pen: &mut Pen, shown: &Buffer, next: &Buffer) {
    let mut runs = Runs::default();
    let mut row = Row { y: u16::MAX, is_plain: false };
    for (x, y, cell) in shown.diff_iter(next) {
        if row.y != y {
            row = Row { y, is_plain: is_plain(shown, y) && is_plain(next, y) };
        }
        if !row.is_plain {
            pen.style(Style::of(cell));
            pen.go(x, y);
            pen.put(cell.symbol());
            // Terminals disagree about how wide some clusters are.
            pen.lose_place();
        } else if !same(&shown[(x, y)], cell) {
            runs.take(next, x, y, cell);
        }
    }
    runs.write(pen, next);
}

struct Row {
    y: u16,
    is_plain: bool,
}

/// Whether each cell of a row holds one character of its own width.
fn is_plain(buffer: &Buffer, y: u16) -> bool {
    cells(buffer, y).iter().all(|cell| {
        let symbol = cell.symbol();
        cell.diff_option == CellDiffOption::None
            && (symbol.len() == 1
                || symbol.chars().nth(1).is_none() && unicode_width::UnicodeWidthStr::width(symbol) == 1)
    })
}

fn cells(buffer: &Buffer, y: u16) -> &[Cell] {
    let width = usize::from(buffer.area.width);
    let start = usize::from(y) * width;
    buffer.content.get(start..start + width).unwrap_or_default()
}

/// Whether two cells look the same: of a blank, only its background is seen.
fn same(one: &Cell, other: &Cell) -> bool {
    one == other || is_bare(one) && is_bare(other) && one.bg == other.bg
}

fn is_bare(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(VISIBLE_ON_BLANK)
}

/// Stretches of rows, by style.
#[derive(Default)]
struct Runs {
    styles: Vec<(Style, Vec<Run>)>,
    /// The style of the last one.
    last: usize,
}

#[derive(Clone, Copy)]
struct Run {
    y: u16,
    from: u16,
    /// The column after its last.
    to: u16,
}

impl Runs {
    /// Adds a cell to the last run, if it can be reached from there and looks the same in its style; else begins one.
    fn take(&mut self, next: &Buffer, x: u16, y: u16, cell: &Cell) {
        if let Some((style, runs)) = self.styles.get_mut(self.last)
            && let Some(run) = runs.last_mut()
            && run.y == y
            && x - run.to <= GAP
            && (run.to..=x).all(|x| style.suits(&next[(x, y)]))
        {
            run.to = x + 1;
            return;
        }
        let style = Style::of(cell);
        // A blank is no reason for a style of its own.
        let suits = |(known, _): &(Style, _)| *known == style || is_bare(cell) && known.suits(cell);
        self.last = self.styles.iter().position(suits).unwrap_or_else(|| {
            self.styles.push((style, Vec::new()));
            self.styles.len() - 1
        });
        self.styles[self.last].1.push(Run { y, from: x, to: x + 1 });
    }

    fn write(&self, pen: &mut Pen, next: &Buffer) {
        for (style, runs) in &self.styles {
            pen.style(*style);
            for run in runs {
                pen.go(run.from, run.y);
                for x in run.from..run.to {
                    pen.put(next[(x, run.y)].symbol());
                }
                pen.came_to(run.to, run.y, next.area.width);
            }
        }
    }
}
