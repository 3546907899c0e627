//! A case is taken over from a colleague only after a question that names them and stands on No.

use super::*;
use crate::app::model::{AfterTakeOver, Choice, Prompt, TakeOverQuestion};
use crate::domain::dispute::action::Action;
use crate::domain::ids::Handle;
use crate::domain::vocabulary::Outcome;

/// A desk of this member's on a case that Inès claimed so long ago; leases end after 30 minutes.
fn held_by_ines(me: &str, minutes: i64) -> Desk {
    let mut store = TestStore::new();
    store.open_many(2, eur(12_000));
    store.other("ines", FIRST, Action::Claim);
    let mut desk = Desk::of(Some(mediator(me)), store);
    desk.wait(TimeDelta::minutes(minutes)).notice_changes();
    desk
}

fn question(desk: &Desk) -> &TakeOverQuestion {
    match &desk.model.layer {
        Some(Layer::Prompt(Prompt::TakeOver(question))) => question,
        other => panic!("nothing is asked, but {other:?}"),
    }
}

fn holder(desk: &Desk) -> Option<Handle> {
    desk.store.dispute(FIRST).claim.map(|claim| claim.by)
}

/// What this desk's mediator did, receipts aside.
fn done(desk: &Desk, me: &str) -> Vec<Action> {
    let by_me = desk.store.done.iter().filter(|request| request.by == me.into());
    by_me.map(|request| request.action.clone()).filter(|action| !matches!(action, Action::MarkRead { .. })).collect()
}

fn taken_over() -> Action {
    Action::TakeOver { from: "ines".into() }
}

#[test]
fn each_command_that_works_on_a_quiet_colleagues_case_asks_first_and_does_nothing_on_no() {
    for key in ["a", "r", "e", "p", "D", "z"] {
        let mut desk = held_by_ines("camille", 45);
        desk.press(key);
        let asked = question(&desk);
        assert_eq!((&asked.from, asked.choice), (&"ines".into(), Choice::No), "{key}");
        assert_eq!(
            (asked.since, desk.now()),
            (Some(start() + TimeDelta::minutes(2)), start() + TimeDelta::minutes(47)),
            "{key}"
        );
        desk.press("Enter");
        assert_eq!((&desk.model.layer, holder(&desk), done(&desk, "camille")), (&None, Some("ines".into()), vec![]));
        desk.press(key).press("Tab Esc");
        assert_eq!((&desk.model.layer, done(&desk, "camille")), (&None, vec![]), "{key}");
    }
}

#[test]
fn after_yes_the_case_is_ones_own_and_one_goes_on() {
    let mut desk = held_by_ines("camille", 45);
    desk.press("r Tab Enter");
    assert_eq!((holder(&desk), done(&desk, "camille")), (Some("camille".into()), vec![taken_over()]));
    assert_eq!(desk.model.notice, Some(Notice::Done(FIRST, crate::app::model::ActionOutcome::Claimed)));
    desk.write("Bonjour à vous deux.").press("Ctrl-s");
    let said = Action::Say { body: "Bonjour à vous deux.".to_owned() };
    assert_eq!(done(&desk, "camille"), [taken_over(), said], "no second claim, and no second question");
    let told = desk.store.memory.notifications(&"ines".into(), desk.store.now).unwrap();
    assert_eq!(told.len(), 1, "{told:?}");

    // A claim alone goes on with nothing; what opens a list or a page opens it.
    let mut desk = held_by_ines("camille", 45);
    desk.press("a Tab Enter");
    assert_eq!((&desk.model.layer, holder(&desk)), (&None, Some("camille".into())));
    let mut desk = held_by_ines("camille", 45);
    desk.press("D Tab Enter");
    assert_eq!(desk.decide().editor.dispute, FIRST);
}

#[test]
fn what_was_written_before_the_case_was_another_s_is_sent_after_yes_and_kept_after_no() {
    let mut desk = Desk::with(2);
    desk.press("Enter r").write("Je propose");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes().wait(TimeDelta::minutes(31)).press("Ctrl-s");
    assert_eq!(question(&desk).from, "ines".into());
    desk.press("Enter");
    assert_eq!(desk.compose().editor.text.body(), "Je propose");
    assert_eq!((desk.compose().editor.sending, done(&desk, "camille")), (None, vec![]));
    desk.press("Ctrl-s Tab Enter");
    assert_eq!(done(&desk, "camille"), [taken_over(), Action::Say { body: "Je propose".to_owned() }]);
    assert_eq!((&desk.model.layer, desk.store.last_message(FIRST).as_str()), (&None, "Je propose"));
    assert!(desk.model.stack.is_empty() && !desk.store.has_drafts());
}

