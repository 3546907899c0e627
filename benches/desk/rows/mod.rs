//! The measurements: one function for each kind of row.

mod bytes;
pub mod decision;
mod held_key;
mod idle;
mod ingest;
mod keys;
mod memory;
mod open;
mod search;
mod size;
mod start;
mod stats;

use std::time::Duration;

use crate::Bench;
use crate::databases::{self, Size};
use crate::measure::Times;
use crate::peers::Program;
use crate::pty::Terminal;

/// A frame is complete after this long without output.
const QUIET: Duration = Duration::from_millis(40);

pub struct RowKind {
    pub name: &'static str,
    pub measure: fn(&mut Bench),
    /// Whether it is part of the growth plot.
    pub grows: bool,
}

const fn kind(name: &'static str, measure: fn(&mut Bench), grows: bool) -> RowKind {
    RowKind { name, measure, grows }
}

pub const ALL: &[RowKind] = &[
    kind("start", start::start, true),
    kind("j", keys::step, true),
    kind("scroll", keys::scroll, true),
    kind("page", keys::page, true),
    kind("end", keys::end, true),
    kind("open", open::open, true),
    kind("search", search::typed, true),
    kind("hostile", search::hostile, true),
    kind("decision", decision::decision, true),
    kind("ingest", ingest::ingest, false),
    kind("memory", memory::memory, false),
    kind("idle", idle::idle, false),
    kind("held", held_key::held_key, false),
    kind("bytes", bytes::bytes, false),
    kind("stats", stats::stats, true),
    kind("size", size::size, false),
];

/// Returns the desk on the measured database.
fn desk(bench: &Bench) -> Program {
    Program::desk(&bench.arguments.program, &bench.base, bench.home.path())
}

/// Returns the desk on a database of another size; `None` while growth is measured.
fn desk_on(bench: &Bench, disputes: u64) -> Option<Program> {
    bench.peers.as_ref()?;
    let base = databases::prepare(Size::of(disputes), false);
    let desk = Program::desk(&bench.arguments.program, &base, bench.home.path());
    Some(desk.named(format!("itself on {disputes} disputes")))
}

/// A program in a terminal, and the keys that it gets in turn.
struct Session {
    name: String,
    terminal: Terminal,
    keys: Vec<&'static [u8]>,
    times: Vec<Duration>,
}

impl Session {
    fn new(program: &Program, keys: &[&'static [u8]]) -> Self {
        Self { name: program.name.clone(), terminal: program.start().0, keys: keys.to_vec(), times: Vec::new() }
    }

    fn times(&self) -> Times {
        Times::new(self.times.clone())
    }
}

/// Presses the keys of all sessions in turn, so that disturbances affect all. A key without effect does not count.
fn run_in_turn(sessions: &mut [Session], runs: usize) {
    for run in 0..runs {
        for session in sessions.iter_mut() {
            let answer = session.terminal.press(session.keys[run % session.keys.len()], QUIET);
            session.times.extend(answer.last);
        }
    }
}
