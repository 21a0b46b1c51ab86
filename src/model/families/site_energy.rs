//! Energy that a site does not buy from the grid: on-site generation bridges the time until the grid can deliver.
//!
//! ```text
//! site_energy[r,t]      sum_g bridge_energy[r,g,t] + sum_p ppa_energy[r,p,t] <= E[r,t]
//! grid_energy[r,t]      E[r,t] / hours_t - sum_g bridge_energy[r,g,t] / hours_t
//!                           <= (1 - m_r) (power[r,t] open[r,t] + sum_g drawable[r,g,t]) + PUE_r sum_b it_b active[r,b,t]
//! bridge_output[r,g,t]  bridge_energy[r,g,t] <= hours_t drawable[r,g,t]
//! ```
//!
//! `E[r,t] = hours_t sum_c power_c utilisation_c PUE_r fleet[c,r,t]` is the energy of the site (old units as their age
//! says), GWh with `hours` in thousands; the sum over `drawable` of the second row is over grid connections only, that of the third is the
//! generator's own. Mean power is compared with what the grid can deliver: generators run at least for what it cannot.
//! The first row exists at sites with on-site generation or power-purchase agreements, the others at those with on-site
//! generation: what is bought under agreements comes over the grid. Source: `model.md` family 3.

use crate::model::columns::{Labels, key};
use crate::model::energy::mean_power;
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{Site, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "site_energy",
    title: "on-site generation and what the grid can deliver",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "site_energy",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/GWh",
            violation: "{site} takes {by} GWh more from other sources than it needs in {period}",
        },
        RowInfo {
            name: "grid_energy",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/MW",
            violation: "{site} buys {by} MW more on average than the grid can deliver in {period}",
        },
        RowInfo {
            name: "bridge_output",
            labels: &[Labels::Site, Labels::Tranche, Labels::Period],
            dual_unit: "MUSD/GWh",
            violation: "{tranche} of {site} delivers {by} GWh more than it can in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        let bridging = site
            .tranches
            .iter()
            .any(|tranche| tranche.terms.bridging.is_some());
        for t in 0..b.sets.periods {
            let thousand_hours = s.horizon.length[t].hours().value() / 1000.0;
            site_energy(b, r, site, t, thousand_hours);
            if bridging {
                grid_energy(b, r, site, t, thousand_hours);
                output(b, r, site, t, thousand_hours);
            }
        }
    }
}

fn site_energy(b: &mut Build<'_, '_>, r: SiteId, site: &Site, t: usize, hours: f64) {
    for g in 0..site.tranches.len() {
        b.term(b.columns.bridge_energy(r, g, t), 1.0);
    }
    for p in 0..site.environment.ppas.len() {
        b.term(b.columns.ppa.energy(r, p, t), 1.0);
    }
    if b.row_is_empty() {
        return;
    }
    for (fleet, megawatts) in mean_power(b.scenario(), b.columns, r, t) {
        b.term(fleet, -hours * megawatts);
    }
    b.at_most(b.rows(0), key([r.index(), t]), 0.0);
}

fn grid_energy(b: &mut Build<'_, '_>, r: SiteId, site: &Site, t: usize, hours: f64) {
    let columns = b.columns;
    for (fleet, megawatts) in mean_power(b.scenario(), columns, r, t) {
        b.term(fleet, megawatts);
    }
    if b.row_is_empty() {
        return;
    }
    let usable = 1.0 - site.reserve_margin;
    let power = usable * site.power[t].value();
    if !site.existing {
        b.term(columns.open(r, t), -power);
    }
    for (g, tranche) in site.tranches.iter().enumerate() {
        if tranche.terms.bridging.is_some() {
            b.term(columns.bridge_energy(r, g, t), -1.0 / hours);
            continue;
        }
        for (col, megawatts) in columns.drawable(r, g, tranche, t) {
            b.term(col, -usable * megawatts);
        }
    }
    for (i, offer) in site.leases.iter().enumerate() {
        for signed in columns.running(r, i, offer, t) {
            b.term(signed, -site.pue * offer.it_power.value());
        }
    }
    b.at_most(
        b.rows(1),
        key([r.index(), t]),
        if site.existing { power } else { 0.0 },
    );
}

fn output(b: &mut Build<'_, '_>, r: SiteId, site: &Site, t: usize, hours: f64) {
    let columns = b.columns;
    for (g, tranche) in site.tranches.iter().enumerate() {
        let Some(energy) = columns.bridge_energy(r, g, t) else {
            continue;
        };
        for (col, megawatts) in columns.drawable(r, g, tranche, t) {
            b.term(col, -hours * megawatts);
        }
        b.term(energy, 1.0);
        let slot = b.sets.tranche_slots.at(r.index(), g);
        b.at_most(b.rows(2), key([r.index(), slot, t]), 0.0);
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, only_big};
    use crate::scenario::{Bridging, Megawatts, MillionUsd, Period, Scenario, UsdPerMwh};

    /// Six big of 0.4 MW for 30 units, 1.2 MW from the grid, turbines of 2 MW at 200 USD/MWh against 100 USD/MWh.
    fn bridged() -> Scenario {
        let mut s = only_big();
        s.sites[1].halls[0].max = Some(0);
        s.sites[0].power = vec![Megawatts(1.2); 3];
        s.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
        let mut turbines = testing::tranche("turbines", 2.0, 0);
        turbines.terms.cost = MillionUsd(4.0);
        turbines.terms.bridging = Some(Bridging {
            fuel_price: UsdPerMwh(200.0),
            carbon: 450.0,
            until: None,
        });
        s.sites[0].tranches = vec![turbines];
        s
    }

    #[test]
    fn generators_run_for_what_the_grid_cannot_deliver() {
        // 2.4 MW all year, half of it from the grid: 10.512 GWh each at 100 and 200 USD/MWh.
        let yearly = 1.0512 + 2.1024;
        assert_optimum(&bridged(), 18.0 + 4.0 + 3.0 * yearly);
        // At a mean use of half the nameplate the grid carries all energy; the turbines stand by for the peak.
        let mut s = bridged();
        s.chips[0].utilisation = 0.5;
        assert_optimum(&s, 18.0 + 4.0 + 3.0 * 1.0512);
    }

    #[test]
    fn cheap_generation_delivers_no_more_than_the_site_takes() {
        let mut s = bridged();
        let bridging = s.sites[0].tranches[0].terms.bridging.as_mut().unwrap();
        bridging.fuel_price = UsdPerMwh(50.0);
        // 17.52 GWh of 21.024 from 2 MW of turbines.
        assert_optimum(&s, 22.0 + 3.0 * (0.3504 + 0.876));
        s.sites[0].tranches[0].capacity = Megawatts(3.0);
        assert_optimum(&s, 22.0 + 3.0 * 1.0512);
    }

    #[test]
    fn generators_leave_when_their_time_is_up() {
        let mut s = bridged();
        s.sites[0].tranches[0].terms.bridging.as_mut().unwrap().until = Some(Period(1));
        // The grid comes in the third year.
        s.sites[0].power[2] = Megawatts(2.4);
        assert_optimum(&s, 22.0 + 2.0 * 3.1536 + 2.1024);
    }
}
