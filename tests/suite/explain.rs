//! Explanations against answers worked out by hand: repairs of every kind, limits in conflict, what-ifs.

mod what_if;

use buildout::model::testing;
use buildout::plan::verify::verify;
use buildout::run::Question;
use buildout::scenario::text::LoadOptions;
use buildout::scenario::*;
use buildout::solver::{Monitor, Progress, Quiet, SolveOptions, Status};
use buildout::study::explain::{Infeasible, Kind, Move, Repair, infeasible, told};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A scenario built in code as a question.
fn question(scenario: Scenario) -> Question {
    let read = Path::new(env!("CARGO_MANIFEST_DIR")).join("inputs/tutorial.yaml");
    Question {
        scenario,
        model: testing::min_cost(),
        ..Question::of_scenario(&read, &LoadOptions::default()).unwrap()
    }
}

/// A scenario file that is read although plain sums may show that it has no plan.
fn file(path: &Path, scenario: Option<&str>) -> Question {
    let options = LoadOptions {
        scenario: scenario.map(str::to_owned),
        sets: vec![],
    };
    Question::load_to_explain(path, &options, Path::new("min-cost")).unwrap()
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{name}.yaml"))
}

fn options() -> SolveOptions {
    SolveOptions {
        time_limit: Some(120.0),
        ..SolveOptions::default()
    }
}

fn explained(question: &Question) -> Infeasible {
    infeasible(question, &[], &options(), Arc::new(Quiet::default())).unwrap()
}

fn words(repair: &Repair, s: &Scenario) -> String {
    told(&repair.moves, s).join(" and ")
}

/// The repair by one kind of limit alone, in words.
fn alone(found: &Infeasible, kind: Kind, s: &Scenario) -> Option<String> {
    let mut list = found.repairs.list.iter();
    list.find(|repair| repair.kind == Some(kind))
        .map(|repair| words(repair, s))
}

fn moved(s: &Scenario, moves: &[Move]) -> Scenario {
    let mut moved = s.clone();
    moves.iter().for_each(|step| step.apply(&mut moved));
    moved
}

/// Solves with moves, and checks the plan.
fn has_plan(question: &Question, moves: &[Move]) -> bool {
    let s = moved(&question.scenario, moves);
    let (model, outcome) = testing::solve(&s, &question.model).unwrap();
    let Some(values) = outcome.values else {
        assert_eq!(outcome.status, Status::Infeasible);
        return false;
    };
    let plan = buildout::model::extract(&s, &model, &values);
    let check = verify(&s, &question.model, &plan);
    assert!(check.accepted(), "{:#?}", check.violations);
    true
}

/// Every listed repair gives the scenario a plan, and none of its moves can be left out.
fn assert_each_is_enough_and_needed(question: &Question, found: &Infeasible) {
    let s = &question.scenario;
    for repair in &found.repairs.list {
        assert!(has_plan(question, &repair.moves), "{}", words(repair, s));
        for left_out in 0..repair.moves.len() {
            let mut fewer = repair.moves.clone();
            fewer.remove(left_out);
            assert!(
                !has_plan(question, &fewer),
                "{} without its {left_out}",
                words(repair, s)
            );
        }
    }
}

/// Fixtures that one family makes infeasible: limits in conflict, the cheapest repair, further ones by kind.
struct Case {
    name: &'static str,
    conflict: &'static [&'static str],
    cheapest: &'static str,
    others: &'static [(Kind, &'static str)],
}

const FLOOR: &str = "service floor of near-chat: 100 %";

