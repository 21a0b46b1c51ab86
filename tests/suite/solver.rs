//! The solver on small programs whose answers can be worked out by hand, and on random ones against brute
//! force.

use buildout::program::{Col, Family, Integrality, Kind, Program};
use buildout::solver::{
    Monitor, Outcome, Progress, Quiet, SolveOptions, SolverError, Status, Strategy, largest_violation, solve,
};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

const INF: f64 = f64::INFINITY;

/// A program under construction with one kind and one family.
struct Build {
    program: Program,
    kind: Kind,
    family: Family,
}

impl Build {
    fn new() -> Self {
        let mut program = Program::new("small");
        let labels = program.label_set("n", (0..100).map(|n| n.to_string()).collect());
        let kind = program.kind("x", &[labels]);
        let family = program.family("row", &[labels]);
        Self {
            program,
            kind,
            family,
        }
    }

    fn col(&mut self, cost: f64, bounds: (f64, f64), integrality: Integrality) -> Col {
        let key = [self.program.columns() as u16, 0, 0, 0, 0];
        let col = self.program.column(self.kind, key, bounds, integrality);
        self.program.add_cost(col, cost);
        col
    }

    fn row(&mut self, bounds: (f64, f64), terms: &[(Col, f64)]) {
        let key = [self.program.rows() as u16, 0, 0, 0, 0];
        self.program.row(self.family, key, bounds, terms.iter().copied());
    }
}

fn options(strategy: Strategy) -> SolveOptions {
    SolveOptions {
        gap: 1e-9,
        strategy,
        ..SolveOptions::default()
    }
}

fn run(program: &Program, strategy: Strategy) -> Outcome {
    solve(program, &options(strategy), Arc::new(Quiet::default())).unwrap()
}

/// min -5a - 4b - 3c with 2a + 3b + c <= 5, 4a + b + 2c <= 11, 3a + 4b + 2c <= 8, whole: the LP optimum
/// (2, 0, 1) is whole, objective -13.
fn textbook() -> Build {
    let mut b = Build::new();
    let x: Vec<Col> = [-5.0, -4.0, -3.0]
        .iter()
        .map(|&cost| b.col(cost, (0.0, 10.0), Integrality::Integer))
        .collect();
    b.row((-INF, 5.0), &[(x[0], 2.0), (x[1], 3.0), (x[2], 1.0)]);
    b.row((-INF, 11.0), &[(x[0], 4.0), (x[1], 1.0), (x[2], 2.0)]);
    b.row((-INF, 8.0), &[(x[0], 3.0), (x[1], 4.0), (x[2], 2.0)]);
    b
}

#[test]
fn an_optimum_is_exact_and_verified() {
    let b = textbook();
    let outcome = run(&b.program, Strategy::Whole);
    assert_eq!(outcome.status, Status::Optimal);
    assert_eq!(outcome.values, Some(vec![2.0, 0.0, 1.0]));
    assert_eq!(outcome.objective, Some(-13.0));
    assert!((outcome.best_bound.unwrap() + 13.0).abs() < 1e-6);
    assert!(outcome.limits_hit.is_empty());
    assert!(outcome.log.iter().any(|line| line.contains("HiGHS")));
}

#[test]
fn duals_are_those_at_fixed_integers() {
    // min 3x + y with x + y >= 4, y <= 1, x continuous: x = 3, y = 1; one more unit asked costs 3.
    let mut b = Build::new();
    let x = b.col(3.0, (0.0, INF), Integrality::Continuous);
    let y = b.col(1.0, (0.0, 1.0), Integrality::Continuous);
    b.row((4.0, INF), &[(x, 1.0), (y, 1.0)]);
    let outcome = run(&b.program, Strategy::Whole);
    assert_eq!(outcome.objective, Some(10.0));
    let duals = outcome.duals.unwrap();
    assert_eq!(duals.row, vec![3.0]);
    assert_eq!(duals.column, vec![0.0, -2.0]);
}

