//! Solving a [`Program`]: options, outcome, progress, [`solve`].

mod clock;
mod conflict;
mod dual_bound;
mod ffi;
mod first_order;
mod needed;
mod polish;
mod resolve;
#[cfg(test)]
mod round_trip;
mod second;
mod session;
mod strategy;
mod warm;

pub use conflict::{Conflict, FamilyConflict, infeasible_families};
pub use ffi::version as highs_version;
pub use needed::{Relaxed, needed};
pub use resolve::{Changed, Known, RebuildReason, Resolver, Reuse};
pub use second::{SecondOpinion, SecondStatus, second_opinion};
pub use session::within;

use crate::program::Program;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

pub use strategy::previous::SOURCE as PREVIOUS_PLAN;

/// How to solve.
#[derive(Debug, Clone)]
pub struct SolveOptions {
    /// Limit in seconds, by the wall clock or, where the solve is deterministic, of work.
    pub time_limit: Option<f64>,
    /// Relative gap at which to stop, as a fraction (0.001 is 0.1 %).
    pub gap: f64,
    /// Threads for HiGHS.
    pub threads: usize,
    /// Random seed.
    pub seed: u32,
    /// How to go about it.
    pub strategy: Strategy,
    /// Nonzeros from which a root begins with a first-order method, and from which it is left to it.
    pub first_order: (usize, usize),
    /// Whether seconds are counted in work, so that the same program, options and threads give the same outcome whatever the
    /// machine does besides.
    pub deterministic: bool,
}

impl Default for SolveOptions {
    fn default() -> Self {
        Self {
            time_limit: None,
            gap: 1e-3,
            threads: 1,
            seed: 0,
            strategy: Strategy::Auto,
            first_order: strategy::FIRST_ORDER,
            deterministic: false,
        }
    }
}

/// How to go about solving.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Strategy {
    /// By size: small programs whole, larger ones by relax and repair, the largest decomposed.
    Auto,
    /// The whole program to HiGHS.
    Whole,
    /// Bound with `Integrality::Relaxable` relaxed, then repair them with the structure fixed.
    RelaxRepair,
    /// The same, with everything that is not the bound done part by part: a few sites at a time.
    Decompose,
    /// Relaxation by interior point without crossover, rounded by the model: for large programs without structure.
    Interior,
}

/// How the solve ended, exactly as the solver reported it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Incumbent and bound are within the gap asked for.
    Optimal,
    /// An incumbent, but a limit or Ctrl-C came first.
    Feasible,
    /// No point satisfies all rows; confirmed without presolve.
    Infeasible,
    /// Neither incumbent nor proof of infeasibility.
    Unknown,
}

/// What a solve returned. All values are of the minimised program.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// Status.
    pub status: Status,
    /// Column values of the incumbent; integers are exactly whole.
    pub values: Option<Vec<f64>>,
    /// Objective of the incumbent.
    pub objective: Option<f64>,
    /// Valid lower bound of the full program.
    pub best_bound: Option<f64>,
    /// Row duals and column reduced costs with the plan's structure fixed and chip counts free, if any.
    pub duals: Option<Duals>,
    /// Limits that ended the solve: `time`, `interrupt`.
    pub limits_hit: Vec<String>,
    /// Which strategy ran in the end.
    pub strategy: Strategy,
    /// Seconds in the solver, by the wall clock.
    pub seconds: f64,
    /// Every better plan and every better bound, in the order in which they came.
    pub trajectory: Vec<Event>,
    /// HiGHS log and own remarks, line by line.
    pub log: Vec<String>,
}

/// A better plan or a better bound.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    /// Seconds since the solve began, of work where the solve is deterministic.
    pub seconds: f64,
    /// Objective of the best plan from then on.
    pub incumbent: Option<f64>,
    /// Best bound from then on.
    pub bound: Option<f64>,
    /// Who found it: `root`, `tree`, `parts`, `repair` ...
    pub source: &'static str,
}

/// Duals at fixed structure (sites, halls, tranches, leases, jobs), chip counts relaxed.
#[derive(Debug, Clone)]
pub struct Duals {
    /// By row: change of the minimised objective per unit of right-hand side.
    pub row: Vec<f64>,
    /// By column: reduced cost.
    pub column: Vec<f64>,
}

impl Outcome {
    /// Objective of the best point, if there is one, and the bound on all.
    pub fn claim(&self) -> Option<(f64, Option<f64>)> {
        Some((self.objective?, self.best_bound))
    }

    /// Relative gap `|objective - bound| / max(|objective|, 1e-9)`; `None` without both.
    pub fn gap(&self) -> Option<f64> {
        let (objective, bound) = (self.objective?, self.best_bound?);
        Some((objective - bound).abs() / objective.abs().max(1e-9))
    }
}

/// A moment of a running solve.
#[derive(Debug, Clone)]
pub struct Progress {
    /// What is going on: `root`, `branch and bound`, `repair` ...
    pub phase: &'static str,
    /// Seconds since the solve began.
    pub elapsed: f64,
    /// Best objective so far.
    pub incumbent: Option<f64>,
    /// Best bound so far.
    pub bound: Option<f64>,
}

