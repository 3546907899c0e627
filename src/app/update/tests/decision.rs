//! Deciding.

use super::*;
use crate::app::decision;
use crate::app::model::{ActionOutcome, Choice, DecisionPage, Trouble, Verdict};
use crate::domain::case::records::DecisionState;
use crate::domain::decision::draft::DecisionInput;
use crate::domain::dispute::action::Action;
use crate::domain::ids::Cite;
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Basis, OrderState, Origin, Outcome, Side};
use crate::store::StoreError;

fn decisions(desk: &Desk) -> Vec<&DecisionInput> {
    let drafts = desk.store.done.iter().map(|request| match &request.action {
        Action::Decide(draft) => Some(draft),
        _ => None,
    });
    drafts.flatten().collect()
}

/// A desk at the last page of a partial refund of 40 €.
fn at_the_last_page() -> Desk {
    let mut desk = Desk::with(3);
    desk.press("D 3 Enter").write("40").press("Enter").write("Une part du travail manque").press("Ctrl-s Enter");
    assert_eq!(desk.decide().step, DecisionPage::Confirm);
    desk
}

fn draft(outcome: Outcome) -> DecisionInput {
    DecisionInput { outcome, refund: None, reasons: "fait".to_owned(), cites: Vec::new(), key: Some("k".to_owned()) }
}

