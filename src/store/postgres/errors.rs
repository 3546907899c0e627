//! The server's errors in a person's words.

use postgres::Error;
use postgres::error::SqlState;

use crate::store::{Place, StoreError, Unusable, UnusableWhy};

/// A caller's clock is ahead of the server's.
pub(super) const AHEAD: &str = "LT002";
/// The login is not who it says it is, or nobody of the team.
pub(super) const DENIED: &str = "LT003";
/// What was loaded was changed by somebody else before it was committed.
pub(super) const RACED: &str = "LT004";

/// A damaged database, found in the middle of work.
pub(super) fn damaged(what: impl Into<String>) -> StoreError {
    unusable(UnusableWhy::Corrupt(what.into()))
}

/// Without its place, which [`named`] fills in where it is known.
pub(super) fn unusable(why: UnusableWhy) -> StoreError {
    StoreError::Unusable(Unusable { place: Place::File(std::path::PathBuf::new()), why })
}

/// Puts the place in an error that lacks it.
pub(super) fn named(error: StoreError, place: &Place) -> StoreError {
    match error {
        StoreError::Unusable(Unusable { place: Place::File(unknown), why }) if unknown.as_os_str().is_empty() => {
            StoreError::Unusable(Unusable { place: place.clone(), why })
        }
        other => other,
    }
}

/// Whether the same may work at once: another transaction was in the way.
pub(super) fn is_race(error: &Error) -> bool {
    error.code().is_some_and(|code| {
        *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED || code.code() == RACED
    })
}

/// Whether the connection is gone, or the server is about to end it.
pub(super) fn is_gone(error: &Error) -> bool {
    if let Some(code) = error.code() {
        return *code == SqlState::ADMIN_SHUTDOWN || *code == SqlState::CRASH_SHUTDOWN || code.code().starts_with("08");
    }
    let source = std::error::Error::source(error);
    error.is_closed() || source.is_some_and(|source| source.is::<std::io::Error>())
}

/// What an error of the server's means.
pub(super) fn of(error: &Error) -> StoreError {
    let Some(said) = error.as_db_error() else {
        let text = plain(error);
        // The crate says so where the server asks for one, and none is given.
        let why =
            if text.ends_with("password missing") { UnusableWhy::Denied(text) } else { UnusableWhy::Unreachable(text) };
        return unusable(why);
    };
    let code = said.code();
    let what = || said.message().to_owned();
    match code.code() {
        AHEAD => return unusable(UnusableWhy::ClockAhead),
        DENIED => return unusable(UnusableWhy::Denied(what())),
        RACED => return StoreError::Busy,
        _ => {}
    }
    let why = match code {
        c if *c == SqlState::QUERY_CANCELED => return StoreError::Interrupted,
        c if *c == SqlState::LOCK_NOT_AVAILABLE => return StoreError::Busy,
        c if *c == SqlState::T_R_SERIALIZATION_FAILURE || *c == SqlState::T_R_DEADLOCK_DETECTED => {
            return StoreError::Busy;
        }
        c if *c == SqlState::DISK_FULL => return StoreError::Full,
        c if *c == SqlState::READ_ONLY_SQL_TRANSACTION => UnusableWhy::Standby,
        c if *c == SqlState::TOO_MANY_CONNECTIONS || *c == SqlState::CONFIGURATION_LIMIT_EXCEEDED => {
            UnusableWhy::TooManyClients
        }
        c if *c == SqlState::INSUFFICIENT_PRIVILEGE => UnusableWhy::Denied(what()),
        c if c.code().starts_with("28") => UnusableWhy::Denied(what()),
        c if *c == SqlState::INVALID_CATALOG_NAME || *c == SqlState::INVALID_SCHEMA_NAME => UnusableWhy::Missing,
        c if *c == SqlState::UNDEFINED_FUNCTION
            || *c == SqlState::UNDEFINED_TABLE
            || *c == SqlState::UNDEFINED_COLUMN =>
        {
            UnusableWhy::Outdated(what())
        }
        // A server that was upgraded under its feet can't load what its functions are written in.
        c if *c == SqlState::UNDEFINED_FILE => UnusableWhy::BrokenServer(what()),
        c if *c == SqlState::DATA_CORRUPTED || *c == SqlState::INDEX_CORRUPTED => UnusableWhy::Corrupt(what()),
        c if *c == SqlState::CANNOT_CONNECT_NOW
            || *c == SqlState::ADMIN_SHUTDOWN
            || *c == SqlState::CRASH_SHUTDOWN
            || c.code().starts_with("08") =>
        {
            UnusableWhy::Unreachable(what())
        }
        _ => return StoreError::Io(format!("{} ({})", said.message(), code.code())),
    };
    unusable(why)
}

/// What went wrong on the way, without what the crates put around it.
pub(super) fn plain(error: &Error) -> String {
    let mut text = error.to_string();
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.contains(&said) {
            text = format!("{text}: {said}");
        }
        source = cause.source();
    }
    text
}
