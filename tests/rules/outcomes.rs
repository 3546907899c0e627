//! docs/process.md, "The four outcomes".

use litige::domain::case::records::Fact;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::Action;
use litige::domain::escrow::settlement::{self, Shares};
use litige::domain::ids::{DisputeId, ProposalId};
use litige::domain::money::accounts::Account;
use litige::domain::money::amount::{Currency, Money};
use litige::domain::policy::Policy;
use litige::domain::refusal::{DecisionRefusal, MoneyRefusal, PermissionRefusal, Refusal};
use litige::domain::vocabulary::{DisputeState, Lang, OrderState, Outcome, Side, Speaker};
use serde_json::json;

use crate::discussion::opened;
use crate::opening::TWO_REVISIONS;
use crate::story::{Story, continue_story, eur};

fn after_opening(lines: &str) -> Story {
    continue_story(opened(), lines)
}

const AGREED_RELAUNCH: &str = "client offers relaunch\n seller accepts p1\n";

#[test]
fn seller_wins_the_seller_is_paid_in_full() {
    after_opening(
        "camille decides seller_wins | money=120/0/120/0 order=completed dispute=decided basis=- shares=0/120 \
        decision=onhold effective=+10m round=1 version=2 wrote=decided,entry,message told=-",
    );
}

#[test]
fn client_refunded_the_client_is_refunded_in_full() {
    after_opening(
        "camille decides client_refunded | money=120/0/0/120 order=cancelled dispute=decided basis=- shares=120/0 \
        wrote=decided,entry,message",
    );
}

#[test]
fn partial_refund_the_client_gets_back_part_and_the_seller_the_rest() {
    after_opening(
        "camille decides partial_refund 40 | money=120/0/80/40 order=settled dispute=decided shares=40/80 \
        wrote=decided,entry,entry,message",
    );
    after_opening("camille decides partial_refund 0.01 | money=120/0/119.99/0.01");
    after_opening("camille decides partial_refund 119.99 | money=120/0/0.01/119.99");
}

#[test]
fn partial_refund_both_shares_are_more_than_zero() {
    after_opening(
        "camille decides partial_refund      | !bad_amount
        camille decides partial_refund 0    | !bad_amount
        camille decides partial_refund 120  | !bad_amount
        camille decides partial_refund 121  | !bad_amount",
    );
}

#[test]
fn partial_refund_is_agreed_where_both_accepted_that_amount_and_otherwise_imposed() {
    let agreed = "client offers 40\n seller accepts p1\n";
    after_opening(&format!("{agreed} camille decides partial_refund 40 | basis=agreed carries=p1"));
    after_opening(&format!("{agreed} camille decides partial_refund 40.01 | basis=imposed carries=-"));
    after_opening("client offers 40\n camille decides partial_refund 40 | basis=imposed carries=-");
    after_opening("client offers 40\n seller declines p1\n camille decides partial_refund 40 | basis=imposed");
    after_opening(&format!("{AGREED_RELAUNCH} camille decides partial_refund 40 | basis=imposed carries=-"));
    after_opening(&format!("{agreed} seller offers 60\n camille decides partial_refund 40 | basis=imposed"));
}

#[test]
fn relaunch_the_money_stays_in_escrow_and_the_order_resumes() {
    after_opening(&format!(
        "{AGREED_RELAUNCH}
         camille decides relaunch | money=120/120/0/0 order=in_progress dispute=decided basis=agreed carries=p1 \
            shares=-/- pending=- wrote=decided,message
         deliver         | order=delivered
         complete        | order=completed money=120/0/120/0"
    ));
}

#[test]
fn relaunch_needs_both_parties_recorded_agreement_and_says_whose_word_is_missing() {
    let both = vec![Side::Client, Side::Seller];
    let table = [
        ("", both.clone(), None),
        ("client offers relaunch", vec![Side::Seller], Some(ProposalId(1))),
        ("seller offers relaunch", vec![Side::Client], Some(ProposalId(1))),
        ("camille proposes relaunch", both.clone(), Some(ProposalId(1))),
        ("client offers relaunch\n seller declines p1", both.clone(), None),
        ("client offers 40\n seller accepts p1", both, None),
        (
            "client offers relaunch\n seller accepts p1\n client offers relaunch",
            vec![Side::Seller],
            Some(ProposalId(2)),
        ),
    ];
    for (before, missing, proposal) in table {
        let refusal = after_opening(before).step("camille decides relaunch").unwrap_err();
        assert_eq!(refusal, DecisionRefusal::NoAgreement { missing, proposal }.into(), "{before}");
    }
}

