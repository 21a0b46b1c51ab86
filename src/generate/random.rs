//! Random numbers that are the same on every platform: integer arithmetic and the IEEE operations that are
//! exactly rounded (`+ - * /`), never the platform's `exp`, `ln` or `cos`.

/// SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014).
///
/// Small, documented and passes BigCrush; the quality that drawing scenarios needs, without a dependency whose
/// streams may change between versions.
#[derive(Debug, Clone)]
pub struct SplitMix64 {
    state: u64,
}

const GOLDEN_GAMMA: u64 = 0x9E37_79B9_7F4A_7C15;

fn mix(state: u64) -> u64 {
    let z = (state ^ (state >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

impl SplitMix64 {
    /// A generator with the given seed.
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// A generator of its own for one thing of a kind, so that drawing more sites does not change the chips.
    #[must_use]
    pub fn stream(seed: u64, kind: u64, index: usize) -> Self {
        let kind = mix(kind.wrapping_add(1).wrapping_mul(GOLDEN_GAMMA));
        let index = mix((index as u64).wrapping_add(1).wrapping_mul(GOLDEN_GAMMA) ^ kind);
        Self::new(mix(seed.wrapping_add(GOLDEN_GAMMA)) ^ index)
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(GOLDEN_GAMMA);
        mix(self.state)
    }

    /// Uniform in [0, 1), 53 bits.
    pub fn unit(&mut self) -> f64 {
        (self.next_u64() >> 11) as f64 / (1u64 << 53) as f64
    }

    /// Uniform in [low, high).
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.unit()
    }

    /// Uniform over the whole numbers low ..= high (the bias of the remainder is below 2^-32 here).
    pub fn whole(&mut self, low: u32, high: u32) -> u32 {
        let span = u64::from(high.saturating_sub(low)) + 1;
        low + (self.next_u64() % span) as u32
    }

    /// True with the given probability.
    pub fn chance(&mut self, probability: f64) -> bool {
        self.unit() < probability
    }

    /// A permutation of `0..length` (Fisher-Yates).
    pub fn permutation(&mut self, length: usize) -> Vec<usize> {
        let mut order: Vec<usize> = (0..length).collect();
        for last in (1..length).rev() {
            let other = (self.next_u64() % (last as u64 + 1)) as usize;
            order.swap(last, other);
        }
        order
    }

    /// Standard normal by the sum of twelve uniforms: exact moments up to the third, no logarithm needed.
    pub fn normal(&mut self) -> f64 {
        (0..12).map(|_| self.unit()).sum::<f64>() - 6.0
    }
}

/// `e^x` for |x| up to about 20, by a Taylor series of x / 1024 squared ten times: relative error below 1e-12.
pub(super) fn exp(x: f64) -> f64 {
    let small = x / 1024.0;
    let mut value = (1..=8).rev().fold(1.0, |sum, k| 1.0 + sum * small / f64::from(k));
    for _ in 0..10 {
        value *= value;
    }
    value
}

/// Natural logarithm for `0 < x <= 1`, by Halley's iteration on [`exp`] from 0: steps of about 2 until it is near,
/// then three times the digits each.
pub(super) fn ln(x: f64) -> f64 {
    let mut y = 0.0;
    for _ in 0..400 {
        let power = exp(y);
        let step = 2.0 * (x - power) / (x + power);
        y += step;
        if step.abs() < 1e-15 {
            break;
        }
    }
    y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sequence_is_the_published_one() {
        // First outputs of the reference implementation (Vigna, splitmix64.c) for seed 1234567.
        let mut rng = SplitMix64::new(1_234_567);
        let drawn: Vec<u64> = (0..3).map(|_| rng.next_u64()).collect();
        assert_eq!(
            drawn,
            [
                6_457_827_717_110_365_317,
                3_203_168_211_198_807_973,
                9_817_491_932_198_370_423
            ]
        );
    }

    #[test]
    fn exp_agrees_with_the_platform() {
        for x in [-7.3, -1.0, 0.0, 0.5, 3.0, 7.9] {
            assert!((exp(x) / f64::exp(x) - 1.0).abs() < 1e-12, "{x}");
        }
    }

    #[test]
    fn ln_agrees_with_the_platform() {
        for x in [1.0, 0.999, 0.5, 0.1, 1e-3, 1e-8] {
            assert!((ln(x) - f64::ln(x)).abs() < 1e-11, "{x}");
        }
        assert!(ln(f64::MIN_POSITIVE).is_finite());
    }

    #[test]
    fn moments_are_those_of_the_distributions() {
        let mut rng = SplitMix64::new(7);
        let n = 20_000;
        let draws: Vec<f64> = (0..n).map(|_| rng.normal()).collect();
        let mean = draws.iter().sum::<f64>() / f64::from(n);
        let variance = draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / f64::from(n);
        assert!(
            mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05,
            "{mean} {variance}"
        );
        let mut seen = [false; 4];
        for _ in 0..200 {
            seen[rng.whole(3, 6) as usize - 3] = true;
        }
        assert_eq!(seen, [true; 4]);
    }

    #[test]
    fn streams_differ_by_kind_index_and_seed() {
        let first = |seed, kind, index| SplitMix64::stream(seed, kind, index).next_u64();
        let all = [
            first(1, 0, 0),
            first(1, 0, 1),
            first(1, 1, 0),
            first(2, 0, 0),
            first(0, 0, 1),
        ];
        for (i, a) in all.iter().enumerate() {
            assert!(all[i + 1..].iter().all(|b| a != b));
        }
    }
}
