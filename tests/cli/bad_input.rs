//! What can't be understood: exit status 2, one line that says what and how, and nothing touched.

use crate::support::{Home, disputed};

#[test]
fn wrong_usage_ends_with_two() {
    let home = Home::with(&disputed("O-1"));
    let before = home.dump();
    for args in [
        &["nonsense"][..],
        &["show"],
        &["show", "D-1001", "extra"],
        &["show", "10x1"],
        &["show", "D-"],
        &["show", "D-x"],
        &["show", "D-99999999999999999999"],
        &["show", "m12"],
        &["show", ""],
        &["queue", "--view", "closed"],
        &["queue", "--limit", "0"],
        &["queue", "--limit", "-1"],
        &["queue", "--limit", "many"],
        &["search"],
        &["claim"],
        &["say", "D-1001"],
        &["ask", "D-1001", "x"],
        &["ask", "D-1001", "--to", "mediator", "x"],
        &["propose", "D-1001"],
        &["propose", "D-1001", "--refund", "4", "--relaunch", "x"],
        &["inadmissible", "D-1001", "--reason", "x"],
        &["inadmissible", "D-1001", "--attachment", "m1", "--reason", "x"],
        &["decide", "D-1001", "--outcome", "seller-wins"],
        &["decide", "D-1001", "--reasons", "x"],
        &["decide", "D-1001", "--outcome", "draw", "--reasons", "x"],
        &["decide", "D-1001", "--outcome", "partial-refund", "--reasons", "x"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--refund", "4", "--reasons", "x"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--cites", "p1"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--cites", "m1,,a1"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--seen", "new"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x", "--key", ""],
        &["snooze", "D-1001"],
        &["snooze", "D-1001", "--until", "later"],
        &["refuse", "D-1001"],
        &["mediator"],
        &["mediator", "add", "ines"],
        &["mediator", "add", "two words", "--name", "x"],
        &["mediator", "add", "", "--name", "x"],
        &["mediator", "add", "x", "--name", " "],
        &["mediator", "add", "x", "--name", "x", "--role", "king"],
        &["erase", ""],
        &["outbox", "--after", "x"],
        &["backup"],
        &["copy", "a.db"],
        &["restore"],
        &["seed", "--disputes", "1"],
        &["seed", "--disputes", "0", "--messages", "1"],
        &["ingest"],
        &["queue", "--lang", "de"],
        &["queue", "--nonsense"],
    ] {
        home.act("ines", args).failed(2, "usage");
        home.act("ines", &[args, &["--json"]].concat()).failed(2, "usage");
    }
    assert_eq!(home.dump(), before);
}

#[test]
fn a_line_about_usage_says_what_is_wrong() {
    let home = Home::new();
    for (args, words) in [
        (&["show", "10x1"][..], &["10x1", "D-1001"][..]),
        (&["qeue"], &["qeue", "queue"]),
        (&["decide", "D-1"], &["--outcome", "--reasons"]),
        (&["decide", "D-1", "--outcome", "draw", "--reasons", "x"], &["draw", "seller-wins", "relaunch"]),
        (&["snooze", "D-1", "--until", "later"], &["later", "2h"]),
        (&["queue", "--lang", "de"], &["de", "fr", "en"]),
    ] {
        let told = home.run(args);
        told.failed(2, "usage");
        for word in words {
            assert!(told.stderr.contains(word), "{word}: {}", told.stderr);
        }
    }
}

#[test]
fn what_a_stranger_typed_is_shown_and_not_obeyed() {
    let home = Home::with(&disputed("O-1"));
    for args in [
        &["show", "D-\u{1b}[31m1"][..],
        &["\u{1b}]0;title\u{7}"],
        &["say", "D-1001", "x", "--as", "\u{202e}ines"],
        &["queue", "--lang", "f\u{200b}r"],
    ] {
        let told = home.run(args);
        assert_ne!(told.status, 0);
        assert!(!told.stderr.contains(|c: char| c.is_control() && c != '\n'), "{:?}", told.stderr);
        assert!(!told.stderr.contains(['\u{202e}', '\u{200b}']), "{:?}", told.stderr);
    }
}

#[test]
fn help_and_version_are_answers() {
    let home = Home::new();
    for args in
        [&["--help"][..], &["-h"], &["--version"], &["-V"], &["decide", "--help"], &["mediator", "add", "--help"]]
    {
        let told = home.run(args).ok();
        assert!(!told.stdout.is_empty() && told.stderr.is_empty(), "{args:?}");
    }
    let help = home.run(&["--help"]).stdout;
    for command in [
        "demo",
        "seed",
        "ingest",
        "mediator",
        "queue",
        "show",
        "search",
        "claim",
        "release",
        "say",
        "note",
        "ask",
        "propose",
        "inadmissible",
        "decide",
        "undo",
        "approve",
        "refuse",
        "snooze",
        "erase",
        "config",
        "outbox",
        "verify",
        "backup",
        "copy",
        "restore",
    ] {
        assert!(help.contains(&format!("\n  {command} ")), "{command}");
        home.run(&[command, "--help"]).ok();
    }
}

#[cfg(unix)]
#[test]
fn an_argument_that_is_no_text_is_wrong_usage() {
    use std::os::unix::ffi::OsStrExt as _;
    let home = Home::with(&disputed("O-1"));
    let bytes = std::ffi::OsStr::from_bytes(b"\xff\xfe");
    let output = home.command(&["say", "D-1001", "--as", "ines"]).arg(bytes).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
}
