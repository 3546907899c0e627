//! A file that is moved, replaced, linked, cut or dressed up under the store: refused, and left as it was.

use std::fs;
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::Path;

use rusqlite::Connection;

use super::open::companion_path;
use super::testing::Scratch;
use super::{SqliteStore, bulk_load};
use crate::domain::case::records::Mediator;
use crate::domain::ids::{DisputeId, Handle};
use crate::domain::policy_change::PolicyChange;
use crate::domain::vocabulary::Role;
use crate::store::contract::{handle, second_above};
use crate::store::{
    ChangeCursor, FeedStore as _, MaintenanceStore as _, Mode, PersonalStore as _, StoreError, TeamStore as _,
    UnusableWhy,
};

/// The reason why the store can't be used.
fn why<T: std::fmt::Debug>(result: Result<T, StoreError>) -> UnusableWhy {
    match result {
        Err(StoreError::Unusable(unusable)) => unusable.why,
        other => panic!("{other:?}"),
    }
}

fn write(store: &mut SqliteStore) -> Result<(), StoreError> {
    let lead = handle("max");
    if store.mediators()?.is_empty() {
        store.found_team(&[Mediator::new(lead.clone(), "Max", Role::Lead)], chrono::Utc::now())?;
    }
    let change = PolicyChange { settings: vec![second_above(100)], reason: "Essai.".to_owned() };
    store.put_policy(&lead, &change, None, chrono::Utc::now())
}

fn written(path: &Path) -> u32 {
    SqliteStore::open(path, Mode::Existing).unwrap().policy().unwrap().version
}

#[test]
fn nothing_is_written_into_a_file_that_is_gone_or_into_another_in_its_place() {
    let mut scratch = Scratch::new();
    let (path, away) = (scratch.file("litige.db"), scratch.file("away.db"));
    let cursor = scratch.store.changes(ChangeCursor::default()).unwrap().cursor;
    write(&mut scratch.store).unwrap();

    fs::rename(&path, &away).unwrap();
    assert_eq!(why(write(&mut scratch.store)), UnusableWhy::Replaced);
    assert_eq!(why(scratch.store.changes(cursor)), UnusableWhy::Replaced, "who only reads is told as well");
    let me = Handle::from("camille");
    assert_eq!(why(scratch.store.heartbeat("desk", &me, None, chrono::Utc::now())), UnusableWhy::Replaced);

    for suffix in ["-wal", "-shm"] {
        fs::rename(companion_path(&path, suffix), companion_path(&away, suffix)).unwrap();
    }
    drop(SqliteStore::open(&path, Mode::Create).unwrap());
    assert_eq!(why(write(&mut scratch.store)), UnusableWhy::Replaced);
    assert_eq!(written(&path), 1, "the other one has nothing of it");

    fs::remove_file(&path).unwrap();
    for suffix in ["", "-wal", "-shm"] {
        fs::rename(companion_path(&away, suffix), companion_path(&path, suffix)).unwrap();
    }
    write(&mut scratch.store).unwrap();
    scratch.store.changes(cursor).unwrap();
    drop(scratch.store);
    assert_eq!(written(&path), 3, "what was acknowledged is there, and no more");
}

#[test]
fn nothing_is_written_once_the_log_or_its_index_was_removed_or_replaced() {
    for suffix in ["-wal", "-shm"] {
        let mut scratch = Scratch::new();
        let (path, aside) = (scratch.file("litige.db"), scratch.file("aside"));
        write(&mut scratch.store).unwrap();
        let part = companion_path(&path, suffix);
        fs::rename(&part, &aside).unwrap();
        assert_eq!(why(write(&mut scratch.store)), UnusableWhy::Replaced, "{suffix}");
        fs::write(&part, "").unwrap();
        assert_eq!(why(write(&mut scratch.store)), UnusableWhy::Replaced, "{suffix}");
        assert_eq!(why(scratch.store.policy()), UnusableWhy::Replaced, "{suffix}");
        fs::rename(&aside, &part).unwrap();
        write(&mut scratch.store).unwrap();
        drop(scratch.store);
        assert_eq!(written(&path), 3);
    }
}

