//! Edits whose desk was killed while an editor ran: found at the next start and merged into the drafts of their case.
//!
//! A metadata file beside each text is locked for as long as its desk runs. Whoever can lock it knows that the desk is
//! gone.

use std::fs::{self, DirEntry, File, OpenOptions};
use std::io::{self, Read, Seek as _, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::draft_fallback::DraftFallback;
use crate::app::model::{CaseDrafts, Field, OrphanedEdit};
use crate::app::text_buffer::MAX_BYTES;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::text::without_byte_order_mark;

/// The name of the metadata file.
const METADATA_FILE: &str = "about.json";

/// What is known about a text that is being edited.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct EditMetadata {
    pub db: String,
    pub by: Handle,
    pub dispute: DisputeId,
    pub field: Field,
    /// The text that the editor was started with, which is part of the drafts already.
    #[serde(rename = "given")]
    pub initial_text: String,
}

/// Writes the metadata of an edit and returns the locked file; the lock lasts until it is dropped.
pub(super) fn write_metadata(folder: &Path, metadata: &EditMetadata) -> io::Result<File> {
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(folder.join(METADATA_FILE))?;
    file.lock()?;
    file.write_all(&serde_json::to_vec_pretty(metadata)?)?;
    Ok(file)
}

/// Removes the metadata of the text at this path, so that it is not recovered.
pub(super) fn remove_metadata(text: &Path) {
    let _ = fs::remove_file(text.with_file_name(METADATA_FILE));
}

/// Returns the path of the text about a case in a folder.
pub(super) fn text_path(folder: &Path, dispute: DisputeId) -> PathBuf {
    folder.join(format!("{dispute}.md"))
}

/// Merges the texts of all orphaned edits into the fallback drafts and returns what was found. `stored` reads a draft
/// from the store.
pub(super) fn recover_edits(
    folder: &Path,
    draft_fallback: &DraftFallback,
    stored: impl Fn(DisputeId) -> Option<String>,
) -> Vec<OrphanedEdit> {
    let folders = fs::read_dir(folder).into_iter().flatten().flatten();
    folders.filter_map(|entry| recover_folder(&entry, draft_fallback, &stored)).collect()
}

fn recover_folder(
    entry: &DirEntry,
    draft_fallback: &DraftFallback,
    stored: impl Fn(DisputeId) -> Option<String>,
) -> Option<OrphanedEdit> {
    let folder = entry.path();
    let mut file = OpenOptions::new().read(true).write(true).open(folder.join(METADATA_FILE)).ok()?;
    file.try_lock().ok()?;
    let found = recover_locked(&folder, &mut file, draft_fallback, stored);
    // Explicitly: a child process that is just being started may hold the descriptor a little longer.
    let _ = file.unlock();
    found
}

fn recover_locked(
    folder: &Path,
    file: &mut File,
    draft_fallback: &DraftFallback,
    stored: impl Fn(DisputeId) -> Option<String>,
) -> Option<OrphanedEdit> {
    let metadata: EditMetadata = serde_json::from_reader(&*file).ok()?;
    if !draft_fallback.belongs_to(&metadata.db, &metadata.by) {
        return None;
    }
    let path = text_path(folder, metadata.dispute);
    let orphan =
        |path: Option<&Path>| OrphanedEdit { dispute: metadata.dispute, path: path.map(|p| p.display().to_string()) };
    let text = match read_text(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(_) => return Some(orphan(Some(&path))),
    };
    let is_new = !text.is_empty() && text != trimmed(&metadata.initial_text);
    if is_new {
        let before = draft_fallback.find(metadata.dispute).or_else(|| stored(metadata.dispute));
        let mut drafts = before.map(CaseDrafts::read).unwrap_or_default();
        drafts.recover(metadata.field, &metadata.initial_text, &text);
        let json = serde_json::to_string(&drafts).ok()?;
        if draft_fallback.save(metadata.dispute, &json).is_err() {
            return Some(orphan(Some(&path)));
        }
    }
    let Some(copy) = find_editor_copy(folder, &path) else {
        let _ = fs::remove_dir_all(folder);
        return is_new.then(|| orphan(None));
    };
    // The editor's own copy of unsaved text is not ours to remove, but the saved text must not be merged twice.
    let orphan_copy = orphan(Some(&copy));
    if is_new && file.rewind().and_then(|()| file.set_len(0)).is_ok() {
        let _ = serde_json::to_writer_pretty(&*file, &EditMetadata { initial_text: text, ..metadata });
    }
    Some(orphan_copy)
}

/// Reads a text, without the line feed that editors add at its end.
fn read_text(path: &Path) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MAX_BYTES as u64 + 6).read_to_string(&mut text)?;
    let text = without_byte_order_mark(text);
    let text = trimmed(&text);
    if text.len() > MAX_BYTES { Err(io::ErrorKind::FileTooLarge.into()) } else { Ok(text.to_owned()) }
}

fn trimmed(text: &str) -> &str {
    text.trim_end_matches(['\n', '\r'])
}

