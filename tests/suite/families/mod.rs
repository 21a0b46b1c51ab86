//! Every constraint family on a tiny scenario: its golden program, the scenario that it alone makes infeasible, and
//! its page in the book. `BLESS=1 cargo test --test suite families::` rewrites the golden files.

mod construction;
mod contracts;
mod demand_side;
mod environment;
mod finance;
mod fleet;
mod limits;
mod prices;
mod resilience;
mod rules;
mod stacks;

use buildout::model::columns::Labels;
use buildout::model::registry::{FamilyInfo, families};
use buildout::model::{Model, build, testing};
use buildout::program::{Row, mps};
use buildout::run::explanation;
use buildout::scenario::problem::render;
use buildout::scenario::text::LoadOptions;
use buildout::scenario::*;
use buildout::solver::Status;
use std::path::PathBuf;

/// A scenario in which the family binds, with all its kinds of rows, and the change that makes it infeasible.
struct Case {
    family: &'static str,
    binding: fn() -> Scenario,
    squeeze: fn(&mut Scenario),
}

/// The cases, a list by subject.
fn cases() -> impl Iterator<Item = &'static Case> {
    let subjects = [
        CASES,
        contracts::CASES,
        demand_side::CASES,
        resilience::CASES,
        rules::CASES,
        stacks::CASES,
        fleet::CASES,
        construction::CASES,
        environment::CASES,
        finance::CASES,
        limits::CASES,
    ];
    subjects.into_iter().flatten()
}

/// The model in which a family is at work.
fn spec(family: &str) -> ModelSpec {
    match family {
        "price_response" => testing::max_profit(),
        _ => testing::min_cost(),
    }
}

/// That model without the family.
fn without(family: &str) -> ModelSpec {
    ModelSpec {
        off: vec![family.into()],
        ..spec(family)
    }
}

