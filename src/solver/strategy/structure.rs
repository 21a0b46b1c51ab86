//! The structure program (chip counts relaxed) by HiGHS itself: where a node of a tree takes seconds, as long as its cuts raise the
//! bound, which they do faster than branching; else up to the root of its branch and bound, of which the tree takes over the cuts.
//!
//! Why a bound with cuts holds: every whole point of the structure program keeps them, except that HiGHS, once it has met such a
//! point, may cut off those that are no better. So the least of the bound and of the points met is a bound.
//!
//! Why its own bound holds: the structure program with its defining rows, and with some strengthening rows that every plan keeps, is a
//! relaxation of the program, and HiGHS's bound is one of all its points.

use super::plans::Shared;
use super::root::{self, Root};
use super::tree::Ended;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::ffi::{Basis, Cuts, Highs, Hooks};
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;
use std::sync::{Arc, Mutex, PoisonError};

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
    let mut highs = passed(session, root)?;
    if let Some(best) = shared.pool.best() {
        highs.start_from(&best.point)?;
    }
    let watch = Watch::relaxation(session, "branching").unless(unless);
    let hooks = Lane::new(session, root, shared, watch.at_most(seconds));
    let ran = highs.run(hooks.watch.seconds(), &hooks)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound, "branching");
    }
    session.told("structure program");
    Ok(ended(ran.status))
}

/// The structure program's root after cuts.
pub struct Tightened {
    /// Those of its cuts that are tight.
    pub cuts: Cuts,
    /// Bound of those points of the structure program that are better than `met`.
    pub bound: f64,
    /// A basis of the root with its strengthening rows and then these cuts.
    pub basis: Option<Arc<Basis>>,
    /// Least objective of a whole point met meanwhile: the cuts may leave out points that are no better.
    pub met: f64,
}

impl Tightened {
    /// The root as it is.
    pub fn without_cuts(root: &Root) -> Self {
        Self {
            cuts: Cuts::default(),
            bound: root.bound,
            basis: root.basis.clone(),
            met: f64::INFINITY,
        }
    }
}

/// Cuts on the structure program with the root's strengthening rows, or how it ended where it came to no cuts: solved already, or
/// stopped. Structures found are left for the lane of plans.
///
/// # Errors
/// If HiGHS fails.
pub fn cuts(
    session: &Session<'_>,
    root: &Root,
    shared: &Shared<'_>,
    seconds: f64,
    unless: &Signal<'_>,
) -> Result<Result<Tightened, Ended>, SolverError> {
    let mut highs = passed(session, root)?;
    let watch = Watch::relaxation(session, "cuts").unless(unless);
    let hooks = Lane::new(session, root, shared, watch.at_most(seconds));
    let (ran, cuts) = highs.run_for_cuts(hooks.watch.seconds(), &hooks)?;
    let bound = ran.bound.unwrap_or(f64::NEG_INFINITY).max(root.bound);
    session.raise_bound(bound, "cuts");
    let Some(cuts) = cuts else {
        return Ok(Err(ended(ran.status)));
    };
    let met = *hooks.met.lock().unwrap_or_else(PoisonError::into_inner);
    let all = cuts.len();
    let tightened = only_tight(session, root, cuts, unless)?;
    session.told(&format!("{all} cuts, {} of them tight", tightened.cuts.len()));
    Ok(Ok(Tightened {
        bound: bound.max(tightened.bound),
        met,
        ..tightened
    }))
}

/// The root with cuts, solved from the root's basis. Cuts that are not tight there would only slow down all nodes.
fn only_tight(
    session: &Session<'_>,
    root: &Root,
    cuts: Cuts,
    unless: &Signal<'_>,
) -> Result<Tightened, SolverError> {
    let mut highs = root::passed(session, root)?;
    highs.add_cuts(&cuts)?;
    let watch = Watch::relaxation(session, "cuts").unless(unless);
    let ran = highs.run(watch.seconds(), &watch)?;
    let (Some(bound), Some(basis)) = (ran.bound, highs.basis()?) else {
        return Ok(Tightened {
            cuts,
            ..Tightened::without_cuts(root)
        });
    };
    Ok(Tightened {
        bound,
        basis: Some(Arc::new(basis.only_tight(cuts.len()))),
        cuts: cuts.only(&basis.tight(cuts.len())),
        met: f64::INFINITY,
    })
}

