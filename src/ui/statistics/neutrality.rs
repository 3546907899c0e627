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
    let table = ShareTable::new(ctx, document.columns(), team);
    let line = |name, indent, share, beside| ShareLine { name, name_role: Role::Text, indent, share, beside };
    document.heading(&texts.get("charts-all"));
    table.sides(ctx, document);
    table.scale(ctx, document);
    table.row(ctx, document, &line(texts.get("charts-every-ground").into_owned(), 0, team, None));
    for &ground in Ground::ALL {
        table.row(ctx, document, &line(ground_name(ctx, ground), 2, stats.client_wins(Some(ground), None), None));
    }
    document.heading(&texts.get("charts-by-mediator"));
    table.scale(ctx, document);
    for (mediator, _) in stats.mediators() {
        let name = safe(ctx.model.name_of(&mediator.0)).into_owned();
        let share = stats.client_wins(None, Some(&mediator));
        let of_all = ShareLine { name, name_role: Role::Mediator, indent: 0, share, beside: Some(team) };
        table.row(ctx, document, &of_all);
        for &ground in Ground::ALL {
            let share = stats.client_wins(Some(ground), Some(&mediator));
            let team = stats.client_wins(Some(ground), None);
            table.row(ctx, document, &line(ground_name(ctx, ground), 2, share, Some(team)));
        }
    }
}

fn ground_name(ctx: &DrawContext<'_>, ground: Ground) -> String {
    ctx.texts.word("ground", ground.as_str()).into_owned()
}

/// A share with its label.
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

/// The columns of a page of shares: label, `12 of 20`, `60%`, and the line with the confidence interval.
pub(crate) struct ShareTable {
    /// Where the counts end.
    counts: usize,
    /// Where the percentages end.
    percents: usize,
    /// The first column of the line, and its width.
    line: (usize, usize),
    /// Whether a label has a row of its own, over its share.
    stacked: bool,
}

/// The narrowest line on which an interval can be told from a point.
const LEAST_LINE: usize = 21;
/// The widest line: a longer one shows no more.
const MOST_LINE: usize = 61;
/// Columns after the line, for the sign of a share that differs.
const SIGN: usize = 2;

impl ShareTable {
    /// Returns the columns in so much room; `most` is the share with the greatest counts.
    pub fn new(ctx: &DrawContext<'_>, room: usize, most: Proportion) -> Self {
        let names = 2 + Ground::ALL.iter().map(|&ground| width(&ground_name(ctx, ground))).max().unwrap_or(0);
        let counts = width(&counts(ctx, most)).max(width(&ctx.texts.get("charts-none")));
        let percents = width(&percent(ctx, 100));
        let with_names = |names: usize| {
            let counts = names + 1 + counts;
            let (percents, start) = (counts + 1 + percents, counts + 1 + percents + 2);
            (counts, percents, start, room.saturating_sub(start + SIGN))
        };
        let (beside, below) = (with_names(names), with_names(3));
        let stacked = beside.3 < LEAST_LINE && below.3 > beside.3;
        let (counts, percents, start, left) = if stacked { below } else { beside };
        // An odd number of columns has one in the middle.
        Self { counts, percents, line: (start, left.min(MOST_LINE).saturating_sub(1) / 2 * 2 + 1), stacked }
    }

    /// Adds which end of the line is which party's.
    fn sides(&self, ctx: &DrawContext<'_>, document: &mut Document) {
        let [seller, client] = ["seller", "client"].map(|side| ctx.texts.word("speaker", side).into_owned());
        let (start, cells) = self.line;
        let mut row = document.row();
        row.to(start).print(&format!("← {seller}"), Role::Seller);
        row.until(start + cells, &format!("{client} →"), Role::Client);
    }

    /// Adds the scale of the line.
    pub fn scale(&self, ctx: &DrawContext<'_>, document: &mut Document) {
        let (start, cells) = self.line;
        let half = percent(ctx, 50);
        let mut row = document.row();
        row.to(start).print(&percent(ctx, 0), Role::Muted);
        row.to(start + (cells / 2).saturating_sub(width(&half) / 2)).print(&half, Role::Muted);
        row.until(start + cells, &percent(ctx, 100), Role::Muted);
    }

    /// Adds a share: its label, its counts and percentage, the line, and a sign if the share to compare with lies outside its
    /// interval.
    pub fn row(&self, ctx: &DrawContext<'_>, document: &mut Document, line: &ShareLine) {
        let ShareLine { share, beside, indent, .. } = *line;
        let (start, cells) = self.line;
        let is_none = share.total == 0;
        let told = counts(ctx, share);
        if self.stacked {
            document.row().to(indent).print(&line.name, line.name_role);
        }
        let mut row = document.row();
        if !self.stacked {
            let room = self.counts.saturating_sub(width(&told) + 1 + indent);
            row.to(indent).print(&truncate(&line.name, room), line.name_role);
        }
        row.until(self.counts, &told, if is_none { Role::Hint } else { Role::Text });
        if !is_none {
            row.until(self.percents, &percent(ctx, share.percent()), Role::Strong);
        }
        row.to(start);
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
        if !is_none && beside.is_some_and(|beside| beside.total > 0 && !share.is_plausible(beside.value())) {
            row.skip(1).print("≠", Role::Soon);
        }
    }
}

/// Returns the counts of a share: `12 of 20`.
fn counts(ctx: &DrawContext<'_>, share: Proportion) -> String {
    let vars = [("of", ctx.texts.count(share.of).into()), ("total", ctx.texts.count(share.total).into())];
    ctx.texts.with(if share.total == 0 { "charts-none" } else { "charts-share" }, vars)
}

fn percent(ctx: &DrawContext<'_>, percent: u64) -> String {
    ctx.texts.with("charts-percent", [("percent", percent.to_string().into())])
}
