//! Encodes the difference between two frames in few bytes, for slow lines: scrolled rows are scrolled by the terminal,
//! changes are grouped by style, and a short unchanged stretch is rewritten if skipping it would cost more.

mod escape_writer;
mod fingerprint;
mod scroll;
#[cfg(test)]
mod tests;

use std::mem;
use std::ops::Range;

use ratatui::buffer::{Buffer, Cell};
use ratatui::layout::{Position, Rect};
use ratatui::style::Modifier;

use self::escape_writer::{EscapeWriter, Style};
use self::fingerprint::CellFingerprint;

/// The modifiers that are visible on a blank cell.
const VISIBLE_ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);
/// Skipping this many cells costs as much as rewriting them.
const MAX_GAP: u16 = 5;

/// What the terminal shows, and the frame to show next.
pub(super) struct FrameEncoder {
    shown: Cells,
    next: Cells,
    /// The cursor's state; `None` until it has been set.
    cursor: Option<Option<Position>>,
}

impl FrameEncoder {
    /// Creates the encoder for a cleared terminal of this size.
    pub fn cleared(area: Rect) -> Self {
        Self { shown: Cells::blank(area), next: Cells::blank(area), cursor: None }
    }

    /// Returns the area in cells.
    pub fn area(&self) -> Rect {
        self.shown.buffer.area
    }

    /// Encodes the next frame: returns the bytes to write, none if nothing changed. `paint` fills a blank buffer and
    /// returns the cursor's position.
    pub fn encode_frame(&mut self, paint: impl FnOnce(&mut Buffer) -> Option<Position>) -> Vec<u8> {
        self.next.buffer.reset();
        let cursor = paint(&mut self.next.buffer);
        self.next.update_fingerprints();
        let mut writer = EscapeWriter::default();
        if let Some(moved) = scroll::find(&self.shown, &self.next) {
            writer.scroll(moved);
            scroll::apply(&mut self.shown, moved);
        }
        write_changes(&mut writer, &self.shown, &self.next);
        let wrote = !writer.is_empty();
        writer.end();
        if wrote || self.cursor != Some(cursor) {
            // Moved before it is shown, or it would flash at the end of the output.
            if let Some(at) = cursor {
                writer.move_to(at.x, at.y);
            }
            if self.cursor.map(|c| c.is_some()) != Some(cursor.is_some()) {
                writer.write_str(if cursor.is_some() { "\x1b[?25h" } else { "\x1b[?25l" });
            }
        }
        self.cursor = Some(cursor);
        mem::swap(&mut self.shown, &mut self.next);
        writer.bytes()
    }
}

/// A frame's cells with their fingerprints.
struct Cells {
    buffer: Buffer,
    fingerprints: Vec<CellFingerprint>,
}

impl Cells {
    fn blank(area: Rect) -> Self {
        let buffer = Buffer::empty(area);
        let fingerprints = buffer.content.iter().map(CellFingerprint::of).collect();
        Self { buffer, fingerprints }
    }

    fn update_fingerprints(&mut self) {
        self.fingerprints.clear();
        self.fingerprints.extend(self.buffer.content.iter().map(CellFingerprint::of));
    }

    /// Returns the fingerprints of a row.
    fn row(&self, y: u16) -> &[CellFingerprint] {
        self.fingerprints.get(self.row_range(y)).unwrap_or_default()
    }

    /// Returns a copy of a row.
    fn row_buffer(&self, y: u16) -> Buffer {
        let area = Rect { y, height: 1, ..self.buffer.area };
        Buffer { area, content: self.buffer.content.get(self.row_range(y)).unwrap_or_default().to_vec() }
    }

    fn row_range(&self, y: u16) -> Range<usize> {
        let width = usize::from(self.buffer.area.width);
        let start = usize::from(y) * width;
        start..start + width
    }
}

/// Writes the differences: row by row where a cell is not of width one, else grouped by style.
fn write_changes(writer: &mut EscapeWriter, shown: &Cells, next: &Cells) {
    let mut runs = Runs::default();
    for y in 0..next.buffer.area.height {
        let (was, is) = (shown.row(y), next.row(y));
        // Most rows are as they were.
        if was == is && is.iter().all(|fingerprint| fingerprint.is_plain()) {
            continue;
        }
        if was.iter().chain(is).all(|fingerprint| fingerprint.is_plain()) {
            for (x, _) in (0..).zip(was.iter().zip(is)).filter(|(_, (was, is))| was != is) {
                runs.add_cell(&next.buffer, x, y);
            }
            continue;
        }
        let (was, is) = (shown.row_buffer(y), next.row_buffer(y));
        for (x, y, cell) in was.diff_iter(&is) {
            writer.style(Style::of(cell));
            writer.move_to(x, y);
            writer.write_str(cell.symbol());
            // Terminals disagree on the width of some clusters.
            writer.forget_position();
        }
    }
    runs.write(writer, &next.buffer);
}

fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " " && !cell.modifier.intersects(VISIBLE_ON_BLANK)
}

/// Horizontal runs of cells to write, grouped by style.
#[derive(Default)]
struct Runs {
    styles: Vec<(Style, Vec<CellRun>)>,
    /// The index of the last run's style.
    last: usize,
}

#[derive(Clone, Copy)]
struct CellRun {
    y: u16,
    from: u16,
    /// Exclusive.
    to: u16,
}

impl Runs {
    /// Extends the last run to a cell if it is close enough and its style fits; otherwise begins a new run.
    fn add_cell(&mut self, next: &Buffer, x: u16, y: u16) {
        let cell = &next[(x, y)];
        if let Some((style, runs)) = self.styles.get_mut(self.last)
            && let Some(run) = runs.last_mut()
            && run.y == y
            && x - run.to <= MAX_GAP
            && (run.to..=x).all(|x| style.renders(&next[(x, y)]))
        {
            run.to = x + 1;
            return;
        }
        let style = Style::of(cell);
        // A blank does not need a style of its own.
        let renders = |(known, _): &(Style, _)| *known == style || is_blank(cell) && known.renders(cell);
        self.last = self.styles.iter().position(renders).unwrap_or_else(|| {
            self.styles.push((style, Vec::new()));
            self.styles.len() - 1
        });
        self.styles[self.last].1.push(CellRun { y, from: x, to: x + 1 });
    }

    fn write(&self, writer: &mut EscapeWriter, next: &Buffer) {
        for (style, runs) in &self.styles {
            writer.style(*style);
            for run in runs {
                writer.move_to(run.from, run.y);
                for x in run.from..run.to {
                    writer.write_str(next[(x, run.y)].symbol());
                }
                writer.set_position(run.to, run.y, next.area.width);
            }
        }
    }
}
