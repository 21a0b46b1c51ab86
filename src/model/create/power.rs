//! Columns of power tranches beyond their commitment: bookings and bridging energy.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::model::table::Table;
use crate::program::Integrality::Continuous;
use crate::scenario::SiteId;

impl Maker<'_, '_> {
    pub(super) fn power(&mut self) {
        use Labels::{Period, Site, Tranche};
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        let dims = [self.sets.tranche_slots.len(), periods];
        let booked = self.kind("booked", &[Site, Tranche, Period]);
        let energy = self.kind("bridge_energy", &[Site, Tranche, Period]);
        self.columns.power.booked = Table::new(dims);
        self.columns.power.bridge_energy = Table::new(dims);
        for kind in [booked, energy] {
            for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
                for (g, tranche) in site.tranches.iter().enumerate() {
                    let wanted = if kind == booked {
                        tranche.terms.floor().is_some()
                    } else {
                        tranche.terms.bridging.is_some()
                    };
                    let slot = self.sets.tranche_slots.at(r.index(), g);
                    for t in (0..periods).filter(|_| wanted) {
                        if self.columns.usable(r, g, tranche, t).next().is_none() {
                            continue;
                        }
                        let at = key([r.index(), slot, t]);
                        if kind == booked {
                            let most = tranche.capacity.value();
                            let col = self.program.column(kind, at, (0.0, most), Continuous);
                            self.columns.power.booked.set([slot, t], col);
                        } else {
                            let most =
                                tranche.capacity.value() * s.horizon.length[t].hours().value() / 1000.0;
                            let col = self.program.column(kind, at, (0.0, most), Continuous);
                            self.columns.power.bridge_energy.set([slot, t], col);
                        }
                    }
                }
            }
        }
    }
}
