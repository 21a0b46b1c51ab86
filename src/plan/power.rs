//! Bookings of power and energy of on-site generation in a plan.

use super::shape::{Noted, Shaped};
use crate::scenario::Scenario;

/// What was decided about the use of power tranches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PowerPlan {
    /// `[site][tranche][t]`: MW drawn on or paid for, where the tranche is charged by use (`take_or_pay` below 100 %).
    pub booked: Vec<Vec<Vec<f64>>>,
    /// `[site][tranche][t]`: energy delivered by on-site generation, GWh.
    pub bridge_energy: Vec<Vec<Vec<f64>>>,
}

impl PowerPlan {
    /// Nothing, in the scenario's shape.
    pub(super) fn empty(scenario: &Scenario) -> Self {
        let len = scenario.horizon.len();
        let none = || -> Vec<Vec<Vec<f64>>> {
            let sites = scenario.sites.iter();
            sites
                .map(|site| vec![vec![0.0; len]; site.tranches.len()])
                .collect()
        };
        Self {
            booked: none(),
            bridge_energy: none(),
        }
    }

    /// Differences in shape, table by table.
    pub(super) fn misshapes(&self, like: &Self, note: &mut dyn Noted) {
        note("booked", self.booked.difference(&like.booked));
        note(
            "bridge_energy",
            self.bridge_energy.difference(&like.bridge_energy),
        );
    }

    /// Itself in the shape of `like`.
    pub(super) fn fitted(&self, like: &Self) -> Self {
        Self {
            booked: self.booked.fitted(&like.booked),
            bridge_energy: self.bridge_energy.fitted(&like.bridge_energy),
        }
    }

    /// Every number, with its table and position.
    pub(super) fn values(&self, mut visit: impl FnMut(&'static str, &[usize], f64)) {
        for (name, table) in [("booked", &self.booked), ("bridge_energy", &self.bridge_energy)] {
            for (r, rows) in table.iter().enumerate() {
                for (g, row) in rows.iter().enumerate() {
                    for (t, &value) in row.iter().enumerate() {
                        visit(name, &[r, g, t], value);
                    }
                }
            }
        }
    }
}
