//! The desk opens where it was left.

use super::*;
use crate::app::model::Panel;
use crate::app::session::DeskSession;
use crate::domain::vocabulary::View;

/// Leaves the desk and opens it again on the same store; returns what was kept in between.
fn open_again(desk: &mut Desk) -> String {
    let kept = serde_json::to_string(&DeskSession::of(&desk.model)).unwrap();
    resume(desk, &kept);
    kept
}

fn resume(desk: &mut Desk, kept: &str) {
    desk.model = Model::new(Desk::setup(desk.model.me.clone(), desk.store.now));
    desk.update(Msg::Resume(serde_json::from_str(kept).unwrap()));
    desk.update(Msg::Start);
    desk.frame();
}

/// What is to come back.
fn place(desk: &Desk) -> impl PartialEq + std::fmt::Debug + use<> {
    let queue = &desk.model.queue;
    let line = queue.window.selected_index().map(|at| at - queue.window.top);
    let case = desk.model.view().map(|view| (view.id, view.panel, view.file, view.thread.cursor));
    ((queue.view, queue.words.clone(), queue.saved.shown.clone()), (queue.window.selected, line), case)
}

#[test]
fn the_view_the_filter_the_row_and_its_line_come_back() {
    for keys in ["", "j j j", "G", "G k k k", "5", "Ctrl-d Ctrl-d Ctrl-d j", "6 G"] {
        let mut desk = Desk::with(300);
        desk.press(keys);
        let before = place(&desk);
        open_again(&mut desk);
        assert_eq!(place(&desk), before, "after {keys}");
    }
    let mut desk = Desk::with(300);
    desk.press("f").write("D-1007").press("Enter F").write("The seventh").press("Enter");
    assert_eq!(desk.model.queue.saved.shown.as_deref(), Some("The seventh"));
    let before = place(&desk);
    open_again(&mut desk);
    assert_eq!(place(&desk), before);
    // From there one goes back to where the standard views were.
    desk.press("6");
    assert_eq!(desk.model.queue.words, "");
}

#[test]
fn the_open_case_comes_back_with_its_panel_and_message_and_is_not_taken_for_read() {
    let mut desk = Desk::with(30);
    desk.press("j j Enter");
    desk.press("1 j j");
    let before = place(&desk);
    open_again(&mut desk);
    assert_eq!(place(&desk), before);
    assert_eq!(desk.model.view().map(|view| (view.id, view.panel)), Some((DisputeId(1003), Panel::File)));
    assert!(desk.model.cases.get(DisputeId(1003)).is_some(), "it was read");
    assert!(!desk.model.view().unwrap().unread, "nobody has read it who has pressed no key");
    // What lies over it, and a case opened beside it, are left.
    desk.press("? Esc h");
    assert_eq!((desk.selected(), desk.model.screen == Screen::Queue), (Some(1003), true));
}

#[test]
fn what_makes_no_sense_any_more_is_left_out() {
    let mut desk = Desk::with(3);
    desk.press("j Enter");
    let kept = serde_json::to_value(DeskSession::of(&desk.model)).unwrap();
    let mut old = kept.clone();
    old["filter"] = "colour:red".into();
    old["saved_view"] = "Deleted since".into();
    old["case"]["dispute"] = serde_json::json!("D-9999");
    old["row"]["dispute"] = serde_json::json!("D-9999");
    old["row"]["rank"] = i64::MAX.into();
    resume(&mut desk, &old.to_string());
    let queue = &desk.model.queue;
    assert_eq!((queue.view, queue.words.as_str(), queue.saved.shown.as_deref()), (View::Open, "", None));
    assert_eq!((desk.model.screen == Screen::Queue, queue.window.rows.len()), (true, 3));
    assert!(queue.window.selected.is_some());
    // A message that is not there is the newest.
    let mut other = kept;
    other["case"]["message"] = serde_json::json!("m999999");
    resume(&mut desk, &other.to_string());
    assert_eq!(desk.model.view().map(|view| view.id), Some(DisputeId(1002)));
    desk.press("k j");
}
