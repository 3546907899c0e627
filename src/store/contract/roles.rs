//! Ten members of all roles, who do anything in any order while roles, accounts and the policy change: what is done and what is
//! refused is what the contract's "Who may do what" says, which is written here once more, by hand.

use std::collections::BTreeMap;

use chrono::TimeDelta;

use super::desk::*;
use crate::domain::case::records::DecisionState;
use crate::domain::dispute::action::{Action, Request};
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::policy::setting::PolicySetting;
use crate::domain::policy_change::PolicyChange;
use crate::domain::team::change::{AccountChange, TeamChange};
use crate::domain::vocabulary::{Outcome, Role};
use crate::store::{Store, StoreError};

/// A small generator of numbers, so that a history is the same every time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end as u64).unwrap()
    }

    fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    fn pick<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// A member as the test has them.
#[derive(Debug, Clone, PartialEq)]
struct Member {
    role: Role,
    retired: bool,
    account: Option<&'static str>,
}

const HANDLES: [&str; 10] = ["camille", "ines", "max", "zoe", "tom", "lea", "noor", "otto", "paul", "ruth"];
const ACCOUNTS: [&str; 5] = ["a1", "a2", "a3", "a4", "nobodys"];
const ROLES: [Role; 3] = [Role::Reader, Role::Mediator, Role::Lead];

