//! The first row: the views with their counts, and who acts.

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::pen::wash;
use super::text::{safe, truncate, width};
use super::theme::Role;
use crate::app::command::Command;
use crate::app::model::{ViewCounts, ViewRef};
use crate::app::mouse::HitTarget;
use crate::domain::vocabulary::View;

/// Draws the first row.
pub(crate) fn draw(ctx: &DrawContext<'_>, canvas: &mut Canvas<'_>, area: Rect) {
    wash(canvas.buffer, area, ctx.theme.raised());
    let views = ctx.model.queue.views();
    let mut tabs: Vec<Tab> = views.iter().map(|view| tab(ctx, *view)).collect();
    let least = saved_view_tabs(ctx).last().unwrap_or_default();
    let least: usize = least.iter().map(|own| width(&own.label) + 1).sum();
    if tabs.iter().map(|tab| tab.columns() + 1).sum::<usize>() + least >= usize::from(area.width) {
        // Very large counts, or a view of one's own: the one view that comes and goes is told by a sign.
        tabs.iter_mut().skip(View::ALL.len() - 1).for_each(|tab| "✓".clone_into(&mut tab.label));
    }
    let name = ctx.texts.get("app-name");
    let room = usize::from(area.width);
    let fixed = |gap: usize| 1 + tabs.iter().map(|tab| tab.columns() + gap).sum::<usize>();
    // From all there is to say down to what fits.
    let fits = |own: &[SavedViewTab], brand: &str, gap: usize, who: &str| {
        let own = own.iter().map(|own| width(&own.label) + gap).sum::<usize>();
        fixed(gap) + own + width(brand) + width(who) + if who.is_empty() { 0 } else { 3 } <= room
    };
    let whos = who(ctx);
    let ways = whos.iter().flat_map(|who| [(&*name, 3, who.as_str()), (&*name, 2, who.as_str())]);
    let last = whos.last().map_or("", String::as_str);
    let ways: Vec<_> = ways.chain([("", 2, last), (&*name, 2, ""), ("", 2, ""), ("", 1, "")]).collect();
    let all = saved_view_tabs(ctx).flat_map(|own| ways.iter().map(move |way| (own.clone(), *way)));
    let found = all.clone().find(|(own, (brand, gap, who))| fits(own, brand, *gap, who));
    let (own, (brand, gap, who)) = found.unwrap_or_else(|| (cut(ctx, room.saturating_sub(fixed(1) + 1)), ("", 1, "")));
    let mut pen = canvas.pen(area, 0);
    pen.skip(1);
    if !who.is_empty() {
        pen.right(&format!("{who} "), ctx.style(Role::BarMuted));
    }
    pen.print(brand, ctx.style(Role::Active));
    let mut places = Vec::new();
    for (tab, view) in tabs.iter().zip(views) {
        let (label, count) = match (ctx.model.queue.view_ref() == ViewRef::Standard(view), view, tab.many) {
            (true, ..) => (Role::Active, Role::Active),
            (false, View::Overdue, true) => (Role::BarMuted, Role::Overdue),
            (false, View::Approval, true) => (Role::BarMuted, Role::Active),
            _ => (Role::BarMuted, Role::Bar),
        };
        let x = pen.skip(gap).x();
        pen.print(&tab.label, ctx.style(label)).skip(1).print(&tab.count, ctx.style(count));
        places.push((Rect { x, width: pen.x() - x, ..area }, HitTarget::View(view)));
    }
    for own in &own {
        let x = pen.skip(gap).x();
        pen.print(&own.label, ctx.style(if own.shown { Role::Active } else { Role::BarMuted }));
        places.push((Rect { x, width: pen.x() - x, ..area }, own.spot));
    }
    places.into_iter().for_each(|(place, spot)| canvas.add_target(place, spot));
}

/// One of the mediator's own views, or how many more there are.
#[derive(Clone)]
struct SavedViewTab {
    label: String,
    shown: bool,
    spot: HitTarget,
}

/// Returns the mediator's own views: all of them, or only the one that is shown, with how many more there are.
fn saved_view_tabs(ctx: &DrawContext<'_>) -> impl Iterator<Item = Vec<SavedViewTab>> + Clone {
    let own = &ctx.model.queue.saved;
    let all: Vec<SavedViewTab> = (own.all.iter().enumerate())
        .map(|(at, view)| {
            let shown = own.shown.as_ref() == Some(&view.name);
            SavedViewTab { label: safe(&view.name).into_owned(), shown, spot: HitTarget::SavedView(at) }
        })
        .collect();
    let shown: Vec<SavedViewTab> = all.iter().filter(|own| own.shown).cloned().collect();
    let more = all.len() - shown.len();
    // All are in the palette too.
    let more = (more > 0).then(|| SavedViewTab {
        label: format!("+{more}"),
        shown: false,
        spot: HitTarget::Run(Command::Palette),
    });
    let fewer = shown.into_iter().chain(more).collect();
    [all, fewer].into_iter()
}

/// Returns the one that is shown in so many columns: its whole name stands over its cases.
fn cut(ctx: &DrawContext<'_>, columns: usize) -> Vec<SavedViewTab> {
    let mut fewer = saved_view_tabs(ctx).last().unwrap_or_default();
    let others: usize = fewer.iter().filter(|own| !own.shown).map(|own| width(&own.label) + 1).sum();
    if let Some(shown) = fewer.iter_mut().find(|own| own.shown) {
        shown.label = truncate(&shown.label, columns.saturating_sub(others)).into_owned();
    }
    fewer
}

struct Tab {
    label: String,
    count: String,
    many: bool,
}

impl Tab {
    fn columns(&self) -> usize {
        width(&self.label) + 1 + width(&self.count)
    }
}

fn tab(ctx: &DrawContext<'_>, view: View) -> Tab {
    let label = ctx.texts.word("view", view.as_str()).into_owned();
    let count = ctx.model.queue.counts.map(|counts| count_of(&counts, view));
    let shown = match count {
        None => "…".to_owned(),
        Some(n) if n >= 100_000 => format!("{}k", ctx.texts.count(n / 1000)),
        Some(n) => ctx.texts.count(n),
    };
    Tab { label, count: shown, many: count.is_some_and(|n| n > 0) }
}

fn count_of(counts: &ViewCounts, view: View) -> u64 {
    match view {
        View::Open => counts.open,
        View::Mine => counts.mine,
        View::Unclaimed => counts.unclaimed,
        View::Overdue => counts.overdue,
        View::Snoozed => counts.snoozed,
        View::Decided => counts.decided,
        View::All => counts.all,
        View::Approval => counts.approval,
    }
}

/// Returns who acts, from the longest way to say it to the shortest.
fn who(ctx: &DrawContext<'_>) -> Vec<String> {
    let Some(me) = &ctx.model.me else { return vec![ctx.texts.get("bar-look-only").into_owned()] };
    let (name, handle) = (safe(&me.name), safe(&me.handle.0));
    let role = ctx.texts.word("role", me.role.as_str());
    vec![format!("{name} · {role}"), name.clone().into_owned(), handle.into_owned()]
}
