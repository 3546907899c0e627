//! Files that the desk writes for the mediator.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

/// How many files of one name a folder may have.
const MAX_FILES: usize = 1_000;

/// Writes a new file of this name, or with a number before its ending if the name is taken. Nothing is overwritten and no
/// link followed. Only its owner can read it, like the database.
///
/// # Errors
/// Why it can't be written.
pub fn write_new(folder: &Path, name: &str, content: &[u8]) -> io::Result<PathBuf> {
    let (stem, ending) = match name.rsplit_once('.') {
        Some((stem, ending)) => (stem, format!(".{ending}")),
        None => (name, String::new()),
    };
    for n in 1..=MAX_FILES {
        let path = folder.join(if n == 1 { name.to_owned() } else { format!("{stem}-{n}{ending}") });
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                return file.write_all(content).map(|()| path.clone()).inspect_err(|_| {
                    // A partial file is worse than none.
                    let _ = fs::remove_file(&path);
                });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!("there are {MAX_FILES} files called {name} already")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_overwritten_and_nothing_followed() {
        let folder = tempfile::tempdir().unwrap();
        let elsewhere = folder.path().join("elsewhere");
        std::os::unix::fs::symlink(&elsewhere, folder.path().join("D-7.html")).unwrap();
        for name in ["D-7-2.html", "D-7-3.html"] {
            let path = write_new(folder.path(), "D-7.html", name.as_bytes()).unwrap();
            assert_eq!(path, folder.path().join(name));
        }
        assert_eq!(fs::read_to_string(folder.path().join("D-7-2.html")).unwrap(), "D-7-2.html");
        assert!(!elsewhere.exists());
        write_new(&elsewhere, "x", b"").unwrap_err();
        for name in ["a3", "a3-2", "a3-3"] {
            assert_eq!(write_new(folder.path(), "a3", b"").unwrap(), folder.path().join(name));
        }
    }
}
