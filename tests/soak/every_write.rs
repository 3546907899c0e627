//! A failing write or sync, a kill and a power cut at every single write and sync: the result is all or nothing, and
//! what was acknowledged persists. Unlike random kills, this misses none.

use std::fs;

use rstest::rstest;
use serde_json::json;

use crate::events::{disputed, event, lines};
use crate::fault_injection::{FaultKind, Faults};
use crate::random::Random;
use crate::test_database::TestDatabase;
use crate::{counted, is_long, rounds, share_machine};

/// A command, and a check whether it took effect: false before, true after, never anything in between.
struct Write {
    name: &'static str,
    args: Vec<String>,
    is_done: fn(&TestDatabase) -> bool,
}

fn writes(database: &TestDatabase) -> Vec<Write> {
    let deed = |name, args: &[&str], is_done| Write {
        name,
        args: args.iter().map(|arg| (*arg).to_owned()).collect(),
        is_done,
    };
    let more = database.file("more.jsonl", &lines(&disputed("O-9")));
    let said = event("O-0", 90, "dispute.message", json!({"by": "client", "body": "lorem ".repeat(9000)}));
    let long = database.file("long.jsonl", &lines(&[said]));
    vec![
        deed(
            "decide",
            &["decide", "D-1001", "--outcome", "partial-refund", "--refund", "40.00", "--reasons", "Vu."],
            |database| {
                let shown = database.json(&["show", "D-1001"]);
                let done = !shown["decision"].is_null();
                let ledger = json!({"paid_in": 12_000, "escrow": if done { 0 } else { 12_000 },
                "seller": if done { 8000 } else { 0 }, "client": if done { 4000 } else { 0 }});
                assert_eq!(shown["ledger"], ledger);
                assert_eq!(shown["order"]["state"], if done { "settled" } else { "in_dispute" });
                done
            },
        ),
        deed("undo", &["undo", "D-1002"], |database| {
            let shown = database.json(&["show", "D-1002"]);
            let undone = shown["dispute"]["state"] == "open";
            assert_eq!(shown["ledger"]["escrow"], if undone { 12_000 } else { 0 });
            undone
        }),
        deed("ingest", &["ingest", &more], |database| {
            let disputes = database.disputes().len();
            assert!(disputes == 3 || database.json(&["show", "D-1004"])["timeline"].as_array().unwrap().len() == 7);
            disputes == 4
        }),
        deed("ingest of a long text", &["ingest", &long], |database| {
            database.json(&["search", "lorem"]).as_array().unwrap().len()
                == database.json(&["show", "D-1001"])["thread"].as_array().unwrap().len() - 1
                && database.json(&["show", "D-1001"])["dispute"]["waiting_on"] == "mediator"
        }),
    ]
}

/// The distance to the next write that is tested: every one in the long form, a random step in the short one.
fn step(random: &mut Random) -> usize {
    if is_long() { 1 } else { 1 + random.below(32) }
}

#[rstest]
fn at_every_write_and_sync_it_is_whole_or_nothing(
    #[values(FaultKind::Fails, FaultKind::Killed, FaultKind::PowerCut)] strike: FaultKind,
) {
    let _busy = share_machine();
    let mut random = Random::for_soak("every write");
    let model = TestDatabase::with(&(0..3).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>());
    model.run(&["decide", "D-1002", "--outcome", "seller-wins", "--reasons", "Fait."]).ok();
    let Some((database, faults)) = TestDatabase::empty().with_faults() else { return };
    for deed in writes(&database) {
        let (mut places, mut done, mut told) = (0, 0, 0);
        for turn in 0..rounds(2, if strike == FaultKind::PowerCut { 24 } else { 2 }) {
            let mut after = 0;
            loop {
                fs::copy(&model.db, &database.db).unwrap();
                // Alone, and beside another process that has the database open.
                let beside = turn % 2 == 1;
                let left =
                    attempt(&database, &faults, &deed, strike, after, beside, random.next(), &mut done, &mut told);
                places += 1;
                if left >= 0 {
                    break;
                }
                after += step(&mut random);
            }
        }
        assert!(done > 0 && (done < places || strike == FaultKind::PowerCut), "{}: {done} of {places}", deed.name);
        counted!(
            "{strike:?} at every write of {}: {places} runs, {done} done, {told} of them acknowledged; verify clean",
            deed.name
        );
    }
}

#[allow(clippy::too_many_arguments, reason = "one place that counts")]
fn attempt(
    database: &TestDatabase,
    faults: &Faults,
    deed: &Write,
    strike: FaultKind,
    after: usize,
    beside: bool,
    random: u64,
    done: &mut usize,
    told: &mut usize,
) -> i32 {
    for suffix in ["-wal", "-shm"] {
        let _ = fs::remove_file(format!("{}{suffix}", database.db.display()));
    }
    // Another process keeps the database open, so that the log is not checkpointed at the end.
    let other = beside.then(|| {
        let other = rusqlite::Connection::open(&database.db).unwrap();
        other.query_row("SELECT count(*) FROM sequences", [], |_| Ok(())).unwrap();
        other
    });
    let args: Vec<&str> = deed.args.iter().map(String::as_str).collect();
    faults.inject(strike, after, random);
    let ended = database.run(&args);
    let left = faults.clear();
    if strike == FaultKind::PowerCut {
        // The other process is killed, too, so that only what is on disk counts.
        let files = ["", "-wal"].map(|suffix| format!("{}{suffix}", database.db.display()));
        let on_disk = files.clone().map(|file| fs::read(file).ok());
        drop(other);
        let _ = fs::remove_file(format!("{}-shm", database.db.display()));
        for (file, bytes) in files.iter().zip(on_disk) {
            match bytes {
                Some(bytes) => fs::write(file, bytes).unwrap(),
                None => drop(fs::remove_file(file)),
            }
        }
    }
    let place = format!("{} {strike:?} after {after}: {ended:?}", deed.name);
    let verified = database.run(&["verify", "--json"]);
    assert_eq!(verified.status, Some(0), "{place}: {verified:?}");
    let is_done = (deed.is_done)(database);
    *done += usize::from(is_done);
    // The result was printed: the write is acknowledged.
    let was_told = !ended.out.is_empty();
    *told += usize::from(was_told);
    assert!(is_done || !was_told, "{place}: acknowledged, and not there");
    if strike == FaultKind::Fails {
        assert!(matches!(ended.status, Some(0 | 1)), "{place}");
        assert!(is_done || ended.status == Some(1), "{place}");
    }
    // It can be repeated, or is refused because it was done.
    let again = database.run(&args);
    assert!(matches!(again.status, Some(0 | 3 | 4)), "{place}: {again:?}");
    assert!((deed.is_done)(database), "{place}: {again:?}");
    left
}

