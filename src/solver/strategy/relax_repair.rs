//! Bound with chip counts relaxed, plan with them repaired.
//!
//! Three programs are at work: the *root* (nothing whole), the *structure program* (sites, halls, tranches,
//! leases and jobs whole, chip counts relaxed) and the *repair* (structure fixed, chip counts whole). The
//! first two are relaxations of the program, so their bounds are bounds of the program; every point of the
//! third is a point of the program. Strengthening rows are added where the root needs them.
//!
//! When the structure program is solved and the gap is still open, the whole program takes over, starting
//! from the best plan: so the strategy is exact, given time.

use super::root::{self, Ended, Root};
use super::{dive, restrict, search};
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::{keep, polish};
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;

/// Share of the remaining time for one search of a neighbourhood, and for one repair.
const SEARCH: f64 = 0.25;

/// Share of the remaining time for the structure program.
const STRUCTURE: f64 = 0.6;

/// Share of the remaining time for the search after the structure program.
const LAST: f64 = 0.6;

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
    let root = match root::solve(session)? {
        Ended::Solved(root) => root,
        Ended::Infeasible => return Ok(true),
        Ended::Stopped => return Ok(false),
    };
    // Nothing new built, nothing bought: nearly always a plan, and at hand at once.
    if let Some(nothing) = polish(session, &session.program.col_lower)? {
        session.offer(nothing);
        told(session, "doing nothing");
    }
    let first = first_structure(session, &root)?;
    if done(session) {
        return Ok(false);
    }
    let best = structure(session, &root, first.as_deref())?;
    if let Some(best) = best
        && !done(session)
    {
        restrict::repair(session, &best, SEARCH * session.remaining())?;
        told(session, "repair");
        if !done(session) {
            let best = search::search(session, &root, best, LAST * session.remaining())?;
            restrict::repair(session, &best, SEARCH * session.remaining())?;
            told(session, "search");
        }
    }
    if done(session) {
        return Ok(false);
    }
    everything(session, &root)
}

/// A structure by diving, improved by neighbourhood search, repaired into a first plan.
fn first_structure(session: &Session<'_>, root: &Root) -> Result<Option<Vec<f64>>, SolverError> {
    let Some(dived) = dive::dive(session, root)? else {
        session.remark("the dive found no structure");
        return Ok(None);
    };
    restrict::repair(session, &dived, SEARCH * session.remaining())?;
    told(session, "dive");
    if done(session) {
        return Ok(Some(dived));
    }
    let better = search::towards_root(session, root, dived, SEARCH * session.remaining())?;
    let better = search::search(session, root, better, SEARCH * session.remaining())?;
    if !session.must_stop() {
        restrict::repair(session, &better, SEARCH * session.remaining())?;
        told(session, "search");
    }
    Ok(Some(better))
}

/// Branch and bound on the structure program: the bound, and a better structure if there is one.
fn structure(
    session: &Session<'_>,
    root: &Root,
    start: Option<&[f64]>,
) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", STRUCTURE_GAP * session.options.gap)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.add_rows(program, &root.rows)?;
    if let Some(start) = start {
        highs.start_from(start)?;
    }
    let watch = Watch::relaxation(session, "structure").at_most(STRUCTURE * session.remaining());
    let ran = highs.run(watch.seconds(), &watch)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound);
    }
    told(session, "structure");
    Ok(ran.point.map(|point| point.columns))
}

/// The whole program with the rows that the root needed, from the best plan on. Returns whether
/// infeasibility is proven.
fn everything(session: &Session<'_>, root: &Root) -> Result<bool, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
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
        Status::Infeasible | Status::UnboundedOrInfeasible | Status::Unbounded => {
            session.remark("HiGHS finds no optimum; a second look without presolve");
            super::whole::confirm(session)
        }
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
