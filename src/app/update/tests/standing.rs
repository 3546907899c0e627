//! What one may do changes while the desk is open: one's role, one's account, one's place in the team; and the policy, by which
//! the cases at hand are not judged.

use super::*;
use crate::app::command::{Command, TABLE};
use crate::app::decision;
use crate::app::dry_run::dry_run;
use crate::app::model::{DecisionPage, StandingChange, Trouble, Unavailable};
use crate::domain::case::records::DecisionState;
use crate::domain::dispute::action::Action;
use crate::domain::money::amount::Currency;
use crate::domain::policy::Policy;
use crate::domain::policy::approval_limits::ApprovalLimits;
use crate::domain::policy::setting::PolicySetting;
use crate::domain::refusal::Code;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::vocabulary::{Role, Side};
use crate::store::{CaseStore as _, TeamStore as _};

fn standing(desk: &Desk) -> &StandingChange {
    match &desk.model.notice {
        Some(Notice::Standing(change)) => change,
        other => panic!("nothing was said of what one may do: {other:?}"),
    }
}

/// Which commands on cases are offered.
fn offered(desk: &Desk) -> Vec<&'static str> {
    let work = [
        Command::Claim,
        Command::Reply,
        Command::Note,
        Command::Ask,
        Command::Propose,
        Command::Decide,
        Command::Snooze,
    ];
    work.into_iter().filter(|one| one.available(&desk.model).is_ok()).map(|one| one.spec().name).collect()
}

/// One case was opened under a policy that asks for a second word above 100 €, the other under one that does not; whichever is
/// in force now, each preview says what the store then does.
#[test]
fn a_preview_goes_by_the_policy_that_the_case_was_opened_under() {
    let limit = ApprovalLimits::of([(Currency::EUR, 100)]);
    let strict = [PolicySetting::SecondMediatorAbove(limit), PolicySetting::AskMinutes(60)];
    let lax = [PolicySetting::SecondMediatorAbove(ApprovalLimits::of([])), PolicySetting::AskMinutes(600)];
    let mut store = TestStore::new();
    store.put_policy(&strict);
    let old = store.open(eur(12_000));
    store.put_policy(&lax);
    let new = store.open(eur(12_000));
    for (seed, in_force) in [(1, &strict), (2, &lax)] {
        store.put_policy(in_force);
        let mut desk = Desk::on(store);
        // The keys of its requests are its own.
        desk.model.seed = [seed; 16];
        for (id, waits, minutes) in [(old, true, 60), (new, false, 600)] {
            desk.press("Esc").press(&format!(": {}", id.0.to_string().split("").collect::<Vec<_>>().join(" ")));
            desk.press("Enter");
            assert_eq!(desk.open_case(), Some(id.0));
            // The ask's deadline.
            let file = desk.model.cases.get(id).unwrap();
            let ask = Action::Ask { to: Side::Client, body: "Quand ?".to_owned(), due: None };
            let me = desk.model.acting().unwrap();
            let foreseen = dry_run(file, me, ask.clone(), desk.now()).unwrap().case.dispute.unwrap();
            let due = desk.now() + TimeDelta::minutes(minutes);
            assert_eq!(foreseen.asks.last().unwrap().due_at, due);
            assert_eq!(file.policy.ask_due(desk.now()), due, "the composer shows this");
            desk.press("e").write("Quand ?").press("Ctrl-s");
            assert_eq!(desk.store.dispute(id).asks.last().unwrap().due_at, due);
            // The second word.
            desk.press("D 1 Enter").write("Conforme.").press("Ctrl-s Enter");
            assert_eq!(desk.decide().step, DecisionPage::Confirm);
            let (file, me) = (desk.model.cases.get(id).unwrap(), desk.model.acting().unwrap());
            let preview = decision::preview(file, desk.decide(), me, desk.now()).unwrap();
            assert_eq!(preview.decision.state == DecisionState::Awaiting, waits, "{id}");
            desk.press("Tab Enter");
            let decided = desk.store.dispute(id).decision.unwrap();
            assert_eq!((decided.state, decided.effective_at), (preview.decision.state, preview.decision.effective_at));
            desk.press("u Tab Enter");
            assert_eq!(desk.store.dispute(id).decision, None);
            desk.press("A Esc");
        }
        store = desk.store;
    }
}

#[test]
fn a_new_policy_is_said_once_and_the_cases_at_hand_keep_theirs() {
    let mut desk = Desk::with(1);
    desk.press("Enter L Esc");
    desk.store.put_policy(&[PolicySetting::HoldMinutes(60)]);
    desk.notice_changes();
    let Some(Notice::Policy(policy)) = &desk.model.notice else { panic!("{:?}", desk.model.notice) };
    assert_eq!((policy.policy.version, policy.by.clone()), (2, Some("otto".into())));
    assert_eq!(desk.model.cases.get(FIRST).unwrap().policy, Policy::default());
    desk.press("j").notice_changes();
    assert_eq!(desk.model.notice, None);
}

