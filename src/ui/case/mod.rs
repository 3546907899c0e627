//! The case screen: the order's file, the three-way discussion, and what is pending. Side by side if there is room, else one
//! at a time behind tabs.

pub(crate) mod file;
pub(crate) mod head;
pub(crate) mod pending;
pub(crate) mod thread;

use ratatui::layout::Rect;

use super::document::Document;
use super::draw_context::{Canvas, DrawContext, cut_bottom, cut_left, cut_top, inset};
use super::found_words::FoundWords;
use super::tabs::{self, Tab, TabLine};
use super::theme::Role;
use super::{Cache, Cached, compose, empty, lost, precedents};
use crate::app::command::KeyContext;
use crate::app::effect::Generation;
use crate::app::measure::Extent;
use crate::app::model::CaseFile;
use crate::app::model::Stamp;
use crate::app::model::{CaseView, Compose, Layer, Panel};
use crate::app::mouse::HitTarget;
use crate::domain::ids::DisputeId;

/// The width from which the panels are side by side.
const WIDE: u16 = 110;
/// The width from which a column is wide enough to write in.
const WRITABLE: u16 = 64;

/// The key of a cached panel: when it changes, the document is laid out again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PanelKey {
    dispute: DisputeId,
    stamp: Option<Stamp>,
    /// Whether the mediator may act: whose turn it is is said otherwise to a reader.
    acts: bool,
    /// How many files were opened: what is left to look at is said.
    opened: usize,
    background: Option<Generation>,
    columns: u16,
    minute: i64,
}

pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, view: &CaseView) {
    // What one answers to stays in sight while one writes: beside the order where the discussion has a wide column.
    let written = match &ctx.model.layer {
        Some(Layer::Compose(compose)) => Some(compose.as_ref()),
        _ => None,
    };
    let file = ctx.model.cases.get(view.id);
    let in_column = written.filter(|_| writes_in_column(area) && file.is_some());
    let area = match written.filter(|_| in_column.is_none()) {
        Some(written) => compose_below(ctx, canvas, area, written),
        None => area,
    };
    let (top, body) = cut_top(area, head::ROWS);
    head::draw(ctx, canvas, top, view.id);
    let Some(file) = file else {
        empty::draw(ctx, canvas, body, lost::case_missing(ctx), "");
        return;
    };
    if body.width >= WIDE {
        side_by_side(ctx, canvas, body, view, file, in_column);
    } else {
        let (tabs, place) = cut_top(body, 1);
        let panel = if written.is_some() { Panel::Thread } else { view.panel };
        draw_tabs(ctx, canvas, tabs, panel, file);
        draw_panel(ctx, canvas, place, view, file, panel);
    }
}

/// Returns whether the column of the discussion is wide enough to write in.
fn writes_in_column(area: Rect) -> bool {
    area.width >= WIDE && columns(area)[1] >= WRITABLE
}

/// Draws the composer at the bottom of an area; returns what remains.
pub(crate) fn compose_below(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, written: &Compose) -> Rect {
    let (below, above) = cut_bottom(area, compose::rows(area, written));
    compose::draw(ctx, canvas, below, written);
    above
}

/// Returns the columns of the order's file, of the discussion and of what is pending, side by side.
fn columns(area: Rect) -> [u16; 3] {
    let left = (area.width * 28 / 100).clamp(32, 52);
    let right = (area.width * 27 / 100).clamp(32, 50);
    [left, area.width.saturating_sub(left + right + 2), right]
}

fn side_by_side(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    view: &CaseView,
    file: &CaseFile,
    written: Option<&Compose>,
) {
    let mut rest = area;
    for (panel, columns) in [Panel::File, Panel::Thread, Panel::Pending].into_iter().zip(columns(area)) {
        if panel != Panel::File {
            let (line, after) = cut_left(rest, 1);
            for row in 0..line.height {
                canvas.pen(line, row).print(if row == 0 { "┬" } else { "│" }, ctx.style(Role::Border));
            }
            rest = after;
        }
        let (column, after) = cut_left(rest, columns);
        rest = after;
        let column = match written.filter(|_| panel == Panel::Thread) {
            Some(written) => compose_below(ctx, canvas, column, written),
            None => column,
        };
        if panel != Panel::Pending {
            headed(ctx, canvas, column, view, file, panel);
            continue;
        }
        // Precedents stand below what is pending, which leaves them as much as it doesn't need.
        let wanted = pending_rows(ctx, file, column).saturating_add(2);
        let (above, below) = cut_top(column, wanted.clamp(area.height * 2 / 5, area.height * 3 / 5));
        headed(ctx, canvas, above, view, file, Panel::Pending);
        headed(ctx, canvas, below, view, file, Panel::Precedents);
    }
}

/// Draws a panel under its title.
fn headed(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, view: &CaseView, file: &CaseFile, panel: Panel) {
    let (heading, body) = cut_top(area, 1);
    canvas.add_target(heading, HitTarget::Panel(panel));
    let has_keys = view.panel == panel && ctx.model.layer.is_none();
    let line = TabLine { gaps: &[1], ..tabs::PAGES };
    tabs::draw(ctx, canvas, heading, line, &[tab(ctx, file, panel, has_keys)], 0);
    draw_panel(ctx, canvas, body, view, file, panel);
}

