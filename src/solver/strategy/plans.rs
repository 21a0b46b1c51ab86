//! The lane of plans: a first one part by part from the root's point, then better ones by large-neighbourhood search
//! over parts. Steps work on the structure, chip counts relaxed; counts are made whole after a pass, or once the structure
//! is much better, and only what our own rows accept becomes a plan. Then parts of the plan are searched with everything
//! whole.

mod counts;
mod improve;
mod pool;

pub use pool::Pool;

use super::blocks::{Blocks, Effort};
use super::dive::WHOLE;
use super::relax_repair::separates_beside;
use super::restrict::{self, Care};
use super::root::Root;
use super::{any, first_order, growing};
use crate::generate::SplitMix64;
use crate::solver::clock::{Clock, Signal};
use crate::solver::polish::{accept, objective};
use crate::solver::session::Session;
use crate::solver::{SolverError, Strategy};
use std::sync::{Arc, OnceLock};

/// Columns of a part of the first pass, about: small enough for branch and bound to be a matter of seconds.
const FIRST_COLUMNS: usize = 13_000;

/// Columns that a part of the search has at first, about.
const COLUMNS: usize = 20_000;

/// Columns up to which the tree is better at what the search near the root leaves.
const SMALL: usize = 6_000;

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

/// Share of the remaining time for whole counts of a structure: at size L 10 s leave 0.2 % of the cost to rounding, 20 s 0.06 %.
const COUNTING: f64 = 0.4;

/// Share of the remaining time for carrying the counts of a plan over to another structure.
const CARRY: f64 = 0.03;

/// Share of the remaining time for any plan, where parts give none: without one there is nothing to improve.
const ANY: f64 = 0.5;

/// Share of the remaining time for better structures, before counts are searched.
const SEARCH: f64 = 0.4;

/// Least relative improvement that counts.
const IMPROVED: f64 = 1e-7;

/// Gap up to which the plan of an earlier solve is gone on from; a first pass over parts mostly finds a better one than those
/// that are farther off, such as a plan whose best site is forbidden now.
const NEAR: f64 = 0.03;

/// Relative improvement of a pass below which parts get larger.
const STALLED: f64 = 1e-4;

/// Share of the open gap that whole counts may cost before they are searched part by part.
const LOSS: f64 = 0.2;

/// What the lanes share.
pub struct Shared<'c> {
    /// The root with its strengthening rows, once the lane of the bound has them.
    pub separated: OnceLock<Root>,
    /// The best structure.
    pub pool: Pool<'c>,
    /// Set when the lane of the bound has left one.
    pub news: Signal<'c>,
}

impl<'c> Shared<'c> {
    /// Nothing yet.
    pub fn new(clock: &'c Clock) -> Self {
        Self {
            separated: OnceLock::new(),
            pool: Pool::new(clock),
            news: Signal::new(clock),
        }
    }

    /// Leaves a structure of this objective for the lane of plans, if it is the best.
    pub fn leave(&self, objective: f64, values: &[f64]) {
        if self.pool.offer(values.to_vec(), objective) {
            self.news.set(true);
        }
    }
}

/// Searches for plans until the gap is closed, the time is up or nothing is left to try. Returns whether there were
/// parts and a first plan from them.
///
/// # Errors
/// If HiGHS fails.
pub fn search(
    session: &Session<'_>,
    root: &Root,
    shared: &Shared<'_>,
    strategy: Strategy,
) -> Result<bool, SolverError> {
    let found = Search::new(session, root, shared, !separates_beside(session));
    let found = found.map(|search| search.run(root, strategy));
    shared.pool.close();
    found.unwrap_or(Ok(false))
}

/// Searches for better structures beside the lane of plans, until that has ended or nothing is left to try. Those that do so
/// at once have different numbers.
///
/// # Errors
/// If HiGHS fails.
pub fn help(
    session: &Session<'_>,
    root: &Root,
    shared: &Shared<'_>,
    number: usize,
) -> Result<(), SolverError> {
    session.clock().turn();
    let (root, is_tight) = match shared.separated.get() {
        Some(separated) => (separated, true),
        None => (root, !separates_beside(session)),
    };
    let Some(mut search) = Search::new(session, root, shared, is_tight).map(|search| search.helper(number))
    else {
        return Ok(());
    };
    while !shared.pool.is_closed() && !session.is_done() {
        if shared.pool.best().is_none() {
            session.clock().pause();
        } else if search.improve(f64::INFINITY)? {
            break;
        }
    }
    Ok(())
}

