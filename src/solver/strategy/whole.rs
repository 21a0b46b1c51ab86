//! The whole program to HiGHS, without presolve: it has called points optimal that were not (HiGHS issue 3274), and
//! small programs do without it.

use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::keep;
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
    match run(session)? {
        Status::Infeasible => Ok(true),
        Status::Unbounded | Status::UnboundedOrInfeasible => Err(SolverError::Unbounded),
        _ => Ok(false),
    }
}

fn run(session: &Session<'_>) -> Result<Status, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("presolve", "off")?;
    highs.pass(program, program.rows(), |kind| kind != Integrality::Continuous)?;
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
        session.raise_bound(bound);
    }
    if let Some(values) = point.or(seen) {
        keep(session, &values)?;
    }
    Ok(status)
}
