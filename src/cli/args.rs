//! The argument tree (docs/contract.md, "Commands"): names, shapes and help, nothing else.

mod acting;
mod database;
mod period;
mod policy;
mod reading;
mod server;
mod taking_out;
mod team;

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Args, CommandFactory as _, FromArgMatches as _, Parser, Subcommand};
use unicode_normalization::UnicodeNormalization as _;

pub use self::acting::{
    AskArgs, AssignArgs, CaseArgs, CasesArgs, DecideArgs, HandoverArgs, InadmissibleArgs, ProposeArgs, RefuseArgs,
    RemindArgs, SayArgs, SnoozeArgs, WithdrawArgs,
};
pub use self::database::{
    BackupArgs, CopyArgs, DemoArgs, EraseArgs, IngestArgs, OutboxArgs, RestoreArgs, SeedArgs, VerifyArgs,
};
pub use self::period::{LogArgs, StatsArgs};
pub use self::policy::{PolicyArgs, PolicyCommand, SetPolicyArgs};
pub use self::reading::{
    KeepViewArgs, NamedViewArgs, NotificationsArgs, QueueArgs, RenameViewArgs, SearchArgs, ShowArgs, ViewsArgs,
    ViewsCommand,
};
pub use self::server::{GrantArgs, InitArgs, ServerCommand};
pub use self::taking_out::{EvidenceArgs, ExportArgs, Format, SchemaArgs, SchemaOf};
pub use self::team::{AddMediatorArgs, ConflictArgs, RetireArgs, TeamCommand};
use super::examples;
use super::sentence::Sentence;
use crate::domain::ids::{Handle, PersonId, RequestKey, SystemAccount};
use crate::domain::limits;
use crate::domain::team::handle::MAX_BYTES;
use crate::domain::text::invisible::is_blank;
use crate::domain::vocabulary::{Lang, UnknownWord};

/// The desk where a marketplace's mediators settle disputes. Run without a command to open it.
#[derive(Debug, Parser)]
#[command(name = "litige", version, long_version = env!("LITIGE_VERSION"), propagate_version = true)]
#[command(disable_help_subcommand = true)]
#[command(after_help = "Start with `litige demo`, or create a database with `litige ingest FILE`. \
                        `litige COMMAND --help` has examples.")]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the desk without one.
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

/// Reads the arguments of the process.
///
/// # Errors
/// Returns what is wrong with them, or the help or version that they ask for.
pub fn parse(args: &[OsString]) -> Result<Cli, clap::Error> {
    let mut command = examples::shown(Cli::command());
    let mut matches = command.try_get_matches_from_mut(args)?;
    Cli::from_arg_matches_mut(&mut matches).map_err(|error| error.format(&mut command))
}

/// Options that every command takes, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The database: a path, or a server (postgres://…, service=…) [default: litige/litige.db in the user's data folder]
    #[arg(long, global = true, env = "LITIGE_DB", value_name = "PLACE", hide_env_values = true)]
    pub db: Option<PathBuf>,
    /// Act as this mediator
    #[arg(long = "as", global = true, env = "LITIGE_AS", value_name = "HANDLE", hide_env_values = true)]
    pub me: Option<String>,
    /// Language of what people read: fr or en [default: the locale's, else en]
    #[arg(long, global = true, env = "LITIGE_LANG", value_name = "LANG", hide_env_values = true)]
    pub lang: Option<String>,
    /// Print JSON, for programs
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Open the desk on the demo database, creating it if needed
    Demo(DemoArgs),
    /// Fill a new database with synthetic disputes
    Seed(SeedArgs),
    /// Apply order events, one JSON object per line; idempotent by event id
    Ingest(IngestArgs),
    /// Manage the team
    #[command(subcommand, arg_required_else_help = false)]
    Mediator(TeamCommand),
    /// Show or change the thresholds and delays in force
    #[command(disable_help_subcommand = true)]
    Policy(PolicyArgs),
    /// List the queue, most urgent first
    Queue(QueueArgs),
    /// Manage your saved views: named filters for `queue --view` and the desk
    #[command(disable_help_subcommand = true)]
    Views(ViewsArgs),
    /// List your unacknowledged notifications, newest first (needs --as)
    Notifications(NotificationsArgs),
    /// Show a whole case
    Show(ShowArgs),
    /// Search everything said, newest first
    Search(SearchArgs),
    /// Claim disputes
    Claim(CasesArgs),
    /// Give disputes back
    Release(CasesArgs),
    /// Give disputes to a colleague
    Assign(AssignArgs),
    /// Hand over your cases, or those that match a filter, at the end of a shift
    Handover(HandoverArgs),
    /// Write to both parties
    Say(SayArgs),
    /// Remind whoever owes an answer, with the reply template for it
    Remind(RemindArgs),
    /// Write a note that only mediators see
    Note(SayArgs),
    /// Ask a party for details or evidence, and track the answer
    Ask(AskArgs),
    /// Propose a settlement to both parties
    Propose(ProposeArgs),
    /// List a case's files, or write out the content of one
    Evidence(EvidenceArgs),
    /// Declare a piece of evidence inadmissible
    Inadmissible(InadmissibleArgs),
    /// Reinstate a piece of evidence that a mediator struck
    Admit(InadmissibleArgs),
    /// Withdraw a question, or a mediators' proposal
    Withdraw(WithdrawArgs),
    /// Decide a dispute
    Decide(DecideArgs),
    /// Undo a decision that is still on hold
    Undo(CaseArgs),
    /// Approve a decision, as its second mediator
    Approve(CaseArgs),
    /// Refuse a decision, as its second mediator
    Refuse(RefuseArgs),
    /// Take disputes out of the queue for a while, or put them back
    Snooze(SnoozeArgs),
    /// Replace a person's name and all they wrote with a pseudonym; money and audit stay intact
    Erase(EraseArgs),
    /// Print the configuration in force, with every default and its meaning
    Config(ConfigArgs),
    /// Print what the marketplace must act on, as JSON Lines
    Outbox(OutboxArgs),
    /// Show the database's status: last event, outbox, what is due, sizes, identities
    Status,
    /// Verify the whole database
    Verify(VerifyArgs),
    /// Copy the database to a new file while others keep writing
    Backup(BackupArgs),
    /// Copy the whole database to another place: from a file to a server, or back
    Copy(CopyArgs),
    /// Show who did what, to which case, and when, newest first
    Log(LogArgs),
    /// Restore the database from a backup, keeping what was there beside it; nobody may have it open
    Restore(RestoreArgs),
    /// Set up a database on a PostgreSQL server: schema, roles and logins
    #[command(subcommand, arg_required_else_help = false)]
    Server(ServerCommand),
    /// Show how the team judges and works: outcomes, delays, backlog, neutrality, load
    Stats(StatsArgs),
    /// Export a case: parties, timeline, discussion, evidence, decision, ledger, audit
    Export(ExportArgs),
    /// Print the JSON Schema of what comes in or goes out
    Schema(SchemaArgs),
    /// Check what the desk needs here: terminal, colours, keys, locale, configuration, database, …
    Doctor,
    /// Print the completion script for a shell
    Completions(CompletionsArgs),
    /// Print the manual page, or that of a command
    Man(ManArgs),
}

