//! A page that is read before it is answered: its text, and its answers right under the last line of it, which is the
//! figures. What does not fit is scrolled through first; what can be opened from it has a cursor.

use ratatui::layout::Rect;

use super::answers::Answers;
use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset};
use super::footer;
use super::theme::Role;
use crate::app::command::{Command, KeyContext};
use crate::app::decision::DecisionPreview;
use crate::app::measure::Extent;
use crate::app::model::AnswerPage;
use crate::domain::vocabulary::Outcome;

/// Columns at both sides of the text.
const MARGIN: u16 = 2;

/// What stands on such a page.
pub(crate) struct PageText {
    pub document: Document,
    /// The first row of each thing that can be opened, in order.
    pub items: Vec<usize>,
}

impl PageText {
    /// Returns an empty page for an area.
    pub fn new(area: Rect) -> Self {
        Self { document: Document::new(usize::from(inset(area, MARGIN).width)), items: Vec::new() }
    }
}

/// Draws the page with its answers.
pub(crate) fn draw(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    text: &PageText,
    answers: &Answers,
    read: &AnswerPage,
) {
    let (below, page) = cut_bottom(area, answers.rows(area.width) + 1);
    let inner = inset(page, MARGIN);
    let extent = text.document.draw(ctx, canvas, inner, read.scroll);
    scrollbar(ctx, canvas, inner, extent);
    let in_sight = in_sight(&text.items, extent);
    if let Some(item) = read.item_in_sight(in_sight).and_then(|item| text.items.get(item)) {
        let line = u16::try_from(item.saturating_sub(extent.top)).unwrap_or(u16::MAX);
        canvas.pen(inset(page, MARGIN - 1), line).print("▌", ctx.style(Role::Accent));
    }
    (canvas.measured.layer, canvas.measured.items) = (extent, in_sight);
    let shown = u16::try_from(extent.total).unwrap_or(u16::MAX).min(page.height);
    let place = Rect { y: page.y + shown, ..below };
    let rest = extent.total.saturating_sub(extent.top + extent.rows);
    if rest > 0 {
        more_below(ctx, canvas, place, rest, read);
    }
    answers.draw(ctx, canvas, cut_top(place, 1).1);
}

/// Says how much is below, and which key shows it before the page can be answered.
fn more_below(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, rest: usize, read: &AnswerPage) {
    let command = if read.is_read() { Command::Down } else { Command::NextField };
    let key = footer::key(ctx, KeyContext::Confirm, command).unwrap_or_default();
    let name = if read.is_read() { "page-more" } else { "page-unread" };
    let said = ctx.texts.with(name, [("count", rest.into()), ("key", key.into())]);
    let role = if read.is_read() { Role::Muted } else { Role::Soon };
    canvas.pen(cut_left(row, MARGIN).1, 0).print("▾ ", ctx.style(role)).print(&said, ctx.style(role));
}

/// Returns the first and the last item with its first row in sight.
fn in_sight(items: &[usize], extent: Extent) -> Option<(usize, usize)> {
    let is_shown = |row: &usize| (extent.top..extent.top + extent.rows).contains(row);
    Some((items.iter().position(is_shown)?, items.iter().rposition(is_shown)?))
}

/// Returns what Yes does, in figures: who gets how much. In few columns the parties are named more briefly; an amount is
/// never cut.
pub(crate) fn yes(ctx: &DrawContext<'_>, outcome: Outcome, preview: &DecisionPreview, columns: u16) -> String {
    let (before, after) = (&preview.change.before, &preview.change.after);
    let gets = |after: crate::domain::money::amount::Money, before: crate::domain::money::amount::Money| {
        ctx.money(crate::domain::money::amount::Money::new(after.minor - before.minor, after.currency))
    };
    let vars = || {
        [
            ("client", gets(after.client, before.client).into()),
            ("seller", gets(after.seller, before.seller).into()),
            ("escrow", ctx.money(after.escrow).into()),
        ]
    };
    let said = ctx.texts.with(&format!("button-yes-{}", outcome.as_str()), vars());
    if super::text::width(&said) <= Answers::label_columns(columns) || outcome != Outcome::PartialRefund {
        said
    } else {
        ctx.texts.with("button-yes-brief", vars())
    }
}
