//! The plan of one run under the inputs of another: does it keep every rule there, and what does it cost?

use crate::plan::json;
use crate::run::saved::Saved;
use crate::run::{self, Priced, RunError};
use indexmap::IndexMap;

/// Relative amount by which a plan may cost more and still count as no worse: the tolerance of solvers.
const NO_WORSE: f64 = 1e-6;

/// What became of a plan under other inputs.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It keeps every rule and has this objective there, MUSD in the sense of that run's model; `worse` is by how much it
    /// falls behind that run's own plan, MUSD: negative if it is better.
    Kept {
        /// Its objective there.
        objective: f64,
        /// How far it falls behind.
        worse: f64,
    },
    /// It breaks rules: how many of each kind, and the first.
    Broken {
        /// How many times, by kind of row, in the order of the check.
        kinds: Vec<(String, usize)>,
        /// The first of them, in one sentence.
        first: String,
    },
    /// It speaks of sites, chips or demand that the other scenario does not have.
    Foreign(String),
}

/// A plan under the inputs of another run.
#[derive(Debug, Clone)]
pub struct Crossed {
    /// What became of it.
    pub fate: Fate,
    /// The plan as that run would have it, if it is no worse there than that run's own.
    pub as_good: Option<Box<Priced>>,
}

/// Lays the plan of `of` over the inputs of `under`; `None` if one of the two has no plan.
pub fn crossed(of: &Saved, under: &Saved) -> Option<Crossed> {
    let plan = &of.plan.as_ref()?.plan;
    let own = under.manifest.objective?;
    under.plan.as_ref()?;
    let scenario = &under.question.scenario;
    let mut told = json::to_json(&of.question.scenario, plan);
    // The name is part of the plan's file; here it does not matter.
    if let Some(name) = told.get_mut("scenario") {
        *name = scenario.name.as_str().into();
    }
    let plan = match json::from_json(scenario, &told) {
        Ok(plan) => plan,
        Err(error) => {
            let fate = Fate::Foreign(error.to_string());
            return Some(Crossed { fate, as_good: None });
        }
    };
    let priced = match run::price(&under.question, plan, None) {
        Ok(priced) => priced,
        Err(RunError::Unsound(violations)) => {
            let mut kinds: IndexMap<String, usize> = IndexMap::new();
            for violation in &violations {
                let kind = violation.split([' ', ':']).next().unwrap_or_default();
                *kinds.entry(kind.to_owned()).or_default() += 1;
            }
            let fate = Fate::Broken {
                kinds: kinds.into_iter().collect(),
                first: violations.into_iter().next().unwrap_or_default(),
            };
            return Some(Crossed { fate, as_good: None });
        }
        // Without an objective to compare with there is nothing else to go wrong.
        Err(error) => {
            let fate = Fate::Foreign(error.to_string());
            return Some(Crossed { fate, as_good: None });
        }
    };
    let sense = run::sense(&under.question.model);
    let minimised = priced.ledger.objective(&under.question.model);
    let worse = minimised - sense.of_minimised(own);
    let no_worse = worse <= NO_WORSE * own.abs().max(1.0);
    Some(Crossed {
        fate: Fate::Kept {
            objective: sense.of_minimised(minimised),
            worse: if no_worse && worse > 0.0 { 0.0 } else { worse },
        },
        as_good: no_worse.then(|| Box::new(priced)),
    })
}