#[derive(Debug, Clone)]
enum Step {
    Act(DisputeId, Action),
    Put(&'static str, Option<Role>, AccountChange),
    Retire(&'static str),
    Policy(PolicySetting),
}

/// What is to come of a step.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Expected {
    Done,
    Refused(&'static str),
    /// For more than one reason, or one that is not about authority.
    RefusedSomehow,
    /// No matter of authority.
    Either,
}

type Team = BTreeMap<&'static str, Member>;

fn leads(team: &Team) -> usize {
    team.values().filter(|one| one.role == Role::Lead && !one.retired).count()
}

/// Who may act under this handle from this account.
fn identity(team: &Team, by: &str, account: &str) -> Option<&'static str> {
    let me = &team[by];
    let held_by = team.iter().find(|(_, one)| !one.retired && one.account == Some(account)).map(|(handle, _)| *handle);
    match me.account {
        _ if me.retired => Some("not_a_mediator"),
        Some(own) if own != account => Some("not_you"),
        None if held_by.is_some() => Some("not_you"),
        _ => None,
    }
}

fn expected<B: Backend>(desk: &Desk<B>, team: &Team, (by, account): (&str, &str), step: &Step) -> Expected {
    if let Some(code) = identity(team, by, account) {
        return Expected::Refused(code);
    }
    let me = &team[by];
    let of_all = |step: &Step| match step {
        Step::Put(handle, role, change) => {
            let known = &team[handle];
            let is_last = known.role == Role::Lead && !known.retired && leads(team) == 1;
            let loses = is_last && role.is_some_and(|role| role != Role::Lead);
            let now = match change {
                AccountChange::AsIs => known.account.map(str::to_owned),
                AccountChange::Bind(account) => Some(account.0.clone()),
                AccountChange::Unbind => None,
            };
            let taken = now.is_some_and(|now| {
                team.iter().any(|(other, one)| other != handle && !one.retired && one.account == Some(now.as_str()))
            });
            match (loses, taken) {
                (true, true) => Expected::RefusedSomehow,
                (true, false) => Expected::Refused("last_lead"),
                (false, true) => Expected::Refused("account_taken"),
                (false, false) => Expected::Done,
            }
        }
        Step::Retire(handle) => match &team[handle] {
            known if known.retired => Expected::Refused("not_a_mediator"),
            known if known.role == Role::Lead && leads(team) == 1 => Expected::Refused("last_lead"),
            _ => Expected::Done,
        },
        _ => Expected::Done,
    };
    let Step::Act(dispute, action) = step else {
        return if me.role == Role::Lead { of_all(step) } else { Expected::Refused("not_a_lead") };
    };
    if me.role == Role::Reader {
        return Expected::Refused("not_a_mediator");
    }
    of_a_case(desk, team, (by, me), *dispute, action)
}

/// The contract's table, for who may act at all.
fn of_a_case<B: Backend>(
    desk: &Desk<B>,
    team: &Team,
    (by, me): (&str, &Member),
    dispute: DisputeId,
    action: &Action,
) -> Expected {
    let case = desk.header(dispute);
    let lead = me.role == Role::Lead;
    let decision = case.decision.as_ref();
    let state = decision.map(|decision| &decision.state);
    let waits = state == Some(&DecisionState::Awaiting);
    let held = state == Some(&DecisionState::OnHold);
    let open = !waits && !matches!(state, Some(DecisionState::OnHold | DecisionState::Effective));
    let (mine, nobodys) = (case.claim.as_ref().is_some_and(|claim| claim.by.0 == by), case.claim.is_none());
    let lapsed = case.claim.as_ref().is_some_and(|claim| claim.until <= desk.now);
    let free = mine || nobodys || lapsed;
    match action {
        Action::Note { .. } => Expected::Done,
        Action::Undo if held && decision.is_some_and(|one| one.effective_at <= Some(desk.now)) => {
            Expected::RefusedSomehow
        }
        Action::Undo if held && (lead || decision.is_some_and(|one| one.by.0 == by)) => Expected::Done,
        Action::Undo if held => Expected::Refused("not_a_lead"),
        Action::Approve | Action::Refuse { .. } if waits => {
            let maker = decision.map_or("", |one| one.by.0.as_str());
            let same_account = me.account.is_some() && team.get(maker).is_some_and(|one| one.account == me.account);
            if maker == by || same_account { Expected::Refused("conflict_of_interest") } else { Expected::Done }
        }
        _ if waits => Expected::Either,
        Action::Undo | Action::Approve | Action::Refuse { .. } => Expected::RefusedSomehow,
        _ if !open => Expected::RefusedSomehow,
        Action::Claim if free || lead => Expected::Done,
        Action::Release if mine => Expected::Done,
        Action::Release if nobodys => Expected::Refused("bad_state"),
        Action::Assign { to, .. } => {
            let receiver = &team[to.0.as_str()];
            let receives = !receiver.retired && receiver.role != Role::Reader;
            match (mine || lead, receives) {
                (true, true) => Expected::Done,
                (true, false) => Expected::Refused("not_a_mediator"),
                (false, true) if nobodys => Expected::Refused("not_a_lead"),
                (false, true) => Expected::Refused("claimed_by_other"),
                (false, false) => Expected::RefusedSomehow,
            }
        }
        Action::Say { .. } | Action::Decide(_) if free => Expected::Done,
        _ => Expected::Refused("claimed_by_other"),
    }
}

fn step(dice: &mut Dice, cases: &[DisputeId]) -> Step {
    let text = || "Bonjour.".to_owned();
    match dice.below(20) {
        0..=2 => {
            let account = match dice.below(4) {
                0 => AccountChange::Bind(dice.pick(&ACCOUNTS[..4]).into()),
                1 => AccountChange::Unbind,
                _ => AccountChange::AsIs,
            };
            let role = (!dice.one_in(3)).then(|| dice.pick(&ROLES));
            Step::Put(dice.pick(&HANDLES), role, account)
        }
        3 => Step::Retire(dice.pick(&HANDLES)),
        4 if dice.one_in(2) => Step::Policy(PolicySetting::HoldMinutes(dice.pick(&[5, 60]))),
        4 => Step::Policy(PolicySetting::LeaseMinutes(dice.pick(&[5, 60]))),
        n => {
            let dispute = dice.pick(cases);
            let action = match n {
                5 | 6 => Action::Claim,
                7 => Action::Release,
                8 | 9 => Action::Assign { to: handle(dice.pick(&HANDLES)), note: None },
                10 | 11 => Action::Say { body: text() },
                12 => Action::Note { body: text() },
                13 | 14 => Action::Decide(draft(Outcome::SellerWins)),
                15 | 16 => Action::Undo,
                17 | 18 => Action::Approve,
                _ => Action::Refuse { reason: text() },
            };
            Step::Act(dispute, action)
        }
    }
}

fn do_step<B: Backend>(desk: &Desk<B>, store: &mut dyn Store, by: &str, step: &Step) -> Result<(), StoreError> {
    let (me, now) = (handle(by), desk.now);
    match step.clone() {
        Step::Act(dispute, action) => {
            store.act(&Request { dispute, by: me, action, seen: None, key: None }, now).map(drop)
        }
        Step::Put(of, role, account) => {
            let put = TeamChange::Put { handle: handle(of), name: of.to_uppercase(), role, account };
            store.change_team(Some(&me), &put, None, now).map(drop)
        }
        Step::Retire(of) => {
            store.change_team(Some(&me), &TeamChange::Retire { handle: handle(of) }, None, now).map(drop)
        }
        Step::Policy(setting) => {
            let change = PolicyChange { settings: vec![setting], reason: "Essai.".to_owned() };
            store.put_policy(&me, &change, None, now)
        }
    }
}

/// Takes a change of the team over into the test's own.
fn take_over(team: &mut Team, step: &Step) {
    match step {
        Step::Put(of, role, account) => {
            let member = team.get_mut(of).unwrap();
            member.retired = false;
            member.role = role.unwrap_or(member.role);
            match account {
                AccountChange::AsIs => {}
                AccountChange::Bind(to) => member.account = ACCOUNTS.into_iter().find(|one| *one == to.0),
                AccountChange::Unbind => member.account = None,
            }
        }
        Step::Retire(of) => team.get_mut(of).unwrap().retired = true,
        Step::Act(..) | Step::Policy(_) => {}
    }
}

/// "Random histories with ten actors of all roles hold: nothing is done that the table forbids, whatever the order."
pub fn nothing_is_done_that_the_table_forbids_whatever_the_order<B: Backend>() {
    // How often each sort of step was done, and refused.
    let mut tally: BTreeMap<String, [usize; 2]> = BTreeMap::new();
    for seed in 1..=4 {
        let mut dice = Dice(seed * 7_919);
        let mut desk = Desk::<B>::set();
        let mut team = Team::new();
        for (n, name) in HANDLES.into_iter().enumerate() {
            let role = if name == "max" { Role::Lead } else { ROLES[n % 3] };
            desk.change_team(Some("max"), &put(name, role)).unwrap();
            team.insert(name, Member { role, retired: false, account: None });
        }
        let mut cases: Vec<DisputeId> = (1..=2).map(|n| desk.dispute(&format!("O-{n}"))).collect();
        desk.set_policy([second_above(100)]);
        cases.extend((3..=4).map(|n| desk.dispute(&format!("O-{n}"))));
        let mut stores: BTreeMap<&str, Box<dyn Store + Send>> =
            ACCOUNTS.into_iter().map(|account| (account, desk.place.open_as(account))).collect();
        for n in 0..250 {
            desk.now += TimeDelta::seconds(dice.pick(&[13, 73, 433]));
            if dice.one_in(8) {
                desk.now += TimeDelta::minutes(31);
                desk.store.settle_due(desk.now).unwrap();
            }
            let by = dice.pick(&HANDLES);
            let own = team[by].account.unwrap_or("nobodys");
            let account = if dice.one_in(8) { dice.pick(&ACCOUNTS) } else { own };
            let step = step(&mut dice, &cases);
            let expected = expected(&desk, &team, (by, account), &step);
            let before: Vec<_> = cases.iter().map(|id| desk.case(*id)).collect();
            let done = do_step(&desk, stores.get_mut(account).unwrap().as_mut(), by, &step);
            let told = match &done {
                Ok(()) => None,
                Err(StoreError::Refused(refusal)) => Some(refusal.code().to_string()),
                Err(error) => panic!("{error}"),
            };
            let agrees = match expected {
                Expected::Done => told.is_none(),
                Expected::Refused(code) => told.as_deref() == Some(code),
                Expected::RefusedSomehow => told.is_some(),
                Expected::Either => true,
            };
            let me = &team[by];
            assert!(agrees, "seed {seed}, step {n}: {by} {me:?} from {account}: {step:?}: {told:?}, not {expected:?}");
            match told {
                None => take_over(&mut team, &step),
                Some(_) => {
                    let after: Vec<_> = cases.iter().map(|id| desk.case(*id)).collect();
                    assert_eq!(after, before, "what is refused changes nothing");
                }
            }
            let sort = match &step {
                Step::Act(_, action) => action.kind().to_string(),
                Step::Put(_, _, AccountChange::AsIs) => "put".to_owned(),
                Step::Put(..) => "bind".to_owned(),
                Step::Retire(_) => "retire".to_owned(),
                Step::Policy(_) => "policy".to_owned(),
            };
            tally.entry(sort).or_default()[usize::from(done.is_err())] += 1;
            let stored = desk.store.mediators().unwrap();
            for (name, member) in &team {
                let found = stored.iter().find(|one| one.handle == Handle::from(*name)).unwrap();
                let as_stored = (found.role, found.retired_at.is_some(), found.account.as_ref().map(|a| a.0.as_str()));
                assert_eq!(as_stored, (member.role, member.retired, member.account), "seed {seed}, step {n}: {name}");
                // Whoever has retired holds nothing.
                let holds = |id: &DisputeId| desk.header(*id).claim.is_some_and(|claim| claim.by == found.handle);
                assert!(!member.retired || !cases.iter().any(holds), "{name} has retired and holds a case");
            }
        }
        desk.verify();
    }
    assert_eq!(tally.len(), 13, "{tally:?}");
    assert!(tally.values().all(|[done, refused]| *done > 0 && *refused > 0), "{tally:?}");
}