#[test]
fn a_link_that_stands_where_the_file_was_is_noticed_though_it_leads_to_it() {
    let mut scratch = Scratch::new();
    let (path, away) = (scratch.file("litige.db"), scratch.file("away.db"));
    fs::rename(&path, &away).unwrap();
    symlink(&away, &path).unwrap();
    assert_eq!(why(write(&mut scratch.store)), UnusableWhy::Replaced, "others would begin another log at its end");
}

#[test]
fn a_link_to_another_database_is_noticed() {
    let scratch = Scratch::new();
    let (link, other) = (scratch.file("link"), scratch.file("other.db"));
    symlink(scratch.file("litige.db"), &link).unwrap();
    drop(SqliteStore::open(&other, Mode::Create).unwrap());
    let mut store = SqliteStore::open(&link, Mode::Existing).unwrap();
    assert_eq!(store.path, scratch.file("litige.db").canonicalize().unwrap(), "all that is beside it is named by it");
    write(&mut store).unwrap();
    fs::remove_file(&link).unwrap();
    symlink(&other, &link).unwrap();
    assert_eq!(why(write(&mut store)), UnusableWhy::Replaced);
}

#[test]
fn a_link_that_leads_nowhere_is_refused_and_nothing_is_made_at_its_end() {
    let folder = tempfile::tempdir().unwrap();
    let (link, end) = (folder.path().join("link"), folder.path().join("end.db"));
    symlink(&end, &link).unwrap();
    for mode in [Mode::Existing, Mode::Create] {
        assert_eq!(why(SqliteStore::open(&link, mode)), UnusableWhy::DanglingLink);
    }
    assert_eq!(why(SqliteStore::create(&link)), UnusableWhy::DanglingLink);
    assert!(!end.exists());
}

#[test]
fn a_file_under_two_names_is_neither_opened_nor_written() {
    let mut scratch = Scratch::new();
    let (path, name) = (scratch.file("litige.db"), scratch.file("name.db"));
    fs::hard_link(&path, &name).unwrap();
    assert_eq!(why(write(&mut scratch.store)), UnusableWhy::Linked);
    for path in [&path, &name] {
        assert_eq!(why(SqliteStore::open(path, Mode::Existing)), UnusableWhy::Linked);
    }
    fs::remove_file(&name).unwrap();
    write(&mut scratch.store).unwrap();
}

