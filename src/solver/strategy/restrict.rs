//! Restrictions of the program: some columns fixed, the rest to branch and bound.

use super::dive::WHOLE;
use super::root::Root;
use crate::program::{Integrality, Program};
use crate::solver::SolverError;
use crate::solver::polish::{fixed_bounds, keep};
use crate::solver::session::{Session, Watch};

/// Share of the gap asked for at which a restriction is good enough.
const ENOUGH: f64 = 0.2;

type Bounds = (Vec<f64>, Vec<f64>);

/// Fixes the structure of a point and makes the chip counts whole again. If no whole counts fit, the
/// structure may grow. Returns whether the best point of the session improved.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn repair(session: &Session<'_>, values: &[f64], seconds: f64) -> Result<bool, SolverError> {
    let fixed = fixed_bounds(session.program, values, |kind| kind == Integrality::Integer);
    match whole(session, &[], &fixed, None, "repair", seconds)? {
        Some(improved) => Ok(improved),
        None if session.must_stop() => Ok(false),
        None => {
            session.remark("no whole chip counts fit the structure; letting it grow");
            let grown = (fixed.0, session.program.col_upper.clone());
            Ok(whole(session, &[], &grown, None, "repair", seconds)?.unwrap_or(false))
        }
    }
}

/// Searches the full program where two points disagree: structural integers on which both agree are fixed.
/// Starts from the second point, which must be one of the program. Returns whether the session improved.
///
/// # Errors
/// As [`repair`].
pub fn between(
    session: &Session<'_>,
    root: &Root,
    guide: &[f64],
    incumbent: &[f64],
    seconds: f64,
) -> Result<bool, SolverError> {
    let bounds = agreed(session.program, guide, incumbent);
    let improved = whole(
        session,
        &root.rows,
        &bounds,
        Some(incumbent),
        "neighbourhood",
        seconds,
    )?;
    Ok(improved.unwrap_or(false))
}

/// Bounds with the structural integers fixed on which two points agree.
pub fn agreed(program: &Program, a: &[f64], b: &[f64]) -> Bounds {
    let mut lower = program.col_lower.clone();
    let mut upper = program.col_upper.clone();
    for col in 0..program.columns() {
        if program.integrality[col] == Integrality::Integer && (a[col] - b[col]).abs() < WHOLE {
            lower[col] = b[col].round();
            upper[col] = lower[col];
        }
    }
    (lower, upper)
}

/// Solves a restriction with all integers whole and keeps its point. `None` if it has no point (or none in
/// time), else whether the session improved.
fn whole(
    session: &Session<'_>,
    rows: &[u32],
    bounds: &Bounds,
    start: Option<&[f64]>,
    phase: &'static str,
    seconds: f64,
) -> Result<Option<bool>, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", ENOUGH * session.options.gap)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.add_rows(program, rows)?;
    highs.set_bounds(&bounds.0, &bounds.1)?;
    if let Some(start) = start {
        highs.start_from(start)?;
    }
    let watch = Watch::restriction(session, phase).at_most(seconds);
    let ran = highs.run(watch.seconds(), &watch)?;
    match ran
        .point
        .map(|point| point.columns)
        .or(watch.found().map(|f| f.1))
    {
        Some(values) => Ok(Some(keep(session, &values)?)),
        None => Ok(None),
    }
}
