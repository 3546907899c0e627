//! The neutrality page: the share of decisions won by each side, by ground and by mediator, with confidence intervals. It
//! shows whether the team is even-handed; it does not rank mediators.

use super::bars;
use crate::domain::decision::statistics::{Proportion, Stats};
use crate::domain::vocabulary::Ground;
use crate::ui::document::Document;
use crate::ui::draw_context::DrawContext;
use crate::ui::text::{safe, truncate, width};
use crate::ui::theme::Role;

/// Lays out the page.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, stats: &Stats) {
    let texts = ctx.texts;
    document.paragraph(&texts.get("charts-neutrality-about"), Role::Muted);
    let team = stats.client_wins(None, None);
    document.heading(&texts.get("charts-all"));
    scale(ctx, document);
    let line = |name, indent, share, beside| ShareLine { name, name_role: Role::Text, indent, share, beside };
    row(ctx, document, &line(texts.get("charts-every-ground").into_owned(), 0, team, None));
    for &ground in Ground::ALL {
        row(ctx, document, &line(ground_name(ctx, ground), 2, stats.client_wins(Some(ground), None), None));
    }
    document.heading(&texts.get("charts-by-mediator"));
    for (mediator, _) in stats.mediators() {
        let name = safe(ctx.model.name_of(&mediator.0)).into_owned();
        let share = stats.client_wins(None, Some(&mediator));
        row(ctx, document, &ShareLine { name, name_role: Role::Mediator, indent: 0, share, beside: Some(team) });
        for &ground in Ground::ALL {
            let share = stats.client_wins(Some(ground), Some(&mediator));
            let team = stats.client_wins(Some(ground), None);
            row(ctx, document, &line(ground_name(ctx, ground), 2, share, Some(team)));
        }
    }
}

fn ground_name(ctx: &DrawContext<'_>, ground: Ground) -> String {
    ctx.texts.word("ground", ground.as_str()).into_owned()
}

/// A share with its label, counts and confidence interval.
pub(crate) struct ShareLine {
    /// The label: a ground or a mediator.
    pub name: String,
    /// The role that styles the label.
    pub name_role: Role,
    /// The indent of the label, in columns.
    pub indent: usize,
    pub share: Proportion,
    /// A share to compare with.
    pub beside: Option<Proportion>,
}

/// Returns the widths of the columns: names, counts, line.
fn columns(ctx: &DrawContext<'_>, room: usize) -> (usize, usize, usize) {
    let names = Ground::ALL.iter().map(|&ground| width(&ground_name(ctx, ground))).max().unwrap_or(0) + 2;
    let counts = 13;
    // One column for the sign at the end.
    let line = room.saturating_sub(names + 1 + counts + 2 + 2);
    (names, counts, line.min(61) / 2 * 2 + 1)
}

/// Adds the legend that says which end of the line is which party's.
fn scale(ctx: &DrawContext<'_>, document: &mut Document) {
    let (names, counts, line) = columns(ctx, document.columns());
    let start = names + 1 + counts + 2;
    let [seller, client] = ["seller", "client"].map(|side| ctx.texts.word("speaker", side).into_owned());
    let (seller, client) = (format!("← {seller}"), format!("{client} →"));
    let mut row = document.row();
    // Over a short line, both stand at its end.
    let needed = width(&seller) + 1 + width(&client);
    row.to((start + line).saturating_sub(needed).min(start)).print(&seller, Role::Seller);
    row.until(start + line, &client, Role::Client);
}

/// Adds a share: its name, `12 of 20`, the line, and a sign if the share to compare with lies outside its interval.
pub(crate) fn row(ctx: &DrawContext<'_>, document: &mut Document, line: &ShareLine) {
    let (names, counts, cells) = columns(ctx, document.columns());
    let ShareLine { share, beside, .. } = *line;
    let vars = [("of", ctx.texts.count(share.of).into()), ("total", ctx.texts.count(share.total).into())];
    let key = if share.total == 0 { "charts-none" } else { "charts-share" };
    let count = ctx.texts.with(key, vars);
    let mut row = document.row();
    row.skip(line.indent).print(&truncate(&line.name, names - line.indent), line.name_role);
    row.until(names + 1 + counts, &count, if share.total == 0 { Role::Hint } else { Role::Strong });
    row.skip(2);
    let (mut run, mut run_role) = (String::new(), Role::Border);
    for (sign, role) in bars::interval(share, beside, cells) {
        if role != run_role {
            row.print(&run, run_role);
            run.clear();
            run_role = role;
        }
        run.push(sign);
    }
    row.print(&run, run_role);
    if share.total > 0 && beside.is_some_and(|beside| beside.total > 0 && !share.is_plausible(beside.value())) {
        row.skip(1).print("≠", Role::Soon);
    }
}