/// Amounts as the comment at the head of each fixture derives them.
const CASES: &[Case] = &[
    Case {
        name: "budget",
        conflict: &["budget capex: 8 MUSD", FLOOR],
        cheapest: "+10 MUSD in the budget capex for 2027",
        others: &[
            // 8 MUSD buy two units for ten of thirty users.
            (Kind::Demand, "66.7 % less demand, all lines and periods"),
            (
                Kind::Service,
                "service floor of near-chat down from 100 % to 33.3 %",
            ),
        ],
    },
    Case {
        name: "incentives",
        conflict: &["funding of the account: 0 MUSD", FLOOR],
        cheapest: "+1 MUSD of funding in 2027",
        others: &[],
    },
    Case {
        name: "power_tranche",
        conflict: &["grid power at alpha: 0.7 MW, and 10 MW in tranches", FLOOR],
        // Two units of 0.4 MW.
        cheapest: "+0.1 MW of grid power at alpha from 2027 on",
        others: &[(Kind::Demand, "37.5 % less demand, all lines and periods")],
    },
    Case {
        name: "hall_construction",
        conflict: &["contractor at alpha: 1 hall started a period", FLOOR],
        cheapest: "2 halls started a period at alpha instead of 1",
        others: &[],
    },
    Case {
        name: "site_opening",
        conflict: &["sites opened: 0 sites"],
        cheapest: "+1 site opened in 2027",
        others: &[],
    },
    Case {
        name: "chip_supply",
        conflict: &["supply of big: 2 units", FLOOR],
        // Four less 40 % are two whole ones.
        cheapest: "+2 units of big in 2027",
        others: &[(
            Kind::Service,
            "service floor of near-chat down from 100 % to 83.3 %",
        )],
    },
    Case {
        name: "accelerator_rental",
        conflict: &[FLOOR, "training job model: 120 ZFLOP from 2028 to 2028"],
        cheapest: "without the training job model",
        others: &[],
    },
    Case {
        name: "export_rules",
        conflict: &[FLOOR, "rule cap: at most 0.004 MTPP in service"],
        cheapest: "+0.002 MTPP under the rule cap",
        others: &[],
    },
    Case {
        name: "licences",
        conflict: &[FLOOR, "rule applied: expected quota of 0.004 MTPP"],
        cheapest: "+0.002 MTPP under the rule applied",
        others: &[],
    },
    Case {
        name: "volume_ratio",
        conflict: &[
            "halls at beta: at most 0 hall",
            FLOOR,
            "rule even: No more at alpha than at beta",
        ],
        cheapest: "at most 1 hall at beta instead of 0",
        others: &[(
            Kind::Rules,
            "without the rule even (No more at alpha than at beta)",
        )],
    },
    Case {
        name: "residency_latency",
        conflict: &["grid power at beta: 0.7 MW", FLOOR, "residency of near-chat"],
        // Twelve users take three units at beta: 1.2 MW.
        cheapest: "+0.5 MW of grid power at beta from 2027 on",
        others: &[(Kind::Rules, "without the residency of near-chat")],
    },
    Case {
        name: "carbon",
        conflict: &[FLOOR, "carbon cap group: 8 ktCO2"],
        // 10.512 ktCO2 of six units, rounded up to three digits.
        cheapest: "+2.52 ktCO2 in the cap group for each of 2027, 2028 and 2029",
        others: &[],
    },
    Case {
        name: "water",
        conflict: &[FLOOR, "water cap river: 30 ML"],
        cheapest: "+12.1 ML in the cap river for each of 2027, 2028 and 2029",
        others: &[],
    },
    Case {
        name: "custom_limits",
        conflict: &[FLOOR, "limit power: power.it_used at most 2 MW"],
        cheapest: "limit power: at most 2.4 MW instead of 2 for each of 2027, 2028 and 2029",
        others: &[],
    },
    Case {
        name: "resilience",
        conflict: &[
            "grid power at beta: 0.7 MW",
            "resilience any-site: 100 % of demand kept",
        ],
        // Four units of 0.4 MW carry all twenty users, one carries a quarter.
        cheapest: "+0.9 MW of grid power at beta from 2027 on",
        others: &[(Kind::Resilience, "75 percentage points less kept under any-site")],
    },
    Case {
        name: "leases",
        conflict: &["leases at alpha: at most 1 block of colo", FLOOR],
        cheapest: "2 blocks of colo at alpha instead of 1",
        others: &[],
    },
    Case {
        name: "contract_orders",
        conflict: &["contract frame: 5 units", FLOOR],
        // Five units take two lots of four.
        cheapest: "+3 units under the contract frame in 2027",
        others: &[],
    },
    Case {
        name: "fleet_balance",
        conflict: &["big arrives in 2027 to 2028", FLOOR],
        cheapest: "big on sale in 2029 already, or still",
        others: &[],
    },
];

