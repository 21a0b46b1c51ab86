//! What changes with the age of a unit, and whether units may move.

use super::Chip;
use crate::scenario::quantity::{MillionUsd, MillionUsdPerYear};

/// How units of a chip change with age, counted in periods of service: entry 0 holds in the period of deployment,
/// the last entry at every later age. An empty list: age makes no difference.
///
/// Units of a chip for which anything is written here are counted by vintage, the period of their deployment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Ageing {
    /// Maintenance of a unit; empty: [`Chip::maintenance`] at every age.
    pub maintenance: Vec<MillionUsdPerYear>,
    /// Share of the time in which a unit works; empty: [`Chip::availability`] at every age.
    pub availability: Vec<f64>,
    /// Mean power over that of a new unit. Capacity rows keep the nameplate.
    pub energy: Vec<f64>,
    /// Share of the list price at deployment for which a unit is sold after 1, 2, ... periods of service, at
    /// retirement or at the end of its life.
    pub resale: Vec<f64>,
    /// Whether new units may be retired before the end of their life. Existing ones always may.
    pub early_retirement: bool,
    /// Share of the value not yet depreciated (straight line over the life) that early retirement charges to the
    /// objective.
    pub write_off: f64,
    /// Whether and how units move between sites.
    pub moves: Option<Moves>,
}

/// Moves of units in service to other sites.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Moves {
    /// Cost of a unit that arrives.
    pub cost: MillionUsd,
    /// Whole periods in which a unit is at neither site: left at the start of t, at work from t + downtime on.
    pub downtime: u16,
    /// Share of units lost on the way, counted by vintage and rounded down to whole units that arrive.
    pub loss: f64,
}

impl Moves {
    /// Whether units that leave are counted apart from those that arrive: some are on the way or lost.
    pub fn counts_departures(&self) -> bool {
        self.downtime > 0 || self.loss > 0.0
    }
}

/// The entry of an age; the last one holds on.
fn at<T: Copy>(list: &[T], age: usize) -> Option<T> {
    list.get(age).or(list.last()).copied()
}

impl Chip {
    /// Whether units are counted by vintage.
    pub fn by_vintage(&self) -> bool {
        self.ageing != Ageing::default()
    }

    /// Maintenance of a unit in its period of service `age`, counted from 0.
    pub fn maintenance_at(&self, age: usize) -> MillionUsdPerYear {
        at(&self.ageing.maintenance, age).unwrap_or(self.maintenance)
    }

    /// Share of the time in which a unit works in its period of service `age`.
    pub fn availability_at(&self, age: usize) -> f64 {
        at(&self.ageing.availability, age).unwrap_or(self.availability)
    }

    /// Smallest and largest share of the time in which a unit works at any age.
    pub fn availability_range(&self) -> (f64, f64) {
        let ages = 0..self.ageing.availability.len().max(1);
        let shares = ages.map(|age| self.availability_at(age));
        shares.fold((f64::INFINITY, 0.0), |(low, high), share| {
            (low.min(share), high.max(share))
        })
    }

    /// Mean power of a unit over that of a new one in its period of service `age`.
    pub fn energy_at(&self, age: usize) -> f64 {
        at(&self.ageing.energy, age).unwrap_or(1.0)
    }

    /// Price of a unit deployed in `vintage`: the list price then, that of the first period for older ones.
    fn price_of(&self, vintage: i32) -> MillionUsd {
        let t = usize::try_from(vintage).unwrap_or(0);
        self.price.get(t).copied().unwrap_or_default()
    }

    /// What a unit of a vintage is sold for after some periods of service.
    pub fn resale_after(&self, vintage: i32, served: usize) -> MillionUsd {
        let share = served.checked_sub(1).and_then(|i| at(&self.ageing.resale, i));
        self.price_of(vintage) * share.unwrap_or(0.0)
    }

    /// What early retirement of a unit charges to the objective after some periods of service.
    pub fn write_off_after(&self, vintage: i32, served: usize) -> MillionUsd {
        let left = 1.0 - served as f64 / f64::from(self.life.max(1));
        self.price_of(vintage) * (self.ageing.write_off * left.max(0.0))
    }
}
