//! Power-purchase agreements: what is signed runs for its term, delivers at most its output, and is paid for in part
//! even if nobody uses it.
//!
//! ```text
//! ppa_capacity[r,p,t]   active[r,p,t] = sum_{t-term < s <= t} ppa[r,p,s] <= capacity_p
//! ppa_output[r,p,t]     ppa_paid[r,p,t] <= output_p hours_t active[r,p,t]
//! ppa_take[r,p,t]       ppa_paid[r,p,t] >= take_p output_p hours_t active[r,p,t]
//! ppa_used[r,p,t]       ppa_energy[r,p,t] <= ppa_paid[r,p,t]
//! ```
//!
//! Energies are GWh, `hours` in thousands. The site uses no more than it needs: `site_energy[r,t]`. What is used comes
//! over the grid, at the agreement's price and intensity in place of the grid's. Source: `model.md` family 15.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{PpaOffer, SiteId};

const AT: &[Labels] = &[Labels::Site, Labels::Ppa, Labels::Period];

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "ppa",
    title: "power-purchase agreements",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "ppa_capacity",
            labels: AT,
            dual_unit: "MUSD/MW",
            violation: "{by} MW more of {ppa} at {site} run in {period} than are on offer",
        },
        RowInfo {
            name: "ppa_output",
            labels: AT,
            dual_unit: "MUSD/GWh",
            violation: "{by} GWh more of {ppa} at {site} are paid for in {period} than it delivers",
        },
        RowInfo {
            name: "ppa_take",
            labels: AT,
            dual_unit: "MUSD/GWh",
            violation: "{by} GWh of {ppa} at {site} that must be paid for in {period} are not",
        },
        RowInfo {
            name: "ppa_used",
            labels: AT,
            dual_unit: "MUSD/GWh",
            violation: "{by} GWh more of {ppa} at {site} are used in {period} than are paid for",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, periods) = (b.scenario(), b.sets.periods);
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for (p, offer) in site.environment.ppas.iter().enumerate() {
            for t in offer.earliest.index()..periods {
                rows(b, (r, p), offer, t);
            }
        }
    }
}

fn rows(b: &mut Build<'_, '_>, (r, p): (SiteId, usize), offer: &PpaOffer, t: usize) {
    let ppa = &b.columns.ppa;
    let at = key([r.index(), ppa.slot(r, p), t]);
    let each = offer.energy(b.scenario().horizon.length[t]);
    for signed in ppa.running(r, p, offer, t) {
        b.term(signed, 1.0);
    }
    b.at_most(b.rows(0), at, offer.capacity.value());
    for signed in ppa.running(r, p, offer, t) {
        b.term(signed, -each);
    }
    b.term(ppa.paid(r, p, t), 1.0);
    b.at_most(b.rows(1), at, 0.0);
    if offer.take > 0.0 {
        for signed in ppa.running(r, p, offer, t) {
            b.term(signed, -offer.take * each);
        }
        b.term(ppa.paid(r, p, t), 1.0);
        b.at_least(b.rows(2), at, 0.0);
    }
    b.term(ppa.energy(r, p, t), 1.0);
    b.term(ppa.paid(r, p, t), -1.0);
    b.at_most(b.rows(3), at, 0.0);
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, carbon_cap, only_big};
    use crate::scenario::*;

    /// Six big of 0.4 MW for 30 units: 21.024 GWh a year at 100 USD/MWh. 2 MW of sun at half load: 8.76 GWh for 50.
    fn sunny() -> Scenario {
        let mut s = only_big();
        s.sites[1].halls[0].max = Some(0);
        s.sites[0].energy_price = vec![UsdPerMwh(100.0); 3];
        s.sites[0].environment.ppas = vec![testing::ppa("sun", 2.0)];
        s
    }

    #[test]
    fn cheap_energy_replaces_that_of_the_grid_as_far_as_the_site_needs_it() {
        assert_optimum(&sunny(), 18.0 + 3.0 * (2.1024 - 0.438));
        // 10 MW could give 43.8 GWh.
        let mut s = sunny();
        s.sites[0].environment.ppas[0].capacity = Megawatts(10.0);
        assert_optimum(&s, 18.0 + 3.0 * 1.0512);
        // From the second year on.
        s.sites[0].environment.ppas[0].earliest = Period(1);
        assert_optimum(&s, 18.0 + 2.1024 + 2.0 * 1.0512);
    }

    #[test]
    fn a_signature_binds_for_the_term() {
        // The price rises above the grid's in the second year. All or nothing for two years: 8.76 GWh for 50 in place
        // of 100, then at least 80 % of them for 150.
        let mut s = sunny();
        let offer = &mut s.sites[0].environment.ppas[0];
        offer.price = [50.0, 150.0, 150.0].map(UsdPerMwh).to_vec();
        offer.term = 2;
        offer.take = 0.8;
        assert_optimum(&s, 18.0 + 3.0 * 2.1024 - 0.438 + 0.3504);
        // All must be taken: as much is lost as saved.
        s.sites[0].environment.ppas[0].take = 1.0;
        assert_optimum(&s, 18.0 + 3.0 * 2.1024);
        // For one year at a time it is left after the first.
        s.sites[0].environment.ppas[0].term = 1;
        assert_optimum(&s, 18.0 + 3.0 * 2.1024 - 0.438);
    }

    #[test]
    fn what_must_be_taken_is_paid_for_unused() {
        // Demand of one year, met by units of one year, at 200 USD/MWh: 1.314 MUSD saved, then twice 7.008 GWh at 50.
        let mut s = sunny();
        s.sites[0].energy_price = vec![UsdPerMwh(200.0); 3];
        s.chips[0].life = 1;
        for line in &mut s.demand {
            line.volume[1..].fill(Volume(0.0));
        }
        s.sites[0].environment.ppas[0].take = 0.8;
        assert_optimum(&s, 18.0 + 4.2048 - 1.314 + 0.7008);
    }

    #[test]
    fn dear_energy_is_bought_for_its_low_emissions() {
        // 10.512 ktCO2 a year at 500 gCO2/kWh, at most 8.
        let mut s = sunny();
        s.environment.grid = Some(GridSource::Own);
        for site in &mut s.sites {
            site.environment.grid_intensity = vec![GramsPerKwh(500.0); 3];
        }
        let offer = &mut s.sites[0].environment.ppas[0];
        offer.price = vec![UsdPerMwh(120.0); 3];
        offer.intensity = GramsPerKwh(100.0);
        s.environment.carbon_caps = vec![carbon_cap(8.0)];
        // 2.512 kt less at 0.4 kt/GWh: 6.28 GWh at 20 USD/MWh more.
        assert_optimum(&s, 18.0 + 3.0 * (2.1024 + 0.1256));
    }
}
