//! The root: LP relaxation with strengthening rows separated lazily.

use crate::program::{Program, Row};
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::dual_bound::{by_row, from_duals};
use crate::solver::ffi::{Basis, Highs, Ran};
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;
use std::sync::Arc;

/// A strengthening row is added when a point breaks it by more than this share of its largest coefficient.
const BROKEN: f64 = 1e-3;

/// Rounds of separation at most.
const ROUNDS: usize = 12;

/// Separation ends when a round raises the bound by less than this share of it.
const WORTHWHILE: f64 = 1e-4;

/// Nonzeros from which separation solves by interior point too, and only once: rows by the thousand are no small change
/// for the simplex method.
const HUGE: usize = 300_000;

/// Slack from which a point says too little to be rounded: what a part may use of shared limits is lessened by as much.
const TOO_ROUGH: f64 = 0.3;

/// The solved root.
#[derive(Clone)]
pub struct Root {
    /// Its bound.
    pub bound: f64,
    /// Its basis, if HiGHS has one.
    pub basis: Option<Arc<Basis>>,
    /// Values of the relaxation's optimum.
    pub values: Vec<f64>,
    /// Strengthening rows that were needed, in the order in which they were added, which is that of the basis.
    pub rows: Vec<u32>,
    /// How closely, relative to their limits, the values keep the rows: 0 at a vertex.
    pub slack: f64,
}