/// `config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Print it (the default)
    #[arg(long)]
    pub print: bool,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub struct ManArgs {
    /// The command [default: the page of them all]
    #[arg(value_name = "COMMAND")]
    pub command: Option<String>,
    /// Write every page to this folder, as `litige.1` and `litige-COMMAND.1`
    #[arg(long, value_name = "DIR", conflicts_with = "command")]
    pub to: Option<PathBuf>,
}

/// The option of every command that writes.
#[derive(Debug, Clone, Args)]
pub struct KeyArg {
    /// Make a repeat harmless: the same command under the same key is done once, and answers the same
    #[arg(long, value_name = "KEY", value_parser = request_key)]
    pub key: Option<RequestKey>,
}

fn request_key(text: &str) -> Result<RequestKey, Sentence> {
    let text = not_blank(text)?;
    if text.len() > limits::ID || text.chars().any(char::is_control) {
        return Err(Sentence::new("cli-error-request-key", [("most", limits::ID.to_string().into())]));
    }
    Ok(RequestKey(text))
}

pub(super) fn limit(text: &str) -> Result<usize, Sentence> {
    match text.parse() {
        Ok(0) => Err(Sentence::new("cli-error-at-least-one", [])),
        Ok(n) => Ok(n),
        Err(_) => Err(Sentence::new("cli-error-not-a-number", [])),
    }
}

pub(super) fn handle(text: &str) -> Result<Handle, Sentence> {
    let handle = Handle(text.nfc().collect());
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    // Whether it can be a new member's is for the rules to say.
    let fits = !text.is_empty() && handle.0.len() <= MAX_BYTES && !text.starts_with('-');
    if !fits || !handle.0.chars().all(plain) {
        return Err(Sentence::new("cli-error-handle", []));
    }
    Ok(handle)
}

fn account(text: &str) -> Result<SystemAccount, Sentence> {
    super::account::named(text).ok_or_else(|| Sentence::new("cli-error-account", []))
}

fn person(text: &str) -> Result<PersonId, Sentence> {
    not_blank(text).map(PersonId)
}

fn not_blank(text: &str) -> Result<String, Sentence> {
    if is_blank(text) { Err(Sentence::new("cli-error-empty", [])) } else { Ok(text.to_owned()) }
}

/// The language after `--lang` or in `LITIGE_LANG`; an empty one counts as none.
///
/// # Errors
/// What is wrong with it, for the line after `usage:`.
pub fn lang(text: Option<&str>) -> Result<Option<Lang>, Sentence> {
    match text {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|e: UnknownWord| {
            Sentence::new("cli-error-of", [("what", "--lang (LITIGE_LANG)".into()), ("why", (&e).into())])
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tree_is_well_formed() {
        <Cli as clap::CommandFactory>::command().debug_assert();
    }

    #[test]
    fn global_options_work_before_and_after_the_command() {
        for line in ["--db x --as inès --json queue", "queue --json --as inès --db x", "--db x queue --json --as inès"]
        {
            let cli = Cli::try_parse_from(format!("litige {line}").split(' ')).unwrap();
            assert_eq!(cli.global.db, Some("x".into()), "{line}");
            assert_eq!(cli.global.me.as_deref(), Some("inès"), "{line}");
            assert!(cli.global.json, "{line}");
        }
    }
}