#[test]
fn fixtures_are_explained_as_derived_by_hand() {
    for case in CASES {
        let question = file(&fixture(&format!("infeasible/{}", case.name)), None);
        let (s, found) = (&question.scenario, explained(&question));
        let group = found
            .group
            .as_ref()
            .unwrap_or_else(|| panic!("{}: no group", case.name));
        let conflict: Vec<String> = group.limits.iter().map(|limit| limit.told(s)).collect();
        assert_eq!(conflict, case.conflict, "{}", case.name);
        assert!(group.minimal, "{}", case.name);
        let cheapest = &found.repairs.list[0];
        assert_eq!(words(cheapest, s), case.cheapest, "{}", case.name);
        assert!(cheapest.proven, "{}", case.name);
        for (kind, expected) in case.others {
            let told = alone(&found, *kind, s);
            assert_eq!(told.as_deref(), Some(*expected), "{}", case.name);
        }
        assert!(found.arithmetic.is_empty(), "{}", case.name);
    }
}

#[test]
fn every_repair_of_every_fixture_is_enough_and_has_nothing_idle() {
    let folder = fixture("infeasible/x").parent().unwrap().to_owned();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().path())
        .collect();
    files.retain(|path| path.extension().is_some_and(|extension| extension == "yaml"));
    files.sort();
    assert!(files.len() >= 38);
    for path in files {
        let question = file(&path, None);
        // This one is infeasible where profit is maximised only.
        if path.ends_with("price_response.yaml") {
            assert!(has_plan(&question, &[]));
            continue;
        }
        let found = explained(&question);
        let name = path.display();
        assert!(
            found.group.is_some() || found.families.is_some(),
            "{name}: no reason"
        );
        assert!(!found.repairs.list.is_empty(), "{name}: no repair");
        assert_each_is_enough_and_needed(&question, &found);
    }
}

/// Everything must be served, from alpha alone: 30 users take six `big`.
fn must_serve() -> Scenario {
    let mut s = testing::base();
    s.demand.iter_mut().for_each(|line| line.service_floor = 1.0);
    s.sites[1].halls[0].max = Some(0);
    s
}

#[test]
fn land_pools_and_denials_give_way() {
    // Fifty `big` of 0.4 MW take two halls of 1 ha.
    let mut s = must_serve();
    s.demand[1].volume = vec![Volume(240.0); 3];
    s.chips.remove(0);
    s.sites[0].land = Some(Hectares(1.5));
    let question_ = question(s);
    let found = explained(&question_);
    assert_eq!(
        words(&found.repairs.list[0], &question_.scenario),
        "+0.5 ha of land at alpha"
    );
    assert_each_is_enough_and_needed(&question_, &found);

    // Six `big` draw 12 on a pool of 8; what it holds in one year may be used in that year only.
    let mut s = must_serve();
    s.chips.remove(0);
    s.pools = vec![SupplyPool {
        id: "hbm".into(),
        members: vec![(ChipId(0), 2.0)],
        at_most: vec![8.0; 3],
    }];
    let question_ = question(s);
    let found = explained(&question_);
    assert_eq!(
        words(&found.repairs.list[0], &question_.scenario),
        "+4 in the supply pool hbm in 2027"
    );
    assert_each_is_enough_and_needed(&question_, &found);

    let mut s = must_serve();
    s.rules = vec![testing::rule("no", RuleEffect::Denied)];
    let question_ = question(s);
    let found = explained(&question_);
    let (s, group) = (&question_.scenario, found.group.as_ref().unwrap());
    assert_eq!(
        alone(&found, Kind::Rules, s).as_deref(),
        Some("without the rule no (no)")
    );
    assert!(group.limits.iter().any(|limit| limit.told(s) == "rule no: no"));
}

#[test]
fn dates_and_commitments_give_way() {
    // Only beta can serve, and opens a year late.
    let mut s = must_serve();
    s.sites[0].halls[0].existing = 0;
    s.sites[0].halls[0].max = Some(0);
    s.sites[1].halls[0].max = Some(3);
    s.sites[1].earliest = Period(1);
    let question_ = question(s);
    let found = explained(&question_);
    let told = alone(&found, Kind::Dates, &question_.scenario);
    assert_eq!(told.as_deref(), Some("beta open from 2027 on instead of 2028"));
    assert_each_is_enough_and_needed(&question_, &found);

    // Opening beta takes 10 MUSD, of which there are 4 a year; plain sums over files say so too.
    let question_ = file(&fixture("checks/commitments-over-budget"), Some("slip"));
    let found = explained(&question_);
    let told = alone(&found, Kind::Dates, &question_.scenario);
    assert_eq!(
        told.as_deref(),
        Some("without the commitment to open new by 2027H2")
    );
    assert_eq!(found.arithmetic.len(), 1);
    assert!(
        found.arithmetic[0].contains("cost at least 20.00 MUSD"),
        "{:?}",
        found.arithmetic
    );
    assert_each_is_enough_and_needed(&question_, &found);
}

