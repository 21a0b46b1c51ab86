//! A minimal group of limits that cannot all hold: certificates of the relaxation first, then a search with whole
//! numbers.

use super::desk::{Answer, Desk};
use super::limit::Limit;
use super::repair::Repairs;
use crate::solver::{Relaxed, SolverError};
use std::collections::BTreeSet;

/// Limits that cannot all hold.
#[derive(Debug, Clone, PartialEq)]
pub struct Group {
    /// The limits, in order.
    pub limits: Vec<Limit>,
    /// Whether the rest can hold without any one of them: each was tried.
    pub minimal: bool,
}

/// What is known of the limits in conflict.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Known {
    /// The relaxation has no point: these cannot all hold, and with halves of sites and units each of them is needed if
    /// `irreducible`.
    Relaxed { limits: Vec<Limit>, irreducible: bool },
    /// The relaxation has a point: whole numbers are part of the reason.
    Whole,
    /// Nothing: the time was up.
    Nothing,
}

/// Looks for limits in conflict in the relaxation: a matter of seconds also where whole numbers take long.
pub(super) fn relaxed(desk: &Desk<'_>) -> Result<Known, SolverError> {
    desk.phase("looking for the limits in conflict");
    let all = candidates(desk);
    Ok(match desk.relaxed(&all)? {
        Relaxed::Holds => Known::Whole,
        // What the relaxation could not tell may still be told with whole numbers.
        Relaxed::Unknown if desk.left() > 0.0 => Known::Whole,
        Relaxed::Unknown => Known::Nothing,
        Relaxed::Conflict { limits, irreducible } => {
            let limits: Vec<Limit> = limits.into_iter().map(|place| all[place]).collect();
            // Without widening columns at all, as `can_hold` has it: tolerances have no price there.
            match desk.can_hold(&limits.iter().copied().collect(), false)? {
                Answer::Yes => Known::Whole,
                Answer::No | Answer::Unknown => Known::Relaxed { limits, irreducible },
            }
        }
    })
}

/// The limits that may be in conflict, those that are left out first at the head.
fn candidates(desk: &Desk<'_>) -> Vec<Limit> {
    let mut all = desk.elastic.limits();
    all.retain(|limit| *limit != Limit::Demand);
    all.sort_by_key(|limit| (limit.kind(), *limit));
    all
}

/// Looks for a minimal group, whole numbers counted. `None` if the limits are not the reason: the scenario has no plan
/// even without them, or that could not be told in time.
///
/// Limits that are not in the group give way as they like. Every limit of the group was found to be needed when at least
/// the final group was around: so it is needed in the final group.
pub(super) fn search(desk: &Desk<'_>, known: Known, repairs: &Repairs) -> Result<Option<Group>, SolverError> {
    desk.phase("looking for the limits in conflict");
    let mut search = Search {
        desk,
        // Limits that a repair moves are enough to give way.
        enough: repairs
            .list
            .iter()
            .map(|repair| repair.moves.iter().map(|step| step.limit).collect())
            .collect(),
        minimal: true,
    };
    let limits = match known {
        Known::Nothing => return Ok(None),
        Known::Relaxed { limits, irreducible } => {
            search.minimal = irreducible;
            search.thin_out(limits)?
        }
        Known::Whole => {
            let all = candidates(desk);
            // That all of them cannot hold is known from elsewhere; it is only made sure of.
            let together = search.can_hold(&all.iter().copied().collect())?;
            if together == Answer::Yes || search.can_hold(&BTreeSet::new())? != Answer::Yes {
                return Ok(None);
            }
            search.minimal = together == Answer::No;
            // Those at the head are left out first, so that those at the end are the ones to keep.
            let all: Vec<Limit> = all.into_iter().rev().collect();
            search.halve(&BTreeSet::new(), &all, false)?
        }
    };
    // Nothing that a planner owns is in conflict with how things are.
    if limits.is_empty() {
        return Ok(None);
    }
    let mut limits = limits;
    limits.sort();
    Ok(Some(Group {
        limits,
        minimal: search.minimal,
    }))
}

struct Search<'a, 'q> {
    desk: &'a Desk<'q>,
    enough: Vec<BTreeSet<Limit>>,
    /// Whether every answer so far was one.
    minimal: bool,
}

impl Search<'_, '_> {
    /// Whether limits can hold together, whole numbers counted.
    fn can_hold(&self, tight: &BTreeSet<Limit>) -> Result<Answer, SolverError> {
        let moved_away =
            |moved: &BTreeSet<Limit>| moved.is_disjoint(tight) && !moved.contains(&Limit::Demand);
        if self.enough.iter().any(moved_away) {
            return Ok(Answer::Yes);
        }
        self.desk.can_hold(tight, true)
    }

    /// Leaves out of limits that cannot all hold those without which the rest still cannot, one after the other.
    fn thin_out(&mut self, limits: Vec<Limit>) -> Result<Vec<Limit>, SolverError> {
        let mut tight: BTreeSet<Limit> = limits.iter().copied().collect();
        for limit in limits {
            tight.remove(&limit);
            let answer = self.can_hold(&tight)?;
            self.minimal &= answer != Answer::Unknown;
            if answer != Answer::No {
                tight.insert(limit);
            }
        }
        Ok(tight.into_iter().collect())
    }

    /// A minimal group out of some limits, which together with those in `around` cannot all hold: the first half is
    /// tried alone, and only as much of the other added as it takes (Junker's QuickXplain, AAAI 2004). `grown` says
    /// that `around` has grown since it was last tried.
    fn halve(
        &mut self,
        around: &BTreeSet<Limit>,
        limits: &[Limit],
        grown: bool,
    ) -> Result<Vec<Limit>, SolverError> {
        if grown {
            match self.can_hold(around)? {
                Answer::No => return Ok(Vec::new()),
                Answer::Yes => {}
                Answer::Unknown => self.minimal = false,
            }
        }
        if limits.len() <= 1 {
            return Ok(limits.to_vec());
        }
        let (first, second) = limits.split_at(limits.len() / 2);
        let with = |more: &[Limit]| -> BTreeSet<Limit> { around.iter().chain(more).copied().collect() };
        let of_second = self.halve(&with(first), second, true)?;
        let of_first = self.halve(&with(&of_second), first, !of_second.is_empty())?;
        Ok([of_first, of_second].concat())
    }
}
