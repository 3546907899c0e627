//! Several desks on one database: claims that last as long as the work, cases taken over, who looks where.

use super::*;
use crate::app::model::News;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::change::Actor;
use crate::domain::vocabulary::Side;
use crate::store::Presence;

fn claims(desk: &Desk) -> usize {
    desk.store.done.iter().filter(|request| request.action == Action::Claim && request.by == "camille".into()).count()
}

#[test]
fn browsing_locks_nothing() {
    let mut desk = Desk::with(3);
    desk.press("Enter J J K j k 1 2 3 Esc j k G");
    assert!(desk.store.all_disputes().iter().all(|dispute| dispute.claim.is_none()));
}

#[test]
fn a_claim_lasts_as_long_as_its_holder_is_at_work_on_the_case() {
    let mut desk = Desk::with(2);
    desk.press("Enter a");
    assert_eq!(claims(&desk), 1);
    // Nothing is written while most of the lease is left, and nothing without a key.
    desk.wait(TimeDelta::minutes(14)).press("j k");
    assert_eq!(claims(&desk), 1);
    desk.wait(TimeDelta::minutes(5)).press("r").write("Un long message");
    assert_eq!(claims(&desk), 2, "once, however much is typed");
    assert_eq!(desk.model.notice, None, "working on is not worth a word");
    desk.wait(TimeDelta::minutes(20)).write(", et encore");
    assert_eq!(claims(&desk), 3);
    let claim = desk.store.dispute(FIRST).claim.unwrap();
    assert_eq!((claim.by, claim.until), ("camille".into(), desk.store.now + TimeDelta::minutes(30)));
    // At another case, or in the queue, one is not at work on it.
    desk.press("Esc J").wait(TimeDelta::minutes(20)).press("j k").press("Esc k");
    assert_eq!(claims(&desk), 3);
}

#[test]
fn what_others_hold_or_nobody_holds_is_not_claimed_by_being_at_it() {
    let mut desk = Desk::with(1);
    desk.press("Enter").wait(TimeDelta::minutes(29)).press("j k");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes().wait(TimeDelta::minutes(29)).press("j k");
    assert_eq!(claims(&desk), 0);
}

#[test]
fn the_case_that_is_open_is_told_to_others_once() {
    let mut desk = Desk::with(2);
    desk.paused = true;
    let told = |desk: &mut Desk, keys: &str| {
        desk.press(keys);
        let effects: Vec<Effect> = desk.waiting.drain(..).collect();
        let looks = effects.iter().filter_map(|effect| match effect {
            Effect::AnnouncePresence(at) => Some(at.map(|id| id.0)),
            _ => None,
        });
        looks.collect::<Vec<_>>()
    };
    assert_eq!(told(&mut desk, "j k"), []);
    assert_eq!(told(&mut desk, "Enter"), [Some(1001)]);
    assert_eq!(told(&mut desk, "1 2 r Esc"), []);
    assert_eq!(told(&mut desk, "J"), [Some(1002)]);
    assert_eq!(told(&mut desk, "Esc"), [None]);
}

#[test]
fn who_else_looks_at_a_case_is_known_by_name_once() {
    let mut desk = Desk::with(1);
    let present = |by: &str, at: &str| Presence { dispute: FIRST, by: by.into(), desk: at.to_owned() };
    desk.update(Msg::Presences(vec![present("ines", "1"), present("ines", "2"), present("max", "3")]));
    assert_eq!(desk.model.colleagues.viewers_of(FIRST), [&"ines".into(), &"max".into()]);
    assert_eq!(desk.model.colleagues.viewers_of(DisputeId(1002)), Vec::<&Handle>::new());
}

#[test]
fn a_change_is_told_at_once_to_whoever_writes_decides_or_answers() {
    let news = |news: &Option<News>| news.as_ref().map(|news| news.change.by.clone());
    let mut desk = Desk::with(1);
    desk.press("Enter r").write("Je propose");
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes();
    assert_eq!(news(&desk.compose().editor.news), Some(Actor::Mediator("ines".into())));
    let mut desk = Desk::with(1);
    desk.press("z");
    desk.store.says(FIRST, Side::Seller, "Voici");
    desk.notice_changes();
    assert!(
        matches!(&desk.model.notice, Some(Notice::News(news)) if news.change.by == Actor::Seller),
        "over a prompt, too"
    );
}
