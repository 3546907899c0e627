//! Every pair of state and event or action: accepted (`.`), or refused with its code. Nothing is ignored.

use litige::domain::money::amount::Currency;
use litige::domain::policy::Policy;
use litige::domain::policy::approval_limits::ApprovalLimits;

use crate::opening::TWO_REVISIONS;
use crate::story::{Story, continue_story};

/// The codes' abbreviations in the tables.
const CODES: [(&str, &str); 14] = [
    (".", ""),
    ("bad", "bad_state"),
    ("pend", "pending_request"),
    ("order?", "unknown_order"),
    ("disp?", "unknown_dispute"),
    ("closed", "thread_closed"),
    ("seller", "seller_cannot_open"),
    ("ground", "no_ground"),
    ("twice", "already_decided"),
    ("over", "hold_over"),
    ("self", "conflict_of_interest"),
    ("late", "too_late"),
    ("claim", "claimed_by_other"),
    ("lead", "not_a_lead"),
];

/// Returns a story in each state. Disputed ones have an ask, a proposal and a file to act on.
fn reach(state: &str) -> Story {
    let pending = "client writes file\n camille asks client\n seller offers 40\n";
    let relaunch = "client writes file\n camille asks client\n client offers relaunch\n seller accepts p1\n";
    let opened = format!("{TWO_REVISIONS} open\n");
    let decided = format!("{opened}{pending} camille decides seller_wins\n");
    let (policy, lines) = match state {
        "none" => (None, String::new()),
        "work" => (None, "placed".into()),
        "work/c" => (None, "placed\n cancel?".into()),
        "deliv" => (None, "placed\n deliver".into()),
        "deliv/r" => (None, "placed\n deliver\n revise?".into()),
        "deliv/c" => (None, "placed\n deliver\n cancel?".into()),
        "ground" => (None, TWO_REVISIONS.into()),
        "open" => (None, format!("{opened}{pending} camille claims")),
        "waits" => (
            Some(Policy { second_mediator_above: ApprovalLimits::of([(Currency::EUR, 1)]), ..Policy::default() }),
            decided,
        ),
        "held" => (None, decided),
        "final" => (None, format!("{decided} wait 10m\n settle")),
        "again" => (None, format!("{opened}{relaunch} camille decides relaunch")),
        "moved" => (None, format!("{opened}{relaunch} camille decides relaunch\n deliver")),
        "done" => (None, "placed\n deliver\n complete".into()),
        "void" => (None, "placed\n cancel?\n cancel yes".into()),
        _ => panic!("no state is called {state}"),
    };
    continue_story(Story::new(policy.unwrap_or_default()), &lines)
}

/// Checks a table: the first line names the states, each other line has a step and its result in every state.
fn check(table: &str) {
    let mut lines = table.lines().map(str::trim).filter(|l| !l.is_empty());
    let states: Vec<&str> = lines.next().unwrap().split_whitespace().skip(1).collect();
    let mut pairs = 0;
    for line in lines {
        let (step, results) = line.split_once('|').unwrap();
        let results: Vec<&str> = results.split_whitespace().collect();
        assert_eq!(results.len(), states.len(), "{line}");
        for (state, result) in states.iter().zip(results) {
            let code = CODES.iter().find(|(short, _)| *short == result).unwrap_or_else(|| panic!("{result}")).1;
            let refused = if code.is_empty() { String::new() } else { format!("!{code}") };
            let told = std::panic::catch_unwind(|| reach(state).check(&format!("{} | {refused}", step.trim())));
            assert!(told.is_ok(), "{step} in state {state} should give {result}");
            pairs += 1;
        }
    }
    assert!(pairs > 0);
}

