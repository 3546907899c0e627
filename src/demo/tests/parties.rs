//! Client and seller answer by the script, and nothing that they do is refused.

use chrono::TimeDelta;

use super::{Run, act, case, demo, noon, rows};
use crate::demo::Parties;
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::Action;
use crate::domain::ids::CreatedId;
use crate::domain::ids::Handle;
use crate::domain::marketplace::event::EventType;
use crate::domain::marketplace::event::Terms;
use crate::domain::money::amount::{Currency, Money};
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, DisputeState, Outcome, ProposalKind, ProposalState, Reader, Side, Speaker, View,
};
use crate::store::Ingested;

/// Creates parties without scheduled events, so that nothing else happens.
fn quiet() -> Parties {
    let script = include_str!("../../../data/parties.jsonl");
    let lines: Vec<_> = script.lines().filter(|line| !line.contains("\"start\"")).collect();
    Parties::from_script(&lines.join("\n")).unwrap()
}

fn later(seconds: i64) -> Time {
    noon() + TimeDelta::seconds(seconds)
}

fn ask(to: Side) -> Action {
    Action::Ask { to, body: "…?".to_owned(), due: None }
}

fn refund(minor: i64, currency: Currency) -> Action {
    Action::Propose { terms: Terms::PartialRefund { refund: Money::new(minor, currency), terms: String::new() } }
}

fn relaunch() -> Action {
    Action::Propose { terms: Terms::Relaunch { terms: "…".to_owned() } }
}

#[test]
fn an_ask_is_read_then_answered_in_the_parties_own_words() {
    let (mut store, mut parties) = (demo(noon()), quiet());
    Run::of(&mut *store, &mut parties, noon(), 5);
    act(&mut *store, "O-48055", "ines", ask(Side::Seller), later(5));
    let run = Run::of(&mut *store, &mut parties, later(5), 20);
    let happened: Vec<_> =
        run.0.iter().map(|(event, _, now)| (super::describe(event), (*now - later(5)).num_seconds())).collect();
    assert_eq!(happened[0], ("client dispute.read".to_owned(), 1));
    let wrote = happened.iter().find(|(what, _)| what == "seller dispute.message").unwrap();
    assert!((4..=15).contains(&wrote.1), "{happened:?}");
    let file = case(&*store, "O-48055");
    let answered = file.case.dispute.as_ref().unwrap().asks.iter().rfind(|ask| ask.answer.is_some()).unwrap();
    let answer = file.thread.iter().find(|row| Some(row.message.id) == answered.answer).unwrap();
    assert!(answer.message.body.starts_with("Here is the layer list"), "{}", answer.message.body);
    assert_eq!(answer.attachments[0].name, "layers.txt");
}

#[test]
fn what_stood_open_before_is_answered_when_a_mediator_writes_again() {
    // Waiting on the client since yesterday, who stays silent until the reminder.
    let (mut store, mut parties) = (demo(noon()), quiet());
    assert_eq!(Run::of(&mut *store, &mut parties, noon(), 30).on("O-48377"), Vec::<String>::new());
    act(&mut *store, "O-48377", "camille", Action::Say { body: "…".to_owned() }, later(30));
    Run::of(&mut *store, &mut parties, later(30), 30);
    let file = case(&*store, "O-48377");
    assert_eq!(file.case.dispute.unwrap().asks[0].state, AskState::Answered);
}

#[test]
fn a_lapsed_ask_is_answered_late_when_a_mediator_writes_again() {
    let (mut store, mut parties) = (demo(noon()), quiet());
    act(&mut *store, "O-48144", "camille", Action::Say { body: "…".to_owned() }, later(1));
    Run::of(&mut *store, &mut parties, later(1), 30);
    assert_eq!(case(&*store, "O-48144").case.dispute.unwrap().asks[0].state, AskState::Answered);
}

