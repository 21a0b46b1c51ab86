//! One question after another, each solved from what the last has left, every plan checked.

use crate::model::{self, Model};
use crate::run::manifest::{Seconds, Sense};
use crate::run::{self, Priced, Question, Run, RunError};
use crate::scenario::problem::Problems;
use crate::solver::{Duals, Monitor, Outcome, Progress, Resolver, Reuse, SolveOptions, SolverError, Status};
use serde::Serialize;
use std::sync::Arc;
use std::time::Instant;

/// Told which question of a study is next, beside the progress of its solve.
pub trait Study: Monitor {
    /// A question begins: what it is, how many are done, how many there are.
    fn begins(&self, what: &str, done: usize, of: usize);
}

/// Why a study came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum StudyError {
    /// The subject cannot be studied in this way.
    #[error("{message}")]
    Input {
        /// What is wrong and what was expected.
        message: String,
        /// What to do about it.
        hint: String,
    },
    /// A variant of the scenario has problems.
    #[error("the scenario cannot be used")]
    Scenario(Problems),
    /// There is no plan at all.
    #[error("no plan satisfies the scenario, so there is nothing to compare with")]
    Infeasible,
    /// A limit came before the first plan.
    #[error("stopped before any plan was found")]
    EmptyHanded,
    /// The solver failed, or a plan failed its check.
    #[error(transparent)]
    Run(#[from] RunError),
}

impl StudyError {
    /// Something that the subject or the arguments make impossible.
    pub fn input(message: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Input {
            message: message.into(),
            hint: hint.into(),
        }
    }
}

impl From<SolverError> for StudyError {
    fn from(error: SolverError) -> Self {
        Self::Run(RunError::Solver(error))
    }
}

impl From<Problems> for StudyError {
    fn from(problems: Problems) -> Self {
        Self::Scenario(problems)
    }
}

/// What is proven of a best value: the plan has `found`, no plan is beyond `bound`. In the sense of the planner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proven {
    /// Value of the plan.
    pub found: f64,
    /// No plan is better than this; `None` if nothing is proven.
    pub bound: Option<f64>,
}

impl Proven {
    /// Smallest and largest value that the best can have.
    fn range(self) -> (f64, f64) {
        match self.bound {
            Some(bound) => (self.found.min(bound), self.found.max(bound)),
            None => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Relative gap `|found - bound| / |found|`, as a fraction.
    pub fn gap(self) -> Option<f64> {
        let bound = self.bound?;
        Some((self.found - bound).abs() / self.found.abs().max(1e-9))
    }
}

/// A change from one best value to another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// Between the plans found.
    pub found: f64,
    /// The true change is at least this; `None` if nothing is proven.
    pub least: Option<f64>,
    /// The true change is at most this; `None` if nothing is proven.
    pub most: Option<f64>,
    /// Whether both gaps leave no doubt that there is a change and which way it goes.
    pub distinguishable: bool,
}

/// Changes smaller than this share of the values are rounding.
const ROUNDING: f64 = 1e-7;

impl Change {
    /// From one best value to another.
    pub fn between(before: Proven, after: Proven) -> Self {
        let ((low, high), (new_low, new_high)) = (before.range(), after.range());
        let (least, most) = (new_low - high, new_high - low);
        let noise = ROUNDING * before.found.abs().max(after.found.abs()).max(1.0);
        let finite = |value: f64| value.is_finite().then_some(value);
        Self {
            found: after.found - before.found,
            least: finite(least),
            most: finite(most),
            distinguishable: least > noise || most < -noise,
        }
    }

    /// Whether a value is one that the true change can have, but for rounding.
    pub fn allows(self, value: f64) -> bool {
        let noise = 1e-6 * value.abs().max(1.0);
        self.least.is_none_or(|least| least <= value + noise)
            && self.most.is_none_or(|most| value - noise <= most)
    }
}

/// What a solve gave.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The run, plan checked.
    pub run: Run,
    /// Its model; the program as it was solved.
    pub model: Model,
    /// Column values of the plan.
    pub values: Option<Vec<f64>>,
    /// Duals with the structure of the plan fixed.
    pub duals: Option<Duals>,
    /// What of the last solve was used.
    pub reuse: Reuse,
}

impl Answer {
    /// How the solve ended.
    pub fn status(&self) -> Status {
        self.run.manifest.status
    }

    /// Objective and bound in the planner's sense, if there is a plan.
    pub fn proven(&self) -> Option<Proven> {
        Some(Proven {
            found: self.run.manifest.objective?,
            bound: self.run.manifest.best_bound,
        })
    }

    /// The plan, if there is one.
    pub fn plan(&self) -> Option<&Priced> {
        self.run.plan.as_ref()
    }
}

/// Solves questions one after another.
pub struct Desk {
    resolver: Resolver,
    options: SolveOptions,
    study: Arc<dyn Study>,
}

/// A study as the monitor of a solve.
struct Watched {
    study: Arc<dyn Study>,
    /// Whether what is minimised is no objective of the planner: its values would puzzle.
    hidden: bool,
}

impl Monitor for Watched {
    fn progress(&self, progress: &Progress) {
        let shown = |value: Option<f64>| value.filter(|_| !self.hidden);
        self.study.progress(&Progress {
            incumbent: shown(progress.incumbent),
            bound: shown(progress.bound),
            ..*progress
        });
    }
    fn interrupted(&self) -> bool {
        self.study.interrupted()
    }
}