#[test]
fn every_pair_of_state_and_event() {
    check(
        "state                    none   work   work/c deliv  deliv/r deliv/c ground open   waits  held   final  again  moved  done   void
         placed                 | .      bad    bad    bad    bad     bad     bad    bad    bad    bad    bad    bad    bad    bad    bad
         talk client            | order? .      .      .      .       .       .      .      .      .      .      .      .      .      .
         deliver                | order? .      .      bad    bad     bad     bad    bad    bad    bad    bad    .      bad    bad    bad
         revise?                | order? bad    bad    .      pend    pend    .      bad    bad    bad    bad    bad    .      bad    bad
         cancel?                | order? .      pend   .      pend    pend    .      bad    bad    bad    bad    .      .      bad    bad
         revise yes             | order? bad    bad    bad    .      bad    bad    late   late   bad    bad    bad    bad    bad    bad
         revise no              | order? bad    bad    bad    .      bad    bad    late   late   bad    bad    bad    bad    bad    bad
         cancel yes             | order? bad    .      bad    bad    .      bad    late   late   bad    bad    bad    bad    bad    bad
         cancel no              | order? bad    .      bad    bad    .      bad    late   late   bad    bad    bad    bad    bad    bad
         complete               | order? bad    bad    .      .       .       .      bad    bad    bad    bad    bad    .      bad    bad
         open                   | order? ground ground ground ground  ground  .      bad    bad    bad    bad    ground ground bad    bad
         open seller            | order? seller seller seller seller  seller  seller seller seller seller seller seller seller seller seller
         client writes          | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         client writes answers q1 | order? disp? disp? disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         seller writes          | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         client reads           | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      .      .      .      .      disp?  disp?
         seller reads           | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      .      .      .      .      disp?  disp?
         client offers 40       | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         seller offers relaunch | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         client accepts p1      | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         client declines p1     | order? disp?  disp?  disp?  disp?   disp?   disp?  .      .      closed closed closed closed disp?  disp?
         seller accepts p1      | order? disp?  disp?  disp?  disp?   disp?   disp?  bad    bad    closed closed closed closed disp?  disp?",
    );
}

#[test]
fn every_pair_of_state_and_action() {
    check(
        "state                      work   ground open   waits  held   final  again  moved  done
         camille claims           | disp?  disp?  .      .      bad    bad    bad    bad    disp?
         camille releases         | disp?  disp?  .      .      bad    bad    bad    bad    disp?
         camille assigns ines     | disp?  disp?  .      .      bad    bad    bad    bad    disp?
         camille says             | disp?  disp?  .      bad    closed closed closed closed disp?
         camille reminds q1       | disp?  disp?  .      bad    closed closed closed closed disp?
         camille notes            | disp?  disp?  .      .      .      .      .      .      disp?
         camille asks seller      | disp?  disp?  .      bad    closed closed closed closed disp?
         camille withdraws q1     | disp?  disp?  .      bad    closed closed closed closed disp?
         camille proposes 40      | disp?  disp?  .      bad    closed closed closed closed disp?
         camille strikes a1       | disp?  disp?  .      bad    closed closed closed closed disp?
         camille admits a1        | disp?  disp?  bad    bad    closed closed closed closed disp?
         camille withdraws p1     | disp?  disp?  bad    bad    closed closed closed closed disp?
         camille decides seller_wins | disp? disp? .     twice  twice  twice  twice  twice  disp?
         camille undoes           | disp?  disp?  bad    .      .      over   .      bad    disp?
         lise undoes              | disp?  disp?  claim  claim  .      over   .      bad    disp?
         ines undoes              | disp?  disp?  claim  claim  lead   over   lead   bad    disp?
         camille approves         | disp?  disp?  bad    self   bad    bad    bad    bad    disp?
         camille refuses          | disp?  disp?  bad    self   bad    bad    bad    bad    disp?
         ines approves            | disp?  disp?  bad    .      bad    bad    bad    bad    disp?
         ines refuses             | disp?  disp?  bad    .      bad    bad    bad    bad    disp?
         camille snoozes 2h       | disp?  disp?  .      bad    bad    bad    bad    bad    disp?
         camille wakes            | disp?  disp?  bad    bad    bad    bad    bad    bad    disp?
         camille read m1          | disp?  disp?  .      .      .      .      .      .      disp?",
    );
}