const CASES: &[Case] = &[
    Case {
        family: "site_opening",
        binding: || {
            let mut s = testing::base();
            s.sites[0].requires = vec![SiteId(1)];
            s.openings_per_period = Some(vec![1.0; 3]);
            s
        },
        squeeze: |s| s.openings_per_period = Some(vec![0.0; 3]),
    },
    Case {
        family: "hall_construction",
        binding: || {
            let mut s = one_line(250.0);
            for site in &mut s.sites {
                site.land = Some(Hectares(2.5));
                site.contractor = Some(1.0);
            }
            s
        },
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(600.0); 3];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "power_tranche",
        binding: || {
            let mut s = one_line(30.0);
            for site in &mut s.sites {
                site.power = vec![Megawatts(0.5); 3];
                site.tranches = vec![testing::tranche("t1", 0.8, 1), testing::tranche("t2", 0.8, 0)];
            }
            s
        },
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(60.0); 3];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "hall_capacity",
        binding: || {
            let mut s = testing::base();
            s.halls.push(testing::hall("wet", false, true));
            s.chips[1].cooling = Cooling::Liquid;
            for site in &mut s.sites {
                site.halls[0].max = Some(1);
            }
            s.sites[0].halls.push(SiteHall {
                max: Some(1),
                ..testing::site_hall(1)
            });
            s.demand[0].volume = vec![Volume(200.0); 3];
            s
        },
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(400.0); 3];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "leases",
        binding: || {
            let mut s = one_line(125.0);
            for site in &mut s.sites {
                site.halls.clear();
            }
            s.sites[0].leases = vec![LeaseOffer {
                max_blocks: 1,
                ..testing::lease("colo", 2)
            }];
            s
        },
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(125.0), Volume(250.0), Volume(250.0)];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "chip_supply",
        binding: || {
            let mut s = testing::base();
            s.chips[0].hub = true;
            s.chips[1].loss = 0.1;
            s.chips[1].supply = Some(vec![5.0, 4.0, 3.0]);
            s.pools = vec![SupplyPool {
                id: "hbm".into(),
                members: vec![(ChipId(0), 1.0), (ChipId(1), 8.0)],
                at_most: vec![40.0, 30.0, 20.0],
            }];
            s
        },
        squeeze: |s| {
            s.pools[0].at_most[0] = 20.0;
            s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
        },
    },
    Case {
        family: "fleet_balance",
        binding: || {
            let mut s = one_line(30.0);
            s.chips[0].life = 2;
            s.chips[0].available = Some((Period(0), Period(1)));
            s.cohorts = vec![Cohort {
                site: SiteId(0),
                chip: ChipId(0),
                units: 4,
                age: 1,
                ends: 2,
            }];
            s
        },
        squeeze: |s| {
            s.chips[0].available = Some((Period(0), Period(0)));
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "workload_capacity",
        binding: || {
            let mut s = one_line(300.0);
            s.chips[0].availability = 0.9;
            s.workloads[0].peak = 1.2;
            s.sites[1].blocks = vec![Volume(20.0)];
            s
        },
        squeeze: |s| {
            s.demand[0].volume = vec![Volume(700.0); 3];
            s.demand[0].service_floor = 1.0;
        },
    },
    Case {
        family: "demand_balance",
        binding: || {
            let mut s = one_line(10.0);
            s.demand[0].service_floor = 0.4;
            s.demand[0].rent = Some(Rent {
                price: vec![MillionUsdPerUnitYear(20.0); 3],
                at_most: Some(vec![Volume(4.0); 3]),
            });
            s.demand[0].side.tiers = vec![UnmetTier {
                above: 0.2,
                penalty: vec![MillionUsdPerUnitYear(80.0); 3],
            }];
            s
        },
        squeeze: |s| {
            s.chips.clear();
            s.demand[0].service_floor = 0.5;
        },
    },
    Case {
        family: "residency_latency",
        binding: || {
            let mut s = testing::base();
            s.workloads[0].latency = Some(Milliseconds(15.0));
            s.markets[1].latency[1] = None;
            s.demand[0].residency = Some(Residency {
                places: PlaceSelector {
                    jurisdictions: Some(vec!["BB".into()]),
                    ..PlaceSelector::default()
                },
                share: 0.6,
            });
            s.demand[0].serve_cost[1] = MillionUsdPerUnitYear(1.0);
            s
        },
        squeeze: |s| {
            s.demand[0].service_floor = 1.0;
            s.sites[1].halls[0].max = Some(0);
        },
    },
    Case {
        family: "training_cluster",
        binding: || {
            let mut s = one_line(10.0);
            s.chips[0].training = Some(PetaFlops(1.0));
            s.jobs = vec![TrainingJob {
                id: "job".into(),
                work: ZettaFlop(315.36),
                start: Period(0),
                deadline: Period(1),
                min_chips: 30.0,
                chips: ChipSelector::default(),
                places: PlaceSelector::default(),
                unmet_penalty: Some(MillionUsd(200.0)),
                revenue: MillionUsd(0.0),
            }];
            s
        },
        squeeze: |s| {
            // Halls for 75 units at a site; 80 are asked for.
            s.jobs[0].min_chips = 80.0;
            s.jobs[0].unmet_penalty = None;
        },
    },
    Case {
        family: "export_rules",
        binding: || {
            let mut s = testing::base();
            let quota = Some(MegaTpp(0.004));
            let risk = RuleEffect::Risk {
                weight: 0.5,
                at_most: Some(MillionUsd(9.0)),
                price: 0.1,
            };
            s.rules = vec![
                Rule {
                    chips: ChipSelector {
                        ids: Some(vec![ChipId(1)]),
                        ..ChipSelector::default()
                    },
                    ..testing::rule("licence", RuleEffect::Licence)
                },
                testing::rule("grant", RuleEffect::Grant { quota }),
                testing::rule(
                    "cap",
                    RuleEffect::ComputeCap {
                        at_most: MegaTpp(0.02),
                    },
                ),
                testing::rule("risk", risk),
            ];
            s
        },
        squeeze: |s| s.demand.iter_mut().for_each(|line| line.service_floor = 1.0),
    },
    Case {
        family: "budget",
        binding: || {
            let mut s = one_line(30.0);
            s.budgets = vec![Budget {
                carry_over: 0.5,
                carry_limit: Some(MillionUsd(2.0)),
                ..testing::capex_budget(8.0)
            }];
            s
        },
        squeeze: |s| s.demand[0].service_floor = 1.0,
    },
];

/// One chip (`big`: 0.4 MW, 2 racks, 3 MUSD, carries 5) and one demand line.
fn one_line(volume: f64) -> Scenario {
    let mut s = testing::base();
    s.chips.remove(0);
    s.demand.truncate(1);
    s.demand[0].volume = vec![Volume(volume); 3];
    s
}

fn squeezed(case: &Case) -> Scenario {
    let mut scenario = (case.binding)();
    (case.squeeze)(&mut scenario);
    scenario
}

