//! The first row: the views with their counts, and who acts.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::lost;
use super::pen::wash;
use super::tabs::{self, Tab, TabLine};
use super::text::{safe, short_name, truncate, width};
use super::theme::Role;
use crate::app::model::ViewRef;
use crate::app::mouse::HitTarget;
use crate::domain::vocabulary::View;

/// The width from which who acts is named, however many views there are.
const NAMED_FROM: usize = 100;
/// The columns of the name of who acts where the line is short of room.
const NAME: usize = 12;
/// The columns of a long name of a view where the line is short of room.
const BRIEF: usize = 16;

/// Draws the first row.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    wash(canvas.buffer, area, ctx.theme.raised());
    let views = ctx.model.queue.view_refs();
    let open = ctx.model.queue.view_ref();
    let shown = views.iter().position(|view| *view == open).unwrap_or_default();
    let tabs: Vec<Tab> = (views.iter().enumerate())
        .map(|(at, view)| match view {
            ViewRef::Standard(view) => standard(ctx, *view, at == shown),
            ViewRef::Saved(name) => saved(ctx, name, at == shown),
        })
        .collect();
    let name = ctx.texts.get("app-name");
    let room = usize::from(area.width);
    // That what is shown is old is said before who acts, however narrow the row.
    let lost = lost::since(ctx, room);
    let is_lost = lost.is_some();
    let whos = lost.map_or_else(|| who(ctx), |said| vec![said]);
    // From all there is to say down to what fits; in the end the views alone, and not all of them if need be.
    let ways = whos.iter().flat_map(|who| [(&*name, 3, who.as_str()), (&*name, 2, who.as_str())]);
    let last = whos.last().map_or("", String::as_str);
    let without = [(&*name, 2, ""), ("", 2, ""), ("", 1, "")].into_iter().filter(|_| !is_lost);
    let mut ways = ways.chain([("", 2, last)]).chain(without);
    let fits = |(brand, gap, who): &(&str, usize, &str)| {
        let who = if who.is_empty() { 0 } else { width(who) + 3 };
        1 + width(brand) + tabs::full_columns(&tabs, *gap) + who <= room
    };
    let named = match (room < NAMED_FROM, is_lost) {
        (true, false) => ("", 1, ""),
        (true, true) => ("", 1, last),
        (false, _) => (&*name, 1, last),
    };
    let (brand, gap, who) = ways.find(fits).unwrap_or(named);
    let mut pen = canvas.pen(area, 0);
    pen.skip(1);
    if !who.is_empty() {
        pen.right(&format!("{who} "), ctx.style(if is_lost { Role::Danger } else { Role::BarMuted }));
    }
    pen.print(brand, ctx.style(Role::Strong));
    let row = Rect { x: pen.x(), width: pen.end().saturating_sub(pen.x()), ..area };
    let line = TabLine { gaps: &[gap], ruled: false, more: Role::BarMuted };
    tabs::draw(ctx, canvas, row, line, &tabs, shown);
}

/// Returns the tab of a view that everyone has, with its count. Short of room it lacks the count that nobody acts on; that of
/// the view that comes and goes keeps its count and is told by a sign.
fn standard(ctx: &DrawContext<'_>, view: View, open: bool) -> Tab {
    let name = ctx.texts.word("view", view.as_str()).into_owned();
    let count = ctx.model.queue.counts.map(|counts| counts.of(view));
    let shown = match count {
        None => "…".to_owned(),
        Some(n) if n >= 100_000 => format!("{}k", ctx.texts.count(n / 1000)),
        Some(n) => ctx.texts.count(n),
    };
    let (label, number) = match (open, view, count.is_some_and(|n| n > 0)) {
        (true, ..) => (Role::Active, Role::Active),
        (false, View::Overdue, true) => (Role::BarMuted, Role::Overdue),
        (false, View::Approval, true) => (Role::BarMuted, Role::Active),
        _ => (Role::BarMuted, Role::Bar),
    };
    let with_count = |name: &str| vec![(name.to_owned(), label), tabs::space(), (shown.clone(), number)];
    let brief = match view {
        View::Approval => with_count("✓"),
        View::Decided | View::All => vec![(name.clone(), label)],
        _ => with_count(&name),
    };
    Tab { full: with_count(&name), brief, target: Some(HitTarget::View(view)) }
}

/// Returns the tab of one of the mediator's own views.
fn saved(ctx: &DrawContext<'_>, name: &str, open: bool) -> Tab {
    let role = if open { Role::Active } else { Role::BarMuted };
    let label = safe(name);
    let brief = vec![(truncate(&label, BRIEF).into_owned(), role)];
    let at = ctx.model.queue.saved.all.iter().position(|view| view.name == name);
    Tab { full: vec![(label.into_owned(), role)], brief, target: at.map(HitTarget::SavedView) }
}

/// Returns who acts, from the longest way to say it to the shortest.
fn who(ctx: &DrawContext<'_>) -> Vec<String> {
    let Some(me) = &ctx.model.me else { return vec![ctx.texts.get("bar-look-only").into_owned()] };
    let name = safe(&me.name);
    let role = ctx.texts.word("role", me.role.as_str());
    vec![format!("{name} · {role}"), name.clone().into_owned(), short_name(&name, NAME).into_owned()]
}
