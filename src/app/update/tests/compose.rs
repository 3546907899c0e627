//! Writing.

use super::*;
use crate::app::model::{Audience, ComposeKind, ProposeField, Trouble};
use crate::app::text_buffer::MAX_BYTES;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::change::Actor;
use crate::domain::marketplace::event::EventType;
use crate::domain::vocabulary::{ProposalKind, Side};
use crate::store::StoreError;

fn last_message(desk: &Desk) -> String {
    desk.store.last_message(FIRST)
}

#[test]
fn a_reply_goes_to_both_and_its_draft_is_forgotten() {
    let mut desk = Desk::with(1);
    desk.press("r");
    assert_eq!(desk.compose().audience(), Audience::Both);
    assert_eq!(desk.open_case(), Some(1001), "one writes with the discussion in sight");
    desk.write("Bonjour,\nmerci à vous deux.").wait(TimeDelta::seconds(2));
    assert!(desk.store.draft(FIRST).is_some());
    desk.press("Ctrl-s");
    assert_eq!(last_message(&desk), "Bonjour,\nmerci à vous deux.");
    assert!(desk.model.layer.is_none());
    assert!(!desk.store.has_drafts() && desk.model.drafts.of(FIRST).is_none());
    assert!(matches!(desk.model.notice, Some(Notice::Done(FIRST, _))));
    desk.press("r");
    assert_eq!(desk.compose().editor.text.body(), "");
}

#[test]
fn each_kind_says_who_reads_it() {
    let mut desk = Desk::with(1);
    for (keys, target) in [
        ("c", Audience::Mediators),
        ("Esc e", Audience::Party(Side::Client)),
        ("Tab", Audience::Party(Side::Seller)),
        ("Tab Esc p", Audience::Both),
    ] {
        desk.press(keys);
        assert_eq!(desk.compose().audience(), target, "{keys}");
    }
}

#[test]
fn a_note_stays_among_mediators_and_an_ask_goes_to_one() {
    let mut desk = Desk::with(1);
    desk.press("c").write("À vérifier").press("Ctrl-s");
    assert_eq!(desk.store.case(FIRST).notes[0].body, "À vérifier");
    desk.press("e Tab").write("Quand avez-vous livré ?").press("Ctrl-s");
    let dispute = desk.store.dispute(FIRST);
    assert_eq!((dispute.asks[0].to, dispute.asks[0].body.as_str()), (Side::Seller, "Quand avez-vous livré ?"));
}

#[test]
fn a_question_may_have_a_deadline_of_its_own_which_is_kept_with_its_draft() {
    let mut desk = Desk::with(1);
    desk.press("e Tab").write("Le fichier ?").press("Shift-Tab").write("hier").press("Enter Ctrl-s");
    assert_eq!(desk.compose().editor.trouble, Some(Trouble::NoMoment));
    assert!(desk.store.dispute(FIRST).asks.is_empty(), "what is no moment to come sends nothing");
    desk.press("Shift-Tab Ctrl-u").write("+2d").press("Esc e");
    assert!(matches!(&desk.compose().kind, ComposeKind::Ask { to: Side::Seller, due, .. } if due.body() == "+2d"));
    desk.press("Ctrl-s");
    let ask = desk.store.dispute(FIRST).asks[0].clone();
    assert_eq!((ask.to, ask.due_at), (Side::Seller, ask.at + TimeDelta::days(2)));
}

