//! Opening a database: which files are taken, how a new one is made, and every setting of a connection with its reason.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};
use rustix::fs::{CWD, RenameFlags, renameat_with};
use rustix::io::Errno;

use super::errors::{self, refuse};
use super::identity::{Database, FileId};
use super::sharing::Ownership;
use super::{migrate, restore, schema};
use crate::store::{Mode, Owner, StoreError, UnusableWhy};

/// "litg" as a big-endian number, in the file's header: how `file` and we know one of ours.
const APPLICATION_ID: i32 = i32::from_be_bytes(*b"litg");

/// Earlier SQLite can lose commits in WAL mode when a checkpoint and a write restart the log at the same moment.
const SQLITE_AT_LEAST: i32 = 3_051_003;

/// How long a write waits for another process's.
pub(super) const BUSY: Duration = Duration::from_secs(10);

/// How often a file that looks damaged is looked at again before it is refused: a process that is just ending may be moving
/// its log into it.
const LOOKS: u32 = 5;
/// The pause before.
const BETWEEN_LOOKS: Duration = Duration::from_millis(10);

/// Opens the file and brings its schema up to date. Returns the database and the file's path without symbolic links, which
/// names everything that stands beside it.
pub(super) fn open(path: &Path, mode: Mode) -> Result<(Database, PathBuf), StoreError> {
    let named = absolute(path)?;
    if mode == Mode::Create {
        create(&named)?;
    }
    let path = resolve(&named)?.ok_or_else(|| missing(&named))?;
    let db = existing(&named, &path).map_err(|error| errors::named(error, &path))?;
    Ok((db, path))
}

/// Makes a database where there is no file; says whether it did.
pub(super) fn create(path: &Path) -> Result<bool, StoreError> {
    let path = absolute(path)?;
    match resolve(&path) {
        Ok(None) => create_at(&path).map_err(|error| errors::named(error, &path)),
        // Opening it says what is wrong with the way to it.
        Ok(Some(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// Why there is no database at a path.
fn missing(path: &Path) -> StoreError {
    restore::unfinished(path).err().unwrap_or_else(|| refuse(path, UnusableWhy::Missing))
}

pub(super) fn absolute(path: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(path).map_err(|e| refuse(path, UnusableWhy::CannotOpen(e.to_string())))
}

/// The path without symbolic links, nothing where there is nothing. A link that leads nowhere is refused: whoever made it
/// meant a certain database, and another one at its end would be made without a word.
pub(super) fn resolve(path: &Path) -> Result<Option<PathBuf>, StoreError> {
    match path.canonicalize() {
        Ok(path) => Ok(Some(path)),
        Err(e) if e.kind() == io::ErrorKind::NotFound => match path.symlink_metadata() {
            Ok(_) => Err(refuse(path, UnusableWhy::DanglingLink)),
            Err(_) => Ok(None),
        },
        Err(e) => Err(errors::unreadable(path, &e)),
    }
}

fn existing(named: &Path, path: &Path) -> Result<Database, StoreError> {
    let (mut db, file) = connect(path)?;
    migrate::upgrade(&mut db)?;
    let db = Database::new(db, [named, path], file)?;
    Ownership::of(path).give_log(path)?;
    Ok(db)
}

/// Connects to a file that has been looked at and accepted, whatever the version of its schema.
pub(super) fn connect(path: &Path) -> Result<(Connection, FileId), StoreError> {
    let file = check_file(path)?;
    probe(path, ProbeDepth::Header)?;
    for suffix in ["", "-wal", "-shm"] {
        check_writable(path, &companion_path(path, suffix))?;
    }
    check_writable(path, path.parent().unwrap_or(path))?;
    let db = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)
        .map_err(without_uri)?;
    // Until the file has been accepted, closing it must not move the log into it; and a log of ours must not be left.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, has_log(path))?;
    harden(&db)?;
    // A file that has no log would be changed to have one: its schema is looked at before.
    if !is_logged(&db)? {
        probe(path, ProbeDepth::Schema)?;
    }
    configure(&db)?;
    let version = migrate::version(&db)?;
    migrate::check(version).map_err(|why| refuse(path, why))?;
    // In one read: another process may be upgrading it.
    let moment = db.unchecked_transaction()?;
    schema::check(&moment, migrate::version(&moment)?)?;
    drop(moment);
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, false)?;
    Ok((db, file))
}

/// Looks at the file and its companions from outside: that it is one file under one name, which may be read.
pub(super) fn check_file(path: &Path) -> Result<FileId, StoreError> {
    let mut again = 0..LOOKS;
    loop {
        let found = fs::metadata(path).map_err(|e| match e.kind() {
            io::ErrorKind::NotFound => refuse(path, UnusableWhy::Missing),
            _ => errors::unreadable(path, &e),
        })?;
        if !found.is_file() || found.len() == 0 {
            return Err(refuse(path, UnusableWhy::Foreign));
        }
        let parts = ["", "-wal", "-shm"].map(|suffix| companion_path(path, suffix));
        let refused = match parts.into_iter().find(|file| !may_read(file)) {
            _ if found.nlink() > 1 => refuse(path, UnusableWhy::Linked),
            Some(file) => refuse(&file, UnusableWhy::PermissionDenied(Owner::of(&file))),
            None => return Ok(FileId::of(&found)),
        };
        // A new file may have two names for a moment, where it can't be renamed into place; and a new log is the group's a
        // moment after it was made.
        if again.next().is_none() {
            return Err(refused);
        }
        std::thread::sleep(BETWEEN_LOOKS);
    }
}

/// Whether we may read there. A mode without any read bit counts as no even for root, whom the system lets through; what is
/// not there may be read.
fn may_read(path: &Path) -> bool {
    let Ok(found) = fs::metadata(path) else { return true };
    let access = rustix::fs::access(path, rustix::fs::Access::READ_OK);
    found.permissions().mode() & 0o444 != 0 && !matches!(access, Err(Errno::ACCESS | Errno::PERM))
}

/// Looks at the file without touching it: no lock, no log, no shared memory. Through SQLite rather than [`fs::File`], because
/// closing a file drops every POSIX lock that this process has on it, another connection's too.
///
/// Without a lock it may look right into another process's checkpoint, or at what a crash left of one: then the file is whole
/// only together with its log, and whoever opens it with that will see. The log may be gone again a moment later.
pub(super) fn probe(path: &Path, depth: ProbeDepth) -> Result<(), StoreError> {
    let mut again = 0..LOOKS;
    loop {
        let was_logged = has_log(path);
        let damage = match read_header(path, depth) {
            Ok(look) if look.id != APPLICATION_ID => return Err(refuse(path, UnusableWhy::Foreign)),
            Ok(HeaderCheck { version, damage, .. }) => {
                migrate::check(version).map_err(|why| refuse(path, why))?;
                match damage {
                    None => return Ok(()),
                    Some(damage) => damage,
                }
            }
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::DatabaseCorrupt) => error.into(),
            Err(error) => return Err(without_uri(error).into()),
        };
        if was_logged || has_log(path) {
            return Ok(());
        }
        if again.next().is_none() {
            return Err(damage);
        }
        std::thread::sleep(BETWEEN_LOOKS);
    }
}

/// How much of a file is looked at from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ProbeDepth {
    Header,
    /// The header, and whether the schema is one of ours: where nobody looks at it again.
    Schema,
}

