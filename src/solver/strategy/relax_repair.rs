//! Bound with chip counts relaxed, plan with them repaired.
//!
//! Three programs are at work: the *root* (nothing whole), the *structure program* (sites, halls, tranches,
//! leases and jobs whole, chip counts relaxed) and the *repair* (structure fixed, chip counts whole). The
//! first two are relaxations of the program, so their bounds are bounds of the program; every point of the
//! third is a point of the program. Strengthening rows are added where the root needs them.
//!
//! Plans and the bound of the structure program are worked out side by side (`lanes`). When both have ended
//! and the gap is still open, the whole program takes over, starting from the best plan: so the strategy is
//! exact, given time.

use super::root::{self, Ended, Root};
use super::{dive, restrict, search};
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::ffi::Highs;
use crate::solver::polish::{keep, objective, polish};
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;
use std::sync::atomic::{AtomicBool, Ordering};

/// Share of the remaining time for one repair.
const REPAIR: f64 = 0.25;

/// Share of the remaining time for the two lanes.
const LANES: f64 = 0.75;

/// Share of the remaining time for the search after the lanes.
const LAST: f64 = 0.6;

/// Passes of neighbourhood search beside the structure program.
const PASSES: usize = 2;

/// Share of the gap asked for at which the structure program is solved well enough; the rest of the gap is
/// left for making chip counts whole.
const STRUCTURE_GAP: f64 = 0.5;

/// Solves. Returns whether infeasibility is proven.
///
/// # Errors
/// If HiGHS fails, the program is unbounded, or a point breaks our rows.
pub fn solve(session: &Session<'_>) -> Result<bool, SolverError> {
    if session.must_stop() {
        return Ok(false);
    }
    // Nothing new built, nothing bought: nearly always a plan, and at hand at once.
    if let Some(nothing) = polish(session, &session.program.col_lower)? {
        session.offer(nothing);
        told(session, "doing nothing");
    }
    let root = match root::solve(session)? {
        Ended::Solved(root) => root,
        Ended::Infeasible => return Ok(true),
        Ended::Stopped => return Ok(false),
    };
    let (found, proof) = lanes(session, &root)?;
    // A plan that closes the gap to the root's bound needs no more; what the other lane had reached by then
    // depends on the clock and is left out.
    if done(session) {
        return Ok(false);
    }
    if let Some(bound) = proof.bound {
        session.raise_bound(bound);
    }
    told(session, "structure");
    let best = better(session, found, proof.structure);
    if let Some(best) = best
        && !done(session)
    {
        restrict::repair(session, &best, REPAIR * session.remaining())?;
        told(session, "repair");
        if !done(session) {
            let best = search::search(session, &root, best, LAST * session.remaining(), usize::MAX)?;
            restrict::repair(session, &best, REPAIR * session.remaining())?;
            told(session, "search");
        }
    }
    if done(session) {
        return Ok(false);
    }
    everything(session, &root)
}

/// What branch and bound on the structure program returned.
#[derive(Default)]
struct Proof {
    bound: Option<f64>,
    structure: Option<Vec<f64>>,
}

/// Two independent pieces of work: plans by diving and searching, the bound by branch and bound. With two
/// threads or more they run side by side, else one after the other. Neither sees what the other finds before
/// both have ended, so that the result does not depend on which is faster - with one exception that does not
/// either: once a plan closes the gap to the root's bound, the other lane is of no use and is stopped.
fn lanes(session: &Session<'_>, root: &Root) -> Result<(Option<Vec<f64>>, Proof), SolverError> {
    let seconds = LANES * session.remaining();
    let useless = AtomicBool::new(false);
    let plans = || {
        let found = first_structure(session, root, seconds);
        useless.store(found.is_err() || session.is_closed(), Ordering::Relaxed);
        found
    };
    if session.options.threads < 2 {
        let found = plans()?;
        let proof = if done(session) {
            Proof::default()
        } else {
            structure(
                session,
                root,
                found.as_deref(),
                LANES * session.remaining(),
                &useless,
            )?
        };
        return Ok((found, proof));
    }
    std::thread::scope(|scope| {
        let bound = scope.spawn(|| structure(session, root, None, seconds, &useless));
        let found = plans();
        let proof = bound.join().unwrap_or(Err(SolverError::Panicked));
        Ok((found?, proof?))
    })
}

