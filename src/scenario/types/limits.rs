//! The planner's own limits.

use super::{By, ChipSelector, PlaceSelector, Quantity};
use crate::scenario::ids::{DemandId, HallId, JobId, MarketId, Period, WorkloadId};
use std::collections::BTreeMap;

/// Selects a part of a quantity. An absent part selects all; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct QuantityFilter {
    /// Chips.
    pub chips: ChipSelector,
    /// Sites.
    pub places: PlaceSelector,
    /// Any of these hall designs.
    pub halls: Option<Vec<HallId>>,
    /// Any of these workloads.
    pub workloads: Option<Vec<WorkloadId>>,
    /// Any of these markets.
    pub markets: Option<Vec<MarketId>>,
    /// Any of these demand lines.
    pub demand: Option<Vec<DemandId>>,
    /// Any of these training jobs.
    pub jobs: Option<Vec<JobId>>,
    /// Any of these, by their name in the tables, of what has no filter above: contracts, components ...
    pub named: BTreeMap<By, Vec<String>>,
}

impl QuantityFilter {
    /// Whether something is selected by its name.
    pub fn names(&self, by: By, name: &str) -> bool {
        let names = self.named.get(&by);
        names.is_none_or(|names| names.iter().any(|one| one == name))
    }
}

/// A quantity of which a limit is a share.
#[derive(Debug, Clone, PartialEq)]
pub struct ShareOf {
    /// The quantity; in the same unit.
    pub quantity: Quantity,
    /// Which part of it.
    pub filter: QuantityFilter,
}

/// One window of a limit: values in the quantity's unit, or as fractions for a share of another quantity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LimitWindow {
    /// First period.
    pub first: Period,
    /// Last period, inclusive.
    pub last: Period,
    /// Upper limit.
    pub at_most: Option<f64>,
    /// Lower limit.
    pub at_least: Option<f64>,
}

/// A limit of the planner's own on a quantity.
#[derive(Debug, Clone, PartialEq)]
pub struct CustomLimit {
    /// Identifier.
    pub id: String,
    /// What is limited.
    pub quantity: Quantity,
    /// Which part of it.
    pub filter: QuantityFilter,
    /// Of what the values are shares; `None`: they are amounts.
    pub share_of: Option<ShareOf>,
    /// Windows, disjoint, in order.
    pub windows: Vec<LimitWindow>,
    /// MUSD per unit by which the limit is broken, paid in the last period of the window; `None`: never broken.
    pub violation_cost: Option<f64>,
}
