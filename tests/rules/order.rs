//! docs/process.md, "The order before a dispute".

use crate::story::run_story;

#[test]
fn states_go_from_in_progress_to_delivered_to_completed() {
    run_story(
        "placed 120      | order=in_progress money=120/120/0/0 wrote=entry
         deliver         | order=delivered money=120/120/0/0
         complete 5      | order=completed money=120/0/120/0 wrote=entry",
    );
}

#[test]
fn a_cancellation_is_requested_in_progress_or_delivered_and_a_revision_only_of_a_delivery() {
    run_story(
        "placed
         revise?         | !bad_state
         cancel?         | pending=cancellation order=in_progress",
    );
    run_story(
        "placed
         deliver
         revise?         | pending=revision order=delivered
         revise no       | pending=- order=delivered refusals=revision
         cancel?         | pending=cancellation order=delivered",
    );
}

#[test]
fn one_request_at_a_time_is_pending_on_an_order() {
    run_story(
        "placed
         deliver
         revise?
         revise?         | !pending_request
         cancel?         | !pending_request
         revise no
         cancel?
         cancel?         | !pending_request
         revise?         | !pending_request",
    );
}

#[test]
fn only_the_pending_request_is_accepted_or_refused() {
    for answer in ["revise yes", "revise no", "cancel yes", "cancel no"] {
        let no_request = format!("placed\n deliver\n {answer} | !bad_state");
        run_story(&no_request);
    }
    run_story(
        "placed
         deliver
         revise?
         cancel yes      | !bad_state
         cancel no       | !bad_state
         revise yes
         cancel?
         revise yes      | !bad_state
         revise no       | !bad_state",
    );
}

#[test]
fn a_cancellation_accepted_cancels_the_order_and_refunds_the_client_in_full() {
    run_story(
        "placed 120
         cancel?
         cancel yes      | order=cancelled pending=- money=120/0/0/120 wrote=entry",
    );
    run_story(
        "placed 120
         deliver
         cancel?
         cancel yes      | order=cancelled money=120/0/0/120",
    );
}

#[test]
fn a_revision_accepted_sends_the_order_back_to_work_for_a_new_delivery() {
    run_story(
        "placed
         deliver
         revise?
         revise yes      | order=in_progress pending=- money=120/120/0/0 refusals=-
         deliver         | order=delivered
         complete        | order=completed",
    );
}

#[test]
fn the_client_may_complete_a_delivered_order_and_rate_it() {
    run_story("placed\n complete 5 | !bad_state");
    for (rating, result) in
        [("0", "!malformed"), ("1", "order=completed"), ("5", "order=completed"), ("6", "!malformed")]
    {
        run_story(&format!("placed\n deliver\n complete {rating} | {result}"));
    }
}

#[test]
fn a_pending_request_lapses_when_the_order_is_completed() {
    run_story(
        "placed
         deliver
         cancel?
         complete        | order=completed pending=- money=120/0/120/0
         cancel yes      | !bad_state money=120/0/120/0",
    );
}

#[test]
fn a_delivery_leaves_a_pending_cancellation_pending() {
    run_story(
        "placed
         cancel?
         deliver         | order=delivered pending=cancellation
         cancel no       | refusals=cancellation",
    );
}

#[test]
fn a_completed_order_cant_be_disputed() {
    let refused = "placed\n deliver\n revise?\n revise no\n revise?\n revise no\n";
    run_story(&format!("{refused} complete\n open | !bad_state dispute=none"));
    run_story(&format!("{refused} cancel?\n cancel yes\n open | !bad_state dispute=none"));
}

#[test]
fn client_and_seller_talk_on_the_orders_own_page_in_any_state() {
    run_story(
        "placed
         talk client     | order=in_progress wrote=-
         deliver file    | wrote=attachment
         talk seller file | wrote=attachment
         cancel?
         cancel no
         cancel?
         cancel no       | order=in_dispute version=1
         talk client     | order=in_dispute version=1 wrote=-
         camille decides seller_wins
         talk seller     | order=completed",
    );
}

#[test]
fn an_id_of_an_order_is_taken_once() {
    run_story("placed\n placed 50 | !bad_state money=120/120/0/0");
}

#[test]
fn nothing_happens_to_an_order_that_is_not_known() {
    for step in [
        "talk client",
        "deliver",
        "revise?",
        "cancel yes",
        "complete",
        "open",
        "open seller",
        "client writes",
        "seller reads",
        "client offers 40",
        "seller accepts p1",
    ] {
        run_story(&format!("{step} | !unknown_order"));
    }
}
