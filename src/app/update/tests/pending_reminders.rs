//! What a party owes an answer to: the reminder, offered once what they owe has lapsed; and the calm word, where it is heated.

use super::*;
use crate::app::pending_reminders::{self, PendingReminder};
use crate::app::templates::heated;
use crate::app::{Answer, Generation, Read};
use crate::domain::discussion::lexicon::Lexicon;
use crate::domain::dispute::action::Action;
use crate::domain::ids::OwedAnswer;
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::vocabulary::Side;

/// A desk whose party has been asked and was silent for longer than they had.
fn lapsed(body: &str) -> Desk {
    let mut desk = Desk::with(1);
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Seller, body: body.to_owned(), due: None });
    desk.notice_changes();
    later(&mut desk, TimeDelta::hours(49));
    desk
}

/// Time passes and what is over by then lapses.
fn later(desk: &mut Desk, time: TimeDelta) {
    desk.wait(time);
    desk.store.settle();
    desk.notice_changes();
    desk.press("R");
}

fn offered(desk: &Desk) -> Option<&'static str> {
    pending_reminders::lapsed(desk.model.cases.get(FIRST).unwrap(), desk.now()).map(PendingReminder::reply)
}

fn said(desk: &Desk) -> String {
    desk.store.last_message(FIRST)
}

#[test]
fn who_did_not_answer_in_time_is_reminded_by_one_key_and_its_sending() {
    let mut desk = lapsed("Le fichier ?");
    assert_eq!(offered(&desk), Some("reminder"));
    desk.press("m");
    let text = desk.compose().editor.text.body().to_owned();
    // The whole text, in the order's language, to whom, of what, and with a new deadline: 48 hours from now.
    for words in
        ["Bonjour Nova 1,", "8 novembre", "« Le fichier ? »".replace(' ', "\u{a0}").as_str(), "12 novembre à 11 h 01"]
    {
        let plain = |text: &str| text.replace(['\u{a0}', '\u{202f}'], " ");
        assert!(plain(&text).contains(&plain(words)), "{words}: {text}");
    }
    assert!(!text.contains('{'), "{text}");
    desk.press("Ctrl-s");
    assert!(desk.model.layer.is_none(), "sent");
    assert_eq!(said(&desk), text);
    let sent = &desk.store.done.last().unwrap().action;
    assert!(matches!(sent, Action::Remind { of: Some(OwedAnswer::Ask(_)), .. }), "{sent:?}");
    assert_eq!(offered(&desk), None, "who was reminded is given time");
    desk.press("m");
    assert!(desk.compose().editor.text.body().contains("Nova 1"), "it stays possible");
}

#[test]
fn before_the_deadline_it_is_possible_and_not_offered() {
    let mut desk = Desk::with(1);
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Client, body: "Laquelle ?".to_owned(), due: None });
    desk.notice_changes();
    assert_eq!(offered(&desk), None);
    desk.press("m");
    // Until their own deadline, not a new one.
    assert!(desk.compose().editor.text.body().contains("10 novembre"), "{}", desk.compose().editor.text.body());
}

#[test]
fn where_nothing_is_owed_it_is_said() {
    let mut desk = Desk::with(1);
    desk.press("m");
    assert_eq!(desk.refused(), "remind NothingOwed");
    let mut desk = lapsed("Le fichier ?");
    desk.store.says(FIRST, Side::Seller, "Le voici");
    desk.notice_changes();
    assert_eq!(offered(&desk), None);
    desk.press("m");
    assert_eq!(desk.refused(), "remind NothingOwed", "who has written since owes nothing");
    let mut desk = Desk::of(None, lapsed("Le fichier ?").store);
    desk.press("m");
    assert_eq!(desk.refused(), "remind LookOnly");
}

