//! What one is told of cases: at the foot of the screen, in the list, and outside while one does not look.

use super::*;
use crate::domain::case::actor::Actor;
use crate::domain::case::records::NotificationKind::{self, PartyWrote, TakenOver};
use crate::store::Notification;

fn notification(id: i64, what: NotificationKind, at: Time) -> Notification {
    let by = if what == TakenOver { Actor::Mediator("ines".into()) } else { Actor::Client };
    Notification { dispute: DisputeId(id), by, what, at }
}

impl Desk {
    /// The store lists these as not acknowledged.
    fn notify(&mut self, listed: &[Notification]) {
        self.update(Msg::Notifications(listed.to_vec()));
    }

    fn listed(&self) -> Vec<i64> {
        self.model.notifications.all.iter().map(|one| one.dispute.0).collect()
    }

    fn said(&self) -> Vec<i64> {
        self.model.notifications.unseen.iter().map(|one| one.dispute.0).collect()
    }

    /// What was told outside since it was asked last, by cases.
    fn alerts(&mut self) -> Vec<Vec<i64>> {
        let effects: Vec<Effect> = self.waiting.drain(..).collect();
        let alerts = effects.into_iter().filter_map(|effect| match effect {
            Effect::Alert(told) => Some(told.iter().map(|one| one.dispute.0).collect()),
            _ => None,
        });
        alerts.collect()
    }

    fn acknowledged(&mut self) -> Vec<i64> {
        let effects: Vec<Effect> = self.waiting.drain(..).collect();
        let seen = effects.into_iter().filter_map(|effect| match effect {
            Effect::Acknowledge(seen) => Some(seen),
            _ => None,
        });
        seen.flatten().map(|one| one.dispute.0).collect()
    }
}

#[test]
fn what_one_is_told_stands_until_it_could_be_read_and_is_listed_until_it_is_acknowledged() {
    let mut desk = Desk::with(3);
    let all = [notification(1001, TakenOver, desk.now()), notification(1002, PartyWrote, desk.now())];
    desk.notify(&all);
    desk.press("j k");
    assert_eq!(desk.said(), [1001, 1002], "a key typed in the same moment takes nothing away");
    desk.wait(TimeDelta::seconds(2)).press("r").write("Bonjour");
    assert_eq!(desk.said(), Vec::<i64>::new(), "the key that opened the composer dismissed it");
    assert_eq!(desk.listed(), [1002], "and its case is open");
    // Keys that write are for what is written.
    let third = notification(1003, PartyWrote, desk.now());
    desk.notify(&[third.clone(), all[1].clone()]);
    desk.wait(TimeDelta::seconds(2)).write(" à tous").press("Esc");
    assert_eq!(desk.said(), [1003]);
    desk.press("j");
    assert_eq!((desk.said(), desk.listed()), (vec![], vec![1003, 1002]));
    // A newer one of a kind and a case is news.
    let newer = notification(1002, PartyWrote, desk.now() + TimeDelta::minutes(1));
    desk.notify(&[newer, third]);
    assert_eq!((desk.said(), desk.listed()), (vec![1002], vec![1002, 1003]));
}

#[test]
fn a_case_that_is_opened_in_any_way_has_been_acknowledged() {
    let mut desk = Desk::with(3);
    desk.paused = true;
    let all = [
        notification(1001, TakenOver, desk.now()),
        notification(1001, PartyWrote, desk.now()),
        notification(1002, PartyWrote, desk.now()),
    ];
    desk.notify(&all);
    desk.press("Enter");
    assert_eq!((desk.acknowledged(), desk.listed()), (vec![1001, 1001], vec![1002]));
    // The store is slower to forget them than the desk to ask again.
    desk.notify(&all);
    assert_eq!(desk.listed(), [1002]);
    desk.press("J");
    assert_eq!((desk.acknowledged(), desk.listed()), (vec![1002], vec![]));
    // What comes of the open case is said, and a key that could read it acknowledges it.
    let again = notification(1002, PartyWrote, desk.now() + TimeDelta::minutes(1));
    desk.notify(std::slice::from_ref(&again));
    desk.press("k");
    assert_eq!((desk.said(), desk.acknowledged()), (vec![1002], vec![]));
    desk.wait(TimeDelta::seconds(2)).press("k");
    assert_eq!((desk.said(), desk.acknowledged(), desk.listed()), (vec![], vec![1002], vec![]));
}

