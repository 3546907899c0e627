//! Bytes written for one `j`, compared with the cells that it changed.

use super::{QUIET, desk};
use crate::Bench;
use crate::measure::median;
use crate::pty::{COLS, ROWS, Terminal};
use crate::table::{Figure, Target};

pub fn bytes(bench: &mut Bench) {
    let (mut desk, first) = desk(bench).start();
    let mut screen = vt100::Parser::new(ROWS.try_into().unwrap(), COLS.try_into().unwrap(), 0);
    screen.process(&first.bytes);
    let runs = bench.runs(20);
    let still = press_repeatedly(&mut desk, &mut screen, runs);
    let foot = desk.press(&b"j".repeat(45), QUIET * 5);
    screen.process(&foot.bytes);
    let scrolled = press_repeatedly(&mut desk, &mut screen, runs);
    for (what, (bytes, cells)) in [("not scrolling", still), ("scrolling", scrolled)] {
        let cells = Some(Figure::new(cells, "cells"));
        let what = format!("bytes written for one `j`, {what}");
        bench.table.compare(&what, Figure::new(bytes, "bytes"), "changed", cells, Target::AtMostTimes(2.0));
    }
}

/// Presses `j` repeatedly; returns the median numbers of bytes and of changed cells.
fn press_repeatedly(desk: &mut Terminal, screen: &mut vt100::Parser, runs: usize) -> (f64, f64) {
    let (mut bytes, mut cells) = (Vec::new(), Vec::new());
    for _ in 0..runs {
        let before = screen.screen().clone();
        let answer = desk.press(b"j", QUIET);
        screen.process(&answer.bytes);
        bytes.push(answer.bytes.len() as f64);
        cells.push(count_changed_cells(&before, screen.screen()) as f64);
    }
    (median(bytes), median(cells))
}

/// Counts the cells that differ; rows that moved up by one count as one row.
fn count_changed_cells(before: &vt100::Screen, after: &vt100::Screen) -> usize {
    let differs = |from: u16, to: u16| (0..COLS).filter(|x| before.cell(from, *x) != after.cell(to, *x)).count();
    let stayed: Vec<usize> = (0..ROWS).map(|y| differs(y, y)).collect();
    let moved: Vec<usize> =
        (0..ROWS).map(|y| if y + 1 < ROWS { differs(y + 1, y) } else { usize::from(COLS) }).collect();
    let least: usize = stayed.iter().zip(&moved).map(|(stayed, moved)| stayed.min(moved)).sum();
    let whole: usize = stayed.iter().sum();
    whole.min(least + usize::from(COLS))
}
