//! What was ordered under contracts, and what was cancelled.

use super::json::{At, Ids, PlanJsonError, by_period, object, units_by_period};
use super::shape::Shaped;
use crate::scenario::Scenario;
use serde_json::Value;

/// Orders under contracts.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ContractPlan {
    /// `[contract][t]`: units newly ordered that arrive in t (before loss).
    pub ordered: Vec<Vec<f64>>,
    /// `[contract][t]`: units ordered before the horizon for t that are cancelled.
    pub cancelled: Vec<Vec<f64>>,
    /// `[contract][t]`: price that the order reaches, counted from 0 for the contract's own; 0 without breaks.
    pub tiers: Vec<Vec<u32>>,
}

impl ContractPlan {
    /// Nothing ordered, nothing cancelled.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let nothing = vec![vec![0.0; scenario.horizon.len()]; scenario.contracts.len()];
        Self {
            ordered: nothing.clone(),
            cancelled: nothing,
            tiers: vec![vec![0; scenario.horizon.len()]; scenario.contracts.len()],
        }
    }

    /// The first difference in shape of each table.
    pub(super) fn differences(&self, like: &Self) -> [(&'static str, Option<String>); 3] {
        [
            ("contracts.ordered", self.ordered.difference(&like.ordered)),
            ("contracts.cancelled", self.cancelled.difference(&like.cancelled)),
            ("contracts.tiers", self.tiers.difference(&like.tiers)),
        ]
    }

    /// Itself in the shape of another.
    pub(super) fn fitted(&self, like: &Self) -> Self {
        Self {
            ordered: self.ordered.fitted(&like.ordered),
            cancelled: self.cancelled.fitted(&like.cancelled),
            tiers: self.tiers.fitted(&like.tiers),
        }
    }

    /// Every number, with its table and place.
    pub(super) fn each(&self, visit: &mut impl FnMut(&'static str, &[usize], f64)) {
        for (name, table) in [
            ("contracts.ordered", &self.ordered),
            ("contracts.cancelled", &self.cancelled),
        ] {
            for (l, row) in table.iter().enumerate() {
                for (t, &units) in row.iter().enumerate() {
                    visit(name, &[l, t], units);
                }
            }
        }
    }

    pub(super) fn to_json(&self, scenario: &Scenario) -> Value {
        let tables = self.ordered.iter().zip(&self.cancelled).zip(&self.tiers);
        let contracts = scenario.contracts.iter().zip(tables);
        object(contracts.map(|(contract, ((ordered, cancelled), tiers))| {
            let parts = [
                ("ordered", units_by_period(scenario, ordered)),
                ("cancelled", units_by_period(scenario, cancelled)),
                ("price_breaks", by_period(scenario, tiers)),
            ];
            (&contract.id, object(parts))
        }))
    }

    pub(super) fn read(
        &mut self,
        scenario: &Scenario,
        ids: &Ids<'_>,
        at: &At<'_>,
    ) -> Result<(), PlanJsonError> {
        let names: Vec<&str> = scenario.contracts.iter().map(|l| l.id.as_str()).collect();
        at.each(&names, "contract", |l, at| {
            let chip = scenario.contracts[l].chip;
            let whole = scenario.chips[chip.index()].whole;
            for (key, at) in at.members()? {
                match key {
                    "ordered" => at.chip_units(ids, whole, &mut self.ordered[l])?,
                    "price_breaks" => at.units(ids, &mut self.tiers[l])?,
                    "cancelled" => at.chip_units(ids, whole, &mut self.cancelled[l])?,
                    _ => return Err(at.error("unknown key")),
                }
            }
            Ok(())
        })
    }
}
