//! Failures of commands (docs/contract.md, "Errors"): one line on standard error, or one JSON object on standard
//! output.

use std::borrow::Cow;
use std::ffi::OsString;
use std::io;
use std::path::Path;

use clap::error::{ContextKind, ContextValue, ErrorKind};
use serde_json::{Map, Value, json};

use super::sentence::Sentence;
use super::team_names::TeamNames;

use crate::domain::ids::BadId;
use crate::domain::refusal::{Code, Refusal, RefusalKind};
use crate::domain::vocabulary::{Lang, UnknownWord, vocabulary};
use crate::store::{Place, StoreError, UnusableCode};

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u8)]
pub enum Status {
    Done = 0,
    /// I/O errors, or faults found by `verify`.
    Failed = 1,
    Usage = 2,
    /// Refused by a rule.
    Refused = 3,
    /// Another mediator acted, or the case changed.
    Conflict = 4,
    /// The named thing does not exist.
    Unknown = 5,
    /// The database can't be used.
    Database = 6,
}

impl From<RefusalKind> for Status {
    fn from(kind: RefusalKind) -> Self {
        match kind {
            RefusalKind::Rule => Self::Refused,
            RefusalKind::Conflict => Self::Conflict,
            RefusalKind::Unknown => Self::Unknown,
        }
    }
}

vocabulary!(
    /// Codes of failures that are neither refusals nor unusable databases.
    CommandCode, "a code of the command line", {
        /// The command line is invalid.
        Usage = "usage",
        /// Reading or writing failed.
        Io = "io",
        /// Another process holds the write lock.
        Busy = "busy",
        /// The connection broke, and it is not known whether a write was done.
        Unanswered = "unanswered",
        /// A read was interrupted.
        Interrupted = "interrupted",
        /// The desk needs a terminal.
        NoTerminal = "no_terminal",
        /// The desk ended with an error.
        Desk = "desk",
        /// The demo's data is invalid.
        Demo = "demo",
        /// Only the marketplace has the content of a file.
        NotKept = "not_kept",
        /// The database is not a demo.
        NotADemo = "not_a_demo",
        /// No line of the outbox of this database can have this number.
        BadCursor = "bad_cursor",
    }
);

impl CommandCode {
    /// Returns the exit status.
    pub fn status(self) -> Status {
        match self {
            Self::Usage => Status::Usage,
            Self::Io
            | Self::Busy
            | Self::Unanswered
            | Self::Interrupted
            | Self::NoTerminal
            | Self::Desk
            | Self::Demo => Status::Failed,
            Self::NotKept => Status::Unknown,
            Self::BadCursor => Status::Refused,
            Self::NotADemo => Status::Database,
        }
    }
}

/// Why a command failed.
#[derive(Debug)]
pub enum Failure {
    /// An error to report.
    Reported(Box<Reported>),
    /// The reader of the output has gone (`| head`): there is nothing to report.
    Closed,
    /// This signal asked the command to end, and it did.
    Signal(i32),
}

#[derive(Debug)]
pub struct Reported {
    pub status: Status,
    /// The stable error code.
    pub code: Cow<'static, str>,
    /// What happened, and what to do.
    pub message: Sentence,
    /// The refusal that the message is of, where a rule said no.
    refusal: Option<Refusal>,
    /// The facts behind the message.
    pub detail: Map<String, Value>,
    /// What a person can do next, in lines of their own.
    pub next_steps: Option<Sentence>,
}

impl Failure {
    /// Creates a failure of the command line itself.
    pub fn new(code: CommandCode, message: impl Into<Sentence>) -> Self {
        Self::with_status(code.status(), code.as_str(), message)
    }

    /// Creates the failure of an unusable database.
    pub fn unusable(code: UnusableCode, message: impl Into<Sentence>) -> Self {
        Self::with_status(Status::Database, code.as_str(), message)
    }

    fn with_status(status: Status, code: &'static str, message: impl Into<Sentence>) -> Self {
        let (code, message, detail) = (Cow::Borrowed(code), message.into(), Map::new());
        Self::Reported(Box::new(Reported { status, code, message, refusal: None, detail, next_steps: None }))
    }

    /// The command line is invalid.
    pub fn usage(message: impl Into<Sentence>) -> Self {
        Self::new(CommandCode::Usage, message)
    }

    /// Creates the failure of reading or writing `what`.
    pub fn io(what: impl Into<Sentence>, error: &io::Error) -> Self {
        let parts = [("what", what.into()), ("why", error.into())];
        Self::new(CommandCode::Io, Sentence::new("cli-error-of", parts))
    }