/// A structure by diving, improved by neighbourhood search, repaired into a first plan.
fn first_structure(
    session: &Session<'_>,
    root: &Root,
    seconds: f64,
) -> Result<Option<Vec<f64>>, SolverError> {
    let started = session.elapsed();
    let left = || (seconds - (session.elapsed() - started)).max(0.0);
    let Some(dived) = dive::structure(session, root)? else {
        session.remark("the dive found no structure");
        return Ok(None);
    };
    // This structure will be improved before its chip counts are worth a search.
    restrict::round(session, &dived, REPAIR * left())?;
    told(session, "dive");
    if done(session) {
        return Ok(Some(dived));
    }
    let better = search::towards_root(session, root, dived, REPAIR * left())?;
    let better = search::search(session, root, better, (1.0 - REPAIR) * left(), PASSES)?;
    if !session.must_stop() {
        restrict::repair(session, &better, left())?;
        told(session, "search");
    }
    Ok(Some(better))
}

/// Branch and bound on the structure program: the bound, and a structure if it has found one.
fn structure(
    session: &Session<'_>,
    root: &Root,
    start: Option<&[f64]>,
    seconds: f64,
    useless: &AtomicBool,
) -> Result<Proof, SolverError> {
    let program = session.program;
    let mut highs = session.highs_with(1)?;
    without_presolve(&mut highs)?;
    highs.set("mip_rel_gap", STRUCTURE_GAP * session.options.gap)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.add_rows(program, &root.rows)?;
    if let Some(start) = start {
        highs.start_from(start)?;
    }
    let watch = Watch::neither(session, "structure")
        .at_most(seconds)
        .unless(useless);
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok(Proof {
        bound: ran.bound,
        structure: ran.point.map(|point| point.columns),
    })
}

/// For runs whose bound counts: presolve of branch and bound has cut off optima (HiGHS issue 3274).
fn without_presolve(highs: &mut Highs) -> Result<(), SolverError> {
    highs.set("presolve", "off")
}

/// The structure of lower cost.
fn better(session: &Session<'_>, a: Option<Vec<f64>>, b: Option<Vec<f64>>) -> Option<Vec<f64>> {
    let cost = |values: &[f64]| objective(session.program, values);
    match (a, b) {
        (Some(a), Some(b)) => Some(if cost(&b) < cost(&a) { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// The whole program with the rows that the root needed, from the best plan on. Returns whether
/// infeasibility is proven.
fn everything(session: &Session<'_>, root: &Root) -> Result<bool, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    without_presolve(&mut highs)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.add_rows(program, &root.rows)?;
    if let Some(start) = session.values() {
        highs.start_from(&start)?;
    }
    let watch = Watch::whole(session, "branch and bound");
    let ran = highs.run(watch.seconds(), &watch)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound);
    }
    if let Some(values) = ran
        .point
        .map(|point| point.columns)
        .or(watch.found().map(|f| f.1))
    {
        keep(session, &values)?;
    }
    told(session, "branch and bound");
    match ran.status {
        Status::Infeasible => Ok(true),
        Status::Unbounded | Status::UnboundedOrInfeasible => Err(SolverError::Unbounded),
        _ => Ok(false),
    }
}

fn done(session: &Session<'_>) -> bool {
    session.is_closed() || session.must_stop()
}

/// Puts the state after a phase into the log.
fn told(session: &Session<'_>, phase: &str) {
    let number = |value: Option<f64>| value.map_or_else(|| "none".into(), |value| format!("{value:.6e}"));
    session.remark(format!(
        "after {phase}: plan {}, bound {}",
        number(session.objective()),
        number(session.bound())
    ));
}
