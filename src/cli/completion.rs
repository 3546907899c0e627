//! What a shell completes: commands and options by themselves, words of the contract, and what the database has: disputes, the
//! team, saved views, the policy, the files and the open questions of a case. The shell asks the program, with [`VARIABLE`] set; nothing is printed but candidates, and what can't be read
//! has none.

use std::ffi::OsString;
use std::path::PathBuf;

use clap::{Arg, Command, CommandFactory as _};
use clap_complete::CompleteEnv;
use clap_complete::engine::{ArgValueCandidates, CompletionCandidate};

use super::args::Cli;
use super::{account, context, evidence};
use crate::config;
use crate::domain::decision::work_figures::FiguresBy;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::policy::setting::PolicyKey;
use crate::domain::queue::filter::Filter;
use crate::domain::vocabulary::{AskState, Lang, Outcome, ProposalState, Role, Side, View};
use crate::runtime::clock;
use crate::store::{self, Caller, CaseFile, Mode, PageFrom, Place, QueueQuery, Store};
use crate::ui::text::{safe, truncate};

/// The variable by which a shell asks.
pub const VARIABLE: &str = "LITIGE_COMPLETE";
/// How many disputes of a part of the queue are offered at most.
const MOST: usize = 200;
/// How much of a title stands beside a number, in columns.
const TITLE: usize = 40;

/// Answers a shell that asks. Returns whether one did.
///
/// # Errors
/// Returns an error if it asked for something that there isn't, or the answer could not be written.
pub fn answer(args: &[OsString]) -> Result<bool, clap::Error> {
    CompleteEnv::with_factory(command).var(VARIABLE).try_complete(args.iter().cloned(), None)
}

/// The commands, with what completes their values.
pub fn command() -> Command {
    with_values(Cli::command())
}

fn with_values(command: Command) -> Command {
    command.mut_args(with_candidates).mut_subcommands(with_values)
}

/// Adds what completes an argument, by the name of its value.
fn with_candidates(arg: Arg) -> Arg {
    let named = arg.get_value_names().and_then(|names| names.first()).map(ToString::to_string);
    match named.as_deref() {
        Some("DISPUTE") => arg.add(ArgValueCandidates::new(disputes)),
        Some("HANDLE") => arg.add(ArgValueCandidates::new(handles)),
        Some("VIEW") => arg.add(ArgValueCandidates::new(views)),
        Some("OUTCOME") => arg.add(candidates(Outcome::ALL.iter().map(|word| word.as_str().replace('_', "-")))),
        Some("ROLE") => arg.add(candidates(Role::ALL.iter().map(ToString::to_string))),
        Some("PARTY") => arg.add(candidates(Side::ALL.iter().map(ToString::to_string))),
        Some("BY") => arg.add(candidates(FiguresBy::ALL.iter().map(ToString::to_string))),
        Some("LANG") => arg.add(candidates(Lang::ALL.iter().map(ToString::to_string))),
        Some("KEY=VALUE") => arg.add(ArgValueCandidates::new(settings)),
        Some("COMMAND") => arg.add(ArgValueCandidates::new(names)),
        // A view's; a person's follows an option.
        Some("NAME") if arg.is_positional() => arg.add(ArgValueCandidates::new(kept_views)),
        Some("ID") if arg.get_id() == "attachment" => arg.add(ArgValueCandidates::new(files)),
        Some("ID") => arg.add(ArgValueCandidates::new(asked_and_proposed)),
        _ => arg,
    }
}

fn candidates(words: impl Iterator<Item = String>) -> ArgValueCandidates {
    let all: Vec<String> = words.collect();
    ArgValueCandidates::new(move || all.iter().map(CompletionCandidate::new).collect::<Vec<_>>())
}

/// The open disputes, most urgent first, then those decided last, each with its title.
fn disputes() -> Vec<CompletionCandidate> {
    let Some(store) = open() else { return Vec::new() };
    let now = clock::utc_now();
    let parts = [View::Open, View::Snoozed, View::Decided].into_iter().filter_map(|view| {
        let query = QueueQuery { view, me: None, filter: Filter::default(), from: PageFrom::Start, limit: MOST };
        store.queue(&query, now).ok()
    });
    let rows = parts.flat_map(|page| page.rows);
    rows.map(|row| CompletionCandidate::new(row.id.to_string()).help(Some(short(&row.title).into()))).collect()
}

