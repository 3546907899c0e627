//! The person at the shell: what completes, what the manual says, what the doctor finds.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;

use clap::CommandFactory as _;
use litige::cli::args::Cli;
use litige::cli::doctor::DoctorCheck;
use litige::cli::examples;
use litige::domain::vocabulary::{Lang, Outcome, Role, Side, View};
use serde_json::{Value, json};

use crate::support::{CommandOutput, Home, disputed, event, keys};

/// What a shell is offered for the last of these words.
fn completed(home: &Home, words: &[&str]) -> Vec<String> {
    let mut command = home.command(&[&["--", "litige"], words].concat());
    command.env("LITIGE_COMPLETE", "bash").env("_CLAP_COMPLETE_INDEX", words.len().to_string());
    command.env("_CLAP_IFS", "\n").env("_CLAP_COMPLETE_COMP_TYPE", "9").env("_CLAP_COMPLETE_SPACE", "true");
    let output = command.output().unwrap();
    let told = format!("{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success() && output.stderr.is_empty(), "{told}");
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(|line| line.trim_end().to_owned()).collect()
}

#[test]
fn values_complete_with_the_words_of_the_contract_and_with_what_the_database_has() {
    let home = Home::with(&["O-1", "O-2"].map(disputed).concat());
    home.act("ines", &["views", "keep", "Nova", "--query", "seller:nova"]).ok();
    home.act("noor", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    home.act("ines", &["ask", "D-1001", "--to", "seller", "Les sources ?"]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "30%"]).ok();
    let file = json!([{"name": "logo.png", "media_type": "image/png", "origin": "platform"}]);
    home.ingest(&[event("f", "O-1", "dispute.message", json!({"by": "client", "body": "Voir", "attachments": file}))]);
    let before = fs::read(home.db()).unwrap();
    let has = |words: &[&str], wanted: &[&str]| {
        let found = completed(&home, words);
        for word in wanted {
            assert!(found.iter().any(|one| one == word), "{words:?}: {word} in {found:?}");
        }
    };
    has(&["cl"], &["claim"]);
    has(&["show", ""], &["D-1001", "D-1002"]);
    has(&["show", "D-"], &["D-1001"]);
    has(&["claim", "D-1001", ""], &["D-1002"]);
    has(&["--as", ""], &["ines", "noor", "lea", "ro"]);
    has(&["assign", "D-1001", "--to", "n"], &["noor"]);
    has(&["queue", "--view", ""], &View::ALL.iter().map(|view| view.as_str()).collect::<Vec<_>>());
    has(&["--as", "ines", "queue", "--view", ""], &["Nova"]);
    let outcomes: Vec<_> = Outcome::ALL.iter().map(|outcome| outcome.as_str().replace('_', "-")).collect();
    has(&["decide", "D-1001", "--outcome", ""], &outcomes.iter().map(String::as_str).collect::<Vec<_>>());
    has(&["mediator", "add", "x", "--role", ""], &Role::ALL.iter().map(|role| role.as_str()).collect::<Vec<_>>());
    has(&["ask", "D-1001", "--to", ""], &Side::ALL.iter().map(|side| side.as_str()).collect::<Vec<_>>());
    has(&["--lang", ""], &Lang::ALL.iter().map(|lang| lang.as_str()).collect::<Vec<_>>());
    has(&["schema", ""], &["event", "outbox", "show", "queue"]);
    has(&["stats", "--by", ""], &["mediator", "ground"]);
    has(&["man", ""], &["queue", "decide"]);
    has(&["policy", "set", "hold"], &["hold_minutes=10"]);
    has(&["--as", "ines", "views", "drop", ""], &["Nova"]);
    has(&["evidence", "D-1001", ""], &["a1"]);
    has(&["inadmissible", "D-1001", "--attachment", ""], &["a1"]);
    has(&["withdraw", "D-1001", ""], &["q3", "p1"]);
    assert!(!completed(&home, &["mediator", "add", "x", "--name", ""]).contains(&"Nova".to_owned()));
    assert_eq!(fs::read(home.db()).unwrap(), before, "nothing is written");

    // Another database, none, and something that is none: no candidates, no word on the screen.
    let other = Home::with(&disputed("O-1"));
    let named = other.db().display().to_string();
    assert!(completed(&home, &["--db", &named, "show", ""]).contains(&"D-1001".to_owned()));
    assert!(!completed(&home, &["--db", &named, "show", ""]).contains(&"D-1002".to_owned()));
    assert!(!completed(&home, &["--db", "missing.db", "show", ""]).iter().any(|word| word.starts_with("D-")));
    home.write("text.db", "not a database");
    assert!(!completed(&home, &["--db=text.db", "show", ""]).iter().any(|word| word.starts_with("D-")));
    assert!(!home.path("missing.db").exists());
}

#[test]
fn every_shell_gets_a_script_that_asks_the_program() {
    let home = Home::new();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = home.run(&["completions", shell]).ok().stdout;
        assert!(script.contains("LITIGE_COMPLETE") && script.contains("litige"), "{shell}: {script}");
    }
    home.run(&["completions", "tcsh"]).failed(2, "usage");
    // A shell that asks for something strange is answered, not the person at it.
    let strange = home.command(&["--", "litige"]).env("LITIGE_COMPLETE", "tcsh").output().unwrap();
    assert!(!strange.status.success());
    assert!(!home.db().exists());
}

