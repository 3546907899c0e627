//! The argument tree (docs/contract.md, "Commands"): names, shapes and help, nothing else.

mod acting;
mod database;
mod period;
mod policy;
mod reading;
mod server;
mod taking_out;
mod team;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
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
use crate::domain::ids::{Handle, PersonId, RequestKey, SystemAccount};
use crate::domain::limits;
use crate::domain::team::handle::MAX_BYTES;
use crate::domain::text::invisible::is_blank;
use crate::domain::vocabulary::Lang;

/// The desk where the mediators of a marketplace settle disputes. Without a command, opens it.
#[derive(Debug, Parser)]
#[command(name = "litige", version, propagate_version = true, disable_help_subcommand = true)]
#[command(after_help = "Start with `litige demo`, or make a database with `litige ingest FILE`.")]
pub struct Cli {
    /// Options of every command.
    #[command(flatten)]
    pub global: Global,
    /// What to do; the desk without one.
    #[command(subcommand)]
    pub command: Option<CliCommand>,
}

/// Options that every command takes, before or after its name.
#[derive(Debug, Args)]
#[command(next_help_heading = "Global options")]
pub struct Global {
    /// The database: a path, or a server (postgres://…, service=…) [default: litige/litige.db under the user's data folder]
    #[arg(long, global = true, env = "LITIGE_DB", value_name = "PLACE", hide_env_values = true)]
    pub db: Option<PathBuf>,
    /// The acting mediator
    #[arg(long = "as", global = true, env = "LITIGE_AS", value_name = "HANDLE", hide_env_values = true)]
    pub me: Option<String>,
    /// The language of what people read: fr or en [default: the locale's, else en]
    #[arg(long, global = true, env = "LITIGE_LANG", value_name = "LANG", hide_env_values = true)]
    pub lang: Option<String>,
    /// Prints JSON, for programs
    #[arg(long, global = true)]
    pub json: bool,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum CliCommand {
    /// Makes the demo database if it is missing, and opens the desk on it
    Demo(DemoArgs),
    /// Fills a new database with synthetic disputes
    Seed(SeedArgs),
    /// Applies order events, one JSON object a line; idempotent by event id
    Ingest(IngestArgs),
    /// Who may act
    #[command(subcommand, arg_required_else_help = false)]
    Mediator(TeamCommand),
    /// The thresholds and delays in force, and their changes
    #[command(disable_help_subcommand = true)]
    Policy(PolicyArgs),
    /// The queue, most urgent first
    Queue(QueueArgs),
    /// The filters that a mediator keeps under a name, for `queue --view` and the desk
    #[command(disable_help_subcommand = true)]
    Views(ViewsArgs),
    /// What you were told and have not acknowledged, newest first (needs --as)
    Notifications(NotificationsArgs),
    /// One case, whole
    Show(ShowArgs),
    /// Everything said that holds every word, newest first
    Search(SearchArgs),
    /// Takes a dispute
    Claim(CasesArgs),
    /// Gives a dispute back
    Release(CasesArgs),
    /// Gives a dispute to a colleague
    Assign(AssignArgs),
    /// Gives a colleague all of yours at the end of a shift, or those that a filter fits
    Handover(HandoverArgs),
    /// Writes to both parties
    Say(SayArgs),
    /// Reminds whoever owes an answer first, with the reply template for it
    Remind(RemindArgs),
    /// Writes a note that only mediators see
    Note(SayArgs),
    /// Asks a party for details or evidence, and tracks the answer
    Ask(AskArgs),
    /// Puts a settlement to both parties
    Propose(ProposeArgs),
    /// The files of a case, or the content of one
    Evidence(EvidenceArgs),
    /// Strikes a piece of evidence
    Inadmissible(InadmissibleArgs),
    /// Takes a mediator's strike back
    Admit(InadmissibleArgs),
    /// Takes back a question, or a proposal of the mediators'
    Withdraw(WithdrawArgs),
    /// Decides a dispute
    Decide(DecideArgs),
    /// Reverses a decision that is still on hold
    Undo(CaseArgs),
    /// The second mediator's yes to a decision that waits for one
    Approve(CaseArgs),
    /// The second mediator's no to a decision that waits for one
    Refuse(RefuseArgs),
    /// Takes a dispute out of the queue until then, or until a party writes; or puts it back
    Snooze(SnoozeArgs),
    /// Replaces a person's name and all they wrote by a pseudonym; money and audit stay whole
    Erase(EraseArgs),
    /// The configuration in force, with every default and its meaning
    Config(ConfigArgs),
    /// What the marketplace must act on, as JSON Lines
    Outbox(OutboxArgs),
    /// How a database stands: last event, outbox, what is due, sizes, how identities are held
    Status,
    /// Checks the whole database
    Verify(VerifyArgs),
    /// Copies the database to a new file while others go on writing
    Backup(BackupArgs),
    /// Copies the whole database from one place to an empty other one: from a file to a server, or back
    Copy(CopyArgs),
    /// Who did what, to which case, when: newest first, from the audit
    Log(LogArgs),
    /// Puts a backup in the place of the database, which nobody may have open, and keeps what was there beside it
    Restore(RestoreArgs),
    /// A PostgreSQL server as the place of a database: its schema, roles and logins
    #[command(subcommand, arg_required_else_help = false)]
    Server(ServerCommand),
    /// How the team judges and works: outcomes, time to decide, backlog, neutrality; load, times and deadlines kept
    Stats(StatsArgs),
    /// Takes a case out: parties, timeline, discussion, evidence, decision, ledger, audit
    Export(ExportArgs),
    /// The JSON Schema of what comes in and goes out, for programs
    Schema(SchemaArgs),
    /// What the desk finds here (terminal, colours, keys, locale, configuration, database, …), and what to do about it
    Doctor,
    /// Prints the completions of a shell
    Completions(CompletionsArgs),
    /// Prints the manual page
    Man,
}

/// `config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Prints it (the default)
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

/// The option of every command that writes.
#[derive(Debug, Clone, Args)]
pub struct KeyArg {
    /// Makes a repeat harmless: the same command under the same key is not done again, and answers the same
    #[arg(long, value_name = "KEY", value_parser = request_key)]
    pub key: Option<RequestKey>,
}

fn request_key(text: &str) -> Result<RequestKey, String> {
    let text = not_blank(text)?;
    if text.len() > limits::ID || text.chars().any(char::is_control) {
        return Err(format!("a key is at most {} bytes, without control characters", limits::ID));
    }
    Ok(RequestKey(text))
}

pub(super) fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1".to_owned()),
        Ok(n) => Ok(n),
        Err(_) => Err("not a number of lines".to_owned()),
    }
}