#[test]
fn a_settlement_is_proposed_by_amount_or_percentage_or_as_a_relaunch() {
    let mut desk = Desk::with(1);
    desk.press("p Enter").write("abc").press("Ctrl-s");
    assert!(matches!(desk.compose().editor.trouble, Some(Trouble::Amount(_))));
    desk.press("Ctrl-u").write("50%").press("Enter").write("Chacun la moitié").press("Ctrl-s");
    desk.press("p j Tab");
    assert!(matches!(
        desk.compose().kind,
        ComposeKind::Propose { kind: ProposalKind::Relaunch, field: ProposeField::Terms, .. }
    ));
    desk.press("Ctrl-s");
    assert_eq!(desk.compose().editor.trouble, Some(Trouble::Blank), "a relaunch needs words");
    desk.write("Une version de plus").press("Ctrl-s");
    let proposals = desk.store.dispute(FIRST).proposals;
    assert_eq!((proposals[0].refund, proposals[0].terms.as_str()), (Some(eur(6_000)), "Chacun la moitié"));
    assert_eq!((proposals[1].kind, proposals[1].terms.as_str()), (ProposalKind::Relaunch, "Une version de plus"));
}

#[test]
fn digits_typed_on_an_offer_are_its_amount() {
    let mut desk = Desk::with(1);
    desk.press("p").write("45,5");
    let offered = |desk: &Desk| match &desk.compose().kind {
        ComposeKind::Propose { kind, amount, field } => (*kind, amount.body().to_owned(), *field),
        kind => panic!("no offer: {kind:?}"),
    };
    assert_eq!(offered(&desk), (ProposalKind::PartialRefund, "45,5".to_owned(), ProposeField::Amount));
    // Another figure takes the place of the one before, as in any field that one comes back to.
    desk.press("Shift-Tab").write("30");
    assert_eq!(offered(&desk).1, "30");
    // A relaunch moves no money.
    desk.press("Shift-Tab j").write("7");
    assert_eq!(offered(&desk), (ProposalKind::Relaunch, "30".to_owned(), ProposeField::Kind));
}

#[test]
fn letters_are_text_and_a_paste_is_never_commands() {
    let mut desk = Desk::with(1);
    let text = "aADurzqQyYjkJKgGnN:/?+- éçœ 漢字 👩‍👩‍👧";
    desk.press("r").write(text).press("F1 q");
    assert_eq!(desk.compose().editor.text.body(), text, "F1 is help, and comes back here");
    desk.update(Msg::Paste("\r\nD\nq\u{1b}[A\u{202e}x".to_owned()));
    assert_eq!(desk.compose().editor.text.body(), format!("{text}\nD\nq\u{fffd}[A\u{fffd}x"));
    desk.press("Esc");
    assert!(desk.store.done.iter().all(|request| matches!(request.action, Action::MarkRead { .. })));
    let before = desk.model.clone().queue.window;
    desk.update(Msg::Paste("Djq".to_owned()));
    assert!(!desk.quit && desk.model.layer.is_none());
    assert_eq!(desk.model.queue.window, before, "pasted at rest: nothing");
}

#[test]
fn a_draft_survives_leaving_quitting_and_a_new_desk() {
    let mut desk = Desk::with(2);
    desk.press("r").write("Bonjour").press("Esc");
    assert_eq!(desk.model.notice, Some(Notice::DraftKept(FIRST)));
    desk.press("q j c").write("note").press("Esc e Tab").write("question").press("Ctrl-c");
    assert!(desk.quit);
    let mut desk = Desk::on(desk.store);
    desk.press("r");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    desk.press("Esc q j c");
    assert_eq!(desk.compose().editor.text.body(), "note");
    desk.press("Esc e");
    assert_eq!(
        (desk.compose().editor.text.body(), desk.compose().audience()),
        ("question", Audience::Party(Side::Seller))
    );
}

#[test]
fn a_draft_is_kept_on_a_signal_on_suspension_and_at_a_pause() {
    let mut desk = Desk::with(1);
    let kept = |desk: &Desk| desk.store.draft(FIRST).unwrap_or_default();
    desk.press("r").write("un");
    assert_eq!(kept(&desk), "", "not at each key");
    desk.wait(TimeDelta::milliseconds(1_100));
    assert!(kept(&desk).contains("un"));
    desk.write(" deux").press("Ctrl-z");
    assert!(kept(&desk).contains("un deux"));
    assert_eq!(desk.compose().editor.text.body(), "un deux", "and is still there after");
    desk.write(" trois");
    desk.update(Msg::Quit);
    assert!(kept(&desk).contains("un deux trois") && desk.quit);
}

