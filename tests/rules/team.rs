//! Who may act on a case: roles, interests, claims, and the second mediator (docs/process.md, "Team").

use litige::domain::case::records::{DecisionEventKind, Fact};
use litige::domain::dispute::action::Action;
use litige::domain::ids::DisputeId;
use litige::domain::money::amount::Currency;
use litige::domain::policy::Policy;
use litige::domain::policy::approval_limits::ApprovalLimits;
use litige::domain::refusal::{Code, PermissionRefusal, Refusal};
use litige::domain::vocabulary::Role;

use crate::discussion::opened;
use crate::opening::TWO_REVISIONS;
use crate::story::{Story, continue_story};

fn after_opening(lines: &str) -> Story {
    continue_story(opened(), lines)
}

/// Checks that the refusal names Camille, until when the case is kept for her, and whether it may be taken over.
fn assert_held_by_camille(refusal: &Refusal, takes_over: bool) {
    let Refusal::Permission(PermissionRefusal::ClaimedByOther { dispute, holder, until: _, may_take_over }) = refusal
    else {
        panic!("{refusal}");
    };
    assert_eq!((dispute, &*holder.0, *may_take_over), (&DisputeId(1001), "camille", takes_over));
}

/// Every action, each as it would be taken on an open dispute.
pub const ACTIONS: [&str; 15] = [
    "claims",
    "releases",
    "assigns lise",
    "says",
    "reminds q1",
    "notes",
    "asks seller",
    "withdraws q1",
    "proposes 40",
    "strikes a1",
    "decides seller_wins",
    "undoes",
    "approves",
    "refuses",
    "snoozes 2h",
];

#[test]
fn a_reader_looks_and_does_not_act() {
    for action in ACTIONS.into_iter().chain(["read m1"]) {
        after_opening(&format!("remi {action} | !not_a_mediator"));
    }
}

#[test]
fn nobody_acts_on_a_case_of_theirs_or_of_someone_they_know() {
    for action in ACTIONS.into_iter().chain(["read m1"]) {
        after_opening(&format!("nora {action} | !conflict_of_interest\n s-1 {action} | !conflict_of_interest"));
    }
}

#[test]
fn to_act_on_an_unclaimed_dispute_claims_it() {
    for action in ["claims", "says", "asks seller", "proposes 40", "snoozes 2h"] {
        after_opening(&format!("camille {action} | holder=camille claim=camille+30m"));
    }
    after_opening("client writes file\n camille strikes a1 | holder=camille");
    large("camille decides seller_wins | holder=camille");
    for action in ["notes", "read m1"] {
        after_opening(&format!("camille {action} | holder=-"));
    }
    // What is refused claims nothing.
    after_opening("camille says blank | !malformed holder=-");
}

#[test]
fn what_another_holds_is_refused_and_says_who_holds_it() {
    for action in ACTIONS {
        let result = match action {
            "notes" => "",
            "approves" | "refuses" => "!bad_state",
            _ => "!claimed_by_other",
        };
        after_opening(&format!("client writes file\n camille claims\n ines {action} | {result} holder=camille"));
    }
    let refusal = after_opening("camille claims").step("ines says").unwrap_err();
    assert_held_by_camille(&refusal, false);
}

#[test]
fn a_claim_is_renewed_by_its_holders_activity_and_lapses_without_it() {
    after_opening(
        "camille claims
        wait 20m
        camille says    | claim=camille+30m
        wait 20m
        camille read m1 | claim=camille+30m
        wait 20m
        camille notes   | claim=camille+30m
        wait 29m
        ines says       | !claimed_by_other
        wait 1m
        ines says       | holder=ines",
    );
}

/// docs/process.md, "Claims": the lease only keeps two from working at once.
#[test]
fn a_case_stays_its_holders_however_long_they_are_quiet() {
    after_opening(
        "camille claims
        wait 72h
        settle          | holder=camille claim=camille-4290m
        camille says    | holder=camille claim=camille+30m tells=-",
    );
    // Looking at it, and a note, take nothing.
    after_opening(
        "camille claims
        wait 31m
        ines read m1     | tells=- holder=camille
        ines notes       | tells=- holder=camille",
    );
    // Nor can it be given back for its holder.
    after_opening(
        "camille claims
        wait 31m
        ines releases    | !claimed_by_other
        lise releases    | !claimed_by_other
        camille releases | holder=-",
    );
    let refusal = after_opening("camille claims\n wait 31m").step("ines releases").unwrap_err();
    assert_held_by_camille(&refusal, true);
}

