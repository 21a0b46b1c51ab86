//! The lane of plans: a first one part by part from the root's point, then better ones by large-neighbourhood search
//! over parts. Steps work on the structure, chip counts relaxed; counts are made whole after a pass, or once the structure
//! is much better, and only what our own rows accept becomes a plan. Then parts of the plan are searched with everything
//! whole.

mod counts;

use super::blocks::{Blocks, Effort};
use super::dive::WHOLE;
use super::relax_repair::separates_beside;
use super::restrict;
use super::root::Root;
use crate::generate::SplitMix64;
use crate::solver::polish::{accept, objective};
use crate::solver::session::Session;
use crate::solver::{SolverError, Strategy};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// Columns of a part of the first pass, about: small enough for branch and bound to be a matter of seconds.
const FIRST_COLUMNS: usize = 13_000;

/// Columns that a part of the search has at first, about.
const COLUMNS: usize = 20_000;

/// Share of a part's units whose structure is searched. Those around them keep theirs but may carry more or less: beside
/// a rest that is fixed altogether nothing could be moved from one site to another.
const CORE: f64 = 0.25;

/// Columns up to which all counts are made whole at once, and the tree is better at what the search near the root leaves.
const SMALL: usize = 6_000;

/// Columns up to which all counts are made whole at once where parts do not fit together.
const WHOLE_COUNTS: usize = 60_000;

/// Units of a part at least, and the share of all that it has at most at first.
const UNITS: (usize, f64) = (2, 0.5);

/// Share of the open gap, and of the gap asked for, at which a part is solved well enough.
const ENOUGH: (f64, f64) = (0.05, 0.1);

/// A value of the root counts as whole within so many times the accuracy of its rows.
const ROUGHLY: f64 = 10.0;

/// Gap at which a part of the first pass is solved well enough.
const FIRST: f64 = 5e-4;

/// Branch-and-bound nodes of a part at most.
const NODES: i32 = 200;

/// Share of the remaining time for one part at most, and seconds that it may always take.
const SHARE: (f64, f64) = (0.08, 2.0);

/// Share of the remaining time for making all counts whole.
const REPAIR: f64 = 0.3;

/// Share of the remaining time for better structures, before counts are searched.
const SEARCH: f64 = 0.45;

/// Least relative improvement that counts.
const IMPROVED: f64 = 1e-7;

/// Gap up to which the plan of an earlier solve is gone on from; a first pass over parts mostly finds a better one than those
/// that are farther off, such as a plan whose best site is forbidden now.
const NEAR: f64 = 0.03;

/// Relative improvement of a pass below which parts get larger.
const STALLED: f64 = 1e-4;

/// Relative improvement of the structure after which a plan is made of it within a pass, if the last one took less than
/// a share of the time that remains.
const WORTH_A_PLAN: (f64, f64) = (2e-3, 0.15);

/// A structure that the other lane has found.
pub type Found = Mutex<Option<Vec<f64>>>;

