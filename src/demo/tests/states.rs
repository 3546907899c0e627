//! Every state occurs in the demo, and some case is always late.

use std::collections::BTreeSet;

use chrono::TimeDelta;

use super::{case, demo, noon, rows};
use crate::demo::{DemoError, MEDIATOR, seed};
use crate::domain::case::records::{Case, DecisionState, Dispute};
use crate::domain::ids::Handle;
use crate::domain::money::amount::Currency;
use crate::domain::time::Time;
use crate::domain::vocabulary::{
    Answer, AskState, Basis, DisputeState, Ground, Lang, OpenedBy, OrderState, Origin, Outcome, ProposalKind,
    ProposalState, Speaker, View, WaitingOn,
};
use crate::store::{CaseFile, Store};

fn all(store: &dyn Store, now: Time) -> Vec<CaseFile> {
    rows(store, View::All, now).iter().map(|row| store.case(row.id).unwrap()).collect()
}

fn dispute(file: &CaseFile) -> &Dispute {
    file.case.dispute.as_ref().unwrap()
}

fn open(file: &CaseFile) -> bool {
    dispute(file).state == DisputeState::Open
}

fn decided(file: &CaseFile, outcome: Outcome, basis: Option<Basis>, state: &DecisionState) -> bool {
    let decision = dispute(file).decision.as_ref();
    decision.is_some_and(|d| d.outcome == outcome && d.basis == basis && d.state == *state)
}

fn agreed(file: &CaseFile, kind: ProposalKind) -> bool {
    open(file) && dispute(file).proposals.last().is_some_and(|p| p.kind == kind && p.state == ProposalState::Agreed)
}

fn everything_written(file: &CaseFile) -> String {
    let bodies = file.thread.iter().map(|row| row.message.body.as_str());
    let names = file.thread.iter().flat_map(|row| &row.attachments).map(|file| file.name.as_str());
    bodies.chain(names).collect()
}

