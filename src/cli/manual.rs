//! The manual page, made from the arguments, the statuses and the desk's commands.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io;

use clap::{Arg, Command, CommandFactory as _};

use super::args::Cli;
use super::completion;
use super::error::Status;
use crate::app::command::TABLE;
use crate::domain::vocabulary::Lang;
use crate::ui::i18n::Texts;

/// What each exit status means.
fn meaning(status: Status) -> &'static str {
    match status {
        Status::Done => "Done. A printing command whose reader has gone ends so, too.",
        Status::Failed => "Failed: reading or writing failed, or faults were found.",
        Status::Usage => "Wrong usage.",
        Status::Refused => "Refused by a rule.",
        Status::Conflict => "Someone else acted, or the case changed since it was seen.",
        Status::Unknown => "There is no such thing.",
        Status::Database => "The database can't be used.",
    }
}

const STATUSES: [Status; 7] =
    [Status::Done, Status::Failed, Status::Usage, Status::Refused, Status::Conflict, Status::Unknown, Status::Database];

/// The variables that are read, beside those of options.
const VARIABLES: [(&str, &str); 15] = [
    (
        "PGHOST, PGPORT, PGUSER, …",
        "What `--db` leaves out of how a server is reached: the variables that psql reads, and PGSERVICEFILE, PGPASSFILE.",
    ),
    ("COLUMNS", "The width that text for people is laid out in; the terminal's without it."),
    ("COLORFGBG", "Whether the terminal is dark or light, as some terminals say."),
    ("LANG, LC_ALL, LC_MESSAGES", "The language, where nothing else says it."),
    (completion::VARIABLE, "Set by a shell that asks for completions."),
    ("NO_COLOR, COLORTERM, TERM", "Which colours the desk uses, and whether the terminal can move its cursor."),
    ("SSH_CONNECTION, SSH_TTY", "The desk waits longer for the rest of a key over ssh."),
    ("TERM_PROGRAM, LC_TERMINAL, KONSOLE_VERSION", "How the desk draws pictures."),
    ("TMUX", "The desk copies into tmux, and tmux asks its terminal."),
    ("TZ", "The zone that times are shown and typed in."),
    ("VISUAL, EDITOR", "The editor that a text is written in (Ctrl-e on the desk)."),
    ("XDG_CONFIG_HOME", "Where the folder of the configuration is; ~/.config without it."),
    ("XDG_DATA_HOME", "Where the folder of the databases is; ~/.local/share without it."),
    ("XDG_STATE_HOME", "Where the folder of the desk's log is; ~/.local/state without it."),
    ("XDG_RUNTIME_DIR", "Where texts and files stand while another program has them open."),
];

const FILES: [(&str, &str); 8] = [
    ("$XDG_DATA_HOME/litige/litige.db", "The database, unless --db, LITIGE_DB or the configuration names another."),
    ("$XDG_DATA_HOME/litige/demo.db", "The demo's database."),
    ("DATABASE-wal, DATABASE-shm", "What is being written, while the database is open. They belong to it."),
    ("DATABASE.files/", "The files of evidence, under their SHA-256."),
    ("$XDG_CONFIG_HOME/litige/config.toml", "The configuration: `litige config` prints it with every default."),
    ("$XDG_CONFIG_HOME/litige/templates/", "Your own wording of the ready replies."),
    ("$XDG_CONFIG_HOME/litige/themes/NAME.toml", "Your own colours."),
    (
        "$XDG_STATE_HOME/litige/litige.log",
        "The desk's log, and beside it what a mediator wrote that the database did not take.",
    ),
];

const EXAMPLES: [(&str, &str); 8] = [
    ("litige demo", "Looks at the desk on made-up cases."),
    ("litige mediator add ines --name \"In\u{e8}s Roux\"", "Makes the database, with its first member, who is a lead."),
    (
        "litige ingest events.jsonl --rejects rejects.jsonl --json",
        "Takes in what happened on the marketplace; safe to repeat.",
    ),
    ("litige queue --query \"seller:nova is:overdue\"", "Lists the overdue cases of a seller."),
    (
        "litige --as ines ask D-1001 --to seller --due \"monday 9:00\" \"Which files did you send?\"",
        "Asks a party, and tracks the answer.",
    ),
    (
        "litige --as ines decide D-1001 --outcome partial-refund --refund 30% --reasons @reasons.txt --key case-1001",
        "Decides; repeated under its key, it does nothing more.",
    ),
    ("litige outbox --after 4711", "Prints what the marketplace must act on since line 4711."),
    ("source <(litige completions bash)", "Completes commands, words and dispute numbers in this shell."),
];

