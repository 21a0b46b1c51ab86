//! Random questions: whatever the solver finds, the check accepts it at the solver's objective.

use super::example::{BETA, FAR};
use super::solved::{every_decision, optimum};
use buildout::model::testing;
use buildout::plan::Plan;
use buildout::scenario::*;
use std::collections::BTreeMap;

/// Random questions; each is solved for cost and for profit.
const SEEDS: u64 = 30;

/// Numbers from a seed, the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6364136223846793005)
            .wrapping_add(1442695040888963407);
        (self.0 >> 33) % n
    }
    fn one_in(&mut self, n: u64) -> bool {
        self.below(n) == 0
    }
    fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len() as u64) as usize].clone()
    }
}

/// The example with limits tightened, loosened and moved at random.
fn varied(seed: u64) -> Scenario {
    let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
    let mut scenario = every_decision();
    let second = HallDesign {
        rack_density: dice.pick(&[None, Some(Megawatts(0.15)), Some(Megawatts(0.25))]),
        it_power: Megawatts(dice.pick(&[1.0, 2.5, 5.0])),
        ..testing::hall("liquid", dice.one_in(2), true)
    };
    scenario.halls.push(second);
    for site in &mut scenario.sites {
        site.halls.push(testing::site_hall(1));
        site.halls[0].build_periods = dice.below(3) as u16;
        site.power = (0..3)
            .map(|_| Megawatts(dice.pick(&[0.0, 1.0, 3.0, 40.0])))
            .collect();
        site.land = dice.pick(&[None, Some(Hectares(2.0)), Some(Hectares(3.0))]);
        site.contractor = dice.pick(&[None, Some(1.0), Some(1.5)]);
        site.blocks = vec![Volume(dice.pick(&[0.0, 0.0, 2.5]))];
        site.derating = dice.pick(&[0.0, 0.1]);
    }
    // The existing fleet must be able to run.
    scenario.sites[0].power = vec![Megawatts(dice.pick(&[5.0, 8.0])); 3];
    scenario.sites[BETA]
        .tranches
        .push(testing::tranche("t2", 3.0, dice.below(3) as u16));
    scenario.sites[BETA].leases[0].term = 1 + dice.below(3) as u16;
    scenario.sites[BETA].leases[0].accepts.liquid = dice.one_in(2);
    for chip in &mut scenario.chips {
        chip.life = 1 + dice.below(3) as u16;
        chip.hub = dice.one_in(2);
        chip.loss = dice.pick(&[0.0, 0.05]);
        if dice.one_in(3) {
            // Worth buying early and keeping.
            chip.price = [0.5, 1.0, 1.5].map(MillionUsd).to_vec();
        }
        chip.availability = dice.pick(&[1.0, 0.93]);
        chip.supply = dice
            .pick(&[None, Some(6.0), Some(11.5)])
            .map(|most| vec![most; 3]);
    }
    scenario.chips.push(Chip {
        cooling: dice.pick(&[Cooling::Liquid, Cooling::Either]),
        training: dice.pick(&[None, Some(PetaFlops(2.0))]),
        ..testing::chip("wet", 0.3, 1.0, dice.pick(&[1.5, 2.5]), 4.0)
    });
    // Demand beyond the existing hall, and not always a lease as the easy way out.
    scenario.sites[BETA].leases[0].max_blocks = dice.pick(&[0, 2]);
    for line in &mut scenario.demand {
        line.volume = vec![Volume(dice.pick(&[10.0, 20.0, 60.0])); 3];
    }
    scenario.workloads[0].peak = dice.pick(&[1.0, 1.23]);
    for market in &mut scenario.markets {
        for latency in &mut market.latency {
            *latency = dice.pick(&[
                None,
                Some(Milliseconds(10.0)),
                Some(Milliseconds(20.0)),
                Some(Milliseconds(30.0)),
            ]);
        }
    }
    scenario.demand[0].service_floor = dice.pick(&[0.0, 0.2]);
    scenario.demand[0].unmet_penalty = vec![MillionUsdPerUnitYear(dice.pick(&[0.3, 2.0, 50.0])); 3];
    let place = |site: u64| PlaceSelector {
        sites: Some(vec![SiteId(site as u16)]),
        ..PlaceSelector::default()
    };
    scenario.demand[FAR].residency = dice.pick(&[None, Some(0.4), Some(1.0)]).map(|share| Residency {
        places: place(dice.below(2)),
        share,
    });
    scenario.jobs[0].min_chips = dice.pick(&[0.0, 2.0, 5.0]);
    scenario.jobs[0].unmet_penalty = dice.pick(&[Some(MillionUsd(5.0)), Some(MillionUsd(300.0)), None]);
    scenario.rules = vec![
        Rule {
            chips: ChipSelector {
                ids: Some(vec![ChipId(dice.below(3) as u16)]),
                ..ChipSelector::default()
            },
            active: vec![dice.one_in(2), true, dice.one_in(2)],
            ..testing::rule("first", dice.pick(&[RuleEffect::Licence, RuleEffect::Denied]))
        },
        Rule {
            places: place(dice.below(2)),
            ..testing::rule(
                "grant",
                RuleEffect::Grant {
                    quota: dice.pick(&[None, Some(MegaTpp(0.0045))]),
                },
            )
        },
        testing::rule(
            "cap",
            RuleEffect::ComputeCap {
                at_most: MegaTpp(dice.pick(&[0.009, 0.02, 1.0])),
            },
        ),
        testing::rule(
            "risk",
            RuleEffect::Risk {
                weight: 0.5,
                at_most: dice.pick(&[None, Some(MillionUsd(4.0))]),
                price: dice.pick(&[0.0, 0.2]),
            },
        ),
    ];
    let budget = Budget {
        carry_over: dice.pick(&[0.0, 0.5, 1.0]),
        carry_limit: dice.pick(&[None, Some(MillionUsd(5.0))]),
        kind: dice.pick(&[BudgetKind::Capex, BudgetKind::Opex, BudgetKind::Total]),
        ..testing::capex_budget(dice.pick(&[15.0, 30.0, 80.0]))
    };
    let narrow = Budget {
        id: "beta".into(),
        places: place(1),
        ..testing::capex_budget(dice.pick(&[20.0, 40.0]))
    };
    scenario.budgets = vec![budget, narrow];
    scenario
}

