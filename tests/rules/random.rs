//! Random histories of events, actions and time, against the reference model, and what must hold through all of them
//! (docs/process.md, "Double entry").

use std::collections::BTreeSet;

use litige::domain::case::records::{DecisionEventKind, Dispute, Fact, Proposal};
use litige::domain::money::amount::{Currency, Money};
use litige::domain::policy::Policy;
use litige::domain::policy::approval_limits::ApprovalLimits;
use litige::domain::time::Time;
use litige::domain::vocabulary::{AskState, DisputeState, ProposalState, Side, Speaker, WaitingOn};
use proptest::prelude::*;
use proptest::sample::select;

use crate::model::Model;
use crate::story::Story;

/// Single steps, and runs of them, so that histories go deep. A run that starts in the wrong state is refused step by
/// step, which is part of the test.
const RUNS: [&str; 48] = [
    "deliver",
    "revise?",
    "cancel?",
    "revise no",
    "cancel no",
    "revise yes",
    "cancel yes",
    "complete",
    "open",
    "open seller",
    "placed",
    "talk client",
    "client writes",
    "seller writes",
    "client reads",
    "seller reads",
    "client offers half",
    "seller offers half",
    "client offers relaunch",
    "seller offers relaunch",
    "client accepts p?",
    "seller accepts p?",
    "client declines p?",
    "seller declines p?",
    "camille says",
    "camille proposes half",
    "camille proposes relaunch",
    "camille decides seller_wins",
    "camille decides client_refunded",
    "camille decides partial_refund half",
    "camille decides partial_refund all",
    "camille decides relaunch",
    "camille undoes",
    "ines approves",
    "ines refuses",
    "wait 1m",
    "wait 7m",
    "wait 25h",
    "settle",
    "wait 11m, settle",
    "cancel?, cancel no",
    "deliver, revise?, revise no",
    "cancel?, cancel no, cancel?, cancel no",
    "deliver, revise?, revise no, revise?, revise no, open",
    "client offers half, seller accepts p?",
    "camille proposes half, client accepts p?, seller accepts p?",
    "client offers relaunch, seller accepts p?, camille decides relaunch",
    "seller offers relaunch, client accepts p?, camille decides relaunch, ines approves",
];

/// Further steps that change whose turn it is.
const TURNS: [&str; 23] = [
    "camille asks client",
    "camille asks seller",
    "camille asks client within 3h",
    "camille asks seller within 90m",
    "client writes answers q?",
    "seller writes answers q?",
    "camille withdraws q?",
    "camille reminds q?",
    "camille snoozes 2h",
    "camille claims",
    "camille releases",
    "camille notes",
    "ines notes",
    "ines says",
    "camille read m1",
    "wait 20m",
    "wait 31m",
    "wait 2h",
    "wait 5h",
    "wait 50h",
    "wait 80h",
    "camille decides seller_wins, wait 5m, camille undoes",
    "client offers half, wait 80h",
];

fn prices() -> impl Strategy<Value = Money> {
    let of = |minor, code| Money::new(minor, Currency::from_code(code).unwrap());
    select(vec![
        of(12_000, "EUR"),
        of(1, "EUR"),
        of(2, "EUR"),
        of(3, "USD"),
        of(5001, "JPY"),
        of(12_345, "BHD"),
        of(litige::domain::limits::MINOR, "EUR"),
    ])
}

/// Counts, over all histories of a run, how often each interesting state was reached: a walk that never gets there
/// proves nothing.
#[derive(Default)]
struct Coverage {
    outcomes: BTreeSet<&'static str>,
    undone: bool,
    redisputed: bool,
    approved: bool,
}

