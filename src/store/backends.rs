//! Which backend serves a place: the one file that names backends. A new one is a folder, a line here, and a line in its tests.

use std::path::{Path, PathBuf};

use super::copying::{Copied, CopyProgress};
#[cfg(feature = "postgres")]
use super::postgres::{self, PostgresStore};
use super::sqlite::{self, SqliteStore};
use super::{Caller, Grant, Granted, NewLead, Place, Restored, ServerInit, Store, StoreError, Unusable, UnusableWhy};
use crate::domain::case::records::Mediator;
use crate::domain::time::Time;

pub use super::sqlite::BulkLoad;

/// How a store is opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Refuses where there is none.
    Existing,
    /// As [`Mode::Existing`], for very many writes: with more memory, and with the log moved into the file less often.
    BulkWrite,
    /// Makes one where there is none, and the folders on the way to it.
    Create,
}

/// Opens the store at a place, upgrading an older one. Each value has a connection of its own; several, in one process or
/// many, share the place.
///
/// # Errors
/// [`StoreError::Unusable`] with why; what is refused stays as it was.
pub fn open(place: &Place, mode: Mode) -> Result<Box<dyn Store + Send>, StoreError> {
    open_as(place, mode, Caller::default())
}

/// The same store, for programs that people use: it judges by the caller's clock what they say of the time, and knows from which
/// account of the system they write.
///
/// # Errors
/// As [`open`].
pub fn open_as(place: &Place, mode: Mode, caller: Caller) -> Result<Box<dyn Store + Send>, StoreError> {
    match place {
        #[cfg(feature = "postgres")]
        // Who writes is the login's to say there, and no account's of this machine.
        Place::Server(server) => {
            Ok(Box::new(PostgresStore::open(server, mode)?.with_caller(Caller { account: None, ..caller })))
        }
        _ => Ok(Box::new(SqliteStore::open(file(place)?, mode)?.with_caller(caller))),
    }
}

/// Copies the whole store at a place to an empty other one, of another kind or not, at one moment, while others go on writing. The
/// end of the audit's chain is the same there. `tell` hears how far it has come.
///
/// # Errors
/// [`StoreError::Refused`] with `bad_state` where the other place is not empty; another [`StoreError`] when one could not be read
/// or the other written. Nothing was changed then.
pub fn copy(from: &Place, to: &Place, tell: &mut dyn FnMut(CopyProgress)) -> Result<Copied, StoreError> {
    match (from, to) {
        #[cfg(feature = "postgres")]
        (Place::File(path), Place::Server(server)) => {
            PostgresStore::open(server, Mode::Existing)?.copy_from(path, tell)
        }
        #[cfg(feature = "postgres")]
        (Place::Server(server), Place::File(path)) => PostgresStore::open(server, Mode::Existing)?.copy_to(path, tell),
        (Place::File(_), Place::File(_)) => {
            Err(cannot(to, "a database file is copied with `litige backup`; `litige copy` goes to a server, or back"))
        }
        _ => Err(cannot(to, "copy to a database file first, and from there on to the server")),
    }
}

fn cannot(place: &Place, why: &str) -> StoreError {
    StoreError::Unusable(Unusable { place: place.clone(), why: UnusableWhy::CannotOpen(why.to_owned()) })
}

/// Returns where the store at a place keeps the contents of files; `None` for one that has no folder for them.
pub fn file_folder(place: &Place) -> Option<PathBuf> {
    place.file().map(sqlite::file_folder)
}

/// Makes a store under the default policy, unless there is one already. Returns whether it did. On a server it is made by
/// [`init_server`] alone.
///
/// # Errors
/// [`StoreError::Unusable`] when it can't be made.
pub fn create(place: &Place) -> Result<bool, StoreError> {
    place.file().map_or(Ok(false), SqliteStore::create)
}

