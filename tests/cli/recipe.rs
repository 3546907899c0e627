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
    run_with(home, name, "")
}

fn run_with(home: &Home, name: &str, take: &str) -> bool {
    let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap());
    let mut command = Command::new(home.path(&format!("bin/{name}")));
    command.env("PATH", path).env("LITIGE_DB", home.db()).env("HOME", home.path("")).env("TAKE", take);
    command.stdout(Stdio::null());
    command.stderr(Stdio::null()).status().unwrap().success()
}

#[test]
fn the_scripts_of_the_recipe_hand_over_events_and_lines_and_copy_what_is_proven() {
    if !Command::new("jq").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success()) {
        eprintln!("SKIPPED: the scripts of docs/operations.md need jq");
        return;
    }
    let home = Home::new();
    for folder in ["bin", "lib/in", "backups"] {
        fs::create_dir_all(home.path(folder)).unwrap();
    }
    std::os::unix::fs::symlink(assert_cmd::cargo::cargo_bin("litige"), home.path("bin/litige")).unwrap();
    write_program(
        &home,
        "from-marketplace",
        "#!/bin/sh\necho \"after $1\" >> \"$HOME/asked\"\ncat \"$HOME/lib/in/a.jsonl\"\n",
    );
    // It acts on so many lines, keeps how far it is, and is gone.
    let taking = "#!/bin/sh\nwhile [ $TAKE -gt 0 ] && read -r line; do\n    printf '%s\\n' \"$line\" >> \"$HOME/taken\"\n    \
                  printf '%s\\n' \"$line\" | jq .seq > \"$HOME/lib/outbox.seq\"\n    TAKE=$((TAKE - 1))\ndone\n";
    write_program(&home, "to-marketplace", taking);
    ["events", "outbox", "nightly"].iter().for_each(|name| write_script(&home, name));
    home.write("lib/in/a.jsonl", lines(&disputed("O-1")) + "no event\n");
    for take in ["2", "1"] {
        assert!(!run(&home, "events"), "a line is rejected");
        assert!(run_with(&home, "outbox", take));
    }
    assert_eq!(fs::read_to_string(home.path("asked")).unwrap(), "after \nafter O-1-r3\n");
    let is_rejects = |name: &str| name.starts_with("rejects-");
    let mut kept = fs::read_dir(home.path("lib")).unwrap().flatten();
    let rejects = kept.find(|entry| entry.file_name().to_str().is_some_and(is_rejects)).unwrap();
    assert_eq!(fs::read_to_string(rejects.path()).unwrap(), "no event\n");
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
