//! Whole chip counts, a few sites at a time.
//!
//! Around the *core*, the sites whose counts are made whole, the others in use keep what is whole of theirs and may carry more
//! or less: what rounding takes from one site another may take over. First the counts of a structure are made whole core
//! by core (relax and fix); then cores of the whole plan are searched again, now with their structure free.

use super::super::blocks::{Effort, Make};
use super::{IMPROVED, REPAIR, SHARE, STALLED, Search};
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::polish::objective;

/// Share of the open gap, times the core's share of all units, at which whole chip counts of a part are good enough, and
/// a gap that always is: what many small cores may each leave would never be closed.
const COUNTS: (f64, f64) = (0.15, 2e-5);

/// Columns of a part at first, about: what is fixed presolve takes out.
pub const COLUMNS: usize = 40_000;

/// Columns of a part that a search in vain, or little time, may shrink it to.
const LEAST: usize = 8_000;

/// Columns of a part for each second that it has, about: its relaxation should leave most of the time to the search.
const PER_SECOND: f64 = 12_000.0;

/// Relative loss of one core from which its search was most likely cut short.
const POOR: f64 = 1e-3;

/// Share of the remaining time for making all counts whole where they need more than [`REPAIR`].
const COUNTING: f64 = 0.8;

/// Seconds that a core needs for its counts, where there is so much: with less its search is cut short, and what one core
/// leaves unserved the next ones can no longer make good.
const NEEDED: f64 = 3.0;

/// Columns of a core whose counts are made whole, and of one whose structure is free as well, about.
const CORE: (usize, usize) = (4_000, 3_000);

/// Branch-and-bound nodes of a part at most.
const NODES: i32 = 5_000;

/// Share of the units in which a structure may differ from that of a plan whose counts are carried over.
const CARRIED: f64 = 0.5;

/// What a part searches.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Free {
    /// Counts of the core.
    Counts,
    /// Counts and structure of the core, beside a rest that is whole.
    All,
}

impl Search<'_, '_> {
    /// Makes a core whole within a point; `whole` are the units that are so already.
    fn core_made_whole(
        &self,
        point: &[f64],
        core: &[usize],
        (used, whole): (&[bool], &[bool]),
        free: Free,
        seconds: f64,
    ) -> Result<Option<Vec<f64>>, SolverError> {
        let (session, blocks) = (self.session, &self.blocks);
        let around = blocks.around(core[0]).into_iter();
        let ring = around.filter(|unit| used[*unit] && !core.contains(unit));
        let seconds = seconds.max(SHARE.1);
        let columns = self.part.min((PER_SECOND * seconds) as usize).max(LEAST);
        let mut units = core.to_vec();
        units.extend(ring.take(blocks.units_in(columns).saturating_sub(core.len())));
        let is_last = (0..blocks.units).all(|unit| whole[unit] || core.contains(&unit));
        let mut part = blocks.part(session.program, point, &units, true);
        part.decide(point, |col, kind| {
            let unit = blocks.unit_of(col);
            let in_core = unit.is_some_and(|unit| core.contains(&unit));
            match (kind, unit) {
                (Integrality::Integer, unit) if free == Free::All && (in_core || unit.is_none()) => {
                    Make::Whole
                }
                (Integrality::Integer, _) => Make::Fixed,
                _ if in_core => Make::Whole,
                (_, Some(unit)) if whole[unit] => Make::Fixed,
                (_, None) if is_last => Make::Whole,
                _ => Make::Relaxed,
            }
        });
        let share = core.len() as f64 / blocks.units as f64;
        let open = session.gap_of(objective(session.program, point));
        let effort = Effort {
            gap: (COUNTS.0 * share * open).max(COUNTS.1),
            nodes: NODES,
            seconds,
            unless: None,
        };
        let start = is_last && core.iter().all(|&unit| whole[unit]);
        part.whole(session, start.then_some(point), point, effort)
    }

    /// Carries the chip counts of the best plan over to a structure that differs from its own in some units: theirs are made
    /// whole, those of all others stay. Says whether a better plan came of it.
    ///
    /// # Errors
    /// If HiGHS fails or a point breaks our rows.
    pub fn carry(&mut self, structure: &[f64], seconds: f64) -> Result<bool, SolverError> {
        let (session, units) = (self.session, self.blocks.units);
        let Some(mut point) = session.values() else {
            return Ok(false);
        };
        let mut same = vec![true; units];
        for (col, (value, &other)) in point.iter_mut().zip(structure).enumerate() {
            if session.program.integrality[col] == Integrality::Integer && *value != other.round() {
                *value = other.round();
                if let Some(unit) = self.blocks.unit_of(col) {
                    same[unit] = false;
                }
            }
        }
        let core: Vec<usize> = (0..units).filter(|&unit| !same[unit]).collect();
        if core.is_empty() || core.len() as f64 > CARRIED * units as f64 {
            return Ok(false);
        }
        let used = self.blocks.in_use(self.session.program, &point);
        match self.core_made_whole(&point, &core, (&used, &same), Free::Counts, seconds)? {
            Some(made) => self.offer(&made),
            None => Ok(false),
        }
    }

