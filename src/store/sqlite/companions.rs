//! The files that a database consists of: itself, those that SQLite keeps beside it, and the folder of evidence.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use rustix::fs::{FlockOperation, fcntl_lock};
use rustix::io::Errno;

use super::errors;
use super::files::FOLDER;
use super::open::{self, companion_path};
use crate::domain::refusal::{Refusal, SetupRefusal};
use crate::store::StoreError;

/// The database and the files that SQLite keeps beside it.
pub(super) fn with_companions(db: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|suffix| companion_path(db, suffix))
}

/// See [`crate::store::move_database`]. The files beside the one that is replaced go first, while nobody can open it.
pub fn move_database(from: &Path, to: &Path) -> Result<(), StoreError> {
    open::check_nothing_left(to)?;
    let _alone = lock_alone(to)?;
    let cannot = |error: io::Error| errors::unreadable(to, &error);
    if fs::symlink_metadata(to).is_ok() {
        with_companions(to).iter().skip(1).for_each(|file| drop(fs::remove_file(file)));
    }
    move_files(&companion_path(from, FOLDER), &companion_path(to, FOLDER)).map_err(cannot)?;
    fs::rename(from, to).map_err(cannot)
}

/// Holds a database that no other process has open. Dropped, it lets others open it again.
#[derive(Debug)]
pub(super) struct AloneLock {
    _files: [Option<fs::File>; 2],
}

/// Locks a database that no other process has open, or what is left of one.
///
/// Every connection in WAL mode holds a shared POSIX lock on the file, and one on the index of its log, for as long as it is
/// open, and whoever opens one waits for it. The index tells of those who still have a file open that was removed. This process
/// must have no connection to it: its own locks are no obstacle, and are lost when the file is closed.
///
/// # Errors
/// [`SetupRefusal::DatabaseOpen`] where another process has it open.
pub(super) fn lock_alone(path: &Path) -> Result<AloneLock, StoreError> {
    let lock = |file: &Path| match fs::OpenOptions::new().read(true).write(true).open(file) {
        Ok(file) => lock_file(&file, path).map(|()| Some(file)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(errors::unreadable(file, &error)),
    };
    Ok(AloneLock { _files: [lock(path)?, lock(&companion_path(path, "-shm"))?] })
}

/// Locks a file of the database at a path against every other process.
///
/// # Errors
/// [`SetupRefusal::DatabaseOpen`] where another process has it open.
pub(super) fn lock_file(file: &fs::File, path: &Path) -> Result<(), StoreError> {
    match fcntl_lock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(()),
        Err(Errno::AGAIN | Errno::ACCESS) => {
            Err(Refusal::from(SetupRefusal::DatabaseOpen { path: path.to_owned() }).into())
        }
        Err(error) => Err(errors::unreadable(path, &error.into())),
    }
}

/// See [`crate::store::check_not_open`].
pub fn check_not_open(path: &Path) -> Result<(), StoreError> {
    open::check_nothing_left(path)?;
    lock_alone(path).map(drop)
}

fn move_files(from: &Path, to: &Path) -> io::Result<()> {
    match fs::remove_dir_all(to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    match fs::rename(from, to) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// See [`crate::store::remove_database`].
pub fn remove_database(path: &Path) {
    let _ = fs::remove_dir_all(companion_path(path, FOLDER));
    with_companions(path).iter().for_each(|file| drop(fs::remove_file(file)));
}

/// See [`crate::store::is_database`].
pub fn is_database(path: &Path, db: &Path) -> bool {
    with_companions(db).iter().any(|of_db| same_path(path, of_db))
}

/// Whether two paths lead to one file, which may not exist yet.
fn same_path(a: &Path, b: &Path) -> bool {
    match (fs::metadata(a), fs::metadata(b)) {
        (Ok(a), Ok(b)) => (a.dev(), a.ino()) == (b.dev(), b.ino()),
        (Err(_), Err(_)) => resolved(a) == resolved(b),
        _ => false,
    }
}

/// A path whose folder is followed to where it really is.
pub(super) fn resolved(path: &Path) -> PathBuf {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_path_buf());
    path.file_name().map_or_else(|| path.to_path_buf(), |name| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_under_two_names_is_one_file() {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("sub")).unwrap();
        fs::write(at("a"), "").unwrap();
        std::os::unix::fs::symlink(at("a"), at("link")).unwrap();
        fs::hard_link(at("a"), at("hard")).unwrap();
        for (one, other, same) in [
            ("a", "link", true),
            ("a", "hard", true),
            ("a", "sub/../a", true),
            ("new", "sub/../new", true),
            ("a", "new", false),
            ("new", "newer", false),
        ] {
            assert_eq!(same_path(&at(one), &at(other)), same, "{one} {other}");
        }
        assert!(is_database(&at("x.db-wal"), &at("sub/../x.db")));
        assert!(!is_database(&at("x.db.jsonl"), &at("x.db")));
    }
}