/// What a file looks like from outside.
struct HeaderCheck {
    /// The application's id, as the header has it.
    id: i32,
    /// The schema's version, as the header has it.
    version: i64,
    /// What is wrong, unless it is put right by a log.
    damage: Option<StoreError>,
}

fn read_header(path: &Path, depth: ProbeDepth) -> rusqlite::Result<HeaderCheck> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let db = Connection::open_with_flags(immutable_uri(path), flags)?;
    let id: i32 = db.pragma_query_value(None, "application_id", |row| row.get(0))?;
    let version = migrate::version(&db)?;
    let mut damage = None;
    if id == APPLICATION_ID {
        damage = cut_short(&db, path)?;
    }
    // A statement makes SQLite read the whole schema.
    if id == APPLICATION_ID && depth == ProbeDepth::Schema && migrate::check(version).is_ok() {
        damage = damage.or(schema::check(&db, version).err());
    }
    Ok(HeaderCheck { id, version, damage })
}

/// Whether the file is shorter than its header says. SQLite itself takes a last page that lacks some bytes for one that ends
/// in zeros.
fn cut_short(db: &Connection, path: &Path) -> rusqlite::Result<Option<StoreError>> {
    let pages: i64 = db.pragma_query_value(None, "page_count", |row| row.get(0))?;
    let size: i64 = db.pragma_query_value(None, "page_size", |row| row.get(0))?;
    let expected = pages.unsigned_abs() * size.unsigned_abs();
    let found = fs::metadata(path).map_or(0, |found| found.len());
    let cut = || errors::damaged(format!("it is cut short: {found} bytes of {expected}"));
    Ok((found < expected).then(cut))
}

