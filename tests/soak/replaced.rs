//! The file under desks, scripts and ingests is moved, removed, linked, cut short and restored at random, and others are put
//! in its place: what was acknowledged is in the database that it was acknowledged for, wherever that is now, and nothing is
//! in another.

mod actor;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::thread;
use std::time::{Duration, Instant};

use litige::store::{self, Mode, Place};
use rusqlite::Connection;
use rustix::fs::{CWD, RenameFlags};
use serde_json::{Value, json};

use self::actor::Actor;
use crate::events::{disputed, event};
use crate::random::Random;
use crate::support::{DeskProcess, Signal, Size};
use crate::test_database::{CommandOutput, TEAM, TestDatabase, wait_for_output};
use crate::{counted, reserve_machine, rounds};

/// Disputes in each database; the numbers are the same in both, so that a write could land in the wrong one. The first ones
/// are the desks', the last ones are decided by scripts.
const DISPUTES: usize = 40;
const OF_DESKS: usize = 4;
const DISCUSSED: usize = 20;
/// What SQLite keeps beside a database.
const LOG: [&str; 2] = ["-wal", "-shm"];
const PARTS: [&str; 4] = ["", "-wal", "-shm", ".files"];

fn beside(path: &Path, suffix: &str) -> PathBuf {
    PathBuf::from(format!("{}{suffix}", path.display()))
}

