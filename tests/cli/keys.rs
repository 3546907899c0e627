//! Every command that writes takes a key, under which a repeat is harmless; and everything that the desk does, a script can do.

use std::collections::{BTreeMap, BTreeSet};

use clap::CommandFactory as _;
use litige::app::command::TABLE;
use litige::cli::args::Cli;
use litige::domain::dispute::action::ActionKind;
use serde_json::{Value, json};

use crate::support::{Home, disputed, event};

/// What writes, in an order in which it can be done: who, what, and the same command with other content. `MADE` is the
/// question or proposal that was made before.
pub(super) const WRITES: &[(&str, &[&str], &[&str])] = &[
    ("ines", &["claim", "D-1001"], &["claim", "D-1002"]),
    ("ines", &["assign", "D-1001", "--to", "noor", "--note", "Vu."], &["assign", "D-1001", "--to", "noor"]),
    ("noor", &["release", "D-1001"], &["release", "D-1002"]),
    ("ines", &["say", "D-1001", "Bonjour"], &["say", "D-1001", "Bonsoir"]),
    ("ines", &["note", "D-1001", "À suivre"], &["say", "D-1001", "À suivre"]),
    ("ines", &["ask", "D-1001", "--to", "seller", "Quoi ?"], &["ask", "D-1001", "--to", "client", "Quoi ?"]),
    ("ines", &["remind", "D-1001"], &["remind", "D-1002"]),
    ("ines", &["withdraw", "D-1001", "MADE"], &["withdraw", "D-1001", "q1"]),
    ("ines", &["propose", "D-1001", "--refund", "30%"], &["propose", "D-1001", "--refund", "31%"]),
    ("ines", &["withdraw", "D-1001", "MADE"], &["withdraw", "D-1001", "q1"]),
    ("ines", &["inadmissible", "D-1001", "--attachment", "a1", "--reason", "Flou"], &["say", "D-1001", "Flou"]),
    (
        "ines",
        &["admit", "D-1001", "--attachment", "a1", "--reason", "Net"],
        &["inadmissible", "D-1001", "--attachment", "a1", "--reason", "Net"],
    ),
    (
        "ines",
        &["snooze", "D-1002", "--until", "2099-01-01 09:00"],
        &["snooze", "D-1002", "--until", "2099-01-01 09:01"],
    ),
    ("ines", &["snooze", "D-1002", "--wake"], &["snooze", "D-1001", "--wake"]),
    (
        "ines",
        &["decide", "D-1003", "--outcome", "partial-refund", "--refund", "30%", "--reasons", "Moitié."],
        &["decide", "D-1003", "--outcome", "partial-refund", "--refund", "31%", "--reasons", "Moitié."],
    ),
    ("noor", &["approve", "D-1003"], &["approve", "D-1004"]),
    ("ines", &["decide", "D-1004", "--outcome", "seller-wins", "--reasons", "Fait."], &["say", "D-1004", "Fait."]),
    ("noor", &["refuse", "D-1004", "--reason", "Tôt."], &["refuse", "D-1004", "--reason", "Trop tôt."]),
    ("ines", &["decide", "D-1005", "--outcome", "seller-wins", "--reasons", "Fait."], &["undo", "D-1005"]),
    ("ines", &["undo", "D-1005"], &["undo", "D-1003"]),
    ("lea", &["mediator", "add", "zoe", "--name", "Zoé"], &["mediator", "add", "zoe", "--name", "Zo"]),
    ("lea", &["mediator", "conflict", "zoe", "--with", "u7"], &["mediator", "conflict", "zoe", "--with", "u8"]),
    ("lea", &["mediator", "retire", "zoe"], &["mediator", "retire", "noor"]),
    (
        "lea",
        &["policy", "set", "hold_minutes=20", "--reason", "Essai"],
        &["policy", "set", "hold_minutes=21", "--reason", "Essai"],
    ),
    ("ines", &["views", "keep", "Nova", "--query", "seller:nova"], &["views", "keep", "Nova", "--query", "nova"]),
    ("ines", &["views", "keep", "Nova", "--query", "nova", "--replace"], &["views", "drop", "Nova"]),
    ("ines", &["views", "rename", "Nova", "Novae"], &["views", "rename", "Nova", "Nov"]),
    ("ines", &["views", "drop", "Novae"], &["views", "drop", "Nova"]),
    ("ines", &["handover", "--to", "noor", "--note", "Vu."], &["handover", "--to", "noor"]),
    ("lea", &["erase", "C-O-6", "--yes", "C-O-6"], &["erase", "S-O-6", "--yes", "S-O-6"]),
];

