//! A plan solved again without something, or with something else: what that costs, line by line, and whether the
//! difference is larger than the gaps of the two solves.

use super::super::commitment::start_of;
use super::ask::Ask;
use super::impose::{Wish, amount, impose};
use crate::model::{self, ByVintage, Model};
use crate::plan::Plan;
use crate::plan::ledger::{Class, Component, Ledger};
use crate::program::Program;
use crate::run::{self, Priced, Question, RunError, shadow};
use crate::scenario::{ModelSpec, Objective, Scenario};
use crate::solver::{Monitor, Resolver, SolveOptions, Status};
use std::sync::Arc;

/// Amounts below this, in MUSD, are noise.
const NOISE: f64 = 1e-6;

/// What is asked together: each thing with what is wished of it.
pub type Wishes = [(Ask, Wish)];

/// A plan to compare with, and all that it takes to solve it again.
pub struct Bench<'a> {
    question: &'a Question,
    model: Model,
    resolver: Resolver,
    monitor: Arc<dyn Monitor>,
    base: Option<Base>,
}

/// The plan to compare with.
#[derive(Debug, Clone)]
pub struct Base {
    /// The plan with its ledger and tables.
    pub priced: Priced,
    /// Objective, minimised, MUSD of present value.
    pub objective: f64,
    /// Its bound.
    pub best_bound: Option<f64>,
}

/// What solving again has shown.
#[derive(Debug, Clone)]
pub enum Answer {
    /// There is a plan.
    Plan(Box<Difference>),
    /// There is none: why, in lines.
    Infeasible(String),
    /// There plainly is none: why, in a sentence.
    Impossible(String),
    /// The time was up before either was known.
    Unknown,
}

/// How the plan that was asked for differs from the one there is.
#[derive(Debug, Clone)]
pub struct Difference {
    /// Objective, minimised, of the plan there is.
    pub before: f64,
    /// Of the plan that was asked for.
    pub after: f64,
    /// Least and most that the best plan asked for is worse than the best plan, MUSD of present value. `None` without
    /// bounds.
    pub range: Option<(f64, f64)>,
    /// Lines of the ledger that count in the objective and differ: component, present value before and after in the
    /// objective's sense: costs are positive where cost is minimised, negative where profit is maximised.
    pub lines: Vec<(Component, f64, f64)>,
    /// How much of each thing asked about there is, before and after.
    pub amounts: Vec<(f64, f64)>,
    /// The plan that was asked for.
    pub priced: Priced,
}

impl Difference {
    /// Whether the best plan asked for is worse for sure: the gaps of the two solves leave no doubt.
    pub fn is_distinguishable(&self) -> bool {
        self.range.is_some_and(|(least, _)| least > NOISE)
    }
}

/// How solving the scenario as it stands has ended.
pub enum Start {
    /// With a plan; the status says whether the gap was reached.
    Plan(Status),
    /// There is none.
    Infeasible,
    /// Stopped without one.
    Unknown,
}

impl<'a> Bench<'a> {
    /// With nothing to compare with yet.
    pub fn new(question: &'a Question, options: &SolveOptions, monitor: Arc<dyn Monitor>) -> Self {
        Self {
            model: model::build(&question.scenario, &question.model),
            resolver: Resolver::new(options.clone()),
            question,
            monitor,
            base: None,
        }
    }

    /// Compares with a plan that is there, and has the first solve start from it. `best_bound` is in the model's sense.
    pub fn with_plan(mut self, priced: Priced, best_bound: Option<f64>) -> Self {
        let (s, program) = (&self.question.scenario, &self.model.program);
        let start = start_of(s, &self.model.columns, program, &priced.plan);
        self.resolver.start_from(program, vec![start]);
        let sense = run::sense(&self.question.model);
        self.base = Some(Base {
            objective: priced.ledger.objective(&self.question.model),
            best_bound: best_bound.map(|bound| sense.of_minimised(bound)),
            priced,
        });
        self
    }

    /// The plan to compare with.
    pub fn base(&self) -> Option<&Base> {
        self.base.as_ref()
    }

