//! The statistics screen: outcomes by ground, times, neutrality. Every bar has its count, and a share of few cases has its
//! confidence interval.

pub(crate) mod bars;
mod neutrality;
mod outcomes;
mod times;
mod work;

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
use crate::domain::decision::work_figures::StatisticsPeriod;

/// The width from which two charts are drawn side by side.
const BESIDE: usize = 100;
/// The greatest width of a chart: a longer bar shows no more.
const MAX_COLUMNS: u16 = 132;

/// Draws a page of statistics over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, charts: StatisticsLayer) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let (head, body) = cut_top(area, 2);
    tabs(ctx, canvas, head, charts.page);
    periods(ctx, canvas, head, charts.period);
    let body = inset(body, 2);
    let body = Rect { width: body.width.min(MAX_COLUMNS), ..body };
    let days = charts.period.range(ctx.model.now);
    let Some(figures) = ctx.model.statistics.as_ref().filter(|figures| figures.days == days) else {
        empty::draw(ctx, canvas, body, "charts-loading", "");
        return;
    };
    let stats = &figures.stats;
    if stats.tallies.is_empty() && matches!(charts.page, StatisticsPage::Outcomes | StatisticsPage::Neutrality) {
        let of_all = charts.period == StatisticsPeriod::All;
        let (title, hint) = if of_all {
            ("charts-empty", "charts-empty-hint")
        } else {
            ("charts-empty-period", "charts-empty-period-hint")
        };
        empty::draw(ctx, canvas, body, title, hint);
        return;
    }
    let mut document = Document::new(usize::from(body.width));
    match charts.page {
        StatisticsPage::Outcomes => outcomes::lay_out(ctx, &mut document, stats),
        StatisticsPage::Times => times::lay_out(ctx, &mut document, stats, usize::from(body.height)),
        StatisticsPage::Neutrality => neutrality::lay_out(ctx, &mut document, stats),
        StatisticsPage::Work => work::lay_out(ctx, &mut document, stats),
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
            StatisticsPage::Work => "charts-work",
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

/// Draws the periods, under the tabs.
fn periods(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, head: Rect, shown: StatisticsPeriod) {
    let mut pen = canvas.pen(head, 1);
    pen.skip(2);
    for period in StatisticsPeriod::ALL {
        let name = match period.days() {
            None => ctx.texts.get("charts-period-all").into_owned(),
            Some(days) => ctx.texts.with("charts-period-days", [("count", days.into())]),
        };
        let role = if period == shown { Role::Active } else { Role::Muted };
        pen.print(&name, ctx.style(role)).skip(2);
    }
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
