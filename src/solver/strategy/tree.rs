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

use super::root::Root;
use super::structure::Tightened;
use super::{dive, plans};
use crate::program::Program;
use crate::solver::SolverError;
use crate::solver::clock::{Clock, Signal};
use crate::solver::ffi::{Basis, Cuts};
use crate::solver::session::Session;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use sums::Sums;
use worker::Worker;

/// Branchings of a series on either side after which its other periods are taken as known.
const KNOWN: f64 = 2.0;

/// An open node: the part of the structure program within some column bounds.
struct Node {
    /// Lower bound: its parent's, or a better one of a trial that ran to its end.
    bound: f64,
    /// Order of creation: of nodes with one bound the latest comes first.
    number: u64,
    /// Bounds that differ from the root's: column (or, beyond the last one, sum of columns), lower, upper.
    bounds: Vec<(u32, f64, f64)>,
    basis: Arc<Basis>,
    /// The branching that it comes from.
    from: Option<Branching>,
}

/// One side of a branching.
#[derive(Clone, Copy)]
struct Branching {
    /// The column or sum, and the side: 0 down, 1 up.
    col: usize,
    side: usize,
    /// How far it is moved at least.
    distance: f64,
    /// Objective before.
    before: f64,
}

impl Node {
    /// Bounds of a column, or of a sum of columns, within the node.
    fn limits(&self, program: &Program, col: usize) -> (f64, f64) {
        let own = self.bounds.iter().find(|&&(own, _, _)| own as usize == col);
        own.map_or_else(|| at_root(program, col), |&(_, lower, upper)| (lower, upper))
    }

    /// Both sides of a branching on a value of a column or sum, with its bounds there. `before` is the node's objective.
    fn sides(&self, program: &Program, col: usize, value: f64, before: f64) -> [(Branching, (f64, f64)); 2] {
        let (lower, upper) = self.limits(program, col);
        let (down, up) = (value.floor(), value.ceil());
        let branching = |side, distance| Branching {
            col,
            side,
            distance,
            before,
        };
        [
            (branching(0, value - down), (lower, down)),
            (branching(1, up - value), (up, upper)),
        ]
    }
}

impl Branching {
    /// How far it has raised the objective.
    fn rise(&self, objective: f64) -> f64 {
        (objective - self.before).max(0.0)
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
    /// The sums of columns to branch on, as rows behind the cuts.
    sums: Sums,
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
    /// What branching down and up has cost: by column and sum, by series, and on average.
    pseudo: Vec<[Pseudo; 2]>,
    by_series: Vec<[Pseudo; 2]>,
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
            from: None,
        };
        let sums = sums::of(session.program);
        let shared = Shared {
            open: BinaryHeap::from([root_node]),
            active: Vec::new(),
            set_aside: f64::INFINITY,
            rows: root.rows.clone(),
            pseudo: vec![[Pseudo::default(); 2]; sums.series.len()],
            by_series: vec![[Pseudo::default(); 2]; sums.count],
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
        ended
    }

    /// Puts into the log how far it has grown.
    pub fn tell(&self, session: &Session<'_>) {
        let shared = self.shared();
        session.remark(format!(
            "tree: {} nodes, {} open, {} strengthening rows",
            shared.nodes,
            shared.open.len(),
            shared.rows.len()
        ));
        drop(shared);
        session.told("tree");
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
    /// Expected rise of the bound on either side of a value of a column or sum, from what it has cost, else its series, else any.
    fn expected(&self, col: usize, series: usize, value: f64) -> [f64; 2] {
        let distance = [value - value.floor(), value.ceil() - value];
        [0, 1].map(|side| {
            let known = [&self.pseudo[col], &self.by_series[series], &self.average];
            let rise = known.iter().find_map(|known| known[side].mean());
            distance[side] * rise.unwrap_or(1.0)
        })
    }

    /// Whether a column or sum, or its series, has been tried on both sides so often that it need not be tried again.
    fn is_known(&self, col: usize, series: usize) -> bool {
        let times = |pseudo: &[Pseudo; 2]| pseudo[0].count.min(pseudo[1].count);
        times(&self.pseudo[col]) >= 1.0 || times(&self.by_series[series]) >= KNOWN
    }

    /// Learns the objective after a branching.
    fn learn(&mut self, branching: &Branching, series: usize, objective: f64) {
        let side = branching.side;
        let rise = branching.rise(objective) / branching.distance.max(dive::WHOLE);
        self.pseudo[branching.col][side].learn(rise);
        self.by_series[series][side].learn(rise);
        self.average[side].learn(rise);
    }
}