/// Commands that take no key, for what they do can't be done twice: they only read, or make files that aren't there yet, or know
/// what they were given by ids of its own.
const WITHOUT_A_KEY: &[&str] = &[
    "backup",
    "completions",
    "config",
    "copy",
    "demo",
    "doctor",
    "evidence",
    "export",
    "ingest",
    "log",
    "man",
    "mediator list",
    "notifications",
    "outbox",
    "policy",
    "policy show",
    "queue",
    "restore",
    "schema",
    "search",
    "seed",
    "server grant",
    "server init",
    "show",
    "stats",
    "status",
    "verify",
    "views",
    "views list",
];

/// What the desk writes, and the command that does it for a script.
const DESK: &[(&str, &str)] = &[
    ("claim", "claim"),
    ("release", "release"),
    ("assign", "assign"),
    ("hand-over", "handover"),
    ("reply", "say"),
    ("remind", "remind"),
    ("note", "note"),
    ("ask", "ask"),
    ("propose", "propose"),
    ("decide", "decide"),
    ("undo", "undo"),
    ("approve", "approve"),
    ("refuse", "refuse"),
    ("snooze", "snooze"),
    ("wake", "snooze"),
    ("strike-evidence", "inadmissible"),
    ("admit-evidence", "admit"),
    ("withdraw-ask", "withdraw"),
    ("acknowledge", "notifications"),
    ("acknowledge-all", "notifications"),
    ("keep-view", "views keep"),
    ("rename-view", "views rename"),
    ("delete-view", "views drop"),
    ("export", "export"),
    // The desk marks as read what was on the screen.
    ("open", "show"),
];

/// What the desk shows, and the command that prints it.
const SHOWN: &[(&str, &str)] = &[
    ("evidence", "evidence"),
    ("save-file", "evidence"),
    ("open-file", "evidence"),
    ("search", "search"),
    ("statistics", "stats"),
    ("activity", "log"),
    ("notifications", "notifications"),
    ("filter", "queue"),
    ("precedents", "queue"),
    ("panel-precedents", "queue"),
];

/// What only moves on the screen, writes in a field, or is about the terminal.
const ON_SCREEN: &[&str] = &[
    // A command takes several disputes: the marks are its words.
    "mark",
    "mark-range",
    "mark-down",
    "mark-up",
    "mark-all",
    "invert-marks",
    "bulk-report",
    "accept",
    "back",
    "catch-up",
    "cite",
    "complete",
    "complete-back",
    "copy-id",
    "copy-message",
    "down",
    "editor",
    "first",
    "half-page-down",
    "half-page-up",
    "help",
    "last",
    "leave",
    "next-case",
    "next-field",
    "next-file",
    "next-found",
    "next-panel",
    "next-period",
    "next-view",
    "page-down",
    "pan-left",
    "pan-right",
    "page-up",
    "palette",
    "panel-discussion",
    "panel-file",
    "panel-pending",
    "previous-case",
    "previous-field",
    "previous-file",
    "previous-found",
    "previous-panel",
    "previous-view",
    "quit",
    "ready-reply",
    "redraw",
    "refresh",
    "send",
    "suspend",
    "up",
    "view-all",
    "view-approval",
    "view-decided",
    "view-mine",
    "view-open",
    "view-overdue",
    "view-own-first",
    "view-own-second",
    "view-snoozed",
    "view-unclaimed",
    "zoom-in",
    "zoom-out",
];