/// HiGHS with the structure program and the root's strengthening rows.
fn passed(session: &Session<'_>, root: &Root) -> Result<Highs, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", GAP)?;
    // Points are found by the other lane.
    highs.set("mip_heuristic_effort", 0.0)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.choose_method(program)?;
    highs.add_rows(program, &root.rows)?;
    Ok(highs)
}

fn ended(status: Status) -> Ended {
    match status {
        Status::Optimal => Ended::Solved,
        Status::Infeasible => Ended::Infeasible,
        _ => Ended::Stopped,
    }
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
    /// Least objective of a whole point.
    met: Mutex<f64>,
}

impl<'s, 'a> Lane<'s, 'a> {
    fn new(session: &'s Session<'a>, root: &Root, shared: &'s Shared<'s>, watch: Watch<'s, 'a>) -> Self {
        Self {
            session,
            watch,
            shared,
            root: root.bound,
            rise: Mutex::default(),
            met: Mutex::new(f64::INFINITY),
        }
    }
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
        let mut met = self.met.lock().unwrap_or_else(PoisonError::into_inner);
        *met = met.min(objective);
        drop(met);
        self.shared.leave(objective, values);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generate::{Size, scenario};
    use crate::model::build;
    use crate::model::testing::min_cost;
    use crate::program::Program;
    use crate::solver::strategy::root::{self, Ended as Rooted};
    use crate::solver::{Quiet, SolveOptions, Strategy, ffi, solve as solve_program};

    const SIZE: Size = Size {
        sites: 5,
        chips: 3,
        periods: 4,
        markets: 3,
        workloads: 2,
    };

    /// The root of a program and its cuts.
    fn tightened(program: &Program) -> (f64, Tightened) {
        let options = SolveOptions::default();
        ffi::on_own_thread(|| {
            let session = Session::new(program, &options, Arc::new(Quiet::default()));
            let Rooted::Solved(root) = root::solve(&session)? else {
                panic!("no root");
            };
            let clock = session.clock();
            let (shared, useless) = (Shared::new(clock), Signal::new(clock));
            match cuts(&session, &root, &shared, f64::INFINITY, &useless)? {
                Ok(tightened) => Ok((root.bound, tightened)),
                Err(ended) => panic!("ended {ended:?} without cuts"),
            }
        })
        .unwrap()
    }

    #[test]
    fn cuts_raise_the_bound_and_leave_every_better_plan() {
        let (mut count, mut compared) = (0, 0);
        for seed in 1..=4 {
            let program = build(&scenario(&SIZE, seed).unwrap(), &min_cost()).program;
            let exact = SolveOptions {
                gap: 1e-9,
                strategy: Strategy::Whole,
                ..SolveOptions::default()
            };
            let optimum = solve_program(&program, &exact, Arc::new(Quiet::default())).unwrap();
            let (objective, values) = (optimum.objective.unwrap(), optimum.values.unwrap());
            let (root, tightened) = tightened(&program);
            let bound = tightened.bound.min(tightened.met);
            assert!(
                root <= tightened.bound,
                "seed {seed}: {root} above {}",
                tightened.bound
            );
            assert!(
                bound <= objective * (1.0 + 1e-6),
                "seed {seed}: {bound} above {objective}"
            );
            count += tightened.cuts.len();
            if objective < tightened.met {
                compared += 1;
                let violation = tightened.cuts.violation(&values);
                assert!(violation <= 1e-6, "seed {seed}: cut off by {violation}");
            }
        }
        assert!(count > 20, "{count} cuts");
        assert!(compared > 0, "no optimum was better than what HiGHS met");
    }
}
