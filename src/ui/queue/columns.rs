//! The queue's columns: each declared once, with its heading, what it says of a case, and how wide it may be.

use super::super::draw_context::DrawContext;
use super::super::shares;
use super::super::status;
use super::super::text::{safe, safe_beside_figures};
use super::super::theme::Role;
use crate::app::model::QueueRow;
use crate::domain::queue::turn::TurnReason;
use crate::domain::vocabulary::{DisputeState, View};

/// A column as declared.
pub(super) struct QueueColumn {
    /// The key of its heading, or `""` for none.
    pub heading: fn(View) -> &'static str,
    /// What it says of a case.
    pub cell: fn(&DrawContext<'_>, &QueueRow) -> Cell,
    pub width: Width,
    pub gap: usize,
    pub right_aligned: bool,
}

/// How wide a column is. Its heading fits in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Width {
    /// As wide as its widest cell, between these.
    Fit(usize, usize),
    /// What the others leave.
    Rest,
    /// Half of what the others leave, where that is plenty; else it is left out.
    RestIfPlenty,
    /// As wide as its widest cell, up to the first of these; each of the next where the title would have too little room.
    /// A cell's short text is shown from the second on; in one column, the sign that a text begins with.
    Shrink(&'static [usize]),
}

/// What a column says of a case.
#[derive(Debug, Default)]
pub(super) struct Cell {
    /// The text in its parts, each with its look. Two parts share the column by half.
    pub parts: Vec<(String, Role)>,
    /// What stands for it where room is scarce.
    pub short: Option<String>,
}

impl Cell {
    fn new(text: String, role: Role) -> Self {
        Self { parts: vec![(text, role)], short: None }
    }
}

impl From<status::StyledText> for Cell {
    fn from((text, role): status::StyledText) -> Self {
        Self::new(text, role)
    }
}

/// Columns between two columns.
const GAP: usize = 2;

/// The width of the desk from which an outcome is named beside its shares.
const ROOM_FOR_WORDS: u16 = 160;

const NO_LIMIT: usize = usize::MAX;

/// The columns from left to right.
pub(super) const COLUMNS: &[QueueColumn] = &[
    QueueColumn {
        heading: |view| if view == View::Decided { "queue-decided" } else { "queue-due" },
        cell: due,
        width: Width::Fit(0, NO_LIMIT),
        gap: 0,
        right_aligned: false,
    },
    QueueColumn {
        heading: |_| "queue-dispute",
        cell: |_, row| Cell::new(row.id.to_string(), Role::Muted),
        width: Width::Fit(6, NO_LIMIT),
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        heading: |_| "queue-service",
        cell: |ctx, row| {
            let selected = ctx.model.queue.window.selected == Some(row.id);
            Cell::new(safe_beside_figures(&row.title).into_owned(), if selected { Role::Strong } else { Role::Text })
        },
        width: Width::Rest,
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        heading: |_| "queue-parties",
        cell: |_, row| {
            let name = |name, role| (safe_beside_figures(name).into_owned(), role);
            Cell { parts: vec![name(&row.client, Role::Client), name(&row.seller, Role::Seller)], short: None }
        },
        width: Width::RestIfPlenty,
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        heading: |_| "queue-amount",
        cell: |ctx, row| Cell::new(ctx.money(row.amount), Role::Money),
        width: Width::Fit(8, 20),
        gap: GAP,
        right_aligned: true,
    },
    QueueColumn {
        heading: |view| match view {
            View::Decided | View::Approval => "queue-shares",
            _ => "queue-waiting",
        },
        cell: |ctx, row| waiting(ctx, row).into(),
        width: Width::Fit(0, NO_LIMIT),
        gap: GAP,
        right_aligned: false,
    },
    QueueColumn {
        heading: |_| "",
        cell: |_, row| Cell::new(unread(row), Role::Accent),
        width: Width::Fit(0, NO_LIMIT),
        gap: 1,
        right_aligned: false,
    },
    QueueColumn {
        heading: |_| "",
        cell: |ctx, row| {
            let flag = |by| status::flag(ctx, by, row.claimed_until).into();
            row.claimed_by.as_ref().map_or_else(Cell::default, flag)
        },
        width: Width::Shrink(&[14, 14, 8, 1]),
        gap: 1,
        right_aligned: false,
    },
    QueueColumn { heading: |_| "", cell: viewers, width: Width::Shrink(&[12, NO_LIMIT]), gap: 1, right_aligned: false },
];

/// Returns when it is due, or was decided, or until when it is snoozed; what is overdue is shown so also while it is snoozed.
fn due(ctx: &DrawContext<'_>, row: &QueueRow) -> Cell {
    let clock = ctx.clock();
    let decided = row.state == DisputeState::Decided;
    let now = ctx.model.now;
    match row.snoozed_until.filter(|until| !decided && *until > now && row.due_at > now) {
        Some(until) => Cell::new(format!("z {}", clock.left(until)), Role::Muted),
        None if decided => Cell::new(clock.date(row.due_at), Role::Muted),
        None => Cell::new(clock.left(row.due_at), clock.urgency(row.due_at)),
    }
}

/// Whom or what it waits for.
fn waiting(ctx: &DrawContext<'_>, row: &QueueRow) -> status::StyledText {
    if let Some([.., long, short]) = shares::of_row(ctx, row) {
        let short = if ctx.model.size.cols >= ROOM_FOR_WORDS { long } else { short };
        let role = short.first().map_or(Role::Text, |(_, role)| *role);
        (short.into_iter().map(|(text, _)| text).collect(), role)
    } else if row.reason == TurnReason::Agreed {
        status::agreed(ctx)
    } else {
        status::standing(ctx, row)
    }
}

/// Returns how many messages no mediator has read.
fn unread(row: &QueueRow) -> String {
    match row.unread {
        0 => String::new(),
        n @ 1..=99 => format!("● {n}"),
        _ => "● 99+".to_owned(),
    }
}

/// Returns who else looks at it: their handle, or how many.
fn viewers(ctx: &DrawContext<'_>, row: &QueueRow) -> Cell {
    let (text, short) = match ctx.model.colleagues.viewers_of(row.id)[..] {
        [] => (String::new(), String::new()),
        [one] if ctx.is_me(one) => (format!("◎ {}", ctx.texts.get("claim-you")), "◎".to_owned()),
        [one] => (format!("◎ {}", safe(&one.0)), "◎".to_owned()),
        ref more => (format!("◎ {}", more.len()), format!("◎{}", more.len())),
    };
    Cell { parts: vec![(text, Role::Text)], short: Some(short) }
}
