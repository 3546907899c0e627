//! Mediators side by side, the team and its policy.

use std::thread;

use super::desk::*;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::Handle;
use crate::domain::policy::holidays::Holidays;
use crate::domain::policy::setting::PolicySetting;
use crate::domain::policy::{Policy, PolicyVersion};
use crate::domain::policy_change::PolicyChange;
use crate::domain::refusal::Code;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::vocabulary::{Outcome, Role};
use crate::store::{DraftWrite, StoreError};

/// Two do the same to the same dispute at the same moment, each with a handle of their own. Returns the code of the loser.
fn race<B: Backend>(round: usize, action: &Action) -> Code {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let now = desk.now;
    let start = std::sync::Barrier::new(2);
    let place = &desk.place;
    let results: Vec<_> = thread::scope(|scope| {
        let one = |by: &'static str| {
            let (start, action) = (&start, action.clone());
            scope.spawn(move || {
                let mut store = place.open();
                start.wait();
                store.act(&Request { dispute, by: handle(by), action, seen: None, key: None }, now)
            })
        };
        let all = if round.is_multiple_of(2) { ["camille", "ines"] } else { ["ines", "camille"] };
        all.map(one).into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    let (won, lost): (Vec<_>, Vec<_>) = results.into_iter().partition(Result::is_ok);
    assert_eq!((won.len(), lost.len()), (1, 1), "{lost:?}");
    desk.verify();
    match lost.into_iter().next() {
        Some(Err(StoreError::Refused(refusal))) => {
            // The other is told who was faster.
            let detail = refusal.detail();
            let who = detail.get("by").or(detail.get("holder"));
            assert!(who.is_some_and(|who| who == "camille" || who == "ines"), "{refusal}");
            refusal.code()
        }
        other => panic!("{other:?}"),
    }
}

/// docs/process.md, "Decided once".
pub fn two_who_decide_at_once_are_told_apart<B: Backend>() {
    for round in 0..4 {
        // The first also takes the claim, but "it is decided" is the better answer.
        assert_eq!(race::<B>(round, &Action::Decide(draft(Outcome::SellerWins))), Code::AlreadyDecided);
    }
}

/// docs/process.md, "Claims".
pub fn two_who_claim_at_once_are_told_apart<B: Backend>() {
    for round in 0..4 {
        assert_eq!(race::<B>(round, &Action::Claim), Code::ClaimedByOther);
    }
}

/// Who may act, and what is refused changes nothing.
pub fn who_is_not_of_the_team_cannot_act<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    let before = desk.case(dispute);
    let cursor = desk.store.changes(Default::default()).unwrap().cursor;
    assert_eq!(code(desk.act("nobody", dispute, Action::Claim)), Code::NotAMediator);
    assert_eq!(code(desk.act("zoe", dispute, Action::Claim)), Code::NotAMediator);
    assert_eq!(code(desk.act("camille", crate::domain::ids::DisputeId(9), Action::Claim)), Code::UnknownDispute);
    let stale = Request { dispute, by: handle("camille"), action: Action::Claim, seen: Some(0), key: None };
    assert_eq!(code(desk.store.act(&stale, desk.now)), Code::ChangedSince);

    // A party's own handle, and a conflict that was declared.
    desk.change_team(Some("max"), &put("Lea-Martin", Role::Mediator)).unwrap();
    assert_eq!(code(desk.act("lea-martin", dispute, Action::Claim)), Code::ConflictOfInterest);
    let friend = TeamChange::AddConflict { handle: handle("ines"), with: "studio-nova".into() };
    desk.change_team(Some("max"), &friend).unwrap();
    assert_eq!(code(desk.act("ines", dispute, Action::Claim)), Code::ConflictOfInterest);

    assert_eq!(desk.case(dispute), before);
    assert_eq!(desk.store.changes(cursor).unwrap().changed, []);
    let team = desk.store.mediators().unwrap();
    let handles: Vec<_> = team.iter().map(|m| m.handle.0.as_str()).collect();
    assert_eq!(handles, ["Lea-Martin", "camille", "ines", "max", "zoe"]);
    assert_eq!(team[2].conflicts, ["ines".into(), "studio-nova".into()]);
    for bad in ["", "  ", "a b", "x\u{1b}y", "client", "system"] {
        assert_eq!(code(desk.change_team(Some("max"), &put(bad, Role::Mediator))), Code::Malformed, "{bad:?}");
    }
    desk.verify();
}

