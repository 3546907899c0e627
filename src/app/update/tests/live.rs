//! What others do, and what time does.

use super::*;
use crate::app::Read;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::change::Actor;
use crate::domain::vocabulary::Side;
use crate::store::{Changes, StoreError};

#[test]
fn news_of_the_open_case_is_said_and_shown() {
    let mut desk = Desk::with(2);
    desk.press("Enter");
    desk.store.says(FIRST, Side::Seller, "J'ai livré");
    desk.notice_changes();
    assert!(matches!(&desk.model.notice, Some(Notice::News(news)) if news.change.by == Actor::Seller));
    assert_eq!(desk.model.current_file().unwrap().thread.len(), 2);
}

/// What the reading brings may be newer than the change that led to it.
#[test]
fn news_that_is_read_before_it_is_heard_of_is_told_once() {
    let mut desk = Desk::with(2);
    desk.press("Enter");
    let by = |desk: &Desk| match &desk.model.notice {
        Some(Notice::News(news)) => Some(news.change.by.clone()),
        _ => None,
    };
    let up_to = desk.model.current_file().unwrap().thread[0].message.id;
    desk.paused = true;
    desk.store.other("ines", FIRST, Action::MarkRead { up_to });
    desk.notice_changes();
    desk.store.says(FIRST, Side::Seller, "J'ai livré");
    desk.work();
    assert_eq!(by(&desk), Some(Actor::Seller));
    desk.paused = false;
    desk.press("j");
    assert_eq!(by(&desk), None);
    desk.notice_changes();
    assert_eq!(by(&desk), None);
    // Somebody reads it, and then it changes again.
    desk.store.other("ines", FIRST, Action::MarkRead { up_to });
    desk.notice_changes();
    assert_eq!(by(&desk), None, "a receipt is no news");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes();
    assert_eq!(by(&desk), Some(Actor::Mediator("ines".into())));
}

/// The store's answer to a receipt holds what others did before it.
#[test]
fn news_that_comes_with_the_answer_to_a_receipt_is_told() {
    let mut desk = Desk::with(2);
    desk.paused = true;
    desk.press("Enter");
    desk.store.says(FIRST, Side::Seller, "J'ai livré");
    desk.work();
    desk.notice_changes();
    desk.work();
    assert!(matches!(&desk.model.notice, Some(Notice::News(news)) if news.change.by == Actor::Seller));
}

#[test]
fn who_came_first_is_told_in_answer_to_ones_own_key() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    desk.paused = true;
    desk.press("a");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.work();
    desk.notice_changes().work();
    assert!(matches!(desk.model.notice, Some(Notice::Failed(FIRST, ..))), "{:?}", desk.model.notice);
}

#[test]
fn an_own_act_that_is_read_before_it_is_answered_is_no_news() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    desk.paused = true;
    desk.press("a");
    let claim = desk.waiting.iter().position(|effect| matches!(effect, Effect::Act(..))).unwrap();
    let Some(Effect::Act(ticket, request)) = desk.waiting.remove(claim) else { panic!() };
    let acted = desk.store.act(&request).map(Box::new);
    desk.notice_changes().work();
    assert_eq!(desk.model.notice, None);
    desk.update(Msg::Acted(ticket, acted));
    assert!(matches!(desk.model.notice, Some(Notice::Done(..))));
}

/// A reading that a slow machine began before the act, and ended after its answer.
#[test]
fn what_was_read_before_an_own_act_does_not_take_its_answer_away() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    desk.paused = true;
    desk.update(Msg::Changed(Changes { all: true, ..Changes::default() }));
    let is_case = |effect: &Effect| matches!(effect, Effect::Read(_, Read::Case(_)));
    let at = desk.waiting.iter().position(is_case).unwrap();
    let Some(Effect::Read(generation, read)) = desk.waiting.remove(at) else { panic!() };
    let stale = desk.store.read(&read, Some(&"camille".into()));
    desk.press("a");
    let is_act = |effect: &Effect| matches!(effect, Effect::Act(..));
    while !desk.waiting.front().is_some_and(is_act) {
        desk.work_once();
    }
    desk.work_once();
    assert!(matches!(desk.model.notice, Some(Notice::Done(..))));
    desk.update(Msg::Read(generation, read, stale));
    desk.work();
    desk.notice_changes().work();
    assert!(matches!(desk.model.notice, Some(Notice::Done(..))), "{:?}", desk.model.notice);
    let claim = desk.model.current_file().unwrap().case.dispute.clone().unwrap().claim;
    assert_eq!(claim.map(|claim| claim.by), Some("camille".into()));
}

#[test]
fn ones_own_acts_are_no_news() {
    let mut desk = Desk::with(1);
    desk.press("Enter r").write("Bonjour").press("Ctrl-s");
    desk.press("k");
    desk.notice_changes();
    assert_eq!(desk.model.notice, None);
    // From another terminal: this desk did not know of it.
    desk.store.other("camille", FIRST, Action::Say { body: "Encore".to_owned() });
    desk.notice_changes();
    assert!(matches!(&desk.model.notice, Some(Notice::News(news)) if news.change.by.as_str() == "camille"));
}

