//! Random small scenarios: HiGHS, the second solver and brute force over the whole numbers agree; `verify`
//! accepts every plan and rejects every mutated one. Each scenario comes from a seed that a failure names.

mod behaviour;
mod brute;
pub mod draw;
mod mutate;
mod poor;
mod serving;
mod structure;
mod vintages;

use brute::Found;
use buildout::model::testing::{max_profit, min_cost};
use buildout::model::{build, extract};
use buildout::plan::Plan;
use buildout::plan::ledger::Ledger;
use buildout::plan::tables::{self, Cell};
use buildout::plan::verify::verify;
use buildout::scenario::{ModelSpec, Quantity, Scenario};
use buildout::solver::{self, Outcome, Quiet, SecondStatus, SolveOptions, Status, Strategy};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Number of scenarios, unless `BUILDOUT_SCENARIOS` says otherwise; the optimised build takes more.
const FEW: u64 = if cfg!(debug_assertions) { 80 } else { 240 };

/// Number of scenarios.
fn scenarios() -> u64 {
    let told = std::env::var("BUILDOUT_SCENARIOS").ok();
    told.map_or(FEW, |told| told.parse().expect("BUILDOUT_SCENARIOS is a number"))
}

/// Time for the second solver on one scenario.
const SECONDS: f64 = 30.0;

/// Quantities that two periods leave little room for: in most runs no plan has any.
const RARE: [&str; 4] = [
    "lease_terms.exercised",
    "lease_terms.extended",
    "vintages.moved_in",
    "vintages.moved_out",
];

/// Relative distance at which two objectives are the same.
const SAME: f64 = 1e-6;

pub fn exact(strategy: Strategy) -> SolveOptions {
    SolveOptions {
        gap: 0.0,
        strategy,
        ..SolveOptions::default()
    }
}

pub fn same(a: f64, b: f64) -> bool {
    (a - b).abs() <= SAME * a.abs().max(b.abs()).max(1.0)
}

/// The model for a seed: every third one maximises profit.
pub fn spec(seed: u64) -> ModelSpec {
    if seed % 3 == 2 { max_profit() } else { min_cost() }
}

/// Solves with HiGHS to optimality; the plan is verified and its ledger agrees with the solver.
fn solved(seed: u64, s: &Scenario, strategy: Strategy) -> (Outcome, Option<(Plan, f64)>) {
    let spec = spec(seed);
    let model = build(s, &spec);
    let outcome = solver::solve(&model.program, &exact(strategy), Arc::new(Quiet::default()))
        .unwrap_or_else(|error| panic!("seed {seed}: {error}"));
    let Some(values) = &outcome.values else {
        assert_eq!(outcome.status, Status::Infeasible, "seed {seed}");
        return (outcome, None);
    };
    let plan = extract(s, &model, values);
    let checked = verify(s, &spec, &plan);
    assert!(checked.accepted(), "seed {seed}: {:?}", checked.violations);
    let objective = outcome.objective.unwrap();
    let off = checked.objective - objective;
    assert!(
        same(objective, checked.objective) || (off > 0.0 && off <= checked.allowance),
        "seed {seed}: solver {objective}, ledger {}",
        checked.objective
    );
    (outcome, Some((plan, objective)))
}

#[test]
fn highs_the_second_solver_and_brute_force_agree() {
    let (compared, infeasible) = agree(0..scenarios(), draw::scenario);
    assert!(
        compared >= scenarios() * 9 / 10,
        "{compared} of {} compared",
        scenarios()
    );
    assert!(
        infeasible > 0 && infeasible < compared / 2,
        "{infeasible} of {compared} infeasible"
    );
}

#[test]
fn highs_the_second_solver_and_brute_force_agree_in_blocks_of_hours() {
    let (compared, _) = agree(0..scenarios() / 4, draw::in_blocks);
    assert!(compared >= scenarios() / 5, "{compared} compared");
}

#[test]
fn highs_the_second_solver_and_brute_force_agree_on_what_survives_a_loss() {
    let (compared, infeasible) = agree(0..scenarios() / 3, draw::with_losses);
    assert!(compared >= scenarios() / 4, "{compared} compared");
    assert!(
        infeasible > 0 && infeasible < compared * 3 / 4,
        "{infeasible} of {compared} infeasible"
    );
}

/// Compares all three on the scenarios drawn: how many could be compared, how many of them have no plan.
fn agree(seeds: std::ops::Range<u64>, draw: fn(u64) -> Scenario) -> (u64, u64) {
    let (mut compared, mut infeasible) = (0, 0);
    for seed in seeds {
        let s = draw(seed);
        let spec = spec(seed);
        let found = brute::solve(&s, &spec);
        if matches!(found, Found::TooMany) {
            continue;
        }
        compared += 1;
        let (outcome, plan) = solved(seed, &s, Strategy::Whole);
        let program = build(&s, &spec).program;
        let second = solver::second_opinion(&program, SECONDS).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        match (found, plan) {
            (Found::Best(_, best), Some((_, objective))) => {
                assert_eq!(second.status, SecondStatus::Optimal, "seed {seed}");
                let other = second.objective.unwrap();
                assert!(
                    same(other, objective),
                    "seed {seed}: second solver {other}, HiGHS {objective}"
                );
                assert_eq!(outcome.status, Status::Optimal, "seed {seed}");
                assert!(
                    same(best, objective),
                    "seed {seed}: brute force {best}, HiGHS {objective}"
                );
                let bound = outcome.best_bound.unwrap();
                assert!(
                    same(bound, objective),
                    "seed {seed}: bound {bound}, objective {objective}"
                );
            }
            (Found::Nothing, None) => {
                infeasible += 1;
                assert_eq!(second.status, SecondStatus::Infeasible, "seed {seed}");
            }
            (Found::Best(plan, best), None) => {
                panic!("seed {seed}: HiGHS finds nothing, but {best}: {plan:?}")
            }
            (Found::TooMany, _) => {}
            (Found::Nothing, Some((plan, objective))) => {
                panic!("seed {seed}: brute force misses {objective}: {plan:?}")
            }
        }
    }
    (compared, infeasible)
}