/// Units of a part of about so many columns.
fn units_of(blocks: &Blocks, columns: usize) -> usize {
    let most = ((blocks.units as f64 * UNITS.1) as usize).max(UNITS.0);
    blocks.units_in(columns).clamp(UNITS.0, most)
}

struct Search<'s, 'a> {
    session: &'s Session<'a>,
    blocks: Arc<Blocks>,
    separated: &'s OnceLock<Root>,
    pool: &'s Pool<'s>,
    /// Whether this lane only searches structures, of which another makes plans.
    is_helper: bool,
    /// Whether parts have the strengthening rows.
    is_tight: bool,
    /// Whether the search begins with a plan that owes nothing to parts near the root.
    is_far: bool,
    /// Units of a part.
    size: usize,
    /// Columns of a part whose counts are made whole, about.
    part: usize,
    random: SplitMix64,
    /// Objective of the structure of which the last plan was made.
    planned: f64,
    /// Seconds that making a plan took.
    planning: f64,
}

impl<'s, 'a> Search<'s, 'a> {
    /// A search that has not begun; `None` if the program has no parts.
    fn new(session: &'s Session<'a>, root: &Root, shared: &'s Shared<'s>, is_tight: bool) -> Option<Self> {
        let blocks = Blocks::new(session.program, &root.rows)?;
        Some(Self {
            session,
            size: units_of(&blocks, COLUMNS),
            part: counts::COLUMNS,
            blocks: Arc::new(blocks),
            separated: &shared.separated,
            pool: &shared.pool,
            is_helper: false,
            is_tight,
            is_far: false,
            random: SplitMix64::new(u64::from(session.options.seed)),
            planned: f64::INFINITY,
            planning: 0.0,
        })
    }

    /// The same as a helper of this number: with random numbers of its own.
    fn helper(mut self, number: usize) -> Self {
        self.is_helper = true;
        self.random = SplitMix64::new(u64::from(self.session.options.seed) + 1 + number as u64);
        self
    }

    fn run(mut self, root: &Root, strategy: Strategy) -> Result<bool, SolverError> {
        let (session, program) = (self.session, self.session.program);
        let previous = session.goes_on_from_plan().then(|| session.values()).flatten();
        let mut structure = match previous {
            Some(plan) if session.gap_of(objective(program, &plan)) <= NEAR => plan,
            previous => match (self.first(root)?, previous) {
                (Some(first), _) => {
                    self.plan(&first, Care::Rounded)?;
                    session.told("first pass over parts");
                    first
                }
                (None, Some(plan)) => plan,
                (None, None) => match self.any(root)? {
                    Some(plan) => plan,
                    None => return Ok(false),
                },
            },
        };
        // Where parts gave no plan there is nothing whole near the root, as it seems.
        let is_near = strategy != Strategy::Decompose && !self.is_far;
        if is_near && !session.is_done() {
            structure = self.near_root(root, structure)?;
            self.plan(&structure, Care::Searched)?;
            session.told("search near the root");
        }
        let now = objective(program, &structure);
        self.pool.offer(structure, now);
        if is_near && program.columns() <= SMALL {
            // Of so small a program the tree soon finds what is still better.
            return Ok(true);
        }
        self.take_over_plan();
        loop {
            let until = session.elapsed() + SEARCH * session.remaining();
            let exhausted = self.improve(until)?;
            session.told("search over parts");
            let Some(best) = self.pool.best() else {
                return Ok(true);
            };
            self.plan(&best.point, Care::Searched)?;
            session.told("repair of counts");
            let better = self.is_lossy(best.objective) && self.recount()?;
            self.take_over_plan();
            session.told("search over counts");
            if session.is_done() || (exhausted && !better) {
                return Ok(true);
            }
        }
    }

    /// Whether whole counts cost so much more than a structure that they are searched part by part.
    fn is_lossy(&self, structure: f64) -> bool {
        let plan = self.session.objective().unwrap_or(f64::INFINITY);
        plan - structure > LOSS * self.session.gap_of(plan) * plan.abs()
    }

