//! What mediators are told of their cases until they acknowledge it (docs/process.md, "Notifications").

use chrono::TimeDelta;

use super::desk::*;
use crate::domain::case::actor::Actor;
use crate::domain::case::records::NotificationKind;
use crate::domain::dispute::action::Action;
use crate::domain::dispute::attention::NEAR;
use crate::domain::ids::{AskId, CreatedId, DisputeId};
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::policy::setting::PolicySetting;
use crate::domain::team::change::TeamChange;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Outcome, Role, Side};
use crate::store::Notification;

/// What a mediator is told now.
fn notified<B: Backend>(desk: &Desk<B>, who: &str) -> Vec<Notification> {
    desk.store.notifications(&handle(who), desk.now).unwrap()
}

/// The same without the times.
fn kinds<B: Backend>(desk: &Desk<B>, who: &str) -> Vec<(DisputeId, NotificationKind, String)> {
    notified(desk, who).into_iter().map(|one| (one.dispute, one.what, one.by.to_string())).collect()
}

fn acknowledge_all<B: Backend>(desk: &mut Desk<B>, who: &str) {
    let all = notified(desk, who);
    desk.store.acknowledge(&handle(who), &all).unwrap();
}

/// docs/process.md, "Claims": nobody loses a case without being told who has it now.
pub fn whoever_lost_a_case_is_told_until_they_acknowledge<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.does(first, Action::Claim);
    desk.does(second, Action::Claim);
    assert_eq!(code(desk.act("ines", first, Action::Claim)), crate::domain::refusal::Code::ClaimedByOther);
    // Its lease over, whoever acts takes it, whether time has settled the case already or not.
    desk.wait(40);
    desk.act("ines", first, Action::Say { body: "Je reprends.".to_owned() }).unwrap();
    let taken = |dispute, by: &str, at| {
        let by = Actor::Mediator(by.into());
        Notification { dispute, by, what: NotificationKind::TakenOver, at }
    };
    let one = taken(first, "ines", desk.now);
    assert_eq!(notified(&desk, "camille"), std::slice::from_ref(&one));
    desk.store.settle_due(desk.now).unwrap();
    desk.act("max", second, Action::Claim).unwrap();
    let two = taken(second, "max", desk.now);
    assert_eq!(notified(&desk, "camille"), [two.clone(), one.clone()], "the newest first");
    assert_eq!((notified(&desk, "ines"), notified(&desk, "max")), (vec![], vec![]));
    desk.verify();
    desk.store.acknowledge(&handle("camille"), &[one]).unwrap();
    assert_eq!(notified(&desk, "camille"), [two]);
    // A lead takes what is not lapsed; who gives back loses nothing.
    desk.act("max", first, Action::Claim).unwrap();
    assert_eq!(notified(&desk, "ines").len(), 1);
    desk.act("max", first, Action::Release).unwrap();
    desk.does(first, Action::Claim);
    assert_eq!(notified(&desk, "max"), []);
    desk.verify();
}

