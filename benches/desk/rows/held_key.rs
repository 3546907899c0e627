//! `j` held down at 60 keys a second.

use std::time::{Duration, Instant};

use super::{QUIET, desk};
use crate::Bench;
use crate::machine::ProcessUsage;
use crate::measure::Times;
use crate::table::{Figure, Target};

const PERIOD: Duration = Duration::from_nanos(1_000_000_000 / 60);

pub fn held_key(bench: &mut Bench) {
    let (mut desk, _) = desk(bench).start();
    desk.press(&b"j".repeat(45), QUIET * 5);
    let keys = bench.runs(600) as u32;
    let (mut lags, before, began) = (Vec::new(), ProcessUsage::by(desk.pid()), Instant::now());
    for key in 0..keys {
        let (pressed, mut bytes) = (Instant::now(), Vec::new());
        desk.send(b"j");
        let next = PERIOD * (key + 1);
        // Up to the last byte before the next key.
        while let Some(left) = next.checked_sub(began.elapsed()) {
            if desk.read(left, &mut bytes) {
                lags.push(pressed.elapsed());
            }
        }
    }
    let used = ProcessUsage::by(desk.pid()).since(before);
    let after = desk.watch(Instant::now(), QUIET, QUIET).last.unwrap_or_default();
    let lags = Times::new(lags);
    bench.table.record("`j` held at 60 a second: lag, p99", Figure::tail(&lags), Target::AtMost(16.7));
    let still = Figure::new(after.as_secs_f64() * 1e3, "ms");
    bench.table.record("`j` held at 60 a second: still drawing after the last", still, Target::AtMost(16.7));
    let cpu = Figure::new(used.cpu_ms / f64::from(keys), "ms of CPU");
    bench.table.record("`j` held at 60 a second: a key", cpu, Target::AtMost(0.8));
}
