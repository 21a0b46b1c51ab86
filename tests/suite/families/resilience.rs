//! What is still served when something is lost.

use super::Case;
use buildout::model::testing;
use buildout::scenario::*;

pub const CASES: &[Case] = &[Case {
    family: "resilience",
    binding: || {
        let mut s = testing::base();
        s.chips[1].vendor = "Other".into();
        s.demand[1].residency = Some(Residency {
            places: PlaceSelector {
                sites: Some(vec![SiteId(0)]),
                ..PlaceSelector::default()
            },
            share: 0.25,
        });
        let lines = [vec![DemandId(0), DemandId(1)], vec![DemandId(1)]];
        let [both, far] = lines;
        s.resilience = vec![
            testing::resilience(&s, Against::Site, ResilienceForm::Pooled, 0.5),
            testing::resilience(&s, Against::Vendor, ResilienceForm::Copies, 0.5),
        ];
        s.resilience[0].lines = both;
        s.resilience[1].lines = far;
        s
    },
    // With both sites gone nothing is left.
    squeeze: |s| {
        s.resilience[0].losses = vec![Loss {
            id: "both".into(),
            sites: vec![SiteId(0), SiteId(1)],
            chips: vec![],
        }]
    },
}];
