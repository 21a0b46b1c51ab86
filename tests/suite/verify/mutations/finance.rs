//! What the checks of the account, of taxes and incentives must reject. The example earns 102 MUSD in its first year,
//! pays 12.0524 for running and invests 13; it invests 86.4 in all.

use super::Mutation;
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::scenario::*;

/// Loans in a full account, under these terms.
fn owing(s: &mut Scenario, p: &mut Plan, owed: f64, terms: Debt) {
    s.finance.cash = Some(testing::account(100.0, 0.0));
    s.finance.debt = Some(terms);
    p.finance.debt = vec![owed, 0.0, 0.0];
}

/// A tax on everything, with the profit taxed.
fn taxed(s: &mut Scenario, p: &mut Plan, rate: f64, profit: f64) {
    s.finance.taxes = vec![testing::tax("all", rate)];
    p.finance.taxed = vec![vec![profit, 0.0, 0.0]];
}

/// A claimed incentive, with what is paid back in the first year.
fn claimed(s: &mut Scenario, p: &mut Plan, incentive: Incentive, rebate: f64) {
    s.finance.incentives = vec![incentive];
    p.finance.claimed = vec![true];
    p.finance.rebates = vec![vec![rebate, 0.0, 0.0]];
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "cash.cash_balance",
        "all that was paid, with what must stay in the account: 105.0524 MUSD, 3.0524 MUSD more than all that was \
         received (102 MUSD)",
        |s, _| {
            s.finance.cash = Some(CashAccount {
                floor: [80.0, 0.0, 0.0].map(MillionUsd).to_vec(),
                ..testing::account(0.0, 0.0)
            });
        },
    ),
    (
        "cash.debt_limit",
        "owed: 6 MUSD, 1 MUSD more than the limit (5 MUSD)",
        |s, p| owing(s, p, 6.0, testing::debt(5.0, 0.0)),
    ),
    (
        "cash.covenant_revenue",
        "owed: 6 MUSD, 0.9 MUSD more than the covenant on revenue (5.1 MUSD)",
        |s, p| {
            let terms = Debt {
                revenue_multiple: Some(0.05),
                ..testing::debt(50.0, 0.0)
            };
            owing(s, p, 6.0, terms);
        },
    ),
    (
        "cash.covenant_capex",
        "owed: 7 MUSD, 0.5 MUSD more than the covenant on investment (6.5 MUSD)",
        |s, p| {
            let terms = Debt {
                capex_share: Some(0.5),
                ..testing::debt(50.0, 0.0)
            };
            owing(s, p, 7.0, terms);
        },
    ),
    (
        // A tenth of the 13 is written off.
        "tax.taxable",
        "earned: 102 MUSD, 88.6476 MUSD more than what is taxed or deducted (13.3524 MUSD)",
        |s, p| taxed(s, p, 0.25, 0.0),
    ),
    (
        "tax.tax_deferral",
        "profit taxed: 200 MUSD, 98 MUSD more than all that was earned (102 MUSD)",
        |s, p| taxed(s, p, 0.25, 200.0),
    ),
    (
        "tax.tax_holiday",
        "profit taxed: 1 MUSD, 1 MUSD more than that of a holiday (0 MUSD)",
        |s, p| taxed(s, p, 0.0, 1.0),
    ),
    (
        "incentives.incentive_minimum",
        "investment that counts: 86.4 MUSD, 113.6 MUSD less than the minimum (200 MUSD)",
        |s, p| claimed(s, p, testing::incentive("zone", 200.0, 5.0), 0.0),
    ),
    (
        "incentives.incentive_share",
        "paid back: 2 MUSD, 0.7 MUSD more than the share of the investment (1.3 MUSD)",
        |s, p| {
            let incentive = Incentive {
                rebate: 0.1,
                rebate_at_most: MillionUsd(50.0),
                ..testing::incentive("zone", 0.0, 0.0)
            };
            claimed(s, p, incentive, 2.0);
        },
    ),
    (
        "incentives.incentive_cap",
        "paid back: 11 MUSD, 1 MUSD more than the cap of what is claimed (10 MUSD)",
        |s, p| {
            let incentive = Incentive {
                rebate: 1.0,
                rebate_at_most: MillionUsd(10.0),
                ..testing::incentive("zone", 0.0, 0.0)
            };
            claimed(s, p, incentive, 11.0);
        },
    ),
];