#[test]
fn only_a_partial_refund_takes_an_amount() {
    for outcome in ["seller_wins", "client_refunded", "relaunch"] {
        after_opening(&format!("{AGREED_RELAUNCH} camille decides {outcome} 40 | !bad_amount"));
    }
}

#[test]
fn the_money_of_each_outcome() {
    let price = eur("120");
    let shares = |client, seller| Some(Shares { client: eur(client), seller: eur(seller) });
    for (outcome, refund, expected) in [
        (Outcome::SellerWins, None, Ok(shares("0", "120"))),
        (Outcome::ClientRefunded, None, Ok(shares("120", "0"))),
        (Outcome::PartialRefund, Some("40"), Ok(shares("40", "80"))),
        (Outcome::PartialRefund, Some("0.01"), Ok(shares("0.01", "119.99"))),
        (Outcome::Relaunch, None, Ok(None)),
        (Outcome::PartialRefund, None, Err("bad_amount")),
        (Outcome::PartialRefund, Some("0"), Err("bad_amount")),
        (Outcome::PartialRefund, Some("120"), Err("bad_amount")),
        (Outcome::SellerWins, Some("40"), Err("bad_amount")),
        (Outcome::ClientRefunded, Some("120"), Err("bad_amount")),
        (Outcome::Relaunch, Some("40"), Err("bad_amount")),
    ] {
        let got = settlement::split_price(price, outcome, refund.map(eur)).map_err(|r| r.code().as_str());
        assert_eq!(got, expected, "{outcome} {refund:?}");
    }
    let yen = Money::new(5000, Currency::from_code("JPY").unwrap());
    let got = settlement::split_price(yen, Outcome::PartialRefund, Some(eur("40"))).unwrap_err();
    assert_eq!(got.code().as_str(), "bad_currency");
}

#[test]
fn the_smallest_price_cant_be_split() {
    let cent = Money::new(1, Currency::EUR);
    for refund in [0, 1, 2] {
        assert!(settlement::split_partial_refund(cent, Money::new(refund, Currency::EUR)).is_err());
    }
}

#[test]
fn what_is_shown_before_a_decision_is_what_it_does() {
    let policy = Policy::default();
    for (outcome, refund) in [
        (Outcome::SellerWins, None),
        (Outcome::ClientRefunded, None),
        (Outcome::PartialRefund, Some(eur("40"))),
        (Outcome::Relaunch, None),
    ] {
        let mut story = after_opening(AGREED_RELAUNCH);
        let preview = settlement::preview(story.case.as_ref().unwrap(), outcome, refund, &policy).unwrap();
        assert_eq!((preview.before.escrow, preview.before.order), (eur("120"), OrderState::InDispute));
        let draft = DecisionInput { outcome, refund, reasons: "words".into(), cites: vec![], key: None };
        story.act("camille", Action::Decide(draft), None).unwrap();
        let case = story.case.unwrap();
        let (after, b) = (preview.after, case.order.balances);
        assert_eq!((after.client.minor, after.seller.minor, after.escrow.minor), (b.client, b.seller, b.escrow));
        assert_eq!((after.order, after.dispute), (case.order.state, DisputeState::Decided));
        assert!(!preview.needs_second);
    }
}

#[test]
fn every_decision_names_the_mediator_the_outcome_the_reasons_and_what_it_rests_on() {
    let story = after_opening(
        "client writes file
         camille decides seller_wins blank           | !malformed
         camille decides seller_wins citing m9       | !unknown_message
         camille decides seller_wins citing a9       | !unknown_attachment
         camille decides seller_wins citing m1,a1,m1 | cites=m1,a1",
    );
    let decision = story.dispute().unwrap().decision.clone().unwrap();
    assert_eq!((decision.by.0.as_str(), decision.reasons.as_str()), ("camille", "words"));
    assert_eq!((decision.outcome, decision.at), (Outcome::SellerWins, story.now));
}

