//! Every command that a page shows in a block is run here, page by page, as somebody would who follows it: in a home of their own,
//! one after the other. What can't be is named with its reason.

#![allow(clippy::print_stderr, reason = "a page that is skipped says so")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use clap::Parser as _;
use litige::cli::args::Cli;

use crate::support::Home;

/// A page, what a reader of it has already, and what stands there for something of their own.
struct Page {
    path: &'static str,
    before: &'static str,
    own: &'static [(&'static str, &'static str)],
}

const DEMO: &str = "litige demo\nexport LITIGE_DB=~/.local/share/litige/demo.db LITIGE_AS=camille";

/// The pages with blocks of commands.
const PAGES: [Page; 17] = [
    Page { path: "README.md", before: "", own: &[] },
    Page { path: "README.fr.md", before: "", own: &[] },
    Page { path: "CONTRIBUTING.md", before: "", own: &[] },
    Page { path: "docs/contributing.md", before: "", own: &[] },
    Page { path: "docs/customising.md", before: "", own: &[] },
    Page { path: "docs/demo.md", before: "", own: &[] },
    Page { path: "docs/demo.fr.md", before: "", own: &[] },
    Page { path: "docs/guide/en/first-day.md", before: "", own: &[] },
    Page { path: "docs/guide/fr/premiere-journee.md", before: "", own: &[] },
    // The files of a marketplace, and its first events.
    Page {
        path: "docs/marketplace.md",
        before: "mkdir -p srv/marketplace/files",
        own: &[("/srv/marketplace", "srv/marketplace")],
    },
    // Another team, whose accounts of the system the reader has just made.
    Page {
        path: "docs/operations.md",
        before: "",
        own: &[
            (" --user ana", ""),
            (" --user ben", ""),
            ("litige mediator add ana", "litige --db srv.db mediator add ana"),
            ("litige --as ana", "litige --db srv.db --as ana"),
        ],
    },
    Page { path: "docs/performance.md", before: "", own: &[] },
    Page { path: "docs/promises.md", before: "", own: &[] },
    Page { path: "docs/screen-reader.md", before: "", own: &[] },
    Page { path: "docs/security.md", before: DEMO, own: &[("/somewhere/else/", "")] },
    Page { path: "docs/server.md", before: "", own: &[] },
    Page { path: "docs/shell.md", before: "", own: &[] },
];

/// Blocks that are read, not run: words of one, and why.
const NOT_RUN: [(&str, &str); 4] = [
    ("groupadd", "it changes the accounts of the system"),
    ("createdb", "it needs a server; src/store/postgres tries `server init` and `server grant` on one of its own"),
    ("postgres://", "it needs a server"),
    ("openssl req", "it takes a while, and is none of ours; the tests of src/store/postgres make such certificates"),
];

/// The blocks of commands of a page: the lines of each.
fn blocks(page: &str) -> Vec<Vec<&str>> {
    let blocks = page.split("```console\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().lines().collect()).collect()
}

/// The command of a line: what stands after `$ `, whoever's shell it is. Other lines are what a command printed.
fn command(line: &str) -> Option<&str> {
    let (who, command) = line.split_once("$ ")?;
    who.bytes().all(|byte| byte.is_ascii_lowercase()).then_some(command)
}

/// Whether a command of cargo's, or of the repository's, can be: it would build everything, so it is not run.
fn is_there(command: &str) -> bool {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words = shlex::split(command).unwrap();
    let mut words: Vec<_> = words.iter().map(String::as_str).skip_while(|word| word.contains('=')).collect();
    let program = words.remove(0);
    if program != "cargo" {
        return root.join(program).exists();
    }
    let (sub, own) = words.split_first().unwrap();
    let (own, passed) = own.split_at(own.iter().position(|word| *word == "--").unwrap_or(own.len()));
    let bench = fs::read_to_string(root.join("benches/desk/arguments.rs")).unwrap();
    let manifest = fs::read_to_string(root.join("Cargo.toml")).unwrap();
    let targets = own.windows(2).all(|pair| match pair[0] {
        "--test" => root.join(format!("tests/{}.rs", pair[1])).exists() || root.join("tests").join(pair[1]).is_dir(),
        "--profile" => manifest.contains(&format!("[profile.{}]", pair[1])),
        _ => true,
    });
    let passed = passed.iter().filter(|word| word.len() > 2 && word.starts_with("--"));
    targets
        && ["bench", "build", "install", "test"].contains(sub)
        && (*sub != "bench" || passed.into_iter().all(|flag| bench.contains(&format!("\"{flag}\""))))
}

/// The words of a command of ours, up to where the shell does something with it.
fn our_words(command: &str) -> Vec<String> {
    let words = shlex::split(command).unwrap();
    let is_shell = |word: &String| ["|", "||", "&&", ">", ">>", "<"].contains(&word.as_str());
    words.into_iter().take_while(|word| !is_shell(word)).skip_while(|word| word.contains('=')).collect()
}

/// A line of a script that does what a reader does; nothing for what is only looked for.
fn step(command: &str, printed: &[&str]) -> Option<String> {
    let runs = ["cargo run --release -- ", "cargo run -- "];
    let ours = runs.iter().find_map(|run| command.strip_prefix(run)).map(|ours| format!("litige {ours}"));
    let command = ours.unwrap_or_else(|| command.to_owned());
    // A comment would hide what is added here.
    let command = command.split(" # ").next().unwrap_or_default().trim_end().to_owned();
    let words = our_words(&command);
    match words.first().map(String::as_str) {
        Some("litige") => {
            let cli = Cli::try_parse_from(&words).unwrap_or_else(|error| panic!("{command}: {error}"));
            // The desk wants a terminal, which a script has not.
            if cli.command.is_none() {
                return Some(format!("{command} || [ $? = 1 ]"));
            }
        }
        Some("cargo") => {
            assert!(is_there(&command), "{command}");
            return None;
        }
        Some(program) if program.contains('/') => {
            assert!(is_there(&command), "{command}");
            return None;
        }
        _ => {}
    }
    match printed {
        [] => Some(command),
        printed => Some(format!("[ \"$({command})\" = '{}' ]", printed.join("\n"))),
    }
}

/// The script of a page.
fn script(page: &Page, text: &str) -> String {
    let mut script = page.before.to_owned();
    for block in blocks(text) {
        let whole = block.join("\n");
        if let Some((words, why)) = NOT_RUN.iter().find(|(words, _)| whole.contains(words)) {
            eprintln!("{}: not run ({words}): {why}", page.path);
            for line in block.iter().filter_map(|line| command(line)) {
                let words = our_words(line);
                if words.first().is_some_and(|program| program == "litige") {
                    Cli::try_parse_from(&words).unwrap_or_else(|error| panic!("{}: {line}: {error}", page.path));
                }
            }
            continue;
        }
        for (at, line) in block.iter().enumerate() {
            let Some(command) = command(line) else {
                let is_printed = block[..at].iter().any(|before| self::command(before).is_some());
                assert!(is_printed, "{}: {line} is after no command", page.path);
                continue;
            };
            let printed: Vec<_> =
                block[at + 1..].iter().take_while(|line| self::command(line).is_none()).copied().collect();
            let own =
                |text: &str| page.own.iter().fold(text.to_owned(), |text, (theirs, ours)| text.replace(theirs, ours));
            if let Some(step) = step(&own(command), &printed) {
                script = format!("{script}\n{step}");
            }
        }
    }
    script
}

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).unwrap()
}

