//! Two solvers on one program: whether what they say can both be true.

use super::RunError;
use crate::program::Program;
use crate::report::numbers::significant;
use crate::solver::{Outcome, SecondStatus, Status, second_opinion};

/// Accuracy of the comparison, relative to the objective: the second solver holds rows to 1e-5 only.
const SAME: f64 = 1e-5;

/// Asks the second solver and compares. Returns one sentence about it.
///
/// # Errors
/// [`RunError::Disagreement`] if not both can be right.
pub fn compare(program: &Program, outcome: &Outcome, time_limit: f64) -> Result<String, RunError> {
    let second = second_opinion(program, time_limit)?;
    let disagree = |what: String| Err(RunError::Disagreement(what));
    // Whatever its verdict, a point that our rows accept cannot be better than a proven bound.
    if let (Some(found), Some(bound)) = (second.objective, outcome.best_bound)
        && found < bound - SAME * bound.abs().max(1.0)
    {
        return disagree(format!(
            "it has a plan of {found} MUSD, beyond the proven bound of {bound} MUSD"
        ));
    }
    match (&second.status, outcome.status) {
        (SecondStatus::GaveUp(reason), _) => Ok(format!("second opinion: none, microlp gave up: {reason}")),
        (SecondStatus::Infeasible, Status::Infeasible) => {
            Ok("second opinion: microlp finds the scenario infeasible, too".into())
        }
        (SecondStatus::Infeasible, Status::Optimal | Status::Feasible) => {
            disagree("it finds the scenario infeasible, but there is a plan".into())
        }
        (SecondStatus::Unbounded, _) => disagree("it finds the objective unbounded".into()),
        (SecondStatus::Optimal, Status::Infeasible) => {
            disagree("it has a plan of a scenario found infeasible".into())
        }
        (SecondStatus::Optimal, _) => match (second.objective, outcome.objective) {
            (Some(best), Some(objective)) if objective < best - SAME * best.abs().max(1.0) => disagree(
                format!("its optimum is {best} MUSD, but a plan of {objective} MUSD was found"),
            ),
            (Some(best), _) => Ok(format!(
                "second opinion: microlp agrees, its optimum is {} MUSD",
                significant(best)
            )),
            (None, _) => disagree("the point that it calls optimal breaks the program's rows".into()),
        },
        (SecondStatus::Infeasible, Status::Unknown) => {
            Ok("second opinion: microlp finds the scenario infeasible".into())
        }
    }
}
