//! Public support for those who invest enough.
//!
//! ```text
//! incentive_minimum[i]   sum_{t in window} capex_i[t] >= minimum_i claim[i]
//! incentive_share[i,t]   rebate[i,t] <= share_i capex_i[t]
//! incentive_cap[i]       sum_t rebate[i,t] <= at_most_i claim[i]
//! ```
//!
//! `claim` is binary. `capex` is undiscounted investment in the window `from .. until`, without the cost of moves
//! and the duties on them, over all sites or some (chips then count when deployed there). The grant is received in `until`, rebates when the investment is made.
//! Source: `model.md` family 16.

use crate::model::cash::Cash;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "incentives",
    title: "incentives with a minimum investment",
    hardness: Hardness::Hard,
    rows: &[
        RowInfo {
            name: "incentive_minimum",
            labels: &[Labels::Incentive],
            dual_unit: "MUSD/MUSD",
            violation: "the investment that {incentive} asks for is missed by {by} MUSD",
        },
        RowInfo {
            name: "incentive_share",
            labels: &[Labels::Incentive, Labels::Period],
            dual_unit: "MUSD/MUSD",
            violation: "{incentive} pays back {by} MUSD more than its share of the investment of {period}",
        },
        RowInfo {
            name: "incentive_cap",
            labels: &[Labels::Incentive],
            dual_unit: "MUSD/MUSD",
            violation: "{incentive} pays back {by} MUSD more than its cap",
        },
    ],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let (s, columns) = (b.scenario(), &b.columns.finance);
    let cash = Cash::new(s, b.columns);
    for (i, incentive) in s.finance.incentives.iter().enumerate() {
        let selected = places(s, &incentive.places);
        let scope = selected.contains(&false).then_some(selected.as_slice());
        let window = incentive.from.index()..=incentive.until.index();
        if incentive.minimum.value() > 0.0 {
            let mut constant = 0.0;
            for t in window.clone() {
                let mut spend = |col, amount: f64| match col {
                    Some(col) => b.program.term(col, amount),
                    None => constant += amount,
                };
                cash.facilities(t, scope, &mut spend);
                cash.purchases(t, scope, &mut spend);
            }
            b.term(columns.claim(i), -incentive.minimum.value());
            b.at_least(b.rows(0), key([i]), -constant);
        }
        for t in window.clone() {
            let Some(rebate) = columns.rebate(i, t) else {
                continue;
            };
            let mut constant = 0.0;
            b.term(rebate, 1.0);
            let mut spend = |col, amount: f64| match col {
                Some(col) => b.program.term(col, -incentive.rebate * amount),
                None => constant += incentive.rebate * amount,
            };
            cash.facilities(t, scope, &mut spend);
            cash.purchases(t, scope, &mut spend);
            b.at_most(b.rows(1), key([i, t]), constant);
        }
        for t in window {
            b.term(columns.rebate(i, t), 1.0);
        }
        if !b.row_is_empty() {
            b.term(columns.claim(i), -incentive.rebate_at_most.value());
            b.at_most(b.rows(2), key([i]), 0.0);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, incentive, only_big};
    use crate::scenario::{Incentive, MillionUsd, Period};

    #[test]
    fn a_grant_is_worth_buying_what_is_not_needed() {
        let mut scenario = only_big();
        // Six for 18 are needed. A grant of 5 from 20 on: a seventh for 3 is worth it, two more are not.
        scenario.finance.incentives = vec![incentive("grant", 20.0, 5.0)];
        assert_optimum(&scenario, 21.0 - 5.0);
        scenario.finance.incentives[0].grant = MillionUsd(2.0);
        assert_optimum(&scenario, 18.0);
    }

    #[test]
    fn the_grant_comes_when_the_window_ends() {
        let mut scenario = only_big();
        scenario.operator.wacc = 1.0;
        scenario.finance.incentives = vec![Incentive {
            until: Period(1),
            ..incentive("grant", 18.0, 4.0)
        }];
        let factor = |middle: f64| 2.0_f64.powf(-middle);
        assert_optimum(&scenario, 18.0 * factor(0.5) - 4.0 * factor(1.5));
    }

    #[test]
    fn a_share_is_paid_back_up_to_a_cap() {
        let mut scenario = only_big();
        scenario.finance.incentives = vec![Incentive {
            rebate: 0.25,
            rebate_at_most: MillionUsd(10.0),
            ..incentive("rebate", 18.0, 0.0)
        }];
        assert_optimum(&scenario, 18.0 - 4.5);
        scenario.finance.incentives[0].rebate_at_most = MillionUsd(3.0);
        assert_optimum(&scenario, 18.0 - 3.0);
        // Without the minimum there is none.
        scenario.finance.incentives[0].minimum = MillionUsd(40.0);
        assert_optimum(&scenario, 18.0);
    }
}