/// Searches for plans until the gap is closed, the time is up or nothing is left to try. Returns whether there were
/// parts and a first plan from them.
///
/// # Errors
/// If HiGHS fails.
pub fn search(
    session: &Session<'_>,
    root: &Root,
    separated: &OnceLock<Root>,
    found: &Found,
    strategy: Strategy,
) -> Result<bool, SolverError> {
    let program = session.program;
    let Some(blocks) = Blocks::new(program, &root.rows) else {
        return Ok(false);
    };
    let mut search = Search {
        session,
        size: units_of(&blocks, COLUMNS),
        part: counts::COLUMNS,
        blocks: Arc::new(blocks),
        separated,
        is_tight: !separates_beside(session),
        found,
        at_once: strategy != Strategy::Decompose,
        random: SplitMix64::new(u64::from(session.options.seed)),
        planned: f64::INFINITY,
        planning: 0.0,
    };
    let previous = session.goes_on_from_plan().then(|| session.values()).flatten();
    let mut structure = match previous {
        Some(plan) if search.open(objective(program, &plan)) <= NEAR => plan,
        previous => match (search.first(root)?, previous) {
            (Some(first), _) => {
                search.plan(&first, Care::Rounded)?;
                session.told("first pass over parts");
                search.better_of(first).0
            }
            (None, Some(plan)) => plan,
            (None, None) => return Ok(false),
        },
    };
    if search.at_once && !session.is_done() {
        structure = search.near_root(root, structure)?;
        search.plan(&structure, Care::Searched)?;
        session.told("search near the root");
        if program.columns() <= SMALL {
            // Of so small a program the tree soon finds what is still better.
            return Ok(true);
        }
    }
    loop {
        // Half of what is left for counts is for what their first pass leaves.
        let left = session.remaining();
        let searching = (SEARCH * left).min(left - 2.0 * search.counting(&structure));
        let until = session.elapsed() + searching;
        let exhausted;
        (structure, exhausted) = search.improve(structure, until)?;
        session.told("search over parts");
        search.plan(&structure, Care::Searched)?;
        session.told("repair of counts");
        let better = search.recount()?;
        session.told("search over counts");
        if session.is_done() || (exhausted && !better) {
            return Ok(true);
        }
    }
}

/// Units of a part of about so many columns.
fn units_of(blocks: &Blocks, columns: usize) -> usize {
    let most = ((blocks.units as f64 * UNITS.1) as usize).max(UNITS.0);
    blocks.units_in(columns).clamp(UNITS.0, most)
}

struct Search<'s, 'a> {
    session: &'s Session<'a>,
    blocks: Arc<Blocks>,
    /// The root with its strengthening rows, once the other lane has them.
    separated: &'s OnceLock<Root>,
    /// Whether parts have those rows.
    is_tight: bool,
    found: &'s Found,
    /// Units of a part.
    size: usize,
    /// Columns of a part whose counts are made whole, about.
    part: usize,
    /// Whether the program is small enough for steps that take all sites together.
    at_once: bool,
    random: SplitMix64,
    /// Objective of the structure of which the last plan was made.
    planned: f64,
    /// Seconds that making it took.
    planning: f64,
}

impl Search<'_, '_> {
    fn effort(&self, gap: f64) -> Effort {
        let left = self.session.remaining();
        Effort {
            gap: gap.max(ENOUGH.1 * self.session.options.gap),
            nodes: NODES,
            seconds: (SHARE.0 * left).max(SHARE.1),
        }
    }

    /// Takes over the strengthening rows of the other lane once they are known.
    fn tighten(&mut self) {
        if !self.is_tight
            && let Some(root) = self.separated.get()
            && let Some(blocks) = Blocks::new(self.session.program, &root.rows)
        {
            self.blocks = Arc::new(blocks);
            self.is_tight = true;
        }
    }

    /// Units of a part of so many whose structure is searched.
    fn core(&self, units: usize) -> usize {
        ((units as f64 * CORE) as usize).clamp(UNITS.0.min(units), units)
    }

    /// The relative gap of an objective.
    fn open(&self, objective: f64) -> f64 {
        let bound = self.session.bound().unwrap_or(objective);
        (objective - bound).max(0.0) / objective.abs().max(1e-9)
    }