#[test]
fn whose_case_it_is_is_told_what_the_parties_do_in_it() {
    after_opening(
        "client writes            | tells=-
        camille claims
        client writes            | tells=camille:party_wrote
        camille asks seller
        seller writes answers q1 | tells=camille:ask_answered
        camille proposes 40
        seller accepts p1        | tells=camille:proposal_answered
        client offers 50         | tells=camille:proposal_made
        seller reads             | tells=-
        wait 31m
        settle                   | holder=camille
        seller writes            | tells=camille:party_wrote
        ines claims              | tells=camille:taken_over
        seller writes            | tells=ines:party_wrote
        ines decides seller_wins | tells=-",
    );
}

#[test]
fn whoever_loses_a_case_is_told_and_who_gives_it_back_is_not() {
    // Once the lease has ended, by a claim or by acting; whether time has been let pass by then or not.
    for takes in ["claims", "says", "asks client", "proposes 40", "strikes a1", "snoozes 2h"] {
        for settled in ["", "settle | holder=camille"] {
            after_opening(&format!(
                "client writes file
                 camille claims  | tells=-
                 wait 30m
                 {settled}
                 ines {takes}    | tells=camille:taken_over holder=ines claim=ines+30m
                 wait 31m
                 settle          | holder=ines"
            ));
        }
    }
    after_opening("camille claims\n wait 30m\n ines decides seller_wins | tells=camille:taken_over holder=-");
    large("camille claims\n wait 30m\n ines decides seller_wins | tells=camille:taken_over holder=ines");
    after_opening(
        "camille claims
        lise claims      | tells=camille:taken_over
        lise releases    | tells=-
        ines claims      | tells=-",
    );
}

/// Whom one was told about, and no other: what has changed hands since is refused with who has it.
#[test]
fn a_case_is_taken_over_from_the_colleague_who_was_named_and_no_other() {
    after_opening(
        "camille claims
        ines takes-over camille | !claimed_by_other
        wait 30m
        ines takes-over camille | holder=ines claim=ines+30m tells=camille:taken_over
        lise takes-over camille | !claimed_by_other holder=ines
        lise takes-over ines    | holder=lise tells=ines:taken_over",
    );
    // What nobody holds any more, or oneself, needs no taking over.
    after_opening("ines takes-over camille | holder=ines tells=-\n ines takes-over camille | holder=ines");
    after_opening("camille decides seller_wins\n ines takes-over camille | !bad_state");
}

/// A lead acts on a colleague's case like anyone else: within the lease, by an explicit claim first.
#[test]
fn a_lead_claims_first_within_the_lease_and_acts_at_once_after_it() {
    after_opening("camille claims\n lise says | !claimed_by_other");
    after_opening("camille claims\n wait 30m\n lise says | holder=lise tells=camille:taken_over");
}

#[test]
fn a_case_is_given_to_a_colleague_who_is_told() {
    after_opening(
        "camille claims
        wait 20m
        camille assigns ines  | holder=ines claim=ines+30m tells=ines:assigned version=1 made=- wrote=forget,tell
        camille says          | !claimed_by_other
        camille assigns lise  | !claimed_by_other
        ines says             | made=m2",
    );
    // With a reason, which is a note of the case.
    after_opening(
        "camille claims
        camille assigns lise saying blank | !malformed holder=camille
        camille assigns camille           | holder=camille tells=-
        camille assigns lise saying why   | holder=lise tells=lise:assigned made=n1 version=2 wrote=note,forget,tell",
    );
    // Only one's own: others, and nobody's, are a lead's to give.
    after_opening("camille assigns ines | !not_a_lead holder=-\n lise assigns ines | holder=ines tells=ines:assigned");
    after_opening("camille claims\n wait 30m\n ines assigns noor | !claimed_by_other holder=camille");
    // A snooze goes with it; the decision that waits for a second mediator stays its maker's.
    after_opening("camille snoozes 2h\n camille assigns ines | holder=ines snoozed=+2h");
    large(
        "camille decides seller_wins\n camille assigns ines | holder=ines\n ines approves | dispute=decided holder=-",
    );
}

#[test]
fn a_lead_gives_any_case_to_anyone_who_could_act_on_it() {
    after_opening(
        "camille claims
        lise assigns ines | holder=ines tells=camille:reassigned,ines:assigned
        lise assigns ines | holder=ines tells=ines:assigned
        lise assigns lise | holder=lise tells=ines:taken_over",
    );
    for (to, code) in [
        ("remi", "not_a_mediator"),
        ("nobody", "not_a_mediator"),
        ("nora", "conflict_of_interest"),
        ("s-1", "conflict_of_interest"),
    ] {
        after_opening(&format!("camille claims\n camille assigns {to} | !{code}\n lise assigns {to} | !{code}"));
    }
    after_opening("camille decides seller_wins\n camille assigns ines | !bad_state\n lise assigns ines | !bad_state");
}

