//! What a period's delay of a commitment costs: the scenario solved again with the commitment not before the next period.

use super::slack;
use crate::model::{self, ByVintage, Model};
use crate::run::manifest::Manifest;
use crate::run::{Question, RunError, price};
use crate::solver::{Monitor, Resolver, SolveOptions, Status};
use crate::study::commitment::{Commitment, decision, series, start_of};
use std::sync::Arc;

/// What came of solving with a commitment put off by a period.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Delayed {
    /// There is a plan without it in time; amounts in MUSD of present value, against the plan of the run.
    Costs {
        /// Objective of the plan found, less that of the run's: what the delay costs at most. Negative if it is the
        /// better plan, which the gap of the run allows.
        found: f64,
        /// What every plan with the delay costs more at least; 0 if that is not proven.
        least: f64,
    },
    /// No plan satisfies the scenario any more.
    Infeasible,
    /// The scenario itself says that it has been committed by then.
    Committed,
    /// A limit ended the solve before there was a plan.
    Unknown,
}

/// Result of one solve, minimised.
#[derive(Debug, Clone, Copy)]
enum Found {
    Plan { objective: f64, bound: f64 },
    Infeasible,
    Committed,
    Unknown,
}

/// Solves a run's scenario again and again, each time with something not yet committed.
#[derive(Debug)]
pub struct Delays<'a> {
    question: &'a Question,
    plan: &'a crate::plan::Plan,
    model: Model,
    resolver: Resolver,
    /// Objective of the run, minimised.
    objective: f64,
    found: Vec<Found>,
}

impl<'a> Delays<'a> {
    /// For a run with this plan. Without an objective in the manifest nothing can be compared.
    pub fn new(
        question: &'a Question,
        plan: &'a crate::plan::Plan,
        manifest: &Manifest,
        options: SolveOptions,
    ) -> Option<Self> {
        let minimised = |value: f64| manifest.sense.of_minimised(value);
        let objective = minimised(manifest.objective?);
        Some(Self {
            question,
            plan,
            model: model::build(&question.scenario, &question.model),
            resolver: Resolver::new(options),
            objective,
            found: Vec::new(),
        })
    }

    /// Solves with a commitment not before the period after the one of the plan.
    ///
    /// # Errors
    /// Faults of the solver or of the program.
    pub fn solve(&mut self, commitment: &Commitment, monitor: Arc<dyn Monitor>) -> Result<(), RunError> {
        let found = self.delayed(commitment, monitor)?;
        self.found.push(found);
        Ok(())
    }

    fn delayed(&mut self, commitment: &Commitment, monitor: Arc<dyn Monitor>) -> Result<Found, RunError> {
        let scenario = &self.question.scenario;
        let decision = decision(scenario, &self.model.columns, commitment.item);
        let mut planned = series(scenario, self.plan, commitment.item);
        planned.truncate(commitment.period.index() + 1);
        if let Some(now) = planned.last_mut() {
            *now = 0.0;
        }
        let mut program = self.model.program.clone();
        // Neither now nor, instead, earlier than the plan has it.
        for (_, col, most) in decision.values(&planned) {
            let Some(col) = col else { continue };
            let upper = program.col_upper[col.index()].min(most);
            if upper < program.col_lower[col.index()] {
                return Ok(Found::Committed);
            }
            program.col_upper[col.index()] = upper;
        }
        // The plan as it is, with this and what hangs on it a period later, is where to start.
        let later = slack::moved(scenario, self.plan, commitment, commitment.period.index() + 1);
        let start = start_of(scenario, &self.model.columns, &program, &later);
        self.resolver.start_from(&program, vec![start]);
        let rounding = ByVintage {
            scenario,
            model: &self.model,
        };
        let (outcome, _) = self.resolver.solve(program, monitor, Some(&rounding))?;
        let Some(values) = &outcome.values else {
            return Ok(match outcome.status {
                Status::Infeasible => Found::Infeasible,
                _ => Found::Unknown,
            });
        };
        let plan = model::extract(scenario, &self.model, values);
        let priced = price(self.question, plan, outcome.claim())?;
        Ok(Found::Plan {
            objective: priced.ledger.objective(&self.question.model),
            bound: outcome.best_bound.unwrap_or(f64::NEG_INFINITY),
        })
    }

    /// What the delays cost, in the order in which they were solved: against the plan of the run, which is the one that
    /// would be late. Both sides are proven, whatever the gaps: a plan with the delay was found, and none is better than
    /// its bound.
    pub fn costs(&self) -> Vec<Delayed> {
        let plan = self.objective;
        // Differences below this are noise of the solver.
        let noise = 1e-6 * plan.abs().max(1.0);
        let clear = |amount: f64| if amount.abs() > noise { amount } else { 0.0 };
        let cost = |found: &Found| match *found {
            Found::Plan { objective, bound } => Delayed::Costs {
                found: clear(objective - plan),
                least: clear(bound - plan).max(0.0),
            },
            Found::Infeasible => Delayed::Infeasible,
            Found::Committed => Delayed::Committed,
            Found::Unknown => Delayed::Unknown,
        };
        self.found.iter().map(cost).collect()
    }
}