/// Returns the height of the pending panel in a column of this width.
fn pending_rows(ctx: &DrawContext<'_>, file: &CaseFile, column: Rect) -> u16 {
    let mut cache = ctx.cache.borrow_mut();
    let area = inset(column, 1);
    let rows = laid_out(ctx, &mut cache, file, Panel::Pending, area.width).map_or(0, Document::height);
    u16::try_from(rows).unwrap_or(u16::MAX)
}

fn draw_tabs(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, row: Rect, open: Panel, file: &CaseFile) {
    let tabs = Panel::ALL.map(|panel| tab(ctx, file, panel, open == panel));
    let shown = Panel::ALL.iter().position(|panel| *panel == open).unwrap_or_default();
    tabs::draw(ctx, canvas, row, tabs::PAGES, &tabs, shown);
}

/// Returns a panel's tab: key, name, number of items.
fn tab(ctx: &DrawContext<'_>, file: &CaseFile, panel: Panel, open: bool) -> Tab {
    let (number, key, count) = match panel {
        Panel::File => (1, "panel-file", 0),
        Panel::Thread => (2, "panel-thread", file.thread.len()),
        Panel::Pending => (3, "panel-pending", pending::count(file)),
        Panel::Precedents => {
            let related = file.case.dispute.as_ref().and_then(|dispute| ctx.model.related_cases(dispute.id));
            (4, "panel-precedents", related.map_or(0, |related| related.alike.found.len()))
        }
    };
    let label = format!("{number} {}", ctx.texts.get(key));
    tabs::page(&label, Some(count).filter(|count| *count > 0), open, Some(HitTarget::Panel(panel)))
}

fn draw_panel(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    view: &CaseView,
    file: &CaseFile,
    panel: Panel,
) {
    canvas.add_target(area, HitTarget::Panel(panel));
    match panel {
        Panel::Thread => thread::draw(ctx, canvas, area, view, file),
        Panel::File => canvas.measured.file = document(ctx, canvas, area, (view, file), panel, view.file),
        Panel::Pending => canvas.measured.pending = document(ctx, canvas, area, (view, file), panel, view.pending),
        Panel::Precedents => {
            canvas.measured.precedents = document(ctx, canvas, area, (view, file), panel, view.precedents);
        }
    }
}

/// Draws the document of a panel; what a search came for is marked, and in sight until someone scrolls.
fn document(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    area: Rect,
    (view, file): (&CaseView, &CaseFile),
    panel: Panel,
    top: usize,
) -> Extent {
    let area = inset(area, 1);
    let mut cache = ctx.cache.borrow_mut();
    let Some(document) = laid_out(ctx, &mut cache, file, panel, area.width) else { return Extent::default() };
    let sought = view.sought.as_ref().filter(|sought| sought.panel() == panel);
    let found = sought.and_then(|sought| Some((sought, document.rows_of(sought.place.in_document())?)));
    let extent = match found {
        Some((sought, rows)) => {
            let words = FoundWords::of_last_search(ctx);
            let leads = sought.leads.then(|| document.top_for(&rows, &words, usize::from(area.height)));
            let extent = document.draw(ctx, canvas, area, leads.unwrap_or(top));
            document.draw_found(ctx, canvas, area, extent, (&rows, &words));
            extent
        }
        None => document.draw(ctx, canvas, area, top),
    };
    scrollbar(ctx, canvas, area, extent);
    extent
}

/// Returns the document of a panel, laid out again only if its key has changed.
fn laid_out<'c>(
    ctx: &DrawContext<'_>,
    cache: &'c mut Cache,
    file: &CaseFile,
    panel: Panel,
    columns: u16,
) -> Option<&'c Document> {
    let dispute = file.case.dispute.as_ref()?.id;
    let key = PanelKey {
        dispute,
        stamp: ctx.model.cases.stamp(dispute),
        acts: ctx.model.acting().is_some(),
        opened: ctx.model.opened_evidence.len(),
        background: ctx.model.related_cases.stamp(dispute).filter(|_| panel == Panel::Precedents),
        columns,
        minute: ctx.model.now.timestamp().div_euclid(60),
    };
    let cached = match panel {
        Panel::File => &mut cache.file,
        Panel::Precedents => &mut cache.precedents,
        Panel::Thread | Panel::Pending => &mut cache.pending,
    };
    if cached.as_ref().is_none_or(|cached| cached.key != key) {
        let mut document = Document::new(usize::from(columns));
        match panel {
            Panel::File => file::lay_out(ctx, &mut document, file),
            Panel::Precedents => precedents::summary::lay_out(ctx, &mut document, dispute, KeyContext::Case),
            Panel::Thread | Panel::Pending => pending::lay_out(ctx, &mut document, file),
        }
        *cached = Some(Cached { key, value: document });
    }
    cached.as_ref().map(|cached| &cached.value)
}

/// Draws a scroll bar in the column after an area, as long as the area is high, where not all of what it shows is in sight.
pub(crate) fn scrollbar(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect, extent: Extent) {
    let height = usize::from(area.height);
    if extent.total <= extent.rows || extent.rows == 0 || height == 0 || area.right() >= canvas.buffer.area.right() {
        return;
    }
    let thumb = (height * extent.rows / extent.total).max(1);
    let start = extent.top.min(extent.last_top()) * (height - thumb) / extent.last_top().max(1);
    let edge = Rect { x: area.right(), width: 1, ..area };
    for row in start..start + thumb {
        // As legible as text, also in 16 colours.
        canvas.pen(edge, u16::try_from(row).unwrap_or(u16::MAX)).print("▐", ctx.style(Role::Muted));
    }
}
