//! Instructions, counted by callgrind: nothing else that runs on the machine moves them, so that 3 % more of a decision is seen, and
//! 8 % more of a key. Another compiler moves them too.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use litige::store::{self, Mode, Place};

use crate::arguments::Arguments;
use crate::databases::{self, DatabaseCopy, Size};
use crate::peers::installed;
use crate::pty::Terminal;
use crate::rows;

/// What was counted when somebody kept it last.
const COMMITTED: &str = "benches/instructions.tsv";
/// How far a count may be from the committed one before it is worth a look. The desk runs some hundred times slower under valgrind,
/// which changes how often it draws and polls: from run to run its counts vary by a third to two thirds of this.
fn tolerance(what: &str) -> f64 {
    match what {
        "start" => 0.2,
        "j" | "open" => 0.08,
        _ => 0.03,
    }
}

/// The argument with which this program only takes decisions; how many, and on which database, follow.
pub const ARGUMENT: &str = "--decisions";
/// The first decisions fill caches and open the database: those after them are counted.
const FEW: usize = 20;
const MANY: usize = 120;
/// A thousand orders take twenty steps in the file of events; so many of them do.
const ORDERS: usize = 200;

const KEYS: usize = 20;
const CASES: usize = 8;
/// Under valgrind a frame takes some hundred times as long.
const FIRST: Duration = Duration::from_secs(300);
const QUIET: Duration = Duration::from_secs(2);

/// Counts, compares with the committed table, and names what moved; `--keep` writes the table anew.
pub fn measure(arguments: &Arguments) {
    let Some(valgrind) = installed("valgrind") else {
        eprintln!("valgrind is not installed");
        std::process::exit(1);
    };
    let base = arguments.base.clone().unwrap_or_else(|| databases::prepare(Size::of(10_000), arguments.again));
    let folder = tempfile::tempdir().unwrap();
    let mut counted = desk(&valgrind, &arguments.program, &base, folder.path());
    let [few, many] = [FEW, MANY].map(|count| decisions(&valgrind, &base, folder.path(), count));
    counted.push(("decision", many.saturating_sub(few) / (MANY - FEW) as u64));
    counted.push(("event", event(&valgrind, &arguments.program, folder.path())));
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(COMMITTED);
    let committed = std::fs::read_to_string(&path).unwrap_or_default();
    print!("{}", compare(&counted, &committed));
    if arguments.keep {
        let table: String = counted.iter().map(|(what, count)| format!("{what}\t{count}\n")).collect();
        std::fs::write(path, table).unwrap();
    }
}

/// The table, and what moved.
fn compare(counted: &[(&str, u64)], committed: &str) -> String {
    let mut text = "| instructions | before | now | |\n| --- | ---: | ---: | ---: |\n".to_owned();
    let mut moved = Vec::new();
    for (what, now) in counted {
        let before = committed.lines().find_map(|line| line.strip_prefix(what)?.trim().parse::<u64>().ok());
        let change = before.map(|before| *now as f64 / before as f64 - 1.0);
        let percent = change.map(|change| format!("{:+.1} %", change * 100.0)).unwrap_or_default();
        let before = before.map(|before| before.to_string()).unwrap_or_default();
        let _ = writeln!(text, "| {what} | {before} | {now} | {percent} |");
        if change.is_some_and(|change| change.abs() > tolerance(what)) {
            moved.push(*what);
        }
    }
    let _ = match moved[..] {
        [] => writeln!(text, "\nNothing moved."),
        _ => writeln!(text, "\nMoved: {}.", moved.join(", ")),
    };
    text
}

