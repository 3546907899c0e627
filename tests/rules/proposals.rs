//! Proposals and consent bound to exact terms (docs/process.md, "Consent binds to exact terms").

use serde_json::json;

use litige::domain::case::records::Fact;
use litige::domain::marketplace::event::{EventKind, Terms};
use litige::domain::money::amount::{Currency, Money};
use litige::domain::policy::Policy;
use litige::domain::policy::approval_limits::ApprovalLimits;
use litige::domain::refusal::MoneyRefusal;
use litige::domain::vocabulary::Side;

use crate::discussion::opened;
use crate::story::{Story, continue_story};

fn after_opening(lines: &str) -> Story {
    continue_story(opened(), lines)
}

#[test]
fn made_by_a_party_it_counts_as_its_makers_acceptance() {
    after_opening(
        "client offers 40 | p1=open:accepted,- waiting=seller due=+72h version=2 wrote=proposal,told told=proposal.made
        seller accepts p1 | p1=agreed:accepted,accepted waiting=mediator due=+24h version=3 told=proposal.agreed",
    );
    after_opening("seller offers 40 | p1=open:-,accepted waiting=client");
}

#[test]
fn made_by_a_mediator_it_waits_for_both() {
    after_opening(
        "camille proposes 40 | made=p1 p1=open:-,- waiting=both due=+72h told=proposal.made
        seller accepts p1 | p1=open:-,accepted waiting=client
        client accepts p1 | p1=agreed:accepted,accepted waiting=mediator",
    );
}

#[test]
fn a_decline_ends_it() {
    after_opening(
        "camille proposes 40
        client declines p1 | p1=declined:declined,- waiting=mediator why=Unread
        seller accepts p1 | !bad_state",
    );
    after_opening(
        "client offers relaunch
        seller declines p1 | p1=declined:accepted,declined",
    );
}

#[test]
fn a_new_proposal_takes_the_place_of_the_one_that_stands_and_voids_what_was_accepted() {
    after_opening(
        "client offers 40
        seller offers 50 | p1=superseded:accepted,- p2=open:-,accepted waiting=client \
            wrote=proposal,told,proposal,told told=proposal.superseded,proposal.made
        seller accepts p1 | !bad_state",
    );
    after_opening(
        "client offers 40
        seller accepts p1 | p1=agreed:accepted,accepted
        client offers 40 | p1=superseded:accepted,accepted p2=open:accepted,-
        camille decides partial_refund 40 | basis=imposed",
    );
    after_opening(
        "client offers 40
        seller declines p1
        client offers 50 | p1=declined:accepted,declined p2=open:accepted,- told=proposal.made",
    );
}

#[test]
fn a_party_answers_once_and_only_what_is_open() {
    after_opening(
        "client offers 40
        client accepts p1 | !bad_state
        client declines p1 | !bad_state
        seller accepts p1
        seller accepts p1 | !bad_state
        seller declines p1 | !bad_state
        seller accepts p9 | !unknown_proposal",
    );
}

#[test]
fn a_refund_is_more_than_zero_and_less_than_the_price_in_the_orders_currency() {
    for refund in ["0", "120", "120.01", "500"] {
        after_opening(&format!("client offers {refund} | !bad_amount\n camille proposes {refund} | !bad_amount"));
    }
    for refund in ["0.01", "119.99"] {
        after_opening(&format!("client offers {refund} | p1=open:accepted,-"));
    }
    let mut story = opened();
    let dollars = Currency::from_code("USD").unwrap();
    let terms = Terms::PartialRefund { refund: Money::new(4000, dollars), terms: String::new() };
    let refusal = story.apply(EventKind::ProposalMade { by: Side::Client, terms }).unwrap_err();
    assert_eq!(refusal, MoneyRefusal::OtherCurrency { refund: dollars, order: Currency::EUR }.into());
}

#[test]
fn a_mediators_relaunch_says_what_both_agree_to_do() {
    after_opening(
        "camille proposes relaunch blank | !malformed
        camille proposes relaunch | p1=open:-,-",
    );
}

#[test]
fn past_its_time_it_may_still_be_answered_and_the_case_is_the_mediators_again() {
    after_opening(
        "client offers 40
        wait 72h
        settle          | p1=lapsed:accepted,- waiting=mediator due=+0 version=3 wrote=proposal,told told=proposal.lapsed
        settle          | wrote=- why=ProposalLapsed(ProposalId(1))
        seller accepts p1 | p1=agreed:accepted,accepted waiting=mediator due=+0 told=proposal.agreed",
    );
    after_opening(
        "camille proposes 40
        wait 72h
        client accepts p1 | p1=lapsed:accepted,- told=proposal.lapsed
        client accepts p1 | !bad_state
        seller declines p1 | p1=declined:accepted,declined told=-",
    );
    after_opening(
        "camille proposes 40\n wait 72h\n settle\n camille withdraws p1 | p1=withdrawn:-,- told=proposal.withdrawn",
    );
    after_opening(
        "camille proposes 40
        wait 72h
        seller offers 50 | p1=superseded:-,- told=proposal.lapsed,proposal.superseded,proposal.made",
    );
}

/// docs/process.md, "What a party was told": nothing lapses while the discussion is closed or a decision waits; what was due
/// then lapses when a mediator takes the decision back.
#[test]
fn what_was_due_while_a_decision_waited_lapses_with_its_refusal() {
    let policy = Policy { second_mediator_above: ApprovalLimits::AnyCurrency(0), ..Policy::default() };
    let mut story = opened();
    story.policy = policy;
    continue_story(
        story,
        "client offers 40
        camille decides seller_wins
        wait 80h
        settle       | p1=open:accepted,- wrote=-
        ines refuses | p1=lapsed:accepted,- waiting=mediator told=proposal.lapsed
        settle       | wrote=-",
    );
}

#[test]
fn the_marketplace_has_what_it_needs_to_put_the_proposal() {
    let story = after_opening("camille proposes 40");
    let Some(Fact::Outbox(told)) = story.last.last() else { panic!("{:?}", story.last) };
    assert_eq!(
        serde_json::Value::from(told.body.clone()),
        json!({"proposal": "p1", "kind": "partial_refund", "refund": {"minor": 4000, "currency": "EUR"}, "terms": "",
               "from": "mediator", "by": "camille", "event": null, "due_at": "2026-11-06T09:00:00Z"})
    );
    // A party's own has the number under which the other answers it, and the event that brought it.
    let story = after_opening("seller offers 40");
    let Some(Fact::Outbox(told)) = story.last.last() else { panic!("{:?}", story.last) };
    let told = serde_json::Value::from(told.body.clone());
    assert_eq!((&told["proposal"], &told["from"], &told["by"]), (&json!("p1"), &json!("seller"), &json!(null)));
    assert!(told["event"].as_str().unwrap().starts_with('e'));
}
