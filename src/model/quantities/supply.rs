//! Orders under contracts, lease terms, rented accelerators, units at work.

use super::{Add, Selection, some};
use crate::scenario::*;

impl Selection<'_> {
    pub(super) fn contracts(&self, t: usize, add: &mut impl Add) {
        let contracts = &self.scenario.contracts;
        for (l, contract) in ContractId::all(contracts.len()).zip(contracts) {
            if self.chips[contract.chip.index()] && self.filter.names(By::Contract, &contract.id) {
                let col = match self.quantity {
                    Quantity::ContractOrdered => self.columns.contracts.order(l, t),
                    _ => self.columns.contracts.cancel(l, t),
                };
                some(col, 1.0, add);
            }
        }
    }

    pub(super) fn lease_terms(&self, r: SiteId, site: &Site, t: usize, add: &mut impl Add) {
        for (b, offer) in site.leases.iter().enumerate() {
            if !self.filter.names(By::Lease, &offer.id) {
                continue;
            }
            let option = offer.terms.option.as_ref();
            let col = match self.quantity {
                Quantity::LeaseOptions => option
                    .filter(|option| option.taken.index() == t)
                    .and_then(|_| self.columns.lease_option(r, b)),
                Quantity::LeasesExercised => self.columns.lease_exercise(r, b, t),
                _ => self.columns.lease_extend(r, b, t),
            };
            some(col, 1.0, add);
        }
    }

    pub(super) fn rentals(&self, t: usize, add: &mut impl Add) {
        let rentals = &self.scenario.rentals;
        for (n, offer) in RentalId::all(rentals.len()).zip(rentals) {
            let here = self.chips[offer.chip.index()] && self.sites[offer.site.index()];
            if !here || !self.filter.names(By::Rental, &offer.id) {
                continue;
            }
            if self.quantity == Quantity::RentalsBegun {
                some(self.columns.rental(n, t), 1.0, add);
            } else {
                for col in self.columns.rented(n, offer.term, t) {
                    add(Some(col), 1.0);
                }
            }
        }
    }

    /// Units that can work and units at work, mean over the blocks of hours that are selected.
    pub(super) fn work(&self, t: usize, add: &mut impl Add) {
        let (s, columns) = (self.scenario, self.columns);
        for (c, chip) in self.products() {
            for (r, _) in self.places() {
                if self.quantity == Quantity::AvailableHours {
                    for (col, share) in columns.available(chip, c, r, t) {
                        add(Some(col), share);
                    }
                    let offers = RentalId::all(s.rentals.len()).zip(&s.rentals);
                    for (n, offer) in offers.filter(|(_, offer)| (offer.chip, offer.site) == (c, r)) {
                        for col in columns.rented(n, offer.term, t) {
                            add(Some(col), chip.availability);
                        }
                    }
                    continue;
                }
                for (h, share) in self.hours() {
                    if self.quantity == Quantity::TrainingHours {
                        for j in JobId::all(s.jobs.len()) {
                            some(columns.train(j, c, r, t, h), share, add);
                        }
                    } else {
                        for w in WorkloadId::all(s.workloads.len()) {
                            some(columns.assign(c, r, w, t, h), share, add);
                        }
                    }
                }
            }
        }
    }
}
