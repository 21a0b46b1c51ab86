//! Representative hours: the blocks into which every period is split.

use std::ops::Range;

/// Blocks of like hours. Volumes are rates, so that their mean over a period is weighted by the shares.
#[derive(Debug, Clone, PartialEq)]
pub struct HourBlocks {
    /// Labels as printed: `night`, `day` ...
    pub labels: Vec<String>,
    /// Share of the time that each block takes up; the shares sum to 1.
    pub share: Vec<f64>,
}

impl Default for HourBlocks {
    /// One block, all of the time.
    fn default() -> Self {
        Self {
            labels: vec!["all".into()],
            share: vec![1.0],
        }
    }
}

impl HourBlocks {
    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.share.len()
    }

    /// Whether there is no block (never true for a checked scenario).
    pub fn is_empty(&self) -> bool {
        self.share.is_empty()
    }

    /// All blocks.
    pub fn blocks(&self) -> Range<usize> {
        0..self.len()
    }

    /// Mean over the blocks of a rate by block.
    pub fn mean(&self, rates: &[f64]) -> f64 {
        self.share
            .iter()
            .zip(rates)
            .map(|(share, rate)| share * rate)
            .sum()
    }
}

/// How a volume differs between the blocks: factor on the mean by block, mean 1. Without any it is flat.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Profile(pub Vec<f64>);

impl Profile {
    /// Volume in a block over the mean volume.
    pub fn factor(&self, h: usize) -> f64 {
        self.0.get(h).copied().unwrap_or(1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_weight_blocks_by_their_share() {
        let hours = HourBlocks {
            labels: vec!["night".into(), "day".into()],
            share: vec![0.25, 0.75],
        };
        assert_eq!(hours.mean(&[4.0, 8.0]), 7.0);
        assert_eq!(HourBlocks::default().mean(&[0.1]), 0.1);
        assert_eq!(Profile::default().factor(1), 1.0);
        assert_eq!(Profile(vec![0.4, 1.2]).factor(1), 1.2);
    }
}
