//! A restore that succeeds, that is refused, and that stops at each of its steps.

use std::fs;
use std::io;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use super::super::open::{companion_path, rename_to_new};
use super::super::testing::Folder;
use super::super::{SqliteStore, bulk_load};
use super::*;
use crate::domain::case::evidence_file::{BlobRef, StoredContent};
use crate::domain::marketplace::event::{EventKind, NewAttachment};
use crate::domain::refusal::Code;
use crate::domain::vocabulary::{Origin, Side};
use crate::store::contract::{Desk, code, file, handle};
use crate::store::{BlobContent, BlobStore as _, MaintenanceStore as _, PersonalStore as _};

/// A backup, and the database as a killed desk left it later: the last of it is in its log.
struct Scene {
    folder: tempfile::TempDir,
    /// The audit's head in the backup, and the later one.
    heads: [String; 2],
    /// What was kept when the backup was made, and what came afterwards.
    kept: [BlobRef; 2],
}

fn sent(desk: &mut Desk<Folder>, content: &[u8]) -> BlobRef {
    let kept = desk.store.put_blob(content).unwrap();
    let stored_content = Some(StoredContent::Stored(kept.clone()));
    let attachments = vec![NewAttachment { stored_content, ..file("preuve.png", Origin::Platform) }];
    desk.ingest(
        "O-1",
        [EventKind::DisputeMessage { by: Side::Client, body: "Voici.".to_owned(), attachments, answers: None }],
    );
    kept
}

fn now() -> Time {
    "2026-11-27T20:19:00Z".parse().unwrap()
}

impl Scene {
    fn set() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut desk = Desk::<Folder>::set();
        desk.dispute("O-1");
        let before = sent(&mut desk, b"seen before");
        let head = |store: &dyn crate::store::Store| store.verify(None).unwrap().head.unwrap();
        let early = head(&*desk.store);
        let scene_path = |name: &str| folder.path().join(name);
        desk.store.backup(&scene_path("backup.db")).unwrap();
        let after = sent(&mut desk, b"seen after");
        let late = head(&*desk.store);
        let (from, to) = (desk.place.path(), scene_path("litige.db"));
        for suffix in ["", "-wal", "-shm"] {
            fs::copy(companion_path(&from, suffix), companion_path(&to, suffix)).unwrap();
        }
        copy_folder(&companion_path(&from, ".files"), &companion_path(&to, ".files"));
        assert!(fs::metadata(companion_path(&to, "-wal")).unwrap().len() > 0);
        Self { folder, heads: [early, late], kept: [before, after] }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn restore(&self) -> Result<Restored, StoreError> {
        restore(&self.path("litige.db"), &self.path("backup.db"), now())
    }

    /// Asserts that there is a whole database of that head, with its files.
    fn assert_whole(&self, path: &Path, late: usize) {
        let store = SqliteStore::open(path, Mode::Existing).unwrap();
        let found = store.verify(None).unwrap();
        assert_eq!((found.faults, found.head.as_ref()), (vec![], Some(&self.heads[late])), "{}", path.display());
        assert!(matches!(store.blob(&self.kept[late]).unwrap(), BlobContent::Whole(_)));
    }

    /// Asserts that nothing but these is there, and what SQLite keeps beside them.
    fn assert_only(&self, expected: &[&str]) {
        let mut names: Vec<_> =
            fs::read_dir(self.folder.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.ends_with("-wal") && !name.ends_with("-shm"));
        names.sort();
        assert_eq!(names, expected);
    }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &to)
        } else {
            let _ = fs::copy(entry.path(), to).unwrap();
        }
    }
}

const ASIDE: &str = "litige.db.before-2026-11-27T20-19-00Z";
const BEFORE: [&str; 4] = ["backup.db", "backup.db.files", "litige.db", "litige.db.files"];
const AFTER: [&str; 6] = [
    "backup.db",
    "backup.db.files",
    "litige.db",
    ASIDE,
    "litige.db.before-2026-11-27T20-19-00Z.files",
    "litige.db.files",
];