/// docs/process.md, "Policy".
pub fn a_new_policy_leaves_open_disputes_theirs<B: Backend>() {
    let mut desk = Desk::<B>::set();
    assert_eq!(desk.store.policy().unwrap(), Policy::default());
    let old = desk.dispute("O-1");
    desk.set_policy([PolicySetting::HoldMinutes(60)]);
    assert_eq!(desk.store.policy().unwrap(), Policy { version: 2, hold_minutes: 60, ..Policy::default() });
    let new = desk.dispute("O-2");
    assert_eq!((desk.header(old).policy, desk.header(new).policy), (1, 2));
    for (dispute, hold) in [(old, 10), (new, 60)] {
        let decision = desk.does(dispute, Action::Decide(draft(Outcome::SellerWins))).decision.unwrap();
        assert_eq!(decision.effective_at, Some(desk.now + chrono::TimeDelta::minutes(hold)));
    }
    desk.verify();
}

/// docs/process.md, "Policy".
pub fn the_policys_history_says_who_changed_it_when_and_why<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let first = PolicyVersion { policy: Policy::default(), since: None, by: None, reason: None };
    assert_eq!(desk.store.policies().unwrap(), std::slice::from_ref(&first));
    let week = "Mon-Fri 09:00-18:00".parse().unwrap();
    let changes = [
        ("Trop court.", vec![PolicySetting::HoldMinutes(60), second_above(500)]),
        (
            "Heures de bureau.",
            vec![
                PolicySetting::Hours(Some(week)),
                PolicySetting::Zone(Some("Europe/Paris".parse().unwrap())),
                PolicySetting::Holidays(Holidays::parse("fr,2026-12-24").unwrap()),
            ],
        ),
    ];
    let mut expected = vec![first];
    for (reason, settings) in changes {
        desk.wait(60);
        let change = PolicyChange { settings: settings.clone(), reason: reason.to_owned() };
        desk.store.put_policy(&handle("max"), &change, None, desk.now).unwrap();
        let mut policy = expected[0].policy.clone();
        policy.version += 1;
        settings.into_iter().for_each(|setting| setting.apply(&mut policy));
        let (since, by) = (Some(desk.now), Some(handle("max")));
        expected.insert(0, PolicyVersion { policy, since, by, reason: Some(reason.to_owned()) });
    }
    assert_eq!(desk.place.open().policies().unwrap(), expected);
    assert_eq!(desk.store.policy().unwrap(), expected[0].policy);
    desk.verify();
}

/// docs/process.md, "Policy".
pub fn only_a_lead_changes_the_policy<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let change = |setting, reason: &str| PolicyChange { settings: vec![setting], reason: reason.to_owned() };
    let hold = PolicySetting::HoldMinutes;
    let mut refused =
        |by: &str, change: &PolicyChange| code(desk.store.put_policy(&handle(by), change, None, desk.now));
    for (by, expected) in [("camille", Code::NotALead), ("zoe", Code::NotALead), ("nobody", Code::NotAMediator)] {
        assert_eq!(refused(by, &change(hold(5), "Essai.")), expected, "{by}");
    }
    for (setting, reason) in [
        (hold(5), " "),
        (hold(5), "a\0b"),
        (PolicySetting::AskMinutes(0), "Essai."),
        (PolicySetting::ResponseMinutes(u32::MAX), "Essai."),
        (PolicySetting::Hours(Some("Mon 09:00-10:00".parse().unwrap())), "Sans fuseau."),
    ] {
        assert_eq!(refused("max", &change(setting, reason)), Code::Malformed, "{reason:?}");
    }
    assert_eq!(desk.store.policies().unwrap().len(), 1);
    desk.verify();
}

