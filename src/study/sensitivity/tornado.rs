//! Inputs moved one at a time, from low to high, everything else as it is.

use super::inputs::Input;
use crate::model;
use crate::run::manifest::Sense;
use crate::scenario::problem::{Problems, Severity};
use crate::solver::Status;
use crate::study::{Answer, Change, Desk, Proven, StudyError, Subject};
use serde::Serialize;
use std::time::Instant;

/// What one value of an input leads to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Side {
    /// The value.
    pub value: String,
    /// How the solve ended; `None` if there was none: see `note`.
    pub status: Option<Status>,
    /// Objective and bound, if there is a plan.
    pub objective: Option<Proven>,
    /// From the scenario as it stands.
    pub change: Option<Change>,
    /// Why there is no change to tell.
    pub note: Option<String>,
}

/// An input with both its sides.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Bar {
    /// The input.
    pub input: Input,
    /// At its low value.
    pub low: Side,
    /// At its high value.
    pub high: Side,
    /// Largest less smallest objective of the two and the base, MUSD; `None` if a side has no plan.
    pub swing: Option<f64>,
}

/// All bars, those that matter most first.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tornado {
    /// The scenario as it stands.
    pub base: Proven,
    /// What is done with the objective.
    pub sense: Sense,
    /// By swing; a side without a plan comes before all others.
    pub bars: Vec<Bar>,
    /// Inputs that were not reached before the study was stopped.
    pub unfinished: Vec<String>,
}

/// Moves each input to its low and to its high value.
///
/// # Errors
/// Faults of the solver; a value that makes the scenario unusable is told in its bar.
pub fn tornado(
    desk: &mut Desk,
    subject: &Subject,
    base: &Answer,
    inputs: &[Input],
) -> Result<Tornado, StudyError> {
    let value = base.proven().ok_or(StudyError::EmptyHanded)?;
    let mut bars: Vec<Bar> = Vec::new();
    let mut unfinished = Vec::new();
    for (done, input) in inputs.iter().enumerate() {
        let mut sides = Vec::new();
        for (share, shown) in [(0.0, &input.low), (1.0, &input.high)] {
            if desk.interrupted() {
                break;
            }
            desk.begins(
                &format!("{} at {shown}", input.path),
                2 * done + sides.len(),
                2 * inputs.len(),
            );
            sides.push(side(desk, subject, base, input.at(share), shown)?);
        }
        // A solve that was broken off says little: its bar would mislead.
        match <[Side; 2]>::try_from(sides) {
            Ok([low, high]) if !desk.interrupted() => bars.push(Bar {
                swing: swing(value, &low, &high),
                input: input.clone(),
                low,
                high,
            }),
            _ => unfinished.push(input.path.clone()),
        }
    }
    bars.sort_by(|a, b| {
        let size = |bar: &Bar| {
            bar.swing
                .unwrap_or(if bar.is_void() { -1.0 } else { f64::INFINITY })
        };
        size(b).total_cmp(&size(a))
    });
    Ok(Tornado {
        base: value,
        sense: base.run.manifest.sense,
        bars,
        unfinished,
    })
}

impl Bar {
    /// Whether no side came to a solve: there is nothing to rank.
    fn is_void(&self) -> bool {
        self.low.status.is_none() && self.high.status.is_none()
    }
}

fn swing(base: Proven, low: &Side, high: &Side) -> Option<f64> {
    let (low, high) = (low.objective?.found, high.objective?.found);
    Some(low.max(high).max(base.found) - low.min(high).min(base.found))
}

fn side(
    desk: &mut Desk,
    subject: &Subject,
    base: &Answer,
    set: String,
    shown: &str,
) -> Result<Side, StudyError> {
    let without = |note: String| Side {
        value: shown.to_owned(),
        status: None,
        objective: None,
        change: None,
        note: Some(note),
    };
    let question = match subject.variant(&[set]) {
        Ok(question) => question,
        Err(problems) => return Ok(without(first(&problems))),
    };
    let started = Instant::now();
    let model = model::build(&question.scenario, &question.model);
    let known = base.proven();
    if model.program == base.model.program {
        // The same program has the same answer: solving it again would only tell how lucky a search is.
        return Ok(Side {
            status: Some(base.status()),
            objective: known,
            change: known.map(|_| Change {
                found: 0.0,
                least: Some(0.0),
                most: Some(0.0),
                distinguishable: false,
            }),
            ..without(UNCHANGED.into())
        });
    }
    let answer = desk.solve(&question, model, started)?;
    let note = match answer.status() {
        Status::Infeasible => Some("no plan satisfies the scenario".to_owned()),
        Status::Unknown => Some("stopped before any plan was found".to_owned()),
        Status::Optimal | Status::Feasible => None,
    };
    let objective = answer.proven();
    Ok(Side {
        value: shown.to_owned(),
        status: Some(answer.status()),
        objective,
        change: known
            .zip(objective)
            .map(|(known, value)| Change::between(known, value)),
        note,
    })
}

/// What is said of a value that leaves the program as it is.
const UNCHANGED: &str = "leaves the question as it is";

impl Bar {
    /// Whether neither value changes the question.
    pub fn is_idle(&self) -> bool {
        let idle = |side: &Side| side.note.as_deref() == Some(UNCHANGED);
        idle(&self.low) && idle(&self.high)
    }
}

/// The first error of a scenario in one sentence.
pub(super) fn first(problems: &Problems) -> String {
    let mut errors = problems
        .list
        .iter()
        .filter(|problem| problem.severity == Severity::Error);
    match errors.next() {
        Some(problem) => match &problem.path {
            Some(path) => format!("{path}: {}", problem.message),
            None => problem.message.clone(),
        },
        None => "the scenario cannot be used".into(),
    }
}
