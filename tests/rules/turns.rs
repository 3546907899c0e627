//! Whose turn it is, since when, until when and why (docs/process.md, "Whose turn it is"), and what time alone does.

use litige::domain::money::amount::Currency;
use litige::domain::policy::Policy;
use litige::domain::policy::approval_limits::ApprovalLimits;

use crate::discussion::opened;
use crate::opening::{TWO_CANCELLATIONS, TWO_REVISIONS};
use crate::story::{Story, continue_story, run_story};

fn after_opening(lines: &str) -> Story {
    continue_story(opened(), lines)
}

#[test]
fn it_is_the_mediators_turn_unless_something_with_a_deadline_waits_for_a_party() {
    after_opening(
        "settle              | waiting=mediator since=+0 due=+24h why=Unread
        camille read m1     | waiting=mediator why=Discussion
        wait 1h
        camille asks client | waiting=client since=+0 due=+48h why=Ask(AskId(1))
        wait 1h
        camille asks seller within 4h | waiting=both since=-1h due=+4h why=Ask(AskId(2))
        client writes answers q1 | waiting=seller since=+0 due=+4h
        wait 1h
        seller writes answers q2 | waiting=mediator since=+0 due=+24h why=Unread",
    );
}

#[test]
fn a_partys_message_while_it_is_the_mediators_turn_does_not_push_it_later() {
    after_opening(
        "wait 3h
        client writes   | waiting=mediator since=-3h due=+21h
        camille says    | waiting=mediator since=-3h due=+21h",
    );
}

#[test]
fn waiting_on_parties_it_is_due_at_the_earliest_of_their_deadlines() {
    after_opening(
        "camille asks client within 10h | due=+10h
        camille asks client within 4h  | due=+4h
        camille proposes 40            | waiting=both due=+4h
        client writes answers q2       | waiting=both due=+10h why=Ask(AskId(1))
        client writes answers q1       | waiting=both due=+72h why=Proposal(ProposalId(1))
        client accepts p1              | waiting=seller due=+72h",
    );
}

#[test]
fn when_an_ask_lapses_the_case_comes_up_at_once_as_overdue() {
    after_opening(
        "camille asks client within 4h
        wait 5h
        settle          | waiting=mediator since=-1h due=-1h why=AskLapsed(AskId(1))",
    );
    after_opening(
        "camille asks client within 4h
        camille asks seller within 6h
        wait 5h
        settle          | waiting=seller due=+1h q1=lapsed q2=open
        wait 2h
        settle          | waiting=mediator since=-1h due=-1h",
    );
    // Looked at once or twice, it is the same.
    after_opening(
        "camille asks client within 4h
        camille asks seller within 6h
        wait 7h
        settle          | waiting=mediator since=-1h due=-1h q1=lapsed q2=lapsed version=5",
    );
}

#[test]
fn a_proposal_that_lapsed_long_ago_does_not_make_a_new_turn_overdue() {
    after_opening(
        "client offers 40
        wait 60h
        camille asks client
        wait 20h
        settle          | waiting=client due=+28h p1=lapsed:accepted,-
        client writes answers q1 | waiting=mediator since=+0 due=+24h",
    );
}

#[test]
fn a_lapse_comes_before_what_comes_after_it() {
    after_opening(
        "camille asks client within 4h
        wait 5h
        seller writes   | q1=lapsed waiting=mediator due=-1h wrote=ask,message,told,message,tell
        camille read m3 | why=AskLapsed(AskId(1))",
    );
    after_opening(
        "camille asks client within 4h
        wait 5h
        camille says    | q1=lapsed waiting=mediator due=-1h version=4 wrote=ask,message,told,message,told,known",
    );
}

#[test]
fn an_agreed_proposal_is_the_mediators_to_carry_out() {
    after_opening(
        "client offers 40
        seller accepts p1 | waiting=mediator since=+0 due=+24h why=Agreed(ProposalId(1))",
    );
}

#[test]
fn a_declined_proposal_is_the_mediators_to_follow_up() {
    after_opening(
        "client offers 40
        seller declines p1
        camille read m1   | waiting=mediator why=Declined(ProposalId(1))",
    );
}

