//! A question and its answers as buttons, side by side where they fit, else one below another; the chosen one is marked by
//! more than its colour.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::text::width;
use super::theme::Role;
use crate::app::mouse::HitTarget;

/// Columns before the first button of a row.
const MARGIN: u16 = 2;
/// Columns of a button's edges.
const EDGES: usize = 4;

/// An answer.
pub(crate) struct AnswerButton {
    pub label: String,
    pub role: Role,
    pub chosen: bool,
    /// What a press of the mouse means.
    pub target: Option<HitTarget>,
}

/// A question with its answers.
pub(crate) struct Answers {
    pub question: String,
    pub buttons: Vec<AnswerButton>,
}

impl Answers {
    /// Returns the columns that a button's label may have in an area of this width.
    pub fn label_columns(columns: u16) -> usize {
        usize::from(columns.saturating_sub(2 * MARGIN)).saturating_sub(EDGES)
    }

    /// Returns the rows that they take in so many columns.
    pub fn rows(&self, columns: u16) -> u16 {
        u16::try_from(self.layout(columns).1.last().map_or(0, |(row, _)| row + 1)).unwrap_or(u16::MAX)
    }

    /// Returns the row and the column of each button, and whether the question stands before them: it gives way where the
    /// answers fit on one row without it.
    fn layout(&self, columns: u16) -> (bool, Vec<(usize, usize)>) {
        let asked = width(&self.question) + usize::from(!self.question.is_empty());
        let (with, without) = (self.places(columns, asked), self.places(columns, 0));
        let rows = |places: &[(usize, usize)]| places.last().map_or(0, |(row, _)| row + 1);
        if rows(&without) == 1 && rows(&with) > 1 { (false, without) } else { (true, with) }
    }

    fn places(&self, columns: u16, asked: usize) -> Vec<(usize, usize)> {
        let end = usize::from(columns.saturating_sub(MARGIN));
        let start = usize::from(MARGIN);
        let (mut row, mut x) = (0, start + asked);
        self.buttons
            .iter()
            .map(|button| {
                let wide = width(&button.label) + EDGES;
                if x + wide > end && x > start {
                    (row, x) = (row + 1, start);
                }
                let place = (row, x);
                x += wide + 1;
                place
            })
            .collect()
    }

    /// Draws them from the top of an area.
    pub fn draw(&self, ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
        let (is_asked, places) = self.layout(area.width);
        if is_asked {
            canvas.pen(area, 0).skip(usize::from(MARGIN)).print(&self.question, ctx.style(Role::Strong));
        }
        for (button, (row, column)) in self.buttons.iter().zip(places) {
            let line = u16::try_from(row).unwrap_or(u16::MAX);
            if line >= area.height {
                return;
            }
            let (text, style) = if button.chosen {
                (format!("▌ {} ▐", button.label), ctx.style(button.role).patch(ctx.theme.selected()))
            } else {
                (format!("  {}  ", button.label), ctx.style(Role::Muted))
            };
            let mut pen = canvas.pen(area, line);
            let x = pen.skip(column).x();
            pen.print(&text, style);
            let place = Rect { x, y: area.y + line, width: pen.x().saturating_sub(x), height: 1 };
            if let Some(target) = button.target {
                canvas.add_target(place, target);
            }
        }
    }
}
