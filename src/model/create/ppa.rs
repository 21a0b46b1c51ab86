//! Columns of power-purchase agreements.

use super::Maker;
use crate::model::columns::{Labels, key};
use crate::program::Integrality::Continuous;
use crate::scenario::SiteId;

impl Maker<'_, '_> {
    /// What is signed, used and paid for, from the first period in which an offer can be signed on.
    pub(super) fn agreements(&mut self) {
        let (s, periods) = (self.sets.scenario, self.sets.periods);
        for name in ["ppa", "ppa_energy", "ppa_paid"] {
            let kind = self.kind(name, &[Labels::Site, Labels::Ppa, Labels::Period]);
            for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
                for (p, offer) in site.environment.ppas.iter().enumerate() {
                    let slot = self.columns.ppa.slot(r, p);
                    for t in offer.earliest.index()..periods {
                        let each = match name {
                            "ppa" => 1.0,
                            _ => offer.energy(s.horizon.length[t]),
                        };
                        let bounds = (0.0, offer.capacity.value() * each);
                        let at = key([r.index(), slot, t]);
                        let col = self.program.column(kind, at, bounds, Continuous);
                        let table = match name {
                            "ppa" => &mut self.columns.ppa.signed,
                            "ppa_energy" => &mut self.columns.ppa.energy,
                            _ => &mut self.columns.ppa.paid,
                        };
                        table.set([slot, t], col);
                    }
                }
            }
        }
    }
}
