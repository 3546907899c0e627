//! Who may do what (docs/process.md, "Roles"): the whole table, cell by cell, asked of the rules as the desk asks them, of the
//! store, and of the command line; and members who are bound to accounts of the system, with real ones.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::os::unix::fs::{PermissionsExt as _, chown};
use std::process::Stdio;

use chrono::{TimeDelta, Utc};
use litige::app::dry_run::dry_run;
use litige::domain::case::records::Mediator;
use litige::domain::decision::draft::DecisionInput;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{CreatedId, DisputeId, Handle};
use litige::domain::marketplace::event::{Event, Terms};
use litige::domain::policy::approval_limits::ApprovalLimits;
use litige::domain::policy::setting::PolicySetting;
use litige::domain::policy_change::PolicyChange;
use litige::domain::team::change::{AccountChange, TeamChange};
use litige::domain::time::Time;
use litige::domain::vocabulary::{Outcome, Role, Side};
use litige::store::{self, Ingested, Mode, Place, Store, StoreError};
use serde_json::json;

use crate::support::{Home, disputed, event, priced, refused_twice};

/// What each role may do, to whose case: to their own, nobody's, one whose holder's claim has lapsed, a colleague's. Written
/// by hand from the contract's "Who may do what". `ok`; `-` not_a_mediator; `held` claimed_by_other; `none` bad_state, since
/// nobody holds it; `lead` not_a_lead; `self` conflict_of_interest. Whose an undo, an approval and a refusal is, is its decision's
/// maker.
const TABLE: &str = "
            reader            mediator               lead
claim       -  -  -  -        ok   ok   ok   held    ok   ok   ok   ok
release     -  -  -  -        ok   none held held    ok   none held held
assign      -  -  -  -        ok   lead held held    ok   ok   ok   ok
say         -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
remind      -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
note        -  -  -  -        ok   ok   ok   ok      ok   ok   ok   ok
ask         -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
withdraw    -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
propose     -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
strike      -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
decide      -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
snooze      -  -  -  -        ok   ok   ok   held    ok   ok   ok   held
read        -  -  -  -        ok   ok   ok   ok      ok   ok   ok   ok
undo        -  -  -  -        ok   lead lead lead    ok   ok   ok   ok
approve     -  -  -  -        self ok   ok   ok      self ok   ok   ok
refuse      -  -  -  -        self ok   ok   ok      self ok   ok   ok
";

const WHOSE: [&str; 4] = ["own", "nobodys", "lapsed", "colleagues"];
/// Who acts in each role; the reader was a mediator when they took the cases that are theirs.
const ROLES: [(Role, &str); 3] = [(Role::Reader, "ex"), (Role::Mediator, "ines"), (Role::Lead, "lea")];
const COLLEAGUE: &str = "noor";

struct Cell {
    action: &'static str,
    me: &'static str,
    whose: &'static str,
    expected: &'static str,
}

fn cells() -> Vec<Cell> {
    let mut cells = Vec::new();
    for row in TABLE.lines().skip(2) {
        let mut words = row.split_whitespace();
        let action = words.next().unwrap();
        for (_, me) in ROLES {
            cells.extend(WHOSE.map(|whose| Cell { action, me, whose, expected: words.next().unwrap() }));
        }
        assert_eq!(words.next(), None, "{row}");
    }
    assert_eq!(cells.len(), 16 * 12);
    cells
}

/// The code that a word of the table stands for.
fn code(expected: &str) -> Option<&'static str> {
    Some(match expected {
        "ok" => return None,
        "-" => "not_a_mediator",
        "held" => "claimed_by_other",
        "none" => "bad_state",
        "lead" => "not_a_lead",
        "self" => "conflict_of_interest",
        other => panic!("{other}"),
    })
}

/// A case on which a cell is tried.
struct Case {
    dispute: DisputeId,
    action: Action,
    /// How the command line says it; receipts and the withdrawal of an ask it doesn't.
    args: Option<Vec<String>>,
}

fn act(store: &mut dyn Store, by: &str, dispute: DisputeId, action: Action, at: Time) -> Option<CreatedId> {
    store.act(&Request { dispute, by: by.into(), action, seen: None, key: None }, at).unwrap().made
}

fn decision() -> Action {
    Action::Decide(DecisionInput {
        outcome: Outcome::SellerWins,
        refund: None,
        reasons: "Conforme.".to_owned(),
        cites: Vec::new(),
        key: None,
    })
}

