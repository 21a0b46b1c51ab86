//! All demand is served, bought in or written off.
//!
//! ```text
//! demand_balance[d,t,h,s]   sum_r serve[r,d,t,h,s] + rent[d,t,h,s] + unmet[d,t,h,s] = D[d,t] f[d,h]
//! unmet_tier[d,t,k,h,s]     unmet[d,t,h,s] - tier[d,t,k,h,s] <= a[d,k] D[d,t] f[d,h]
//! ```
//!
//! `h` are the blocks of hours, `f` the line's profile. A line whose price is decided (`price_response`) asks for a
//! range, `q(highest price) <= ... <= q(lowest price)`. `rent` is bounded by the offer, `unmet` by
//! (1 - service floor) D f; unmet volume is priced by the line's penalty, and what is in a
//! tier above the share `a` by the rise of the penalty there.
//! Source: `model.md` family 9.

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{DemandId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "demand_balance",
    title: "demand is served, bought in or unmet",
    hardness: Hardness::Soft("unmet_penalty of the demand line, down to its service_floor"),
    rows: &[
        RowInfo {
            name: "demand_balance",
            labels: &[Labels::Demand, Labels::Period, Labels::Hour, Labels::Scenario],
            dual_unit: "MUSD/volume",
            violation: "{by} of {demand} is neither served nor bought in nor written off in {period} ({hour}) ({scenario})",
        },
        RowInfo {
            name: "unmet_tier",
            labels: &[
                Labels::Demand,
                Labels::Period,
                Labels::Tier,
                Labels::Hour,
                Labels::Scenario,
            ],
            dual_unit: "MUSD/volume",
            violation: "{by} of {demand} is unmet beyond tier {tier} in {period} ({hour}) ({scenario})",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
        for t in 0..b.sets.periods {
            for h in s.hours.blocks() {
                let range = (b.sets.least_asked(d, t, h), b.sets.most_asked(d, t, h));
                if range.1 <= 0.0 {
                    continue;
                }
                for r in SiteId::all(s.sites.len()) {
                    b.term(columns.serve(r, d, t, h), 1.0);
                }
                b.term(columns.rent(d, t, h), 1.0);
                b.term(columns.unmet(d, t, h), 1.0);
                b.between(b.rows(0), key([d.index(), t, h]), range);
                for (k, tier) in line.side.tiers.iter().enumerate() {
                    if let Some(above) = columns.demand_side.tier(d, t, k, h) {
                        b.term(columns.unmet(d, t, h), 1.0);
                        b.term(above, -1.0);
                        let most = tier.above * line.volume_in(t, h).value();
                        b.at_most(b.rows(1), key([d.index(), t, k, h]), most);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::build;
    use crate::model::testing::{self, assert_optimum, assert_optimum_of, base};
    use crate::scenario::{
        DemandId, MillionUsd, MillionUsdPerUnitYear as Price, Profile, Rent, UnmetTier, Volume,
    };

    #[test]
    fn the_cheapest_of_serving_renting_and_leaving_unmet_is_taken() {
        let mut scenario = base();
        scenario.demand.truncate(1);
        // Two big at 3 carry 10 units for three years.
        assert_optimum(&scenario, 6.0);
        scenario
            .chips
            .iter_mut()
            .for_each(|chip| chip.price = vec![MillionUsd(1e4); 3]);
        assert_optimum(&scenario, 10.0 * 3.0 * 50.0);
        scenario.demand[0].rent = Some(Rent {
            price: vec![Price(20.0); 3],
            at_most: Some(vec![Volume(4.0); 3]),
        });
        assert_optimum(&scenario, (4.0 * 20.0 + 6.0 * 50.0) * 3.0);
        scenario.demand[0].rent = Some(Rent {
            price: vec![Price(20.0); 3],
            at_most: None,
        });
        assert_optimum(&scenario, 10.0 * 20.0 * 3.0);
    }

    #[test]
    fn a_service_floor_is_kept_at_any_price() {
        let mut scenario = base();
        scenario.demand.truncate(1);
        scenario.chips.remove(1);
        scenario.chips[0].price = vec![MillionUsd(1000.0); 3];
        // 7 of 10 served at 1000 each, 3 unmet.
        scenario.demand[0].service_floor = 0.7;
        assert_optimum(&scenario, 7000.0 + 3.0 * 3.0 * 50.0);
    }

    #[test]
    fn revenue_counts_only_for_profit() {
        let mut scenario = base();
        scenario.demand.truncate(1);
        scenario.demand[0].unmet_penalty = vec![Price(0.0); 3];
        scenario.demand[0].revenue = vec![Price(1.0); 3];
        assert_optimum(&scenario, 0.0);
        // 10 units a year for three years less two big.
        assert_optimum_of(&scenario, &testing::max_profit(), -(30.0 - 6.0));
    }

    #[test]
    fn each_block_of_hours_has_its_own_volume() {
        let mut scenario = base();
        scenario.hours = testing::night_and_day();
        // A quarter of the time 0.4 of the mean, three quarters 1.2 of it: 10 and 20 become 4 and 8, 12 and 24.
        for line in &mut scenario.demand {
            line.profile = Profile(vec![0.4, 1.2]);
        }
        // 36 by day, 5 on a unit: one small and seven big.
        assert_optimum(&scenario, 1.0 + 21.0);
        // Who buys nothing leaves the mean unmet.
        scenario.chips.clear();
        assert_optimum(&scenario, 30.0 * 3.0 * 50.0);
        // Rented: all 4 at night, 6 of 12 by day.
        scenario.demand.truncate(1);
        scenario.demand[0].rent = Some(Rent {
            price: vec![Price(20.0); 3],
            at_most: Some(vec![Volume(6.0); 3]),
        });
        let (night, day) = (4.0 * 20.0, 6.0 * 20.0 + 6.0 * 50.0);
        assert_optimum(&scenario, 3.0 * (0.25 * night + 0.75 * day));
        let model = build(&scenario, &testing::min_cost());
        let name = |col| model.program.column_name(col);
        let rent = model.columns.rent(DemandId(0), 1, 1).map(name);
        assert_eq!(rent.as_deref(), Some("rent[near-chat,2028,day,base]"));
    }

    #[test]
    fn what_is_unmet_beyond_a_share_costs_more() {
        let mut scenario = base();
        scenario.demand.truncate(1);
        scenario.chips.clear();
        let tier = |above, penalty| UnmetTier {
            above,
            penalty: vec![Price(penalty); 3],
        };
        scenario.demand[0].side.tiers = vec![tier(0.1, 60.0), tier(0.5, 100.0)];
        // Of ten units one at 50, four at 60, five at 100.
        assert_optimum(&scenario, 3.0 * (50.0 + 240.0 + 500.0));
        scenario.demand[0].rent = Some(Rent {
            price: vec![Price(70.0); 3],
            at_most: None,
        });
        assert_optimum(&scenario, 3.0 * (50.0 + 240.0 + 350.0));
    }
}
