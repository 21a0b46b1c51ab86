//! Columns of power tranches beyond their commitment: what is booked, and what on-site generation delivers.

use super::Columns;
use crate::model::table::Table;
use crate::program::Col;
use crate::scenario::{SiteId, Tranche};

/// Where the columns of bookings and bridging energy are.
#[derive(Debug, Clone, Default)]
pub struct PowerColumns {
    pub(in crate::model) booked: Table<2>,
    pub(in crate::model) bridge_energy: Table<2>,
}

impl Columns {
    /// Column that is 1 if tranche `g` of site `r` has been energised for `after` periods in `t`; none if it cannot be.
    pub fn energised(&self, r: SiteId, g: usize, tranche: &Tranche, after: usize, t: usize) -> Option<Col> {
        if !tranche.terms.not_over(t) {
            return None;
        }
        let ordered = t.checked_sub(after)?;
        match tranche.terms.energised {
            Some(energised) if ordered >= energised.index() => self.connect(r, g, t),
            Some(_) => None,
            None => self.connect(r, g, ordered.checked_sub(tranche.lead_periods.into())?),
        }
    }

    /// Terms of the share of tranche `g` of site `r` that is usable in `t`: each step of the ramp on the column of
    /// having been energised for so long.
    pub fn usable<'a>(
        &'a self,
        r: SiteId,
        g: usize,
        tranche: &'a Tranche,
        t: usize,
    ) -> impl Iterator<Item = (Col, f64)> + use<'a> {
        let ramp = &tranche.terms.ramp;
        (0..=ramp.len()).filter_map(move |after| {
            let share = |n: usize| ramp.get(n).copied().unwrap_or(1.0);
            let before = after.checked_sub(1).map_or(0.0, share);
            let col = self.energised(r, g, tranche, after, t)?;
            let step = share(after) - before;
            (step != 0.0).then_some((col, step))
        })
    }

    /// `booked[r,g,t]`: MW of tranche `g` of site `r` drawn on or paid for in `t`, where that is a decision.
    pub fn booked(&self, r: SiteId, g: usize, t: usize) -> Option<Col> {
        self.power.booked.get([self.tranche_slots.at(r.index(), g), t])
    }

    /// Terms of the MW of tranche `g` of site `r` that may be drawn in `t`: what is booked, or all that is usable.
    pub fn drawable<'a>(
        &'a self,
        r: SiteId,
        g: usize,
        tranche: &'a Tranche,
        t: usize,
    ) -> impl Iterator<Item = (Col, f64)> + use<'a> {
        let booked = self.booked(r, g, t);
        let capacity = tranche.capacity.value();
        let all = booked.is_none().then(|| self.usable(r, g, tranche, t));
        booked.map(|col| (col, 1.0)).into_iter().chain(
            all.into_iter()
                .flatten()
                .map(move |(col, share)| (col, capacity * share)),
        )
    }

    /// `bridge_energy[r,g,t]`: energy that on-site generation `g` of site `r` delivers in `t`, GWh.
    pub fn bridge_energy(&self, r: SiteId, g: usize, t: usize) -> Option<Col> {
        self.power
            .bridge_energy
            .get([self.tranche_slots.at(r.index(), g), t])
    }
}
