//! The case of software stacks.

use super::Case;
use buildout::model::testing;
use buildout::scenario::*;

/// `big` has another stack than `small`, for which the workload was written: a fifth runs there as it is, 60 % after a
/// port that takes a year and all engineers.
pub const CASES: &[Case] = &[Case {
    family: "portability",
    binding: || {
        let mut s = testing::base();
        s.chips[1].stack = "cann".into();
        s.porting_engineers = Some(vec![40.0; 3]);
        s.workloads[0].stacks = Stacks {
            home: Some("cuda".into()),
            others: vec![SecondStack {
                stack: "cann".into(),
                portable: 0.2,
                port: Some(Porting {
                    cost: vec![MillionUsd(1.0); 3],
                    engineers: 40.0,
                    lag: 1,
                    share: 0.6,
                }),
                penalty: vec![0.2, 0.1, 0.0],
            }],
        };
        for line in &mut s.demand {
            line.volume[0] = Volume(5.0);
        }
        s
    },
    squeeze: |s| {
        s.chips.remove(0);
        s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
    },
}];
