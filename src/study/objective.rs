//! The objective as a row, so that something else can be minimised within it, and points that no one solve has ended with.

use super::{Desk, StudyError};
use crate::model::Model;
use crate::program::{Col, Key, Row};
use crate::run::manifest::Seconds;
use crate::run::{self, Question, Run};
use crate::solver::{Outcome, Status, within};

/// Name of the row that holds the objective.
const ROW: &str = "objective_limit";

/// Adds a row with the objective, open on both sides, without its constant.
pub(super) fn add_row(model: &mut Model) -> Row {
    let program = &mut model.program;
    let family = program.family(ROW, &[]);
    let cost = std::mem::take(&mut program.cost);
    let terms = cost
        .iter()
        .enumerate()
        .map(|(col, &cost)| (Col(col as u32), cost));
    let row = program.insert_row(family, Key::default(), (f64::NEG_INFINITY, f64::INFINITY), terms);
    program.cost = cost;
    row
}

/// The minimised objective of a point.
pub(super) fn cost_of(model: &Model, values: &[f64]) -> f64 {
    let program = &model.program;
    program.offset + program.cost.iter().zip(values).map(|(c, x)| c * x).sum::<f64>()
}

/// A point of a model as a run of a question, its plan checked. `bound` is a bound of the question, minimised; `told` is the
/// solve that found the point, if any.
///
/// # Errors
/// A plan that fails its check.
pub(super) fn concluded(
    desk: &Desk,
    question: &Question,
    model: &Model,
    values: &[f64],
    bound: Option<f64>,
    told: Option<Outcome>,
) -> Result<Run, StudyError> {
    let objective = cost_of(model, values);
    let options = desk.options();
    let closed = bound.is_some_and(|bound| within(objective, bound, options.gap));
    let outcome = Outcome {
        status: if closed { Status::Optimal } else { Status::Feasible },
        values: Some(values.to_vec()),
        objective: Some(objective),
        best_bound: bound.map(|bound| bound.min(objective)),
        duals: None,
        limits_hit: Vec::new(),
        strategy: options.strategy,
        seconds: told.as_ref().map_or(0.0, |told| told.seconds),
        trajectory: Vec::new(),
        log: told.map(|told| told.log).unwrap_or_default(),
    };
    Ok(run::conclude(
        question,
        options,
        model,
        outcome,
        Seconds::default(),
    )?)
}