#[test]
fn why_it_is_the_parties_turn_is_the_next_thing_to_lapse() {
    after_opening(
        "camille asks client within 5h | why=Ask(AskId(1))
        camille asks seller within 4h | why=Ask(AskId(2))
        camille asks client within 6h | why=Ask(AskId(2))
        client offers 40              | why=Ask(AskId(2))
        wait 70h
        camille asks client within 1h | why=Ask(AskId(4))
        settle                        | q1=lapsed q2=lapsed q3=lapsed
        client writes answers q4      | why=Proposal(ProposalId(1))
        camille asks client within 3h | why=Proposal(ProposalId(1))
        camille asks client within 2h | why=Ask(AskId(6))",
    );
    after_opening(
        "camille proposes 40           | why=Proposal(ProposalId(1))
        seller accepts p1             | why=Proposal(ProposalId(1))
        client accepts p1             | why=Agreed(ProposalId(1))",
    );
}

#[test]
fn why_it_is_the_mediators_turn_is_what_gave_it_to_them() {
    // A lapse long past is no reason any more.
    after_opening(
        "camille asks client within 4h
        wait 4h
        settle          | why=AskLapsed(AskId(1))
        camille asks client within 4h | why=Ask(AskId(2))
        client writes answers q2 | why=Unread
        camille read m5 | why=Discussion
        camille asks client within 4h
        wait 4h
        settle          | why=AskLapsed(AskId(3))
        client writes answers q3 | why=Unread",
    );
    // The newest proposal counts.
    after_opening(
        "client offers 40
        seller declines p1
        camille read m1 | why=Declined(ProposalId(1))
        seller offers 50 | why=Proposal(ProposalId(2))
        client declines p2 | why=Declined(ProposalId(2))
        client offers 60
        seller accepts p3 | why=Agreed(ProposalId(3))",
    );
    after_opening(
        "client offers 40
        wait 72h
        settle          | why=ProposalLapsed(ProposalId(1))
        client writes   | why=ProposalLapsed(ProposalId(1))
        seller declines p1 | why=Unread",
    );
}

#[test]
fn a_decided_case_waits_for_nobody_and_is_due_when_it_was_decided() {
    after_opening(
        "camille asks client
        camille decides seller_wins | waiting=mediator due=+0 why=Decided
        client reads    | due=+0",
    );
}

#[test]
fn after_an_undo_the_parties_turn_goes_on_if_something_still_waits_for_them() {
    after_opening(
        "camille asks client
        camille decides seller_wins
        wait 5m
        camille undoes  | waiting=client due=+2875m",
    );
}

#[test]
fn a_backlog_tells_the_same_story_as_events_that_came_in_time() {
    // Three days late: every event is stamped then, and taken now.
    let late = continue_story(
        run_story("wait 72h\n ahead -72h"),
        &format!("{TWO_CANCELLATIONS} client writes | q1=answered due=-48h since=-72h"),
    );
    assert_eq!(late.dispute().unwrap().asks[0].due_at, late.now - chrono::TimeDelta::hours(24));
    let silent = continue_story(run_story("wait 72h\n ahead -72h"), TWO_CANCELLATIONS);
    continue_story(silent, "settle | q1=lapsed waiting=mediator since=-24h due=-24h");
    // An answer stamped after the deadline comes after the lapse, even in one backlog.
    let mut story = continue_story(run_story("wait 72h\n ahead -72h"), TWO_CANCELLATIONS);
    story.ahead = chrono::TimeDelta::hours(-20);
    continue_story(
        story,
        "client writes | q1=answered waiting=mediator since=-24h due=-24h wrote=ask,message,told,message,ask",
    );
}

#[test]
fn a_marketplace_whose_clock_is_fast_pushes_no_deadline_away() {
    let story = continue_story(run_story("ahead 1000h"), &format!("{TWO_REVISIONS} open | since=+0 due=+24h"));
    assert_eq!(story.dispute().unwrap().last_wrote.client, Some(story.now));
}

#[test]
fn an_event_stamped_before_the_turn_it_ends_does_not_make_the_next_begin_before_it() {
    after_opening(
        "wait 1h
        camille asks client
        ahead -10h
        client writes answers q1 | waiting=mediator since=+0 due=+24h",
    );
}

