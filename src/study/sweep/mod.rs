//! Sweeps: many cases of one scenario, one row each.
//!
//! A [`Sweep`] is a design over a scenario; [`Sweep::run`] solves what of it is not there yet and gives all rows. A case
//! is named by the hash of its resolved scenario and model, and its row is a file of that name in the sweep directory
//! ([`Store`]), written whole as soon as the case has ended. So a sweep that was killed goes on where it was, two
//! processes can share a directory, and a sweep with more values solves only the new cases.
//!
//! Cases are solved in an order in which neighbours differ in little ([`order`]), in blocks: within a block each case
//! starts from what the one before has left, between blocks nothing is carried over. Which cases make a block depends on
//! the cases and the number of workers alone, so the rows do not depend on which worker was faster.

mod array;
mod design;
mod order;
mod results;
mod row;
mod spread;
mod store;
mod work;

pub use array::{Array, ArrayError, FOLDER, JOB};
pub use design::{Axis, BASE, Case, Design, Kind, MOST_CASES, stratified};
pub use order::order;
pub use results::{Column, Values, columns, to_csv, to_parquet};
pub use row::{Asked, CaseStatus, FORMAT, Row};
pub use spread::{Level, Spread, SpreadError, TIMES};
pub use store::{CASES, Found, Store};
pub use work::{Options, Outcome, Shard, SolveCase, Watch};

use crate::run::manifest::{Sense, sha256};
use crate::run::{Question, saved};
use crate::scenario;
use crate::scenario::problem::{Problem, Problems};
use crate::scenario::text::{self, Document, LoadOptions};
use crate::study::{Subject, SubjectError};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::Path;

/// Name of the table of all rows, as CSV.
pub const RESULTS_CSV: &str = "results.csv";
/// Name of the table of all rows, as Parquet.
pub const RESULTS_PARQUET: &str = "results.parquet";
/// Name of the description of the sweep.
pub const DESCRIPTION: &str = "sweep.json";

/// Digits of a hash that name a case.
const CASE_DIGITS: usize = 16;
/// Values of an input that are tried before a sweep begins.
const TRIED: usize = 3;

/// A design over a scenario, with every case ready to be resolved.
#[derive(Debug, Clone)]
pub struct Sweep {
    /// Which cases.
    pub design: Design,
    /// The cases, in the order of their rows.
    pub cases: Vec<Case>,
    /// The scenario by named scenario.
    subjects: BTreeMap<Option<String>, Subject>,
    /// What the sweep is of, before anything varies.
    base: Question,
}

/// A case with its name and its question.
#[derive(Debug, Clone)]
pub struct Resolved {
    /// Name of the case.
    pub case: String,
    /// The question, or why there is none.
    pub question: Result<Question, Problems>,
}

impl Sweep {
    /// Reads a scenario (or a run) under a model, takes the design that `choose` makes of its text, and checks before
    /// anything is solved that every input exists and can take some of its values.
    ///
    /// # Errors
    /// Everything wrong with the scenario, the model or the design.
    pub fn load(
        path: &Path,
        options: &LoadOptions,
        model: &Path,
        choose: impl FnOnce(&Document) -> Result<Design, Problems>,
    ) -> Result<Self, SubjectError> {
        let base = Subject::load(path, options, model)?;
        let design = choose(base.document()).map_err(SubjectError::Scenario)?;
        let cases = design.cases(base.document()).map_err(SubjectError::Scenario)?;
        let question = base.question.clone();
        let mut subjects = BTreeMap::new();
        for name in &design.scenarios {
            let subject = match name {
                None => base.clone(),
                Some(name) => {
                    let options = LoadOptions {
                        scenario: Some(name.clone()),
                        sets: options.sets.clone(),
                    };
                    Subject::load(path, &options, model)?
                }
            };
            subjects.insert(name.clone(), subject);
        }
        let sweep = Self {
            design,
            cases,
            subjects,
            base: question,
        };
        sweep.check_axes().map_err(SubjectError::Scenario)?;
        Ok(sweep)
    }

    /// What is wrong with the sweeps that a scenario file offers; nothing if the file itself cannot be used.
    pub fn problems_of_file(path: &Path) -> Problems {
        let mut all = Problems::default();
        let Ok(document) = text::load(path, &LoadOptions::default()) else {
            return all;
        };
        for (name, _) in &document.listing.sweeps {
            let loaded = Self::load(path, &LoadOptions::default(), Path::new("min-cost"), |document| {
                Design::named(document, name)
            });
            if let Err(SubjectError::Scenario(problems)) = loaded {
                // Settings that were tried are files of their own behind those of the scenario.
                let own = |problem: &Problem| {
                    problem
                        .origin
                        .is_none_or(|origin| (origin.file as usize) < document.files.len())
                };
                all.list.extend(problems.list.into_iter().filter(own));
            }
        }
        all.files.clone_from(&document.files);
        all
    }

