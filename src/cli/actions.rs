//! The mediators' actions on a case; each command sends one request to the rules.

use serde_json::Value;

use super::args;
use super::context::Context;
use super::error::{Failure, Status};
use super::i18n::Localizer;
use super::sentence::Sentence;
use super::{action_summary, custom_files, json, output, text_input};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{AskId, DisputeId, ProposalId};
use crate::domain::marketplace::event::Terms;
use crate::domain::money::amount::Money;
use crate::domain::money::typed_refund;
use crate::domain::refusal::{Code, MoneyRefusal, Refusal};
use crate::domain::vocabulary::Outcome;
use crate::store::{Acted, Store};

/// Runs `litige say`.
pub fn say(ctx: &mut Context, args: &args::SayArgs) -> Result<Status, Failure> {
    let body = require_filled(ctx, text_input::read_text("cli-error-text-message", &args.text)?)?;
    run_action(ctx, args.dispute, Action::Say { body })
}

/// Runs `litige note`.
pub fn note(ctx: &mut Context, args: &args::SayArgs) -> Result<Status, Failure> {
    let body = require_filled(ctx, text_input::read_text("cli-error-text-note", &args.text)?)?;
    run_action(ctx, args.dispute, Action::Note { body })
}

/// Runs `litige ask`.
pub fn ask(ctx: &mut Context, args: &args::AskArgs) -> Result<Status, Failure> {
    let body = require_filled(ctx, text_input::read_text("cli-error-text-question", &args.text)?)?;
    let due = args.due.as_deref().map(|due| ctx.read_time("--due", due)).transpose()?;
    run_action(ctx, args.dispute, Action::Ask { to: args.to, body, due })
}

/// Runs `litige propose`.
pub fn propose(ctx: &mut Context, args: &args::ProposeArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    let terms = match (&args.refund, &args.relaunch) {
        (Some(refund), _) => {
            Terms::PartialRefund { refund: parse_refund(store.as_ref(), args.dispute, refund)?, terms: String::new() }
        }
        (None, Some(terms)) => {
            Terms::Relaunch { terms: require_filled(ctx, text_input::read_text("cli-error-text-relaunch", terms)?)? }
        }
        (None, None) => return Err(Failure::usage(Sentence::new("cli-error-terms", []))),
    };
    run_action_on(ctx, store.as_mut(), args.dispute, Action::Propose { terms })
}

/// Runs `litige inadmissible`.
pub fn inadmissible(ctx: &mut Context, args: &args::InadmissibleArgs) -> Result<Status, Failure> {
    let reason = text_input::read_text("cli-error-text-reason", &args.reason)?;
    run_action(ctx, args.dispute, Action::Strike { attachment: args.attachment, reason })
}

/// Runs `litige admit`.
pub fn admit(ctx: &mut Context, args: &args::InadmissibleArgs) -> Result<Status, Failure> {
    let reason = text_input::read_text("cli-error-text-reason", &args.reason)?;
    run_action(ctx, args.dispute, Action::Admit { attachment: args.attachment, reason })
}

/// What `withdraw` takes back.
#[derive(Debug, Clone, Copy)]
pub enum Withdrawn {
    Ask(AskId),
    Proposal(ProposalId),
}

impl std::str::FromStr for Withdrawn {
    type Err = Sentence;

    fn from_str(text: &str) -> Result<Self, Sentence> {
        let ask = text.parse().map(Self::Ask).ok();
        let proposal = || text.parse().map(Self::Proposal).ok();
        ask.or_else(proposal).ok_or_else(|| Sentence::new("cli-error-withdrawn", []))
    }
}

/// Runs `litige withdraw`.
pub fn withdraw(ctx: &mut Context, args: &args::WithdrawArgs) -> Result<Status, Failure> {
    let action = match args.what {
        Withdrawn::Ask(ask) => Action::WithdrawAsk { ask },
        Withdrawn::Proposal(proposal) => Action::WithdrawProposal { proposal },
    };
    run_action(ctx, args.dispute, action)
}

/// Runs `litige snooze`.
pub fn snooze(ctx: &mut Context, args: &args::SnoozeArgs) -> Result<Status, Failure> {
    let Some(until) = &args.until else { return run_on_each(ctx, &args.disputes, &Action::Wake) };
    let until = ctx.read_time("--until", until)?;
    run_on_each(ctx, &args.disputes, &Action::Snooze { until })
}

/// Runs `litige assign`.
pub fn assign(ctx: &mut Context, args: &args::AssignArgs) -> Result<Status, Failure> {
    let note = args.note.as_deref().map(|note| text_input::read_text("cli-error-text-note", note)).transpose()?;
    run_on_each(ctx, &args.disputes, &Action::Assign { to: args.to.clone(), note })
}

