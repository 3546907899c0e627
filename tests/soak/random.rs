//! Chance that can be had again: the same seed gives the same run.

use litige::demo::synthetic::Rng;

/// A source of chance.
#[derive(Debug, Clone)]
pub struct Random(Rng);

impl Random {
    /// For one soak; `LITIGE_SEED` gives other chances than the usual ones.
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

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        self.0.below(end as u64) as usize
    }

    /// True once in so many times.
    pub fn one_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// A part of this time, from none to all of it.
    pub fn fraction_of(&mut self, time: std::time::Duration) -> std::time::Duration {
        time.mul_f64(self.below(1 << 20) as f64 / f64::from(1 << 20))
    }
}
