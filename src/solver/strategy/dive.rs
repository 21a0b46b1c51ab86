//! A first structure: rounds structural integers of the relaxation batch by batch, solving again in between.

use super::root::Root;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;

/// A value closer than this to a whole number counts as whole.
pub const WHOLE: f64 = 1e-6;

/// A fraction from which a value is rounded up: structure that is missing costs more than structure to spare.
const UP: f64 = 0.3;

/// Share of the fractional columns that is rounded in one round, the least fractional first.
const BATCH: f64 = 0.25;

/// Branch-and-bound nodes at most for what the dive left free.
const NODES: i32 = 200;

/// Share below which a batch that led into a dead end is taken column by column.
const SMALLEST: f64 = 0.02;

/// Dives from the root. A batch that leads into a dead end is taken back and tried column by column; a column
/// that cannot be rounded up is rounded down; if that fails too, all columns of its kind are freed and left to
/// branch and bound at the end. Returns a point whose structural integers are whole, or `None` if even that
/// leads nowhere or the time was up.
///
/// # Errors
/// If HiGHS fails.
pub fn dive(session: &Session<'_>, root: &Root) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    highs.add_rows(program, &root.rows)?;
    let mut lower = program.col_lower.clone();
    let mut upper = program.col_upper.clone();
    let mut values = root.values.clone();
    let mut share = BATCH;
    let mut freed = vec![false; program.kinds.len()];
    loop {
        let mut fractional: Vec<(f64, usize)> = values
            .iter()
            .enumerate()
            .filter(|&(col, _)| program.integrality[col] == Integrality::Integer)
            .filter(|&(col, _)| !freed[usize::from(program.col_kind[col].0)])
            .filter(|(_, value)| (*value - value.round()).abs() > WHOLE)
            .map(|(col, &value)| ((value - rounded(value)).abs(), col))
            .collect();
        if fractional.is_empty() {
            break;
        }
        fractional.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        let batch = ((fractional.len() as f64 * share).ceil() as usize).max(1);
        let mut solved = false;
        for round in [rounded, f64::floor] {
            let batch: Vec<usize> = fractional.iter().take(batch).map(|&(_, col)| col).collect();
            let before: Vec<(f64, f64)> = batch.iter().map(|&col| (lower[col], upper[col])).collect();
            for &col in &batch {
                let whole = round(values[col] + WHOLE);
                (lower[col], upper[col]) = (whole, whole);
            }
            highs.set_bounds(&lower, &upper)?;
            let watch = Watch::neither(session, "dive");
            let ran = highs.run(watch.seconds(), &watch)?;
            if session.must_stop() {
                return Ok(None);
            }
            if let (Status::Optimal, Some(point)) = (ran.status, ran.point) {
                values = point.columns;
                solved = true;
                break;
            }
            for (&col, &(low, high)) in batch.iter().zip(&before) {
                (lower[col], upper[col]) = (low, high);
            }
            if batch.len() > 1 {
                break;
            }
        }
        match (solved, batch) {
            (true, _) => share = (2.0 * share.max(SMALLEST)).min(BATCH),
            (false, 1) => {
                let kind = program.col_kind[fractional[0].1];
                for col in (0..program.columns()).filter(|&col| program.col_kind[col] == kind) {
                    (lower[col], upper[col]) = (program.col_lower[col], program.col_upper[col]);
                }
                freed[usize::from(kind.0)] = true;
            }
            (false, _) => share = if share > SMALLEST { share / 4.0 } else { 0.0 },
        }
    }
    if !freed.contains(&true) {
        return Ok(Some(values));
    }
    complete(session, root, (&lower, &upper))
}

/// Branch and bound over what the dive left free.
fn complete(
    session: &Session<'_>,
    root: &Root,
    bounds: (&[f64], &[f64]),
) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("mip_max_nodes", NODES)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.add_rows(program, &root.rows)?;
    highs.set_bounds(bounds.0, bounds.1)?;
    let watch = Watch::neither(session, "dive");
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok(ran.point.map(|point| point.columns))
}

/// Rounds up from [`UP`] on, else down.
fn rounded(value: f64) -> f64 {
    (value + 1.0 - UP).floor()
}