#[test]
fn who_becomes_a_reader_hears_it_at_once_and_is_offered_nothing_any_more() {
    let mut desk = Desk::with(2);
    desk.press("Enter");
    assert_eq!(offered(&desk).len(), 7);
    desk.store.put("camille", Some(Role::Reader), AccountChange::AsIs);
    desk.notice_changes();
    assert_eq!(*standing(&desk), StandingChange::Role(Role::Reader));
    assert_eq!(offered(&desk), [""; 0]);
    let done = desk.store.done.len();
    desk.press("a");
    assert!(desk.refused().starts_with("claim Rule(Permission(ReaderActs"), "{}", desk.refused());
    assert_eq!(desk.store.done.len(), done, "nothing was asked of the store");
    // And back, as a lead.
    desk.store.put("camille", Some(Role::Lead), AccountChange::AsIs);
    desk.notice_changes();
    assert_eq!(*standing(&desk), StandingChange::Role(Role::Lead));
    desk.store.other("ines", FIRST, Action::Claim);
    desk.notice_changes().press("a");
    desk.press("Right Enter");
    assert_eq!(desk.store.dispute(FIRST).claim.unwrap().by, "camille".into());
}

#[test]
fn who_retires_or_loses_the_handle_may_look_and_what_was_written_is_kept() {
    for (change, code) in [
        (TeamChange::Retire { handle: "camille".into() }, Code::NotAMediator),
        (
            TeamChange::Put {
                handle: "camille".into(),
                name: "CAMILLE".to_owned(),
                role: None,
                account: AccountChange::Bind("other".into()),
            },
            Code::NotYou,
        ),
    ] {
        let mut desk = Desk::with(1);
        desk.press("Enter a r").write("Bonjour à vous.");
        desk.store.change_team(&change);
        desk.notice_changes();
        let StandingChange::Barred(why) = standing(&desk) else { panic!("{:?}", desk.model.notice) };
        assert_eq!(why.code(), code);
        let done = desk.store.done.len();
        desk.press("Ctrl-s");
        assert_eq!(desk.compose().editor.text.body(), "Bonjour à vous.");
        assert!(matches!(desk.compose().editor.trouble, Some(Trouble::NotActing(Unavailable::Rule(_)))));
        desk.press("Esc");
        assert_eq!(offered(&desk), [""; 0]);
        for spec in TABLE.iter().filter(|spec| spec.works_in(crate::app::command::KeyContext::Case)) {
            for key in spec.keys.iter().flat_map(|(_, keys)| *keys).filter(|key| !key.contains("Ctrl")) {
                desk.press(key);
                desk.press("Esc");
                if desk.open_case().is_none() {
                    desk.press("Enter");
                }
            }
        }
        assert_eq!(desk.store.done.len(), done, "nothing was asked of the store");
    }
}

#[test]
fn who_is_bound_to_the_account_at_hand_or_unbound_is_told() {
    let mut desk = Desk::with(1);
    desk.store.memory.account = Some("camille".into());
    desk.model.account = Some("camille".into());
    let mut at_the_leads = desk.store.memory.clone();
    at_the_leads.account = None;
    for account in [AccountChange::Bind("camille".into()), AccountChange::Unbind] {
        let put =
            TeamChange::Put { handle: "camille".into(), name: "C".to_owned(), role: None, account: account.clone() };
        at_the_leads.change_team(Some(&"otto".into()), &put, None, desk.now()).unwrap();
        desk.notice_changes();
        let expected = match account {
            AccountChange::Bind(account) => Some(account),
            _ => None,
        };
        assert_eq!(*standing(&desk), StandingChange::Account(expected));
        assert_eq!(offered(&desk).len(), 7);
        desk.press("c").write("Vu.").press("Ctrl-s");
    }
    assert_eq!(desk.store.memory.case(FIRST).unwrap().notes.len(), 2);
}

/// What a colleague's change of the team does to the cases comes after what it does to oneself, and does not hide it.
#[test]
fn an_open_list_of_activity_hears_of_the_team_and_the_policy() {
    let mut desk = Desk::with(1);
    desk.press("L");
    let first = desk.model.activity.records.len();
    desk.store.put("ines", Some(Role::Reader), AccountChange::AsIs);
    desk.notice_changes();
    assert_eq!(desk.model.activity.records.len(), first + 1);
    desk.store.put_policy(&[PolicySetting::HoldMinutes(5)]);
    desk.notice_changes();
    assert_eq!(desk.model.activity.records.len(), first + 2);
    assert_eq!(desk.model.activity.records[0].action, "put_policy");
}