#[test]
fn loans_and_distances_give_way() {
    // 18 MUSD for six units, of which 8 are there; 5 may be owed, and whatever is paid in later.
    let mut s = must_serve();
    s.chips.remove(0);
    s.finance.cash = Some(testing::account(8.0, 20.0));
    s.finance.cash.as_mut().unwrap().funding[0] = MillionUsd(0.0);
    s.finance.debt = Some(testing::debt(5.0, 0.1));
    let question_ = question(s);
    let found = explained(&question_);
    let told: Vec<String> = found
        .repairs
        .list
        .iter()
        .map(|repair| words(repair, &question_.scenario))
        .collect();
    assert!(
        told.contains(&"+5 MUSD of loans in 2027".into())
            || told.contains(&"+5 MUSD of funding in 2027".into()),
        "{told:?}"
    );
    let group = found.group.as_ref().unwrap();
    let limits: Vec<String> = group
        .limits
        .iter()
        .map(|limit| limit.told(&question_.scenario))
        .collect();
    assert!(limits.contains(&"loans: 5 MUSD".into()), "{limits:?}");
    assert_each_is_enough_and_needed(&question_, &found);

    // alpha is 25 ms from the one market and 24.5 from the other, the budget is 20.
    let mut s = must_serve();
    s.workloads[0].latency = Some(Milliseconds(20.0));
    s.markets[0].latency = vec![Some(Milliseconds(25.0)), None];
    s.markets[1].latency = vec![Some(Milliseconds(24.5)), Some(Milliseconds(31.0))];
    let question_ = question(s);
    let found = explained(&question_);
    let told = alone(&found, Kind::Latency, &question_.scenario);
    let id = &question_.scenario.workloads[0].id;
    assert_eq!(
        told.as_deref(),
        Some(format!("latency of {id}: at most 25 ms instead of 20").as_str())
    );
    assert_each_is_enough_and_needed(&question_, &found);
}

