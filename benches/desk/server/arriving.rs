//! What arrives: the marketplace's events, and a colleague's change on an open desk.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use chrono::Utc;
use litige::domain::dispute::action::{Action, Request};
use litige::domain::ids::{DisputeId, Handle, RequestKey};
use litige::store::Store;

use crate::measure::{Times, timed};
use crate::pty::Terminal;
use crate::table::{Figure, Target};
use crate::{Bench, databases};

/// Events for one run: those that are brought at once, then those that come while others work.
pub struct Marketplace {
    lines: Lines<BufReader<File>>,
}

impl Marketplace {
    pub fn open() -> Self {
        let file = File::open(databases::events(200_000)).unwrap();
        Self { lines: BufReader::new(file).lines() }
    }

    /// Brings many events at once, here and to a file.
    pub fn bring(&mut self, bench: &mut Bench, url: &str, file: &str) {
        let count = if bench.arguments.quick { 20_000 } else { 100_000 };
        let events: Vec<String> = self.lines.by_ref().take(count).map(Result::unwrap).collect();
        let [ours, beside] = [url, file].map(|place| {
            let took = timed(|| {
                let mut ingest = Ingest::start(bench, place);
                events.iter().for_each(|line| ingest.write(line));
                ingest.end();
            });
            Figure::new(count as f64 / took.as_secs_f64(), "/s")
        });
        bench.table.compare("ingest, events", ours, "in a file", Some(beside), Target::None);
    }

    /// Events at this pace until the end. Returns how many.
    pub fn trickle(&mut self, mut ingest: Ingest, a_second: usize, end: Instant) -> usize {
        let mut sent = 0;
        while Instant::now() < end {
            let Some(line) = self.lines.next() else { break };
            ingest.write(&line.unwrap());
            sent += 1;
            std::thread::sleep(Duration::from_secs(1) / u32::try_from(a_second).unwrap());
        }
        ingest.end();
        sent
    }
}

/// The program that takes events in.
pub struct Ingest(std::process::Child);

impl Ingest {
    pub fn start(bench: &Bench, place: &str) -> Self {
        let mut command = Command::new(&bench.arguments.program);
        command.args(["--db", place, "ingest", "-", "--json"]).env("XDG_CONFIG_HOME", bench.home.path());
        Self(command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap())
    }

    fn write(&mut self, line: &str) {
        writeln!(self.0.stdin.as_mut().unwrap(), "{line}").unwrap();
    }

    fn end(self) {
        let done = self.0.wait_with_output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stdout));
    }
}

/// How long it takes until a colleague's message is on an open desk that looks at its case.
pub fn change_to_screen(bench: &mut Bench, url: &str, colleague: &mut dyn Store, case: DisputeId) {
    let args = ["--db", url, "--as", "camille", "--lang", "en"].map(str::to_owned);
    let mut desk = Terminal::start(&bench.arguments.program, &args, bench.home.path());
    let quiet = Duration::from_secs(2);
    desk.watch(Instant::now(), Duration::from_secs(10), quiet);
    // The case that is written to.
    desk.press(format!("f{case}\r").as_bytes(), quiet);
    desk.press(b"\r", quiet);
    let mut times = Vec::new();
    for nth in 0..bench.runs(40) {
        let began = Instant::now();
        let key = RequestKey(format!("screen {nth} {}", Utc::now().timestamp_micros()));
        let action = Action::Say { body: format!("Message {nth} d'une collègue.") };
        let request = Request { dispute: case, by: Handle::from("camille"), action, seen: None, key: Some(key) };
        colleague.act(&request, Utc::now()).unwrap();
        let seen = desk.watch(began, Duration::from_secs(5), Duration::from_millis(120));
        times.push(*seen.frames.first().expect("a frame with the message"));
        // Not in step with the desk's own second.
        std::thread::sleep(Duration::from_millis(137 * (nth as u64 % 8)));
    }
    let times = Times::new(times);
    bench.table.record("a colleague's message on screen", Figure::of(&times), Target::AtMost(1_000.0));
}
