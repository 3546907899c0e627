//! Reproducible random numbers: integers only, and a stream of its own for every dispute and person.

/// SplitMix64 (Steele, Lea and Flood, 2014): small, fast, and sufficient for test data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rng(u64);

impl Rng {
    /// Creates the stream with this number and seed.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut rng = Self(seed);
        let start = rng.next_u64();
        Self(start ^ stream.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// Returns the next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// Returns a number from 0 to below `n`; 0 for 0.
    pub fn below(&mut self, n: u64) -> u64 {
        // The high half of the product: below `n`, so it fits.
        ((u128::from(self.next_u64()) * u128::from(n)) >> 64) as u64
    }

    /// Returns a number from `low` to `high`, inclusive.
    pub fn between(&mut self, low: i64, high: i64) -> i64 {
        let width = high.abs_diff(low).saturating_add(1);
        low.saturating_add_unsigned(self.below(width))
    }

    /// Returns true with this probability in percent.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// Returns a rank from 0 to below `n`, roughly by Zipf's law: the probability is about inversely proportional to
    /// the rank.
    pub fn zipf(&mut self, n: u64) -> u64 {
        let octaves = u64::from(n.max(1).ilog2()) + 1;
        let low = 1_u64 << self.below(octaves);
        let high = (low * 2).min(n.max(1) + 1);
        low + self.below(high - low) - 1
    }

    /// Returns one of the choices, with probability proportional to its weight.
    pub fn weighted<T: Copy>(&mut self, choices: &[(u64, T)]) -> Option<T> {
        let mut left = self.below(choices.iter().map(|c| c.0).sum());
        choices.iter().find_map(|&(weight, choice)| match left.checked_sub(weight) {
            Some(rest) => {
                left = rest;
                None
            }
            None => Some(choice),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_the_same_each_time_and_unlike_the_others() {
        let first = |seed, stream| Rng::new(seed, stream).next_u64();
        assert_eq!(first(1, 1), first(1, 1));
        assert_ne!(first(1, 1), first(1, 2));
        assert_ne!(first(1, 1), first(2, 1));
    }

    #[test]
    fn numbers_stay_in_their_bounds_and_reach_them() {
        let mut rng = Rng::new(7, 0);
        for n in [1, 2, 3, 10] {
            let mut seen = vec![0_u32; 10];
            let mut zipf = vec![0_u32; 10];
            for _ in 0..2_000 {
                seen[usize::try_from(rng.below(n)).unwrap()] += 1;
                zipf[usize::try_from(rng.zipf(n)).unwrap()] += 1;
            }
            let n = usize::try_from(n).unwrap();
            for counts in [&seen, &zipf] {
                assert!(counts[..n].iter().all(|&c| c > 0) && counts[n..].iter().all(|&c| c == 0), "{counts:?}");
            }
            assert!(n < 10 || zipf[0] > 2 * zipf[9], "{zipf:?}");
        }
        assert_eq!(rng.below(0), 0);
        let weights: Vec<_> = (0..1_000).filter_map(|_| rng.weighted(&[(9, 'a'), (0, 'b'), (1, 'c')])).collect();
        assert!(weights.iter().filter(|&&c| c == 'a').count() > 800);
        assert!(!weights.contains(&'b') && weights.contains(&'c'));
        assert_eq!(rng.between(-3, -3), -3);
    }
}
