//! What the pages of a decision show before anything is answered: nothing chosen, everything read, what can be opened.

use super::*;
use crate::app::checklist::{self, CheckKind};
use crate::app::command::Command;
use crate::app::decision;
use crate::app::model::{Choice, DecisionPage, Trouble, Verdict};
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::Action;
use crate::domain::vocabulary::{Origin, Outcome, Side};

/// A decision of Inès's, for a second mediator to answer.
fn answered_by_a_second() -> Desk {
    let mut store = TestStore::where_two_decide();
    let draft = DecisionInput {
        outcome: Outcome::SellerWins,
        refund: None,
        reasons: "fait".to_owned(),
        cites: Vec::new(),
        key: None,
    };
    store.other("ines", FIRST, Action::Decide(draft));
    Desk::on(store)
}

fn done(desk: &Desk) -> usize {
    desk.store.done.iter().filter(|request| matches!(request.action, Action::Decide(_) | Action::Approve)).count()
}

#[test]
fn no_outcome_is_chosen_until_the_mediator_chooses_one() {
    let mut desk = Desk::with(1);
    desk.press("D");
    assert_eq!(desk.decide().outcome, None);
    desk.press("Enter Enter Tab");
    assert_eq!((desk.decide().step, &desk.decide().editor.trouble), (DecisionPage::Outcome, &Some(Trouble::NoOutcome)));
    for (key, outcome) in [("j", Outcome::SellerWins), ("k", Outcome::Relaunch), ("2", Outcome::ClientRefunded)] {
        let mut desk = Desk::with(1);
        desk.press("D").press(key);
        assert_eq!(desk.decide().outcome, Some(outcome), "{key}");
    }
    desk.press("1 Enter");
    assert_eq!((desk.decide().step, &desk.decide().editor.trouble), (DecisionPage::Reasons, &None));
}

#[test]
fn a_press_of_the_mouse_chooses_an_outcome_where_none_was() {
    use crate::app::mouse::{HitTarget, MouseAction};
    let mut desk = Desk::with(1);
    desk.press("D");
    let press = |desk: &mut Desk| desk.update(Msg::Mouse(MouseAction::Press, HitTarget::Item(2)));
    press(&mut desk);
    assert_eq!((desk.decide().outcome, desk.decide().step), (Some(Outcome::PartialRefund), DecisionPage::Outcome));
    press(&mut desk);
    assert_eq!(desk.decide().step, DecisionPage::Amount, "a press on what is chosen goes on");
}

#[test]
fn yes_can_not_be_chosen_before_the_page_was_on_screen() {
    let mut desk = Desk::with(1);
    desk.page_lines = 3 * ROWS;
    desk.press("D 1 Enter").write("Conforme").press("Ctrl-s Enter");
    for _ in 0..3 {
        assert_eq!((desk.decide().step, desk.decide().choice), (DecisionPage::Confirm, Choice::No));
        assert!(!desk.decide().page.is_read());
        desk.press("Tab");
    }
    assert!(desk.decide().page.is_read(), "each press has shown more of it");
    assert_eq!((desk.decide().choice, done(&desk)), (Choice::No, 0));
    desk.press("Tab Enter");
    assert_eq!(done(&desk), 1);
    let mut desk = Desk::with(1);
    desk.page_lines = 3 * ROWS;
    desk.press("D 1 Enter").write("Conforme").press("Ctrl-s Enter G Tab Enter");
    assert_eq!(done(&desk), 0, "a leap to the end has not shown what is between");
}

#[test]
fn keys_that_come_before_the_page_was_drawn_do_not_decide() {
    let mut desk = Desk::with(1);
    desk.press("D 1 Enter").write("Conforme").press("Ctrl-s");
    for key in ["Enter", "Tab", "Enter"] {
        desk.update(Msg::Key(key.parse().unwrap()));
    }
    assert_eq!(done(&desk), 0);
}

#[test]
fn a_page_that_changed_is_read_anew() {
    let mut desk = Desk::with(1);
    desk.press("D 1 Enter").write("Conforme").press("Ctrl-s Enter Tab");
    assert_eq!(desk.decide().choice, Choice::Yes);
    desk.store.says(FIRST, Side::Seller, "Voici la suite");
    desk.notice_changes();
    desk.update(Msg::Key("Ctrl-r".parse().unwrap()));
    assert_eq!((desk.decide().choice, desk.decide().page.is_read()), (Choice::No, false));
}

#[test]
fn a_colleagues_decision_is_read_before_it_is_approved_and_may_be_refused_at_once() {
    let mut desk = answered_by_a_second();
    desk.page_lines = 2 * ROWS;
    desk.press("Enter + Tab");
    let review = |desk: &Desk| match &desk.model.layer {
        Some(Layer::Review(review)) => (review.answer, review.page.is_read()),
        other => panic!("{other:?}"),
    };
    assert_eq!(review(&desk), (Verdict::Back, false));
    desk.press("Shift-Tab");
    assert_eq!(review(&desk).0, Verdict::Refuse);
    desk.press("Tab Tab Tab");
    assert_eq!(review(&desk), (Verdict::Approve, true));
    desk.press("Enter");
    assert_eq!(done(&desk), 2);
}

