//! Re-solving: after a change of figures a warm solve finds the optimum that a cold one finds, and says what it re-used.

use crate::properties::{draw, exact, same, spec};
use buildout::model::build;
use buildout::model::testing::{base, chip, min_cost, site};
use buildout::program::{Integrality, KEY, Program};
use buildout::scenario::Scenario;
use buildout::solver::{self, Outcome, Quiet, RebuildReason, Resolver, Reuse, Status, Strategy};
use std::sync::Arc;

/// Number of scenarios, each with every change.
const SCENARIOS: u64 = 40;

/// Changes of figures, one after another, none of which adds or removes anything.
type Change = (&'static str, fn(&mut Scenario));
const CHANGES: [Change; 6] = [
    ("less budget", |s| budget(s, 0.8)),
    ("cheaper chips", |s| price(s, 0.75)),
    ("more demand", |s| demand(s, 1.25)),
    ("more supply", |s| supply(s, 1.0)),
    ("more budget", |s| budget(s, 1.5)),
    ("less demand", |s| demand(s, 0.5)),
];

fn budget(s: &mut Scenario, factor: f64) {
    for window in s.budgets.iter_mut().flat_map(|budget| &mut budget.windows) {
        window.at_most.0 *= factor;
    }
}

fn price(s: &mut Scenario, factor: f64) {
    for price in s.chips.iter_mut().flat_map(|chip| &mut chip.price) {
        price.0 *= factor;
    }
}

fn demand(s: &mut Scenario, factor: f64) {
    for volume in s.demand.iter_mut().flat_map(|line| &mut line.volume) {
        volume.0 *= factor;
    }
}

/// More of what can be had at all: nothing comes on sale.
fn supply(s: &mut Scenario, more: f64) {
    for supply in s
        .chips
        .iter_mut()
        .filter_map(|chip| chip.supply.as_mut())
        .flatten()
    {
        if *supply > 0.0 {
            *supply += more;
        }
    }
}

fn cold(program: &Program, strategy: Strategy) -> Outcome {
    solver::solve(program, &exact(strategy), Arc::new(Quiet::default())).unwrap()
}

fn warm(resolver: &mut Resolver, program: Program) -> (Outcome, Reuse) {
    resolver.solve(program, Arc::new(Quiet::default()), None).unwrap()
}

/// Same status, same optimum, and a bound that holds.
fn agree(warm: &Outcome, cold: &Outcome, case: &str) {
    assert_eq!(warm.status, cold.status, "{case}");
    let (Some(a), Some(b)) = (warm.objective, cold.objective) else {
        assert_eq!(warm.objective, cold.objective, "{case}");
        return;
    };
    assert!(same(a, b), "{case}: warm {a}, cold {b}");
    let bound = warm.best_bound.unwrap();
    assert!(bound <= b || same(bound, b), "{case}: bound {bound} above {b}");
}

#[test]
fn a_warm_solve_finds_the_optimum_of_a_cold_one() {
    let (mut in_place, mut restarted, mut rebuilt) = (0, 0, 0);
    for seed in 0..SCENARIOS {
        let strategy = if seed % 2 == 0 {
            Strategy::RelaxRepair
        } else {
            Strategy::Whole
        };
        let mut s = draw::scenario(seed);
        let mut resolver = Resolver::new(exact(strategy));
        let (first, reuse) = warm(&mut resolver, build(&s, &spec(seed)).program);
        assert_eq!(reuse, Reuse::Cold, "seed {seed}");
        agree(
            &first,
            &cold(&build(&s, &spec(seed)).program, strategy),
            &format!("seed {seed}"),
        );
        for (name, change) in CHANGES {
            change(&mut s);
            let program = build(&s, &spec(seed)).program;
            let by_hand = cold(&program, Strategy::Whole);
            let (outcome, reuse) = warm(&mut resolver, program);
            agree(&outcome, &by_hand, &format!("seed {seed}, {name}, {reuse}"));
            match reuse {
                Reuse::InPlace { changed } => {
                    assert_eq!(changed.coefficients, 0, "seed {seed}, {name}");
                    in_place += 1;
                }
                Reuse::Restarted { changed, .. } => {
                    assert!(changed.coefficients > 0, "seed {seed}, {name}");
                    restarted += 1;
                }
                Reuse::Rebuilt(reason) => {
                    println!("seed {seed}, {name}: {reason}");
                    rebuilt += 1;
                }
                Reuse::Cold => panic!("seed {seed}, {name}: started from nothing"),
            }
        }
    }
    println!("{in_place} in place, {restarted} restarted, {rebuilt} rebuilt");
    assert!(in_place > 0 && restarted > 0);
    assert!(rebuilt <= (in_place + restarted) / 10, "{rebuilt} rebuilt");
}

#[test]
fn the_previous_plan_is_the_first_one_where_it_still_holds() {
    let mut s = base();
    let mut resolver = Resolver::new(exact(Strategy::RelaxRepair));
    warm(&mut resolver, build(&s, &min_cost()).program);
    price(&mut s, 0.9);
    let (outcome, reuse) = warm(&mut resolver, build(&s, &min_cost()).program);
    assert!(
        matches!(reuse, Reuse::InPlace { changed } if changed.costs > 0),
        "{reuse}"
    );
    assert_eq!(outcome.status, Status::Optimal);
    assert_eq!(outcome.trajectory[0].source, "previous plan");
    assert!(outcome.log[0].contains("same matrix"), "{}", outcome.log[0]);
}

#[test]
fn a_new_chip_a_new_site_or_a_missing_family_is_a_reason_to_rebuild() {
    let mut s = base();
    let mut resolver = Resolver::new(exact(Strategy::RelaxRepair));
    let before = build(&s, &min_cost()).program;
    warm(&mut resolver, before);

    s.chips.push(chip("huge", 0.8, 4.0, 5.0, 11.0));
    let program = build(&s, &min_cost()).program;
    let expected = cold(&program, Strategy::Whole);
    let (outcome, reuse) = warm(&mut resolver, program);
    agree(&outcome, &expected, "new chip");
    assert_eq!(
        reuse.to_string(),
        "built anew, only plans re-used: chip huge is new"
    );
    // What was bought before is a plan still, by name.
    assert_eq!(outcome.trajectory[0].source, "previous plan");

    s.sites.push(site("gamma", "CC"));
    for line in &mut s.demand {
        let cost = line.serve_cost[0];
        line.serve_cost.push(cost);
    }
    let program = build(&s, &min_cost()).program;
    let expected = cold(&program, Strategy::Whole);
    let (outcome, reuse) = warm(&mut resolver, program);
    agree(&outcome, &expected, "new site");
    let Reuse::Rebuilt(RebuildReason::LabelNew { set, label }) = reuse else {
        panic!("{reuse}");
    };
    assert_eq!((set.as_str(), label.as_str()), ("site", "gamma"));

    let mut spec = min_cost();
    spec.off.push("hall_capacity".into());
    let (_, reuse) = warm(&mut resolver, build(&s, &spec).program);
    let Reuse::Rebuilt(reason @ RebuildReason::Rows { .. }) = reuse else {
        panic!("{reuse}");
    };
    // Without halls' limits only the grid's hold.
    assert_eq!(reason.to_string(), "row family grid_power appeared with 9 rows");
    let (_, reuse) = warm(&mut resolver, build(&s, &min_cost()).program);
    let Reuse::Rebuilt(reason) = reuse else {
        panic!("{reuse}");
    };
    assert_eq!(reason.to_string(), "row family grid_power disappeared");
}

/// One row `x <= limit` over a column of cost -1, and the same with one term more.
fn one_row(limit: f64, terms: usize) -> Program {
    let mut program = Program::new("one row");
    let kind = program.kind("x", &[]);
    let family = program.family("row", &[]);
    let columns: Vec<_> = (0..2)
        .map(|_| program.column(kind, [0; KEY], (0.0, 9.0), Integrality::Integer))
        .collect();
    program.add_cost(columns[0], -1.0);
    let terms = columns.into_iter().take(terms).map(|col| (col, 1.0));
    program.row(family, [0; KEY], (f64::NEG_INFINITY, limit), terms);
    program
}

#[test]
fn sides_change_in_place_and_terms_do_not() {
    for strategy in [Strategy::Whole, Strategy::RelaxRepair] {
        let mut resolver = Resolver::new(exact(strategy));
        assert_eq!(warm(&mut resolver, one_row(5.0, 1)).0.objective, Some(-5.0));
        // Infeasible in between: what there was to start from stays.
        let (outcome, _) = warm(&mut resolver, one_row(-1.0, 1));
        assert_eq!(outcome.status, Status::Infeasible);
        let (outcome, reuse) = warm(&mut resolver, one_row(3.0, 1));
        assert_eq!(outcome.objective, Some(-3.0));
        let Reuse::InPlace { changed } = reuse else {
            panic!("{reuse}");
        };
        assert_eq!(
            (changed.costs, changed.column_bounds, changed.row_bounds),
            (0, 0, 1)
        );
        let (outcome, reuse) = warm(&mut resolver, one_row(3.0, 2));
        assert_eq!(outcome.objective, Some(-3.0));
        assert_eq!(reuse, Reuse::Rebuilt(RebuildReason::OtherTerms("row".into())));
    }
}
