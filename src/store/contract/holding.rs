//! Who holds a case: until they give it back or away, it is decided, or another takes it over (docs/process.md, "Claims").

use super::desk::*;
use crate::domain::case::actor::Actor;
use crate::domain::case::records::NotificationKind;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{CreatedId, DisputeId, RequestKey};
use crate::domain::queue::filter::Filter;
use crate::domain::refusal::Code;
use crate::domain::team::handover::{HandedOver, Handover};
use crate::domain::vocabulary::{Outcome, View};
use crate::store::{Notification, PageFrom, QueueQuery, ViewCounts, Workload, cases_to_hand_over};

fn assign(to: &str, note: Option<&str>) -> Action {
    Action::Assign { to: handle(to), note: note.map(str::to_owned) }
}

/// The cases that a mediator sees under a filter, and how many of theirs and of nobody's are counted.
fn seen<B: Backend>(desk: &Desk<B>, me: &str, view: View, words: &str) -> Vec<DisputeId> {
    let filter = Filter::parse(words).unwrap();
    let query = QueueQuery { view, me: Some(handle(me)), filter, from: PageFrom::Start, limit: 100 };
    let page = desk.store.queue(&query, desk.now).unwrap();
    page.rows.iter().map(|row| row.id).collect()
}

fn counts<B: Backend>(desk: &Desk<B>, me: &str) -> (u64, u64) {
    let ViewCounts { mine, unclaimed, .. } = desk.store.counts(Some(&handle(me)), desk.now).unwrap();
    (mine, unclaimed)
}

/// The end of a lease takes nothing out of `mine` and puts nothing into `unclaimed`.
pub fn a_case_stays_its_holders_after_the_lease<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.does(first, Action::Claim);
    assert_eq!(seen(&desk, "camille", View::All, "is:lapsed"), []);
    let row = desk.store.rows(&[first]).unwrap().remove(0);
    assert_eq!(row.claimed_until, Some(desk.now + chrono::TimeDelta::minutes(30)));
    desk.wait(40);
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!(seen(&desk, "camille", View::Mine, ""), [first]);
    assert_eq!(seen(&desk, "ines", View::Unclaimed, ""), [second]);
    assert_eq!((counts(&desk, "camille"), counts(&desk, "ines")), ((1, 1), (0, 1)));
    for words in ["is:lapsed", "held:camille is:lapsed", "-is:unclaimed"] {
        assert_eq!(seen(&desk, "ines", View::All, words), [first], "{words}");
    }
    // Who works on it again has a lease again; what is decided is nobody's.
    desk.does(first, Action::Say { body: "Me voici.".to_owned() });
    assert_eq!(seen(&desk, "ines", View::All, "is:lapsed"), []);
    desk.does(first, Action::Decide(draft(Outcome::SellerWins)));
    let row = desk.store.rows(&[first]).unwrap().remove(0);
    assert_eq!((row.claimed_by, row.claimed_until), (None, None));
    assert_eq!(counts(&desk, "camille"), (0, 1));
    desk.does(first, Action::Undo);
    assert_eq!(seen(&desk, "camille", View::Mine, ""), [first]);
    desk.verify();
}

