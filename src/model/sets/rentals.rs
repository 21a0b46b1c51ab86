//! Where rented units can work.

use super::Sets;
use crate::model::columns::leasing::last;
use crate::scenario::{ChipId, RentalOffer, SiteId};

impl Sets<'_> {
    /// Whether units of `c`, own or rented, can work at `r` in `t`.
    pub fn has_units(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.has_fleet(c, r, t) || self.rented_bound(c, r, t) > 0.0
    }

    /// Most units of a rental offer that can begin in `t`: none where the chip may not be deployed without applying for a
    /// licence.
    pub fn rentable(&self, offer: &RentalOffer, t: usize) -> f64 {
        let (c, r) = (offer.chip, offer.site);
        let free = !self.permissions.licensed(c, r, t) || self.permissions.granted(c, r, t);
        if free && self.permissions.allowed(c, r, t) {
            offer.most(t)
        } else {
            0.0
        }
    }

    /// Most units rented at a site in `t`.
    pub fn rented_bound(&self, c: ChipId, r: SiteId, t: usize) -> f64 {
        let offers = self.scenario.rentals.iter();
        let here = offers.filter(|offer| (offer.chip, offer.site) == (c, r));
        here.map(|offer| {
            let running: f64 = last(offer.term, t).map(|from| self.rentable(offer, from)).sum();
            if self.switches.accelerator_rental {
                running.min(offer.most(t))
            } else {
                running
            }
        })
        .sum()
    }
}
