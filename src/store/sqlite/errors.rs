//! SQLite's errors in a person's words.

use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Error, ErrorCode};

use crate::store::{Owner, Place, StoreError, Unusable, UnusableWhy};

impl From<Error> for StoreError {
    fn from(error: Error) -> Self {
        let code = match &error {
            Error::SqliteFailure(failure, _) => failure.code,
            Error::FromSqlConversionFailure(..)
            | Error::InvalidColumnType(..)
            | Error::IntegralValueOutOfRange(..)
            | Error::Utf8Error(..) => {
                return damaged(format!("a row can't be read: {error}"));
            }
            _ => return Self::Io(error.to_string()),
        };
        match code {
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::OperationInterrupted => Self::Interrupted,
            ErrorCode::DatabaseCorrupt => damaged(error.to_string()),
            ErrorCode::NotADatabase => unusable(UnusableWhy::Foreign),
            ErrorCode::ReadOnly => unusable(UnusableWhy::ReadOnly),
            ErrorCode::CannotOpen => unusable(UnusableWhy::CannotOpen(error.to_string())),
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::SystemIoFailure => Self::Io(format!("the disk failed ({error})")),
            _ => Self::Io(error.to_string()),
        }
    }
}

/// A damaged database, found in the middle of work.
pub(super) fn damaged(what: impl Into<String>) -> StoreError {
    unusable(UnusableWhy::Corrupt(what.into()))
}

/// A database at this path that can't be used.
pub(super) fn refuse(path: &Path, why: UnusableWhy) -> StoreError {
    StoreError::Unusable(Unusable { place: Place::File(path.to_owned()), why })
}

/// A database whose file, or the way to it, can't be looked at.
pub(super) fn unreadable(path: &Path, error: &io::Error) -> StoreError {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => UnusableWhy::PermissionDenied(Owner::of(path)),
        _ => UnusableWhy::CannotOpen(error.to_string()),
    };
    refuse(path, why)
}

/// Without its path, which [`named`] fills in where it is known.
fn unusable(why: UnusableWhy) -> StoreError {
    StoreError::Unusable(Unusable { place: Place::File(PathBuf::new()), why })
}

/// Puts the file's name in an error that lacks it.
pub(super) fn named(error: StoreError, path: &Path) -> StoreError {
    match error {
        StoreError::Unusable(Unusable { place: Place::File(unknown), why }) if unknown.as_os_str().is_empty() => {
            StoreError::Unusable(Unusable { place: Place::File(path.to_owned()), why })
        }
        other => other,
    }
}