/// The team, each with their name.
fn handles() -> Vec<CompletionCandidate> {
    let team = open().and_then(|store| store.mediators().ok()).unwrap_or_default();
    let present = team.into_iter().filter(|member| member.retired_at.is_none());
    present
        .map(|member| {
            let name = safe(&member.name).into_owned();
            CompletionCandidate::new(safe(&member.handle.0).into_owned()).help(Some(name.into()))
        })
        .collect()
}

/// The parts of the queue, and the views that the acting mediator keeps.
fn views() -> Vec<CompletionCandidate> {
    let parts = View::ALL.iter().map(|view| CompletionCandidate::new(view.as_str()));
    parts.chain(kept_views()).collect()
}

fn kept_views() -> Vec<CompletionCandidate> {
    let me = typed("--as").or_else(|| std::env::var("LITIGE_AS").ok()).map(Handle);
    let kept = me.zip(open()).and_then(|(me, store)| store.views(&me).ok()).unwrap_or_default();
    kept.into_iter().map(|view| CompletionCandidate::new(safe(&view.name).into_owned())).collect()
}

/// What the policy says, to be changed.
fn settings() -> Vec<CompletionCandidate> {
    let policy = open().and_then(|store| store.policy().ok()).unwrap_or_default();
    PolicyKey::ALL.iter().map(|key| CompletionCandidate::new(format!("{key}={}", policy.typed_value(*key)))).collect()
}

/// The commands that have a manual page.
fn names() -> Vec<CompletionCandidate> {
    Cli::command().get_subcommands().map(|command| CompletionCandidate::new(command.get_name().to_owned())).collect()
}

/// The files of the dispute on the line, each with its name.
fn files() -> Vec<CompletionCandidate> {
    let Some(case) = case() else { return Vec::new() };
    let files = evidence::files(&case);
    files.map(|file| CompletionCandidate::new(file.id.to_string()).help(Some(short(&file.name).into()))).collect()
}

/// What mediators asked and proposed in the dispute on the line, and nobody has answered yet.
fn asked_and_proposed() -> Vec<CompletionCandidate> {
    let Some(dispute) = case().and_then(|file| file.case.dispute) else { return Vec::new() };
    let asked = dispute.asks.iter().filter(|ask| ask.state == AskState::Open && ask.by.is_some());
    let asked = asked.map(|ask| (ask.id.to_string(), short(&ask.body)));
    let proposed = dispute.proposals.iter();
    let proposed = proposed.filter(|offer| offer.state == ProposalState::Open && offer.mediator.is_some());
    let proposed = proposed.map(|offer| (offer.id.to_string(), short(&offer.terms)));
    asked.chain(proposed).map(|(id, text)| CompletionCandidate::new(id).help(Some(text.into()))).collect()
}

/// The dispute that the line that is being typed names first.
fn case() -> Option<CaseFile> {
    let id = line().iter().find_map(|word| word.parse::<DisputeId>().ok())?;
    open()?.case(id).ok()
}

/// A text as it stands beside what completes, on one line.
fn short(text: &str) -> String {
    truncate(&safe(text.lines().next().unwrap_or_default()), TITLE).into_owned()
}

/// Opens the database of the line that is being typed, if it can be read as it is.
fn open() -> Option<Box<dyn Store + Send>> {
    let config = config::load(config::default_path()).config;
    let named = typed("--db").or_else(|| std::env::var("LITIGE_DB").ok()).filter(|path| !path.is_empty());
    let place = match named.map(PathBuf::from).or(config.db) {
        Some(path) => Place::parse(&path),
        None => Place::File(context::in_data_folder("litige.db").ok()?),
    };
    let caller = Caller { clock: context::clock(), account: Some(account::current()) };
    store::open_as(&place, Mode::Existing, caller).ok()
}

/// The value of an option on the line that is being typed, which stands after `--`.
fn typed(option: &str) -> Option<String> {
    let line = line();
    let after = line.iter().position(|arg| arg == option).and_then(|at| line.get(at + 1)).cloned();
    after.or_else(|| line.iter().find_map(|arg| arg.strip_prefix(option)?.strip_prefix('=').map(str::to_owned)))
}

/// The words of the line that is being typed.
fn line() -> Vec<String> {
    std::env::args().skip_while(|arg| arg != "--").skip(1).collect()
}