    /// Seconds that making the chip counts of a structure whole needs.
    pub fn counting(&self, structure: &[f64]) -> f64 {
        let used = self
            .blocks
            .in_use(self.session.program, structure)
            .iter()
            .filter(|&&used| used)
            .count();
        NEEDED * used.div_ceil(self.blocks.units_in(CORE.0).max(1)) as f64
    }

    /// Makes all chip counts of a structure whole. `None` if some core has none in time.
    pub fn whole_counts(&mut self, structure: &[f64]) -> Result<Option<Vec<f64>>, SolverError> {
        let session = self.session;
        let left = session.remaining();
        let seconds = (REPAIR * left).max(self.counting(structure).min(COUNTING * left));
        let until = session.elapsed() + seconds;
        let used = self.blocks.in_use(self.session.program, structure);
        let mut whole: Vec<bool> = used.iter().map(|used| !used).collect();
        let mut point = structure.to_vec();
        for unit in self.random.permutation(self.blocks.units) {
            if whole[unit] {
                continue;
            }
            if session.must_stop() {
                return Ok(None);
            }
            let near = self.blocks.around(unit).into_iter();
            let core: Vec<usize> = near
                .filter(|&other| !whole[other])
                .take(self.blocks.units_in(CORE.0).max(1))
                .collect();
            let cores = whole.iter().filter(|&&whole| !whole).count().div_ceil(core.len());
            // The second half of the time is for what the first leaves.
            let seconds = (until - session.elapsed()) / (cores + 1) as f64;
            let before = objective(session.program, &point);
            let mut best: Option<(f64, Vec<f64>)> = None;
            loop {
                let made = self.core_made_whole(&point, &core, (&used, &whole), Free::Counts, seconds)?;
                let made = made.map(|made| (objective(session.program, &made), made));
                if let Some(made) = made
                    && best.as_ref().is_none_or(|best| made.0 < best.0)
                {
                    best = Some(made);
                }
                let good = best
                    .as_ref()
                    .is_some_and(|best| best.0 - before <= POOR * before.abs());
                if good || session.must_stop() || self.part / 2 < LEAST {
                    break;
                }
                // Most likely its relaxation takes longer than there is time.
                self.part /= 2;
            }
            let Some((_, made)) = best else {
                session.remark(format!("no whole chip counts fit around site {unit}"));
                return Ok(None);
            };
            point = made;
            for unit in core {
                whole[unit] = true;
            }
        }
        let (lost, now) = (
            objective(session.program, &point),
            objective(session.program, structure),
        );
        session.remark(format!("counts made whole: {lost:.6e}, structure {now:.6e}"));
        if lost - now > STALLED * now.abs() {
            point = self.pass(point, until)?;
        }
        Ok(Some(point))
    }

    /// One pass over the cores of a point whose integers are whole, their structure free, `until` some second of the solve
    /// at most. Returns the best point.
    fn pass(&mut self, mut point: Vec<f64>, until: f64) -> Result<Vec<f64>, SolverError> {
        let (session, units) = (self.session, self.blocks.units);
        let mut now = objective(session.program, &point);
        let (mut tried, mut better) = (0, 0);
        let mut done = vec![false; units];
        // Units in use first: most of what there is to win is there.
        let used = self.blocks.in_use(self.session.program, &point);
        let mut order = self.random.permutation(units);
        order.sort_by_key(|&unit| !used[unit]);
        for unit in order {
            if std::mem::replace(&mut done[unit], true) {
                continue;
            }
            let left = until.min(session.elapsed() + session.remaining()) - session.elapsed();
            if session.is_done() || left <= 0.0 {
                break;
            }
            let size = self.blocks.units_in(CORE.1).max(1);
            let core = self.neighbours(unit, size, 3 * size);
            for &other in &core[..core.len().div_ceil(2)] {
                done[other] = true;
            }
            tried += 1;
            let used = self.blocks.in_use(self.session.program, &point);
            let seconds = SHARE.0 * session.remaining();
            let whole = vec![true; units];
            let made = self.core_made_whole(&point, &core, (&used, &whole), Free::All, seconds.min(left))?;
            if let Some(made) = made {
                let objective = objective(session.program, &made);
                if objective < now - IMPROVED * now.abs() {
                    (point, now) = (made, objective);
                    better += 1;
                }
            }
        }
        session.remark(format!("whole parts: {better} of {tried} better, plan {now:.6e}"));
        Ok(point)
    }

    /// Large-neighbourhood search over the best plan, until a pass changes little. Returns whether it got better.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn recount(&mut self) -> Result<bool, SolverError> {
        let session = self.session;
        let Some(first) = session.objective() else {
            return Ok(false);
        };
        let mut now = first;
        while !session.is_done() {
            let Some(point) = session.values() else {
                break;
            };
            let before = now;
            let point = self.pass(point, f64::INFINITY)?;
            self.offer(&point)?;
            now = session.objective().unwrap_or(before);
            if before - now < STALLED * now.abs() {
                break;
            }
        }
        Ok(now < first)
    }
}
