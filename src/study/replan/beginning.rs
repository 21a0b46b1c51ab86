//! A solve that begins with the plan of an earlier run: of the same scenario, to go on with it, or of another.

use super::super::commitment::start_of;
use super::{Mapped, ReplanError, map_plan};
use crate::model::Columns;
use crate::plan::Plan;
use crate::program::Program;
use crate::run::saved::Saved;
use crate::run::{Amendment, Question};
use crate::scenario::Scenario;
use std::path::Path;

/// The plan of a run as the first one of a solve. Nothing of it is kept but what pays, and no bound is taken over.
#[derive(Debug)]
pub struct Beginning<'a> {
    scenario: &'a Scenario,
    from: From<'a>,
    values: Option<Vec<f64>>,
}

#[derive(Debug)]
enum From<'a> {
    /// A plan of the very scenario.
    Same(&'a Plan),
    /// What the scenario has of a plan of another.
    Other(Box<Mapped>),
}

impl<'a> Beginning<'a> {
    /// Maps the plan of a run into a question.
    ///
    /// # Errors
    /// A run without a plan, horizons or plans without anything in common.
    pub fn new(question: &'a Question, from: &Path, saved: &'a Saved) -> Result<Self, ReplanError> {
        let Some(priced) = &saved.plan else {
            return Err(ReplanError::NoPlan(from.display().to_string()));
        };
        let plan = if saved.question.resolved == question.resolved {
            From::Same(&priced.plan)
        } else {
            let (old, new) = (&saved.question.scenario, &question.scenario);
            From::Other(Box::new(map_plan(old, &priced.plan, new)?))
        };
        Ok(Self {
            scenario: &question.scenario,
            from: plan,
            values: None,
        })
    }
}

impl Amendment for Beginning<'_> {
    fn amend(&mut self, columns: &Columns, program: &mut Program) {
        self.values = Some(match &self.from {
            From::Same(plan) => start_of(self.scenario, columns, program, plan),
            From::Other(mapped) => mapped.start(self.scenario, columns, program),
        });
    }

    fn price(&mut self, _: &[f64]) -> f64 {
        0.0
    }

    fn start(&mut self) -> Option<Vec<f64>> {
        self.values.take()
    }

    fn is_nothing(&self) -> bool {
        true
    }
}
