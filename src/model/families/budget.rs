//! Spending within budgets, with what is left carried over.
//!
//! ```text
//! budget[b,w]   sum_{t in w} f_b[t] spend_b[t] + carry[b,w] - rho_b carry[b,w-1] <= at_most[b,w]
//! ```
//!
//! `spend` is undiscounted: capex, opex or both (`cash.rs`), over all sites or some. A budget over some sites counts
//! chips when they are deployed there, at that period's price, instead of orders. `rho` is the share that moves to the
//! next window, `carry` is bounded by the carry limit. `f` is the exchange rate of the budget's currency in `t` over
//! that in the first period: limits in a currency stay what they are in it, spending converts by dated rates. Payments that no decision changes are taken off the limit.
//! Source: `model.md` family 16.

use crate::model::cash::Cash;
use crate::model::columns::{Labels, key};
use crate::model::registry::{Build, FamilyInfo, Hardness, RowInfo};
use crate::model::rules::places;
use crate::scenario::{BudgetId, BudgetKind, Period};

/// Registry entry.
pub const INFO: FamilyInfo = FamilyInfo {
    name: "budget",
    title: "budgets and carry-over",
    hardness: Hardness::Hard,
    rows: &[RowInfo {
        name: "budget",
        labels: &[Labels::Budget, Labels::Window],
        dual_unit: "MUSD/MUSD",
        violation: "spending exceeds {budget} in {window} by {by} MUSD",
    }],
    build,
};

fn build(b: &mut Build<'_, '_>) {
    let s = b.scenario();
    let columns = b.columns;
    let cash = Cash::new(s, columns);
    for (id, budget) in BudgetId::all(s.budgets.len()).zip(&s.budgets) {
        let selected = places(s, &budget.places);
        let scope = selected.contains(&false).then_some(selected.as_slice());
        for (w, window) in budget.windows.iter().enumerate() {
            let limit = window.at_most.value();
            if !limit.is_finite() {
                continue;
            }
            let mut constant = 0.0;
            for t in window.first.index()..=window.last.index() {
                let weight = budget.currency.weight(Period(t as u16));
                let mut spend = |col, amount: f64| match col {
                    Some(col) => b.program.term(col, weight * amount),
                    None => constant += weight * amount,
                };
                if budget.kind != BudgetKind::Opex {
                    cash.capex(t, scope, &mut spend);
                }
                if budget.kind != BudgetKind::Capex {
                    cash.opex(t, scope, &mut spend);
                }
            }
            let before = w.checked_sub(1).and_then(|before| columns.carry(id, before));
            b.term(before, -budget.carry_over);
            b.term(columns.carry(id, w), 1.0);
            b.at_most(b.rows(0), key([id.index(), w]), limit - constant);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::model::testing::{assert_optimum, capex_budget, only_big};
    use crate::scenario::{
        BudgetCurrency, BudgetKind, BudgetWindow, HallId, MillionUsd, MillionUsdPerYear, Period,
        PlaceSelector, SiteId,
    };

    #[test]
    fn a_budget_limits_each_period_and_carries_over() {
        let mut scenario = only_big();
        scenario.budgets = vec![capex_budget(8.0)];
        // 2, 4, 6 in service.
        assert_optimum(&scenario, 18.0 + (4.0 + 2.0) * 250.0);
        // 2 MUSD left over make 10, 10 buy three; 1 more makes 9 in the third.
        scenario.budgets[0].carry_over = 1.0;
        assert_optimum(&scenario, 18.0 + (4.0 + 1.0) * 250.0);
        // At most 0.5 carried: 8.5 buy two.
        scenario.budgets[0].carry_limit = Some(MillionUsd(0.5));
        assert_optimum(&scenario, 18.0 + (4.0 + 2.0) * 250.0);
        // Half of it carried: 9 buy three.
        scenario.budgets[0].carry_limit = None;
        scenario.budgets[0].carry_over = 0.5;
        assert_optimum(&scenario, 18.0 + (4.0 + 1.0) * 250.0);
    }

    #[test]
    fn a_limit_in_another_currency_stays_what_it_is_there() {
        let mut scenario = only_big();
        scenario.budgets = vec![capex_budget(8.0)];
        // 8 MUSD at 7 CNY per USD are 56 MCNY; at 14 CNY per USD they pay for one chip of 3 MUSD, not two.
        scenario.budgets[0].currency = BudgetCurrency {
            code: "CNY".into(),
            per_usd: vec![7.0, 7.0, 14.0],
        };
        // 2, 4, 5 in service.
        assert_optimum(&scenario, 15.0 + (4.0 + 2.0 + 1.0) * 250.0);
    }

    #[test]
    fn one_window_may_span_the_horizon() {
        let mut scenario = only_big();
        scenario.budgets = vec![capex_budget(8.0)];
        scenario.budgets[0].windows = vec![BudgetWindow {
            first: Period(0),
            last: Period(2),
            at_most: MillionUsd(16.0),
        }];
        assert_optimum(&scenario, 15.0 + 3.0 * 250.0);
    }

    #[test]
    fn fixed_payments_count_against_an_opex_budget() {
        let mut scenario = only_big();
        scenario.budgets = vec![capex_budget(8.0)];
        scenario.budgets[0].kind = BudgetKind::Opex;
        scenario.sites[0].fixed_cost = MillionUsdPerYear(1.0);
        scenario.halls[HallId(0).index()].running_cost = MillionUsdPerYear(2.0);
        scenario.chips[0].maintenance = MillionUsdPerYear(1.0);
        // 8 - 1 - 2 leave 5 units a year: one is missing.
        assert_optimum(&scenario, 15.0 + 3.0 * (1.0 + 2.0 + 5.0) + 3.0 * 250.0);
    }

    #[test]
    fn a_budget_over_some_sites_counts_what_is_deployed_there() {
        let mut scenario = only_big();
        scenario.budgets = vec![capex_budget(9.0)];
        scenario.budgets[0].places = PlaceSelector {
            sites: Some(vec![SiteId(0)]),
            ..PlaceSelector::default()
        };
        scenario.budgets[0].windows.truncate(1);
        // Three at alpha in the first year, three at beta, which opens for 10 with a hall for 20.
        assert_optimum(&scenario, 18.0 + 30.0);
    }
}