#[test]
fn a_snoozed_case_wakes_at_its_time_or_when_a_party_speaks() {
    after_opening(
        "camille snoozes 2h | snoozed=+2h
        camille says       | snoozed=+2h
        wait 2h
        settle             | snoozed=- version=2",
    );
    for speaks in ["client writes", "seller offers 40"] {
        after_opening(&format!("camille snoozes 2h\n {speaks} | snoozed=-"));
    }
    after_opening("camille proposes 40\n camille snoozes 2h\n seller declines p1 | snoozed=-");
    after_opening("camille snoozes 2h\n seller reads | snoozed=+2h");
    after_opening(
        "camille snoozes 0h  | !bad_state
        camille snoozes -1h | !bad_state",
    );
    after_opening("camille snoozes 2h\n camille decides seller_wins | snoozed=-");
    // Or when a mediator wakes it; an undo does not put it to sleep again.
    after_opening(
        "camille wakes      | !bad_state
        camille snoozes 2h
        ines wakes         | !claimed_by_other
        camille wakes      | snoozed=- version=1 next=-
        camille wakes      | !bad_state
        camille snoozes 2h
        camille decides seller_wins
        camille wakes      | !bad_state
        camille undoes     | snoozed=-",
    );
}

#[test]
fn when_time_next_has_something_to_do_is_known_without_looking() {
    after_opening(
        "settle              | next=-
        camille claims      | next=-
        camille releases    | next=-
        camille snoozes 10m | next=+10m
        camille asks client within 5m | next=+5m
        wait 5m
        settle              | next=+5m
        wait 5m
        settle              | snoozed=- next=-
        wait 20m
        settle              | holder=camille next=-
        client offers 40    | next=+72h
        wait 72h
        settle              | next=-
        camille decides seller_wins | next=+10m
        wait 10m
        settle              | decision=effective next=-
        wait 20m
        settle              | next=-",
    );
}

#[test]
fn why_a_case_stands_where_it_does_is_told_in_a_word() {
    after_opening(
        "settle              | reason=new
        camille read m1     | reason=discussion
        client writes       | reason=client_wrote
        wait 1m
        seller writes       | reason=seller_wrote
        camille asks client within 4h | reason=ask_client
        camille asks seller within 2h | reason=ask_seller
        camille proposes 40 | reason=ask_seller
        wait 2h
        settle              | reason=ask_client
        wait 2h
        settle              | reason=proposal
        client accepts p1   | reason=proposal
        seller accepts p1   | reason=agreed
        seller offers 20    | reason=proposal
        client declines p2
        camille read m5     | reason=declined
        camille decides seller_wins | reason=decided",
    );
    after_opening("camille asks client within 4h\n wait 4h\n settle | reason=client_silent");
    after_opening("camille asks seller within 4h\n wait 4h\n settle | reason=seller_silent");
    after_opening("camille proposes 40\n wait 72h\n settle | reason=proposal_lapsed");
    continue_story(
        run_story(""),
        &format!("{TWO_CANCELLATIONS} settle | reason=justification\n wait 48h\n settle | reason=client_silent"),
    );
    let policy = Policy { second_mediator_above: ApprovalLimits::of([(Currency::EUR, 100)]), ..Policy::default() };
    continue_story(
        Story::new(policy),
        &format!("{TWO_REVISIONS} open\n camille decides seller_wins | reason=second_mediator"),
    );
}

#[test]
fn a_case_that_is_open_again_says_what_was_taken_back_until_a_party_writes() {
    // Whatever came before the decision: a party's words, an offer declined or agreed.
    let undone = "camille decides seller_wins\n camille undoes | reason=undone waiting=mediator";
    after_opening(undone);
    after_opening(&format!("client writes\n {undone}"));
    after_opening(&format!("seller offers 20\n client declines p1\n {undone}"));
    after_opening(&format!("camille proposes 40\n client accepts p1\n seller accepts p1\n {undone}"));
    after_opening(&format!("camille asks client within 4h\n wait 4h\n settle | reason=client_silent\n {undone}"));
    // What comes of the parties afterwards is newer, and so is a deadline that passes.
    after_opening(&format!(
        "{undone}\n camille says\n settle | reason=undone\n wait 1m\n client writes | reason=client_wrote"
    ));
    after_opening(&format!(
        "seller offers 20\n {undone_waiting}",
        undone_waiting = "camille decides seller_wins\n camille undoes | reason=proposal waiting=client\n wait 1m\n client declines p1\n camille read m3 | reason=declined"
    ));
    after_opening(&format!(
        "{undone}\n camille asks client within 4h | reason=ask_client\n wait 4h\n settle | reason=client_silent"
    ));
    let policy = Policy { second_mediator_above: ApprovalLimits::of([(Currency::EUR, 100)]), ..Policy::default() };
    continue_story(
        Story::new(policy),
        &format!(
            "{TWO_REVISIONS} open\n camille decides seller_wins\n ines refuses | reason=refused\n camille decides seller_wins\n camille undoes | reason=undone"
        ),
    );
}
