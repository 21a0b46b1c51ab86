//! The root: LP relaxation with strengthening rows separated lazily.

use crate::program::{Program, Row};
use crate::solver::SolverError;
use crate::solver::ffi::Highs;
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;

/// A strengthening row is added when a point breaks it by more than this share of its largest coefficient.
const BROKEN: f64 = 1e-3;

/// Rounds of separation at most.
const ROUNDS: usize = 12;

/// Separation ends when a round raises the bound by less than this share of it.
const WORTHWHILE: f64 = 1e-4;

/// The solved root.
pub struct Root {
    /// Values of the relaxation's optimum.
    pub values: Vec<f64>,
    /// Strengthening rows that were needed, in increasing order.
    pub rows: Vec<u32>,
}

/// How the root ended.
pub enum Ended {
    /// Solved.
    Solved(Root),
    /// The relaxation has no point, hence the program has none; confirmed without presolve.
    Infeasible,
    /// A limit or an interrupt came first.
    Stopped,
}

/// Solves the relaxation, adds broken strengthening rows and solves again until little changes.
///
/// # Errors
/// If HiGHS fails or the relaxation is unbounded.
pub fn solve(session: &Session<'_>) -> Result<Ended, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    let (mut values, mut bound) = match relax(session, &mut highs)? {
        (Status::Optimal | Status::ModelEmpty, Some(point)) => point,
        (Status::Infeasible | Status::UnboundedOrInfeasible | Status::Unbounded, _) => {
            session.remark("the relaxation has no optimum; a second look without presolve");
            return confirm(session);
        }
        _ => return Ok(Ended::Stopped),
    };
    let mut rows: Vec<u32> = Vec::new();
    for round in 1..=ROUNDS {
        let broken = broken_rows(program, &values, &rows);
        if broken.is_empty() {
            break;
        }
        highs.add_rows(program, &broken)?;
        let added = broken.len();
        rows.extend(broken);
        rows.sort_unstable();
        let (_, Some((next, next_bound))) = relax(session, &mut highs)? else {
            break;
        };
        let gain = (next_bound - bound) / next_bound.abs().max(1e-9);
        session.remark(format!(
            "root round {round}: {added} strengthening rows, bound {next_bound:.6e} ({:+.4} %)",
            100.0 * gain
        ));
        (values, bound) = (next, next_bound);
        if gain < WORTHWHILE {
            break;
        }
    }
    Ok(Ended::Solved(Root { values, rows }))
}

type Optimum = Option<(Vec<f64>, f64)>;

fn relax(session: &Session<'_>, highs: &mut Highs) -> Result<(Status, Optimum), SolverError> {
    let watch = Watch::relaxation(session, "root");
    let ran = highs.run(watch.seconds(), &watch)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound);
        session.report("root", None, Some(bound));
    }
    let optimum = match (ran.point, ran.bound) {
        (Some(point), Some(bound)) => Some((point.columns, bound)),
        _ => None,
    };
    Ok((ran.status, optimum))
}

fn confirm(session: &Session<'_>) -> Result<Ended, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("presolve", "off")?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    match relax(session, &mut highs)? {
        (Status::Infeasible, _) => Ok(Ended::Infeasible),
        (Status::Unbounded | Status::UnboundedOrInfeasible, _) => Err(SolverError::Unbounded),
        // Presolve was wrong: go on with what the second look found.
        (_, Some((values, _))) => Ok(Ended::Solved(Root {
            values,
            rows: Vec::new(),
        })),
        _ => Ok(Ended::Stopped),
    }
}

/// Strengthening rows broken by a point and not yet among `present` (increasing), in increasing order.
fn broken_rows(program: &Program, values: &[f64], present: &[u32]) -> Vec<u32> {
    (program.defining_rows() as u32..program.rows() as u32)
        .filter(|&row| {
            let (mut activity, mut largest) = (0.0, 0.0_f64);
            for (col, value) in program.row_terms(Row(row)) {
                activity += value * values[col.index()];
                largest = largest.max(value.abs());
            }
            let row_index = row as usize;
            let broken =
                (program.row_lower[row_index] - activity).max(activity - program.row_upper[row_index]);
            broken > BROKEN * largest && present.binary_search(&row).is_err()
        })
        .collect()
}