fn steps(runs: &[&'static str]) -> Vec<&'static str> {
    runs.iter().flat_map(|run| run.split(", ")).collect()
}

fn walk(price: Money, second: bool, steps: &[&'static str], coverage: &mut Coverage) -> Result<(), TestCaseError> {
    let policy = Policy {
        second_mediator_above: if second { ApprovalLimits::AnyCurrency(0) } else { ApprovalLimits::Never },
        ..Policy::default()
    };
    let mut story = Story::new(Policy { lease_minutes: 60 * 24 * 365, ..policy });
    story.price = price;
    let second = story.policy.needs_second_mediator(price);
    let mut model = Model { past: Vec::new(), price: price.minor, second };
    let mut effective = BTreeSet::new();
    for step in std::iter::once(&"placed").chain(steps) {
        let before = (story.case.clone(), story.rows.clone(), story.last.len());
        let expected = model.apply(step, story.now);
        let told = story.step(&describe_step(&story, step)).map_err(|r| r.code().as_str());
        prop_assert_eq!(told, expected, "{} after {:?}", step, model.past);
        if told.is_err() {
            prop_assert!((&story.case, &story.rows) == (&before.0, &before.1), "a refusal changes nothing");
            continue;
        }
        let case = story.case.as_ref().unwrap();
        prop_assert_eq!(case.order.state.as_str(), model.order(), "{} after {:?}", step, model.past);
        if !model.relaunch_is_held() {
            prop_assert_eq!(case.order.refusals.len(), model.refusals().len());
        }

        // Money is conserved per order and currency; computed from the entries alone.
        let b = story.recount();
        prop_assert_eq!(b, case.order.balances);
        prop_assert_eq!(b.paid_in, price.minor);
        prop_assert_eq!(b.paid_in, b.escrow + b.seller + b.client);
        prop_assert!(story.rows.entries.iter().all(|e| e.amount.currency == price.currency && e.amount.minor > 0));
        prop_assert_eq!((b.escrow, b.seller, b.client), model.money());
        prop_assert!(story.rows.entries.starts_with(&before.1.entries), "entries are only added");

        // One decision a round, and at most one that takes effect.
        let Some(dispute) = &case.dispute else { continue };
        for fact in &story.last {
            if let Fact::DecisionEvent(mark) = fact
                && mark.kind == DecisionEventKind::Effective
            {
                let round = (mark.decision, dispute.id, dispute.round);
                prop_assert!(effective.insert((dispute.id, dispute.round)), "{:?} takes effect twice", round);
            }
        }
        coverage.redisputed |= dispute.id.0 > 1001;
        coverage.undone |= *step == "camille undoes";
        coverage.approved |= *step == "ines approves";
        if let Some(outcome) = step.strip_prefix("camille decides ") {
            coverage.outcomes.insert(outcome);
        }

        // A closed discussion stays closed: only an undo opens it again.
        let was_closed =
            before.0.as_ref().and_then(|c| c.dispute.as_ref()).is_some_and(|d| d.state.as_str() == "decided");
        if was_closed && *step != "camille undoes" {
            let wrote = story.last.iter().any(|f| matches!(f, Fact::Message(m) if m.from != Speaker::System));
            let new = before.0.as_ref().and_then(|c| c.dispute.as_ref()).map(|d| d.id) != Some(dispute.id);
            prop_assert!(new || (!wrote && dispute.state.as_str() == "decided"), "{} in a closed discussion", step);
        }
        story.assert_invariants(before.0.as_ref());
    }
    Ok(())
}

#[test]
fn random_histories_agree_with_the_reference_model() {
    let cases = 3000;
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
        cases,
        failure_persistence: None,
        ..ProptestConfig::default()
    });
    let coverage = std::cell::RefCell::new(Coverage::default());
    let histories = (prices(), any::<bool>(), prop::collection::vec(select(RUNS.to_vec()), 0..60));
    runner
        .run(&histories, |(price, second, runs)| walk(price, second, &steps(&runs), &mut coverage.borrow_mut()))
        .unwrap_or_else(|e| panic!("{e}"));
    let coverage = coverage.into_inner();
    assert_eq!(
        coverage.outcomes.into_iter().collect::<Vec<_>>(),
        ["client_refunded", "partial_refund half", "relaunch", "seller_wins"]
    );
    assert!(coverage.undone && coverage.redisputed && coverage.approved, "the walk must get everywhere");
}

/// Replaces the ids in a step by the newest proposal's and ask's.
fn describe_step(story: &Story, step: &str) -> String {
    let newest = |id: Option<String>, none: &str| id.unwrap_or_else(|| none.to_owned());
    let proposal = newest(story.dispute().and_then(|d| d.proposals.last()).map(|p| p.id.to_string()), "p999999");
    let ask = newest(story.dispute().and_then(|d| d.asks.last()).map(|q| q.id.to_string()), "q999999");
    step.replace("p?", &proposal).replace("q?", &ask)
}

/// Checks whose turn it is against what is open, and how it may change.
fn check_turn(story: &Story, before: Option<&Dispute>, step: &str) -> Result<(), TestCaseError> {
    let Some(dispute) = story.dispute() else { return Ok(()) };
    let ended = dispute.state == DisputeState::Decided || dispute.decision.is_some();
    let mut waits: BTreeSet<(&str, Time)> = BTreeSet::new();
    for ask in dispute.asks.iter().filter(|a| a.state == AskState::Open && story.now < a.due_at && !ended) {
        waits.insert((ask.to.as_str(), ask.due_at));
    }
    let open = |p: &&Proposal| p.state == ProposalState::Open && story.now < p.due_at && !ended;
    for proposal in dispute.proposals.iter().filter(open) {
        for side in Side::ALL.iter().filter(|side| proposal.answer(**side).is_none()) {
            waits.insert((side.as_str(), proposal.due_at));
        }
    }
    let parties: BTreeSet<_> = waits.iter().map(|(side, _)| *side).collect();
    let expected = match parties.into_iter().collect::<Vec<_>>()[..] {
        [] => "mediator",
        [one] => one,
        _ => "both",
    };
    prop_assert_eq!(dispute.waiting_on.as_str(), expected, "after {}", step);
    if let Some(due) = waits.iter().map(|(_, due)| *due).min() {
        prop_assert_eq!(dispute.due_at, due);
    }
    prop_assert!(dispute.waiting_since <= story.now);
    let same = before.filter(|b| b.id == dispute.id && b.round == dispute.round && b.state == dispute.state);
    if let Some(before) = same
        && (before.waiting_on, dispute.waiting_on) == (WaitingOn::Mediator, WaitingOn::Mediator)
        && before.decision.is_some() == dispute.decision.is_some()
    {
        let moved = (before.waiting_since, before.due_at) != (dispute.waiting_since, dispute.due_at);
        prop_assert!(!moved, "the mediator's turn goes on as it was: {}", step);
    }
    Ok(())
}

/// Runs a history, settling deadlines after every step, or only at the end.
fn timed(steps: &[&str], often: bool) -> Result<Story, TestCaseError> {
    let mut story = Story::new(Policy::default());
    for step in std::iter::once(&"placed").chain(steps) {
        let before = story.dispute().cloned();
        let _ = story.step(&describe_step(&story, step));
        if often {
            story.settle();
            prop_assert!(!story.settle(), "what was settled is settled");
            check_turn(&story, before.as_ref(), step)?;
        }
    }
    story.settle();
    Ok(story)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_clock_looked_at_often_or_late_tells_the_same(
        runs in prop::collection::vec(select([&RUNS[..], &TURNS[..], &TURNS[..]].concat()), 0..60),
        ground in select(vec!["cancel?, cancel no, cancel?, cancel no", "deliver, revise?, revise no, revise?, revise no, open"]),
    ) {
        let steps = steps(&[&[ground], &runs[..]].concat());
        let (often, late) = (timed(&steps, true)?, timed(&steps, false)?);
        prop_assert_eq!(&often.case, &late.case);
        prop_assert_eq!(&often.rows, &late.rows);
        prop_assert_eq!(often.outbox, late.outbox);
    }
}
