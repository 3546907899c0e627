//! The store that can't be reached, and what was sent and never answered.

use super::*;
use crate::app::model::{ActionOutcome, DecisionPage, Trouble, UnansweredText, Unavailable};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::vocabulary::{Outcome, Side};
use crate::store::{Place, StoreError, Unusable, UnusableWhy};

fn unreachable() -> StoreError {
    let place = Place::parse(std::path::Path::new("postgres://db.example.org/litige"));
    StoreError::Unusable(Unusable { place, why: UnusableWhy::Unreachable("connection refused".to_owned()) })
}

fn said(desk: &Desk) -> Vec<String> {
    let said = desk.store.done.iter().filter_map(|request| match &request.action {
        Action::Say { body } => Some(body.clone()),
        _ => None,
    });
    said.collect()
}

/// A desk whose reply to the first case was sent, done, and never answered.
fn desk_with_an_unanswered_reply() -> Desk {
    let mut desk = Desk::with(2);
    desk.press("r").write("Bonjour");
    desk.wait(TimeDelta::seconds(1));
    desk.store.loses_answers = true;
    desk.press("Ctrl-s");
    desk
}

/// A desk whose store can't be reached any more.
fn lose(desk: &mut Desk) {
    desk.store.broken = Some(unreachable());
    desk.update(Msg::Trouble(unreachable()));
}

fn is_marked_unanswered(desk: &Desk) -> bool {
    desk.compose().editor.trouble == Some(Trouble::Store(StoreError::Unanswered))
}

#[test]
fn what_was_never_answered_stands_as_it_was_sent_and_asks_again_under_its_key() {
    let mut desk = desk_with_an_unanswered_reply();
    assert!(is_marked_unanswered(&desk));
    // Nothing is typed into what the parties may have already.
    desk.write("x").press("Ctrl-t Ctrl-e");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    assert!(matches!(desk.model.notice, Some(Notice::Refused(_, Unavailable::Unanswered))));
    assert!(desk.edited.is_empty());
    desk.press("Ctrl-s");
    assert!(is_marked_unanswered(&desk), "it is not known yet");
    desk.store.loses_answers = false;
    desk.press("Ctrl-s");
    assert_eq!(desk.model.layer, None);
    assert_eq!(desk.model.notice, Some(Notice::Done(FIRST, ActionOutcome::Replied)));
    assert_eq!(said(&desk), ["Bonjour"], "it is sent once");
    assert!(desk.model.unanswered.is_empty());
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(desk.store.draft(FIRST), None);
}

#[test]
fn refresh_asks_again_for_what_was_left_unanswered() {
    let mut desk = desk_with_an_unanswered_reply();
    desk.press("Esc");
    assert_eq!(desk.model.layer, None);
    assert!(desk.store.draft(FIRST).unwrap().contains("Bonjour"), "the draft is kept");
    desk.press("R");
    assert_eq!(desk.model.unanswered.len(), 1);
    assert_eq!(
        desk.model.notice,
        Some(Notice::Failed(FIRST, ActionOutcome::Replied, StoreError::Unanswered)),
        "it is told anew, with what asks again"
    );
    desk.store.loses_answers = false;
    desk.press("R");
    assert_eq!((said(&desk).len(), desk.model.unanswered.len()), (1, 0));
    desk.wait(TimeDelta::seconds(1));
    assert_eq!(desk.store.draft(FIRST), None);
}

/// The desk is killed before it knows, and another is started on the same store.
#[test]
fn a_text_that_was_not_answered_is_known_to_the_next_desk_and_sent_once() {
    for keys in ["r", "c"] {
        let mut desk = Desk::with(2);
        desk.press(keys).write("Bonjour");
        desk.store.loses_answers = true;
        desk.press("Ctrl-s");
        desk.wait(TimeDelta::seconds(1));
        let sent: Vec<_> = desk.store.done.iter().map(|request| request.key.clone()).collect();
        let mut next = Desk::on(desk.store);
        next.store.loses_answers = false;
        next.press(keys);
        assert!(is_marked_unanswered(&next), "{keys}");
        next.write("x");
        assert_eq!(next.compose().editor.text.body(), "Bonjour", "nothing is typed into what was sent");
        next.press("Ctrl-s");
        assert_eq!(next.model.layer, None);
        let texts = next.store.done.iter().filter(|request| !matches!(request.action, Action::MarkRead { .. }));
        assert_eq!(texts.count(), 1, "{keys}: {sent:?}");
        next.wait(TimeDelta::seconds(1));
        assert_eq!((next.store.draft(FIRST), next.model.unanswered.len()), (None, 0));
    }
}

