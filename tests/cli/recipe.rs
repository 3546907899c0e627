//! The scripts of docs/operations.md, "A team on one host", run as they stand there.

#![allow(clippy::print_stderr, reason = "a test that is skipped says so")]

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::process::{Command, Stdio};

use crate::support::{Home, disputed, lines};

const PAGE: &str = include_str!("../../docs/operations.md");

/// Writes a script of the page, with its folders in this home.
fn write_script(home: &Home, name: &str) {
    let after = PAGE.split(&format!("As `/usr/local/lib/litige/{name}`")).nth(1).unwrap_or_else(|| panic!("no {name}"));
    let script = after.split("```sh\n").nth(1).unwrap().split("```").next().unwrap();
    let script = script.replace("/var/lib/litige", home.path("lib").to_str().unwrap());
    write_program(home, name, &script.replace("/var/backups/litige", home.path("backups").to_str().unwrap()));
}

fn write_program(home: &Home, name: &str, text: &str) {
    let path = home.write(&format!("bin/{name}"), text);
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

fn run(home: &Home, name: &str) -> bool {
    let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(home.path(&format!("bin/{name}")));
    command.env("PATH", path).env("LITIGE_DB", home.db()).env("HOME", home.path("")).stdout(Stdio::null());
    command.stderr(Stdio::null()).status().unwrap().success()
}

#[test]
fn the_scripts_of_the_recipe_hand_over_events_and_lines_and_copy_what_is_proven() {
    if !Command::new("jq").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: the scripts of docs/operations.md need jq");
        return;
    }
    let home = Home::new();
    for folder in ["bin", "lib/in", "lib/done", "backups"] {
        fs::create_dir_all(home.path(folder)).unwrap();
    }
    std::os::unix::fs::symlink(assert_cmd::cargo::cargo_bin("litige"), home.path("bin/litige")).unwrap();
    write_program(&home, "to-marketplace", "#!/bin/sh\ncat >> \"$HOME/taken\"\n");
    ["events", "outbox", "nightly"].iter().for_each(|name| write_script(&home, name));
    assert!(!run(&home, "outbox"), "there is no database yet");
    home.write("lib/in/a.jsonl", lines(&disputed("O-1")) + "no event\n");
    for _ in 0..2 {
        assert!(run(&home, "events"));
        assert!(run(&home, "outbox"));
    }
    assert!(home.path("lib/done/a.jsonl").exists() && home.path("lib/rejects-a.jsonl").exists());
    let taken = || fs::read_to_string(home.path("taken")).unwrap();
    assert!(!taken().is_empty());
    assert_eq!(taken(), home.run(&["outbox"]).ok().stdout, "each line once");

    assert!(run(&home, "nightly"));
    let copy = fs::read_dir(home.path("backups")).unwrap().flatten().find(|entry| entry.file_name() != "heads");
    fs::remove_file(copy.unwrap().path()).unwrap();
    assert!(run(&home, "nightly"), "the head of the night before is still there");
    assert_eq!(fs::read_to_string(home.path("backups/heads")).unwrap().lines().count(), 2);
    fs::write(home.path("backups/heads"), "0".repeat(64)).unwrap();
    assert!(!run(&home, "nightly"), "a head that is not there any more");
}
