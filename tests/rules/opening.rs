//! docs/process.md, "Who opens a dispute, and when".

use litige::domain::case::records::Fact;
use litige::domain::dispute::action::Action;
use litige::domain::ids::DisputeId;
use litige::domain::policy::Policy;
use litige::domain::refusal::{Code, MissingRefusals, OpeningRefusal, OrderRefusal, OrderStep};
use litige::domain::vocabulary::{Ground, OrderState, RequestKind};
use serde_json::json;

use crate::story::{Story, continue_story, run_story};

pub const TWO_CANCELLATIONS: &str = "placed\n cancel?\n cancel no\n cancel?\n cancel no\n";
pub const TWO_REVISIONS: &str = "placed\n deliver\n revise?\n revise no\n revise?\n revise no\n";

#[test]
fn first_ground_two_cancellations_refused_open_a_dispute_by_itself() {
    run_story(
        "placed
         cancel?
         cancel no       | dispute=none order=in_progress
         cancel?
         cancel no       | order=in_dispute dispute=open ground=cancellation_refused_twice by=automatic id=D-1001",
    );
}

#[test]
fn first_ground_counts_cancellations_only_whatever_stands_between() {
    run_story(
        "placed
         deliver
         cancel?
         cancel no
         revise?
         revise yes
         deliver
         revise?
         revise no       | dispute=none
         cancel?
         cancel no       | dispute=open ground=cancellation_refused_twice by=automatic",
    );
}

#[test]
fn second_ground_two_revisions_refused_let_the_client_choose() {
    run_story(&format!("{TWO_REVISIONS} complete 1 | order=completed"));
    run_story(&format!(
        "{TWO_REVISIONS}
         talk client     | dispute=none order=delivered
         open            | dispute=open ground=revision_refused_twice by=client order=in_dispute id=D-1001"
    ));
}

#[test]
fn third_ground_a_revision_then_a_cancellation_refused_let_the_client_choose() {
    let refused = "placed\n deliver\n revise?\n revise no\n cancel?\n cancel no | dispute=none order=delivered\n";
    run_story(&format!("{refused} complete | order=completed"));
    run_story(&format!("{refused} open | dispute=open ground=revision_then_cancellation_refused by=client"));
}

#[test]
fn third_ground_in_that_order_only() {
    run_story(
        "placed
         deliver
         cancel?
         cancel no
         revise?
         revise no       | refusals=cancellation,revision
         open            | !no_ground",
    );
}

#[test]
fn every_sequence_of_up_to_four_refusals_gives_the_ground_that_the_process_says() {
    use litige::domain::dispute::grounds::first_ground;
    use litige::domain::vocabulary::Ground::{
        CancellationRefusedTwice as First, RevisionRefusedTwice as Second, RevisionThenCancellationRefused as Third,
    };
    use litige::domain::vocabulary::RequestKind::{Cancellation as C, Revision as R};
    // Where several grounds hold, the first in the list (docs/process.md, "Several grounds at once").
    let table: &[(&[_], _)] = &[
        (&[], None),
        (&[R], None),
        (&[C], None),
        (&[R, R], Some(Second)),
        (&[C, C], Some(First)),
        (&[R, C], Some(Third)),
        (&[C, R], None),
        (&[R, R, R], Some(Second)),
        (&[R, R, C], Some(Second)),
        (&[R, C, R], Some(Second)),
        (&[C, R, R], Some(Second)),
        (&[C, R, C], Some(First)),
        (&[R, C, C], Some(First)),
        (&[C, C, R], Some(First)),
        (&[C, C, C], Some(First)),
        (&[R, R, C, C], Some(First)),
        (&[C, R, R, C], Some(First)),
    ];
    for (refusals, ground) in table {
        assert_eq!(first_ground(refusals, &Policy::default()), *ground, "{refusals:?}");
    }
}

#[test]
fn a_request_accepted_or_pending_is_no_refusal() {
    run_story(
        "placed
         deliver
         revise?
         revise yes
         deliver
         revise?
         revise no
         revise?
         open            | !no_ground",
    );
}