/// A database that was removed: what its files held, read through descriptors that outlived their names.
struct Removed(Vec<(&'static str, File)>);

/// What the actor and the victims share.
struct Scene {
    database: TestDatabase,
    /// Held while the path leads to no database that can be used.
    stable: Mutex<()>,
    is_over: AtomicBool,
    /// Numbers the texts, so that each can be found again.
    texts: AtomicUsize,
    outcome: Mutex<Outcome>,
}

/// A text that was acknowledged, between these moments.
struct Acknowledged {
    text: String,
    began: Instant,
    ended: Instant,
}

/// When the path led to a file, at most.
struct Presence {
    inode: u64,
    from: Instant,
    to: Option<Instant>,
}

/// What the victims were told.
#[derive(Default)]
struct Outcome {
    /// The texts that were acknowledged, by the process that sent them.
    acknowledged: BTreeMap<String, Vec<Acknowledged>>,
    /// The texts that a desk refused and must have kept.
    refused_by_desk: BTreeSet<String>,
    refusals: BTreeMap<String, usize>,
}

impl Scene {
    fn path(&self) -> &Path {
        &self.database.db
    }

    fn is_over(&self) -> bool {
        self.is_over.load(Ordering::SeqCst)
    }

    fn stable(&self) -> MutexGuard<'_, ()> {
        self.stable.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    fn outcome(&self) -> MutexGuard<'_, Outcome> {
        self.outcome.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
    }

    /// A text that no one else sends. Its last letter keeps one number from being the beginning of another.
    fn text(&self, who: &str) -> String {
        format!("{who}-{}x", self.texts.fetch_add(1, Ordering::SeqCst))
    }

    fn acknowledge(&self, who: &str, text: String, began: Instant) {
        let acknowledged = Acknowledged { text, began, ended: Instant::now() };
        self.outcome().acknowledged.entry(who.to_owned()).or_default().push(acknowledged);
    }

    /// Counts a refusal. Anything but an error that says what it is, is a fault.
    fn refuse(&self, who: &str, output: &CommandOutput) {
        assert!(matches!(output.status, Some(1 | 3 | 4 | 6)), "{who}: {output:?}");
        assert!(!output.err.contains("panicked"), "{who}: {output:?}");
        let code = output.json()["error"]["code"].as_str().unwrap().to_owned();
        *self.outcome().refusals.entry(code).or_default() += 1;
    }
}

/// A mediator's script: one command after another.
fn run_script(scene: &Scene, mut random: Random) {
    while !scene.is_over() {
        let id = format!("D-{}", 1001 + OF_DESKS + random.below(DISCUSSED - OF_DESKS));
        let to_decide = format!("D-{}", 1001 + DISCUSSED + random.below(DISPUTES - DISCUSSED));
        let (text, me) = (scene.text("script"), TEAM[random.below(TEAM.len())]);
        let args = match random.below(6) {
            0 => vec!["decide", &to_decide, "--outcome", "seller-wins", "--reasons", &text],
            1 => vec!["note", &id, &text],
            _ => vec!["say", &id, &text],
        };
        let began = Instant::now();
        let output = scene.database.run(&[&args[..], &["--as", me, "--json"]].concat());
        match output.status {
            Some(0) => scene.acknowledge(&text, text.clone(), began),
            _ => scene.refuse("script", &output),
        }
    }
}

/// The marketplace: one long ingest after another, fed slowly.
fn run_ingests(scene: &Scene, mut random: Random) {
    let mut n = 1000;
    while !scene.is_over() {
        let began = Instant::now();
        let mut child = scene.database.command(&["ingest", "-", "--json"]).stdin(Stdio::piped()).spawn().unwrap();
        let mut pipe = child.stdin.take().unwrap();
        let mut texts = Vec::new();
        for _ in 0..1 + random.below(12) {
            let (order, text) = (format!("O-{}", random.below(DISCUSSED)), scene.text("ingest"));
            n += 1;
            let said = event(&order, n, "order.message", json!({"by": "client", "body": text}));
            texts.push(text);
            // One that was refused already reads no more.
            if writeln!(pipe, "{said}").is_err() {
                break;
            }
            thread::sleep(Duration::from_millis(random.below(60) as u64));
        }
        drop(pipe);
        let output = wait_for_output(child);
        assert!(!output.err.contains("panicked"), "{output:?}");
        let told = output.json();
        let (summary, is_error) = match &told["error"] {
            Value::Null => (&told, false),
            error => (&error["detail"], true),
        };
        let accepted = summary["accepted"].as_u64().unwrap_or(0) as usize;
        if is_error {
            scene.refuse("ingest", &output);
        } else {
            // All of it, or nothing in a database that it made itself, which knows none of the orders.
            assert!([0, texts.len()].contains(&accepted), "{output:?}");
        }
        let who = texts[0].clone();
        texts.into_iter().take(accepted).for_each(|text| scene.acknowledge(&who, text, began));
    }
}

/// How a reply ended on the screen.
fn is_sent(screen: &str) -> bool {
    !screen.contains("Réponse aux deux parties")
}

/// What the desk was told itself: a screen without the reply may still be waiting for the answer.
fn is_acknowledged(screen: &str) -> bool {
    is_sent(screen) && screen.contains("Envoyé aux deux parties")
}

fn is_refused(screen: &str) -> bool {
    let words =
        ["n'est plus", "plusieurs noms", "pas de base", "endommag", "ne peut être", "accès refusé", "réessayez"];
    !screen.contains("Envoi…") && words.iter().any(|word| screen.contains(word))
}

/// A mediator at a desk, who writes replies until one is refused, and then sits down at another.
fn sit_at_desks(scene: &Scene, n: usize, mut random: Random) {
    let me = TEAM[n];
    let db = scene.path().to_str().unwrap();
    while !scene.is_over() {
        let id = format!("D-{}", 1001 + 2 * n + random.below(OF_DESKS / 2));
        let mut desk = {
            let _stable = scene.stable();
            let mut desk = scene.database.sandbox.open_desk(Size::WIDE, &["--db", db, "--as", me, "--lang", "fr"]);
            desk.wait_until("the queue", |screen| screen.contains("D-10"));
            desk.press(&["f"]).type_text(&id).press(&["Enter"]);
            desk.wait_until("the case alone", |screen| {
                let mut rows = screen.lines().filter(|row| row.contains("  D-10") && !row.contains("Filtre"));
                rows.next().is_some_and(|row| row.contains(&id)) && rows.next().is_none()
            });
            desk.press(&["Enter"]);
            desk.wait_for("2 Discussion");
            desk
        };
        let who = format!("{me} at desk {}", desk.pid());
        for _ in 0..1 + random.below(6) {
            let text = scene.text("desk");
            if !write_reply(scene, &mut desk, &who, &text, &mut random) || scene.is_over() {
                break;
            }
        }
        desk.signal(Signal::TERM);
        desk.wait_for_exit();
        desk.assert_restored();
    }
}

/// Writes and sends one reply. Returns whether it was sent.
fn write_reply(scene: &Scene, desk: &mut DeskProcess, who: &str, text: &str, random: &mut Random) -> bool {
    desk.press(&["r"]);
    let opened = desk.wait_until("the reply or a refusal", |screen| !is_sent(screen) || is_refused(screen));
    if is_sent(&opened) {
        *scene.outcome().refusals.entry("desk, before it was written".to_owned()).or_default() += 1;
        return false;
    }
    desk.type_text(text);
    desk.wait_for(text);
    thread::sleep(Duration::from_millis(random.below(1500) as u64));
    let began = Instant::now();
    desk.press(&["Ctrl-s"]);
    // It may have been refused as a draft before it was sent: the text stays, and can be sent again.
    let ended = desk.wait_until("an end of the reply", |screen| is_acknowledged(screen) || is_refused(screen));
    let is_done = is_acknowledged(&ended) || {
        desk.press(&["Ctrl-s"]);
        thread::sleep(Duration::from_millis(500));
        is_acknowledged(&desk.wait_until("an end of the reply", |screen| is_acknowledged(screen) || is_refused(screen)))
    };
    if is_done {
        scene.acknowledge(who, text.to_owned(), began);
    } else {
        *scene.outcome().refusals.entry("desk".to_owned()).or_default() += 1;
        scene.outcome().refused_by_desk.insert(text.to_owned());
    }
    is_done
}

/// A database as it was found at the end.
struct Found {
    /// Of its file; nothing for one that an ingest made, whose comings are not known.
    inode: Option<u64>,
    identity: String,
    /// What was written in it, drafts aside.
    written: String,
    drafts: String,
}

/// Reads a copy of a database with its log.
fn read(copy: &Path, inode: Option<u64>) -> Found {
    let store = store::open(&Place::File(copy.to_owned()), Mode::Existing).unwrap();
    assert_eq!(store.verify(None).unwrap().faults, [], "{}", copy.display());
    let identity = store.identity();
    drop(store);
    let db = Connection::open(copy).unwrap();
    let texts = |sql: &str| {
        let mut texts = db.prepare(sql).unwrap();
        let rows = texts.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.collect::<Result<Vec<_>, _>>().unwrap().join("\n")
    };
    let written = ["messages", "notes", "events", "decision_texts"]
        .map(|table| texts(&format!("SELECT body FROM {table} WHERE body IS NOT NULL")));
    Found { inode, identity, written: written.join("\n"), drafts: texts("SELECT body FROM drafts") }
}

#[test]
fn what_was_acknowledged_is_in_its_database_wherever_that_is_and_nothing_is_in_another() {
    let _alone = reserve_machine();
    let events: Vec<Value> = (0..DISPUTES).flat_map(|n| disputed(&format!("O-{n}"))).collect();
    let database = TestDatabase::with(&events);
    let other = database.sandbox.path("other.db");
    database.run(&["backup", "backup-1.db"]).ok();
    // Another database with the same cases under the same numbers.
    for part in PARTS {
        let _ = fs::rename(beside(&database.db, part), beside(&other, part));
    }
    database.team();
    database.ingest(&events);
    database.run(&["backup", "backup-2.db"]).ok();
    let backups = ["backup-1.db", "backup-2.db"].map(|name| database.sandbox.path(name)).to_vec();
    let scene = Scene {
        database,
        stable: Mutex::default(),
        is_over: AtomicBool::new(false),
        texts: AtomicUsize::new(0),
        outcome: Mutex::default(),
    };
    let time = Duration::from_secs(rounds(8, 240) as u64);
    let mut actor = Actor {
        scene: &scene,
        random: Random::for_soak("replaced"),
        elsewhere: vec![other],
        made: Vec::new(),
        removed: Vec::new(),
        backups,
        moves: 0,
        presences: Vec::new(),
        done: BTreeMap::new(),
    };
    let begun = Instant::now();
    thread::scope(|scope| {
        let ends = EndOnDrop(&scene.is_over);
        for n in 0..2 {
            let (scene, random) = (&scene, Random::for_soak(&format!("script {n}")));
            scope.spawn(move || run_script(scene, random));
        }
        let (shared, random) = (&scene, Random::for_soak("ingests"));
        scope.spawn(move || run_ingests(shared, random));
        for n in 0..2 {
            let (scene, random) = (&scene, Random::for_soak(&format!("desk {n}")));
            scope.spawn(move || sit_at_desks(scene, n, random));
        }
        let start = Instant::now();
        actor.arrived(begun);
        // However busy the machine is, something happens.
        while start.elapsed() < time || actor.done.values().sum::<usize>() < 6 {
            actor.pause(500);
            actor.act();
        }
        drop(ends);
    });
    check(&scene, actor, time);
}

/// Lets the victims end, even if the test fails.
struct EndOnDrop<'a>(&'a AtomicBool);

