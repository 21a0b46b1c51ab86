//! The lane of the bound: branch and bound on the structure program (chip counts relaxed), always from the open node of
//! least bound, so that the bound rises with every node and the work is not lost when time is short.
//!
//! Why its bound holds: the children of a node cut its integer points into two sets, so the least bound of the open
//! nodes and of the whole points met so far is a bound of the structure program, which is a relaxation of the program.
//! A node's bound is the optimum of a linear program with all defining rows, some strengthening rows, which every plan keeps, and
//! the cuts of the root, which all whole points keep but those that are no better than one met already (`structure.rs`).
//!
//! HiGHS solves the node's linear programs, each from its parent's basis by dual simplex. Strengthening rows that a
//! node breaks are added for all nodes. Branched on is a column or a sum of columns (`sums.rs`), that of the largest product of
//! expected rises of the bound (pseudocosts; strong branching with few iterations while it has none): Achterberg, Koch,
//! Martin 2005.

mod sums;
mod worker;

use super::plans;
use super::root::Root;
use super::structure::Tightened;
use crate::program::Program;
use crate::solver::SolverError;
use crate::solver::clock::{Clock, Signal};
use crate::solver::ffi::{Basis, Cuts};
use crate::solver::session::Session;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use worker::Worker;

/// An open node: the part of the structure program within some column bounds.
struct Node {
    /// Lower bound: its parent's, or a better one of a trial that ran to its end.
    bound: f64,
    /// Order of creation: of nodes with one bound the latest comes first.
    number: u64,
    /// Bounds that differ from the root's: column (or, beyond the last one, sum of columns), lower, upper.
    bounds: Vec<(u32, f64, f64)>,
    basis: Arc<Basis>,
}

impl Node {
    /// Bounds of a column, or of a sum of columns, within the node.
    fn limits(&self, program: &Program, col: usize) -> (f64, f64) {
        let own = self.bounds.iter().find(|&&(own, _, _)| own as usize == col);
        own.map_or_else(|| at_root(program, col), |&(_, lower, upper)| (lower, upper))
    }
}

/// Bounds of a column at the root, where sums of columns have none.
fn at_root(program: &Program, col: usize) -> (f64, f64) {
    match program.col_lower.get(col) {
        Some(&lower) => (lower, program.col_upper[col]),
        None => (f64::NEG_INFINITY, f64::INFINITY),
    }
}

impl PartialEq for Node {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Node {}
impl PartialOrd for Node {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Node {
    /// The greatest node is the one to take next.
    fn cmp(&self, other: &Self) -> Ordering {
        let least = other.bound.total_cmp(&self.bound);
        least.then(self.number.cmp(&other.number))
    }
}

/// How a tree ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The bound is the optimum of the structure program.
    Solved,
    /// The structure program has no point.
    Infeasible,
    /// Stopped before.
    Stopped,
}

/// The tree, shared by all that work on it.
pub struct Tree<'c> {
    clock: &'c Clock,
    /// The strengthening rows of the root, which every instance has first, and then its cuts.
    rows: Vec<u32>,
    cuts: Cuts,
    /// The sums of columns to branch on: rows without limits, behind the cuts.
    sums: Cuts,
    shared: Mutex<Shared>,
    /// Told when a node is done.
    news: Condvar,
}

struct Shared {
    open: BinaryHeap<Node>,
    /// Bounds of the nodes that somebody works on.
    active: Vec<f64>,
    /// Least bound of the nodes whose linear programs HiGHS could not solve: they stay open for good.
    set_aside: f64,
    /// Strengthening rows in use, in the order in which they were added: that of every basis.
    rows: Vec<u32>,
    pseudo: Vec<[Pseudo; 2]>,
    average: [Pseudo; 2],
    /// Least objective of a whole point.
    best: f64,
    number: u64,
    nodes: usize,
}

impl<'c> Tree<'c> {
    /// A tree that holds only the root, with its cuts; `None` if the root has no basis to start from.
    pub fn new(session: &'c Session<'_>, root: &Root, tightened: Tightened) -> Option<Self> {
        let basis = tightened.basis?;
        let root_node = Node {
            bound: tightened.bound,
            number: 0,
            bounds: Vec::new(),
            basis,
        };
        let sums = sums::of(session.program);
        let shared = Shared {
            open: BinaryHeap::from([root_node]),
            active: Vec::new(),
            set_aside: f64::INFINITY,
            rows: root.rows.clone(),
            pseudo: vec![[Pseudo::default(); 2]; session.program.columns() + sums.len()],
            average: [Pseudo::default(); 2],
            best: tightened.met,
            number: 0,
            nodes: 0,
        };
        Some(Self {
            clock: session.clock(),
            rows: root.rows.clone(),
            cuts: tightened.cuts,
            sums,
            shared: Mutex::new(shared),
            news: Condvar::new(),
        })
    }

    /// The tree, in this lane's turn.
    fn shared(&self) -> MutexGuard<'_, Shared> {
        self.clock.turn();
        self.shared.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Branches until the structure program is solved, the gap is closed, the time is up or the tree is `useless`. Any
    /// number of threads may do so at once. Structures found are left for the lane of plans.
    ///
    /// # Errors
    /// If HiGHS fails.
    pub fn grow(
        &self,
        session: &Session<'_>,
        lanes: &plans::Shared<'_>,
        useless: &Signal<'_>,
    ) -> Result<Ended, SolverError> {
        let mut worker = Worker::new(session, self, useless)?;
        let ended = worker.run(lanes);
        // Nobody waits for a worker that is gone.
        self.news.notify_all();
        let shared = self.shared();
        session.remark(format!(
            "tree: {} nodes, {} open, {} strengthening rows",
            shared.nodes,
            shared.open.len(),
            shared.rows.len()
        ));
        ended
    }
}

/// Mean rise of the bound per unit that a column is moved.
#[derive(Debug, Clone, Copy, Default)]
struct Pseudo {
    sum: f64,
    count: f64,
}

impl Pseudo {
    fn learn(&mut self, rise: f64) {
        self.sum += rise;
        self.count += 1.0;
    }
    fn mean(&self) -> Option<f64> {
        (self.count > 0.0).then(|| self.sum / self.count)
    }
}

impl Shared {
    /// Expected rise of the bound on either side of a column's value.
    fn expected(&self, col: usize, value: f64) -> [f64; 2] {
        let distance = [value - value.floor(), value.ceil() - value];
        [0, 1].map(|side| {
            let own = self.pseudo[col][side].mean().or(self.average[side].mean());
            distance[side] * own.unwrap_or(1.0)
        })
    }
}
