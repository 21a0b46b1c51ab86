//! Restrictions of the program: some columns fixed, the rest to branch and bound.

use super::dive;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::{fixed_bounds, keep};
use crate::solver::session::{Session, Watch};

/// Share of the gap asked for at which a restriction is good enough.
const ENOUGH: f64 = 0.2;

type Bounds = (Vec<f64>, Vec<f64>);

/// Fixes the structure of a point and makes the chip counts whole again: by diving, then by branch and bound
/// for at most `seconds` in all. If no whole counts fit, the structure may grow. Returns whether the best
/// point of the session improved.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn repair(session: &Session<'_>, values: &[f64], seconds: f64) -> Result<bool, SolverError> {
    make_whole(session, values, seconds, Care::Searched)
}

/// The same, content with what the dive finds if it finds anything.
///
/// # Errors
/// As [`repair`].
pub fn round(session: &Session<'_>, values: &[f64], seconds: f64) -> Result<bool, SolverError> {
    make_whole(session, values, seconds, Care::Rounded)
}

/// How good the chip counts have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    Rounded,
    Searched,
}

fn make_whole(session: &Session<'_>, values: &[f64], seconds: f64, care: Care) -> Result<bool, SolverError> {
    let fixed = fixed_bounds(session.program, values, |kind| kind == Integrality::Integer);
    match whole(session, &fixed, seconds, care)? {
        Some(improved) => Ok(improved),
        None if session.must_stop() => Ok(false),
        None => {
            session.remark("no whole chip counts fit the structure; letting it grow");
            let grown = (fixed.0, session.program.col_upper.clone());
            Ok(whole(session, &grown, seconds, care)?.unwrap_or(false))
        }
    }
}

/// Solves a restriction with all integers whole and keeps its point. `None` if it has no point (or none in
/// time), else whether the session improved.
fn whole(
    session: &Session<'_>,
    bounds: &Bounds,
    seconds: f64,
    care: Care,
) -> Result<Option<bool>, SolverError> {
    let program = session.program;
    let started = session.elapsed();
    let dived = dive::counts(session, bounds.clone())?;
    let kept = match &dived {
        Some(values) => Some(keep(session, values, "repair")?),
        None => None,
    };
    let seconds = seconds - (session.elapsed() - started);
    let enough = kept.is_some() && care == Care::Rounded;
    if enough || session.is_closed() || session.must_stop() || seconds <= 0.0 {
        return Ok(kept);
    }
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", ENOUGH * session.options.gap)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.set_bounds(&bounds.0, &bounds.1)?;
    if let Some(values) = &dived {
        highs.start_from(values)?;
    }
    let watch = Watch::restriction(session, "repair").at_most(seconds);
    let ran = highs.run(watch.seconds(), &watch)?;
    match ran
        .point
        .map(|point| point.columns)
        .or(watch.found().map(|f| f.1))
    {
        Some(values) => Ok(Some(keep(session, &values, "repair")? || kept == Some(true))),
        None => Ok(kept),
    }
}
