//! Customers' behaviour.

use super::Mutation;
use crate::verify::example::{ALPHA, FAR, NEAR};
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
    (
        "churn.churn",
        "volume unmet: 6 ktok/s, 1.2 ktok/s less than volume of customers who have left (7.2 ktok/s)",
        |s, p| {
            // 12 of 20 unmet in the first year, of whom three fifths leave.
            s.demand[FAR].side.churn = Some(Churn {
                leave: 0.6,
                back: 0.0,
            });
            p.served[FAR][ALPHA][0][0] = 5.0;
            p.unmet[FAR][0][0] = 12.0;
        },
    ),
    (
        "priority.priority",
        "volume unmet in class 1: 2 ktok/s, 2 ktok/s more than the share of it that is unmet in class 4 (0 ktok/s)",
        |s, _| {
            s.demand[FAR].side.priority = Some(1);
            s.demand[NEAR].side.priority = Some(4);
        },
    ),
    (
        "placement.single",
        "far-chat comes from 2 places and not as a whole; it is not split",
        |s, _| s.demand[FAR].side.placement = Placement::Single,
    ),
    (
        "placement.fixed",
        "near-chat moves to another site; it is fixed to one",
        |s, p| {
            s.demand[NEAR].side.placement = Placement::Fixed;
            s.demand[NEAR].volume[2] = Volume(5.0);
            p.unmet[NEAR][2][0] = 0.0;
        },
    ),
];
