//! Who gets how much by a decision, told in as many words as there is room for. The words give way; an amount is never cut.
//! What a decision still on hold would do is never told as done.

use super::draw_context::{DrawContext, outcome_role};

use super::status::{StyledLine, StyledText};
use super::theme::Role;
use crate::app::model::QueueRow;
use crate::domain::case::records::{Case, DecisionState, Order};
use crate::domain::decision::summary::DecisionSummary;
use crate::domain::escrow::settlement::Shares;
use crate::domain::ids::DisputeId;
use crate::domain::money::amount::Money;
use crate::domain::time::Time;
use crate::domain::vocabulary::Outcome;

/// How many ways there are to tell an outcome, from the longest to the shortest.
pub(crate) const WAYS: usize = 4;

/// Stands before the shares of a decision on hold where there is no room for the word.
const HELD: &str = "◷";
/// Stands before those of one that waits for a second mediator.
const TO_APPROVE: &str = "?";
/// Between the client's share and the seller's, which stand in this order everywhere.
const BETWEEN: &str = " / ";

/// Returns how a case of the queue was decided, with both shares, from the longest way to say it to the shortest; nothing while
/// it is undecided. The same way is used for all rows of a list: each has as many.
pub(crate) fn of_row(ctx: &DrawContext<'_>, row: &QueueRow) -> Option<[StyledLine; WAYS]> {
    row.decision.as_ref().map(|decision| outcome(ctx, row.amount, decision))
}

/// Returns an outcome with both shares of the price, from the longest way to say it to the shortest:
/// `held: partial refund, €40.00 client / €80.00 seller`, `held: partial refund €40.00 / €80.00`, `held €40.00 / €80.00`,
/// `◷ €40.00 / €80.00`.
pub(crate) fn outcome(ctx: &DrawContext<'_>, price: Money, decision: &DecisionSummary) -> [StyledLine; WAYS] {
    let word = |vocabulary: &str| {
        (ctx.texts.word(vocabulary, decision.outcome.as_str()).into_owned(), outcome_role(decision.outcome))
    };
    let stage = |key: &str| (ctx.texts.get(key).into_owned(), Role::Soon);
    // Without shares, nothing but its name tells a relaunch from another outcome.
    let brief = decision.shares.is_none().then(|| word("outcome-brief"));
    let heads: [StyledLine; WAYS] = match stage_of(decision) {
        None => {
            [vec![word("outcome")], vec![word("outcome")], vec![word("outcome-brief")], brief.into_iter().collect()]
        }
        Some((long, short, sign)) => {
            let in_full = || vec![stage(long), word("outcome-plan")];
            let in_brief = |first: StyledText| [first].into_iter().chain(brief.clone()).collect();
            [in_full(), in_full(), in_brief(stage(short)), in_brief((sign.to_owned(), Role::Soon))]
        }
    };
    let (named, plain) = (named(ctx, price, decision.shares), plain(ctx, price, decision.shares));
    let mut shares = [named, plain.clone(), plain.clone(), plain].into_iter();
    heads.map(|head| {
        let pause = if shares.len() == WAYS { ", " } else { " " };
        let mut line: StyledLine = Vec::new();
        for (at, word) in head.into_iter().enumerate() {
            line.extend((at > 0).then(|| between(" ")));
            line.push(word);
        }
        line.extend((!line.is_empty()).then(|| between(pause)));
        line.extend(shares.next().unwrap_or_default());
        line
    })
}

/// Returns how it is told that a decision is not carried out yet: in words, in fewer, by a sign; nothing once it is.
fn stage_of(decision: &DecisionSummary) -> Option<(&'static str, &'static str, &'static str)> {
    match decision.state {
        DecisionState::Awaiting => Some(("shares-to-approve", "shares-to-approve-short", TO_APPROVE)),
        DecisionState::OnHold => Some(("shares-held", "shares-held-short", HELD)),
        DecisionState::Effective | DecisionState::Reversed | DecisionState::Refused => None,
    }
}

/// Returns what is at stake in a case, from the longest way to say it to the shortest: its price, what its decision holds, or
/// what was refunded and paid, once it was.
pub(crate) fn of_case(ctx: &DrawContext<'_>, case: &Case) -> Vec<StyledLine> {
    let (order, texts) = (&case.order, ctx.texts);
    let decision = case.dispute.as_ref().and_then(|dispute| dispute.decision.as_ref());
    let Some(decision) = decision.map(DecisionSummary::from) else { return vec![vec![money(ctx, order.price)]] };
    let (named, plain) = (named(ctx, order.price, decision.shares), plain(ctx, order.price, decision.shares));
    let stage = |key: &str| vec![(texts.get(key).into_owned(), Role::Soon), between(" ")];
    let sign = |sign: &str| vec![(sign.to_owned(), Role::Soon), between(" ")];
    let until = |key: &str, until: Time| {
        // It is final once it is known to be; a moment late is no time of its own.
        let left = ctx.clock().span((until - ctx.model.now).max(chrono::TimeDelta::zero()));
        vec![(texts.with(key, [("left", left.into())]), Role::Soon)]
    };
    match (&decision.state, decision.effective_at) {
        (DecisionState::Awaiting, _) => vec![
            [stage("shares-to-approve"), named].concat(),
            [stage("shares-to-approve"), plain.clone()].concat(),
            [sign(TO_APPROVE), plain].concat(),
        ],
        (DecisionState::OnHold, Some(at)) => vec![
            [stage("shares-held"), named.clone(), until("shares-final-in", at)].concat(),
            [stage("shares-held"), plain.clone(), until("shares-final-in", at)].concat(),
            [stage("shares-held-short"), plain.clone(), until("shares-final-in-short", at)].concat(),
            [sign(HELD), plain, until("shares-final-in-short", at)].concat(),
        ],
        _ => done(ctx, order, decision.shares),
    }
}