#[test]
fn what_was_backed_up_is_put_back_and_what_was_there_goes_aside_whole_with_its_log() {
    let scene = Scene::set();
    let backup = fs::read(scene.path("backup.db")).unwrap();
    let done = scene.restore().unwrap();
    assert_eq!(done.aside.as_deref(), Some(&*scene.path(ASIDE).canonicalize().unwrap()));
    assert_eq!((done.verified.faults, done.verified.head.as_ref()), (vec![], Some(&scene.heads[0])));
    scene.assert_only(&AFTER);
    assert!(companion_path(&scene.path(ASIDE), "-wal").exists());
    scene.assert_whole(&scene.path("litige.db"), 0);
    let store = SqliteStore::open(&scene.path("litige.db"), Mode::Existing).unwrap();
    assert_eq!(store.blob(&scene.kept[1]).unwrap(), BlobContent::Missing, "nothing that came later is beside it");
    drop(store);
    assert!(fs::read(scene.path("backup.db")).unwrap() == backup, "the backup stays as it was");
    let mode = |name: &str| fs::metadata(scene.path(name)).unwrap().permissions().mode() & 0o777;
    assert_eq!((mode("litige.db"), mode("litige.db.files")), (0o600, 0o700));

    // And back, with what was in the log alone.
    let back = restore(&scene.path("litige.db"), &scene.path(ASIDE), now()).unwrap();
    assert_eq!(back.aside, Some(companion_path(&done.path, ".before-2026-11-27T20-19-00Z-2")));
    scene.assert_whole(&scene.path("litige.db"), 1);
}

#[test]
fn a_database_that_was_removed_beside_its_log_is_put_back_and_the_log_goes_aside() {
    let scene = Scene::set();
    fs::remove_file(scene.path("litige.db")).unwrap();
    let log = fs::read(companion_path(&scene.path("litige.db"), "-wal")).unwrap();
    scene.restore().unwrap();
    scene.assert_whole(&scene.path("litige.db"), 0);
    assert!(fs::read(companion_path(&scene.path(ASIDE), "-wal")).unwrap() == log);
    assert!(!scene.path(ASIDE).exists() && companion_path(&scene.path(ASIDE), ".files").exists());
}

#[test]
fn where_there_is_nothing_a_backup_becomes_the_database_and_its_folders_are_made() {
    let scene = Scene::set();
    let path = scene.path("a/b/new.db");
    let done = restore(&path, &scene.path("backup.db"), now()).unwrap();
    assert_eq!(done.aside, None);
    scene.assert_whole(&path, 0);
    let link = scene.path("link.db");
    symlink(scene.path("litige.db"), &link).unwrap();
    let done = restore(&link, &scene.path("backup.db"), now()).unwrap();
    assert_eq!(done.path, scene.path("litige.db").canonicalize().unwrap(), "a link is followed");
    assert!(link.is_symlink());
    scene.assert_whole(&scene.path("litige.db"), 0);
}

#[test]
fn whoever_has_the_old_one_open_still_is_told_and_finds_the_same_identity_in_the_new_one() {
    let scene = Scene::set();
    let path = scene.path("litige.db");
    let mut store = SqliteStore::open(&path, Mode::Existing).unwrap();
    // In this process, its own lock is no obstacle.
    scene.restore().unwrap();
    let draft = store.put_draft(crate::domain::ids::DisputeId(1001), &handle("camille"), Some("x"), None, now());
    let StoreError::Unusable(unusable) = draft.unwrap_err() else { panic!() };
    assert_eq!(unusable.why, UnusableWhy::Replaced);
    assert_eq!(SqliteStore::open(&path, Mode::Existing).unwrap().identity(), store.identity());
    drop(store);
    scene.assert_whole(&path, 0);
}

fn why<T: std::fmt::Debug>(result: Result<T, StoreError>) -> (PathBuf, UnusableWhy) {
    match result {
        Err(StoreError::Unusable(Unusable { place: Place::File(path), why })) => (path, why),
        other => panic!("{other:?}"),
    }
}