/// Runs `litige decide`.
pub fn decide(ctx: &mut Context, args: &args::DecideArgs) -> Result<Status, Failure> {
    match (args.outcome, &args.refund) {
        (Outcome::PartialRefund, None) => {
            return Err(Failure::usage(Sentence::new("cli-error-refund-missing", [])));
        }
        (Outcome::PartialRefund, Some(_)) | (_, None) => {}
        (_, Some(_)) => return Err(Failure::usage(Sentence::new("cli-error-refund-alone", []))),
    }
    let reasons = require_filled(ctx, text_input::read_text_or_file("cli-error-text-reasons", &args.reasons)?)?;
    let mut store = ctx.open()?;
    let refund = args.refund.as_deref().map(|typed| parse_refund(store.as_ref(), args.dispute, typed)).transpose()?;
    // The decision bears its key, as those of the desk do.
    let key = Some(ctx.request_key(0).0);
    let draft = DecisionInput { outcome: args.outcome, refund, reasons, cites: args.cites.clone(), key };
    run_decision(ctx, store.as_mut(), args.dispute, Action::Decide(draft), args.seen)
}

/// Runs `litige undo`.
pub fn undo(ctx: &mut Context, args: &args::CaseArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    run_decision(ctx, store.as_mut(), args.dispute, Action::Undo, None)
}

/// Runs `litige approve`.
pub fn approve(ctx: &mut Context, args: &args::CaseArgs) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    run_decision(ctx, store.as_mut(), args.dispute, Action::Approve, None)
}

/// Runs `litige refuse`.
pub fn refuse(ctx: &mut Context, args: &args::RefuseArgs) -> Result<Status, Failure> {
    let reason = text_input::read_text("cli-error-text-reason", &args.reason)?;
    run_action(ctx, args.dispute, Action::Refuse { reason })
}

/// Runs an action and prints its result.
pub fn run_action(ctx: &mut Context, dispute: DisputeId, action: Action) -> Result<Status, Failure> {
    let mut store = ctx.open()?;
    run_action_on(ctx, store.as_mut(), dispute, action)
}

/// Runs an action on several disputes, each by itself, and prints what became of each in their order. The status is the
/// highest of theirs.
pub fn run_on_each(ctx: &mut Context, disputes: &[DisputeId], action: &Action) -> Result<Status, Failure> {
    if let [dispute] = disputes {
        return run_action(ctx, *dispute, action.clone());
    }
    let mut store = ctx.open()?;
    for_each(ctx, disputes, |ctx, nth, dispute| {
        let key = Some(ctx.request_key(nth));
        let request = Request { dispute, by: ctx.me()?, action: action.clone(), seen: None, key };
        perform(ctx, store.as_mut(), &request)
    })
}

/// Carries a request out. Returns the answer for programs, or prints the one for people.
pub fn perform(ctx: &mut Context, store: &mut dyn Store, request: &Request) -> Result<Option<Value>, Failure> {
    let acted = ctx.write(|| store.act(request, ctx.now))?;
    if ctx.json {
        return json::ActionResult::of(&acted.case, acted.made).and_then(|result| to_value(&result)).map(Some);
    }
    let printed = print_summary(ctx, &acted, request);
    finish(ctx, printed, &acted, request).map(|_| None)
}

/// Returns an answer as JSON.
///
/// # Errors
/// Returns an error if it can't be written.
pub fn to_value(answer: &impl serde::Serialize) -> Result<Value, Failure> {
    serde_json::to_value(answer).map_err(|e| Failure::io(Sentence::new("cli-error-json", []), &e.into()))
}

/// Does something about each of several disputes, by its place and its number, which prints its text or returns its answer for programs. What fails is
/// reported in its place, and the others go on. The status is the highest of theirs.
pub fn for_each(
    ctx: &mut Context,
    disputes: &[DisputeId],
    mut one: impl FnMut(&mut Context, usize, DisputeId) -> Result<Option<Value>, Failure>,
) -> Result<Status, Failure> {
    let (mut status, mut answers) = (Status::Done, Vec::new());
    for (nth, dispute) in disputes.iter().enumerate() {
        match one(ctx, nth, *dispute) {
            Ok(answer) => answers.extend(answer),
            Err(Failure::Reported(report)) => {
                status = status.max(report.status);
                if ctx.json {
                    answers.push(report.json());
                } else {
                    let report = report.naming(&ctx.names);
                    output::warn(&format!("{dispute}: {}: {}", report.code, report.message.in_language(ctx.lang)));
                }
            }
            Err(closed) => return Err(closed),
        }
    }
    if ctx.json {
        ctx.out.json(&answers)?;
    }
    Ok(status)
}

