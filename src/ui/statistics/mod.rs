//! How the team judges, in charts: outcomes by ground, times, neutrality. Counts stand beside every bar, and a share of a
//! few beside how sure it can be.

pub(crate) mod bars;
mod neutrality;
mod outcomes;
mod times;

use ratatui::layout::Rect;

pub(crate) use outcomes::role as outcome_role;

use super::case::scrollbar;
use super::empty;
use super::pen::clear;
use super::scene::{Canvas, Scene, cut_top, inset};
use super::sheet::Sheet;
use super::theme::Role;
use crate::app::model::{Chart, Charts, Figures};
use crate::app::pointer::HitTarget;

/// From this width on, two charts stand side by side.
const BESIDE: usize = 100;
/// Charts are never wider: a longer bar tells no more.
const MAX_COLUMNS: u16 = 132;

/// Draws a page of charts over an area.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, charts: Charts) {
    clear(canvas.buffer, area, scene.theme.ground());
    let (head, body) = cut_top(area, 2);
    tabs(scene, canvas, head, charts.page);
    let body = inset(body, 2);
    let body = Rect { width: body.width.min(MAX_COLUMNS), ..body };
    let Some(figures) = &scene.model.figures else {
        empty::draw(scene, canvas, body, "charts-loading", "");
        return;
    };
    let stats = &figures.stats;
    if stats.tallies.is_empty() && charts.page != Chart::Times {
        empty::draw(scene, canvas, body, "charts-empty", "charts-empty-hint");
        return;
    }
    let mut sheet = Sheet::new(usize::from(body.width));
    match charts.page {
        Chart::Outcomes => outcomes::lay_out(scene, &mut sheet, stats),
        Chart::Times => times::lay_out(scene, &mut sheet, stats, usize::from(body.height)),
        Chart::Neutrality => neutrality::lay_out(scene, &mut sheet, stats),
    }
    let extent = sheet.draw(scene, canvas, body, charts.scroll);
    scrollbar(scene, canvas, body, extent);
    canvas.measured.layer = extent;
}

/// The pages by their numbers, and how old the figures are.
fn tabs(scene: &Scene<'_>, canvas: &mut Canvas<'_>, head: Rect, open: Chart) {
    let texts = scene.texts;
    let mut places = Vec::new();
    let mut pen = canvas.pen(head, 0);
    let (age, role) = age(scene, scene.model.figures.as_ref());
    pen.right(&format!("{age} "), scene.style(role));
    pen.put("──", scene.style(Role::Border));
    for (at, page) in Chart::ALL.into_iter().enumerate() {
        let key = match page {
            Chart::Outcomes => "charts-outcomes",
            Chart::Times => "charts-times",
            Chart::Neutrality => "charts-neutrality",
        };
        let (mark, role) = if page == open { ("▌", Role::Active) } else { (" ", Role::Muted) };
        let x = pen.x();
        pen.put(mark, scene.style(role)).put(&format!("{} {} ", at + 1, texts.get(key)), scene.style(role));
        places.push((Rect { x, width: pen.x() - x, height: 1, ..head }, HitTarget::Item(at)));
        pen.put("──", scene.style(Role::Border));
    }
    pen.rule("─", scene.style(Role::Border));
    places.into_iter().for_each(|(place, spot)| canvas.spot(place, spot));
}

/// That the figures are live, or, while the store can't be followed, how old they are.
fn age(scene: &Scene<'_>, figures: Option<&Figures>) -> (String, Role) {
    let Some(figures) = figures else { return (String::new(), Role::Muted) };
    if scene.model.trouble.is_none() {
        return (scene.texts.get("charts-live").into_owned(), Role::Good);
    }
    let ago = scene.clock().relative(figures.at);
    (scene.texts.with("charts-old", [("ago", ago.into())]), Role::Danger)
}