#[test]
fn refresh_asks_once_however_often_it_is_pressed() {
    let mut desk = desk_with_an_unanswered_reply();
    desk.press("Esc");
    desk.paused = true;
    desk.press("R R R");
    assert_eq!(desk.model.notice, Some(Notice::AskingAgain(1)));
    let says = |request: &Request| matches!(request.action, Action::Say { .. });
    let asked = desk.waiting.iter().filter(|effect| matches!(effect, Effect::Act(_, request) if says(request)));
    assert_eq!(asked.count(), 1);
}

#[test]
fn a_reply_that_is_opened_again_is_the_unanswered_one() {
    let mut desk = desk_with_an_unanswered_reply();
    desk.press("Esc r");
    assert!(is_marked_unanswered(&desk));
    desk.write("x");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
    // A note is another text.
    desk.press("Esc c").write("Une note");
    assert_eq!(desk.compose().editor.text.body(), "Une note");
    desk.press("Esc r");
    desk.store.loses_answers = false;
    desk.press("Ctrl-s");
    assert_eq!((said(&desk).len(), &desk.model.layer), (1, &None));
}

#[test]
fn of_what_was_not_answered_only_a_refusal_tells_that_it_was_not_done() {
    let mut desk = desk_with_an_unanswered_reply();
    desk.store.loses_answers = false;
    for error in [unreachable(), StoreError::Busy, StoreError::Full] {
        desk.store.broken = Some(error);
        desk.press("Ctrl-s");
        assert!(is_marked_unanswered(&desk));
    }
    let refusal = crate::domain::refusal::PermissionRefusal::NotOfTheTeam { handle: "camille".into() };
    desk.store.broken = Some(StoreError::Refused(refusal.into()));
    desk.press("Ctrl-s");
    assert!(matches!(desk.compose().editor.trouble, Some(Trouble::Rule(_))));
    assert!(desk.model.unanswered.is_empty());
    desk.write("!");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour!", "it can be changed and sent anew");
}

#[test]
fn a_decision_that_was_never_answered_is_asked_for_again_as_it_was_and_taken_once() {
    let mut desk = Desk::with(1);
    desk.press("D 1 Enter").write("Rien n'a été livré.").press("Tab Enter Tab");
    assert_eq!(desk.decide().step, DecisionPage::Confirm);
    desk.store.loses_answers = true;
    desk.press("Enter");
    assert_eq!(desk.decide().editor.trouble, Some(Trouble::Store(StoreError::Unanswered)));
    // The case has come back decided meanwhile; what was sent still stands.
    desk.notice_changes();
    desk.press("Shift-Tab");
    assert_eq!(desk.decide().step, DecisionPage::Confirm);
    desk.store.loses_answers = false;
    desk.press("Enter");
    let Some(Notice::Done(FIRST, ActionOutcome::Decided { outcome, .. })) = &desk.model.notice else {
        panic!("{:?}", desk.model.notice)
    };
    assert_eq!(*outcome, Outcome::SellerWins);
    let decided = desk.store.done.iter().filter(|request| matches!(request.action, Action::Decide(_))).count();
    assert_eq!((decided, desk.model.on_hold.is_some()), (1, true));
}

#[test]
fn a_decision_that_was_left_unanswered_is_a_draft_and_refresh_asks_again() {
    let mut desk = Desk::with(1);
    desk.press("D 1 Enter").write("Rien n'a été livré.").press("Tab Enter Tab");
    desk.store.loses_answers = true;
    desk.press("Enter Esc");
    assert_eq!(desk.model.layer, None, "it is left at once, and not page by page");
    desk.store.loses_answers = false;
    desk.press("R");
    assert!(matches!(&desk.model.notice, Some(Notice::Done(FIRST, ActionOutcome::Decided { .. }))));
}

/// The desk is killed before it knows whether a proposal was made, and another is started.
#[test]
fn a_proposal_that_was_not_answered_is_known_to_the_next_desk_and_made_once() {
    let mut desk = Desk::with(1);
    desk.press("p Tab").write("20").press("Tab").write("Chacun sa part.");
    desk.store.loses_answers = true;
    desk.press("Ctrl-s");
    assert_eq!(desk.model.unanswered.len(), 1);
    desk.wait(TimeDelta::seconds(1));
    let mut next = Desk::on(desk.store);
    next.store.loses_answers = false;
    next.press("Enter");
    assert_eq!(next.model.unanswered, desk.model.unanswered, "it is asked for as it was");
    next.press("R");
    let made = |request: &&Request| matches!(request.action, Action::Propose { .. });
    assert_eq!((next.store.done.iter().filter(made).count(), next.model.unanswered.len()), (1, 0));
    next.wait(TimeDelta::seconds(1));
    assert_eq!(next.store.draft(FIRST), None);
}

