//! Whole values for the structure: rounds it batch by batch, solving the LP again in between.

use super::root::Root;
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::ffi::Highs;
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;

/// A value closer than this to a whole number counts as whole.
pub const WHOLE: f64 = 1e-6;

/// A fraction from which a structural integer is rounded up: structure that is missing costs more than
/// structure to spare.
const UP: f64 = 0.3;

/// Share of the fractional columns that is rounded in one round, the least fractional first.
const BATCH: f64 = 0.25;

/// Share below which a batch that led into a dead end is taken column by column.
const SMALLEST: f64 = 0.02;

/// Branch-and-bound nodes at most for what the dive left free.
const NODES: i32 = 200;

/// Dives from the root to a point whose structural integers are whole. `None` if that leads nowhere or the
/// time was up.
///
/// # Errors
/// If HiGHS fails.
pub fn structure(session: &Session<'_>, root: &Root) -> Result<Option<Vec<f64>>, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    highs.add_rows(program, &root.rows)?;
    let bounds = (program.col_lower.clone(), program.col_upper.clone());
    let dived = Dive::new(session, highs, bounds).run(root.values.clone())?;
    complete(session, dived, &root.rows)
}

/// Ends a dive: what it left free goes to branch and bound, with `rows` beside the defining ones.
fn complete(
    session: &Session<'_>,
    dived: Option<Dived>,
    rows: &[u32],
) -> Result<Option<Vec<f64>>, SolverError> {
    let Some(dived) = dived else {
        return Ok(None);
    };
    if !dived.freed {
        return Ok(Some(dived.values));
    }
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("mip_max_nodes", NODES)?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind == Integrality::Integer
    })?;
    highs.add_rows(program, rows)?;
    highs.set_bounds(&dived.bounds.0, &dived.bounds.1)?;
    let watch = Watch::neither(session, "dive");
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok(ran.point.map(|point| point.columns))
}

type Bounds = (Vec<f64>, Vec<f64>);

/// Where a dive ended.
struct Dived {
    /// The last point.
    values: Vec<f64>,
    /// Whether some kind of columns was given up and is not whole.
    freed: bool,
    /// The bounds at the end.
    bounds: Bounds,
}

struct Dive<'s, 'a> {
    session: &'s Session<'a>,
    highs: Highs,
    lower: Vec<f64>,
    upper: Vec<f64>,
    /// Bounds to go back to.
    free: Bounds,
}

impl<'s, 'a> Dive<'s, 'a> {
    fn new(session: &'s Session<'a>, highs: Highs, bounds: Bounds) -> Self {
        Self {
            session,
            highs,
            lower: bounds.0.clone(),
            upper: bounds.1.clone(),
            free: bounds,
        }
    }

    /// A batch that leads into a dead end is taken back and tried column by column; a column that cannot be
    /// rounded one way is rounded the other; if that fails too, all columns of its kind are freed. `None` if
    /// the time was up.
    fn run(mut self, mut values: Vec<f64>) -> Result<Option<Dived>, SolverError> {
        let program = self.session.program;
        let mut share = BATCH;
        let mut freed = vec![false; program.kinds.len()];
        loop {
            let kind_of = |col: usize| usize::from(program.col_kind[col].0);
            let mut fractional: Vec<(f64, usize)> = (0..values.len())
                .filter(|&col| program.integrality[col] == Integrality::Integer && !freed[kind_of(col)])
                .filter(|&col| (values[col] - values[col].round()).abs() > WHOLE)
                .map(|col| ((values[col] - rounded(values[col])).abs(), col))
                .collect();
            if fractional.is_empty() {
                return Ok(Some(Dived {
                    values,
                    freed: freed.contains(&true),
                    bounds: (self.lower, self.upper),
                }));
            }
            fractional.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            fractional.truncate(((fractional.len() as f64 * share).ceil() as usize).max(1));
            let batch: Vec<usize> = fractional.iter().map(|&(_, col)| col).collect();
            let mut found = self.with(&batch, &values, rounded)?;
            if found.is_none() && batch.len() == 1 {
                found = self.with(&batch, &values, |value| {
                    if rounded(value) > value {
                        value.floor()
                    } else {
                        value.ceil()
                    }
                })?;
            }
            if self.session.must_stop() {
                return Ok(None);
            }
            match (found, batch.as_slice()) {
                (Some(next), _) => {
                    values = next;
                    share = (2.0 * share.max(SMALLEST)).min(BATCH);
                }
                (None, [col]) => {
                    let kind = kind_of(*col);
                    for other in (0..program.columns()).filter(|&other| kind_of(other) == kind) {
                        self.lower[other] = self.free.0[other];
                        self.upper[other] = self.free.1[other];
                    }
                    freed[kind] = true;
                }
                (None, _) => share = if share > SMALLEST { share / 4.0 } else { 0.0 },
            }
        }
    }

    /// Solves with a batch fixed. Without an optimum the batch gets its bounds back.
    fn with(
        &mut self,
        batch: &[usize],
        values: &[f64],
        round: impl Fn(f64) -> f64,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let before: Vec<(f64, f64)> = batch
            .iter()
            .map(|&col| (self.lower[col], self.upper[col]))
            .collect();
        for &col in batch {
            let whole = round(values[col]).clamp(self.lower[col], self.upper[col]);
            (self.lower[col], self.upper[col]) = (whole, whole);
        }
        self.highs.set_bounds(&self.lower, &self.upper)?;
        let watch = Watch::neither(self.session, "dive");
        let ran = self.highs.run(watch.seconds(), &watch)?;
        if let (Status::Optimal, Some(point)) = (ran.status, ran.point) {
            return Ok(Some(point.columns));
        }
        for (&col, &(lower, upper)) in batch.iter().zip(&before) {
            (self.lower[col], self.upper[col]) = (lower, upper);
        }
        Ok(None)
    }
}

/// Rounds up from the fraction [`UP`] on, else down.
fn rounded(value: f64) -> f64 {
    rounded_up_from(UP, value)
}

/// Rounds up from a fraction on, else down.
pub fn rounded_up_from(up: f64, value: f64) -> f64 {
    (value + 1.0 - up + WHOLE).floor()
}