/// Every command that can be run, and whether it takes a key.
fn commands() -> BTreeMap<String, bool> {
    fn collect(path: &str, command: &clap::Command, all: &mut BTreeMap<String, bool>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            if !sub.is_subcommand_required_set() {
                all.insert(path.clone(), sub.get_arguments().any(|arg| arg.get_id() == "key"));
            }
            collect(&path, sub, all);
        }
    }
    let mut root = Cli::command();
    root.build();
    let mut all = BTreeMap::new();
    collect("", &root, &mut all);
    all
}

/// The command of a line: one word, or two.
fn name_of(args: &[&str]) -> String {
    let two = args[..2].join(" ");
    if commands().contains_key(&two) { two } else { args[0].to_owned() }
}

pub(super) fn home() -> Home {
    let mut events: Vec<Value> = (1..=6).flat_map(|n| disputed(&format!("O-{n}"))).collect();
    let file = json!([{"name": "a.png", "media_type": "image/png", "origin": "platform"}]);
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": "Voyez.", "attachments": file})));
    let home = Home::new();
    // Disputes keep the policy under which they opened.
    home.set_policy(&["second_mediator_above=EUR=100"]);
    home.ingest(&events);
    for (handle, role) in [("ines", "mediator"), ("noor", "mediator"), ("ro", "reader")] {
        home.act("lea", &["mediator", "add", handle, "--name", handle, "--role", role]).ok();
    }
    home
}

/// The question or the proposal that an action made.
pub(super) fn made_by(answer: &Value) -> Option<String> {
    answer["made"].as_str().filter(|made| made.starts_with(['q', 'p'])).map(str::to_owned)
}

pub(super) fn head(home: &Home) -> Value {
    home.run(&["verify", "--json"]).ok().json()["head"].clone()
}

#[test]
fn every_command_that_writes_takes_a_key_under_which_a_repeat_does_nothing_and_answers_the_same() {
    let home = home();
    let mut made = String::new();
    for (nth, (me, args, other)) in WRITES.iter().enumerate() {
        let key = format!("clé {nth}");
        let run = |args: &[&str], made: &str| {
            let args: Vec<_> = args.iter().map(|arg| if *arg == "MADE" { made } else { *arg }).collect();
            home.act(me, &[&args, &["--json", "--key", &key][..]].concat())
        };
        let first = run(args, &made).ok();
        let (after, views) = (head(&home), home.act("ines", &["views", "--json"]).stdout);
        let again = run(args, &made).ok();
        assert_eq!(again.stdout, first.stdout, "{}", first.line);
        assert_eq!(
            (head(&home), home.act("ines", &["views", "--json"]).stdout),
            (after.clone(), views),
            "{}",
            first.line
        );
        let refused = run(other, &made);
        refused.failed(3, "duplicate_id");
        assert_eq!(refused.json()["error"]["detail"]["key"].as_str().or(Some(&key)), Some(&*key));
        home.act("lea", &[&["note", "D-1006", "Autre."], &["--json", "--key", &key][..]].concat())
            .failed(3, "duplicate_id");
        assert_eq!(head(&home), after, "{}", first.line);
        made = made_by(&first.json()).unwrap_or(made);
    }
    let written: BTreeSet<_> = WRITES.iter().map(|(_, args, _)| name_of(args)).collect();
    for (command, takes_a_key) in commands() {
        let expected = (written.contains(&command), WITHOUT_A_KEY.contains(&&*command));
        assert_eq!(
            expected,
            (takes_a_key, !takes_a_key),
            "{command}: neither in WRITES nor in WITHOUT_A_KEY, or in the wrong one"
        );
    }
}

#[test]
fn several_disputes_under_one_key_are_each_done_once() {
    let home = home();
    let claim = ["claim", "D-1001", "D-1002", "D-1003", "--json", "--key", "k"];
    let first = home.act("ines", &claim).ok();
    let after = head(&home);
    assert_eq!(home.act("ines", &claim).ok().stdout, first.stdout);
    assert_eq!(head(&home), after);
    let other = home.act("ines", &["claim", "D-1004", "D-1002", "D-1005", "--json", "--key", "k"]);
    assert_eq!(other.status, 3);
    let codes = other.json().as_array().unwrap().iter().map(|one| one["error"]["code"].clone()).collect::<Vec<_>>();
    assert_eq!(codes, [json!("duplicate_id"), Value::Null, json!("duplicate_id")]);
    assert_eq!(head(&home), after);
}