#[test]
fn with_any_subset_of_families_highs_and_the_second_solver_agree() {
    let mut compared = 0;
    for seed in 0..scenarios() {
        let s = draw::anything(seed);
        let (outcome, plan) = solved(seed, &s, Strategy::Whole);
        let program = build(&s, &spec(seed)).program;
        let second = solver::second_opinion(&program, SECONDS).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
        match plan {
            Some((plan, objective)) => {
                if second.status != SecondStatus::Optimal {
                    continue; // out of time: counted below
                }
                let other = second.objective.unwrap();
                assert!(
                    same(other, objective),
                    "seed {seed}: second solver {other}, HiGHS {objective}"
                );
                for mutant in mutate::mutants(&s, &plan) {
                    let checked = verify(&mutant.scenario, &spec(seed), &mutant.plan);
                    assert!(
                        !checked.accepted(),
                        "seed {seed}: accepted although {}",
                        mutant.name
                    );
                }
            }
            None => {
                assert_eq!(outcome.status, Status::Infeasible, "seed {seed}");
                assert_eq!(second.status, SecondStatus::Infeasible, "seed {seed}");
            }
        }
        compared += 1;
    }
    assert!(
        compared >= scenarios() * 9 / 10,
        "{compared} of {} compared",
        scenarios()
    );
}

#[test]
fn the_model_counts_every_quantity_as_the_tables_do() {
    let mut unused: BTreeSet<String> = Quantity::ALL.iter().map(|q| q.name().to_owned()).collect();
    for seed in 0..4 * scenarios() {
        // The objective has the price of every quantity by the model, the ledger by the plan.
        let s = draw::all_quantities(seed);
        if let (_, Some((plan, _))) = solved(seed, &s, Strategy::Whole) {
            let tables = tables::all(&s, &plan, &Ledger::new(&s, &plan));
            let limits = tables.iter().find(|table| table.name == "custom_limits");
            for row in limits.into_iter().flat_map(|table| &table.rows) {
                if let [Cell::Text(quantity), Cell::Number(amount), ..] = &row.values[..]
                    && amount.abs() > 1e-6
                {
                    unused.remove(quantity);
                }
            }
        }
    }
    unused.retain(|name| !RARE.contains(&name.as_str()));
    assert!(unused.is_empty(), "always zero: {unused:?}");
}

#[test]
fn every_strategy_stays_between_the_optimum_and_a_valid_bound() {
    for seed in 0..scenarios() {
        let s = draw::scenario(seed);
        let (_, Some((_, best))) = solved(seed, &s, Strategy::Whole) else {
            continue;
        };
        for strategy in [Strategy::RelaxRepair, Strategy::Decompose, Strategy::Interior] {
            let (outcome, plan) = solved(seed, &s, strategy);
            if let Some((_, objective)) = plan {
                assert!(
                    objective >= best || same(objective, best),
                    "seed {seed}, {strategy:?}: {objective} under {best}"
                );
            }
            let bound = outcome.best_bound.unwrap();
            assert!(
                bound <= best || same(bound, best),
                "seed {seed}, {strategy:?}: bound {bound} above {best}"
            );
        }
    }
}

#[test]
fn verify_rejects_every_mutated_plan() {
    let (mut mutants, mut kinds) = (0, BTreeSet::new());
    for seed in 0..scenarios() {
        let s = draw::scenario(seed);
        let (_, Some((plan, _))) = solved(seed, &s, Strategy::Whole) else {
            continue;
        };
        for mutant in mutate::mutants(&s, &plan) {
            let checked = verify(&mutant.scenario, &spec(seed), &mutant.plan);
            assert!(
                !checked.accepted(),
                "seed {seed}: accepted although {}",
                mutant.name
            );
            mutants += 1;
            kinds.extend(
                checked
                    .violations
                    .iter()
                    .flat_map(|violation| [violation.family, violation.row]),
            );
        }
    }
    assert!(mutants > 40 * scenarios(), "{mutants} mutants");
    for kind in [
        "plan",
        "site_opening",
        "hall_construction",
        "power_tranche",
        "hall_capacity",
        "grid_power",
        "hall_power",
        "hall_space",
        "hall_cooling",
        "leases",
        "chip_supply",
        "fleet_balance",
        "workload_capacity",
        "chip_time",
        "demand_balance",
        "residency_latency",
        "training_cluster",
        "export_rules",
        "licence_quota",
        "compute_cap",
        "risk_cap",
        "budget",
    ] {
        assert!(kinds.contains(kind), "no mutant broke {kind}: {kinds:?}");
    }
}
