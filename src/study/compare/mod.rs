//! Runs side by side: inputs that differ, results that differ, and what the differences prove.
//!
//! [`read`] reads and checks the runs, [`Comparison::new`] compares every later one with the first, the base.
//! [`text`] prints, [`data`] gives JSON and CSV, [`page`] a page for the browser.

pub mod crossed;
pub mod data;
pub mod inputs;
pub mod lines;
pub mod marks;
mod notes;
pub mod page;
mod reading;
mod sides;
pub mod text;

pub use crossed::{Crossed, Fate};
pub use inputs::{Change, Effect, InputDifferences};
pub use lines::{By, Entry, Key, Topic};
pub use marks::{Mark, Why};
pub use reading::{CompareError, read};
pub use sides::{Difference, Line};

use crate::run::saved::Saved;
use inputs::Written;
use marks::Sureness;
use notes::notes;
use sides::side_by_side;
use std::path::PathBuf;
use std::sync::Arc;

/// A run to be compared.
#[derive(Debug, Clone)]
pub struct Case {
    /// Short name, its own among the runs compared.
    pub label: String,
    /// Its directory, as given.
    pub path: PathBuf,
    /// The run.
    pub saved: Saved,
}

impl Case {
    fn written(&self) -> Written<'_> {
        Written {
            question: &self.saved.question,
            origins: self.saved.origins.as_ref(),
        }
    }
}

/// What separates a run from the base.
#[derive(Debug, Clone)]
pub struct Apart {
    /// What differs in the inputs.
    pub inputs: InputDifferences,
    /// Objective, if both runs have plans and the same kind of objective.
    pub objective: Option<ObjectiveDifference>,
    /// The base's plan under this run's inputs.
    pub base_plan_here: Option<Crossed>,
    /// This run's plan under the base's inputs.
    pub plan_in_base: Option<Crossed>,
}

/// A difference of objectives, MUSD of present value, the run less the base.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ObjectiveDifference {
    /// Of the plans.
    pub absolute: f64,
    /// As a share of the base's objective; `None` if that is 0.
    pub relative: Option<f64>,
    /// Least and greatest difference of the best plans of the two questions; infinite where nothing is proven.
    pub proven: (f64, f64),
    /// What it proves.
    pub mark: Mark,
}

/// Runs compared.
#[derive(Debug, Clone)]
pub struct Comparison<'a> {
    /// The runs, the base first.
    pub cases: &'a [Case],
    /// By what the lines are split.
    pub by: By,
    /// By run but the base.
    pub apart: Arc<[Apart]>,
    /// Results side by side, in the order of reports.
    pub lines: Vec<Line>,
    /// What a reader should know before the numbers, one sentence each.
    pub notes: Vec<String>,
}

impl<'a> Comparison<'a> {
    /// Compares every run with the first.
    pub fn new(cases: &'a [Case], by: By) -> Self {
        let Some((base, others)) = cases.split_first() else {
            return Self {
                cases,
                by,
                apart: Arc::default(),
                lines: Vec::new(),
                notes: Vec::new(),
            };
        };
        let apart: Arc<[Apart]> = std::thread::scope(|scope| {
            let workers: Vec<_> = others
                .iter()
                .map(|other| (other, scope.spawn(move || Apart::of(base, other))))
                .collect();
            let joined = workers.into_iter();
            joined
                .map(|(other, worker)| worker.join().unwrap_or_else(|_| Apart::of(base, other)))
                .collect()
        });
        Self {
            lines: side_by_side(cases, &apart, by),
            notes: notes(base, others),
            cases,
            by,
            apart,
        }
    }

    /// The same comparison, its lines split otherwise.
    #[must_use]
    pub fn split(&self, by: By) -> Self {
        Self {
            cases: self.cases,
            by,
            apart: Arc::clone(&self.apart),
            lines: side_by_side(self.cases, &self.apart, by),
            notes: self.notes.clone(),
        }
    }

    /// The runs but the base.
    pub fn others(&self) -> &'a [Case] {
        self.cases.get(1..).unwrap_or_default()
    }
}

impl Apart {
    fn of(base: &Case, other: &Case) -> Self {
        Self {
            inputs: inputs::differences(base.written(), other.written()),
            objective: objectives(&base.saved, &other.saved),
            base_plan_here: crossed::crossed(&base.saved, &other.saved),
            plan_in_base: crossed::crossed(&other.saved, &base.saved),
        }
    }
}

fn objectives(base: &Saved, other: &Saved) -> Option<ObjectiveDifference> {
    if base.manifest.sense != other.manifest.sense {
        return None;
    }
    let (first, second) = (base.manifest.objective?, other.manifest.objective?);
    let (proven, mark) = marks::of_objectives(Sureness::of(&base.manifest)?, Sureness::of(&other.manifest)?);
    Some(ObjectiveDifference {
        absolute: second - first,
        relative: share(second - first, first),
        proven,
        mark,
    })
}

fn share(difference: f64, base: f64) -> Option<f64> {
    (base != 0.0).then(|| difference / base.abs())
}
