//! Members who are bound to accounts of the system, what is a member's own, and what desks hear of the team.

use super::desk::*;
use crate::domain::activity::{Activity, BindingChange};
use crate::domain::case::records::NotificationKind;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::policy::Policy;
use crate::domain::policy::setting::PolicySetting;
use crate::domain::queue::saved_views::{SavedView, ViewChange};
use crate::domain::refusal::Code;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::vocabulary::{Outcome, Role, Side, View};
use crate::store::{ActivityQuery, ChangeCursor, DraftWrite, Store};

fn account(name: &str, account: AccountChange) -> TeamChange {
    TeamChange::Put { handle: handle(name), name: name.to_uppercase(), role: None, account }
}

fn bound(name: &str, to: &str) -> TeamChange {
    account(name, AccountChange::Bind(to.into()))
}

/// docs/process.md, "Accounts".
pub fn an_account_is_bound_bound_anew_and_unbound_by_a_lead<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let claims = |store: &mut dyn Store, by: &str, now| {
        store.act(&Request { dispute, by: handle(by), action: Action::Claim, seen: None, key: None }, now)
    };
    let (mut at_home, mut at_work) = (desk.place.open_as("camille"), desk.place.open_as("crs"));
    let told = |desk: &Desk<B>| {
        let page = desk.store.activity(&ActivityQuery { limit: 1, ..ActivityQuery::default() }).unwrap();
        match Activity::of(&page.records[0]) {
            Activity::Team { binding, .. } => binding,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(code(desk.change_team(Some("ines"), &bound("camille", "camille"))), Code::NotALead);
    desk.change_team(Some("max"), &bound("camille", "camille")).unwrap();
    assert_eq!(told(&desk), Some(BindingChange::Bound("camille".to_owned())));
    claims(at_home.as_mut(), "camille", desk.now).unwrap();
    assert_eq!(code(claims(at_work.as_mut(), "camille", desk.now)), Code::NotYou);
    // Changed otherwise, the account stays.
    desk.change_team(Some("max"), &put("camille", Role::Mediator)).unwrap();
    assert_eq!(told(&desk), None);
    desk.change_team(Some("max"), &bound("camille", "crs")).unwrap();
    assert_eq!(told(&desk), Some(BindingChange::Bound("crs".to_owned())));
    claims(at_work.as_mut(), "camille", desk.now).unwrap();
    assert_eq!(code(claims(at_home.as_mut(), "camille", desk.now)), Code::NotYou);
    // From an account of one's own nobody else acts, until it is one's own no more.
    assert_eq!(code(claims(at_work.as_mut(), "max", desk.now)), Code::NotYou);
    assert_eq!(code(desk.change_team(Some("camille"), &account("camille", AccountChange::Unbind))), Code::NotYou);
    desk.change_team(Some("max"), &account("camille", AccountChange::Unbind)).unwrap();
    assert_eq!(told(&desk), Some(BindingChange::Unbound));
    for store in [&mut at_home, &mut at_work] {
        claims(store.as_mut(), "camille", desk.now).unwrap();
    }
    claims(at_work.as_mut(), "max", desk.now).unwrap();
    desk.change_team(Some("max"), &bound("ines", "crs")).unwrap();
    desk.verify();
}

/// What is a colleague's own, nobody else writes.
pub fn what_is_ones_own_is_written_by_oneself_alone<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    desk.does(dispute, Action::Claim);
    desk.act("max", dispute, Action::Claim).unwrap();
    desk.change_team(Some("max"), &bound("camille", "camille")).unwrap();
    let (mine, now) = (handle("camille"), desk.now);
    let told = desk.store.notifications(&mine, now).unwrap();
    assert_eq!(told.iter().map(|one| one.what).collect::<Vec<_>>(), [NotificationKind::TakenOver]);
    let view = SavedView { name: "Presse".to_owned(), base: View::Mine, query: "logo".to_owned() };
    let keeps = ViewChange::Keep(view);
    let (mut own, mut root) = (desk.place.open_as("camille"), desk.place.open_as("root"));
    let mut of_ines = desk.place.open_as("ines");
    desk.change_team(Some("max"), &bound("ines", "ines")).unwrap();
    for other in [&mut desk.store, &mut root, &mut of_ines] {
        assert_eq!(code(other.put_draft(dispute, &mine, Some("Faux"), None, now)), Code::NotYou);
        assert_eq!(code(other.change_views(&mine, &keeps, None, now)), Code::NotYou);
        assert_eq!(code(other.acknowledge(&mine, &told)), Code::NotYou);
        assert_eq!(code(other.heartbeat("desk", &mine, Some(dispute), now)), Code::NotYou);
    }
    // Nor does one write as somebody who is bound to nothing, or who is nobody.
    assert_eq!(code(of_ines.put_draft(dispute, &handle("zoe"), Some("Faux"), None, now)), Code::NotYou);
    assert_eq!(code(root.heartbeat("desk", &handle("nobody"), Some(dispute), now)), Code::NotAMediator);
    assert_eq!(desk.store.draft(dispute, &mine).unwrap(), None);
    assert_eq!(desk.store.views(&mine).unwrap(), []);
    assert_eq!(desk.store.notifications(&mine, now).unwrap(), told);
    assert_eq!(desk.store.presences(now).unwrap(), []);
    // Oneself does, however one's handle is written.
    let written = handle("CAMILLE");
    assert_eq!(own.put_draft(dispute, &written, Some("Bonjour"), None, now), Ok(DraftWrite::Written));
    own.change_views(&written, &keeps, None, now).unwrap();
    own.heartbeat("desk", &written, Some(dispute), now).unwrap();
    own.acknowledge(&written, &told).unwrap();
    assert_eq!(own.draft(dispute, &mine).unwrap().as_deref(), Some("Bonjour"));
    assert_eq!(own.views(&mine).unwrap().len(), 1);
    assert_eq!(own.presences(now).unwrap()[0].by, mine);
    assert_eq!(own.notifications(&mine, now).unwrap(), []);
    // Who has retired puts their things in order, and no more.
    desk.change_team(Some("max"), &TeamChange::Retire { handle: mine.clone() }).unwrap();
    assert_eq!(own.put_draft(dispute, &mine, None, Some("Bonjour"), desk.now), Ok(DraftWrite::Written));
    assert_eq!(code(own.change_views(&mine, &keeps, None, desk.now)), Code::NotAMediator);
    desk.verify();
}

