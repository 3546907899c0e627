//! The manual: one page of everything and one for each command, made from the arguments, the statuses and the desk's commands.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::Path;
use std::{fs, io};

use clap::{Arg, Command, CommandFactory as _};

use super::args::Cli;
use super::error::Status;
use super::{completion, examples};
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

/// The commands whose first example stands on the page of them all.
const FIRST: [&str; 8] = ["demo", "mediator", "ingest", "queue", "ask", "decide", "outbox", "completions"];

/// Returns the page of all commands, as roff.
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
    roff.push_str(".SH \"EXIT STATUS\"\n");
    STATUSES.iter().for_each(|status| write_entry(&mut roff, &(*status as u8).to_string(), meaning(*status)));
    roff.push_str(".PP\nA command that a signal ends finishes its transaction or leaves nothing of it, and exits with 128 + the signal.\n");
    roff.push_str(".SH ENVIRONMENT\nAn option stands above its variable, and a variable above the configuration.\n");
    for arg in root.get_arguments() {
        if let (Some(variable), Some(help)) = (arg.get_env(), arg.get_help()) {
            write_entry(&mut roff, &variable.to_string_lossy(), &format!("{help}."));
        }
    }
    VARIABLES.iter().for_each(|(name, text)| write_entry(&mut roff, name, text));
    roff.push_str(".SH FILES\n");
    FILES.iter().for_each(|(name, text)| write_entry(&mut roff, name, text));
    roff.push_str(".SH EXAMPLES\n");
    FIRST.iter().flat_map(|name| examples::of(name).first()).for_each(|(line, text)| {
        write_entry(&mut roff, line, &format!("{text}."));
    });
    roff.push_str(".SH \"SEE ALSO\"\n");
    let names: Vec<_> =
        root.get_subcommands().map(|command| format!("\\fBlitige\\-{}\\fR(1)", command.get_name())).collect();
    let _ = writeln!(roff, "{}", names.join(",\n"));
    write_keys(&mut roff);
    Ok(roff)
}

/// Returns the page of a command, with those under it, as roff; `None` if there is no such command.
///
/// # Errors
/// Returns an error if it could not be made.
pub fn page_of(name: &str) -> io::Result<Option<String>> {
    let mut root = Cli::command();
    root.build();
    let Some(command) = root.find_subcommand(name).filter(|_| name != "help") else { return Ok(None) };
    let title = format!("litige-{name}");
    let mut head = Vec::new();
    let source = concat!("litige ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command.clone()).title(title.as_str()).source(source).render_title(&mut head)?;
    let mut roff = String::from_utf8_lossy(&head).into_owned();
    let _ = writeln!(roff, ".SH NAME\n{} \\- {}\n.SH SYNOPSIS", escape(&title), escape(&about(command)));
    let mut all = Vec::new();
    collect("litige", command, &mut all);
    for (path, command) in &all {
        let _ = writeln!(roff, "\\fB{}\\fR {}\n.br", escape(path), escape(&usage(command)));
    }
    if let [(_, command)] = &all[..] {
        let _ = writeln!(roff, ".SH DESCRIPTION\n{}.\n.SH OPTIONS", escape(&about(command)));
        write_arguments(&mut roff, command);
    } else {
        roff.push_str(".SH COMMANDS\n");
        for (path, command) in &all {
            let _ = writeln!(roff, ".SS \"{}\"\n{}.", escape(path), escape(&about(command)));
            write_arguments(&mut roff, command);
        }
        roff.push_str(".SH OPTIONS\n");
    }
    root.get_arguments().filter(|arg| arg.is_global_set()).for_each(|arg| write_argument(&mut roff, arg));
    let examples = examples::of(name);
    if !examples.is_empty() {
        roff.push_str(".SH EXAMPLES\n");
        examples.iter().for_each(|(line, text)| write_entry(&mut roff, line, &format!("{text}.")));
    }
    roff.push_str(
        ".SH \"SEE ALSO\"\n\\fBlitige\\fR(1): exit statuses, environment, files, and the keys of the desk.\n",
    );
    Ok(Some(roff))
}

/// Writes every page to a folder, which is made if need be.
///
/// # Errors
/// Returns an error if a page could not be made or written.
pub fn write_pages(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    fs::write(folder.join("litige.1"), page()?)?;
    for command in Cli::command().get_subcommands() {
        let name = command.get_name();
        if let Some(page) = page_of(name)? {
            fs::write(folder.join(format!("litige-{name}.1")), page)?;
        }
    }
    Ok(())
}

fn write_entry(roff: &mut String, name: &str, text: &str) {
    let _ = writeln!(roff, ".TP\n\\fB{}\\fR\n{}", escape(name), escape(text));
}

/// Writes a command and those under it: how it is called, what it does, its arguments.
fn write_command(roff: &mut String, path: &str, command: &Command) {
    let mut all = Vec::new();
    collect(path, command, &mut all);
    for (path, command) in all {
        let (path, usage, about) = (escape(&path), escape(&usage(command)), escape(&about(command)));
        let _ = writeln!(roff, ".SS \"{path}\"\n\\fB{path}\\fR {usage}\n.PP\n{about}.");
        write_arguments(roff, command);
    }
}

/// Collects a command and those under it that can be run, each with how it is called.
fn collect<'a>(path: &str, command: &'a Command, all: &mut Vec<(String, &'a Command)>) {
    let path = format!("{path} {}", command.get_name());
    if !command.is_subcommand_required_set() {
        all.push((path.clone(), command));
    }
    command.get_subcommands().for_each(|sub| collect(&path, sub, all));
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

/// What may and what must follow a command.
fn usage(command: &Command) -> String {
    let own: Vec<_> = command.get_arguments().filter(|arg| is_own(arg)).collect();
    let mut usage = String::new();
    for arg in own.iter().filter(|arg| !arg.is_positional()).chain(own.iter().filter(|arg| arg.is_positional())) {
        let text = written(arg);
        let _ = if arg.is_required_set() { write!(usage, "{text} ") } else { write!(usage, "[{text}] ") };
    }
    usage
}

fn write_arguments(roff: &mut String, command: &Command) {
    command.get_arguments().filter(|arg| is_own(arg)).for_each(|arg| write_argument(roff, arg));
}

fn write_argument(roff: &mut String, arg: &Arg) {
    let help = arg.get_long_help().or(arg.get_help()).map(ToString::to_string).unwrap_or_default();
    let default = arg.get_default_values().first().filter(|_| arg.get_num_args().is_none_or(|n| n.takes_values()));
    let default = default.map(|value| format!("[default: {}]", value.to_string_lossy())).unwrap_or_default();
    write_entry(roff, &written(arg), &format!("{help} {default}"));
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
