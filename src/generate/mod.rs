//! Synthetic scenarios of any size: plausible, hard, and the same for a seed on every platform.
//!
//! What is drawn (uniform unless said otherwise) makes siting, halls, chips and timing trade off:
//!
//! - five years cut into T periods, discounted at 10 % a year; chips live four years;
//! - sites in a unit square: opening 20-80 MUSD; 3-13 halls of 12 MW, air 7-14 and liquid 9-17 MUSD/MW, finished
//!   after 1-2 periods (at once when T <= 4); energy 40-180 USD/MWh; PUE 1.15-1.6; grid power for 70-110 % of the halls;
//! - chips of 40-140 kW released in order over the first half of the horizon, two at the start; performance per
//!   kW grows with release (x1 to x2.8) and differs by workload (x0.6-1.4); 2-3.2 MUSD per unit of mean performance,
//!   falling 7 % a year; every third needs liquid halls; 10-60 units a period per four sites; 15 % of (site, chip)
//!   pairs denied by rule;
//! - demand lognormal (mu 3, sigma 0.7) by market and workload, growing from 0.4 to 2.2 of it, served only from sites
//!   within a radius of 0.25 to 1.2 of the square's side, growing with the workload; unmet costs 25 MUSD per unit
//!   and year;
//! - cumulative capex at most 45 % of the cumulative value of demand at that price.

mod random;
mod text;

pub use random::SplitMix64;
pub use text::scenario_yaml;

/// How many of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Candidate sites.
    pub sites: usize,
    /// Chip products.
    pub chips: usize,
    /// Periods over the five years.
    pub periods: usize,
    /// Markets.
    pub markets: usize,
    /// Workloads; every market wants every workload.
    pub workloads: usize,
}

impl Size {
    /// Seconds alone.
    pub const S: Self = Self::new(6, 4, 4, 4, 2);
    /// A regional question.
    pub const M: Self = Self::new(16, 6, 8, 10, 3);
    /// A continental question.
    pub const L: Self = Self::new(30, 10, 12, 20, 4);
    /// A worldwide question by quarter.
    pub const XL: Self = Self::new(60, 14, 20, 40, 4);
    /// Twice that, by six weeks.
    pub const XXL: Self = Self::new(120, 20, 40, 60, 4);

    /// Largest count of each kind that [`Size::check`] lets through: ids are 16 bits wide and rows 32.
    pub const LARGEST: Self = Self::new(1000, 200, 240, 1000, 50);

    const fn new(sites: usize, chips: usize, periods: usize, markets: usize, workloads: usize) -> Self {
        Self {
            sites,
            chips,
            periods,
            markets,
            workloads,
        }
    }

    /// The five counts with their names, in the order in which they are always given.
    pub fn counts(&self) -> [(&'static str, usize); 5] {
        [
            ("sites", self.sites),
            ("chips", self.chips),
            ("periods", self.periods),
            ("markets", self.markets),
            ("workloads", self.workloads),
        ]
    }

    /// Whether every count is at least 1, at most that of [`Size::LARGEST`].
    ///
    /// # Errors
    /// A sentence naming the first count that is not.
    pub fn check(&self) -> Result<(), String> {
        for ((name, count), (_, largest)) in self.counts().into_iter().zip(Self::LARGEST.counts()) {
            if count == 0 || count > largest {
                return Err(format!("{name}: expected 1 to {largest}, found {count}"));
            }
        }
        Ok(())
    }
}
