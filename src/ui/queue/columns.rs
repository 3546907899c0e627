//! The queue's columns: each declared once, with its heading, what it says of a case, and how it gives way.

use super::super::draw_context::DrawContext;
use super::super::shares;
use super::super::status::{self, StyledText};
use super::super::text::{safe, safe_beside_figures, short_name};
use super::super::theme::Role;
use crate::app::model::{QueueRow, ViewRef};
use crate::domain::queue::turn::TurnReason;
use crate::domain::vocabulary::{DisputeState, View};

/// A column as declared.
pub(super) struct QueueColumn {
    pub name: ColumnName,
    /// The key of its heading, or `""` for none.
    pub heading: fn(View) -> &'static str,
    /// What it says of a case.
    pub cell: fn(&DrawContext<'_>, &QueueRow) -> Cell,
    pub kind: ColumnKind,
    /// The empty columns before it, where there is room for them.
    pub gap: usize,
    pub right_aligned: bool,
}

/// Which column it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnName {
    Due,
    Dispute,
    Title,
    Parties,
    Amount,
    Waiting,
    Unread,
    Holder,
    Viewers,
}

/// How a column gives way where room is scarce.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ColumnKind {
    /// Not at all.
    Whole,
    /// Its cells are told in a shorter way.
    Ways,
    /// It is cut.
    Title,
    /// It is left out.
    Spare,
    /// Two names, which are left out, or cut.
    Names,
}

/// What a column says of a case: the ways to say it, from the longest to the shortest, each in its parts with their looks. Empty
/// for nothing; a cell that has fewer ways than others of its column is told in its shortest where they are.
#[derive(Debug, Default)]
pub(super) struct Cell {
    pub ways: Vec<Vec<StyledText>>,
}

impl Cell {
    /// Returns a cell with these ways to say it, from the longest to the shortest.
    fn of<const N: usize>(ways: [String; N], role: Role) -> Self {
        Self { ways: ways.into_iter().map(|text| vec![(text, role)]).collect() }
    }
}

impl From<StyledText> for Cell {
    fn from((text, role): StyledText) -> Self {
        Self::of([text], role)
    }
}

/// The empty columns before most columns.
const GAP: usize = 2;

/// The columns from left to right.
pub(super) const COLUMNS: &[QueueColumn] = &[
    QueueColumn {
        name: ColumnName::Due,
        heading: |view| if view == View::Decided { "queue-decided" } else { "queue-due" },
        cell: due,
        kind: ColumnKind::Whole,
        gap: 0,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Dispute,
        heading: |_| "queue-dispute",
        cell: |_, row| Cell::of([row.id.to_string()], Role::Muted),
        kind: ColumnKind::Spare,
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Title,
        heading: |_| "queue-service",
        cell: |ctx, row| {
            let selected = ctx.model.queue.window.selected == Some(row.id);
            let role = if selected { Role::Strong } else { Role::Text };
            Cell::of([safe_beside_figures(&row.title).into_owned()], role)
        },
        kind: ColumnKind::Title,
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Parties,
        heading: |_| "queue-parties",
        cell: |_, row| {
            let name = |name, role| (safe_beside_figures(name).into_owned(), role);
            Cell { ways: vec![vec![name(&row.client, Role::Client), name(&row.seller, Role::Seller)]] }
        },
        kind: ColumnKind::Names,
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Amount,
        heading: |_| "queue-amount",
        cell: |ctx, row| Cell::of([ctx.money(row.amount)], Role::Money),
        kind: ColumnKind::Whole,
        gap: GAP,
        right_aligned: true,
    },
    QueueColumn {
        name: ColumnName::Waiting,
        heading: |view| match view {
            View::Decided | View::Approval => "queue-shares",
            _ => "queue-waiting",
        },
        cell: waiting,
        kind: ColumnKind::Ways,
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Unread,
        heading: |_| "",
        cell: unread,
        kind: ColumnKind::Ways,
        gap: 1,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Holder,
        heading: |_| "",
        cell: holder,
        kind: ColumnKind::Ways,
        gap: 1,
        right_aligned: false,
    },
    QueueColumn {
        name: ColumnName::Viewers,
        heading: |_| "",
        cell: viewers,
        kind: ColumnKind::Spare,
        gap: 1,
        right_aligned: false,
    },
];

/// Returns when it is due, or was decided, or until when it is snoozed; what is overdue is shown so also while it is snoozed.
fn due(ctx: &DrawContext<'_>, row: &QueueRow) -> Cell {
    let clock = ctx.clock();
    let decided = row.state == DisputeState::Decided;
    let now = ctx.model.now;
    match row.snoozed_until.filter(|until| !decided && *until > now && row.due_at > now) {
        Some(until) => Cell::of([format!("z {}", clock.left(until))], Role::Muted),
        None if decided => Cell::of([clock.date(row.due_at)], Role::Muted),
        None => Cell::of([clock.left(row.due_at)], clock.urgency(row.due_at)),
    }
}

/// Whom or what it waits for; of what is decided, who gets what.
fn waiting(ctx: &DrawContext<'_>, row: &QueueRow) -> Cell {
    if let Some(ways) = shares::of_row(ctx, row) {
        // The longest ways are for where a case stands alone.
        let mut ways: Vec<_> = ways.into_iter().skip(2).collect();
        // Among cases that wait for something else, titles are not cut for the shares of one that is to be approved.
        let is_among_others = ctx.model.queue.view_ref() != ViewRef::Standard(View::Approval);
        if row.state == DisputeState::Open && is_among_others {
            ways.push(vec![(ctx.texts.get("shares-to-approve-short").into_owned(), Role::Soon)]);
        }
        Cell { ways }
    } else if row.reason == TurnReason::Agreed {
        status::agreed(ctx).into()
    } else {
        status::standing(ctx, row).into()
    }
}

/// Returns how many messages no mediator has read.
fn unread(_: &DrawContext<'_>, row: &QueueRow) -> Cell {
    let count = match row.unread {
        0 => return Cell::default(),
        n @ 1..=99 => n.to_string(),
        _ => "99+".to_owned(),
    };
    Cell::of([format!("● {count}"), format!("●{count}")], Role::Accent)
}

/// The widest that a colleague is named beside a case, and how wide where there is less room.
const COLLEAGUE: [usize; 2] = [22, 10];

/// Returns the ways to say a sign and a name.
fn named(sign: &str, name: &str) -> [String; 2] {
    COLLEAGUE.map(|most| format!("{sign} {}", short_name(name, most)))
}

/// Returns who holds it, in short by the flag alone.
fn holder(ctx: &DrawContext<'_>, row: &QueueRow) -> Cell {
    let Some(by) = &row.claimed_by else { return Cell::default() };
    let (text, role) = status::flag(ctx, by, row.claimed_until);
    let (sign, name) = text.split_once(' ').unwrap_or((&text, ""));
    let [whole, short] = named(sign, name);
    Cell::of([whole, short, sign.to_owned()], role)
}

/// Returns who else looks at it: their name, or how many.
fn viewers(ctx: &DrawContext<'_>, row: &QueueRow) -> Cell {
    let (name, short) = match ctx.model.colleagues.viewers_of(row.id)[..] {
        [] => return Cell::default(),
        [one] if ctx.is_me(one) => (ctx.texts.get("claim-you").into_owned(), "◎".to_owned()),
        [one] => (safe(ctx.model.name_of(&one.0)).into_owned(), "◎".to_owned()),
        ref more => (more.len().to_string(), format!("◎{}", more.len())),
    };
    let [whole, cut] = named("◎", &name);
    Cell::of([whole, cut, short], Role::Text)
}
