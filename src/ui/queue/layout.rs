//! How the queue uses its window: where the list and the preview are, and how wide each column is.
//!
//! A wider window never shows less: no column goes, no way to say something gets shorter, and no title is cut that was whole.
//! What is long is therefore lengthened in one order, and nothing later in it is begun before what comes earlier is done.

use ratatui::layout::Rect;

use super::super::draw_context::{cut_bottom, cut_left, cut_right, cut_top, inset};
use super::columns::{COLUMNS, ColumnKind, ColumnName};

/// From this width on the preview stands beside a list that is longer than the window: the list has [`LIST_BESIDE`], which is room
/// for all its columns with titles of 57 in either language. A shorter list would leave the place below it empty.
const BESIDE: u16 = 200;
/// The columns of the narrowest list that has a preview beside it. A wider one below which the preview stands has no more columns,
/// so that none goes where the preview moves.
pub(super) const LIST_BESIDE: u16 = 162;

/// Where the parts of the queue are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct QueueAreas {
    /// The list, without the column of its scrollbar.
    pub list: Rect,
    /// The line between the two: a column beside the list, or a row below it.
    pub line: Rect,
    pub preview: Rect,
    pub beside: bool,
}

impl QueueAreas {
    /// Divides an area for a list that has so many rows, headings and all, under its filter, and without one: the preview doesn't
    /// move while one filters. `None` where that is not known.
    pub fn of(area: Rect, rows: Option<u64>, unfiltered: Option<u64>) -> Self {
        let is_long = unfiltered.is_some_and(|rows| rows > u64::from(area.height));
        if area.width >= BESIDE && is_long {
            let (list, rest) = cut_left(area, LIST_BESIDE + (area.width - BESIDE) / 2);
            let (line, rest) = cut_left(rest, 1);
            return Self { list, line, preview: inset(rest, 1), beside: true };
        }
        // The preview has two fifths, and what a short list leaves of another one.
        let most = area.height * 3 / 5;
        let left = rows.map_or(0, |rows| u64::from(area.height).saturating_sub(rows));
        let below = u16::try_from(left).unwrap_or(most).min(most).max(area.height * 2 / 5);
        let (below, list) = cut_bottom(area, below);
        let (line, below) = cut_top(below, 1);
        let (_, list) = cut_right(list, 1);
        Self { list, line, preview: inset(below, 1), beside: false }
    }
}

/// What the rows at hand need of each column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct ColumnNeeds {
    /// The columns of its widest cell, from the longest way to say it to the shortest; none where there is nothing to say.
    pub ways: Vec<usize>,
    /// The columns of its heading; of the first half of it, for a column of two.
    pub heading: usize,
    /// The columns of the widest second name, for a column of two, and of the second half of its heading.
    pub second: usize,
}

/// How a column is drawn; not at all where it has no width.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct ColumnLayout {
    /// The empty columns before it.
    pub gap: usize,
    pub width: usize,
    /// The columns of the first of two names.
    pub first: usize,
    /// Which way of its cells is shown, counted from the longest.
    pub way: usize,
}

/// The title's columns that have to be read.
const LEAST_TITLE: usize = 16;
/// Those that come before anything else.
const GOOD_TITLE: usize = 20;
/// Each party's columns at least, where there is room for the parties.
const LEAST_NAME: usize = 8;
/// A party has at most such a part of the list.
const NAME_SHARE: usize = 5;
/// What stands between two names.
pub(super) const BETWEEN_NAMES: &str = " ↔ ";
const BETWEEN: usize = 3;
/// The empty columns between two columns at most, where nothing else needs them.
const WIDE_GAP: usize = 4;

/// What more room is used for.
#[derive(Debug, Clone, Copy)]
enum Growth {
    /// Shows a column that may be left out.
    Show(ColumnName),
    /// Says the cells of a column in a longer way.
    Lengthen(ColumnName),
    /// Widens the title to so many columns.
    Title(usize),
    /// Widens every gap to what it should be.
    Gaps,
}

