//! Repeating, and what came of it.

use std::time::{Duration, Instant};

/// Runs of each, after some to warm up.
const RUNS: usize = 200;
const WARM: usize = 10;
/// No row takes longer than this.
const LONGEST: Duration = Duration::from_secs(10);

/// Times of one thing, the shortest first.
#[derive(Clone, Debug)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Of these, in any order.
    pub fn new(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all)
    }

    /// Runs it again and again; it is told the number of the run.
    pub fn of<T>(run: impl FnMut(usize) -> T) -> Self {
        Self::pair(run, |_| ()).0
    }

    /// Two things in turns, so that what disturbs the machine disturbs both.
    pub fn pair<T, U>(mut one: impl FnMut(usize) -> T, mut other: impl FnMut(usize) -> U) -> (Self, Self) {
        let start = Instant::now();
        let (mut ones, mut others) = (Vec::new(), Vec::new());
        for i in 0..WARM + RUNS {
            let (first, second) = (timed(|| one(i)), timed(|| other(i)));
            let late = start.elapsed() > LONGEST;
            if i >= WARM || late {
                ones.push(first);
                others.push(second);
            }
            if late {
                break;
            }
        }
        (Self::new(ones), Self::new(others))
    }

    /// The one that so many of a hundred don't exceed.
    pub fn part(&self, hundredths: usize) -> Duration {
        self.0.get((self.0.len().saturating_sub(1) * hundredths).div_ceil(100)).copied().unwrap_or_default()
    }

    /// The median.
    pub fn median(&self) -> Duration {
        self.part(50)
    }
}

pub fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let before = Instant::now();
    std::hint::black_box(run());
    before.elapsed()
}
