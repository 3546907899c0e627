//! The argument tree (docs/contract.md, "Commands"): names, shapes and help, nothing else.

mod period;
mod policy;
mod team;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use unicode_normalization::UnicodeNormalization as _;

pub use self::period::{LogArgs, StatsArgs};
pub use self::policy::{PolicyArgs, PolicyCommand, SetPolicyArgs};
pub use self::team::{AddMediatorArgs, ConflictArgs, RetireArgs, TeamCommand};
use crate::domain::ids::{AttachmentId, Cite, DisputeId, Handle, PersonId, SystemAccount};
use crate::domain::team::handle::MAX_BYTES;
use crate::domain::text::invisible::is_blank;
use crate::domain::vocabulary::{Lang, Outcome, Side, View};

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
    /// The database [default: litige/litige.db under the user's data folder]
    #[arg(long, global = true, env = "LITIGE_DB", value_name = "PATH", hide_env_values = true)]
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
    Show(CaseArgs),
    /// Messages that hold every word, newest first
    Search(SearchArgs),
    /// Takes a dispute
    Claim(CasesArgs),
    /// Gives a dispute back
    Release(CasesArgs),
    /// Gives a dispute to a colleague
    Assign(AssignArgs),
    /// Writes to both parties
    Say(SayArgs),
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
    /// Checks the whole database
    Verify(VerifyArgs),
    /// Copies the database to a new file while others go on writing
    Backup(BackupArgs),
    /// Who did what, to which case, when: newest first, from the audit
    Log(LogArgs),
    /// Puts a backup in the place of the database, which nobody may have open, and keeps what was there beside it
    Restore(RestoreArgs),
    /// How the team judges and works: outcomes, time to decide, backlog, neutrality; load, times and deadlines kept
    Stats(StatsArgs),
    /// Takes a case out: parties, timeline, discussion, evidence, decision, ledger, audit
    Export(ExportArgs),
    /// Prints the completions of a shell
    Completions(CompletionsArgs),
    /// Prints the manual page
    Man,
}

/// `demo`.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// Makes the demo database anew
    #[arg(long)]
    pub fresh: bool,
    /// The client and the seller don't answer by themselves
    #[arg(long)]
    pub still: bool,
}

/// `seed`.
#[derive(Debug, Args)]
pub struct SeedArgs {
    /// How many disputes
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    pub disputes: u64,
    /// How many messages, over all disputes
    #[arg(long, value_name = "M")]
    pub messages: u64,
    /// How many of the disputes are open [default: 3%]
    #[arg(long, value_name = "K")]
    pub open: Option<u64>,
    /// The same seed gives the same content
    #[arg(long, value_name = "S", default_value_t = 1)]
    pub seed: u64,
}

/// `ingest`.
#[derive(Debug, Args)]
pub struct IngestArgs {
    /// The events; `-` is the standard input
    #[arg(value_name = "FILE|-")]
    pub file: PathBuf,
    /// Where to write the lines that were rejected, as they came
    #[arg(long, value_name = "FILE")]
    pub rejects: Option<PathBuf>,
    /// The folder that attachments are in: the files that `path` names under it are kept. Without it, only their names are
    #[arg(long, value_name = "DIR")]
    pub attachments: Option<PathBuf>,
}

/// `queue`.
#[derive(Debug, Args)]
pub struct QueueArgs {
    /// open, mine, unclaimed, overdue, snoozed, decided, all or approval; with --as, also the name of a view that is kept
    #[arg(long, value_name = "VIEW", default_value = "open")]
    pub view: String,
    /// Only cases that fit: words in number, order, service or names, and conditions such as seller:nova waiting:client
    /// age:>3d amount:>100 held:ines ground:revision is:overdue -is:mine, in English or in French (vendeur:nova est:libre)
    #[arg(long, value_name = "Q")]
    pub query: Option<String>,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = limit)]
    pub limit: usize,
}

/// `views`.
#[derive(Debug, Args)]
pub struct ViewsArgs {
    /// What to do with them; lists them without one.
    #[command(subcommand)]
    pub command: Option<ViewsCommand>,
}

/// `notifications`.
#[derive(Debug, Args)]
pub struct NotificationsArgs {
    /// They are told no more
    #[arg(long)]
    pub acknowledge: bool,
}

/// `views …`.
#[derive(Debug, Subcommand)]
pub enum ViewsCommand {
    /// Yours, in their order (needs --as, like all of these)
    List,
    /// Keeps a filter under a name
    Keep(KeepViewArgs),
    /// Gives a view another name
    Rename(RenameViewArgs),
    /// Keeps a view no longer
    Drop(NamedViewArgs),
}

