//! Plans of earlier solves as first plans of this one: their integers are kept, all else is solved for again.

use super::restrict::{self, Care};
use crate::program::Program;
use crate::solver::polish::{Polished, TOLERANCE, objective, polish};
use crate::solver::session::Session;
use crate::solver::{SolverError, largest_violation};
use std::sync::Arc;

/// What the trajectory names as the source of such a plan.
pub const SOURCE: &str = "previous plan";

/// Plans whose integers are tried at most: each costs a linear program.
const TRIED: usize = 3;

/// Offers the most promising earlier plan whose integers still fit.
///
/// # Errors
/// If HiGHS fails.
pub fn offer(session: &Session<'_>) -> Result<(), SolverError> {
    if let Some(polished) = fitting(session).next() {
        session.offer(polished?, SOURCE);
        session.told(SOURCE);
        session.go_on_from_plan();
    }
    Ok(())
}

/// The best of the most promising earlier plans whose integers still fit.
///
/// # Errors
/// If HiGHS fails.
pub fn best(session: &Session<'_>) -> Result<Option<Polished>, SolverError> {
    let mut best: Option<Polished> = None;
    for polished in fitting(session) {
        let polished = polished?;
        if best
            .as_ref()
            .is_none_or(|best| polished.objective < best.objective)
        {
            best = Some(polished);
        }
    }
    Ok(best)
}

/// The most promising earlier plans with their integers as they are, as far as these fit, the most promising first.
fn fitting<'s>(session: &'s Session<'_>) -> impl Iterator<Item = Result<Polished, SolverError>> + 's {
    ranked(session.program, &session.warm.plans)
        .into_iter()
        .take(TRIED)
        .take_while(|_| !session.must_stop())
        // A start that comes to nothing is no fault.
        .filter_map(|plan| match polish(session, plan) {
            Err(SolverError::WrongPoint { .. }) => None,
            polished => polished.transpose(),
        })
}

/// Fixes the structure of the best plan so far, or of the most promising earlier one, and counts chips anew: what
/// prices and limits change first is how many to buy, not where to build.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn recount(session: &Session<'_>) -> Result<(), SolverError> {
    let program = session.program;
    let best = session.goes_on_from_plan().then(|| session.values()).flatten();
    let earlier = || {
        ranked(program, &session.warm.plans)
            .first()
            .map(|plan| plan.to_vec())
    };
    let Some(plan) = best.or_else(earlier) else {
        return Ok(());
    };
    if restrict::counts(session, &plan, Care::Rounded, session.remaining())? == Some(true) {
        session.go_on_from_plan();
    }
    session.told("previous structure");
    Ok(())
}

/// Plans in the order in which to try them: those that hold as they are by what they cost now, then the others by how
/// far they are from holding.
fn ranked<'p>(program: &Program, plans: &'p [Arc<Vec<f64>>]) -> Vec<&'p [f64]> {
    let mut ranked: Vec<(f64, f64, &[f64])> = plans
        .iter()
        .filter(|plan| plan.len() == program.columns())
        .map(|plan| {
            let broken = largest_violation(program, plan).0;
            let broken = if broken <= TOLERANCE { 0.0 } else { broken };
            (broken, objective(program, plan), plan.as_slice())
        })
        .collect();
    ranked.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
    ranked.into_iter().map(|(_, _, plan)| plan).collect()
}
