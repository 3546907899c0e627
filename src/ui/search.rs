//! Searching all that was said, as one types.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext, cut_left, cut_top, inset};
use super::i18n::sentence;
use super::pen::{Pen, clear, wash};
use super::status::{BETWEEN, speaker_role};
use super::text::safe;
use super::theme::Role;
use super::{case, compose, empty, list, notice, query_field};
use crate::app::model::Hit;
use crate::app::mouse::HitTarget;
use crate::domain::vocabulary::Speaker;

/// Rows of one hit.
const ROWS: usize = 3;

/// Draws the search over an area.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    clear(canvas.buffer, area, ctx.theme.ground());
    let inner = inset(area, 1);
    let (head, _) = cut_top(inner, 1);
    let search = &ctx.model.search;
    let label = ctx.texts.get("search-label");
    let mut pen = canvas.pen(head, 0);
    let (state, role) = state(ctx);
    pen.right(&state, ctx.style(role));
    pen.print(&label, ctx.style(Role::Active)).skip(1);
    let field = Rect { x: pen.x(), width: u16::try_from(pen.left()).unwrap_or(u16::MAX), ..head };
    let field = Rect { height: 1.min(head.height), ..field };
    compose::field_ground(ctx, canvas, field);
    let body = query_field::draw(ctx, canvas, (inner, field), &search.text, &search.input);
    if let Some(error) = &search.failed {
        let error = sentence(&notice::store(ctx, error));
        canvas.pen(body, 0).print(&error, ctx.style(Role::Danger));
        return;
    }
    if search.hits.is_empty() && search.input.error.is_some() {
        return;
    }
    if search.hits.is_empty() {
        let (title, hint) = match (search.text.is_blank(), search.is_running()) {
            (true, _) => ("search-empty", "search-empty-hint"),
            (false, true) => ("search-running", ""),
            (false, false) => ("search-nothing", "search-nothing-hint"),
        };
        empty::draw(ctx, canvas, body, title, hint);
        return;
    }
    let fit = (usize::from(body.height) / ROWS).max(1);
    let extent = list::window(search.cursor, fit, search.hits.len());
    canvas.measured.layer = extent;
    let mut rest = body;
    for (at, hit) in search.hits.iter().enumerate().skip(extent.top).take(fit) {
        let (place, after) = cut_top(rest, u16::try_from(ROWS).unwrap_or(u16::MAX));
        canvas.add_target(place, HitTarget::Item(at));
        draw_hit(ctx, canvas, place, hit, at == search.cursor);
        rest = after;
    }
    case::scrollbar(ctx, canvas, body, extent);
}

/// Returns how much was found, or that it is being looked for.
fn state(ctx: &DrawContext<'_>) -> (String, Role) {
    let search = &ctx.model.search;
    if search.is_running() {
        return (ctx.texts.get("search-running").into_owned(), Role::Muted);
    }
    if search.text.is_blank() || search.input.error.is_some() {
        return (String::new(), Role::Muted);
    }
    let key = if search.next.is_some() { "search-found-more" } else { "search-found" };
    (ctx.texts.with(key, [("count", search.hits.len().into())]), Role::Muted)
}

fn draw_hit(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, place: Rect, hit: &Hit, under_cursor: bool) {
    let (bar, body) = cut_left(place, 2);
    let lines = place.height.min(2);
    if under_cursor {
        wash(canvas.buffer, Rect { height: 1.min(place.height), ..place }, ctx.theme.selected());
        for line in 0..lines {
            canvas.pen(bar, line).print("▌", ctx.style(Role::Accent));
        }
    }
    let over = if under_cursor { ctx.theme.selected() } else { ratatui::style::Style::new() };
    let look = |role: Role| ctx.style(role).patch(over);
    let author = match hit.from {
        Speaker::Mediator => safe(ctx.model.name_of(&hit.author)).into_owned(),
        Speaker::System => ctx.texts.get("app-name").into_owned(),
        Speaker::Client | Speaker::Seller => safe(&hit.author).into_owned(),
    };
    let mut pen = canvas.pen(body, 0);
    pen.right(&ctx.clock().stamp(hit.at), look(Role::Muted));
    pen.right(&author, look(speaker_role(hit.from)));
    pen.print(&hit.dispute.to_string(), look(Role::Muted)).skip(1);
    pen.print(&safe(&hit.title), look(if under_cursor { Role::Strong } else { Role::Text }));
    let mut pen = canvas.pen(body, 1);
    if let Some(what) = what(ctx, hit) {
        pen.print(&what, ctx.style(Role::Muted)).print(BETWEEN, ctx.style(Role::Muted));
    }
    snippet(ctx, &mut pen, hit);
}

/// Returns what was found, where it is no message.
fn what(ctx: &DrawContext<'_>, hit: &Hit) -> Option<String> {
    if hit.place.message().is_some() {
        return None;
    }
    let id = hit.place.id().unwrap_or_default();
    ctx.texts.find_word_with("hit", hit.place.kind().as_str(), [("id", id.into())])
}

/// The words around what was found, which stands out.
fn snippet(ctx: &DrawContext<'_>, pen: &mut Pen<'_>, hit: &Hit) {
    let mut from = 0;
    for &(start, end) in &hit.marks {
        let (Some(before), Some(found)) = (hit.snippet.get(from..start), hit.snippet.get(start..end)) else { break };
        pen.print(&safe(before), ctx.style(Role::Text)).print(&safe(found), ctx.style(Role::Match));
        from = end;
    }
    pen.print(&safe(hit.snippet.get(from..).unwrap_or_default()), ctx.style(Role::Text));
}
