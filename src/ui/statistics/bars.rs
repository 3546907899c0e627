//! Bar charts drawn with block characters, to an eighth of a cell.

use crate::domain::decision::statistics::Proportion;
use crate::ui::document::Document;
use crate::ui::draw_context::DrawContext;
use crate::ui::text::width;
use crate::ui::theme::Role;

const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
const RISING: [&str; 9] = [" ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

/// The most cells of a bar for each case it counts, so that a small count doesn't fill the width.
const SMALL: usize = 4;

/// A count and its label.
pub(crate) struct Counted {
    pub name: String,
    pub count: u64,
    /// The role that styles the bar.
    pub role: Role,
}

/// Returns the length of a count's bar in eighths of a cell, where `most` fills `cells`. A count above zero is at least one.
fn eighths(count: u64, most: u64, cells: usize) -> usize {
    let all = u128::from(u64::try_from(cells).unwrap_or(0)) * 8;
    let part = usize::try_from(u128::from(count) * all / u128::from(most.max(1))).unwrap_or(0);
    if count > 0 { part.max(1) } else { 0 }
}

/// Returns a horizontal bar.
pub(crate) fn lying(count: u64, most: u64, cells: usize) -> String {
    let eighths = eighths(count, most, cells);
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// Adds horizontal bars, one per row: name, count, bar. `names` and `counts` are the widths of columns shared by a page.
pub(crate) fn rows(
    document: &mut Document,
    ctx: &DrawContext<'_>,
    all: &[Counted],
    (names, counts): (usize, usize),
    most: u64,
) {
    for one in all {
        let mut row = document.row();
        row.skip(2).print(&one.name, Role::Text).until(
            2 + names + 2 + counts,
            &ctx.texts.count(one.count),
            Role::Strong,
        );
        let room = row.left().saturating_sub(2).min(usize::try_from(most).unwrap_or(usize::MAX).saturating_mul(SMALL));
        row.skip(2).print(&lying(one.count, most, room), one.role);
    }
}

/// Returns the widths of the widest name and the widest count.
pub(crate) fn columns<'a>(ctx: &DrawContext<'_>, all: impl Iterator<Item = &'a Counted> + Clone) -> (usize, usize) {
    let names = all.clone().map(|one| width(&one.name)).max().unwrap_or(0);
    (names, all.map(|one| width(&ctx.texts.count(one.count))).max().unwrap_or(1))
}

/// Adds vertical bars, `rows` high, each above its name.
pub(crate) fn standing(ctx: &DrawContext<'_>, document: &mut Document, all: &[Counted], rows: usize) {
    let most = all.iter().map(|one| one.count).max().unwrap_or(0);
    let cell = document.columns() / all.len().max(1);
    let bar = cell.saturating_sub(2).clamp(1, 10);
    let centred = |text: &str| cell.saturating_sub(width(text)) / 2;
    let heights: Vec<usize> = all.iter().map(|one| eighths(one.count, most, rows)).collect();
    // A count stands on its bar.
    for line in (0..=rows).rev() {
        let mut row = document.row();
        for (at, (one, height)) in all.iter().zip(&heights).enumerate() {
            let full = height.div_ceil(8);
            if line == full {
                let count = ctx.texts.count(one.count);
                row.to(at * cell + centred(&count)).print(&count, Role::Strong);
            } else if line < full {
                let part = (height - line * 8).min(8);
                row.to(at * cell + cell.saturating_sub(bar) / 2).print(&RISING[part].repeat(bar), one.role);
            }
        }
    }
    let mut row = document.row();
    for at in 0..all.len() {
        row.to(at * cell + cell.saturating_sub(bar) / 2).print(&"▔".repeat(bar), Role::Border);
    }
    drop(row);
    let mut row = document.row();
    for (at, one) in all.iter().enumerate() {
        row.to(at * cell + centred(&one.name)).print(&one.name, Role::Muted);
    }
}

/// Returns a share as a point on a line from 0 to 1, with its confidence interval: `···├───●────┤···`. `beside`
/// is a share to compare it with, drawn as `┊`.
pub(crate) fn interval(share: Proportion, beside: Option<Proportion>, cells: usize) -> Vec<(char, Role)> {
    let last = cells.saturating_sub(1);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share from 0 to 1 of some columns"
    )]
    let cell = |share: f64| ((share.clamp(0.0, 1.0) * last as f64).round() as usize).min(last);
    let mut line = vec![('·', Role::Border); cells];
    let mut put = |at: usize, sign: char, role: Role| {
        if let Some(place) = line.get_mut(at) {
            *place = (sign, role);
        }
    };
    put(last / 2, '┼', Role::Muted);
    if share.total == 0 {
        return line;
    }
    let (low, high) = (cell(share.low), cell(share.high));
    (low..=high).for_each(|at| put(at, '─', Role::Text));
    put(low, '├', Role::Text);
    put(high, '┤', Role::Text);
    if let Some(beside) = beside.filter(|beside| beside.total > 0) {
        put(cell(beside.value()), '┊', Role::Soon);
    }
    put(cell(share.value()), '●', Role::Strong);
    line
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_is_as_long_as_its_count_and_never_invisible() {
        for (count, most, bar) in
            [(0, 10, ""), (10, 10, "████"), (5, 10, "██"), (1, 1_000, "▏"), (3, 8, "█▌"), (7, 0, "████████")]
        {
            let drawn = lying(count, most, 4);
            assert!(drawn == bar || most == 0, "{count} of {most}: {drawn}");
        }
    }

    #[test]
    fn an_interval_shows_how_sure_a_few_can_be() {
        let drawn = |of, total, beside| -> String {
            interval(Proportion::new(of, total), beside, 21).into_iter().map(|(sign, _)| sign).collect()
        };
        assert_eq!(drawn(0, 0, None), "··········┼··········", "of nothing it is anything");
        assert_eq!(drawn(1, 1, None), "····├───────────────●");
        assert_eq!(drawn(500, 1_000, None), "·········├●┤·········");
        assert_eq!(drawn(5, 10, Some(Proportion::new(0, 500))), "┊····├────●────┤·····");
    }
}
