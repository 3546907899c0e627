//! What people read: safe, in their language, and quiet when they have seen enough.

use std::io::Read as _;
use std::process::Stdio;

use serde_json::json;

use crate::support::{Home, disputed, event, lines, message};

/// Everything hostile that a text can bring, and how it must not come out.
const HOSTILE: &str =
    "rien\u{1b}[2J\u{1b}]0;x\u{7}\u{9b}31m\r\u{8}\u{202e}gnp.exe\u{2066}\u{200b}\u{e0041} litige: decided";

fn hostile() -> Home {
    let person = |id: &str| json!({"id": id, "name": format!("Léa {HOSTILE}")});
    let placed = json!({
        "client": person("C-1"),
        "seller": person("S-1"),
        "title": format!("Logo {HOSTILE}"),
        "brief": HOSTILE,
        "amount": {"minor": 12000, "currency": "EUR"},
    });
    let mut events = disputed("O-1");
    events[0] = event("O-1-1", "O-1", "order.placed", placed);
    let file = json!({"name": HOSTILE, "media_type": "text/plain", "origin": "external"});
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": HOSTILE, "attachments": [file]})));
    let home = Home::new();
    home.ingest(&events);
    home.run(&["mediator", "add", "ines", "--name", HOSTILE]).ok();
    for args in [
        &["say", "D-1001", HOSTILE][..],
        &["note", "D-1001", HOSTILE],
        &["ask", "D-1001", "--to", "client", HOSTILE],
        &["propose", "D-1001", "--relaunch", HOSTILE],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", HOSTILE],
    ] {
        home.act("ines", args).ok();
    }
    home
}

#[test]
fn nothing_that_strangers_write_moves_a_terminal() {
    let home = hostile();
    let unseen = |c: char| {
        (c.is_control() && c != '\n')
            || matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{e0000}'..='\u{e007f}')
    };
    for args in [
        &["show", "D-1001"][..],
        &["queue", "--view", "all"],
        &["search", "rien"],
        &["mediator", "list"],
        &["config"],
        &["outbox"],
        &["show", "D-1001", "--json"],
        &["queue", "--view", "all", "--json"],
        &["search", "rien", "--json"],
        &["mediator", "list", "--json"],
    ] {
        for lang in ["en", "fr"] {
            let told = home.run(&[args, &["--lang", lang]].concat()).ok();
            assert!(!told.stdout.contains(unseen), "{args:?}: {:?}", told.stdout);
        }
    }
    let shown = home.run(&["show", "D-1001"]).stdout;
    assert!(shown.contains("‹ESC›") && shown.contains("‹U+202E›"), "it is made visible, not dropped: {shown}");
}

#[test]
fn json_says_exactly_what_was_written() {
    let show = hostile().show("D-1001");
    assert_eq!(show["order"]["brief"], HOSTILE);
    assert_eq!(show["decision"]["reasons"], HOSTILE);
    assert_eq!(show["notes"][0]["body"], HOSTILE);
    assert_eq!(show["order"]["client"]["name"], format!("Léa {HOSTILE}"));
}

#[test]
fn bad_lines_are_told_safely_too() {
    let home = Home::new();
    let bad = lines(&[event("\u{202e}x", "O-\u{200b}", "\u{1b}[31m", json!({}))]);
    let told = home.pipe(bad.as_bytes(), &["ingest", "-"]);
    assert_eq!(told.status, 3);
    assert!(!told.stderr.contains(['\u{1b}', '\u{202e}', '\u{200b}']), "{:?}", told.stderr);
}

#[test]
fn the_queue_and_the_case_can_be_read_in_both_languages() {
    let home = Home::with(&[disputed("O-1"), vec![message("m", "O-1", "seller", "Alors ?")]].concat());
    home.act("ines", &["claim", "D-1001"]).ok();
    for (lang, words) in [
        ("en", ["D-1001", "Logo pour restaurant", "€120.00", "ines", "SERVICE"]),
        ("fr", ["D-1001", "Logo pour restaurant", "120,00\u{a0}€", "ines", "MONTANT"]),
    ] {
        let queue = home.run(&["queue", "--lang", lang]).ok().stdout;
        words.iter().for_each(|word| assert!(queue.contains(word), "{word}\n{queue}"));
    }
    for (lang, words) in [
        (
            "en",
            ["cancellation refused twice", "awaited from the client", "Alors ?", "Studio Nova", "in escrow €120.00"],
        ),
        (
            "fr",
            [
                "annulation refusée deux fois",
                "attendue du client",
                "Alors ?",
                "Studio Nova",
                "en séquestre 120,00\u{a0}€",
            ],
        ),
    ] {
        let show = home.run(&["show", "D-1001", "--lang", lang]).ok().stdout;
        words.iter().for_each(|word| assert!(show.contains(word), "{word}\n{show}"));
    }
}