#[test]
fn every_text_that_was_sent_is_kept_and_asked_for_as_it_was() {
    use crate::domain::decision::draft::DecisionInput;
    use crate::domain::ids::{AskId, Cite, MessageId, OwedAnswer, RequestKey};
    use crate::domain::marketplace::event::Terms;
    use crate::domain::money::amount::{Currency, Money};
    let refund = Money { minor: 4_000, currency: Currency::EUR };
    let body = || "Bonjour".to_owned();
    let actions = [
        Action::Say { body: body() },
        Action::Remind { of: Some(OwedAnswer::Ask(AskId(3))), body: body() },
        Action::Note { body: body() },
        Action::Ask { to: Side::Seller, body: body(), due: Some(store::start()) },
        Action::Propose { terms: Terms::PartialRefund { refund, terms: body() } },
        Action::Propose { terms: Terms::Relaunch { terms: body() } },
        Action::Decide(DecisionInput {
            outcome: Outcome::PartialRefund,
            refund: Some(refund),
            reasons: body(),
            cites: vec![Cite::Message(MessageId(7))],
            key: Some("k".to_owned()),
        }),
        Action::Refuse { reason: body() },
    ];
    for action in actions {
        let key = Some(RequestKey("k".to_owned()));
        let request = Request { dispute: FIRST, by: "camille".into(), action, seen: Some(4), key };
        let kept = serde_json::to_string(&UnansweredText::of(&request).unwrap()).unwrap();
        let read: UnansweredText = serde_json::from_str(&kept).unwrap();
        assert_eq!(read.request(FIRST, "camille".into()), request, "{kept}");
    }
}

#[test]
fn an_act_without_a_text_that_was_never_answered_is_told_and_asked_for_again() {
    let mut desk = Desk::with(1);
    desk.store.loses_answers = true;
    desk.press("a");
    assert_eq!(desk.model.notice, Some(Notice::Failed(FIRST, ActionOutcome::Claimed, StoreError::Unanswered)));
    desk.store.loses_answers = false;
    desk.press("R");
    assert_eq!(desk.model.notice, Some(Notice::Done(FIRST, ActionOutcome::Claimed)));
    assert_eq!(desk.store.done.len(), 1);
}

#[test]
fn of_marked_cases_the_one_that_was_not_answered_is_told_and_asked_for_again() {
    let mut desk = Desk::with(3);
    desk.store.loses_answers = true;
    desk.press("Space j Space z Enter Enter");
    let report = desk.model.bulk.report.clone().unwrap();
    assert_eq!((report.done.len(), report.refused.len(), report.not_tried.len()), (0, 1, 1), "{report:?}");
    assert_eq!(desk.model.unanswered.len(), 1);
    desk.store.loses_answers = false;
    desk.press("R");
    let snoozed = desk.store.done.iter().filter(|request| matches!(request.action, Action::Snooze { .. })).count();
    assert_eq!((desk.model.unanswered.len(), snoozed), (0, 1));
}

#[test]
fn a_view_that_was_never_answered_is_kept_under_the_same_key() {
    let mut desk = Desk::with(1);
    desk.press("f").write("client:ada").press("Enter F").write("Ada");
    desk.store.loses_answers = true;
    desk.press("Enter");
    desk.store.broken = Some(unreachable());
    desk.press("Enter");
    (desk.store.broken, desk.store.loses_answers) = (None, false);
    desk.press("Enter");
    assert!(matches!(&desk.model.notice, Some(Notice::View(name, _)) if name == "Ada"), "{:?}", desk.model.notice);
}

#[test]
fn a_lost_server_leaves_what_is_shown_and_what_was_read_and_says_since_when() {
    let mut desk = Desk::with(3);
    desk.press("Enter");
    let lost_at = desk.now();
    lose(&mut desk);
    assert_eq!(desk.model.lost_since, Some(lost_at));
    assert_eq!(desk.model.notice, None, "the first row says it");
    desk.wait(TimeDelta::minutes(10));
    assert_eq!(desk.model.lost_since, Some(lost_at), "since it was lost, however often it is tried");
    assert!(desk.model.current_file().is_some());
    desk.press("J");
    assert_eq!(desk.open_case(), Some(1002));
    assert!(desk.model.current_file().is_some(), "what was read ahead is still at hand");
    desk.press("K r").write("Bonjour");
    assert_eq!(desk.compose().editor.text.body(), "Bonjour");
}