#[test]
fn a_decision_is_taken_after_yes_as_it_was_confirmed() {
    let mut desk = Desk::with(2);
    desk.press("Enter D 2 Enter").write("Au vu du dossier.").press("Tab Tab");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes().wait(TimeDelta::minutes(31)).press("Ctrl-r");
    while desk.decide().step != crate::app::model::DecisionPage::Confirm {
        let key = if desk.model.context() == crate::app::command::KeyContext::Writing { "Tab" } else { "Enter" };
        desk.press(key);
    }
    desk.press("Tab Enter");
    assert_eq!(question(&desk).choice, Choice::No);
    assert_eq!(done(&desk, "camille"), []);
    desk.press("Tab Enter");
    let decision = desk.store.dispute(FIRST).decision.expect("it is decided");
    assert_eq!((decision.by, decision.outcome), ("camille".into(), Outcome::ClientRefunded));
    assert_eq!(done(&desk, "camille").len(), 2);
}

#[test]
fn within_the_lease_a_mediator_is_refused_and_a_lead_is_asked() {
    for key in ["a", "r", "D"] {
        let mut desk = held_by_ines("camille", 10);
        desk.press(key);
        assert!(desk.refused().contains("ClaimedByOther") && desk.model.layer.is_none(), "{key}");
        let mut desk = held_by_ines("otto", 10);
        desk.press(key);
        assert!(!question(&desk).is_quiet(desk.now()), "{key}");
        assert!(matches!(question(&desk).then, AfterTakeOver::Run(_)));
        desk.press("Tab Enter");
        assert_eq!((holder(&desk), done(&desk, "otto")), (Some("otto".into()), vec![taken_over()]), "{key}");
        assert_eq!(desk.model.layer.is_some(), key != "a", "{key}");
    }
}

#[test]
fn reading_and_what_needs_no_claim_never_ask() {
    let mut desk = held_by_ines("camille", 45);
    desk.store.says(FIRST, crate::domain::vocabulary::Side::Client, "Alors ?");
    desk.notice_changes().press("Enter j k 1 2 3 Esc");
    assert_eq!(desk.model.layer, None);
    desk.press("c").write("Elle est en congé.").press("Ctrl-s");
    assert_eq!((holder(&desk), done(&desk, "camille").len()), (Some("ines".into()), 1));
    // Nor does one's own case, nor nobody's.
    let mut desk = held_by_ines("ines", 45);
    desk.press("r");
    desk.compose();
    let mut desk = Desk::with(1);
    desk.press("a");
    assert_eq!(holder(&desk), Some("camille".into()));
}

#[test]
fn a_question_about_what_changed_hands_meanwhile_is_put_anew_or_closed_and_told() {
    // The colleague is back: there is nothing to ask any more.
    let mut desk = held_by_ines("camille", 45);
    desk.press("r");
    desk.store.other("ines", FIRST, Action::Say { body: "Me revoici.".to_owned() });
    desk.notice_changes();
    assert_eq!(desk.model.layer, None);
    assert!(
        matches!(&desk.model.notice, Some(Notice::News(news)) if news.change.by.mediator() == Some(&"ines".into()))
    );
    // A lead who was asked about one colleague is asked anew about the next, from No.
    let mut desk = held_by_ines("otto", 45);
    desk.press("a Tab");
    desk.store.other("camille", FIRST, Action::TakeOver { from: "ines".into() });
    desk.notice_changes();
    assert_eq!((&question(&desk).from, question(&desk).choice), (&"camille".into(), Choice::No));
    // Or the store says so, where it comes first: what the desk was about to do is not done.
    let mut desk = held_by_ines("otto", 45);
    desk.press("r Tab");
    desk.store.other("camille", FIRST, Action::TakeOver { from: "ines".into() });
    desk.press("Enter");
    assert_eq!((holder(&desk), done(&desk, "otto")), (Some("camille".into()), vec![]));
    assert!(matches!(desk.model.notice, Some(Notice::Failed(FIRST, ..))), "{:?}", desk.model.notice);
    assert_eq!(desk.model.layer, None);
}

#[test]
fn what_was_written_stays_where_the_case_could_not_be_taken_over() {
    let mut desk = Desk::with(2);
    desk.press("Enter r").write("Je propose");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes().wait(TimeDelta::minutes(31)).press("Ctrl-s Tab");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.press("Enter");
    let editor = &desk.compose().editor;
    assert_eq!((editor.text.body(), editor.sending), ("Je propose", None));
    assert!(editor.trouble.is_some());
    assert_eq!(done(&desk, "camille"), []);
}

use crate::store::PersonalStore as _;
use store::start;
