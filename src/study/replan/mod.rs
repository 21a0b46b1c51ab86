//! Planning anew from an old plan: what is past stays, change has a price, and the two plans are compared.

mod beginning;
pub mod changes;
mod frozen;
mod mapping;
mod price;

pub use beginning::Beginning;
pub use changes::{Change, Fate};
pub use frozen::Past;
pub use mapping::{Lost, Mapped, Why};

use crate::model::Columns;
use crate::plan::Plan;
use crate::plan::tables::Table;
use crate::program::Program;
use crate::report::money::Currency;
use crate::run::manifest::{Input, sha256};
use crate::run::saved::{SOLUTION, Saved, directory_name, files};
use crate::run::{Amendment, Options, Question, Run, RunError, solve_amended};
use crate::scenario::Scenario;
use crate::solver::Monitor;
use serde_json::json;
use std::path::Path;
use std::sync::Arc;

/// Name of the file of a run directory that tells what was planned anew.
pub const REPLAN: &str = "replan.json";
/// Name of the table of changes in a run directory.
pub const CHANGES: &str = "changes.csv";

/// Names told at most in a message.
const TOLD: usize = 5;

/// How to plan anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Terms {
    /// What is past.
    pub past: Past,
    /// Price of what is moved or dropped, as a share of its money; 0 is none.
    pub change_cost: f64,
}

/// Why a new plan cannot be made from an old one. A scenario that has no plan is a result, not an error.
#[derive(Debug, thiserror::Error)]
pub enum ReplanError {
    /// The run has no plan.
    #[error("{0} has no plan to start from")]
    NoPlan(String),
    /// The horizons have nothing in common.
    #[error(
        "the old plan ({old}) and the new scenario ({new}) have no period in common, neither by label nor by date"
    )]
    NothingInCommon {
        /// First and last label of the old horizon.
        old: String,
        /// First and last label of the new one.
        new: String,
    },
    /// Nothing of the plan is in the new scenario.
    #[error("nothing of the old plan is in the new scenario: it does not have {0}")]
    Foreign(String),
    /// No such period.
    #[error("{0}")]
    Period(String),
    /// The past cannot be kept in the new scenario.
    #[error("the frozen past cannot be kept in the new scenario: {0}")]
    Past(String),
    /// The solver failed.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// An old plan made ready for a new scenario.
#[derive(Debug, Clone)]
pub struct Replan {
    /// The new question; the old solution is one of its inputs.
    pub question: Question,
    /// The old plan as the new scenario sees it.
    pub mapped: Mapped,
    /// Periods of the new scenario that are past.
    pub past: usize,
    /// What is worth telling, one sentence each.
    pub notes: Vec<String>,
    terms: Terms,
    from: String,
    from_hash: String,
}

/// A new plan beside the old one.
#[derive(Debug, Clone)]
pub struct Replanned {
    /// The run, as any other.
    pub run: Run,
    /// What became of the old plan; empty without a new one.
    pub changes: Vec<Change>,
    /// What the changes were charged in the objective that was minimised, MUSD of present value; not part of the cost of
    /// the plan.
    pub charged: f64,
}

impl Replan {
    /// Maps the plan of a run into a new question.
    ///
    /// # Errors
    /// A run without a plan, horizons without a common period, a past that the new scenario has no place for.
    pub fn new(
        mut question: Question,
        from: &Path,
        saved: &Saved,
        terms: Terms,
    ) -> Result<Self, ReplanError> {
        let Some(priced) = &saved.plan else {
            return Err(ReplanError::NoPlan(from.display().to_string()));
        };
        let (old, new) = (&saved.question.scenario, &question.scenario);
        let mapped = map_plan(old, &priced.plan, new)?;
        let past = frozen::periods(new, &terms.past).map_err(ReplanError::Period)?;
        check_past(new, &mapped, past)?;
        let notes = notes(old, new, &mapped, past);
        read_as_input(&mut question, from);
        Ok(Self {
            question,
            mapped,
            past,
            notes,
            terms,
            from: from.display().to_string(),
            from_hash: saved.manifest.scenario_hash.clone(),
        })
    }

