//! Customers' behaviour.

use super::{Case, one_line};
use buildout::scenario::*;

pub const CASES: &[Case] = &[Case {
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
}];