#[test]
fn what_is_wrong_with_an_amount_is_known_while_it_is_typed() {
    let mut desk = Desk::with(1);
    desk.press("D 3 Enter");
    for (typed, is_wrong) in [
        ("", false),
        ("4", false),
        ("4,", false),
        ("4,5", false),
        ("x", true),
        ("120", true),
        ("50 %", false),
        ("4.x", true),
    ] {
        desk.press("Ctrl-u").write(typed);
        let wrong = decision::typing_trouble(desk.model.current_file().unwrap(), desk.decide());
        assert_eq!(wrong.is_some(), is_wrong, "{typed}: {wrong:?}");
        assert_eq!(desk.decide().editor.trouble, None, "nobody has asked to go on");
    }
}

/// A decision at the page of what it rests on, the client's message with its files under the cursor.
fn at_the_cites() -> Desk {
    let mut desk = Desk::with(1);
    desk.store.sends(FIRST, Side::Client, "voyez", vec![store::picture(Origin::Platform)]);
    desk.notice_changes();
    desk.press("D 1 Enter").write("Conforme").press("Ctrl-s j");
    desk
}

#[test]
fn what_can_be_cited_is_opened_over_the_decision_and_closed_again() {
    let mut desk = at_the_cites();
    desk.press("o");
    assert!(matches!(&desk.model.layer, Some(Layer::Message(_))), "{:?}", desk.model.layer);
    desk.press("Esc j o");
    assert!(matches!(&desk.model.layer, Some(Layer::Evidence(_))), "{:?}", desk.model.layer);
    desk.press("Esc");
    assert_eq!((desk.decide().step, desk.decide().cite_cursor), (DecisionPage::Cites, 2));
    assert_eq!(desk.decide().editor.text.body(), "Conforme");
    assert!(desk.model.stack.is_empty());
    // The evidence of a message that was opened so leads back as well.
    desk.press("k o o");
    assert!(matches!(&desk.model.layer, Some(Layer::Evidence(_))), "{:?}", desk.model.layer);
    desk.page_items = Some((0, 1));
    desk.press("Esc Space j Space Enter");
    assert_eq!((desk.decide().step, desk.decide().cites.len()), (DecisionPage::Confirm, 2));
    desk.press("j o");
    assert!(matches!(&desk.model.layer, Some(Layer::Evidence(_))), "the second of what is cited");
    desk.press("Esc Tab Enter");
    assert_eq!(done(&desk), 1);
}

#[test]
fn what_came_since_is_opened_over_the_answer_to_a_decision() {
    let mut desk = answered_by_a_second();
    desk.wait(TimeDelta::minutes(5));
    desk.store.sends(FIRST, Side::Client, "voyez", vec![store::picture(Origin::Platform)]);
    desk.notice_changes();
    desk.page_items = Some((0, 1));
    desk.press("Enter + j o");
    assert!(matches!(&desk.model.layer, Some(Layer::Evidence(_))), "{:?}", desk.model.layer);
    desk.press("Esc k o");
    assert!(matches!(&desk.model.layer, Some(Layer::Message(_))), "{:?}", desk.model.layer);
    desk.press("Esc");
    assert!(matches!(&desk.model.layer, Some(Layer::Review(_))), "{:?}", desk.model.layer);
}

#[test]
fn what_lies_over_a_decision_may_be_struck_and_leads_back() {
    let mut desk = at_the_cites();
    desk.press("j o S").write("hors sujet").press("Enter");
    assert_eq!(desk.decide().step, DecisionPage::Cites);
}

#[test]
fn evidence_that_was_opened_is_looked_at_and_the_key_leads_to_what_was_not() {
    let mut desk = Desk::with(1);
    let files =
        vec![store::picture(Origin::Platform), store::picture(Origin::External), store::picture(Origin::Platform)];
    desk.store.sends(FIRST, Side::Seller, "voyez", files);
    desk.notice_changes();
    desk.press("Enter 3");
    let left = |desk: &Desk| checklist::unopened(desk.model.current_file().unwrap(), &desk.model.opened_evidence).len();
    assert_eq!(left(&desk), 2, "what is from outside need not be looked at");
    desk.press("o Esc");
    assert_eq!(left(&desk), 1);
    desk.press("D o Esc");
    assert_eq!((left(&desk), desk.decide().step), (0, DecisionPage::Outcome));
    let checks = checklist::of(desk.model.current_file().unwrap(), &desk.model.opened_evidence);
    assert!(checks.iter().any(|check| check.kind == CheckKind::Evidence { unopened: 0 } && check.done));
}

#[test]
fn each_line_of_the_list_leads_to_a_command() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    let file = || desk.model.current_file().unwrap();
    assert_eq!(checklist::leads_to(file(), CheckKind::Heard(Side::Seller)), Command::Ask);
    assert_eq!(checklist::leads_to(file(), CheckKind::CommonGround), Command::Propose);
    desk.store.other("camille", FIRST, Action::Ask { to: Side::Seller, body: "Où ?".to_owned(), due: None });
    desk.notice_changes();
    let file = desk.model.current_file().unwrap();
    assert_eq!(checklist::leads_to(file, CheckKind::Heard(Side::Seller)), Command::Remind, "they were asked");
    assert_eq!(checklist::leads_to(file, CheckKind::Heard(Side::Client)), Command::Ask);
    assert_eq!(checklist::leads_to(file, CheckKind::Asks { open: 1, lapsed: 0 }), Command::Remind);
}