/// Stops as soon as a phase begins.
struct StopAt(&'static str, AtomicBool);

impl Monitor for StopAt {
    fn progress(&self, progress: &Progress) {
        if progress.phase == self.0 {
            self.1.store(true, Ordering::Relaxed);
        }
    }
    fn interrupted(&self) -> bool {
        self.1.load(Ordering::Relaxed)
    }
}

#[test]
fn what_was_found_before_an_interrupt_is_kept() {
    let question = file(&fixture("infeasible/budget"), None);
    let stopped = |phase| {
        let monitor = Arc::new(StopAt(phase, AtomicBool::new(false)));
        infeasible(&question, &[], &options(), monitor).unwrap()
    };
    // The relaxation has named the limits by the time that repairs are looked for.
    let found = stopped("looking for the cheapest repair");
    assert!(found.interrupted && found.tells());
    assert!(found.repairs.list.is_empty() && found.families.is_none());
    let group = found.group.unwrap();
    assert_eq!(group.limits.len(), 2);
    assert!(!group.minimal);
    // Right at the start nothing is known.
    let found = stopped("looking for the limits in conflict");
    assert!(found.interrupted && !found.tells());
    let told = buildout::study::explain::text::reason(&question, &found);
    assert_eq!(told, "Stopped before the reason was found.\n");
}

#[test]
fn a_limit_on_a_share_gives_way_as_a_share() {
    // `small` cannot be had, so that all of what is deployed is `big`; half of it may be.
    let mut s = must_serve();
    s.chips[0].supply = Some(vec![0.0; 3]);
    let mut half = testing::limit(Quantity::Deployed, Some(0.5), None);
    half.filter.chips.ids = Some(vec![ChipId(1)]);
    half.share_of = Some(ShareOf {
        quantity: Quantity::Deployed,
        filter: QuantityFilter::default(),
    });
    s.limits = vec![half];
    let question_ = question(s);
    let found = explained(&question_);
    let told = alone(&found, Kind::Own, &question_.scenario);
    assert_eq!(
        told.as_deref(),
        Some("limit limit: at most 100 % instead of 50 for 2027")
    );
    assert_each_is_enough_and_needed(&question_, &found);
}

#[test]
fn mixes_are_cheaper_than_what_one_kind_can_do() {
    // Chips for 18 MUSD of 8, and 2.4 MW of 2: neither money nor power is enough alone.
    let mut s = must_serve();
    s.chips.remove(0);
    s.budgets = vec![testing::capex_budget(8.0)];
    s.sites[0].power = vec![Megawatts(2.0); 3];
    let question_ = question(s);
    let found = explained(&question_);
    let (s, cheapest) = (&question_.scenario, &found.repairs.list[0]);
    assert_eq!(
        words(cheapest, s),
        "+10 MUSD in the budget capex for 2027 and +0.4 MW of grid power at alpha from 2027 on"
    );
    assert_eq!(cheapest.kind, None);
    assert!(
        (cheapest.price - (10.0 + 0.4 * 10.0 * 1.03)).abs() < 1e-6,
        "{}",
        cheapest.price
    );
    for kind in [Kind::Money, Kind::Power] {
        assert!(
            found.repairs.not_enough.contains(&kind),
            "{:?}",
            found.repairs.not_enough
        );
    }
    // Each of the two is in conflict with what must be served.
    assert!(found.group.as_ref().unwrap().minimal);
    assert_each_is_enough_and_needed(&question_, &found);
}

#[test]
fn plain_sums_are_told_first() {
    let question = file(&fixture("checks/floor-over-power"), Some("slip"));
    let found = explained(&question);
    assert_eq!(found.arithmetic.len(), 1);
    assert!(
        found.arithmetic[0].starts_with("city needs 7.49 MW of IT power in 2027H1"),
        "{:?}",
        found.arithmetic
    );
    // Halls take too long for power to help in the first period, leases do not.
    let limits = found.group.as_ref().map(|group| &group.limits);
    let limits: Vec<String> = limits
        .into_iter()
        .flatten()
        .map(|limit| limit.told(&question.scenario))
        .collect();
    assert_eq!(
        limits,
        [
            "leases at new: at most 2 blocks of colo",
            "service floor of city-chat: 60 %"
        ]
    );
    assert!(found.families.is_none());
    assert!(
        found
            .repairs
            .list
            .iter()
            .all(|repair| has_plan(&question, &repair.moves))
    );
    // A slip of the hand is no infeasibility.
    let slip = fixture("checks/pue-below-one");
    let options = LoadOptions {
        scenario: Some("slip".into()),
        sets: vec![],
    };
    assert!(Question::load_to_explain(&slip, &options, Path::new("min-cost")).is_err());
}

#[test]
fn where_only_what_is_asked_for_is_in_conflict_families_are_told() {
    let question = file(&fixture("infeasible/construction_stages"), None);
    let found = explained(&question);
    let group = found.group.unwrap();
    assert_eq!(group.limits.len(), 1, "{group:?}");
    assert_eq!(group.limits[0].kind(), Kind::Service);
    let families = found.families.unwrap();
    assert!(families.irreducible, "{families:?}");
    let told = "construction_stages: stages of sites and halls";
    assert!(families.told.contains(told), "{}", families.told);
}

#[test]
fn a_scenario_with_a_plan_needs_no_repair() {
    let found = explained(&question(testing::base()));
    assert!(found.group.is_none() && found.repairs.list.is_empty());
    assert_eq!(
        found.repairs.remarks,
        ["The program has a plan as it stands: nothing has to give way."]
    );
}

#[test]
fn a_limit_of_time_is_told() {
    let question = file(&fixture("infeasible/budget"), None);
    let hurried = SolveOptions {
        time_limit: Some(1e-9),
        ..SolveOptions::default()
    };
    let found = infeasible(&question, &[], &hurried, Arc::new(Quiet::default())).unwrap();
    assert!(found.repairs.list.is_empty());
    assert_eq!(
        found.repairs.remarks,
        ["The time was up: there may be other and cheaper repairs."]
    );
    assert!(found.group.is_none_or(|group| !group.minimal));
}