/// Many messages in a case are one notification, of the newest; what is newer than what was seen stays; a case that is decided
/// or no longer one's own has nothing more to tell.
pub fn what_a_party_does_is_told_to_whose_case_it_is<B: Backend>() {
    use NotificationKind::{AskAnswered, PartyWrote, ProposalAnswered, ProposalMade, TakenOver};
    let mut desk = Desk::<B>::set();
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.ingest("O-1", [says(Side::Client, "Il y a quelqu’un ?")]);
    for who in ["camille", "ines", "max", "zoe"] {
        assert_eq!(notified(&desk, who), [], "it is nobody's case");
    }
    desk.does(first, Action::Claim);
    desk.does(second, Action::Claim);
    desk.ingest("O-1", [says(Side::Client, "Bonjour ?"), says(Side::Client, "Bonjour ??")]);
    let seen = notified(&desk, "camille");
    let wrote = |by: Side, at: Time| Notification { dispute: first, by: by.into(), what: PartyWrote, at };
    assert_eq!(seen, [wrote(Side::Client, desk.now)]);
    desk.ingest("O-1", [says(Side::Seller, "Me voici.")]);
    assert_eq!(notified(&desk, "camille"), [wrote(Side::Seller, desk.now)], "one of a kind, the newest");
    desk.store.acknowledge(&handle("camille"), &seen).unwrap();
    assert_eq!(notified(&desk, "camille").len(), 1, "what came since was not seen");
    acknowledge_all(&mut desk, "camille");
    acknowledge_all(&mut desk, "camille");
    assert_eq!(notified(&desk, "camille"), []);

    let ask = desk.does(first, Action::Ask { to: Side::Seller, body: "Et la source ?".to_owned(), due: None }).made;
    let Some(CreatedId::Ask(ask)) = ask else { panic!("a question is made") };
    desk.ingest("O-1", [answers(Side::Seller, ask)]);
    assert_eq!(kinds(&desk, "camille"), [(first, AskAnswered, "seller".to_owned())]);
    let relaunch = Terms::Relaunch { terms: "Une semaine de plus.".to_owned() };
    desk.agreed("O-1", first, relaunch.clone());
    desk.ingest("O-2", [EventKind::ProposalMade { by: Side::Seller, terms: relaunch }]);
    let now = [(second, ProposalMade, "seller"), (first, ProposalAnswered, "seller"), (first, AskAnswered, "seller")];
    assert_eq!(kinds(&desk, "camille"), now.map(|(id, what, by)| (id, what, by.to_owned())));
    assert_eq!(notified(&desk, "ines"), []);

    desk.does(first, Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!(kinds(&desk, "camille"), [(second, ProposalMade, "seller".to_owned())], "a decided case is quiet");
    desk.act("max", second, Action::Claim).unwrap();
    assert_eq!(kinds(&desk, "camille"), [(second, TakenOver, "max".to_owned())], "it is another's to hear");
    desk.ingest("O-2", [says(Side::Client, "Et moi ?")]);
    assert_eq!(kinds(&desk, "max"), [(second, PartyWrote, "client".to_owned())]);
    desk.act("max", second, Action::Release).unwrap();
    assert_eq!(notified(&desk, "max"), []);
    desk.verify();
}

fn answers(by: Side, ask: AskId) -> EventKind {
    EventKind::DisputeMessage { by, body: "La voici.".to_owned(), attachments: Vec::new(), answers: Some(ask) }
}

/// Not the one who took it, nor readers, nor who has a conflict of interest; each acknowledges it for themselves.
pub fn a_decision_that_waits_is_told_to_those_who_may_answer_it<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.set_policy([second_above(100)]);
    desk.change_team(Some("max"), &put("noe", Role::Mediator)).unwrap();
    let tied = TeamChange::AddConflict { handle: handle("noe"), with: "studio-nova".into() };
    desk.change_team(Some("max"), &tied).unwrap();
    let first = desk.dispute("O-1");
    desk.does(first, Action::Decide(draft(Outcome::SellerWins)));
    let waits = Notification {
        dispute: first,
        by: Actor::Mediator("camille".into()),
        what: NotificationKind::ApprovalNeeded,
        at: desk.now,
    };
    let told = |desk: &Desk<B>| ["camille", "ines", "max", "noe", "zoe", "eve"].map(|who| notified(desk, who).len());
    assert_eq!(told(&desk), [0, 1, 1, 0, 0, 0]);
    assert_eq!(notified(&desk, "ines"), std::slice::from_ref(&waits));
    acknowledge_all(&mut desk, "ines");
    assert_eq!(told(&desk), [0, 0, 1, 0, 0, 0]);
    desk.ingest("O-1", [says(Side::Client, "Alors ?")]);
    assert_eq!(notified(&desk, "max"), [waits], "since it was taken");
    // Taken anew it is told anew, and once there is a word nobody is told.
    desk.does(first, Action::Undo);
    assert_eq!(told(&desk), [1, 0, 0, 0, 0, 0]);
    desk.does(first, Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!(told(&desk), [1, 1, 1, 0, 0, 0]);
    acknowledge_all(&mut desk, "ines");
    desk.act("max", first, Action::Approve).unwrap();
    assert_eq!(told(&desk), [1, 0, 0, 0, 0, 0]);
    assert_eq!(notified(&desk, "camille")[0].what, NotificationKind::Approved);
    desk.verify();
}

/// A deadline is told to whose turn it is: near it, and when it is past, until acknowledged; another deadline is told anew.
pub fn a_deadline_is_told_once_when_it_is_near_and_once_when_it_is_past<B: Backend>() {
    use NotificationKind::{DeadlineNear, DeadlinePast};
    let mut desk = Desk::<B>::set();
    desk.set_policy([PolicySetting::LeaseMinutes(100_000)]);
    let (first, second) = (desk.dispute("O-1"), desk.dispute("O-2"));
    desk.does(first, Action::Claim);
    let due = desk.header(first).due_at;
    let ms = TimeDelta::milliseconds(1);
    desk.now = due - NEAR - ms;
    assert_eq!(notified(&desk, "camille"), []);
    desk.now += ms;
    let near = Notification { dispute: first, by: Actor::System, what: DeadlineNear, at: due - NEAR };
    assert_eq!(notified(&desk, "camille"), std::slice::from_ref(&near));
    assert_eq!((notified(&desk, "ines"), notified(&desk, "max")), (vec![], vec![]), "it is not their turn");
    acknowledge_all(&mut desk, "camille");
    desk.now = due;
    assert_eq!(notified(&desk, "camille"), []);
    desk.now += ms;
    assert_eq!(notified(&desk, "camille"), [Notification { what: DeadlinePast, at: due, ..near.clone() }]);
    assert_eq!(desk.store.counts(Some(&handle("camille")), desk.now).unwrap().overdue_for_me, 1);
    acknowledge_all(&mut desk, "camille");
    desk.wait(60);
    assert_eq!(notified(&desk, "camille"), [], "it is told once");
    // The parties' deadline is not the mediator's; when they let it pass, the turn is the mediator's and late.
    desk.does(first, Action::Ask { to: Side::Seller, body: "Et la source ?".to_owned(), due: None });
    desk.now = desk.header(first).due_at + ms;
    desk.store.settle_due(desk.now).unwrap();
    assert_eq!(kinds(&desk, "camille"), [(first, DeadlinePast, "system".to_owned())]);
    // What is decided, or put off, or another's to hold, is not told of.
    desk.does(first, Action::Decide(draft(Outcome::SellerWins)));
    desk.act("ines", second, Action::Claim).unwrap();
    assert_eq!((kinds(&desk, "camille"), kinds(&desk, "ines")), (vec![], vec![]), "who takes it sees it");
    let counts = |desk: &Desk<B>, who: &str| desk.store.counts(Some(&handle(who)), desk.now).unwrap().overdue_for_me;
    assert_eq!((counts(&desk, "camille"), counts(&desk, "ines")), (0, 1));
    let until = desk.now + TimeDelta::days(1);
    desk.act("ines", second, Action::Snooze { until }).unwrap();
    assert_eq!(notified(&desk, "ines"), []);
    desk.verify();
}
