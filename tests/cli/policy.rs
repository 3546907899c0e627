//! The policy: shown, changed by a lead, with its history.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Home, disputed, keys, lines};

/// A home whose team is a lead, Max, a mediator, Inès, and a reader, Noor.
fn home() -> Home {
    let home = Home::new();
    for (handle, role) in [("max", "lead"), ("ines", "mediator"), ("noor", "reader")] {
        home.run(&["mediator", "add", handle, "--name", handle, "--role", role, "--as", "max"]).ok();
    }
    home
}

fn set(settings: &[&str]) -> Vec<String> {
    let args = ["policy", "set", "--reason", "Essai.", "--as", "max"];
    args.iter().chain(settings).map(|arg| (*arg).to_owned()).collect()
}

#[test]
fn a_database_starts_with_the_default_policy() {
    let home = home();
    let shown = home.run(&["policy", "--json"]).ok();
    assert_eq!(shown.stdout, home.run(&["policy", "show", "--json"]).ok().stdout);
    let values = json!({
        "cancellation_refusals": 2, "revision_refusals": 2, "ask_minutes": 2880, "proposal_minutes": 4320,
        "response_minutes": 1440, "hold_minutes": 10, "lease_minutes": 30, "second_mediator_above": null,
        "hours": null, "zone": null, "holidays": null,
    });
    let first = json!({"version": 1, "since": null, "by": null, "reason": null, "values": values});
    assert_eq!(shown.json(), first);
    assert_eq!(home.run(&["policy", "show", "--history", "--json"]).ok().json(), json!([first]));
    Home::new().run(&["policy"]).failed(6, "no_database");
}

#[test]
fn a_lead_changes_it_with_a_reason_and_the_history_says_so() {
    let home = home();
    let settings = [
        "hold_minutes=5",
        "second_mediator_above=EUR=500,JPY=80000",
        "hours=Mon-Fri 09:00-18:00",
        "zone=Europe/Paris",
        "holidays=fr",
    ];
    let args = [&["policy", "set", "--reason", "Heures de bureau.", "--json"], &settings[..]].concat();
    let answer = home.act("max", &args).ok().json();
    assert_eq!(keys(&answer), ["by", "reason", "since", "values", "version"]);
    assert_eq!((&answer["version"], &answer["by"]), (&json!(2), &json!("max")));
    assert_eq!(answer["reason"], "Heures de bureau.");
    assert!(answer["since"].as_str().unwrap().ends_with('Z'), "{answer}");
    let values = &answer["values"];
    assert_eq!((&values["hold_minutes"], &values["ask_minutes"]), (&json!(5), &json!(2880)));
    assert_eq!(values["second_mediator_above"], json!({"EUR": 500, "JPY": 80000}));
    assert_eq!(
        (&values["hours"], &values["zone"], &values["holidays"]),
        (&json!("Mon-Fri 09:00-18:00"), &json!("Europe/Paris"), &json!("fr"))
    );
    home.act("max", &["policy", "set", "second_mediator_above=none", "--reason", "Assez\u{1b}[31m vu."]).ok();
    let history = home.run(&["policy", "show", "--history", "--json"]).ok().json();
    let versions: Vec<_> = history.as_array().unwrap().iter().map(|one| one["version"].as_u64().unwrap()).collect();
    assert_eq!(versions, [3, 2, 1]);
    assert_eq!(history[1], answer);
    assert_eq!(history[0]["values"]["second_mediator_above"], Value::Null);
    assert_eq!(history[0]["values"]["hours"], "Mon-Fri 09:00-18:00");
    home.run(&["verify"]).ok();

    // For people, in their language, without what would act on their terminal.
    let told = home.run(&["policy", "show", "--history"]).ok().stdout;
    for words in [
        "Policy 3, in force since ",
        ", by max:",
        "Heures de bureau.",
        "hold_minutes: 10 \u{2192} 5",
        "the one that the database was created with",
    ] {
        assert!(told.contains(words), "{words}\n{told}");
    }
    assert!(!told.contains('\u{1b}'), "{told:?}");
    for (lang, hours, undo) in
        [("en", "24 working hours", "undone for 5 min"), ("fr", "24 h ouvr\u{e9}es", "d\u{e9}faite pendant 5 min")]
    {
        let told = home.run(&["policy", "--lang", lang]).ok().stdout;
        assert!(told.contains(hours) && told.contains(undo), "{told}");
    }
}

