//! Erasure of a person's names from the files that the desk keeps outside the database: fallback drafts, texts of
//! editors, the log.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Write as _};
use std::path::Path;

use super::log::state_folder;
use crate::domain::text::redaction::{ERASED, redact_names};

/// Larger files are not the desk's.
const MAX_FILE_BYTES: u64 = 64 << 20;

/// Replaces these names in every file of the desk's state folder. State folders of other users, and exported files, are
/// out of reach.
///
/// # Errors
/// Returns an error if a file that may contain them can't be read or written.
pub fn erase_local_names(names: &[String]) -> io::Result<()> {
    let Some(folder) = state_folder() else { return Ok(()) };
    // A draft is JSON within JSON, where a quote in a name is escaped.
    let quoted = |name: &String| serde_json::to_string(name).map(|json| json[1..json.len() - 1].to_owned());
    let mut forms: BTreeSet<String> = names.iter().cloned().collect();
    for _ in 0..2 {
        let more: Vec<String> = forms.iter().filter_map(|name| quoted(name).ok()).collect();
        forms.extend(more);
    }
    erase_in_folder(&folder, &forms)
}

fn erase_in_folder(folder: &Path, names: &BTreeSet<String>) -> io::Result<()> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        entries => entries?,
    };
    for entry in entries {
        let entry = entry?;
        let kind = entry.file_type()?;
        // Links are not followed: their targets are not ours.
        if kind.is_dir() {
            erase_in_folder(&entry.path(), names)?;
        } else if kind.is_file() && entry.metadata()?.len() <= MAX_FILE_BYTES {
            erase_in_file(&entry.path(), names)?;
        }
    }
    Ok(())
}

fn erase_in_file(path: &Path, names: &BTreeSet<String>) -> io::Result<()> {
    let mut bytes = Vec::new();
    File::open(path)?.read_to_end(&mut bytes)?;
    match std::str::from_utf8(&bytes) {
        // Rewritten in place: a desk may have its log open.
        Ok(text) => match redact_names(text, names, ERASED) {
            Some(clean) => File::options().write(true).truncate(true).open(path)?.write_all(clean.as_bytes()),
            None => Ok(()),
        },
        // An editor's working copy.
        Err(_) if names.iter().any(|name| bytes.windows(name.len()).any(|part| part == name.as_bytes())) => {
            fs::remove_file(path)
        }
        Err(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_go_from_every_file_and_nothing_is_followed() {
        let (home, elsewhere) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let at = |name: &str| home.path().join(name);
        fs::create_dir_all(at("drafts")).unwrap();
        let theirs = elsewhere.path().join("letter");
        fs::write(&theirs, "Léa Martin").unwrap();
        std::os::unix::fs::symlink(&theirs, at("link")).unwrap();
        fs::write(at("litige.log"), "a case of Léa Martin, not of Léa Martineau\n").unwrap();
        fs::write(at("drafts/D-1.json"), "{\"draft\":\"{\\\"reply\\\":\\\"Chère Léa Martin\\\"}\"}").unwrap();
        fs::write(at("swap"), b"\xff\0L\xc3\xa9a Martin\0").unwrap();
        fs::write(at("other"), b"\xff\0").unwrap();
        erase_in_folder(home.path(), &BTreeSet::from(["Léa Martin".to_owned()])).unwrap();
        let read = |name: &str| String::from_utf8_lossy(&fs::read(at(name)).unwrap()).into_owned();
        assert_eq!(read("litige.log"), "a case of [erased], not of Léa Martineau\n");
        assert_eq!(read("drafts/D-1.json"), "{\"draft\":\"{\\\"reply\\\":\\\"Chère [erased]\\\"}\"}");
        assert!(!at("swap").exists() && at("other").exists());
        assert_eq!(fs::read_to_string(theirs).unwrap(), "Léa Martin");
    }
}