#[test]
fn what_is_no_backup_is_refused_by_its_name_and_nothing_is_changed() {
    let scene = Scene::set();
    let [database, backup] = ["litige.db", "backup.db"].map(|name| scene.path(name));
    let good = fs::read(&backup).unwrap();
    let with = |at: usize, bytes: &[u8]| {
        let mut changed = good.clone();
        changed[at..at + bytes.len()].copy_from_slice(bytes);
        changed
    };
    let try_it = |name: &str| restore(&database, &scene.path(name), now());
    for itself in ["litige.db", "litige.db-wal"] {
        assert_eq!(code(try_it(itself)), Code::BadState);
    }
    symlink(&backup, scene.path("link")).unwrap();
    fs::create_dir(scene.path("folder")).unwrap();
    // SQLite's header: user_version at 60 (https://sqlite.org/fileformat2.html#the_database_header).
    fs::write(scene.path("newer"), with(60, &9999_u32.to_be_bytes())).unwrap();
    fs::write(scene.path("foreign"), "of another kind").unwrap();
    fs::write(scene.path("short"), &good[..good.len() - 1]).unwrap();
    for (name, expected) in [
        ("folder", Some(UnusableWhy::Foreign)),
        ("foreign", Some(UnusableWhy::Foreign)),
        ("newer", Some(UnusableWhy::Newer { found: 9999, known: migrate::KNOWN })),
        ("link", None),
        ("missing", None),
        ("short", None),
    ] {
        let (path, why) = why(try_it(name));
        assert_eq!(path, scene.path(name), "{why:?}");
        assert!(expected.is_none_or(|expected| expected == why), "{name}: {why:?}");
    }
    fs::hard_link(&backup, scene.path("name")).unwrap();
    assert_eq!(why(try_it("name")).1, UnusableWhy::Linked);
    for name in ["name", "link", "newer", "foreign", "short"] {
        fs::remove_file(scene.path(name)).unwrap();
    }
    fs::remove_dir(scene.path("folder")).unwrap();
    scene.assert_only(&BEFORE);
    scene.assert_whole(&database, 1);
}

#[test]
fn a_backup_that_does_not_verify_or_lacks_evidence_is_not_restored_and_says_why() {
    let scene = Scene::set();
    let backup = scene.path("backup.db");
    let good = fs::read(&backup).unwrap();
    let files = companion_path(&backup, ".files");
    fs::rename(&files, scene.path("elsewhere")).unwrap();
    let done = scene.restore().unwrap();
    let fault = &done.verified.faults[0];
    assert!(fault.at == "a2" && fault.message.contains("preuve.png"), "{fault:?}");
    assert!(fault.message.contains(&scene.kept[0].sha256), "{fault:?}");
    fs::rename(scene.path("elsewhere"), &files).unwrap();

    let db = rusqlite::Connection::open(&backup).unwrap();
    db.execute_batch("PRAGMA journal_mode = wal; UPDATE mediators SET name = 'Someone else' WHERE handle = 'max'")
        .unwrap();
    drop(db);
    let done = scene.restore().unwrap();
    assert!(done.verified.faults.iter().any(|fault| fault.at.contains("max")), "{:?}", done.verified.faults);
    fs::write(&backup, good).unwrap();
    scene.assert_only(&BEFORE);
    scene.assert_whole(&scene.path("litige.db"), 1);
    scene.restore().unwrap();
}

#[test]
fn an_older_backup_is_upgraded_and_its_audit_goes_on_from_its_head() {
    let folder = tempfile::tempdir().unwrap();
    let fixture = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let backup = folder.path().join("old.db");
    fs::copy(fixture.join("schema-1.db"), &backup).unwrap();
    copy_folder(&fixture.join("schema-1.db.files"), &companion_path(&backup, ".files"));
    let old = rusqlite::Connection::open(&backup).unwrap();
    let head: String = old.query_row("SELECT hash FROM audit ORDER BY seq DESC LIMIT 1", [], |row| row.get(0)).unwrap();
    drop(old);
    let before = fs::read(&backup).unwrap();
    let path = folder.path().join("litige.db");
    assert_eq!(restore(&path, &backup, now()).unwrap().verified.faults, []);
    assert!(fs::read(&backup).unwrap() == before);
    let store = SqliteStore::open(&path, Mode::Existing).unwrap();
    assert_eq!(store.verify(Some(&head)).unwrap().faults, []);
}