/// Told of progress, asked whether to stop.
pub trait Monitor: Send + Sync {
    /// Called now and then from the solving thread.
    fn progress(&self, progress: &Progress);
    /// Whether the user wants to stop.
    fn interrupted(&self) -> bool;
}

/// A monitor that says nothing and stops when its flag is set.
#[derive(Debug, Default, Clone)]
pub struct Quiet(pub Arc<AtomicBool>);

impl Monitor for Quiet {
    fn progress(&self, _: &Progress) {}
    fn interrupted(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

/// Makes whole numbers of a fractional point, knowing what the columns mean.
pub trait Rounding: Sync {
    /// Values with whole integers near `values`, the rest to be solved for; `None` if it knows none.
    fn round(&self, values: &[f64]) -> Option<Vec<f64>>;
}

/// An internal failure of the solver stack (never "infeasible", which is an outcome).
#[derive(Debug, thiserror::Error)]
pub enum SolverError {
    /// HiGHS refused a call.
    #[error("HiGHS refused {call}: status {status}")]
    Refused {
        /// C function or option.
        call: &'static str,
        /// Returned status.
        status: i32,
    },
    /// The objective falls without end: a program of this product always has a bound.
    #[error("the program is unbounded")]
    Unbounded,
    /// A thread of the solver panicked.
    #[error("the solving thread panicked")]
    Panicked,
    /// The returned point breaks our own rows.
    #[error("the solver's point breaks {row} by {violation:.3e}")]
    WrongPoint {
        /// Row name.
        row: String,
        /// Size of the violation.
        violation: f64,
    },
}

/// Solves a program.
///
/// The point that comes back has exactly whole integers and breaks no row or bound by more than 1e-6; the
/// bound holds for the full program. Whatever was found when a limit or an interrupt came is returned.
/// Same program, options and threads give the same outcome where [`SolveOptions::deterministic`] asks for it; else unless two
/// lanes are at work, or the time limit or the share of it that a phase may take cuts in.
///
/// # Errors
/// Failures of the solver stack only; infeasibility and limits are outcomes.
pub fn solve(
    program: &Program,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<Outcome, SolverError> {
    solve_with(program, options, monitor, None)
}

/// [`solve`] with the model's own way of making counts whole.
///
/// # Errors
/// As [`solve`].
pub fn solve_with(
    program: &Program,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
    rounding: Option<&dyn Rounding>,
) -> Result<Outcome, SolverError> {
    solve_from(program, options, monitor, rounding, warm::Warm::default()).map(|(outcome, _)| outcome)
}

/// [`solve_with`] from what an earlier solve has left. Also returns the root that this one leaves, without plans;
/// `None` if it came to no root.
fn solve_from(
    program: &Program,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
    rounding: Option<&dyn Rounding>,
    warm: warm::Warm,
) -> Result<(Outcome, Option<warm::Warm>), SolverError> {
    ffi::on_own_thread(|| {
        let session = session::Session::new(program, options, monitor).warmed(warm);
        let (strategy, why) = strategy::choose(program, options.strategy);
        session.remark(why);
        strategy::previous::offer(&session)?;
        let infeasible = match strategy {
            Strategy::RelaxRepair | Strategy::Decompose => strategy::relax_repair::solve(&session, strategy)?,
            Strategy::Interior => strategy::interior::solve(&session, rounding)?,
            Strategy::Whole | Strategy::Auto => strategy::whole::solve(&session)?,
        };
        let duals = match (session.take_prices(), session.values()) {
            (Some(kept), Some(_)) => Some(kept),
            (None, Some(values)) => polish::prices(&session, &values)?,
            (_, None) => None,
        };
        let root = session.take_root();
        Ok((session.finish(strategy, infeasible, duals), root))
    })
}

/// Gives a whole program to a fresh HiGHS instance and lets go of it: the share of a solve that grows with
/// the matrix alone, for measurements.
///
/// # Errors
/// As [`solve`].
pub fn pass(program: &Program) -> Result<(), SolverError> {
    ffi::on_own_thread(|| {
        ffi::Highs::new(1, 0, &Arc::new(clock::Clock::new(false)))?.pass(program, program.rows(), |kind| {
            kind != crate::program::Integrality::Continuous
        })
    })
}

/// Largest violation of rows and column bounds by a point, with the name of the row or column.
pub fn largest_violation(program: &Program, values: &[f64]) -> (f64, Option<String>) {
    let mut worst = 0.0;
    let mut place: Option<Result<crate::program::Row, crate::program::Col>> = None;
    for row in 0..program.rows() {
        let activity: f64 = program
            .row_terms(crate::program::Row(row as u32))
            .map(|(col, value)| value * values[col.index()])
            .sum();
        let violation = (program.row_lower[row] - activity).max(activity - program.row_upper[row]);
        if violation > worst {
            worst = violation;
            place = Some(Ok(crate::program::Row(row as u32)));
        }
    }
    for (col, &value) in values.iter().enumerate() {
        let violation = (program.col_lower[col] - value).max(value - program.col_upper[col]);
        if violation > worst {
            worst = violation;
            place = Some(Err(crate::program::Col(col as u32)));
        }
    }
    let name = place.map(|p| match p {
        Ok(row) => program.row_name(row),
        Err(col) => program.column_name(col),
    });
    (worst, name)
}
