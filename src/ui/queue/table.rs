//! Sets the queue's columns: how wide each is in the room that there is, and drawing its headings and rows.

use ratatui::layout::Rect;
use ratatui::style::Style;

use super::super::draw_context::{Canvas, DrawContext};
use super::super::pen::{Pen, wash};
use super::super::text::width;
use super::super::theme::Role;
use super::columns::{COLUMNS, Cell, QueueColumn, Width};
use crate::app::model::QueueRow;

/// The title is never narrower, as long as something else can go.
const MIN_TITLE: usize = 16;
/// From this width of the title on, there is room for the parties' names.
const ROOM_FOR_PARTIES: usize = 64;
/// What stands before a case that is marked, where there is a space otherwise.
const MARK: &str = "✓";
/// The sign of the selection, the sign of a mark, and one column at the right edge.
const EDGES: usize = 3;
/// What stands between the two parts of a cell.
const BETWEEN: &str = " ↔ ";

/// The visible rows, set in columns.
pub(super) struct Table {
    rows: Vec<TableRow>,
    columns: Vec<ColumnLayout>,
}

struct TableRow {
    selected: bool,
    marked: bool,
    cells: Vec<Cell>,
}

/// How a column is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
struct ColumnLayout {
    width: usize,
    /// Cells are told by their short text.
    short: bool,
}

impl Table {
    /// Lays out rows in so many columns of the screen.
    pub fn new(ctx: &DrawContext<'_>, rows: &[&QueueRow], room: usize) -> Self {
        let rows: Vec<TableRow> = rows
            .iter()
            .map(|row| TableRow {
                selected: ctx.model.queue.window.selected == Some(row.id),
                marked: ctx.model.is_marked(row),
                cells: COLUMNS.iter().map(|column| (column.cell)(ctx, row)).collect(),
            })
            .collect();
        let columns = lay_out(ctx, &rows, room);
        Self { rows, columns }
    }