/// Which kinds of decisions a plan takes.
fn kinds(plan: &Plan) -> [(&'static str, bool); 12] {
    [
        ("opens a site", plan.opened[BETA].is_some()),
        (
            "builds",
            plan.halls_started.iter().flatten().flatten().any(|n| *n > 0),
        ),
        ("connects", plan.connected.iter().flatten().any(Option::is_some)),
        ("leases", plan.leased.iter().flatten().flatten().any(|n| *n > 0)),
        ("orders", plan.ordered.iter().flatten().any(|n| *n > 0.0)),
        (
            "keeps units in a hub",
            plan.hub.iter().flatten().any(|v| *v > 1e-6),
        ),
        (
            "deploys",
            plan.deployed.iter().flatten().flatten().any(|n| *n > 0.0),
        ),
        ("retires", plan.retired.iter().flatten().any(|n| *n > 0.0)),
        (
            "serves",
            plan.served
                .iter()
                .flatten()
                .flatten()
                .flatten()
                .any(|v| *v > 1e-6),
        ),
        ("rents", plan.rented.iter().flatten().flatten().any(|v| *v > 1e-6)),
        (
            "leaves demand unmet",
            plan.unmet.iter().flatten().flatten().any(|v| *v > 1e-6),
        ),
        ("trains", plan.jobs.iter().any(Option::is_some)),
    ]
}

#[test]
fn random_questions_give_plans_that_the_check_accepts() {
    let mut solved = 0;
    let mut taken: BTreeMap<&str, usize> = BTreeMap::new();
    for seed in 0..SEEDS {
        let scenario = varied(seed);
        for spec in [testing::min_cost(), testing::max_profit()] {
            if let Some((plan, _)) = optimum(&scenario, &spec) {
                solved += 1;
                for (kind, taken_here) in kinds(&plan) {
                    *taken.entry(kind).or_default() += usize::from(taken_here);
                }
            }
        }
    }
    assert!(
        solved > SEEDS as usize,
        "only {solved} of {} questions have a plan",
        2 * SEEDS
    );
    // A decision that no optimum takes would not be tested.
    assert!(taken.values().all(|&n| n > 0), "{taken:#?}");
}
