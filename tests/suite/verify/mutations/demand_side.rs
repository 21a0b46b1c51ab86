//! Customers' behaviour.

use super::Mutation;
use crate::verify::example::NEAR;
use buildout::plan::Plan;
use buildout::scenario::*;

/// The near line answers to its price, 3 MUSD per unit and year in every period.
fn priced(s: &mut Scenario, p: &mut Plan, most: f64) {
    let price = |price| vec![MillionUsdPerUnitYear(price); 3];
    s.demand[NEAR].side.price = Some(PriceResponse {
        elasticity: -1.0,
        least: price(2.0),
        most: price(most),
        tolerance: 0.001,
    });
    p.prices[NEAR] = vec![vec![3.0]; 3];
}

pub const MUTATIONS: &[Mutation] = &[
    (
        "price_response.price_range",
        "price relative to the revenue given: 100 %, 20 % more than the highest price (80 %)",
        |s, p| priced(s, p, 2.4),
    ),
    (
        "plan.price",
        "the price is 2.7 MUSD/unit/year, expected its revenue of 3",
        |s, p| {
            priced(s, p, 6.0);
            p.prices[NEAR][1][0] = 2.7;
            p.unmet[NEAR][1][0] = 1.0;
        },
    ),
];
