//! What could not be done of several cases, case by case, with why.

use ratatui::layout::Rect;

use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, inset};
use super::notice;
use super::pen::clear;
use super::theme::Role;
use crate::app::model::EachReport;

/// Draws the report over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, report: &EachReport) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let page = inset(area, 2);
    let mut document = Document::new(usize::from(page.width));
    document.blank();
    document.paragraph(&notice::done_each(ctx, &report.each), Role::Strong);
    document.blank();
    for (dispute, error) in &report.each.failed {
        let why = notice::store(ctx, error);
        let vars = [("dispute", dispute.to_string().into()), ("why", why.into())];
        document.paragraph(&ctx.texts.with("each-failed", vars), Role::Text);
    }
    let extent = document.draw(ctx, canvas, page, report.scroll);
    scrollbar(ctx, canvas, page, extent);
    canvas.measured.layer = extent;
}