/// Returns the working copy that an editor left beside the text, if any.
fn find_editor_copy(folder: &Path, text: &Path) -> Option<PathBuf> {
    let all = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    all.into_iter().find(|path| path != text && path.file_name().is_some_and(|name| name != METADATA_FILE))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::Place;

    const CASE: DisputeId = DisputeId(1001);

    struct Fixture {
        home: tempfile::TempDir,
        draft_fallback: DraftFallback,
    }

    impl Fixture {
        fn new() -> Self {
            let home = tempfile::tempdir().unwrap();
            let draft_fallback = DraftFallback::new(
                home.path(),
                &Place::File(home.path().join("x.db")),
                "uuid",
                &Handle::from("camille"),
            );
            Self { home, draft_fallback }
        }

        /// Creates an edit; its desk counts as running while the returned file is locked.
        fn edited(&self, name: &str, by: &str, field: Field, given: &str, saved: impl AsRef<[u8]>) -> File {
            let folder = self.home.path().join("editor").join(name);
            fs::create_dir_all(&folder).unwrap();
            let db = self.home.path().join("x.db").display().to_string();
            let metadata =
                EditMetadata { db, by: Handle::from(by), dispute: CASE, field, initial_text: given.to_owned() };
            let lock = write_metadata(&folder, &metadata).unwrap();
            fs::write(text_path(&folder, CASE), saved).unwrap();
            lock
        }

        fn recover_edits(&self, stored: &str) -> Vec<OrphanedEdit> {
            recover_edits(&self.home.path().join("editor"), &self.draft_fallback, |_| Some(stored.to_owned()))
        }

        fn draft(&self) -> CaseDrafts {
            CaseDrafts::read(self.draft_fallback.find(CASE).unwrap())
        }

        fn folders(&self) -> usize {
            fs::read_dir(self.home.path().join("editor")).unwrap().count()
        }
    }

    #[test]
    fn what_was_saved_takes_the_place_of_what_the_editor_was_given() {
        let fixture = Fixture::new();
        fixture.edited("1-0", "camille", Field::Reply, "Bonjour,", "Bonjour,\n\nAu revoir.\n").unlock().unwrap();
        let stored = "{\"reply\":\"Bonjour,\",\"note\":\"À part\"}";
        assert_eq!(fixture.recover_edits(stored), [OrphanedEdit { dispute: CASE, path: None }]);
        let draft = fixture.draft();
        assert_eq!((draft.reply.as_str(), draft.note.as_str()), ("Bonjour,\n\nAu revoir.", "À part"));
        assert_eq!((fixture.folders(), fixture.recover_edits(stored)), (0, Vec::new()), "once");
    }

    #[test]
    fn every_text_goes_back_to_its_place_and_nothing_that_was_written_since_is_lost() {
        use crate::domain::vocabulary::Side;
        let fixture = Fixture::new();
        let fields = [Field::Note, Field::Ask(Side::Seller), Field::Terms, Field::Reasons, Field::Refusal];
        for (n, field) in fields.into_iter().enumerate() {
            fixture.edited(&format!("1-{n}"), "camille", field, "", format!("texte {n}")).unlock().unwrap();
        }
        fixture.recover_edits("{\"note\":\"Depuis\"}");
        let draft = fixture.draft();
        assert_eq!(draft.note, "Depuis\ntexte 0", "kept before it");
        assert_eq!(draft.ask.map(|ask| (ask.to, ask.body)), Some((Side::Seller, "texte 1".to_owned())));
        assert_eq!(draft.proposal.map(|proposal| proposal.terms), Some("texte 2".to_owned()));
        assert_eq!(draft.decision.map(|decision| decision.reasons), Some("texte 3".to_owned()));
        assert_eq!(draft.refusal, "texte 4");
    }

    #[test]
    fn what_another_desk_mediator_or_nobody_wrote_is_left_alone() {
        let fixture = Fixture::new();
        let _alive = fixture.edited("1-0", "camille", Field::Reply, "", "en cours");
        fixture.edited("1-1", "ines", Field::Reply, "", "à elle").unlock().unwrap();
        fs::create_dir_all(fixture.home.path().join("editor/1-2")).unwrap();
        assert_eq!((fixture.recover_edits("{}"), fixture.folders()), (Vec::new(), 3));
        fixture.edited("1-3", "camille", Field::Reply, "Bonjour", "Bonjour\n").unlock().unwrap();
        assert_eq!(
            (fixture.recover_edits("{}"), fixture.folders()),
            (Vec::new(), 3),
            "nothing new in it: it goes in silence"
        );
        assert_eq!(fixture.draft_fallback.find(CASE), None);
    }

    #[test]
    fn what_can_not_be_a_draft_is_told_with_its_path_and_stays() {
        let fixture = Fixture::new();
        fixture.edited("1-0", "camille", Field::Reply, "", b"\xff\xfe").unlock().unwrap();
        fixture.edited("1-1", "camille", Field::Reply, "", "x".repeat(MAX_BYTES + 1)).unlock().unwrap();
        for _ in 0..2 {
            let left = fixture.recover_edits("{}");
            assert!(
                left.len() == 2 && left.iter().all(|one| one.path.as_ref().is_some_and(|path| path.ends_with(".md")))
            );
        }
        assert_eq!((fixture.folders(), fixture.draft_fallback.find(CASE)), (2, None));
    }

    #[test]
    fn an_editors_own_copy_is_told_of_and_what_was_saved_is_taken_in_once() {
        let fixture = Fixture::new();
        fixture.edited("1-0", "camille", Field::Reply, "", "Enregistré").unlock().unwrap();
        let swap = fixture.home.path().join("editor/1-0/.D-1001.md.swp");
        fs::write(&swap, "b0VIM").unwrap();
        let orphan = [OrphanedEdit { dispute: CASE, path: Some(swap.display().to_string()) }];
        assert_eq!(fixture.recover_edits("{}"), orphan);
        assert_eq!(fixture.draft().reply, "Enregistré");
        fixture.draft_fallback.remove(CASE);
        assert_eq!(fixture.recover_edits("{}"), orphan, "until it is dealt with");
        assert_eq!(fixture.draft_fallback.find(CASE), None, "what was sent since does not come back");
    }
}
