//! The file under desks, scripts and ingests is moved, removed, linked, cut short and restored at random, and others are put
//! in its place: what was acknowledged is in the database that it was acknowledged for, wherever that is now, and nothing is
//! in another.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, Seek as _, Write as _};
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

fn rename_to_new(from: &Path, to: &Path) -> io::Result<()> {
    Ok(rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE)?)
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

/// What the victims were told.
#[derive(Default)]
struct Outcome {
    /// The texts that were acknowledged, by the process that sent them.
    acknowledged: BTreeMap<String, Vec<String>>,
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

    fn acknowledge(&self, who: &str, text: String) {
        self.outcome().acknowledged.entry(who.to_owned()).or_default().push(text);
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
        let output = scene.database.run(&[&args[..], &["--as", me, "--json"]].concat());
        match output.status {
            Some(0) => scene.acknowledge(&text, text.clone()),
            _ => scene.refuse("script", &output),
        }
    }
}

/// The marketplace: one long ingest after another, fed slowly.
fn run_ingests(scene: &Scene, mut random: Random) {
    let mut n = 1000;
    while !scene.is_over() {
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
        texts.into_iter().take(accepted).for_each(|text| scene.acknowledge(&who, text));
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
                let mut rows = screen.lines().filter(|row| row.contains("  D-10") && !row.contains("Seulement avec"));
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
    desk.press(&["Ctrl-s"]);
    // It may have been refused as a draft before it was sent: the text stays, and can be sent again.
    let ended = desk.wait_until("an end of the reply", |screen| is_acknowledged(screen) || is_refused(screen));
    let is_done = is_acknowledged(&ended) || {
        desk.press(&["Ctrl-s"]);
        thread::sleep(Duration::from_millis(500));
        is_acknowledged(&desk.wait_until("an end of the reply", |screen| is_acknowledged(screen) || is_refused(screen)))
    };
    if is_done {
        scene.acknowledge(who, text.to_owned());
    } else {
        *scene.outcome().refusals.entry("desk".to_owned()).or_default() += 1;
        scene.outcome().refused_by_desk.insert(text.to_owned());
    }
    is_done
}

/// Who moves the files.
struct Actor<'a> {
    scene: &'a Scene,
    random: Random,
    /// Databases that are elsewhere, whole.
    elsewhere: Vec<PathBuf>,
    /// Databases that an ingest made where there was none.
    made: Vec<PathBuf>,
    removed: Vec<Removed>,
    backups: Vec<PathBuf>,
    moves: usize,
    done: BTreeMap<&'static str, usize>,
}

