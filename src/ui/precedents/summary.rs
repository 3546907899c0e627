//! The summary of related cases: how they were chosen, their outcomes, the nearest of them, and the parties' records.

use super::{record, spread};
use crate::app::command::{Command, KeyContext};
use crate::domain::decision::precedents::{PrecedentScope, Precedents, RelatedCases};
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::Side;
use crate::ui::document::Document;
use crate::ui::draw_context::{DrawContext, side_role};
use crate::ui::footer;
use crate::ui::statistics::bars;
use crate::ui::text::safe;
use crate::ui::theme::Role;

/// How many of the nearest precedents are listed.
const NEAREST: usize = 3;

/// Lays out the summary for a case.
pub(crate) fn lay_out(ctx: &DrawContext<'_>, document: &mut Document, id: DisputeId, context: KeyContext) {
    let texts = ctx.texts;
    let Some(related) = ctx.model.related_cases(id) else {
        document.paragraph(&texts.get("precedents-loading"), Role::Hint);
        return;
    };
    document.paragraph(&measure(ctx, related), Role::Muted);
    outcomes(ctx, document, &related.alike);
    if !related.alike.found.is_empty() {
        document.gap();
    }
    for one in related.alike.found.iter().take(NEAREST) {
        super::precedent(ctx, document, one);
    }
    parties(ctx, document, id, related);
    let any = !crate::app::related_cases::listed(related).is_empty();
    if let Some(key) = footer::key(ctx, context, Command::Precedents).filter(|_| any) {
        document.gap();
        document.paragraph(&texts.with("precedents-hint", [("key", key.into())]), Role::Hint);
    }
}

/// Returns the sentence that says how the precedents were chosen and how many there are.
pub(crate) fn measure(ctx: &DrawContext<'_>, related: &RelatedCases) -> String {
    let texts = ctx.texts;
    let alike = &related.alike;
    let count = alike.found.len();
    if count == 0 {
        return texts.get("precedents-none").into_owned();
    }
    let currency =
        alike.found.first().map(|one| one.price.currency).unwrap_or(crate::domain::money::amount::Currency::EUR);
    let bands = alike.reach.bands(alike.band);
    let (low, high) =
        (bands.iter().min().copied().unwrap_or(alike.band), bands.iter().max().copied().unwrap_or(alike.band));
    let vars = [
        ("from", ctx.money(low.bounds(currency).0).into()),
        ("to", ctx.money(high.bounds(currency).1).into()),
        ("currency", currency.code().into()),
    ];
    let measure = match alike.reach {
        PrecedentScope::Same => "precedents-reach-same",
        PrecedentScope::AnyLanguage | PrecedentScope::NearPrice => "precedents-reach-band",
        PrecedentScope::AnyPrice => "precedents-reach-any",
    };
    let measure = texts.with(measure, vars);
    let key = if alike.more { "precedents-newest" } else { "precedents-found" };
    texts.with(key, [("count", count.into()), ("measure", measure.into())])
}

/// Adds the outcomes of the precedents, as bars with counts.
pub(crate) fn outcomes(ctx: &DrawContext<'_>, document: &mut Document, alike: &Precedents) {
    if alike.found.is_empty() {
        return;
    }
    let short = document.columns() < super::NARROW;
    let counted = spread(ctx, |outcome| alike.count(outcome), if short { "outcome-short" } else { "outcome" });
    let most = counted.iter().map(|one| one.count).max().unwrap_or(0);
    let columns = bars::columns(ctx, counted.iter());
    bars::rows(document, ctx, &counted, columns, most);
}

/// Adds both parties' records. A party's name has a row of its own.
fn parties(ctx: &DrawContext<'_>, document: &mut Document, id: DisputeId, related: &RelatedCases) {
    let Some(file) = ctx.model.cases.get(id) else { return };
    let order = &file.case.order;
    document.heading(&ctx.texts.get("precedents-parties"));
    for (side, name) in [(Side::Client, &order.client.name), (Side::Seller, &order.seller.name)] {
        document.row().print(&safe(name), side_role(side));
        for (role, past) in Side::ALL.iter().zip(related.of(side)) {
            // The role in which they are not here is told only where there is something to tell.
            if *role == side || !past.disputes.is_empty() {
                document.indent(&record(ctx, *role, past), Role::Text, 2);
            }
        }
    }
}