    /// Takes the root's point and makes its structure whole part by part: what other parts have taken of shared limits
    /// stays taken, so that budgets and supply are kept, and service that one part loses to rounding the next may take
    /// over.
    fn first(&mut self, root: &Root) -> Result<Option<Vec<f64>>, SolverError> {
        let (session, blocks) = (self.session, Arc::clone(&self.blocks));
        let size = units_of(&blocks, FIRST_COLUMNS);
        // Beside a rest that takes a hair too much there would be no point.
        let mut point: Vec<f64> = root
            .values
            .iter()
            .map(|value| value * (1.0 - root.slack))
            .collect();
        let near = WHOLE.max(ROUGHLY * root.slack);
        let mut whole = vec![false; blocks.units];
        for unit in self.random.permutation(blocks.units) {
            if whole[unit] {
                continue;
            }
            let around = blocks.around(unit);
            let mut free: Vec<usize> = around.iter().copied().filter(|&u| !whole[u]).take(size).collect();
            let mut solved = None;
            for attempt in 0..3 {
                if session.is_done() {
                    return Ok(None);
                }
                let last = whole.iter().filter(|&&w| !w).count() <= free.len();
                let mut part = blocks.part(session.program, &point, &free, last);
                if attempt == 0 {
                    // What the root has decided is nearly always right, and what is left is a small search.
                    part.hold(&root.values, |col| {
                        (root.values[col] - root.values[col].round()).abs() <= near
                    });
                }
                solved = part.structure(session, None, &point, self.effort(FIRST))?;
                if solved.is_some() {
                    break;
                }
                if attempt > 0 {
                    // Nothing whole fits beside what is fixed: take more along.
                    free = around.iter().copied().take(2 * free.len()).collect();
                }
            }
            let Some(better) = solved else {
                session.remark(format!("the part around site {unit} has no whole point in time"));
                return Ok(None);
            };
            point = better;
            for unit in free {
                whole[unit] = true;
            }
            session.report("first plan", None, None);
        }
        Ok(Some(point))
    }

    /// Searches where a structure and the root disagree, all sites at once.
    fn near_root(&mut self, root: &Root, structure: Vec<f64>) -> Result<Vec<f64>, SolverError> {
        let session = self.session;
        self.tighten();
        let all: Vec<usize> = (0..self.blocks.units).collect();
        let mut part = self.blocks.part(session.program, &structure, &all, true);
        part.hold(&structure, |col| {
            (structure[col] - root.values[col]).abs() <= WHOLE
        });
        let now = objective(session.program, &structure);
        let effort = Effort {
            seconds: REPAIR * session.remaining(),
            ..self.effort(ENOUGH.0 * self.open(now))
        };
        let found = part.structure(session, Some(&structure), &structure, effort)?;
        let found = found.filter(|found| objective(session.program, found) < now);
        Ok(found.unwrap_or(structure))
    }

    /// Large-neighbourhood search over structures. Every unit is in the middle of one part before any is again; a pass
    /// that changes little makes parts larger. Ends `until` some second of the solve, or says that nothing is left to try.
    fn improve(&mut self, mut structure: Vec<f64>, until: f64) -> Result<(Vec<f64>, bool), SolverError> {
        let session = self.session;
        let mut now;
        (structure, now) = self.better_of(structure);
        loop {
            let before = now;
            let (mut tried, mut better) = (0, 0);
            self.tighten();
            let blocks = Arc::clone(&self.blocks);
            let mut covered = vec![false; blocks.units];
            for unit in self.random.permutation(blocks.units) {
                if std::mem::replace(&mut covered[unit], true) {
                    continue;
                }
                if session.is_done() || session.elapsed() >= until {
                    return Ok((structure, false));
                }
                if let Some(other) = take(self.found)
                    && objective(session.program, &other) < now
                {
                    structure = other;
                    now = objective(session.program, &structure);
                    self.plan(&structure, Care::Rounded)?;
                    session.told("structure of the tree");
                }
                let free = self.neighbours(unit, self.size, 2 * (self.size - 1));
                let core = &free[..self.core(free.len())];
                for &other in &core[..core.len().div_ceil(2)] {
                    covered[other] = true;
                }
                let mut part = blocks.part(session.program, &structure, &free, true);
                part.hold(&structure, |col| {
                    blocks.unit_of(col).is_some_and(|unit| !core.contains(&unit))
                });
                let effort = self.effort(ENOUGH.0 * self.open(now));
                tried += 1;
                if let Some(candidate) = part.structure(session, Some(&structure), &structure, effort)? {
                    let objective = objective(session.program, &candidate);
                    if objective < now - IMPROVED * now.abs() {
                        (structure, now) = (candidate, objective);
                        better += 1;
                    }
                }
                let is_quick = self.planning <= WORTH_A_PLAN.1 * session.remaining();
                if is_quick && now < self.planned - WORTH_A_PLAN.0 * now.abs() {
                    self.plan(&structure, Care::Rounded)?;
                }
            }
            session.remark(format!(
                "parts of {} sites: {better} of {tried} better, structure {now:.6e}",
                self.size
            ));
            self.plan(&structure, Care::Rounded)?;
            session.told("pass over parts");
            (structure, now) = self.better_of(structure);
            if before - now < STALLED * now.abs() {
                if self.size >= blocks.units {
                    return Ok((structure, true));
                }
                self.size = (self.size + self.size.div_ceil(2)).min(blocks.units);
            }
        }
    }

