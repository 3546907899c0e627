//! Repeating, and what came of it.

use std::time::{Duration, Instant};

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
    pub fn of<T>(runs: usize, mut run: impl FnMut(usize) -> T) -> Self {
        Self::new((0..runs).map(|i| timed(|| run(i))).collect())
    }

    /// The one that so many of a hundred don't exceed.
    pub fn percentile(&self, percent: usize) -> Duration {
        self.0.get((self.0.len().saturating_sub(1) * percent).div_ceil(100)).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

pub fn timed<T>(run: impl FnOnce() -> T) -> Duration {
    let before = Instant::now();
    std::hint::black_box(run());
    before.elapsed()
}

/// The middle one.
pub fn median(mut all: Vec<f64>) -> f64 {
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}