/// An error of SQLite's without the name under which the file was looked at, which nobody gave it.
fn without_uri(error: rusqlite::Error) -> rusqlite::Error {
    match error {
        rusqlite::Error::SqliteFailure(failure, _) => rusqlite::Error::SqliteFailure(failure, None),
        other => other,
    }
}

fn immutable_uri(path: &Path) -> String {
    let mut uri = String::from("file:");
    for &byte in path.as_os_str().as_bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~".contains(&byte) {
            uri.push(char::from(byte));
        } else {
            uri.push_str(&format!("%{byte:02X}"));
        }
    }
    uri + "?immutable=1"
}

fn has_log(path: &Path) -> bool {
    fs::metadata(companion_path(path, "-wal")).is_ok_and(|log| log.len() > 0)
}

/// The path with something after its last name, as SQLite names a database's companions.
pub(super) fn companion_path(path: &Path, suffix: &str) -> PathBuf {
    let mut name = OsString::from(path.as_os_str());
    name.push(suffix);
    PathBuf::from(name)
}

/// Checks that we may write to a file or folder of a database. A mode without any write bit counts as read-only even for root,
/// whom the system lets through; what is not there may be written.
///
/// # Errors
/// [`UnusableWhy::ReadOnly`] where nobody may, [`UnusableWhy::PermissionDenied`] where others may.
fn check_writable(path: &Path, file: &Path) -> Result<(), StoreError> {
    let Ok(found) = fs::metadata(file) else { return Ok(()) };
    match rustix::fs::access(file, rustix::fs::Access::WRITE_OK) {
        _ if found.permissions().readonly() => Err(refuse(path, UnusableWhy::ReadOnly)),
        Err(Errno::ROFS) => Err(refuse(path, UnusableWhy::ReadOnly)),
        Err(Errno::ACCESS | Errno::PERM) => Err(refuse(path, UnusableWhy::PermissionDenied(Owner::of(file)))),
        _ => Ok(()),
    }
}

/// Whether a database has a log (WAL mode), as each of ours has. Looking opens it.
fn is_logged(db: &Connection) -> rusqlite::Result<bool> {
    db.pragma_query_value(None, "journal_mode", |row| Ok(row.get_ref(0)?.as_str()? == "wal"))
}

/// What guards against a file that a stranger made, or that is damaged.
fn harden(db: &Connection) -> rusqlite::Result<()> {
    // Damage is reported where it is read, instead of being followed.
    db.pragma_update(None, "cell_size_check", true)?;
    // A file may come from anyone: its schema can't call functions with effects, nor SQL damage the file itself.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    // "a" is a column or an error, never a string.
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DML, false)?;
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_DQS_DDL, false)?;
    Ok(())
}

/// The settings of every connection, of one that is hardened.
fn configure(db: &Connection) -> Result<(), StoreError> {
    let version = rusqlite::version_number();
    if version < SQLITE_AT_LEAST {
        return Err(StoreError::Io(format!(
            "SQLite {} can lose commits; 3.51.3 or newer is needed",
            rusqlite::version()
        )));
    }
    db.busy_timeout(BUSY)?;
    // Readers never wait for the writer, nor it for them. Kept in the file; set again in case another program changed it.
    db.pragma_update_and_check(None, "journal_mode", "wal", |_| Ok(()))?;
    // In WAL mode the default syncs at checkpoints only: a power cut could take back an acknowledged decision.
    db.pragma_update(None, "synchronous", "full")?;
    // There a sync ends at the disk's cache, unless it is asked to go further.
    #[cfg(target_os = "macos")]
    for pragma in ["fullfsync", "checkpoint_fullfsync"] {
        db.pragma_update(None, pragma, true)?;
    }
    // After a large ingest the log gives its space back.
    db.pragma_update(None, "journal_size_limit", 64 << 20)?;
    // Off by default in SQLite.
    db.pragma_update(None, "foreign_keys", true)?;
    // Sorting never writes people's texts to a temporary file.
    db.pragma_update(None, "temp_store", "memory")?;
    // A statement stays prepared whatever it is given next. (So does not: a pragma that turns something on or off, which
    // makes SQLite prepare every statement anew.)
    db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    db.set_prepared_statement_cache_capacity(128);
    Ok(())
}

/// Makes the folders on the way to a database.
pub(super) fn make_folder(path: &Path) -> Result<(), StoreError> {
    let folder = path.parent().ok_or_else(|| refuse(path, UnusableWhy::Foreign))?;
    fs::DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|e| cannot(path, &e))?;
    check_writable(path, folder)
}