    /// Name of the run directory: that of the question, told apart from a run that starts from nothing.
    pub fn directory_name(&self) -> String {
        let asked = format!("{}\n{}\n{}", self.from_hash, self.past, self.terms.change_cost);
        let digits: String = sha256(asked.as_bytes()).chars().take(4).collect();
        format!("{}-replan-{digits}", directory_name(&self.question))
    }

    /// Solves with the past as it is and a price on change, checks the plan and compares it with the old one.
    ///
    /// # Errors
    /// Faults of the solver or of the program; a past that breaks a rule of the new scenario.
    pub fn solve(&self, options: &Options, monitor: Arc<dyn Monitor>) -> Result<Replanned, ReplanError> {
        let mut amended = Amended {
            replan: self,
            priced: price::Priced::default(),
            impossible: Vec::new(),
            charged: 0.0,
            start: None,
        };
        let solved = solve_amended(&self.question, options, monitor, &mut amended);
        if let Some(first) = amended.impossible.first() {
            return Err(ReplanError::Past(format!(
                "{first} has no place in it (too late to be of use, not allowed, or no more than nothing)"
            )));
        }
        let run = match solved {
            Err(RunError::Unsound(violations)) if self.past > 0 => {
                let first = violations.first().cloned().unwrap_or_default();
                return Err(ReplanError::Past(format!("it breaks a rule ({first})")));
            }
            other => other?,
        };
        let scenario = &self.question.scenario;
        let changes = match &run.plan {
            Some(priced) => changes::changes(scenario, &self.mapped, &priced.plan),
            None => Vec::new(),
        };
        Ok(Replanned {
            run,
            changes,
            charged: amended.charged,
        })
    }

    /// The files of the run: those of any run, what was asked, and the changes.
    ///
    /// # Errors
    /// Never in practice: a value that has no JSON form.
    pub fn files(&self, replanned: &Replanned) -> Result<Vec<(String, Vec<u8>)>, serde_json::Error> {
        let mut files = files(&self.question, &replanned.run)?;
        let mut text = serde_json::to_string_pretty(&self.asked(replanned))?;
        text.push('\n');
        files.push((REPLAN.to_owned(), text.into_bytes()));
        if replanned.run.plan.is_some() {
            let table = changes::table(&replanned.changes);
            files.push((CHANGES.to_owned(), table.to_csv().into_bytes()));
        }
        Ok(files)
    }

    /// What was asked and what the changes were charged, as JSON.
    pub fn asked(&self, replanned: &Replanned) -> serde_json::Value {
        let labels = &self.question.scenario.horizon.labels;
        json!({
            "from": self.from,
            "from_scenario_hash": self.from_hash,
            "frozen_periods": labels.iter().take(self.past).collect::<Vec<_>>(),
            "change_cost": self.terms.change_cost,
            "charged_musd": replanned.charged,
            "notes": self.notes,
        })
    }

    /// The changes as a tidy table.
    pub fn table(&self, replanned: &Replanned) -> Table {
        changes::table(&replanned.changes)
    }

    /// Currency of the changes.
    pub fn currency(&self) -> &str {
        Currency::of(&self.question.scenario).code
    }
}

/// The past and the price of change in a program.
struct Amended<'a> {
    replan: &'a Replan,
    priced: price::Priced,
    impossible: Vec<String>,
    charged: f64,
    start: Option<Vec<f64>>,
}

impl Amendment for Amended<'_> {
    fn amend(&mut self, columns: &Columns, program: &mut Program) {
        let replan = self.replan;
        let scenario = &replan.question.scenario;
        self.impossible = frozen::freeze(scenario, &replan.mapped, replan.past, columns, program);
        let share = replan.terms.change_cost;
        self.priced = price::Priced::add(scenario, &replan.mapped, replan.past, share, columns, program);
        self.start = Some(replan.mapped.start(scenario, columns, program));
    }

    fn price(&mut self, values: &[f64]) -> f64 {
        self.charged = self.priced.of(values);
        self.charged
    }

    fn start(&mut self) -> Option<Vec<f64>> {
        self.start.take()
    }
}