/// zammad#5953, zammad#2786: drafts survive everything.
pub fn drafts_are_kept_per_case_and_mediator<B: Backend>() {
    let mut desk = Desk::<B>::set();
    let (one, two) = (desk.dispute("O-1"), desk.dispute("O-2"));
    let (camille, ines) = (handle("camille"), handle("ines"));
    let now = desk.now;
    let mut put = |case, by: &Handle, draft, knows| desk.store.put_draft(case, by, draft, knows, now);
    assert_eq!(put(one, &camille, Some("Bonjour,\n"), None), Ok(DraftWrite::Written));
    assert_eq!(put(one, &ines, Some("Autre"), None), Ok(DraftWrite::Written));
    assert_eq!(put(one, &camille, Some("Bonjour à vous,\n"), Some("Bonjour,\n")), Ok(DraftWrite::Written));
    // What another desk wrote is never overwritten or removed by one that has not read it.
    let theirs = Some("Bonjour à vous,\n".to_owned());
    for (draft, knows) in [(Some("À moi"), Some("Bonjour,\n")), (Some("À moi"), None), (None, Some("Bonjour,\n"))] {
        assert_eq!(put(one, &camille, draft, knows), Ok(DraftWrite::Differs(theirs.clone())), "{draft:?}");
    }
    assert_eq!(put(two, &camille, Some("À moi"), Some("lu")), Ok(DraftWrite::Differs(None)));
    assert_eq!(put(one, &camille, Some("Bonjour à vous,\n"), None), Ok(DraftWrite::Written), "the same again");
    desk.does(one, Action::Say { body: "Bonjour.".to_owned() });
    let other = desk.place.open();
    assert_eq!(other.draft(one, &camille).unwrap().as_deref(), Some("Bonjour à vous,\n"));
    assert_eq!(other.draft(two, &camille).unwrap(), None);
    assert_eq!(desk.store.put_draft(one, &camille, None, theirs.as_deref(), now), Ok(DraftWrite::Written));
    assert_eq!(other.draft(one, &camille).unwrap(), None);
    assert_eq!(other.draft(one, &ines).unwrap().as_deref(), Some("Autre"));
    let nowhere = crate::domain::ids::DisputeId(9);
    assert_eq!(code(desk.store.put_draft(nowhere, &camille, Some("x"), None, now)), Code::UnknownDispute);
}

/// docs/process.md, "Erasing a person".
pub fn an_erased_person_is_in_no_reason_of_the_policy<B: MaintenanceBackend>() {
    let mut desk = Desk::<B>::set();
    let dispute = desk.dispute("O-1");
    for reason in ["Après le dossier de Léa Martin.", "Sans nom."] {
        let change = PolicyChange { settings: vec![PolicySetting::HoldMinutes(60)], reason: reason.to_owned() };
        desk.store.put_policy(&handle("max"), &change, None, desk.now).unwrap();
    }
    desk.store.erase(&"lea-martin".into(), &handle("max"), None, desk.now).unwrap();
    let name = desk.case(dispute).case.order.client.name;
    let reasons: Vec<_> = desk.store.policies().unwrap().into_iter().map(|version| version.reason).collect();
    assert_eq!(reasons, [Some("Sans nom.".to_owned()), Some(format!("Après le dossier de {name}.")), None]);
    desk.verify();
}

/// Where both are bound, another handle of the same account gives no second word (docs/process.md, "Accounts").
pub fn two_words_of_one_decision_come_from_two_accounts<B: Backend>() {
    let mut desk = Desk::<B>::set();
    desk.set_policy([second_above(100)]);
    let dispute = desk.dispute("O-1");
    let bind = |name: &str, account: &str| TeamChange::Put {
        handle: handle(name),
        name: name.to_uppercase(),
        role: None,
        account: AccountChange::Bind(account.into()),
    };
    let mut as_camille = desk.place.open_as("camille");
    desk.change_team(Some("max"), &bind("camille", "camille")).unwrap();
    let request = |by: &str, action: Action| Request { dispute, by: handle(by), action, seen: None, key: None };
    let decide = request("camille", Action::Decide(draft(Outcome::SellerWins)));
    assert_eq!(code(desk.store.act(&decide, desk.now)), Code::NotYou);
    as_camille.act(&decide, desk.now).unwrap();
    // She retires, and comes back under another handle.
    desk.change_team(Some("max"), &TeamChange::Retire { handle: handle("camille") }).unwrap();
    desk.change_team(Some("max"), &bind("ines", "camille")).unwrap();
    assert_eq!(code(as_camille.act(&request("ines", Action::Approve), desk.now)), Code::ConflictOfInterest);
    desk.act("max", dispute, Action::Approve).unwrap();
    desk.verify();
}
