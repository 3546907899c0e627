//! Which files are one and the same: what a command is told to write must not be what it reads.

use std::ffi::OsString;
use std::fs::{self, Metadata};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

/// The database and the files that SQLite keeps beside it.
pub fn with_companions(db: &Path) -> [PathBuf; 4] {
    ["", "-wal", "-shm", "-journal"].map(|suffix| {
        let mut name = OsString::from(db);
        name.push(suffix);
        PathBuf::from(name)
    })
}

/// Whether a path leads to the database or to a file that SQLite keeps beside it, there or not yet.
pub fn is_database(path: &Path, db: &Path) -> bool {
    with_companions(db).iter().any(|of_db| same_path(path, of_db))
}

/// Whether two paths lead to one file, which may not exist yet.
pub fn same_path(a: &Path, b: &Path) -> bool {
    match (fs::metadata(a), fs::metadata(b)) {
        (Ok(a), Ok(b)) => same_file(&a, &b),
        (Err(_), Err(_)) => resolve_parent(a) == resolve_parent(b),
        _ => false,
    }
}

/// Whether it is one file under two names.
pub fn same_file(a: &Metadata, b: &Metadata) -> bool {
    (a.dev(), a.ino()) == (b.dev(), b.ino())
}

/// A path whose folder is followed to where it really is.
fn resolve_parent(path: &Path) -> PathBuf {
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