#[test]
fn a_proposal_without_an_answer_names_whoever_owes_it() {
    let mut desk = Desk::with(1);
    let terms = Terms::PartialRefund { refund: eur(4_000), terms: String::new() };
    desk.store.other("camille", FIRST, Action::Propose { terms });
    desk.notice_changes();
    later(&mut desk, TimeDelta::hours(73));
    assert_eq!(offered(&desk), Some("proposal-reminder"));
    desk.press("m");
    assert!(
        desk.compose().editor.text.body().starts_with("Bonjour Léa 1 et Nova 1,"),
        "{}",
        desk.compose().editor.text.body()
    );
    assert!(!desk.compose().editor.text.body().contains('{'));
    desk.press("Esc");
    let proposal = desk.store.dispute(FIRST).proposals[0].id;
    desk.store.happens(FIRST, EventKind::ProposalAnswered { by: Side::Client, proposal, accept: true });
    desk.notice_changes();
    desk.press("m");
    assert!(desk.compose().editor.text.body().starts_with("Bonjour Nova 1,"), "{}", desk.compose().editor.text.body());
}

#[test]
fn of_a_question_and_a_proposal_what_was_due_first_is_reminded_of() {
    let mut desk = lapsed("Le fichier ?");
    let terms = Terms::PartialRefund { refund: eur(4_000), terms: String::new() };
    desk.store.other("camille", FIRST, Action::Propose { terms });
    desk.notice_changes();
    desk.press("m");
    assert!(desk.compose().editor.text.body().contains("Le fichier ?"));
    desk.press("Esc");
    // The seller says something: what both owe now is a word on the proposal.
    desk.store.says(FIRST, Side::Seller, "Le voici");
    desk.notice_changes();
    desk.press("m");
    let text = desk.compose().editor.text.body();
    assert!(text.contains("p1") && text.contains("Léa 1 et Nova 1"), "{text}");
}

#[test]
fn what_was_begun_stands_before_a_reminder_and_one_that_was_not_touched_is_no_draft() {
    let mut desk = lapsed("Le fichier ?");
    desk.press("m Esc");
    assert!(desk.model.drafts.of(FIRST).is_none() && desk.model.notice.is_none(), "nothing was written");
    desk.press("r").write("Autre chose.").press("Esc m");
    let text = desk.compose().editor.text.body();
    assert!(text.starts_with("Autre chose.\n\nBonjour Nova 1,"), "{text}");
    desk.press("Esc m");
    assert!(desk.model.drafts.of(FIRST).unwrap().reply == "Autre chose.", "and the draft is as it was");
}

#[test]
fn a_draft_that_comes_late_does_not_take_a_reminders_place() {
    let mut desk = lapsed("Le fichier ?");
    desk.press("m");
    let reminder = desk.compose().editor.text.body().to_owned();
    let come = |desk: &mut Desk, stored: &str| {
        let answer = Ok(Answer::Draft(Some(stored.to_owned())));
        desk.update(Msg::Read(Generation(999), Read::Draft(FIRST), answer));
    };
    come(&mut desk, "{\"note\":\"à part\"}");
    assert_eq!(desk.compose().editor.text.body(), reminder);
    come(&mut desk, "{\"reply\":\"Commencé.\"}");
    assert_eq!(desk.compose().editor.text.body(), format!("Commencé.\n{reminder}"));
}

#[test]
fn the_calm_word_comes_first_while_the_newest_word_of_a_party_is_heated() {
    let mut desk = lapsed("Le fichier ?");
    desk.model.lexicon = Lexicon::parse("[heated]\narnaque\n").unwrap();
    let first = |desk: &mut Desk| {
        desk.notice_changes();
        desk.press("r Ctrl-t");
        let picker = desk.model.layer.as_ref().and_then(Layer::picker).unwrap();
        let first = (picker.items[0].name.clone(), picker.items[0].fits);
        desk.press("Esc Esc");
        first
    };
    assert_eq!(first(&mut desk), ("reminder".to_owned(), true));
    desk.store.says(FIRST, Side::Client, "C'est une ARNAQUE !");
    assert_eq!(first(&mut desk), ("calm-down".to_owned(), true), "though a reminder suits, too");
    // What a mediator writes changes nothing; the next calm word of a party does.
    desk.press("r").write("Restons calmes, sans parler d'arnaque.").press("Ctrl-s");
    assert!(heated(&desk.store.case(FIRST), &desk.model.lexicon));
    desk.store.says(FIRST, Side::Client, "Pardon.");
    assert_eq!(first(&mut desk), ("reminder".to_owned(), true));
}