impl Desk {
    /// Without anything to start from; the options hold for every solve.
    pub fn new(options: SolveOptions, study: Arc<dyn Study>) -> Self {
        Self {
            resolver: Resolver::new(options.clone()),
            options,
            study,
        }
    }

    /// How it solves.
    pub fn options(&self) -> &SolveOptions {
        &self.options
    }

    /// Whether the user wants to stop.
    pub fn interrupted(&self) -> bool {
        self.study.interrupted()
    }

    /// Tells which question is next.
    pub fn begins(&self, what: &str, done: usize, of: usize) {
        self.study.begins(what, done, of);
    }

    /// Builds, solves, checks and prices.
    ///
    /// # Errors
    /// Faults of the solver or of the program; never because there is no plan.
    pub fn answer(&mut self, question: &Question) -> Result<Answer, StudyError> {
        let started = Instant::now();
        let model = model::build(&question.scenario, &question.model);
        self.solve(question, model, started)
    }

    /// The same for a model that is built: its program may have other sides, bounds and further rows than the
    /// question asks for, but the objective of the question.
    ///
    /// # Errors
    /// As [`Desk::answer`].
    pub fn solve(
        &mut self,
        question: &Question,
        model: Model,
        started: Instant,
    ) -> Result<Answer, StudyError> {
        let seconds = Seconds {
            load: question.load_seconds,
            build: started.elapsed().as_secs_f64(),
            ..Seconds::default()
        };
        let (outcome, reuse) = self.outcome(question, &model, false)?;
        let (values, duals) = (outcome.values.clone(), outcome.duals.clone());
        let run = run::conclude(question, &self.options, &model, outcome, seconds)?;
        Ok(Answer {
            run,
            model,
            values,
            duals,
            reuse,
        })
    }

    /// Solves a program of whatever objective to a gap of its own and says only what the solver said.
    ///
    /// # Errors
    /// Faults of the solver.
    pub fn raw_to(
        &mut self,
        gap: f64,
        question: &Question,
        model: &Model,
    ) -> Result<(Outcome, Reuse), StudyError> {
        self.resolver.set_options(SolveOptions {
            gap,
            ..self.options.clone()
        });
        let solved = self.raw(question, model);
        self.resolver.set_options(self.options.clone());
        solved
    }

    /// Solves a program of whatever objective and says only what the solver said.
    ///
    /// # Errors
    /// Faults of the solver.
    pub fn raw(&mut self, question: &Question, model: &Model) -> Result<(Outcome, Reuse), StudyError> {
        self.outcome(question, model, true)
    }

    fn outcome(
        &mut self,
        question: &Question,
        model: &Model,
        hidden: bool,
    ) -> Result<(Outcome, Reuse), StudyError> {
        let rounding = model::ByVintage {
            scenario: &question.scenario,
            model,
        };
        let study = Arc::clone(&self.study);
        let monitor = Arc::new(Watched { study, hidden });
        let solved = self
            .resolver
            .solve(model.program.clone(), monitor, Some(&rounding))?;
        Ok(solved)
    }

    /// The subject as it stands, to compare with.
    ///
    /// # Errors
    /// As [`Desk::answer`]; also if there is no plan.
    pub fn base(&mut self, question: &Question) -> Result<Answer, StudyError> {
        let answer = self.answer(question)?;
        match (answer.status(), answer.plan()) {
            (_, Some(_)) => Ok(answer),
            (Status::Infeasible, None) => Err(StudyError::Infeasible),
            (_, None) => Err(StudyError::EmptyHanded),
        }
    }
}

/// A value of the minimised program in the planner's sense.
pub(super) fn proven(outcome: &Outcome, sense: Sense) -> Option<Proven> {
    let finite = |value: Option<f64>| value.filter(|value| value.is_finite());
    Some(Proven {
        found: sense.of_minimised(finite(outcome.objective)?),
        bound: finite(outcome.best_bound).map(|bound| sense.of_minimised(bound)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(found: f64, bound: f64) -> Proven {
        Proven {
            found,
            bound: Some(bound),
        }
    }

    #[test]
    fn a_change_is_told_only_beyond_both_gaps() {
        // Cost 100 (at least 98) and 110 (at least 107): up by 7 to 12.
        let change = Change::between(value(100.0, 98.0), value(110.0, 107.0));
        assert_eq!((change.least, change.most), (Some(7.0), Some(12.0)));
        assert!(change.distinguishable && change.allows(8.0) && !change.allows(6.0));
        // 101 (at least 99): by -1 to 3.
        let change = Change::between(value(100.0, 98.0), value(101.0, 99.0));
        assert_eq!((change.least, change.most), (Some(-1.0), Some(3.0)));
        assert!(!change.distinguishable);
        // Profits: 100 (at most 102) and 90 (at most 91).
        let change = Change::between(value(100.0, 102.0), value(90.0, 91.0));
        assert_eq!((change.least, change.most), (Some(-12.0), Some(-9.0)));
        let unknown = Proven {
            found: 1.0,
            bound: None,
        };
        assert!(!Change::between(value(100.0, 100.0), unknown).distinguishable);
    }
}
