//! The planner's own limits.

use super::{Case, one_line};
use buildout::model::testing;
use buildout::scenario::*;

pub const CASES: &[Case] = &[Case {
    family: "custom_limits",
    binding: || {
        let mut s = one_line(30.0);
        let hard = CustomLimit {
            id: "power".into(),
            ..testing::limit(Quantity::ItUsed, Some(2.0), None)
        };
        let soft = CustomLimit {
            id: "spread".into(),
            violation_cost: Some(2.0),
            ..testing::limit(Quantity::SitesOpen, Some(3.0), Some(2.0))
        };
        s.limits = vec![hard, soft];
        s
    },
    squeeze: |s| s.demand[0].service_floor = 1.0,
}];
