//! The data as a whole: backup during writes, and erasure of a person.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use serde_json::json;

use crate::events::{disputed, event, lines, stream};
use crate::random::Random;
use crate::support::{Signal, Size};
use crate::test_database::{LEAD, TestDatabase, database_files};
use crate::{counted, rounds, share_machine};

#[test]
fn a_backup_made_under_load_is_whole_and_goes_on_as_the_database() {
    let _busy = share_machine();
    let database = TestDatabase::with(&(0..6).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>());
    let count = rounds(8, 100);
    let (said, over) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let copies = std::thread::scope(|scope| {
        for writer in 0..2 {
            let (database, said, over) = (&database, &said, &over);
            scope.spawn(move || {
                for n in 0..20_000 {
                    if over.load(Ordering::SeqCst) == count {
                        break;
                    }
                    let order = format!("O-{}", writer * 3 + n % 3);
                    let body = format!("Message {n} {}", "mot ".repeat(n % 300));
                    let events: Vec<_> = (0..5)
                        .map(|m| {
                            event(&order, 100 + n * 5 + m, "dispute.message", json!({"by": "seller", "body": body}))
                        })
                        .collect();
                    let file = database.file(&format!("load-{writer}.jsonl"), &lines(&events));
                    database.run(&["ingest", &file]).ok();
                    said.fetch_add(5, Ordering::SeqCst);
                }
            });
        }
        let mut copies = Vec::new();
        for n in 0..count {
            std::thread::sleep(std::time::Duration::from_millis(60));
            let acknowledged = said.load(Ordering::SeqCst);
            let copy = database.sandbox.path(&format!("copy-{n}.db")).display().to_string();
            let made = database.run(&["backup", &copy]);
            over.fetch_add(1, Ordering::SeqCst);
            copies.push((acknowledged, copy, made));
        }
        copies
    });
    let (mut last, mut first) = (0, 0);
    for (acknowledged, copy, made) in &copies {
        assert_eq!(made.status, Some(0), "{made:?}");
        let verified = database.run(&["--db", copy, "verify", "--json"]).ok().json();
        // Each dispute has a message of its own.
        let has = verified["checked"]["messages"].as_u64().unwrap() as usize - 6;
        assert!(has >= *acknowledged && has >= last, "{has} of {acknowledged} that were acknowledged before");
        first = if first == 0 { has } else { first };
        last = has;
    }
    assert!(last > first, "there was load: {first} to {last}");
    // Restored: work continues on the copy.
    let restored = TestDatabase::empty();
    std::fs::copy(&copies.last().unwrap().1, &restored.db).unwrap();
    restored.run(&["say", "D-1001", "Nous continuons."]).ok();
    restored.run(&["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    restored.verify();
    database.verify();
    counted!(
        "{count} backups under load, with {first} to {last} messages: each whole, with all that was acknowledged before"
    );
}

const NEEDLES: [&str; 6] = ["Quatrebarbes", "quatrebarbes", "xylophage", "bathyscaphe", "kaléidoscop", "kaleidoscop"];

/// Records where any of the needles occurs.
fn find_needles(what: &str, bytes: &[u8], found: &mut Vec<String>) {
    for needle in NEEDLES {
        if bytes.windows(needle.len()).any(|window| window == needle.as_bytes()) {
            found.push(format!("{needle} in {what}"));
        }
    }
}

/// Does the same for every file below a folder.
fn find_needles_below(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find_needles_below(&path, found);
        } else {
            find_needles(&path.display().to_string(), &std::fs::read(&path).unwrap(), found);
        }
    }
}