/// Proposals in cases, and their results.
#[test]
fn a_proposal_is_accepted_declined_or_countered_by_the_script() {
    let pounds = Currency::from_code("GBP").unwrap();
    let agreed = (ProposalState::Agreed, Some(Answer::Accepted), Some(Answer::Accepted));
    let client_no = (ProposalState::Declined, Some(Answer::Declined), None);
    for (order, action, expected, countered_by) in [
        ("O-47866", refund(17_000, Currency::EUR), agreed, None),
        ("O-47402", relaunch(), agreed, None),
        ("O-48055", relaunch(), client_no, None),
        ("O-48055", refund(2000, pounds), (ProposalState::Superseded, None, None), Some((Speaker::Client, 12_000))),
        (
            "O-47511",
            refund(23_900, Currency::EUR),
            (ProposalState::Superseded, Some(Answer::Accepted), None),
            Some((Speaker::Seller, 6000)),
        ),
    ] {
        let (mut store, mut parties) = (demo(noon()), quiet());
        let made = act(&mut *store, order, "tom", action, later(1));
        let run = Run::of(&mut *store, &mut parties, later(1), 60);
        assert_eq!(run.refused(), Vec::<String>::new(), "{order}");
        let proposals = case(&*store, order).case.dispute.unwrap().proposals;
        let place = proposals.iter().position(|p| Some(CreatedId::Proposal(p.id)) == made.made).unwrap();
        let proposal = &proposals[place];
        assert_eq!((proposal.state, proposal.client, proposal.seller), expected, "{order}");
        let counter = proposals.get(place + 1).map(|p| (p.by, p.refund.unwrap().minor));
        assert_eq!(counter, countered_by, "{order}");
    }
}

#[test]
fn a_relaunch_is_agreed_by_both_in_some_cases_and_refused_by_one_in_others() {
    let (mut store, mut parties) = (demo(noon()), quiet());
    Run::of(&mut *store, &mut parties, noon(), 1);
    let orders: Vec<String> = rows(&*store, View::Open, noon())
        .into_iter()
        .filter(|row| row.awaiting.is_none() && row.claimed_by.as_ref().is_none_or(|by| *by != Handle::from("ines")))
        .map(|row| row.order.0)
        .collect();
    for order in &orders {
        let by = if case(&*store, order).case.dispute.unwrap().claim.is_some() { "camille" } else { "tom" };
        act(&mut *store, order, by, relaunch(), later(1));
    }
    Run::of(&mut *store, &mut parties, later(1), 40);
    let came_to = |state| {
        let last = |order: &&String| case(&*store, order).case.dispute.unwrap().proposals.last().cloned().unwrap();
        orders.iter().map(|order| last(&order)).filter(|p| p.kind == ProposalKind::Relaunch && p.state == state).count()
    };
    let (agreed, declined) = (came_to(ProposalState::Agreed), came_to(ProposalState::Declined));
    assert!(agreed >= 8 && declined >= 5 && agreed + declined == orders.len(), "{agreed} and {declined}");
}

#[test]
fn nothing_that_they_do_is_refused_whatever_the_mediators_do() {
    let mut store = demo(noon());
    let mut parties = Parties::new().unwrap();
    let mut refused = Run::of(&mut *store, &mut parties, noon(), 1).refused();
    let actions: [fn(Currency) -> Action; 8] = [
        |_| Action::Say { body: "…".to_owned() },
        |_| ask(Side::Client),
        |_| ask(Side::Seller),
        |currency| refund(200, currency),
        |_| Action::Say { body: "…".to_owned() },
        |_| relaunch(),
        |_| ask(Side::Client),
        |currency| refund(450, currency),
    ];
    let mut now = later(1);
    for (i, action) in actions.iter().enumerate() {
        for row in rows(&*store, View::Open, now) {
            let request = |action| crate::domain::dispute::action::Request {
                dispute: row.id,
                by: Handle::from("tom"),
                action,
                seen: None,
                key: None,
            };
            // Some are held, and some wait for a second mediator: that is not the parties' doing.
            let _ = store.act(&request(Action::Claim), now);
            let _ = store.act(&request(action(row.amount.currency)), now);
        }
        // The second time they are interrupted in the middle.
        let seconds = if i % 2 == 0 { 40 } else { 7 };
        refused.extend(Run::of(&mut *store, &mut parties, now, seconds).refused());
        now += TimeDelta::seconds(seconds);
    }
    assert_eq!(refused, Vec::<String>::new());
    assert_eq!(store.verify(None).unwrap().faults, []);
}

#[test]
fn one_word_at_a_time_for_who_looks_late() {
    let (mut store, mut parties) = (demo(noon()), quiet());
    Run::of(&mut *store, &mut parties, noon(), 1);
    act(&mut *store, "O-48055", "tom", relaunch(), later(1));
    // Both have long wanted to answer, and the client's no makes the seller's yes pointless.
    let run = Run::of(&mut *store, &mut parties, later(100), 3);
    assert_eq!(run.on("O-48055"), ["client dispute.message", "client proposal.answered"]);
    assert_eq!(run.refused(), Vec::<String>::new());
}

