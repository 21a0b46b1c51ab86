//! For every family, changes that exactly that family must reject.

mod construction;
mod contracts;
mod demand_side;
mod environment;
mod finance;
mod fleet;
mod ppa;
mod resilience;
mod rules;
mod stacks;

use super::example::{self, ALPHA, BETA, BIG, FAR, NEAR, SMALL};
use buildout::model::{registry, testing};
use buildout::plan::Plan;
use buildout::plan::verify::{Verification, verify};
use buildout::scenario::*;
use std::collections::BTreeSet;

/// Family and kind of row, first violation's message, and what is done to the example.
type Mutation = (&'static str, &'static str, fn(&mut Scenario, &mut Plan));

fn selected(site: usize) -> PlaceSelector {
    PlaceSelector {
        sites: Some(vec![SiteId(site as u16)]),
        ..PlaceSelector::default()
    }
}

/// The mutations, a list by subject.
fn mutations() -> impl Iterator<Item = &'static Mutation> {
    [
        MUTATIONS,
        contracts::MUTATIONS,
        demand_side::MUTATIONS,
        resilience::MUTATIONS,
        rules::MUTATIONS,
        stacks::MUTATIONS,
        fleet::MUTATIONS,
        construction::MUTATIONS,
        finance::MUTATIONS,
        environment::MUTATIONS,
        ppa::MUTATIONS,
    ]
    .into_iter()
    .flatten()
}

/// The model in which a family is at work.
fn spec(family: &str) -> ModelSpec {
    match family {
        "price_response" => testing::max_profit(),
        _ => testing::min_cost(),
    }
}

