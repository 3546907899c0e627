//! Searching as one types: from the key to the frame with the first results.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{QUIET, desk};
use crate::measure::{Times, timed};
use crate::pty::{Answer, Terminal};
use crate::table::{Asked, Figure};
use crate::{Bench, bare};

/// A search that gives up after a while goes on by itself; its frames come apart.
const SEARCHED: Duration = Duration::from_millis(120);
/// The bare statement is not waited for any longer.
const LONGEST: Duration = Duration::from_secs(1);
/// What people type.
const TYPED: [&str; 2] = ["remboursement", "cahier charges"];
/// What is dear: single letters, words that are everywhere and seldom meet, a pasted sentence, no words at all.
const HOSTILE: [&str; 8] = [
    "r",
    "z",
    "1",
    "de the",
    "le the client",
    "le client a changé trois fois concernant brief charges the retouches",
    "\"*\" NEAR( C++",
    "l'été a@b.fr",
];

/// Each key of what people type.
pub fn typed(bench: &mut Bench) {
    let mut db = bare::open(&bench.base);
    let parts = bare::parts(&db);
    let (mut desk, _) = desk(bench).start();
    let step = |run: usize| desk.press(if run.is_multiple_of(2) { b"j" } else { b"k" }, QUIET).last;
    let frame = Times::new((0..bench.runs(30)).filter_map(step).collect()).median();
    let (mut ours, mut beside, mut notmuch) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..bench.runs(10) {
        for text in TYPED {
            desk.press(b"/", QUIET);
            for (at, letter) in text.char_indices() {
                ours.extend(first_results(&desk.press(letter.to_string().as_bytes(), SEARCHED)));
                if run == 0 {
                    beside.push(searched(&mut db, &parts, &expression(&text[..at + letter.len_utf8()])) + frame);
                }
            }
            desk.press(b"\x1b", SEARCHED);
            notmuch.extend(bench.peers.as_ref().and_then(|peers| peers.notmuch(text)));
        }
    }
    let (ours, beside, notmuch) = (Times::new(ours), Times::new(beside), Times::new(notmuch));
    let what = "search, each key as one types";
    let figure = Figure::of(&ours);
    bench.table.beside(what, figure, "bare FTS5 and a frame", Some(Figure::of(&beside)), Asked::Times(1.2));
    if bench.peers.is_some() {
        let notmuch = (!notmuch.is_empty()).then(|| Figure::of(&notmuch));
        bench.table.beside(what, figure, "notmuch, 100,000 mails", notmuch, Asked::Times(1.0));
    }
    bench.table.alone(&format!("{what}: p99"), Figure::tail(&ours), Asked::Most(50.0));
}

/// What is dear to find, all of it at once; and a key right after it.
pub fn hostile(bench: &mut Bench) {
    let (mut desk, _) = desk(bench).start();
    let (mut idle, mut busy) = (Vec::new(), Vec::new());
    for text in HOSTILE {
        let mut times = Vec::new();
        for _ in 0..bench.runs(15) {
            let pasted = format!("\x1b[200~{text}\x1b[201~");
            desk.press(b"/", QUIET);
            times.extend(first_results(&desk.press(pasted.as_bytes(), SEARCHED)));
            idle.extend(first_results(&desk.press(b"e", SEARCHED)));
            desk.press(b"\x1b", SEARCHED);
            desk.press(b"/", QUIET);
            desk.send(pasted.as_bytes());
            busy.extend(soon(&mut desk));
            desk.press(b"\x1b", SEARCHED);
        }
        let what = format!("search `{}`: p99", text.replace('"', "″"));
        bench.table.alone(&what, Figure::tail(&Times::new(times)), Asked::Most(50.0));
    }
    let (idle, busy) = (Figure::of(&Times::new(idle)), Figure::of(&Times::new(busy)));
    bench.table.beside("a key while such a search runs", busy, "the same, idle", Some(idle), Asked::Times(1.5));
}

/// The first frame is the text typed, the next one what it found; one may hold both.
fn first_results(answer: &Answer) -> Option<Duration> {
    answer.frames.get(1).or(answer.frames.first()).copied()
}

/// A key a moment after another, whose search is under way.
fn soon(desk: &mut Terminal) -> Option<Duration> {
    let began = Instant::now();
    let mut drained = Vec::new();
    while began.elapsed() < Duration::from_millis(4) {
        desk.read(Duration::from_millis(1), &mut drained);
    }
    first_results(&desk.press(b"e", SEARCHED))
}

fn searched(db: &mut Connection, parts: &[i64], expression: &str) -> Duration {
    let began = Instant::now();
    let _ = db.progress_handler(10_000, Some(move || began.elapsed() > LONGEST));
    let took = timed(|| bare::search(db, parts, expression, 50));
    let _ = db.progress_handler(0, None::<fn() -> bool>);
    took
}

/// The words as FTS5 takes them, the last one unfinished.
fn expression(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    format!("{} *", words.join(" AND "))
}
