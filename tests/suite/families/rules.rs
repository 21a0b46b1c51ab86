//! Cases of the families of rules: licences applied for, ratios of what is deployed.

use super::Case;
use buildout::model::testing;
use buildout::scenario::*;

/// The cases.
pub const CASES: &[Case] = &[LICENCES, VOLUME_RATIO];

fn one_chip(c: u16) -> ChipSelector {
    ChipSelector {
        ids: Some(vec![ChipId(c)]),
        ..ChipSelector::default()
    }
}

/// `big` needs a licence: a grant for four units, an application with a quota for two and one without.
const LICENCES: Case = Case {
    family: "licences",
    binding: || {
        let mut s = testing::base();
        s.chips[1].tpp = 10_000.0;
        let application = |quota, cost| Application {
            cost: vec![MillionUsd(cost); 3],
            lag: 1,
            quota,
            probability: 0.5,
            weight: 0.1,
        };
        let quota = Some(MegaTpp(0.04));
        s.rules = vec![
            Rule {
                chips: one_chip(1),
                ..testing::rule("licence", RuleEffect::Licence)
            },
            Rule {
                places: PlaceSelector {
                    sites: Some(vec![SiteId(0)]),
                    ..PlaceSelector::default()
                },
                ..testing::rule("grant", RuleEffect::Grant { quota })
            },
            testing::rule("small", RuleEffect::Application(application(quota, 0.5))),
            testing::rule("large", RuleEffect::Application(application(None, 2.0))),
        ];
        s
    },
    squeeze: |s| {
        s.chips.remove(0);
        s.rules[0].chips = one_chip(0);
        s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
        // One licence, at once, for two units; six are needed.
        s.rules.remove(3);
        s.rules.remove(1);
        if let RuleEffect::Application(application) = &mut s.rules[1].effect {
            application.lag = 0;
        }
    },
};

/// A quarter as many chips at alpha as at beta, and half the TPP.
const VOLUME_RATIO: Case = Case {
    family: "volume_ratio",
    binding: || {
        let mut s = testing::base();
        s.sites[1].opening_cost = vec![MillionUsd(1.0); 3];
        s.sites[1].halls[0].existing = 1;
        // Serving from beta costs more than from alpha.
        for line in &mut s.demand {
            line.serve_cost[1] = MillionUsdPerUnitYear(0.5);
        }
        let ratio = |count, at_most, each| RuleEffect::VolumeRatio {
            of_chips: ChipSelector::default(),
            of_places: PlaceSelector {
                sites: Some(vec![SiteId(1)]),
                ..PlaceSelector::default()
            },
            at_most,
            count,
            each,
        };
        let at_alpha = |id, effect| Rule {
            places: PlaceSelector {
                sites: Some(vec![SiteId(0)]),
                ..PlaceSelector::default()
            },
            ..testing::rule(id, effect)
        };
        s.rules = vec![
            at_alpha("units", ratio(RatioCount::Chips, 0.25, RatioWindow::ToDate)),
            at_alpha("compute", ratio(RatioCount::Tpp, 0.5, RatioWindow::Horizon)),
        ];
        s
    },
    squeeze: |s| {
        s.sites[1].halls.clear();
        s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
    },
};
