//! An idle desk, compared with an idle pager.

use std::time::{Duration, Instant};

use super::desk;
use crate::machine::ProcessUsage;
use crate::pty::Terminal;
use crate::table::{Figure, Target};
use crate::{Bench, raw_sqlite};

pub fn idle(bench: &mut Bench) {
    let long = Duration::from_secs(if bench.arguments.quick { 10 } else { 60 });
    let ours = desk(bench).start().0;
    let less = bench.peers.as_ref().and_then(|peers| peers.less()).map(|less| less.start().0);
    // The rest of the start is not counted.
    std::thread::sleep(Duration::from_secs(3));
    let before = count_changes(bench);
    let less = less.map(|less| std::thread::spawn(move || watch(&less, long)));
    let (bytes, used) = watch(&ours, long);
    let less = less.map(|less| less.join().unwrap());
    let happened = count_changes(bench) - before;
    let seconds = long.as_secs_f64();
    // A deadline that passes meanwhile causes work; it is mentioned.
    let what = match happened {
        0 => format!("idle for {} s", long.as_secs()),
        n => format!("idle for {} s, while time changed {n} cases", long.as_secs()),
    };
    let mut row = |thing: &str, ours: Figure, less: Option<Figure>, most| {
        bench.table.compare(&format!("{what}: {thing}"), ours, "less", less, Target::AtMost(most));
    };
    let figure = |value: f64, unit| Figure::new(value, unit);
    row("bytes written", figure(bytes as f64, "bytes"), less.map(|l| figure(l.0 as f64, "bytes")), 0.0);
    let part = |used: ProcessUsage| figure(used.cpu_ms / 10.0 / seconds, "%");
    // What `top` shows as 0.0.
    row("CPU of one core", part(used), less.map(|l| part(l.1)), 0.05);
    let wakes = |used: ProcessUsage| figure(used.wakes / seconds, "/s");
    row("wake-ups of all threads", wakes(used), less.map(|l| wakes(l.1)), 2.0 / 60.0);
}

/// Returns the number of changes so far.
fn count_changes(bench: &Bench) -> i64 {
    let sql = "SELECT next FROM sequences WHERE name = 'change'";
    raw_sqlite::open(&bench.base).query_row(sql, [], |row| row.get(0)).unwrap()
}

fn watch(terminal: &Terminal, long: Duration) -> (usize, ProcessUsage) {
    let mut bytes = Vec::new();
    while terminal.read(Duration::from_millis(1), &mut bytes) {}
    bytes.clear();
    let (began, before) = (Instant::now(), ProcessUsage::by(terminal.pid()));
    while let Some(left) = long.checked_sub(began.elapsed()) {
        terminal.read(left, &mut bytes);
    }
    (bytes.len(), ProcessUsage::by(terminal.pid()).since(before))
}
