//! Files of attachments: which are stored, which are not and why; none rejects an event.

use std::fs;
use std::os::unix::fs::symlink;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::{Home, disputed, event, lines};

fn with_files(files: Vec<Value>) -> Vec<Value> {
    let mut events = disputed("O-1");
    events.push(event("f", "O-1", "dispute.message", json!({"by": "client", "body": "Voyez.", "attachments": files})));
    events
}

fn file(path: &str, media_type: &str) -> Value {
    json!({"name": path, "media_type": media_type, "origin": "platform", "path": path})
}

fn attachments(home: &Home) -> Vec<Value> {
    let show = home.run(&["show", "D-1001", "--json"]).json();
    let thread = show["thread"].as_array().unwrap().clone();
    thread.iter().flat_map(|message| message["attachments"].as_array().unwrap().clone()).collect()
}

#[test]
fn a_file_of_ten_gib_a_pipe_a_link_and_a_climbing_path_are_named_and_stop_nothing() {
    let home = Home::new();
    home.write("in/proof.png", "abc");
    home.write("secret.txt", "secret");
    fs::File::create(home.path("in/huge.png")).unwrap().set_len(10 << 30).unwrap();
    symlink(home.path("secret.txt"), home.path("in/link.txt")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(home.path("in/pipe.txt")).status().unwrap().success());
    let files = vec![
        file("proof.png", "image/png"),
        file("huge.png", "image/png"),
        file("link.txt", "text/plain"),
        file("pipe.txt", "text/plain"),
        file("../secret.txt", "text/plain"),
        file("/etc/passwd", "text/plain"),
        file("run.exe", "application/x-msdownload"),
        file("none.txt", "text/plain"),
    ];
    home.write("events.jsonl", lines(&with_files(files)));
    let start = Instant::now();
    let summary = home.run(&["ingest", "events.jsonl", "--attachments", "in", "--json"]).ok().json();
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
    assert_eq!((&summary["rejected"], &summary["files"]["kept"]), (&json!(0), &json!(1)));
    let left = summary["files"]["not_kept"].as_array().unwrap();
    let reasons: Vec<_> = left.iter().map(|one| one["reason"].as_str().unwrap()).collect();
    let expected = ["too_large", "link", "special", "outside", "outside", "type", "missing"];
    assert_eq!(reasons, expected);
    let known = attachments(&home);
    assert_eq!(known[0]["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    let told: Vec<_> = known[1..].iter().map(|file| file["not_kept"].as_str().unwrap()).collect();
    assert_eq!(told, expected);
    assert_eq!(home.run(&["verify", "--json"]).ok().json()["ok"], true);

    // Known already: nothing happens twice, nothing is lost, and the files are not looked at again.
    let again = home.run(&["ingest", "events.jsonl", "--attachments", "in", "--json"]).ok().json();
    assert_eq!((&again["accepted"], &again["files"]), (&json!(0), &json!({"kept": 0, "not_kept": []})));
    assert_eq!(attachments(&home), known);

    // A backup has them too; a damaged file is found by name.
    home.run(&["backup", "copy.db"]).ok();
    assert_eq!(home.run(&["verify", "--db", "copy.db", "--json"]).ok().json()["ok"], true);
    let hash = known[0]["sha256"].as_str().unwrap();
    fs::write(home.path("copy.db.files").join(&hash[..2]).join(&hash[2..]), "abd").unwrap();
    let faults = home.run(&["verify", "--db", "copy.db", "--json"]);
    assert_eq!(faults.status, 1, "{}", faults.stdout);
    assert_eq!(faults.json()["faults"][0]["at"], known[0]["id"]);

    // The export lists the hash; a person's erasure removes the file.
    assert!(home.run(&["export", "D-1001", "--format", "json"]).ok().stdout.contains(hash));
}

#[test]
fn without_a_folder_a_path_is_only_a_name() {
    let home = Home::with(&with_files(vec![file("events.jsonl", "text/plain"), file("/etc/passwd", "text/plain")]));
    let known = attachments(&home);
    assert_eq!(known.len(), 2);
    assert!(known.iter().all(|file| file.get("sha256").is_none() && file.get("not_kept").is_none()), "{known:?}");
    assert!(!home.path("data/litige/litige.db.files").exists());
}

#[test]
fn files_that_were_missing_are_supplied_to_events_that_are_known() {
    let home = Home::new();
    home.write("in/there.txt", "there from the start");
    home.configure("[evidence]\nmax_kib = 1\n");
    let files = ["there.txt", "late.txt", "large.txt", "never.txt"].map(|path| file(path, "text/plain"));
    let mut events = with_files(files.to_vec());
    let delivery = json!({"by": "seller", "body": "Les sources.", "attachments": [file("order.txt", "text/plain")]});
    events.insert(3, event("sources", "O-1", "order.message", delivery));
    home.write("events.jsonl", lines(&events));
    home.run(&["ingest", "events.jsonl"]).ok();
    // Known without any, then with a folder, which changes nothing by itself.
    let before = attachments(&home);
    home.write("in/late.txt", "late");
    let told = home.run(&["ingest", "events.jsonl", "--attachments", "in", "--json"]).ok().json();
    assert_eq!(told["files"], json!({"kept": 0, "not_kept": []}));
    assert_eq!(attachments(&home), before);

    home.write("in/large.txt", "x".repeat(1025));
    home.write("in/order.txt", "the order's");
    let fill = ["ingest", "events.jsonl", "--attachments", "in", "--fill"];
    let told = home.run(&[&fill[..], &["--json"]].concat()).ok().json();
    let line = events.len();
    let left = json!([
        {"line": line, "path": "large.txt", "reason": "too_large"},
        {"line": line, "path": "never.txt", "reason": "missing"},
    ]);
    assert_eq!(told["files"], json!({"kept": 3, "filled": 3, "not_kept": left}));
    assert_eq!((&told["duplicates"], &told["accepted"]), (&json!(events.len()), &json!(0)));
    let known = attachments(&home);
    let reasons: Vec<_> = known.iter().map(|file| file["not_kept"].as_str()).collect();
    assert_eq!(reasons, [None, None, Some("too_large"), Some("missing")]);
    let id = known[1]["id"].as_str().unwrap();
    assert_eq!(home.run(&["evidence", "D-1001", id, "-o", "-"]).ok().stdout, "late");
    assert!(
        home.run(&["export", "D-1001", "--format", "json"]).ok().stdout.contains(known[1]["sha256"].as_str().unwrap())
    );
    assert_eq!(home.run(&["evidence", "D-1001", "--json"]).ok().json()[0]["bytes"], 11);
    home.run(&["verify"]).ok();
    home.run(&["backup", "copy.db"]).ok();
    home.run(&["verify", "--db", "copy.db"]).ok();
    assert_eq!(home.run(&["evidence", "D-1001", id, "-o", "-", "--db", "copy.db"]).ok().stdout, "late");
    let log = home.run(&["log", "--all", "--json"]).ok().json();
    assert!(log[0]["text"].as_str().unwrap().contains("3 missing files"), "{}", log[0]);

    // Again, with what is there now and a limit that is higher: only what was missing still.
    home.configure("[evidence]\nmax_kib = 2\n");
    fs::remove_file(home.path("in/late.txt")).unwrap();
    let told = home.run(&fill).ok();
    assert!(told.stdout.contains("4 files stored, 1 of them filled in; 1 is still missing"), "{}", told.stdout);
    assert!(told.stderr.contains("never.txt: missing") && !told.stderr.contains("late.txt"), "{}", told.stderr);
    let dump = home.dump();
    let told = home.run(&[&fill[..], &["--lang", "fr"]].concat()).ok();
    assert!(told.stdout.contains("4 fichiers conservés, aucun complété\u{a0}; 1 manque encore"), "{}", told.stdout);
    assert_eq!(home.dump(), dump);

    // Another content under the same id is refused, and supplies nothing.
    let mut other = events.clone();
    other[line - 1]["body"] = json!("Autre chose.");
    home.write("other.jsonl", lines(&other));
    let refused = home.run(&["ingest", "other.jsonl", "--attachments", "in", "--fill", "--json"]);
    assert_eq!((refused.status, &refused.json()["rejects"][0]["code"]), (3, &json!("duplicate_id")));
    assert_eq!(refused.json()["files"]["kept"], 1);
    home.run(&["ingest", "events.jsonl", "--fill"]).failed(2, "usage");
}

#[test]
fn the_limits_are_the_teams_own() {
    let home = Home::new();
    home.configure("[evidence]\nmax_kib = 1\ntypes = [\"text/*\"]\n");
    home.write("in/a.txt", "a".repeat(1024));
    home.write("in/b.txt", "b".repeat(1025));
    home.write("in/c.png", "c");
    let files = vec![file("a.txt", "text/plain"), file("b.txt", "text/plain"), file("c.png", "image/png")];
    home.write("events.jsonl", lines(&with_files(files)));
    let told = home.run(&["ingest", "events.jsonl", "--attachments", "in"]).ok();
    assert!(told.stdout.contains("1 file stored, 2 not"), "{}", told.stdout);
    assert!(told.stderr.contains("b.txt: too_large") && told.stderr.contains("c.png: type"), "{}", told.stderr);
    let missing = home.run(&["ingest", "events.jsonl", "--attachments", "nowhere"]);
    assert_eq!(missing.status, 1, "{}", missing.stderr);
    assert!(missing.stderr.contains("nowhere"), "{}", missing.stderr);
}
