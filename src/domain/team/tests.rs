//! Who is of the team, who acts, and who changes it.

use chrono::{DateTime, Utc};

use super::authority::{Whose, leads, least_role};
use super::change::{TeamChange, TeamChangeKind, apply_change};
use super::handle;
use super::handover::{HandedOver, Handover, is_escalation, receivers};
use super::identity::{acting, find};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{Handle, SystemAccount};
use crate::domain::refusal::Code;
use crate::domain::time::Time;
use crate::domain::vocabulary::{Operation, Role};

fn now() -> Time {
    DateTime::<Utc>::from_timestamp(1_790_000_000, 0).unwrap()
}

fn member(handle: &str, role: Role) -> Mediator {
    Mediator::new(handle.into(), handle, role)
}

fn bound(handle: &str, role: Role, account: &str) -> Mediator {
    Mediator { account: Some(account.into()), ..member(handle, role) }
}

fn put(handle: &str, role: Option<Role>, account: Option<&str>) -> TeamChange {
    let account = account.map(SystemAccount::from);
    TeamChange::Put { handle: handle.into(), name: handle.to_owned(), role, account: account.into() }
}

/// The change as this member makes it, from no account: who it leaves, or the code of the refusal.
fn changed(team: &[Mediator], by: Option<&str>, change: &TeamChange) -> Result<Mediator, Code> {
    let by = by.map(Handle::from);
    apply_change(team, change, by.as_ref(), None, now()).map(|done| done.member).map_err(|refusal| refusal.code())
}

#[test]
fn the_table_of_roles_is_the_contracts() {
    use Role::{Lead as L, Mediator as M, Reader as R};
    for (operation, expected) in [
        //                   own      nobody's lapsed   a colleague's
        (Operation::Read, [Some(R), Some(R), Some(R), Some(R)]),
        (Operation::Note, [Some(M), Some(M), Some(M), Some(M)]),
        (Operation::Review, [Some(M), Some(M), Some(M), Some(M)]),
        (Operation::Work, [Some(M), Some(M), Some(M), None]),
        (Operation::Claim, [Some(M), Some(M), Some(M), Some(L)]),
        (Operation::Release, [Some(M), None, None, None]),
        (Operation::Assign, [Some(M), Some(L), Some(L), Some(L)]),
        (Operation::Undo, [Some(M), None, Some(L), Some(L)]),
        (Operation::Team, [Some(L); 4]),
        (Operation::Policy, [Some(L); 4]),
        (Operation::Erase, [Some(L); 4]),
    ] {
        let all = [Whose::Own, Whose::Nobodys, Whose::Lapsed, Whose::Colleagues];
        assert_eq!(all.map(|whose| least_role(operation, whose)), expected, "{operation}");
    }
}

#[test]
fn handles_are_one_whatever_their_capitals_and_none_looks_like_another() {
    for (one, other) in [("camille", "CAMILLE"), ("inès", "INÈS"), ("ｃamille", "camille"), ("max", "max")] {
        assert!(handle::is_same(one, other), "{one} {other}");
    }
    assert!(!handle::is_same("ines", "inès"));
    for (one, other) in
        [("ines", "inès"), ("camille", "c\u{430}mille"), ("paul", "pau1"), ("paul", "pauI"), ("tom", "t0m")]
    {
        assert!(handle::looks_like(one, other), "{one} {other}");
    }
    for (one, other) in [("ines", "noor"), ("max", "maxime"), ("tom", "tim")] {
        assert!(!handle::looks_like(one, other), "{one} {other}");
    }
    let check = |text: &str| handle::check(&text.into()).map_err(|refusal| refusal.code());
    for good in ["camille", "inès", "j.-p_2", "李"] {
        assert_eq!(check(good), Ok(()), "{good}");
    }
    let long = "a".repeat(65);
    for bad in ["", ".", "..", "-x", "_", "a b", "x\u{1b}", "a\u{200b}b", "Client", "SYSTEM", "seller", &long] {
        assert_eq!(check(bad), Err(Code::Malformed), "{bad:?}");
    }
}

#[test]
fn whoever_is_bound_acts_from_one_account_alone() {
    let retired = Mediator {
        retired_at: Some(now()),
        conflicts: vec!["studio-nova".into()],
        ..bound("old", Role::Mediator, "tom")
    };
    let team = [bound("ines", Role::Mediator, "ines"), member("noor", Role::Mediator), retired];
    let me = |handle: &str, account: Option<&str>| {
        let account = account.map(SystemAccount::from);
        acting(&team, &handle.into(), account.as_ref()).map_err(|refusal| refusal.code())
    };
    assert!(me("ines", Some("ines")).is_ok() && me("INES", Some("ines")).is_ok());
    for account in [None, Some("root"), Some("noor"), Some("Ines")] {
        assert_eq!(me("ines", account), Err(Code::NotYou), "{account:?}");
    }
    // From a bound account nobody else acts, bound or not.
    assert_eq!(me("noor", Some("ines")), Err(Code::NotYou));
    assert!(me("noor", None).is_ok() && me("noor", Some("noor")).is_ok());
    assert_eq!(me("old", Some("tom")), Err(Code::NotAMediator));
    assert_eq!(me("nobody", None), Err(Code::NotAMediator));
    // Under another handle an account keeps its conflicts, and its decisions are its own.
    let again = me("noor", Some("tom")).unwrap();
    assert_eq!((again.conflicts, again.same_account), (vec!["studio-nova".into()], vec![Handle::from("old")]));
}

