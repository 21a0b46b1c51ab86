//! The whole program to HiGHS. What it calls infeasible gets a second look without presolve, which has been wrong before
//! (HiGHS issue 3274, mended in 1.16).

use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::{keep, offer_nothing};
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;

/// Solves with all rows and all integers. Returns whether infeasibility is proven.
///
/// # Errors
/// If HiGHS fails, the program is unbounded, or the point breaks our rows.
pub fn solve(session: &Session<'_>) -> Result<bool, SolverError> {
    if session.must_stop() {
        return Ok(false);
    }
    offer_nothing(session)?;
    let status = run(session, "choose")?;
    second_look(session, status)
}

/// Whether infeasibility is proven after a run on the whole program: where HiGHS has found no optimum, a run without
/// presolve decides.
///
/// # Errors
/// As [`solve`].
pub fn second_look(session: &Session<'_>, status: Status) -> Result<bool, SolverError> {
    match status {
        Status::Infeasible | Status::UnboundedOrInfeasible | Status::Unbounded => {
            session.remark("HiGHS finds no optimum; a second look without presolve");
            confirm(session)
        }
        _ => Ok(false),
    }
}

/// Looks a second time without presolve. Returns whether infeasibility is proven.
///
/// # Errors
/// As [`solve`].
pub fn confirm(session: &Session<'_>) -> Result<bool, SolverError> {
    if session.must_stop() {
        return Ok(false);
    }
    match run(session, "off")? {
        Status::Infeasible => Ok(true),
        Status::Unbounded | Status::UnboundedOrInfeasible => Err(SolverError::Unbounded),
        _ => Ok(false),
    }
}

fn run(session: &Session<'_>, presolve: &str) -> Result<Status, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("presolve", presolve)?;
    highs.pass(program, program.rows(), |kind| kind != Integrality::Continuous)?;
    if let Some(start) = session.values().filter(|_| session.goes_on_from_plan()) {
        highs.start_from(&start)?;
    }
    let watch = Watch::whole(session, "branch and bound");
    let ran = highs.run(watch.seconds(), &watch);
    let seen = watch.found().map(|(_, values)| values);
    let (status, point, bound) = match ran {
        Ok(ran) => (ran.status, ran.point.map(|point| point.columns), ran.bound),
        // What was found before the failure still counts.
        Err(error) if seen.is_some() => {
            session.remark(format!("{error}; keeping the best point found before"));
            (Status::Unknown, None, None)
        }
        Err(error) => return Err(error),
    };
    if let Some(bound) = bound {
        session.raise_bound(bound, "branch and bound");
    }
    if let Some(values) = point.or(seen) {
        keep(session, &values, "branch and bound")?;
    }
    Ok(status)
}