    pub fn draw_headings(&self, ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect) {
        let style = ctx.style(Role::Muted);
        let mut pen = canvas.pen(row, 0);
        pen.skip(2);
        for (column, layout) in self.shown() {
            let heading = (column.heading)(ctx.model.queue.view);
            pen.skip(column.gap);
            match heading {
                "" => drop(pen.skip(layout.width)),
                key => print_cell(&mut pen, column, layout.width, &ctx.texts.get(key), style),
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
        for ((column, layout), cell) in self.shown().zip(self.shown_cells(row)) {
            pen.skip(column.gap);
            match (&cell.parts[..], &cell.short) {
                ([(_, role), ..], Some(short)) if layout.short => {
                    print_cell(&mut pen, column, layout.width, short, look(*role));
                }
                ([(first, first_role), (second, second_role)], _) => {
                    let half = layout.width.saturating_sub(width(BETWEEN)) / 2;
                    let rest = layout.width.saturating_sub(half + width(BETWEEN));
                    pen.column(first, half, look(*first_role)).print(BETWEEN, look(Role::Muted));
                    pen.column(second, rest, look(*second_role));
                }
                ([(text, role), ..], _) => {
                    let sign = text.chars().next().map(String::from).filter(|_| layout.width == 1);
                    print_cell(&mut pen, column, layout.width, sign.as_ref().unwrap_or(text), look(*role));
                }
                ([], _) => drop(pen.skip(layout.width)),
            }
        }
    }

    /// Returns the columns that have room.
    fn shown(&self) -> impl Iterator<Item = (&'static QueueColumn, ColumnLayout)> {
        COLUMNS.iter().zip(self.columns.iter().copied()).filter(|(column, layout)| is_shown(column, *layout))
    }

    fn shown_cells<'a>(&'a self, row: &'a TableRow) -> impl Iterator<Item = &'a Cell> {
        let columns = COLUMNS.iter().zip(&self.columns).zip(&row.cells);
        columns.filter(|((column, layout), _)| is_shown(column, **layout)).map(|(_, cell)| cell)
    }
}

/// Returns whether a column is drawn: one without a heading that has nothing to say, and one that has no room, are left out
/// with their gap.
fn is_shown(column: &QueueColumn, layout: ColumnLayout) -> bool {
    layout.width > 0 || column.width == Width::Rest
}

fn print_cell(pen: &mut Pen<'_>, column: &QueueColumn, columns: usize, text: &str, style: Style) {
    if column.right_aligned {
        pen.column_right(text, columns, style);
    } else {
        pen.column(text, columns, style);
    }
}

/// Returns how wide each column is: what has to be read keeps its width, what can be told in short gives way to the title.
fn lay_out(ctx: &DrawContext<'_>, rows: &[TableRow], room: usize) -> Vec<ColumnLayout> {
    let mut columns: Vec<ColumnLayout> = Vec::new();
    for (at, column) in COLUMNS.iter().enumerate() {
        columns.push(match column.width {
            Width::Fit(least, most) => {
                let heading = width_of_heading(ctx, column).max(least);
                ColumnLayout { width: widest(rows, at, false).max(heading).min(most), short: false }
            }
            Width::Shrink(steps) => ColumnLayout { width: shrunk(rows, at, steps, 0), short: false },
            Width::Rest | Width::RestIfPlenty => ColumnLayout::default(),
        });
    }
    let steps = COLUMNS.iter().filter_map(|column| match column.width {
        Width::Shrink(steps) => Some(steps.len()),
        _ => None,
    });
    for step in 1..steps.max().unwrap_or(0) {
        if fixed(&columns) + MIN_TITLE <= room {
            break;
        }
        for (at, column) in COLUMNS.iter().enumerate() {
            if let (Width::Shrink(steps), Some(layout)) = (column.width, columns.get_mut(at)) {
                *layout = ColumnLayout { width: shrunk(rows, at, steps, step), short: true };
            }
        }
    }
    share_rest(&mut columns, room);
    columns
}

/// Shares what the fixed columns leave.
fn share_rest(columns: &mut [ColumnLayout], room: usize) {
    let mut rest = room.saturating_sub(fixed(columns));
    for (column, layout) in COLUMNS.iter().zip(columns.iter_mut()) {
        if column.width == Width::RestIfPlenty && rest >= ROOM_FOR_PARTIES {
            layout.width = rest / 2 - column.gap;
            rest -= layout.width + column.gap;
        }
    }
    for (column, layout) in COLUMNS.iter().zip(columns.iter_mut()) {
        if column.width == Width::Rest {
            layout.width = rest;
        }
    }
}

/// Columns of the screen that are taken by all but the title.
fn fixed(columns: &[ColumnLayout]) -> usize {
    let shown = COLUMNS.iter().zip(columns).filter(|(column, layout)| is_shown(column, **layout));
    EDGES + shown.map(|(column, layout)| column.gap + layout.width).sum::<usize>()
}

fn shrunk(rows: &[TableRow], at: usize, steps: &[usize], step: usize) -> usize {
    let most = steps.get(step).or(steps.last()).copied().unwrap_or(0);
    widest(rows, at, step > 0).min(most)
}

/// Returns the columns of the widest cell; of the short texts where there are any.
fn widest(rows: &[TableRow], at: usize, short: bool) -> usize {
    let cells = rows.iter().filter_map(|row| row.cells.get(at));
    let text = |cell: &Cell| match &cell.short {
        Some(text) if short => width(text),
        _ => cell.parts.first().map_or(0, |(text, _)| width(text)),
    };
    cells.map(text).max().unwrap_or(0)
}

/// Returns the columns of a heading, the wider one where it depends on the view.
fn width_of_heading(ctx: &DrawContext<'_>, column: &QueueColumn) -> usize {
    use crate::domain::vocabulary::View;
    let label = |view: &View| match (column.heading)(*view) {
        "" => 0,
        key => width(&ctx.texts.get(key)),
    };
    View::ALL.iter().map(label).max().unwrap_or(0)
}