fn root(path: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn status(scenario: &Scenario, spec: &ModelSpec) -> Status {
    testing::solve(scenario, spec).unwrap().1.status
}

#[test]
fn every_family_has_a_case_a_golden_file_and_a_page() {
    let cases: Vec<&str> = cases().map(|case| case.family).collect();
    for family in families() {
        let name = family.name;
        assert!(cases.contains(&name), "{name} has no case here");
        let golden = root(&format!("tests/golden/families/{name}.mps"));
        assert!(golden.exists(), "{name} has no golden file");
        let page = std::fs::read_to_string(root("docs").join(family.docs())).unwrap_or_default();
        for row in family.rows {
            assert!(
                page.contains(row.name),
                "{} is not on the page of {name}",
                row.name
            );
            assert!(
                page.contains(row.dual_unit),
                "the page of {name} lacks {}",
                row.dual_unit
            );
        }
    }
    assert_eq!(cases.len(), families().len());
}

#[test]
fn programs_are_as_they_were() {
    for case in cases() {
        let model = build(&(case.binding)(), &spec(case.family));
        let mut written = Vec::new();
        mps::write(&model.program, &mut written).unwrap();
        let path = root(&format!("tests/golden/families/{}.mps", case.family));
        if std::env::var_os("BLESS").is_some() {
            std::fs::write(&path, &written).unwrap();
        }
        let golden = std::fs::read(&path).unwrap();
        assert!(
            written == golden,
            "the program of {} has changed: {}",
            case.family,
            path.display()
        );
    }
}

#[test]
fn golden_programs_hold_every_kind_of_row_of_their_family() {
    for case in cases() {
        let family: &FamilyInfo = families().iter().find(|f| f.name == case.family).unwrap();
        let program = build(&(case.binding)(), &spec(case.family)).program;
        let names: Vec<&str> = program
            .row_family
            .iter()
            .map(|f| program.families[f.0 as usize].name)
            .collect();
        for row in family.rows {
            assert!(
                names.contains(&row.name),
                "no {} row in the case of {}",
                row.name,
                case.family
            );
        }
    }
}

#[test]
fn each_case_has_an_optimum_until_its_family_makes_it_infeasible() {
    for case in cases() {
        let family = case.family;
        assert_eq!(
            status(&(case.binding)(), &spec(family)),
            Status::Optimal,
            "{family}"
        );
        let squeezed = squeezed(case);
        assert_eq!(status(&squeezed, &spec(family)), Status::Infeasible, "{family}");
        assert_eq!(
            status(&squeezed, &without(family)),
            Status::Optimal,
            "{family} off"
        );
    }
}

#[test]
fn scenario_files_are_infeasible_by_one_family_alone() {
    let mut failures = Vec::new();
    for family in families() {
        let path = root(&format!("tests/fixtures/infeasible/{}.yaml", family.name));
        match load(&path, &LoadOptions::default()) {
            Ok(loaded) => {
                let with = status(&loaded.scenario, &spec(family.name));
                let without = status(&loaded.scenario, &without(family.name));
                if (with, without) != (Status::Infeasible, Status::Optimal) {
                    failures.push(format!("{}: {with:?}, without it {without:?}", family.name));
                }
            }
            Err(problems) => failures.push(format!("{}: {}", family.name, render(&problems, false))),
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn optima_of_the_cases_pass_the_independent_check() {
    for case in cases() {
        let (scenario, spec) = ((case.binding)(), spec(case.family));
        let (model, outcome) = testing::solve(&scenario, &spec).unwrap();
        let plan = buildout::model::extract(&scenario, &model, &outcome.values.unwrap());
        let check = buildout::plan::verify::verify(&scenario, &spec, &plan);
        assert!(check.accepted(), "{}: {:#?}", case.family, check.violations);
        let objective = outcome.objective.unwrap();
        let same = 1e-6 * objective.abs().max(1.0);
        let above = check.objective - objective;
        assert!(
            above >= -same && above <= same + check.allowance,
            "{}",
            case.family
        );
    }
}

#[test]
fn a_broken_row_reads_as_a_sentence() {
    let scenario = (CASES[0].binding)();
    let mut model = build(&scenario, &testing::min_cost());
    let told = |model: &Model, name: &str, amount: f64| {
        let row = (0..model.program.rows() as u32)
            .map(Row)
            .find(|&row| model.program.row_name(row) == name)
            .unwrap();
        explanation::sentence(&scenario, &model.program, row, amount)
    };
    assert_eq!(
        told(&model, "site_requires[alpha,beta,2028]", 1.0),
        "alpha is open in 2028 without beta, which it requires (by 1 of a site)"
    );
    assert_eq!(
        told(&model, "hall_power[beta,air,2029]", 0.25),
        "chips at beta that need air halls draw 0.25 MW more than these can feed in 2029"
    );
    let demand = "demand_balance[near-chat,2028,base]";
    assert_eq!(
        told(&model, demand, 12_345.678),
        "12,346 ktok/s of near-chat is neither served nor bought in nor written off in 2028"
    );
    let scenarios = &mut model.program.labels[Labels::Scenario.set().0 as usize].1;
    scenarios.push("high".into());
    assert!(told(&model, demand, 1.0).ends_with("written off in 2028 (base)"));
}
