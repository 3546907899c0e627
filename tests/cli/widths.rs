//! Text for people fits the terminal: 50 columns, 80 columns, in both languages, whatever is written in it.

use std::collections::BTreeSet;

use clap::CommandFactory as _;
use litige::cli::args::Cli;
use litige::ui::text::{safe_lines, width};
use serde_json::{Value, json};

use crate::support::{Home, disputed, event, priced, refused_twice};

/// Every command that prints for people to read, and what it is run with.
const READING: &[(&str, &[&[&str]])] = &[
    (
        "queue",
        &[&["queue"], &["queue", "--view", "all"], &["queue", "--view", "decided"], &["queue", "--query", "nobody"]],
    ),
    ("show", &[&["show", "D-1001"], &["show", "D-1002"], &["show", "D-1003"]]),
    ("search", &[&["search", "palabre"], &["search", "nothing at all"]]),
    ("notifications", &[&["notifications"]]),
    ("evidence", &[&["evidence", "D-1001"], &["evidence", "D-1002"]]),
    ("log", &[&["log", "--all"], &["log", "--limit", "3"]]),
    ("mediator list", &[&["mediator", "list"]]),
    ("policy", &[&["policy"]]),
    ("policy show", &[&["policy", "show"], &["policy", "show", "--history"]]),
    ("views", &[&["views"]]),
    ("views list", &[&["views", "list"]]),
    ("stats", &[&["stats"], &["stats", "--by", "mediator"], &["stats", "--by", "ground"]]),
    ("status", &[&["status"]]),
    ("verify", &[&["verify"]]),
    ("config", &[&["config"]]),
    ("doctor", &[&["doctor"]]),
    ("remind", &[&["remind", "D-1006", "--dry-run"]]),
];

/// Commands that print a document or lines for programs, which are as they are.
const FOR_PROGRAMS: &[&str] = &["completions", "export", "man", "outbox", "schema"];

/// Commands that do something and say what, in a sentence.
const DOING: &[&str] = &[
    "admit",
    "approve",
    "ask",
    "assign",
    "backup",
    "copy",
    "claim",
    "decide",
    "demo",
    "erase",
    "handover",
    "inadmissible",
    "ingest",
    "mediator add",
    "mediator conflict",
    "mediator retire",
    "note",
    "policy set",
    "propose",
    "refuse",
    "release",
    "restore",
    "say",
    "seed",
    "server grant",
    "server init",
    "snooze",
    "undo",
    "views drop",
    "views keep",
    "views rename",
    "withdraw",
];

const TEXTS: &[&str] = &[
    "Le palabre dure : « rien ne correspond » ! Voyez https://example.org/une/adresse/vraiment/tres/longue/qui/ne/se/coupe/pas et 1\u{202f}234,50\u{a0}€ en tout ?",
    "e\u{301}t e\u{301} palabre re\u{301}pe\u{301}te\u{301} jusqu'a\u{300} la fin de la ligne et me\u{302}me au-dela\u{300} de la suivante",
    "palabre 你好吗我很好谢谢你的标志非常漂亮但是颜色不对请再改一次谢谢 👩\u{200d}👩\u{200d}👧 ok",
    "palabre\tune tabulation, un ‹ESC› \u{1b}[31m et \u{202e}renverse\u{202c}, puis beaucoup de petits mots pour finir la ligne",
    "Antikonstitutionellerweise-Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen palabre fin",
];

fn home(words: &mut Vec<String>) -> Home {
    let home = Home::new();
    home.set_policy(&["hold_minutes=0"]);
    let mut events = Vec::new();
    for (n, text) in TEXTS.iter().enumerate() {
        let order = format!("O-{}", n + 1);
        let mut placed = priced(&order, json!({"minor": 123_456_789, "currency": "EUR"}));
        placed[0]["title"] = json!(text);
        placed[0]["brief"] = json!(TEXTS.join("\n\n"));
        placed[0]["client"]["name"] = json!(text);
        events.extend(placed);
        events.extend(refused_twice(&order, "cancellation"));
        let files = json!([
            {"name": text, "media_type": "image/png", "origin": "platform"},
            {"name": "sms.txt", "media_type": "text/plain", "origin": "external", "text": text},
        ]);
        let said = json!({"by": "client", "body": text, "attachments": files});
        events.push(event(&format!("{order}-f"), &order, "dispute.message", said));
    }
    events.extend(disputed("O-9"));
    events.iter().for_each(|event| strings(event, words));
    home.ingest(&events);
    for (handle, role) in
        [("ines", "mediator"), ("Jean-Baptiste.de-la-Rochefoucauld_médiateur", "mediator"), ("ro", "reader")]
    {
        home.act("lea", &["mediator", "add", handle, "--name", TEXTS[2], "--role", role]).ok();
    }
    home.act("lea", &["mediator", "conflict", "ines", "--with", "u7"]).ok();
    home.act(
        "lea",
        &["policy", "set", "second_mediator_above=EUR=500,JPY=80000,USD=600,GBP=500", "--reason", TEXTS[1]],
    )
    .ok();
    for text in TEXTS {
        home.act("ines", &["say", "D-1001", "--", text]).ok();
        home.act("ines", &["note", "D-1001", "--", text]).ok();
        home.act("ines", &["ask", "D-1001", "--to", "seller", "--", text]).ok();
    }
    home.act("ines", &["propose", "D-1001", "--relaunch", TEXTS[0]]).ok();
    home.act("ines", &["propose", "D-1001", "--refund", "30%"]).ok();
    home.act("ines", &["inadmissible", "D-1001", "--attachment", "a1", "--reason", TEXTS[0]]).ok();
    home.act("ines", &["decide", "D-1002", "--outcome", "seller-wins", "--reasons", TEXTS[0], "--cites", "m4"]).ok();
    home.act("ines", &["decide", "D-1003", "--outcome", "partial-refund", "--refund", "30%", "--reasons", TEXTS[2]])
        .ok();
    home.act("ines", &["claim", "D-1004"]).ok();
    home.act(
        "ines",
        &["views", "keep", "Une vue au nom long", "--query", "palabre fin seller:nova is:overdue age:>3d"],
    )
    .ok();
    home.ingest(&[event("told", "O-1", "dispute.message", json!({"by": "client", "body": "Alors ?"}))]);
    home
}

