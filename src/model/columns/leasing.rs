//! Columns of lease terms and rented accelerators.

use super::Columns;
use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{LeaseOffer, RentalId, SiteId};

/// Index tables of the columns of lease terms and rented accelerators; empty where no offer has them.
#[derive(Debug, Clone, Default)]
pub struct LeasingColumns {
    pub(in crate::model) sign: Table<2>,
    pub(in crate::model) option: Table<1>,
    pub(in crate::model) exercise: Table<2>,
    pub(in crate::model) extend: Table<2>,
    pub(in crate::model) rental: Table<2>,
}

impl Columns {
    /// `lease_signed[r,b,t]`: any block of the offer is signed in `t`; where an offer has a minimum.
    pub fn lease_signed(&self, r: SiteId, b: usize, t: usize) -> Option<Col> {
        self.leasing.sign.get([self.lease_slots.at(r.index(), b), t])
    }
    /// `lease_option[r,b]`: blocks for which the option of the offer is taken.
    pub fn lease_option(&self, r: SiteId, b: usize) -> Option<Col> {
        self.leasing.option.get([self.lease_slots.at(r.index(), b)])
    }
    /// `lease_exercise[r,b,t]`: blocks among those signed in `t` that exercise the option.
    pub fn lease_exercise(&self, r: SiteId, b: usize, t: usize) -> Option<Col> {
        self.leasing.exercise.get([self.lease_slots.at(r.index(), b), t])
    }
    /// `lease_extend[r,b,t]`: blocks whose term ends with `t - 1` and that are kept for an extension from `t` on.
    pub fn lease_extend(&self, r: SiteId, b: usize, t: usize) -> Option<Col> {
        self.leasing.extend.get([self.lease_slots.at(r.index(), b), t])
    }
    /// Columns of the blocks of an offer that run in `t`: signed or extended, and within their term.
    pub fn running(
        &self,
        r: SiteId,
        b: usize,
        offer: &LeaseOffer,
        t: usize,
    ) -> impl Iterator<Item = Col> + use<'_> {
        let signed = last(offer.term, t).filter_map(move |from| self.lease(r, b, from));
        let extension = offer.terms.extension.as_ref().map(|extension| extension.term);
        let extended = extension.into_iter().flat_map(move |term| last(term, t));
        signed.chain(extended.filter_map(move |from| self.lease_extend(r, b, from)))
    }
    /// `rental[n,t]`: units of offer `n` whose rental begins in `t`.
    pub fn rental(&self, n: RentalId, t: usize) -> Option<Col> {
        self.leasing.rental.get([n.index(), t])
    }
    /// Columns of the units of an offer rented in `t`.
    pub fn rented(&self, n: RentalId, term: u16, t: usize) -> impl Iterator<Item = Col> + use<'_> {
        last(term, t).filter_map(move |from| self.rental(n, from))
    }
}

/// The periods in which what runs in `t` for a term can have begun.
pub fn last(term: u16, t: usize) -> std::ops::RangeInclusive<usize> {
    (t + 1).saturating_sub(usize::from(term.max(1)))..=t
}
