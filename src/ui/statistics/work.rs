//! The team's work: what each member holds, decided and answered, and in what time. In the order of their names: no rank.

use crate::domain::decision::statistics::{DurationBracket, Stats};
use crate::domain::decision::work_figures::WorkFigures;
use crate::domain::text::folding::fold;
use crate::ui::document::Document;
use crate::ui::draw_context::DrawContext;
use crate::ui::text::{safe, truncate, width};
use crate::ui::theme::Role;

/// Below this width each member's figures are a sentence under their name.
const TABLE_FROM: usize = 72;
/// The widest column of names.
const NAMES: usize = 22;

/// Lays out the page.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, stats: &Stats) {
    let texts = ctx.texts;
    document.paragraph(&texts.get("charts-work-about"), Role::Muted);
    document.blank();
    let everyone = (texts.get("charts-all").into_owned(), Role::Strong, stats.work(None, None));
    let mut members: Vec<_> = stats
        .workers()
        .into_iter()
        .map(|handle| {
            let name = safe(ctx.model.name_of(&handle.0)).into_owned();
            (name, Role::Mediator, stats.work(None, Some(&handle)))
        })
        .collect();
    members.sort_by_cached_key(|(name, ..)| fold(name));
    let all: Vec<_> = std::iter::once(everyone).chain(members).collect();
    // The figures of a share stand under one another on both sides of its slash.
    let totals = all.iter().map(|(.., figures)| width(&texts.count(figures.turns))).max().unwrap_or_default();
    if document.columns() < TABLE_FROM {
        for (name, role, figures) in &all {
            document.row().print(name, *role);
            document.indent(&figures_sentence(ctx, figures), Role::Text, 2);
        }
        return;
    }
    let heads = [
        "charts-work-open",
        "charts-work-decided",
        "charts-work-answer",
        "charts-work-decision",
        "charts-work-in-time",
        "charts-work-undone",
    ]
    .map(|key| texts.get(key).into_owned());
    let rows: Vec<(String, Role, [String; 6])> =
        all.into_iter().map(|(name, role, figures)| (name, role, cells(ctx, &figures, totals))).collect();
    let names = rows.iter().map(|(name, ..)| width(name)).max().unwrap_or(0).min(NAMES);
    let widths: [usize; 6] = std::array::from_fn(|at| {
        rows.iter().map(|(_, _, cells)| width(&cells[at])).chain([width(&heads[at])]).max().unwrap_or(0)
    });
    line(document, names, &widths, ("", Role::Muted), (&heads, Role::Muted));
    for (name, role, cells) in &rows {
        line(document, names, &widths, (name, *role), (cells, Role::Text));
    }
}

fn line(
    document: &mut Document,
    names: usize,
    widths: &[usize; 6],
    (name, name_role): (&str, Role),
    (cells, role): (&[String; 6], Role),
) {
    let mut row = document.row();
    row.print(&truncate(name, names), name_role);
    let mut column = names;
    for (cell, columns) in cells.iter().zip(widths) {
        column += 2 + columns;
        row.until(column, cell, role);
    }
}

fn bracket(ctx: &DrawContext<'_>, bracket: Option<DurationBracket>) -> String {
    bracket.map_or_else(|| "–".to_owned(), |bracket| ctx.texts.word("span", bracket.as_str()).into_owned())
}

fn share(ctx: &DrawContext<'_>, of: u64, total: u64, columns: usize) -> String {
    if total == 0 {
        "–".to_owned()
    } else {
        format!("{} / {:>columns$}", ctx.texts.count(of), ctx.texts.count(total))
    }
}

/// Returns the figures as they stand in a table whose totals have so many columns.
fn cells(ctx: &DrawContext<'_>, figures: &WorkFigures, totals: usize) -> [String; 6] {
    let WorkFigures { open, decided, took, first_answer, in_time, turns, undone, first_answers: _ } = figures;
    [
        open.map_or_else(String::new, |open| ctx.texts.count(open)),
        ctx.texts.count(*decided),
        bracket(ctx, *first_answer),
        bracket(ctx, *took),
        share(ctx, *in_time, *turns, totals),
        ctx.texts.count(*undone),
    ]
}

/// The figures as a sentence.
fn figures_sentence(ctx: &DrawContext<'_>, figures: &WorkFigures) -> String {
    let [open, decided, answer, decision, in_time, undone] = cells(ctx, figures, 0);
    let vars = [
        ("open", open.into()),
        ("decided", decided.into()),
        ("answer", answer.into()),
        ("decision", decision.into()),
        ("intime", in_time.into()),
        ("undone", undone.into()),
    ];
    ctx.texts.with("charts-work-told", vars)
}
