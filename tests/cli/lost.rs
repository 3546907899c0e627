//! The line to the store breaks while a command writes: it asks again under its key until it knows, and says what it does not know.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::keys::{WRITES, head, home, made_by};
use crate::support::{CommandOutput, Home};

/// The file that says what of the line is broken.
fn loss(home: &Home) -> PathBuf {
    home.path("loss")
}

/// A command whose line is broken as the file says, and that waits no longer than this.
fn broken(home: &Home, patience_ms: u64, args: &[&str]) -> Command {
    let mut command = home.command(args);
    command.env("LITIGE_INJECT_LOSS", loss(home)).env("LITIGE_INJECT_PATIENCE_MS", patience_ms.to_string());
    command
}

fn run(mut command: Command, args: &[&str]) -> CommandOutput {
    CommandOutput::of(args, command.stdin(Stdio::null()).output().unwrap())
}

/// Runs the command that a failure said to ask again with, in a shell.
fn run_in_shell(home: &Home, line: &str) -> CommandOutput {
    let program = home.command(&[]).get_program().to_owned();
    let folder = Path::new(&program).parent().unwrap().display().to_string();
    let mut shell = home.command(&[]);
    let vars: Vec<_> = shell.get_envs().map(|(name, value)| (name.to_owned(), value.map(ToOwned::to_owned))).collect();
    let folder_of_home = shell.current_dir(home.path("")).get_current_dir().unwrap().to_owned();
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder_of_home);
    for (name, value) in vars {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.env("PATH", format!("{folder}:{}", std::env::var("PATH").unwrap()));
    run(shell, &["--json"])
}

fn messages(home: &Home) -> usize {
    let thread = home.show("D-1001")["thread"].as_array().unwrap().clone();
    thread.iter().filter(|message| message["author"] == "ines").count()
}

#[test]
fn every_command_that_writes_says_what_it_does_not_know_and_the_command_that_asks_again_and_does_nothing_twice() {
    let home = home();
    let mut made = String::new();
    for (me, args, _) in WRITES {
        let args: Vec<&str> = args.iter().map(|arg| if *arg == "MADE" { made.as_str() } else { *arg }).collect();
        let args = [&["--as", me], &args[..], &["--json"]].concat();
        std::fs::write(loss(&home), "answers").unwrap();
        let lost = run(broken(&home, 150, &args), &args);
        assert_eq!(lost.status, 1, "{}", lost.stdout);
        std::fs::remove_file(loss(&home)).unwrap();
        let done = head(&home);
        let answer = lost.json();
        let error = answer.get(0).unwrap_or(&answer)["error"].clone();
        assert_eq!(error["code"], "unanswered", "{error}");
        let again = error["detail"]["command"].as_str().unwrap();
        assert!(error["message"].as_str().unwrap().ends_with(again), "{error}");
        assert!(again.contains(error["detail"]["key"].as_str().unwrap()), "{error}");
        let answer = run_in_shell(&home, again);
        assert_eq!(answer.status, 0, "{again}\n{}", answer.stdout);
        assert_eq!(head(&home), done, "{again}: it was done when its answer was lost, and not again");
        made = made_by(&answer.json()).unwrap_or(made);
    }
}

#[test]
fn a_write_whose_answer_was_lost_is_asked_again_until_the_line_is_whole() {
    let home = home();
    let args = ["--as", "ines", "say", "D-1001", "Bonjour", "--json"];
    for what in ["answers", "server"] {
        let before = messages(&home);
        std::fs::write(loss(&home), what).unwrap();
        let mut command = broken(&home, 60_000, &args);
        let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let since = Instant::now();
        while what == "answers" && messages(&home) == before {
            assert!(since.elapsed() < Duration::from_secs(20), "it was not written");
        }
        std::fs::remove_file(loss(&home)).unwrap();
        let done = CommandOutput::of(&args, child.wait_with_output().unwrap()).ok();
        assert!(done.json()["made"].is_string(), "it answers as if nothing had been: {}", done.stdout);
        assert_eq!(messages(&home), before + 1, "{what}");
    }
}

#[test]
fn a_store_that_can_not_be_reached_is_one_that_can_not_be_used_and_nothing_was_done() {
    let home = home();
    let args = ["--as", "ines", "say", "D-1001", "Bonjour", "--json"];
    std::fs::write(loss(&home), "server").unwrap();
    let before = head(&home);
    run(broken(&home, 150, &args), &args).failed(6, "unreachable");
    assert_eq!(head(&home), before);
}

#[test]
fn for_people_it_is_one_line_with_the_command_and_no_password() {
    let home = home();
    std::fs::write(loss(&home), "answers").unwrap();
    let args = ["--as", "ines", "snooze", "D-1001", "D-1002", "--until", "2h"];
    let lost = run(broken(&home, 150, &args), &args);
    assert_eq!(lost.status, 1);
    std::fs::remove_file(loss(&home)).unwrap();
    let lines: Vec<&str> = lost.stderr.lines().collect();
    assert_eq!(lines.len(), 2, "one line for each dispute: {}", lost.stderr);
    assert!(lines[0].starts_with("litige: D-1001: unanswered: the connection broke"), "{}", lines[0]);
    let done = head(&home);
    let again = lines[0].split("does nothing twice: ").nth(1).unwrap();
    assert!(!again.contains(" 2h"), "a time from now on is a moment: {again}");
    run_in_shell(&home, again).ok();
    assert_eq!(head(&home), done);
}

#[test]
fn events_whose_answer_was_lost_are_applied_once() {
    let home = home();
    std::fs::write(loss(&home), "answers").unwrap();
    let line =
        crate::support::event("x1", "O-1", "dispute.message", serde_json::json!({"by": "client", "body": "Allô ?"}));
    home.write("events.jsonl", format!("{line}\n"));
    let args = ["ingest", "events.jsonl", "--json"];
    run(broken(&home, 150, &args), &args).failed(1, "unanswered");
    std::fs::remove_file(loss(&home)).unwrap();
    let summary: Value = home.run(&args).ok().json();
    assert_eq!((&summary["accepted"], &summary["duplicates"]), (&0.into(), &1.into()), "{summary}");
}