    /// A refusal by the command line itself, under one of the rules' codes.
    pub fn refused(code: Code, message: impl Into<Sentence>) -> Self {
        Self::with_status(code.kind().into(), code.as_str(), message)
    }

    /// Returns the same failure with a message that calls the team's members by name.
    pub fn naming(self, names: &TeamNames) -> Self {
        match self {
            Self::Reported(report) => Self::Reported(Box::new(report.naming(names))),
            other => other,
        }
    }

    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        if let Self::Reported(report) = &mut self {
            report.detail.insert(name.to_owned(), value.into());
        }
        self
    }

    /// Says what a person can do next.
    #[must_use]
    pub fn with_next_steps(mut self, steps: Sentence) -> Self {
        if let Self::Reported(report) = &mut self {
            report.next_steps = Some(steps);
        }
        self
    }

    /// Returns the exit status. A closed pipe is no failure; after a signal it is what a shell says of it.
    pub fn exit_status(&self) -> u8 {
        match self {
            Self::Reported(report) => report.status as u8,
            Self::Closed => Status::Done as u8,
            Self::Signal(number) => u8::try_from(128 + number).unwrap_or(u8::MAX),
        }
    }
}

impl Reported {
    /// Returns the same report with a message that calls the team's members by name.
    pub fn naming(self, names: &TeamNames) -> Self {
        match &self.refusal {
            Some(refusal) => Self { message: Sentence::of_refusal(refusal, &|handle| names.name_of(handle)), ..self },
            None => self,
        }
    }

    /// Returns the report as JSON.
    pub fn json(&self) -> Value {
        json!({"error": {"code": self.code, "message": self.message.english(), "detail": self.detail}})
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        let (code, message, detail) = (refusal.code(), Sentence::from(&refusal), refusal.detail());
        let (status, code) = (code.kind().into(), Cow::Borrowed(code.as_str()));
        Self::Reported(Box::new(Reported { status, code, message, refusal: Some(refusal), detail, next_steps: None }))
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let message = Sentence::from(&error);
        match error {
            StoreError::Refused(refusal) => refusal.into(),
            StoreError::Unusable(unusable) => Self::unusable(unusable.why.code(), message),
            StoreError::Interrupted => Self::new(CommandCode::Interrupted, message),
            StoreError::Busy => Self::new(CommandCode::Busy, message),
            StoreError::Unanswered => Self::new(CommandCode::Unanswered, message),
            StoreError::Full | StoreError::Io(_) => Self::new(CommandCode::Io, message),
        }
    }
}

impl From<BadId> for Failure {
    fn from(bad: BadId) -> Self {
        Self::usage(&bad)
    }
}

/// Converts clap's error message to one line. An argument that it repeats may be the name of a server, with a password in it.
pub fn from_clap(error: &clap::Error, args: &[OsString]) -> Failure {
    let text = error.to_string();
    let one_line = |part: &str| part.split_whitespace().collect::<Vec<_>>().join(" ");
    let parts: Vec<String> = text
        .split("\n\n")
        .filter(|part| !part.starts_with("Usage:") && !part.starts_with("For more information"))
        .map(|part| one_line(part.strip_prefix("error: ").unwrap_or(part)))
        .collect();
    let usage = text.lines().find_map(|line| line.strip_prefix("Usage: ")).unwrap_or("litige");
    let command: Vec<_> = usage.split(' ').take_while(|w| w.bytes().all(|b| b.is_ascii_lowercase())).collect();
    let english = parts.join("; ");
    let ours = usage_fault(error);
    let why = Sentence::of(|lang| match &ours {
        Some(ours) if lang != Lang::En => ours.in_language(lang).to_owned(),
        _ => english.clone(),
    });
    let mut sentence = Sentence::new("cli-error-usage-help", [("why", why), ("command", command.join(" ").into())]);
    for argument in args.iter().filter_map(|argument| argument.to_str()) {
        let value = argument.starts_with("--").then(|| argument.split_once('=')).flatten();
        let argument = value.map_or(argument, |(_, value)| value);
        if let server @ Place::Server(_) = Place::parse(Path::new(argument)) {
            sentence = sentence.replace(argument, &server.to_string());
        }
    }
    Failure::usage(sentence)
}

