//! Stages, conversions, bookings, bridging energy and power-purchase agreements of the plan.

use super::Reader;
use crate::plan::Plan;
use crate::program::Col;
use crate::scenario::{Site, SiteId};

impl Reader<'_> {
    /// Decisions about one site beyond opening, starts, tranches and leases.
    pub(super) fn site_parts(&self, r: SiteId, site: &Site, plan: &mut Plan) {
        let columns = &self.model.columns;
        let construction = &mut plan.construction;
        for (k, started) in construction.stages[r.index()].iter_mut().enumerate() {
            *started = self.first(|t| columns.construction.stage(r, k, t));
        }
        for (i, hall) in site.halls.iter().enumerate() {
            for k in 1..hall.construction.stages.len() {
                construction.entered[r.index()][i][k] = self.increments(|t| columns.entered(r, i, k, t));
            }
        }
        for (f, row) in construction.retrofits[r.index()].iter_mut().enumerate() {
            *row = self.increments(|t| columns.construction.retrofit(r, f, t));
        }
        for g in 0..site.tranches.len() {
            for t in self.periods() {
                plan.power.booked[r.index()][g][t] = self.amount(columns.booked(r, g, t));
                plan.power.bridge_energy[r.index()][g][t] = self.amount(columns.bridge_energy(r, g, t));
            }
        }
        for p in 0..site.environment.ppas.len() {
            for t in self.periods() {
                plan.ppa.signed[r.index()][p][t] = self.amount(columns.ppa.signed(r, p, t));
                plan.ppa.energy[r.index()][p][t] = self.amount(columns.ppa.energy(r, p, t));
                plan.ppa.paid[r.index()][p][t] = self.amount(columns.ppa.paid(r, p, t));
            }
        }
    }

    /// Growth by period of a cumulative count.
    pub(super) fn increments(&self, by: impl Fn(usize) -> Option<Col>) -> Vec<u32> {
        let mut before = 0;
        let grown = self.periods().map(|t| {
            let now = self.count(by(t));
            let more = now.saturating_sub(before);
            before = before.max(now);
            more
        });
        grown.collect()
    }
}
