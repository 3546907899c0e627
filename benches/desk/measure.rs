//! Repeated timing.

use std::time::{Duration, Instant};

/// The times of one operation, sorted.
#[derive(Clone, Debug)]
pub struct Times(Vec<Duration>);

impl Times {
    /// Creates the times from unsorted ones.
    pub fn new(mut all: Vec<Duration>) -> Self {
        all.sort_unstable();
        Self(all)
    }

    /// Measures repeated runs; `run` gets the number of the run.
    pub fn of<T>(runs: usize, mut run: impl FnMut(usize) -> T) -> Self {
        Self::new((0..runs).map(|i| timed(|| run(i))).collect())
    }

    /// Returns a percentile.
    pub fn percentile(&self, percent: usize) -> Duration {
        self.0.get((self.0.len().saturating_sub(1) * percent).div_ceil(100)).copied().unwrap_or_default()
    }

    pub fn median(&self) -> Duration {
        self.percentile(50)
    }

    pub fn len(&self) -> usize {
        self.0.len()
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

/// Returns the median.
pub fn median(mut all: Vec<f64>) -> f64 {
    all.sort_unstable_by(f64::total_cmp);
    all.get(all.len() / 2).copied().unwrap_or_default()
}