#[test]
fn a_lost_server_is_tried_with_one_question_less_and_less_often() {
    let mut desk = Desk::with(3);
    lose(&mut desk);
    desk.paused = true;
    let mut asked = Vec::new();
    let until = desk.now() + TimeDelta::minutes(3);
    while desk.now() < until {
        let at = desk.model.next_wake().unwrap();
        desk.store.now = at;
        let is_due = desk.model.retry_at.is_some_and(|due| due <= at);
        desk.update(Msg::Clock(at));
        if is_due {
            asked.push((at, desk.waiting.iter().filter(|effect| matches!(effect, Effect::Read(..))).count()));
        }
        desk.work();
    }
    let pauses: Vec<i64> = asked.windows(2).map(|pair| (pair[1].0 - pair[0].0).num_milliseconds()).collect();
    assert!(pauses.len() > 6 && pauses[0] < 5_000 && pauses[pauses.len() - 1] > 10_000, "{pauses:?}");
    assert!(pauses.windows(2).all(|pair| pair[1] >= pair[0]), "{pauses:?}");
    assert!(asked.iter().all(|(_, reads)| *reads <= 2), "{asked:?}");
}

#[test]
fn coming_back_is_one_line_and_everything_is_read_again() {
    let mut desk = Desk::with(2);
    desk.press("Enter");
    lose(&mut desk);
    desk.wait(TimeDelta::minutes(2));
    desk.store.broken = None;
    desk.wait(TimeDelta::seconds(20));
    assert_eq!((desk.model.lost_since, &desk.model.trouble), (None, &None));
    assert!(matches!(desk.model.notice, Some(Notice::Connected(after)) if after >= TimeDelta::minutes(2)));
    // Not again with the next key.
    desk.press("j");
    assert_eq!(desk.model.notice, None);
}

#[test]
fn what_happened_meanwhile_is_shown_when_the_server_is_back() {
    let mut desk = Desk::with(2);
    desk.press("Enter");
    lose(&mut desk);
    desk.wait(TimeDelta::minutes(2));
    desk.store.broken = None;
    desk.store.says(FIRST, Side::Seller, "J'ai livré");
    desk.wait(TimeDelta::seconds(20));
    assert_eq!(desk.model.current_file().unwrap().thread.len(), 2);
}

#[test]
fn refresh_tries_a_lost_server_at_once() {
    let mut desk = Desk::with(1);
    lose(&mut desk);
    desk.store.broken = None;
    desk.press("R");
    assert_eq!(desk.model.lost_since, None);
    assert!(matches!(desk.model.notice, Some(Notice::Connected(_))));
}

#[test]
fn a_draft_that_a_lost_server_can_not_take_is_no_line_of_its_own() {
    let mut desk = Desk::with(1);
    desk.press("r");
    desk.store.broken = Some(unreachable());
    desk.write("Bonjour").wait(TimeDelta::seconds(10));
    assert_eq!((desk.model.notice.clone(), desk.model.lost_since.is_some()), (None, true));
    desk.store.broken = None;
    desk.wait(TimeDelta::seconds(20));
    assert!(desk.store.draft(FIRST).unwrap().contains("Bonjour"));
}

#[test]
fn a_reply_that_never_reached_a_lost_server_is_known_not_to_be_sent() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour");
    desk.store.broken = Some(unreachable());
    desk.press("Ctrl-s");
    assert_eq!(desk.compose().editor.trouble, Some(Trouble::Store(unreachable())));
    assert!(desk.model.unanswered.is_empty());
    desk.write("!");
    desk.store.broken = None;
    desk.press("Ctrl-s");
    assert_eq!(said(&desk), ["Bonjour!"]);
}

#[test]
fn a_desk_without_a_server_quits_at_once_with_its_draft() {
    let mut desk = Desk::with(1);
    desk.press("r").write("Bonjour");
    lose(&mut desk);
    desk.paused = true;
    desk.press("Ctrl-c");
    assert!(desk.waiting.contains(&Effect::Quit));
    let unkept: Vec<_> = desk.model.drafts.unkept().collect();
    assert!(matches!(&unkept[..], [(FIRST, draft)] if draft.contains("Bonjour")), "{unkept:?}");
}
