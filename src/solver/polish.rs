//! From a solver's point to one that is exact: integers rounded, the rest solved again around them,
//! everything checked against our own rows.

use super::ffi::{Point, Ran};
use super::session::{Session, Watch};
use super::{Duals, SolverError, largest_violation};
use crate::program::{Integrality, Program};
use highs::HighsModelStatus;

/// Largest violation of a row or bound that a point may have, in the row's unit.
pub const TOLERANCE: f64 = 1e-6;

/// Most seconds spent on prices after a solve.
const PRICING_SECONDS: f64 = 10.0;

/// A point whose integers are whole and that our own rows accept.
#[derive(Debug, Clone)]
pub struct Polished {
    /// Values by column.
    pub values: Vec<f64>,
    /// Objective, summed by us.
    pub objective: f64,
}

/// `cost . x + offset`.
pub fn objective(program: &Program, values: &[f64]) -> f64 {
    program.offset + program.cost.iter().zip(values).map(|(c, x)| c * x).sum::<f64>()
}

/// Column bounds with every column for which `fix` holds fixed at its rounded value.
pub fn fixed_bounds(
    program: &Program,
    values: &[f64],
    fix: impl Fn(Integrality) -> bool,
) -> (Vec<f64>, Vec<f64>) {
    let mut lower = program.col_lower.clone();
    let mut upper = program.col_upper.clone();
    for (col, &value) in values.iter().enumerate() {
        if fix(program.integrality[col]) {
            let whole = value.round().clamp(lower[col], upper[col]);
            lower[col] = whole;
            upper[col] = whole;
        }
    }
    (lower, upper)
}

/// Fixes all integers of a point at their rounded values and solves for the rest. `None` if no values of
/// the rest fit the rounded integers, or if the user interrupts.
///
/// The LP may run for a moment beyond the time limit: a point already found is not thrown away for want of
/// its last digits.
///
/// # Errors
/// [`SolverError::WrongPoint`] if the LP's optimum breaks our rows even without presolve.
pub fn polish(session: &Session<'_>, values: &[f64]) -> Result<Option<Polished>, SolverError> {
    let program = session.program;
    let (lower, upper) = fixed_bounds(program, values, |kind| kind != Integrality::Continuous);
    let mut worst = None;
    for presolve in ["choose", "off"] {
        let mut highs = session.highs()?;
        highs.set("presolve", presolve)?;
        highs.pass(program, program.defining_rows(), |_| false)?;
        highs.set_bounds(&lower, &upper)?;
        let ran = highs.run(f64::INFINITY, &Silent)?;
        let Ran {
            status: HighsModelStatus::Optimal | HighsModelStatus::ModelEmpty,
            point: Some(point),
            ..
        } = ran
        else {
            continue;
        };
        match check(program, point, (&lower, &upper)) {
            Ok(polished) => return Ok(Some(polished)),
            Err(error) => worst = Some(error),
        }
    }
    worst.map_or(Ok(None), Err)
}

/// A point with exactly whole integers as it is, if our own rows accept it; else polished.
///
/// # Errors
/// As [`polish`].
pub fn accept(session: &Session<'_>, values: &[f64]) -> Result<Option<Polished>, SolverError> {
    let program = session.program;
    let exact =
        |(kind, value): (&Integrality, &f64)| *kind == Integrality::Continuous || value.fract() == 0.0;
    if program.integrality.iter().zip(values).all(exact) {
        let (row, violation) = match verified(program, values.to_vec()) {
            Ok(point) => return Ok(Some(point)),
            Err(broken) => broken,
        };
        session.remark(format!(
            "{row} is broken by {violation:.1e}; solving around the whole numbers"
        ));
    }
    polish(session, values)
}

/// Offers the plan that builds and buys nothing, nearly always one and at hand at once, unless there is a plan already.
///
/// # Errors
/// As [`polish`], except that a point that breaks our rows is no plan.
pub fn offer_nothing(session: &Session<'_>) -> Result<(), SolverError> {
    if session.goes_on_from_plan() {
        return Ok(());
    }
    match polish(session, &session.program.col_lower) {
        Ok(Some(nothing)) => {
            session.offer(nothing, "doing nothing");
            session.told("doing nothing");
            Ok(())
        }
        Ok(None) | Err(SolverError::WrongPoint { .. }) => Ok(()),
        Err(error) => Err(error),
    }
}