/// `views keep`.
#[derive(Debug, Args)]
pub struct KeepViewArgs {
    /// Its name, at most 24 characters; accents and capitals don't count
    #[arg(value_name = "NAME")]
    pub name: String,
    /// The filter, as for `queue --query`
    #[arg(long, value_name = "Q")]
    pub query: String,
    /// The part of the queue that it is in: open, mine, unclaimed, overdue, decided, all or approval
    #[arg(long, value_name = "VIEW", default_value = "open")]
    pub view: View,
    /// In the place of the one of this name, if there is one
    #[arg(long)]
    pub replace: bool,
}

/// `views rename`.
#[derive(Debug, Args)]
pub struct RenameViewArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    pub name: String,
    /// Its new name
    #[arg(value_name = "NEW")]
    pub to: String,
}

/// `views drop`.
#[derive(Debug, Args)]
pub struct NamedViewArgs {
    /// Its name
    #[arg(value_name = "NAME")]
    pub name: String,
}

/// A command that takes only a dispute.
#[derive(Debug, Args)]
pub struct CaseArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
}

/// A command that takes disputes, each by itself.
#[derive(Debug, Args)]
pub struct CasesArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
}

/// `assign`.
#[derive(Debug, Args)]
pub struct AssignArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
    /// The colleague who holds them from now on
    #[arg(long, value_name = "HANDLE", value_parser = handle)]
    pub to: Handle,
    /// Why, as a note that only mediators see; `-` reads it from the standard input
    #[arg(long, value_name = "TEXT|-")]
    pub note: Option<String>,
}

/// `evidence`.
#[derive(Debug, Args)]
pub struct EvidenceArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The file whose content is written out, like a3 [default: lists the files]
    #[arg(value_name = "ID")]
    pub attachment: Option<AttachmentId>,
    /// The new file; `-` is the standard output [default: the standard output, unless it is a terminal]
    #[arg(short, long, value_name = "PATH|-", requires = "attachment")]
    pub output: Option<PathBuf>,
    /// Replaces a file that is there
    #[arg(long, requires = "output")]
    pub force: bool,
}

/// `search`.
#[derive(Debug, Args)]
pub struct SearchArgs {
    /// The words, the last of which may be unfinished; accents and capitals don't count, and conditions as for
    /// `queue --query` keep to some cases
    #[arg(value_name = "QUERY")]
    pub query: String,
    /// How many at most
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = limit)]
    pub limit: usize,
}

/// `say`, `note`.
#[derive(Debug, Args)]
pub struct SayArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The text; `-` reads it from the standard input
    #[arg(value_name = "TEXT|-")]
    pub text: String,
}

/// `ask`.
#[derive(Debug, Args)]
pub struct AskArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The party asked: client or seller
    #[arg(long, value_name = "PARTY")]
    pub to: Side,
    /// Until when the answer is awaited, instead of the policy's delay: 2h, +2d, "monday 9:00", "lundi 9h",
    /// "2026-11-25 09:00" (local time) or RFC 3339
    #[arg(long, value_name = "TIME")]
    pub due: Option<String>,
    /// The question; `-` reads it from the standard input
    #[arg(value_name = "TEXT|-")]
    pub text: String,
}

/// `propose`.
#[derive(Debug, Args)]
#[command(group(clap::ArgGroup::new("terms").required(true).args(["refund", "relaunch"])))]
pub struct ProposeArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// What the client gets back, in the order's currency or as a part of the price like 30% (rounded to the nearest cent);
    /// the seller gets the rest
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub refund: Option<String>,
    /// What both agree to do when the order resumes; `-` reads it from the standard input
    #[arg(long, value_name = "TEXT|-")]
    pub relaunch: Option<String>,
}

/// `withdraw`.
#[derive(Debug, Args)]
pub struct WithdrawArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The question, like q3, or the proposal, like p2
    #[arg(value_name = "ID")]
    pub what: super::actions::Withdrawn,
}

/// `inadmissible` and `admit`.
#[derive(Debug, Args)]
pub struct InadmissibleArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// The piece of evidence, like a3
    #[arg(long, value_name = "ID")]
    pub attachment: AttachmentId,
    /// Why it doesn't count, or counts after all; `-` reads it from the standard input
    #[arg(long, value_name = "TEXT|-")]
    pub reason: String,
}

/// `decide`.
#[derive(Debug, Args)]
pub struct DecideArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// seller-wins, client-refunded, partial-refund or relaunch
    #[arg(long, value_name = "OUTCOME", value_parser = outcome)]
    pub outcome: Outcome,
    /// For a partial refund: what the client gets back, in the order's currency
    #[arg(long, value_name = "AMOUNT", allow_negative_numbers = true)]
    pub refund: Option<String>,
    /// Why; `@FILE` reads it from a file, `-` from the standard input
    #[arg(long, value_name = "TEXT|@FILE|-")]
    pub reasons: String,
    /// What it rests on: messages and evidence, like m12,a3
    #[arg(long, value_name = "IDS", value_delimiter = ',')]
    pub cites: Vec<Cite>,
    /// The version of the case that was read; refused if there is a newer one
    #[arg(long, value_name = "VERSION")]
    pub seen: Option<i64>,
    /// Makes a repeat harmless: the same key and content gives the first result again
    #[arg(long, value_name = "KEY", value_parser = not_blank)]
    pub key: Option<String>,
}

