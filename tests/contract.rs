//! Keeps docs/contract.md true: its commands and options are clap's, its codes are the enums', its event and outbox types are
//! the domain's. Each comparison goes both ways.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that can't go on fails")]

use std::collections::BTreeSet;
use std::fmt::Write as _;

use clap::builder::ValueRange;
use clap::{Arg, Command, CommandFactory as _};
use litige::cli::args::Cli;
use litige::cli::error::{CommandCode, Status};
use litige::domain::case::records::OutboxType;
use litige::domain::marketplace::event::EventType;
use litige::domain::refusal::Code;
use litige::store::UnusableCode;

const PAGE: &str = include_str!("../docs/contract.md");

/// The part of the page under a heading, up to the next heading of its level or above.
fn section<'a>(heading: &str) -> &'a str {
    let level = heading.split(' ').next().unwrap().len();
    let from = PAGE.find(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no heading {heading:?}")) + 1;
    let body = &PAGE[from + heading.len()..];
    let next = (1..=level).filter_map(|n| body.find(&format!("\n{} ", "#".repeat(n)))).min();
    &body[..next.unwrap_or(body.len())]
}

/// The cells of the rows of a section's table, without their backquotes.
fn table(heading: &str) -> Vec<Vec<String>> {
    let rows: Vec<Vec<String>> = section(heading)
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix('|'))
        .map(|row| row.split('|').map(|cell| cell.trim().replace('`', "")).collect())
        .collect();
    assert!(rows.len() > 3 && rows[1].iter().all(|cell| cell.starts_with("---")), "{heading} has no table");
    rows[2..].to_vec()
}

/// What one side has and the other lacks.
fn difference(page: &BTreeSet<String>, program: &BTreeSet<String>) -> String {
    let only = |one: &BTreeSet<String>, other: &BTreeSet<String>| one.difference(other).cloned().collect::<Vec<_>>();
    let mut told = String::new();
    for (what, missing) in [("docs/contract.md lacks", only(program, page)), ("the program lacks", only(page, program))]
    {
        if !missing.is_empty() {
            let _ = writeln!(told, "{what}:\n    {}", missing.join("\n    "));
        }
    }
    told
}

fn assert_same(page: impl IntoIterator<Item = String>, program: impl IntoIterator<Item = String>) {
    let told = difference(&page.into_iter().collect(), &program.into_iter().collect());
    assert!(told.is_empty(), "{told}");
}

/// An argument as a usage writes it: `--view VIEW`, `--json`, `DISPUTE`.
fn written(arg: &Arg) -> String {
    let takes_value = arg.get_num_args().is_none_or(|n| n != ValueRange::EMPTY);
    let value = arg.get_value_names().filter(|_| takes_value).map(|names| names.join(" "));
    let several =
        if matches!(arg.get_action(), clap::ArgAction::Append) && arg.get_long().is_none() { "…" } else { "" };
    match (arg.get_long(), value) {
        (Some(long), Some(value)) => format!("--{long} {value}"),
        (Some(long), None) => format!("--{long}"),
        (None, value) => format!("{}{several}", value.unwrap_or_else(|| arg.get_id().to_string().to_uppercase())),
    }
}

/// The arguments of a command itself, without clap's own and without those that it only inherits.
fn own_arguments(command: &Command, is_root: bool) -> impl Iterator<Item = &Arg> {
    let own = move |arg: &&Arg| !["help", "version"].contains(&arg.get_id().as_str()) && arg.is_global_set() == is_root;
    command.get_arguments().filter(own)
}