#[test]
fn a_claim_is_given_back_by_its_holder() {
    after_opening(
        "camille releases | !bad_state
        camille claims
        ines releases    | !claimed_by_other
        lise releases    | !claimed_by_other
        camille releases | claim=- version=1
        ines claims      | holder=ines version=1",
    );
}

#[test]
fn a_lead_takes_over_by_an_explicit_claim() {
    let story = after_opening(
        "camille claims
        lise says       | !claimed_by_other
        ines claims     | !claimed_by_other
        lise claims     | holder=lise
        camille says    | !claimed_by_other
        lise says       | made=m2",
    );
    drop(story);
    let refusal = after_opening("camille claims").step("lise says").unwrap_err();
    assert_held_by_camille(&refusal, true);
}

#[test]
fn a_claim_a_receipt_and_a_snooze_are_no_change_of_what_the_case_says() {
    after_opening(
        "camille claims      | version=1
        camille snoozes 2h  | version=1
        camille read m1     | version=1
        seller reads        | version=1
        camille releases    | version=1
        camille notes       | version=2",
    );
}

#[test]
fn every_change_of_what_the_case_says_is_a_new_version() {
    let changes = [
        "client writes",
        "seller offers 40",
        "client accepts p1",
        "client declines p1",
        "camille says",
        "camille notes",
        "camille reminds q1",
        "camille asks client",
        "camille withdraws q1",
        "camille proposes 40",
        "camille strikes a1",
        "camille decides seller_wins",
    ];
    for change in changes {
        after_opening(&format!(
            "client writes file\n camille asks seller\n camille proposes 40 | version=4\n {change} | version=5"
        ));
    }
    after_opening("camille decides seller_wins | version=2\n camille undoes | version=3");
    large("camille decides seller_wins | version=2\n ines approves | version=3");
    large("camille decides seller_wins | version=2\n ines refuses | version=3");
}

/// A dispute on a price for which the policy asks for a second mediator.
fn large(lines: &str) -> Story {
    let story =
        Story::new(Policy { second_mediator_above: ApprovalLimits::of([(Currency::EUR, 100)]), ..Policy::default() });
    continue_story(story, &format!("{TWO_REVISIONS} open\n {lines}"))
}

#[test]
fn above_the_policys_amount_a_decision_waits_for_a_second_mediator() {
    let story = large(
        "camille decides seller_wins | decision=awaiting effective=- money=120/120/0/0 order=in_dispute dispute=open \
            waiting=mediator due=+24h why=SecondMediator version=2 wrote=decided told=-
         wait 5h
         settle          | told=- decision=awaiting
         ines approves   | decision=onhold effective=+10m money=120/0/120/0 order=completed dispute=decided version=3 \
            wrote=mark,tell,entry,forget,message tells=camille:approved told=-
         wait 10m
         settle          | told=decision.effective",
    );
    assert_eq!(story.outbox.last().unwrap().body["approved_by"], "ines");
    let at_the_limit =
        Story::new(Policy { second_mediator_above: ApprovalLimits::of([(Currency::EUR, 120)]), ..Policy::default() });
    continue_story(at_the_limit, &format!("{TWO_REVISIONS} open\n camille decides seller_wins | decision=onhold"));
}

#[test]
fn the_second_mediator_is_another_one() {
    large(
        "camille decides seller_wins
         camille approves | !conflict_of_interest
         nora approves    | !conflict_of_interest
         remi approves    | !not_a_mediator",
    );
}

#[test]
fn the_second_mediators_no_gives_the_case_back_in_a_new_round() {
    let story = large(
        "camille decides seller_wins
         ines refuses blank | !malformed
         ines refuses       | decision=- round=2 dispute=open waiting=mediator due=+24h version=3 money=120/120/0/0 wrote=mark,tell tells=camille:refused",
    );
    let Fact::DecisionEvent(mark) = &story.last[0] else { panic!("{:?}", story.last) };
    assert_eq!((mark.kind, mark.reason.as_deref()), (DecisionEventKind::Refused, Some("words")));
    continue_story(story, "ines approves | !bad_state\n camille decides client_refunded | decision=awaiting round=2");
}

#[test]
fn its_author_withdraws_a_decision_that_waits() {
    let story = large(
        "camille decides seller_wins
         ines undoes     | !claimed_by_other
         wait 1h
         ines undoes     | !bad_state
         camille undoes  | decision=- round=2 dispute=open money=120/120/0/0 wrote=mark",
    );
    let Fact::DecisionEvent(mark) = &story.last[0] else { panic!("{:?}", story.last) };
    assert_eq!(mark.kind, DecisionEventKind::Reversed);
}