    fn effort(&self, gap: f64) -> Effort<'_> {
        let left = self.session.remaining();
        Effort {
            gap: gap.max(ENOUGH.1 * self.session.options.gap),
            nodes: NODES,
            seconds: (SHARE.0 * left).max(SHARE.1),
            unless: None,
        }
    }

    /// Takes over the strengthening rows of the other lane once they are known.
    fn tighten(&mut self) {
        self.session.clock().turn();
        if !self.is_tight
            && let Some(root) = self.separated.get()
            && let Some(blocks) = Blocks::new(self.session.program, &root.rows)
        {
            self.blocks = Arc::new(blocks);
            self.is_tight = true;
        }
    }

    /// Takes the root's point and makes its structure whole part by part: what other parts have taken of shared limits
    /// stays taken, so that budgets and supply are kept, and service that one part loses to rounding the next may take
    /// over.
    fn first(&mut self, root: &Root) -> Result<Option<Vec<f64>>, SolverError> {
        let (session, blocks) = (self.session, Arc::clone(&self.blocks));
        if root.is_too_rough() {
            session.remark("the root is too rough for parts");
            return Ok(None);
        }
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

    /// A plan to go on from where parts give none: of a large program a first one that there is already, else any. Of a giant
    /// one, where HiGHS's branch and bound would not begin in time, the first one is grown to all sites before, and then searched
    /// with everything whole, so that each better part is a better plan.
    fn any(&mut self, root: &Root) -> Result<Option<Vec<f64>>, SolverError> {
        let session = self.session;
        if session.is_done() {
            return Ok(None);
        }
        self.is_far = true;
        if first_order::is_giant(session) {
            growing::plans(session, session.remaining(), None)?;
            self.recount()?;
            return Ok(session.values());
        }
        let early = first_order::is_worthwhile(session).then(|| session.values());
        match early.flatten() {
            Some(plan) => Ok(Some(plan)),
            None => any::plan(session, root, ANY * session.remaining()),
        }
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
            ..self.effort(ENOUGH.0 * session.gap_of(now))
        };
        let found = part.structure(session, Some(&structure), &structure, effort)?;
        let found = found.filter(|found| objective(session.program, found) < now);
        Ok(found.unwrap_or(structure))
    }

    /// Puts the best plan beside the structures if it is even better: searching for whole counts may change the structure too.
    fn take_over_plan(&self) {
        if let Some(plan) = self.session.values() {
            let now = objective(self.session.program, &plan);
            self.pool.offer(plan, now);
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

    /// Makes the chip counts of a structure whole and offers the plan: all together, or a few sites at a time where that
    /// takes too long.
    fn plan(&mut self, structure: &[f64], care: Care) -> Result<(), SolverError> {
        let session = self.session;
        let now = objective(session.program, structure);
        if session.is_done() {
            return Ok(());
        }
        let is_worthwhile = match care {
            Care::Rounded => now < self.planned,
            Care::Searched => self.pool.claim(now),
        };
        if !is_worthwhile {
            return Ok(());
        }
        self.planned = now;
        let (started, seconds) = (session.elapsed(), COUNTING * session.remaining());
        let is_carried = self.carry(structure, CARRY * session.remaining())?;
        if !(is_carried && care == Care::Rounded)
            && restrict::counts(session, structure, care, seconds)?.is_none()
            && !session.is_done()
            && let Some(point) = self.whole_counts(structure)?
        {
            self.offer(&point)?;
        }
        self.planning = session.elapsed() - started;
        let best = session.objective().unwrap_or(f64::INFINITY);
        session.remark(format!(
            "counts of structure {now:.6e} made whole in {:.1} s: plan {best:.6e}",
            self.planning
        ));
        Ok(())
    }

    /// Offers a point whose integers are whole as a plan. Says whether it is the best so far.
    fn offer(&self, point: &[f64]) -> Result<bool, SolverError> {
        let polished = accept(self.session, point)?;
        Ok(polished.is_some_and(|polished| self.session.offer(polished, "parts")))
    }
}

/// Makes counts whole for the best structure, if they have not been and it can be better than the best plan.
///
/// # Errors
/// If HiGHS fails.
pub fn try_structure(session: &Session<'_>, pool: &Pool<'_>) -> Result<(), SolverError> {
    if let Some(structure) = pool.best()
        && session.objective().is_none_or(|plan| structure.objective < plan)
        && pool.claim(structure.objective)
    {
        let seconds = REPAIR * session.remaining();
        restrict::counts(session, &structure.point, Care::Searched, seconds)?;
        session.told("structure of the other lane");
    }
    Ok(())
}
