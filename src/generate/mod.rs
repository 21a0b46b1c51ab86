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
//!   and year; markets independent unless a [`Correlation`] is asked for, then jointly lognormal, the logarithms
//!   with correlation rho^(distance / side);
//! - cumulative capex at most 45 % of the cumulative value of demand at that price.

mod correlation;
mod parts;
mod random;
mod text;

pub use correlation::{Correlation, Factor};
pub use parts::Part;
pub use random::SplitMix64;
pub use text::{correlated_yaml, scenario_yaml};

use crate::scenario::problem::Problems;
use crate::scenario::{Scenario, load_str, text::LoadOptions};
use std::path::Path;

/// A scenario with further parts of the model, loaded as any scenario file is.
///
/// # Errors
/// As [`scenario`].
pub fn scenario_with(size: &Size, seed: u64, parts: &[Part]) -> Result<Scenario, Problems> {
    // Without correlation nothing can go wrong.
    let text = correlated_yaml(size, seed, Correlation::NONE, parts).unwrap_or_default();
    load_str("generated.yaml", &text, Path::new("."), &LoadOptions::default()).map(|loaded| loaded.scenario)
}

/// The same scenario as [`scenario_yaml`], loaded as any scenario file is.
///
/// # Errors
/// Those of loading; there are none for a size that [`Size::check`] accepts.
pub fn scenario(size: &Size, seed: u64) -> Result<Scenario, Problems> {
    scenario_with(size, seed, &[])
}

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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{build, testing::min_cost};

    #[test]
    fn every_size_loads_without_a_complaint() {
        let one = Size::new(1, 1, 1, 1, 1);
        let odd = Size::new(2, 3, 7, 2, 1);
        for size in [one, odd, Size::S, Size::M, Size::L, Size::XL] {
            let text = scenario_yaml(&size, 2);
            let loaded = load_str("generated.yaml", &text, Path::new("."), &LoadOptions::default()).unwrap();
            assert_eq!(loaded.warnings.list, [], "{size:?}");
            let scenario = loaded.scenario;
            assert_eq!(scenario.sites.len(), size.sites);
            assert_eq!(scenario.demand.len(), size.markets * size.workloads);
            let delay = scenario
                .sites
                .iter()
                .flat_map(|site| &site.halls)
                .map(|hall| hall.build_periods);
            let range = if size.periods <= 4 { 0..=0 } else { 1..=2 };
            assert!(delay.clone().all(|periods| range.contains(&periods)), "{size:?}");
            let on_sale =
                |t: u16| move |chip: &&crate::scenario::Chip| chip.available.is_some_and(|a| a.0.0 <= t);
            let at_start = scenario.chips.iter().filter(on_sale(0)).count();
            assert_eq!(at_start, size.chips.min(2), "{size:?}");
            let by_half = scenario
                .chips
                .iter()
                .filter(on_sale(size.periods as u16 / 2 + 1))
                .count();
            assert_eq!(by_half, size.chips, "{size:?}");
        }
    }

    #[test]
    fn every_part_loads_alone_and_with_all_others() {
        let alone = Part::ALL.map(|part| vec![part]);
        for parts in alone.into_iter().chain([Part::ALL.to_vec()]) {
            for (size, seed) in [(Size::S, 1), (Size::M, 2), (Size::new(1, 1, 1, 1, 1), 3)] {
                let text = correlated_yaml(&size, seed, Correlation::NONE, &parts).unwrap();
                let loaded = load_str("generated.yaml", &text, Path::new("."), &LoadOptions::default());
                let loaded =
                    loaded.unwrap_or_else(|problems| panic!("{parts:?} {size:?}: {:#?}", problems.list));
                assert_ne!(
                    loaded.scenario,
                    scenario(&size, seed).unwrap(),
                    "{parts:?} {size:?}"
                );
            }
        }
    }

    #[test]
    fn programs_are_of_the_expected_size() {
        // Columns and integer columns of the prototype, which had columns for denied and unreleased chips as well.
        for (size, columns, integers) in [(Size::L, 38_904, 4_680), (Size::XL, 218_500, 20_400)] {
            let program = build(&scenario(&size, 1).unwrap(), &min_cost()).program;
            assert!(
                (columns * 7 / 10..=columns).contains(&program.columns()),
                "{} columns",
                program.columns()
            );
            assert!(
                (integers * 6 / 10..=integers).contains(&program.integers()),
                "{} integers",
                program.integers()
            );
        }
    }
}