#[test]
fn a_decided_case_hears_no_more_from_them_but_is_read() {
    let (mut store, mut parties) = (demo(noon()), quiet());
    Run::of(&mut *store, &mut parties, noon(), 1);
    act(&mut *store, "O-48101", "tom", ask(Side::Seller), later(1));
    let draft = DecisionInput {
        outcome: Outcome::SellerWins,
        refund: None,
        reasons: "…".to_owned(),
        cites: Vec::new(),
        key: None,
    };
    act(&mut *store, "O-48101", "tom", Action::Decide(draft), later(2));
    let run = Run::of(&mut *store, &mut parties, later(2), 60);
    assert_eq!(run.on("O-48101"), Vec::<String>::new());
    let file = case(&*store, "O-48101");
    let last = file.thread.last().unwrap().message.id;
    assert!(
        file.reads.contains(&(Reader::Client, last)) && file.reads.contains(&(Reader::Seller, last)),
        "{:?}",
        file.reads
    );
}

#[test]
fn nothing_moves_before_someone_does() {
    let (mut store, mut parties) = (demo(noon()), quiet());
    let run = Run::of(&mut *store, &mut parties, noon(), 120);
    let described: Vec<_> =
        run.0.iter().map(|(event, ..)| super::describe(event)).filter(|t| !t.ends_with("read")).collect();
    assert_eq!(described, Vec::<String>::new());
}

#[test]
fn news_comes_by_itself_and_a_dispute_opens_and_is_justified() {
    let (mut store, mut parties) = (demo(noon()), Parties::new().unwrap());
    let before = rows(&*store, View::Open, noon()).len();
    let run = Run::of(&mut *store, &mut parties, noon(), 300);
    let first = run.0.iter().find(|(event, ..)| !super::describe(event).ends_with("read")).unwrap();
    assert_eq!((first.2 - noon()).num_seconds(), 20);
    assert_eq!(run.refused(), Vec::<String>::new());
    let opened = run.0.iter().filter(|(_, result, _)| matches!(result, Ingested::Accepted { opened: Some(_) }));
    let seconds: Vec<_> = opened.map(|(.., now)| (*now - noon()).num_seconds()).collect();
    assert_eq!(seconds, [60, 185]);
    assert_eq!(rows(&*store, View::Open, later(300)).len(), before + 2);
    let automatic = case(&*store, "O-48301").case.dispute.unwrap();
    assert!(automatic.justification.unwrap().starts_with("On a joué le 8"));
}

#[test]
fn a_desk_opened_again_does_not_repeat_the_news() {
    let (mut store, mut parties) = (demo(noon()), Parties::new().unwrap());
    Run::of(&mut *store, &mut parties, noon(), 200);
    let mut again = Parties::new().unwrap();
    let run = Run::of(&mut *store, &mut again, later(300), 200);
    assert_eq!(run.0.iter().map(|(event, ..)| super::describe(event)).collect::<Vec<_>>(), Vec::<String>::new());
}

#[test]
fn two_desks_on_one_demo_hear_each_answer_once() {
    let mut store = demo(noon());
    let (mut one, mut two) = (quiet(), quiet());
    one.due(&*store, noon()).unwrap();
    two.due(&*store, noon()).unwrap();
    act(&mut *store, "O-47866", "camille", ask(Side::Client), later(1));
    let mut messages = 0;
    for second in 1..40 {
        // Both look before either has written.
        let now = later(second);
        let (first, second) = (one.due(&*store, now).unwrap(), two.due(&*store, now).unwrap());
        assert_eq!(first, second);
        store.ingest(&first, now).unwrap();
        let repeated = store.ingest(&second, now).unwrap();
        assert!(repeated.iter().all(|result| *result == Ingested::Duplicate), "{repeated:?}");
        messages += first.iter().filter(|event| event.kind.event_type() == EventType::DisputeMessage).count();
    }
    assert!(messages >= 1);
    assert_eq!(case(&*store, "O-47866").case.dispute.unwrap().state, DisputeState::Open);
}

#[test]
fn a_bad_script_is_refused_by_its_line() {
    for (text, says) in [
        ("{", "EOF"),
        (r#"{"side":"judge"}"#, "side"),
        (r#"{"order":"O-1","side":"client","on":"sing","say":"la"}"#, "on"),
        (r#"{"order":"O-1","side":"client","on":"refund"}"#, "accepts"),
        (r#"{"on":"start","after":"soon","order":"O-1","event":{}}"#, "after"),
        (r#"{"on":"start","after":"3s","order":"O-1","event":{"type":"desk.decide"}}"#, "desk.decide"),
    ] {
        let error = Parties::from_script(&format!("# one\n{text}")).err().unwrap();
        assert!(error.line == 2 && error.fault.to_string().contains(says), "{error}");
    }
}
