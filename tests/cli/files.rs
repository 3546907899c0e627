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

    // Known already: nothing happens twice, nothing is lost.
    let again = home.run(&["ingest", "events.jsonl", "--attachments", "in", "--json"]).ok().json();
    assert_eq!((&again["accepted"], &again["files"]["kept"]), (&json!(0), &json!(1)));

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
fn the_limits_are_the_teams_own() {
    let home = Home::new();
    home.configure("[evidence]\nmax_kib = 1\ntypes = [\"text/*\"]\n");
    home.write("in/a.txt", "a".repeat(1024));
    home.write("in/b.txt", "b".repeat(1025));
    home.write("in/c.png", "c");
    let files = vec![file("a.txt", "text/plain"), file("b.txt", "text/plain"), file("c.png", "image/png")];
    home.write("events.jsonl", lines(&with_files(files)));
    let told = home.run(&["ingest", "events.jsonl", "--attachments", "in"]).ok();
    assert!(told.stdout.contains("1 file kept, 2 not"), "{}", told.stdout);
    assert!(told.stderr.contains("b.txt: too_large") && told.stderr.contains("c.png: type"), "{}", told.stderr);
    let missing = home.run(&["ingest", "events.jsonl", "--attachments", "nowhere"]);
    assert_eq!(missing.status, 1, "{}", missing.stderr);
    assert!(missing.stderr.contains("nowhere"), "{}", missing.stderr);
}
