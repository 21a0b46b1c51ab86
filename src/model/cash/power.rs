//! Cash flows of power tranches.

use super::{Cash, Spend};
use crate::scenario::{Component, Megawatts, Site, SiteId, Tranche};

/// MUSD per GWh for one USD per MWh.
const MUSD_PER_GWH: f64 = 1e-3;

impl Cash<'_> {
    /// Investment in tranches of site `r` in `t`: deposits and costs when committed.
    pub(super) fn tranches(&self, t: usize, (r, site): (SiteId, &Site), spend: &mut impl Spend) {
        for (g, tranche) in site.tranches.iter().enumerate() {
            if tranche.terms.energised.is_none() {
                let amount = self.part(Component::Power, (tranche.deposit + tranche.terms.cost).value());
                self.grown(|t| self.columns.connect(r, g, t), t, amount, spend);
            }
        }
    }

    /// Running cost of tranches of site `r` in `t`: charges on what is booked or usable, and what bridging energy costs
    /// beyond the energy price.
    pub(super) fn drawing(&self, t: usize, (r, site): (SiteId, &Site), spend: &mut impl Spend) {
        for (g, tranche) in site.tranches.iter().enumerate() {
            let charge = tranche.charge * Megawatts(1.0) * self.length(t);
            let charge = self.part(Component::PowerCharge, charge.value());
            for (col, megawatts) in self.columns.drawable(r, g, tranche, t) {
                spend(Some(col), charge * megawatts);
            }
            if let (Some(energy), Some(bridging)) =
                (self.columns.bridge_energy(r, g, t), &tranche.terms.bridging)
            {
                let fuel = self.part(Component::BridgingEnergy, bridging.fuel_price.value());
                let extra = fuel - self.general_part(Component::Energy, site.energy_price[t].value());
                spend(Some(energy), extra * MUSD_PER_GWH);
            }
        }
    }

    /// Deposits returned in `t`, at energisation.
    pub(super) fn refunds(&self, t: usize, (r, site): (SiteId, &Site), earn: &mut impl Spend) {
        for (g, tranche) in site.tranches.iter().enumerate() {
            let amount = self.part(Component::DepositRefund, refund(tranche));
            let Some(committed) = t.checked_sub(tranche.lead_periods.into()) else {
                continue;
            };
            self.grown(|t| self.columns.connect(r, g, t), committed, amount, earn);
        }
    }
}

/// Part of the deposit that is returned; nothing is if it was paid before the horizon.
fn refund(tranche: &Tranche) -> f64 {
    if tranche.terms.energised.is_some() {
        0.0
    } else {
        tranche.terms.refund * tranche.deposit.value()
    }
}