impl Root {
    /// Whether there was so little time for its values that no plan comes of rounding them.
    pub fn is_too_rough(&self) -> bool {
        self.slack > TOO_ROUGH
    }
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

/// Solves the relaxation with those strengthening rows only that an earlier solve has left, from its basis.
///
/// # Errors
/// If HiGHS fails or the relaxation is unbounded.
pub fn solve(session: &Session<'_>) -> Result<Ended, SolverError> {
    let mut highs = session.highs()?;
    highs.pass(session.program, session.program.defining_rows(), |_| false)?;
    let warm = &session.warm;
    highs.add_rows(session.program, &warm.rows)?;
    if let Some(basis) = &warm.basis {
        highs.start_from_basis(basis)?;
    } else {
        highs.choose_method(session.program)?;
    }
    match relax(session, &mut highs, &warm.rows)? {
        (Status::Optimal | Status::ModelEmpty, Some(root)) => Ok(Ended::Solved(root)),
        (Status::Infeasible | Status::UnboundedOrInfeasible | Status::Unbounded, _) => {
            session.remark("the relaxation has no optimum; a second look without presolve");
            confirm(session)
        }
        _ => Ok(Ended::Stopped),
    }
}

/// The root with the strengthening rows of one that is not exact, and then those that it breaks itself. What is not exact is
/// returned where there was no time.
///
/// # Errors
/// If HiGHS fails.
pub fn exact(session: &Session<'_>, rough: &Root, unless: &Signal<'_>) -> Result<Root, SolverError> {
    let mut highs = passed(session, rough)?;
    highs.by_interior_point()?;
    let watch = Watch::relaxation(session, "root").unless(unless);
    let ran = highs.run(watch.seconds(), &watch)?;
    match taken(session, ran, &mut highs, &rough.rows)? {
        (_, Some(root)) => {
            session.remark(format!("exact root: bound {:.6e}", root.bound));
            separate(session, root, Some(unless))
        }
        _ => Ok(rough.clone()),
    }
}

/// HiGHS with the defining rows and the strengthening rows of a root, nothing whole, to start from its basis if it has one.
///
/// # Errors
/// If HiGHS fails.
pub fn passed(session: &Session<'_>, root: &Root) -> Result<Highs, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    highs.add_rows(program, &root.rows)?;
    if let Some(basis) = &root.basis {
        highs.start_from_basis(basis)?;
    }
    Ok(highs)
}

/// Whether separation takes so long that plans should not wait for it.
pub fn is_slow(program: &Program) -> bool {
    program.nonzeros() >= HUGE
}

/// Adds the strengthening rows that a root breaks and solves again, until little changes.
///
/// # Errors
/// If HiGHS fails.
pub fn separate(
    session: &Session<'_>,
    mut root: Root,
    unless: Option<&Signal<'_>>,
) -> Result<Root, SolverError> {
    let program = session.program;
    let mut highs = passed(session, &root)?;
    for round in 1..=ROUNDS {
        let broken = broken_rows(program, &root.values, &root.rows, BROKEN);
        if broken.is_empty() || session.must_stop() {
            break;
        }
        highs.add_rows(program, &broken)?;
        if is_slow(program) {
            highs.by_interior_point()?;
        }
        let watch = Watch::relaxation(session, "root");
        let watch = match unless {
            Some(unless) => watch.unless(unless),
            None => watch,
        };
        let ran = highs.run(watch.seconds(), &watch)?;
        let added = broken.len();
        let rows = [std::mem::take(&mut root.rows), broken].concat();
        let (_, Some(next)) = taken(session, ran, &mut highs, &rows)? else {
            root.rows = rows;
            root.rows.truncate(root.rows.len() - added);
            break;
        };
        let gain = (next.bound - root.bound) / next.bound.abs().max(1e-9);
        session.remark(format!(
            "root round {round}: {} strengthening rows, bound {:.6e} ({:+.4} %)",
            added,
            next.bound,
            100.0 * gain
        ));
        root = next;
        if gain < WORTHWHILE {
            break;
        }
    }
    Ok(root)
}

/// Solves the defining rows and `added` ones.
fn relax(
    session: &Session<'_>,
    highs: &mut Highs,
    added: &[u32],
) -> Result<(Status, Option<Root>), SolverError> {
    let watch = Watch::relaxation(session, "root");
    let ran = highs.run(watch.seconds(), &watch)?;
    taken(session, ran, highs, added)
}

/// The root from what HiGHS returned for the defining rows and `added` ones; `None` without an optimum.
fn taken(
    session: &Session<'_>,
    ran: Ran,
    highs: &mut Highs,
    added: &[u32],
) -> Result<(Status, Option<Root>), SolverError> {
    let (Some(point), Some(bound)) = (ran.point, ran.bound) else {
        if let Some(iterate) = ran.iterate {
            by_duals(session, &iterate.row_duals, added);
        }
        return Ok((ran.status, None));
    };
    session.raise_bound(bound, "root");
    session.report("root", None, Some(bound));
    let root = Root {
        bound,
        basis: highs.basis()?.map(Arc::new),
        values: point.columns,
        rows: added.to_vec(),
        slack: 0.0,
    };
    Ok((ran.status, Some(root)))
}

/// Raises the bound to what the duals of a run without optimum prove: of the defining rows, then of `added` ones.
fn by_duals(session: &Session<'_>, duals: &[f64], added: &[u32]) {
    let program = session.program;
    if let Some(bound) = from_duals(program, &by_row(program, duals, added)) {
        session.raise_bound(bound, "root");
        session.remark(format!("duals of a root that was stopped prove {bound:.6e}"));
    }
}

fn confirm(session: &Session<'_>) -> Result<Ended, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("presolve", "off")?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    match relax(session, &mut highs, &[])? {
        (Status::Infeasible, _) => Ok(Ended::Infeasible),
        (Status::Unbounded | Status::UnboundedOrInfeasible, _) => Err(SolverError::Unbounded),
        // Presolve was wrong: go on with what the second look found.
        (_, Some(root)) => Ok(Ended::Solved(root)),
        _ => Ok(Ended::Stopped),
    }
}

/// Strengthening rows broken by a point by more than a share of their largest coefficient and not yet among `present`,
/// in increasing order.
pub fn broken_rows(program: &Program, values: &[f64], present: &[u32], share: f64) -> Vec<u32> {
    let first = program.defining_rows() as u32;
    let mut is_present = vec![false; program.rows() - first as usize];
    for &row in present {
        is_present[(row - first) as usize] = true;
    }
    (first..program.rows() as u32)
        .filter(|&row| {
            if is_present[(row - first) as usize] {
                return false;
            }
            let (mut activity, mut largest) = (0.0, 0.0_f64);
            for (col, value) in program.row_terms(Row(row)) {
                activity += value * values[col.index()];
                largest = largest.max(value.abs());
            }
            let row = row as usize;
            let broken = (program.row_lower[row] - activity).max(activity - program.row_upper[row]);
            broken > share * largest
        })
        .collect()
}