/// Commands that create a database, and the number of disputes in it then.
const MAKING: [(&[&str], u64); 3] = [
    (&["mediator", "add", "ines", "--name", "Inès"], 0),
    (&["seed", "--disputes", "6", "--messages", "30"], 6),
    (&["demo"], 28),
];

#[rstest]
fn a_database_is_whole_or_not_there_wherever_its_making_stops(
    #[values(FaultKind::Fails, FaultKind::Killed, FaultKind::PowerCut)] strike: FaultKind,
) {
    let _busy = share_machine();
    let mut random = Random::for_soak("every write of a making");
    for (args, disputes) in &MAKING[..rounds(2, 3)] {
        let (mut places, mut there, mut after) = (0, 0, 0);
        loop {
            let Some((database, faults)) = TestDatabase::empty().with_faults() else { return };
            faults.inject(strike, after, random.next());
            let ended = database.run(args);
            let left = faults.clear();
            places += 1;
            if database.db.exists() {
                there += 1;
                let verified = database.run(&["verify", "--json"]);
                assert_eq!(verified.status, Some(0), "{strike:?} after {after}, {args:?}: {verified:?}");
                assert_eq!(verified.json()["checked"]["disputes"], *disputes);
            } else {
                assert_ne!(ended.status, Some(0));
                database.run(args).ok();
                assert_eq!(database.verify()["checked"]["disputes"], *disputes);
            }
            if left >= 0 {
                break;
            }
            // A demo has thousands of writes.
            after += if args[0] == "demo" { 1 + random.below(200) } else { step(&mut random) };
        }
        counted!("{strike:?} at every write of {args:?}: {places} runs, {there} whole, the others not there");
        assert!(places > 3);
    }
}

#[rstest]
fn a_restore_leaves_the_old_or_the_new_wherever_it_stops(
    #[values(FaultKind::Fails, FaultKind::Killed, FaultKind::PowerCut)] strike: FaultKind,
) {
    let _busy = share_machine();
    let mut random = Random::for_soak("every write of a restore");
    let Some((database, faults)) = TestDatabase::with(&disputed("O-0")).with_faults() else { return };
    database.run(&["backup", "copy.db"]).ok();
    let old = database.verify()["head"].clone();
    database.run(&["say", "D-1001", "Later."]).ok();
    let (mut places, mut after, mut done, mut aside) = (0, 0, 0, 0);
    loop {
        let late = database.verify()["head"].clone();
        assert_ne!(late, old);
        faults.inject(strike, after, random.next());
        let ended = database.run(&["restore", "copy.db", "--json"]);
        let left = faults.clear();
        places += 1;
        let place = format!("{strike:?} after {after}: {ended:?}");
        if database.db.exists() {
            let found = database.verify()["head"].clone();
            assert!(found == late || found == old, "{place}");
            assert!(found == old || ended.status != Some(0), "{place}");
            done += usize::from(found == old);
        } else {
            aside += 1;
            let told = database.run(&["mediator", "add", "ana", "--name", "Ana"]);
            assert!(told.status == Some(6) && told.err.contains(".before-"), "{place}: {told:?}");
        }
        let again = database.run(&["restore", "copy.db", "--json"]).ok().json();
        assert_eq!((&again["head"], &database.verify()["head"]), (&old, &old), "{place}");
        // What was there before is under some dated name, whole.
        let folder = std::fs::read_dir(database.db.parent().unwrap()).unwrap().flatten();
        let names: Vec<_> = folder.map(|entry| entry.file_name().into_string().unwrap()).collect();
        assert!(!names.iter().any(|name| name.contains(".new-") || name.ends_with(".restoring")), "{place}: {names:?}");
        let former =
            names.iter().filter(|name| name.contains(".before-") && !name.ends_with("-wal") && !name.ends_with("-shm"));
        let former: Vec<_> = former.filter(|name| !name.ends_with(".files")).collect();
        let kept = former.iter().any(|name| {
            let file = database.sandbox.path(name).display().to_string();
            database.run(&["--db", &file, "verify", "--json"]).ok().json()["head"] == late
        });
        assert!(kept, "{place}: {names:?}");
        for name in names.iter().filter(|name| name.contains(".before-")) {
            let path = database.sandbox.path(name);
            let removed = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
            removed.unwrap();
        }
        if left >= 0 {
            break;
        }
        database.run(&["say", "D-1001", "Later."]).ok();
        // There are some thirty.
        after += if is_long() { 1 } else { 1 + random.below(6) };
    }
    assert!(places > 3);
    counted!(
        "{strike:?} at every write of a restore: {places} runs, {done} done, {aside} with the old one aside; verify clean"
    );
}
