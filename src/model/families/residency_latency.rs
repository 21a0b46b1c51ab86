//! Where demand may be served from.
//!
//! Arcs `(r, d)` exist only where the round-trip time is known and within the workload's budget, and where a
//! residency rule that asks for everything allows the site; forbidden arcs have no column (`sets.rs`). A rule that
//! asks for a share adds
//!
//! ```text
//! residency_share[d,t,h,s]   sum_{r in places} serve[r,d,t,h,s] >= share sum_r serve[r,d,t,h,s]
//! ```
//!
//! Source: `model.md` family 10.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;
use crate::scenario::{DemandId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "residency_latency",
    title: "latency budgets and data residency",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "residency_share",
        labels: &[Labels::Demand, Labels::Period, Labels::Hour, Labels::Scenario],
        dual_unit: "MUSD/volume",
        violation: "{by} too little of {demand} is served from where its data must stay in {period} ({hour}) ({scenario})",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
        let Some(residency) = line
            .residency
            .as_ref()
            .filter(|rule| 0.0 < rule.share && rule.share < 1.0)
        else {
            continue;
        };
        let inside = places(s, &residency.places);
        for t in 0..b.sets.periods {
            for h in s.hours.blocks() {
                let served =
                    || SiteId::all(s.sites.len()).filter_map(|r| Some((r, columns.serve(r, d, t, h)?)));
                if served().any(|(r, _)| !inside[r.index()]) {
                    for (r, serve) in served() {
                        let own = if inside[r.index()] { 1.0 } else { 0.0 };
                        b.term(serve, own - residency.share);
                    }
                    b.at_least(b.rows(0), key([d.index(), t, h]), 0.0);
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, base};
    use crate::scenario::{MillionUsd, Milliseconds, PlaceSelector, Residency, Scenario};

    /// Only `near-chat` with 10 units, whose data belongs to BB, where beta opens for 10 and builds for 20.
    fn resident(share: f64) -> Scenario {
        let mut scenario = base();
        scenario.demand.truncate(1);
        scenario.demand[0].residency = Some(Residency {
            places: PlaceSelector {
                jurisdictions: Some(vec!["BB".into()]),
                ..PlaceSelector::default()
            },
            share,
        });
        scenario
    }

    #[test]
    fn data_stays_where_it_must() {
        assert_optimum(&resident(0.0), 6.0);
        // Two big at beta.
        assert_optimum(&resident(1.0), 10.0 + 20.0 + 6.0);
    }

    #[test]
    fn a_share_splits_the_line() {
        let mut scenario = resident(0.6);
        scenario.chips.remove(1);
        // Ten small wherever they stand; serving from beta costs 1 a unit and year, so 6 units are served there.
        scenario.demand[0].serve_cost[1].0 = 1.0;
        assert_optimum(&scenario, 10.0 + 20.0 + 10.0 + 6.0 * 3.0);
    }

    #[test]
    fn a_site_beyond_the_latency_budget_does_not_serve() {
        let mut scenario = base();
        scenario.demand.truncate(1);
        scenario.sites[1].opening_cost = vec![MillionUsd(1.0); 3];
        scenario.workloads[0].latency = Some(Milliseconds(15.0));
        assert_optimum(&scenario, 6.0);
        scenario.markets[0].latency[0] = Some(Milliseconds(16.0));
        assert_optimum(&scenario, 1.0 + 20.0 + 6.0);
        scenario.markets[0].latency[1] = None;
        assert_optimum(&scenario, 10.0 * 3.0 * 50.0);
    }
}