#[test]
fn an_equality_that_no_whole_numbers_meet_is_infeasible() {
    // 2x + 4y = 7 has no solution in whole numbers, though its relaxation has.
    let mut b = Build::new();
    let x = b.col(1.0, (0.0, 9.0), Integrality::Integer);
    let y = b.col(1.0, (0.0, 9.0), Integrality::Integer);
    b.row((7.0, 7.0), &[(x, 2.0), (y, 4.0)]);
    let outcome = run(&b.program, Strategy::Whole);
    assert_eq!(outcome.status, Status::Infeasible);
    assert_eq!((outcome.values, outcome.objective), (None, None));
}

#[test]
fn an_impossible_empty_row_is_infeasible_and_a_possible_one_is_not() {
    for (lower, status) in [(1.0, Status::Infeasible), (-1.0, Status::Optimal)] {
        let mut b = Build::new();
        b.col(1.0, (2.0, 5.0), Integrality::Continuous);
        b.row((lower, INF), &[]);
        let outcome = run(&b.program, Strategy::Whole);
        assert_eq!(outcome.status, status);
        assert_eq!(outcome.objective, (lower < 0.0).then_some(2.0));
    }
}

#[test]
fn an_unbounded_program_is_an_error() {
    let mut b = Build::new();
    let x = b.col(-1.0, (0.0, INF), Integrality::Integer);
    let y = b.col(0.0, (0.0, INF), Integrality::Continuous);
    b.row((-INF, 3.0), &[(x, 1.0), (y, -1.0)]);
    let result = solve(&b.program, &options(Strategy::Whole), Arc::new(Quiet::default()));
    assert!(matches!(result, Err(SolverError::Unbounded)), "{result:?}");
}

#[test]
fn a_program_without_columns_is_its_offset() {
    let mut b = Build::new();
    b.program.offset = 4.5;
    let outcome = run(&b.program, Strategy::Whole);
    assert_eq!((outcome.status, outcome.objective), (Status::Optimal, Some(4.5)));
}

#[test]
fn no_time_means_nothing_is_known() {
    let b = textbook();
    let options = SolveOptions {
        time_limit: Some(0.0),
        ..options(Strategy::Whole)
    };
    let outcome = solve(&b.program, &options, Arc::new(Quiet::default())).unwrap();
    assert_eq!(outcome.status, Status::Unknown);
    assert_eq!(outcome.limits_hit, ["time"]);
}

#[test]
fn an_interrupt_before_the_start_ends_it() {
    let b = textbook();
    let monitor = Quiet(Arc::new(AtomicBool::new(true)));
    let outcome = solve(&b.program, &options(Strategy::Whole), Arc::new(monitor)).unwrap();
    assert_eq!(outcome.status, Status::Unknown);
    assert_eq!(outcome.limits_hit, ["interrupt"]);
}

/// Stops as soon as there is an incumbent.
#[derive(Default)]
struct StopAtFirst(AtomicBool);

impl Monitor for StopAtFirst {
    fn progress(&self, progress: &Progress) {
        if progress.incumbent.is_some() {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    fn interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// A knapsack with equal-looking items: easy to find a point, long to prove it best.
fn hard_knapsack(items: usize) -> Build {
    let mut b = Build::new();
    let mut terms = Vec::new();
    for item in 0..items {
        let weight = 1000.0 + ((item * 7919) % 611) as f64;
        let col = b.col(-weight - (item % 3) as f64, (0.0, 1.0), Integrality::Integer);
        terms.push((col, weight));
    }
    let total: f64 = terms.iter().map(|term| term.1).sum();
    b.row((-INF, (total / 2.0).floor() + 0.5), &terms);
    b
}

#[test]
fn an_interrupt_keeps_the_point_found_so_far() {
    let b = hard_knapsack(60);
    let options = SolveOptions {
        gap: 0.0,
        time_limit: Some(20.0),
        ..options(Strategy::Whole)
    };
    let outcome = solve(&b.program, &options, Arc::new(StopAtFirst::default())).unwrap();
    let values = outcome.values.expect("a point was found before the interrupt");
    assert!(largest_violation(&b.program, &values).0 <= 1e-6);
    assert!(outcome.best_bound.unwrap() <= outcome.objective.unwrap());
    if outcome.status != Status::Optimal {
        assert_eq!(outcome.status, Status::Feasible);
        assert_eq!(outcome.limits_hit, ["interrupt"]);
    }
}