/// Every command, and those under it.
fn commands() -> Vec<(String, clap::Command)> {
    fn collect(path: &str, command: &clap::Command, all: &mut Vec<(String, clap::Command)>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = format!("{path} {}", sub.get_name());
            if !sub.is_subcommand_required_set() {
                all.push((path.clone(), sub.clone()));
            }
            collect(&path, sub, all);
        }
    }
    let mut root = Cli::command();
    root.build();
    let mut all = Vec::new();
    collect("litige", &root, &mut all);
    all
}

#[test]
fn the_manual_has_every_command_option_status_and_variable() {
    let page = Home::new().run(&["man"]).ok().stdout;
    let plain = page.replace("\\-", "-").replace("\\(aq", "'").replace("\\(dq", "\"");
    let sections: Vec<_> = plain.lines().filter_map(|line| line.strip_prefix(".SH ")).collect();
    for section in [
        "NAME",
        "SYNOPSIS",
        "DESCRIPTION",
        "OPTIONS",
        "COMMANDS",
        "\"EXIT STATUS\"",
        "ENVIRONMENT",
        "FILES",
        "EXAMPLES",
    ] {
        assert_eq!(sections.iter().filter(|one| **one == section).count(), 1, "{section} in {sections:?}");
    }
    for (path, command) in commands() {
        let part =
            plain.split(&format!(".SS \"{path}\"\n")).nth(1).unwrap_or_else(|| panic!("{path} is not in the manual"));
        let part = part.split(".SS ").next().unwrap().split(".SH ").next().unwrap();
        for arg in command
            .get_arguments()
            .filter(|arg| !arg.is_global_set() && arg.get_id() != "help" && arg.get_id() != "version")
        {
            let name = match arg.get_long() {
                Some(long) => format!("--{long}"),
                None => arg.get_value_names().unwrap()[0].to_string(),
            };
            assert!(part.matches(&name).count() >= 2, "{path}: {name} in its usage and with its meaning:\n{part}");
        }
    }
    let status = plain.split(".SH \"EXIT STATUS\"\n").nth(1).unwrap().split(".SH").next().unwrap();
    (0..=6).for_each(|n| assert!(status.contains(&format!("\\fB{n}\\fR\n")), "{n}: {status}"));
    // What the program reads, as its sources say.
    let variables = plain.split(".SH ENVIRONMENT\n").nth(1).unwrap().split(".SH").next().unwrap();
    let mut read = BTreeSet::new();
    sources("src".as_ref(), &mut |text| {
        for call in ["env::var(\"", "env::var_os(\"", "env = \"", "variable(\""] {
            read.extend(text.split(call).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()));
        }
    });
    assert!(read.contains("LITIGE_DB") && read.contains("TMUX") && read.contains("COLUMNS"), "{read:?}");
    // For tests of the program alone.
    let hidden = [
        "LITIGE_CLOCK_AHEAD_MINUTES",
        "LITIGE_HISTORIES",
        "LITIGE_INJECT_LOSS",
        "LITIGE_INJECT_PANIC",
        "LITIGE_INJECT_PATIENCE_MS",
        "LITIGE_INJECT_REST_MS",
    ];
    // The variables of a server are made of its settings' names, and the manual names them together.
    let is_setting = |name: &str| name == name.to_lowercase();
    assert!(variables.contains("PGHOST"));
    for name in read.iter().filter(|name| !hidden.contains(&name.as_str()) && !is_setting(name)) {
        assert!(variables.contains(name.as_str()), "{name} is read, and not in ENVIRONMENT:\n{variables}");
    }
    // No line of text is taken for a macro.
    for line in page.lines().filter(|line| line.starts_with(['.', '\''])) {
        let word = line.split_whitespace().next().unwrap();
        let known = [".TH", ".SH", ".SS", ".TP", ".PP", ".RS", ".RE", ".ie", ".el", ".br", ".B", ".I"];
        assert!(known.contains(&word), "{line}");
    }
}

