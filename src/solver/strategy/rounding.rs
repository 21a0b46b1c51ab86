//! A first plan by rounding the root, long before there is a good one.
//!
//! Halls and whatever else is counted in structure are rounded; what is decided by yes or no follows from them, and is left
//! to branch and bound, chip counts relaxed. Then counts are made whole.

use super::dive::rounded_up_from;
use super::restrict::{self, Care};
use super::root::Root;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::session::{Session, Watch};

/// Fractions from which a count of the structure is rounded up, in the order in which they are tried: structure that is
/// missing costs more than structure to spare, as far as budgets go.
const UP: [f64; 4] = [0.3, 0.5, 0.7, 0.9];

/// Relative gap at which the rest of the structure is good enough.
const GAP: f64 = 0.01;

/// Branch-and-bound nodes at most.
const NODES: i32 = 20;

/// Share of the remaining time for each step, and seconds that it may always take.
const SHARE: (f64, f64) = (0.05, 2.0);

/// Offers a plan near the root, if rounding finds one.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn plan(session: &Session<'_>, root: &Root) -> Result<(), SolverError> {
    if session.goes_on_from_plan() {
        return Ok(());
    }
    for up in UP {
        if session.is_done() {
            return Ok(());
        }
        if let Some(point) = structure(session, root, up)? {
            restrict::counts(session, &point, Care::Rounded, seconds(session))?;
            session.told("rounding");
            return Ok(());
        }
    }
    session.remark("rounding the root gives no structure");
    Ok(())
}

fn seconds(session: &Session<'_>) -> f64 {
    (SHARE.0 * session.remaining()).max(SHARE.1)
}

/// A structure in which all counts are rounded, up from a fraction on.
fn structure(session: &Session<'_>, root: &Root, up: f64) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let (mut lower, mut upper) = (program.col_lower.clone(), program.col_upper.clone());
    for (col, &value) in root.values.iter().enumerate() {
        if program.integrality[col] == Integrality::Integer && upper[col] - lower[col] > 1.0 {
            let whole = rounded_up_from(up, value).clamp(lower[col], upper[col]);
            (lower[col], upper[col]) = (whole, whole);
        }
    }
    let mut highs = session.highs()?;
    highs.set("mip_rel_gap", GAP)?;
    highs.set("mip_max_nodes", NODES)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.set_bounds(&lower, &upper)?;
    let watch = Watch::neither(session, "rounding").at_most(seconds(session));
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok(ran.point.map(|point| point.columns))
}
