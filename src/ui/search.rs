//! Searching all messages as one types.

use ratatui::layout::Rect;

use super::i18n::sentence;
use super::pen::{Pen, clear, wash};
use super::scene::{Canvas, Scene, cut_left, cut_top, inset};
use super::status::speaker_role;
use super::text::safe;
use super::theme::Role;
use super::{case, compose, empty, list, notice, typing};
use crate::app::model::Hit;
use crate::app::pointer::HitTarget;
use crate::domain::vocabulary::Speaker;

/// Rows of one message found.
const ROWS: usize = 3;

/// Draws the search over an area.
pub(crate) fn draw(scene: &Scene<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    clear(canvas.buffer, area, scene.theme.ground());
    let inner = inset(area, 1);
    let (head, _) = cut_top(inner, 1);
    let search = &scene.model.search;
    let label = scene.texts.get("search-label");
    let mut pen = canvas.pen(head, 0);
    let (state, role) = state(scene);
    pen.right(&state, scene.style(role));
    pen.put(&label, scene.style(Role::Active)).skip(1);
    let field = Rect { x: pen.x(), width: u16::try_from(pen.left()).unwrap_or(u16::MAX), ..head };
    let field = Rect { height: 1.min(head.height), ..field };
    compose::field_ground(scene, canvas, field);
    let body = typing::draw(scene, canvas, (inner, field), &search.text, &search.typing);
    if let Some(error) = &search.failed {
        let error = sentence(&notice::store(scene, error));
        canvas.pen(body, 0).put(&error, scene.style(Role::Danger));
        return;
    }
    if search.hits.is_empty() && search.typing.bad.is_some() {
        return;
    }
    if search.hits.is_empty() {
        let (title, hint) = match (search.text.is_blank(), search.is_running()) {
            (true, _) => ("search-empty", "search-empty-hint"),
            (false, true) => ("search-running", ""),
            (false, false) => ("search-nothing", "search-nothing-hint"),
        };
        empty::draw(scene, canvas, body, title, hint);
        return;
    }
    let fit = (usize::from(body.height) / ROWS).max(1);
    let extent = list::window(search.cursor, fit, search.hits.len());
    canvas.measured.layer = extent;
    let mut rest = body;
    for (at, hit) in search.hits.iter().enumerate().skip(extent.top).take(fit) {
        let (place, after) = cut_top(rest, u16::try_from(ROWS).unwrap_or(u16::MAX));
        canvas.spot(place, HitTarget::Item(at));
        draw_hit(scene, canvas, place, hit, at == search.cursor);
        rest = after;
    }
    case::scrollbar(scene, canvas, body, extent);
}

/// How much was found, or that it is being looked for.
fn state(scene: &Scene<'_>) -> (String, Role) {
    let search = &scene.model.search;
    if search.is_running() {
        return (scene.texts.get("search-running").into_owned(), Role::Muted);
    }
    if search.text.is_blank() || search.typing.bad.is_some() {
        return (String::new(), Role::Muted);
    }
    let key = if search.next.is_some() { "search-found-more" } else { "search-found" };
    (scene.texts.with(key, [("count", search.hits.len().into())]), Role::Muted)
}

fn draw_hit(scene: &Scene<'_>, canvas: &mut Canvas<'_>, place: Rect, hit: &Hit, under_cursor: bool) {
    let (bar, body) = cut_left(place, 2);
    let lines = place.height.min(2);
    if under_cursor {
        wash(canvas.buffer, Rect { height: 1.min(place.height), ..place }, scene.theme.selected());
        for line in 0..lines {
            canvas.pen(bar, line).put("▌", scene.style(Role::Accent));
        }
    }
    let over = if under_cursor { scene.theme.selected() } else { ratatui::style::Style::new() };
    let look = |role: Role| scene.style(role).patch(over);
    let author = match hit.from {
        Speaker::Mediator => safe(scene.model.name_of(&hit.author)).into_owned(),
        Speaker::System => scene.texts.get("app-name").into_owned(),
        Speaker::Client | Speaker::Seller => safe(&hit.author).into_owned(),
    };
    let mut pen = canvas.pen(body, 0);
    pen.right(&scene.clock().stamp(hit.at), look(Role::Muted));
    pen.right(&author, look(speaker_role(hit.from)));
    pen.put(&hit.dispute.to_string(), look(Role::Accent)).skip(1);
    pen.put(&safe(&hit.title), look(if under_cursor { Role::Strong } else { Role::Text }));
    snippet(scene, &mut canvas.pen(body, 1), hit);
}

/// The words around what was found, which stands out.
fn snippet(scene: &Scene<'_>, pen: &mut Pen<'_>, hit: &Hit) {
    let mut from = 0;
    for &(start, end) in &hit.marks {
        let (Some(before), Some(found)) = (hit.snippet.get(from..start), hit.snippet.get(start..end)) else { break };
        pen.put(&safe(before), scene.style(Role::Text)).put(&safe(found), scene.style(Role::Match));
        from = end;
    }
    pen.put(&safe(hit.snippet.get(from..).unwrap_or_default()), scene.style(Role::Text));
}
