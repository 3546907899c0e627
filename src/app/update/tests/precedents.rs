//! What stands beside a case: listed over anything, opened to be read only, and back to what was being done.

use super::*;
use crate::app::model::{Panel, PrecedentList};
use crate::domain::vocabulary::{Outcome, Side};

/// Five disputes; the second and the fourth are decided, and the fourth is listed first.
fn desk() -> Desk {
    let mut desk = Desk::with(5);
    for id in [1002, 1004] {
        desk.store.decides(DisputeId(id), Outcome::SellerWins);
    }
    desk.notice_changes();
    desk.press("R");
    desk
}

fn list(desk: &Desk) -> PrecedentList {
    match desk.model.layer {
        Some(Layer::Precedents(list)) => list,
        ref other => panic!("no list is open, but {other:?}"),
    }
}

#[test]
fn a_precedent_is_opened_from_a_case_and_left_to_where_one_was() {
    let mut desk = desk();
    desk.press("Enter 4 Enter");
    assert_eq!(list(&desk), PrecedentList { dispute: FIRST, cursor: 0 });
    desk.press("j Enter");
    assert_eq!(desk.open_case(), Some(1002));
    assert!(desk.model.view().unwrap().read_only);
    desk.press("q");
    assert_eq!(list(&desk).cursor, 1, "back in the list, at the same one");
    desk.press("Esc");
    assert_eq!((desk.open_case(), desk.model.view().unwrap().panel), (Some(1001), Panel::Precedents));
    desk.press("q");
    assert_eq!(desk.open_case(), None);
    assert!(desk.model.stack.is_empty());
}

#[test]
fn nothing_is_done_to_a_case_that_was_opened_to_be_read() {
    let mut desk = desk();
    desk.press("v Enter");
    assert_eq!(desk.open_case(), Some(1004));
    for (key, name) in
        [("r", "reply"), ("c", "note"), ("D", "decide"), ("a", "claim"), ("u", "undo"), ("v", "precedents")]
    {
        desk.press(key);
        assert_eq!(desk.refused(), format!("{name} ReadOnly"));
    }
    assert_eq!(desk.store.done.len(), 2, "not even that it was read");
}

#[test]
fn next_and_previous_walk_the_list() {
    let mut desk = desk();
    desk.press("v Enter 1 J");
    assert_eq!((desk.open_case(), desk.model.view().unwrap().panel), (Some(1002), Panel::File));
    desk.press("J");
    assert_eq!(desk.model.notice, Some(Notice::NoMoreCases));
    desk.press("K");
    assert_eq!(desk.open_case(), Some(1004));
    desk.press("J q");
    assert_eq!(list(&desk).cursor, 1, "the list has come along");
    assert_eq!(desk.selected(), Some(1001), "the queue has not");
}

#[test]
fn a_decision_comes_back_as_it_was_and_is_kept_meanwhile() {
    let mut desk = desk();
    desk.press("D 1 Enter").write("Le travail est fait");
    desk.press("Ctrl-o");
    assert!(desk.store.draft(FIRST).unwrap().contains("Le travail est fait"));
    desk.press("Enter q Esc");
    assert_eq!(desk.decide().editor.text.body(), "Le travail est fait");
    desk.write(".");
    assert_eq!(desk.decide().editor.text.body(), "Le travail est fait.");
}

#[test]
fn a_decision_that_was_laid_aside_is_told_of_what_changed() {
    let mut desk = desk();
    desk.press("D v Enter");
    desk.store.says(FIRST, Side::Client, "encore un mot");
    desk.notice_changes();
    desk.press("q Esc");
    assert!(desk.decide().editor.news.is_some());
}

#[test]
fn what_is_decided_elsewhere_is_soon_beside_the_case() {
    let mut desk = desk();
    desk.press("Enter");
    assert_eq!(desk.model.related_cases(FIRST).unwrap().alike.found.len(), 2);
    desk.store.decides(DisputeId(1005), Outcome::ClientRefunded);
    desk.notice_changes();
    assert_eq!(desk.model.related_cases(FIRST).unwrap().alike.found.len(), 3);
}

#[test]
fn moving_through_the_queue_reads_no_precedents() {
    let mut desk = desk();
    desk.paused = true;
    desk.press("j j k");
    let asked = |effect: &Effect| matches!(effect, Effect::Read(_, crate::app::Read::RelatedCases(_)));
    assert!(!desk.waiting.iter().any(asked));
    desk.paused = false;
    desk.work();
    assert!(desk.model.related_cases(FIRST).is_none());
}

#[test]
fn going_elsewhere_from_a_precedent_leaves_nothing_aside() {
    let mut desk = desk();
    desk.press("v Enter :").write("D-1003").press("Enter");
    assert_eq!((desk.open_case(), desk.model.view().unwrap().read_only), (Some(1003), false));
    desk.press("q");
    assert_eq!(desk.open_case(), None);
}
