//! The solver on small programs whose answers can be worked out by hand, and on random ones against brute
//! force.

use buildout::generate::{Size, scenario};
use buildout::model::build;
use buildout::model::testing::min_cost;
use buildout::program::{Col, Family, Integrality, Kind, Program};
use buildout::solver::{
    Monitor, Outcome, Progress, Quiet, Relaxed, SecondStatus, SolveOptions, SolverError, Status, Strategy,
    infeasible_families, largest_violation, needed, second_opinion, solve,
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
        let key = [self.program.columns() as u16, 0, 0, 0, 0, 0];
        let col = self.program.column(self.kind, key, bounds, integrality);
        self.program.add_cost(col, cost);
        col
    }

    fn row(&mut self, bounds: (f64, f64), terms: &[(Col, f64)]) {
        let key = [self.program.rows() as u16, 0, 0, 0, 0, 0];
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

/// Stops as soon as there are an incumbent and a bound.
#[derive(Default)]
struct StopAtFirst(AtomicBool);

impl Monitor for StopAtFirst {
    fn progress(&self, progress: &Progress) {
        if progress.incumbent.is_some() && progress.bound.is_some() {
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

#[test]
fn what_the_whole_program_finds_on_the_way_is_a_plan_at_once() {
    let program = build(&scenario(&Size::S, 1).unwrap(), &min_cost()).program;
    let options = SolveOptions {
        strategy: Strategy::Whole,
        ..SolveOptions::default()
    };
    let outcome = solve(&program, &options, Arc::new(Quiet::default())).unwrap();
    let mut found: Vec<(f64, &str)> = Vec::new();
    for event in &outcome.trajectory {
        let incumbent = event.incumbent.expect("doing nothing comes before all bounds");
        if found.last().is_none_or(|&(before, _)| incumbent < before) {
            found.push((incumbent, event.source));
        }
    }
    assert_eq!(found[0].1, "doing nothing");
    // The first of HiGHS's points and the best are not the same.
    assert!(found.len() > 2, "{found:?}");
    assert!(
        found[1..].iter().all(|&(_, source)| source == "branch and bound"),
        "{found:?}"
    );
    let (last, _) = found[found.len() - 1];
    assert!((last - outcome.objective.unwrap()).abs() <= 1e-6 * last, "{last}");
}

/// Whole numbers from a seed (SplitMix64).
struct Draw(u64);

impl Draw {
    /// A whole number in `low..=high`.
    fn int(&mut self, low: i64, high: i64) -> i64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^= z >> 31;
        low + (z % (high - low + 1) as u64) as i64
    }
}

/// A random program over 5 whole columns in 0..=3, structural and relaxable, with up to 4 rows; the first
/// row's rounded-down halves (`floor(a/2) x <= floor(b/2)`, valid for whole x >= 0) strengthen it.
fn random_whole(seed: u64) -> Program {
    let mut draw = Draw(seed);
    let mut b = Build::new();
    let cols: Vec<Col> = (0..5)
        .map(|n| {
            let kind = if n % 2 == 0 {
                Integrality::Integer
            } else {
                Integrality::Relaxable
            };
            b.col(draw.int(-6, 6) as f64, (0.0, 3.0), kind)
        })
        .collect();
    let first: Vec<i64> = cols.iter().map(|_| draw.int(0, 7)).collect();
    let side = draw.int(3, 25);
    let terms = |coefficients: &[i64]| -> Vec<(Col, f64)> {
        cols.iter()
            .zip(coefficients)
            .map(|(&col, &a)| (col, a as f64))
            .collect()
    };
    b.row((-INF, side as f64), &terms(&first));
    for _ in 0..draw.int(1, 3) {
        let row: Vec<i64> = cols.iter().map(|_| draw.int(-4, 5)).collect();
        let low = draw.int(-6, 4);
        let bounds = match draw.int(0, 4) {
            0 => (low as f64, low as f64),
            1 => (low as f64, (low + draw.int(1, 6)) as f64),
            2 => (-INF, (low + 6) as f64),
            _ => (low as f64, INF),
        };
        b.row(bounds, &terms(&row));
    }
    b.program.begin_strengthening();
    let halves: Vec<i64> = first.iter().map(|a| a / 2).collect();
    b.row((-INF, (side / 2) as f64), &terms(&halves));
    b.program
}

/// Best objective over all whole points that satisfy the defining rows.
fn brute_force(program: &Program) -> Option<f64> {
    let mut defining = program.clone();
    defining.row_family.truncate(program.defining_rows());
    let points = 4_usize.pow(program.columns() as u32);
    (0..points)
        .map(|code| -> Vec<f64> {
            (0..program.columns())
                .map(|col| ((code >> (2 * col)) % 4) as f64)
                .collect()
        })
        .filter(|point| largest_violation(&defining, point).0 <= 1e-9)
        .map(|point| point.iter().zip(&program.cost).map(|(x, c)| x * c).sum::<f64>())
        .min_by(f64::total_cmp)
}

#[test]
fn random_programs_agree_with_brute_force_and_the_second_solver() {
    let mut feasible = 0;
    for seed in 0..250 {
        let program = random_whole(seed);
        let truth = brute_force(&program);
        feasible += usize::from(truth.is_some());
        for strategy in [Strategy::Whole, Strategy::RelaxRepair] {
            let outcome = run(&program, strategy);
            match truth {
                None => assert_eq!(outcome.status, Status::Infeasible, "seed {seed} {strategy:?}"),
                Some(best) => {
                    assert_eq!(outcome.status, Status::Optimal, "seed {seed} {strategy:?}");
                    assert!((outcome.objective.unwrap() - best).abs() < 1e-6, "seed {seed}");
                    assert!(outcome.best_bound.unwrap() <= best + 1e-6, "seed {seed}");
                }
            }
        }
        let second = second_opinion(&program, 10.0).unwrap();
        match (truth, second.status) {
            (None, SecondStatus::Infeasible) => {}
            (Some(best), SecondStatus::Optimal) => {
                assert!((second.objective.unwrap() - best).abs() < 1e-6, "seed {seed}");
            }
            // Giving up is allowed, being wrong is not.
            (_, SecondStatus::GaveUp(_)) => {}
            (truth, status) => panic!("seed {seed}: {status:?} where brute force says {truth:?}"),
        }
    }
    assert!(feasible > 100 && feasible < 250, "{feasible} of 250 feasible");
}

/// A small siting problem: open sites (structural), buy units (relaxable), serve (continuous), unmet; with
/// the linking rows `serve <= volume * open` as strengthening rows.
fn random_siting(seed: u64) -> Program {
    let mut draw = Draw(seed);
    let mut b = Build::new();
    let (sites, demands) = (3, 4);
    let volumes: Vec<f64> = (0..demands).map(|_| draw.int(3, 20) as f64).collect();
    let mut links = Vec::new();
    let mut served: Vec<Vec<(Col, f64)>> = vec![Vec::new(); demands];
    for _ in 0..sites {
        let open = b.col(draw.int(5, 40) as f64, (0.0, 1.0), Integrality::Integer);
        let units = b.col(draw.int(3, 9) as f64, (0.0, 9.0), Integrality::Relaxable);
        let per_unit = draw.int(3, 8) as f64 + 0.5;
        b.row((-INF, 0.0), &[(units, 1.0), (open, -9.0)]);
        let mut load = vec![(units, -per_unit)];
        for demand in 0..demands {
            let serve = b.col(
                draw.int(0, 30) as f64 / 10.0,
                (0.0, volumes[demand]),
                Integrality::Continuous,
            );
            load.push((serve, 1.0));
            served[demand].push((serve, 1.0));
            links.push((serve, open, volumes[demand]));
        }
        b.row((-INF, 0.0), &load);
    }
    for demand in 0..demands {
        let unmet = b.col(
            draw.int(4, 9) as f64,
            (0.0, volumes[demand]),
            Integrality::Continuous,
        );
        served[demand].push((unmet, 1.0));
        b.row((volumes[demand], volumes[demand]), &served[demand]);
    }
    b.program.begin_strengthening();
    for (serve, open, volume) in links {
        b.row((-INF, 0.0), &[(serve, 1.0), (open, -volume)]);
    }
    b.program
}

#[test]
fn strengthening_rows_and_strategies_never_change_the_optimum() {
    for seed in 0..60 {
        let program = random_siting(seed);
        let whole = run(&program, Strategy::Whole);
        let best = whole.objective.unwrap();
        let repaired = run(&program, Strategy::RelaxRepair);
        assert_eq!(
            (whole.status, repaired.status),
            (Status::Optimal, Status::Optimal)
        );
        assert!((repaired.objective.unwrap() - best).abs() < 1e-6, "seed {seed}");
        assert!(largest_violation(&program, &repaired.values.unwrap()).0 <= 1e-6);
        let second = second_opinion(&program, 10.0).unwrap();
        if second.status == SecondStatus::Optimal {
            assert!((second.objective.unwrap() - best).abs() < 1e-6, "seed {seed}");
        }
        // Stopped early by a wide gap, bound and plan still hold the optimum between them.
        let wide = SolveOptions {
            gap: 0.2,
            ..options(Strategy::RelaxRepair)
        };
        let wide = solve(&program, &wide, Arc::new(Quiet::default())).unwrap();
        assert!(wide.best_bound.unwrap() <= best + 1e-6, "seed {seed}");
        assert!(wide.objective.unwrap() >= best - 1e-6, "seed {seed}");
    }
}

#[test]
fn the_same_seed_gives_the_same_outcome() {
    let program = random_siting(7);
    let (one, two) = (
        run(&program, Strategy::RelaxRepair),
        run(&program, Strategy::RelaxRepair),
    );
    assert_eq!(one.values, two.values);
    assert_eq!(one.best_bound, two.best_bound);
}

#[test]
fn repair_lets_the_structure_grow_when_whole_counts_do_not_fit() {
    // Halls hold 2.5 units each and at least 3 units must run: relaxed, 1.2 halls cost more than whole halls
    // with fractional units would; whole, 2 halls are needed.
    let mut b = Build::new();
    let halls = b.col(10.0, (0.0, 5.0), Integrality::Integer);
    let units = b.col(1.0, (0.0, 9.0), Integrality::Relaxable);
    b.row((-INF, 0.0), &[(units, 1.0), (halls, -2.5)]);
    b.row((2.4, INF), &[(units, 1.0)]);
    let outcome = run(&b.program, Strategy::RelaxRepair);
    // The relaxed optimum is 1 hall with 2.4 units; no whole count lies in 2.4..=2.5.
    assert_eq!(outcome.values, Some(vec![2.0, 3.0]));
    assert_eq!(outcome.status, Status::Optimal);
    assert!(outcome.log.iter().any(|line| line.contains("letting it grow")));
}

#[test]
fn a_conflict_names_the_families_that_cannot_all_hold() {
    let mut program = Program::new("conflict");
    let labels = program.label_set("t", vec!["2027".into(), "2028".into()]);
    let kind = program.kind("x", &[labels]);
    let budget = program.family("budget", &[labels]);
    let demand = program.family("demand_balance", &[labels]);
    let harmless = program.family("contractor", &[labels]);
    let col = |program: &mut Program, n: u16| {
        program.column(kind, [n, 0, 0, 0, 0, 0], (0.0, INF), Integrality::Continuous)
    };
    let (x, y) = (col(&mut program, 0), col(&mut program, 1));
    program.row(
        harmless,
        [0; buildout::program::KEY],
        (-INF, 100.0),
        [(x, 1.0), (y, 1.0)],
    );
    program.row(budget, [0; buildout::program::KEY], (-INF, 6.0), [(x, 1.0)]);
    program.row(budget, [1, 0, 0, 0, 0, 0], (-INF, 50.0), [(y, 1.0)]);
    program.row(demand, [0; buildout::program::KEY], (10.0, INF), [(x, 1.0)]);
    program.row(demand, [1, 0, 0, 0, 0, 0], (10.0, INF), [(y, 1.0)]);
    assert_eq!(run(&program, Strategy::Auto).status, Status::Infeasible);
    let conflict =
        infeasible_families(&program, &options(Strategy::Auto), Arc::new(Quiet::default())).unwrap();
    assert!(conflict.irreducible);
    let names: Vec<&str> = conflict.families.iter().map(|f| f.family).collect();
    assert_eq!(names, ["budget", "demand_balance"]);
    // 4 short. Relative to the row's own size (6 against 10) the demand gives way more cheaply.
    assert!(conflict.families[0].rows.is_empty());
    let rows = &conflict.families[1].rows;
    assert_eq!(rows.len(), 1);
    assert_eq!(program.row_name(rows[0].0), "demand_balance[2027]");
    assert!((rows[0].1 - 4.0).abs() < 1e-6);
}

#[test]
fn an_explanation_stops_when_told_to() {
    let mut b = Build::new();
    let x = b.col(1.0, (0.0, 9.0), Integrality::Integer);
    b.row((3.0, 3.0), &[(x, 2.0)]);
    let stopped = Arc::new(Quiet(Arc::new(AtomicBool::new(true))));
    let conflict = infeasible_families(&b.program, &options(Strategy::Auto), stopped).unwrap();
    assert!(conflict.families.is_empty() && !conflict.irreducible);
}

/// `x <= 1 + a`, `y <= 2 + b`, `x + y >= 6`, `x - y <= 5 + c`: the first two and the third cannot hold.
#[test]
fn a_certificate_names_the_limits_that_are_needed() {
    let mut b = Build::new();
    let x = b.col(0.0, (0.0, 9.0), Integrality::Continuous);
    let y = b.col(0.0, (0.0, 9.0), Integrality::Continuous);
    let wide: Vec<Col> = [10.0, 1.0, 3.0, 5.0]
        .map(|cost| b.col(cost, (0.0, INF), Integrality::Continuous))
        .to_vec();
    b.row((-INF, 1.0), &[(x, 1.0), (wide[0], -1.0)]);
    b.row((-INF, 2.0), &[(y, 1.0), (wide[1], -1.0)]);
    b.row((6.0, INF), &[(x, 1.0), (y, 1.0), (wide[2], 1.0)]);
    b.row((-INF, 5.0), &[(x, 1.0), (y, -1.0), (wide[3], -1.0)]);
    let ask = |program: &Program, monitor: Arc<dyn Monitor>| {
        let limits: Vec<Vec<Col>> = wide.iter().map(|col| vec![*col]).collect();
        needed(program, &limits, &options(Strategy::Auto), monitor).unwrap()
    };
    let quiet = || Arc::new(Quiet::default());
    let conflict = |limits: &[usize]| Relaxed::Conflict {
        limits: limits.to_vec(),
        irreducible: true,
    };
    assert_eq!(ask(&b.program, quiet()), conflict(&[0, 1, 2]));
    // With room for x, nothing is in conflict; without any widening, everything beyond the limits is.
    let mut roomy = b.program.clone();
    roomy.row_upper[0] = 4.0;
    assert_eq!(ask(&roomy, quiet()), Relaxed::Holds);
    let mut beyond = b.program.clone();
    beyond.col_upper.fill(0.5);
    assert_eq!(ask(&beyond, quiet()), conflict(&[]));
    let stopped = Arc::new(Quiet(Arc::new(AtomicBool::new(true))));
    assert_eq!(ask(&b.program, stopped), Relaxed::Unknown);
}

#[test]
fn a_conflict_of_whole_numbers_is_found_too() {
    let mut b = Build::new();
    let x = b.col(1.0, (0.0, 9.0), Integrality::Integer);
    b.row((3.0, 3.0), &[(x, 2.0)]);
    let conflict =
        infeasible_families(&b.program, &options(Strategy::Auto), Arc::new(Quiet::default())).unwrap();
    assert_eq!(conflict.families.len(), 1);
    assert_eq!(conflict.families[0].family, "row");
    assert!((conflict.families[0].rows[0].1 - 1.0).abs() < 1e-6);
}

#[test]
fn a_feasible_program_has_no_conflict() {
    let conflict = infeasible_families(
        &textbook().program,
        &options(Strategy::Auto),
        Arc::new(Quiet::default()),
    )
    .unwrap();
    assert!(conflict.families.is_empty());
}

#[test]
fn the_second_solver_says_unbounded_and_infeasible() {
    let mut b = Build::new();
    let x = b.col(-1.0, (0.0, INF), Integrality::Continuous);
    b.row((0.0, INF), &[(x, 1.0)]);
    assert_eq!(
        second_opinion(&b.program, 10.0).unwrap().status,
        SecondStatus::Unbounded
    );
    b.row((1.0, INF), &[]);
    assert_eq!(
        second_opinion(&b.program, 10.0).unwrap().status,
        SecondStatus::Infeasible
    );
}
