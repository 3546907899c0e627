//! A line of tabs: views, panels, pages, periods. Whatever its width, the tab that is open is whole and in sight; the others are
//! shortened, then left out, and it is said how many.

use std::ops::Range;

use ratatui::layout::Rect;

use super::draw_context::{Canvas, DrawContext};
use super::status::StyledText;
use super::text::width;
use super::theme::Role;
use crate::app::mouse::HitTarget;

/// One of a line of tabs.
#[derive(Debug, Clone)]
pub(crate) struct Tab {
    /// All that it says, in its looks.
    pub full: Vec<StyledText>,
    /// What it says where the line is short of room; the open one is never shortened.
    pub brief: Vec<StyledText>,
    pub target: Option<HitTarget>,
}

impl Tab {
    /// Returns a tab that is never shortened.
    pub fn new(full: Vec<StyledText>, target: Option<HitTarget>) -> Self {
        Self { brief: full.clone(), full, target }
    }
}

/// What stands between the tabs of a line.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TabLine<'a> {
    /// The columns before each tab, from what looks best to what must do.
    pub gaps: &'a [usize],
    /// Whether there is a rule between the tabs and to the end of the row; else nothing.
    pub ruled: bool,
    /// The look of what is said of the tabs that are left out.
    pub more: Role,
}

/// The line of the pages of a screen, or of its panels.
pub(crate) const PAGES: TabLine<'static> = TabLine { gaps: &[2, 1, 0], ruled: true, more: Role::Muted };

/// Returns the tab of a page or panel, with how many items it has; short of room it lacks their number.
pub(crate) fn page(label: &str, count: Option<usize>, open: bool, target: Option<HitTarget>) -> Tab {
    let (mark, look, number) = if open { ("▌", Role::Active, Role::Active) } else { (" ", Role::Muted, Role::Text) };
    let brief = vec![(format!("{mark}{label}"), look), space()];
    let mut full = brief.clone();
    if let Some(count) = count {
        full.extend([(count.to_string(), number), space()]);
    }
    Tab { full, brief, target }
}

/// Between a tab's parts; nothing is printed in its place.
const SPACE: &str = " ";

/// Returns the space between two parts of a tab.
pub(crate) fn space() -> StyledText {
    (SPACE.to_owned(), Role::Text)
}

/// Returns the columns that tabs take when nothing is shortened.
pub(crate) fn full_columns(tabs: &[Tab], gap: usize) -> usize {
    tabs.iter().map(|tab| gap + columns(&tab.full)).sum()
}

/// Draws tabs on a row; `open` is the place of the one that is open.
pub(crate) fn draw(
    ctx: &DrawContext<'_>,
    canvas: &mut Canvas<'_>,
    row: Rect,
    line: TabLine<'_>,
    tabs: &[Tab],
    open: usize,
) {
    let widths: Vec<TabWidths> =
        tabs.iter().map(|tab| TabWidths { full: columns(&tab.full), brief: columns(&tab.brief) }).collect();
    let fit = fit(&widths, open, line.gaps, usize::from(row.width));
    let before = (fit.left_out_before > 0).then(|| vec![(before_mark(fit.left_out_before), line.more)]);
    let after = (fit.left_out_after > 0).then(|| vec![(after_mark(fit.left_out_after), line.more)]);
    // Pressing on what is said of the others leads to the nearest of them.
    let beyond = |at: Option<usize>| at.and_then(|at| tabs.get(at)).and_then(|tab| tab.target);
    let labels = fit.shown.clone().filter_map(|at| {
        let tab = tabs.get(at)?;
        Some((if fit.is_brief(at) { &tab.brief } else { &tab.full }, tab.target))
    });
    let before = before.iter().map(|mark| (mark, beyond(fit.shown.start.checked_sub(1))));
    let after = after.iter().map(|mark| (mark, beyond(Some(fit.shown.end))));
    let mut places = Vec::new();
    let mut pen = canvas.pen(row, 0);
    for (label, target) in before.chain(labels).chain(after) {
        for _ in 0..fit.gap {
            if line.ruled {
                pen.print("─", ctx.style(Role::Border));
            } else {
                pen.skip(1);
            }
        }
        let x = pen.x();
        for (text, role) in label {
            if text == SPACE {
                pen.skip(1);
            } else {
                pen.print(text, ctx.style(*role));
            }
        }
        places.extend(target.map(|target| (Rect { x, width: pen.x() - x, height: 1, ..row }, target)));
    }
    if line.ruled {
        pen.rule("─", ctx.style(Role::Border));
    }
    places.into_iter().for_each(|(place, target)| canvas.add_target(place, target));
}