#[test]
fn a_key_and_a_time_that_could_not_be_repeated_are_wrong_usage() {
    let home = home();
    let before = head(&home);
    for until in ["2h", "+3d", "9:00", "tomorrow 9:00", "lundi 9h"] {
        home.act("ines", &["snooze", "D-1001", "--until", until, "--key", "k"]).failed(2, "usage");
        home.act("ines", &["ask", "D-1001", "--to", "client", "?", "--due", until, "--key", "k", "--json"])
            .failed(2, "usage");
    }
    for key in ["", " ", "\u{200b}", "a\nb", "a\u{1b}[2J", &"k".repeat(257)] {
        home.act("ines", &["claim", "D-1001", "--key", key]).failed(2, "usage");
        home.act("ines", &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--key", key])
            .failed(2, "usage");
    }
    home.run(&["queue", "--key", "k"]).failed(2, "usage");
    assert_eq!(head(&home), before);
    home.act("ines", &["claim", "D-1001", "--key", &"é".repeat(128)]).ok();
    // What was refused leaves its key free.
    home.act("ines", &["claim", "D-9999", "--key", "k"]).failed(5, "unknown_dispute");
    home.act("ines", &["claim", "D-1002", "--key", "k"]).ok();
}

#[test]
fn a_decision_takes_a_percentage_and_says_what_it_comes_to() {
    let home = home();
    let decide = |refund: &str| {
        home.act(
            "ines",
            &[
                "decide",
                "D-1001",
                "--outcome",
                "partial-refund",
                &format!("--refund={refund}"),
                "--reasons",
                "x",
                "--json",
            ],
        )
    };
    for bad in ["0%", "100%", "101%", "-5%", "%", "30%%", "1e1%", "12.345%", "nan%", "30 % de plus"] {
        decide(bad).failed(3, "bad_amount");
    }
    let decided = decide("33.33 %").ok().json();
    assert_eq!(decided["decision"]["refund"], json!({"minor": 4000, "currency": "EUR"}), "39.996 is rounded");
    assert_eq!(decided["decision"]["seller_gets"], json!({"minor": 8000, "currency": "EUR"}));
}

#[test]
fn everything_that_the_desk_does_a_script_can_do() {
    // Whatever can be done to a case at all is done by some command.
    let home = home();
    let mut made = String::new();
    home.act("ro", &["show", "D-1001", "--mark-read"]).failed(3, "not_a_mediator");
    let read = home.act("noor", &["show", "D-1001", "--mark-read", "--json"]).ok().json();
    assert!(read["thread"][0]["read_by"].as_array().unwrap().contains(&json!("mediator")), "{read}");
    for (me, args, _) in WRITES {
        let args: Vec<_> = args.iter().map(|arg| if *arg == "MADE" { &*made } else { *arg }).collect();
        let done = home.act(me, &[&args, &["--json"][..]].concat()).ok().json();
        made = made_by(&done).unwrap_or(made);
    }
    let log = home.run(&["log", "--all", "--limit", "1000", "--json"]).ok().json();
    let done: BTreeSet<_> = log.as_array().unwrap().iter().map(|entry| entry["action"].as_str().unwrap()).collect();
    for kind in ActionKind::ALL {
        assert!(done.contains(kind.as_str()), "no command of WRITES does {kind}: {done:?}");
    }
    // And each command of the desk stands beside the one that does, or prints, the same.
    let commands = commands();
    let mut told = BTreeSet::new();
    for (desk, shell) in DESK.iter().chain(SHOWN) {
        assert!(commands.contains_key(*shell), "there is no litige {shell}");
        assert!(told.insert(*desk), "{desk} twice");
    }
    ON_SCREEN.iter().for_each(|desk| assert!(told.insert(desk), "{desk} twice"));
    assert_eq!(
        told,
        TABLE.iter().map(|spec| spec.name).collect(),
        "say of the desk's commands what does it for a script"
    );
}