/// Makes a store of these members of the team and lets `fill` fill it. All of it is there when this returns, or nothing.
///
/// # Errors
/// [`StoreError::Refused`] with `bad_state` where there is something already, [`StoreError`] when it could not be written, or
/// the error of `fill`.
pub fn bulk_load<T, E: From<StoreError>>(
    place: &Place,
    members: &[Mediator],
    now: Time,
    fill: impl FnOnce(&mut BulkLoad<'_>) -> Result<T, E>,
) -> Result<T, E> {
    sqlite::bulk_load(file(place)?, members, now, fill)
}

/// Makes a store of the database on a server that a login who may create roles names: schema, roles and settings, and a first
/// lead with a login. What is there stays as it is.
///
/// # Errors
/// [`StoreError`] when it can't be made; nothing was changed.
pub fn init_server(place: &Place, lead: Option<&NewLead>, now: Time) -> Result<ServerInit, StoreError> {
    #[cfg(feature = "postgres")]
    if let Place::Server(server) = place {
        return postgres::init(server, lead, now);
    }
    let _ = (lead, now);
    Err(no_server(place))
}

/// Makes a login on a server, for a member or for the marketplace, unless it is there.
///
/// # Errors
/// [`StoreError::Refused`] where there is no such member, or the login is another's; another [`StoreError`] when it can't be made.
pub fn grant_login(place: &Place, grant: &Grant, now: Time) -> Result<Granted, StoreError> {
    #[cfg(feature = "postgres")]
    if let Place::Server(server) = place {
        return postgres::grant(server, grant, now);
    }
    let _ = (grant, now);
    Err(no_server(place))
}

/// Returns the statements that make a login, for whoever would rather run them by hand.
///
/// # Errors
/// As [`grant_login`].
pub fn grant_sql(place: &Place, grant: &Grant) -> Result<Vec<String>, StoreError> {
    #[cfg(feature = "postgres")]
    if let Place::Server(server) = place {
        return postgres::grant_sql(server, grant);
    }
    let _ = grant;
    Err(no_server(place))
}

/// Why what is done to servers only is not done here.
fn no_server(place: &Place) -> StoreError {
    let what = match place {
        Place::File(_) => "this is for a server; say --db postgres://… or service=…",
        Place::Server(_) => "this litige was built without the feature `postgres`",
    };
    StoreError::Unusable(Unusable { place: place.clone(), why: UnusableWhy::CannotOpen(what.to_owned()) })
}

/// Whether the store at a place was made by [`create_demo`].
///
/// # Errors
/// As [`open`].
pub fn is_demo(place: &Place) -> Result<bool, StoreError> {
    SqliteStore::open(file(place)?, Mode::Existing)?.is_demo()
}

/// Makes a store that is marked as a demo for good, and lets `fill` fill it. Afterwards its file alone is all of it.
///
/// # Errors
/// [`StoreError`] when it can't be made or written, or the error of `fill`.
pub fn create_demo<E: From<StoreError>>(
    place: &Place,
    fill: impl FnOnce(&mut dyn Store) -> Result<(), E>,
) -> Result<(), E> {
    let path = file(place)?;
    SqliteStore::create(path)?;
    let mut store = SqliteStore::open(path, Mode::Existing)?;
    store.mark_demo()?;
    fill(&mut store)?;
    Ok(store.finish()?)
}

/// Gives a database that nobody has open another path, with the files beside it. What stands there is replaced, unless
/// another process has it open.
///
/// # Errors
/// [`StoreError::Refused`] with `bad_state` where another process has it open; [`StoreError::Unusable`] where a file can't be
/// renamed or removed.
pub fn move_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    sqlite::move_database(from, to)
}

/// Checks that no other process has the database file at a path open, nor has left its log there without it.
///
/// # Errors
/// As [`move_database`].
pub fn check_not_open(path: &Path) -> Result<(), StoreError> {
    sqlite::check_not_open(path)
}

/// Removes a database with the files beside it, as far as they are there.
pub fn remove_database(path: &Path) {
    sqlite::remove_database(path);
}

/// Puts a backup in the place of the database file at a place, which may be missing. A copy of it is verified first, with its
/// evidence; what was there goes aside under a name with this date, together with all that belongs to it.
///
/// # Errors
/// [`StoreError::Refused`] with `bad_state` where another process has either open, or the backup is the database itself;
/// [`StoreError::Unusable`] with the file that can't be used; another [`StoreError`] when the copy could not be made. The
/// database is then as it was, unless the error is [`UnusableWhy::RestoreUnfinished`].
pub fn restore(place: &Place, backup: &Path, now: Time) -> Result<Restored, StoreError> {
    sqlite::restore(file(place)?, backup, now)
}

/// Gives the database file at a place to the group of its folder, with all that is kept beside it: whoever belongs to it may
/// then read and write it. Nothing happens where there is none, where it is the group's, or where another owns it.
///
/// # Errors
/// [`StoreError::Unusable`] with the file that can't be given.
pub fn share_with_group(place: &Place) -> Result<(), StoreError> {
    place.file().map_or(Ok(()), sqlite::share_with_group)
}

/// Whether a path leads to the database file of a place, or to one that is kept beside it, there or not yet: what a command
/// must never write to. No path leads to a server.
pub fn is_database(path: &Path, place: &Place) -> bool {
    place.file().is_some_and(|db| sqlite::is_database(path, db))
}

/// The file of a place. A server is refused, for what is done to files only.
fn file(place: &Place) -> Result<&Path, StoreError> {
    place.file().ok_or_else(|| {
        let why = UnusableWhy::CannotOpen("this works with database files only; give the path of one".to_owned());
        StoreError::Unusable(Unusable { place: place.clone(), why })
    })
}