/// A point of a running branch and bound as a plan, where rounding its integers alone makes it one: no linear program is
/// solved for it.
pub fn as_it_comes(program: &Program, values: &[f64]) -> Option<Polished> {
    let rounded = |(col, &value): (usize, &f64)| {
        let value = match program.integrality[col] {
            Integrality::Continuous => value,
            Integrality::Integer | Integrality::Relaxable => value.round(),
        };
        value.clamp(program.col_lower[col], program.col_upper[col]) + 0.0
    };
    let values: Vec<f64> = values.iter().enumerate().map(rounded).collect();
    // A value that is no number breaks no row, but leaves no objective.
    verified(program, values)
        .ok()
        .filter(|point| point.objective.is_finite())
}

/// A point that our own rows accept, or the row that it breaks most and by how much.
fn verified(program: &Program, values: Vec<f64>) -> Result<Polished, (String, f64)> {
    let (violation, row) = largest_violation(program, &values);
    if violation > TOLERANCE {
        return Err((row.unwrap_or_default(), violation));
    }
    Ok(Polished {
        objective: objective(program, &values),
        values,
    })
}

/// Clamps to the bounds (which fixes the integers exactly) and checks every row.
fn check(program: &Program, point: Point, bounds: (&[f64], &[f64])) -> Result<Polished, SolverError> {
    let mut values = point.columns;
    for (col, value) in values.iter_mut().enumerate() {
        // Adding zero turns -0 into 0.
        *value = value.clamp(bounds.0[col], bounds.1[col]) + 0.0;
    }
    verified(program, values).map_err(|(row, violation)| SolverError::WrongPoint { row, violation })
}

/// Duals with the structure of a point fixed and chip counts free: a limit that whole counts just miss still
/// has its price. `None` if the user interrupts or HiGHS finds no optimum.
///
/// # Errors
/// If HiGHS fails.
pub fn prices(session: &Session<'_>, values: &[f64]) -> Result<Option<Duals>, SolverError> {
    let program = session.program;
    let (lower, upper) = fixed_bounds(program, values, |kind| kind == Integrality::Integer);
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    highs.set_bounds(&lower, &upper)?;
    let ran = highs.run(PRICING_SECONDS, &Silent)?;
    let Ran {
        status: HighsModelStatus::Optimal,
        point: Some(point),
        ..
    } = ran
    else {
        return Ok(None);
    };
    // Strengthening rows were left out: implied rows have no price of their own.
    let mut row = point.row_duals;
    row.resize(program.rows(), 0.0);
    let column = point.column_duals;
    Ok(Some(Duals { row, column }))
}

/// Polishes a point of HiGHS and offers it to the session as found by `source`. A point whose rounded integers do not
/// fit (they were whole only within the solver's tolerance) is searched again in the unit box around it.
///
/// # Errors
/// As [`polish`], or if HiGHS fails.
pub fn keep(session: &Session<'_>, values: &[f64], source: &'static str) -> Result<bool, SolverError> {
    if let Some(polished) = polish(session, values)? {
        return Ok(session.offer(polished, source));
    }
    session.remark("integers were whole only within tolerance; searching next to them");
    let program = session.program;
    let mut lower = program.col_lower.clone();
    let mut upper = program.col_upper.clone();
    for (col, &value) in values.iter().enumerate() {
        if program.integrality[col] != Integrality::Continuous {
            lower[col] = lower[col].max(value.round() - 1.0);
            upper[col] = upper[col].min(value.round() + 1.0);
        }
    }
    let mut highs = session.highs()?;
    highs.set("mip_feasibility_tolerance", 1e-9)?;
    highs.pass(program, program.rows(), |kind| kind != Integrality::Continuous)?;
    highs.set_bounds(&lower, &upper)?;
    let watch = Watch::restriction(session, "repair");
    let ran = highs.run(watch.seconds(), &watch)?;
    let Some(point) = ran.point else {
        return Ok(false);
    };
    match polish(session, &point.columns)? {
        Some(polished) => Ok(session.offer(polished, source)),
        None => Ok(false),
    }
}

/// Hooks of a run that is neither logged nor stopped.
struct Silent;

impl super::ffi::Hooks for Silent {
    fn log(&self, _: &str) {}
    fn stop(&self) -> bool {
        false
    }
    fn progress(&self, _: f64, _: f64) {}
    fn incumbent(&self, _: f64, _: &[f64]) {}
}