fn columns(label: &[StyledText]) -> usize {
    label.iter().map(|(text, _)| width(text)).sum()
}

/// Says that there are so many tabs before the first that is shown.
fn before_mark(count: usize) -> String {
    format!("‹{count}")
}

/// Says that there are so many tabs after the last that is shown.
fn after_mark(count: usize) -> String {
    format!("{count}›")
}

/// The columns of a tab.
#[derive(Debug, Clone, Copy)]
struct TabWidths {
    full: usize,
    brief: usize,
}

/// Which tabs stand on a line, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TabFit {
    shown: Range<usize>,
    left_out_before: usize,
    left_out_after: usize,
    /// For each tab of the line, whether it is shortened.
    brief: Vec<bool>,
    gap: usize,
}

impl TabFit {
    fn is_brief(&self, at: usize) -> bool {
        self.brief.get(at).is_some_and(|brief| *brief)
    }

    /// Returns the columns that it takes.
    fn columns(&self, tabs: &[TabWidths]) -> usize {
        let shown = self.shown.clone().filter_map(|at| tabs.get(at).map(|tab| (at, tab)));
        let tabs: usize = shown.map(|(at, tab)| self.gap + if self.is_brief(at) { tab.brief } else { tab.full }).sum();
        let mark = |count: usize, mark: fn(usize) -> String| if count > 0 { self.gap + width(&mark(count)) } else { 0 };
        tabs + mark(self.left_out_before, before_mark) + mark(self.left_out_after, after_mark)
    }
}

/// Returns how tabs fit on so many columns: with the widest gap that leaves all of them whole; else, with the narrowest, as
/// many shortened as must be, from the last on; else the open one and those around it. The open one is whole if it fits at all.
fn fit(tabs: &[TabWidths], open: usize, gaps: &[usize], room: usize) -> TabFit {
    let open = open.min(tabs.len().saturating_sub(1));
    let whole = |gap: usize| TabFit {
        shown: 0..tabs.len(),
        left_out_before: 0,
        left_out_after: 0,
        brief: vec![false; tabs.len()],
        gap,
    };
    if let Some(fit) = gaps.iter().map(|gap| whole(*gap)).find(|fit| fit.columns(tabs) <= room) {
        return fit;
    }
    let mut fit = whole(gaps.last().copied().unwrap_or_default());
    for at in (0..tabs.len()).rev().filter(|at| *at != open) {
        fit.brief[at] = true;
        if fit.columns(tabs) <= room {
            return fit;
        }
    }
    let part = |shown: Range<usize>| TabFit {
        left_out_before: shown.start,
        left_out_after: tabs.len() - shown.end,
        shown,
        ..fit.clone()
    };
    let fits = |part: &TabFit| part.columns(tabs) <= room;
    // The line stays where it is as long as it can: it begins with the first tab that leaves the open one in sight, and the
    // one after it as well if there is room for both.
    let last = tabs.len();
    let ends = [(open + 2).min(last), (open + 1).min(last)];
    let found = ends.into_iter().find_map(|end| (0..=open).map(|start| part(start..end)).find(fits));
    let Some(mut fit) = found else {
        // Not even the open one and what is said of the others: it stands alone.
        return TabFit { left_out_before: 0, left_out_after: 0, ..part(open..(open + 1).min(last)) };
    };
    while fit.shown.end < last {
        let more = part(fit.shown.start..fit.shown.end + 1);
        if !fits(&more) {
            break;
        }
        fit = more;
    }
    // What room is left lets the first of them say all.
    for at in fit.shown.clone() {
        fit.brief[at] = false;
        if fit.columns(tabs) > room {
            fit.brief[at] = at != open;
        }
    }
    fit
}

#[cfg(test)]
mod tests;
