//! Why a store could not do what it was asked.

use std::fmt;
use std::path::PathBuf;

use crate::domain::refusal::Refusal;
use crate::domain::vocabulary::vocabulary;
use crate::store::{Owner, Place};

/// Why the store could not do it.
#[derive(Debug, Clone, PartialEq)]
pub enum StoreError {
    /// A rule, a conflict or an unknown id said no; nothing was changed.
    Refused(Refusal),
    /// The database can't be used at all.
    Unusable(Unusable),
    Interrupted,
    /// The write lock could not be had in time; trying again may work.
    Busy,
    /// The connection broke while it was written, and the answer never came: nobody knows whether it was done. Under its key it
    /// may be asked for again.
    Unanswered,
    /// The disk is full; what was asked was not done.
    Full,
    /// Reading or writing failed: an I/O error, …; what was asked was not done.
    Io(String),
}

/// A database that can't be used, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    pub place: Place,
    pub why: UnusableWhy,
}

/// Why a database can't be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnusableWhy {
    Missing,
    /// It is not a database, or not one of ours.
    Foreign,
    /// A newer litige made it.
    Newer {
        /// The schema version of the database.
        found: i64,
        /// The one that this program knows.
        known: i64,
    },
    Corrupt(String),
    /// It, or its folder, can't be written.
    ReadOnly,
    /// It, or the way to it, may not be read or written by this user.
    PermissionDenied(Box<Owner>),
    /// Its path leads no longer to the one that was opened: it was removed, or another put in its place.
    Replaced,
    /// Its file has several names (hard links), under each of which SQLite would keep another log.
    Linked,
    /// Its path is a symbolic link that leads nowhere.
    DanglingLink,
    /// There is none, but the log of one was left there, which would be replayed into a new one.
    LeftLog(PathBuf),
    /// There is none: a restore has moved it here, and not put the backup in its place.
    RestoreUnfinished(PathBuf),
    /// It could not be opened.
    CannotOpen(String),
    /// Its server does not answer.
    Unreachable(String),
    /// Its server takes no more connections.
    TooManyClients,
    /// The login is not let in, or is nobody of the team.
    Denied(String),
    /// Its server only reads: it is the standby of another.
    Standby,
    /// What this program calls is not there any more: the database is that of a newer one.
    Outdated(String),
    /// Its server can't load a part of itself, as after an upgrade while it ran.
    BrokenServer(String),
    /// The clock of this machine is ahead of the server's.
    ClockAhead,
}

vocabulary!(
    /// The stable codes of databases that can't be used (docs/contract.md, "Errors").
    UnusableCode, "a code of an unusable database", {
        NoDatabase = "no_database",
        NotLitige = "not_litige",
        NewerDatabase = "newer_database",
        CorruptDatabase = "corrupt_database",
        ReadOnlyDatabase = "read_only_database",
        PermissionDenied = "permission_denied",
        DatabaseReplaced = "database_replaced",
        CannotOpen = "cannot_open",
        Unreachable = "unreachable",
        Denied = "denied",
        Standby = "standby",
        ClockAhead = "clock_ahead",
    }
);