#[test]
fn only_a_lead_changes_a_team_but_for_its_first_member() {
    let first = changed(&[], None, &put("camille", Some(Role::Reader), None)).unwrap();
    assert_eq!(first.role, Role::Lead);
    // A team of readers has nobody who could.
    let readers = [member("zoe", Role::Reader)];
    assert_eq!(changed(&readers, None, &put("camille", None, None)).unwrap().role, Role::Lead);
    let team = [member("lea", Role::Lead), member("ines", Role::Mediator), member("zoe", Role::Reader)];
    let changes = [
        put("new", None, None),
        put("ines", Some(Role::Lead), None),
        TeamChange::AddConflict { handle: "ines".into(), with: "p-1".into() },
        TeamChange::RemoveConflict { handle: "ines".into(), with: "p-1".into() },
        TeamChange::Retire { handle: "ines".into() },
    ];
    for change in &changes {
        for by in [None, Some("ines"), Some("zoe")] {
            assert_eq!(changed(&team, by, change), Err(Code::NotALead), "{by:?} {change:?}");
        }
        assert_eq!(changed(&team, Some("eve"), change), Err(Code::NotAMediator), "{change:?}");
        assert!(changed(&team, Some("LEA"), change).is_ok(), "{change:?}");
    }
    for change in [put("lea", Some(Role::Mediator), None), TeamChange::Retire { handle: "lea".into() }] {
        assert_eq!(changed(&team, Some("lea"), &change), Err(Code::LastLead), "{change:?}");
    }
    assert_eq!(changed(&team, Some("lea"), &put("lea", None, None)).unwrap().role, Role::Lead);
    let own = TeamChange::RemoveConflict { handle: "ines".into(), with: "INES".into() };
    assert_eq!(changed(&team, Some("lea"), &own), Err(Code::ConflictOfInterest));
}

/// Databases of before schema 5 may have mediators and no lead.
#[test]
fn in_a_team_without_a_lead_a_mediator_names_one_and_does_nothing_else() {
    let team = [member("ines", Role::Mediator), member("zoe", Role::Reader)];
    assert_eq!(leads(&team).count(), 0);
    let named = put("noor", Some(Role::Lead), None);
    for by in [None, Some("zoe")] {
        assert_eq!(changed(&team, by, &named), Err(Code::NotALead));
    }
    assert_eq!(changed(&team, Some("ines"), &put("noor", None, None)), Err(Code::NotALead));
    assert_eq!(changed(&team, Some("ines"), &TeamChange::Retire { handle: "zoe".into() }), Err(Code::NotALead));
    let done = apply_change(&team, &named, Some(&"ines".into()), None, now()).unwrap();
    assert_eq!((done.kind, done.member.role, done.by), (TeamChangeKind::Add, Role::Lead, Some("ines".into())));
}

#[test]
fn one_account_is_one_member_until_they_retire() {
    let team = [member("lea", Role::Lead), bound("ines", Role::Mediator, "ines"), member("noor", Role::Mediator)];
    assert_eq!(changed(&team, Some("lea"), &put("noor", None, Some("ines"))), Err(Code::AccountTaken));
    assert_eq!(changed(&team, Some("lea"), &put("new", None, Some("ines"))), Err(Code::AccountTaken));
    assert!(changed(&team, Some("lea"), &put("ines", None, Some("ines"))).is_ok());
    let retired = changed(&team, Some("lea"), &TeamChange::Retire { handle: "ines".into() }).unwrap();
    assert_eq!(retired.retired_at, Some(now()));
    let team = [member("lea", Role::Lead), retired, member("noor", Role::Mediator)];
    let noor = changed(&team, Some("lea"), &put("noor", None, Some("ines"))).unwrap();
    let team = [member("lea", Role::Lead), find(&team, &"ines".into()).unwrap().clone(), noor];
    assert_eq!(changed(&team, Some("lea"), &put("ines", None, None)), Err(Code::AccountTaken), "it is another's now");
}

#[test]
fn cases_are_given_to_those_who_could_act_on_them() {
    let retired = Mediator { retired_at: Some(now()), ..member("old", Role::Lead) };
    let team = [member("ines", Role::Mediator), member("lea", Role::Lead), member("ro", Role::Reader), retired];
    let to = |me: &str| receivers(&team, &me.into()).map(|member| member.handle.0.as_str()).collect::<Vec<_>>();
    assert_eq!((to("ines"), to("lea"), to("ro")), (vec!["lea"], vec!["ines"], vec!["ines", "lea"]));
    // From below to a lead, and only so.
    let up = [
        (Role::Mediator, Role::Lead),
        (Role::Mediator, Role::Mediator),
        (Role::Lead, Role::Lead),
        (Role::Lead, Role::Mediator),
    ];
    assert_eq!(up.map(|(from, to)| is_escalation(from, to)), [true, false, false, false]);
}

#[test]
fn a_handover_is_of_ones_own_cases_unless_a_lead_or_the_filter_says_otherwise() {
    use crate::domain::queue::filter::Filter;
    let whose = |role: Role, words: Option<&str>| {
        let filter = words.map(|words| Filter::parse(words).unwrap());
        Handover::new(&member("me", role), &"ines".into(), filter).whose
    };
    for (words, mediators, leads) in [
        (None, HandedOver::Own, HandedOver::Own),
        (Some("seller:nova"), HandedOver::Own, HandedOver::Anybodys),
        (Some("held:noor"), HandedOver::Anybodys, HandedOver::Anybodys),
    ] {
        assert_eq!((whose(Role::Mediator, words), whose(Role::Lead, words)), (mediators, leads), "{words:?}");
    }
    let handover = Handover::new(&member("me", Role::Mediator), &"ines".into(), None);
    assert_eq!(["me", "ines", "noor"].map(|holder| handover.takes_from(&holder.into())), [true, false, false]);
}