#[test]
fn every_command_has_a_page_with_its_options_and_its_examples() {
    let home = Home::new();
    home.run(&["man", "--to", "pages/1"]).ok();
    let page = |name: &str| fs::read_to_string(home.path("pages/1").join(name)).unwrap();
    let plain = |page: String| page.replace("\\-", "-").replace("\\(aq", "'").replace("\\(dq", "\"");
    assert_eq!(page("litige.1"), home.run(&["man"]).ok().stdout);
    let whole = plain(page("litige.1"));
    let names: BTreeSet<_> = commands().iter().map(|(path, _)| path.split(' ').nth(1).unwrap().to_owned()).collect();
    assert_eq!(fs::read_dir(home.path("pages/1")).unwrap().count(), names.len() + 1);
    for name in &names {
        let own = page(&format!("litige-{name}.1"));
        assert_eq!(own, home.run(&["man", name]).ok().stdout);
        let own = plain(own);
        assert!(own.contains(&format!(".SH NAME\nlitige-{name} - ")), "{own}");
        assert!(whole.contains(&format!("litige-{name}\\fR(1)")), "the page of all leads to {name}");
        for (path, command) in commands().iter().filter(|(path, _)| path.split(' ').nth(1) == Some(name)) {
            assert!(own.contains(&format!("\\fB{path}\\fR")), "{path}:\n{own}");
            let longs = command.get_arguments().filter_map(clap::Arg::get_long);
            for long in longs.filter(|long| !["help", "version"].contains(long)) {
                assert!(own.contains(&format!("--{long}")), "{path}: --{long}\n{own}");
            }
        }
        for (line, _) in examples::of(name) {
            assert!(own.contains(line), "{line}\n{own}");
        }
    }
    home.run(&["man", "litigate"]).failed(2, "usage");
    home.run(&["man", "help"]).failed(2, "usage");
}

/// Reads every source under a folder.
fn sources(folder: &std::path::Path, each: &mut impl FnMut(&str)) {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for entry in fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()) {
        // What is for tests alone is not the program's.
        if entry.is_dir() && !entry.ends_with("testing") {
            sources(&entry, each);
        } else if entry.extension().is_some_and(|ext| ext == "rs") {
            each(&fs::read_to_string(&entry).unwrap());
        }
    }
}

fn found<'a>(findings: &'a Value, check: &str) -> &'a Value {
    findings
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["check"] == check)
        .unwrap_or_else(|| panic!("{check}: {findings}"))
}

/// Runs the doctor on a terminal of its own kind: none, since a test has no terminal.
fn doctor(home: &Home, args: &[&str], vars: &[(&str, &str)]) -> CommandOutput {
    let mut command = home.command(&[&["doctor"], args].concat());
    command.env("TERM", "xterm-256color").env("LANG", "C.UTF-8").env_remove("TMUX").env_remove("SSH_TTY");
    command.envs(vars.iter().copied());
    CommandOutput::of(args, command.output().unwrap())
}

#[test]
fn the_doctor_says_of_each_thing_that_it_is_fine_or_what_to_do() {
    let home = Home::with(&disputed("O-1"));
    let looked = doctor(&home, &["--json"], &[]);
    let findings = looked.json();
    let checks: Vec<_> = findings.as_array().unwrap().iter().map(|one| one["check"].as_str().unwrap()).collect();
    assert_eq!(checks, DoctorCheck::ALL.iter().map(|check| check.as_str()).collect::<Vec<_>>());
    for one in findings.as_array().unwrap() {
        assert_eq!(keys(one), ["check", "message", "ok"]);
        assert!(!one["message"].as_str().unwrap().is_empty());
        // Nobody sits at a pipe; all else is fine here.
        assert_eq!(one["ok"], one["check"] != "terminal", "{one}");
    }
    assert_eq!(looked.status, 1, "something is to be done");

    let before = home.dump();
    for (vars, check, part) in [
        (&[("LANG", "C"), ("LC_ALL", "")][..], "locale", "UTF-8"),
        (&[("TERM", "dumb")], "clipboard", "mouse"),
        (&[("LITIGE_DB", "/nowhere/at/all.db")], "database", "no_database"),
        (&[("LITIGE_AS", "inse")], "database", "not_a_mediator"),
        (&[("LITIGE_DB", "text.db")], "database", "not_litige"),
    ] {
        home.write("text.db", "not a database");
        let findings = doctor(&home, &["--json"], vars).json();
        let one = found(&findings, check);
        assert_eq!(one["ok"], false, "{one}");
        assert!(one["message"].as_str().unwrap().contains(part), "{one}");
    }
    home.configure("theme = \"pink\u{1b}[31m\"\nnonsense\n");
    let findings = doctor(&home, &["--json"], &[]).json();
    let one = found(&findings, "configuration");
    assert_eq!(one["ok"], false, "{one}");
    assert!(one["message"].as_str().unwrap().contains("line 2"), "{one}");
    home.configure("");
    fs::set_permissions(home.db(), fs::Permissions::from_mode(0o644)).unwrap();
    let one = found(&doctor(&home, &["--json"], &[]).json(), "permissions").clone();
    assert_eq!(one["ok"], false, "{one}");
    assert!(one["message"].as_str().unwrap().contains("chmod 600"), "{one}");
    fs::set_permissions(home.db(), fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(home.dump(), before, "it changes nothing");

    // For people: a line each, in their language, that no stranger's name can take over.
    for (lang, fine, to_do) in [("en", "ok · ", "TO DO · "), ("fr", "OK · ", "À FAIRE · ")] {
        let text = doctor(&home, &["--lang", lang], &[("TERM", "x\u{1b}[2Jy")]).stdout;
        assert_eq!(text.lines().count(), DoctorCheck::ALL.len(), "{text}");
        assert!(text.lines().all(|line| line.starts_with(fine) || line.starts_with(to_do)), "{text}");
        assert!(!text.contains('\u{1b}') && !text.contains("cli-doctor"), "{text}");
    }
}
