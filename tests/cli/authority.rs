//! Who may do what (docs/process.md, "Roles"): the whole table, cell by cell, asked of the rules as the desk asks them, of the
//! store, and of the command line; and members who are bound to accounts of the system, with real ones.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::os::unix::fs::{PermissionsExt as _, chown};
use std::process::Stdio;

use chrono::Utc;
use litige::app::dry_run::dry_run;
use litige::domain::dispute::action::{Action, Request};
use litige::store::{self, Mode, Place, StoreError};
use serde_json::json;

use crate::roles::{self, PreparedCase};
use crate::support::{Home, copy_program, disputed};

/// "A table of role × action × whose case, over rules, store, command line and desk, where every cell is tried": but for the desk,
/// which `tests/screens/authority.rs` asks by its keys.
#[test]
fn every_cell_of_the_table_of_roles_is_as_it_says_on_each_floor() {
    let home = Home::new();
    let place = Place::File(home.path("table.db"));
    store::create(&place).unwrap();
    let mut store = store::open(&place, Mode::Existing).unwrap();
    let (cells, now) = (roles::cells(), Utc::now());
    roles::found(store.as_mut(), now);
    let cases: Vec<[PreparedCase; 2]> = (cells.iter().enumerate())
        .map(|(n, cell)| ["a", "b"].map(|copy| roles::prepare(store.as_mut(), cell, &format!("O-{n}{copy}"), now)))
        .collect();
    roles::make_reader(store.as_mut(), now);
    let team = store.mediators().unwrap();
    let mut faults = Vec::new();
    for (cell, [one, other]) in cells.iter().zip(&cases) {
        let mut note = |floor: &str, found: Option<String>| {
            if found.as_deref() != cell.refused {
                faults.push(format!("{floor}: {cell:?}: {found:?}"));
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
        note("rules", said.err().map(|refusal| refusal.code().to_string()));
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
        if cell.refused.is_some() {
            assert_eq!(store.case(one.dispute).unwrap(), before, "what is refused changes nothing");
        }
        let Some(args) = &other.args else { continue };
        let before = store.case(other.dispute).unwrap();
        let mut line = vec!["--db", "table.db", "--as", cell.me, "--json"];
        line.extend(args.iter().map(String::as_str));
        let output = home.run(&line);
        let answer = output.json();
        // Where several may be named, an array of answers.
        let code = answer["error"]["code"].as_str().map(str::to_owned);
        assert_eq!(output.status == 0, code.is_none(), "{}", output.stdout);
        note("command line", code);
        if cell.refused.is_some() {
            assert_eq!(store.case(other.dispute).unwrap(), before, "what is refused changes nothing");
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
    assert!(bound.stdout.contains("only the account #61234 can act as ines"), "{}", bound.stdout);
    assert_eq!(account("ines"), "#61234");
    home.act("ines", &["claim", "D-1001"]).failed(3, "not_you");
    add("ines", &[]).ok();
    assert_eq!(account("ines"), "#61234", "it stays");
    add("ines", &["--user", "#61235"]).ok();
    assert_eq!(account("ines"), "#61235");
    add("ines", &["--user", "#61235", "--no-user"]).failed(2, "usage");
    home.act("noor", &["mediator", "add", "ines", "--name", "Inès", "--no-user"]).failed(3, "not_a_lead");
    let unbound = add("ines", &["--no-user"]).ok();
    assert!(unbound.stdout.contains("anyone can act as ines"), "{}", unbound.stdout);
    assert_eq!(account("ines"), json!(null));
    home.act("ines", &["claim", "D-1001"]).ok();
    for (lang, sentence) in [
        ("en", "Name of lea changed Inès’s entry"),
        ("en", "only from the account #61235"),
        ("en", "no longer bound to an account"),
        ("fr", "depuis le seul compte #61234"),
        ("fr", "sans compte lié désormais"),
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
    copy_program(&bin);
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
    assert!(verified.contains("anyone can act as them: lea"), "{verified}");
    // A second handle of one account is no way around a conflict of interest.
    home.act("lea", &["mediator", "conflict", "ines", "--with", "C-O-1"]).ok();
    home.act("lea", &["mediator", "retire", "ines"]).ok();
    home.act("lea", &["mediator", "add", "second", "--name", "Second", "--user", &of_ines]).ok();
    assert_eq!(account(ACCOUNTS[0], &claim("second")), "conflict_of_interest");
    assert_eq!(account(ACCOUNTS[1], &claim("noor")), "ok");
    home.run(&["verify"]).ok();
}
