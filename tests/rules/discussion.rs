//! docs/process.md, "The discussion".

use litige::domain::case::records::Fact;
use litige::domain::ids::MessageId;
use litige::domain::vocabulary::{Lang, Reader, Speaker};
use serde_json::json;

use crate::opening::{TWO_CANCELLATIONS, TWO_REVISIONS};
use crate::story::{Story, continue_story, run_story};

/// Returns a dispute that the client opened by choice.
pub fn opened() -> Story {
    run_story(&format!("{TWO_REVISIONS} open"))
}

/// Continues from a dispute that the client opened by choice.
fn after_opening(lines: &str) -> Story {
    continue_story(opened(), lines)
}

#[test]
fn three_way_the_client_the_seller_and_the_mediator_write() {
    let story = after_opening(
        "client writes   | version=2 unread=2 wrote=message told=-
         seller writes file | version=3 unread=3 wrote=message,attachment told=-
         camille says    | version=4 unread=3 made=m4 wrote=message,told told=message.posted",
    );
    let from: Vec<_> = story.rows.messages.iter().map(|m| (m.from, m.author.as_str())).collect();
    let expected = [
        (Speaker::Client, "Léa Martin"),
        (Speaker::Client, "Léa Martin"),
        (Speaker::Seller, "Studio Nova"),
        (Speaker::Mediator, "camille"),
    ];
    assert_eq!(from, expected);
}

#[test]
fn when_each_party_last_wrote_is_known() {
    after_opening(
        "settle          | last=+0,-
        wait 1h
        camille proposes 40 | last=-1h,-
        seller writes   | last=-1h,+0
        wait 1h
        client accepts p1 | last=+0,-1h
        client reads
        ahead -5h
        client writes   | last=+0,-1h",
    );
}

#[test]
fn what_litige_itself_writes_is_in_the_language_of_the_order() {
    let said = |lang, lines: &str| {
        let mut story = opened();
        story.case.as_mut().unwrap().order.lang = lang;
        continue_story(story, lines).rows.messages.last().unwrap().body.clone()
    };
    let (lapses, undone) = ("camille asks seller\n wait 48h\n settle", "camille decides seller_wins\n camille undoes");
    for (lang, lines, expected) in [
        (Lang::Fr, lapses, "Le vendeur n'a pas répondu à la demande q1 dans le délai."),
        (Lang::En, lapses, "The seller did not answer request q1 in time."),
        (Lang::Fr, undone, "La décision a été défaite avant de prendre effet : le litige est de nouveau ouvert."),
        (Lang::En, undone, "The decision was undone before it took effect: the dispute is open again."),
    ] {
        assert_eq!(said(lang, lines), expected);
    }
}

#[test]
fn who_has_read_what_is_recorded() {
    let story = after_opening("seller reads    | wrote=read version=1 unread=1");
    assert_eq!(story.last, [Fact::Read { by: Reader::Seller, up_to: MessageId(1) }]);
    let story = after_opening(
        "client writes
         seller writes   | unread=3
         camille read m2 | wrote=read unread=1 version=3
         camille read m1 | unread=1
         camille read m3 | unread=0
         camille read m1 | unread=0
         camille read m9 | !unknown_message
         seller writes   | unread=1",
    );
    assert_eq!(story.rows.messages.len(), 4);
}

#[test]
fn an_order_without_a_dispute_takes_no_message_for_one() {
    for step in ["client writes", "seller reads", "client offers 40", "seller accepts p1"] {
        run_story(&format!("placed\n {step} | !unknown_dispute"));
    }
    run_story("placed\n camille says | !unknown_dispute");
}

#[test]
fn a_message_says_something_or_brings_a_file() {
    after_opening(
        "client writes blank        | !malformed
        client writes blank file   | wrote=message,attachment
        camille says blank         | !malformed
        camille notes blank        | !malformed
        camille asks client blank  | !malformed",
    );
}

#[test]
fn each_ask_is_tracked_until_it_is_answered() {
    let story = after_opening(
        "camille asks seller | made=q1 q1=open waiting=seller due=+48h version=2 wrote=message,ask,told told=ask.opened
         client writes   | q1=open waiting=seller
         seller writes answers q1 | q1=answered waiting=mediator due=+24h wrote=message,ask,tell
         seller writes answers q1 | !bad_state
         client writes answers q7 | !unknown_ask",
    );
    let ask = &story.dispute().unwrap().asks[0];
    assert_eq!((ask.message, ask.answer), (MessageId(2), Some(MessageId(4))));
}