fn run_action_on(
    ctx: &mut Context,
    store: &mut dyn Store,
    dispute: DisputeId,
    action: Action,
) -> Result<Status, Failure> {
    let request = Request { dispute, by: ctx.me()?, action, seen: None, key: Some(ctx.request_key(0)) };
    run_request(ctx, store, &request)
}

/// Carries a request out and prints its result.
pub fn run_request(ctx: &mut Context, store: &mut dyn Store, request: &Request) -> Result<Status, Failure> {
    let acted = ctx.write(|| store.act(request, ctx.now))?;
    let printed = if ctx.json {
        json::ActionResult::of(&acted.case, acted.made).and_then(|result| ctx.out.json(&result))
    } else {
        print_summary(ctx, &acted, request)
    };
    finish(ctx, printed, &acted, request)
}

fn run_decision(
    ctx: &mut Context,
    store: &mut dyn Store,
    dispute: DisputeId,
    action: Action,
    seen: Option<i64>,
) -> Result<Status, Failure> {
    let request = Request { dispute, by: ctx.me()?, action, seen, key: Some(ctx.request_key(0)) };
    let acted = ctx.write(|| store.act(&request, ctx.now))?;
    let printed = if ctx.json {
        json::DecisionResult::of(&acted.case, acted.decision.as_ref()).and_then(|result| ctx.out.json(&result))
    } else {
        print_summary(ctx, &acted, &request)
    };
    finish(ctx, printed, &acted, &request)
}

fn print_summary(ctx: &mut Context, acted: &Acted, request: &Request) -> Result<(), Failure> {
    let lines = action_summary::describe(acted, request, ctx.localizer(), &ctx.names);
    lines.into_iter().try_for_each(|line| ctx.out.line(line))
}

/// Ends an action that was carried out. If its result can't be printed, standard error says what was done, so that nobody
/// does it again.
fn finish(
    ctx: &mut Context,
    printed: Result<(), Failure>,
    acted: &Acted,
    request: &Request,
) -> Result<Status, Failure> {
    let Err(failure) = printed.and_then(|()| ctx.out.flush()) else { return Ok(Status::Done) };
    let done = |lang| {
        let lines = action_summary::describe(acted, request, Localizer { lang }, &ctx.names);
        lines.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" \u{b7} ")
    };
    match failure {
        Failure::Reported(mut report) => {
            report.message = Sentence::of(|lang| format!("{} ({})", done(lang), report.message.in_language(lang)));
            Err(Failure::Reported(report))
        }
        Failure::Closed | Failure::Signal(_) => {
            output::warn(&done(ctx.lang));
            Err(failure)
        }
    }
}

/// Returns the text if it has no unfilled placeholder of a reply template, so that a template piped in unchanged is not
/// sent.
fn require_filled(ctx: &Context, text: String) -> Result<String, Failure> {
    let (templates, warnings) = custom_files::load_templates(ctx);
    warnings.iter().for_each(|line| output::warn(line));
    let placeholders: Vec<String> = templates.unfilled_names(&text).iter().map(|name| format!("{{{name}}}")).collect();
    if placeholders.is_empty() {
        return Ok(text);
    }
    let names = placeholders.join(", ");
    let sentence = Sentence::new("cli-error-blanks", [("names", names.into())]);
    Err(Failure::refused(Code::Malformed, sentence).with("placeholders", placeholders))
}

/// Parses what the client gets back: an amount in the currency of the dispute's order, or a percentage of its price. What a
/// percentage comes to is printed with what was done.
fn parse_refund(store: &dyn Store, dispute: DisputeId, typed: &str) -> Result<Money, Failure> {
    let Some(percent) = typed_refund::parse_percent(typed) else { return parse_amount(store, dispute, typed) };
    let price = store.case(dispute)?.case.order.price;
    let not_a_percentage = || Refusal::from(MoneyRefusal::NotAPercentage { typed: typed.to_owned() });
    Ok(percent.map(|percent| percent.of(price)).ok_or_else(not_a_percentage)?)
}

/// Parses an amount in the currency of the dispute's order.
fn parse_amount(store: &dyn Store, dispute: DisputeId, typed: &str) -> Result<Money, Failure> {
    let price = store.case(dispute)?.case.order.price;
    let not_an_amount = |why| Refusal::from(MoneyRefusal::NotAnAmount { currency: price.currency, why });
    Ok(Money::parse(typed, price.currency).map_err(not_an_amount)?)
}
