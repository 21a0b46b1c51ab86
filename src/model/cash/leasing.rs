//! Money of leases and rented accelerators.

use super::{Cash, Spend};
use crate::model::columns::leasing::last;
use crate::scenario::{Component, LeaseOffer, MillionUsdPerMwYear, RentalId, SiteId};

impl Cash<'_> {
    /// Cost in `t` of the blocks of a lease offer that run, and of its option.
    pub(super) fn lease(&self, r: SiteId, i: usize, offer: &LeaseOffer, t: usize, spend: &mut impl Spend) {
        let (columns, length) = (self.columns, self.length(t));
        let escalated = |price: MillionUsdPerMwYear, from: usize| {
            let rise = (1.0 + offer.escalator).powf(self.starts[t] - self.starts[from]);
            self.part(
                Component::Leases,
                (price * offer.it_power * length).value() * rise,
            )
        };
        for signed in last(offer.term, t) {
            if let Some(block) = columns.lease(r, i, signed) {
                spend(Some(block), escalated(offer.price[signed], signed));
            }
            if let (Some(block), Some(option)) = (columns.lease_exercise(r, i, signed), &offer.terms.option) {
                let cheaper = escalated(option.price, signed) - escalated(offer.price[signed], signed);
                spend(Some(block), cheaper);
            }
        }
        if let Some(terms) = &offer.terms.extension {
            for from in last(terms.term, t) {
                if let Some(block) = columns.lease_extend(r, i, from) {
                    spend(Some(block), escalated(terms.price[from], from));
                }
            }
        }
        if let Some(option) = offer
            .terms
            .option
            .as_ref()
            .filter(|option| option.taken.index() == t)
        {
            let fee = self.part(Component::Leases, option.fee.value());
            spend(columns.lease_option(r, i), fee);
        }
    }

    /// Cost in `t` of rented accelerators at the sites in scope.
    pub(super) fn rented(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        for (n, offer) in RentalId::all(self.scenario.rentals.len()).zip(&self.scenario.rentals) {
            let other_chip = self.only.is_some_and(|(_, chips)| !chips[offer.chip.index()]);
            if other_chip || scope.is_some_and(|scope| !scope[offer.site.index()]) {
                continue;
            }
            for begun in last(offer.term, t) {
                if let Some(units) = self.columns.rental(n, begun) {
                    let cost = offer.price[begun] * self.length(t);
                    spend(Some(units), self.part(Component::UnitRental, cost.value()));
                }
            }
        }
    }
}