/// Returns the page as roff.
///
/// # Errors
/// Returns an error if it could not be made.
pub fn page() -> io::Result<String> {
    let mut root = Cli::command();
    root.build();
    let mut head = Vec::new();
    let man = clap_mangen::Man::new(root.clone());
    man.render_title(&mut head)?;
    man.render_name_section(&mut head)?;
    man.render_synopsis_section(&mut head)?;
    man.render_description_section(&mut head)?;
    man.render_options_section(&mut head)?;
    let mut roff = String::from_utf8_lossy(&head).into_owned();
    roff.push_str(".SH COMMANDS\nEvery command takes the options above, too.\n");
    for command in root.get_subcommands() {
        write_command(&mut roff, "litige", command);
    }
    let entry = |roff: &mut String, name: &str, text: &str| {
        let _ = writeln!(roff, ".TP\n\\fB{}\\fR\n{}", escape(name), escape(text));
    };
    roff.push_str(".SH \"EXIT STATUS\"\n");
    STATUSES.iter().for_each(|status| entry(&mut roff, &(*status as u8).to_string(), meaning(*status)));
    roff.push_str(".PP\nA command that a signal ends finishes its transaction or leaves nothing of it, and exits with 128 + the signal.\n");
    roff.push_str(".SH ENVIRONMENT\nAn option stands above its variable, and a variable above the configuration.\n");
    for arg in root.get_arguments() {
        if let (Some(variable), Some(help)) = (arg.get_env(), arg.get_help()) {
            entry(&mut roff, &variable.to_string_lossy(), &format!("{help}."));
        }
    }
    VARIABLES.iter().for_each(|(name, text)| entry(&mut roff, name, text));
    roff.push_str(".SH FILES\n");
    FILES.iter().for_each(|(name, text)| entry(&mut roff, name, text));
    roff.push_str(".SH EXAMPLES\n");
    EXAMPLES.iter().for_each(|(line, text)| entry(&mut roff, line, text));
    write_keys(&mut roff);
    Ok(roff)
}

/// Writes a command and those under it: how it is called, what it does, its arguments.
fn write_command(roff: &mut String, path: &str, command: &Command) {
    let path = format!("{path} {}", command.get_name());
    if !command.is_subcommand_required_set() {
        let own: Vec<_> = command.get_arguments().filter(|arg| is_own(arg)).collect();
        let mut usage = String::new();
        for arg in own.iter().filter(|arg| !arg.is_positional()).chain(own.iter().filter(|arg| arg.is_positional())) {
            let text = written(arg);
            let _ = if arg.is_required_set() { write!(usage, "{text} ") } else { write!(usage, "[{text}] ") };
        }
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        let _ = writeln!(
            roff,
            ".SS \"{}\"\n\\fB{}\\fR {}\n.PP\n{}.",
            escape(&path),
            escape(&path),
            escape(&usage),
            escape(&about)
        );
        for arg in own {
            let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
            let default =
                arg.get_default_values().first().filter(|_| arg.get_num_args().is_none_or(|n| n.takes_values()));
            let default = default.map(|value| format!("[default: {}]", value.to_string_lossy())).unwrap_or_default();
            let _ = writeln!(roff, ".TP\n\\fB{}\\fR\n{}", escape(&written(arg)), escape(&format!("{help} {default}")));
        }
    }
    command.get_subcommands().for_each(|sub| write_command(roff, &path, sub));
}

/// Whether an argument is the command's own, not every command's.
fn is_own(arg: &Arg) -> bool {
    !arg.is_global_set() && !["help", "version"].contains(&arg.get_id().as_str())
}

/// An argument as it is typed: `--view VIEW`, `--json`, `DISPUTE`.
fn written(arg: &Arg) -> String {
    let takes_values = arg.get_num_args().is_none_or(|n| n.takes_values());
    let value = arg.get_value_names().filter(|_| takes_values).map(|names| names.join(" "));
    let several =
        if matches!(arg.get_action(), clap::ArgAction::Append) && arg.is_positional() { "\u{2026}" } else { "" };
    match (arg.get_long(), value) {
        (Some(long), Some(value)) => format!("--{long} {value}"),
        (Some(long), None) => format!("--{long}"),
        (None, value) => format!("{}{several}", value.unwrap_or_else(|| arg.get_id().to_string().to_uppercase())),
    }
}

/// Writes the desk's commands and their default keys.
fn write_keys(roff: &mut String) {
    let texts = Texts::new(Lang::En);
    roff.push_str(
        ".SH \"KEYS OF THE DESK\"\nAs they come; what a key does where one is, `?` says. Own ones go into the section [keys] of \
         the configuration, by the name in brackets.\n",
    );
    for spec in TABLE {
        let mut keys: Vec<&str> = spec.keys.iter().flat_map(|(_, keys)| *keys).copied().collect();
        let mut seen = BTreeSet::new();
        keys.retain(|key| seen.insert(*key));
        let (keys, about) = (escape(&keys.join(", ")), escape(&texts.about(spec)));
        let _ = writeln!(roff, ".TP\n\\fB{keys}\\fR [{}]\n{about}", escape(spec.name));
    }
}

/// Escapes text for roff, on one line, which no macro begins.
fn escape(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let spaced = if text.is_empty() { "" } else { &text };
    let escaped = spaced.replace('\\', "\\e").replace('-', "\\-").replace('\'', "\\(aq").replace('"', "\\(dq");
    if escaped.starts_with('.') { format!("\\&{escaped}") } else { escaped }
}
