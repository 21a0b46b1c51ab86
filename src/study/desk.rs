//! One question after another, each solved from what the last has left, every plan checked.

use super::change::{Change, Proven};
use super::commitment::start_of;
use super::subject::Subject;
use crate::model::{self, Model};
use crate::program::Program;
use crate::run::manifest::{Manifest, Seconds, Sense};
use crate::run::{self, Priced, Question, Run, RunError};
use crate::scenario::problem::Problems;
use crate::solver::{
    Duals, Known, Monitor, Outcome, Progress, Resolver, Reuse, SolveOptions, SolverError, Status,
};
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
        let solved = self
            .resolver
            .solve(model.program.clone(), self.monitor(hidden), Some(&rounding))?;
        Ok(solved)
    }

    /// The objective, in the planner's sense, of the best plan of earlier solves for a question whose model is built; its
    /// whole numbers are kept, the rest is solved for, the plan is checked. `None` if none of them fits.
    ///
    /// # Errors
    /// As [`Desk::answer`].
    pub fn retry(&self, question: &Question, model: &Model) -> Result<Option<f64>, StudyError> {
        let monitor = self.monitor(true);
        let Some((objective, values)) = self.resolver.retry(&model.program, monitor)? else {
            return Ok(None);
        };
        let plan = model::extract(&question.scenario, model, &values);
        let priced = run::price(question, plan, Some((objective, None)))?;
        let objective = priced.ledger.objective(&question.model);
        Ok(Some(run::sense(&question.model).of_minimised(objective)))
    }

    /// How much the best value changes from one program to another, each with what is proven of it in the planner's sense.
    ///
    /// # Errors
    /// Faults of the solver.
    pub fn change(
        &self,
        sense: Sense,
        (old, before): (&Program, Proven),
        (new, after): (&Program, Proven),
    ) -> Result<Change, StudyError> {
        let known = |program, value: Proven| Known {
            program,
            plan: sense.of_minimised(value.found),
            bound: value
                .bound
                .map_or(f64::NEG_INFINITY, |bound| sense.of_minimised(bound)),
        };
        let monitor = self.monitor(true);
        let (least, most) = self
            .resolver
            .shift(&known(old, before), &known(new, after), &monitor)?;
        let range = match sense {
            Sense::Minimise => (least, most),
            Sense::Maximise => (0.0 - most, 0.0 - least),
        };
        Ok(Change::proven(before, after, range))
    }

    /// What is proven of the best value of a program that is not that of the question: its plans are not checked against the
    /// scenario, and nothing of the solve stays. It starts from the plan of an answer.
    ///
    /// # Errors
    /// Faults of the solver.
    pub fn aside(
        &self,
        question: &Question,
        model: &Model,
        from: &Answer,
    ) -> Result<Option<Proven>, StudyError> {
        let mut resolver = Resolver::new(self.options.clone());
        if let Some(values) = &from.values {
            resolver.start_from(&from.model.program, vec![values.clone()]);
        }
        let rounding = model::ByVintage {
            scenario: &question.scenario,
            model,
        };
        let (outcome, _) = resolver.solve(model.program.clone(), self.monitor(false), Some(&rounding))?;
        Ok(proven(&outcome, run::sense(&question.model)))
    }

    fn monitor(&self, hidden: bool) -> Arc<dyn Monitor> {
        let study = Arc::clone(&self.study);
        Arc::new(Watched { study, hidden })
    }

    /// The subject as it stands, to compare with; that of a run starts from the plan of the run and is no worse than that.
    ///
    /// # Errors
    /// As [`Desk::answer`]; also if there is no plan.
    pub fn base(&mut self, subject: &Subject) -> Result<Answer, StudyError> {
        let question = &subject.question;
        let started = Instant::now();
        let model = model::build(&question.scenario, &question.model);
        let answer = self.first(subject, model, started)?;
        match (answer.status(), answer.plan()) {
            (_, Some(_)) => Ok(answer),
            (Status::Infeasible, None) => Err(StudyError::Infeasible),
            (_, None) => Err(StudyError::EmptyHanded),
        }
    }

    /// [`Desk::solve`] of the subject as it stands, from what its run says if it is one.
    ///
    /// # Errors
    /// As [`Desk::answer`].
    pub fn first(&mut self, subject: &Subject, model: Model, started: Instant) -> Result<Answer, StudyError> {
        let question = &subject.question;
        let saved = subject.saved.as_ref().filter(|_| subject.is_as_saved());
        if let Some(plan) = saved.and_then(|saved| saved.plan.as_ref()) {
            let start = start_of(&question.scenario, &model.columns, &model.program, &plan.plan);
            self.resolver.start_from(&model.program, vec![start]);
        }
        let mut answer = self.solve(question, model, started)?;
        if let Some(bound) = saved.and_then(|saved| saved.manifest.best_bound) {
            self.known_bound(&mut answer.run.manifest, bound);
        }
        Ok(answer)
    }

    /// Takes over a bound that an earlier solve of the same question has proven, if it is better.
    fn known_bound(&self, manifest: &mut Manifest, known: f64) {
        let sense = manifest.sense;
        let Some(objective) = manifest.objective.map(|value| sense.of_minimised(value)) else {
            return;
        };
        let (known, own) = (sense.of_minimised(known), manifest.best_bound);
        let own = own.map_or(f64::NEG_INFINITY, |bound| sense.of_minimised(bound));
        let bound = own.max(known).min(objective);
        let gap = (objective - bound) / objective.abs().max(1e-9);
        manifest.best_bound = Some(sense.of_minimised(bound));
        manifest.gap = Some(gap);
        if gap <= self.options.gap {
            manifest.status = Status::Optimal;
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
