//! What came of one case.

use crate::plan::tables::Table;
use crate::report::numbers::significant;
use crate::run::manifest::{Sense, Versions};
use crate::run::{self, Run, RunError, explanation};
use crate::scenario::problem::{Problems, Severity};
use crate::solver::{Reuse, SolveOptions, Status};
use crate::study::indicators::indicators;
use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Version of the case files.
pub const FORMAT: u32 = 1;

/// The end of a task, among the limits that end a solve.
pub const TASK: &str = "task";

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CaseStatus {
    /// Plan and bound are within the gap asked for.
    Optimal,
    /// A verified plan, but a limit came first.
    Feasible,
    /// There can be no plan.
    Infeasible,
    /// A limit came before any plan.
    Unknown,
    /// The case could not be solved: bad input, a task that ended early, or a fault of the program.
    Failed,
    /// Its task was cancelled before it was solved.
    Cancelled,
}

impl CaseStatus {
    /// All of them, in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Optimal,
        Self::Feasible,
        Self::Infeasible,
        Self::Unknown,
        Self::Failed,
        Self::Cancelled,
    ];

    /// Name in files and tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Optimal => "optimal",
            Self::Feasible => "feasible",
            Self::Infeasible => "infeasible",
            Self::Unknown => "unknown",
            Self::Failed => "failed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing is known of the case but why.
    pub const fn is_unsolved(self) -> bool {
        matches!(self, Self::Failed | Self::Cancelled)
    }
}

impl From<Status> for CaseStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Optimal => Self::Optimal,
            Status::Feasible => Self::Feasible,
            Status::Infeasible => Self::Infeasible,
            Status::Unknown => Self::Unknown,
        }
    }
}

/// What was asked of the solver.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Asked {
    /// Gap, as a fraction.
    pub gap: f64,
    /// Seconds for the solve; `null` is no limit.
    pub time_limit: Option<f64>,
    /// Threads.
    pub threads: usize,
    /// Seed.
    pub seed: u32,
}

impl From<&SolveOptions> for Asked {
    fn from(options: &SolveOptions) -> Self {
        Self {
            gap: options.gap,
            time_limit: options.time_limit,
            threads: options.threads,
            seed: options.seed,
        }
    }
}

/// One row of a sweep.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Version of this format.
    pub format: u32,
    /// Name of the case: sixteen digits of the hash of its resolved scenario and model.
    pub case: String,
    /// Named scenario; `null` is the file as it stands.
    pub scenario: Option<String>,
    /// What was set, by path, as a planner reads it.
    pub inputs: IndexMap<String, String>,
    /// How it ended.
    pub status: CaseStatus,
    /// Objective of the plan in MUSD of present value.
    pub objective: Option<f64>,
    /// Proven bound on the objective of every plan.
    pub best_bound: Option<f64>,
    /// Gap between the two, as a fraction.
    pub gap: Option<f64>,
    /// Whether the objective is a cost or a profit.
    pub sense: Sense,
    /// Figures of the plan; each name ends in its unit.
    pub indicators: IndexMap<String, f64>,
    /// Wall-clock seconds from reading to checking.
    pub seconds: f64,
    /// What of the case before it was re-used.
    pub reuse: String,
    /// Why there is no plan, or none within the gap.
    pub message: Option<String>,
    /// Whether the program itself is at fault.
    pub fault: bool,
    /// Limits that ended the solve: `time`, `interrupt`; `task` is the end of the Slurm task that it was in.
    pub limits_hit: Vec<String>,
    /// What was asked of the solver.
    pub asked: Asked,
    /// Versions that solved it.
    pub versions: Versions,
}

impl Row {
    /// A row of a case that could not be solved.
    pub fn failed(case: String, asked: Asked, sense: Sense, message: String, fault: bool) -> Self {
        Self {
            format: FORMAT,
            case,
            scenario: None,
            inputs: IndexMap::new(),
            status: CaseStatus::Failed,
            objective: None,
            best_bound: None,
            gap: None,
            sense,
            indicators: IndexMap::new(),
            seconds: 0.0,
            reuse: String::new(),
            message: Some(message),
            fault,
            limits_hit: Vec::new(),
            asked,
            versions: Versions::of_this_build(),
        }
    }

    /// A row of what a run came to.
    pub fn of_run(case: String, asked: Asked, sense: Sense, result: Result<(Run, Reuse), RunError>) -> Self {
        let (run, reuse) = match result {
            Ok(both) => both,
            Err(error) => return Self::failed(case, asked, sense, one_line(&error.to_string()), true),
        };
        let manifest = &run.manifest;
        let message = match (&run.explanation, manifest.status) {
            (Some(text), _) => Some(explanation::brief(text)),
            (None, Status::Feasible | Status::Unknown) => Some(match manifest.limits_hit.as_slice() {
                [] => "stopped before the gap was reached".into(),
                limits => format!("stopped by the limit of {}", limits.join(" and ")),
            }),
            _ => None,
        };
        let tables: &[Table] = run.plan.as_ref().map_or(&[], |priced| &priced.tables);
        Self {
            status: manifest.status.into(),
            objective: manifest.objective,
            best_bound: manifest.best_bound,
            gap: manifest.gap,
            indicators: indicators(tables),
            seconds: manifest.seconds.total,
            reuse: reuse.to_string(),
            message,
            fault: false,
            limits_hit: manifest.limits_hit.clone(),
            ..Self::failed(case, asked, sense, String::new(), false)
        }
    }

    /// Whether the row is as good as a new solve with these options could make it.
    pub fn serves(&self, asked: &Asked) -> bool {
        let as_long = match (self.asked.time_limit, asked.time_limit) {
            (None, _) => true,
            (Some(had), Some(wanted)) => had >= wanted,
            (Some(_), None) => false,
        };
        let close = self.gap.is_some_and(|gap| gap <= asked.gap);
        let asked_as_much = as_long && self.asked.gap <= asked.gap;
        match self.status {
            CaseStatus::Infeasible => true,
            CaseStatus::Optimal => close || self.asked.gap <= asked.gap,
            CaseStatus::Feasible => close || asked_as_much,
            CaseStatus::Unknown => as_long,
            CaseStatus::Failed | CaseStatus::Cancelled => false,
        }
    }

    /// Whether the case was not solved because its task ended.
    pub fn is_lost(&self) -> bool {
        self.limits_hit.iter().any(|limit| limit == TASK)
    }

    /// Whether the first of two objectives is better.
    pub fn better(sense: Sense, a: f64, b: f64) -> bool {
        match sense {
            Sense::Minimise => a < b,
            Sense::Maximise => a > b,
        }
    }
}

/// Why a scenario cannot be used, in one line.
pub fn told(problems: &Problems) -> String {
    let errors: Vec<_> = problems
        .list
        .iter()
        .filter(|p| p.severity == Severity::Error)
        .collect();
    let Some(first) = errors.first() else {
        return "the scenario cannot be used".into();
    };
    let place = first.path.as_deref().filter(|path| !path.is_empty());
    let mut text = place.map(|path| format!("{path}: ")).unwrap_or_default();
    text.push_str(&one_line(&first.message));
    match errors.len() - 1 {
        0 => {}
        more => text.push_str(&format!(" (and {} more)", significant(more as f64))),
    }
    text
}

/// A text without line ends.
pub fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Direction of the objective of a question.
pub fn sense_of(question: &run::Question) -> Sense {
    run::sense(&question.model)
}
