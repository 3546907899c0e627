//! Databases that can't be used: exit status 6, one line, and not a byte of them changed.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;

use serde_json::json;

use crate::support::{CommandOutput, Holder, Home, database_files, disputed};

/// Every command that needs a database, with arguments that are good otherwise.
const NEED_ONE: [&[&str]; 21] = [
    &[],
    &["queue"],
    &["show", "D-1001"],
    &["search", "x"],
    &["claim", "D-1001"],
    &["release", "D-1001"],
    &["say", "D-1001", "x"],
    &["note", "D-1001", "x"],
    &["ask", "D-1001", "--to", "client", "x"],
    &["propose", "D-1001", "--refund", "4"],
    &["propose", "D-1001", "--relaunch", "x"],
    &["inadmissible", "D-1001", "--attachment", "a1", "--reason", "x"],
    &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "x"],
    &["undo", "D-1001"],
    &["approve", "D-1001"],
    &["refuse", "D-1001", "--reason", "x"],
    &["snooze", "D-1001", "--until", "2h"],
    &["erase", "C-1"],
    &["outbox"],
    &["verify"],
    &["backup", "copy.db"],
];

const MAKE_ONE: [&[&str]; 3] = [
    &["ingest", "good.jsonl"],
    &["mediator", "add", "ines", "--name", "x"],
    &["seed", "--disputes", "2", "--messages", "9"],
];

#[test]
fn a_missing_database_ends_with_six_and_says_how_to_start() {
    let home = Home::new();
    // What the desk says is more than a line: `demo.rs`.
    for args in NEED_ONE.into_iter().filter(|args| !args.is_empty()) {
        let told = home.act("ines", args);
        told.failed(6, "no_database");
        assert!(told.stderr.contains("litige demo") && told.stderr.contains("litige ingest"), "{}", told.stderr);
        home.act("ines", &[args, &["--json"]].concat()).failed(6, "no_database");
    }
    home.run(&["mediator", "list"]).failed(6, "no_database");
    assert!(!home.path("data").exists(), "nothing is made");
}

#[test]
fn the_commands_that_make_a_database_make_it() {
    for args in MAKE_ONE {
        let home = Home::new();
        home.write("good.jsonl", crate::support::lines(&disputed("O-1")));
        home.run(args).ok();
        assert!(home.db().exists(), "{args:?}");
        assert_eq!(fs::metadata(home.db()).unwrap().permissions().mode() & 0o777, 0o600);
        home.run(&["queue"]).ok();
        home.run(&["verify"]).ok();
    }
}

/// A good database with one dispute, closed properly.
fn good(home: &Home) -> Vec<u8> {
    home.ingest(&disputed("O-1"));
    fs::read(home.db()).unwrap()
}

fn changed(bytes: &[u8], at: usize, to: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[at..at + to.len()].copy_from_slice(to);
    bytes
}

#[test]
fn a_file_that_is_not_ours_or_too_new_is_refused_untouched() {
    let maker = Home::new();
    let ours = good(&maker);
    // SQLite's header: user_version at 60, application_id at 68 (https://sqlite.org/fileformat2.html#the_database_header).
    let files: [(&str, Vec<u8>, &str); 7] = [
        ("text", b"just a text, long enough to look like something".to_vec(), "not_litige"),
        ("empty", Vec::new(), "not_litige"),
        ("noise", (0..100_000_u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect(), "not_litige"),
        ("another program's", changed(&ours, 68, b"gpkg"), "not_litige"),
        ("no program's", changed(&ours, 68, &[0; 4]), "not_litige"),
        ("newer", changed(&ours, 60, &9999_u32.to_be_bytes()), "newer_database"),
        ("header torn", changed(&ours, 0, &[0; 16]), "not_litige"),
    ];
    for (name, bytes, code) in files {
        let home = Home::new();
        home.write("good.jsonl", crate::support::lines(&disputed("O-1")));
        home.write("data/litige/litige.db", &bytes);
        for args in NEED_ONE.iter().chain(&MAKE_ONE) {
            home.act("ines", args).failed(6, code);
            assert_eq!(fs::read(home.db()).unwrap(), bytes, "{name}: {args:?}");
        }
        assert_eq!(names_in(home.db().parent().unwrap()), ["litige.db"], "{name}: nothing is left beside it");
    }
}

fn names_in(folder: &Path) -> Vec<String> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect()
}

