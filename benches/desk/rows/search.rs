//! Search while typing: the time from the key to the frame with the first results.

use std::time::{Duration, Instant};

use rusqlite::Connection;

use super::{QUIET, desk};
use crate::measure::{Times, timed};
use crate::pty::{Answer, Terminal};
use crate::table::{Figure, Target};
use crate::{Bench, raw_sqlite};

/// A search that reaches its time limit continues later, so its frames may be far apart.
const SEARCH_QUIET: Duration = Duration::from_millis(120);
/// The time limit of the bare statement.
const SEARCH_TIMEOUT: Duration = Duration::from_secs(1);
/// Typical searches.
const TYPED: [&str; 2] = ["remboursement", "cahier charges"];
/// Expensive searches: single letters, frequent words that seldom occur together, a pasted sentence, no words at all.
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

/// Measures each key of typical searches.
pub fn typed(bench: &mut Bench) {
    let mut db = raw_sqlite::open(&bench.base);
    let parts = raw_sqlite::parts(&db);
    let (mut desk, _) = desk(bench).start();
    let step = |run: usize| desk.press(if run.is_multiple_of(2) { b"j" } else { b"k" }, QUIET).last;
    let frame = Times::new((0..bench.runs(30)).filter_map(step).collect()).median();
    let (mut ours, mut comparison, mut notmuch) = (Vec::new(), Vec::new(), Vec::new());
    for run in 0..bench.runs(10) {
        for text in TYPED {
            desk.press(b"/", QUIET);
            for (at, letter) in text.char_indices() {
                ours.extend(first_results(&desk.press(letter.to_string().as_bytes(), SEARCH_QUIET)));
                if run == 0 {
                    comparison.push(time_search(&mut db, &parts, &expression(&text[..at + letter.len_utf8()])) + frame);
                }
            }
            desk.press(b"\x1b", SEARCH_QUIET);
            notmuch.extend(bench.peers.as_ref().and_then(|peers| peers.notmuch(text)));
        }
    }
    let (ours, comparison, notmuch) = (Times::new(ours), Times::new(comparison), Times::new(notmuch));
    let what = "search, each key as one types";
    let figure = Figure::of(&ours);
    bench.table.compare(what, figure, "bare FTS5 and a frame", Some(Figure::of(&comparison)), Target::AtMostTimes(1.2));
    if bench.peers.is_some() {
        let notmuch = (!notmuch.is_empty()).then(|| Figure::of(&notmuch));
        bench.table.compare(what, figure, "notmuch, 100,000 mails", notmuch, Target::AtMostTimes(1.0));
    }
    bench.table.record(&format!("{what}: p99"), Figure::tail(&ours), Target::AtMost(50.0));
}

/// Measures expensive searches that are pasted, and a key right after them.
pub fn hostile(bench: &mut Bench) {
    let (mut desk, _) = desk(bench).start();
    let (mut idle, mut busy) = (Vec::new(), Vec::new());
    for text in HOSTILE {
        let mut times = Vec::new();
        for _ in 0..bench.runs(15) {
            let pasted = format!("\x1b[200~{text}\x1b[201~");
            desk.press(b"/", QUIET);
            times.extend(first_results(&desk.press(pasted.as_bytes(), SEARCH_QUIET)));
            idle.extend(first_results(&desk.press(b"e", SEARCH_QUIET)));
            desk.press(b"\x1b", SEARCH_QUIET);
            desk.press(b"/", QUIET);
            desk.send(pasted.as_bytes());
            busy.extend(press_during_search(&mut desk));
            desk.press(b"\x1b", SEARCH_QUIET);
        }
        let what = format!("search `{}`: p99", text.replace('"', "″"));
        bench.table.record(&what, Figure::tail(&Times::new(times)), Target::AtMost(50.0));
    }
    let (idle, busy) = (Figure::of(&Times::new(idle)), Figure::of(&Times::new(busy)));
    bench.table.compare("a key while such a search runs", busy, "the same, idle", Some(idle), Target::AtMostTimes(1.5));
}

/// The first frame shows the typed text, the next one the results; one may show both.
fn first_results(answer: &Answer) -> Option<Duration> {
    answer.frames.get(1).or(answer.frames.first()).copied()
}

/// Presses a key shortly after another, while its search runs.
fn press_during_search(desk: &mut Terminal) -> Option<Duration> {
    let began = Instant::now();
    let mut drained = Vec::new();
    while began.elapsed() < Duration::from_millis(4) {
        desk.read(Duration::from_millis(1), &mut drained);
    }
    first_results(&desk.press(b"e", SEARCH_QUIET))
}

fn time_search(db: &mut Connection, parts: &[i64], expression: &str) -> Duration {
    let began = Instant::now();
    let _ = db.progress_handler(10_000, Some(move || began.elapsed() > SEARCH_TIMEOUT));
    let took = timed(|| raw_sqlite::search(db, parts, expression, 50));
    let _ = db.progress_handler(0, None::<fn() -> bool>);
    took
}

/// Returns the FTS5 expression of the words; the last one is a prefix.
fn expression(text: &str) -> String {
    let words: Vec<String> = text.split_whitespace().map(|word| format!("\"{word}\"")).collect();
    format!("{} *", words.join(" AND "))
}
