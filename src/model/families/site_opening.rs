//! Sites open once and stay open.
//!
//! ```text
//! site_opening[r,t]         open[r,t] - open[r,t-1] >= 0                       candidate r, t >= 1
//! openings_per_period[t]    sum_r (open[r,t] - open[r,t-1]) <= openings[t]     over candidates r
//! site_requires[r,q,t]      open[q,t] - open[r,t] >= 0                         r requires q
//! ```
//!
//! Source: dynamic facility location with cumulative (by-t) opening variables, Van Roy and Erlenkotter 1982.
//! Decisions already taken (`existing`, `committed`, `earliest`) are bounds of `open`, not rows.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::SiteId;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "site_opening",
    title: "sites open once and stay open",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "site_opening",
            labels: &[Labels::Site, Labels::Period],
            dual_unit: "MUSD/site",
            violation: "{site} closes in {period} (by {by} of a site)",
        },
        RowInfo {
            name: "openings_per_period",
            labels: &[Labels::Period],
            dual_unit: "MUSD/site",
            violation: "{by} sites more than allowed open in {period}",
        },
        RowInfo {
            name: "site_requires",
            labels: &[Labels::Site, Labels::Site, Labels::Period],
            dual_unit: "MUSD/site",
            violation: "{site} is open in {period} without {site}, which it requires (by {by} of a site)",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    let (stay, openings, requires) = (b.rows(0), b.rows(1), b.rows(2));
    let candidates = || {
        SiteId::all(s.sites.len())
            .zip(&s.sites)
            .filter(|(_, site)| !site.existing)
    };
    for (r, site) in candidates() {
        let committed = site.committed.map_or(b.sets.periods, |from| from.index());
        // Before `earliest` and from `committed` on the bounds say it already.
        for t in (site.earliest.index() + 1..b.sets.periods).take_while(|&t| t < committed) {
            b.term(columns.open(r, t - 1), -1.0);
            b.term(columns.open(r, t), 1.0);
            b.at_least(stay, key([r.index(), t]), 0.0);
        }
    }
    for (t, limit) in s.openings_per_period.iter().flatten().enumerate() {
        if limit.is_finite() {
            for (r, _) in candidates() {
                if t > 0 {
                    b.term(columns.open(r, t - 1), -1.0);
                }
                b.term(columns.open(r, t), 1.0);
            }
            b.at_most(openings, key([t]), *limit);
        }
    }
    for (r, site) in SiteId::all(s.sites.len()).zip(&s.sites) {
        for &q in site.requires.iter().filter(|q| !s.sites[q.index()].existing) {
            for t in 0..b.sets.periods {
                b.term(columns.open(q, t), 1.0);
                b.term(columns.open(r, t), -1.0);
                b.at_least(requires, key([r.index(), q.index(), t]), 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{MillionUsd, Period, SiteId};

    #[test]
    fn opening_waits_for_the_cheaper_year_unless_it_is_committed() {
        let mut scenario = testing::base();
        // alpha alone can carry all 30 units, so beta opens only because it must.
        scenario.sites[1].opening_cost = vec![MillionUsd(10.0), MillionUsd(7.0), MillionUsd(4.0)];
        assert_optimum(&scenario, 18.0);
        scenario.sites[1].committed = Some(Period(2));
        assert_optimum(&scenario, 22.0);
        scenario.sites[1].committed = Some(Period(1));
        assert_optimum(&scenario, 25.0);
    }

    #[test]
    fn a_site_opens_with_the_one_it_requires() {
        let mut scenario = testing::base();
        scenario.sites[0].requires = vec![SiteId(1)];
        // Existing alpha makes beta open at once: 18 + 10.
        assert_optimum(&scenario, 28.0);
    }

    #[test]
    fn only_so_many_sites_open_in_a_period() {
        let mut scenario = testing::base();
        scenario.sites[0].existing = false;
        scenario.sites[0].halls[0].existing = 0;
        scenario.sites[0].opening_cost = vec![MillionUsd(1.0), MillionUsd(2.0), MillionUsd(2.0)];
        scenario.sites[0].committed = Some(Period(1));
        scenario.sites[1].committed = Some(Period(1));
        scenario.demand.clear();
        // Both open at once for 10 + 1; one per period: alpha first for 1, beta then for 10.
        scenario.sites[1].opening_cost = vec![MillionUsd(10.0), MillionUsd(10.0), MillionUsd(10.0)];
        assert_optimum(&scenario, 11.0);
        scenario.openings_per_period = Some(vec![0.0, 2.0, 2.0]);
        assert_optimum(&scenario, 12.0);
    }
}