/// Makes a case that is `whose`, on which `action` is possible but for who acts.
fn prepare(store: &mut dyn Store, cell: &Cell, order: &str, now: Time) -> Case {
    let Cell { action, me, whose, .. } = cell;
    // Above the limit a decision waits for a second word.
    let waits = matches!(*action, "approve" | "refuse");
    let price = json!({"minor": if waits { 30_000 } else { 12_000 }, "currency": "EUR"});
    let mut events = priced(order, price);
    events.extend(refused_twice(order, "cancellation"));
    let file = json!({"name": "x.txt", "media_type": "text/plain", "origin": "platform"});
    let said = json!({"by": "client", "body": "Rien ne va.", "attachments": [file]});
    events.push(event(&format!("{order}-m"), order, "dispute.message", said));
    let events: Vec<Event> = events.iter().map(|event| Event::parse_line(&event.to_string()).unwrap()).collect();
    let before = now - TimeDelta::minutes(if *whose == "lapsed" { 45 } else { 2 });
    let opened = store.ingest(&events, before).unwrap().into_iter().find_map(|done| match done {
        Ingested::Accepted { opened } => opened,
        other => panic!("{other:?}"),
    });
    let dispute = opened.unwrap();
    let holder = if *whose == "own" { me } else { COLLEAGUE };
    act(store, holder, dispute, Action::Claim, before);
    let mut ask = None;
    match *action {
        "withdraw" | "remind" => {
            let question = Action::Ask { to: Side::Client, body: "Quoi ?".to_owned(), due: None };
            ask = act(store, holder, dispute, question, before);
        }
        "undo" | "approve" | "refuse" => drop(act(store, holder, dispute, decision(), before)),
        _ => {}
    }
    if *whose == "nobodys" && store.case(dispute).unwrap().case.dispute.unwrap().claim.is_some() {
        act(store, holder, dispute, Action::Release, before);
    }
    let file = store.case(dispute).unwrap();
    let message = file.thread.last().unwrap();
    let attachment = message.attachments.first().map(|attachment| attachment.id);
    let text = || "Bonjour.".to_owned();
    let line = |words: &[&str]| Some(words.iter().map(|word| (*word).to_owned()).collect());
    let id = dispute.to_string();
    let (action, args) = match *action {
        "claim" => (Action::Claim, line(&["claim", &id])),
        "release" => (Action::Release, line(&["release", &id])),
        "assign" => {
            let assign = Action::Assign { to: "extra".into(), note: None };
            (assign, None)
        }
        "say" => (Action::Say { body: text() }, line(&["say", &id, "Bonjour."])),
        "remind" => {
            let of = ask.and_then(|id| id.to_string().parse().ok());
            (Action::Remind { of, body: text() }, line(&["remind", &id]))
        }
        "note" => (Action::Note { body: text() }, line(&["note", &id, "Bonjour."])),
        "ask" => {
            let ask = Action::Ask { to: Side::Seller, body: text(), due: None };
            (ask, line(&["ask", &id, "--to", "seller", "Bonjour."]))
        }
        "withdraw" => {
            let Some(CreatedId::Ask(ask)) = ask else { panic!("an ask") };
            (Action::WithdrawAsk { ask }, None)
        }
        "propose" => {
            let terms = Terms::Relaunch { terms: text() };
            (Action::Propose { terms }, line(&["propose", &id, "--relaunch", "Bonjour."]))
        }
        "strike" => {
            let attachment = attachment.unwrap();
            let struck = Action::Strike { attachment, reason: text() };
            (struck, line(&["inadmissible", &id, "--attachment", &attachment.to_string(), "--reason", "Bonjour."]))
        }
        "decide" => (decision(), line(&["decide", &id, "--outcome", "seller-wins", "--reasons", "Conforme."])),
        "snooze" => {
            let until = now + TimeDelta::hours(5);
            (Action::Snooze { until }, line(&["snooze", &id, "--until", "5h"]))
        }
        "read" => (Action::MarkRead { up_to: message.message.id }, None),
        "undo" => (Action::Undo, line(&["undo", &id])),
        "approve" => (Action::Approve, line(&["approve", &id])),
        "refuse" => (Action::Refuse { reason: text() }, line(&["refuse", &id, "--reason", "Bonjour."])),
        other => panic!("{other}"),
    };
    Case { dispute, action, args }
}

