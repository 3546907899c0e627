//! Reproducible random numbers.

use litige::demo::synthetic::Rng;

/// A random number generator.
#[derive(Debug, Clone)]
pub struct Random(Rng);

impl Random {
    /// Creates the generator of one soak test, seeded by `LITIGE_SEED`.
    pub fn for_soak(soak: &str) -> Self {
        let seed = std::env::var("LITIGE_SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(1_u64);
        let name = soak
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        Self(Rng::new(seed, name))
    }

    pub fn next(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// Returns a number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.below(end as u64) as usize
    }

    /// Returns true once in this many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// Returns a random fraction of this time.
    pub fn fraction_of(&mut self, time: std::time::Duration) -> std::time::Duration {
        time.mul_f64(self.below(1 << 20) as f64 / f64::from(1 << 20))
    }
}