#[test]
fn a_damaged_database_is_refused_or_reported_never_repaired() {
    let maker = Home::new();
    let ours = good(&maker);
    for (what, bytes) in [
        ("cut in half", ours[..ours.len() / 2 / 4096 * 4096].to_vec()),
        ("first page torn", changed(&ours, 100, &[0xff; 3000])),
    ] {
        let home = Home::new();
        home.write("data/litige/litige.db", &bytes);
        let verified = home.run(&["verify"]);
        assert!([1, 6].contains(&verified.status), "{what}: {}{}", verified.stdout, verified.stderr);
        let told = home.act("ines", &["say", "D-1001", "x"]);
        assert!([1, 6].contains(&told.status), "{what}: {}{}", told.stdout, told.stderr);
        assert_eq!(told.stderr.lines().count(), 1, "{what}: {}", told.stderr);
        assert_eq!(database_files(&home.db())[0].as_deref(), Some(&bytes[..]), "{what}");
    }
}

#[test]
fn a_damaged_page_is_found_by_verify() {
    let home = Home::new();
    let ours = good(&home);
    // Every page but the first, one by one: whatever verify says, it ends properly; and it finds damage in most.
    let mut found = 0;
    let pages: Vec<usize> = (4096..ours.len()).step_by(4096).collect();
    for &page in &pages {
        fs::write(home.db(), changed(&ours, page, &[0xa5; 512])).unwrap();
        let verified = home.run(&["verify", "--json"]);
        assert!([0, 1, 6].contains(&verified.status), "page at {page}: {}{}", verified.stdout, verified.stderr);
        if verified.status == 1 {
            let faults = &verified.json()["faults"];
            assert!(faults.as_array().is_some_and(|f| !f.is_empty()), "page at {page}: {faults}");
        }
        found += usize::from(verified.status != 0);
    }
    assert_eq!(found, pages.len(), "a page of 512 bad bytes went unseen");
}

#[test]
fn a_database_that_cant_be_written_is_refused() {
    let home = Home::new();
    let ours = good(&home);
    fs::set_permissions(home.db(), fs::Permissions::from_mode(0o400)).unwrap();
    for args in [&["queue"][..], &["say", "D-1001", "x"], &["outbox"], &["ingest", "-"]] {
        home.act("ines", args).failed(6, "read_only_database");
    }
    assert_eq!(fs::read(home.db()).unwrap(), ours);
    fs::set_permissions(home.db(), fs::Permissions::from_mode(0o600)).unwrap();
    home.run(&["queue"]).ok();
}

#[test]
fn a_folder_in_the_databases_place_is_refused() {
    let home = Home::new();
    fs::create_dir_all(home.db()).unwrap();
    assert_eq!(home.run(&["queue"]).status, 6);
    assert_eq!(home.run(&["ingest", "-"]).status, 6);
    home.write("file", "");
    let under_a_file = home.run(&["--db", "file/x.db", "mediator", "add", "x", "--name", "x"]);
    assert_eq!(under_a_file.status, 6, "{}", under_a_file.stderr);
}

#[test]
fn a_backup_is_a_whole_database_and_overwrites_nothing() {
    let home = Home::with(&disputed("O-1"));
    home.run(&["backup", "copy.db"]).ok();
    let of = |db: &str| home.run(&["--db", db, "show", "D-1001", "--json"]).ok().stdout;
    assert_eq!(of("copy.db"), of(home.db().to_str().unwrap()));
    home.run(&["--db", "copy.db", "verify"]).ok();
    home.write("there.db", "something");
    home.run(&["backup", "there.db"]).failed(3, "bad_state");
    home.run(&["backup", home.db().to_str().unwrap()]).failed(3, "bad_state");
    home.run(&["backup", "nowhere/copy.db"]).failed(1, "io");
    assert_eq!(fs::read_to_string(home.path("there.db")).unwrap(), "something");
    home.run(&["verify"]).ok();
}

