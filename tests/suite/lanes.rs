//! The strategies with two lanes on generated scenarios: plans and bounds lie on their sides of the optimum, whenever
//! the work ends.
//!
//! Why the bounds hold: `root` is the program without whole numbers, `tree` the least bound over parts that together
//! hold every plan of a relaxation, `branch and bound` HiGHS on the whole program. Each is compared with the optimum of
//! the whole program here, and on random small programs with a second solver and brute force in `properties.rs`.

use buildout::generate::{Size, scenario};
use buildout::model::testing::min_cost;
use buildout::model::{Model, build, extract};
use buildout::plan::verify::verify;
use buildout::scenario::Scenario;
use buildout::solver::{Monitor, Outcome, Progress, Quiet, SolveOptions, Status, Strategy, solve};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// Larger than what `whole` gets by itself, small enough for it to be solved to the end.
const SIZE: Size = Size {
    sites: 5,
    chips: 3,
    periods: 4,
    markets: 3,
    workloads: 2,
};

const LANES: [Strategy; 2] = [Strategy::RelaxRepair, Strategy::Decompose];

/// Relative tolerance of a comparison of two solves to the end.
const SAME: f64 = 1e-6;

fn case(seed: u64) -> (Scenario, Model) {
    let scenario = scenario(&SIZE, seed).unwrap();
    let model = build(&scenario, &min_cost());
    (scenario, model)
}

fn options(strategy: Strategy, threads: usize, gap: f64) -> SolveOptions {
    SolveOptions {
        gap,
        threads,
        strategy,
        ..SolveOptions::default()
    }
}

/// Checks plan and bound of an outcome against the optimum; says whether there is a plan.
fn check(scenario: &Scenario, model: &Model, outcome: &Outcome, optimum: f64, what: &str) -> bool {
    let slack = SAME * optimum.abs();
    if let Some(bound) = outcome.best_bound {
        assert!(
            bound <= optimum + slack,
            "{what}: bound {bound} above the optimum {optimum}"
        );
    }
    for event in &outcome.trajectory {
        assert!(
            event.bound.is_none_or(|bound| bound <= optimum + slack),
            "{what}: {event:?}"
        );
        assert!(
            event.incumbent.is_none_or(|plan| plan >= optimum - slack),
            "{what}: {event:?}"
        );
    }
    let Some(values) = &outcome.values else {
        return false;
    };
    let plan = extract(scenario, model, values);
    let checked = verify(scenario, &min_cost(), &plan);
    assert!(checked.accepted(), "{what}: {:?}", checked.violations);
    let objective = outcome.objective.unwrap();
    assert!(
        objective >= optimum - slack,
        "{what}: plan {objective} below the optimum {optimum}"
    );
    true
}

/// The strategies with lanes on one thread, on two, and on four, of which two help; their root by HiGHS and by the first-order
/// method.
fn lanes(gap: f64) -> impl Iterator<Item = (String, SolveOptions)> {
    let ways = LANES
        .into_iter()
        .flat_map(|strategy| [1, 2, 4].map(|threads| (strategy, threads)));
    ways.flat_map(move |(strategy, threads)| {
        [
            ("exact", (usize::MAX, usize::MAX)),
            ("first-order, then exact", (0, usize::MAX)),
            ("first-order", (0, 0)),
        ]
        .map(|(root, first_order)| {
            let options = SolveOptions {
                first_order,
                ..options(strategy, threads, gap)
            };
            (format!("{strategy:?} on {threads}, {root} root"), options)
        })
    })
}

fn optimum(model: &Model) -> f64 {
    let whole = solve(
        &model.program,
        &options(Strategy::Whole, 1, 1e-9),
        Arc::new(Quiet::default()),
    )
    .unwrap();
    assert_eq!(whole.status, Status::Optimal);
    whole.objective.unwrap()
}

