//! The examples under each command's help (`src/cli/examples.rs`), run as they stand there, by a shell, one after another.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use litige::cli::examples;

use crate::support::Home;

/// The marketplace's events that the page for its developers shows.
const EVENTS: &str = include_str!("../../docs/examples/events.jsonl");

#[test]
fn examples_of_every_command_do_what_they_say() {
    let home = Home::new();
    fs::create_dir_all(home.path("bin")).unwrap();
    symlink(assert_cmd::cargo::cargo_bin("litige"), home.path("bin/litige")).unwrap();
    home.write("events.jsonl", EVENTS);
    home.write("reply.txt", "Le cahier des charges demandait deux propositions.\n");
    home.write("files/O-4411/logo.png", "a picture");
    let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap());
    for (command, examples) in examples::ALL {
        let help = home.run(&[command, "--help"]).ok().stdout;
        assert!(help.contains("Examples:"), "{command}: {help}");
        for (line, what) in *examples {
            assert!(help.contains(line) && help.contains(what), "{line}\n{help}");
            // A server is a matter of tests/cli/server.rs.
            if line.contains("service=") {
                continue;
            }
            let mut shell = Command::new("sh");
            shell
                .args(["-c", line])
                .current_dir(home.path(""))
                .env_clear()
                .env("PATH", &path)
                .env("HOME", home.path(""));
            shell.env("TZ", "UTC").env("XDG_DATA_HOME", home.path("data"));
            let ended = shell.output().unwrap();
            let said = String::from_utf8_lossy(&ended.stderr).into_owned();
            assert!(ended.status.success(), "{line}\n{said}");
        }
    }
    let files = ["logo.png", "case.html", "team.csv", "monday.db", "restored.db", "config.toml"];
    for file in files.iter().chain(&["event.schema.json", "litige.bash", "litige-decide.1", "pages/litige.1"]) {
        assert!(home.path(file).metadata().is_ok_and(|found| found.len() > 0), "{file}");
    }
}

#[test]
fn examples_of_a_command_under_another_are_its_own() {
    let home = Home::new();
    let help = home.run(&["policy", "set", "--help"]).ok().stdout;
    assert!(help.contains("policy set second_mediator_above") && !help.contains("--history"), "{help}");
    // Asked for on a line, they don't stand in another's way.
    assert!(!home.run(&["status", "-h"]).ok().stdout.contains('\u{1b}'));
}