/// The order in which room is used, after what has to be read.
const ORDER: &[Growth] = &[
    Growth::Title(GOOD_TITLE),
    Growth::Show(ColumnName::Dispute),
    Growth::Show(ColumnName::Viewers),
    Growth::Lengthen(ColumnName::Unread),
    Growth::Lengthen(ColumnName::Holder),
    Growth::Gaps,
    Growth::Lengthen(ColumnName::Waiting),
    Growth::Title(usize::MAX),
    Growth::Lengthen(ColumnName::Waiting),
    Growth::Show(ColumnName::Parties),
    Growth::Lengthen(ColumnName::Viewers),
    Growth::Lengthen(ColumnName::Waiting),
    Growth::Lengthen(ColumnName::Holder),
    Growth::Lengthen(ColumnName::Viewers),
];

/// Sets the columns of a list so many columns wide. No more of them are shown than a list of `most` columns has room for, and
/// `corner` columns remain free at the right of the headings.
pub(super) fn set_columns(needs: &[ColumnNeeds], room: usize, most: usize, corner: usize) -> Vec<ColumnLayout> {
    let mut setting = Setting::new(needs);
    let taken = setting.columns() + setting.free_for(corner);
    let known = room.min(most);
    let mut left = known.saturating_sub(taken);
    for growth in ORDER {
        let cost = setting.cost(*growth);
        if cost > left {
            if let Growth::Title(_) = growth {
                setting.widen_title(std::mem::take(&mut left));
            }
            break;
        }
        setting.grow(*growth);
        left -= cost;
    }
    // Not even what has to be read has room: the title gives way, what is left is cut at the edge.
    setting.narrow_title(taken.saturating_sub(room));
    setting.fill(left, room.saturating_sub(taken.max(known)), room);
    setting.layouts
}

/// Columns as they are being set.
struct Setting<'a> {
    needs: &'a [ColumnNeeds],
    layouts: Vec<ColumnLayout>,
}

impl<'a> Setting<'a> {
    /// Begins with what has to be read, in the shortest ways.
    fn new(needs: &'a [ColumnNeeds]) -> Self {
        let mut layouts = vec![ColumnLayout::default(); needs.len()];
        let mut is_first = true;
        for ((column, need), layout) in COLUMNS.iter().zip(needs).zip(&mut layouts) {
            let Some(shortest) = need.ways.len().checked_sub(1) else { continue };
            layout.way = shortest;
            match column.kind {
                ColumnKind::Whole | ColumnKind::Ways => layout.width = wide(need, shortest),
                ColumnKind::Title => layout.width = wide(need, 0).min(LEAST_TITLE.max(need.heading)),
                ColumnKind::Spare | ColumnKind::Names => continue,
            }
            layout.gap = usize::from(!is_first && layout.width > 0);
            is_first = false;
        }
        Self { needs, layouts }
    }

    /// Returns the columns that are taken, with the signs of the selection and of a mark, and one at the right edge.
    fn columns(&self) -> usize {
        super::table::SIGNS + 1 + self.layouts.iter().map(|layout| layout.gap + layout.width).sum::<usize>()
    }

    /// Returns how many columns must remain empty at the right end so that so many are free right of the last heading.
    fn free_for(&self, corner: usize) -> usize {
        let tail = COLUMNS.iter().zip(self.needs).zip(&self.layouts).rev();
        let mut free = 0;
        for ((_, need), layout) in tail.filter(|(_, layout)| layout.width > 0) {
            free += layout.width - need.heading.min(layout.width);
            if need.heading > 0 {
                break;
            }
            free += layout.gap;
        }
        if corner == 0 { 0 } else { (corner + 1).saturating_sub(free) }
    }

    fn at(&mut self, name: ColumnName) -> Option<(&'a ColumnNeeds, &mut ColumnLayout)> {
        let at = COLUMNS.iter().position(|column| column.name == name)?;
        Some((self.needs.get(at)?, self.layouts.get_mut(at)?))
    }

    /// Returns how many more columns something takes.
    fn cost(&mut self, growth: Growth) -> usize {
        match growth {
            Growth::Gaps => self.gaps_to_widen().count(),
            Growth::Title(columns) => self
                .at(ColumnName::Title)
                .map_or(0, |(need, title)| columns.min(wide(need, 0)).saturating_sub(title.width)),
            Growth::Show(name) => self.at(name).map_or(0, |(need, layout)| {
                let grown = shown(name, need, *layout);
                (grown.gap + grown.width).saturating_sub(layout.gap + layout.width)
            }),
            Growth::Lengthen(name) => self.at(name).map_or(0, |(need, layout)| {
                let longer = layout.way.saturating_sub(1);
                if layout.width == 0 { 0 } else { wide(need, longer).saturating_sub(layout.width) }
            }),
        }
    }