#[test]
fn lanes_close_the_gap_from_both_sides() {
    for seed in 1..=3 {
        let (scenario, model) = case(seed);
        let optimum = optimum(&model);
        for (way, options) in lanes(1e-3) {
            let what = format!("seed {seed}, {way}");
            let outcome = solve(&model.program, &options, Arc::new(Quiet::default())).unwrap();
            assert!(
                check(&scenario, &model, &outcome, optimum, &what),
                "{what}: no plan"
            );
            assert_eq!(outcome.status, Status::Optimal, "{what}");
            assert!(outcome.gap().unwrap() <= 1e-3, "{what}: {:?}", outcome.gap());
            let sources: Vec<&str> = outcome.trajectory.iter().map(|event| event.source).collect();
            assert!(sources.contains(&"root"), "{what}: {sources:?}");
        }
    }
}

/// Stops the solve when asked for the `left`-th time.
struct After {
    left: AtomicU32,
}

impl Monitor for After {
    fn progress(&self, _: &Progress) {}
    fn interrupted(&self) -> bool {
        let count = |left: u32| left.checked_sub(1);
        self.left
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, count)
            .is_err()
    }
}

#[test]
fn an_interrupt_at_any_moment_leaves_a_verified_plan_or_none() {
    let (scenario, model) = case(4);
    let optimum = optimum(&model);
    let (mut plans, mut stopped) = (0, 0);
    let whole = [1, 2].map(|threads| {
        (
            format!("whole on {threads}"),
            options(Strategy::Whole, threads, 1e-9),
        )
    });
    for (way, options) in whole.into_iter().chain(lanes(1e-9)) {
        for moment in (0..14).map(|power| (1.9_f64.powi(power)) as u32) {
            let monitor = Arc::new(After {
                left: AtomicU32::new(moment),
            });
            let outcome = solve(&model.program, &options, monitor).unwrap();
            let what = format!("{way}, stopped at {moment}");
            plans += u32::from(check(&scenario, &model, &outcome, optimum, &what));
            stopped += u32::from(outcome.limits_hit.contains(&"interrupt".to_owned()));
        }
    }
    assert!(stopped > 20 && plans > 20, "{stopped} stopped, {plans} plans");
}

#[test]
fn duals_of_a_first_order_root_prove_that_there_is_no_plan() {
    let mut scenario = scenario(&SIZE, 1).unwrap();
    for line in &mut scenario.demand {
        // More than can be there in the first period.
        line.service_floor = 0.5;
    }
    let model = build(&scenario, &min_cost());
    let mut options = options(Strategy::Decompose, 2, 1e-3);
    options.first_order = (0, 0);
    let outcome = solve(&model.program, &options, Arc::new(Quiet::default())).unwrap();
    assert_eq!(outcome.status, Status::Infeasible);
    let told = outcome
        .log
        .iter()
        .any(|line| line.contains("duals of the root prove"));
    assert!(told, "{:?}", outcome.log);
}

/// Delays solves now and then, differently from run to run.
struct Delays(AtomicU32);

impl Monitor for Delays {
    fn progress(&self, _: &Progress) {}
    fn interrupted(&self) -> bool {
        let asked = self.0.fetch_add(1, Ordering::Relaxed);
        if asked.is_multiple_of(7) {
            std::thread::sleep(std::time::Duration::from_micros(u64::from(asked % 13) * 50));
        }
        false
    }
}

#[test]
fn counted_in_work_the_same_input_gives_the_same_answer_however_fast_the_lanes_are() {
    let (_, model) = case(2);
    let side_by_side = lanes(1e-3).filter(|(_, options)| options.threads > 1);
    for ((way, options), time_limit) in side_by_side.zip([None, Some(0.3)].into_iter().cycle()) {
        let options = SolveOptions {
            deterministic: true,
            time_limit,
            ..options
        };
        let runs = [0, 5].map(|begin| {
            let monitor = Arc::new(Delays(AtomicU32::new(begin)));
            solve(&model.program, &options, monitor).unwrap()
        });
        let [first, second] = &runs;
        let what = format!("{way}, limit {time_limit:?}");
        assert_eq!(first.trajectory, second.trajectory, "{what}");
        assert_eq!(first.values, second.values, "{what}");
        assert_eq!(first.best_bound, second.best_bound, "{what}");
        assert_eq!(first.status, second.status, "{what}");
    }
}