/// Returns the same in the fewest words, of a case that is at hand or in the queue.
pub(crate) fn at_stake(ctx: &DrawContext<'_>, dispute: DisputeId) -> StyledLine {
    let row = || {
        let row = ctx.model.row(dispute)?;
        let ways = of_row(ctx, row).map_or_else(|| vec![vec![money(ctx, row.amount)]], Vec::from);
        ways.into_iter().next_back()
    };
    let file = ctx.model.cases.get(dispute);
    file.and_then(|file| of_case(ctx, &file.case).pop()).or_else(row).unwrap_or_default()
}

/// Returns what became of the price, from the longest way to say it to the shortest. After a relaunch, it is where the order's
/// own course has brought it.
fn done(ctx: &DrawContext<'_>, order: &Order, shares: Option<Shares>) -> Vec<StyledLine> {
    let of = |minor| Money::new(minor, order.price.currency);
    let Shares { client, seller } =
        shares.unwrap_or(Shares { client: of(order.balances.client), seller: of(order.balances.seller) });
    let told = |key: &str, amount: Money, role| (ctx.texts.with(key, [("amount", ctx.money(amount).into())]), role);
    let short = |amount, role| (ctx.money(amount), role);
    match (client.minor, seller.minor) {
        (0, 0) => vec![stays_in_escrow(ctx, order.price), vec![money(ctx, order.price)]],
        (_, 0) => {
            vec![
                vec![told("shares-refunded", client, Role::Client)],
                vec![told("shares-refunded-short", client, Role::Client)],
            ]
        }
        (0, _) => {
            vec![vec![told("shares-paid", seller, Role::Seller)], vec![told("shares-paid-short", seller, Role::Seller)]]
        }
        _ => vec![
            pair(told("shares-refunded-short", client, Role::Client), told("shares-paid-short", seller, Role::Seller)),
            pair(short(client, Role::Client), short(seller, Role::Seller)),
        ],
    }
}

/// Returns an outcome as it is told in a sentence, with both shares: `partial refund, €40.00 to the client and €80.00 to the
/// seller`.
pub(crate) fn in_a_sentence(ctx: &DrawContext<'_>, outcome: Outcome, shares: Option<Shares>) -> String {
    let plan = ctx.texts.word("outcome-plan", outcome.as_str()).into_owned();
    match shares {
        Some(Shares { client, seller }) => {
            let vars = [("client", ctx.money(client).into()), ("seller", ctx.money(seller).into())];
            format!("{plan}, {}", ctx.texts.with("shares-in-a-sentence", vars))
        }
        None => plan,
    }
}

