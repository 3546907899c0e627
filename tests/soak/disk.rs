//! A full or failing disk, and a database locked by another program: errors are reported clearly, no typed text is
//! lost, keys are answered meanwhile, and the money adds up in the end.

use std::time::{Duration, Instant};

use rstest::rstest;
use rusqlite::Connection;
use rustix::io::Errno;
use serde_json::{Value, json};

use crate::events::disputed;
use crate::fault_injection::Faults;
use crate::support::{DeskProcess, Signal, Size};
use crate::test_database::{LEAD, TestDatabase};
use crate::{counted, is_long, reserve_machine, share_machine};

/// The time within which a key is answered, whatever the state of the disk.
const MAX_LATENCY: Duration = Duration::from_millis(200);

fn database(disputes: usize) -> TestDatabase {
    TestDatabase::with(&(0..disputes).flat_map(|n| disputed(&format!("O-{n}"))).collect::<Vec<_>>())
}

fn open_desk(database: &TestDatabase) -> DeskProcess {
    let mut desk = database.sandbox.open_desk(Size::WIDE, &["--db", database.db.to_str().unwrap(), "--as", "ines"]);
    desk.wait_for("D-1001");
    desk
}

fn open_first(desk: &mut DeskProcess) {
    desk.press(&["g", "g", "Enter"]);
    desk.wait_for("2 Discussion");
}

