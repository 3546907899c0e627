//! Filling a new database with very much ([`crate::store::write::bulk`]): the index has a large buffer, and nothing waits for
//! the disk.
//!
//! The file is made under a name of its own, without a journal, and gets the wanted name when it is whole and on the disk.
//! So a failure, or a power cut, leaves nothing.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use rusqlite::config::DbConfig;

use super::open;
use super::transaction::SqliteTransaction;
use super::{SqliteStore, team};
use crate::domain::case::records::Mediator;
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::domain::time::Time;
use crate::store::write::bulk::BulkFill;
use crate::store::{Mode, StoreError, TeamStore as _};

/// SQLite's page cache while it fills, in KiB.
const CACHE: i64 = 64 << 10;

/// A database that is being filled.
pub type BulkLoad<'t> = BulkFill<SqliteTransaction<'t>>;

/// Makes a database of this team and lets `fill` fill it. All of it is there when this returns, or nothing.
///
/// # Errors
/// [`StoreError::Refused`] with `bad_state` where there is a file already, [`StoreError`] when it could not be written, or
/// the error of `fill`.
pub fn bulk_load<T, E: From<StoreError>>(
    path: &Path,
    members: &[Mediator],
    now: Time,
    fill: impl FnOnce(&mut BulkLoad<'_>) -> Result<T, E>,
) -> Result<T, E> {
    make(path, |unfinished| fill_at(unfinished, members, now, fill))
}

/// Makes a database under a temporary name, and gives it its own when it is there whole.
pub(super) fn make<T, E: From<StoreError>>(path: &Path, fill: impl FnOnce(&Path) -> Result<T, E>) -> Result<T, E> {
    if fs::symlink_metadata(path).is_ok() {
        return Err(there_is_one(path).into());
    }
    open::check_nothing_left(path)?;
    let unfinished = open::companion_path(path, &format!(".filling-{}", std::process::id()));
    let done = fill(&unfinished).and_then(|done| publish(&unfinished, path).map(|()| done).map_err(E::from));
    for leftover in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(open::companion_path(&unfinished, leftover));
    }
    done
}

pub(super) fn there_is_one(path: &Path) -> StoreError {
    Refusal::from(SetupRefusal::DatabaseExists { path: path.to_owned() }).into()
}

fn fill_at<T, E: From<StoreError>>(
    path: &Path,
    members: &[Mediator],
    now: Time,
    fill: impl FnOnce(&mut BulkLoad<'_>) -> Result<T, E>,
) -> Result<T, E> {
    let mut store = SqliteStore::open(path, Mode::Create)?;
    store.found_team(members, now)?;
    let done = hurried(&store, path, || {
        let tx = SqliteTransaction::begin_bulk(&store.db)?;
        let mut bulk = BulkFill::begin(tx, team::mediators(&store.db)?, now)?;
        let done = fill(&mut bulk)?;
        bulk.finish()?;
        Ok::<_, E>(done)
    })?;
    store.finish()?;
    Ok(done)
}

/// Fills a store whose file is nobody's yet.
pub(super) fn hurried<T, E: From<StoreError>>(
    store: &SqliteStore,
    path: &Path,
    fill: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    hurry(&store.db).map_err(StoreError::from)?;
    remove_journal(path)?;
    let done = fill()?;
    take_care(&store.db).map_err(StoreError::from)?;
    Ok(done)
}

/// No journal, no waiting for the disk, no check of what the rules hold: the file is nobody's yet.
fn hurry(db: &Connection) -> rusqlite::Result<()> {
    // Without it, SQLite refuses to do without a journal.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, false)?;
    db.pragma_update_and_check(None, "locking_mode", "exclusive", |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_mode", "delete", |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_mode", "off", |_| Ok(()))?;
    db.pragma_update(None, "synchronous", "off")?;
    db.pragma_update(None, "foreign_keys", false)?;
    db.pragma_update(None, "cell_size_check", false)?;
    db.pragma_update(None, "secure_delete", false)?;
    db.pragma_update(None, "cache_size", -CACHE)
}

/// Back to a file like any other.
fn take_care(db: &Connection) -> rusqlite::Result<()> {
    db.pragma_update(None, "synchronous", "full")?;
    db.pragma_update_and_check(None, "locking_mode", "normal", |_| Ok(()))?;
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))
}

/// Removes the journal that stays behind with exclusive locking. It is blank, unless blanking it failed: SQLite keeps that to
/// itself, and would take the filled file back to what it was before.
fn remove_journal(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(open::companion_path(path, "-journal")) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(StoreError::Io(error.to_string())),
        _ => Ok(()),
    }
}

fn publish(unfinished: &Path, path: &Path) -> Result<(), StoreError> {
    let cannot = |e: std::io::Error| StoreError::Io(e.to_string());
    fs::File::open(unfinished).and_then(|file| file.sync_all()).map_err(cannot)?;
    open::check_nothing_left(path)?;
    if !open::rename_to_new(unfinished, path).map_err(cannot)? {
        return Err(there_is_one(path));
    }
    open::sync_name(path).map_err(cannot)
}
