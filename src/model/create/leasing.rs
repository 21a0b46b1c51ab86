//! Columns of lease terms and rented accelerators.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality;

impl Maker<'_, '_> {
    pub(super) fn leasing(&mut self) {
        use Labels::{Lease, Period, Site};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let plain = s
            .sites
            .iter()
            .flat_map(|site| &site.leases)
            .all(|offer| offer.terms == Default::default());
        if plain {
            return;
        }
        let slots = self.sets.lease_slots.len();
        let sign = self.kind("lease_signed", &[Site, Lease, Period]);
        let option = self.kind("lease_option", &[Site, Lease]);
        let exercise = self.kind("lease_exercise", &[Site, Lease, Period]);
        let extend = self.kind("lease_extend", &[Site, Lease, Period]);
        self.columns.leasing.sign = Table::new([slots, periods]);
        self.columns.leasing.option = Table::new([slots]);
        self.columns.leasing.exercise = Table::new([slots, periods]);
        self.columns.leasing.extend = Table::new([slots, periods]);
        let whole = Integrality::Integer;
        for (r, site) in s.sites.iter().enumerate() {
            for (b, offer) in site.leases.iter().enumerate() {
                let slot = self.sets.lease_slots.at(r, b);
                let opens = offer.earliest.index();
                if offer.terms.min_blocks > 1 {
                    for t in opens..periods {
                        let col = self.program.column(sign, key([r, slot, t]), (0.0, 1.0), whole);
                        self.columns.leasing.sign.set([slot, t], col);
                    }
                }
                if let Some(terms) = &offer.terms.option {
                    let most = f64::from(terms.blocks);
                    let col = self.program.column(option, key([r, slot]), (0.0, most), whole);
                    self.columns.leasing.option.set([slot], col);
                    let from = opens.max(terms.taken.index());
                    for t in from..periods.min(terms.until.index() + 1) {
                        let col = self
                            .program
                            .column(exercise, key([r, slot, t]), (0.0, most), whole);
                        self.columns.leasing.exercise.set([slot, t], col);
                    }
                }
                if offer.terms.extension.is_some() {
                    let most = offer.most_blocks();
                    for t in opens + usize::from(offer.term)..periods {
                        let col = self.program.column(extend, key([r, slot, t]), (0.0, most), whole);
                        self.columns.leasing.extend.set([slot, t], col);
                    }
                }
            }
        }
    }

    pub(super) fn rentals(&mut self) {
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        if s.rentals.is_empty() {
            return;
        }
        let kind = self.kind("rental", &[Labels::Rental, Labels::Period]);
        self.columns.leasing.rental = Table::new([s.rentals.len(), periods]);
        for (n, offer) in s.rentals.iter().enumerate() {
            for t in 0..periods {
                let most = self.sets.rentable(offer, t);
                if most > 0.0 {
                    // The row bounds it, and has the price.
                    let row = self.sets.switches.accelerator_rental;
                    let bounds = (0.0, if row { f64::INFINITY } else { most });
                    let col = self
                        .program
                        .column(kind, key([n, t]), bounds, Integrality::Continuous);
                    self.columns.leasing.rental.set([n, t], col);
                }
            }
        }
    }
}