#[test]
fn a_seller_never_opens_a_dispute_and_is_told_why() {
    for before in ["placed\n", TWO_REVISIONS, TWO_CANCELLATIONS, "placed\n cancel?\n cancel yes\n"] {
        run_story(&format!("{before} open seller | !seller_cannot_open"));
    }
    let refusal = run_story(TWO_REVISIONS).step("open seller").unwrap_err();
    assert_eq!(refusal, OpeningRefusal::BySeller { order: "O-1".into() }.into());
}

#[test]
fn a_client_with_no_ground_is_told_the_refusals_on_record_and_what_is_missing_for_each_ground() {
    let refusal = run_story("placed\n deliver\n cancel?\n cancel no\n revise?\n revise no").step("open").unwrap_err();
    let lacks = |revisions, cancellations| MissingRefusals { revisions, cancellations };
    let missing = vec![
        (Ground::CancellationRefusedTwice, lacks(0, 1)),
        (Ground::RevisionRefusedTwice, lacks(1, 0)),
        (Ground::RevisionThenCancellationRefused, lacks(0, 1)),
    ];
    let refused = vec![RequestKind::Cancellation, RequestKind::Revision];
    assert_eq!(refusal, OpeningRefusal::NoGround { refused, missing }.into());
    let refusal = run_story("placed").step("open").unwrap_err();
    let missing = vec![
        (Ground::CancellationRefusedTwice, lacks(0, 2)),
        (Ground::RevisionRefusedTwice, lacks(2, 0)),
        (Ground::RevisionThenCancellationRefused, lacks(1, 1)),
    ];
    assert_eq!(refusal, OpeningRefusal::NoGround { refused: Vec::new(), missing }.into());
}

#[test]
fn opening_by_choice_takes_a_justification_which_is_the_first_message() {
    let story = run_story(&format!(
        "{TWO_REVISIONS}
         open blank      | !malformed
         open            | justified=yes waiting=mediator since=+0 due=+24h unread=1 version=1 told=dispute.opened \
                           wrote=told,message"
    ));
    let dispute = story.dispute().unwrap();
    let message = &story.rows.messages[0];
    assert_eq!(dispute.justification.as_deref(), Some("not as ordered"));
    assert_eq!((message.body.as_str(), message.author.as_str()), ("not as ordered", "Léa Martin"));
    assert_eq!(dispute.last_message, Some(message.id));
    assert_eq!(dispute.last_wrote.client, Some(story.now));
}

#[test]
fn an_automatic_opening_asks_the_client_for_the_justification_at_once() {
    let story = run_story(&format!(
        "{TWO_CANCELLATIONS}
         settle          | justified=awaited waiting=client since=+0 due=+48h unread=0 version=1 q1=open why=Justification(AskId(1))"
    ));
    assert_eq!(story.rows.messages.len(), 1);
    let ask = &story.dispute().unwrap().asks[0];
    assert_eq!((ask.by.as_ref(), ask.message), (None, story.rows.messages[0].id));
    run_story(&format!(
        "{} | told=dispute.opened,ask.opened wrote=told,message,ask,told",
        TWO_CANCELLATIONS.trim_end()
    ));
}

#[test]
fn the_clients_first_message_is_the_awaited_justification() {
    for writes in ["client writes", "client writes answers q1"] {
        run_story(&format!(
            "{TWO_CANCELLATIONS}
             seller writes   | justified=awaited q1=open waiting=client
             {writes}        | justified=yes q1=answered waiting=mediator version=3 wrote=message,ask
             {writes}        | {}",
            if writes.ends_with("q1") { "!bad_state" } else { "justified=yes version=4 wrote=message" }
        ));
    }
}

#[test]
fn a_justification_needs_words() {
    run_story(&format!(
        "{TWO_CANCELLATIONS}
         client writes blank answers q1          | !malformed
         client writes blank file answers q1     | !malformed
         client writes blank file                | justified=awaited q1=open waiting=client
         client writes                           | justified=yes q1=answered"
    ));
}

#[test]
fn the_justification_may_come_late_or_in_answer_to_another_question() {
    run_story(&format!(
        "{TWO_CANCELLATIONS}
         wait 48h
         settle          | q1=lapsed justified=awaited waiting=mediator due=+0
         camille asks client
         client writes answers q2 | q1=answered q2=answered justified=yes"
    ));
    run_story(&format!(
        "{TWO_CANCELLATIONS}
         camille withdraws q1 | q1=withdrawn waiting=mediator justified=awaited
         client writes   | justified=yes q1=withdrawn wrote=message,tell"
    ));
}