#[test]
fn an_ask_is_answered_by_the_party_asked() {
    after_opening(
        "camille asks seller
        client writes answers q1 | !bad_state
        seller writes   | q1=open",
    );
}

#[test]
fn each_ask_is_tracked_until_it_lapses_and_may_still_be_answered_late() {
    let story = after_opening(
        "camille asks seller
         wait 47h
         settle          | q1=open
         wait 1h
         settle          | q1=lapsed waiting=mediator due=+0 version=3 wrote=ask,message,told told=ask.lapsed
         settle          | wrote=-
         wait 2h
         seller writes answers q1 | q1=answered waiting=mediator due=-2h",
    );
    assert_eq!(story.rows.messages[2].from, Speaker::System);
}

#[test]
fn each_ask_is_tracked_until_it_is_withdrawn() {
    after_opening(
        "camille asks seller
        camille withdraws q1 | q1=withdrawn waiting=mediator due=+24h version=3
        camille withdraws q1 | !bad_state
        camille withdraws q9 | !unknown_ask
        seller writes answers q1 | !bad_state",
    );
}

/// docs/process.md, "Reminders".
#[test]
fn whoever_owes_an_answer_is_reminded_and_nobody_who_has_given_it() {
    after_opening(
        "camille asks seller     | due=+48h
        camille reminds nothing  | !bad_state
        camille reminds q9       | !unknown_ask
        camille reminds p9       | !unknown_proposal
        camille reminds q1 blank | !malformed
        camille reminds q1       | q1=open waiting=seller due=+48h version=3 told=ask.reminded wrote=message,told
        wait 49h
        settle                   | q1=lapsed
        camille reminds q1       | q1=lapsed told=ask.reminded
        seller writes
        camille reminds q1       | !bad_state",
    );
    after_opening("camille asks seller\n seller writes answers q1\n camille reminds q1 | !bad_state");
    after_opening("camille asks seller\n camille withdraws q1\n camille reminds q1 | !bad_state");
    after_opening(
        "camille proposes 40
        camille reminds p1  | told=message.posted wrote=message,told
        client accepts p1
        camille reminds p1  | told=message.posted
        seller accepts p1
        camille reminds p1  | !bad_state",
    );
    after_opening("camille asks seller\n camille decides seller_wins\n camille reminds q1 | !thread_closed");
    after_opening("camille asks seller\n ines reminds q1 | !claimed_by_other");
}

#[test]
fn an_ask_may_have_its_own_deadline_in_the_future() {
    after_opening(
        "camille asks client within 2h | due=+2h
        camille asks client within -1h | !bad_state
        camille asks client within 0h | !bad_state",
    );
}

#[test]
fn the_marketplace_has_what_it_needs_to_put_the_question() {
    let story = after_opening("camille asks seller");
    let Some(Fact::Outbox(told)) = story.last.last() else { panic!("{:?}", story.last) };
    assert_eq!(
        serde_json::Value::from(told.body.clone()),
        json!({"ask": "q1", "to": "seller", "body": "words", "due_at": "2026-11-05T09:00:00Z", "message": "m2", "by": "camille"})
    );
}

#[test]
fn no_evidence_from_outside_the_platform_counts_but_it_is_kept_with_the_reason() {
    let story = after_opening(
        "client writes external | wrote=message,attachment
         camille decides seller_wins citing a1 | !inadmissible_cited
         camille decides seller_wins citing m2 | cites=m2",
    );
    let reason = story.rows.attachments.values().next().unwrap().inadmissible.clone();
    assert_eq!(
        reason.as_deref(),
        Some("Vient de l'extérieur de la plateforme : seules les conversations sur la plateforme comptent.")
    );
}

#[test]
fn a_mediator_strikes_evidence_which_cant_be_cited_any_more() {
    after_opening(
        "client writes file
        camille strikes a9   | !unknown_attachment
        camille strikes a1 blank | !malformed
        camille strikes a1   | wrote=told,struck version=3 told=evidence.struck
        camille strikes a1   | !bad_state
        camille decides seller_wins citing a1 | !inadmissible_cited",
    );
}