    /// What the sweep is of, before anything varies.
    pub fn base(&self) -> &Question {
        &self.base
    }

    /// Whether the objective is a cost or a profit.
    pub fn sense(&self) -> Sense {
        row::sense_of(&self.base)
    }

    /// Name of the sweep directory: the scenario, and the sweep's name or eight digits that change with anything that is
    /// asked. A named sweep that was changed on the command line (`changed`) has both.
    pub fn directory_name(&self, changed: bool) -> String {
        let mut asked = saved::asked_hash(&self.base);
        for case in &self.cases {
            asked.push_str(case.scenario.as_deref().unwrap_or_default());
            asked.push('\n');
            asked.push_str(&case.sets(&self.design.axes).join("\n"));
        }
        let hash: String = sha256(asked.as_bytes()).chars().take(8).collect();
        let scenario = &self.base.scenario.name;
        match &self.design.name {
            Some(name) if changed => format!("{scenario}-sweep-{name}-{hash}"),
            Some(name) => format!("{scenario}-sweep-{name}"),
            None => format!("{scenario}-sweep-{hash}"),
        }
    }

    /// What `sweep.json` says.
    pub fn description(&self) -> serde_json::Value {
        let inputs = self.design.axes.iter().map(|axis| axis.path.as_str());
        json!({
            "format": FORMAT,
            "scenario": self.base.scenario.name,
            "model": self.base.model.name,
            "name": self.design.name,
            "design": self.design.kind.name(),
            "samples": self.design.samples,
            "seed": self.design.seed,
            "scenarios": self.design.scenarios,
            "inputs": inputs.collect::<Vec<_>>(),
            "cases": self.cases.len(),
        })
    }

    /// Places of the cases in the order of solving.
    pub fn order(&self) -> Vec<usize> {
        order(&self.cases, self.design.kind)
    }

    /// Resolves a case.
    pub fn resolve(&self, case: &Case) -> Resolved {
        let digits = |hash: String| hash.chars().take(CASE_DIGITS).collect();
        let sets = case.sets(&self.design.axes);
        let question = match self.subjects.get(&case.scenario) {
            Some(subject) => subject.variant(&sets),
            None => Err(Problems::default()),
        };
        let case = match &question {
            Ok(question) => digits(saved::asked_hash(question)),
            Err(_) => {
                let scenario = case.scenario.as_deref().unwrap_or_default();
                let asked = saved::asked_hash(&self.base);
                digits(sha256(
                    format!("{asked}\n{scenario}\n{}", sets.join("\n")).as_bytes(),
                ))
            }
        };
        Resolved { case, question }
    }

    /// Every input exists in one of the scenarios, and can take one of its first values there as far as its form goes.
    fn check_axes(&self) -> Result<(), Problems> {
        for axis in &self.design.axes {
            let levels = axis.spread.levels();
            let ends = || {
                [0.0, 0.5]
                    .into_iter()
                    .filter_map(|u| axis.spread.quantile(u))
                    .collect()
            };
            let mut refused: Option<Problems> = None;
            let mut taken = false;
            for level in levels.unwrap_or_else(ends).iter().take(TRIED) {
                for subject in self.subjects.values() {
                    let set = format!("{}={}", axis.path, level.set);
                    match tried(subject.document(), &set) {
                        Ok(()) => taken = true,
                        Err(problems) => refused = refused.or(Some(problems)),
                    }
                }
            }
            if let (false, Some(problems)) = (taken, refused) {
                return Err(self.as_of_sweep(axis, problems));
            }
        }
        Ok(())
    }

    /// Problems of a setting, told as those of the sweep, where it was written.
    fn as_of_sweep(&self, axis: &Axis, mut problems: Problems) -> Problems {
        let of = match &self.design.name {
            Some(name) => format!("sweeps.{name}: "),
            None => "--vary: ".to_owned(),
        };
        for problem in &mut problems.list {
            let message = problem
                .message
                .strip_prefix("--set: ")
                .unwrap_or(&problem.message);
            problem.message = format!("{of}{message}");
            if problem.path.as_deref() == Some(axis.path.as_str()) {
                problem.path = None;
            }
            problem.origin = axis.origin.or(problem.origin);
            if let Some(hint) = &mut problem.hint {
                *hint = hint.replace("; to add a path, write `{$add: value}`", "");
            }
        }
        problems
    }
}

/// Whether a setting can be made and read, whatever the checks say of the scenario that results.
fn tried(document: &Document, set: &str) -> Result<(), Problems> {
    match scenario::finish(document.with(&[set.to_owned()])?) {
        Err(problems) if problems.list.iter().any(of_form) => Err(problems),
        _ => Ok(()),
    }
}

/// Whether a problem is one of form, not of a semantic check.
fn of_form(problem: &Problem) -> bool {
    problem.check.is_none() && problem.severity == scenario::problem::Severity::Error
}
