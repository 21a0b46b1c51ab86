//! One thread's work on a tree: solve a node, separate, choose a column, branch.

use super::super::dive::WHOLE;
use super::super::plans::Shared;
use super::super::root::broken_rows;
use super::{Ended, Node, Tree, at_root};
use crate::program::Integrality;
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::ffi::{Basis, Highs};
use crate::solver::session::{Session, Watch};
use highs::HighsModelStatus as Status;
use std::sync::Arc;
use std::time::Duration;

/// Rounds of separation at a node at most.
const ROUNDS: usize = 2;

/// A strengthening row is added at a node that breaks it by more than this share of its largest coefficient: more than
/// at the root, since every row slows down all later nodes.
const BROKEN: f64 = 0.01;

/// Columns and sums tried by strong branching at a node at most, and nonzeros that all trials of a node may go through: a trial
/// costs as much as its linear program is large.
const TRIED: (usize, usize) = (16, 400_000);

/// Simplex iterations of one trial at most. A child takes some 500; fewer than this say little about what it will cost.
const TRIAL: i32 = 150;

/// HiGHS's number for Devex pricing: weights of steepest edge would be computed anew from every basis, which takes as
/// long as solving from it.
const DEVEX: i32 = 1;

/// Longest wait for a node of another thread before looking at the clock again.
const WAIT: Duration = Duration::from_millis(20);

/// Least rise of the bound that counts in a score, relative to the objective.
const LEAST: f64 = 1e-7;

/// One thread's work on a tree.
pub struct Worker<'s, 'a> {
    session: &'s Session<'a>,
    tree: &'s Tree<'s>,
    highs: Highs,
    useless: &'s Signal<'s>,
    /// The strengthening rows that this instance has: the first ones of the tree's.
    rows: Vec<u32>,
    /// Columns whose bounds differ from the root's at present.
    moved: Vec<u32>,
}

/// The relaxation of a node.
struct Relaxed {
    objective: f64,
    values: Vec<f64>,
    basis: Arc<Basis>,
}

/// One way to branch.
#[derive(Clone, Copy)]
struct Choice {
    col: usize,
    value: f64,
    /// Bounds of the children, down and up, as far as trials have proven them.
    bounds: [f64; 2],
}

/// What became of a node.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    /// It is solved, and its children are open.
    Branched,
    /// HiGHS could not solve it.
    Unsolved,
    /// There was no time for it.
    Stopped,
}

/// What there is to do next.
enum Next {
    Node(Node),
    Ended(Ended),
}

