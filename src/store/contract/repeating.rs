//! A write that is asked for again, because its answer was lost, is harmless: it is known by its key.

use super::{Backend, Desk, MaintenanceBackend, code, draft, eur, file, handle, partial, put, says, second_above};
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{AskId, CreatedId, DisputeId, Handle, RequestKey};
use crate::domain::marketplace::event::{EventKind, Terms};
use crate::domain::policy::Policy;
use crate::domain::policy::setting::PolicySetting;
use crate::domain::policy_change::PolicyChange;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Origin, Outcome, Role, Side, View};
use crate::store::Acted;

fn key(text: &str) -> RequestKey {
    RequestKey::from(text)
}

/// Does something under a key of its own, twice: the second time nothing happens, and the answer is the first one's.
fn twice<B: Backend>(desk: &mut Desk<B>, by: &str, dispute: DisputeId, action: Action) -> Acted {
    desk.wait(1);
    let name = format!("{by}-{}", desk.now.timestamp());
    let mut request = Request { dispute, by: handle(by), action, seen: None, key: Some(key(&name)) };
    let first = desk.store.act(&request, desk.now).unwrap();
    assert!(!first.repeated);
    let after = (desk.case(dispute), desk.store.audit_trail(dispute).unwrap(), desk.store.outbox(0, 1000).unwrap());
    desk.wait(1);
    let again = desk.store.act(&request, desk.now).unwrap();
    assert!(again.repeated, "{request:?}");
    assert_eq!((&again.case, &again.made, &again.decision), (&first.case, &first.made, &first.decision), "{request:?}");
    let now = (desk.case(dispute), desk.store.audit_trail(dispute).unwrap(), desk.store.outbox(0, 1000).unwrap());
    assert_eq!(now, after, "{request:?}");
    // The same key for anything else is a mistake of whoever asks.
    let other = Request { action: Action::Note { body: "Autre chose.".to_owned() }, ..request.clone() };
    assert_eq!(code(desk.store.act(&other, desk.now)), Code::DuplicateId);
    request.by = handle(if by == "camille" { "ines" } else { "camille" });
    assert_eq!(code(desk.store.act(&request, desk.now)), Code::DuplicateId);
    assert_eq!(desk.case(dispute), after.0);
    first
}

/// Every action, asked for again under its key.
pub fn an_action_that_is_repeated_under_its_key_is_done_once<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let attachments = vec![file("capture.png", Origin::Platform)];
    let said = EventKind::DisputeMessage { by: Side::Seller, body: "Voyez.".to_owned(), attachments, answers: None };
    desk.ingest("O-1", [said]);
    let evidence = desk.case(dispute).thread.iter().flat_map(|row| &row.attachments).next().unwrap().id;
    let mut done = |action| twice(&mut desk, "camille", dispute, action);

    done(Action::Claim);
    done(Action::Say { body: "Bien reçu.".to_owned() });
    done(Action::Note { body: "À relire.".to_owned() });
    let asked = done(Action::Ask { to: Side::Client, body: "Et la source ?".to_owned(), due: None });
    let Some(CreatedId::Ask(ask)) = asked.made else { panic!("an ask is made") };
    done(Action::WithdrawAsk { ask });
    let offered =
        done(Action::Propose { terms: Terms::PartialRefund { refund: eur(3000), terms: "Geste.".to_owned() } });
    let Some(CreatedId::Proposal(proposal)) = offered.made else { panic!("a proposal is made") };
    done(Action::WithdrawProposal { proposal });
    done(Action::Strike { attachment: evidence, reason: "Hors sujet.".to_owned() });
    done(Action::Admit { attachment: evidence, reason: "Réflexion faite.".to_owned() });
    done(Action::Decide(partial(4000)));
    done(Action::Undo);
    done(Action::Release);
    let until = desk.now + chrono::TimeDelta::days(3);
    twice(&mut desk, "camille", dispute, Action::Snooze { until });
    twice(&mut desk, "camille", dispute, Action::Wake);
    twice(&mut desk, "camille", dispute, Action::Snooze { until });
    // A key is known after others have acted, too: the first answer, on the case as it stands now.
    desk.wait(1);
    let say = Action::Say { body: "Une dernière chose.".to_owned() };
    let request = Request { dispute, by: handle("camille"), action: say, seen: None, key: Some(key("last")) };
    let first = desk.store.act(&request, desk.now).unwrap();
    desk.ingest("O-1", [says(Side::Client, "Oui ?")]);
    let again = desk.store.act(&request, desk.now).unwrap();
    assert_eq!((again.repeated, again.made), (true, first.made));
    assert_eq!(again.case.dispute.unwrap().version, desk.header(dispute).version);
    // What was refused can be tried again under the same key.
    let refused = Action::WithdrawAsk { ask: AskId(999) };
    let mut request = Request { action: refused, key: Some(key("refused")), ..request };
    assert_eq!(code(desk.store.act(&request, desk.now)), Code::UnknownAsk);
    request.action = Action::Claim;
    assert!(!desk.store.act(&request, desk.now).unwrap().repeated);
    desk.verify();
}

/// A second mediator's word, asked for again under its key.
pub fn a_second_mediators_word_that_is_repeated_is_given_once<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.set_policy([second_above(100)]);
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    twice(&mut desk, "camille", one, Action::Decide(draft(Outcome::ClientRefunded)));
    twice(&mut desk, "ines", one, Action::Approve);
    twice(&mut desk, "camille", two, Action::Decide(draft(Outcome::SellerWins)));
    twice(&mut desk, "ines", two, Action::Refuse { reason: "Relisez.".to_owned() });
    desk.verify();
}