const MUTATIONS: &[Mutation] = &[
    (
        "site_opening.site_opening",
        "alpha is already open before the horizon, the plan opens it from 2028",
        |_, p| {
            p.opened[ALPHA] = Some(Period(1));
        },
    ),
    (
        "site_opening.site_opening",
        "beta opens from 2028, its earliest period is 2029",
        |s, _| {
            s.sites[BETA].earliest = Period(2);
        },
    ),
    (
        "site_opening.site_opening",
        "beta is committed to be open by 2027, the plan opens it from 2028",
        |s, _| {
            s.sites[BETA].committed = Some(Period(0));
        },
    ),
    (
        "site_opening.openings_per_period",
        "openings: 1 site, 1 site more than openings allowed per period (0 site)",
        |s, _| {
            s.openings_per_period = Some(vec![1.0, 0.0, 1.0]);
        },
    ),
    (
        "site_opening.site_requires",
        "alpha is open from 2027 while beta, which it requires, is not",
        |s, _| {
            s.sites[ALPHA].requires = vec![SiteId(1)];
        },
    ),
    (
        "hall_construction.hall_site",
        "1 halls air are started at beta, which is not open",
        |_, p| {
            p.halls_started[BETA][0] = vec![1, 0, 0];
            p.leased[BETA][0] = vec![0, 1, 0];
        },
    ),
    (
        "hall_construction.land",
        "land under new halls: 1 ha, 0.5 ha more than land left by the existing ones (0.5 ha)",
        |s, _| {
            s.sites[BETA].land = Some(Hectares(0.5));
        },
    ),
    (
        "hall_construction.hall_site",
        "halls started so far: 1 hall, 1 hall more than halls allowed beside the existing ones (0 hall)",
        |s, _| s.sites[ALPHA].halls[0].max = Some(1),
    ),
    (
        "hall_construction.contractor",
        "halls started: 1 hall, 0.5 hall more than contractor's halls per period (0.5 hall)",
        |s, _| s.sites[BETA].contractor = Some(0.5),
    ),
    (
        "power_tranche.tranche_earliest",
        "tranche t1 is committed in 2028, its earliest period is 2029",
        |s, _| {
            s.sites[BETA].tranches[0].earliest = Period(2);
        },
    ),
    (
        "power_tranche.tranche_site",
        "tranche t1 is committed in 2027, when beta is not open",
        |_, p| {
            p.connected[BETA][0] = Some(Period(0));
        },
    ),
    (
        "power_tranche.tranche_order",
        "tranche t2 is committed in 2028 before tranche t1",
        |s, p| {
            s.sites[BETA].tranches.push(testing::tranche("t2", 5.0, 0));
            p.connected[BETA] = vec![Some(Period(2)), Some(Period(1))];
            p.power.booked[BETA].push(vec![0.0; 3]);
            p.power.bridge_energy[BETA].push(vec![0.0; 3]);
        },
    ),
    (
        "power_tranche.grid_power",
        "grid power needed on the hottest day: 4.16 MW, 0.16 MW more than usable grid power (with leases) (4 MW)",
        |s, _| s.sites[ALPHA].power = vec![Megawatts(4.0); 3],
    ),
    (
        "hall_capacity.hall_power",
        "small, big at alpha need 2.6 MW, the halls and leases that can take them have 2.5 MW: 0.1 MW too little",
        |s, _| {
            s.halls[0].it_power = Megawatts(2.5);
        },
    ),
    (
        "hall_capacity.hall_space",
        "small, big at alpha need 18 rack, the halls and leases that can take them have 17 rack: 1 rack too little",
        |s, _| s.halls[0].racks = 17.0,
    ),
    (
        "hall_capacity.hall_cooling",
        "no hall or lease at alpha can cool or feed big (4 units in service)",
        |s, _| {
            s.halls[0].rack_density = Some(Megawatts(0.15));
        },
    ),
    (
        "chip_supply.chip_supply",
        "units ordered: 18 unit, 1 unit more than supply (17 unit)",
        |s, _| {
            s.chips[SMALL].supply = Some(vec![30.0, 30.0, 17.0]);
        },
    ),
    (
        "chip_supply.chip_supply",
        "12 units of small arrive; they can arrive from 2028 to 2029",
        |s, _| {
            s.chips[SMALL].available = Some((Period(1), Period(2)));
        },
    ),
    (
        "chip_supply.chip_supply",
        "units deployed or kept: 12 unit, 1 unit more than units arrived or kept before (11 unit)",
        |_, p| p.ordered[SMALL][0] = 11.0,
    ),
    (
        "chip_supply.chip_supply",
        "units deployed or kept: 12 unit, 0.6 unit more than units arrived or kept before (11.4 unit)",
        |s, _| s.chips[SMALL].loss = 0.05,
    ),
    (
        "chip_supply.chip_supply",
        "2 units of small wait in a hub, which it does not have",
        |s, _| {
            s.chips[SMALL].hub = false;
        },
    ),
    (
        "chip_supply.supply_pool",
        "drawn from the pool: 36 unit, 6 unit more than pool (30 unit)",
        |s, _| {
            s.pools[0].at_most = vec![30.0; 3];
        },
    ),
    (
        "fleet_balance.cohort_retire",
        "1 units of big at alpha are retired after the end of their life",
        |_, p| {
            p.retired[0] = vec![0.0, 1.0, 1.0];
        },
    ),
    (
        "workload_capacity.chip_time",
        "units at work: 3.6 unit, 0.4 unit more than units in service and available (3.2 unit)",
        |s, _| {
            s.chips[BIG].availability = 0.8;
        },
    ),
    // The fleet beyond its life.
    (
        "workload_capacity.chip_time",
        "units at work: 10 unit, 10 unit more than units in service and available (0 unit)",
        |s, _| {
            s.chips[SMALL].life = 1;
        },
    ),
    (
        "workload_capacity.workload_capacity",
        "peak volume served: 25.2 ktok/s, 0.2 ktok/s more than capacity (25 ktok/s)",
        |s, _| {
            s.workloads[0].peak = 1.008;
            s.chips[BIG].throughput = vec![Volume(15.0 / 3.6)];
        },
    ),
    (
        "demand_balance.demand_balance",
        "volume served, rented or unmet: 20 ktok/s, 1 ktok/s less than demand (21 ktok/s)",
        |s, _| {
            s.demand[FAR].volume = vec![Volume(21.0); 3];
        },
    ),
    (
        "demand_balance.demand_balance",
        "volume served, rented or unmet: 10 ktok/s, 1 ktok/s more than demand (9 ktok/s)",
        |s, _| {
            s.demand[NEAR].volume = vec![Volume(9.0), Volume(10.0), Volume(10.0)];
        },
    ),
    (
        "demand_balance.service_floor",
        "volume unmet: 5 ktok/s, 1 ktok/s more than volume that may stay unmet (4 ktok/s)",
        |s, _| {
            s.demand[NEAR].service_floor = 0.6;
        },
    ),
    (
        "demand_balance.rent_limit",
        "volume rented: 4 ktok/s, 0.5 ktok/s more than volume that can be rented (3.5 ktok/s)",
        |s, _| {
            s.demand[FAR].rent.as_mut().unwrap().at_most = Some(vec![Volume(3.5); 3]);
        },
    ),
    (
        "demand_balance.rent_limit",
        "3 ktok/s are rented for far-chat, which cannot be rented",
        |s, _| {
            s.demand[FAR].rent = None;
        },
    ),
    (
        "residency_latency.residency_latency",
        "alpha serves 10 ktok/s of near-chat: the round trip from near to alpha is 30 ms, at most 20 ms is allowed",
        |s, _| s.markets[0].latency[ALPHA] = Some(Milliseconds(30.0)),
    ),
    (
        "residency_latency.residency_latency",
        "beta serves 13 ktok/s of far-chat: the round trip from far to beta is not known",
        |s, _| s.markets[1].latency[BETA] = None,
    ),
    (
        "residency_latency.residency_latency",
        "beta serves 13 ktok/s of far-chat: data of far-chat may not be processed at beta",
        |s, _| {
            s.demand[FAR].residency = Some(Residency {
                places: selected(ALPHA),
                share: 1.0,
            });
        },
    ),
    (
        "residency_latency.residency_share",
        "volume served where its data must stay: 0 ktok/s, 6.5 ktok/s less than the share asked for (6.5 ktok/s)",
        |s, _| s.demand[FAR].residency.as_mut().unwrap().places = selected(ALPHA),
    ),
    (
        "training_cluster.job_place",
        "pretrain runs on small, which it may not or cannot use",
        |s, _| {
            s.jobs[0].chips.ids = Some(vec![ChipId(1)]);
        },
    ),
    (
        "training_cluster.job_place",
        "pretrain runs at beta, where it may not",
        |s, _| s.jobs[0].places = selected(ALPHA),
    ),
    (
        "training_cluster.job_window",
        "pretrain runs on 2 units outside its window",
        |s, _| s.jobs[0].deadline = Period(1),
    ),
    (
        "training_cluster.job_least",
        "chips at work at once: 2 chip, 1 chip less than chips needed at once (3 chip)",
        |s, _| {
            s.jobs[0].min_chips = 3.0;
        },
    ),
    (
        "training_cluster.job_work",
        "training work done: 63.072 ZFLOP, 63.072 ZFLOP less than work due (126.144 ZFLOP)",
        |s, _| s.jobs[0].unmet_penalty = None,
    ),
    (
        "export_rules.export_rules",
        "10 units of small are deployed at alpha in 2027: forbidden by no (no)",
        |s, _| {
            s.rules.push(testing::rule("no", RuleEffect::Denied));
        },
    ),
    (
        "export_rules.export_rules",
        "20 units of small are deployed at beta in 2029: not granted the licence that licence asks for (licence)",
        |s, _| s.rules[3].active = vec![true, true, false],
    ),
    (
        "export_rules.licence_quota",
        "compute deployed under the grant: 0.03 MTPP, 0.005 MTPP more than its quota (0.025 MTPP)",
        |s, _| {
            s.rules[3].effect = RuleEffect::Grant {
                quota: Some(MegaTpp(0.025)),
            }
        },
    ),
    // The existing fleet counts: 10 small and 4 big in 2027.
    (
        "export_rules.compute_cap",
        "compute in service: 0.014 MTPP, 0.0005 MTPP more than the cap (0.0135 MTPP)",
        |s, _| {
            s.rules[1].effect = RuleEffect::ComputeCap {
                at_most: MegaTpp(0.0135),
            };
            s.rules[1].active = vec![true, false, false];
        },
    ),
    (
        "export_rules.risk_cap",
        "exposure to legal risk: 13 MUSD, 1 MUSD more than the cap (12 MUSD)",
        |s, _| {
            s.rules[0].effect = RuleEffect::Risk {
                weight: 0.5,
                at_most: Some(MillionUsd(12.0)),
                price: 0.1,
            };
        },
    ),
    (
        "budget.budget",
        "spending of capex in 2029: 44.4 MUSD, 1 MUSD more than the budget with what was carried over (43.4 MUSD)",
        |s, _| s.budgets[0].windows[2].at_most = MillionUsd(43.4 - 12.25),
    ),
    (
        "leases.lease_blocks",
        "1 blocks of lease colo are signed before it is offered",
        |s, _| {
            s.sites[BETA].leases[0].earliest = Period(2);
        },
    ),
    (
        "leases.lease_blocks",
        "blocks leased: 3 block, 1 block more than blocks on offer (2 block)",
        |_, p| {
            p.leased[BETA][0] = vec![0, 1, 2];
        },
    ),
    (
        "plan.values",
        "served[0][0][0] is NaN, which is not a number",
        |_, p| p.served[NEAR][ALPHA][0][0] = f64::NAN,
    ),
    (
        "plan.values",
        "hub[0][1] is inf, which is not a number",
        |_, p| p.hub[SMALL][1] = f64::INFINITY,
    ),
    (
        "plan.values",
        "hub[0][2] is -1; amounts cannot be negative",
        |_, p| p.hub[SMALL][2] = -1.0,
    ),
    ("plan.shape", "deployed[1] has 1 entries, expected 2", |_, p| {
        p.deployed[BIG].truncate(1)
    }),
    (
        "plan.shape",
        "opened names period 9, the horizon has 3 (counted from 0)",
        |_, p| {
            p.opened[BETA] = Some(Period(9));
        },
    ),
    ("plan.shape", "jobs[0] runs on chip 7, there are 2", |_, p| {
        p.jobs[0].as_mut().unwrap().chip = 7
    }),
    ("plan.shape", "jobs[0] runs at site 7, there are 2", |_, p| {
        p.jobs[0].as_mut().unwrap().site = 7
    }),
    ("plan.shape", "jobs[0].units has 4 entries, expected 3", |_, p| {
        p.jobs[0].as_mut().unwrap().units.push(vec![0.0]);
    }),
];

