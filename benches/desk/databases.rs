//! The databases to measure on, created once.

use std::fs::File;
use std::hash::{Hash, Hasher};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use chrono::{SubsecRound, Utc};
use litige::demo::synthetic::{self, Plan};

use crate::{machine, raw_sqlite};

#[derive(Clone, Copy)]
pub struct Size {
    pub disputes: u64,
    pub messages: u64,
    pub open: u64,
}

impl Size {
    /// Returns the default size: ten messages a dispute, three percent open.
    pub fn of(disputes: u64) -> Self {
        Self { disputes, messages: disputes * 10, open: disputes * 3 / 100 }
    }
}

/// Returns the folder of what is expensive to create.
pub fn folder() -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("bench");
    std::fs::create_dir_all(&folder).expect("the folder of the bench");
    folder
}

fn schema() -> u32 {
    let mut hasher = std::hash::DefaultHasher::new();
    include_str!("../../src/store/sqlite/migrations/0001_init.sql").hash(&mut hasher);
    hasher.finish() as u32
}

/// Returns the database of this size, which is created if missing.
pub fn prepare(size: Size, again: bool) -> PathBuf {
    let Size { disputes, messages, open } = size;
    // Another schema gives another database, even an unreleased one.
    let path = folder().join(format!("{disputes}-{messages}-{open}-{:08x}.db", schema()));
    if again {
        remove(&path);
    }
    if !path.exists() {
        let plan = Plan { disputes, messages, open, seed: 1, base: Utc::now().trunc_subsecs(0) };
        let start = Instant::now();
        synthetic::seed(&litige::store::Place::File(path.clone()), &plan, &mut |_| {})
            .expect("the database of the bench");
        let (seconds, size) = (start.elapsed().as_secs_f64(), machine::mib(&path));
        let rate = messages as f64 / seconds;
        println!("made {disputes} disputes, {messages} messages in {seconds:.1} s ({rate:.0} a second), {size:.0} MiB");
    }
    path
}

/// Removes a database and its companion files.
pub fn remove(path: &Path) {
    for companion in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{companion}", path.display()));
    }
}

/// A writable copy, removed when dropped.
pub struct DatabaseCopy(pub PathBuf);

impl DatabaseCopy {
    pub fn of(base: &Path) -> Self {
        let copy = folder().join("copy.db");
        remove(&copy);
        // What is only in the log would be missing.
        let _ = raw_sqlite::open(base).query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
        std::fs::copy(base, &copy).unwrap();
        Self(copy)
    }
}

impl Drop for DatabaseCopy {
    fn drop(&mut self) {
        remove(&self.0);
    }
}

/// Returns a file of this many events: a thousand orders at a time, each of which is disputed.
pub fn events(lines: usize) -> PathBuf {
    let path = folder().join(format!("{lines}.jsonl"));
    if path.exists() {
        return path;
    }
    let texts = texts(20_000);
    let unfinished = path.with_extension("unfinished");
    let mut out = BufWriter::new(File::create(&unfinished).unwrap());
    let began = Utc::now() - chrono::TimeDelta::days(200);
    for number in 0..lines {
        // A thousand orders each take the first step, then the second.
        let (step, order) = (number / 1000 % STEPS.len(), number / (1000 * STEPS.len()) * 1000 + number % 1000);
        let at = (began + chrono::TimeDelta::seconds(number as i64 * 15)).to_rfc3339();
        let body = serde_json::to_string(&texts[number * 7919 % texts.len()]).unwrap();
        let what = STEPS[step].replace("{n}", &order.to_string()).replace("{body}", &body);
        writeln!(out, r#"{{"id":"b{number}","at":"{at}","order":"B-{order}",{what}}}"#).unwrap();
    }
    out.flush().unwrap();
    std::fs::rename(unfinished, &path).unwrap();
    path
}

/// The steps of an order: two refused cancellations open a dispute.
const STEPS: [&str; 20] = [
    r#""type":"order.placed","client":{"id":"c-{n}","name":"Léa Martin"},"seller":{"id":"s-1","name":"Studio Nova"},"title":"Logo pour un restaurant","brief":{body},"amount":{"minor":12000,"currency":"EUR"},"lang":"fr""#,
    r#""type":"order.message","by":"client","body":{body}"#,
    r#""type":"order.message","by":"seller","body":{body}"#,
    r#""type":"order.delivered","body":{body}"#,
    r#""type":"cancellation.requested","body":{body}"#,
    r#""type":"cancellation.refused","body":{body}"#,
    r#""type":"cancellation.requested","body":{body}"#,
    r#""type":"cancellation.refused","body":{body}"#,
    MESSAGES[0],
    MESSAGES[1],
    MESSAGES[0],
    r#""type":"dispute.read","by":"seller""#,
    MESSAGES[1],
    MESSAGES[0],
    MESSAGES[1],
    MESSAGES[0],
    MESSAGES[1],
    MESSAGES[0],
    MESSAGES[1],
    r#""type":"dispute.read","by":"client""#,
];
const MESSAGES: [&str; 2] = [
    r#""type":"dispute.message","by":"client","body":{body}"#,
    r#""type":"dispute.message","by":"seller","body":{body}"#,
];

/// Returns texts of the synthetic generator.
pub fn texts(count: usize) -> Vec<String> {
    let db = raw_sqlite::open(&prepare(Size::of(100_000.min(count as u64)), false));
    let mut all = db.prepare("SELECT body FROM messages ORDER BY id LIMIT ?1").unwrap();
    all.query_map([count as i64], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}
