//! Which files are taken and which are refused, each with its reason and its bytes as they were.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, StatementStatus};
use sha2::{Digest, Sha256};

use super::testing::Scratch;
use super::{SqliteStore, migrate};
use crate::domain::policy::Policy;
use crate::store::write::digest::hex;
use crate::store::{Mode, StoreError, UnusableWhy};

fn why(path: &Path, mode: Mode) -> UnusableWhy {
    match SqliteStore::open(path, mode) {
        Err(StoreError::Unusable(unusable)) => {
            assert_eq!(unusable.place.file(), Some(path));
            unusable.why
        }
        other => panic!("{other:?}"),
    }
}

/// Every file of the folder with the hash of its bytes.
fn contents(folder: &Path) -> Vec<(PathBuf, String)> {
    let mut all: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.is_file())
        .map(|path| (path.clone(), hex(&Sha256::digest(fs::read(&path).unwrap()))))
        .collect();
    all.sort();
    all
}

fn schema(db: &Connection) -> Vec<(String, String, Option<String>)> {
    let mut rows = db.prepare("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name").unwrap();
    let rows = rows.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?))).unwrap();
    rows.map(Result::unwrap).collect()
}

#[test]
fn a_new_database_is_for_its_owner_alone_and_leaves_no_scraps() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("deep/er/litige.db");
    let store = SqliteStore::open(&path, Mode::Create).unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::metadata(path.parent().unwrap()).unwrap().permissions().mode() & 0o777, 0o700);
    drop(store);
    let names: Vec<_> = contents(path.parent().unwrap()).into_iter().map(|(path, _)| path).collect();
    assert_eq!(names, [path]);
}

#[test]
fn every_unusable_file_is_refused_for_its_reason_and_left_as_it_was() {
    let scratch = Scratch::new();
    let good = scratch.store.path.clone();
    drop(scratch.store.db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)"));
    let bytes = fs::read(&good).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, content: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, content).unwrap();
        path
    };
    let patched = |at: usize, patch: &[u8]| {
        let mut copy = bytes.clone();
        copy[at..at + patch.len()].copy_from_slice(patch);
        copy
    };

    let sqlite_of_others = folder.path().join("others.db");
    Connection::open(&sqlite_of_others).unwrap().execute_batch("CREATE TABLE t (x)").unwrap();
    let cases: Vec<(PathBuf, &str)> = vec![
        (folder.path().join("absent.db"), "no_database"),
        (file("empty.db", b""), "not_litige"),
        (file("short.db", b"SQLite format 3"), "not_litige"),
        (file("text.db", "bonjour ".repeat(1000).as_bytes()), "not_litige"),
        (sqlite_of_others, "not_litige"),
        (file("other-id.db", &patched(68, b"mail")), "not_litige"),
        (file("newer.db", &patched(60, &i32::try_from(migrate::KNOWN + 1).unwrap().to_be_bytes())), "newer_database"),
        (file("cut.db", &bytes[..bytes.len() / 2]), "corrupt_database"),
        (file("schema.db", &patched(100, &[0xff; 64])), "corrupt_database"),
    ];
    for (path, code) in &cases {
        let before = contents(folder.path());
        assert_eq!(why(path, Mode::Existing).code().as_str(), *code, "{}", path.display());
        if *code != "no_database" {
            assert_eq!(why(path, Mode::Create).code().as_str(), *code, "{}", path.display());
        }
        assert_eq!(contents(folder.path()), before, "{}", path.display());
    }
    assert_eq!(why(folder.path(), Mode::Create), UnusableWhy::Foreign);
    assert_eq!(why(Path::new("/dev/null"), Mode::Existing), UnusableWhy::Foreign);
}

#[test]
fn a_file_or_folder_that_may_not_be_written_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let inner = folder.path().join("inner");
    let path = inner.join("litige.db");
    drop(SqliteStore::open(&path, Mode::Create).unwrap());
    let chmod = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();

    chmod(&path, 0o444);
    assert_eq!(why(&path, Mode::Existing), UnusableWhy::ReadOnly);
    chmod(&path, 0o600);
    chmod(&inner, 0o555);
    assert_eq!(why(&path, Mode::Existing), UnusableWhy::ReadOnly);
    assert_eq!(why(&inner.join("new.db"), Mode::Create), UnusableWhy::ReadOnly);
    chmod(&inner, 0o700);
    SqliteStore::open(&path, Mode::Existing).unwrap();
}