#[test]
fn one_open_dispute_per_order() {
    for before in [format!("{TWO_REVISIONS} open\n"), TWO_CANCELLATIONS.to_owned()] {
        run_story(&format!("{before} open | !bad_state id=D-1001"));
    }
}

#[test]
fn a_pending_request_lapses_when_a_dispute_opens() {
    run_story(&format!(
        "{TWO_REVISIONS}
         cancel?         | pending=cancellation
         open            | pending=- order=in_dispute
         cancel no       | !too_late
         cancel yes      | !too_late money=120/120/0/0"
    ));
}

#[test]
fn the_orders_own_events_wait_while_a_mediator_has_it() {
    for step in ["deliver", "revise?", "cancel?", "complete", "placed"] {
        run_story(&format!("{TWO_CANCELLATIONS} {step} | !bad_state"));
    }
    for step in ["revise yes", "revise no", "cancel yes", "cancel no"] {
        run_story(&format!("{TWO_CANCELLATIONS} {step} | !too_late"));
    }
    for (line, step) in [
        ("complete", OrderStep::Complete),
        ("deliver", OrderStep::Deliver),
        ("revise?", OrderStep::Request(RequestKind::Revision)),
    ] {
        let refusal = run_story(TWO_CANCELLATIONS).step(line).unwrap_err();
        let (order, dispute) = ("O-1".into(), Some(DisputeId(1001)));
        let in_dispute = OrderRefusal::WrongState { order, state: OrderState::InDispute, dispute, step };
        assert_eq!(refusal, in_dispute.into());
    }
}

#[test]
fn refusals_count_anew_after_a_relaunch_and_the_order_may_be_disputed_again() {
    let mut story = run_story(&format!(
        "{TWO_CANCELLATIONS}
         client offers relaunch
         seller accepts p1
         camille decides relaunch | order=in_progress pending=-
         open            | !no_ground
         wait 11m
         settle          | decision=effective refusals=-
         open            | !no_ground
         cancel?
         cancel no       | order=in_progress dispute=decided refusals=cancellation
         cancel?
         cancel no       | order=in_dispute id=D-1002 round=1 version=1 decision=- justified=awaited by=automatic
         client writes answers q1 | !unknown_ask
         client writes   | justified=yes
         camille decides seller_wins | order=completed"
    ));
    let first = litige::domain::ids::DisputeId(1001);
    let Err(refusal) = story.request(first, "camille", Action::Undo, None) else { panic!("the first dispute is over") };
    assert_eq!(refusal.code(), Code::ThreadClosed);
}

#[test]
fn thresholds_and_delays_come_from_the_policy_and_the_dispute_keeps_its_version() {
    let policy = Policy {
        version: 7,
        cancellation_refusals: 3,
        revision_refusals: 1,
        ask_minutes: 60,
        response_minutes: 30,
        ..Policy::default()
    };
    continue_story(
        Story::new(policy.clone()),
        "placed
         cancel?
         cancel no
         cancel?
         cancel no       | dispute=none
         cancel?
         cancel no       | dispute=open policy=7 due=+1h",
    );
    continue_story(Story::new(policy), "placed\n deliver\n revise?\n revise no\n open | policy=7 due=+30m");
}

#[test]
fn a_ground_that_a_new_policy_grants_is_the_clients_to_use() {
    let mut story = Story::new(Policy { cancellation_refusals: 3, ..Policy::default() });
    story =
        continue_story(story, "placed\n cancel?\n cancel no\n cancel?\n cancel no | dispute=none\n open | !no_ground");
    story.policy = Policy { version: 2, ..Policy::default() };
    continue_story(story, "open | ground=cancellation_refused_twice by=client policy=2");
}

#[test]
fn the_marketplace_is_told_why_and_how_a_dispute_opened() {
    let story = run_story(&format!("{TWO_REVISIONS} open"));
    let Fact::Outbox(told) = &story.last[0] else { panic!("{:?}", story.last) };
    assert_eq!(
        serde_json::Value::from(told.body.clone()),
        json!({"ground": "revision_refused_twice", "opened_by": "client", "justification": "not as ordered", "policy": 1})
    );
}
