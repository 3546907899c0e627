//! From one frame to the next in as few bytes as will do, for a terminal at the other end of a slow line as for one beside
//! us: what scrolled is scrolled by the terminal, what changed is written style by style, and a short stretch that stayed is
//! written again where going around it would cost more.

mod pen;
mod print;
mod scroll;
#[cfg(test)]
mod tests;

use std::mem;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use self::pen::{Pen, Style};
use self::print::Print;

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
    shown: Cells,
    next: Cells,
    /// The cursor as it is; `None` until it was told.
    cursor: Option<Option<Position>>,
}

impl Frames {
    /// A terminal of this size that was cleared.
    pub fn cleared(area: Rect) -> Self {
        Self { shown: Cells::blank(area), next: Cells::blank(area), cursor: None }
    }

    /// The cells, columns by rows.
    pub fn area(&self) -> Rect {
        self.shown.buffer.area
    }

    /// Takes a frame, and says what the terminal must be told; nothing where nothing changed. `paint` gets blank cells, and
    /// says where the cursor is, if anywhere.
    pub fn frame(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> Vec<u8> {
        self.next.buffer.reset();
        let cursor = paint(&mut self.next.buffer);
        self.next.take_prints();
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

/// A frame's cells, each with its print.
struct Cells {
    buffer: Buffer,
    prints: Vec<Print>,
}

impl Cells {
    fn blank(area: Rect) -> Self {
        let buffer = Buffer::empty(area);
        let prints = buffer.content.iter().map(Print::of).collect();
        Self { buffer, prints }
    }

    fn take_prints(&mut self) {
        self.prints.clear();
        self.prints.extend(self.buffer.content.iter().map(Print::of));
    }

    /// The prints of a row.
    fn row(&self, y: u16) -> &[Print] {
        self.prints.get(self.place(y)).unwrap_or_default()
    }

    /// A row alone.
    fn strip(&self, y: u16) -> Buffer {
        let area = Rect { y, height: 1, ..self.buffer.area };
        Buffer { area, content: self.buffer.content.get(self.place(y)).unwrap_or_default().to_vec() }
    }

    fn place(&self, y: u16) -> Range<usize> {
        let width = usize::from(self.buffer.area.width);
        let start = usize::from(y) * width;
        start..start + width
    }
}

/// Writes what is different, row by row where something is wider or narrower than a cell, else style by style.
fn write_changes(pen: &mut Pen, shown: &Cells, next: &Cells) {
    let mut runs = Runs::default();
    for y in 0..next.buffer.area.height {
        let (was, is) = (shown.row(y), next.row(y));
        if was.iter().chain(is).all(|print| print.is_plain()) {
            for (x, _) in (0..).zip(was.iter().zip(is)).filter(|(_, (was, is))| was != is) {
                runs.take(&next.buffer, x, y);
            }
            continue;
        }
        let (was, is) = (shown.strip(y), next.strip(y));
        for (x, y, cell) in was.diff_iter(&is) {
            pen.style(Style::of(cell));
            pen.go(x, y);
            pen.put(cell.symbol());
            // Terminals disagree about how wide some clusters are.
            pen.lose_place();
        }
    }
    runs.write(pen, &next.buffer);
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
    fn take(&mut self, next: &Buffer, x: u16, y: u16) {
        let cell = &next[(x, y)];
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