pub(super) fn handle(text: &str) -> Result<Handle, String> {
    let handle = Handle(text.nfc().collect());
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    // Whether it can be a new member's is for the rules to say.
    let fits = !text.is_empty() && handle.0.len() <= MAX_BYTES && !text.starts_with('-');
    if !fits || !handle.0.chars().all(plain) {
        return Err("a handle is letters, digits, `-`, `_` and `.`, at most 64 bytes".to_owned());
    }
    Ok(handle)
}

fn account(text: &str) -> Result<SystemAccount, String> {
    super::account::named(text)
        .ok_or_else(|| "this system has no account of this name; for a number, write #1234".to_owned())
}

fn person(text: &str) -> Result<PersonId, String> {
    not_blank(text).map(PersonId)
}

fn not_blank(text: &str) -> Result<String, String> {
    if is_blank(text) { Err("it is empty".to_owned()) } else { Ok(text.to_owned()) }
}

/// The language after `--lang` or in `LITIGE_LANG`; an empty one counts as none.
///
/// # Errors
/// What is wrong with it, for the line after `usage:`.
pub fn lang(text: Option<&str>) -> Result<Option<Lang>, String> {
    match text {
        None | Some("") => Ok(None),
        Some(text) => text.parse().map(Some).map_err(|e| format!("--lang (or LITIGE_LANG): {e}")),
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
