//! Large programs without structure: the relaxation by interior point, its iterate rounded.
//!
//! Where only counts are whole (fleets by vintage over many periods), the relaxation is the whole difficulty and the
//! simplex method the slow way through it. The interior point method is run without crossover: its duals give a
//! valid bound by weak duality (`dual_bound.rs`) wherever they stand, and its iterate, though no vertex, is close
//! enough to the optimum for the model's own rounding to make a plan of it.

use super::relax_repair;
use crate::solver::SolverError;
use crate::solver::dual_bound::from_duals;
use crate::solver::polish::polish;
use crate::solver::session::{Session, Watch};
use crate::solver::{Duals, Rounding, Strategy, largest_violation};

/// Solves. Returns whether infeasibility is proven.
///
/// # Errors
/// If HiGHS fails, the program is unbounded, or a point breaks our rows.
pub fn solve(session: &Session<'_>, rounding: Option<&dyn Rounding>) -> Result<bool, SolverError> {
    if session.must_stop() {
        return Ok(false);
    }
    let program = session.program;
    // Nothing bought: nearly always a plan, and at hand at once.
    if let Some(nothing) = polish(session, &program.col_lower)? {
        session.offer(nothing, "doing nothing");
    }
    let mut highs = session.highs()?;
    highs.set("solver", "ipx")?;
    highs.set("run_crossover", "off")?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    let watch = Watch::neither(session, "interior point");
    let ran = highs.run(watch.seconds(), &watch)?;
    drop(highs);
    let Some(mut iterate) = ran.point.or(ran.iterate) else {
        session.remark(format!(
            "interior point ended without an iterate: {:?}",
            ran.status
        ));
        return relax_repair::solve(session, Strategy::Decompose);
    };
    match from_duals(program, &iterate.row_duals) {
        Some(bound) => session.raise_bound(bound, "interior point"),
        None => session.remark("the interior point's duals prove no bound: a column has no limit of its own"),
    }
    session.remark(format!(
        "interior point: objective {:.9e}, bound {}, rows kept to {:.1e}",
        iterate.objective,
        session
            .bound()
            .map_or_else(|| "none".into(), |bound| format!("{bound:.9e}")),
        largest_violation(program, &iterate.columns).0
    ));
    if let Some(rounded) = rounding.and_then(|rounding| rounding.round(&iterate.columns)) {
        match polish(session, &rounded)? {
            Some(plan) => {
                session.remark(format!("rounded by the model: plan {:.9e}", plan.objective));
                session.offer(plan, "rounding");
            }
            None => session.remark("the model's rounding fits no plan"),
        }
    }
    if session.is_closed() || session.must_stop() {
        if super::structural(program) > 0 {
            return Ok(false);
        }
        // No structure to fix: these are the prices.
        iterate.row_duals.resize(program.rows(), 0.0);
        session.keep_prices(Duals {
            row: iterate.row_duals,
            column: iterate.column_duals,
        });
        return Ok(false);
    }
    session.remark("the rounded plan leaves a gap: relax and repair goes on");
    relax_repair::solve(session, Strategy::Decompose)
}
