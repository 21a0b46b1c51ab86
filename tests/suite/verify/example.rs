//! A small scenario that uses every part of the format, with a plan that uses every part of a plan and keeps
//! every rule. The numbers are simple enough to follow on paper.

use buildout::model::testing;
use buildout::plan::{JobRun, Plan};
use buildout::scenario::*;

pub const ALPHA: usize = 0;
pub const BETA: usize = 1;
pub const SMALL: usize = 0;
pub const BIG: usize = 1;
pub const NEAR: usize = 0;
pub const FAR: usize = 1;

/// Three years at 10 % a year. `alpha` exists with one hall and four old `big` units; `beta` is a candidate
/// with a tranche and a lease offer.
pub fn scenario() -> Scenario {
    let mut scenario = testing::base();
    scenario.operator.wacc = 0.1;
    scenario.halls[0].running_cost = MillionUsdPerYear(0.5);
    scenario.halls[0].spend_profile = vec![0.6, 0.4];
    scenario.openings_per_period = Some(vec![2.0; 3]);

    let alpha = &mut scenario.sites[ALPHA];
    alpha.fixed_cost = MillionUsdPerYear(2.0);
    alpha.energy_price = vec![UsdPerMwh(100.0); 3];
    alpha.pue = 1.5;
    alpha.pue_hot = 1.6;

    let beta = &mut scenario.sites[BETA];
    beta.earliest = Period(1);
    beta.opening_cost = [10.0, 11.0, 12.0].map(MillionUsd).to_vec();
    beta.fixed_cost = MillionUsdPerYear(1.0);
    beta.requires = vec![SiteId(0)];
    beta.land = Some(Hectares(2.0));
    beta.contractor = Some(2.0);
    beta.halls[0].build_periods = 1;
    beta.energy_price = vec![UsdPerMwh(50.0); 3];
    beta.pue = 1.2;
    beta.pue_hot = 1.25;
    beta.reserve_margin = 0.1;
    beta.derating = 0.05;
    beta.tranches = vec![Tranche {
        deposit: MillionUsd(6.0),
        charge: MillionUsdPerMwYear(0.08),
        ..testing::tranche("t1", 5.0, 1)
    }];
    beta.leases = vec![LeaseOffer {
        escalator: 0.05,
        ..testing::lease("colo", 2)
    }];

    let small = &mut scenario.chips[SMALL];
    small.price = [1.0, 0.9, 0.8].map(MillionUsd).to_vec();
    small.install_cost = MillionUsd(0.1);
    small.maintenance = MillionUsdPerYear(0.05);
    small.utilisation = 0.8;
    small.life = 2;
    small.hub = true;
    small.supply = Some(vec![30.0; 3]);
    small.training = Some(PetaFlops(1.0));
    let big = &mut scenario.chips[BIG];
    big.maintenance = MillionUsdPerYear(0.2);
    big.utilisation = 0.5;
    big.availability = 0.9;
    big.available = None;
    scenario.pools = vec![SupplyPool {
        id: "hbm".into(),
        members: vec![(ChipId(0), 2.0), (ChipId(1), 8.0)],
        at_most: vec![50.0; 3],
    }];
    scenario.cohorts = vec![Cohort {
        site: SiteId(0),
        chip: ChipId(1),
        units: 4,
        age: 1,
        ends: 2,
    }];

    scenario.workloads[0].latency = Some(Milliseconds(20.0));
    let near = &mut scenario.demand[NEAR];
    near.revenue = vec![MillionUsdPerUnitYear(3.0); 3];
    near.service_floor = 0.4;
    let far = &mut scenario.demand[FAR];
    far.revenue = vec![MillionUsdPerUnitYear(4.0); 3];
    far.serve_cost = vec![MillionUsdPerUnitYear(0.01), MillionUsdPerUnitYear(0.02)];
    far.rent = Some(Rent {
        price: vec![MillionUsdPerUnitYear(2.0); 3],
        at_most: Some(vec![Volume(5.0); 3]),
    });
    far.residency = Some(Residency {
        places: PlaceSelector::default(),
        share: 0.5,
    });
    scenario.jobs = vec![TrainingJob {
        id: "pretrain".into(),
        work: ZettaFlop(126.144),
        start: Period(1),
        deadline: Period(2),
        min_chips: 2.0,
        chips: ChipSelector::default(),
        places: PlaceSelector::default(),
        unmet_penalty: Some(MillionUsd(40.0)),
        revenue: MillionUsd(10.0),
    }];

    let smalls = ChipSelector {
        ids: Some(vec![ChipId(0)]),
        ..ChipSelector::default()
    };
    scenario.rules = vec![
        Rule {
            chips: smalls.clone(),
            ..testing::rule(
                "legal",
                RuleEffect::Risk {
                    weight: 0.5,
                    at_most: Some(MillionUsd(20.0)),
                    price: 0.1,
                },
            )
        },
        testing::rule(
            "cap",
            RuleEffect::ComputeCap {
                at_most: MegaTpp(0.03),
            },
        ),
        Rule {
            chips: smalls.clone(),
            ..testing::rule("licence", RuleEffect::Licence)
        },
        Rule {
            chips: smalls,
            ..testing::rule(
                "grant",
                RuleEffect::Grant {
                    quota: Some(MegaTpp(0.04)),
                },
            )
        },
    ];
    scenario.budgets = vec![Budget {
        carry_over: 0.5,
        ..testing::capex_budget(40.0)
    }];
    scenario
}

