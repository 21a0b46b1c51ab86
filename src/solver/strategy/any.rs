//! Any plan at all, where budgets and supply leave so little room that no part has a whole point beside what is fixed.
//!
//! Without costs there is nothing to weigh: branch and bound ends at its first point, and dives for one undisturbed.

use super::root::Root;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::accept;
use crate::solver::session::{Session, Watch};

/// Searches for so many `seconds` at most and offers the plan found, which is returned. It may be a dear one.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn plan(session: &Session<'_>, root: &Root, seconds: f64) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let free: Vec<(u32, f64)> = (0..program.columns() as u32).map(|col| (col, 0.0)).collect();
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.add_rows(program, &root.rows)?;
    highs.change_costs(&free)?;
    let watch = Watch::neither(session, "any plan").at_most(seconds);
    let ran = highs.run(watch.seconds(), &watch)?;
    let Some(point) = ran.point else {
        session.remark("no plan without regard to costs in time");
        return Ok(None);
    };
    let polished = accept(session, &point.columns)?;
    let values = polished.as_ref().map(|polished| polished.values.clone());
    if let Some(polished) = polished {
        session.offer(polished, "any plan");
    }
    session.told("a search without regard to costs");
    Ok(values)
}