    /// Solves the scenario as it stands, and compares with that.
    ///
    /// # Errors
    /// Faults of the solver or of the program.
    pub fn start(&mut self) -> Result<Start, RunError> {
        let program = self.model.program.clone();
        let rounding = ByVintage {
            scenario: &self.question.scenario,
            model: &self.model,
        };
        let (outcome, _) = self
            .resolver
            .solve(program, Arc::clone(&self.monitor), Some(&rounding))?;
        let Some(values) = &outcome.values else {
            return Ok(match outcome.status {
                Status::Infeasible => Start::Infeasible,
                _ => Start::Unknown,
            });
        };
        let plan = model::extract(&self.question.scenario, &self.model, values);
        let mut priced = run::price(self.question, plan, outcome.claim())?;
        if let Some(duals) = &outcome.duals {
            shadow::fill(&mut priced.tables, &self.model.program, duals);
        }
        self.base = Some(Base {
            objective: priced.ledger.objective(&self.question.model),
            best_bound: outcome.best_bound.filter(|bound| bound.is_finite()),
            priced,
        });
        Ok(Start::Plan(outcome.status))
    }

    /// Solves again with wishes. `None` without a plan to compare with.
    ///
    /// # Errors
    /// Faults of the solver or of the program.
    pub fn ask(&mut self, wishes: &Wishes) -> Result<Option<Answer>, RunError> {
        let Some(base) = self.base.clone() else {
            return Ok(None);
        };
        let s = &self.question.scenario;
        let mut program = self.model.program.clone();
        for (ask, wish) in wishes {
            if let Err(reason) = impose(
                ask,
                *wish,
                s,
                &self.question.model,
                &self.model.columns,
                &mut program,
            ) {
                return Ok(Some(Answer::Impossible(reason)));
            }
        }
        // What is read back from the values knows the rows of the program that was solved.
        let columns = self.model.columns.clone();
        let model = Model { program, columns };
        let rounding = ByVintage {
            scenario: s,
            model: &model,
        };
        let (outcome, _) =
            self.resolver
                .solve(model.program.clone(), Arc::clone(&self.monitor), Some(&rounding))?;
        let Some(values) = &outcome.values else {
            return Ok(Some(match outcome.status {
                Status::Infeasible => Answer::Infeasible(String::new()),
                _ => Answer::Unknown,
            }));
        };
        let plan = model::extract(s, &model, values);
        let priced = run::price(self.question, plan, outcome.claim())?;
        let after = priced.ledger.objective(&self.question.model);
        let range = match (
            base.best_bound,
            outcome.best_bound.filter(|bound| bound.is_finite()),
        ) {
            // What is imposed takes plans away, so that the best one cannot become better.
            (Some(before), Some(bound)) => {
                Some(((bound - base.objective).max(0.0), (after - before).max(0.0)))
            }
            _ => None,
        };
        let amounts = wishes
            .iter()
            .map(|(ask, _)| (amount(ask, s, &base.priced.plan), amount(ask, s, &priced.plan)));
        Ok(Some(Answer::Plan(Box::new(Difference {
            before: base.objective,
            after,
            range,
            lines: lines(&self.question.model, &base.priced.ledger, &priced.ledger),
            amounts: amounts.collect(),
            priced,
        }))))
    }
}

/// Lines of two ledgers that count in the objective and differ, largest difference first.
fn lines(spec: &ModelSpec, before: &Ledger, after: &Ledger) -> Vec<(Component, f64, f64)> {
    let counted = |ledger: &Ledger, component: Component| {
        let factor = match (component.class(), spec.objective) {
            (Class::Revenue, Objective::MinCost) => 0.0,
            (Class::Revenue, Objective::MaxProfit) => -1.0,
            (class, _) => class.in_net_cost(),
        };
        run::sense(spec).of_minimised(factor * ledger.total(component).present)
    };
    let mut lines: Vec<(Component, f64, f64)> = Component::ALL
        .iter()
        .map(|&component| (component, counted(before, component), counted(after, component)))
        .filter(|(_, before, after)| (before - after).abs() > NOISE)
        .collect();
    let by = |line: &(Component, f64, f64)| (line.2 - line.1).abs();
    lines.sort_by(|a, b| by(b).total_cmp(&by(a)));
    lines
}

/// Wishes imposed on a program that has the scenario's columns: for the limits in conflict with them.
pub(super) fn impose_all(
    wishes: &Wishes,
    s: &Scenario,
    spec: &ModelSpec,
    columns: &crate::model::Columns,
    program: &mut Program,
) -> Result<(), String> {
    wishes
        .iter()
        .try_for_each(|(ask, wish)| impose(ask, *wish, s, spec, columns, program))
}

/// Whether a plan has a thing that is asked about.
pub fn has(ask: &Ask, s: &Scenario, plan: &Plan) -> bool {
    amount(ask, s, plan) > NOISE
}
