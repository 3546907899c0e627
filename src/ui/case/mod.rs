//! A case: the order's file, the three-way discussion, and what is pending. Side by side where there is room, else one at
//! a time behind tabs.

mod file;
pub(crate) mod pending;
pub(crate) mod thread;

use ratatui::layout::Rect;

use super::scene::{Canvas, Scene, cut_left, cut_top, inset};
use super::sheet::Sheet;
use super::status::{self, BETWEEN};
use super::text::{safe, width};
use super::theme::Role;
use super::{Cached, empty};
use crate::app::measure::Extent;
use crate::app::model::CaseFile;
use crate::app::model::Stamp;
use crate::app::model::{CaseView, Panel};
use crate::domain::ids::DisputeId;

/// From this width on, the panels stand side by side.
const WIDE: u16 = 110;

/// What a panel's sheet was laid out for; with another of these, it is laid out anew.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    dispute: DisputeId,
    stamp: Option<Stamp>,
    columns: u16,
    minute: i64,
}

/// Draws a case.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, view: &CaseView) {
    let (top, body) = cut_top(area, 2);
    let Some(file) = scene.model.cases.get(view.id) else {
        canvas.pen(top, 0).skip(1).put(&view.id.to_string(), scene.style(Role::Strong));
        empty::draw(scene, canvas, body, "case-loading", "");
        return;
    };
    title(scene, canvas, top, file);
    if body.width >= WIDE {
        side_by_side(scene, canvas, body, view, file);
    } else {
        let (tabs, panel) = cut_top(body, 1);
        draw_tabs(scene, canvas, tabs, view, file);
        draw_panel(scene, canvas, panel, view, file, view.panel);
    }
}

/// What it is about, and where it stands. The title stands alone: no stranger's word beside an outcome.
pub(crate) fn title(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, file: &CaseFile) {
    let Some(dispute) = &file.case.dispute else { return };
    let mut pen = canvas.pen(area, 0);
    pen.skip(1).put(&dispute.id.to_string(), scene.style(Role::Accent)).skip(2);
    pen.put(&safe(&file.case.order.title), scene.style(Role::Strong));
    let mut pen = canvas.pen(area, 1);
    pen.skip(1);
    // As many parts as fit whole, the ground last; the panels have all of them.
    let grounds = [Some(dispute.opened_by), None].map(|by| (status::ground(scene, dispute.ground, by), Role::Muted));
    let mut between = "";
    let mut put = |(text, role): &status::Part| {
        let fits = width(between) + width(text) <= pen.left();
        if fits {
            pen.put(between, scene.style(Role::Muted)).put(text, scene.style(*role));
            between = BETWEEN;
        }
        fits
    };
    for part in &status::of_case(scene, &file.case) {
        put(part);
    }
    let _ = grounds.iter().any(put);
}

fn side_by_side(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, view: &CaseView, file: &CaseFile) {
    let left = (area.width * 28 / 100).clamp(32, 52);
    let right = (area.width * 27 / 100).clamp(32, 50);
    let widths = [left, area.width.saturating_sub(left + right + 2), right];
    let mut rest = area;
    for (panel, columns) in Panel::ALL.into_iter().zip(widths) {
        if panel != Panel::File {
            let (line, after) = cut_left(rest, 1);
            for row in 0..line.height {
                canvas.pen(line, row).put(if row == 0 { "┬" } else { "│" }, scene.style(Role::Border));
            }
            rest = after;
        }
        let (column, after) = cut_left(rest, columns);
        rest = after;
        let (heading, body) = cut_top(column, 1);
        let has_keys = view.panel == panel && scene.model.layer.is_none();
        let mut pen = canvas.pen(heading, 0);
        pen.put("─", scene.style(Role::Border));
        tab(scene, &mut pen, file, panel, has_keys);
        pen.rule("─", scene.style(Role::Border));
        draw_panel(scene, canvas, body, view, file, panel);
    }
}

fn draw_tabs(scene: &Scene<'_>, canvas: &mut Canvas<'_>, row: Rect, view: &CaseView, file: &CaseFile) {
    let mut pen = canvas.pen(row, 0);
    for panel in Panel::ALL {
        pen.put("──", scene.style(Role::Border));
        tab(scene, &mut pen, file, panel, view.panel == panel);
    }
    pen.rule("─", scene.style(Role::Border));
}

/// A panel's key, name, and how much is in it.
fn tab(scene: &Scene<'_>, pen: &mut super::pen::Pen<'_>, file: &CaseFile, panel: Panel, active: bool) {
    let (number, key, count) = match panel {
        Panel::File => (1, "panel-file", 0),
        Panel::Thread => (2, "panel-thread", file.thread.len()),
        Panel::Pending => (3, "panel-pending", pending::count(file)),
    };
    let (mark, look) = if active { ("▌", Role::Active) } else { (" ", Role::Muted) };
    pen.put(mark, scene.style(look)).put(&format!("{number} {}", scene.texts.get(key)), scene.style(look));
    if count > 0 {
        pen.skip(1).put(&count.to_string(), scene.style(if active { Role::Active } else { Role::Text }));
    }
    pen.skip(1);
}

fn draw_panel(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, view: &CaseView, file: &CaseFile, panel: Panel) {
    match panel {
        Panel::Thread => thread::draw(scene, canvas, area, view, file),
        Panel::File => canvas.measured.file = sheet(scene, canvas, area, file, panel, view.file),
        Panel::Pending => canvas.measured.pending = sheet(scene, canvas, area, file, panel, view.pending),
    }
}

/// Draws the sheet of a panel, laid out anew only where something in it may have changed.
fn sheet(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, file: &CaseFile, panel: Panel, top: usize) -> Extent {
    let Some(dispute) = file.case.dispute.as_ref().map(|dispute| dispute.id) else { return Extent::default() };
    let area = inset(area, 1);
    let key = Key {
        dispute,
        stamp: scene.model.cases.stamp(dispute),
        columns: area.width,
        minute: scene.model.now.timestamp().div_euclid(60),
    };
    let mut cache = scene.cache.borrow_mut();
    let cached = if panel == Panel::File { &mut cache.file } else { &mut cache.pending };
    if cached.as_ref().is_none_or(|cached| cached.key != key) {
        let mut sheet = Sheet::new(usize::from(area.width));
        match panel {
            Panel::File => file::lay_out(scene, &mut sheet, file),
            _ => pending::lay_out(scene, &mut sheet, file),
        }
        *cached = Some(Cached { key, value: sheet });
    }
    let extent = cached.as_ref().map(|cached| cached.value.draw(scene, canvas, area, top)).unwrap_or_default();
    scrollbar(scene, canvas, area, extent);
    extent
}

/// A mark at the right edge of an area for the part of its content that is in sight.
pub(crate) fn scrollbar(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect, extent: Extent) {
    if extent.total <= extent.rows || extent.rows == 0 || area.right() >= canvas.buffer.area.right() {
        return;
    }
    let thumb = (extent.rows * extent.rows / extent.total).max(1);
    let travel = extent.rows - thumb;
    let start = extent.top * travel / extent.last_top().max(1);
    let edge = Rect { x: area.right(), width: 1, ..area };
    for row in start..start + thumb {
        canvas.pen(edge, u16::try_from(row).unwrap_or(u16::MAX)).put("▐", scene.style(Role::Border));
    }
}