/// What a rename ends with, instead of being made.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Stop {
    Fails,
    Killed,
}

/// Restores, and stops at the `n`th rename. Returns whether it came that far.
fn stopped_at(scene: &Scene, n: usize, stop: Stop) -> bool {
    let mut turn = 0;
    let mut rename = |from: &Path, to: &Path| {
        turn += 1;
        match stop {
            Stop::Fails if turn == n => Err(io::ErrorKind::PermissionDenied.into()),
            Stop::Killed if turn == n => panic!("killed"),
            _ => rename_to_new(from, to),
        }
    };
    let (path, backup) = (scene.path("litige.db"), scene.path("backup.db"));
    let ended = catch_unwind(AssertUnwindSafe(|| restore_with(&mut rename, &path, &backup, now())));
    match ended {
        Ok(Ok(_)) => false,
        Ok(Err(_)) | Err(_) => true,
    }
}

#[test]
fn a_step_that_fails_takes_back_those_before_it() {
    for n in 1.. {
        let scene = Scene::set();
        if !stopped_at(&scene, n, Stop::Fails) {
            assert!(n > 6, "{n}");
            break;
        }
        scene.assert_only(&BEFORE);
        scene.assert_whole(&scene.path("litige.db"), 1);
        scene.restore().unwrap();
        scene.assert_whole(&scene.path("litige.db"), 0);
        scene.assert_whole(&scene.path(ASIDE), 1);
    }
}

#[test]
fn killed_at_any_step_the_old_or_the_new_is_there_it_is_said_where_and_the_same_restore_ends_it() {
    for back in [false, true] {
        for n in 1.. {
            let scene = Scene::set();
            let path = scene.path("litige.db");
            if !stopped_at(&scene, n, Stop::Killed) {
                assert!(n > 6, "{n}");
                break;
            }
            if path.exists() {
                scene.assert_whole(&path, 1);
            } else {
                let expected = UnusableWhy::RestoreUnfinished(scene.path(ASIDE));
                for mode in [Mode::Existing, Mode::Create] {
                    assert_eq!(why(SqliteStore::open(&path, mode)).1, expected, "{n}");
                }
                let filled = bulk_load::<_, StoreError>(&path, &[], now(), |_| Ok(()));
                assert_eq!(why(filled).1, expected);
                assert!(scene.path(ASIDE).exists());
            }
            if back && !path.exists() {
                restore(&path, &scene.path(ASIDE), now()).unwrap();
                scene.assert_whole(&path, 1);
            } else {
                scene.restore().unwrap();
                scene.assert_whole(&path, 0);
            }
            scene.assert_whole(&scene.path(ASIDE), 1);
            // The copy of a process that is alive, as this one is, stays; one of another would be removed.
            let left = fs::read_dir(scene.folder.path()).unwrap().flatten();
            let left = left.filter(|entry| !entry.file_name().to_string_lossy().contains(".new-"));
            assert_eq!(left.filter(|e| e.file_name().to_string_lossy().ends_with(".restoring")).count(), 0);
        }
    }
}

#[test]
fn where_another_made_a_database_meanwhile_it_stays_and_the_former_one_is_named() {
    let scene = Scene::set();
    let path = scene.path("litige.db");
    let mut rename = |from: &Path, to: &Path| {
        if from.to_string_lossy().contains(".new-") && to == path.canonicalize().unwrap_or(path.clone()) {
            fs::write(to, "another's").unwrap();
        }
        rename_to_new(from, to)
    };
    let ended = restore_with(&mut rename, &path, &scene.path("backup.db"), now());
    assert_eq!(why(ended).1, UnusableWhy::RestoreUnfinished(scene.path(ASIDE)));
    assert_eq!(fs::read(&path).unwrap(), b"another's");
    assert!(!companion_path(&path, "-wal").exists(), "no log of the former one is beside it");
    scene.assert_whole(&scene.path(ASIDE), 1);
}