/// With the note, the word to both, and a record of it.
pub fn a_case_is_given_to_a_colleague_with_a_note<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.does(first, Action::Claim);
    let told = |desk: &Desk<B>, who: &str| desk.store.notifications(&handle(who), desk.now).unwrap();
    let word = |dispute, by: &str, what, at| Notification { dispute, by: Actor::Mediator(handle(by)), what, at };
    let given = desk.does(first, assign("ines", Some("La cliente rappelle à 9 h.")));
    let Some(CreatedId::Note(note)) = given.made else { panic!("{given:?}") };
    let kept = desk.case(first).notes.pop().unwrap();
    assert_eq!((kept.id, kept.by, kept.body.as_str()), (note, handle("camille"), "La cliente rappelle à 9 h."));
    assert_eq!(desk.header(first).claim.unwrap().by, handle("ines"));
    assert_eq!((counts(&desk, "camille"), counts(&desk, "ines")), ((0, 1), (1, 1)));
    let assigned = word(first, "camille", NotificationKind::Assigned, desk.now);
    assert_eq!((told(&desk, "camille"), told(&desk, "ines")), (vec![], vec![assigned]));
    assert_eq!(code(desk.act("camille", first, Action::Claim)), Code::ClaimedByOther);

    // A lead gives it on; both others hear of it. Under its key it is done once.
    let (by, key) = (handle("max"), Some(RequestKey("k".to_owned())));
    let on = Request { dispute: first, by, action: assign("camille", None), seen: None, key };
    desk.wait(1);
    assert_eq!(desk.store.act(&on, desk.now).unwrap().made, None);
    let back = word(first, "max", NotificationKind::Assigned, desk.now);
    let gone = word(first, "max", NotificationKind::Reassigned, desk.now);
    assert!(told(&desk, "camille").contains(&back) && told(&desk, "ines").contains(&gone));
    desk.act("max", first, assign("ines", None)).unwrap();
    assert!(desk.store.act(&on, desk.now).unwrap().repeated);
    assert_eq!(desk.header(first).claim.unwrap().by, handle("ines"));

    // What nobody held is a lead's to give, too.
    assert_eq!(code(desk.act("ines", second, assign("max", None))), Code::NotALead);
    desk.act("max", second, assign("max", None)).unwrap();
    assert_eq!(seen(&desk, "max", View::Mine, ""), [second]);
    let actions: Vec<String> = desk.store.audit_trail(second).unwrap().into_iter().map(|line| line.action).collect();
    assert_eq!(actions.last().map(String::as_str), Some("assign"));
    desk.verify();
}

/// Also of cases that are snoozed; what is decided or nobody's is nobody's work.
pub fn what_each_member_has_to_do_is_known<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let loads = |desk: &Desk<B>| {
        let loads = desk.store.workloads(desk.now).unwrap();
        loads.into_iter().map(|Workload { member, held, overdue }| (member.0, held, overdue)).collect::<Vec<_>>()
    };
    assert_eq!(loads(&desk), []);
    desk.does(first, Action::Claim);
    desk.act("ines", second, Action::Claim).unwrap();
    assert_eq!(loads(&desk), [("camille".to_owned(), 1, 0), ("ines".to_owned(), 1, 0)]);
    desk.act("ines", second, assign("camille", None)).unwrap();
    let until = desk.now + chrono::TimeDelta::days(9);
    desk.does(second, Action::Snooze { until });
    assert_eq!(loads(&desk), [("camille".to_owned(), 2, 0)]);
    desk.wait(7 * 24 * 60);
    assert_eq!(loads(&desk), [("camille".to_owned(), 2, 2)]);
    desk.does(first, Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!(loads(&desk), [("camille".to_owned(), 1, 1)]);
}

/// One's own, also those that are snoozed, or anybody's that fit; never what the receiver has.
pub fn a_handover_finds_what_is_held<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.does(first, Action::Claim);
    let cases = |desk: &Desk<B>, by: &str, to: &str, whose, words: &str| {
        let filter = Filter::parse(words).unwrap();
        cases_to_hand_over(desk.store.as_ref(), &Handover { by: handle(by), to: handle(to), whose, filter }, desk.now)
            .unwrap()
    };
    assert_eq!(cases(&desk, "max", "ines", HandedOver::Anybodys, ""), [first], "nobody's are nobody's to hand over");
    desk.act("ines", second, Action::Claim).unwrap();
    let until = desk.now + chrono::TimeDelta::days(9);
    desk.does(first, Action::Snooze { until });
    assert_eq!(cases(&desk, "camille", "ines", HandedOver::Own, ""), [first]);
    assert_eq!(cases(&desk, "max", "zoe", HandedOver::Anybodys, ""), [second, first]);
    assert_eq!(cases(&desk, "max", "ines", HandedOver::Anybodys, ""), [first]);
    assert_eq!(cases(&desk, "max", "camille", HandedOver::Anybodys, "O-1"), []);
}

/// Nothing of it is kept, the note neither.
pub fn who_could_not_act_on_a_case_is_not_given_it<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    desk.does(dispute, Action::Claim);
    let before = desk.case(dispute);
    for (to, why) in [("nobody", Code::NotAMediator), ("zoe", Code::NotAMediator)] {
        for by in ["camille", "max"] {
            assert_eq!(code(desk.act(by, dispute, assign(to, Some("Tenez.")))), why, "{by} to {to}");
        }
    }
    assert_eq!(code(desk.act("ines", dispute, assign("ines", None))), Code::ClaimedByOther);
    assert_eq!(code(desk.act("camille", dispute, assign("ines", Some(" \n")))), Code::Malformed);
    assert_eq!(desk.case(dispute), before);
    desk.verify();
}
