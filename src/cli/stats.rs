//! `stats`: the team's decisions in numbers, with confidence intervals; its work is in [`super::work`].

use chrono::{Local, NaiveDate};
use serde::Serialize;

use super::args;
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use super::sentence::Sentence;
use super::team_names::TeamNames;
use super::time::parse_past;
use super::work::{self, WorkRow};
use crate::domain::decision::statistics::{AgeBracket, DecisionCount, DurationBracket, Proportion, Stats};
use crate::domain::decision::work_figures::{DayRange, FiguresBy};
use crate::domain::ids::Handle;
use crate::domain::text::typed_time::DayEdge;
use crate::domain::vocabulary::{Ground, Outcome};
use crate::ui::text::width;

/// The longest bar, in columns.
const LONGEST_BAR: usize = 30;
/// What stands before a bar: the indentation, the name, the count.
const BEFORE_THE_BAR: usize = 42;

/// Runs `litige stats`.
pub fn run(ctx: &mut Context, args: &args::StatsArgs) -> Result<Status, Failure> {
    if args.csv && ctx.json {
        return Err(Failure::usage(Sentence::new("cli-error-csv-or-json", [])));
    }
    // Days are counted: of a moment, the one that the calendar here shows then, so that `7d` is from midnight so many days ago.
    let end = |text: &Option<String>, edge| {
        let moment = text.as_deref().map(|text| parse_past(text, edge, ctx.now)).transpose().map_err(Failure::usage)?;
        Ok::<_, Failure>(moment.map(|at| at.with_timezone(&Local).date_naive()))
    };
    let days = DayRange::between(end(&args.since, DayEdge::Start)?, end(&args.until, DayEdge::End)?);
    let store = ctx.open()?;
    let stats = store.stats(days)?;
    if args.csv {
        return work::print_csv(ctx, &stats, args.by.unwrap_or(FiguresBy::Mediator));
    }
    if !ctx.json && !days.is_all() {
        let DaysJson { first, last } = DaysJson::of(days);
        let date = |day: Option<NaiveDate>| day.map_or_else(|| "…".to_owned(), |day| day.to_string());
        let (first, last) = (date(first), date(last));
        ctx.out.line(ctx.localizer().message("cli-stats-days", &[("first", &first), ("last", &last)]))?;
    }
    let names = ctx.team_names(store.as_ref())?;
    if let (Some(by), false) = (args.by, ctx.json) {
        return work::print_table(ctx, &names, &stats, by);
    }
    let work = work::rows(&stats, args.by.unwrap_or(FiguresBy::Mediator));
    let summary = StatsSummary::of(&stats, &work, days, ctx);
    if ctx.json {
        ctx.out.json(&summary)?;
        return Ok(Status::Done);
    }
    for line in stats_lines(&stats, &summary, (ctx.localizer(), &names), ctx.out.columns()) {
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
    days: DaysJson,
    work: &'a [WorkRow],
}

/// The days that the figures are of: the first, and the last.
#[derive(Serialize)]
struct DaysJson {
    first: Option<NaiveDate>,
    last: Option<NaiveDate>,
}

impl DaysJson {
    fn of(days: DayRange) -> Self {
        let date = |day: i64| NaiveDate::from_epoch_days(i32::try_from(day).ok()?);
        Self { first: days.since.and_then(date), last: days.until.and_then(|until| date(until - 1)) }
    }
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
    fn of(stats: &'a Stats, work: &'a [WorkRow], days: DayRange, ctx: &Context) -> Self {
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
            days: DaysJson::of(days),
            work,
        }
    }
}

fn stats_lines(
    stats: &Stats,
    summary: &StatsSummary<'_>,
    (localizer, names): (Localizer, &TeamNames),
    columns: Option<usize>,
) -> Vec<String> {
    let bar_line = |name: &str, count, most| bar_line(name, count, most, columns);
    let neutrality_line = |name: &str, of| neutrality_line(localizer, name, of, columns);
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
    lines.push(neutrality_line(&localizer.message("cli-stats-all", &[]), stats.client_wins(None, None)));
    for &ground in Ground::ALL {
        lines.push(neutrality_line(&localizer.term("ground", ground.as_str()), stats.client_wins(Some(ground), None)));
    }
    for (mediator, _) in stats.mediators() {
        lines.push(neutrality_line(&names.name_of(&mediator), stats.client_wins(None, Some(&mediator))));
    }
    lines
}

fn heading(localizer: Localizer, key: &str) -> String {
    format!("\n{}", localizer.message(key, &[]).to_uppercase())
}

/// A name, a count and a bar, which takes what room is left.
fn bar_line(name: &str, count: u64, most: u64, columns: Option<usize>) -> String {
    let room = columns.map_or(LONGEST_BAR, |columns| columns.saturating_sub(BEFORE_THE_BAR).min(LONGEST_BAR));
    let bar = count.saturating_mul(room as u64).checked_div(most).unwrap_or(0);
    format!("    {name:<26} {count:>9}  {}", "█".repeat(usize::try_from(bar).unwrap_or(0)))
}

/// A name and a share, beside each other where there is room.
fn neutrality_line(localizer: Localizer, name: &str, of: Proportion, columns: Option<usize>) -> String {
    let share = format_share(localizer, of);
    let line = format!("    {name:<38} {share}");
    if columns.is_some_and(|columns| width(&line) > columns) { format!("    {name}\n      {share}") } else { line }
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
        ("percent", share.percent().to_string()),
        ("low", percent(share.low)),
        ("high", percent(share.high)),
    ];
    localizer.message_owned("cli-stats-share", &args)
}