fn check(mutate: fn(&mut Scenario, &mut Plan), spec: &ModelSpec) -> Verification {
    let mut scenario = example::scenario();
    let mut plan = example::plan(&scenario);
    mutate(&mut scenario, &mut plan);
    verify(&scenario, spec, &plan)
}

#[test]
fn the_example_is_accepted() {
    let found = check(|_, _| {}, &testing::min_cost());
    assert_eq!(found.violations, vec![]);
    assert!(found.accepted());
    assert!(found.checked > 200, "{}", found.checked);
}

#[test]
fn each_mutation_is_rejected_by_exactly_its_family() {
    let mut wrong = Vec::new();
    for (place, message, mutate) in mutations() {
        let family = place.split('.').next().unwrap();
        let violations = check(*mutate, &spec(family)).violations;
        let first = violations
            .first()
            .map(|v| (format!("{}.{}", v.family, v.row), v.message.as_str()));
        let only_this_family = violations.iter().all(|v| v.family == family && v.amount > 0.0);
        if first != Some((place.to_string(), *message)) || !only_this_family {
            wrong.push((place, message, violations));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_family_that_is_off_is_not_checked() {
    for (place, message, mutate) in mutations().filter(|(place, ..)| !place.starts_with("plan.")) {
        let family = place.split('.').next().unwrap();
        let off = ModelSpec {
            off: vec![family.into()],
            ..spec(family)
        };
        let found = check(*mutate, &off);
        assert_eq!(found.violations, vec![], "{place}: {message}");
    }
}

#[test]
fn every_family_of_the_model_is_checked_under_its_name() {
    let checked: BTreeSet<&str> = mutations()
        .map(|(place, ..)| place.split('.').next().unwrap())
        .collect();
    let modelled: BTreeSet<&str> = registry::families().iter().map(|family| family.name).collect();
    let without_plan: BTreeSet<&str> = checked
        .iter()
        .copied()
        .filter(|family| *family != "plan")
        .collect();
    assert_eq!(without_plan, modelled);
}

#[test]
fn errors_up_to_the_tolerance_are_the_solvers() {
    let nudged = |by: f64| {
        let mut scenario = example::scenario();
        let mut plan = example::plan(&scenario);
        scenario.budgets.clear();
        plan.unmet[FAR][0][0] += by;
        verify(&scenario, &testing::min_cost(), &plan).violations
    };
    // The row's largest term is the demand of 20.
    assert_eq!(nudged(19e-6), vec![]);
    assert_eq!(nudged(21e-6).len(), 1);
}