/// `refuse`.
#[derive(Debug, Args)]
pub struct RefuseArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// Why; `-` reads it from the standard input
    #[arg(long, value_name = "TEXT|-")]
    pub reason: String,
}

/// `snooze`.
#[derive(Debug, Args)]
pub struct SnoozeArgs {
    /// The disputes, like D-1001
    #[arg(value_name = "DISPUTE", required = true)]
    pub disputes: Vec<DisputeId>,
    /// When it comes back: 2h, 3d, 9:00, "tomorrow 9:00", "2026-11-25 09:00" (local time) or RFC 3339
    #[arg(long, value_name = "TIME", required_unless_present = "wake")]
    pub until: Option<String>,
    /// Puts it back into the queue now
    #[arg(long, conflicts_with = "until")]
    pub wake: bool,
}

/// `erase`.
#[derive(Debug, Args)]
pub struct EraseArgs {
    /// The marketplace's id of the person
    #[arg(value_name = "PERSON", value_parser = person)]
    pub person: PersonId,
    /// Does it: the person's id once more, in full. Without it, shows what would go and what would stay, and ends with 2
    #[arg(long, value_name = "PERSON", value_parser = person)]
    pub yes: Option<PersonId>,
}

/// `config`.
#[derive(Debug, Args)]
pub struct ConfigArgs {
    /// Prints it (the default)
    #[arg(long)]
    pub print: bool,
}

/// `outbox`.
#[derive(Debug, Args)]
pub struct OutboxArgs {
    /// Only lines after this one: the consumer's cursor
    #[arg(long, value_name = "SEQ", default_value_t = 0)]
    pub after: i64,
    /// How many at most [default: all]
    #[arg(long, value_name = "N", value_parser = limit)]
    pub limit: Option<usize>,
}

/// `verify`.
#[derive(Debug, Args)]
pub struct VerifyArgs {
    /// The hash of the last audit record known from before; also finds a cut-off tail
    #[arg(long, value_name = "HASH", value_parser = not_blank)]
    pub head: Option<String>,
}

/// `backup`.
#[derive(Debug, Args)]
pub struct BackupArgs {
    /// The new file
    #[arg(value_name = "PATH")]
    pub path: PathBuf,
}

/// `restore`.
#[derive(Debug, Args)]
pub struct RestoreArgs {
    /// The file that `backup` made, with the folder of files beside it
    #[arg(value_name = "BACKUP")]
    pub backup: PathBuf,
}

pub(super) fn limit(text: &str) -> Result<usize, String> {
    match text.parse() {
        Ok(0) => Err("at least 1".to_owned()),
        Ok(n) => Ok(n),
        Err(_) => Err("not a number of lines".to_owned()),
    }
}

/// `seller-wins` as the contract writes it on the command line; `seller_wins` as its JSON does is understood too.
fn outcome(text: &str) -> Result<Outcome, String> {
    text.replace('-', "_").parse().map_err(|_| {
        let words: Vec<_> = Outcome::ALL.iter().map(|o| o.as_str().replace('_', "-")).collect();
        format!("expected one of: {}", words.join(", "))
    })
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

/// `export`.
#[derive(Debug, Args)]
pub struct ExportArgs {
    /// The dispute, like D-1001
    #[arg(value_name = "DISPUTE")]
    pub dispute: DisputeId,
    /// md, html (one file that needs nothing else) or json [default: md, or json with --json]
    #[arg(long, value_name = "FORMAT", value_enum)]
    pub format: Option<Format>,
    /// Without names, ids of persons, addresses and numbers, and without the mediators' notes
    #[arg(long)]
    pub redact: bool,
    /// Instead of the case, the decision letter for this party, in the order's language
    #[arg(long, value_name = "PARTY")]
    pub letter: Option<Side>,
}

impl ExportArgs {
    /// The format asked for.
    pub fn format(&self, json: bool) -> Format {
        self.format.unwrap_or(if json { Format::Json } else { Format::Md })
    }
}

/// How a case is taken out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// Markdown.
    Md,
    /// One HTML file.
    Html,
    /// JSON.
    Json,
}

/// `completions`.
#[derive(Debug, Args)]
pub struct CompletionsArgs {
    /// bash, elvish, fish, powershell or zsh
    #[arg(value_name = "SHELL", value_enum)]
    pub shell: clap_complete::Shell,
}