/// Amounts by period, with one block of hours in each.
pub fn flat<const N: usize>(amounts: [f64; N]) -> Vec<Vec<f64>> {
    amounts.map(|amount| vec![amount]).to_vec()
}

/// A plan that keeps every rule of [`scenario`].
pub fn plan(scenario: &Scenario) -> Plan {
    let mut plan = Plan::empty(scenario);
    plan.opened[BETA] = Some(Period(1));
    plan.halls_started[ALPHA][0] = vec![0, 0, 1];
    plan.halls_started[BETA][0] = vec![0, 1, 0];
    plan.connected[BETA][0] = Some(Period(1));
    plan.leased[BETA][0] = vec![0, 1, 0];
    // 22 small units: 10 at alpha at once, 2 wait in the hub for the 18 that follow.
    plan.ordered[SMALL] = vec![12.0, 0.0, 18.0];
    plan.hub[SMALL] = vec![2.0, 2.0, 0.0];
    plan.deployed[SMALL][ALPHA] = vec![10.0, 0.0, 0.0];
    plan.deployed[SMALL][BETA] = vec![0.0, 0.0, 20.0];
    plan.retired[0] = vec![0.0, 1.0, 0.0];
    // alpha: 10 small units in the first two years (their life), 4 and then 3 big ones at 90 %.
    plan.assigned[SMALL][ALPHA][0] = flat([10.0, 10.0, 0.0]);
    plan.assigned[BIG][ALPHA][0] = flat([3.6, 2.7, 0.0]);
    plan.assigned[SMALL][BETA][0] = flat([0.0, 0.0, 18.0]);
    plan.served[NEAR][ALPHA] = flat([10.0, 10.0, 0.0]);
    plan.served[NEAR][BETA] = flat([0.0, 0.0, 5.0]);
    plan.unmet[NEAR] = flat([0.0, 0.0, 5.0]);
    plan.served[FAR][ALPHA] = flat([15.0, 10.0, 0.0]);
    plan.served[FAR][BETA] = flat([0.0, 0.0, 13.0]);
    plan.rented[FAR] = flat([3.0, 4.0, 0.0]);
    plan.unmet[FAR] = flat([2.0, 6.0, 7.0]);
    plan.jobs[0] = Some(JobRun {
        chip: SMALL as u16,
        site: BETA as u16,
        units: flat([0.0, 0.0, 2.0]),
    });
    plan
}
