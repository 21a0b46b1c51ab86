//! The structure program (chip counts relaxed) by HiGHS itself, as long as its cuts raise the bound: where a node of a tree takes
//! seconds, they raise it faster than branching.
//!
//! Why its bound holds: the structure program with its defining rows, and with some strengthening rows that every plan keeps, is a
//! relaxation of the program, and HiGHS's bound is one of all its points.

use super::plans::Shared;
use super::root::{INTERIOR, Root};
use super::tree::Ended;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::ffi::Hooks;
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;
use std::sync::{Mutex, PoisonError};

/// Relative gap at which the structure program is solved: only what is left to chip counts may keep the gap open.
const GAP: f64 = 1e-6;

/// Seconds that the bound may stay where it is after the cuts have begun to raise it.
const STALLED: f64 = 8.0;

/// Rise of the bound, relative to it, that counts.
const RISE: f64 = 2e-5;

/// Solves the structure program with the root's strengthening rows for some seconds at most, until cuts raise the bound no
/// more. Structures found are left for the lane of plans.
///
/// # Errors
/// If HiGHS fails.
pub fn solve(
    session: &Session<'_>,
    root: &Root,
    shared: &Shared<'_>,
    seconds: f64,
    unless: &Signal<'_>,
) -> Result<Ended, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", GAP)?;
    // Points are found by the other lane.
    highs.set("mip_heuristic_effort", 0.0)?;
    if program.nonzeros() >= INTERIOR {
        highs.set("mip_lp_solver", "ipm")?;
    }
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.add_rows(program, &root.rows)?;
    if let Some(best) = shared.pool.best() {
        highs.start_from(&best.point)?;
    }
    let hooks = Lane {
        session,
        watch: Watch::relaxation(session, "branching")
            .unless(unless)
            .at_most(seconds),
        shared,
        root: root.bound,
        rise: Mutex::default(),
    };
    let ran = highs.run(hooks.watch.seconds(), &hooks)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound, "branching");
    }
    session.told("structure program");
    Ok(match ran.status {
        Status::Optimal => Ended::Solved,
        Status::Infeasible => Ended::Infeasible,
        _ => Ended::Stopped,
    })
}

/// Hooks of the run: structures go to the lane of plans.
struct Lane<'s, 'a> {
    session: &'s Session<'a>,
    watch: Watch<'s, 'a>,
    shared: &'s Shared<'s>,
    /// Bound of the root.
    root: f64,
    /// The bound and the second at which it last rose.
    rise: Mutex<Option<(f64, f64)>>,
}

impl Hooks for Lane<'_, '_> {
    fn log(&self, text: &str) {
        self.watch.log(text);
    }

    fn stop(&self) -> bool {
        let rise = self.rise.lock().unwrap_or_else(PoisonError::into_inner);
        self.watch.stop() || rise.is_some_and(|(_, since)| self.session.elapsed() - since >= STALLED)
    }

    fn progress(&self, incumbent: f64, bound: f64) {
        if bound.is_finite() && bound > self.root {
            let mut rise = self.rise.lock().unwrap_or_else(PoisonError::into_inner);
            if rise.is_none_or(|(before, _)| bound - before > RISE * bound.abs()) {
                *rise = Some((bound, self.session.elapsed()));
            }
        }
        self.watch.progress(incumbent, bound);
    }

    fn incumbent(&self, objective: f64, values: &[f64]) {
        self.shared.leave(objective, values);
    }
}