/// Counts what keys cost at the desk, over all of its threads.
fn desk(valgrind: &Path, program: &Path, base: &Path, folder: &Path) -> Vec<(&'static str, u64)> {
    let copy = DatabaseCopy::of(base);
    let out = folder.join("desk");
    let mut args = callgrind(&out);
    args.push(program.display().to_string());
    args.extend(["--db", &copy.0.display().to_string(), "--as", "camille", "--lang", "fr"].map(str::to_owned));
    let mut dumps = Dumps { out, taken: 0, pid: 0 };
    let mut desk = Terminal::start(valgrind, &args, folder);
    dumps.pid = desk.pid();
    desk.watch(Instant::now(), FIRST, QUIET * 3);
    let start = dumps.take();
    let mut press = |keys: &[u8]| {
        desk.send(keys);
        desk.watch(Instant::now(), FIRST, QUIET);
    };
    press(b"j");
    dumps.take();
    (0..KEYS).for_each(|n| press(if n % 2 == 0 { b"j" } else { b"k" }));
    let step = dumps.take() / KEYS as u64;
    let mut open = 0;
    for _ in 0..CASES {
        press(b"l");
        open += dumps.take();
        press(b"h");
        press(b"j");
        dumps.take();
    }
    vec![("start", start), ("j", step), ("open", open / CASES as u64)]
}

fn callgrind(out: &Path) -> Vec<String> {
    ["--tool=callgrind", "--log-file=/dev/null", &format!("--callgrind-out-file={}", out.display())]
        .map(str::to_owned)
        .to_vec()
}

/// The counts of a program that runs, taken bit by bit.
struct Dumps {
    out: PathBuf,
    taken: usize,
    pid: u32,
}

impl Dumps {
    /// Returns what was counted since the last time.
    fn take(&mut self) -> u64 {
        self.taken += 1;
        let dumped = Command::new("callgrind_control")
            .args(["--dump", &self.pid.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        assert!(dumped.is_ok_and(|status| status.success()), "callgrind_control failed");
        let path = self.out.with_extension(self.taken.to_string());
        let until = Instant::now() + Duration::from_secs(60);
        loop {
            match std::fs::read_to_string(&path).ok().and_then(|text| total(&text)) {
                Some(count) => return count,
                None => assert!(Instant::now() < until, "no {}", path.display()),
            }
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// The total of a file of callgrind's, which is its last line.
fn total(text: &str) -> Option<u64> {
    text.lines().rev().find_map(|line| line.strip_prefix("totals: ")?.trim().parse().ok())
}

/// Counts the whole of a process that takes so many decisions on a copy.
fn decisions(valgrind: &Path, base: &Path, folder: &Path, count: usize) -> u64 {
    let copy = DatabaseCopy::of(base);
    let args = [ARGUMENT, &count.to_string(), &copy.0.display().to_string()].map(str::to_owned);
    whole(valgrind, &folder.join(format!("decisions-{count}")), &std::env::current_exe().unwrap(), &args)
}

/// Counts what an event costs of an ingest into a new database.
fn event(valgrind: &Path, program: &Path, folder: &Path) -> u64 {
    let lines = std::fs::read_to_string(databases::events(20_000)).unwrap();
    let lines: Vec<&str> = lines.lines().enumerate().filter(|(n, _)| n % 1000 < ORDERS).map(|(_, line)| line).collect();
    let events = folder.join("events.jsonl");
    std::fs::write(&events, lines.join("\n")).unwrap();
    let [db, events] = [folder.join("ingested.db"), events].map(|path| path.display().to_string());
    let args = ["--db", &db, "ingest", &events].map(str::to_owned);
    whole(valgrind, &folder.join("ingest"), program, &args) / lines.len() as u64
}

/// Counts the whole of a process.
fn whole(valgrind: &Path, out: &Path, program: &Path, args: &[String]) -> u64 {
    let mut command = Command::new(valgrind);
    command.args(callgrind(out)).arg(program).args(args);
    let ran = command.env("XDG_CONFIG_HOME", out.with_extension("home")).stdout(Stdio::null()).status();
    assert!(ran.is_ok_and(|status| status.success()), "{}", program.display());
    total(&std::fs::read_to_string(out).unwrap()).unwrap()
}

/// Takes so many decisions.
pub fn decide(count: usize, database: &Path) {
    let mut store = store::open(&Place::File(database.to_owned()), Mode::Existing).unwrap();
    rows::decision::decide_first(store.as_mut(), count);
}
