//! The account, taxes and incentives.

use super::{Case, one_line};
use buildout::model::{extract, testing};
use buildout::plan::ledger::{Class, Ledger};
use buildout::scenario::*;

/// Six units for 18 serve 30 a year, all of which must be served; each earns so much.
fn earning(revenue: f64) -> Scenario {
    let mut s = one_line(30.0);
    s.demand[0].revenue = vec![MillionUsdPerUnitYear(revenue); 3];
    s
}

pub const CASES: &[Case] = &[
    Case {
        family: "incentives",
        binding: || {
            let mut s = earning(0.0);
            s.finance.incentives = vec![Incentive {
                until: Period(1),
                rebate: 0.25,
                rebate_at_most: MillionUsd(4.0),
                ..testing::incentive("zone", 20.0, 5.0)
            }];
            s
        },
        // 17 of 18 are there; only the grant could pay for the rest.
        squeeze: |s| {
            s.demand[0].service_floor = 1.0;
            s.finance.cash = Some(testing::account(17.0, 0.0));
            s.finance.incentives[0].minimum = MillionUsd(500.0);
            s.finance.incentives[0].until = Period(0);
        },
    },
    Case {
        family: "tax",
        binding: || {
            let mut s = earning(1.0);
            s.finance.taxes = vec![
                Tax {
                    deduction: vec![MillionUsd(30.0), MillionUsd(0.0), MillionUsd(0.0)],
                    ..testing::tax("all", 0.25)
                },
                Tax {
                    places: PlaceSelector {
                        jurisdictions: Some(vec!["AA".into()]),
                        ..PlaceSelector::default()
                    },
                    rate: vec![0.0, 0.1, 0.1],
                    equipment: Years(2.0),
                    carry_forward: false,
                    ..testing::tax("local", 0.1)
                },
            ];
            s
        },
        // 18 are earned and paid for chips in the first year: nothing is left for the tax.
        squeeze: |s| {
            s.demand[0].service_floor = 1.0;
            s.demand[0].revenue = vec![MillionUsdPerUnitYear(0.6); 3];
            s.finance.cash = Some(testing::account(0.0, 0.0));
            s.finance.taxes[0].deduction = vec![MillionUsd(0.0); 3];
        },
    },
    Case {
        family: "cash",
        binding: || {
            let mut s = earning(0.2);
            s.finance.cash = Some(testing::account(6.0, 1.0));
            s.finance.debt = Some(Debt {
                initial: MillionUsd(1.0),
                revenue_multiple: Some(0.8),
                capex_share: Some(0.3),
                ..testing::debt(5.0, 0.1)
            });
            s
        },
        squeeze: |s| s.demand[0].service_floor = 1.0,
    },
];

#[test]
fn both_objectives_agree_on_the_plan_when_revenue_is_fixed() {
    // All of the demand must be served, so that revenue is what it is: 90 MUSD, taxed, kept in an account, with a
    // grant and something left at the end.
    let mut s = earning(1.0);
    s.demand[0].service_floor = 1.0;
    s.chips[0].life = 5;
    s.operator.wacc = 0.1;
    s.finance.taxes = vec![testing::tax("all", 0.25)];
    s.finance.cash = Some(testing::account(1.0, 0.0));
    s.finance.debt = Some(testing::debt(10.0, 0.2));
    s.finance.incentives = vec![testing::incentive("zone", 20.0, 4.0)];
    s.finance.terminal.chips = 0.5;
    let best = |spec: &ModelSpec| {
        let (model, outcome) = testing::solve(&s, spec).unwrap();
        let plan = extract(&s, &model, &outcome.values.unwrap());
        (plan, outcome.objective.unwrap())
    };
    let (cheap, cost) = best(&testing::min_cost());
    let (rich, loss) = best(&testing::max_profit());
    assert_eq!(
        (&cheap.ordered, &cheap.deployed, &cheap.opened),
        (&rich.ordered, &rich.deployed, &rich.opened)
    );
    assert_eq!(cheap.finance.claimed, rich.finance.claimed);
    let revenue = Ledger::new(&s, &rich).class_total(Class::Revenue).present;
    assert!((cost - revenue - loss).abs() < 1e-6, "{cost} {revenue} {loss}");
}
