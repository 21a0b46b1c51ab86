//! The planner's own limits.

use super::{By, ChipSelector, Class, Component, PlaceSelector, Quantity, Scenario};
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

impl CustomLimit {
    /// Quantities of which more helps to keep the limit, with their filters.
    pub fn raised(&self) -> impl Iterator<Item = (Quantity, &QuantityFilter)> {
        let least = self.windows.iter().any(|window| window.at_least.is_some());
        let most = self.windows.iter().any(|window| window.at_most.is_some());
        let own = least.then_some((self.quantity, &self.filter));
        let whole = self.share_of.as_ref().filter(|_| most);
        own.into_iter().chain(whole.map(|of| (of.quantity, &of.filter)))
    }

    /// What the limit asks to be high, but decisions without any effect could raise: money for orders of nothing and
    /// moves of nobody, unmet volume of those whom the price keeps away.
    pub fn raised_for_nothing(&self, scenario: &Scenario) -> Option<&'static str> {
        let unmet = [Quantity::Unmet, Quantity::UnmetHours, Quantity::Lost];
        let mut quantities = self.raised().map(|(quantity, _)| quantity);
        if let Some(quantity) = quantities.find(|quantity| unmet.contains(quantity))
            && scenario.can_be_raised(Component::Unmet)
        {
            return Some(quantity.name());
        }
        let mut all = self.raised().flat_map(|(quantity, filter)| {
            let counts = move |component: Component| match (quantity, filter.named.get(&By::Component)) {
                (Quantity::SpendCapex, _) => component.class() == Class::Capex,
                (Quantity::SpendAmount | Quantity::CashFlows, None) => component.class() == Class::Capex,
                (Quantity::SpendAmount | Quantity::CashFlows, Some(names)) => {
                    names.iter().any(|name| name == component.name())
                }
                _ => false,
            };
            Component::ALL.iter().copied().filter(move |&c| counts(c))
        });
        let found = all.find(|&component| scenario.can_be_raised(component));
        found.map(Component::name)
    }
}

impl Scenario {
    /// Whether decisions without any effect could raise money of a component.
    fn can_be_raised(&self, component: Component) -> bool {
        match component {
            Component::Orders => {
                let mut contracts = self.contracts.iter();
                contracts.any(|contract| contract.order_cost.value() > 0.0 && contract.min_order <= 0.0)
            }
            Component::Moves | Component::MoveDuty | Component::Risk => self.chips.iter().any(|chip| {
                let moves = chip.ageing.moves;
                moves.is_some_and(|moves| !moves.counts_departures())
            }),
            Component::Unmet => self.demand.iter().any(|line| line.side.price.is_some()),
            _ => false,
        }
    }
}