#[test]
fn every_word_shown_is_translated() {
    let home = hostile();
    for lang in ["en", "fr"] {
        for args in [
            &["show", "D-1001"][..],
            &["queue", "--view", "all"],
            &["mediator", "list"],
            &["verify"],
            &["search", "zzz"],
        ] {
            let told = home.run(&[args, &["--lang", lang]].concat()).ok().stdout;
            assert!(!told.contains("cli-"), "{args:?}: {told}");
        }
    }
}

#[test]
fn a_reader_who_has_seen_enough_ends_a_command_quietly() {
    let mut events = disputed("O-1");
    events.extend((0..2000).map(|n| message(&format!("m{n}"), "O-1", "client", &"x".repeat(200))));
    let home = Home::with(&events);
    for args in [&["show", "D-1001"][..], &["show", "D-1001", "--json"], &["outbox"], &["--help"], &["config"]] {
        let mut child = home.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 10];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{args:?}");
        assert_eq!(output.status.code(), Some(0), "{args:?}");
    }
}

#[test]
fn an_output_that_cant_be_written_is_a_failure_that_says_so() {
    let home = Home::with(&disputed("O-1"));
    let full = || std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    for args in [&["show", "D-1001"][..], &["queue", "--json"]] {
        let output = home.command(args).stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{args:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("litige: io: ") || args.contains(&"--json"));
    }
}

#[test]
fn the_desk_needs_a_terminal() {
    let home = Home::with(&disputed("O-1"));
    home.run(&[]).failed(1, "no_terminal");
}

#[test]
fn people_read_their_colleagues_names_and_programs_get_handles() {
    let home = Home::with(&["O-1", "O-2", "O-3"].map(disputed).concat());
    home.act("ines", &["say", "D-1001", "Bonjour"]).ok();
    home.act("ines", &["note", "D-1001", "Entre nous."]).ok();
    home.act("noor", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Livré."]).ok();
    let given = home.act("ines", &["assign", "D-1001", "--to", "noor"]).ok().stdout;
    assert!(given.contains("Name of noor"), "{given}");
    home.act("lea", &["policy", "set", "hold_minutes=20", "--reason", "Plus de temps."]).ok();
    // A claim in vain, alone and among others.
    home.act("noor", &["claim", "D-1001"]).ok();
    for (args, said) in [
        (&["claim", "D-1001"][..], "D-1001 is held by Name of noor"),
        (&["claim", "D-1001", "D-1003"], "D-1001 is held by Name of noor"),
        (&["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "x"], "by Name of noor"),
        (&["policy", "set", "hold_minutes=30", "--reason", "x"], "Name of ines is not one (leads: Name of lea)"),
    ] {
        let failed = home.act("ines", args);
        assert!(failed.stderr.contains(said), "{args:?}: {}", failed.stderr);
        let json = home.act("ines", &[args, &["--json"]].concat()).stdout;
        assert!(!json.contains("Name of"), "{args:?}: {json}");
    }
    home.act("ro", &["say", "D-1001", "x"]).failed(3, "not_a_mediator");
    assert!(home.act("ro", &["say", "D-1001", "x"]).stderr.contains("Name of ro can look"));
    for args in [
        &["queue", "--view", "all"][..],
        &["show", "D-1001"],
        &["show", "D-1002"],
        &["log"],
        &["search", "Bonjour"],
        &["stats"],
        &["stats", "--by", "mediator"],
        &["policy", "show"],
        &["policy", "show", "--history"],
        &["export", "D-1002", "--letter", "client"],
    ] {
        for lang in ["en", "fr"] {
            let told = home.run(&[args, &["--lang", lang]].concat()).ok().stdout;
            assert!(told.contains("Name of "), "{args:?}: {told}");
            let named = told.replace("Name of ines", "").replace("Name of noor", "").replace("Name of lea", "");
            let named = named.replace("Name of ro", "");
            let handles = |word: &str| ["ines", "noor", "lea", "ro"].contains(&word);
            let lines: Vec<_> =
                named.lines().filter(|line| line.split(|c: char| !c.is_alphanumeric()).any(handles)).collect();
            assert!(lines.is_empty(), "{args:?} in {lang}: {lines:#?}");
        }
    }
    // A document names whoever holds the case, with their handle in the column of ids.
    let document = home.run(&["export", "D-1001"]).ok().stdout;
    let holder = document.lines().find(|line| line.contains("Name of noor")).unwrap_or_else(|| panic!("{document}"));
    assert!(holder.contains("`noor`"), "{holder}");
    let json = home.run(&["show", "D-1001", "--json"]).ok().json();
    assert_eq!(json["dispute"]["claimed_by"], "noor");
    assert!(json["thread"].as_array().unwrap().iter().any(|message| message["author"] == "ines"), "{json}");
    let log = home.run(&["log", "--json"]).ok().stdout;
    assert!(!log.contains("Name of"), "{log}");
}