#[test]
fn anyone_else_and_what_is_no_policy_is_refused_and_nothing_changes() {
    let home = home();
    let before = home.run(&["policy", "show", "--history", "--json"]).ok().stdout;
    for (by, code) in [("ines", "not_a_lead"), ("noor", "not_a_lead"), ("nobody", "not_a_mediator")] {
        home.act(by, &["policy", "set", "hold_minutes=5", "--reason", "x"]).failed(3, code);
    }
    home.run(&["policy", "set", "hold_minutes=5", "--reason", "x"]).failed(3, "not_a_mediator");
    let max = |args: &[&str]| home.act("max", &[&["policy", "set"], args].concat());
    max(&["hold_minutes=5"]).failed(2, "usage");
    max(&["--reason", "x"]).failed(2, "usage");
    for blank in ["", " \n"] {
        max(&["hold_minutes=5", "--reason", blank]).failed(3, "malformed");
    }
    for usage in [
        &["hold_minutes"][..],
        &["hold_minutes=ten"],
        &["hold_minutes=-1"],
        &["hold_minuts=5"],
        &["version=9"],
        &["hold_minutes=5", "hold_minutes=6"],
        &["zone=Paris"],
        &["hours=9-18", "zone=Europe/Paris"],
        &["holidays=nowhere.txt"],
        &["holidays=."],
        &["second_mediator_above=500"],
        &["second_mediator_above=XAU=5"],
        &["hold_minutes=\u{1b}[31m"],
    ] {
        let run = max(&[usage, &["--reason", "x"]].concat());
        run.failed(2, "usage");
        assert!(!run.stderr.contains('\u{1b}'), "{:?}", run.stderr);
    }
    for rule in [
        &["ask_minutes=0"][..],
        &["proposal_minutes=0"],
        &["response_minutes=0"],
        &["lease_minutes=0"],
        &["cancellation_refusals=0"],
        &["revision_refusals=0"],
        &["ask_minutes=525601"],
        &["hours=Mon-Fri 09:00-18:00"],
        &["hours=Mon 09:00-09:30", "zone=UTC"],
    ] {
        max(&[rule, &["--reason", "x"]].concat()).failed(3, "malformed");
    }
    assert_eq!(home.run(&["policy", "show", "--history", "--json"]).ok().stdout, before);
}

#[test]
fn holidays_come_from_a_file_and_are_the_databases_from_then_on() {
    let home = home();
    home.write("days.txt", "\u{feff}# ours\nfr\n2026-12-24 # Christmas Eve\r\n");
    home.run(&set(&["holidays=days.txt"]).iter().map(String::as_str).collect::<Vec<_>>()).ok();
    fs::remove_file(home.path("days.txt")).unwrap();
    let policy = home.run(&["policy", "--json"]).ok().json();
    assert_eq!(policy["values"]["holidays"], json!(["fr", "2026-12-24"]));
}

/// docs/process.md, "Working time". Paris is an hour ahead of UTC in November.
#[test]
fn a_mediators_delay_counts_working_time_where_the_team_has_any() {
    let home = home();
    let settings =
        ["hours=Mon-Fri 09:00-18:00", "zone=Europe/Paris", "holidays=fr", "response_minutes=240", "ask_minutes=60"];
    home.run(&set(&settings).iter().map(String::as_str).collect::<Vec<_>>()).ok();
    // A Friday, 17:00 in Paris: the ask of a justification lapses at 18:00, and who answers is answered on Monday at noon.
    let at = |mut event: Value, time: &str| {
        event["at"] = json!(time);
        event
    };
    let events: Vec<_> = disputed("O-1").into_iter().map(|event| at(event, "2025-11-14T16:00:00Z")).collect();
    home.pipe(lines(&events).as_bytes(), &["ingest", "-"]).ok();
    let shown = home.show("D-1001");
    assert_eq!(shown["asks"][0]["due_at"], "2025-11-14T17:00:00Z", "{shown}");
    let answer = crate::support::message("m1", "O-2", "client", "Voil\u{e0}.");
    let events = disputed("O-2").into_iter().map(|event| at(event, "2025-11-14T15:30:00Z"));
    let events: Vec<_> = events.chain([at(answer, "2025-11-14T16:00:00Z")]).collect();
    home.pipe(lines(&events).as_bytes(), &["ingest", "-"]).ok();
    assert_eq!(home.show("D-1002")["dispute"]["due_at"], "2025-11-17T11:00:00Z");
}

#[test]
fn an_ask_has_a_deadline_of_its_own() {
    let home = home();
    home.ingest(&disputed("O-1"));
    let ask =
        |due: &str| home.act("ines", &["ask", "D-1001", "--to", "seller", "--due", due, "Le fichier ?", "--json"]);
    let made = ask("2099-11-25T09:00:00+01:00").ok().json()["made"].clone();
    let shown = home.show("D-1001");
    let asked = shown["asks"].as_array().unwrap().iter().find(|ask| ask["id"] == made).unwrap();
    assert_eq!(asked["due_at"], "2099-11-25T08:00:00Z");
    let lines = home.run(&["outbox"]).ok().json_lines();
    let told = lines.iter().find(|line| line["type"] == "ask.opened" && line["ask"] == made).unwrap();
    assert_eq!(told["due_at"], "2099-11-25T08:00:00Z");
    for due in ["+2d", "lundi 9h", "monday 9:00", "demain", "45 min"] {
        ask(due).ok();
    }
    ask("2020-01-01").failed(3, "bad_state");
    ask("soon").failed(2, "usage");
}
