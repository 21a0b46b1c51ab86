//! A minimal group of limits that cannot all hold: a deletion filter over limits, with whole numbers.

use super::desk::{Answer, Desk};
use super::elastic::kinds;
use super::limit::Limit;
use super::repair::Repairs;
use crate::solver::SolverError;
use std::collections::BTreeSet;

/// Limits that cannot all hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The limits, in order.
    pub limits: Vec<Limit>,
    /// Whether the rest can hold without any one of them: each was tried.
    pub minimal: bool,
}

/// Looks for a minimal group. `None` if the limits are not the reason: the scenario has no plan even without them, or
/// that could not be told in time.
///
/// Limits that are not in the group give way as they like. A limit is left out if the others still cannot hold without it;
/// if they can, it stays. What stays cannot hold together, and every one of them was found to be needed when at least
/// the final group was around: so it is needed in the final group.
pub(super) fn search(desk: &Desk<'_>, repairs: &Repairs) -> Result<Option<Group>, SolverError> {
    desk.phase("looking for the limits in conflict");
    let all: Vec<Limit> = desk
        .elastic
        .limits()
        .into_iter()
        .filter(|limit| *limit != Limit::Demand)
        .collect();
    // Limits that a repair moves are enough to give way.
    let enough: Vec<BTreeSet<Limit>> = repairs
        .list
        .iter()
        .map(|repair| repair.moves.iter().map(|step| step.limit).collect())
        .collect();
    let can_hold = |tight: &BTreeSet<Limit>| -> Result<Answer, SolverError> {
        if enough
            .iter()
            .any(|moved| moved.is_disjoint(tight) && !moved.contains(&Limit::Demand))
        {
            return Ok(Answer::Yes);
        }
        desk.can_hold(tight)
    };
    let mut tight: BTreeSet<Limit> = all.iter().copied().collect();
    // That all of them cannot hold is known from elsewhere; it is only made sure of.
    let known = can_hold(&tight)?;
    if known == Answer::Yes || can_hold(&BTreeSet::new())? != Answer::Yes {
        return Ok(None);
    }
    // Whole kinds first: most of them have nothing to do with it.
    for kind in kinds(&all) {
        let trial: BTreeSet<Limit> = tight
            .iter()
            .copied()
            .filter(|limit| limit.kind() != kind)
            .collect();
        if trial.len() < tight.len() && can_hold(&trial)? == Answer::No {
            tight = trial;
        }
    }
    let mut minimal = known == Answer::No;
    for limit in all {
        if !tight.remove(&limit) {
            continue;
        }
        match can_hold(&tight)? {
            Answer::No => {}
            Answer::Yes => {
                tight.insert(limit);
            }
            Answer::Unknown => {
                tight.insert(limit);
                minimal = false;
            }
        }
    }
    Ok(Some(Group {
        limits: tight.into_iter().collect(),
        minimal,
    }))
}
