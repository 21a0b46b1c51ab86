//! Bound with chip counts relaxed, plan with them repaired, side by side.
//!
//! Three programs are at work: the *root* (nothing whole), the *structure program* (sites, halls, tranches,
//! leases and jobs whole, chip counts relaxed) and *parts* of the program (a few sites free, the rest fixed). The first
//! two are relaxations of the program, so their bounds are bounds of the program; a point of a part whose counts are whole
//! is, with its fixed rest, a point of the program. Strengthening rows are added where a relaxation breaks them.
//!
//! Plans and bound are worked on in lanes (`lanes.rs`); each sees what the other has found, and both end when the two meet.
//! Where the structure program is solved and the gap is still open, the whole program takes over, starting from the best
//! plan: so the strategy is exact, given time.

use super::root::{self, Ended, Root};
use super::{first_order, lanes, previous, tree};
use crate::program::Integrality;
use crate::solver::polish::{keep, offer_nothing};
use crate::solver::session::{Session, Watch};
use crate::solver::{SolverError, Strategy};

/// Solves. Returns whether infeasibility is proven.
///
/// # Errors
/// If HiGHS fails, the program is unbounded, or a point breaks our rows.
pub fn solve(session: &Session<'_>, strategy: Strategy) -> Result<bool, SolverError> {
    if session.must_stop() {
        return Ok(false);
    }
    offer_nothing(session)?;
    let mut method = first_order::method(session);
    let root = match &mut method {
        Some(method) => first_order::solve(session, method)?,
        None => root::solve(session)?,
    };
    let mut root = match root {
        Ended::Solved(root) => root,
        Ended::Infeasible => return Ok(true),
        Ended::Stopped => return Ok(false),
    };
    if !separates_beside(session) {
        root = match &mut method {
            Some(method) => first_order::separate(session, method, root),
            None => root::separate(session, root, None)?,
        };
    }
    session.keep_root(&root.rows, root.basis.as_ref());
    session.told("root");
    if !session.warm.plans.is_empty() && !session.is_done() {
        previous::recount(session)?;
    }
    if session.is_done() {
        return Ok(false);
    }
    let ended = lanes::run(session, &root, method, strategy)?;
    if session.is_done() {
        return Ok(false);
    }
    if ended == tree::Ended::Infeasible {
        session.remark("the structure program has no point; a second look at the whole one");
        return super::whole::confirm(session);
    }
    everything(session, &root)
}

/// Whether strengthening rows take so long to separate that plans do not wait for them.
pub fn separates_beside(session: &Session<'_>) -> bool {
    first_order::is_giant(session) || (root::is_slow(session.program) && !first_order::is_worthwhile(session))
}

/// The whole program with the rows that the root needed, from the best plan on. Returns whether
/// infeasibility is proven.
///
/// # Errors
/// If HiGHS fails, or a point breaks our rows.
pub fn everything(session: &Session<'_>, root: &Root) -> Result<bool, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.add_rows(program, &root.rows)?;
    if let Some(start) = session.values() {
        highs.start_from(&start)?;
    }
    let watch = Watch::whole(session, "branch and bound");
    let ran = highs.run(watch.seconds(), &watch)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound, "branch and bound");
    }
    if let Some(values) = ran
        .point
        .map(|point| point.columns)
        .or(watch.found().map(|f| f.1))
    {
        keep(session, &values, "branch and bound")?;
    }
    session.told("branch and bound");
    super::whole::second_look(session, ran.status)
}
