//! Cash flows of power-purchase agreements.

use super::{Cash, Spend};
use crate::scenario::{Component, Site, SiteId};

/// MUSD per GWh for one USD per MWh.
const MUSD_PER_GWH: f64 = 1e-3;

impl Cash<'_> {
    /// Running cost of agreements of site `r` in `t`: their price on what is paid for, less the energy price on what is
    /// not bought from the grid.
    pub(super) fn agreements(&self, t: usize, (r, site): (SiteId, &Site), spend: &mut impl Spend) {
        for (p, offer) in site.environment.ppas.iter().enumerate() {
            if let Some(paid) = self.columns.ppa.paid(r, p, t) {
                let price = self.part(Component::Ppa, offer.price[t].value());
                spend(Some(paid), price * MUSD_PER_GWH);
            }
            if let Some(energy) = self.columns.ppa.energy(r, p, t) {
                let saved = self.general_part(Component::Energy, -site.energy_price[t].value());
                spend(Some(energy), saved * MUSD_PER_GWH);
            }
        }
    }
}
