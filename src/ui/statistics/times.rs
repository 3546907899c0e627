//! The times page: how long disputes take, and how old the open ones are.

use super::BESIDE;
use super::bars::{self, Counted};
use crate::domain::decision::statistics::{AgeBracket, DurationBracket, Stats};
use crate::ui::document::Document;
use crate::ui::draw_context::DrawContext;
use crate::ui::theme::Role;

/// The least and the greatest height of the vertical bars, in rows.
const HIGH: (usize, usize) = (4, 16);
/// The rows of a chart that are not bars: title, counts, base line, names, a sentence.
const BESIDE_BARS: usize = 5;

/// Lays out the page so that both charts fit into `rows`, if they can.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, stats: &Stats, rows: usize) {
    let columns = document.columns();
    let high = |rows: usize| rows.saturating_sub(BESIDE_BARS).clamp(HIGH.0, HIGH.1);
    if columns < BESIDE {
        let high = high(rows.saturating_sub(1) / 2);
        took(ctx, document, stats, high);
        backlog(ctx, document, stats, high);
        return;
    }
    let high = high(rows);
    let gap = 4;
    let left = (columns - gap) * 7 / 12;
    let (mut decided, mut open) = (Document::new(left), Document::new(columns - gap - left));
    took(ctx, &mut decided, stats, high);
    backlog(ctx, &mut open, stats, high);
    document.side_by_side(&decided, &open, left + gap);
}

fn took(ctx: &DrawContext<'_>, document: &mut Document, stats: &Stats, rows: usize) {
    let texts = ctx.texts;
    document.heading(&texts.get("charts-took"));
    let counted = |span: &DurationBracket| Counted {
        name: texts.word("span", span.as_str()).into_owned(),
        count: stats.count(|t| t.took == *span),
        role: Role::Text,
    };
    bars::standing(ctx, document, &DurationBracket::ALL.iter().map(counted).collect::<Vec<_>>(), rows);
    let Some((half, most)) = stats.typical_durations() else { return };
    let vars = [
        ("half", texts.word("span-below", half.as_str()).into_owned().into()),
        ("most", texts.word("span-below", most.as_str()).into_owned().into()),
    ];
    document.paragraph(&texts.with("charts-took-usual", vars), Role::Muted);
}

fn backlog(ctx: &DrawContext<'_>, document: &mut Document, stats: &Stats, rows: usize) {
    let texts = ctx.texts;
    document.heading(&texts.get("charts-backlog"));
    let role = |age| match age {
        AgeBracket::Today | AgeBracket::ThreeDays => Role::Text,
        AgeBracket::Week => Role::Soon,
        AgeBracket::TwoWeeks | AgeBracket::Older => Role::Overdue,
    };
    let counted = |(age, count): (AgeBracket, u64)| Counted {
        name: texts.word("age", age.as_str()).into_owned(),
        count,
        role: role(age),
    };
    let all: Vec<_> = stats.backlog_by_age(ctx.model.now).into_iter().map(counted).collect();
    bars::standing(ctx, document, &all, rows);
    let open = all.iter().map(|one| one.count).sum::<u64>();
    // As the views count them: those that are snoozed have one of their own.
    let snoozed = ctx.model.queue.counts.map_or(0, |counts| counts.snoozed).min(open);
    let vars = [
        ("count", texts.count(open).into()),
        ("queued", texts.count(open - snoozed).into()),
        ("snoozed", snoozed.into()),
    ];
    document.paragraph(&texts.with("charts-backlog-open", vars), Role::Muted);
}
