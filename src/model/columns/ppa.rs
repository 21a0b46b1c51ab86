//! Columns of power-purchase agreements.

use crate::model::sets::Slots;
use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{PpaOffer, Scenario, SiteId};

/// Where the columns of agreements are.
#[derive(Debug, Clone, Default)]
pub struct PpaColumns {
    /// Offers of all sites, numbered through.
    slots: Slots,
    pub(in crate::model) signed: Table<2>,
    pub(in crate::model) energy: Table<2>,
    pub(in crate::model) paid: Table<2>,
}

impl PpaColumns {
    /// Without columns.
    pub fn new(scenario: &Scenario) -> Self {
        let sites = scenario.sites.iter();
        let slots = Slots::new(sites.map(|site| site.environment.ppas.len()));
        let none = || Table::new([slots.len(), scenario.horizon.len()]);
        let (signed, energy, paid) = (none(), none(), none());
        Self {
            slots,
            signed,
            energy,
            paid,
        }
    }

    /// Number of offer `p` of site `r` among those of all sites.
    pub fn slot(&self, r: SiteId, p: usize) -> usize {
        self.slots.at(r.index(), p)
    }

    /// `ppa[r,p,t]`: MW of offer `p` of site `r` signed in `t`.
    pub fn signed(&self, r: SiteId, p: usize, t: usize) -> Option<Col> {
        self.signed.get([self.slot(r, p), t])
    }

    /// `ppa_energy[r,p,t]`: energy of offer `p` that site `r` uses in `t`, GWh.
    pub fn energy(&self, r: SiteId, p: usize, t: usize) -> Option<Col> {
        self.energy.get([self.slot(r, p), t])
    }

    /// `ppa_paid[r,p,t]`: energy of offer `p` that is paid for in `t`, GWh.
    pub fn paid(&self, r: SiteId, p: usize, t: usize) -> Option<Col> {
        self.paid.get([self.slot(r, p), t])
    }

    /// Columns of the MW whose term runs in `t`.
    pub fn running<'a>(
        &'a self,
        r: SiteId,
        p: usize,
        offer: &PpaOffer,
        t: usize,
    ) -> impl Iterator<Item = Col> + use<'a> {
        let first = (t + 1).saturating_sub(offer.term.into());
        (first..=t).filter_map(move |signed| self.signed(r, p, signed))
    }
}