impl UnusableWhy {
    pub fn code(&self) -> UnusableCode {
        match self {
            Self::Missing => UnusableCode::NoDatabase,
            Self::Foreign => UnusableCode::NotLitige,
            Self::Newer { .. } | Self::Outdated(_) => UnusableCode::NewerDatabase,
            Self::Corrupt(_) => UnusableCode::CorruptDatabase,
            Self::ReadOnly => UnusableCode::ReadOnlyDatabase,
            Self::PermissionDenied(_) => UnusableCode::PermissionDenied,
            Self::Replaced => UnusableCode::DatabaseReplaced,
            Self::Unreachable(_) | Self::TooManyClients | Self::BrokenServer(_) => UnusableCode::Unreachable,
            Self::Denied(_) => UnusableCode::Denied,
            Self::Standby => UnusableCode::Standby,
            Self::ClockAhead => UnusableCode::ClockAhead,
            Self::Linked | Self::DanglingLink | Self::LeftLog(_) | Self::RestoreUnfinished(_) | Self::CannotOpen(_) => {
                UnusableCode::CannotOpen
            }
        }
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { place, why } = self;
        let on_server = place.file().is_none();
        match why {
            UnusableWhy::Missing if on_server => {
                write!(
                    f,
                    "{place} holds no litige database; whoever runs the server makes one with `litige server init`"
                )
            }
            UnusableWhy::Missing => {
                write!(
                    f,
                    "there is no database at {place}; start with `litige demo`, or make one with `litige ingest FILE`"
                )
            }
            UnusableWhy::Foreign => write!(f, "{place} is not a litige database; it was left as it is"),
            UnusableWhy::Newer { found, known } => {
                write!(f, "{place} was made by a newer litige (schema {found}, this one knows {known}); update litige")
            }
            UnusableWhy::Corrupt(what) => {
                write!(
                    f,
                    "{place} is damaged ({what}); it was left as it is, put a backup in its place with `litige restore`"
                )
            }
            UnusableWhy::ReadOnly if on_server => {
                write!(
                    f,
                    "{place} can't be written with this login; ask whoever runs the server for the right to write"
                )
            }
            UnusableWhy::ReadOnly => write!(f, "{place} can't be written; check the rights of the file and its folder"),
            UnusableWhy::PermissionDenied(owner) => write!(
                f,
                "permission denied: this user may not use {place}; {} belongs to {} and its group is {}, ask them for the \
                 right to",
                owner.file.display(),
                owner.user,
                owner.group
            ),
            UnusableWhy::Replaced => write!(
                f,
                "{place} is not the database that was opened any more: it or its log was removed, or another was put in its \
                 place; nothing was written, open it again"
            ),
            UnusableWhy::Linked => write!(
                f,
                "{place} is one file under several names (hard links); work under two of them would be lost: \
                 remove the other names, or copy the database with `litige backup`"
            ),
            UnusableWhy::DanglingLink => {
                write!(f, "{place} is a symbolic link that leads nowhere; mend the link, or remove it")
            }
            UnusableWhy::LeftLog(left) => write!(
                f,
                "there is no database at {place}, but {} was left there by one: it may hold what was written last. \
                 Put that database back beside it, or move the file away, then try again",
                left.display()
            ),
            UnusableWhy::RestoreUnfinished(aside) => write!(
                f,
                "a restore of {place} has not been finished; what was there is at {aside}, with its log and files. \
                 Repeat `litige restore BACKUP`, or go back with `litige restore {aside}`",
                aside = aside.display()
            ),
            UnusableWhy::CannotOpen(what) => write!(f, "{place} can't be opened: {what}"),
            UnusableWhy::Unreachable(what) => write!(f, "{place} can't be reached: {what}"),
            UnusableWhy::TooManyClients => {
                write!(
                    f,
                    "the server of {place} takes no more connections; try again, and ask for a higher max_connections"
                )
            }
            UnusableWhy::Denied(what) => {
                write!(f, "{place} denies it: {what}; ask whoever runs the server for `litige server grant`")
            }
            UnusableWhy::Standby => {
                write!(
                    f,
                    "{place} is a standby, which only reads; name its primary, or every host with `target_session_attrs=read-write`"
                )
            }
            UnusableWhy::Outdated(what) => {
                write!(
                    f,
                    "{place} is of another release of litige ({what}); update litige, or let whoever runs the server run \
                     `litige server init` with this one"
                )
            }
            UnusableWhy::BrokenServer(what) => {
                write!(f, "the server of {place} can't load a part of itself ({what}); whoever runs it must restart it")
            }
            UnusableWhy::ClockAhead => {
                write!(f, "the clock of this machine is ahead of that of {place}; nothing was changed, set it right")
            }
        }
    }
}

impl fmt::Display for StoreError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(refusal) => refusal.fmt(f),
            Self::Unusable(unusable) => unusable.fmt(f),
            Self::Interrupted => f.write_str("stopped"),
            Self::Busy => f.write_str("another process is writing to the database; nothing was changed, try again"),
            Self::Unanswered => f.write_str(
                "the connection broke, and it is not known whether it was done; the same again, under the same key, is safe",
            ),
            Self::Full => f.write_str("the disk is full where the database is; nothing was changed, make room there and try again"),
            Self::Io(what) => write!(f, "the database could not be read or written: {what}; nothing was changed"),
        }
    }
}

impl std::error::Error for StoreError {}

impl From<Refusal> for StoreError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}