/// Types for a while; returns the text and the longest time until a letter was on the screen.
fn type_for(desk: &mut DeskProcess, time: Duration) -> (String, Duration) {
    let (start, mut typed, mut slowest) = (Instant::now(), String::new(), Duration::ZERO);
    for n in 0.. {
        // Every word is different, so that a letter is seen where it was typed.
        let word = format!("{}{n}", ["un", "deux", "trois"][n % 3]);
        for letter in format!(" {word}").chars() {
            let pressed = Instant::now();
            desk.type_text(&letter.to_string());
            typed.push(letter);
            let tail: String = typed.chars().rev().take(8).collect::<Vec<_>>().into_iter().rev().collect();
            // The editor breaks lines at the end of a row.
            if letter != ' ' && tail.contains(&word[..1]) {
                let last = typed.rsplit(' ').next().unwrap().to_owned();
                desk.wait_until("the letter", |screen| screen.contains(&last));
                slowest = slowest.max(pressed.elapsed());
            }
        }
        if start.elapsed() > time {
            break;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    (typed, slowest)
}

/// Returns the time that this machine needs for a key without faults.
fn baseline(desk: &mut DeskProcess) -> Duration {
    type_for(desk, Duration::from_secs(1)).1
}

/// Asserts that keys are as fast as promised or, on a slow machine, not much slower than without faults.
#[track_caller]
fn assert_fast(slowest: Duration, usual: Duration) {
    assert!(slowest <= MAX_LATENCY.max(usual * 3), "a key was answered after {slowest:?}; usually {usual:?}");
}

#[derive(Debug, Clone, Copy)]
enum DiskFault {
    Write(Errno),
    Sync(Errno),
}

impl DiskFault {
    fn inject(self, faults: &Faults) {
        match self {
            Self::Write(errno) => faults.writes_fail(errno.raw_os_error()),
            Self::Sync(errno) => faults.syncs_fail(errno.raw_os_error()),
        }
    }

    /// Returns the message that the mediator sees.
    fn name(self) -> &'static str {
        match self {
            Self::Write(Errno::NOSPC) => "le disque est plein",
            _ => "the disk failed",
        }
    }
}

fn clear_faults(faults: &Faults) {
    faults.writes_fail(0);
    faults.syncs_fail(0);
}

const FULL: DiskFault = DiskFault::Write(Errno::NOSPC);

#[rstest]
fn while_the_disk_is_bad_nothing_typed_is_lost_and_afterwards_all_goes_on(
    #[values(FULL, DiskFault::Write(Errno::IO), DiskFault::Write(Errno::ROFS), DiskFault::Sync(Errno::IO))]
    bad: DiskFault,
) {
    let _alone = reserve_machine();
    let Some((database, faults)) = database(3).with_faults() else { return };
    let mut desk = open_desk(&database);
    open_first(&mut desk);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    let usual = baseline(&mut desk);
    bad.inject(&faults);
    let (typed, slowest) = type_for(&mut desk, Duration::from_secs(if is_long() { 60 } else { 3 }));
    assert_fast(slowest, usual);
    desk.wait_for(bad.name());
    desk.press(&["Ctrl-s"]);
    let end = typed.rsplit(' ').next().unwrap().to_owned();
    desk.wait_until("the refusal, with the text still there", |screen| {
        screen.contains(bad.name()) && screen.contains(&end) && !screen.contains("Envoi…")
    });
    // After leaving and reopening the case, the draft is unchanged.
    desk.press(&["Esc"]);
    desk.wait_until_gone("Réponse aux deux parties");
    desk.press(&["r"]);
    desk.wait_for(&end);
    clear_faults(&faults);
    assert_eq!(database.json(&["show", "D-1001"])["thread"].as_array().unwrap().len(), 1, "nothing was sent");
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    let thread = database.json(&["show", "D-1001"])["thread"].clone();
    let said: Vec<_> = thread.as_array().unwrap().iter().filter(|m| m["from"] == "mediator").collect();
    assert_eq!(said.len(), 1, "sent once: {thread}");
    assert!(said[0]["body"].as_str().unwrap().ends_with(&typed));

    // The same for a decision: complete, and once.
    decide_up_to_the_last_page(&mut desk);
    bad.inject(&faults);
    desk.press(&["Right", "Enter"]);
    desk.wait_for(bad.name());
    assert_eq!(database.json(&["show", "D-1001"])["decision"], Value::Null);
    clear_faults(&faults);
    desk.press(&["Right", "Enter"]);
    desk.wait_for("est tranché");
    desk.press(&["q", "q"]);
    assert!(desk.wait_for_exit().success());
    let shown = database.json(&["show", "D-1001"]);
    assert_eq!(shown["ledger"], json!({"paid_in": 12_000, "escrow": 0, "seller": 12_000, "client": 0}));
    database.verify();
    counted!("{bad:?}: the slowest of {} keys took {slowest:?} (usually {usual:?})", typed.len());
}

fn decide_up_to_the_last_page(desk: &mut DeskProcess) {
    desk.press(&["D"]);
    desk.wait_for("▌1 Issue");
    desk.press(&["Home", "Enter"]);
    desk.wait_for("▌2 Motifs");
    desk.type_text("Fait.").press(&["Ctrl-s"]);
    desk.wait_for("▌3 Preuves");
    desk.press(&["Enter"]);
    desk.wait_for("Oui : ");
}

#[test]
fn what_nothing_can_keep_when_the_desk_ends_is_told() {
    let _busy = share_machine();
    let Some((database, faults)) = database(1).with_faults() else { return };
    let mut desk = open_desk(&database);
    open_first(&mut desk);
    desk.press(&["r"]).type_text("Une phrase qui compte.\nEt une autre.");
    desk.wait_for("Et une autre.");
    faults.writes_fail(Errno::NOSPC.raw_os_error());
    desk.signal(Signal::TERM);
    assert_eq!(desk.wait_for_exit().exit_code(), 1);
    desk.assert_restored();
    let screen = desk.screen().replace('\n', "");
    for words in ["couldn't be saved", "the disk is full", "Une phrase qui compte.", "Et une autre."] {
        assert!(screen.contains(words), "{words}: {screen}");
    }
}

#[test]
fn a_command_on_a_bad_disk_says_so_and_changes_nothing() {
    let _busy = share_machine();
    let Some((database, faults)) = database(2).with_faults() else { return };
    let more = database.file("more.jsonl", &crate::events::lines(&disputed("O-9")));
    let commands: [&[&str]; 9] = [
        &["say", "D-1001", "Bonjour."],
        &["claim", "D-1001"],
        &["ask", "D-1001", "--to", "client", "Et ?"],
        &["snooze", "D-1001", "--until", "2099-01-01T00:00:00Z"],
        &["decide", "D-1001", "--outcome", "seller-wins", "--reasons", "Fait."],
        &["erase", "c-O-1", "--yes", "c-O-1", "--as", LEAD],
        &["ingest", &more],
        &["mediator", "add", "new", "--name", "New", "--as", LEAD],
        &["backup", "copy.db"],
    ];
    let mut count = 0;
    for bad in [FULL, DiskFault::Write(Errno::IO), DiskFault::Sync(Errno::IO)] {
        let before = database.dump();
        for args in commands {
            // Copying only reads the database; the file that can't be written is the copy.
            bad.inject(&faults);
            let ended = database.run(args);
            clear_faults(&faults);
            count += 1;
            assert_eq!(ended.status, Some(1), "{bad:?} {args:?}: {ended:?}");
            assert!(
                ended.err.starts_with("litige: io: ") && ended.err.lines().count() == 1,
                "{bad:?} {args:?}: {ended:?}"
            );
            assert!(!database.sandbox.path("copy.db").exists());
        }
        assert_eq!(database.dump(), before, "{bad:?}");
        // A new database is complete or does not exist.
        let other = database.sandbox.path("other.db");
        bad.inject(&faults);
        let ended = database.run(&["--db", other.to_str().unwrap(), "mediator", "add", "x", "--name", "X"]);
        clear_faults(&faults);
        assert_eq!(ended.status.map(|status| status > 0), Some(true), "{bad:?}: {ended:?}");
        assert!(!other.exists());
    }
    for args in commands {
        database.run(args).ok();
    }
    database.verify();
    counted!("{count} commands on a bad disk: each said so, none changed anything");
}

#[test]
fn under_a_foreign_lock_keys_are_answered_the_draft_is_kept_and_it_is_said() {
    let _alone = reserve_machine();
    let database = database(2);
    let mut desk = open_desk(&database);
    open_first(&mut desk);
    desk.press(&["r"]);
    desk.wait_for("Réponse aux deux parties");
    let usual = baseline(&mut desk);
    let other = Connection::open(&database.db).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    // Longer than the desk waits for another writer.
    let held = Duration::from_secs(if is_long() { 60 } else { 16 });
    let start = Instant::now();
    let (mut typed, mut slowest) = type_for(&mut desk, Duration::from_secs(1));
    desk.press(&["Ctrl-s"]);
    // What is being sent can't be changed; the queue is shown meanwhile.
    let mut told = None;
    while start.elapsed() < held {
        for (key, seen) in [("F1", "Aide · "), ("Esc", "Réponse aux deux parties")] {
            let pressed = Instant::now();
            desk.send(if key == "F1" { b"\x1bOP" } else { b"\x1b" });
            desk.wait_for(seen);
            // A pause distinguishes Esc from a longer sequence.
            slowest =
                slowest.max(pressed.elapsed().saturating_sub(Duration::from_millis(if key == "F1" { 0 } else { 40 })));
            std::thread::sleep(Duration::from_millis(150));
        }
        if told.is_none() && desk.screen().contains("n autre programme écrit dans la base") {
            told = Some(start.elapsed());
            let (more, slow) = type_for(&mut desk, Duration::from_millis(300));
            typed += &more;
            slowest = slowest.max(slow);
        }
    }
    let told = told.unwrap_or_else(|| panic!("it is said that another program writes:\n{}", desk.screen()));
    assert_fast(slowest, usual);
    other.execute_batch("ROLLBACK").unwrap();
    // An automatic retry may still be pending.
    desk.wait_within(Duration::from_secs(60), "the text, to be sent", |screen| {
        screen.contains("Réponse aux deux parties") && !screen.contains("Envoi…")
    });
    desk.press(&["Ctrl-s"]);
    desk.wait_for("Envoyé aux deux parties");
    desk.press(&["q", "q"]);
    assert!(desk.wait_for_exit().success());
    let shown = database.json(&["show", "D-1001"]);
    let said: Vec<_> = shown["thread"].as_array().unwrap().iter().filter(|m| m["from"] == "mediator").collect();
    assert_eq!(said.len(), 1, "{shown}");
    assert!(said[0]["body"].as_str().unwrap().ends_with(&typed), "{said:?} {typed}");
    database.verify();
    counted!("a foreign lock for {held:?}: said after {told:?}; the slowest key took {slowest:?} (usually {usual:?})");
}