#[test]
fn an_old_log_is_never_replayed_into_a_new_database() {
    let home = Home::new();
    good(&home);
    let log = home.write("data/litige/litige.db-wal", b"what a killed desk left");
    fs::remove_file(home.db()).unwrap();
    home.write("good.jsonl", crate::support::lines(&disputed("O-2")));
    for args in MAKE_ONE.iter().chain(&[&["demo", "--db", "data/litige/litige.db"][..]]) {
        let told = home.run(args);
        told.failed(6, "cannot_open");
        assert!(told.stderr.contains("litige.db-wal") && told.stderr.contains("move"), "{}", told.stderr);
    }
    assert_eq!(fs::read(&log).unwrap(), b"what a killed desk left");
    assert_eq!(names_in(home.db().parent().unwrap()), ["litige.db-wal"]);
}

#[test]
fn a_symbolic_link_is_its_end_and_a_second_name_is_refused() {
    let home = Home::new();
    good(&home);
    std::os::unix::fs::symlink(home.db(), home.path("link.db")).unwrap();
    home.run(&["--db", "link.db", "mediator", "add", "ines", "--name", "Ines"]).ok();
    assert!(home.run(&["mediator", "list"]).ok().stdout.contains("ines"));
    assert!(!home.path("link.db-wal").exists() && !home.path("link.db.files").exists());
    fs::hard_link(home.db(), home.path("name.db")).unwrap();
    for args in [&["queue"][..], &["--db", "name.db", "queue"], &["--db", "name.db", "ingest", "-"]] {
        home.run(args).failed(6, "cannot_open");
    }
    fs::remove_file(home.db()).unwrap();
    fs::remove_file(home.path("name.db")).unwrap();
    for args in [&["--db", "link.db", "queue"][..], &["--db", "link.db", "ingest", "-"]] {
        home.run(args).failed(6, "cannot_open");
    }
    assert!(!home.db().exists());
}

#[test]
fn whoever_leaves_a_database_whose_log_was_removed_does_not_touch_the_next_one() {
    let home = Home::with(&disputed("O-1"));
    let holder = Holder::new(&home, "data/litige/litige.db");
    // In the log alone, which closing would move into the file.
    home.act("ines", &["say", "D-1001", "first"]).ok();
    for suffix in ["-wal", "-shm"] {
        fs::remove_file(home.path(&format!("data/litige/litige.db{suffix}"))).unwrap();
    }
    home.act("ines", &["say", "D-1001", "second"]).ok();
    drop(holder);
    assert!(home.show("D-1001").to_string().contains("second"), "what was acknowledged is there");
    home.run(&["verify"]).ok();
}

#[test]
fn a_demo_that_someone_has_open_is_not_made_anew() {
    let home = Home::new();
    home.run(&["demo", "--db", "demo.db"]).ok();
    let before = home.run(&["--db", "demo.db", "verify", "--json"]).ok().json()["head"].clone();
    let holder = Holder::new(&home, "demo.db");
    let told = home.run(&["demo", "--fresh", "--db", "demo.db"]);
    told.failed(3, "bad_state");
    assert!(told.stderr.contains("is open"), "{}", told.stderr);
    drop(holder);
    assert_eq!(home.run(&["--db", "demo.db", "verify", "--json"]).ok().json()["head"], before);
    std::os::unix::fs::symlink(home.path("demo.db"), home.path("link.db")).unwrap();
    home.run(&["demo", "--fresh", "--db", "link.db"]).ok();
    assert!(home.path("link.db").is_symlink(), "what it leads to is replaced, not the link");
    let left = names_in(&home.path("")).into_iter().filter(|name| name.starts_with("demo.db."));
    assert!(left.eq(["demo.db.files".to_owned()]), "nothing else is left beside it");
}

/// It is named without its password, and no file of that name is made.
#[test]
fn a_server_that_is_not_there_is_named_in_one_sentence_without_its_password() {
    let home = Home::new();
    home.write("good.jsonl", crate::support::lines(&disputed("O-1")));
    for args in NEED_ONE.into_iter().chain(MAKE_ONE).chain([&["demo"] as &[&str]]) {
        let args = [&["--as", "ines", "--db", "postgres://ines:secret@127.0.0.1:1/litige"], args].concat();
        let mut command = home.command(&args);
        // What writes would wait for it.
        let told = command.env("LITIGE_INJECT_PATIENCE_MS", "1").stdin(std::process::Stdio::null()).output().unwrap();
        let told = CommandOutput::of(&args, told);
        // A demo is a file always, and so is what seed fills.
        let (status, code) = match args.get(4).copied().unwrap_or_default() {
            "demo" => (6, "cannot_open"),
            "seed" => (2, "usage"),
            _ => (6, "unreachable"),
        };
        told.failed(status, code);
        let can_not = if code == "usage" { "is a server" } else { "can't be " };
        let sentence = format!("postgres://ines@127.0.0.1:1/litige {can_not}");
        assert!(told.stderr.contains(&sentence), "{}", told.stderr);
        assert!(!told.stderr.contains("secret"), "{}", told.stderr);
    }
    assert!(!home.path("postgres:").exists());
}