/// A command's usage, in the page's notation: options first, then what stands alone.
fn usage(path: &str, command: &Command, is_root: bool) -> String {
    let (mut options, mut alone, mut grouped) = (String::new(), String::new(), BTreeSet::new());
    for arg in own_arguments(command, is_root) {
        let choice =
            command.get_groups().find(|group| group.is_required_set() && group.get_args().any(|id| id == arg.get_id()));
        let text = match choice {
            Some(group) if !grouped.insert(group.get_id().clone()) => continue,
            Some(group) => {
                let member = |id: &clap::Id| command.get_arguments().find(|arg| arg.get_id() == id).map(written);
                format!("({})", group.get_args().filter_map(member).collect::<Vec<_>>().join(" | "))
            }
            None if arg.is_required_set() => written(arg),
            None => format!("[{}]", written(arg)),
        };
        let to = if arg.get_long().is_some() { &mut options } else { &mut alone };
        let _ = write!(to, " {text}");
    }
    format!("{path}{options}{alone}")
}

/// Every command that can be run, with its path.
fn commands(path: &str, command: &Command, all: &mut Vec<(String, Command)>) {
    if !command.is_subcommand_required_set() {
        all.push((path.to_owned(), command.clone()));
    }
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        commands(&format!("{path} {}", sub.get_name()), sub, all);
    }
}

fn program() -> Vec<(String, Command)> {
    let mut root = Cli::command();
    root.build();
    let mut all = Vec::new();
    commands("litige", &root, &mut all);
    assert!(all.len() > 20, "{all:?}");
    all
}

#[test]
fn commands_and_options_are_the_programs() {
    let headings = section("## Commands").lines().filter_map(|line| line.strip_prefix("### `")?.strip_suffix('`'));
    let usages = program().iter().map(|(path, command)| usage(path, command, path == "litige")).collect::<Vec<_>>();
    assert_same(headings.map(str::to_owned), usages);
}

#[test]
fn defaults_and_variables_are_the_programs() {
    let mut faults = Vec::new();
    for (path, command) in program() {
        let is_root = path == "litige";
        let text = section(&format!("### `{}`", usage(&path, &command, is_root)));
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        for arg in own_arguments(&command, is_root) {
            let default = arg.get_default_values().first().map(|value| value.to_string_lossy().into_owned());
            let default = default.filter(|_| arg.get_num_args().is_none_or(|n| n != ValueRange::EMPTY));
            let variable = arg.get_env().map(|name| name.to_string_lossy().into_owned());
            let wanted =
                [default.map(|value| format!("default `{value}`")), variable.map(|name| format!("env `{name}`"))];
            let missing = wanted.into_iter().flatten().filter(|words| !text.contains(words.as_str()));
            faults.extend(missing.map(|words| format!("{path}: {words}")));
        }
    }
    assert!(faults.is_empty(), "docs/contract.md does not say:\n{}", faults.join("\n"));
}

/// Every code that a command can fail with, and its exit status.
fn codes() -> impl Iterator<Item = (&'static str, Status)> {
    let rules = Code::ALL.iter().map(|code| (code.as_str(), code.kind().into()));
    let databases = UnusableCode::ALL.iter().map(|code| (code.as_str(), Status::Database));
    let commands = CommandCode::ALL.iter().map(|code| (code.as_str(), code.status()));
    rules.chain(databases).chain(commands)
}

#[test]
fn codes_and_their_statuses_are_the_programs() {
    let rows = table("## Errors").into_iter().map(|row| format!("{} {}", row[0], row[1]));
    assert_same(rows, codes().map(|(code, status)| format!("{code} {}", status as u8)));
    let statuses = table("## Exit status").into_iter().map(|row| row[0].clone());
    let of_codes = codes().map(|(_, status)| status).chain([Status::Done]);
    assert_same(statuses, of_codes.map(|status| (status as u8).to_string()));
}

#[test]
fn types_of_events_are_the_programs() {
    let rows = table("## Events in").into_iter().map(|row| row[0].clone());
    assert_same(rows, EventType::ALL.iter().map(ToString::to_string));
}

#[test]
fn types_of_outbox_lines_are_the_programs() {
    let rows = table("## Outbox").into_iter().map(|row| row[0].clone());
    assert_same(rows, OutboxType::ALL.iter().map(ToString::to_string));
}
