//! kill -9 at random times: what was acknowledged persists, nothing is half done, and repeating the command gives the
//! result of one clean run.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::events::{self, disputed};
use crate::random::Random;
use crate::test_database::{CommandOutput, LEAD, TestDatabase, database_files, kill_after};
use crate::{counted, rounds, share_machine};

/// Returns the longest time of a few undisturbed runs, and some more, so that some kills come too late.
fn typical_duration(mut run: impl FnMut()) -> Duration {
    let times = (0..3).map(|_| {
        let start = Instant::now();
        run();
        start.elapsed()
    });
    times.max().unwrap().mul_f64(1.3)
}

#[test]
fn a_decision_killed_at_any_moment_is_whole_or_not_there() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill decide");
    let count = rounds(40, 500);
    let all: Vec<Value> = (0..count + 3).flat_map(|n| disputed(&format!("O-{n}"))).collect();
    let database = TestDatabase::with(&all);
    let disputes = database.disputes();
    let decide = |id: &str, n: usize| {
        let outcome = [&["partial-refund", "--refund", "40.00"][..], &["seller-wins"], &["client-refunded"]][n % 3];
        let key = format!("key {id}");
        database.start(
            &[&["decide", id, "--reasons", "Vu le brief.", "--key", &key, "--json", "--outcome"], outcome].concat(),
        )
    };
    let mut spare = disputes[count..].iter();
    let usual = typical_duration(|| drop(crate::test_database::wait_for_output(decide(spare.next().unwrap(), 0)).ok()));
    let (mut killed, mut acknowledged, mut done, mut nothing) = (0, 0, 0, 0);
    for (n, id) in disputes[..count].iter().enumerate() {
        let ended = kill_after(decide(id, n), random.fraction_of(usual));
        killed += usize::from(ended.was_killed());
        let told = ended.result().is_some();
        acknowledged += usize::from(told);
        let shown = database.json(&["show", id]);
        match whole_or_nothing(&shown, n) {
            true => done += 1,
            false => nothing += 1,
        }
        assert!(!told || !shown["decision"].is_null(), "acknowledged, and not there: {ended:?}");
        if n % 10 == 0 {
            database.verify();
        }
        // A request without an answer is repeated with the same key: it is decided once.
        let again = crate::test_database::wait_for_output(decide(id, n)).ok().json();
        assert!(whole_or_nothing(&database.json(&["show", id]), n));
        assert_eq!(again["ledger"]["escrow"], 0);
    }
    let checked = database.verify()["checked"].clone();
    assert_eq!(checked["decisions"], disputes[..count].len() + 3);
    counted!(
        "decide: {count} runs, {killed} killed, {acknowledged} acknowledged, {done} decided, {nothing} untouched; all decided once in the end, verify clean"
    );
    assert!(killed > 0);
}

/// Returns whether the case is decided; asserts that it is decided completely or not at all.
fn whole_or_nothing(shown: &Value, n: usize) -> bool {
    let (state, client, seller) = [("settled", 4000, 8000), ("completed", 0, 12_000), ("cancelled", 12_000, 0)][n % 3];
    let closing = shown["thread"].as_array().unwrap().iter().any(|m| m["from"] == "system");
    if shown["decision"].is_null() {
        assert_eq!(shown["ledger"], json!({"paid_in": 12_000, "escrow": 12_000, "seller": 0, "client": 0}), "{shown}");
        assert_eq!((&shown["order"]["state"], &shown["dispute"]["state"]), (&json!("in_dispute"), &json!("open")));
        false
    } else {
        assert_eq!(
            shown["ledger"],
            json!({"paid_in": 12_000, "escrow": 0, "seller": seller, "client": client}),
            "{shown}"
        );
        assert_eq!(
            (&shown["order"]["state"], &shown["dispute"]["state"]),
            (&json!(state), &json!("decided")),
            "{shown}"
        );
        assert!(closing, "{shown}");
        true
    }
}

#[test]
fn an_ingest_killed_at_random_and_taken_up_again_equals_one_clean_run() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill ingest");
    let stream = events::stream(100, &mut random);
    let clean = TestDatabase::empty();
    clean.team();
    let file = clean.file("stream.jsonl", &events::lines(&stream));
    let start = Instant::now();
    let all_at_once = clean.run(&["ingest", &file, "--json"]).json();
    let usual = start.elapsed();
    let clean = clean.dump();
    let wanted = rounds(15, 500);
    let (mut killed, mut takes, mut untouched) = (0, 0, 0);
    while killed < wanted {
        let database = TestDatabase::empty();
        database.team();
        database.file("stream.jsonl", &events::lines(&stream));
        loop {
            let before = database.verify()["checked"]["messages"].clone();
            let run = database.start(&["ingest", "stream.jsonl", "--json"]);
            // Usually killed in the middle, sometimes not at all.
            let time = if random.one_in(6) { usual * 2 } else { random.fraction_of(usual.mul_f64(0.9)) };
            let ended = kill_after(run, time);
            killed += usize::from(ended.was_killed());
            takes += 1;
            untouched += usize::from(database.verify()["checked"]["messages"] == before);
            if let Some(summary) = ended.result() {
                let seen = summary["accepted"].as_u64().unwrap() + summary["duplicates"].as_u64().unwrap();
                assert_eq!(seen, all_at_once["accepted"].as_u64().unwrap(), "{summary}");
                assert_eq!(summary["rejected"], all_at_once["rejected"]);
                break;
            }
        }
        let dump = database.dump();
        assert_eq!(dump.len(), clean.len());
        for (one, other) in dump.iter().zip(&clean) {
            assert_eq!(one, other);
        }
    }
    counted!(
        "ingest: {} lines, {takes} runs, {killed} killed, {untouched} of which changed nothing; each base equals one clean run ({} cases and lines), verify clean",
        stream.len(),
        clean.len()
    );
}