impl Actor<'_> {
    fn pause(&mut self, most: u64) {
        thread::sleep(Duration::from_millis(self.random.below(most as usize) as u64));
    }

    fn new_name(&mut self, what: &str) -> PathBuf {
        self.moves += 1;
        self.scene.database.sandbox.path(&format!("{what}-{}.db", self.moves))
    }

    /// Moves a database with its log away from the path. It goes first, so that nobody opens it without its log.
    fn take_away(&mut self, what: &str) -> PathBuf {
        let to = self.new_name(what);
        for part in PARTS {
            match fs::rename(beside(self.scene.path(), part), beside(&to, part)) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{part}: {error}"),
                _ => {}
            }
        }
        to
    }

    /// Moves a database with its log to the path. It goes last; until then, nobody makes another one there.
    fn put(&mut self, from: &Path) {
        let path = self.scene.path();
        let blocker = beside(path, "-journal");
        loop {
            self.take_away_what_was_made();
            fs::write(&blocker, "").unwrap();
            // Whoever looked before it was there is done by now.
            thread::sleep(Duration::from_millis(30));
            self.take_away_what_was_made();
            for part in PARTS.iter().skip(1) {
                match rename_to_new(&beside(from, part), &beside(path, part)) {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => panic!("{part}: {error}"),
                    _ => {}
                }
            }
            let _ = fs::remove_file(&blocker);
            if rename_to_new(from, path).is_ok() {
                return;
            }
            for part in PARTS.iter().skip(1) {
                let _ = fs::rename(beside(path, part), beside(from, part));
            }
        }
    }

    /// An ingest makes a database where there is none.
    fn take_away_what_was_made(&mut self) {
        if self.scene.path().symlink_metadata().is_ok() {
            let made = self.take_away("made");
            self.made.push(made);
        }
    }

    fn act(&mut self) {
        let scene = self.scene;
        let path = scene.path();
        let _stable = scene.stable();
        let name = match self.random.below(7) {
            0 => {
                let away = self.take_away("away");
                self.pause(200);
                self.put(&away);
                "moved away and back"
            }
            1 => {
                let away = self.take_away("away");
                self.elsewhere.push(away);
                self.pause(100);
                let next = self.random.below(self.elsewhere.len());
                let next = self.elsewhere.swap_remove(next);
                self.put(&next);
                "another put in its place"
            }
            2 => {
                self.remove();
                self.pause(100);
                self.put_a_backup();
                "removed, and a backup restored"
            }
            3 => {
                let name = self.new_name("name");
                fs::hard_link(path, &name).unwrap();
                self.pause(200);
                fs::remove_file(&name).unwrap();
                "linked"
            }
            4 => {
                let real = self.take_away("real");
                while std::os::unix::fs::symlink(&real, path).is_err() {
                    self.take_away_what_was_made();
                }
                self.pause(300);
                fs::remove_file(path).unwrap();
                self.put(&real);
                "a link to it"
            }
            5 => {
                let away = self.take_away("away");
                let whole = fs::read(&self.backups[0]).unwrap();
                let by = [1, 4096, whole.len() / 2][self.random.below(3)];
                let cut = self.new_name("cut");
                fs::write(&cut, &whole[..whole.len() - by]).unwrap();
                self.put(&cut);
                self.pause(200);
                fs::remove_file(path).unwrap();
                for part in LOG {
                    assert!(!beside(path, part).exists(), "a file that is cut short is left as it is");
                }
                self.put(&away);
                "a file that is cut short"
            }
            _ => {
                let told = self.restore();
                if told.status != Some(0) {
                    scene.refuse("restore", &told);
                    return;
                }
                let told = told.json();
                self.elsewhere.push(told["aside"].as_str().unwrap().into());
                "restored over it"
            }
        };
        *self.done.entry(name).or_default() += 1;
    }

    fn restore(&mut self) -> CommandOutput {
        let backup = self.random.pick(&self.backups).display().to_string();
        self.scene.database.run(&["restore", &backup, "--json"])
    }

    /// Removes the database for good; its log goes with it, or stays.
    fn remove(&mut self) {
        let path = self.scene.path();
        let open = |part: &'static str| File::open(beside(path, part)).ok().map(|file| (part, file));
        // Before its name is gone: whoever leaves last would remove the log.
        let parts = ["", LOG[0]].into_iter().filter_map(open).collect();
        fs::remove_file(path).unwrap();
        self.removed.push(Removed(parts));
        if self.random.one_in(2) {
            for part in LOG {
                let _ = fs::remove_file(beside(path, part));
            }
        } else if beside(path, LOG[0]).exists() {
            let told = self.scene.database.run(&["ingest", "-"]);
            assert_eq!(told.status, Some(6), "no database is made beside the log that is left: {told:?}");
        }
    }

    /// Restores a backup where there is no database, as soon as everyone has left what was there.
    fn put_a_backup(&mut self) {
        let path = self.scene.path();
        let deadline = Instant::now() + Duration::from_secs(60);
        loop {
            let told = self.restore();
            if told.status == Some(0) {
                let told = told.json();
                // Or the log of what was removed, whose content is kept already.
                self.made.extend(told["aside"].as_str().map(PathBuf::from).filter(|aside| aside.exists()));
                return;
            }
            self.scene.refuse("restore", &told);
            assert!(Instant::now() < deadline, "{told:?}");
            // Someone has open what is there. After a while, it goes another way, and nobody makes another one there.
            if self.random.one_in(3) {
                self.take_away_what_was_made();
                let away = self.new_name("log");
                for part in LOG {
                    let _ = fs::rename(beside(path, part), beside(&away, part));
                }
                fs::write(beside(path, "-journal"), "").unwrap();
            }
            self.pause(200);
        }
    }
}

/// A database as it was found at the end.
struct Found {
    identity: String,
    /// What was written in it, drafts aside.
    written: String,
    drafts: String,
}

/// Reads a copy of a database with its log.
fn read(copy: &Path) -> Found {
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
    Found { identity, written: written.join("\n"), drafts: texts("SELECT body FROM drafts") }
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
        done: BTreeMap::new(),
    };
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
    for path in actor.elsewhere.iter().chain(&actor.made).map(PathBuf::as_path).chain([scene.path()]) {
        for part in ["", LOG[0]] {
            let _ = fs::copy(beside(path, part), beside(&copy(found.len()), part));
        }
        found.push(read(&copy(found.len())));
    }
    for Removed(parts) in actor.removed {
        for (part, mut file) in parts {
            file.rewind().unwrap();
            io::copy(&mut file, &mut File::create(beside(&copy(found.len()), part)).unwrap()).unwrap();
        }
        found.push(read(&copy(found.len())));
    }
    let outcome = scene.outcome();
    for (who, texts) in &outcome.acknowledged {
        let mut identities = BTreeSet::new();
        for text in texts {
            let with: Vec<_> = found.iter().filter(|database| database.written.contains(text.as_str())).collect();
            assert!(!with.is_empty(), "{who}: {text} was acknowledged, and is nowhere");
            identities.extend(with.iter().map(|database| &database.identity));
        }
        assert_eq!(identities.len(), 1, "{who} wrote into databases that they had not opened: {texts:?}");
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
