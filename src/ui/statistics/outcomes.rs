//! The outcomes page: how disputes end, by ground, and how often both parties agreed.

use super::bars::{self, Counted};
use super::neutrality::{ShareLine, ShareTable};
use crate::domain::decision::statistics::Stats;
use crate::domain::vocabulary::{Ground, Outcome};
use crate::ui::document::Document;
use crate::ui::draw_context::{DrawContext, outcome_role};
use crate::ui::theme::Role;

/// Lays out the page.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, stats: &Stats) {
    let texts = ctx.texts;
    let of = |ground: Ground| -> Vec<Counted> {
        let count = |outcome: &Outcome| Counted {
            name: texts.word("outcome", outcome.as_str()).into_owned(),
            count: stats.count(|t| t.ground == ground && t.outcome == *outcome),
            role: outcome_role(*outcome),
        };
        Outcome::ALL.iter().map(count).collect()
    };
    let all: Vec<(Ground, Vec<Counted>)> = Ground::ALL.iter().map(|&ground| (ground, of(ground))).collect();
    let counts = || all.iter().flat_map(|(_, counts)| counts);
    let columns = bars::columns(ctx, counts());
    let most = counts().map(|one| one.count).max().unwrap_or(0);
    for (ground, outcomes) in &all {
        let total = outcomes.iter().map(|one| one.count).sum::<u64>();
        let vars = [
            ("ground", texts.word("ground", ground.as_str()).into_owned().into()),
            ("count", texts.count(total).into()),
        ];
        document.heading(&texts.with("charts-of-ground", vars));
        bars::rows(document, ctx, outcomes, columns, most);
    }
    document.heading(&texts.get("charts-agreed"));
    let share = stats.agreed();
    let name = texts.get("charts-all").into_owned();
    let table = ShareTable::new(ctx, document.columns(), share);
    table.scale(ctx, document);
    table.row(ctx, document, &ShareLine { name, name_role: Role::Text, indent: 2, share, beside: None });
}
