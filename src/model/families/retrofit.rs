//! Halls are converted from one design to another.
//!
//! ```text
//! retrofit_step[r,f,t]    retrofit[r,f,t] >= retrofit[r,f,t-1]
//! retrofit_stock[r,h,t]   sum_{f from h} retrofit[r,f,t] <= standing[r,h,t] + finished[r,h,t]
//!                             + sum_{f to h} retrofit[r,f,t-downtime_f]
//! ```
//!
//! `retrofit` counts the halls whose conversion f has started by t (integer). From its start a hall is lost to its old
//! design, after the downtime it is won for the new one; the rows of `hall_capacity` and the running cost of halls read
//! the halls in use accordingly. Land stays with the building. Source: `model.md` section 2 (`retrofit[r,h,h',t]`).

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "retrofit",
    title: "conversion of halls",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "retrofit_step",
            labels: &[Labels::Site, Labels::Retrofit, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{by} conversions {retrofit} of {site} are undone in {period}",
        },
        RowInfo {
            name: "retrofit_stock",
            labels: &[Labels::Site, Labels::Hall, Labels::Period],
            dual_unit: "MUSD/hall",
            violation: "{by} halls {hall} of {site} are converted by {period} that do not stand",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for f in 0..site.construction.retrofits.len() {
            let slot = columns.construction.retrofit_slots.at(r.index(), f);
            let mut before = None;
            for t in 0..b.sets.periods {
                let now = columns.construction.retrofit(r, f, t);
                if before.is_some() && now != before {
                    b.term(before, -1.0);
                    b.term(now, 1.0);
                    b.at_least(b.rows(0), key([r.index(), slot, t]), 0.0);
                }
                before = now;
            }
        }
        for (i, hall) in site.halls.iter().enumerate() {
            for t in 0..b.sets.periods {
                if columns.taken_out(site, r, i, t).next().is_none() {
                    continue;
                }
                for (halls, sign) in columns.in_use(site, r, i, t) {
                    b.term(halls, sign);
                }
                let key = key([r.index(), hall.design.index(), t]);
                b.at_least(b.rows(1), key, -hall.standing(t));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum, only_big};
    use crate::scenario::*;

    /// Only alpha with one air hall; big needs liquid cooling, a liquid hall cannot be built. 10 units are asked for.
    fn air_site() -> Scenario {
        let mut s = only_big();
        s.halls.push(testing::hall("wet", false, true));
        s.chips[0].cooling = Cooling::Liquid;
        s.demand.truncate(1);
        s.sites[1].halls[0].max = Some(0);
        s.sites[0].halls[0].max = Some(1);
        s.sites[0].halls.push(SiteHall {
            max: Some(0),
            ..testing::site_hall(1)
        });
        s.sites[0].construction.retrofits = vec![testing::retrofit(0, 1, 7.0)];
        s
    }

    #[test]
    fn a_hall_is_converted_when_it_pays_and_is_neither_meanwhile() {
        let mut s = air_site();
        assert_optimum(&s, 7.0 + 6.0);
        s.sites[0].construction.retrofits[0].downtime = 1;
        assert_optimum(&s, 7.0 + 6.0 + 500.0);
        // The last year alone: 500 for a conversion at 7 and 2 units at 3.
        s.sites[0].construction.retrofits[0].earliest = Period(1);
        assert_optimum(&s, 7.0 + 6.0 + 1000.0);
        s.sites[0].construction.retrofits[0].at_most = Some(0);
        assert_optimum(&s, 1500.0);
    }

    #[test]
    fn only_halls_that_stand_are_converted_and_converted_halls_run_at_the_new_cost() {
        let mut s = air_site();
        s.sites[0].halls[0].existing = 0;
        s.sites[0].halls[0].build_periods = 1;
        s.halls[0].running_cost = MillionUsdPerYear(1.0);
        s.halls[1].running_cost = MillionUsdPerYear(2.0);
        // Built for 20 in the first year, converted in the second.
        assert_optimum(&s, 20.0 + 7.0 + 6.0 + 500.0 + 2.0 * 2.0);
    }

    #[test]
    fn chips_of_the_old_kind_have_to_leave_the_hall() {
        let mut s = air_site();
        s.chips.push(testing::chip("small", 0.1, 1.0, 1.0, 1.0));
        s.demand.push(testing::demand("far-chat", 1, 200.0));
        // 100 small fill the air hall; 25 big with 125 units are worth the conversion, 85 units stay unmet.
        assert_optimum(&s, 7.0 + 75.0 + 85.0 * 3.0 * 50.0);
    }
}