/// Maps an old plan, of which there must be something in the new scenario.
fn map_plan(old: &Scenario, plan: &Plan, new: &Scenario) -> Result<Mapped, ReplanError> {
    let Some(mapped) = mapping::map(old, plan, new) else {
        return Err(ReplanError::NothingInCommon {
            old: span(old),
            new: span(new),
        });
    };
    let any = mapped
        .approved
        .iter()
        .any(|approved| approved.quantity.iter().any(|&n| n > 0.0));
    if !any && !mapped.lost.is_empty() && mapped.lost.iter().all(|lost| lost.why == Why::Gone) {
        let mut names: Vec<String> = mapped.lost.iter().map(|lost| lost.name.told()).collect();
        names.dedup();
        return Err(ReplanError::Foreign(listed(&names)));
    }
    Ok(mapped)
}

/// Makes the solution of a run an input of a question.
pub fn read_as_input(question: &mut Question, from: &Path) {
    let solution = from.join(SOLUTION);
    if let Ok(bytes) = std::fs::read(&solution) {
        question.inputs.push(Input {
            file: solution.display().to_string(),
            hash: sha256(&bytes),
        });
    }
}

/// First and last period of a scenario.
fn span(scenario: &Scenario) -> String {
    let labels = &scenario.horizon.labels;
    match (labels.first(), labels.last()) {
        (Some(first), Some(last)) => format!("{first} to {last}"),
        _ => "no period".into(),
    }
}

/// What was decided in the past must still be in the scenario.
fn check_past(new: &Scenario, mapped: &Mapped, past: usize) -> Result<(), ReplanError> {
    let Some(end) = past
        .checked_sub(1)
        .and_then(|last| mapping::end(&new.horizon, last))
    else {
        return Ok(());
    };
    let gone = mapped.lost.iter().filter(|lost| {
        let begun = lost
            .start
            .parse::<jiff::civil::Date>()
            .is_ok_and(|start| start < end);
        lost.why == Why::Gone && begun
    });
    let told: Vec<String> = gone
        .map(|lost| format!("{} in {}", lost.name.told(), lost.period))
        .collect();
    if told.is_empty() {
        return Ok(());
    }
    Err(ReplanError::Past(format!("it no longer has {}", listed(&told))))
}

/// The first few of a list, and how many more there are.
fn listed(names: &[String]) -> String {
    let shown = names.iter().take(TOLD).cloned().collect::<Vec<_>>().join(", ");
    match names.len().saturating_sub(TOLD) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}

/// What falls away, and which past periods the old plan says nothing about.
fn notes(old: &Scenario, new: &Scenario, mapped: &Mapped, past: usize) -> Vec<String> {
    let mut notes = Vec::new();
    for (why, begin) in [
        (Why::Gone, "the new scenario does not have"),
        (
            Why::Before,
            "decided before the new horizon, to be written into it as existing or begun:",
        ),
        (Why::After, "planned after the end of the new horizon:"),
    ] {
        let mut told: Vec<String> = Vec::new();
        for lost in mapped
            .lost
            .iter()
            .filter(|lost| lost.why == why && lost.is_commitment)
        {
            let text = match why {
                Why::Gone => lost.name.told(),
                _ => format!("{} in {}", lost.name.told(), lost.period),
            };
            if !told.contains(&text) {
                told.push(text);
            }
        }
        if !told.is_empty() {
            notes.push(format!("{begin} {}", listed(&told)));
        }
    }
    let mut blurred: Vec<String> = mapped
        .blurred
        .iter()
        .filter(|(_, t)| *t < past)
        .map(|(chip, _)| chip.clone())
        .collect();
    blurred.dedup();
    if !blurred.is_empty() {
        notes.push(format!(
            "moves and retirements of units deployed before the new horizon are not kept, they belong into its fleet: {}",
            listed(&blurred)
        ));
    }
    let open: Vec<String> = (0..past)
        .filter(|&t| mapped.covered.get(t) == Some(&false))
        .filter_map(|t| new.horizon.labels.get(t).cloned())
        .collect();
    if !open.is_empty() {
        notes.push(format!(
            "the old plan ({}) says nothing about {}, so that is free",
            span(old),
            listed(&open)
        ));
    }
    notes
}
