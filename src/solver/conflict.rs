//! Why a program is infeasible: families of rows that cannot all hold, and the smallest repair.
//!
//! Slack is put on all rows and the least total slack found in the relaxation, each row's measured relative to its own
//! size: families whose rows have no price there are not part of that certificate and stay out. Then a deletion filter
//! over those that are left: leave one family out at a time; if the rest is still infeasible it is not needed for the
//! conflict and stays out. What remains is irreducible: without any one of them the rest can hold. The least total slack
//! of their rows says which have to give and by how much.

use super::ffi::{Highs, Point, on_own_thread};
use super::session::{Session, Watch};
use super::{Monitor, SolveOptions, SolverError};
use crate::program::{Col, Family, Integrality, KEY, Program, Row};
use highs::HighsModelStatus as Status;
use std::sync::Arc;

/// Time for the explanation, in seconds, if the solve had no shorter limit of its own.
const TIME: f64 = 60.0;

/// Slack below this share of a row's size is a tolerance, not a repair.
const SLACK: f64 = 1e-7;

/// Families that cannot all hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// The families, in the program's order; none if the time was up before anything was known of them.
    pub families: Vec<FamilyConflict>,
    /// Whether each of them is needed for the conflict; `false` if the time was up before all were tried.
    pub irreducible: bool,
}

/// One family of a conflict.
#[derive(Debug, Clone, PartialEq)]
pub struct FamilyConflict {
    /// Name of the family.
    pub family: &'static str,
    /// Rows that give way in the smallest repair, with the amount in the row's unit, largest first. Empty if
    /// other families give way instead.
    pub rows: Vec<(Row, f64)>,
}

/// Explains an infeasible program. A program that turns out to have a point gives no families.
///
/// # Errors
/// If HiGHS fails.
pub fn infeasible_families(
    program: &Program,
    options: &SolveOptions,
    monitor: Arc<dyn Monitor>,
) -> Result<Conflict, SolverError> {
    let options = SolveOptions {
        time_limit: Some(options.time_limit.unwrap_or(TIME).min(TIME)),
        ..options.clone()
    };
    on_own_thread(|| {
        let session = Session::new(program, &options, monitor);
        explain(&session)
    })
}

fn explain(session: &Session<'_>) -> Result<Conflict, SolverError> {
    let program = session.program;
    let mut present: Vec<bool> = vec![false; program.families.len()];
    for row in 0..program.defining_rows() {
        present[usize::from(program.row_family[row].0)] = true;
    }
    let nothing = |irreducible| Conflict {
        families: Vec::new(),
        irreducible,
    };
    // The relaxation is tried first: where it is infeasible already, whole numbers are not the reason.
    let mut whole = false;
    match certified(session, &present)? {
        Some(used) if conflicts(session, &used, whole)? == Some(true) => present = used,
        _ => {
            whole = conflicts(session, &present, whole)? != Some(true);
            match whole.then(|| conflicts(session, &present, whole)).transpose()? {
                Some(Some(false)) => return Ok(nothing(true)),
                Some(None) => return Ok(nothing(false)),
                Some(Some(true)) | None => {}
            }
        }
    }
    let mut irreducible = true;
    for family in 0..present.len() {
        if !present[family] {
            continue;
        }
        present[family] = false;
        match conflicts(session, &present, whole)? {
            Some(true) => {}
            Some(false) => present[family] = true,
            None => {
                present[family] = true;
                irreducible = false;
            }
        }
    }
    let mut families: Vec<FamilyConflict> = Vec::new();
    let slack = smallest_repair(session, &present, whole)?;
    for (position, _) in present.iter().enumerate().filter(|(_, present)| **present) {
        let mut rows: Vec<(Row, f64)> = slack
            .iter()
            .copied()
            .filter(|(row, _)| program.row_family[row.index()] == Family(position as u8))
            .collect();
        rows.sort_by(|a, b| b.1.total_cmp(&a.1));
        families.push(FamilyConflict {
            family: program.families[position].name,
            rows,
        });
    }
    Ok(Conflict {
        families,
        irreducible,
    })
}

