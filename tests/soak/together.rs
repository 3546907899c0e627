//! Many processes on one database.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::events::disputed;
use crate::random::Random;
use crate::support::{DeskProcess, Signal, Size};
use crate::test_database::{TEAM, TestDatabase, wait_for_output};
use crate::{counted, reserve_machine, rounds, share_machine};

#[test]
fn of_eight_processes_that_decide_one_dispute_one_wins_and_the_others_are_told_who() {
    let _busy = share_machine();
    let count = rounds(15, 500);
    let all: Vec<Value> = (0..count).flat_map(|n| disputed(&format!("O-{n}"))).collect();
    let database = TestDatabase::with(&all);
    let mut winners: BTreeMap<&str, usize> = BTreeMap::new();
    let mut losers: BTreeMap<String, usize> = BTreeMap::new();
    for (n, id) in database.disputes().iter().enumerate() {
        let outcomes = [&["partial-refund", "--refund", "40.00"][..], &["seller-wins"], &["client-refunded"]];
        // The order changes from round to round.
        let runs: Vec<_> = (0..TEAM.len())
            .map(|turn| {
                let me = TEAM[(turn + n) % TEAM.len()];
                let outcome = outcomes[(turn + n) % 3];
                let reasons = format!("Reasons of {me}");
                let args = ["decide", id, "--as", me, "--json", "--reasons", &reasons, "--outcome"];
                (me, database.start(&[&args[..], outcome].concat()))
            })
            .collect();
        let ends: Vec<_> = runs.into_iter().map(|(me, run)| (me, wait_for_output(run))).collect();
        let won: Vec<_> = ends.iter().filter(|(_, ended)| ended.status == Some(0)).collect();
        assert_eq!(won.len(), 1, "{id}: {ends:?}");
        let (winner, told) = won[0];
        let shown = database.json(&["show", id]);
        assert_eq!(shown["decision"]["reasons"], format!("Reasons of {winner}"));
        assert_eq!(shown["decision"]["outcome"], told.json()["decision"]["outcome"]);
        assert_eq!((&shown["ledger"]["escrow"], &shown["ledger"]["paid_in"]), (&json!(0), &json!(12_000)));
        for (me, lost) in ends.iter().filter(|(_, ended)| ended.status != Some(0)) {
            let error = lost.json()["error"].clone();
            let code = error["code"].as_str().unwrap().to_owned();
            assert_eq!((lost.status, code.as_str()), (Some(4), "already_decided"), "{me}: {lost:?}");
            let message = error["message"].as_str().unwrap();
            let name = format!("Name of {winner}");
            assert!(message.contains(*winner) || message.contains(&name), "{me} is not told who decided: {message}");
            *losers.entry(code).or_default() += 1;
        }
        *winners.entry(winner).or_default() += 1;
    }
    let checked = database.verify()["checked"].clone();
    assert_eq!(checked["decisions"], count);
    counted!("8 processes, one dispute: {count} rounds, winners {winners:?}, losers {losers:?}; verify clean");
}

#[test]
fn processes_that_come_and_go_never_take_a_live_database_for_a_damaged_one() {
    let _busy = share_machine();
    let database = TestDatabase::with(&(0..4).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>());
    let count = rounds(40, 1000);
    // Each checkpoints the log if it is the last to leave, while others are just arriving.
    std::thread::scope(|scope| {
        for (n, id) in database.disputes().into_iter().enumerate() {
            let database = &database;
            scope.spawn(move || {
                for round in 0..count {
                    let body = format!("Message {round}: {}", "mot ".repeat(200 * (round % 7)));
                    database.run(&["say", &id, &body, "--as", TEAM[n]]).ok();
                    database.run(&["queue"]).ok();
                }
            });
        }
    });
    let checked = database.verify()["checked"].clone();
    counted!("come and go: 4 × {count} writers and as many readers, {} messages; verify clean", checked["messages"]);
}