/// Whoever follows changes hears of the team and the policy, as of cases.
pub fn a_change_of_the_team_or_the_policy_is_told_once<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let watcher = desk.place.open();
    let mut cursor = watcher.changes(ChangeCursor::default()).unwrap().cursor;
    let mut told = |watcher: &dyn Store| {
        let changes = watcher.changes(cursor).unwrap();
        cursor = changes.cursor;
        assert!(!changes.all && watcher.changes(cursor).unwrap().is_empty(), "once");
        (changes.team, changes.changed.iter().map(|changed| changed.dispute).collect::<Vec<_>>())
    };
    desk.does(dispute, Action::Claim);
    assert_eq!(told(watcher.as_ref()), (false, vec![dispute]));
    desk.change_team(Some("max"), &put("ines", Role::Reader)).unwrap();
    assert_eq!(told(watcher.as_ref()), (true, vec![]));
    desk.set_policy([PolicySetting::HoldMinutes(60)]);
    assert_eq!(told(watcher.as_ref()), (true, vec![]));
    assert_eq!(code(desk.change_team(Some("ines"), &put("zoe", Role::Lead))), Code::NotALead);
    assert_eq!(told(watcher.as_ref()), (false, vec![]), "what is refused changes nothing");
    desk.does(dispute, Action::Note { body: "Vu.".to_owned() });
    assert_eq!(told(watcher.as_ref()), (false, vec![dispute]));
    // The cases of who retires are nobody's.
    desk.change_team(Some("max"), &TeamChange::Retire { handle: handle("camille") }).unwrap();
    assert_eq!(told(watcher.as_ref()), (true, vec![dispute]));
    assert_eq!(desk.header(dispute).claim, None);
    desk.verify();
}

/// A case is read with the policy that it was opened under, by which the store judges what is done to it.
pub fn a_case_comes_with_the_policy_that_it_was_opened_under<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let old = desk.dispute("O-1");
    desk.set_policy([PolicySetting::AskMinutes(60), PolicySetting::LeaseMinutes(5), second_above(100)]);
    let new = desk.dispute("O-2");
    assert_eq!(desk.case(old).policy, Policy::default());
    assert_eq!(desk.case(new).policy, desk.store.policy().unwrap());
    for dispute in [old, new] {
        let policy = desk.case(dispute).policy;
        desk.does(dispute, Action::Ask { to: Side::Client, body: "Quand ?".to_owned(), due: None });
        let header = desk.header(dispute);
        assert_eq!(header.asks.last().unwrap().due_at, policy.ask_due(desk.now));
        assert_eq!(header.claim.unwrap().until, desk.now + policy.claim_lease());
        let decided = desk.does(dispute, Action::Decide(draft(Outcome::SellerWins))).decision.unwrap();
        assert_eq!(
            decided.effective_at.is_none(),
            policy.second_mediator_above != Policy::default().second_mediator_above
        );
    }
    desk.verify();
}