#[test]
fn one_who_never_pauses_is_kept_too() {
    let mut desk = Desk::with(1);
    desk.press("r");
    for _ in 0..12 {
        desk.write("x").wait(TimeDelta::milliseconds(500));
    }
    assert!(desk.store.draft(FIRST).is_some());
}

#[test]
fn what_is_typed_is_with_the_store_within_a_quarter_of_a_second_also_while_one_goes_on_and_not_at_each_key() {
    let mut desk = Desk::with(1);
    desk.press("r");
    let (mut typed, mut saves) = (String::new(), 0);
    for n in 0..100 {
        desk.write("x");
        typed.push('x');
        desk.wait(TimeDelta::milliseconds(20));
        let kept = desk.store.draft(FIRST).map_or(0, |draft| draft.matches('x').count());
        assert!(kept + 12 >= typed.len(), "after key {n}, {kept} are kept");
        saves += usize::from(kept == typed.len());
    }
    assert!(saves <= 20, "{saves} saves for a hundred keys in two seconds");
    // While the disk is at work on one version, the next ones wait.
    desk.paused = true;
    desk.write("yy").wait(TimeDelta::seconds(1)).write("zz").wait(TimeDelta::seconds(1));
    let saving = desk.waiting.iter().filter(|effect| matches!(effect, Effect::SaveDraft(..))).count();
    assert_eq!(saving, 1);
    desk.paused = false;
    desk.work();
    desk.wait(TimeDelta::milliseconds(250));
    assert!(desk.store.draft(FIRST).unwrap().contains("yyzz"));
}

#[test]
fn what_another_desk_of_the_mediator_wrote_is_kept_with_it_and_said() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Le second");
    desk.update(Msg::DraftOfOtherDesk(FIRST, "{\"reply\":\"Le premier\"}".to_owned()));
    assert_eq!(desk.compose().editor.text.body(), "Le premier\nLe second");
    assert_eq!(desk.model.notice, Some(Notice::DraftsMerged(FIRST)));
    desk.write(".").wait(TimeDelta::milliseconds(250));
    assert!(desk.store.draft(FIRST).unwrap().contains("Le premier\\nLe second."));
}

#[test]
fn a_draft_that_could_not_be_kept_is_tried_again_and_said() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour");
    desk.store.broken = Some(StoreError::Busy);
    desk.wait(TimeDelta::seconds(2));
    assert!(matches!(desk.model.notice, Some(Notice::DraftNotKept(FIRST, StoreError::Busy))));
    desk.store.broken = None;
    desk.wait(TimeDelta::seconds(15));
    assert!(desk.store.draft(FIRST).unwrap().contains("Bonjour"));
}

#[test]
fn what_could_not_be_sent_is_still_there() {
    for error in [StoreError::Busy, StoreError::Io("disk full".to_owned())] {
        let mut desk = Desk::with(1);
        desk.press("r").write("Bonjour");
        desk.store.broken = Some(error.clone());
        desk.press("Ctrl-s");
        assert_eq!(desk.compose().editor.trouble, Some(Trouble::Store(error)));
        assert_eq!((desk.compose().editor.text.body(), desk.compose().editor.sending), ("Bonjour", None));
        desk.store.broken = None;
        desk.press("Ctrl-s");
        assert_eq!(last_message(&desk), "Bonjour");
    }
}

#[test]
fn an_impatient_hand_sends_once() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour");
    desk.paused = true;
    desk.press("Ctrl-s Ctrl-s");
    desk.write("x");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour", "what is being sent stands as it was sent");
    desk.press("Esc r");
    assert!(desk.refused().contains("Sending"));
    desk.work();
    let said = desk.store.done.iter().filter(|request| matches!(request.action, Action::Say { .. })).count();
    assert_eq!(said, 1);
    assert!(!desk.store.has_drafts(), "the draft is forgotten though the composer was left");
}

