//! Customers' behaviour.

use super::{Case, one_line};
use buildout::model::testing;
use buildout::scenario::*;

pub const CASES: &[Case] = &[
    Case {
        family: "price_response",
        binding: || {
            let mut s = one_line(80.0);
            s.chips[0].supply = Some(vec![20.0, 0.0, 0.0]);
            s.demand[0].revenue = vec![MillionUsdPerUnitYear(2.0); 3];
            s.demand[0].side.price = Some(PriceResponse {
                elasticity: -0.5,
                least: vec![MillionUsdPerUnitYear(1.5); 3],
                most: vec![MillionUsdPerUnitYear(4.0); 3],
                tolerance: 0.05,
            });
            s
        },
        // At half the price a quarter more is asked for: 100 of 80, and all of 90 must be served by 20 units of 5.
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(90.0); 3];
            s.demand[0].service_floor = 1.0;
            let range = s.demand[0].side.price.as_mut();
            range.into_iter().for_each(|price| {
                price.least = vec![MillionUsdPerUnitYear(0.5); 3];
                price.most = vec![MillionUsdPerUnitYear(1.0); 3];
            });
        },
    },
    Case {
        family: "priority",
        binding: || {
            let mut s = two_lines();
            s.demand[0].unmet_penalty = vec![MillionUsdPerUnitYear(80.0); 3];
            s.demand[0].side.priority = Some(2);
            s.demand[1].side.priority = Some(1);
            s
        },
        // Two units carry 10; the second class takes them all.
        squeeze: |s| s.demand[0].service_floor = 1.0,
    },
    Case {
        family: "churn",
        binding: || {
            let mut s = two_lines();
            s.chips[0].supply = Some(vec![2.0, 2.0, 0.0]);
            s.demand[0].unmet_penalty = vec![MillionUsdPerUnitYear(120.0); 3];
            s.demand[1].side.churn = Some(Churn {
                leave: 0.5,
                back: 0.1,
            });
            s
        },
        // In the first year nothing can be served. The first class then has lost half, but may leave no more unmet
        // than the second, which must be served.
        squeeze: |s| {
            s.chips[0].supply = Some(vec![0.0, 4.0, 0.0]);
            s.demand[0].volume[0] = Volume(0.0);
            s.demand[0].service_floor = 1.0;
            s.demand[0].side.priority = Some(2);
            s.demand[1].side.priority = Some(1);
        },
    },
    Case {
        family: "placement",
        binding: || {
            let mut s = two_lines();
            for (line, placement) in s.demand.iter_mut().zip([Placement::Single, Placement::Fixed]) {
                line.side.placement = placement;
                line.rent = Some(Rent {
                    price: vec![MillionUsdPerUnitYear(20.0); 3],
                    at_most: None,
                });
            }
            s
        },
        // 10 from own units, 10 bought in, 15 wanted from one place.
        squeeze: |s| {
            s.demand[1].volume = vec![Volume(0.0); 3];
            let line = &mut s.demand[0];
            line.volume = vec![Volume(15.0); 3];
            line.service_floor = 1.0;
            line.rent.as_mut().into_iter().for_each(|rent| {
                rent.at_most = Some(vec![Volume(10.0); 3]);
            });
        },
    },
];

/// Two lines of 10 units and two big chips, which carry 10.
fn two_lines() -> Scenario {
    let mut s = testing::base();
    s.chips.remove(0);
    s.chips[0].supply = Some(vec![2.0, 0.0, 0.0]);
    s.demand
        .iter_mut()
        .for_each(|line| line.volume = vec![Volume(10.0); 3]);
    s
}