    /// The structure, or the best plan if that is even better: searching for whole counts may change the structure too.
    fn better_of(&self, structure: Vec<f64>) -> (Vec<f64>, f64) {
        let now = objective(self.session.program, &structure);
        let plan = self.session.objective().filter(|&plan| plan < now);
        match plan.and_then(|_| self.session.values()) {
            Some(plan) => {
                let now = objective(self.session.program, &plan);
                (plan, now)
            }
            None => (structure, now),
        }
    }

    /// A unit and others, `size` in all, drawn from so many that are `near` it.
    fn neighbours(&mut self, unit: usize, size: usize, near: usize) -> Vec<usize> {
        let near: Vec<usize> = self.blocks.around(unit).into_iter().skip(1).take(near).collect();
        let picked = self.random.permutation(near.len()).into_iter().take(size - 1);
        std::iter::once(unit)
            .chain(picked.map(|place| near[place]))
            .collect()
    }

    /// Makes all chip counts of a structure whole at once.
    fn all_counts(&self, structure: &[f64], care: Care) -> Result<(), SolverError> {
        let seconds = REPAIR * self.session.remaining();
        match care {
            Care::Rounded => restrict::round(self.session, structure, seconds)?,
            Care::Searched => restrict::repair(self.session, structure, seconds)?,
        };
        Ok(())
    }

    /// Makes the chip counts of a structure whole and offers the plan.
    fn plan(&mut self, structure: &[f64], care: Care) -> Result<(), SolverError> {
        let session = self.session;
        let now = objective(session.program, structure);
        let small = session.program.columns() <= SMALL;
        let again = small && care == Care::Searched;
        if session.is_done() || (now >= self.planned && !again) {
            return Ok(());
        }
        self.planned = now;
        let started = session.elapsed();
        if small {
            self.all_counts(structure, care)?;
        } else {
            match self.whole_counts(structure)? {
                Some(point) => self.offer(&point)?,
                None if session.program.columns() <= WHOLE_COUNTS => self.all_counts(structure, care)?,
                None => {}
            }
        }
        self.planning = session.elapsed() - started;
        Ok(())
    }

    /// Offers a point whose integers are whole as a plan.
    fn offer(&self, point: &[f64]) -> Result<(), SolverError> {
        if let Some(polished) = accept(self.session, point)? {
            self.session.offer(polished, "parts");
        }
        Ok(())
    }
}

/// How good chip counts have to be.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Care {
    Rounded,
    Searched,
}

fn take(found: &Found) -> Option<Vec<f64>> {
    found.lock().unwrap_or_else(PoisonError::into_inner).take()
}

/// Makes counts whole for a structure of the other lane, if it can be better than what there is.
///
/// # Errors
/// If HiGHS fails.
pub fn try_structure(session: &Session<'_>, found: &Found) -> Result<(), SolverError> {
    if let Some(values) = take(found)
        && session
            .objective()
            .is_none_or(|best| objective(session.program, &values) < best)
    {
        restrict::repair(session, &values, REPAIR * session.remaining())?;
        session.told("structure of the tree");
    }
    Ok(())
}