#[test]
fn a_partial_refund_from_the_queue_to_the_next_case() {
    let mut desk = at_the_last_page();
    assert_eq!(desk.decide().choice, Choice::No);
    desk.press("Tab Enter");
    let sent = decisions(&desk)[0];
    assert_eq!((sent.outcome, sent.refund), (Outcome::PartialRefund, Some(eur(4_000))));
    assert_eq!(sent.reasons, "Une part du travail manque");
    let balances = desk.store.case(FIRST).case.order.balances;
    assert_eq!((balances.client, balances.seller, balances.escrow), (4_000, 8_000, 0));
    let held = desk.model.on_hold.clone().unwrap();
    assert_eq!((held.dispute, held.until), (FIRST, desk.now() + TimeDelta::minutes(10)));
    match &desk.model.notice {
        Some(Notice::Done(
            FIRST,
            ActionOutcome::Decided { outcome: Outcome::PartialRefund, next, effective_at, .. },
        )) => {
            assert_eq!((*next, *effective_at), (Some(DisputeId(1002)), Some(held.until)));
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.open_case(), Some(1001), "nobody is moved against their will");
    desk.press("Enter");
    assert_eq!(desk.open_case(), Some(1002), "Enter takes what is offered");
    assert!(!desk.store.has_drafts());
}

#[test]
fn enter_and_enter_and_enter_never_decides() {
    let mut desk = at_the_last_page();
    desk.press("Enter Enter Enter Enter Enter Enter");
    assert!(decisions(&desk).is_empty());
    let mut desk = Desk::with(1);
    desk.press("D Enter Enter 1 Enter Enter Enter")
        .write("raisons")
        .press("Enter Enter Ctrl-s Enter Enter Enter y D Ctrl-s");
    assert!(decisions(&desk).is_empty(), "no letter and no repeated key");
}

#[test]
fn the_answer_is_no_again_whenever_one_comes_back() {
    let mut desk = at_the_last_page();
    desk.press("Right");
    assert_eq!(desk.decide().choice, Choice::Yes);
    desk.press("Esc Enter");
    assert_eq!((desk.decide().step, desk.decide().choice), (DecisionPage::Confirm, Choice::No));
    desk.press("Tab Tab");
    assert_eq!(desk.decide().choice, Choice::No);
}

#[test]
fn a_double_confirmation_sends_one_decision() {
    let mut desk = at_the_last_page();
    desk.paused = true;
    desk.press("Tab Enter Enter Tab Enter Esc D");
    assert!(desk.refused().contains("Sending"));
    desk.work();
    assert_eq!(decisions(&desk).len(), 1);
    assert_eq!(desk.model.on_hold.as_ref().map(|held| held.dispute), Some(FIRST));
}

#[test]
fn the_same_key_goes_with_every_attempt() {
    let mut desk = at_the_last_page();
    let key = desk.decide().key.clone();
    desk.store.broken = Some(StoreError::Io("disk full".to_owned()));
    desk.press("Tab Enter");
    assert_eq!(desk.decide().editor.trouble, Some(Trouble::Store(StoreError::Io("disk full".to_owned()))));
    assert_eq!(
        (desk.decide().step, desk.decide().choice),
        (DecisionPage::Confirm, Choice::No),
        "the answer is asked anew"
    );
    desk.store.broken = None;
    desk.press("Tab Enter");
    assert_eq!(decisions(&desk)[0].key, Some(key.clone()));
    assert_eq!(uuid::Uuid::parse_str(&key).unwrap().get_version_num(), 7);
    desk.press("J D");
    assert_ne!(desk.decide().key, key, "another decision, another key");
}

#[test]
fn each_page_says_what_is_missing() {
    let mut desk = Desk::with(1);
    desk.press("D 4 Enter");
    assert!(matches!(&desk.decide().editor.trouble, Some(Trouble::Rule(no)) if no.code().as_str() == "no_agreement"));
    assert_eq!(desk.decide().step, DecisionPage::Outcome);
    desk.press("k Enter");
    assert_eq!((desk.decide().step, &desk.decide().editor.trouble), (DecisionPage::Amount, &None));
    for amount in ["", "abc", "0", "120", "121", "40.001"] {
        desk.press("Ctrl-u").write(amount).press("Enter");
        assert!(matches!(desk.decide().editor.trouble, Some(Trouble::Amount(_))), "{amount}");
        assert_eq!(desk.decide().step, DecisionPage::Amount);
    }
    desk.press("Ctrl-u").write("33,33 %").press("Enter Ctrl-s");
    assert_eq!((desk.decide().step, &desk.decide().editor.trouble), (DecisionPage::Reasons, &Some(Trouble::Blank)));
}

#[test]
fn pages_are_gone_back_through_without_losing_a_word() {
    let mut desk = at_the_last_page();
    for step in [DecisionPage::Cites, DecisionPage::Reasons, DecisionPage::Amount, DecisionPage::Outcome] {
        desk.press("Esc");
        assert_eq!(desk.decide().step, step);
    }
    assert_eq!(desk.decide().editor.text.body(), "Une part du travail manque");
    desk.press("1 Enter");
    assert_eq!(desk.decide().step, DecisionPage::Reasons, "a full outcome has no amount");
    desk.press("Shift-Tab");
    assert_eq!(desk.decide().step, DecisionPage::Outcome);
    desk.press("Esc");
    assert!(desk.model.layer.is_none());
    let store = Desk::on(desk.store).store;
    let mut desk = Desk::on(store);
    desk.press("Enter D");
    let decide = desk.decide();
    assert_eq!((decide.editor.text.body(), decide.amount.body()), ("Une part du travail manque", "40"));
    assert_eq!((decide.step, decide.choice), (DecisionPage::Outcome, Choice::No), "a draft is never half confirmed");
}

#[test]
fn what_it_rests_on_is_picked_and_inadmissible_evidence_can_not_be() {
    let mut desk = Desk::with(1);
    let files = vec![store::picture(Origin::External), store::picture(Origin::Platform)];
    let message = desk.store.sends(FIRST, Side::Client, "voyez", files);
    desk.notice_changes();
    desk.press("D 1 Enter").write("r").press("Ctrl-s");
    let kinds: Vec<_> = decision::citable(desk.model.current_file().unwrap()).iter().map(|c| c.cite).collect();
    assert_eq!(kinds.len(), 4, "the justification, the message, its two files");
    desk.press("j Space j Space");
    assert!(matches!(desk.decide().editor.trouble, Some(Trouble::Inadmissible(_))));
    desk.press("j Space");
    assert_eq!(desk.decide().editor.trouble, None);
    assert_eq!(desk.decide().cites.iter().copied().collect::<Vec<_>>(), [Cite::Message(message), kinds[3]]);
    desk.press("Space Enter Tab Enter");
    assert_eq!(decisions(&desk)[0].cites, [Cite::Message(message)]);
}

#[test]
fn the_last_page_tells_before_and_after() {
    let desk = at_the_last_page();
    let (model, decide) = (&desk.model, desk.decide());
    let file = model.current_file().unwrap();
    let preview = decision::preview(file, decide, model.acting().unwrap(), model.now).unwrap();
    let (before, after) = (preview.change.before, preview.change.after);
    assert_eq!((before.escrow, before.client, before.seller), (eur(12_000), eur(0), eur(0)));
    assert_eq!((after.escrow, after.client, after.seller), (eur(0), eur(4_000), eur(8_000)));
    assert_eq!((before.order, after.order), (OrderState::InDispute, OrderState::Settled));
    assert_eq!(preview.decision.basis, Some(Basis::Imposed));
    assert_eq!(preview.decision.effective_at, Some(model.now + TimeDelta::minutes(10)));
}

/// Camille offers this, and both accept it.
fn both_accept(desk: &mut Desk, terms: Terms) {
    desk.store.other("camille", FIRST, Action::Propose { terms });
    let proposal = desk.store.dispute(FIRST).proposals.last().unwrap().id;
    for by in [Side::Client, Side::Seller] {
        desk.store.happens(FIRST, EventKind::ProposalAnswered { by, proposal, accept: true });
    }
    desk.notice_changes();
}

fn refund_of(minor: i64) -> Terms {
    Terms::PartialRefund { refund: eur(minor), terms: String::new() }
}

#[test]
fn what_both_agreed_to_is_filled_in() {
    let mut desk = Desk::with(1);
    both_accept(&mut desk, refund_of(4_550));
    desk.press("D");
    assert_eq!((desk.decide().outcome, desk.decide().amount.body()), (Some(Outcome::PartialRefund), "45.50"));
    desk.press("Enter Enter").write("Accord").press("Ctrl-s Enter Tab Enter");
    let decision = desk.store.dispute(FIRST).decision.unwrap();
    assert_eq!((decision.basis, decision.refund), (Some(Basis::Agreed), Some(eur(4_550))));
}

#[test]
fn an_agreement_takes_the_place_of_what_was_drafted_before_it_and_keeps_the_reasons() {
    let mut desk = Desk::with(1);
    desk.press("D 3 Enter").write("10").press("Enter").write("Un début").press("Esc Esc Esc");
    both_accept(&mut desk, refund_of(4_550));
    desk.press("D");
    let filled = |desk: &Desk| (desk.decide().outcome, desk.decide().amount.body().to_owned());
    assert_eq!(filled(&desk), (Some(Outcome::PartialRefund), "45.50".to_owned()));
    assert_eq!(desk.decide().editor.text.body(), "Un début");
    // What is chosen against it is a choice, also on another desk.
    desk.press("Enter Ctrl-u").write("20").press("Esc Esc");
    desk = Desk::on(desk.store);
    desk.press("D");
    assert_eq!(filled(&desk), (Some(Outcome::PartialRefund), "20".to_owned()));
    desk.press("Esc");
    both_accept(&mut desk, Terms::Relaunch { terms: "Une version de plus".to_owned() });
    desk.press("D");
    assert_eq!(filled(&desk), (Some(Outcome::Relaunch), String::new()));
}

#[test]
fn an_agreement_that_comes_while_deciding_is_filled_in_when_it_is_taken_in() {
    let mut desk = at_the_last_page();
    let before = desk.decide().outcome;
    both_accept(&mut desk, Terms::Relaunch { terms: "Une version de plus".to_owned() });
    assert_eq!(desk.decide().outcome, before, "not under one's hands");
    desk.press("Ctrl-r");
    assert_eq!((desk.decide().outcome, desk.decide().step), (Some(Outcome::Relaunch), DecisionPage::Outcome));
    assert_eq!(desk.decide().editor.text.body(), "Une part du travail manque");
}

#[test]
fn a_voided_agreement_is_not_filled_in() {
    let mut desk = Desk::with(1);
    both_accept(&mut desk, refund_of(4_550));
    let counter = EventKind::ProposalMade { by: Side::Seller, terms: refund_of(1_000) };
    desk.store.happens(FIRST, counter);
    desk.notice_changes();
    desk.press("D");
    assert_eq!((desk.decide().outcome, desk.decide().amount.body()), (None, ""));
}

#[test]
fn a_decision_on_an_old_version_is_refused_and_keeps_its_draft() {
    let mut desk = at_the_last_page();
    desk.store.says(FIRST, Side::Seller, "Voici la suite");
    desk.notice_changes();
    assert_eq!(desk.decide().editor.news.as_ref().map(|news| news.change.by.as_str()), Some("seller"));
    desk.press("Tab Enter");
    assert_eq!(desk.decide().editor.trouble, Some(Trouble::ChangedSince), "refused before the store is asked");
    assert!(decisions(&desk).is_empty());
    assert_eq!(desk.decide().editor.text.body(), "Une part du travail manque");
    desk.press("Tab Ctrl-r");
    assert_eq!((desk.decide().choice, &desk.decide().editor.news), (Choice::No, &None), "seen, and asked anew");
    desk.press("Tab Enter");
    assert_eq!(decisions(&desk).len(), 1);
}

#[test]
fn a_change_that_has_not_arrived_yet_is_refused_by_the_store() {
    let mut desk = at_the_last_page();
    desk.store.says(FIRST, Side::Seller, "Voici la suite");
    desk.press("Tab Enter");
    assert!(matches!(&desk.decide().editor.trouble, Some(Trouble::Rule(no)) if no.code().as_str() == "changed_since"));
    assert!(decisions(&desk).is_empty());
    assert!(desk.model.current_file().unwrap().thread.len() > 1, "the newer version was read at once");
    desk.press("Ctrl-r Tab Enter");
    assert_eq!(decisions(&desk).len(), 1);
}

#[test]
fn two_mediators_at_once_one_decides_and_the_other_is_told_who() {
    let mut desk = at_the_last_page();
    desk.store.other("ines", FIRST, Action::Decide(draft(Outcome::SellerWins)));
    desk.press("Tab Enter");
    match &desk.decide().editor.trouble {
        Some(Trouble::Rule(no)) => {
            assert_eq!(no.code().as_str(), "already_decided");
            assert_eq!(no.detail()["by"], "ines");
        }
        other => panic!("{other:?}"),
    }
    assert_eq!(desk.decide().editor.text.body(), "Une part du travail manque");
    assert_eq!(decisions(&desk).len(), 1);
}

#[test]
fn a_claim_of_another_is_named() {
    let mut desk = at_the_last_page();
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes();
    assert_eq!(
        desk.decide().editor.news.as_ref().map(|news| news.change.by.as_str()),
        Some("ines"),
        "said while deciding"
    );
    desk.press("Tab Enter");
    assert!(
        matches!(&desk.decide().editor.trouble, Some(Trouble::Rule(no)) if no.code().as_str() == "claimed_by_other")
    );
}

#[test]
fn a_decision_on_hold_is_undone_from_anywhere_and_only_by_a_yes() {
    let mut desk = at_the_last_page();
    desk.press("Tab Enter q j u Enter");
    assert!(desk.model.on_hold.is_some(), "No is the default here too");
    desk.press("u Tab Enter");
    assert_eq!(desk.model.on_hold, None);
    let case = desk.store.case(FIRST).case;
    assert_eq!((case.order.balances.escrow, case.dispute.as_ref().unwrap().round), (12_000, 2));
    assert!(matches!(desk.model.notice, Some(Notice::Done(FIRST, ActionOutcome::Undone))));
    desk.press("u");
    assert!(desk.refused().contains("NothingToUndo"));
}

#[test]
fn the_hold_is_counted_down_without_ticks_and_runs_out() {
    let mut desk = at_the_last_page();
    desk.press("Tab Enter");
    let wakes = |desk: &Desk| desk.model.next_wake().unwrap() - desk.now();
    assert!(wakes(&desk) > TimeDelta::seconds(1), "by the minute at first");
    desk.wait(TimeDelta::minutes(9) + TimeDelta::seconds(10));
    assert!(wakes(&desk) <= TimeDelta::seconds(1), "by the second in the last minute");
    desk.wait(TimeDelta::minutes(1));
    assert_eq!(desk.model.on_hold, None);
}

#[test]
fn above_the_limit_a_second_mediator_says_yes_or_no() {
    for (keys, state) in [
        ("+ Tab Enter", DecisionState::OnHold),
        ("- p a s Ctrl-s", DecisionState::Refused),
        ("+ Tab Tab Enter p a s Ctrl-s", DecisionState::Refused),
    ] {
        let mut store = TestStore::where_two_decide();
        store.other("ines", FIRST, Action::Decide(draft(Outcome::SellerWins)));
        let mut desk = Desk::on(store);
        desk.press("Enter + Enter");
        assert_eq!(desk.store.case(FIRST).case.order.balances.seller, 0, "No is the default");
        desk.press(keys);
        let dispute = desk.store.dispute(FIRST);
        match state {
            DecisionState::OnHold => assert_eq!(dispute.decision.unwrap().state, state),
            _ => assert_eq!(dispute.decision, None),
        }
    }
}

#[test]
fn ones_own_decision_is_not_approved_by_oneself() {
    let mut desk = Desk::on(TestStore::where_two_decide());
    desk.press("+");
    assert!(desk.refused().contains("NothingToApprove"));
    desk.press("-");
    assert!(desk.refused().contains("NothingToApprove"));
    desk.press("D 1 Enter").write("fait").press("Ctrl-s Enter Tab Enter");
    assert!(matches!(&desk.model.notice, Some(Notice::Done(_, ActionOutcome::Decided { effective_at: None, .. }))));
    assert_eq!(desk.model.on_hold, None, "no money has moved: nothing to undo yet");
    desk.press("+");
    assert!(desk.refused().contains("OwnDecision"));
}

#[test]
fn what_was_filled_in_and_never_touched_is_no_draft() {
    let mut desk = Desk::with(1);
    for refund in [4_000, 5_000] {
        let terms = Terms::PartialRefund { refund: eur(refund), terms: String::new() };
        desk.store.other("camille", FIRST, Action::Propose { terms });
        let proposal = desk.store.dispute(FIRST).proposals.last().unwrap().id;
        for by in [Side::Client, Side::Seller] {
            desk.store.happens(FIRST, EventKind::ProposalAnswered { by, proposal, accept: true });
        }
        desk.notice_changes();
        desk.press("D");
        assert_eq!(desk.decide().amount.body(), format!("{}.00", refund / 100), "the newest agreement");
        desk.press("Esc");
    }
    assert!(!desk.store.has_drafts());
}

#[test]
fn a_yes_to_a_case_that_changed_meanwhile_is_refused() {
    let mut store = TestStore::where_two_decide();
    store.other("ines", FIRST, Action::Decide(draft(Outcome::SellerWins)));
    let mut desk = Desk::on(store);
    desk.press("Enter +");
    desk.store.other("otto", FIRST, Action::Note { body: "attention".to_owned() });
    desk.press("Tab Enter");
    // The store said no; the page stays, says so, and offers the newer version.
    let Some(Layer::Review(review)) = &desk.model.layer else { panic!("{:?}", desk.model.layer) };
    assert!(matches!(&review.editor.trouble, Some(Trouble::Rule(refusal)) if refusal.code() == Code::ChangedSince));
    assert_eq!(review.answer, Verdict::Back);
    desk.notice_changes();
    let Some(Layer::Review(review)) = &desk.model.layer else { panic!("{:?}", desk.model.layer) };
    assert_eq!(review.editor.news.as_ref().map(|news| news.change.by.as_str()), Some("otto"));
    // Known of, it is not even sent; taken in, it is.
    let sent = desk.store.done.len();
    desk.press("Tab Enter");
    assert_eq!(desk.store.done.len(), sent);
    desk.press("Ctrl-r Tab Enter");
    assert!(matches!(&desk.model.notice, Some(Notice::Done(_, ActionOutcome::Approved { effective_at: Some(_), .. }))));
    assert_eq!(desk.model.on_hold.as_ref().map(|held| held.dispute), Some(FIRST), "and can be undone");
}

#[test]
fn an_answer_to_an_older_proposal_is_told_to_whoever_is_about_to_approve() {
    let mut store = TestStore::where_two_decide();
    let terms = Terms::PartialRefund { refund: eur(4_000), terms: String::new() };
    store.other("ines", FIRST, Action::Propose { terms });
    store.now += TimeDelta::minutes(5);
    store.other("ines", FIRST, Action::Decide(draft(Outcome::SellerWins)));
    let mut desk = Desk::on(store);
    desk.press("Enter + Tab");
    let since = |desk: &Desk| {
        let file = desk.store.case(FIRST);
        let decision = file.case.dispute.as_ref().unwrap().decision.as_ref().unwrap();
        crate::app::decision::changes_since(&file, decision).1.len()
    };
    assert_eq!(since(&desk), 0, "it was open when the decision was taken");
    desk.wait(TimeDelta::minutes(5));
    let proposal = desk.store.dispute(FIRST).proposals[0].id;
    desk.store.happens(FIRST, EventKind::ProposalAnswered { by: Side::Client, proposal, accept: true });
    desk.notice_changes();
    assert_eq!(since(&desk), 1, "it is among what came since");
    let review = |desk: &Desk| match &desk.model.layer {
        Some(Layer::Review(review)) => (review.editor.news.is_some(), review.editor.trouble.clone()),
        other => panic!("{other:?}"),
    };
    assert_eq!(review(&desk), (true, None), "the open page says who did what");
    let sent = desk.store.done.len();
    desk.press("Enter");
    assert_eq!(review(&desk).1, Some(Trouble::ChangedSince), "and money moves on no older version");
    assert_eq!(desk.store.done.len(), sent);
}

#[test]
fn the_answer_to_a_colleagues_decision_is_to_go_back_unless_told_otherwise() {
    for keys in ["+ Enter", "+ Esc", "+ Tab Tab Tab Enter", "+ y + Enter", "- Ctrl-s Esc Esc"] {
        let mut store = TestStore::where_two_decide();
        store.other("ines", FIRST, Action::Decide(draft(Outcome::SellerWins)));
        let mut desk = Desk::on(store);
        desk.press("Enter");
        let before = desk.store.done.len();
        desk.press(keys);
        assert_eq!((desk.store.done.len(), &desk.model.layer), (before, &None), "{keys}");
    }
}

#[test]
fn the_reason_of_a_refusal_is_a_draft_like_any_other() {
    let mut store = TestStore::where_two_decide();
    store.other("ines", FIRST, Action::Decide(draft(Outcome::SellerWins)));
    let mut desk = Desk::on(store);
    desk.press("Enter -").write("Le brief n'a pas").press("Esc Esc");
    assert!(desk.store.draft(FIRST).unwrap().contains("Le brief n'a pas"), "kept by the store");
    desk.press("+ Tab Tab Enter").write(" été lu").press("Ctrl-s");
    let refused = desk.store.done.last().unwrap().action.clone();
    assert_eq!(refused, Action::Refuse { reason: "Le brief n'a pas été lu".to_owned() });
    assert!(!desk.store.has_drafts(), "sent, it is forgotten");
}

#[test]
fn a_decision_opened_before_its_case_is_at_hand_waits_for_it() {
    let mut desk = Desk::with(30);
    let terms = Terms::PartialRefund { refund: eur(4_550), terms: String::new() };
    let id = DisputeId(1020);
    desk.store.other("camille", id, Action::Propose { terms });
    let proposal = desk.store.dispute(id).proposals[0].id;
    for by in [Side::Client, Side::Seller] {
        desk.store.happens(id, EventKind::ProposalAnswered { by, proposal, accept: true });
    }
    desk.notice_changes();
    desk.paused = true;
    desk.press(":").write("1020").press("Enter D Enter r a u");
    assert_eq!(
        (desk.decide().step, desk.decide().editor.trouble.as_ref()),
        (DecisionPage::Outcome, Some(&Trouble::Loading))
    );
    desk.work();
    assert_eq!((desk.decide().outcome, desk.decide().amount.body()), (Some(Outcome::PartialRefund), "45.50"));
    desk.paused = false;
    desk.press("Enter Enter").write("Accord").press("Ctrl-s Enter Tab Enter");
    assert_eq!(decisions(&desk).len(), 1);
}
