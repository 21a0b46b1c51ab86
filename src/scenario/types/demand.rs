//! Workloads, markets, demand lines and training jobs.

use super::{ChipSelector, DemandSide, PlaceSelector, Profile, Series, Stacks};
use crate::scenario::ids::{MarketId, Period, WorkloadId};
use crate::scenario::quantity::{MillionUsd, MillionUsdPerUnitYear, Milliseconds, Volume, ZettaFlop};

/// A workload class.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit of its volumes as printed: `ktok/s`, `PFLOP/s`, `server` ...
    pub unit: String,
    /// Largest round-trip time from market to site; `None` is no limit.
    pub latency: Option<Milliseconds>,
    /// Peak over mean demand: capacity must cover volume times this.
    pub peak: f64,
    /// Software stacks that it can run on.
    pub stacks: Stacks,
}

/// Where demand arises.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Jurisdiction, ISO 3166 alpha-2.
    pub jurisdiction: String,
    /// Latitude and longitude in degrees, where known.
    pub coordinates: Option<(f64, f64)>,
    /// Round-trip time to each site; `None`: unknown, so not usable by a workload with a latency budget.
    pub latency: Vec<Option<Milliseconds>>,
    /// How volumes differ between blocks of hours, unless a demand line says otherwise.
    pub profile: Profile,
}

/// One (market, workload).
#[derive(Debug, Clone, PartialEq)]
pub struct DemandLine {
    /// Identifier.
    pub id: String,
    /// Market.
    pub market: MarketId,
    /// Workload.
    pub workload: WorkloadId,
    /// Mean volume by period.
    pub volume: Series<Volume>,
    /// How the volume differs between blocks of hours.
    pub profile: Profile,
    /// Penalty for volume not served.
    pub unmet_penalty: Series<MillionUsdPerUnitYear>,
    /// Revenue for volume served or rented (counted by `max_profit`).
    pub revenue: Series<MillionUsdPerUnitYear>,
    /// Bought-in capacity: price and largest volume by period; `None`: cannot be rented.
    pub rent: Option<Rent>,
    /// Least share of volume that must be served or rented, 0 to 1.
    pub service_floor: f64,
    /// Where data may be processed; `None` is anywhere.
    pub residency: Option<Residency>,
    /// Cost of serving from a site, by site (network, placement).
    pub serve_cost: Vec<MillionUsdPerUnitYear>,
    /// Price response, tiers of unmet volume, churn, priority, placement.
    pub side: DemandSide,
}

impl DemandLine {
    /// Volume wanted in block `h` of period `t`.
    pub fn volume_in(&self, t: usize, h: usize) -> Volume {
        self.volume[t] * self.profile.factor(h)
    }
}

/// Bought-in capacity for one demand line.
#[derive(Debug, Clone, PartialEq)]
pub struct Rent {
    /// Price by period.
    pub price: Series<MillionUsdPerUnitYear>,
    /// Largest volume by period; `None` is unlimited.
    pub at_most: Option<Series<Volume>>,
}

/// Share of the served volume that must come from given places.
#[derive(Debug, Clone, PartialEq)]
pub struct Residency {
    /// The places.
    pub places: PlaceSelector,
    /// Least share of what is served from sites; 1 means that other sites get no arc at all.
    pub share: f64,
}

/// A training job: one chip type at one site, at least `min_units` at once, its FLOP inside its window.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingJob {
    /// Identifier.
    pub id: String,
    /// Work to be done.
    pub work: ZettaFlop,
    /// First period in which it may run.
    pub start: Period,
    /// Last period in which it may run.
    pub deadline: Period,
    /// Least number of chips (not units) that work at once in every period in which it runs.
    pub min_chips: f64,
    /// Chips it may run on.
    pub chips: ChipSelector,
    /// Sites it may run at.
    pub places: PlaceSelector,
    /// Penalty for the whole job undone, in proportion to the work missing; `None`: must be done.
    pub unmet_penalty: Option<MillionUsd>,
    /// Revenue for the whole job done (counted by `max_profit`), in proportion to the work done.
    pub revenue: MillionUsd,
}
