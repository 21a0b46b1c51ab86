//! Carbon, water and power-purchase agreements.

use super::Mutants;
use buildout::model::testing::{carbon_cap, water_cap};
use buildout::scenario::*;

impl Mutants<'_> {
    /// More signed than is on offer, more used than is paid for, more paid for than is delivered.
    fn agreements(&mut self) {
        for (r, site) in self.scenario.sites.iter().enumerate() {
            for (p, offer) in site.environment.ppas.iter().enumerate() {
                let name = format!("{} of {}", offer.id, site.id);
                let most = offer.capacity.value() + 1.0;
                let last = self.scenario.horizon.len() - 1;
                self.plan(format!("more signed of {name} than is on offer"), |plan| {
                    plan.ppa.signed[r][p][last] += most;
                });
                self.plan(format!("more paid for {name} than it delivers"), |plan| {
                    plan.ppa.paid[r][p][last] += 1000.0;
                });
                self.plan(format!("more used of {name} than is paid for"), |plan| {
                    plan.ppa.energy[r][p][last] += 1000.0;
                });
            }
        }
    }

    /// Caps under what the plan emits and uses.
    pub(super) fn environment(&mut self) {
        let (s, plan) = (self.scenario, self.plan);
        self.agreements();
        let deployed = plan.deployed.iter().flatten().flatten().any(|&n| n > 0.0);
        if !deployed {
            return;
        }
        // What is deployed serves in some period, wherever it stands.
        let whole = |t: usize| (Period(0), Period(t as u16 - 1));
        let (first, last) = whole(s.horizon.len());
        for scope in [CarbonScope::Operational, CarbonScope::Embodied, CarbonScope::All] {
            self.scenario(format!("no emissions allowed: {scope:?}"), |s| {
                let mut cap = carbon_cap(0.0);
                cap.scope = scope;
                cap.windows.truncate(1);
                cap.windows
                    .iter_mut()
                    .for_each(|window| (window.first, window.last) = (first, last));
                s.environment.carbon_caps.push(cap);
                s.environment.embodied_chips = vec![KiloTonnes(1.0); s.chips.len()];
                for site in &mut s.sites {
                    site.environment.grid_intensity = vec![GramsPerKwh(500.0); s.horizon.len()];
                }
            });
        }
        self.scenario("no water allowed".into(), |s| {
            let mut cap = water_cap(0.0);
            cap.windows.truncate(1);
            cap.windows
                .iter_mut()
                .for_each(|window| (window.first, window.last) = (first, last));
            s.environment.water_caps.push(cap);
            for site in &mut s.sites {
                site.environment.water_use = LitresPerKwh(1.0);
            }
        });
    }
}
