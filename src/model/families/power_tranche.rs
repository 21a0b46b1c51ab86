//! Grid power: what the open site has, what has been ordered, and what the fleet draws.
//!
//! ```text
//! tranche_step[r,g,t]    connect[r,g,t] >= connect[r,g,t-1]
//! tranche_order[r,g,t]   connect[r,g,t] <= connect[r,g-1,t]
//! tranche_site[r,g,t]    connect[r,g,t] <= open[r,t]           first tranche; the others follow by the order
//! grid_power[r,t]        H_r sum_c P_c fleet[c,r,t] <= (1 - m_r) (power[r,t] open[r,t]
//!                            + sum_g drawable[r,g,t]) + H_r sum_b it_b active[r,b,t]
//! ```
//!
//! `H` is the PUE on the hottest day, `P` nameplate times diversity, `m` the reserve margin, `drawable` what the
//! ramp of a tranche lets flow or what is booked of it (`take_or_pay.rs`); leased IT power is fed by the landlord.
//! On-site generation stands outside the order. Commitments in t give power from t + lead on; those of no use within the horizon have
//! no column. A `grid_power` row that cannot bind before the halls are full is left out.
//! Source: `model.md` family 3.

use crate::model::bounds::{hall_power, load};
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{ChipId, Site, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "power_tranche",
    title: "grid power and its tranches",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "tranche_step",
            labels: &[Labels::Site, Labels::Tranche, Labels::Period],
            dual_unit: "MUSD/tranche",
            violation: "tranche {tranche} of {site} is given back in {period} (by {by})",
        },
        RowInfo {
            name: "tranche_order",
            labels: &[Labels::Site, Labels::Tranche, Labels::Period],
            dual_unit: "MUSD/tranche",
            violation: "tranche {tranche} of {site} is taken in {period} before the one ahead of it (by {by})",
        },
        RowInfo {
            name: "tranche_site",
            labels: &[Labels::Site, Labels::Tranche, Labels::Period],
            dual_unit: "MUSD/tranche",
            violation: "tranche {tranche} is taken in {period} though {site} is not open (by {by})",
        },
        RowInfo {
            name: "grid_power",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/MW",
            violation: "{site} draws {by} MW more from the grid than it may use in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        tranches(b, r, site);
        for t in 0..b.sets.periods {
            grid_power(b, r, site, t);
        }
    }
}

fn tranches(b: &mut Build<'_, '_>, r: SiteId, site: &Site) {
    let (step, order, opened) = (b.rows(0), b.rows(1), b.rows(2));
    let columns = b.columns;
    // The grid tranche ahead in the order, if it was not ordered before the horizon.
    let mut ahead: Option<usize> = None;
    for (g, tranche) in site.tranches.iter().enumerate() {
        if tranche.terms.energised.is_some() {
            continue;
        }
        let slot = b.sets.tranche_slots.at(r.index(), g);
        let mut before = None;
        for t in 0..b.sets.periods {
            let now = columns.connect(r, g, t);
            if now.is_none() || now == before {
                continue;
            }
            let key = key([r.index(), slot, t]);
            if before.is_some() {
                b.term(before, -1.0);
                b.term(now, 1.0);
                b.at_least(step, key, 0.0);
            }
            let bridging = tranche.terms.bridging.is_some();
            if let Some(ahead) = ahead.filter(|_| !bridging) {
                b.term(columns.connect(r, ahead, t), -1.0);
                b.term(now, 1.0);
                b.at_most(order, key, 0.0);
            } else if !site.existing {
                b.term(columns.open(r, t), -1.0);
                b.term(now, 1.0);
                b.at_most(opened, key, 0.0);
            }
            before = now;
        }
        if tranche.terms.bridging.is_none() {
            ahead = Some(g);
        }
    }
}

