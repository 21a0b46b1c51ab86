//! A second opinion: the same program through `good_lp` and microlp, a solver written independently of HiGHS.
//!
//! microlp is a simplex with a plain branch and bound, made for small programs. It may give up; that says
//! nothing about the program, and is said.

use super::ffi::on_own_thread;
use super::polish::objective;
use super::{SolverError, largest_violation};
use crate::program::{Integrality, Program, Row};
use good_lp::solvers::SolutionStatus;
use good_lp::{
    Expression, ResolutionError, Solution, SolverModel, Variable, WithTimeLimit, variable, variables,
};
use std::time::Instant;

/// Largest violation of a row or bound that its point may have.
const TOLERANCE: f64 = 1e-5;

/// What the second solver says.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondOpinion {
    /// Its verdict.
    pub status: SecondStatus,
    /// Objective of its point, summed by us; present whenever it has a point that our rows accept.
    pub objective: Option<f64>,
    /// Seconds it took.
    pub seconds: f64,
}

/// Verdict of the second solver.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SecondStatus {
    /// Proven optimal.
    Optimal,
    /// No point satisfies all rows.
    Infeasible,
    /// The objective falls without end.
    Unbounded,
    /// It came to no verdict, for this reason.
    GaveUp(String),
}

/// Solves a program with the second solver. Strengthening rows are left out: they must not matter.
///
/// # Errors
/// None but failures to start a thread; what goes wrong in the second solver is
/// [`SecondStatus::GaveUp`].
pub fn second_opinion(program: &Program, time_limit: f64) -> Result<SecondOpinion, SolverError> {
    let started = Instant::now();
    let (status, objective) = match on_own_thread(|| Ok(ask(program, time_limit))) {
        Ok(answer) => answer,
        Err(SolverError::Panicked) => (SecondStatus::GaveUp("the second solver panicked".into()), None),
        Err(error) => return Err(error),
    };
    Ok(SecondOpinion {
        status,
        objective,
        seconds: started.elapsed().as_secs_f64(),
    })
}

fn ask(program: &Program, time_limit: f64) -> (SecondStatus, Option<f64>) {
    let mut unknowns = variables!();
    let columns: Vec<Variable> = (0..program.columns())
        .map(|col| {
            let mut definition = variable();
            // Infinite bounds are the default.
            if program.col_lower[col].is_finite() {
                definition = definition.min(program.col_lower[col]);
            }
            if program.col_upper[col].is_finite() {
                definition = definition.max(program.col_upper[col]);
            }
            if program.integrality[col] != Integrality::Continuous {
                definition = definition.integer();
            }
            unknowns.add(definition)
        })
        .collect();
    let cost: Expression = columns
        .iter()
        .zip(&program.cost)
        .filter(|(_, cost)| **cost != 0.0)
        .map(|(&column, &cost)| cost * column)
        .sum();
    let mut model = unknowns
        .minimise(cost)
        .using(good_lp::microlp)
        .with_time_limit(time_limit.clamp(0.0, 1e6));
    for row in 0..program.defining_rows() {
        let (lower, upper) = (program.row_lower[row], program.row_upper[row]);
        let range = program.row_range(Row(row as u32));
        if range.is_empty() {
            if lower > 0.0 || upper < 0.0 {
                return (SecondStatus::Infeasible, None);
            }
            continue;
        }
        let sum: Expression = program
            .row_terms(Row(row as u32))
            .map(|(col, value)| value * columns[col.index()])
            .sum();
        if lower == upper {
            model.add_constraint(sum.eq(upper));
            continue;
        }
        if upper.is_finite() {
            model.add_constraint(sum.clone().leq(upper));
        }
        if lower.is_finite() {
            model.add_constraint(sum.geq(lower));
        }
    }
    match model.solve() {
        Ok(solution) => judge(program, &columns, &solution),
        Err(ResolutionError::Infeasible) => (SecondStatus::Infeasible, None),
        Err(ResolutionError::Unbounded) => (SecondStatus::Unbounded, None),
        Err(error) => (SecondStatus::GaveUp(error.to_string()), None),
    }
}

/// Rounds the integers of its point and checks it against our rows.
fn judge(program: &Program, columns: &[Variable], solution: &impl Solution) -> (SecondStatus, Option<f64>) {
    let values: Vec<f64> = columns
        .iter()
        .zip(&program.integrality)
        .map(|(&column, kind)| match kind {
            Integrality::Continuous => solution.value(column),
            _ => solution.value(column).round(),
        })
        .collect();
    let (violation, row) = largest_violation(program, &values);
    if violation > TOLERANCE {
        let row = row.unwrap_or_default();
        let reason = format!("its point breaks {row} by {violation:.3e}");
        return (SecondStatus::GaveUp(reason), None);
    }
    let status = match solution.status() {
        SolutionStatus::Optimal => SecondStatus::Optimal,
        SolutionStatus::TimeLimit => SecondStatus::GaveUp("its time was up before it had a proof".into()),
        SolutionStatus::GapLimit => SecondStatus::GaveUp("it stopped at a gap".into()),
    };
    (status, Some(objective(program, &values)))
}
