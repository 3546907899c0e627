//! Draws the queue's rows in their columns.

use std::ops::Range;

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::draw_context::{Canvas, DrawContext};
use super::super::pen::{Pen, wash};
use super::super::text::width;
use super::super::theme::Role;
use super::columns::{COLUMNS, Cell, ColumnKind, QueueColumn};
use super::layout::{BETWEEN_NAMES, ColumnLayout, ColumnNeeds, set_columns};
use crate::app::model::QueueRow;

/// What stands before a case that is marked, where there is a space otherwise.
const MARK: &str = "✓";
/// The columns of the sign of the selection and of the sign of a mark.
pub(super) const SIGNS: usize = 2;

/// Rows, set in columns.
pub(super) struct Table {
    rows: Vec<TableRow>,
    columns: Vec<ColumnLayout>,
    headings: Vec<String>,
    /// What stands at the right of the headings.
    corner: String,
}

struct TableRow {
    selected: bool,
    marked: bool,
    cells: Vec<Cell>,
}

impl Table {
    /// Lays out the visible ones of these rows in so many columns of the screen, of which the columns that a list of `most` has are
    /// shown. The others are only measured, so that a column keeps its width where one scrolls.
    pub fn new(
        ctx: &DrawContext<'_>,
        rows: &[&QueueRow],
        visible: Range<usize>,
        (room, most): (usize, usize),
        corner: (String, usize),
    ) -> Self {
        let mut rows: Vec<TableRow> = rows
            .iter()
            .map(|row| TableRow {
                selected: ctx.model.queue.window.selected == Some(row.id),
                marked: ctx.model.is_marked(row),
                cells: COLUMNS.iter().map(|column| (column.cell)(ctx, row)).collect(),
            })
            .collect();
        let view = ctx.model.queue.view;
        let heading = |column: &QueueColumn| match (column.heading)(view) {
            "" => String::new(),
            key => ctx.texts.get(key).into_owned(),
        };
        let headings: Vec<String> = COLUMNS.iter().map(heading).collect();
        let needs: Vec<ColumnNeeds> =
            headings.iter().enumerate().map(|(at, heading)| need(&rows, at, heading)).collect();
        let columns = set_columns(&needs, room, most, corner.1);
        rows.truncate(visible.end);
        rows.drain(..visible.start.min(rows.len()));
        Self { rows, columns, headings, corner: corner.0 }
    }

    pub fn draw_headings(&self, ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        let style = ctx.style(Role::Muted);
        let mut pen = canvas.pen(row, 0);
        pen.right(&self.corner, style);
        pen.skip(SIGNS);
        for ((column, layout), heading) in COLUMNS.iter().zip(&self.columns).zip(&self.headings) {
            if layout.width == 0 {
                continue;
            }
            pen.skip(layout.gap);
            match heading.split_once(BETWEEN_NAMES).filter(|_| column.kind == ColumnKind::Names) {
                Some((first, second)) => print_names(&mut pen, *layout, (first, style), (second, style), style),
                None => print_cell(&mut pen, column, layout.width, &[(heading, style)]),
            }
        }
    }

    /// Draws a row on a line of an area.
    pub fn draw_row(&self, ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, line: u16, row: usize) {
        let Some(row) = self.rows.get(row) else { return };
        if row.selected {
            wash(canvas.buffer, Rect { y: area.y + line, height: 1, ..area }, ctx.theme.selected());
        }
        let over = if row.selected { ctx.theme.selected() } else { Style::new() };
        let look = |role: Role| ctx.style(role).patch(over);
        let mut pen = canvas.pen(area, line);
        pen.print(if row.selected { "▌" } else { " " }, look(Role::Accent));
        if row.marked {
            pen.print(MARK, look(Role::Active));
        } else {
            pen.skip(1);
        }
        for ((column, layout), cell) in COLUMNS.iter().zip(&self.columns).zip(&row.cells) {
            if layout.width == 0 {
                continue;
            }
            pen.skip(layout.gap);
            let way = cell.ways.get(layout.way).or(cell.ways.last());
            match (column.kind, way.map(Vec::as_slice)) {
                (ColumnKind::Names, Some([first, second])) => {
                    let [first, second] = [first, second].map(|(text, role)| (text.as_str(), look(*role)));
                    print_names(&mut pen, *layout, first, second, look(Role::Muted));
                }
                (_, parts) => {
                    let parts = parts.unwrap_or_default().iter().map(|(text, role)| (text, look(*role)));
                    print_cell(&mut pen, column, layout.width, &parts.collect::<Vec<_>>());
                }
            }
        }
    }
}

fn print_names(
    pen: &mut Pen<'_>,
    layout: ColumnLayout,
    (first, first_style): (&str, Style),
    (second, second_style): (&str, Style),
    between: Style,
) {
    let rest = layout.width.saturating_sub(layout.first + width(BETWEEN_NAMES));
    pen.column(first, layout.first, first_style).print(BETWEEN_NAMES, between).column(second, rest, second_style);
}

/// Writes the parts of a cell one after the other in a column, and goes to its end.
fn print_cell(pen: &mut Pen<'_>, column: &QueueColumn, columns: usize, parts: &[(&String, Style)]) {
    let needed: usize = parts.iter().map(|(text, _)| width(text)).sum();
    let mut left = columns;
    if column.right_aligned {
        let empty = columns.saturating_sub(needed);
        pen.skip(empty);
        left -= empty;
    }
    for (text, style) in parts {
        let wide = width(text).min(left);
        pen.column(text, wide, *style);
        left -= wide;
    }
    pen.skip(left);
}

/// Returns what rows need of a column.
fn need(rows: &[TableRow], at: usize, heading: &str) -> ColumnNeeds {
    let two = COLUMNS.get(at).is_some_and(|column| column.kind == ColumnKind::Names);
    // Each half of a heading stands over its half of the column.
    let (first, second) = heading.split_once(BETWEEN_NAMES).filter(|_| two).unwrap_or((heading, ""));
    let cells = || rows.iter().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.ways.is_empty());
    let ways = cells().map(|cell| cell.ways.len()).max().unwrap_or(0);
    let mut need = ColumnNeeds { ways: vec![0; ways], heading: width(first), second: width(second) };
    for cell in cells() {
        for (way, widest) in need.ways.iter_mut().enumerate() {
            let Some(parts) = cell.ways.get(way).or(cell.ways.last()) else { continue };
            let mut columns = parts.iter().map(|(text, _)| width(text));
            if two {
                *widest = columns.next().unwrap_or(0).max(*widest);
                need.second = columns.next().unwrap_or(0).max(need.second);
            } else {
                *widest = columns.sum::<usize>().max(*widest);
            }
        }
    }
    need
}