#[test]
fn a_case_elsewhere_changes_its_row_and_forgets_its_preview() {
    let mut desk = Desk::with(3);
    desk.press("j k");
    desk.store.other("ines", DisputeId(1002), Action::Claim);
    desk.notice_changes();
    assert_eq!(desk.model.row(DisputeId(1002)).unwrap().claimed_by, Some("ines".into()));
    let claim = desk.model.cases.get(DisputeId(1002)).and_then(|file| file.case.dispute.clone()).unwrap().claim;
    assert_eq!(claim.map(|claim| claim.by), Some("ines".into()), "read anew as a neighbour");
}

#[test]
fn an_answer_from_before_the_change_does_not_win() {
    let mut desk = Desk::with(1);
    desk.press("Enter");
    desk.paused = true;
    desk.store.says(FIRST, Side::Client, "un");
    desk.notice_changes();
    let is_case = |effect: &Effect| matches!(effect, Effect::Read(_, Read::Case(_)));
    let at = desk.waiting.iter().position(is_case).unwrap();
    let Some(Effect::Read(old, read)) = desk.waiting.remove(at) else { panic!() };
    let stale = desk.store.read(&read, Some(&"camille".into()));
    desk.store.says(FIRST, Side::Client, "deux");
    desk.notice_changes();
    desk.work();
    assert_eq!(desk.model.current_file().unwrap().thread.len(), 3);
    desk.update(Msg::Read(old, read, stale));
    assert_eq!(desk.model.current_file().unwrap().thread.len(), 3);
}

#[test]
fn too_many_changes_read_everything_again() {
    let mut desk = Desk::with(30);
    desk.press("PageDown k Enter");
    desk.store.says(DisputeId(1019), Side::Client, "news");
    desk.update(Msg::Changed(Changes { all: true, ..Changes::default() }));
    assert_eq!((desk.open_case(), desk.selected()), (Some(1019), Some(1019)));
    assert_eq!(desk.model.current_file().unwrap().thread.len(), 2);
}

#[test]
fn no_change_reads_nothing() {
    let mut desk = Desk::with(3);
    desk.paused = true;
    desk.update(Msg::Changed(Changes::default()));
    assert!(desk.waiting.is_empty());
}

#[test]
fn an_idle_desk_wakes_once_a_minute_at_most() {
    let mut desk = Desk::with(30);
    desk.press("Enter");
    let mut wakes = 0;
    let end = desk.now() + TimeDelta::hours(1);
    while desk.now() < end {
        let at = desk.model.next_wake().unwrap();
        assert!(at > desk.now());
        desk.update(Msg::Clock(at));
        wakes += 1;
    }
    assert!(wakes <= 61, "{wakes}");
}

#[test]
fn a_deadline_that_passes_settles_and_reads_again() {
    let mut desk = Desk::with(2);
    desk.paused = true;
    desk.wait(TimeDelta::hours(23));
    assert!(!desk.waiting.contains(&Effect::Settle));
    desk.wait(TimeDelta::hours(2));
    assert!(desk.waiting.contains(&Effect::Settle));
    desk.work();
    assert_eq!(desk.model.queue.counts.unwrap().overdue, 2);
}

#[test]
fn a_clock_that_goes_back_keeps_the_desk_asleep() {
    let mut desk = Desk::with(2);
    desk.update(Msg::Clock(store::start() - TimeDelta::days(40)));
    assert!(desk.model.next_wake().unwrap() > desk.now());
    desk.press("j k");
}

#[test]
fn trouble_of_the_watcher_is_said_and_read_again_after() {
    let mut desk = Desk::with(2);
    desk.update(Msg::Trouble(StoreError::Busy));
    assert_eq!(desk.model.notice, Some(Notice::Unread(StoreError::Busy)));
    desk.wait(TimeDelta::seconds(3));
    assert_eq!(desk.model.trouble, None);
}

#[test]
fn after_a_suspension_everything_is_drawn_and_read_again() {
    let mut desk = Desk::with(2);
    desk.paused = true;
    desk.update(Msg::Resumed);
    assert_eq!(desk.waiting.front(), Some(&Effect::Repaint));
    assert!(desk.waiting.iter().any(|effect| matches!(effect, Effect::Read(_, Read::Queue(_)))));
}

#[test]
fn a_clock_set_back_puts_off_neither_a_draft_nor_the_next_try() {
    let mut desk = Desk::with(1);
    desk.store.broken = Some(StoreError::Busy);
    desk.press("Enter r").write("Bonjour");
    let (yesterday, keeps) =
        (desk.now() - TimeDelta::days(1), |effect: &Effect| matches!(effect, Effect::SaveDraft(..)));
    desk.store.now = yesterday;
    desk.update(Msg::Clock(yesterday));
    desk.paused = true;
    desk.wait(TimeDelta::seconds(2));
    assert!(desk.waiting.iter().any(keeps), "{:?}", desk.waiting);
    desk.store.broken = None;
    desk.paused = false;
    desk.work();
    desk.wait(TimeDelta::seconds(20));
    assert!(desk.model.drafts.all_kept() && desk.model.retry_at.is_none());
}