type State = (&'static str, fn(&CaseFile) -> bool);

/// The states that a newcomer must find in the demo's queue.
const STATES: &[State] = &[
    ("no justification yet", |f| open(f) && dispute(f).justification.is_none()),
    ("waiting on the client", |f| open(f) && dispute(f).waiting_on == WaitingOn::Client),
    ("waiting on the seller", |f| open(f) && dispute(f).waiting_on == WaitingOn::Seller),
    ("waiting on both", |f| open(f) && dispute(f).waiting_on == WaitingOn::Both),
    ("waiting on the mediator", |f| open(f) && dispute(f).waiting_on == WaitingOn::Mediator),
    ("a party's counter-proposal is open", |f| {
        let proposals = &dispute(f).proposals;
        let last = proposals.last().filter(|p| open(f) && p.state == ProposalState::Open && p.by != Speaker::Mediator);
        last.is_some() && proposals.iter().any(|p| p.state == ProposalState::Superseded)
    }),
    ("both agreed to a relaunch", |f| agreed(f, ProposalKind::Relaunch)),
    ("both agreed to a partial refund", |f| agreed(f, ProposalKind::PartialRefund)),
    ("one accepted, the other declined", |f| {
        let split = |p: &crate::domain::case::records::Proposal| {
            let words = [p.client, p.seller];
            words.contains(&Some(Answer::Accepted)) && words.contains(&Some(Answer::Declined))
        };
        open(f) && dispute(f).proposals.iter().any(split)
    }),
    ("evidence from outside the platform", |f| {
        f.thread.iter().flat_map(|r| &r.attachments).any(|a| a.origin == Origin::External && a.inadmissible.is_some())
    }),
    ("evidence struck by a mediator", |f| {
        f.thread.iter().flat_map(|r| &r.attachments).any(|a| a.origin == Origin::Platform && a.inadmissible.is_some())
    }),
    ("a text to read in place", |f| f.thread.iter().flat_map(|r| &r.attachments).any(|a| a.text.is_some())),
    ("a long thread", |f| open(f) && f.thread.len() >= 60),
    ("unread news", |f| open(f) && dispute(f).unread >= 3),
    ("snoozed", |f| open(f) && dispute(f).snoozed_until.is_some()),
    ("held by me", |f| dispute(f).claim.as_ref().is_some_and(|c| open(f) && c.by == Handle::from(MEDIATOR))),
    ("held by another", |f| dispute(f).claim.as_ref().is_some_and(|c| open(f) && c.by == Handle::from("ines"))),
    ("awaiting a second mediator, which I can be", |f| {
        let decision = dispute(f).decision.as_ref();
        decision.is_some_and(|d| d.state == DecisionState::Awaiting && d.by != Handle::from(MEDIATOR))
    }),
    ("an ask answered", |f| dispute(f).asks.iter().any(|a| a.state == AskState::Answered && a.by.is_some())),
    ("an ask lapsed", |f| open(f) && dispute(f).asks.iter().any(|a| a.state == AskState::Lapsed)),
    ("an ask withdrawn", |f| open(f) && dispute(f).asks.iter().any(|a| a.state == AskState::Withdrawn)),
    ("a note of a mediator", |f| open(f) && !f.notes.is_empty()),
    ("open again after an undo or a refusal", |f| open(f) && dispute(f).round > 1 && !f.past_decisions.is_empty()),
    ("seller wins, on hold", |f| decided(f, Outcome::SellerWins, None, &DecisionState::OnHold)),
    ("seller wins", |f| decided(f, Outcome::SellerWins, None, &DecisionState::Effective)),
    ("client refunded", |f| decided(f, Outcome::ClientRefunded, None, &DecisionState::Effective)),
    ("partial refund, imposed, on hold", |f| {
        decided(f, Outcome::PartialRefund, Some(Basis::Imposed), &DecisionState::OnHold)
    }),
    ("partial refund, agreed", |f| decided(f, Outcome::PartialRefund, Some(Basis::Agreed), &DecisionState::Effective)),
    ("relaunched", |f| decided(f, Outcome::Relaunch, Some(Basis::Agreed), &DecisionState::Effective)),
    ("escape sequences", |f| everything_written(f).contains('\u{1b}')),
    ("an override of direction", |f| everything_written(f).contains('\u{202e}')),
    ("invisible characters", |f| everything_written(f).contains('\u{200b}')),
    ("a very long word", |f| everything_written(f).split_whitespace().any(|word| word.chars().count() > 150)),
    ("Arabic and Hebrew", |f| {
        let text = everything_written(f) + &f.case.order.seller.name;
        text.contains('ل') && text.contains('ו')
    }),
    ("a family of emoji", |f| everything_written(f).contains("👨\u{200d}👩\u{200d}👧\u{200d}👦")),
    ("Japanese", |f| everything_written(f).contains("ありがとう")),
    ("a heated exchange", |f| everything_written(f).contains("VOLEUR")),
    ("five euros", |f| f.case.order.price.to_string() == "5.00 EUR"),
    ("two thousand euros", |f| f.case.order.price.to_string() == "2000.00 EUR"),
    ("a currency without decimals", |f| f.case.order.price.currency.decimals() == 0),
    ("Swiss francs", |f| Currency::from_code("CHF") == Some(f.case.order.price.currency)),
];

#[test]
fn every_state_is_present() {
    let store = demo(noon());
    let cases = all(&*store, noon());
    assert!(cases.len() >= 26, "{}", cases.len());
    let missing: Vec<_> = STATES.iter().filter(|(_, is)| !cases.iter().any(is)).map(|(name, _)| *name).collect();
    assert_eq!(missing, Vec::<&str>::new());
}

#[test]
fn every_ground_and_both_ways_of_opening_and_both_languages_are_open() {
    let store = demo(noon());
    let cases: Vec<_> = all(&*store, noon()).into_iter().filter(open).collect();
    let grounds: BTreeSet<Ground> = cases.iter().map(|f| dispute(f).ground).collect();
    assert_eq!(grounds.into_iter().collect::<Vec<_>>(), Ground::ALL);
    let ways: BTreeSet<OpenedBy> = cases.iter().map(|f| dispute(f).opened_by).collect();
    assert_eq!(ways.into_iter().collect::<Vec<_>>(), OpenedBy::ALL);
    for lang in Lang::ALL {
        assert!(cases.iter().filter(|f| f.case.order.lang == *lang).count() >= 8, "{lang}");
    }
}

#[test]
fn a_relaunched_order_is_disputed_again() {
    let store = demo(noon());
    let of_order = |f: &CaseFile| f.case.order.id.0 == "O-46730";
    let twice: Vec<_> = all(&*store, noon()).into_iter().filter(of_order).collect();
    assert_eq!(twice.len(), 2);
    assert_eq!(case(&*store, "O-46730").case.order.state, OrderState::InDispute);
    assert!(open(&case(&*store, "O-46730")));
}

#[test]
fn some_are_late_some_due_within_the_hour_some_later_whenever_it_is_made() {
    for now in ["2026-11-24T12:00:00Z", "2027-03-28T01:30:00Z", "2028-02-29T23:59:59.999Z", "2031-01-01T00:00:00Z"] {
        let now: Time = now.parse().unwrap();
        let store = demo(now);
        let open = rows(&*store, View::Open, now);
        let due = |from: TimeDelta, to: TimeDelta| {
            open.iter().filter(|row| row.due_at > now + from && row.due_at <= now + to).count()
        };
        let zero = TimeDelta::zero();
        assert!(due(-TimeDelta::days(2), zero) >= 3, "{now}: late");
        assert!(due(zero, TimeDelta::hours(1)) >= 2, "{now}: within the hour");
        assert!(due(TimeDelta::hours(1), TimeDelta::days(3)) >= 10, "{now}: later");
        // What is snoozed is overdue all the same.
        let snoozed = rows(&*store, View::Snoozed, now).into_iter().filter(|row| row.due_at <= now).count();
        assert_eq!(rows(&*store, View::Overdue, now).len(), due(-TimeDelta::days(9999), zero) + snoozed, "{now}");
    }
}

#[test]
fn it_is_sound() {
    let store = demo(noon());
    let verified = store.verify(None).unwrap();
    assert_eq!(verified.faults, []);
    assert!(verified.checked.disputes >= 26 && verified.checked.messages >= 220, "{:?}", verified.checked);
    for file in all(&*store, noon()) {
        let Case { order, .. } = &file.case;
        assert!(order.balances.is_balanced(), "{}: {:?}", order.id, order.balances);
        assert_eq!(order.balances.paid_in, order.price.minor, "{}", order.id);
    }
}

#[test]
fn a_demo_is_made_only_where_there_is_nothing() {
    let mut store = demo(noon());
    assert!(matches!(seed(&mut *store, noon()), Err(DemoError::NotEmpty)));
}
