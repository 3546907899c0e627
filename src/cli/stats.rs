//! `stats`: the team's decisions in numbers, with confidence intervals.

use serde::Serialize;

use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use crate::domain::decision::statistics::{AgeBracket, DecisionCount, DurationBracket, Proportion, Stats};
use crate::domain::ids::Handle;
use crate::domain::vocabulary::{Ground, Outcome};
use crate::ui::text::safe;

/// Runs `litige stats`.
pub fn run(ctx: &mut Context) -> Result<Status, Failure> {
    let stats = ctx.open()?.stats()?;
    let summary = StatsSummary::of(&stats, ctx);
    if ctx.json {
        ctx.out.json(&summary)?;
        return Ok(Status::Done);
    }
    for line in stats_lines(&stats, &summary, ctx.localizer()) {
        ctx.out.line(line)?;
    }
    Ok(Status::Done)
}

/// The statistics as JSON.
#[derive(Serialize)]
struct StatsSummary<'a> {
    decided: u64,
    outcomes: Vec<ByGround>,
    took: Vec<SpanCount<DurationBracket>>,
    backlog: Vec<SpanCount<AgeBracket>>,
    agreed: Proportion,
    neutrality: Vec<Neutrality>,
    tallies: &'a [DecisionCount],
}

#[derive(Serialize)]
struct ByGround {
    ground: Ground,
    seller_wins: u64,
    client_refunded: u64,
    partial_refund: u64,
    relaunch: u64,
}

#[derive(Serialize)]
struct SpanCount<T> {
    span: T,
    count: u64,
}

/// The client's share of the cases that one side won; of all cases if neither ground nor mediator is given.
#[derive(Serialize)]
struct Neutrality {
    ground: Option<Ground>,
    mediator: Option<Handle>,
    client_wins: Proportion,
}

impl<'a> StatsSummary<'a> {
    fn of(stats: &'a Stats, ctx: &Context) -> Self {
        let by_ground = |ground| {
            let count = |outcome| stats.count(|t| t.ground == ground && t.outcome == outcome);
            ByGround {
                ground,
                seller_wins: count(Outcome::SellerWins),
                client_refunded: count(Outcome::ClientRefunded),
                partial_refund: count(Outcome::PartialRefund),
                relaunch: count(Outcome::Relaunch),
            }
        };
        let share = |ground: Option<Ground>, mediator: Option<&Handle>| Neutrality {
            ground,
            mediator: mediator.cloned(),
            client_wins: stats.client_wins(ground, mediator),
        };
        let mut neutrality = vec![share(None, None)];
        neutrality.extend(Ground::ALL.iter().map(|&ground| share(Some(ground), None)));
        for (mediator, _) in stats.mediators() {
            neutrality.push(share(None, Some(&mediator)));
            neutrality.extend(Ground::ALL.iter().map(|&ground| share(Some(ground), Some(&mediator))));
        }
        let took = |&span: &DurationBracket| SpanCount { span, count: stats.count(|t| t.took == span) };
        Self {
            decided: stats.count(|_| true),
            outcomes: Ground::ALL.iter().map(|&ground| by_ground(ground)).collect(),
            took: DurationBracket::ALL.iter().map(took).collect(),
            backlog: stats.backlog_by_age(ctx.now).into_iter().map(|(span, count)| SpanCount { span, count }).collect(),
            agreed: stats.agreed(),
            neutrality,
            tallies: &stats.tallies,
        }
    }
}

fn stats_lines(stats: &Stats, summary: &StatsSummary<'_>, localizer: Localizer) -> Vec<String> {
    let mut lines = vec![heading(localizer, "cli-stats-outcomes")];
    for by in &summary.outcomes {
        lines.push(format!("  {}", localizer.term("ground", by.ground.as_str())));
        let counts = [by.seller_wins, by.client_refunded, by.partial_refund, by.relaunch];
        let most = counts.into_iter().max().unwrap_or(0);
        for (outcome, count) in Outcome::ALL.iter().zip(counts) {
            lines.push(bar_line(&localizer.term("outcome", outcome.as_str()), count, most));
        }
    }
    lines.push(heading(localizer, "cli-stats-took"));
    let most = summary.took.iter().map(|c| c.count).max().unwrap_or(0);
    lines.extend(summary.took.iter().map(|c| bar_line(&localizer.term("span", c.span.as_str()), c.count, most)));
    lines.push(heading(localizer, "cli-stats-backlog"));
    let most = summary.backlog.iter().map(|c| c.count).max().unwrap_or(0);
    lines.extend(summary.backlog.iter().map(|c| bar_line(&localizer.term("age", c.span.as_str()), c.count, most)));
    lines.push(heading(localizer, "cli-stats-agreed"));
    lines.push(format!("    {}", format_share(localizer, summary.agreed)));
    lines.push(heading(localizer, "cli-stats-neutrality"));
    lines.push(neutrality_line(localizer, &localizer.message("cli-stats-all", &[]), stats.client_wins(None, None)));
    for &ground in Ground::ALL {
        lines.push(neutrality_line(
            localizer,
            &localizer.term("ground", ground.as_str()),
            stats.client_wins(Some(ground), None),
        ));
    }
    for (mediator, _) in stats.mediators() {
        lines.push(neutrality_line(localizer, &safe(&mediator.0), stats.client_wins(None, Some(&mediator))));
    }
    lines
}

fn heading(localizer: Localizer, key: &str) -> String {
    format!("\n{}", localizer.message(key, &[]).to_uppercase())
}

fn bar_line(name: &str, count: u64, most: u64) -> String {
    let width = usize::try_from(count.saturating_mul(30).checked_div(most).unwrap_or(0)).unwrap_or(0);
    format!("    {name:<26} {count:>9}  {}", "█".repeat(width))
}

fn neutrality_line(localizer: Localizer, name: &str, of: Proportion) -> String {
    format!("    {name:<38} {}", format_share(localizer, of))
}

/// Formats a share and its confidence interval: `3 of 10, 30 % (11–60 %)`.
fn format_share(localizer: Localizer, share: Proportion) -> String {
    if share.total == 0 {
        return localizer.message("cli-stats-nothing", &[]);
    }
    let percent = |x: f64| format!("{:.0}", x * 100.0);
    let args = [
        ("of", share.of.to_string()),
        ("total", share.total.to_string()),
        ("percent", format!("{}", (share.of * 100 + share.total / 2) / share.total)),
        ("low", percent(share.low)),
        ("high", percent(share.high)),
    ];
    localizer.message_owned("cli-stats-share", &args)
}