/// Whether the rows of the families marked cannot all hold; `None` if the time is up first.
fn conflicts(session: &Session<'_>, present: &[bool], whole: bool) -> Result<Option<bool>, SolverError> {
    let mut trial = session.program.clone();
    trial.cost.fill(0.0);
    for row in 0..trial.defining_rows() {
        if !present[usize::from(trial.row_family[row].0)] {
            trial.row_lower[row] = f64::NEG_INFINITY;
            trial.row_upper[row] = f64::INFINITY;
        }
    }
    let status = run(session, &trial, whole)?.0;
    Ok(match status {
        Status::Infeasible | Status::UnboundedOrInfeasible => Some(true),
        Status::Optimal | Status::ModelEmpty => Some(false),
        _ => None,
    })
}

/// Families with a price in the repair of least total slack of the relaxation; `None` if nothing has to give, or the
/// time is up first.
fn certified(session: &Session<'_>, present: &[bool]) -> Result<Option<Vec<bool>>, SolverError> {
    let program = session.program;
    let (trial, _) = with_slack(program, present);
    let Some(point) = run(session, &trial, false)?.1 else {
        return Ok(None);
    };
    if point.objective <= SLACK {
        return Ok(None);
    }
    let mut used = vec![false; present.len()];
    for row in 0..program.defining_rows() {
        let handle = Row(row as u32);
        let price = point.row_duals.get(row).copied().unwrap_or_default();
        if price.abs() * row_size(program, handle) > SLACK {
            used[usize::from(program.row_family[row].0)] = true;
        }
    }
    Ok(Some(used))
}

/// A column of slack: its row, itself, the size of the row.
type Slack = (Row, Col, f64);

/// The program with slack on the rows of some families, and only that costs.
fn with_slack(program: &Program, elastic: &[bool]) -> (Program, Vec<Slack>) {
    let mut trial = program.clone();
    trial.cost.fill(0.0);
    trial.offset = 0.0;
    trial.index.clear();
    trial.value.clear();
    trial.start = vec![0];
    let kind = trial.kind("slack", &[]);
    let mut slacks = Vec::new();
    for row in 0..program.defining_rows() {
        let handle = Row(row as u32);
        for (col, value) in program.row_terms(handle) {
            trial.index.push(col.0);
            trial.value.push(value);
        }
        if elastic[usize::from(program.row_family[row].0)] {
            let size = row_size(program, handle);
            for (side, sign) in [(program.row_lower[row], 1.0), (program.row_upper[row], -1.0)] {
                if side.is_finite() {
                    let col = trial.column(kind, [0; KEY], (0.0, f64::INFINITY), Integrality::Continuous);
                    trial.add_cost(col, 1.0 / size);
                    trial.index.push(col.0);
                    trial.value.push(sign);
                    slacks.push((handle, col, size));
                }
            }
        }
        trial.start.push(trial.index.len() as u32);
    }
    (trial, slacks)
}

/// Rows with the slack that they have in the repair of least total slack; empty if the time is up first.
fn smallest_repair(
    session: &Session<'_>,
    elastic: &[bool],
    whole: bool,
) -> Result<Vec<(Row, f64)>, SolverError> {
    let (trial, slacks) = with_slack(session.program, elastic);
    let Some(point) = run(session, &trial, whole)?.1 else {
        return Ok(Vec::new());
    };
    Ok(slacks
        .into_iter()
        .map(|(row, col, size)| (row, point.columns[col.index()], size))
        .filter(|&(_, amount, size)| amount > SLACK * size)
        .map(|(row, amount, _)| (row, amount))
        .collect())
}

/// Largest of a row's coefficients and finite sides, by absolute value.
fn row_size(program: &Program, row: Row) -> f64 {
    let sides = [program.row_lower[row.index()], program.row_upper[row.index()]];
    let largest = program
        .row_terms(row)
        .map(|(_, value)| value.abs())
        .chain(sides.into_iter().filter(|side| side.is_finite()).map(f64::abs))
        .fold(0.0, f64::max);
    if largest > 0.0 { largest } else { 1.0 }
}

type Answer = (Status, Option<Point>);

fn run(session: &Session<'_>, trial: &Program, whole: bool) -> Result<Answer, SolverError> {
    if session.must_stop() {
        return Ok((Status::ReachedTimeLimit, None));
    }
    let mut highs: Highs = session.highs()?;
    highs.set("presolve", "off")?;
    highs.pass(trial, trial.start.len() - 1, |kind| {
        whole && kind != Integrality::Continuous
    })?;
    let watch = Watch::neither(session, "explanation");
    let ran = highs.run(watch.seconds(), &watch)?;
    Ok((ran.status, ran.point))
}