impl Drop for EndOnDrop<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// Looks at every database that is left, wherever it is, and at what was removed.
fn check(scene: &Scene, actor: Actor<'_>, time: Duration) {
    let copies = scene.database.sandbox.path("copies");
    fs::create_dir(&copies).unwrap();
    let copy = |n: usize| copies.join(format!("{n}.db"));
    let mut found = Vec::new();
    let known = actor.elsewhere.iter().map(PathBuf::as_path).chain([scene.path()]).map(|path| (path, true));
    for (path, is_known) in known.chain(actor.made.iter().map(|path| (path.as_path(), false))) {
        for part in ["", LOG[0]] {
            let _ = fs::copy(beside(path, part), beside(&copy(found.len()), part));
        }
        let inode = is_known.then(|| fs::metadata(path).unwrap().ino());
        found.push(read(&copy(found.len()), inode));
    }
    for Removed(parts) in actor.removed {
        let inode = parts.first().map(|(_, file)| file.metadata().unwrap().ino());
        for (part, mut file) in parts {
            file.rewind().unwrap();
            io::copy(&mut file, &mut File::create(beside(&copy(found.len()), part)).unwrap()).unwrap();
        }
        found.push(read(&copy(found.len()), inode));
    }
    let outcome = scene.outcome();
    for (who, texts) in &outcome.acknowledged {
        let mut identities = BTreeSet::new();
        for Acknowledged { text, began, ended } in texts {
            let with: Vec<_> = found.iter().filter(|database| database.written.contains(text.as_str())).collect();
            assert!(!with.is_empty(), "{who}: {text} was acknowledged, and is nowhere");
            // It was not written into a file that the path had not led to for a while.
            let was_there = with.iter().any(|database| {
                let mut presences = actor.presences.iter().filter(|one| Some(one.inode) == database.inode);
                database.inode.is_none()
                    || presences.any(|one| one.from <= *ended && one.to.is_none_or(|to| to >= *began))
            });
            assert!(was_there, "{who}: {text} is in a database that was not at the path");
            identities.extend(with.iter().map(|database| &database.identity));
        }
        assert_eq!(identities.len(), 1, "{who} wrote into databases that they had not opened");
    }
    let folder = fs::read_dir(scene.database.sandbox.path("state/litige/drafts")).into_iter().flatten().flatten();
    let in_files: String = folder.map(|file| fs::read_to_string(file.path()).unwrap()).collect();
    let lost = outcome.refused_by_desk.iter().filter(|text| {
        !in_files.contains(text.as_str())
            && !found.iter().any(|d| d.drafts.contains(text.as_str()) || d.written.contains(text.as_str()))
    });
    assert_eq!(lost.collect::<Vec<_>>(), Vec::<&String>::new(), "typed, refused, and kept nowhere");
    let log = scene.database.sandbox.log();
    assert!(!log.contains("panicked"), "{log}");
    let acknowledged: usize = outcome.acknowledged.values().map(Vec::len).sum();
    assert!(acknowledged > 0 && !outcome.refusals.is_empty() && actor.done.len() > 2, "{:?}", actor.done);
    counted!(
        "the file replaced for {time:?}: {:?}; {acknowledged} writes acknowledged, all in their databases ({} of them at the end, verified); refused: {:?}; {} drafts of refused replies kept",
        actor.done,
        found.len(),
        outcome.refusals,
        outcome.refused_by_desk.len()
    );
}
