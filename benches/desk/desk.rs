//! The real program in a real terminal: from a key to the last byte of what it changed.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::Connection;

use crate::bare;
use crate::measure::Times;
use crate::pty::{Answer, Terminal};
use crate::table::Table;

/// A frame is over when nothing came for so long; a search's answer may come later.
const QUIET: Duration = Duration::from_millis(40);
const SEARCHED: Duration = Duration::from_millis(90);
const STARTS: usize = 20;

/// How the desk is started on a database.
pub struct Desk<'a> {
    pub program: &'a Path,
    pub base: &'a Path,
    pub home: &'a Path,
}

impl Desk<'_> {
    /// A desk that says that it can't read its database is not worth measuring.
    fn must_show(&self, dispute: i64) {
        let mut show = std::process::Command::new(self.program);
        show.arg("--db").arg(self.base).args(["show", &format!("D-{dispute}"), "--json"]);
        let shown = show.env("XDG_CONFIG_HOME", self.home).output().unwrap();
        assert!(shown.status.success(), "{}", String::from_utf8_lossy(&shown.stdout));
    }

    /// Starts it and waits for its first frame; says how long that took.
    pub fn open(&self) -> (Terminal, Answer) {
        let began = Instant::now();
        let args = ["--db", &self.base.display().to_string(), "--as", "camille", "--lang", "fr"];
        let terminal = Terminal::start(self.program, &args, self.home);
        let mut answer = Answer::default();
        // The first byte may take its time.
        if terminal.read(Duration::from_secs(10), &mut answer.bytes) {
            answer.last = Some(began.elapsed());
        }
        let more = terminal.watch(began, QUIET);
        answer.last = more.last.or(answer.last);
        answer.bytes.extend(more.bytes);
        (terminal, answer)
    }
}

/// The times of one key pressed again and again; a key that changed nothing doesn't count.
pub fn keys(terminal: &mut Terminal, keys: &[&[u8]], times: usize, quiet: Duration) -> Times {
    let mut all = Vec::new();
    for i in 0..times {
        all.extend(terminal.press(keys[i % keys.len()], quiet).last);
    }
    Times::new(all)
}

pub fn rows(desk: &Desk<'_>, table: &mut Table) {
    let db = bare::open(desk.base);
    let ids = bare::open_ids(&db, 400);
    desk.must_show(ids[0]);
    let page = |_| bare::first_page(&db);
    let thread = |i: usize| bare::thread(&db, ids[i % ids.len()]);

    let starts = Times::new((0..STARTS).filter_map(|_| desk.open().1.last).collect());
    let bare_start = Times::of(|_| bare::first_page(&bare::open(desk.base)));
    table.put("start to the first full frame", starts, Some(("open, first page", bare_start)));

    let (mut terminal, _) = desk.open();
    let mut row = |what: &str, pressed: Times, name, bare: Times| {
        if table.wants(what) {
            table.put(what, pressed, Some((name, bare)));
        }
    };
    let stepped = keys(&mut terminal, &[b"j", b"k"], 200, QUIET);
    row("`j`, key to the last byte of the frame", stepped, "its thread", Times::of(thread));
    terminal.press(&b"j".repeat(45), QUIET);
    row("`j` that scrolls", keys(&mut terminal, &[b"j"], 200, QUIET), "its thread", Times::of(thread));
    row("page down", keys(&mut terminal, &[b"\x1b[6~"], 50, QUIET), "a page", Times::of(page));
    let ends = keys(&mut terminal, &[b"G", b"gg"], 60, QUIET);
    row("to the end of the queue and back", ends, "a page", Times::of(page));
    terminal.press(b"gg", QUIET);
    let mut opened = Vec::new();
    for _ in 0..60 {
        opened.extend(terminal.press(b"l", QUIET).last);
        terminal.press(b"h", QUIET);
        terminal.press(b"j", QUIET);
    }
    row("open a case", Times::new(opened), "its thread", Times::of(thread));
    let searched = searched(&mut terminal, &["remboursement", "cahier charges"], 10);
    row("search, each key as one types", searched, "newest 50 of a word", Times::of(|_| search(&db)));
}

/// Types each text, and measures each key of it.
pub fn searched(terminal: &mut Terminal, texts: &[&str], rounds: usize) -> Times {
    let mut all = Vec::new();
    for text in texts.iter().cycle().take(rounds * texts.len()) {
        terminal.press(b"/", QUIET);
        for letter in text.split_inclusive(|_| true) {
            all.extend(terminal.press(letter.as_bytes(), SEARCHED).last);
        }
        terminal.press(b"\x1b", SEARCHED);
    }
    Times::new(all)
}

fn search(db: &Connection) -> usize {
    bare::search(db, &bare::parts(db), "\"remboursement\"", 50)
}
