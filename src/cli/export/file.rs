//! Export of a case to a file from the desk: the HTML that `export` prints, in the working directory.

use std::fs::OpenOptions;
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::{case_document, html};
use crate::domain::ids::DisputeId;
use crate::domain::vocabulary::Lang;
use crate::runtime::{ExportCase, ExportResult};
use crate::store::{Store, StoreError};

/// How many exported files one case may have in a folder.
const MAX_FILES: usize = 1_000;

/// Returns the function with which a desk exports cases in this language.
pub fn case_exporter(lang: Lang) -> ExportCase {
    Arc::new(move |store: &dyn Store, dispute: DisputeId| -> Result<ExportResult, StoreError> {
        let (file, audit) = (store.case(dispute)?, store.audit_trail(dispute)?);
        let text = html::render(&case_document::case_document(&file, &audit, lang));
        let written = std::env::current_dir().and_then(|folder| write(&folder, dispute, &text));
        Ok(written.map(|path| path.display().to_string()).map_err(|error| error.to_string()))
    })
}

/// Writes a new file; nothing is overwritten. Only its owner can read it, like the database.
fn write(folder: &Path, dispute: DisputeId, text: &str) -> io::Result<PathBuf> {
    for n in 1..=MAX_FILES {
        let name = if n == 1 { format!("{dispute}.html") } else { format!("{dispute}-{n}.html") };
        let path = folder.join(name);
        match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
            Ok(mut file) => {
                return file.write_all(text.as_bytes()).map(|()| path.clone()).inspect_err(|_| {
                    // A partial file is worse than none.
                    let _ = std::fs::remove_file(&path);
                });
            }
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Err(io::Error::other(format!("there are {MAX_FILES} files of {dispute} already")))
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
            let path = write(folder.path(), DisputeId(7), name).unwrap();
            assert_eq!(path, folder.path().join(name));
        }
        assert_eq!(std::fs::read_to_string(folder.path().join("D-7-2.html")).unwrap(), "D-7-2.html");
        assert!(!elsewhere.exists());
        write(&elsewhere, DisputeId(7), "").unwrap_err();
    }
}
