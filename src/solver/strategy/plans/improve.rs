//! Large-neighbourhood search over structures, by one lane or two.

use super::super::blocks::{Blocks, Effort, Part};
use super::super::restrict::Care;
use super::pool::Structure;
use super::{ENOUGH, IMPROVED, STALLED, Search, UNITS};
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::objective;
use std::sync::Arc;

/// Relative improvement of the structure after which a plan is made of it within a pass, if the last one took less than
/// a share of the time that remains.
const WORTH_A_PLAN: (f64, f64) = (2e-3, 0.15);

/// Share of the seconds of a part after which the search looks next to its relaxed point instead: most parts are done long
/// before, and in the others it is there that something is found.
const FIRST_LOOK: f64 = 0.2;

/// Share of a part's units whose structure is searched. Those around them keep theirs but may carry more or less: beside
/// a rest that is fixed altogether nothing could be moved from one site to another.
const CORE: f64 = 0.25;

/// Units of a part of so many whose structure is searched.
fn core_of(units: usize) -> usize {
    ((units as f64 * CORE) as usize).clamp(UNITS.0.min(units), units)
}

impl Search<'_, '_> {
    /// Searches parts. Every unit is in the middle of one part before any is again; a pass that changes little makes parts
    /// larger. Ends `until` some second of the solve, or says that nothing is left to try.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn improve(&mut self, until: f64) -> Result<bool, SolverError> {
        let session = self.session;
        loop {
            let Some(before) = self.pool.best().map(|best| best.objective) else {
                return Ok(false);
            };
            let (mut tried, mut better) = (0, 0);
            self.tighten();
            let blocks = Arc::clone(&self.blocks);
            let mut covered = vec![false; blocks.units];
            for unit in self.random.permutation(blocks.units) {
                if std::mem::replace(&mut covered[unit], true) {
                    continue;
                }
                if session.is_done() || session.elapsed() >= until || self.is_over() {
                    return Ok(false);
                }
                let free = self.neighbours(unit, self.size, 2 * (self.size - 1));
                let core = &free[..core_of(free.len())];
                for &other in &core[..core.len().div_ceil(2)] {
                    covered[other] = true;
                }
                let Some(base) = self.pool.best() else {
                    return Ok(false);
                };
                tried += 1;
                better += usize::from(self.better_part(&blocks, base, &free, core)?);
                self.plan_within_pass()?;
            }
            let Some(best) = self.pool.best() else {
                return Ok(false);
            };
            let now = best.objective;
            session.remark(format!(
                "parts of {} sites: {better} of {tried} better, structure {now:.6e}",
                self.size
            ));
            if !self.is_helper {
                self.plan(&best.point, Care::Rounded)?;
                session.told("pass over parts");
                self.take_over_plan();
            }
            if before - now < STALLED * now.abs() {
                if self.size >= blocks.units {
                    return Ok(true);
                }
                self.size = (self.size + self.size.div_ceil(2)).min(blocks.units);
            }
        }
    }

    /// Whether this lane helps another that has ended.
    fn is_over(&self) -> bool {
        self.is_helper && self.pool.is_closed()
    }

    /// Makes a plan of the best structure if it is much better than the one of which the last was made.
    fn plan_within_pass(&mut self) -> Result<(), SolverError> {
        let is_quick = self.planning <= WORTH_A_PLAN.1 * self.session.remaining();
        match self.pool.best() {
            Some(best)
                if !self.is_helper
                    && is_quick
                    && best.objective < self.planned - WORTH_A_PLAN.0 * best.objective.abs() =>
            {
                self.plan(&best.point, Care::Rounded)
            }
            _ => Ok(()),
        }
    }

    /// Searches the structure of the core of a part. Says whether a better structure was found.
    fn better_part(
        &self,
        blocks: &Blocks,
        base: Structure,
        free: &[usize],
        core: &[usize],
    ) -> Result<bool, SolverError> {
        let session = self.session;
        let mut part = blocks.part(session.program, &base.point, free, true);
        let in_core = |col: usize| blocks.unit_of(col).is_none_or(|unit| core.contains(&unit));
        part.hold(&base.point, |col| !in_core(col));
        let effort = self.effort(ENOUGH.0 * session.gap_of(base.objective));
        let least = base.objective - IMPROVED * base.objective.abs();
        let is_better = |point: &Vec<f64>| objective(session.program, point) < least;
        let found = self.searched(&part, &base, effort)?.filter(is_better);
        match found {
            Some(point) => self.publish(blocks, base, point, free, &in_core),
            None => Ok(false),
        }
    }

    /// A point of a part: the best there is where that is found soon, else what is found next to its relaxed point.
    fn searched(
        &self,
        part: &Part,
        base: &Structure,
        effort: Effort<'_>,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let session = self.session;
        let started = session.elapsed();
        let seconds = FIRST_LOOK * effort.seconds;
        let soon = part.structure(
            session,
            Some(&base.point),
            &base.point,
            Effort { seconds, ..effort },
        )?;
        if session.elapsed() - started < seconds {
            return Ok(soon);
        }
        let seconds = effort.seconds - seconds;
        let near = part.near_relaxed(session, &base.point, Effort { seconds, ..effort })?;
        let cost = |point: &Option<Vec<f64>>| {
            point
                .as_ref()
                .map_or(f64::INFINITY, |point| objective(session.program, point))
        };
        Ok(if cost(&near) < cost(&soon) { near } else { soon })
    }

    /// Makes a structure the best one. What another lane has changed since `base` stays changed, as far as both fit.
    fn publish(
        &self,
        blocks: &Blocks,
        mut base: Structure,
        found: Vec<f64>,
        free: &[usize],
        in_core: &impl Fn(usize) -> bool,
    ) -> Result<bool, SolverError> {
        let (session, program) = (self.session, self.session.program);
        let mut point = found.clone();
        while let Some(newer) = self.pool.newer_than(&base) {
            let mut both = newer.point.to_vec();
            for col in (0..program.columns()).filter(|&col| in_core(col)) {
                if program.integrality[col] == Integrality::Integer {
                    both[col] = found[col];
                }
            }
            let mut part = blocks.part(program, &newer.point, free, true);
            part.hold(&both, |_| true);
            let effort = self.effort(ENOUGH.0 * session.gap_of(newer.objective));
            point = match part.structure(session, None, &newer.point, effort)? {
                Some(merged) if objective(program, &merged) < newer.objective => merged,
                _ => found.clone(),
            };
            base = newer;
        }
        let now = objective(program, &point);
        Ok(self.pool.offer(point, now))
    }
}