    fn grow(&mut self, growth: Growth) {
        match growth {
            Growth::Gaps => {
                let wider: Vec<usize> = self.gaps_to_widen().collect();
                wider.into_iter().filter_map(|at| Some((at, self.layouts.get_mut(at)?.gap += 1))).count();
            }
            Growth::Title(columns) => {
                if let Some((need, title)) = self.at(ColumnName::Title) {
                    title.width = title.width.max(columns.min(wide(need, 0)));
                }
            }
            Growth::Show(name) => {
                if let Some((need, layout)) = self.at(name) {
                    *layout = shown(name, need, *layout);
                }
            }
            Growth::Lengthen(name) => {
                if let Some((need, layout)) = self.at(name).filter(|(_, layout)| layout.width > 0) {
                    layout.way = layout.way.saturating_sub(1);
                    layout.width = wide(need, layout.way);
                }
            }
        }
    }

    fn widen_title(&mut self, columns: usize) {
        if let Some((need, title)) = self.at(ColumnName::Title) {
            title.width = (title.width + columns).min(wide(need, 0));
        }
    }

    fn narrow_title(&mut self, columns: usize) {
        if let Some((_, title)) = self.at(ColumnName::Title) {
            title.width = title.width.saturating_sub(columns);
        }
    }

    /// The columns whose gap is narrower than it should be.
    fn gaps_to_widen(&self) -> impl Iterator<Item = usize> {
        let gaps = COLUMNS.iter().zip(&self.layouts).enumerate();
        gaps.filter(|(_, (column, layout))| layout.gap > 0 && layout.gap < column.gap).map(|(at, _)| at)
    }

    /// Uses what is left, for the parties' names and for wider gaps, and what the window has beyond, for the title before that.
    /// A title that grew by what is left would be cut again where the next column comes.
    fn fill(&mut self, mut left: usize, mut beyond: usize, room: usize) {
        if let Some((need, title)) = self.at(ColumnName::Title) {
            let more = wide(need, 0).saturating_sub(title.width).min(beyond);
            title.width += more;
            beyond -= more;
        }
        left += beyond;
        if let Some((need, parties)) = self.at(ColumnName::Parties).filter(|(_, parties)| parties.width > 0) {
            let most = room / NAME_SHARE;
            let (first, second) = (wide(need, 0).min(most), need.second.min(most));
            let both = parties.width - BETWEEN + left;
            // As much for both, but what one of them doesn't need.
            let half = both / 2;
            let first = first.min(half.max(both.saturating_sub(second))).max(parties.first);
            let second = second.min(both - first).max(parties.width - BETWEEN - parties.first);
            left = both - first - second;
            (parties.first, parties.width) = (first, first + BETWEEN + second);
        }
        loop {
            let before = left;
            for (column, layout) in COLUMNS.iter().zip(&mut self.layouts).filter(|(_, layout)| layout.gap > 0) {
                let widest = if column.gap > 1 { WIDE_GAP } else { column.gap };
                if left > 0 && layout.gap < widest {
                    layout.gap += 1;
                    left -= 1;
                }
            }
            if left == before {
                return;
            }
        }
    }
}

/// Returns how wide a column is with its cells told so, its heading in any case.
fn wide(need: &ColumnNeeds, way: usize) -> usize {
    need.ways.get(way).map_or(0, |columns| (*columns).max(need.heading))
}

/// Returns how a column is shown that was left out, with what else it needs to be read.
fn shown(name: ColumnName, need: &ColumnNeeds, layout: ColumnLayout) -> ColumnLayout {
    let gap = COLUMNS.iter().find(|column| column.name == name).map_or(0, |column| column.gap);
    let Some(shortest) = need.ways.len().checked_sub(1).filter(|_| layout.width == 0) else { return layout };
    if name == ColumnName::Parties {
        let (first, second) = (wide(need, 0).min(LEAST_NAME), need.second.min(LEAST_NAME));
        return ColumnLayout { gap, first, width: first + BETWEEN + second, way: 0 };
    }
    // Its gap is widened later, with the others.
    let gap = if name == ColumnName::Dispute { 1 } else { gap };
    ColumnLayout { gap, width: wide(need, shortest), first: 0, way: shortest }
}