#[test]
fn a_database_whose_making_is_killed_is_whole_or_not_there() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill make");
    let make = |database: &TestDatabase| database.start(&["mediator", "add", "ines", "--name", "Inès"]);
    let usual = typical_duration(|| drop(crate::test_database::wait_for_output(make(&TestDatabase::empty())).ok()));
    let (count, mut killed, mut there) = (rounds(40, 500), 0, 0);
    for _ in 0..count {
        let database = TestDatabase::empty();
        killed += usize::from(kill_after(make(&database), random.fraction_of(usual)).was_killed());
        if database.db.exists() {
            there += 1;
            database.verify();
        }
        crate::test_database::wait_for_output(make(&database)).ok();
        database.verify();
        assert_eq!(database.json(&["mediator", "list"]).as_array().unwrap().len(), 1);
        let left: Vec<_> =
            std::fs::read_dir(database.db.parent().unwrap()).unwrap().map(|e| e.unwrap().file_name()).collect();
        assert!(left.len() < 8, "{left:?}");
    }
    counted!("making and upgrading a database: {count} runs, {killed} killed, {there} whole, the others not there");
    assert!(killed > 0);
}

#[test]
fn a_backup_that_is_killed_is_whole_or_not_there() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill backup");
    let stream = events::stream(60, &mut random);
    let database = TestDatabase::empty();
    database.team();
    database.file("stream.jsonl", &events::lines(&stream));
    database.run(&["ingest", "stream.jsonl"]);
    let backup = |n: usize| database.start(&["backup", &format!("copy-{n}.db")]);
    let mut spare = 1_000_000..;
    let usual = typical_duration(|| drop(crate::test_database::wait_for_output(backup(spare.next().unwrap())).ok()));
    let (count, mut killed, mut there) = (rounds(25, 200), 0, 0);
    let head = database.verify()["head"].clone();
    for n in 0..count {
        killed += usize::from(kill_after(backup(n), random.fraction_of(usual)).was_killed());
        let copy = database.sandbox.path(&format!("copy-{n}.db"));
        if copy.exists() {
            there += 1;
            let verified = database.run(&["--db", copy.to_str().unwrap(), "verify", "--json"]).ok().json();
            assert_eq!(verified["head"], head);
        }
    }
    database.verify();
    counted!("backup: {count} runs, {killed} killed, {there} copies whole, the others not there");
}

#[test]
fn an_erasure_that_is_killed_is_finished_by_the_next_one() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill erase");
    let mut stream = events::stream(40, &mut random);
    for event in &mut stream {
        if event["type"] == "order.placed" && event["order"].as_str().unwrap().ends_with('3') {
            event["client"] = json!({"id": "zq", "name": "Zéphyrine Quatrebarbes"});
            event["brief"] = json!("Un logo pour Quatrebarbes et fils. ".repeat(40));
        }
    }
    let model = TestDatabase::empty();
    model.team();
    model.file("stream.jsonl", &events::lines(&stream));
    model.run(&["ingest", "stream.jsonl"]);
    let fresh = || {
        let database = TestDatabase::empty();
        std::fs::copy(&model.db, &database.db).unwrap();
        database
    };
    let erase = |database: &TestDatabase| database.start(&["erase", "zq", "--yes", "zq", "--as", LEAD]);
    let usual = typical_duration(|| drop(crate::test_database::wait_for_output(erase(&fresh())).ok()));
    let (count, mut killed, mut half) = (rounds(25, 200), 0, 0);
    for _ in 0..count {
        let database = fresh();
        killed += usize::from(kill_after(erase(&database), random.fraction_of(usual)).was_killed());
        database.verify();
        let again: CommandOutput = crate::test_database::wait_for_output(erase(&database));
        // It was done already: nobody with that name is left.
        half += usize::from(again.status == Some(5));
        assert!(matches!(again.status, Some(0 | 5)), "{again:?}");
        for (name, bytes) in database_files(&database.db) {
            assert!(!bytes.windows(12).any(|window| window == b"Quatrebarbes"), "{name}");
        }
        database.verify();
    }
    counted!(
        "erase: {count} runs, {killed} killed, {half} found done by the next; no byte of the person left, verify clean"
    );
}

#[test]
fn a_restore_that_is_killed_is_ended_by_the_next_one() {
    let _busy = share_machine();
    let mut random = Random::for_soak("kill restore");
    let database = TestDatabase::with(&disputed("O-0"));
    database.run(&["backup", "copy.db"]).ok();
    let old = database.verify()["head"].clone();
    let restore = || database.start(&["restore", "copy.db"]);
    let usual = typical_duration(|| drop(crate::test_database::wait_for_output(restore()).ok()));
    let (count, mut killed, mut aside, mut done) = (rounds(25, 300), 0, 0, 0);
    for _ in 0..count {
        database.run(&["say", "D-1001", "Later."]).ok();
        let late = database.verify()["head"].clone();
        killed += usize::from(kill_after(restore(), random.fraction_of(usual)).was_killed());
        if database.db.exists() {
            let found = database.verify()["head"].clone();
            assert!(found == late || found == old);
            done += usize::from(found == old);
        } else {
            aside += 1;
            assert_eq!(database.run(&["mediator", "add", "ana", "--name", "Ana"]).status, Some(6));
        }
        crate::test_database::wait_for_output(restore()).ok();
        assert_eq!(database.verify()["head"], old);
    }
    assert!(killed > 0);
    counted!(
        "restore: {count} runs, {killed} killed, {done} done, {aside} with the old one aside; all ended by the next, verify clean"
    );
}