/// Returns what is wrong with a command line in our own words, where clap says which fault it is; its own are English alone.
fn usage_fault(error: &clap::Error) -> Option<Sentence> {
    let said = |kind: ContextKind| match error.get(kind)? {
        ContextValue::String(one) => Some(one.clone()),
        ContextValue::Strings(several) => Some(several.join(", ")),
        _ => None,
    };
    let arg = |kind| said(kind).map(|text| ("arg", text.into()));
    let near = |kind| said(kind).filter(|text| !text.is_empty()).map(|text| ("near", text.into()));
    let value = || said(ContextKind::InvalidValue).unwrap_or_default();
    Some(match error.kind() {
        ErrorKind::UnknownArgument => match near(ContextKind::SuggestedArg) {
            Some(near) => Sentence::new("cli-error-usage-unknown-near", [arg(ContextKind::InvalidArg)?, near]),
            None => Sentence::new("cli-error-usage-unknown", [arg(ContextKind::InvalidArg)?]),
        },
        ErrorKind::InvalidSubcommand => match near(ContextKind::SuggestedSubcommand) {
            Some(near) => Sentence::new("cli-error-usage-command-near", [arg(ContextKind::InvalidSubcommand)?, near]),
            None => Sentence::new("cli-error-usage-command", [arg(ContextKind::InvalidSubcommand)?]),
        },
        ErrorKind::MissingRequiredArgument => Sentence::new("cli-error-usage-missing", [arg(ContextKind::InvalidArg)?]),
        ErrorKind::ArgumentConflict => {
            Sentence::new("cli-error-usage-conflict", [arg(ContextKind::InvalidArg)?, near(ContextKind::PriorArg)?])
        }
        ErrorKind::InvalidValue if value().is_empty() => {
            Sentence::new("cli-error-usage-no-value", [arg(ContextKind::InvalidArg)?])
        }
        ErrorKind::InvalidValue => {
            let parts = [arg(ContextKind::InvalidArg)?, near(ContextKind::ValidValue)?, ("value", value().into())];
            Sentence::new("cli-error-usage-value", parts)
        }
        ErrorKind::ValueValidation => {
            let why = value_fault(std::error::Error::source(error)?);
            let parts = [arg(ContextKind::InvalidArg)?, ("near", why), ("value", value().into())];
            Sentence::new("cli-error-usage-invalid", parts)
        }
        ErrorKind::MissingSubcommand => Sentence::new("cli-error-usage-no-command", []),
        _ => return None,
    })
}

/// Returns what is wrong with a value, as whoever parsed it says it.
fn value_fault(why: &(dyn std::error::Error + 'static)) -> Sentence {
    if let Some(sentence) = why.downcast_ref::<Sentence>() {
        return sentence.clone();
    }
    let bad_id = why.downcast_ref::<BadId>().map(Sentence::from);
    let unknown = || why.downcast_ref::<UnknownWord>().map(Sentence::from);
    bad_id.or_else(unknown).unwrap_or_else(|| why.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Unusable, UnusableWhy};

    #[test]
    fn every_refusal_has_the_contracts_status() {
        for &code in Code::ALL {
            let expected = match code.as_str() {
                "already_decided" | "changed_since" | "claimed_by_other" => Status::Conflict,
                word if word.starts_with("unknown_") => Status::Unknown,
                _ => Status::Refused,
            };
            assert_eq!(Failure::refused(code, "").exit_status(), expected as u8, "{code}");
        }
    }

    #[test]
    fn an_argument_that_is_not_understood_is_repeated_without_its_password() {
        use clap::Parser as _;
        for line in [
            &["litige", "postgres://ines:secret@h/x"][..],
            &["litige", "status", "postgres://ines:secret@h/x"],
            &["litige", "status", "host=h password=secret"],
            &["litige", "--sharing=postgres://ines:secret@h/x"],
        ] {
            let args: Vec<OsString> = line.iter().map(OsString::from).collect();
            let error = crate::cli::args::Cli::try_parse_from(&args).map(|_| ()).unwrap_err();
            let Failure::Reported(report) = from_clap(&error, &args) else { panic!("{line:?}") };
            for lang in [Lang::En, Lang::Fr] {
                let said = report.message.in_language(lang);
                assert!(said.contains('h') && !said.contains("secret"), "{said}");
            }
        }
    }

    #[test]
    fn a_database_that_cant_be_used_ends_with_six() {
        for why in [UnusableWhy::Missing, UnusableWhy::Foreign, UnusableWhy::ReadOnly] {
            let error = StoreError::Unusable(Unusable { place: Place::File("x.db".into()), why });
            assert_eq!(Failure::from(error).exit_status(), Status::Database as u8);
        }
        assert_eq!(Failure::from(StoreError::Busy).exit_status(), Status::Failed as u8);
    }
}
