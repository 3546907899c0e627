//! The statistics screen: outcomes by ground, times, neutrality. Every bar has its count, and a share of few cases has its
//! confidence interval.

pub(crate) mod bars;
mod neutrality;
mod outcomes;
mod times;
mod work;

use ratatui::layout::Rect;

use super::case::scrollbar;
use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_top, inset};
use super::empty;
use super::pen::clear;
use super::tabs::{self, Tab, TabLine};
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
    let (top, under) = cut_top(head, 1);
    pages(ctx, canvas, top, charts.page);
    periods(ctx, canvas, under, charts.period);
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

/// Draws the tabs of the pages.
pub(super) fn pages(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, open: StatisticsPage) {
    let mut tabs = Vec::with_capacity(StatisticsPage::ALL.len());
    for (at, page) in StatisticsPage::ALL.into_iter().enumerate() {
        let key = match page {
            StatisticsPage::Outcomes => "charts-outcomes",
            StatisticsPage::Times => "charts-times",
            StatisticsPage::Neutrality => "charts-neutrality",
            StatisticsPage::Work => "charts-work",
        };
        let label = format!("{} {}", at + 1, ctx.texts.get(key));
        tabs.push(tabs::page(&label, None, page == open, Some(HitTarget::Item(at))));
    }
    let shown = StatisticsPage::ALL.iter().position(|page| *page == open).unwrap_or_default();
    tabs::draw(ctx, canvas, row, tabs::PAGES, &tabs, shown);
}

/// Draws the periods, and the age of the figures.
pub(super) fn periods(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, open: StatisticsPeriod) {
    let (age, role) = age(ctx, ctx.model.statistics.as_ref());
    let mut pen = canvas.pen(row, 0);
    pen.right(&format!("{age} "), ctx.style(role));
    let rest = Rect { width: pen.end().saturating_sub(row.x), ..row };
    let of_period = |period: StatisticsPeriod| {
        let name = match period.days() {
            None => ctx.texts.get("charts-period-all").into_owned(),
            Some(days) => ctx.texts.with("charts-period-days", [("count", days.into())]),
        };
        Tab::new(vec![(name, if period == open { Role::Active } else { Role::Muted })], None)
    };
    let shown = StatisticsPeriod::ALL.iter().position(|period| *period == open).unwrap_or_default();
    let line = TabLine { gaps: &[2, 1], ruled: false, more: Role::Muted };
    tabs::draw(ctx, canvas, rest, line, &StatisticsPeriod::ALL.map(of_period), shown);
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
