//! Halls are started where a site is open, has land, and the contractor has hands.
//!
//! ```text
//! hall_step[r,h,t]     halls[r,h,t] - halls[r,h,t-1] - build[r,h,t] = 0
//! hall_site[r,h,t]     halls[r,h,t] <= most[r,h,t] open[r,t]                              candidate r
//! land[r,t]            sum_h a_h (existing[r,h] + halls[r,h,t]) <= land_r open[r,t]
//! contractor[r,t]      sum_h build[r,h,t] <= contractor_r open[r,t]
//! ```
//!
//! `halls` counts new halls started by t (integer), `build` those started in t (continuous: it follows).
//! `most` is the tightest of the site's limit, land, contractor and usable power (`bounds.rs`). A hall started
//! in t can be used from t + build periods on; halls that would be finished after the horizon have no column.
//! Source: `model.md` family 2; cumulative integers branch better (section 4 there).

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "hall_construction",
    title: "halls within limits, land and contractors",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "hall_step",
            labels: &[Labels::Site, Labels::Hall, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{hall} halls of {site} by {period} differ by {by} from those started",
        },
        RowInfo {
            name: "hall_site",
            labels: &[Labels::Site, Labels::Hall, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{site} has {by} {hall} halls too many in {period}, or is not open",
        },
        RowInfo {
            name: "land",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/ha",
            violation: "halls of {site} take {by} ha more land than there is in {period}",
        },
        RowInfo {
            name: "contractor",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{site} starts {by} halls more than its contractor can in {period}",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns, periods) = (b.scenario(), b.columns, b.sets.periods);
    let (step, site_rows, land_rows, contractor) = (b.rows(0), b.rows(1), b.rows(2), b.rows(3));
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for (i, hall) in site.halls.iter().enumerate() {
            let slot = b.sets.hall_slots.at(r.index(), i);
            for t in 0..periods {
                let Some(build) = columns.build(r, i, t) else {
                    continue;
                };
                let key = key([r.index(), hall.design.index(), t]);
                if t > 0 {
                    b.term(columns.halls(r, i, t - 1), -1.0);
                }
                b.term(columns.halls(r, i, t), 1.0);
                b.term(build, -1.0);
                b.equal(step, key, 0.0);
                if !site.existing {
                    b.term(columns.open(r, t), -b.sets.halls_started[slot * periods + t]);
                    b.term(columns.halls(r, i, t), 1.0);
                    b.at_most(site_rows, key, 0.0);
                }
            }
        }
        for t in 0..periods {
            let starts = || (0..site.halls.len()).filter_map(|i| columns.build(r, i, t));
            if starts().next().is_none() {
                continue;
            }
            if let Some(land) = site.land {
                let mut limit = if site.existing { land.value() } else { 0.0 };
                if !site.existing {
                    b.term(columns.open(r, t), -land.value());
                }
                for (i, hall) in site.halls.iter().enumerate() {
                    let footprint = s.halls[hall.design.index()].footprint.value();
                    limit -= footprint * hall.begun();
                    b.term(columns.halls(r, i, t), footprint);
                }
                b.at_most(land_rows, key([r.index(), t]), limit);
            }
            if let Some(most) = site.contractor {
                if !site.existing {
                    b.term(columns.open(r, t), -most);
                }
                for build in starts() {
                    b.term(build, 1.0);
                }
                b.at_most(
                    contractor,
                    key([r.index(), t]),
                    if site.existing { most } else { 0.0 },
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{Hectares, Scenario, Volume};

    /// Only alpha, with 1 of its halls there, and demand for 250 units of capacity.
    ///
    /// `big` carries 5 units on 0.4 MW: a hall of 10 MW holds 25 and carries 125. Two halls carry 250.
    fn one_site() -> Scenario {
        let mut scenario = testing::base();
        scenario.sites[1].halls[0].max = Some(0);
        scenario.chips.remove(0);
        scenario.demand.truncate(1);
        scenario.demand[0].volume = vec![Volume(250.0); 3];
        scenario
    }

    #[test]
    fn a_second_hall_is_built_when_it_pays() {
        // One hall at 20, 50 big at 3; nothing unmet.
        assert_optimum(&one_site(), 20.0 + 150.0);
    }

    #[test]
    fn land_limits_halls() {
        let mut scenario = one_site();
        scenario.sites[0].land = Some(Hectares(1.9));
        // 25 big at 3; 125 unmet units for 3 years at 50.
        assert_optimum(&scenario, 75.0 + 125.0 * 3.0 * 50.0);
    }

    #[test]
    fn a_hall_is_of_use_only_when_finished_and_contractors_take_their_time() {
        let mut scenario = one_site();
        scenario.sites[0].halls[0].build_periods = 1;
        // Unmet in the first year only.
        assert_optimum(&scenario, 20.0 + 150.0 + 125.0 * 50.0);
    }

    #[test]
    fn a_contractor_starts_only_so_many_halls_in_a_period() {
        let mut scenario = one_site();
        scenario.demand[0].volume = vec![Volume(375.0); 3];
        assert_optimum(&scenario, 40.0 + 225.0);
        // The third hall comes a year later.
        scenario.sites[0].contractor = Some(1.5);
        assert_optimum(&scenario, 40.0 + 225.0 + 125.0 * 50.0);
    }
}
