//! Repeating, and a table of medians.

use std::time::{Duration, Instant};

/// Runs of each, after some to warm up.
const RUNS: usize = 200;
const WARM: usize = 10;
/// No row takes longer than this.
const LONGEST: Duration = Duration::from_secs(5);

/// Times of one thing.
#[derive(Clone)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Runs it again and again; it is told the number of the run.
    pub fn of<T>(mut run: impl FnMut(usize) -> T) -> Self {
        let start = Instant::now();
        let mut all = Vec::new();
        for i in 0..WARM + RUNS {
            let before = Instant::now();
            std::hint::black_box(run(i));
            if i >= WARM || start.elapsed() > LONGEST {
                all.push(before.elapsed());
            }
            if start.elapsed() > LONGEST {
                break;
            }
        }
        all.sort_unstable();
        Self(all)
    }

    fn part(&self, hundredths: usize) -> Duration {
        self.0[(self.0.len() - 1) * hundredths / 100]
    }
}

/// What was measured.
pub struct Table {
    rows: Vec<(String, Times, Option<Times>)>,
    only: String,
}

impl Table {
    pub fn new(only: &str) -> Self {
        Self { rows: Vec::new(), only: only.to_owned() }
    }

    /// Whether this row is wanted.
    pub fn wants(&self, what: &str) -> bool {
        what.contains(&self.only)
    }

    /// Measures one thing, and what it rests on.
    pub fn row<T, U>(&mut self, what: &str, run: impl FnMut(usize) -> T, beside: impl FnMut(usize) -> U) {
        if self.wants(what) {
            let ours = Times::of(run);
            let bare = Times::of(beside);
            self.rows.push((what.to_owned(), ours, Some(bare)));
        }
    }

    /// Measures one thing alone.
    pub fn alone<T>(&mut self, what: &str, run: impl FnMut(usize) -> T) {
        if self.wants(what) {
            self.rows.push((what.to_owned(), Times::of(run), None));
        }
    }

    pub fn print(&self) {
        println!("{:<44} {:>9} {:>9} {:>9} {:>7}", "ms", "p50", "p99", "bare p50", "ratio");
        for (what, ours, bare) in &self.rows {
            let ms = |d: Duration| format!("{:.3}", d.as_secs_f64() * 1e3);
            let (beside, ratio) = match bare {
                Some(bare) => {
                    (ms(bare.part(50)), format!("{:.2}", ours.part(50).as_secs_f64() / bare.part(50).as_secs_f64()))
                }
                None => (String::new(), String::new()),
            };
            println!("{what:<44} {:>9} {:>9} {beside:>9} {ratio:>7}", ms(ours.part(50)), ms(ours.part(99)));
        }
    }
}

/// The most memory that this process had at once.
pub fn most_memory_mib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().split(' ').next()?.parse::<u64>().ok()).unwrap_or(0) / 1024
}