#[test]
fn a_person_who_is_erased_is_gone_from_everything_that_comes_out_also_while_a_desk_is_open() {
    let _busy = share_machine();
    let mut random = Random::for_soak("erase");
    let mut events = stream(20, &mut random);
    for event in &mut events {
        let theirs = event["order"].as_str().unwrap().ends_with('3');
        if theirs && event["type"] == "order.placed" {
            event["client"] = json!({"id": "zephyrine-quatrebarbes", "name": "Zéphyrine Quatrebarbes"});
            event["brief"] = json!("Un logo xylophage.");
        }
    }
    for order in ["O-3", "O-13"] {
        events.extend(disputed(&format!("{order}x")).into_iter().map(|mut event| {
            if event["type"] == "order.placed" {
                event["client"] = json!({"id": "zephyrine-quatrebarbes", "name": "Zéphyrine Quatrebarbes"});
            }
            event
        }));
        let file = json!({"path": "theirs.txt", "name": "quatrebarbes.txt", "media_type": "text/plain", "origin": "platform", "text": "kaléidoscope"});
        let said =
            json!({"by": "client", "body": format!("Un bathyscaphe. {}", "long ".repeat(2000)), "attachments": [file]});
        events.push(event(&format!("{order}x"), 50, "dispute.message", said));
    }
    let database = TestDatabase::empty();
    database.team();
    database.file("stream.jsonl", &lines(&events));
    database.file("theirs.txt", "Moi, Quatrebarbes, je garde un bathyscaphe.");
    database.run(&["ingest", "stream.jsonl", "--attachments", "."]);
    let all = database.json(&["queue", "--view", "all", "--limit", "100"]);
    let theirs: Vec<String> = all
        .as_array()
        .unwrap()
        .iter()
        .filter(|row| {
            row["order"]["client"]["name"].as_str().or(row["order"]["client"].as_str())
                == Some("Zéphyrine Quatrebarbes")
        })
        .map(|row| row["id"].as_str().unwrap().to_owned())
        .collect();
    assert!(theirs.len() >= 2, "{all}");
    let id = &theirs[0];
    database.run(&["say", id, "Chère Zéphyrine Quatrebarbes, bonjour."]).ok();
    database.run(&["note", id, "Zéphyrine Quatrebarbes insiste."]).ok();
    database.run(&["propose", id, "--relaunch", "Zéphyrine Quatrebarbes attend une semaine."]).ok();
    database
        .run(&[
            "decide",
            &theirs[1],
            "--outcome",
            "seller-wins",
            "--reasons",
            "Zéphyrine Quatrebarbes n'a rien montré.",
        ])
        .ok();
    let mut before = Vec::new();
    database_files(&database.db).iter().for_each(|(name, bytes)| find_needles(name, bytes, &mut before));
    assert!(before.len() >= 4, "{before:?}");
    let money = |database: &TestDatabase| -> Vec<_> {
        theirs.iter().map(|id| database.json(&["show", id])["ledger"].clone()).collect()
    };
    let balances = money(&database);

    // Files of a desk outside the database: a fallback draft, a text that an editor saved, a log.
    let state = database.sandbox.path("state/litige");
    let left = |name: &str, text: &str| {
        let path = state.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    };
    left("drafts/D-1-0123456789abcdef.json", r#"{"draft": "{\"reply\":\"Chère Zéphyrine Quatrebarbes\"}"}"#);
    left("editor/7-0/D-1.md", "Zéphyrine Quatrebarbes a raison.");
    left("litige.log.old", "the case of zephyrine-quatrebarbes, Zéphyrine Quatrebarbes, was damaged\n");
    left("litige.log", "Zéphyrine Quatrebarbes again\n");
    // A file of theirs is stored beside the database.
    let kept = database.db.with_added_extension("files");
    let mut beside = Vec::new();
    find_needles_below(&state, &mut beside);
    find_needles_below(&kept, &mut beside);
    assert!(beside.len() >= 6, "{beside:?}");

    // A desk is open on their case, with their name in a draft.
    let db = database.db.to_str().unwrap();
    let mut desk = database.sandbox.open_desk(Size::WIDE, &["--db", db, "--as", "ines"]);
    desk.wait_for("D-10");
    desk.press(&["f"]).type_text(id).press(&["Enter"]);
    desk.wait_for("Quatrebarbes");
    database.run(&["erase", "zephyrine-quatrebarbes", "--yes", "zephyrine-quatrebarbes", "--as", LEAD]).ok();
    desk.wait_until("their name to go from the open desk", |screen| !screen.contains("Quatrebarbes"));
    desk.wait_for("Person ");

    let mut found = Vec::new();
    database_files(&database.db).iter().for_each(|(name, bytes)| find_needles(name, bytes, &mut found));
    let copy = database.sandbox.path("copy.db");
    database.run(&["backup", copy.to_str().unwrap()]).ok();
    find_needles("a backup", &std::fs::read(&copy).unwrap(), &mut found);
    find_needles_below(&state, &mut found);
    find_needles_below(&kept, &mut found);
    let copied = copy.with_added_extension("files");
    find_needles_below(&copied, &mut found);
    let mut runs: Vec<Vec<&str>> =
        vec![vec!["outbox"], vec!["queue", "--view", "all"], vec!["stats"], vec!["mediator", "list"]];
    runs.extend(NEEDLES.iter().map(|needle| vec!["search", needle]));
    for id in &theirs {
        runs.push(vec!["show", id]);
        runs.extend(["md", "html", "json"].map(|format| vec!["export", id, "--format", format]));
        runs.extend(["client", "seller"].map(|party| vec!["export", id, "--letter", party]));
    }
    for args in &runs {
        for json in [false, true] {
            let args: Vec<&str> = args.iter().copied().chain(json.then_some("--json")).collect();
            let ended = database.run(&args);
            // A search without results repeats the search text.
            if args[0] != "search" || json {
                find_needles(&format!("{args:?}"), ended.out.as_bytes(), &mut found);
            }
        }
    }
    assert_eq!(found, Vec::<String>::new());
    assert_eq!(money(&database), balances, "the money is where it was");
    desk.signal(Signal::TERM);
    desk.wait_for_exit();
    database.verify();
    counted!(
        "erased with a desk open: no byte of the person in the file, its log and index, the kept files, a backup, the desk's own folder and {} outputs",
        runs.len() * 2
    );
}
