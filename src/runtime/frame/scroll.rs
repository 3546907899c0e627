//! Detection of rows that only moved, which the terminal can scroll itself.

use std::ops::Range;

use ratatui::buffer::Cell;

use super::Cells;
use super::fingerprint::CellFingerprint;

/// The distances that are tried: one step, and one notch of the wheel.
const DISTANCES: [i16; 4] = [1, -1, 3, -3];
/// Only every n-th column is compared.
const SAMPLE_STEP: usize = 3;

/// Scrolls the rows from `top` to `bottom` up by `by` (down, if negative), leaving blank rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scroll {
    pub top: u16,
    pub bottom: u16,
    pub by: i16,
}

/// Returns the scroll that saves most output; `None` if none is worthwhile.
pub(super) fn find(shown: &Cells, next: &Cells) -> Option<Scroll> {
    let height = next.buffer.area.height;
    let changed: Vec<i32> = (0..height).map(|y| count_differences(shown.row(y), next.row(y))).collect();
    let row = i32::from(next.buffer.area.width) / SAMPLE_STEP as i32;
    if changed.iter().sum::<i32>() < 4 * row || has_pictures(shown) || has_pictures(next) {
        return None;
    }
    let moves = DISTANCES.into_iter().filter_map(|by| {
        let gain = |y: u16| match y.checked_add_signed(by).filter(|from| *from < height) {
            Some(from) => changed[usize::from(y)] - count_differences(shown.row(from), next.row(y)),
            None => -row,
        };
        let (gain, rows) = best_range((0..height).map(gain));
        // New rows are written completely, and the sequences take about twenty bytes.
        let worth = gain - row * i32::from(by.abs()) - 20 / SAMPLE_STEP as i32;
        let moved = match by {
            up @ 1.. => Scroll { top: rows.start, bottom: rows.end - 1 + up.unsigned_abs(), by },
            down => Scroll { top: rows.start.checked_sub(down.unsigned_abs())?, bottom: rows.end.checked_sub(1)?, by },
        };
        (worth > 0 && moved.bottom < height).then_some((worth, moved))
    });
    moves.max_by_key(|(worth, _)| *worth).map(|(_, moved)| moved)
}

/// Returns the range with the highest sum, and that sum.
fn best_range(gains: impl Iterator<Item = i32>) -> (i32, Range<u16>) {
    let (mut best, mut rows, mut sum, mut start) = (0, 0..1, 0, 0);
    for (y, gain) in (0_u16..).zip(gains) {
        if sum <= 0 {
            (sum, start) = (0, y);
        }
        sum += gain;
        if sum > best {
            (best, rows) = (sum, start..y + 1);
        }
    }
    (best, rows)
}

fn count_differences(one: &[CellFingerprint], other: &[CellFingerprint]) -> i32 {
    one.iter().zip(other).step_by(SAMPLE_STEP).filter(|(one, other)| one != other).count() as i32
}

/// Not every terminal scrolls pictures with their rows.
fn has_pictures(cells: &Cells) -> bool {
    cells.fingerprints.iter().any(|fingerprint| fingerprint.is_picture())
}

/// Scrolls the cells as the terminal does. New rows get a value that no cell has, so that they are written.
pub(super) fn apply(shown: &mut Cells, moved: Scroll) {
    let mut unknown = Cell::EMPTY;
    unknown.set_symbol("\u{10ffff}");
    let width = usize::from(shown.buffer.area.width);
    shift(&mut shown.fingerprints, width, moved, CellFingerprint::of(&unknown));
    shift(&mut shown.buffer.content, width, moved, unknown);
}

fn shift<T: Clone>(rows: &mut [T], width: usize, moved: Scroll, unknown: T) {
    let (top, bottom) = (usize::from(moved.top) * width, (usize::from(moved.bottom) + 1) * width);
    let region = &mut rows[top..bottom];
    let by = usize::from(moved.by.unsigned_abs()) * width;
    if moved.by > 0 {
        region.rotate_left(by);
        let kept = region.len() - by;
        region[kept..].fill(unknown);
    } else {
        region.rotate_right(by);
        region[..by].fill(unknown);
    }
}