#[test]
fn a_failure_after_leaving_is_said_and_the_draft_is_there() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour");
    desk.paused = true;
    desk.press("Ctrl-s Esc");
    desk.store.broken = Some(StoreError::Busy);
    desk.work_once();
    while desk.work_once() {}
    assert!(matches!(desk.model.notice, Some(Notice::Failed(FIRST, _, StoreError::Busy) | Notice::DraftNotKept(..))));
    desk.store.broken = None;
    desk.paused = false;
    desk.wait(TimeDelta::seconds(15));
    desk.press("r");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
}

#[test]
fn nothing_is_not_sent() {
    let mut desk = Desk::with(1);
    for keys in ["r", "c", "e"] {
        desk.press(keys).write(" \n ").press("Ctrl-s");
        assert_eq!(desk.compose().editor.trouble, Some(Trouble::Blank), "{keys}");
        desk.press("Esc");
    }
}

#[test]
fn a_text_has_a_cap_and_says_so() {
    let mut desk = Desk::with(1);
    desk.press("r");
    desk.update(Msg::Paste("x".repeat(MAX_BYTES - 1)));
    desk.write("é");
    assert_eq!(desk.model.notice, Some(Notice::TooLong));
    assert_eq!(desk.compose().editor.text.body().len(), MAX_BYTES - 1);
    desk.write("x");
    assert_eq!((desk.compose().editor.text.body().len(), &desk.model.notice), (MAX_BYTES, &None));
}

#[test]
fn a_change_while_writing_is_marked_and_what_is_said_still_goes() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour");
    desk.store.says(FIRST, Side::Seller, "J'ai livré");
    desk.notice_changes();
    let news = desk.compose().editor.news.clone().unwrap();
    assert_eq!((&news.change.by, news.change.kind), (&Actor::Seller, EventType::DisputeMessage.into()));
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    desk.press("Ctrl-r");
    assert_eq!(desk.compose().editor.news, None);
    desk.press("Ctrl-s");
    assert_eq!(last_message(&desk), "Bonjour");
}

#[test]
fn what_was_typed_before_the_draft_came_is_joined_to_it() {
    let mut desk = Desk::with(1);
    desk.store.put_draft(FIRST, &"camille".into(), Some(r#"{"reply":"d'hier","note":"n"}"#)).unwrap();
    desk.paused = true;
    desk.press("r").write("d'aujourd'hui");
    desk.work();
    assert_eq!(desk.compose().editor.text.body(), "d'hier\nd'aujourd'hui");
    desk.paused = false;
    desk.press("Esc c");
    assert_eq!(desk.compose().editor.text.body(), "n");
}

#[test]
fn a_draft_of_another_form_is_kept_as_a_reply() {
    let mut desk = Desk::with(1);
    desk.store.put_draft(FIRST, &"camille".into(), Some("plain words")).unwrap();
    desk.press("r");
    assert_eq!(desk.compose().editor.text.body(), "plain words");
}

#[test]
fn a_closed_discussion_takes_no_more_and_says_so() {
    let mut desk = Desk::with(1);
    let draft = crate::domain::decision::draft::DecisionInput {
        outcome: crate::domain::vocabulary::Outcome::SellerWins,
        refund: None,
        reasons: "fait".to_owned(),
        cites: Vec::new(),
        key: Some("k".to_owned()),
    };
    desk.press("Enter r").write("Bonjour");
    desk.store.other("ines", FIRST, Action::Decide(draft));
    desk.notice_changes();
    desk.press("Ctrl-s");
    assert!(
        matches!(&desk.compose().editor.trouble, Some(Trouble::Rule(refusal)) if refusal.code().as_str() == "thread_closed")
    );
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    desk.press("Esc r");
    assert!(desk.refused().contains("ClosedToMediators"));
}