#[test]
fn a_copy_goes_to_a_server_or_back_and_says_so_where_it_does_not() {
    let home = Home::new();
    home.run(&["seed", "--disputes", "2", "--messages", "9"]).ok();
    let told = home.run(&["copy", home.db().to_str().unwrap(), "copy.db"]);
    told.failed(6, "cannot_open");
    assert!(told.stderr.contains("`litige backup`"), "{}", told.stderr);
    home.run(&["copy", "nothing.db", "postgres:///none?host=/nowhere"]).failed(6, "unreachable");
}

#[test]
fn a_backup_that_lacks_evidence_names_it_and_ends_with_one_and_one_that_is_whole_does_not() {
    let home = Home::new();
    let evidence =
        json!({"name": "capture.txt", "media_type": "text/plain", "origin": "platform", "path": "capture.txt"});
    let mut events = disputed("O-1");
    let last = events.last().unwrap().clone();
    events.push(json!({"id": "e-file", "at": last["at"], "type": "dispute.message", "order": "O-1", "by": "client",
        "body": "Voici.", "attachments": [evidence]}));
    home.write("in/capture.txt", "what was seen");
    home.pipe(crate::support::lines(&events).as_bytes(), &["ingest", "-", "--attachments", "in"]).ok();
    assert_eq!(home.run(&["backup", "whole.db", "--json"]).ok().json()["missing"], json!([]));
    let kept = home.path("data/litige/litige.db.files");
    let shelf = fs::read_dir(&kept).unwrap().next().unwrap().unwrap().path();
    let file = fs::read_dir(&shelf).unwrap().next().unwrap().unwrap().path();
    for damage in ["changed", "missing"] {
        if damage == "changed" {
            fs::write(&file, "what was SEEN").unwrap()
        } else {
            fs::remove_file(&file).unwrap()
        }
        let told = home.run(&["backup", &format!("{damage}.db")]);
        assert_eq!(told.status, 1, "{damage}: {}", told.stderr);
        assert!(told.stdout.contains("a1") && told.stdout.contains("capture.txt"), "{damage}: {}", told.stdout);
        let copy = format!("{damage}-too.db");
        let told = home.run(&["backup", &copy, "--json"]);
        assert_eq!((told.status, &told.json()["missing"][0]["id"]), (1, &json!("a1")));
        assert!(home.path(&copy).exists(), "the copy stays");
    }
}

#[test]
fn what_a_killed_backup_left_is_removed_by_the_next_one_and_nothing_else_is() {
    let home = Home::with(&disputed("O-1"));
    // Of a process that is no more: ours, which has ended.
    let gone = {
        let mut child = home.command(&["--version"]).stdout(std::process::Stdio::null()).spawn().unwrap();
        child.wait().unwrap();
        child.id()
    };
    let alive = std::process::id();
    let left = [
        format!("copies/a.db.new-{gone}-0"),
        format!("copies/a.db.new-{gone}-0-wal"),
        format!("copies/b.db.files/new-copy-{gone}"),
        "copies/b.db.files/ab/cdef".to_owned(),
    ];
    let kept = [
        format!("copies/a.db.new-{alive}-0"),
        format!("copies/c.db.files/new-copy-{alive}"),
        "copies/d.db.files/ab/cdef".to_owned(),
        "copies/report.new-year".to_owned(),
    ];
    left.iter().chain(&kept).for_each(|name| drop(home.write(name, "texts of people")));
    home.run(&["backup", "copies/e.db"]).ok();
    for name in &left {
        assert!(!home.path(name).exists(), "{name}");
    }
    assert!(!home.path("copies/b.db.files").exists());
    for name in &kept {
        assert!(home.path(name).exists(), "{name}");
    }
    home.run(&["backup", "copies/b.db"]).ok();
}
