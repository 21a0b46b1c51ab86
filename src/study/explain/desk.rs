//! Where the elastic program is solved again and again within one limit of time.

use super::elastic::Elastic;
use super::limit::{Limit, Move};
use super::whatif::{Wishes, impose_all};
use crate::model::{self, ByVintage, Model};
use crate::program::{Integrality, Program};
use crate::run::{self, Question, RunError};
use crate::scenario::Scenario;
use crate::solver::{
    self, Conflict, Monitor, Progress, Relaxed, Resolver, SolveOptions, SolverError, Status, Strategy,
};
use std::cell::Cell;
use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Instant;

/// Share of the time left that one solve may take.
const SHARE: f64 = 0.25;

/// Share of all time for repairs; the rest is for the limits in conflict, which take less of it where the relaxation has
/// named them.
const REPAIRS: [f64; 2] = [0.7, 0.9];

/// Gap at which the cheapest widening, and the plan of a repaired scenario, are near enough.
const NEAR: f64 = 0.01;

/// A scenario that is looked at: its elastic program, and the time that is left.
pub(super) struct Desk<'a> {
    pub question: &'a Question,
    pub elastic: Elastic,
    wishes: &'a Wishes,
    options: &'a SolveOptions,
    monitor: Arc<dyn Monitor>,
    started: Instant,
    /// Share of all time that the work at hand may use up.
    share: Cell<f64>,
}

/// What the program says about some limits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    /// They can hold together.
    Yes,
    /// They cannot.
    No,
    /// The time was up first.
    Unknown,
}

/// The cheapest widening of some limits.
pub(super) enum Cheapest {
    /// One.
    Found(Box<Found>),
    /// None is enough: proven.
    None,
    /// The time was up before either was known.
    Unknown,
}

/// A widening of limits that is enough.
pub(super) struct Found {
    /// How limits move, each with its price, dearest first.
    pub moves: Vec<(Move, f64)>,
    /// Whether no cheaper one exists within the gap.
    pub proven: bool,
    /// What the solve has left.
    pub resolver: Resolver,
}

/// The plan of a repaired scenario.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Repaired {
    /// Objective of the plan, in the model's sense, MUSD of present value.
    pub objective: f64,
    /// Best bound of it.
    pub best_bound: Option<f64>,
}

impl<'a> Desk<'a> {
    /// Builds the elastic program, with wishes imposed that no limit may override.
    pub fn new(
        question: &'a Question,
        wishes: &'a Wishes,
        options: &'a SolveOptions,
        monitor: Arc<dyn Monitor>,
    ) -> Self {
        let (s, spec) = (&question.scenario, &question.model);
        let mut elastic = Elastic::new(s, spec);
        let Model { program, columns } = &mut elastic.model;
        // What even the loose program refuses was told before it came to this.
        let _ = impose_all(wishes, s, spec, columns, program);
        Self {
            elastic,
            wishes,
            question,
            options,
            monitor,
            started: Instant::now(),
            share: Cell::new(1.0),
        }
    }