/// The words of every text in a value, as they are shown.
fn strings(value: &Value, words: &mut Vec<String>) {
    match value {
        Value::String(text) => {
            words.extend(safe_lines(text).flat_map(|line| line.split(' ').map(str::to_owned).collect::<Vec<_>>()));
        }
        Value::Array(items) => items.iter().for_each(|item| strings(item, words)),
        Value::Object(fields) => fields.values().for_each(|field| strings(field, words)),
        _ => {}
    }
}

/// The words of a text, with the marks that French sets apart from them.
fn words_of(text: &str) -> BTreeSet<&str> {
    text.split([' ', '\n']).collect()
}

#[test]
fn every_text_for_people_fits_50_and_80_columns_and_breaks_no_word() {
    let mut known = Vec::new();
    let home = home(&mut known);
    // A wide table cuts long cells off, so the words are those of the JSON, too.
    for (_, lines) in READING {
        for args in lines.iter().filter(|args| !args.contains(&"nobody")) {
            strings(&home.act("ines", &[args, &["--json"][..]].concat()).json(), &mut known);
        }
    }
    let run = |args: &[&str], lang: &str, columns: &str| {
        let mut command = home.command(&[&["--as", "ines", "--lang", lang], args].concat());
        let output = command.env("COLUMNS", columns).output().unwrap();
        let stdout = String::from_utf8(output.stdout).unwrap();
        // The doctor finds no terminal here.
        let ended = output.status.success() || args == ["doctor"];
        assert!(ended, "{args:?}: {stdout}{}", String::from_utf8_lossy(&output.stderr));
        stdout
    };
    let mut faults = Vec::new();
    for (_, lines) in READING {
        for args in *lines {
            for lang in ["en", "fr"] {
                // As wide as it likes: what the words are.
                let wide = run(args, lang, "100000");
                assert_eq!(run(args, lang, "0"), wide, "{args:?}: a width of nothing is none");
                // A list of a configuration is broken behind its bracket, too.
                let lists = wide.replace(" = [", " = [ ");
                let whole: BTreeSet<&str> =
                    known.iter().map(String::as_str).chain(words_of(&wide)).chain(words_of(&lists)).collect();
                for columns in [50, 80] {
                    let text = run(args, lang, &columns.to_string());
                    for line in text.lines().filter(|line| width(line) > columns) {
                        // A word alone, with the marks that stand apart from it in French.
                        let rest = line.trim_start_matches(['#', ' ', '-', '«']);
                        if rest.trim_end_matches([' ', '»', ':', '?', '!', ';']).contains(' ') {
                            faults.push(format!("{columns} {lang} {args:?}: too wide:\n{line}"));
                        }
                    }
                    // What is cut off with `…`, drawn as a bar, or written without spaces is no word.
                    let word = |word: &&str| !word.contains(['…', '█', '#']) && width(word) == word.chars().count();
                    let broken = words_of(&text).into_iter().filter(word).find(|word| !whole.contains(word));
                    faults.extend(
                        broken.map(|word| format!("{columns} {lang} {args:?}: {word:?} is a part of a word\n{text}")),
                    );
                }
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults[..faults.len().min(5)].join("\n\n"));
}

#[test]
fn every_command_says_for_whom_it_prints() {
    fn collect(path: &str, command: &clap::Command, all: &mut BTreeSet<String>) {
        for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
            let path = format!("{path} {}", sub.get_name()).trim().to_owned();
            if !sub.is_subcommand_required_set() {
                all.insert(path.clone());
            }
            collect(&path, sub, all);
        }
    }
    let mut root = Cli::command();
    root.build();
    let mut all = BTreeSet::new();
    collect("", &root, &mut all);
    let told = READING.iter().map(|(name, _)| *name).chain(FOR_PROGRAMS.iter().copied()).chain(DOING.iter().copied());
    assert_eq!(told.map(str::to_owned).collect::<BTreeSet<_>>(), all, "add the command to a list of this file");
}

#[test]
fn what_goes_into_a_pipe_is_as_long_as_it_is() {
    let mut known = Vec::new();
    let home = home(&mut known);
    let shown = home.run(&["show", "D-1001"]).ok().stdout;
    assert!(shown.lines().any(|line| width(line) > 120), "{shown}");
    home.configure("notify_command = [\"a program\", \"with \\\"quotes\\\" and many words\", \"{title}\"]\n");
    let config = home.command(&["config"]).env("COLUMNS", "40").output().unwrap();
    let before = home.run(&["config", "--json"]).ok().json();
    home.configure(&String::from_utf8(config.stdout).unwrap());
    let again = home.run(&["config", "--json"]).ok();
    assert_eq!((again.json(), &*again.stderr), (before, ""), "laid out, it is still the same configuration");
}