/// A database whose decisions stay on hold, and wait for a second word above 200 €.
fn database(home: &Home) -> Box<dyn Store + Send> {
    let place = Place::File(home.path("table.db"));
    store::create(&place).unwrap();
    let mut store = store::open(&place, Mode::Existing).unwrap();
    let team = [
        ("lea", Role::Lead),
        ("ines", Role::Mediator),
        ("noor", Role::Mediator),
        ("ex", Role::Mediator),
        ("extra", Role::Mediator),
    ];
    let team = team.map(|(handle, role)| Mediator::new(handle.into(), handle, role));
    store.found_team(&team, Utc::now()).unwrap();
    let limit = PolicySetting::SecondMediatorAbove(ApprovalLimits::AnyCurrency(200));
    let change = PolicyChange { settings: vec![PolicySetting::HoldMinutes(600), limit], reason: "Essai.".to_owned() };
    store.put_policy(&"lea".into(), &change, None, Utc::now()).unwrap();
    store
}

/// "A table of role × action × whose case, over rules, store, command line and desk, where every cell is tried."
#[test]
fn every_cell_of_the_table_of_roles_is_as_it_says_on_each_floor() {
    let home = Home::new();
    let mut store = database(&home);
    let (cells, now) = (cells(), Utc::now());
    let cases: Vec<[Case; 2]> = (cells.iter().enumerate())
        .map(|(n, cell)| ["a", "b"].map(|copy| prepare(store.as_mut(), cell, &format!("O-{n}{copy}"), now)))
        .collect();
    let lead = Handle::from("lea");
    let reader = TeamChange::Put {
        handle: "ex".into(),
        name: "ex".to_owned(),
        role: Some(Role::Reader),
        account: AccountChange::AsIs,
    };
    store.change_team(Some(&lead), &reader, None, now).unwrap();
    let team = store.mediators().unwrap();
    let mut faults = Vec::new();
    for (cell, [one, other]) in cells.iter().zip(&cases) {
        let expected = code(cell.expected);
        let mut note = |floor: &str, found: Option<String>| {
            if found.as_deref() != expected {
                let Cell { action, me, whose, .. } = cell;
                faults.push(format!("{floor}: {me} {action} {whose}: {found:?}, expected {expected:?}"));
            }
        };
        let me = team.iter().find(|member| member.handle.0 == cell.me).unwrap();
        // The rules, as the desk asks them before it offers a command.
        let before = store.case(one.dispute).unwrap();
        // Whether a case may be given away it asks by giving it to oneself.
        let asked = match &one.action {
            Action::Assign { .. } => Action::Assign { to: me.handle.clone(), note: None },
            other => other.clone(),
        };
        let said = dry_run(&before, me, asked, now);
        note("desk", said.err().map(|refusal| refusal.code().to_string()));
        let request =
            Request { dispute: one.dispute, by: cell.me.into(), action: one.action.clone(), seen: None, key: None };
        let done = store.act(&request, now);
        note(
            "store",
            match done {
                Ok(_) => None,
                Err(StoreError::Refused(refusal)) => Some(refusal.code().to_string()),
                Err(error) => panic!("{error}"),
            },
        );
        if expected.is_some() {
            assert_eq!(store.case(one.dispute).unwrap(), before, "what is refused changes nothing");
        }
        if let Some(args) = &other.args {
            let mut line = vec!["--db", "table.db", "--as", cell.me, "--json"];
            line.extend(args.iter().map(String::as_str));
            let output = home.run(&line);
            let code = output.json()["error"]["code"].as_str().map(str::to_owned);
            assert_eq!(output.status == 0, code.is_none(), "{}", output.stdout);
            note("command line", code);
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
    home.run(&["--db", "table.db", "verify"]).ok();
}

#[test]
fn what_concerns_everybody_is_for_leads() {
    let home = Home::with(&disputed("O-1"));
    for args in [
        &["mediator", "add", "new", "--name", "New"][..],
        &["mediator", "add", "ines", "--name", "Inès", "--role", "lead"],
        &["mediator", "add", "lea", "--name", "Léa", "--role", "reader"],
        &["mediator", "conflict", "noor", "--with", "C-O-1"],
        &["mediator", "retire", "lea"],
        &["erase", "C-O-1", "--yes", "C-O-1"],
    ] {
        for who in ["ro", "ines"] {
            home.act(who, args).failed(3, "not_a_lead");
        }
        home.act("stranger", args).failed(3, "not_a_mediator");
    }
    home.run(&["mediator", "add", "new", "--name", "New"]).failed(3, "not_a_lead");
    home.act("lea", &["mediator", "retire", "lea"]).failed(3, "last_lead");
    home.act("lea", &["mediator", "add", "lea", "--name", "Léa", "--role", "mediator"]).failed(3, "last_lead");
    home.act("lea", &["mediator", "add", "new", "--name", "New"]).ok();
}

#[test]
fn the_first_member_leads_whatever_was_asked_and_handles_that_differ_in_looks_alone_are_refused() {
    let home = Home::new();
    home.ingest(&disputed("O-1"));
    let first = home.run(&["mediator", "add", "camille", "--name", "Camille", "--role", "reader"]).ok();
    assert!(first.stdout.contains("the first member of a team is its lead"), "{}", first.stdout);
    // One person, however it is written.
    home.act("CAMILLE", &["claim", "D-1001"]).ok();
    assert_eq!(home.show("D-1001")["dispute"]["claimed_by"], "camille");
    home.act("ｃamille", &["say", "D-1001", "Bonjour"]).ok();
    home.act("camille", &["mediator", "add", "Camille", "--name", "Camille R."]).ok();
    assert_eq!(home.run(&["mediator", "list", "--json"]).ok().json().as_array().unwrap().len(), 1);
    for (handle, code) in [
        ("cаmille", "name_taken"),
        ("camiIle", "name_taken"),
        ("camìlle", "name_taken"),
        (".", "malformed"),
        ("..", "malformed"),
        ("._.", "malformed"),
        ("System", "malformed"),
    ] {
        home.act("camille", &["mediator", "add", handle, "--name", "x"]).failed(3, code);
    }
}

#[test]
fn who_retires_acts_no_more_and_their_cases_are_nobodys() {
    let home = Home::with(&["O-1", "O-2"].map(disputed).concat());
    home.act("ines", &["claim", "D-1001"]).ok();
    home.act("ines", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    home.act("lea", &["mediator", "retire", "ines"]).ok();
    assert_eq!(home.show("D-1001")["dispute"]["claimed_by"], json!(null));
    assert_eq!(home.show("D-1002")["decision"]["by"], "ines", "what they did stays");
    home.act("ines", &["claim", "D-1001"]).failed(3, "not_a_mediator");
    home.act("lea", &["mediator", "retire", "ines"]).failed(3, "not_a_mediator");
    home.act("noor", &["claim", "D-1001"]).ok();
    home.act("lea", &["undo", "D-1002"]).ok();
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès"]).ok();
    home.act("ines", &["note", "D-1001", "De retour."]).ok();
    home.run(&["verify"]).ok();
}

#[test]
fn an_account_is_bound_anew_and_unbound_by_a_lead_and_the_log_says_so() {
    let home = Home::with(&disputed("O-1"));
    let me = home.run(&["mediator", "list", "--json"]).ok();
    assert!(me.json().as_array().unwrap().iter().all(|member| member["account"].is_null()));
    let add = |who: &str, more: &[&str]| {
        let mut args = vec!["mediator", "add", who, "--name", "Inès"];
        args.extend(more);
        home.act("lea", &args)
    };
    let account = |who: &str| {
        let team = home.run(&["mediator", "list", "--json"]).ok().json();
        let member = team.as_array().unwrap().iter().find(|member| member["handle"] == who).unwrap().clone();
        member["account"].clone()
    };
    let bound = add("ines", &["--user", "#61234"]).ok();
    assert!(bound.stdout.contains("Only the account #61234 acts as ines"), "{}", bound.stdout);
    assert_eq!(account("ines"), "#61234");
    home.act("ines", &["claim", "D-1001"]).failed(3, "not_you");
    add("ines", &[]).ok();
    assert_eq!(account("ines"), "#61234", "it stays");
    add("ines", &["--user", "#61235"]).ok();
    assert_eq!(account("ines"), "#61235");
    add("ines", &["--user", "#61235", "--no-user"]).failed(2, "usage");
    home.act("noor", &["mediator", "add", "ines", "--name", "Inès", "--no-user"]).failed(3, "not_a_lead");
    let unbound = add("ines", &["--no-user"]).ok();
    assert!(unbound.stdout.contains("whoever says so acts as ines"), "{}", unbound.stdout);
    assert_eq!(account("ines"), json!(null));
    home.act("ines", &["claim", "D-1001"]).ok();
    for (lang, sentence) in [
        ("en", "lea changed ines’s entry"),
        ("en", "only from the account #61235"),
        ("en", "bound to no account any more"),
        ("fr", "depuis le seul compte #61234"),
        ("fr", "sans compte attitré"),
    ] {
        let log = home.run(&["log", "--lang", lang]).ok().stdout;
        assert!(log.contains(sentence), "{sentence}: {log}");
    }
    home.run(&["verify"]).ok();
}

/// With real accounts of the system, where the test may become them.
#[test]
fn a_member_who_is_bound_to_an_account_acts_from_that_one_alone() {
    const ACCOUNTS: [u32; 2] = [61_234, 61_235];
    const GROUP: u32 = 61_300;
    let root = std::process::Command::new("id").arg("-u").output().is_ok_and(|id| id.stdout == b"0\n");
    let can = root && std::process::Command::new("setpriv").arg("--version").output().is_ok();
    if !can {
        eprintln!("SKIPPED: accounts of the system are tried as root, with setpriv");
        return;
    }
    let home = Home::with(&disputed("O-1"));
    // The team's folder, of a group that the accounts belong to (docs/operations.md).
    home.configure("sharing = \"group\"\n");
    let data = home.path("data/litige");
    for (path, mode) in
        [(home.path("."), 0o755), (home.path("data"), 0o755), (data.clone(), 0o2770), (home.db(), 0o660)]
    {
        chown(&path, None, Some(GROUP)).unwrap();
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let bin = home.path("litige");
    std::fs::copy(assert_cmd::cargo::cargo_bin("litige"), &bin).unwrap();
    let account = |uid: u32, args: &[&str]| {
        let (uid, group) = (uid.to_string(), GROUP.to_string());
        let as_account = ["--reuid", &uid, "--regid", &uid, "--groups", &group];
        let mut command = std::process::Command::new("setpriv");
        command.args(as_account).arg(&bin).args(args).arg("--json").current_dir(home.path("."));
        command.env_clear().env("PATH", "/usr/bin:/bin").env("HOME", home.path(".")).env("LANG", "C");
        command.env("XDG_DATA_HOME", home.path("data")).env("XDG_CONFIG_HOME", home.path("config"));
        let output = command.stdin(Stdio::null()).output().unwrap();
        let answer: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|_| panic!("{output:?}"));
        answer["error"]["code"].as_str().map_or("ok".to_owned(), str::to_owned)
    };
    let [of_ines, of_noor] = ACCOUNTS.map(|uid| format!("#{uid}"));
    home.act("lea", &["mediator", "add", "ines", "--name", "Inès", "--user", &of_ines]).ok();
    home.act("lea", &["mediator", "add", "noor", "--name", "Noor", "--user", &of_ines]).failed(3, "account_taken");
    home.act("lea", &["mediator", "add", "noor", "--name", "Noor", "--user", &of_noor]).ok();
    home.act("lea", &["mediator", "add", "noor", "--name", "Noor", "--user", "no-such-account"]).failed(2, "usage");
    // Root is not them, nor is a colleague, and from their account nobody else acts.
    let claim = |handle: &'static str| ["claim", "D-1001", "--as", handle];
    home.act("ines", &["claim", "D-1001"]).failed(3, "not_you");
    home.act("ines", &["queue"]).failed(3, "not_you");
    assert_eq!(account(ACCOUNTS[1], &claim("ines")), "not_you");
    assert_eq!(account(ACCOUNTS[0], &claim("lea")), "not_you");
    assert_eq!(account(ACCOUNTS[0], &claim("INES")), "ok");
    assert_eq!(account(ACCOUNTS[1], &claim("noor")), "claimed_by_other");
    // Who is bound to none is taken at their word, which is said.
    assert_eq!(account(61_236, &["note", "D-1001", "x", "--as", "lea"]), "ok");
    let verified = home.run(&["verify"]).ok().stdout;
    assert!(verified.contains("taken at their word: lea"), "{verified}");
    // A second handle of one account is no way around a conflict of interest.
    home.act("lea", &["mediator", "conflict", "ines", "--with", "C-O-1"]).ok();
    home.act("lea", &["mediator", "retire", "ines"]).ok();
    home.act("lea", &["mediator", "add", "second", "--name", "Second", "--user", &of_ines]).ok();
    assert_eq!(account(ACCOUNTS[0], &claim("second")), "conflict_of_interest");
    assert_eq!(account(ACCOUNTS[1], &claim("noor")), "ok");
    home.run(&["verify"]).ok();
}
