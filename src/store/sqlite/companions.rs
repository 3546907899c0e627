//! The files that a database consists of: itself, those that SQLite keeps beside it, and the folder of evidence.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use super::files::FOLDER;
use super::open::companion_path;

/// The database and the files that SQLite keeps beside it.
fn with_companions(db: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|suffix| companion_path(db, suffix))
}

/// See [`crate::store::move_database`]. What another process still writes to the one that is replaced must not reach the new
/// one, so the files beside it go first.
pub fn move_database(from: &Path, to: &Path) -> io::Result<()> {
    if fs::symlink_metadata(to).is_ok() {
        with_companions(to).iter().skip(1).for_each(|file| drop(fs::remove_file(file)));
    }
    move_files(&companion_path(from, FOLDER), &companion_path(to, FOLDER))?;
    fs::rename(from, to)
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
fn resolved(path: &Path) -> PathBuf {
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