#[test]
fn a_newer_version_that_is_still_in_the_log_is_refused() {
    let scratch = Scratch::new();
    let path = &scratch.store.path;
    scratch.store.db.pragma_update(None, "user_version", migrate::KNOWN + 1).unwrap();
    let (file, log) = (fs::read(path).unwrap(), fs::read(super::open::companion_path(path, "-wal")).unwrap());
    assert_eq!(why(path, Mode::Existing).code().as_str(), "newer_database");
    assert!(fs::read(path).unwrap() == file);
    assert!(fs::read(super::open::companion_path(path, "-wal")).unwrap() == log);
}

#[test]
fn an_upgraded_schema_equals_a_fresh_one_and_upgrading_again_does_nothing() {
    let fresh = Scratch::new();
    for from in 0..migrate::SCRIPTS.len() {
        let mut old = Connection::open_in_memory().unwrap();
        for script in &migrate::SCRIPTS[..from] {
            old.execute_batch(script).unwrap();
        }
        old.pragma_update(None, "user_version", i64::try_from(from).unwrap()).unwrap();
        migrate::upgrade(&mut old).unwrap();
        assert_eq!(schema(&old), schema(&fresh.store.db), "from {from}");
        let changes = old.total_changes();
        migrate::upgrade(&mut old).unwrap();
        assert_eq!(old.total_changes(), changes);
    }
}

#[test]
fn many_who_make_the_same_database_at_once_share_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("litige.db");
    std::thread::scope(|scope| {
        let made: Vec<_> = (0..8).map(|_| scope.spawn(|| SqliteStore::open(&path, Mode::Create).map(drop))).collect();
        for one in made {
            one.join().unwrap().unwrap();
        }
    });
    let names: Vec<_> = contents(folder.path()).into_iter().map(|(path, _)| path).collect();
    assert_eq!(names, [path]);
}

#[test]
fn strange_names_are_names() {
    let folder = tempfile::tempdir().unwrap();
    for name in [":memory:", "file:x?mode=memory", "a b%20#é?.db"] {
        let path = folder.path().join(name);
        drop(SqliteStore::open(&path, Mode::Create).unwrap());
        drop(SqliteStore::open(&path, Mode::Existing).unwrap());
        assert!(path.is_file(), "{name}");
    }
}

#[test]
fn what_must_only_grow_only_grows() {
    let scratch = Scratch::new();
    let db = &scratch.store.db;
    db.execute_batch("INSERT INTO audit VALUES (1, 0, 'x', 'x', NULL, '{}', 'x')").unwrap();
    for attempt in [
        "UPDATE audit SET hash = 'y'",
        "DELETE FROM audit",
        "INSERT OR REPLACE INTO audit VALUES (1, 0, 'x', 'x', NULL, '{}', 'y')",
    ] {
        let error = db.execute_batch(attempt).unwrap_err();
        assert!(error.to_string().contains("append-only"), "{attempt}: {error}");
    }
    assert!(scratch.file("litige.db").is_file());
}

#[test]
fn a_new_database_starts_under_the_default_policy_which_it_keeps() {
    let scratch = Scratch::new();
    let path = scratch.file("new.db");
    assert!(SqliteStore::create(&path).unwrap());
    assert!(!SqliteStore::create(&path).unwrap(), "it is there already");
    let store = SqliteStore::open(&path, Mode::Create).unwrap();
    let body: String = store.db.query_row("SELECT body FROM policies", [], |row| row.get(0)).unwrap();
    assert_eq!(serde_json::from_str::<Policy>(&body).unwrap(), Policy::default());
}

#[test]
fn a_statement_stays_prepared_whatever_it_is_given_and_across_transactions() {
    let mut scratch = Scratch::new();
    for order in 1..4 {
        let tx = scratch.store.db.begin().unwrap();
        let mut found = tx.prepare_cached("SELECT id FROM disputes WHERE order_num = ?1 LIMIT ?2").unwrap();
        assert!(!found.exists([order, order]).unwrap());
        assert_eq!(found.get_status(StatementStatus::RePrepare), 0, "at {order}");
        drop(found);
        tx.commit().unwrap();
    }
}
