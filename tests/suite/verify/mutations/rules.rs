//! Licences applied for, ratios of what is deployed, forbidden work.

use super::{ALPHA, BETA, Mutation, SMALL, selected};
use buildout::model::testing;
use buildout::plan::{Licences, Plan};
use buildout::scenario::*;

/// The grant of the example becomes a licence that was applied for in the first year, for all that was under it.
fn apply(s: &mut Scenario, p: &mut Plan, quota: Option<f64>) {
    s.rules[3].effect = RuleEffect::Application(Application {
        cost: vec![MillionUsd(0.0); 3],
        quota: quota.map(MegaTpp),
        probability: 0.5,
        ..Application::default()
    });
    let mut under = p.deployed.clone();
    under
        .iter_mut()
        .skip(1)
        .flatten()
        .flatten()
        .for_each(|n| *n = 0.0);
    p.licences = Licences {
        applied: vec![Some(Period(0))],
        under: vec![under],
    };
}

fn ratio(s: &mut Scenario, count: RatioCount, each: RatioWindow) {
    let effect = RuleEffect::VolumeRatio {
        of_chips: ChipSelector::default(),
        of_places: selected(BETA),
        at_most: 0.25,
        count,
        each,
    };
    s.rules.push(Rule {
        places: selected(ALPHA),
        ..testing::rule("ratio", effect)
    });
}

fn ban(s: &mut Scenario, workloads: Vec<WorkloadId>, jobs: Vec<JobId>) {
    s.rules
        .push(testing::rule("ban", RuleEffect::NoUse { workloads, jobs }));
}

/// The mutations.
pub const MUTATIONS: &[Mutation] = &[
    (
        "licences.licence_step",
        "grant cannot be applied for in 2027",
        |s, p| {
            apply(s, p, None);
            s.rules[3].active[0] = false;
        },
    ),
    (
        "licences.licence_held",
        "10 units of small at alpha are under grant, which is not in hand or not for them",
        |s, p| {
            apply(s, p, None);
            p.licences.applied[0] = None;
        },
    ),
    (
        "licences.licence_held",
        "10 units of small at alpha are under grant, which is not in hand or not for them",
        |s, p| {
            apply(s, p, None);
            if let RuleEffect::Application(application) = &mut s.rules[3].effect {
                application.lag = 1;
            }
        },
    ),
    (
        "licences.licence_cover",
        "10 units of small are deployed at alpha in 2027: not granted the licence that licence asks for (licence)",
        |s, p| {
            apply(s, p, None);
            p.licences.under[0][SMALL][ALPHA][0] = 9.0;
        },
    ),
    (
        "licences.licence_cover",
        "units put under licences: 11 unit, 1 unit more than units deployed (10 unit)",
        |s, p| {
            apply(s, p, None);
            p.licences.under[0][SMALL][ALPHA][0] = 11.0;
        },
    ),
    (
        "licences.application_quota",
        "compute deployed under the licence: 0.03 MTPP, 0.005 MTPP more than its expected quota (0.025 MTPP)",
        |s, p| apply(s, p, Some(0.05)),
    ),
    (
        "volume_ratio.volume_ratio",
        "deployments and arrivals selected: 10 chip, 10 chip more than the share of what they are compared with (0 chip)",
        |s, _| ratio(s, RatioCount::Chips, RatioWindow::ToDate),
    ),
    (
        "volume_ratio.tpp_ratio",
        "deployments and arrivals selected: 0.01 MTPP, 0.005 MTPP more than the share of what they are compared with (0.005 MTPP)",
        |s, _| ratio(s, RatioCount::Tpp, RatioWindow::Horizon),
    ),
    (
        "export_rules.no_use",
        "10 units of small at alpha run chat, which ban forbids (ban)",
        |s, _| ban(s, vec![WorkloadId(0)], vec![]),
    ),
    (
        "export_rules.no_use",
        "pretrain runs on 2 units, which ban forbids (ban)",
        |s, _| ban(s, vec![], vec![JobId(0)]),
    ),
];