#[test]
fn while_a_decision_waits_the_parties_still_write_and_mediators_only_look_and_note() {
    large(
        "client writes file
         camille asks client
         camille decides seller_wins | waiting=mediator
         client writes answers q1 | version=5 q1=answered waiting=mediator why=SecondMediator
         seller offers 40   | version=6 waiting=mediator
         camille says       | !bad_state
         camille asks seller | !bad_state
         camille withdraws q1 | !bad_state
         camille proposes 40 | !bad_state
         camille strikes a1 | !bad_state
         camille snoozes 2h | !bad_state
         camille decides client_refunded | !already_decided
         camille notes      | made=n1
         camille read m2
         camille releases
         ines claims        | holder=ines
         ines approves seen 2 | !changed_since
         ines approves seen 7 | dispute=decided",
    );
}

#[test]
fn an_agreement_voided_while_a_decision_waits_is_not_carried_out() {
    for (offer, decides) in [("relaunch", "relaunch"), ("40", "partial_refund 40")] {
        large(&format!(
            "client offers {offer}
             seller accepts p1
             camille decides {decides} | basis=agreed
             seller offers 60
             ines approves   | !no_agreement
             ines refuses    | waiting=client"
        ));
    }
    large(
        "camille decides partial_refund 40 | basis=imposed
         seller offers 60
         ines approves   | money=120/0/80/40",
    );
}

#[test]
fn approve_and_refuse_need_a_decision_that_waits() {
    after_opening(
        "ines approves | !bad_state
        ines refuses  | !bad_state
        camille decides seller_wins
        ines approves | !bad_state
        ines refuses  | !bad_state",
    );
}

#[test]
fn what_a_decided_dispute_still_takes() {
    after_opening(
        "camille decides seller_wins
        camille claims     | !bad_state
        camille snoozes 2h | !bad_state
        camille releases   | !bad_state claim=-
        ines notes         | made=n1
        ines undoes        | !not_a_lead
        camille undoes     | dispute=open holder=camille",
    );
}

/// docs/process.md, "Undoing a decision": whoever holds the case, and whether its maker is still there or not.
#[test]
fn a_lead_undoes_a_colleagues_decision_while_it_is_on_hold() {
    let story = after_opening(
        "camille decides seller_wins
         ines undoes     | !not_a_lead
         lise undoes     | decision=- round=2 dispute=open money=120/120/0/0 holder=lise tells=camille:undone",
    );
    let event = story.last.iter().find_map(|fact| match fact {
        Fact::DecisionEvent(event) => Some((event.kind, event.by.clone())),
        _ => None,
    });
    assert_eq!(event, Some((DecisionEventKind::Reversed, Some("lise".into()))));
    // A decision ends the claim; its maker undoes it all the same, and nobody else may.
    let policy = Policy { hold_minutes: 24 * 60, ..Policy::default() };
    let opened = || continue_story(Story::new(policy.clone()), &format!("{TWO_REVISIONS} open"));
    continue_story(
        opened(),
        "camille decides seller_wins
         wait 2h
         ines undoes     | !not_a_lead
         lise undoes     | decision=- holder=lise",
    );
    continue_story(
        opened(),
        "camille decides seller_wins | claim=-
         wait 2h
         camille undoes  | decision=- holder=camille tells=-",
    );
    continue_story(opened(), "camille decides seller_wins\n wait 24h\n lise undoes | !hold_over");
    large("camille decides seller_wins\n ines approves\n lise undoes | decision=- tells=camille:undone");
}

/// docs/process.md, "Undoing a decision": a decision never becomes unstoppable because its maker is gone.
#[test]
fn a_decision_whose_maker_became_a_reader_or_left_can_still_be_undone() {
    // Whoever left acts no more; the rules ask nothing of a decision's maker but their handle.
    for became in [Some(Role::Reader), None] {
        let mut story = after_opening("camille decides seller_wins\n wait 1m");
        let refused = |story: &mut Story, who: &str| story.act(who, Action::Undo, None).unwrap_err().code();
        if let Some(role) = became {
            story.roles.insert("camille".into(), role);
            assert_eq!(refused(&mut story, "camille"), Code::NotAMediator);
        }
        assert_eq!(refused(&mut story, "remi"), Code::NotAMediator);
        assert_ne!(refused(&mut story, "ines"), Code::HoldOver);
        story.act("lise", Action::Undo, None).unwrap();
        assert!(story.dispute().is_some_and(|dispute| dispute.decision.is_none() && !dispute.is_settled()));
        assert_eq!(story.recount().escrow, 12_000);
    }
}