#[test]
fn a_note_is_for_mediators_and_needs_no_claim() {
    after_opening(
        "camille notes    | made=n1 wrote=note version=2 told=- holder=-
        camille claims
        ines notes       | made=n2 holder=camille",
    );
}

#[test]
fn a_closed_discussion_takes_no_more_messages() {
    after_opening(
        "camille asks client
        client offers 40
        camille decides seller_wins
        client writes    | !thread_closed
        seller writes answers q1 | !thread_closed
        client offers 50 | !thread_closed
        seller accepts p1 | !thread_closed
        camille says     | !thread_closed
        camille asks client | !thread_closed
        camille withdraws q1 | !thread_closed
        camille proposes 40 | !thread_closed
        camille strikes a1 | !thread_closed
        client reads     | wrote=read
        camille read m1  | wrote=read
        camille notes    | wrote=note",
    );
}

#[test]
fn questions_that_nobody_can_answer_any_more_are_withdrawn_when_the_decision_takes_effect() {
    after_opening(
        "camille asks client
        camille decides seller_wins | q1=open
        wait 10m
        settle           | q1=withdrawn",
    );
    after_opening(
        "camille asks client within 1h
        camille decides seller_wins
        wait 5m
        camille undoes   | q1=open waiting=client due=+55m",
    );
}

#[test]
fn an_automatic_openings_question_is_in_the_language_of_the_order() {
    let french = run_story(TWO_CANCELLATIONS);
    assert!(french.rows.messages[0].body.starts_with("Les demandes d'annulation ont été refusées"));
}

/// docs/process.md, "Striking evidence": a mediator's own strike is taken back, and the marketplace hears of both.
#[test]
fn a_strike_is_taken_back_but_never_what_came_from_outside() {
    after_opening(
        "client writes file
        camille admits a1    | !bad_state
        camille strikes a1
        camille admits a9    | !unknown_attachment
        camille admits a1 blank | !malformed
        ines admits a1       | !claimed_by_other
        camille admits a1    | wrote=told,admitted version=4 told=evidence.admitted
        camille admits a1    | !bad_state
        camille strikes a1   | version=5 told=evidence.struck
        camille admits a1
        camille decides seller_wins citing a1 | decision=onhold",
    );
    after_opening(
        "client writes external
        camille admits a1    | !bad_state
        camille strikes a1   | !bad_state",
    );
}

/// docs/process.md, "Proposals": what a mediator offered is taken back while it waits; the parties are told.
#[test]
fn a_mediators_proposal_is_withdrawn_while_it_waits_and_nobody_elses_is() {
    after_opening(
        "camille proposes 40  | waiting=both
        client accepts p1
        ines withdraws p1    | !claimed_by_other
        camille withdraws p9 | !unknown_proposal
        camille withdraws p1 | p1=withdrawn:accepted,- waiting=mediator due=+24h told=proposal.withdrawn wrote=told,proposal
        seller accepts p1    | !bad_state
        camille withdraws p1 | !bad_state
        camille decides partial_refund 40 | decision=onhold",
    );
    after_opening("client offers 40\n camille withdraws p1 | !bad_state");
    after_opening("camille proposes 40\n client accepts p1\n seller accepts p1\n camille withdraws p1 | !bad_state");
    after_opening("camille asks client\n camille withdraws q1 | q1=withdrawn told=ask.withdrawn");
}

/// docs/process.md, "What a party was told": what is open when a case is decided is withdrawn with it, and nothing tells of
/// that during the hold.
#[test]
fn what_is_open_when_a_decision_takes_effect_is_withdrawn_and_told_then() {
    let story = after_opening(
        "camille asks client
        camille proposes 40
        camille decides seller_wins | q1=open p1=open:-,- told=-
        wait 10m
        settle | q1=withdrawn p1=withdrawn:-,- told=decision.effective,ask.withdrawn,proposal.withdrawn",
    );
    assert!(story.dispute().unwrap().decision.is_some());
    after_opening(
        "camille asks client
        camille proposes 40
        camille decides seller_wins
        camille undoes | q1=open p1=open:-,- waiting=both told=-",
    );
    // What was due during the hold lapses when the discussion is open again.
    after_opening(
        "camille asks client within 5m
        client offers 40
        wait 71h
        client offers 50
        camille asks client within 2m
        camille decides seller_wins
        wait 5m
        camille undoes | q1=lapsed q2=lapsed p2=open:accepted,- waiting=seller told=ask.lapsed",
    );
}
