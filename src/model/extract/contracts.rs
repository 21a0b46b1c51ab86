//! Orders under contracts, options, extensions and rentals.

use super::Reader;
use crate::model::bounds::contracts::tiers;
use crate::plan::Plan;
use crate::scenario::{ContractId, RentalId, SiteId};

/// Units of a continuous order up to which it counts as not placed.
const NOISE: f64 = 1e-6;

impl Reader<'_> {
    pub(super) fn contracts(&self, plan: &mut Plan) {
        let columns = &self.model.columns.contracts;
        for (l, contract) in ContractId::all(self.scenario.contracts.len()).zip(&self.scenario.contracts) {
            for t in self.periods() {
                let units = self.units_of(contract.chip, columns.order(l, t));
                let placed = units > NOISE || columns.placed(l, t).is_none();
                plan.contracts.ordered[l.index()][t] = if placed { units } else { 0.0 };
                if plan.contracts.ordered[l.index()][t] > 0.0 {
                    let reached = (0..tiers(contract)).rfind(|&q| self.count(columns.tier(l, q, t)) > 0);
                    plan.contracts.tiers[l.index()][t] = reached.unwrap_or(0) as u32;
                }
                let cancelled = self.units_of(contract.chip, columns.cancel(l, t));
                plan.contracts.cancelled[l.index()][t] = cancelled;
            }
        }
    }

    pub(super) fn leasing(&self, plan: &mut Plan) {
        let columns = &self.model.columns;
        for (r, site) in SiteId::all(self.scenario.sites.len()).zip(&self.scenario.sites) {
            for i in 0..site.leases.len() {
                plan.leasing.options[r.index()][i] = self.count(columns.lease_option(r, i));
                for t in self.periods() {
                    let exercised = self.count(columns.lease_exercise(r, i, t));
                    plan.leasing.exercised[r.index()][i][t] = exercised;
                    plan.leasing.extended[r.index()][i][t] = self.count(columns.lease_extend(r, i, t));
                }
            }
        }
        for n in RentalId::all(self.scenario.rentals.len()) {
            for t in self.periods() {
                plan.leasing.rentals[n.index()][t] = self.amount(columns.rental(n, t));
            }
        }
    }
}
