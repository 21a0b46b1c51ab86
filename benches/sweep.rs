//! A sweep of budgets and chip prices at size M: cases per second through [`Resolver`] against cold solves.
//!
//! ```text
//! cargo bench --bench sweep                        # 200 cases warm, 20 of them cold
//! cargo bench --bench sweep -- --cold 200          # all of them cold too
//! cargo bench --bench sweep -- --cases 40 --cold 4
//! cargo bench --bench sweep -- --from 15 --to 60   # budgets in per cent, here such that they bind
//! cargo bench --bench sweep -- --shuffled 1        # cases in random order, so that neighbours differ in all
//! SWEEP_LOG=1 cargo bench --bench sweep            # with the remarks of every warm solve
//! ```
//!
//! The cases are a grid of 20 budgets (all limits times 0.8 to 1.2) and 10 chip prices (times 0.9 to 1.1), gone through
//! in rows, to and fro, so that neighbours differ in one figure. The generated budgets leave room: between 0.8 and 1.2
//! it is prices that move the optimum. Both ways build every program from its scenario. Where
//! not all cases are solved cold, those that are lie evenly among all, and the throughput is extrapolated from them.

#![allow(missing_docs)]

use buildout::generate::{Size, SplitMix64, scenario};
use buildout::model;
use buildout::program::Program;
use buildout::scenario::{ModelSpec, Objective, Scenario};
use buildout::solver::{self, Outcome, Quiet, Resolver, Reuse, SolveOptions, SolverError, Status};
use std::sync::Arc;
use std::time::Instant;

const SEED: u64 = 1;
const GAP: f64 = 0.005;
const BUDGETS: usize = 20;
const PRICES: usize = 10;

/// The `step`-th of `steps` factors from `low` to `high`.
fn factor(step: usize, steps: usize, (low, high): (f64, f64)) -> f64 {
    low + (high - low) * step as f64 / (steps - 1) as f64
}

/// Budget and price factor of every case, in the order of the sweep.
fn grid() -> Vec<(f64, f64)> {
    let budgets = (
        option("--from", 80) as f64 / 100.0,
        option("--to", 120) as f64 / 100.0,
    );
    let mut cases = Vec::new();
    for budget in 0..BUDGETS {
        for step in 0..PRICES {
            let price = if budget % 2 == 0 { step } else { PRICES - 1 - step };
            cases.push((
                factor(budget, BUDGETS, budgets),
                factor(price, PRICES, (0.9, 1.1)),
            ));
        }
    }
    if option("--shuffled", 0) > 0 {
        let mut random = SplitMix64::new(SEED);
        for last in (1..cases.len()).rev() {
            cases.swap(last, random.whole(0, last as u32) as usize);
        }
    }
    cases
}

fn program(base: &Scenario, (budget, price): (f64, f64)) -> Program {
    let mut scenario = base.clone();
    for window in scenario.budgets.iter_mut().flat_map(|b| &mut b.windows) {
        window.at_most.0 *= budget;
    }
    for of in scenario.chips.iter_mut().flat_map(|chip| &mut chip.price) {
        of.0 *= price;
    }
    let spec = ModelSpec {
        name: "min-cost".into(),
        objective: Objective::MinCost,
        off: vec![],
    };
    model::build(&scenario, &spec).program
}

/// The number after an option.
fn option(name: &str, otherwise: usize) -> usize {
    let mut arguments = std::env::args().skip_while(|argument| argument != name);
    arguments
        .nth(1)
        .and_then(|value| value.parse().ok())
        .unwrap_or(otherwise)
}

fn told(way: &str, outcome: &Outcome, (budget, price): (f64, f64), seconds: f64, what: &str) {
    let gap = outcome.gap().map_or(f64::NAN, |gap| 100.0 * gap);
    let objective = outcome.objective.unwrap_or(f64::NAN);
    println!(
        "{way} budget {budget:.3} price {price:.3}: {objective:.6e}, gap {gap:.3} %, {seconds:.2} s  {what}"
    );
    if outcome.status != Status::Optimal {
        println!("  not within the gap: {:?}", outcome.status);
    }
}

fn main() -> Result<(), SolverError> {
    let base = scenario(&Size::M, SEED).expect("generated scenarios are valid");
    let options = SolveOptions {
        gap: GAP,
        ..SolveOptions::default()
    };
    let mut cases = grid();
    cases.truncate(option("--cases", cases.len()).max(1));
    let cold = option("--cold", 20).clamp(1, cases.len());

    let mut resolver = Resolver::new(options.clone());
    let (mut first, mut in_place, mut restarted, mut rebuilt) = (0, 0, 0, 0);
    let started = Instant::now();
    for &case in &cases {
        let own = Instant::now();
        let (outcome, reuse) = resolver.solve(program(&base, case), Arc::new(Quiet::default()), None)?;
        match &reuse {
            Reuse::Cold => first += 1,
            Reuse::InPlace { .. } => in_place += 1,
            Reuse::Restarted { .. } => restarted += 1,
            Reuse::Rebuilt(_) => rebuilt += 1,
        }
        let source = outcome
            .trajectory
            .iter()
            .rev()
            .find(|event| event.source != "root" && event.source != "tree");
        let source = source.map_or("", |event| event.source);
        told(
            "warm",
            &outcome,
            case,
            own.elapsed().as_secs_f64(),
            &format!("[{source}] {reuse}"),
        );
        if std::env::var_os("SWEEP_LOG").is_some() {
            for line in outcome.log.iter().filter(|line| line.starts_with("buildout")) {
                println!("    {line}");
            }
        }
    }
    let warm_rate = cases.len() as f64 / started.elapsed().as_secs_f64();

    let started = Instant::now();
    for number in 0..cold {
        // A few places further each time, so that all prices have their turn, not that of the rows' ends alone.
        let place = number * cases.len() / cold
            + if cold < cases.len() {
                3 * number % PRICES
            } else {
                0
            };
        let case = cases[place.min(cases.len() - 1)];
        let own = Instant::now();
        let outcome = solver::solve(&program(&base, case), &options, Arc::new(Quiet::default()))?;
        told("cold", &outcome, case, own.elapsed().as_secs_f64(), "");
    }
    let cold_rate = cold as f64 / started.elapsed().as_secs_f64();

    println!("{} cases warm: {warm_rate:.3} a second", cases.len());
    let note = if cold < cases.len() {
        ", extrapolated to all"
    } else {
        ""
    };
    println!("{cold} cases cold: {cold_rate:.3} a second{note}");
    println!("ratio {:.1}", warm_rate / cold_rate);
    println!("reuse: {first} cold, {in_place} in place, {restarted} restarted, {rebuilt} rebuilt");
    Ok(())
}
