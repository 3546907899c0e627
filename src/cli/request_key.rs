//! Keys of requests: the one that `--key` gives, or one of its own for every request.

use super::args::{CliCommand, KeyArg, PolicyCommand, TeamCommand, ViewsCommand};
use super::context::Context;
use super::error::Failure;
use super::sentence::Sentence;
use super::time;
use crate::domain::ids::RequestKey;
use crate::domain::time::Time;
use crate::runtime::clock;

/// A key for a request of this command, which no other request has.
pub fn new() -> RequestKey {
    RequestKey(clock::new_uuid().to_string())
}

/// Returns the key that a command was given with `--key`. Commands without one only read, write files that they never
/// replace, or can't do anything twice: an event has its own id, and what was acknowledged stays so.
pub fn given(command: &CliCommand) -> Option<&RequestKey> {
    key_of(command).and_then(|arg| arg.key.as_ref())
}

/// Returns whether a command is there to write. One that reads may leave a receipt behind.
pub fn is_write(command: &CliCommand) -> bool {
    let is_keyless = match command {
        CliCommand::Ingest(_) => true,
        CliCommand::Notifications(args) => args.acknowledge,
        _ => false,
    };
    is_keyless || key_of(command).is_some()
}

fn key_of(command: &CliCommand) -> Option<&KeyArg> {
    Some(match command {
        CliCommand::Claim(args) | CliCommand::Release(args) => &args.key,
        CliCommand::Assign(args) => &args.key,
        CliCommand::Handover(args) => &args.key,
        CliCommand::Say(args) | CliCommand::Note(args) => &args.key,
        CliCommand::Ask(args) => &args.key,
        CliCommand::Remind(args) => &args.key,
        CliCommand::Propose(args) => &args.key,
        CliCommand::Inadmissible(args) | CliCommand::Admit(args) => &args.key,
        CliCommand::Withdraw(args) => &args.key,
        CliCommand::Decide(args) => &args.key,
        CliCommand::Undo(args) | CliCommand::Approve(args) => &args.key,
        CliCommand::Refuse(args) => &args.key,
        CliCommand::Snooze(args) => &args.key,
        CliCommand::Erase(args) => &args.key,
        CliCommand::Mediator(TeamCommand::Add(args)) => &args.key,
        CliCommand::Mediator(TeamCommand::Conflict(args)) => &args.key,
        CliCommand::Mediator(TeamCommand::Retire(args)) => &args.key,
        CliCommand::Policy(args) => match &args.command {
            Some(PolicyCommand::Set(args)) => &args.key,
            None | Some(PolicyCommand::Show(_)) => return None,
        },
        CliCommand::Views(args) => match &args.command {
            Some(ViewsCommand::Keep(args)) => &args.key,
            Some(ViewsCommand::Rename(args)) => &args.key,
            Some(ViewsCommand::Drop(args)) => &args.key,
            None | Some(ViewsCommand::List) => return None,
        },
        CliCommand::Mediator(TeamCommand::List)
        | CliCommand::Demo(_)
        | CliCommand::Seed(_)
        | CliCommand::Ingest(_)
        | CliCommand::Queue(_)
        | CliCommand::Notifications(_)
        | CliCommand::Show(_)
        | CliCommand::Search(_)
        | CliCommand::Evidence(_)
        | CliCommand::Config(_)
        | CliCommand::Outbox(_)
        | CliCommand::Status
        | CliCommand::Verify(_)
        | CliCommand::Backup(_)
        | CliCommand::Copy(_)
        | CliCommand::Log(_)
        | CliCommand::Restore(_)
        | CliCommand::Server(_)
        | CliCommand::Stats(_)
        | CliCommand::Export(_)
        | CliCommand::Schema(_)
        | CliCommand::Doctor
        | CliCommand::Completions(_)
        | CliCommand::Man(_) => return None,
    })
}

impl Context {
    /// Returns the key of the command's `nth` request, from 0. The first has the given key itself, so that it can't be used
    /// for anything else; those after it have one made from it, the same in every repeat.
    pub fn request_key(&self, nth: usize) -> RequestKey {
        let key = self.base_key();
        if nth == 0 { key.clone() } else { RequestKey(format!("{key} #{}", nth + 1)) }
    }

    /// Reads a time as it was typed after `option`. Under a key it must be the same moment whenever the command is repeated.
    pub fn read_time(&self, option: &str, text: &str) -> Result<Time, Failure> {
        let read = |now| {
            time::parse(text, now)
                .map_err(|what| Failure::usage(Sentence::new("cli-error-of", [("what", option.into()), ("why", what)])))
        };
        let at = read(self.now)?;
        if self.key.is_some() && read(self.now + chrono::TimeDelta::days(400)).ok() != Some(at) {
            return Err(Failure::usage(Sentence::new(
                "cli-error-time-with-key",
                [("option", option.into()), ("typed", format!("{text:?}").into())],
            )));
        }
        self.typed_times.borrow_mut().push((text.to_owned(), at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true)));
        Ok(at)
    }
}
