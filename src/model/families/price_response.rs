//! Volume that answers to its price.
//!
//! ```text
//! price_response[d,t,h,s]   sum_r serve[r,d,t,h,s] + rent[d,t,h,s] = sum_k sold[d,t,k,h,s],   0 <= sold[k] <= width_k
//! ```
//!
//! when profit is maximised, for lines with a demand curve `q(p) = D (1 + e (p - p0) / p0)`. A unit in piece `k` earns
//! the slope of the `k`-th tangent to the revenue `q p(q)`; slopes fall, so that the pieces fill in their order
//! (`model::price`). The demand of the line becomes a range, see `demand_balance`; its price is read back from the
//! volume. Source: `model.md` family 18; tangents to a separable concave function (Geoffrion 1977).

use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::scenario::{DemandId, SiteId};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "price_response",
    title: "volume answers to its price",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "price_response",
        labels: &[Labels::Demand, Labels::Period, Labels::Hour, Labels::Scenario],
        dual_unit: "MUSD/volume",
        violation: "the volume of {demand} sold in {period} ({hour}) is off what its price brings by {by} ({scenario})",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), b.columns);
    for (d, line) in DemandId::all(s.demand.len()).zip(&s.demand) {
        for t in (0..b.sets.periods).filter(|&t| b.sets.prices.curve(d, t).is_some()) {
            for h in s.hours.blocks().filter(|&h| line.volume_in(t, h).value() > 0.0) {
                for r in SiteId::all(s.sites.len()) {
                    b.term(columns.serve(r, d, t, h), 1.0);
                }
                b.term(columns.rent(d, t, h), 1.0);
                for (sold, _) in columns.demand_side.pieces(d, t, h) {
                    b.term(sold, -1.0);
                }
                b.equal(b.rows(0), key([d.index(), t, h]), 0.0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::{extract, testing};
    use crate::plan::Plan;
    use crate::plan::verify::verify;
    use crate::scenario::{ChipId, PriceResponse, Rent, SiteId, Volume};
    use crate::scenario::{Cohort, MillionUsd, MillionUsdPerUnitYear as Price, ModelSpec, Scenario};

    /// Ten units at 2 MUSD a year; volume falls by half a unit per unit of price: `p = 6 (1 - q / 15)`.
    fn scenario(most: f64) -> Scenario {
        let mut s = testing::only_big();
        s.demand.truncate(1);
        s.demand[0].unmet_penalty = vec![Price(0.0); 3];
        s.demand[0].revenue = vec![Price(2.0); 3];
        s.demand[0].side.price = Some(PriceResponse {
            elasticity: -0.5,
            least: vec![Price(2.0); 3],
            most: vec![Price(most); 3],
            tolerance: 0.001,
        });
        s
    }

    /// The plan and its profit; the solver's own estimate is above it by no more than the tolerance.
    fn solved(s: &Scenario, spec: &ModelSpec) -> (Plan, f64) {
        let (model, outcome) = testing::solve(s, spec).unwrap();
        let plan = extract(s, &model, &outcome.values.unwrap());
        let check = verify(s, spec, &plan);
        assert!(check.accepted(), "{:#?}", check.violations);
        let above = check.objective - outcome.objective.unwrap();
        assert!(
            above > -1e-6 && above <= check.allowance + 1e-6,
            "{above} {}",
            check.allowance
        );
        (plan, -check.objective)
    }

    fn close(a: f64, b: f64, error: f64) -> bool {
        (a - b).abs() <= error
    }

    #[test]
    fn a_scarce_volume_is_sold_at_the_price_that_clears_it() {
        let mut s = scenario(6.0);
        s.chips[0].price = vec![MillionUsd(1e4); 3];
        s.cohorts = vec![Cohort {
            site: SiteId(0),
            chip: ChipId(0),
            units: 1,
            age: 0,
            ends: 3,
        }];
        // Five units at 4 for three years.
        let (plan, profit) = solved(&s, &testing::max_profit());
        assert!(close(plan.prices[0][1][0], 4.0, 1e-6) && close(profit, 60.0, 1e-5));
        assert!(plan.unmet[0].iter().flatten().all(|&unmet| unmet == 0.0));
        // No price above 3.2 allowed: seven are asked for, two stay unmet at 1 a year.
        s.demand[0].side.price.as_mut().unwrap().most = vec![Price(3.2); 3];
        s.demand[0].unmet_penalty = vec![Price(1.0); 3];
        let (plan, profit) = solved(&s, &testing::max_profit());
        assert!(close(plan.prices[0][1][0], 3.2, 1e-6) && close(plan.unmet[0][1][0], 2.0, 1e-6));
        assert!(close(profit, 3.0 * (5.0 * 3.2 - 2.0), 1e-5));
    }

    #[test]
    fn volume_is_sold_until_one_more_unit_earns_what_it_costs() {
        let mut s = scenario(6.0);
        s.chips[0].price = vec![MillionUsd(1e4); 3];
        // Without cost: half of 15 at half of 6. At 2 a unit, 6 (1 - 2 q / 15) = 2: five at 4.
        for (cost, sold, price) in [(0.0, 7.5, 3.0), (2.0, 5.0, 4.0)] {
            s.demand[0].rent = Some(Rent {
                price: vec![Price(cost); 3],
                at_most: None,
            });
            let (plan, profit) = solved(&s, &testing::max_profit());
            let best = 3.0 * sold * (price - cost);
            assert!(
                profit <= best + 1e-6 && profit >= best - 0.001 * 3.0 * sold * price,
                "{profit}"
            );
            assert!(close(plan.prices[0][0][0], price, 0.2));
        }
    }

    #[test]
    fn the_price_is_as_given_when_cost_is_minimised_or_the_family_is_off() {
        let mut s = scenario(6.0);
        s.demand[0].unmet_penalty = vec![Price(50.0); 3];
        s.demand[0].volume = vec![Volume(10.0); 3];
        let off = ModelSpec {
            off: vec!["price_response".into()],
            ..testing::max_profit()
        };
        for spec in [testing::min_cost(), off] {
            let (plan, _) = solved(&s, &spec);
            assert_eq!(plan.prices[0], vec![vec![2.0]; 3]);
            assert!(close(plan.served[0][0][0][0], 10.0, 1e-6));
        }
    }
}
