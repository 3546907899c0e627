//! What a copy leaves that is killed: people's disputes in files that nobody looks for. The next one removes it.

use std::fs;
use std::path::Path;

use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};

use super::files::{BlobFolder, FOLDER};

/// What stands between the name that a file will have and the number of the process that makes it ([`super::open::publish`]).
const UNFINISHED: &str = ".new-";

/// Removes, from the folder of this path, the copies of databases and of their files whose making was killed.
pub(super) fn remove_beside(path: &Path) {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let (path, name) = (entry.path(), entry.file_name());
        let Some(name) = name.to_str() else { continue };
        if maker(name).is_some_and(is_gone) {
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            if let Err(error) = removed {
                tracing::warn!("the unfinished copy {} could not be removed: {error}", path.display());
            }
        } else if let Some(database) = name.strip_suffix(FOLDER) {
            let database = folder.join(database);
            let files = BlobFolder::of(&database);
            if let Some(process) = files.copying_process().filter(|process| is_gone(*process)) {
                // Killed just after the copy got its name, it is whole.
                if database.symlink_metadata().is_ok() { files.unmark(process) } else { files.remove() }
            }
        }
    }
}

/// The process that makes a file of this name, `X.new-PID-N` or what stands beside that.
fn maker(name: &str) -> Option<u32> {
    let (_, rest) = name.rsplit_once(UNFINISHED)?;
    let companions = ["-wal", "-shm", "-journal", FOLDER];
    let rest = companions.iter().find_map(|suffix| rest.strip_suffix(suffix)).unwrap_or(rest);
    let (process, turn) = rest.split_once('-')?;
    turn.parse::<u32>().ok()?;
    process.parse().ok()
}

/// Whether there is no such process on this machine any more.
fn is_gone(process: u32) -> bool {
    let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
    pid.is_some_and(|pid| test_kill_process(pid) == Err(Errno::SRCH))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_named_like_an_unfinished_copy_is_one() {
        for (name, expected) in [
            ("x.db.new-12-0", Some(12)),
            ("x.db.new-12-0-wal", Some(12)),
            ("x.db.new-12-3.files", Some(12)),
            ("x.new-5-1.db.new-7-0-journal", Some(7)),
            ("x.db", None),
            ("x.db.new-", None),
            ("x.db.new-12", None),
            ("x.db.new-12-0.txt", None),
            ("report.new-year-2026", None),
        ] {
            assert_eq!(maker(name), expected, "{name}");
        }
        assert!(!is_gone(std::process::id()) && is_gone(2_000_000_000));
    }
}