/// The writes that are about no case, asked for again under their keys.
pub fn a_change_of_team_policy_or_views_that_is_repeated_is_made_once<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let now = desk.now;
    let (mediator, promoted, lead) = (put("nora", Role::Mediator), put("nora", Role::Lead), handle("max"));
    desk.store.change_team(Some(&lead), &mediator, Some(&key("m1")), now).unwrap();
    desk.store.change_team(Some(&lead), &promoted, Some(&key("m2")), now).unwrap();
    // Late, it does not undo what came after it.
    let repeated = desk.store.change_team(Some(&lead), &mediator, Some(&key("m1")), now).unwrap();
    assert_eq!(repeated.role, Role::Lead);
    let role = |desk: &Desk<B>| {
        let team = desk.store.mediators().unwrap();
        team.into_iter().find(|one| one.handle == handle("nora")).unwrap().role
    };
    assert_eq!(role(&desk), Role::Lead);
    assert_eq!(code(desk.store.change_team(Some(&lead), &promoted, Some(&key("m1")), now)), Code::DuplicateId);

    let max = handle("max");
    let change =
        |minutes| PolicyChange { settings: vec![PolicySetting::HoldMinutes(minutes)], reason: "Essai.".to_owned() };
    let set = |desk: &mut Desk<B>, by: &Handle, minutes, name| {
        desk.store.put_policy(by, &change(minutes), Some(&key(name)), now)
    };
    set(&mut desk, &max, 20, "p1").unwrap();
    set(&mut desk, &max, 30, "p2").unwrap();
    // Late, it does not undo what came after it.
    set(&mut desk, &max, 20, "p1").unwrap();
    assert_eq!(desk.store.policy().unwrap(), Policy { version: 3, hold_minutes: 30, ..Policy::default() });
    assert_eq!(code(set(&mut desk, &max, 40, "p1")), Code::DuplicateId);
    assert_eq!(code(set(&mut desk, &handle("nora"), 20, "p1")), Code::DuplicateId);
    assert_eq!(code(set(&mut desk, &max, 20, "m1")), Code::DuplicateId);

    let view = |name: &str| SavedView { name: name.to_owned(), base: View::All, query: "nova".to_owned() };
    let (me, keep) = (handle("camille"), ViewChange::Keep(view("Nova")));
    let kept = desk.store.change_views(&me, &keep, Some(&key("v1")), now).unwrap();
    assert_eq!(desk.store.change_views(&me, &keep, Some(&key("v1")), now).unwrap(), kept);
    assert_eq!(code(desk.store.change_views(&me, &keep, None, now)), Code::NameTaken);
    let drop = ViewChange::Drop("Nova".to_owned());
    assert_eq!(desk.store.change_views(&me, &drop, Some(&key("v2")), now).unwrap().changed, view("Nova"));
    assert_eq!(desk.store.change_views(&me, &drop, Some(&key("v2")), now).unwrap().changed, view("Nova"));
    assert_eq!(code(desk.store.change_views(&me, &drop, None, now)), Code::UnknownView);
    assert_eq!(code(desk.store.change_views(&me, &drop, Some(&key("v1")), now)), Code::DuplicateId);
    assert_eq!(code(desk.store.change_views(&handle("ines"), &keep, Some(&key("v1")), now)), Code::DuplicateId);
    desk.verify();
}

/// An erasure, asked for again under its key: by then nobody of that id is left.
pub fn an_erasure_that_is_repeated_under_its_key_is_done_once<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    desk.dispute("O-1");
    let (by, now) = (handle("max"), desk.now);
    let texts = desk.store.erase(&"lea-martin".into(), &by, Some(&key("e1")), now).unwrap();
    let head = desk.store.verify(None).unwrap().head;
    assert_eq!(desk.store.erase(&"lea-martin".into(), &by, Some(&key("e1")), now).unwrap(), texts);
    assert_eq!(desk.store.verify(None).unwrap().head, head);
    assert_eq!(code(desk.store.erase(&"lea-martin".into(), &by, None, now)), Code::UnknownPerson);
    assert_eq!(code(desk.store.erase(&"studio-nova".into(), &by, Some(&key("e1")), now)), Code::DuplicateId);
    desk.verify();
}

/// The writes that need no key: the same again leaves the same behind.
pub fn what_needs_no_key_may_come_twice<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let event = desk.event("O-1", says(Side::Client, "Bonjour ?"));
    let camille = handle("camille");
    for _ in 0..2 {
        desk.store.ingest(std::slice::from_ref(&event), desk.now).unwrap();
        let read = Action::MarkRead { up_to: desk.case(dispute).thread.last().unwrap().message.id };
        desk.store
            .act(&Request { dispute, by: camille.clone(), action: read, seen: None, key: None }, desk.now)
            .unwrap();
        desk.store.put_draft(dispute, &camille, Some("Bonjour,"), None, desk.now).unwrap();
        desk.store.heartbeat("desk-1", &camille, Some(dispute), desk.now).unwrap();
        assert_eq!(desk.store.settle_due(desk.now).unwrap(), 0);
        let (cursor, case) = (desk.store.changes(Default::default()).unwrap().cursor, desk.case(dispute));
        assert_eq!(desk.store.presences(desk.now).unwrap().len(), 1);
        assert_eq!(desk.store.draft(dispute, &camille).unwrap().as_deref(), Some("Bonjour,"));
        assert_eq!((case.thread.len(), cursor), (2, desk.store.changes(cursor).unwrap().cursor));
    }
    desk.verify();
}
