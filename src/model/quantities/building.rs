//! Stages of halls, conversions, use of power tranches.

use super::{Add, Selection, among, grown, some};
use crate::scenario::*;

impl Selection<'_> {
    pub(super) fn hall_stages(&self, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        let columns = self.columns;
        for (i, hall) in site.halls.iter().enumerate() {
            if !among(&self.filter.halls, &hall.design) {
                continue;
            }
            let stages = &hall.construction.stages;
            for (k, stage) in stages.iter().enumerate() {
                if !self.filter.names(By::Stage, &stage.id) {
                    continue;
                }
                if self.quantity == Quantity::HallStagesEntered {
                    grown(|t| columns.entered(r, i, k, t), t, 1.0, add);
                } else if k + 1 < stages.len() {
                    add(None, hall.construction.handed_over(k, t));
                    some(columns.handed_over(r, i, hall, k, t), 1.0, add);
                    some(columns.entered(r, i, k + 1, t), -1.0, add);
                }
            }
        }
    }

    pub(super) fn retrofits(&self, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        for (f, retrofit) in site.construction.retrofits.iter().enumerate() {
            if !self.filter.names(By::Retrofit, &retrofit.id) {
                continue;
            }
            let begun = |t| self.columns.construction.retrofit(r, f, t);
            if self.quantity == Quantity::RetrofitsStarted {
                grown(begun, t, 1.0, add);
            } else {
                some(begun(t), 1.0, add);
                let done = t.checked_sub(usize::from(retrofit.downtime));
                some(done.and_then(begun), -1.0, add);
            }
        }
    }

    pub(super) fn tranche_use(&self, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        let columns = self.columns;
        for (g, tranche) in site.tranches.iter().enumerate() {
            if !self.filter.names(By::Tranche, &tranche.id) {
                continue;
            }
            match self.quantity {
                Quantity::Generated => some(columns.bridge_energy(r, g, t), 1.0, add),
                Quantity::TrancheUsable => {
                    for (col, share) in columns.usable(r, g, tranche, t) {
                        add(Some(col), share * tranche.capacity.value());
                    }
                }
                _ => {
                    for (col, megawatts) in columns.drawable(r, g, tranche, t) {
                        add(Some(col), megawatts);
                    }
                }
            }
        }
    }
    pub(super) fn agreements(&self, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        let columns = &self.columns.ppa;
        for (p, offer) in site.environment.ppas.iter().enumerate() {
            if !self.filter.names(By::Ppa, &offer.id) {
                continue;
            }
            let size = match self.quantity {
                Quantity::PpaSigned => {
                    some(columns.signed(r, p, t), 1.0, add);
                    continue;
                }
                Quantity::PpaPaid => {
                    some(columns.paid(r, p, t), 1.0, add);
                    continue;
                }
                Quantity::PpaUsed => {
                    some(columns.energy(r, p, t), 1.0, add);
                    continue;
                }
                Quantity::PpaDelivered => {
                    let hours = self.scenario.horizon.length[t].hours();
                    (Megawatts(1.0) * offer.output * hours).value() * 1e-3
                }
                _ => 1.0,
            };
            for col in columns.running(r, p, offer, t) {
                add(Some(col), size);
            }
        }
    }
}
