//! The price of every family, checked by solving again with a limit moved by one unit.
//!
//! With whole numbers fixed the optimal cost is a convex function of a limit, and the dual of the row is its slope:
//! one unit more costs at least the slope before and at most the slope after it.

use super::{cases, spec};
use buildout::model::{Model, build, registry};
use buildout::program::{Integrality, Program};
use buildout::solver::{self, Outcome, Quiet, SolveOptions, Status, Strategy};
use std::sync::Arc;

/// Families whose rows tie whole-number decisions to each other alone: with those fixed they have no price.
const WHOLE_ONLY: &[&str] = &[
    "site_opening",
    "construction_stages",
    "retrofit",
    "power_tranche",
    "leases",
    "lease_terms",
];

/// Duals and costs closer than this, relative to 1 or the cost, are the same.
const SAME: f64 = 1e-6;

fn solve(program: &Program) -> Outcome {
    let options = SolveOptions {
        gap: 0.0,
        strategy: Strategy::Whole,
        ..SolveOptions::default()
    };
    solver::solve(program, &options, Arc::new(Quiet::default())).unwrap()
}

/// The program with its structure fixed at the optimum and counts of chips free to be fractions.
fn with_structure_fixed(model: &Model) -> Program {
    let mut program = model.program.clone();
    let best = solve(&program).values.unwrap();
    for (col, value) in best.into_iter().enumerate() {
        if program.integrality[col] == Integrality::Integer {
            (program.col_lower[col], program.col_upper[col]) = (value, value);
        }
        program.integrality[col] = Integrality::Continuous;
    }
    program
}

/// The cost and the dual of a row after moving its limit by `step`; nothing if no plan is left.
fn moved(program: &Program, row: usize, step: f64) -> Option<(f64, f64)> {
    let mut program = program.clone();
    program.row_lower[row] += step;
    program.row_upper[row] += step;
    let outcome = solve(&program);
    if outcome.status != Status::Optimal {
        return None;
    }
    let name = program.row_name(buildout::program::Row(row as u32));
    let duals = outcome
        .duals
        .unwrap_or_else(|| panic!("{name} moved by {step}: {}", outcome.log.join("\n")));
    Some((outcome.objective?, duals.row[row]))
}

#[test]
fn prices_of_all_families_are_confirmed_by_solving_again() {
    let mut failures = Vec::new();
    for case in cases() {
        let model = build(&(case.binding)(), &spec(case.family));
        let program = with_structure_fixed(&model);
        let rows: Vec<&str> = registry::families()
            .iter()
            .filter(|family| family.name == case.family)
            .flat_map(|family| family.rows.iter().map(|row| row.name))
            .collect();
        let at_optimum = solve(&program);
        let (cost, duals) = (at_optimum.objective.unwrap(), at_optimum.duals.unwrap().row);
        let close = SAME * cost.abs().max(1.0);
        let mut confirmed = 0;
        for (row, &dual) in duals.iter().enumerate() {
            let name = program.families[program.row_family[row].0 as usize].name;
            if !rows.contains(&name) || dual.abs() <= SAME {
                continue;
            }
            for step in [1.0, -1.0] {
                let Some((next, next_dual)) = moved(&program, row, step) else {
                    continue;
                };
                let change = next - cost;
                let (least, most) = (dual * step, next_dual * step);
                assert!(
                    least <= change + close && change <= most + close,
                    "{} of {}: moved by {step} the cost changes by {change}, duals {dual} and {next_dual}",
                    program.row_name(buildout::program::Row(row as u32)),
                    case.family,
                );
                confirmed += 1;
            }
        }
        if (confirmed == 0) != WHOLE_ONLY.contains(&case.family) {
            failures.push(format!("{}: {confirmed} prices confirmed", case.family));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
