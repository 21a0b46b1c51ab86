//! Energy, emissions and water of a plan, site by site.

use super::facts::Facts;
use crate::scenario::{
    CarbonScope, ChipId, GramsPerKwh, KiloTonnes, Megalitres, MegawattHours, Period, SiteId,
};

impl Facts<'_> {
    /// Energy that the units of a chip in service at a site use in `t`.
    pub(crate) fn chip_energy(&self, c: ChipId, r: SiteId, t: Period) -> MegawattHours {
        let chip = &self.scenario.chips[c.index()];
        let mean_power = chip.power * (chip.utilisation * self.drawing(c, r, t));
        mean_power * self.scenario.horizon.length[t.index()].hours()
    }

    /// Energy that the fleet at a site uses in `t`.
    pub(crate) fn it_energy(&self, r: SiteId, t: Period) -> MegawattHours {
        self.chips().map(|c| self.chip_energy(c, r, t)).sum()
    }

    /// Emissions of the energy of a site in `t`: of on-site generation, of what is bought under agreements, and of the
    /// rest, which is of the grid. Zero if the intensity of the grid is not known.
    pub(crate) fn operational_carbon(&self, r: SiteId, t: Period) -> KiloTonnes {
        let site = &self.scenario.sites[r.index()];
        if site.environment.grid_intensity.is_empty() {
            return KiloTonnes::ZERO;
        }
        let mut bought = self.site_energy(r, t);
        let mut sum = KiloTonnes::ZERO;
        let generated = &self.plan.power.bridge_energy[r.index()];
        for (tranche, energy) in site.tranches.iter().zip(generated) {
            if let Some(bridging) = &tranche.terms.bridging {
                let energy = MegawattHours(1000.0 * energy[t.index()]);
                bought -= energy;
                sum += GramsPerKwh(bridging.carbon) * energy;
            }
        }
        let used = &self.plan.ppa.energy[r.index()];
        for (offer, energy) in site.environment.ppas.iter().zip(used) {
            let energy = MegawattHours(1000.0 * energy[t.index()]);
            bought -= energy;
            sum += offer.intensity * energy;
        }
        sum + site.environment.intensity(t.index()) * bought
    }

    /// Embodied emissions of what is deployed and started at a site in `t`.
    pub(crate) fn embodied_carbon(&self, r: SiteId, t: Period) -> KiloTonnes {
        let environment = &self.scenario.environment;
        let chips = self.chips().map(|c| {
            let units = self.plan.deployed[c.index()][r.index()][t.index()];
            environment.embodied_chip(c) * units
        });
        let started = &self.plan.halls_started[r.index()];
        let halls = self.scenario.sites[r.index()].halls.iter().zip(started);
        let halls = halls
            .map(|(hall, started)| environment.embodied_hall(hall.design) * f64::from(started[t.index()]));
        chips.chain(halls).sum()
    }

    /// The emissions of a site in `t` that a scope counts.
    pub(crate) fn emissions(&self, scope: CarbonScope, r: SiteId, t: Period) -> KiloTonnes {
        let mut sum = KiloTonnes::ZERO;
        if scope.operational() {
            sum += self.operational_carbon(r, t);
        }
        if scope.embodied() {
            sum += self.embodied_carbon(r, t);
        }
        sum
    }

    /// Water that a site uses in `t`.
    pub(crate) fn water(&self, r: SiteId, t: Period) -> Megalitres {
        self.scenario.sites[r.index()].environment.water_use * self.it_energy(r, t)
    }
}