/// The typical work of eight mediators, each on their own cases.
fn work(desk: &mut DeskProcess, n: usize, random: &mut Random) {
    match random.below(14) {
        0 => desk.send(b"\x1b\x1b"),
        1 => desk.send(b"r"),
        2 => desk.send(b"c"),
        3 => desk.send(format!("Un mot de {n}, {} ", random.below(1000)).as_bytes()),
        4 => desk.send(b"\x13"),
        5 => desk.send(b"\r"),
        6 => desk.send(b"\t"),
        7 => desk.send(b"a"),
        8 => desk.send(b"/mot\r"),
        9 => desk.send(b"G"),
        10 => desk.send(b"gg"),
        n => desk.send([&b"j"[..], b"k", b"J"][n % 3]),
    }
}

/// Stops the load, even if the test fails.
struct StopOnDrop<'a>(&'a AtomicBool);

impl Drop for StopOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

#[test]
fn eight_desks_under_load_see_each_others_changes_within_two_seconds() {
    let _alone = reserve_machine();
    let count = 14;
    let database = TestDatabase::with(&(0..count).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>());
    let db = database.db.to_str().unwrap().to_owned();
    let ids = database.disputes();
    let mut desks: Vec<DeskProcess> = TEAM
        .iter()
        .map(|me| database.sandbox.open_desk(Size::WIDE, &["--db", &db, "--as", me, "--lang", "en"]))
        .collect();
    for desk in &mut desks {
        desk.wait_for("D-10");
    }
    // The last one only reads the number of open cases.
    let mut watcher = desks.pop().unwrap();
    watcher.wait_for(&format!("Open {count} "));
    let over = AtomicBool::new(false);
    let time = Duration::from_secs(rounds(8, 180) as u64);
    let (mut delays, mut keys, mut late) = (Vec::new(), 0, Vec::new());
    let written = std::thread::scope(|scope| {
        // The marketplace and scripts write meanwhile.
        let load = scope.spawn(|| {
            let mut written = 0;
            for n in 0.. {
                if over.load(Ordering::SeqCst) {
                    break;
                }
                let order = format!("O-{}", n % (count - 1));
                let said = crate::events::event(
                    &order,
                    100 + n,
                    "dispute.message",
                    json!({"by": "client", "body": format!("mot {n}")}),
                );
                let file = database.file("load.jsonl", &crate::events::lines(&[said]));
                written += usize::from(database.run(&["ingest", &file]).status == Some(0));
                written += usize::from(
                    database.run(&["say", &ids[n % (count - 1)], "Vu.", "--as", TEAM[n % 8]]).status == Some(0),
                );
                std::thread::sleep(Duration::from_millis(20));
            }
            written
        });
        let mut random = Random::for_soak("desks");
        let ends = StopOnDrop(&over);
        let start = Instant::now();
        let mut open = count;
        while start.elapsed() < time {
            let file = database.file("probe.jsonl", &crate::events::lines(&disputed(&format!("P-{open}"))));
            let began = Instant::now();
            database.run(&["ingest", &file]).ok();
            let done = Instant::now();
            open += 1;
            let shown = format!("Open {open} ");
            while !watcher.screen().contains(&shown) && done.elapsed() < Duration::from_secs(20) {
                let n = random.below(desks.len());
                work(&mut desks[n], n, &mut random);
                keys += 1;
                std::thread::sleep(Duration::from_millis(5));
            }
            delays.push(done.elapsed());
            // A command that takes 20 ms shows how busy the machine is.
            let allowed = Duration::from_secs(2) + (done - began) * 5;
            if done.elapsed() > allowed {
                late.push((done.elapsed(), allowed));
            }
            for _ in 0..random.below(20) {
                let n = random.below(desks.len());
                work(&mut desks[n], n, &mut random);
                keys += 1;
                std::thread::sleep(Duration::from_millis(10));
            }
        }
        drop(ends);
        load.join().unwrap()
    });
    for desk in desks.iter_mut().chain([&mut watcher]) {
        desk.signal(Signal::TERM);
    }
    for desk in desks.iter_mut().chain([&mut watcher]) {
        desk.wait_for_exit();
        desk.assert_restored();
    }
    let checked = database.verify()["checked"].clone();
    delays.sort();
    let (half, worst) = (delays[delays.len() / 2], delays[delays.len() - 1]);
    counted!(
        "8 desks for {time:?}: {keys} keys, {written} writes by scripts, {} messages; {} changes seen on another screen, half of them within {half:?}, all within {worst:?}; verify clean",
        checked["messages"],
        delays.len()
    );
    assert!(late.is_empty(), "seen too late: {late:?}");
}