#[test]
fn the_list_acknowledges_one_or_all_and_goes_to_the_case() {
    let mut desk = Desk::with(4);
    desk.press("i");
    assert_eq!(desk.listed(), Vec::<i64>::new());
    desk.press("Enter Space A").press("Esc");
    assert_eq!(desk.model.layer, None);
    let at = desk.now();
    let mut all: Vec<_> = (1001..=1004).map(|id| notification(id, PartyWrote, at)).collect();
    desk.notify(&all);
    desk.press("i j");
    // A newer one above does not move the cursor.
    all.insert(0, notification(1003, TakenOver, at));
    desk.notify(&all);
    desk.paused = true;
    desk.press("a");
    assert_eq!((desk.acknowledged(), desk.listed()), (vec![1002], vec![1003, 1001, 1003, 1004]));
    desk.press("G Space");
    assert_eq!(desk.acknowledged(), [1004]);
    desk.press("Enter");
    assert_eq!((desk.open_case(), desk.model.layer.clone()), (Some(1003), None));
    assert_eq!((desk.acknowledged(), desk.listed()), (vec![1003, 1003], vec![1001]));
    desk.press("i A");
    assert_eq!((desk.acknowledged(), desk.listed()), (vec![1001], vec![]));
    assert!(matches!(desk.model.layer, Some(Layer::Notifications(_))));
}

#[test]
fn a_desk_that_is_not_looked_at_alerts_once_for_a_burst() {
    let mut desk = Desk::with(3);
    desk.paused = true;
    let at = desk.now();
    let all: Vec<_> = (1001..=1003).map(|id| notification(id, PartyWrote, at)).collect();
    desk.notify(&all[..1]);
    desk.update(Msg::Focus(false));
    assert_eq!(desk.alerts(), Vec::<Vec<i64>>::new(), "what was there at the start is no news");
    let mut late = Desk::with(1);
    late.paused = true;
    late.update(Msg::Focus(false));
    let start = late.now();
    late.notify(&[
        notification(1001, PartyWrote, start + TimeDelta::seconds(1)),
        notification(1002, PartyWrote, start),
    ]);
    assert_eq!(late.alerts(), [[1001]], "what came before the first list could be read is");
    desk.notify(&all[..2]);
    assert_eq!(desk.alerts(), [[1002]]);
    desk.notify(&all);
    assert_eq!(desk.alerts(), Vec::<Vec<i64>>::new());
    desk.wait(TimeDelta::seconds(31));
    assert_eq!(desk.alerts(), [[1003]], "what came meanwhile is in the next one");
    desk.wait(TimeDelta::minutes(10));
    assert_eq!(desk.alerts(), Vec::<Vec<i64>>::new(), "it is told once");
    // Looked at, it is silent, also afterwards, also of what waited for the next alert.
    desk.notify(&[notification(1001, TakenOver, at)]);
    assert_eq!(desk.alerts(), [[1001]]);
    desk.notify(&[notification(1002, TakenOver, at), notification(1001, TakenOver, at)]);
    desk.update(Msg::Focus(true));
    desk.notify(&[notification(1003, TakenOver, at), notification(1002, TakenOver, at)]);
    desk.update(Msg::Focus(false));
    desk.wait(TimeDelta::minutes(10));
    assert_eq!(desk.alerts(), Vec::<Vec<i64>>::new());
}

#[test]
fn a_terminal_that_does_not_say_whether_it_has_the_focus_alerts_when_no_key_comes_for_a_while() {
    let mut desk = Desk::with(2);
    desk.paused = true;
    let all = [notification(1001, PartyWrote, desk.now()), notification(1002, PartyWrote, desk.now())];
    desk.notify(&[]);
    desk.wait(TimeDelta::minutes(1)).press("j");
    desk.notify(&all[..1]);
    desk.wait(TimeDelta::minutes(1));
    assert_eq!(desk.alerts(), Vec::<Vec<i64>>::new());
    desk.wait(TimeDelta::minutes(1) + TimeDelta::seconds(1));
    assert_eq!(desk.alerts(), [[1001]]);
    // A key means that the screen is seen; after an editor nothing is known.
    desk.update(Msg::Focus(false));
    desk.update(Msg::Resumed);
    desk.notify(&all);
    desk.press("k").wait(TimeDelta::minutes(10));
    assert_eq!(desk.alerts(), Vec::<Vec<i64>>::new());
}

#[test]
fn what_others_desks_acknowledge_is_gone_here_too() {
    let mut desk = Desk::with(2);
    let all = [notification(1001, PartyWrote, desk.now()), notification(1002, PartyWrote, desk.now())];
    desk.notify(&all);
    desk.notify(&all[1..]);
    assert_eq!((desk.said(), desk.listed()), (vec![1002], vec![1002]));
}

#[test]
fn who_only_looks_is_told_nothing() {
    let mut desk = Desk::of(None, TestStore::new());
    desk.press("i");
    assert_eq!(desk.refused(), "notifications LookOnly");
}

#[test]
fn cases_are_counted_again_when_a_deadline_has_passed_and_not_with_every_minute() {
    let mut desk = Desk::with(1);
    desk.paused = true;
    let counts = |desk: &Desk| {
        let reads = desk.waiting.iter().filter(|effect| matches!(effect, Effect::Read(_, crate::app::Read::Counts)));
        reads.count()
    };
    desk.wait(TimeDelta::minutes(2));
    assert_eq!(counts(&desk), 0);
    desk.update(Msg::DeadlinePassed);
    assert_eq!(counts(&desk), 1);
}
