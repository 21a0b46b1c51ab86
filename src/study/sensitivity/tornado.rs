//! Inputs moved one at a time, from low to high, everything else as it is.

use super::inputs::Input;
use crate::model;
use crate::program::Program;
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
    /// The scenario as it stands, with the best plan found by then.
    pub base: Proven,
    /// Objective of the plan that was known before, if a better one was found on the way.
    pub before: Option<f64>,
    /// What is done with the objective.
    pub sense: Sense,
    /// By swing; a side without a plan comes before all others.
    pub bars: Vec<Bar>,
    /// Inputs that were not reached before the study was stopped.
    pub unfinished: Vec<String>,
}

/// Moves each input to its low and to its high value.
///
/// Every solve starts from the plans of those before it. When all are done, the best of these plans are tried once more on
/// the scenario as it stands and on every value: a plan that one solve was lucky to find would otherwise look like the effect
/// of its input. Then each change is told as closely as it can be proven, see [`Desk::change`].
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
    let sense = base.run.manifest.sense;
    let of = 3 * inputs.len();
    let mut drafts: Vec<(&Input, [Side; 2])> = Vec::new();
    let mut unfinished = Vec::new();
    for (done, input) in inputs.iter().enumerate() {
        let mut sides = Vec::new();
        for (share, shown) in [(0.0, &input.low), (1.0, &input.high)] {
            if desk.interrupted() {
                break;
            }
            desk.begins(&format!("{} at {shown}", input.path), 2 * done + sides.len(), of);
            sides.push(side(desk, subject, base, input.at(share), shown)?);
        }
        // A solve that was broken off says little: its bar would mislead.
        match <[Side; 2]>::try_from(sides) {
            Ok(sides) if !desk.interrupted() => drafts.push((input, sides)),
            _ => unfinished.push(input.path.clone()),
        }
    }
    let mut known = Base {
        program: &base.model.program,
        value,
        sense,
    };
    if !desk.interrupted() {
        known.improve(desk.retry(&subject.question, &base.model)?);
    }
    let mut bars = Vec::new();
    for (done, (input, [mut low, mut high])) in drafts.into_iter().enumerate() {
        desk.begins(&format!("changes by {}", input.path), 2 * inputs.len() + done, of);
        for (share, side) in [(0.0, &mut low), (1.0, &mut high)] {
            known.compare(desk, subject, input.at(share), side)?;
        }
        bars.push(Bar {
            swing: swing(known.value, &low, &high),
            input: input.clone(),
            low,
            high,
        });
    }
    bars.sort_by(|a, b| {
        let size = |bar: &Bar| {
            bar.swing
                .unwrap_or(if bar.is_void() { -1.0 } else { f64::INFINITY })
        };
        size(b).total_cmp(&size(a))
    });
    Ok(Tornado {
        base: known.value,
        before: known.is_news(value).then_some(value.found),
        sense,
        bars,
        unfinished,
    })
}

/// The scenario as it stands, to compare with.
struct Base<'a> {
    program: &'a Program,
    value: Proven,
    sense: Sense,
}

/// Objectives that differ by less than this share are the same.
const SAME: f64 = 1e-6;

impl Base<'_> {
    /// Whether the plan is better than the one known before, beyond rounding.
    fn is_news(&self, before: Proven) -> bool {
        (self.value.found - before.found).abs() > SAME * before.found.abs().max(1.0)
    }

    fn improve(&mut self, found: Option<f64>) {
        self.value = better(self.sense, self.value, found);
    }

    /// Tries the best plans at the value of a side once more, and works out the change.
    fn compare(
        &self,
        desk: &Desk,
        subject: &Subject,
        set: String,
        side: &mut Side,
    ) -> Result<(), StudyError> {
        if side.is_idle() {
            side.objective = Some(self.value);
            side.change = Some(Change::NONE);
            return Ok(());
        }
        let Some(value) = side.objective else {
            return Ok(());
        };
        if desk.interrupted() {
            side.change = Some(Change::between(self.value, value));
            return Ok(());
        }
        let question = subject.variant(&[set])?;
        let model = model::build(&question.scenario, &question.model);
        let value = better(self.sense, value, desk.retry(&question, &model)?);
        let change = desk.change(self.sense, (self.program, self.value), (&model.program, value))?;
        side.objective = Some(change.bounded(self.sense, self.value, value));
        side.change = Some(change);
        Ok(())
    }
}

/// What is proven once there is perhaps a better plan.
pub(super) fn better(sense: Sense, known: Proven, found: Option<f64>) -> Proven {
    let minimised = |value: f64| sense.of_minimised(value);
    let best = found.map_or(minimised(known.found), |found| {
        minimised(found).min(minimised(known.found))
    });
    Proven {
        found: minimised(best),
        bound: known.bound.map(|bound| minimised(minimised(bound).min(best))),
    }
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
    if model.program == base.model.program {
        // The same program has the same answer: solving it again would only tell how lucky a search is.
        return Ok(Side {
            status: Some(base.status()),
            objective: base.proven(),
            ..without(UNCHANGED.into())
        });
    }
    let answer = desk.solve(&question, model, started)?;
    let note = match answer.status() {
        Status::Infeasible => Some("no plan satisfies the scenario".to_owned()),
        Status::Unknown => Some("stopped before any plan was found".to_owned()),
        Status::Optimal | Status::Feasible => None,
    };
    Ok(Side {
        value: shown.to_owned(),
        status: Some(answer.status()),
        objective: answer.proven(),
        change: None,
        note,
    })
}

/// What is said of a value that leaves the program as it is.
const UNCHANGED: &str = "leaves the question as it is";

impl Bar {
    /// Whether neither value changes the question.
    pub fn is_idle(&self) -> bool {
        self.low.is_idle() && self.high.is_idle()
    }
}

impl Side {
    fn is_idle(&self) -> bool {
        self.note.as_deref() == Some(UNCHANGED)
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