    /// The scenario.
    pub fn scenario(&self) -> &'a Scenario {
        &self.question.scenario
    }

    /// Tells what is being done.
    pub fn phase(&self, phase: &'static str) {
        self.monitor.progress(&Progress {
            phase,
            elapsed: self.started.elapsed().as_secs_f64(),
            incumbent: None,
            bound: None,
        });
    }

    /// Does some work in the share of all time that is for repairs. `named`: the relaxation has named limits in conflict.
    pub fn on_repairs<T>(&self, named: bool, work: impl FnOnce() -> T) -> T {
        self.share.set(REPAIRS[usize::from(named)]);
        let done = work();
        self.share.set(1.0);
        done
    }

    /// Seconds left for the work at hand.
    pub fn left(&self) -> f64 {
        if self.monitor.interrupted() {
            return 0.0;
        }
        let limit = self.options.time_limit.unwrap_or(f64::INFINITY);
        (self.share.get() * limit - self.started.elapsed().as_secs_f64()).max(0.0)
    }

    fn limited(&self, strategy: Strategy) -> SolveOptions {
        let seconds = SHARE * self.left();
        SolveOptions {
            time_limit: Some(seconds).filter(|seconds| seconds.is_finite()),
            gap: self.options.gap.max(NEAR),
            strategy,
            ..self.options.clone()
        }
    }

    /// Options for what else is asked in the time left; a few seconds are always left for it.
    fn rest(&self) -> SolveOptions {
        const FEW: f64 = 5.0;
        SolveOptions {
            time_limit: self.options.time_limit.map(|_| self.left().max(FEW)),
            ..self.options.clone()
        }
    }

    /// Limits in conflict in the relaxation, an irreducible group of some where time allows.
    ///
    /// # Errors
    /// If the solver fails.
    pub fn relaxed(&self, limits: &[Limit]) -> Result<Relaxed, SolverError> {
        if self.left() <= 0.0 {
            return Ok(Relaxed::Unknown);
        }
        let program = self.elastic.program(true, |limit| limits.contains(&limit));
        let columns = self.elastic.columns(limits);
        solver::needed(&program, &columns, &self.limited(Strategy::Auto), self.quiet())
    }

    /// Whether the user wants to stop.
    pub fn interrupted(&self) -> bool {
        self.monitor.interrupted()
    }

    /// The families of rows of a program that cannot all hold.
    ///
    /// # Errors
    /// If the solver fails.
    pub fn families(&self, program: &Program) -> Result<Conflict, SolverError> {
        solver::infeasible_families(program, &self.rest(), self.quiet())
    }

    fn quiet(&self) -> Arc<dyn Monitor> {
        Arc::new(Silent(Arc::clone(&self.monitor)))
    }

    /// The cheapest widening of the limits that are free.
    ///
    /// # Errors
    /// If the solver fails.
    pub fn cheapest(&self, free: impl Fn(Limit) -> bool) -> Result<Cheapest, SolverError> {
        if self.left() <= 0.0 {
            return Ok(Cheapest::Unknown);
        }
        let program = self.elastic.program(true, free);
        let mut resolver = Resolver::new(self.limited(Strategy::Auto));
        let (outcome, _) = resolver.solve(program, self.quiet(), None)?;
        Ok(match (outcome.values, outcome.status) {
            (Some(values), status) => Cheapest::Found(Box::new(Found {
                moves: self.elastic.moves(&values),
                proven: status == Status::Optimal,
                resolver,
            })),
            (None, Status::Infeasible) => Cheapest::None,
            (None, _) => Cheapest::Unknown,
        })
    }

    /// Whether some limits can hold together while all others but the volume of demand give way as they like; with whole
    /// numbers, or with any.
    ///
    /// # Errors
    /// If the solver fails.
    pub fn can_hold(&self, tight: &BTreeSet<Limit>, whole: bool) -> Result<Answer, SolverError> {
        if self.left() <= 0.0 {
            return Ok(Answer::Unknown);
        }
        let free = |limit: Limit| limit != Limit::Demand && !tight.contains(&limit);
        let mut program = self.elastic.program(false, free);
        if !whole {
            program.integrality.fill(Integrality::Continuous);
        }
        let outcome = solver::solve(&program, &self.limited(Strategy::Whole), self.quiet())?;
        Ok(match outcome.status {
            Status::Infeasible => Answer::No,
            _ if outcome.values.is_some() => Answer::Yes,
            _ => Answer::Unknown,
        })
    }

    /// Solves the scenario with its limits moved, anew and whole, and checks the plan. The resolver knows the plan of the
    /// elastic program, which is a start. `None` inside: it has no plan; `None` outside: the time was up first.
    ///
    /// # Errors
    /// Faults of the solver or of the program.
    pub fn repaired(
        &self,
        moves: &[Move],
        resolver: &mut Resolver,
    ) -> Result<Option<Option<Repaired>>, RunError> {
        let mut question = self.question.clone();
        for step in moves {
            step.apply(&mut question.scenario);
        }
        let mut model = model::build(&question.scenario, &question.model);
        let (s, spec) = (&question.scenario, &question.model);
        if impose_all(self.wishes, s, spec, &model.columns, &mut model.program).is_err() {
            return Ok(Some(None));
        }
        if self.left() <= 0.0 {
            return Ok(None);
        }
        resolver.set_options(self.limited(Strategy::Auto));
        let rounding = ByVintage {
            scenario: s,
            model: &model,
        };
        let (outcome, _) = resolver.solve(model.program.clone(), self.quiet(), Some(&rounding))?;
        let Some(values) = &outcome.values else {
            let proven = outcome.status == Status::Infeasible;
            return Ok(proven.then_some(None));
        };
        let plan = model::extract(&question.scenario, &model, values);
        let priced = run::price(&question, plan, outcome.claim())?;
        let sense = run::sense(&question.model);
        Ok(Some(Some(Repaired {
            objective: sense.of_minimised(priced.ledger.objective(&question.model)),
            best_bound: outcome
                .best_bound
                .filter(|bound| bound.is_finite())
                .map(|bound| sense.of_minimised(bound)),
        })))
    }
}

/// Passes the wish to stop on, but not the incumbents of programs that nobody asked about.
struct Silent(Arc<dyn Monitor>);

impl Monitor for Silent {
    fn progress(&self, _: &Progress) {}
    fn interrupted(&self) -> bool {
        self.0.interrupted()
    }
}
