//! Who did what: its list, its filter, and how it stays up to date.

use super::*;
use crate::app::Read;
use crate::domain::dispute::action::Action;

fn listed(desk: &Desk) -> Vec<(&str, &str)> {
    desk.model.activity.records.iter().map(|record| (record.actor.as_str(), record.action.as_str())).collect()
}

/// Three cases: Ines claims one, Camille writes about another.
fn busy_desk() -> Desk {
    let mut desk = Desk::with(3);
    desk.store.other("ines", DisputeId(1002), Action::Claim);
    desk.store.other("camille", FIRST, Action::Say { body: "Bonjour".to_owned() });
    desk.notice_changes();
    desk
}

#[test]
fn who_did_what_is_listed_newest_first_and_enter_opens_the_case() {
    let mut desk = busy_desk();
    desk.press("L");
    assert_eq!(listed(&desk)[..2], [("camille", "say"), ("ines", "claim")]);
    desk.press("Down Enter");
    assert_eq!(desk.open_case(), Some(1002));
    desk.press("L Esc");
    assert_eq!(desk.open_case(), Some(1002), "back to where one was");
}

#[test]
fn the_activity_is_filtered_as_one_types() {
    let mut desk = busy_desk();
    desk.press("L").write("by:ines");
    assert_eq!(listed(&desk), [("ines", "claim")]);
    desk.press("Ctrl-u").write("D-1001");
    assert_eq!(listed(&desk), [("camille", "say")]);
    desk.write(" since:never");
    assert!(desk.model.activity.error.is_some());
    assert_eq!(listed(&desk), [("camille", "say")], "what makes no sense leaves what was found");
    desk.press("Ctrl-u").write("par:ines depuis:1h all");
    assert!(desk.model.activity.filter.routine && desk.model.activity.error.is_none());
    assert_eq!(listed(&desk), [("ines", "claim")]);
    desk.press("Esc L");
    assert_eq!(listed(&desk), [("ines", "claim")], "what was asked for is kept");
}

#[test]
fn what_is_done_meanwhile_comes_in_and_the_cursor_stays_on_its_record() {
    let mut desk = busy_desk();
    desk.press("L Down");
    desk.store.other("ines", DisputeId(1002), Action::Release);
    desk.notice_changes();
    assert_eq!(listed(&desk)[..3], [("ines", "release"), ("camille", "say"), ("ines", "claim")]);
    assert_eq!(desk.model.activity.cursor, 2);
    desk.press("Esc");
    desk.paused = true;
    desk.store.other("ines", DisputeId(1002), Action::Claim);
    desk.notice_changes();
    let asked = desk.waiting.iter().any(|effect| matches!(effect, Effect::Read(_, Read::Activity(_))));
    assert!(!asked, "nobody looks any more");
}

#[test]
fn a_long_activity_is_read_on_as_one_goes_down() {
    let mut desk = Desk::with(1);
    for n in 0..230 {
        desk.store.other("ines", FIRST, Action::Note { body: format!("{n}") });
    }
    desk.notice_changes();
    desk.press("L");
    assert_eq!((desk.model.activity.records.len(), desk.model.activity.more), (100, true));
    for _ in 0..30 {
        desk.press("PageDown");
    }
    let seqs: Vec<_> = desk.model.activity.records.iter().map(|record| record.seq).collect();
    assert!(seqs.len() > 230 && !desk.model.activity.more && seqs.is_sorted_by(|a, b| a > b));
}