#[test]
fn no_database_is_made_beside_what_is_left_of_another() {
    for left in ["-wal", "-shm", "-journal"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("litige.db");
        let left = companion_path(&path, left);
        fs::write(&left, "left").unwrap();
        let expected = UnusableWhy::LeftLog(left.clone());
        assert_eq!(why(SqliteStore::open(&path, Mode::Create)), expected);
        assert_eq!(why(SqliteStore::create(&path)), expected);
        let filled = bulk_load::<_, StoreError>(&path, &[], chrono::Utc::now(), |_| Ok(()));
        assert_eq!(why(filled), expected);
        assert_eq!(why(Scratch::new().store.backup(&path)), expected);
        assert_eq!(why(SqliteStore::open(&path, Mode::Existing)), UnusableWhy::Missing);
        assert_eq!(fs::read(&left).unwrap(), b"left");
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}

/// Asserts that a file is refused as damaged with these words, however it is opened, and stays as it was.
fn assert_damaged(path: &Path, words: &str) {
    let before = fs::read(path).unwrap();
    for mode in [Mode::Existing, Mode::Create, Mode::BulkWrite] {
        match why(SqliteStore::open(path, mode)) {
            UnusableWhy::Corrupt(what) => assert!(what.contains(words), "{what}"),
            other => panic!("{words}: {other:?}"),
        }
    }
    assert!(fs::read(path).unwrap() == before, "{words}");
    let names: Vec<_> = fs::read_dir(path.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
    assert_eq!(names.len(), 1, "{words}: {names:?}");
}

#[test]
fn a_file_that_is_cut_short_is_refused_be_it_by_one_byte() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("litige.db");
    drop(SqliteStore::open(&path, Mode::Create).unwrap());
    let whole = fs::read(&path).unwrap();
    for by in [1, 7, 4095] {
        fs::write(&path, &whole[..whole.len() - by]).unwrap();
        assert_damaged(&path, "cut short");
        assert!(matches!(why(SqliteStore::open(&path, Mode::Existing)), UnusableWhy::Corrupt(_)));
    }
    fs::write(&path, &whole).unwrap();
    SqliteStore::open(&path, Mode::Existing).unwrap();
}

#[test]
fn a_schema_that_is_not_ours_is_refused_unchanged_and_is_not_obeyed() {
    for (sql, words) in [
        ("CREATE TRIGGER t AFTER INSERT ON policies BEGIN DELETE FROM notes; END", "trigger t"),
        ("CREATE TRIGGER search_0x AFTER INSERT ON policies BEGIN DELETE FROM notes; END", "trigger search_0x"),
        ("CREATE TABLE search_0_content (x)", "table search_0_content"),
        ("DROP TRIGGER ledger_keep", "trigger ledger_keep"),
        ("DROP INDEX disputes_open", "index disputes_open"),
        ("CREATE TABLE mine (x)", "table mine"),
        ("ALTER TABLE mediators RENAME TO m; CREATE VIEW mediators AS SELECT * FROM m", "mediators"),
        ("ALTER TABLE notes ADD COLUMN x TEXT", "table notes"),
        (
            "PRAGMA writable_schema = ON; INSERT INTO sqlite_schema VALUES ('trigger', 'sqlite_stat1', 'policies', 0, \
             'CREATE TRIGGER sqlite_stat1 AFTER INSERT ON policies BEGIN DELETE FROM notes; END')",
            "trigger sqlite_stat1",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("litige.db");
        drop(SqliteStore::open(&path, Mode::Create).unwrap());
        Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        assert_damaged(&path, words);
    }
    let scratch = Scratch::new();
    scratch.store.db.execute_batch("ANALYZE").unwrap();
    SqliteStore::open(&scratch.store.path, Mode::Existing).unwrap();
}

#[test]
fn a_foreign_trigger_that_is_still_in_the_log_is_found_too() {
    let scratch = Scratch::new();
    scratch.store.db.execute_batch("CREATE TRIGGER t AFTER INSERT ON notes BEGIN DELETE FROM notes; END").unwrap();
    let log = companion_path(&scratch.store.path, "-wal");
    let before = (fs::read(&scratch.store.path).unwrap(), fs::read(&log).unwrap());
    assert!(matches!(why(SqliteStore::open(&scratch.store.path, Mode::Existing)), UnusableWhy::Corrupt(_)));
    assert!(before == (fs::read(&scratch.store.path).unwrap(), fs::read(&log).unwrap()));
}

#[test]
fn what_may_not_be_read_is_said_to_be_with_its_path() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("litige.db");
    drop(SqliteStore::open(&path, Mode::Create).unwrap());
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).unwrap();
    let error = SqliteStore::open(&path, Mode::Existing).unwrap_err();
    let said = error.to_string();
    assert!(said.starts_with("permission denied: ") && said.contains(path.to_str().unwrap()), "{said}");
    assert!(matches!(why::<()>(Err(error)), UnusableWhy::PermissionDenied(owner) if owner.file == path));
    fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();

    let _open = SqliteStore::open(&path, Mode::Existing).unwrap();
    let log = companion_path(&path, "-wal");
    fs::set_permissions(&log, fs::Permissions::from_mode(0o000)).unwrap();
    let said = SqliteStore::open(&path, Mode::Existing).unwrap_err().to_string();
    assert!(said.contains(log.to_str().unwrap()) && !said.contains("immutable"), "{said}");
}

#[test]
fn every_database_has_an_identity_of_its_own_and_a_copy_has_its_originals() {
    let (one, other) = (Scratch::new(), Scratch::new());
    let uuid = one.store.identity();
    assert!(uuid::Uuid::parse_str(&uuid).is_ok_and(|uuid| uuid.get_version_num() == 4), "{uuid}");
    assert_ne!(uuid, other.store.identity());
    one.store.backup(&one.file("copy.db")).unwrap();
    assert_eq!(SqliteStore::open(&one.file("copy.db"), Mode::Existing).unwrap().identity(), uuid);
}

#[test]
fn a_draft_that_can_not_be_kept_in_a_replaced_database_is_refused_not_lost_in_silence() {
    let mut scratch = Scratch::new();
    fs::remove_file(scratch.file("litige.db")).unwrap();
    let kept = scratch.store.put_draft(DisputeId(1001), &handle("camille"), Some("x"), None, chrono::Utc::now());
    assert_eq!(why(kept), UnusableWhy::Replaced);
}