#[test]
fn the_closing_message_says_whose_money_moves_and_why_without_a_strangers_text() {
    let mut story = after_opening("camille decides partial_refund 40");
    let french = "Litige clos. Remboursement partiel, décidé par le médiateur. Le client reçoit 40,00\u{a0}€, le vendeur \
                  80,00\u{a0}€.\n\nMotifs : words";
    let closing = story.rows.messages.last().unwrap();
    assert_eq!((closing.from, closing.body.as_str()), (Speaker::System, french));
    story = opened();
    story.case.as_mut().unwrap().order.lang = Lang::En;
    story.step("camille decides seller_wins").unwrap();
    let english =
        "Dispute closed. Full payment to the seller. The client gets €0.00, the seller €120.00.\n\nReasons: words";
    assert_eq!(story.rows.messages.last().unwrap().body, english);
}

#[test]
fn a_dispute_is_decided_once_and_the_other_is_told_who_decided_what() {
    let mut story = after_opening(
        "camille decides partial_refund 40
         camille decides seller_wins | !already_decided
         ines decides client_refunded | !already_decided money=120/0/80/40",
    );
    let refusal = story.step("ines decides seller_wins").unwrap_err();
    let Refusal::Decision(DecisionRefusal::AlreadyDecided { by, outcome, refund, awaits_approval, .. }) = refusal
    else {
        panic!("{refusal}")
    };
    assert_eq!((by, outcome), ("camille".into(), Outcome::PartialRefund));
    assert_eq!((refund, awaits_approval), (Some(eur("40")), false));
    // Even for a version that is old, or a draft that would be refused.
    continue_story(
        story,
        "ines decides seller_wins blank seen 1 | !already_decided\n wait 1h\n settle\n ines decides seller_wins | !already_decided",
    );
}

#[test]
fn refused_when_the_case_has_a_newer_version_than_the_one_seen() {
    let mut story = after_opening(
        "client writes   | version=2
         camille decides seller_wins seen 1 | !changed_since
         camille says seen 1 | !changed_since
         camille decides seller_wins seen 2 | dispute=decided version=3",
    );
    let refusal = after_opening("client writes").step("camille says seen 1").unwrap_err();
    let dispute = DisputeId(1001);
    assert_eq!(refusal, PermissionRefusal::ChangedSince { dispute, seen: 1, version: 2 }.into());
    assert!(story.step("camille undoes seen 2").is_err());
}

#[test]
fn a_lapse_that_comes_with_the_action_is_no_change_that_could_have_been_seen() {
    after_opening(
        "camille asks client
        wait 48h
        camille decides seller_wins seen 2 | dispute=decided q1=lapsed",
    );
}

#[test]
fn nothing_of_a_decision_is_told_before_its_hold_is_over() {
    let story = after_opening(
        "camille decides partial_refund 40 | told=-
         wait 9m
         settle          | told=- decision=onhold
         wait 1m
         settle          | told=decision.effective decision=effective wrote=mark,told
         settle          | wrote=-",
    );
    let _ = story;
    let story = after_opening(
        "client writes file\n client offers 40\n seller accepts p1\n camille decides partial_refund 40 citing m2,a1
         wait 3h\n settle",
    );
    let Some(Fact::Outbox(told)) = story.last.last() else { panic!("{:?}", story.last) };
    assert_eq!(
        serde_json::Value::from(told.body.clone()),
        json!({
            "outcome": "partial_refund", "basis": "agreed", "order_state": "settled",
            "refund": {"minor": 4000, "currency": "EUR"}, "seller_gets": {"minor": 8000, "currency": "EUR"},
            "reasons": "words", "cites": ["m2", "a1"], "by": "camille", "approved_by": null, "proposal": "p1",
            "decided_at": "2026-11-03T09:00:00Z", "round": 1, "message": "m3",
            "body": story.rows.messages.last().unwrap().body,
        })
    );
    // The hold was over then, however late the clock is looked at.
    assert_eq!(told.at.to_rfc3339(), "2026-11-03T09:10:00+00:00");
}

