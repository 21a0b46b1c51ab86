//! Demand lines that are not split.
//!
//! ```text
//! single[d,t]              sum_r from[r,d,t] + bought[d,t] <= 1
//! single_site[r,d,t,h,s]   serve[r,d,t,h,s] = D[d,t] f[d,h] from[r,d,t]
//! single_rent[d,t,h,s]     rent[d,t,h,s] = D[d,t] f[d,h] bought[d,t]
//! fixed_site[r,d,t]        from[r,d,t] <= home[r,d]
//! fixed[d]                 sum_r home[r,d] <= 1
//! ```
//!
//! `from`, `bought` and `home` are binary: in each period the whole line comes from one site, is bought in or is unmet;
//! with `fixed` the site is the same whenever a site serves it. An offer that does not cover the line is of no use.
//! Source: `model.md` section 6; single-source assignment as in the dynamic capacity problem (Ahmed and Garcia 2003).

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{DemandId, DemandLine, Placement, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "placement",
    title: "lines that are not split over sites",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "single",
            labels: &[Labels::Demand, Labels::Period],
            dual_unit: "MUSD/place",
            violation: "{demand} has {by} places too many in {period}",
        },
        RowInfo {
            name: "single_site",
            labels: &[
                Labels::Site,
                Labels::Demand,
                Labels::Period,
                Labels::Hour,
                Labels::Scenario,
            ],
            dual_unit: "MUSD/volume",
            violation: "{site} serves {by} more or less than the whole of {demand} in {period} ({hour}) ({scenario})",
        },
        RowInfo {
            name: "single_rent",
            labels: &[Labels::Demand, Labels::Period, Labels::Hour, Labels::Scenario],
            dual_unit: "MUSD/volume",
            violation: "{by} more or less than the whole of {demand} is bought in in {period} ({hour}) ({scenario})",
        },
        RowInfo {
            name: "fixed_site",
            labels: &[Labels::Site, Labels::Demand, Labels::Period],
            dual_unit: "MUSD/place",
            violation: "{demand} is served from {site} in {period}, which is not its site (by {by})",
        },
        RowInfo {
            name: "fixed",
            labels: &[Labels::Demand],
            dual_unit: "MUSD/place",
            violation: "{demand} has {by} sites too many",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
        if line.side.placement == Placement::Split {
            continue;
        }
        for (t, volume) in line.volume.iter().enumerate() {
            if volume.value() > 0.0 {
                period(b, d, line, t);
            }
        }
        for r in SiteId::all(s.sites.len()) {
            b.term(b.columns.demand_side.home(r, d), 1.0);
        }
        if !b.row_is_empty() {
            b.at_most(b.rows(4), key([d.index()]), 1.0);
        }
    }
}

fn period(b: &mut Build<'_, '_>, d: DemandId, line: &DemandLine, t: usize) {
    let (s, columns) = (b.scenario(), b.columns);
    let side = &columns.demand_side;
    let bought = side.bought(d, t);
    for r in SiteId::all(s.sites.len()) {
        b.term(side.from(r, d, t), 1.0);
    }
    b.term(bought, 1.0);
    if !b.row_is_empty() {
        b.at_most(b.rows(0), key([d.index(), t]), 1.0);
    }
    for r in SiteId::all(s.sites.len()) {
        for h in s.hours.blocks() {
            if let Some(serve) = columns.serve(r, d, t, h) {
                b.term(serve, 1.0);
                b.term(side.from(r, d, t), -line.volume_in(t, h).value());
                b.equal(b.rows(1), key([r.index(), d.index(), t, h]), 0.0);
            }
        }
        if let (Some(from), Some(home)) = (side.from(r, d, t), side.home(r, d)) {
            b.term(from, 1.0);
            b.term(home, -1.0);
            b.at_most(b.rows(3), key([r.index(), d.index(), t]), 0.0);
        }
    }
    for h in s.hours.blocks() {
        if let Some(rent) = columns.rent(d, t, h) {
            b.term(rent, 1.0);
            b.term(bought, -line.volume_in(t, h).value());
            b.equal(b.rows(2), key([d.index(), t, h]), 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{self, assert_optimum};
    use crate::scenario::{MillionUsdPerUnitYear as Price, Placement, Rent, Scenario, Volume};

    /// 25, 15 and 12 units over the years, 2 MUSD a year if unmet; raw capacity for 15 at each of two sites.
    fn scenario(placement: Placement) -> Scenario {
        let mut s = testing::base();
        s.chips.clear();
        s.demand.truncate(1);
        s.sites[1].existing = true;
        for site in &mut s.sites {
            site.blocks = vec![Volume(15.0)];
        }
        s.demand[0].volume = vec![Volume(25.0), Volume(15.0), Volume(12.0)];
        s.demand[0].unmet_penalty = vec![Price(2.0); 3];
        s.demand[0].side.placement = placement;
        s
    }

    #[test]
    fn a_single_line_is_served_whole_or_not_at_all() {
        assert_optimum(&scenario(Placement::Split), 0.0);
        // 25 units fit no site.
        assert_optimum(&scenario(Placement::Single), 50.0);
        // Buying in must cover it all, too.
        let mut s = scenario(Placement::Single);
        let offer = |most: f64| {
            Some(Rent {
                price: vec![Price(1.0); 3],
                at_most: Some(vec![Volume(most); 3]),
            })
        };
        s.demand[0].rent = offer(24.0);
        assert_optimum(&s, 50.0);
        s.demand[0].rent = offer(25.0);
        assert_optimum(&s, 25.0);
    }

    #[test]
    fn a_fixed_line_keeps_its_site() {
        let mut s = scenario(Placement::Single);
        // Cheap at one site, then at the other.
        s.sites[0].blocks = vec![Volume(14.0)];
        s.demand[0].serve_cost = vec![Price(0.1), Price(0.5)];
        // 50 unmet, 15 x 0.5 at beta, 12 x 0.1 at alpha.
        assert_optimum(&s, 50.0 + 7.5 + 1.2);
        s.demand[0].side.placement = Placement::Fixed;
        // Beta in both years.
        assert_optimum(&s, 50.0 + 7.5 + 6.0);
    }
}
