//! `litige restore`: a backup takes the place of the database, and what was there goes aside.

use std::fs;
use std::process::Stdio;

use serde_json::{Value, json};

use crate::support::{Holder, Home, disputed, lines, message};

/// The default database, from the working folder.
const DB: &str = "data/litige/litige.db";

/// A database with evidence, backed up to `copy.db`; what came later is in it alone.
fn backed_up() -> (Home, Value) {
    let home = Home::new();
    let evidence =
        json!({"name": "capture.txt", "media_type": "text/plain", "origin": "platform", "path": "capture.txt"});
    let mut events = disputed("O-1");
    let mut sent = message("e-file", "O-1", "client", "Voici.");
    sent["attachments"] = json!([evidence]);
    events.push(sent);
    home.write("in/capture.txt", "what was seen");
    home.pipe(lines(&events).as_bytes(), &["ingest", "-", "--attachments", "in"]).ok();
    home.run(&["mediator", "add", "ines", "--name", "Name of ines"]).ok();
    home.run(&["backup", "copy.db"]).ok();
    let head = home.run(&["verify", "--json"]).ok().json()["head"].clone();
    home.act("ines", &["say", "D-1001", "said after the backup"]).ok();
    (home, head)
}

fn said_after(home: &Home, db: &str) -> bool {
    home.run(&["--db", db, "show", "D-1001", "--json"]).ok().stdout.contains("said after the backup")
}

fn names(home: &Home) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(home.path("data/litige"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[test]
fn a_backup_takes_the_place_of_the_database_with_its_head_and_what_was_there_is_kept() {
    let (home, head) = backed_up();
    let told = home.run(&["restore", "copy.db"]).ok();
    assert!(told.stdout.contains(head.as_str().unwrap()) && told.stdout.contains(".before-"), "{}", told.stdout);
    home.run(&["verify", "--head", head.as_str().unwrap()]).ok();
    assert!(!said_after(&home, DB));
    let aside = names(&home).into_iter().find(|name| name.contains(".before-") && name.ends_with('Z')).unwrap();
    let aside = format!("data/litige/{aside}");
    assert!(said_after(&home, &aside));
    home.run(&["--db", &aside, "verify"]).ok();

    // And back.
    let told = home.run(&["restore", &aside, "--json"]).ok().json();
    assert!(said_after(&home, DB));
    home.run(&["verify", "--head", told["head"].as_str().unwrap()]).ok();
    assert!(said_after(&home, &aside));
    assert!(!said_after(&home, told["aside"].as_str().unwrap()));
    let told = home.run(&["restore", "copy.db", "--lang", "fr"]).ok();
    assert!(
        told.stdout.contains("est restaurée à partir de") && told.stdout.contains("Dernière entrée"),
        "{}",
        told.stdout
    );
}

#[test]
fn nothing_is_restored_while_anyone_has_the_database_or_the_backup_open() {
    let (home, _) = backed_up();
    for open in [DB, "copy.db"] {
        let holder = Holder::new(&home, open);
        let told = home.run(&["restore", "copy.db"]);
        told.failed(3, "bad_state");
        assert!(told.stderr.contains("is open"), "{}", told.stderr);
        home.run(&["restore", "copy.db", "--json"]).failed(3, "bad_state");
        drop(holder);
    }
    assert_eq!(names(&home), ["litige.db", "litige.db.files"]);
    assert!(said_after(&home, DB));
    // Nor while someone has one open that was removed.
    let open = rusqlite::Connection::open(home.db()).unwrap();
    open.query_row("SELECT count(*) FROM audit", [], |row| row.get::<_, i64>(0)).unwrap();
    fs::remove_file(home.db()).unwrap();
    home.run(&["restore", "copy.db"]).failed(3, "bad_state");
    drop(open);
    home.run(&["restore", "copy.db"]).ok();
    assert!(!said_after(&home, DB));
}

/// Issue: a killed desk leaves its log, the database is removed, and the next ingest would replay one into another.
#[test]
fn a_database_that_was_removed_beside_the_log_of_a_killed_desk_comes_back_through_restore() {
    let (home, head) = backed_up();
    let mut holder = Holder::new(&home, DB);
    home.act("ines", &["say", "D-1001", "in the log alone"]).ok();
    holder.0.kill().unwrap();
    drop(holder);
    let log = fs::read(home.path("data/litige/litige.db-wal")).unwrap();
    assert!(!log.is_empty());
    fs::remove_file(home.db()).unwrap();
    home.pipe(b"", &["ingest", "-"]).failed(6, "cannot_open");
    let told = home.run(&["restore", "copy.db", "--json"]).ok().json();
    assert_eq!(told["head"], head);
    let aside = told["aside"].as_str().unwrap();
    assert!(fs::read(format!("{aside}-wal")).unwrap() == log, "it may be wanted still");
    assert!(!said_after(&home, DB));
    home.pipe(lines(&disputed("O-2")).as_bytes(), &["ingest", "-"]).ok();
    home.run(&["verify", "--head", head.as_str().unwrap()]).ok();
}

#[test]
fn a_backup_that_lacks_evidence_is_refused_by_name_and_the_database_stays() {
    let (home, _) = backed_up();
    fs::remove_dir_all(home.path("copy.db.files")).unwrap();
    let told = home.run(&["restore", "copy.db"]);
    told.failed(6, "corrupt_database");
    assert!(told.stderr.contains("a1") && told.stderr.contains("capture.txt"), "{}", told.stderr);
    let told = home.run(&["restore", "copy.db", "--json"]);
    told.failed(6, "corrupt_database");
    assert_eq!(told.json()["error"]["detail"]["faults"][0]["at"], "a1");
    assert!(said_after(&home, DB));
    assert_eq!(names(&home), ["litige.db", "litige.db.files"]);
}

#[test]
fn what_is_no_backup_is_refused_and_the_database_stays() {
    let (home, _) = backed_up();
    home.write("text", "just a text");
    fs::create_dir(home.path("folder")).unwrap();
    std::os::unix::fs::symlink(home.path("copy.db"), home.path("link.db")).unwrap();
    for (backup, status, code) in [
        ("text", 6, "not_litige"),
        ("folder", 6, "not_litige"),
        ("link.db", 6, "cannot_open"),
        ("missing.db", 6, "cannot_open"),
        (DB, 3, "bad_state"),
    ] {
        home.run(&["restore", backup]).failed(status, code);
    }
    home.run(&["--db", "postgres://db.example/litige", "restore", "copy.db"]).failed(6, "cannot_open");
    assert!(said_after(&home, DB));
    assert_eq!(names(&home), ["litige.db", "litige.db.files"]);
}

#[test]
fn what_a_killed_restore_left_is_removed_by_the_next_one() {
    let (home, _) = backed_up();
    let gone = {
        let mut child = home.command(&["--version"]).stdout(Stdio::null()).spawn().unwrap();
        child.wait().unwrap();
        child.id()
    };
    let left = [".new-{}-0", ".new-{}-0-wal", ".new-{}-0.files/ab/cdef", ".new-{}-1"];
    for name in left {
        home.write(&format!("{DB}{}", name.replace("{}", &gone.to_string())), "texts of people");
    }
    home.run(&["restore", "copy.db"]).ok();
    assert!(
        !names(&home).iter().any(|name| name.contains(".new-") || name.contains(".restoring")),
        "{:?}",
        names(&home)
    );
}