#[test]
fn undo_reverses_the_entries_by_new_linked_ones_and_the_dispute_is_open_again() {
    let story = after_opening("camille decides partial_refund 40
         wait 9m
         camille undoes  | money=120/120/0/0 order=in_dispute dispute=open decision=- round=2 version=3 waiting=mediator \
                           since=+0 due=+24h wrote=entry,entry,message,mark told=-
         wait 2m
         settle          | told=-
         client writes
         camille decides seller_wins | money=120/0/120/0 order=completed round=2");
    let e = &story.rows.entries;
    let links: Vec<_> = e.iter().map(|e| (e.from, e.to, e.amount.minor, e.reverses.map(|r| r.0))).collect();
    let (payment, escrow, seller, client) = (Account::Payment, Account::Escrow, Account::Seller, Account::Client);
    assert_eq!(
        links,
        [
            (payment, escrow, 12000, None),
            (escrow, client, 4000, None),
            (escrow, seller, 8000, None),
            (seller, escrow, 8000, Some(3)),
            (client, escrow, 4000, Some(2)),
            (escrow, seller, 12000, None),
        ]
    );
    assert!(e[1..5].iter().all(|entry| entry.decision == e[1].decision));
}

#[test]
fn undo_past_the_hold_is_refused() {
    after_opening(
        "camille decides seller_wins
        wait 10m
        camille undoes  | !hold_over
        settle
        camille undoes  | !hold_over",
    );
    after_opening("camille undoes | !bad_state");
}

#[test]
fn a_relaunch_is_undone_only_while_the_order_has_not_moved_since() {
    after_opening(&format!(
        "{AGREED_RELAUNCH} camille decides relaunch\n camille undoes | order=in_dispute round=2 p1=agreed:accepted,accepted"
    ));
    after_opening(&format!(
        "{AGREED_RELAUNCH} camille decides relaunch\n talk client\n camille undoes | order=in_dispute"
    ));
    for step in ["deliver", "cancel?"] {
        after_opening(&format!(
            "{AGREED_RELAUNCH}
             camille decides relaunch
             {step}          | decision=effective told=decision.effective
             camille undoes  | !bad_state
             wait 20m
             settle          | told=-
             camille undoes  | !hold_over"
        ));
    }
    // A delivery taken back to work looks like no move at all.
    after_opening(&format!(
        "{AGREED_RELAUNCH}
         camille decides relaunch
         deliver
         revise?
         revise yes      | order=in_progress
         camille undoes  | !bad_state"
    ));
    // What the order refuses does not move it.
    after_opening(&format!(
        "{AGREED_RELAUNCH} camille decides relaunch\n complete | !bad_state\n camille undoes | order=in_dispute"
    ));
}

#[test]
fn an_undo_leaves_everything_as_if_nothing_had_been_decided() {
    for decides in ["seller_wins", "client_refunded", "partial_refund 40", "relaunch"] {
        let mut story =
            after_opening(&format!("client writes\n camille asks seller\n {AGREED_RELAUNCH} camille claims"));
        let before = story.case.clone().unwrap();
        story = continue_story(story, &format!("camille decides {decides}\n camille undoes"));
        let mut after = story.case.unwrap();
        let dispute = after.dispute.as_mut().unwrap();
        assert_eq!((dispute.round, dispute.version), (2, 7));
        (dispute.round, dispute.version, dispute.reopened) = (1, 5, None);
        dispute.last_message = before.dispute.as_ref().unwrap().last_message;
        assert_eq!(after, before, "{decides}");
    }
}

#[test]
fn no_hold_at_all() {
    let story = Story::new(Policy { hold_minutes: 0, ..Policy::default() });
    continue_story(
        story,
        &format!(
            "{TWO_REVISIONS} open\n camille decides seller_wins\n camille undoes | !hold_over\n settle | decision=effective"
        ),
    );
}

#[test]
fn money_never_moves_on_a_ledger_that_does_not_add_up() {
    let mut story = opened();
    story.case.as_mut().unwrap().order.balances.escrow -= 1;
    for step in ["camille decides seller_wins", "camille decides partial_refund 40"] {
        let refusal = story.step(step).unwrap_err();
        assert_eq!(refusal, MoneyRefusal::BrokenLedger { order: "O-1".into() }.into());
    }
    let mut story = after_opening("camille decides seller_wins");
    story.rows.entries.pop();
    let refusal = story.step("camille undoes").unwrap_err();
    assert_eq!(refusal, MoneyRefusal::BrokenLedger { order: "O-1".into() }.into());
}