#[test]
fn every_command_that_a_page_shows_can_be_run_one_after_the_other() {
    let has_jq =
        Command::new("jq").arg("--version").stdout(Stdio::null()).status().is_ok_and(|status| status.success());
    let mut faults = Vec::new();
    for page in &PAGES {
        let text = read(page.path);
        let script = script(page, &text);
        if script.contains("jq ") && !has_jq {
            eprintln!("SKIPPED: {} needs jq", page.path);
            continue;
        }
        let home = Home::new();
        fs::create_dir_all(home.path("bin")).unwrap();
        std::os::unix::fs::symlink(assert_cmd::cargo::cargo_bin("litige"), home.path("bin/litige")).unwrap();
        std::os::unix::fs::symlink(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs"), home.path("docs")).unwrap();
        // A page about events begins with some.
        if let Some(events) = text.split("```json\n").nth(1) {
            home.write("events.jsonl", events.split("```").next().unwrap());
        }
        let path = format!("{}:{}", home.path("bin").display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("sh");
        command.args(["-e", "-x", "-c", &script]).current_dir(home.path("")).stdin(Stdio::null()).env_clear();
        command.env("PATH", path).env("HOME", home.path("")).env("LANG", "C.UTF-8").env("TZ", "UTC");
        let done = command.output().unwrap();
        if !done.status.success() {
            let said = String::from_utf8_lossy(&done.stderr);
            let end: Vec<_> = said.lines().rev().take(6).collect();
            faults.push(format!("{}:\n{}", page.path, end.into_iter().rev().collect::<Vec<_>>().join("\n")));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn every_page_with_a_block_of_commands_is_run() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (mut folders, mut found) = (vec![root.join("docs")], Vec::new());
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|e| e == "md") {
                found.push(path.strip_prefix(root).unwrap().to_str().unwrap().to_owned());
            }
        }
    }
    found.extend(["README.md", "README.fr.md", "CONTRIBUTING.md"].map(str::to_owned));
    let with_commands = found.into_iter().filter(|page| !blocks(&read(page)).is_empty());
    let missing: Vec<_> = with_commands.filter(|page| PAGES.iter().all(|known| known.path != *page)).collect();
    assert!(missing.is_empty(), "add to PAGES: {missing:?}");
}

#[test]
fn commands_are_told_from_what_they_print() {
    assert_eq!(blocks("```console\n$ a\nb\n```\n```sh\n$ c\n```\n"), [["$ a", "b"]]);
    assert_eq!(
        (command("$ a"), command("ana$ b"), command("# c"), command("{\"a\": 1}")),
        (Some("a"), Some("b"), None, None)
    );
    assert_eq!(step("cargo run --release -- demo", &[]).unwrap(), "litige demo");
    assert_eq!(step("litige --as ines # the desk", &[]).unwrap(), "litige --as ines || [ $? = 1 ]");
    assert_eq!(step("echo a", &["a"]).unwrap(), "[ \"$(echo a)\" = 'a' ]");
    assert!(is_there("X=1 cargo test --test cli -- --nocapture") && is_there("cargo bench -- --growth"));
    assert!(!is_there("cargo test --test none") && !is_there("cargo bench -- --none") && !is_there("docs/none.py"));
}
