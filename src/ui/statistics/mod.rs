//! The statistics screen: outcomes by ground, times, neutrality. Every bar has its count, and a share of few cases has its
//! confidence interval.

pub(crate) mod bars;
mod neutrality;
mod outcomes;
mod times;

use ratatui::layout::Rect;

pub(crate) use outcomes::role as outcome_role;

use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_top, inset};
use super::empty;
use super::pen::clear;
use super::theme::Role;
use crate::app::model::{StatisticsLayer, StatisticsPage, TeamStatistics};
use crate::app::mouse::HitTarget;

/// The width from which two charts are drawn side by side.
const BESIDE: usize = 100;
/// The greatest width of a chart: a longer bar shows no more.
const MAX_COLUMNS: u16 = 132;

/// Draws a page of statistics over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, charts: StatisticsLayer) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (head, body) = cut_top(area, 2);
    tabs(ctx, canvas, head, charts.page);
    let body = inset(body, 2);
    let body = Rect { width: body.width.min(MAX_COLUMNS), ..body };
    let Some(figures) = &ctx.model.statistics else {
        empty::draw(ctx, canvas, body, "charts-loading", "");
        return;
    };
    let stats = &figures.stats;
    if stats.tallies.is_empty() && charts.page != StatisticsPage::Times {
        empty::draw(ctx, canvas, body, "charts-empty", "charts-empty-hint");
        return;
    }
    let mut document = Document::new(usize::from(body.width));
    match charts.page {
        StatisticsPage::Outcomes => outcomes::lay_out(ctx, &mut document, stats),
        StatisticsPage::Times => times::lay_out(ctx, &mut document, stats, usize::from(body.height)),
        StatisticsPage::Neutrality => neutrality::lay_out(ctx, &mut document, stats),
    }
    let extent = document.draw(ctx, canvas, body, charts.scroll);
    scrollbar(ctx, canvas, body, extent);
    canvas.measured.layer = extent;
}

/// Draws the tabs of the pages, and the age of the figures.
fn tabs(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, head: Rect, open: StatisticsPage) {
    let texts = ctx.texts;
    let mut places = Vec::new();
    let mut pen = canvas.pen(head, 0);
    let (age, role) = age(ctx, ctx.model.statistics.as_ref());
    pen.right(&format!("{age} "), ctx.style(role));
    pen.print("──", ctx.style(Role::Border));
    for (at, page) in StatisticsPage::ALL.into_iter().enumerate() {
        let key = match page {
            StatisticsPage::Outcomes => "charts-outcomes",
            StatisticsPage::Times => "charts-times",
            StatisticsPage::Neutrality => "charts-neutrality",
        };
        let (mark, role) = if page == open { ("▌", Role::Active) } else { (" ", Role::Muted) };
        let x = pen.x();
        pen.print(mark, ctx.style(role)).print(&format!("{} {} ", at + 1, texts.get(key)), ctx.style(role));
        places.push((Rect { x, width: pen.x() - x, height: 1, ..head }, HitTarget::Item(at)));
        pen.print("──", ctx.style(Role::Border));
    }
    pen.rule("─", ctx.style(Role::Border));
    places.into_iter().for_each(|(place, spot)| canvas.add_target(place, spot));
}

/// Returns the text that says that the figures are live or, while the store can't be followed, how old they are.
fn age(ctx: &DrawContext<'_>, figures: Option<&TeamStatistics>) -> (String, Role) {
    let Some(figures) = figures else { return (String::new(), Role::Muted) };
    if ctx.model.trouble.is_none() {
        return (ctx.texts.get("charts-live").into_owned(), Role::Good);
    }
    let ago = ctx.clock().relative(figures.at);
    (ctx.texts.with("charts-old", [("ago", ago.into())]), Role::Danger)
}
