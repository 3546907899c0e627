//! Examples of commands: under their help, and on their manual pages. A test runs them, in this order, on one database.

use std::fmt::Write as _;

use clap::Command;
use clap::builder::{StyledStr, Styles};

/// A command, and lines that use it, each with what it does.
type Examples = (&'static str, &'static [(&'static str, &'static str)]);

/// The examples, in the order in which a team meets them.
pub const ALL: &[Examples] = &[
    ("demo", &[("litige demo", "Open the desk on made-up cases"), ("litige demo --fresh", "Begin again")]),
    (
        "mediator",
        &[
            ("litige mediator add lea --name \"Léa Roy\"", "Create the database with the first member, who is a lead"),
            ("litige --as lea mediator add ines --name \"Inès Roux\"", "Add a mediator"),
            ("litige --as lea mediator add noor --name \"Noor Haddad\" --role lead", "Add another lead"),
            ("litige mediator list", "List the team"),
        ],
    ),
    (
        "ingest",
        &[
            (
                "litige ingest events.jsonl --rejects rejects.jsonl",
                "Take in what happened on the marketplace; safe to repeat",
            ),
            ("tail -n +1 events.jsonl | litige ingest -", "Take in events as they come"),
            ("litige ingest events.jsonl --attachments files --fill", "Supply files that were missing"),
        ],
    ),
    (
        "policy",
        &[
            ("litige policy", "Show what is in force"),
            (
                "litige --as lea policy set second_mediator_above=EUR=500 --reason \"Two people on large sums\"",
                "Change a value",
            ),
            ("litige policy show --history", "See who changed what, and why"),
        ],
    ),
    (
        "queue",
        &[
            ("litige queue", "List the open cases, most urgent first"),
            ("litige queue --query \"seller:nova waiting:seller\"", "List those that match"),
            ("litige --as ines queue --view mine --json", "Give a program those that you hold"),
        ],
    ),
    (
        "views",
        &[
            ("litige --as ines views keep Large --query \"amount:>100\"", "Save a filter under a name"),
            ("litige --as ines queue --view Large", "List what matches it"),
        ],
    ),
    (
        "show",
        &[
            ("litige show D-1001", "Read a case"),
            ("litige --as ines show D-1001 --mark-read", "Read it, and let the parties see that you did"),
        ],
    ),
    (
        "search",
        &[
            ("litige search \"deux propositions\"", "Find messages, briefs, notes and files with these words"),
            ("litige search \"seller:nova logo\"", "Find them in a seller's cases"),
        ],
    ),
    ("claim", &[("litige --as ines claim D-1001 D-1002", "Take two cases")]),
    (
        "assign",
        &[("litige --as ines assign D-1002 --to noor --note \"You know voice-overs\"", "Give a case to a colleague")],
    ),
    (
        "ask",
        &[
            ("litige --as ines ask D-1001 --to seller \"Which files did you deliver?\"", "Ask a party"),
            (
                "litige --as ines ask D-1001 --to client --due \"+2d\" \"What is missing?\"",
                "Ask, with a deadline of its own",
            ),
        ],
    ),
    ("remind", &[("litige --as ines remind D-1001 --dry-run", "See the reminder before it is sent")]),
    (
        "say",
        &[
            ("litige --as ines say D-1001 \"Merci, je regarde.\"", "Write to both parties"),
            ("fold -s reply.txt | litige --as ines say D-1001 -", "Write what a program wrote"),
        ],
    ),
    (
        "note",
        &[("litige --as ines note D-1001 \"The client is right about the second logo\"", "Tell your colleagues alone")],
    ),
    (
        "evidence",
        &[
            ("litige evidence D-1001", "List a case's files"),
            ("litige evidence D-1001 a1 --output logo.png", "Write one out"),
        ],
    ),
    (
        "propose",
        &[
            ("litige --as ines propose D-1001 --refund 30%", "Propose to both that the client gets back a part"),
            (
                "litige --as ines propose D-1001 --relaunch \"A second logo by Friday\"",
                "Propose that the order resumes",
            ),
        ],
    ),
    ("withdraw", &[("litige --as ines withdraw D-1001 q2", "Take a question back")]),
    (
        "decide",
        &[
            (
                "litige --as ines decide D-1001 --outcome partial-refund --refund 40 --reasons @reply.txt --cites m1,a1",
                "Decide, with reasons from a file and what they rest on",
            ),
            (
                "litige --as noor decide D-1002 --outcome seller-wins --reasons \"Livré.\" --key case-1002",
                "Decide from a script; repeated under its key, it does nothing more",
            ),
        ],
    ),
    ("undo", &[("litige --as ines undo D-1001", "Take a decision back while it is on hold")]),
    (
        "snooze",
        &[
            ("litige --as ines snooze D-1001 --until \"tomorrow 9:00\"", "Put a case aside"),
            ("litige --as ines snooze D-1001 --wake", "Put it back"),
        ],
    ),
    (
        "handover",
        &[(
            "litige --as ines handover --to noor --note \"Until Monday\"",
            "Hand over all your cases at the end of a shift",
        )],
    ),
    (
        "log",
        &[
            ("litige log --since monday", "See who did what this week"),
            ("litige log --dispute D-1001 --all", "See all that was done to a case"),
        ],
    ),
    (
        "stats",
        &[
            ("litige stats --since 2026-11-01", "See outcomes, delays and backlog"),
            ("litige stats --by mediator --csv > team.csv", "Take the team's figures to a spreadsheet"),
        ],
    ),
    (
        "export",
        &[
            ("litige export D-1001 --format html > case.html", "Write out a whole case, as one file"),
            ("litige export D-1002 --letter client", "Print the letter that tells the client of the decision"),
        ],
    ),
    (
        "outbox",
        &[
            ("litige outbox --after 2", "Print what the marketplace must act on since line 2"),
            ("litige outbox --limit 1", "Print the first line"),
        ],
    ),
    ("erase", &[("litige --as lea erase u9 --yes u9", "Replace a person's name and all they wrote")]),
    ("status", &[("litige status --json", "Give a monitor the database's state")]),
    ("verify", &[("litige verify", "Prove the whole database, and print the head of its audit")]),
    ("backup", &[("litige backup monday.db", "Copy the database while others work")]),
    ("restore", &[("litige --db restored.db restore monday.db", "Put a backup in place, once it is proven")]),
    ("copy", &[("litige copy monday.db service=litige", "Move a whole database to a server")]),
    (
        "server",
        &[
            (
                "litige --db service=litige server init --lead lea --name \"Léa Roy\"",
                "Make a database on a server ready, with its first lead",
            ),
            ("litige --db service=litige server grant ines", "Let a member of the team log in"),
        ],
    ),
    ("config", &[("litige config > config.toml", "Begin a configuration with every default and its meaning")]),
    ("schema", &[("litige schema event > event.schema.json", "Check events before they are sent")]),
    (
        "completions",
        &[
            ("litige completions bash > litige.bash", "Write the completions to a file"),
            ("litige completions fish > litige.fish", "The same for fish"),
        ],
    ),
    (
        "man",
        &[
            ("litige man decide > litige-decide.1", "Write the page of a command"),
            ("litige man --to pages", "Write every page into a folder"),
        ],
    ),
];

/// Returns the examples of a command.
pub fn of(command: &str) -> &'static [(&'static str, &'static str)] {
    ALL.iter().find(|(name, _)| *name == command).map_or(&[], |(_, examples)| examples)
}

/// Puts the examples under the help of their commands, and of those under them that they use.
pub fn shown(root: Command) -> Command {
    ALL.iter().fold(root, |root, (name, examples)| {
        root.mut_subcommand(name, |command| {
            let command = command.mut_subcommands(|sub| {
                let call = format!(" {name} {} ", sub.get_name());
                let uses: Vec<_> = examples.iter().filter(|(line, _)| format!("{line} ").contains(&call)).collect();
                if uses.is_empty() { sub } else { sub.after_help(text(uses)) }
            });
            command.after_help(text(*examples))
        })
    })
}

fn text<'a>(examples: impl IntoIterator<Item = &'a (&'static str, &'static str)>) -> StyledStr {
    let styles = Styles::styled();
    let (head, line) = (styles.get_header(), styles.get_literal());
    let mut text = StyledStr::new();
    let _ = write!(text, "{head}Examples:{head:#}");
    for (example, what) in examples {
        let _ = write!(text, "\n  {line}{example}{line:#}\n      {what}");
    }
    text
}