fn create_at(path: &Path) -> Result<bool, StoreError> {
    make_folder(path)?;
    // Where someone else was faster, theirs is as good.
    publish(path, fill)
}

/// Refuses to make a database where the log of another was left, which SQLite would replay into the new one, or where a
/// restore has moved one aside and not put the backup in its place.
///
/// # Errors
/// [`UnusableWhy::LeftLog`] with the file that was left; [`UnusableWhy::RestoreUnfinished`].
pub(super) fn check_nothing_left(path: &Path) -> Result<(), StoreError> {
    restore::unfinished(path)?;
    let left = ["-wal", "-shm", "-journal"].map(|suffix| companion_path(path, suffix));
    match left.into_iter().find(|left| left.symlink_metadata().is_ok()) {
        // It may be there because the database is: made by someone else just now.
        Some(left) if path.symlink_metadata().is_err() => Err(refuse(path, UnusableWhy::LeftLog(left))),
        _ => Ok(()),
    }
}

fn fill(fresh: &Path) -> Result<(), StoreError> {
    let mut db =
        Connection::open_with_flags(fresh, OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX)?;
    configure(&db)?;
    db.pragma_update(None, "application_id", APPLICATION_ID)?;
    migrate::upgrade(&mut db)?;
    close(db)
}

/// Closes a database whose file alone will be given a name: its log is moved into it first. Closing would do that as well,
/// but keeps to itself when it can't.
pub(super) fn close(db: Connection) -> Result<(), StoreError> {
    move_log_into_file(&db)?;
    db.close().map_err(|(_, error)| error.into())
}

/// Moves all of the log into the database's file.
pub(super) fn move_log_into_file(db: &Connection) -> Result<(), StoreError> {
    let busy: bool = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy { Err(StoreError::Busy) } else { Ok(()) }
}

/// Makes a file under a name of its own and then gives it the wanted one, so that no one ever sees half of it and of two who
/// make it at once, one wins. Returns whether ours did.
pub(super) fn publish(path: &Path, fill: impl FnOnce(&Path) -> Result<(), StoreError>) -> Result<bool, StoreError> {
    check_nothing_left(path)?;
    let fresh = unfinished_path(path);
    // Other people's disputes: for its owner alone. SQLite gives its companions the same rights.
    let made = fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(&fresh).map(drop);
    let published = made.map_err(|e| cannot(path, &e)).and_then(|()| fill(&fresh)).and_then(|()| {
        check_nothing_left(path)?;
        rename_to_new(&fresh, path).map_err(|e| cannot(path, &e))
    });
    for leftover in ["", "-wal", "-shm", "-journal"] {
        let _ = fs::remove_file(companion_path(&fresh, leftover));
    }
    let published = published?;
    sync_name(path).map_err(|e| cannot(path, &e))?;
    Ok(published)
}

/// A name for a file that will have this one when it is whole. What a killed process leaves under such a name is found by it
/// ([`super::unfinished_copies`]).
pub(super) fn unfinished_path(path: &Path) -> PathBuf {
    static TURN: AtomicU32 = AtomicU32::new(0);
    let turn = TURN.fetch_add(1, Ordering::Relaxed);
    companion_path(path, &format!(".new-{}-{turn}", std::process::id()))
}

/// Renames a finished file to a name that nothing has yet. Returns whether it did: not where something has it.
pub(super) fn rename_to_new(from: &Path, to: &Path) -> io::Result<bool> {
    match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => return Ok(true),
        Err(Errno::EXIST) => return Ok(false),
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
        Err(error) => return Err(error.into()),
    }
    // A file system that can't do this in one step. Two names for a moment are better than a file that is replaced.
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from).map(|()| true),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        // Nor hard links; the race is then a narrow one.
        Err(_) if to.symlink_metadata().is_err() => fs::rename(from, to).map(|()| true),
        Err(e) => Err(e),
    }
}

/// Makes a new file's name survive a power cut; a relative path may have no folder in it.
pub(super) fn sync_name(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::File::open(folder)?.sync_all()
}

pub(super) fn cannot(path: &Path, error: &io::Error) -> StoreError {
    let why = match error.kind() {
        io::ErrorKind::PermissionDenied => UnusableWhy::PermissionDenied(Owner::of(path)),
        io::ErrorKind::ReadOnlyFilesystem => UnusableWhy::ReadOnly,
        _ => UnusableWhy::CannotOpen(error.to_string()),
    };
    refuse(path, why)
}