impl<'s, 'a> Worker<'s, 'a> {
    /// A worker that has not begun.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn new(
        session: &'s Session<'a>,
        tree: &'s Tree<'s>,
        useless: &'s Signal<'s>,
    ) -> Result<Self, SolverError> {
        Ok(Self {
            session,
            tree,
            highs: relaxation(session, tree)?,
            useless,
            rows: tree.rows.clone(),
            moved: Vec::new(),
        })
    }

    /// Works until [`Tree::grow`] has an end.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn run(&mut self, lanes: &Shared<'_>) -> Result<Ended, SolverError> {
        loop {
            let node = match self.next() {
                Next::Node(node) => node,
                Next::Ended(ended) => return Ok(ended),
            };
            self.session.report("branching", None, None);
            let bound = node.bound;
            let done = self.work_on(&node, lanes);
            let mut shared = self.tree.shared();
            if let Some(place) = shared.active.iter().position(|&own| own == bound) {
                shared.active.swap_remove(place);
            }
            match done {
                Ok(Done::Branched) => shared.nodes += 1,
                Ok(Done::Unsolved) => shared.set_aside = shared.set_aside.min(bound),
                Ok(Done::Stopped) | Err(_) => shared.open.push(node),
            }
            drop(shared);
            self.tree.news.notify_all();
            if done? == Done::Stopped {
                return Ok(Ended::Stopped);
            }
        }
    }

    /// Solves a node and branches. What HiGHS cannot solve from the parent's basis it gets a second time, by a new
    /// instance without a basis.
    fn work_on(&mut self, node: &Node, lanes: &Shared<'_>) -> Result<Done, SolverError> {
        for again in [false, true] {
            if again {
                self.session
                    .remark("a node could not be solved; once more from the start");
                self.highs = relaxation(self.session, self.tree)?;
                self.rows.clone_from(&self.tree.rows);
                self.moved.clear();
            }
            let basis = (!again).then_some(&node.basis);
            match self
                .enter(node, basis.map(Arc::as_ref))
                .and_then(|()| self.relax())
            {
                Ok((Status::Infeasible, _)) => return Ok(Done::Branched),
                Ok((Status::Optimal, Some(relaxed))) => {
                    if let Some(from) = &node.from {
                        let series = self.series(from.col);
                        self.tree.shared().learn(from, series, relaxed.objective);
                    }
                    self.branch(node, relaxed, lanes)?;
                    return Ok(Done::Branched);
                }
                _ if self.must_stop() => return Ok(Done::Stopped),
                _ => {}
            }
        }
        self.session
            .remark("a node could not be solved at all; its bound stays open");
        Ok(Done::Unsolved)
    }

    /// Takes the open node of least bound; waits for the others where there is none but they may still make some.
    fn next(&self) -> Next {
        let mut shared = self.tree.shared();
        loop {
            let open = shared.open.peek().map_or(f64::INFINITY, |node| node.bound);
            let least = shared
                .active
                .iter()
                .copied()
                .fold(open.min(shared.best).min(shared.set_aside), f64::min);
            self.session.raise_bound(least, "tree");
            if self.session.is_closed() || self.must_stop() {
                return Next::Ended(Ended::Stopped);
            }
            if open < shared.best
                && let Some(node) = shared.open.pop()
            {
                shared.active.push(node.bound);
                return Next::Node(node);
            }
            if shared.active.iter().all(|&bound| bound >= shared.best) {
                return Next::Ended(if shared.set_aside < shared.best {
                    Ended::Stopped
                } else if shared.best.is_finite() {
                    Ended::Solved
                } else if shared.active.is_empty() {
                    Ended::Infeasible
                } else {
                    Ended::Stopped
                });
            }
            shared = if self.session.clock().counts_work() {
                drop(shared);
                self.session.clock().pause();
                self.tree.shared()
            } else {
                let waited = self.tree.news.wait_timeout(shared, WAIT);
                waited.map_or_else(|poisoned| poisoned.into_inner().0, |(shared, _)| shared)
            };
        }
    }

    fn must_stop(&self) -> bool {
        self.session.must_stop() || self.useless.is_up()
    }

    /// Sets the bounds and the basis of a node, if it is to start from one.
    fn enter(&mut self, node: &Node, basis: Option<&Basis>) -> Result<(), SolverError> {
        let program = self.session.program;
        let mut bounds: Vec<(u32, f64, f64)> = self
            .moved
            .iter()
            .map(|&col| {
                let (lower, upper) = at_root(program, col as usize);
                (col, lower, upper)
            })
            .filter(|&(col, _, _)| node.bounds.iter().all(|&(own, _, _)| own != col))
            .collect();
        bounds.extend(&node.bounds);
        bounds.sort_by_key(|&(col, _, _)| col);
        self.change_bounds(bounds)?;
        self.moved = node.bounds.iter().map(|&(col, _, _)| col).collect();
        self.add_rows(Vec::new())?;
        basis.map_or(Ok(()), |basis| self.highs.start_from_basis(basis))
    }

    fn series(&self, col: usize) -> usize {
        self.tree.sums.series[col] as usize
    }

    /// Sets bounds of columns and of sums of columns, in increasing order.
    fn change_bounds(&mut self, mut bounds: Vec<(u32, f64, f64)>) -> Result<(), SolverError> {
        let program = self.session.program;
        let columns = program.columns() as u32;
        let mut sums = bounds.split_off(bounds.partition_point(|&(col, _, _)| col < columns));
        let first = program.defining_rows() + self.tree.rows.len() + self.tree.cuts.len();
        for (sum, _, _) in &mut sums {
            *sum = *sum - columns + first as u32;
        }
        self.highs.change_bounds(&bounds)?;
        self.highs.change_limits(&sums)
    }

    /// Solves the present relaxation, with the strengthening rows that it breaks.
    fn relax(&mut self) -> Result<(Status, Option<Relaxed>), SolverError> {
        let program = self.session.program;
        let mut round = 0;
        loop {
            let watch = Watch::neither(self.session, "branching").unless(self.useless);
            let ran = self.highs.run(watch.seconds(), &watch)?;
            let (Some(point), Some(objective)) = (ran.point, ran.bound) else {
                return Ok((ran.status, None));
            };
            let broken = if round < ROUNDS {
                broken_rows(program, &point.columns, &self.rows, BROKEN)
            } else {
                Vec::new()
            };
            if broken.is_empty() {
                let basis = self.highs.basis()?.map(Arc::new);
                let relaxed = basis.map(|basis| Relaxed {
                    objective,
                    values: point.columns,
                    basis,
                });
                return Ok((ran.status, relaxed));
            }
            round += 1;
            self.add_rows(broken)?;
        }
    }

    /// Adds the rows that the tree has and this instance lacks, then those of `broken` that nobody has added yet. All
    /// instances have their rows in one order, so that a basis of one fits the others.
    fn add_rows(&mut self, mut broken: Vec<u32>) -> Result<(), SolverError> {
        let missing = {
            let mut shared = self.tree.shared();
            let known = self.rows.len();
            broken.retain(|row| !shared.rows[known..].contains(row));
            shared.rows.extend(broken);
            shared.rows[known..].to_vec()
        };
        self.highs.add_rows(self.session.program, &missing)?;
        self.rows.extend(missing);
        Ok(())
    }

    /// Makes the children of a node, or keeps its point if that is whole.
    fn branch(&mut self, node: &Node, relaxed: Relaxed, lanes: &Shared<'_>) -> Result<(), SolverError> {
        let program = self.session.program;
        let objective = relaxed.objective.max(node.bound);
        let is_broken = |value: f64| (value - value.round()).abs() > WHOLE;
        let sums = &self.tree.sums.rows;
        let columns = (0..program.columns())
            .filter(|&col| program.integrality[col] == Integrality::Integer)
            .map(|col| (col, relaxed.values[col]));
        let sums = (0..sums.len()).map(|sum| {
            let terms = sums.terms(sum).map(|(col, value)| value * relaxed.values[col]);
            (program.columns() + sum, terms.sum())
        });
        let candidates: Vec<(usize, f64)> = columns
            .chain(sums)
            .filter(|&(_, value)| is_broken(value))
            .collect();
        if candidates.is_empty() {
            let mut shared = self.tree.shared();
            if objective < shared.best {
                shared.best = objective;
                lanes.leave(objective, &relaxed.values);
            }
            return Ok(());
        }
        let choice = self.choose(node, &relaxed, &candidates)?;
        let mut shared = self.tree.shared();
        for (from, (lower, upper)) in node.sides(program, choice.col, choice.value, objective) {
            let bound = choice.bounds[from.side].max(objective);
            if bound == f64::INFINITY {
                continue;
            }
            let mut own = node.bounds.clone();
            own.retain(|&(col, _, _)| col as usize != choice.col);
            own.push((choice.col as u32, lower, upper));
            shared.number += 1;
            let number = shared.number;
            shared.open.push(Node {
                bound,
                number,
                bounds: own,
                basis: Arc::clone(&relaxed.basis),
                from: Some(from),
            });
        }
        Ok(())
    }

    /// The column to branch on.
    fn choose(
        &mut self,
        node: &Node,
        relaxed: &Relaxed,
        candidates: &[(usize, f64)],
    ) -> Result<Choice, SolverError> {
        let least = LEAST * relaxed.objective.abs().max(1.0);
        let score = |rises: [f64; 2]| rises[0].max(least) * rises[1].max(least);
        let mut scored: Vec<(f64, usize, f64, bool)> = {
            let shared = self.tree.shared();
            let scored = candidates.iter().map(|&(col, value)| {
                let series = self.series(col);
                let known = shared.is_known(col, series);
                (score(shared.expected(col, series, value)), col, value, known)
            });
            scored.collect()
        };
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
        let mut best: Option<(f64, Choice)> = None;
        let mut tried = 0;
        let most = (TRIED.1 / self.session.program.nonzeros().max(1)).clamp(1, TRIED.0);
        for &(expected, col, value, known) in &scored {
            let (value_of, bounds) = if known || tried >= most || self.must_stop() {
                (expected, [f64::NEG_INFINITY; 2])
            } else {
                tried += 1;
                let (rises, bounds) = self.trial(node, relaxed, col, value)?;
                (score(rises), bounds)
            };
            if best.as_ref().is_none_or(|&(most, _)| value_of > most) {
                best = Some((value_of, Choice { col, value, bounds }));
            }
        }
        let first = Choice {
            col: candidates[0].0,
            value: candidates[0].1,
            bounds: [f64::NEG_INFINITY; 2],
        };
        Ok(best.map_or(first, |(_, choice)| choice))
    }

    /// Strong branching: both sides of a column for a few iterations. Returns how far the objective rose (infinitely
    /// where there is no point), and the bounds of those sides that were solved to the end.
    fn trial(
        &mut self,
        node: &Node,
        relaxed: &Relaxed,
        col: usize,
        value: f64,
    ) -> Result<([f64; 2], [f64; 2]), SolverError> {
        let program = self.session.program;
        let (mut rises, mut bounds) = ([0.0; 2], [f64::NEG_INFINITY; 2]);
        self.highs.set("simplex_iteration_limit", TRIAL)?;
        for (branching, (lower, upper)) in node.sides(program, col, value, relaxed.objective) {
            let side = branching.side;
            self.change_bounds(vec![(col as u32, lower, upper)])?;
            self.highs.start_from_basis(&relaxed.basis)?;
            let watch = Watch::neither(self.session, "branching").unless(self.useless);
            let ran = self.highs.run(watch.seconds(), &watch)?;
            match ran.status {
                Status::Infeasible => {
                    (rises[side], bounds[side]) = (relaxed.objective.abs().max(1.0), f64::INFINITY)
                }
                status => {
                    if let Some(objective) = ran.objective {
                        rises[side] = branching.rise(objective);
                        self.tree.shared().learn(&branching, self.series(col), objective);
                    }
                    if status == Status::Optimal {
                        bounds[side] = ran.bound.unwrap_or(f64::NEG_INFINITY);
                    }
                }
            }
        }
        self.highs.set("simplex_iteration_limit", i32::MAX)?;
        let (lower, upper) = node.limits(program, col);
        self.change_bounds(vec![(col as u32, lower, upper)])?;
        Ok((rises, bounds))
    }
}

/// An instance with the defining rows, the root's strengthening rows and its cuts, and nothing whole.
fn relaxation(session: &Session<'_>, tree: &Tree<'_>) -> Result<Highs, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.set("simplex_dual_edge_weight_strategy", DEVEX)?;
    highs.pass(program, program.defining_rows(), |_| false)?;
    highs.add_rows(program, &tree.rows)?;
    highs.add_cuts(&tree.cuts)?;
    highs.add_cuts(&tree.sums.rows)?;
    Ok(highs)
}