/// Returns an outcome as it stands over a decision: what is not carried out, as a plan.
pub(crate) fn heading(ctx: &DrawContext<'_>, outcome: Outcome, state: Option<&DecisionState>) -> String {
    if state == Some(&DecisionState::Effective) {
        return ctx.texts.word("outcome", outcome.as_str()).into_owned();
    }
    let plan = ctx.texts.word("outcome-plan", outcome.as_str());
    let mut chars = plan.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns the amount of a case, whole.
fn money(ctx: &DrawContext<'_>, amount: Money) -> StyledText {
    (ctx.money(amount), Role::Money)
}

/// Returns both shares, each with whose it is; without them, what stays in escrow.
fn named(ctx: &DrawContext<'_>, price: Money, shares: Option<Shares>) -> StyledLine {
    let Some(Shares { client, seller }) = shares else { return stays_in_escrow(ctx, price) };
    let of = |key: &str, amount: Money| ctx.texts.with(key, [("amount", ctx.money(amount).into())]);
    pair((of("shares-client", client), Role::Client), (of("shares-seller", seller), Role::Seller))
}

/// Returns both shares, the client's first; without them, the price.
fn plain(ctx: &DrawContext<'_>, price: Money, shares: Option<Shares>) -> StyledLine {
    let Some(Shares { client, seller }) = shares else { return vec![money(ctx, price)] };
    pair((ctx.money(client), Role::Client), (ctx.money(seller), Role::Seller))
}

fn stays_in_escrow(ctx: &DrawContext<'_>, price: Money) -> StyledLine {
    vec![(ctx.texts.with("shares-kept", [("amount", ctx.money(price).into())]), Role::Money)]
}

fn pair(client: StyledText, seller: StyledText) -> StyledLine {
    vec![client, between(BETWEEN), seller]
}

fn between(text: &str) -> StyledText {
    (text.to_owned(), Role::Muted)
}

#[cfg(test)]
mod tests {
    use super::super::status_line::columns_of;
    use super::super::{Ui, i18n};
    use super::*;
    use crate::app::Model;
    use crate::app::keymap::Keymap;
    use crate::app::model::{DisplayZone, Setup, Size};
    use crate::domain::money::amount::Currency;
    use crate::domain::vocabulary::Lang;
    use crate::ui::theme::{Depth, Palette, Theme, ThemeMode};

    fn with_context<T>(lang: Lang, f: impl FnOnce(&DrawContext<'_>) -> T) -> T {
        let ui = Ui::with_texts(i18n::Texts::new(lang), Theme::of(&Palette::standard(ThemeMode::Dark), Depth::True));
        let model = Model::new(Setup {
            account: None,
            me: None,
            lang,
            size: Size { cols: 80, rows: 24 },
            now: chrono::DateTime::UNIX_EPOCH,
            zone: DisplayZone::Fixed(chrono::FixedOffset::east_opt(0).unwrap()),
            seed: [7; 16],
            labels: ui.texts.labels(),
            keymap: Keymap::standard(),
            demo: false,
            templates: i18n::standard_templates(),
            lexicon: i18n::standard_lexicon(),
            open_with: Default::default(),
            file_folder: None,
        });
        f(&DrawContext { model: &model, texts: &ui.texts, theme: &ui.theme, remarks: &ui.remarks, cache: &ui.cache })
    }

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    const STATES: [DecisionState; 3] = [DecisionState::Awaiting, DecisionState::OnHold, DecisionState::Effective];

    /// Every outcome of a price, in every state in which it is told.
    fn decisions() -> Vec<DecisionSummary> {
        let shares = |client, seller| Some(Shares { client: eur(client), seller: eur(seller) });
        let outcomes = [
            (Outcome::SellerWins, shares(0, 12_000)),
            (Outcome::ClientRefunded, shares(12_000, 0)),
            (Outcome::PartialRefund, shares(4_000, 8_000)),
            (Outcome::Relaunch, None),
        ];
        let all = outcomes.iter().flat_map(|(outcome, shares)| STATES.map(|state| (*outcome, *shares, state)));
        all.map(|(outcome, shares, state)| DecisionSummary { outcome, shares, state, effective_at: None }).collect()
    }

    fn texts(lang: Lang, decision: &DecisionSummary) -> Vec<String> {
        let ways = with_context(lang, |ctx| outcome(ctx, eur(12_000), decision));
        ways.iter().map(|way| way.iter().map(|(text, _)| text.as_str()).collect()).collect()
    }

    #[test]
    fn an_outcome_is_told_with_both_shares_in_fewer_and_fewer_words() {
        let partial = |state| DecisionSummary { state, ..decisions()[6].clone() };
        assert_eq!(
            texts(Lang::En, &partial(DecisionState::Effective)),
            [
                "Partial refund, €40.00 client / €80.00 seller",
                "Partial refund €40.00 / €80.00",
                "partial €40.00 / €80.00",
                "€40.00 / €80.00",
            ]
        );
        assert_eq!(
            texts(Lang::En, &partial(DecisionState::OnHold)),
            [
                "held: partial refund, €40.00 client / €80.00 seller",
                "held: partial refund €40.00 / €80.00",
                "held €40.00 / €80.00",
                "◷ €40.00 / €80.00",
            ]
        );
        assert_eq!(texts(Lang::Fr, &partial(DecisionState::Awaiting))[2], "à approuver 40,00\u{a0}€ / 80,00\u{a0}€");
    }

    #[test]
    fn each_way_is_shorter_and_none_lacks_an_amount() {
        for lang in [Lang::En, Lang::Fr] {
            for decision in decisions() {
                let ways = with_context(lang, |ctx| outcome(ctx, eur(12_000), &decision));
                assert!(ways.windows(2).all(|two| columns_of(&two[0]) >= columns_of(&two[1])), "{ways:?}");
                let amounts = match decision.shares {
                    Some(Shares { client, seller }) => vec![client, seller],
                    None => vec![eur(12_000)],
                };
                for text in texts(lang, &decision) {
                    for amount in &amounts {
                        assert!(text.contains(&amount.format(lang)), "{text}");
                    }
                }
            }
        }
    }

    /// No two decisions read the same, however short they are told.
    #[test]
    fn what_is_held_or_to_be_approved_never_reads_as_done() {
        for lang in [Lang::En, Lang::Fr] {
            for way in 0..WAYS {
                let told: Vec<String> = decisions().iter().map(|decision| texts(lang, decision)[way].clone()).collect();
                let unique: std::collections::BTreeSet<_> = told.iter().collect();
                assert_eq!(unique.len(), told.len(), "{told:?}");
            }
        }
    }
}