fn grid_power(b: &mut Build<'_, '_>, r: SiteId, site: &Site, t: usize) {
    let (s, columns) = (b.scenario(), b.columns);
    let fleets = || ChipId::all(s.chips.len()).filter_map(|c| Some((c, columns.fleet(c, r, t)?)));
    let usable = 1.0 - site.reserve_margin;
    let full_halls = site.pue_hot * hall_capacity(b, r, site, t);
    let mut power = site.power[t].value() * usable;
    let linked_by_halls = site.existing || (b.sets.switches.hall_construction && no_halls_yet(site));
    if fleets().next().is_none() || (power >= full_halls && linked_by_halls) {
        return;
    }
    // Unlimited power of a candidate still hangs on opening it: what its halls could draw is as good.
    power = power.min(full_halls.max(f64::MIN_POSITIVE));
    if !power.is_finite() {
        return;
    }
    if !site.existing {
        b.term(columns.open(r, t), -power);
    }
    for (g, tranche) in site.tranches.iter().enumerate() {
        for (col, megawatts) in columns.drawable(r, g, tranche, t) {
            b.term(col, -usable * megawatts);
        }
    }
    for (i, offer) in site.leases.iter().enumerate() {
        for signed in columns.running(r, i, offer, t) {
            b.term(signed, -site.pue_hot * offer.it_power.value());
        }
    }
    for (c, fleet) in fleets() {
        b.term(fleet, site.pue_hot * load(&s.chips[c.index()]));
    }
    let rhs = if site.existing { power } else { 0.0 };
    b.at_most(b.rows(3), key([r.index(), t]), rhs);
}

/// IT power of all halls that can be finished in `t`, MW; infinite if the halls' capacity is not modelled.
fn hall_capacity(b: &Build<'_, '_>, r: SiteId, site: &Site, t: usize) -> f64 {
    if !b.sets.switches.hall_capacity {
        return f64::INFINITY;
    }
    (0..site.halls.len())
        .map(|i| b.sets.most_finished(r, i, t) * hall_power(b.scenario(), site, i))
        .sum()
}

fn no_halls_yet(site: &Site) -> bool {
    site.halls.iter().all(|hall| hall.begun() == 0.0)
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, base};
    use crate::scenario::{Megawatts, MillionUsd, MillionUsdPerMwYear, Scenario, Volume};

    /// Only alpha, 1 MW from the grid: 2 big (0.4 MW each) carry 10 of 30 units.
    fn short_of_power() -> Scenario {
        let mut scenario = base();
        scenario.sites[0].power = vec![Megawatts(1.0); 3];
        scenario.sites[1].halls[0].max = Some(0);
        scenario.chips.remove(0);
        scenario.demand.truncate(1);
        scenario.demand[0].volume = vec![Volume(30.0); 3];
        scenario
    }

    #[test]
    fn the_hottest_day_and_the_reserve_take_their_share() {
        let mut scenario = short_of_power();
        assert_optimum(&scenario, 6.0 + 20.0 * 3.0 * 50.0);
        // 0.4 MW x 1.25 = 0.5 MW each: still two.
        scenario.sites[0].pue_hot = 1.25;
        assert_optimum(&scenario, 6.0 + 20.0 * 3.0 * 50.0);
        // 0.9 MW usable: one.
        scenario.sites[0].reserve_margin = 0.1;
        assert_optimum(&scenario, 3.0 + 25.0 * 3.0 * 50.0);
    }

    #[test]
    fn a_tranche_brings_power_after_its_lead_time_for_deposit_and_charge() {
        let mut scenario = short_of_power();
        let mut tranche = testing::tranche("t1", 1.4, 1);
        tranche.deposit = MillionUsd(2.0);
        tranche.charge = MillionUsdPerMwYear(0.5);
        scenario.sites[0].tranches = vec![tranche];
        // 6 big carry all from the second year on: deposit 2, charge 0.5 x 1.4 for two years.
        assert_optimum(&scenario, 18.0 + 20.0 * 50.0 + 2.0 + 1.4);
    }

    #[test]
    fn tranches_are_taken_in_order() {
        let mut scenario = short_of_power();
        let mut first = testing::tranche("t1", 0.1, 0);
        first.deposit = MillionUsd(7.0);
        scenario.sites[0].tranches = vec![first, testing::tranche("t2", 1.4, 0)];
        // The second alone would do, but the first has to be paid.
        assert_optimum(&scenario, 18.0 + 7.0);
    }
}
