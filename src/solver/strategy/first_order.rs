//! The root of a large program by a first-order method: a point near the optimum of the relaxation, the strengthening rows that
//! it needs, and a bound from duals. Of a giant program it is all the root there is; others have theirs solved exactly with
//! these rows, beside the search for plans.

use super::root::{self, Ended, Root};
use super::{growing, rounding};
use crate::solver::SolverError;
use crate::solver::clock::Signal;
use crate::solver::dual_bound::{from_duals, prove_infeasible};
use crate::solver::first_order::FirstOrder;
use crate::solver::polish::TOLERANCE;
use crate::solver::session::Session;
use std::sync::atomic::{AtomicBool, Ordering};

/// Nonzeros from which a root begins with the method: at size L the strengthening rows are found in 13 s where the simplex
/// method takes 30 to 50 s, and both threads are at work. And nonzeros from which a program is giant, so that the root is left to
/// the method: at size XL it takes 35 s where the interior point takes 47 s, and 10 s in place of 80 s for each round of rows.
pub const FIRST_ORDER: (usize, usize) = (100_000, 1_000_000);

/// Relative accuracy of a root, and the factor by which it is refined once no row is broken any more.
const ACCURACY: (f64, f64) = (1e-4, 0.3);

/// Relative accuracy of a point from which a first plan is rounded.
const ROUGH: f64 = 1e-2;

/// Share of the remaining time for the first root at most, and most seconds of it.
const SHARE: (f64, f64) = (0.3, 1800.0);

/// Share of the remaining time for plans from nothing: the method has one thread less meanwhile.
const GROWING: f64 = 0.07;

/// Seconds of work of an iteration, per nonzero: about what two threads take at sizes L and XL.
const PER_NONZERO: f64 = 4e-9;

/// Seconds between two bounds from duals.
const BOUND_EVERY: f64 = 5.0;

/// Rounds with fewer new rows than this share of those there are wait for the next refinement.
const FEW: f64 = 0.01;

/// A strengthening row is added when a point breaks it by more than so many times the accuracy, relative to its largest
/// coefficient: by far more than the method's own errors.
const BROKEN: f64 = 50.0;

/// What a point that keeps its rows only nearly may exceed a limit by, relative to it, in terms of its accuracy.
const MARGIN: f64 = 10.0;

/// Whether factorisations of the relaxation of a session's program take too long.
pub fn is_giant(session: &Session<'_>) -> bool {
    session.program.nonzeros() >= session.options.first_order.1
}

/// Whether the root begins with the method. Where there is a basis to start from, the simplex method is faster.
pub fn is_worthwhile(session: &Session<'_>) -> bool {
    is_giant(session)
        || (session.program.nonzeros() >= session.options.first_order.0 && session.warm.basis.is_none())
}

/// The method for a session's program, at its beginning, if the root is to begin with it.
pub fn method<'a>(session: &Session<'a>) -> Option<FirstOrder<'a>> {
    let threads = session.options.threads;
    is_worthwhile(session).then(|| FirstOrder::new(session.program, &session.warm.rows, threads))
}

/// Solves the relaxation with those strengthening rows only that an earlier solve has left, and makes first plans meanwhile.
///
/// # Errors
/// If HiGHS fails or a point breaks our rows.
pub fn solve(session: &Session<'_>, method: &mut FirstOrder<'_>) -> Result<Ended, SolverError> {
    let until = session.elapsed() + (SHARE.0 * session.remaining()).min(SHARE.1);
    let (mut looked, infeasible) = (session.elapsed(), AtomicBool::new(false));
    let is_infeasible = || infeasible.load(Ordering::Relaxed);
    let mut stop = |method: &FirstOrder<'_>| {
        if session.objective().is_none() && session.elapsed() - looked >= BOUND_EVERY {
            let duals = [method.ray(), method.duals()];
            let proven = |duals: &Vec<f64>| prove_infeasible(session.program, duals, TOLERANCE);
            infeasible.store(duals.iter().any(proven), Ordering::Relaxed);
            looked = session.elapsed();
        }
        is_infeasible() || session.elapsed() >= until
    };
    let refine = |accuracy| run(session, method, session.warm.rows.clone(), accuracy, &mut stop);
    let root = beside_plans(session, refine, &is_infeasible)?;
    Ok(if is_infeasible() {
        session.remark("the duals of the root prove that no point keeps all rows");
        Ended::Infeasible
    } else if session.must_stop() {
        Ended::Stopped
    } else {
        Ended::Solved(root)
    })
}

/// The root, and plans by one thread of two or more (before it, where there is one): from nothing at first, then by rounding a
/// rough root.
fn beside_plans(
    session: &Session<'_>,
    mut refine: impl FnMut(f64) -> Root + Send,
    is_infeasible: &impl Fn() -> bool,
) -> Result<Root, SolverError> {
    let alone = session.options.threads < 2;
    let found = Signal::new(session.clock());
    let grow = || growing::plans(session, GROWING * session.remaining(), Some(&found));
    let rough = if session.goes_on_from_plan() {
        refine(ROUGH)
    } else if alone {
        grow()?;
        refine(ROUGH)
    } else {
        let root = || {
            let rough = refine(ROUGH);
            found.set(true);
            Ok(rough)
        };
        session.in_lanes(grow, root, |_| Ok(()))?.1
    };
    if is_infeasible() || rough.is_too_rough() {
        return Ok(rough);
    }
    let round = || rounding::plan(session, &rough);
    if alone {
        round()?;
        return Ok(refine(ACCURACY.0));
    }
    let root = session.in_lanes(round, || Ok(refine(ACCURACY.0)), |_| Ok(()))?;
    Ok(root.1)
}

/// Adds the strengthening rows that are broken, and goes on until few are. The time that the first root may take is there for
/// this once more.
pub fn separate(session: &Session<'_>, method: &mut FirstOrder<'_>, root: Root) -> Root {
    let until = session.elapsed() + (SHARE.0 * session.remaining()).min(SHARE.1);
    let mut rounds = Rounds::after(root);
    loop {
        let stop = |_: &FirstOrder<'_>| session.elapsed() >= until;
        let few = rounds.next(session, method, session.options.threads, stop);
        if few || session.is_done() || session.elapsed() >= until {
            return rounds.root;
        }
    }
}

/// The same beside the search for plans, by one thread, until few rows are broken (what refining gains after that took more
/// than 300 s at size XL) or it is `useless`.
pub fn separate_beside(
    session: &Session<'_>,
    mut method: FirstOrder<'_>,
    root: &Root,
    useless: &Signal<'_>,
) -> Root {
    let is_useless = || useless.is_up();
    let mut rounds = Rounds::after(root.clone());
    while !session.is_done() && !is_useless() {
        if rounds.next(session, &mut method, 1, |_| is_useless()) {
            break;
        }
    }
    rounds.root
}

/// Rounds of strengthening rows.
struct Rounds {
    root: Root,
    accuracy: f64,
    count: usize,
}

impl Rounds {
    fn after(root: Root) -> Self {
        Self {
            root,
            accuracy: ACCURACY.0,
            count: 0,
        }
    }

    /// Adds the rows that the root breaks and goes on; asks for more accuracy where they are few. Says whether they were.
    fn next(
        &mut self,
        session: &Session<'_>,
        method: &mut FirstOrder<'_>,
        threads: usize,
        stop: impl FnMut(&FirstOrder<'_>) -> bool,
    ) -> bool {
        let (values, rows) = (&self.root.values, &self.root.rows);
        let broken = root::broken_rows(session.program, values, rows, BROKEN * self.accuracy);
        let added = broken.len();
        let few = added as f64 <= FEW * rows.len() as f64;
        if few {
            self.accuracy *= ACCURACY.1;
        }
        if added > 0 {
            method.add_rows(&broken, threads);
        }
        let rows = [rows.as_slice(), &broken].concat();
        self.root = run(session, method, rows, self.accuracy, stop);
        self.count += 1;
        session.remark(format!(
            "root round {}: {added} strengthening rows, bound {:.6e}",
            self.count, self.root.bound
        ));
        few
    }
}

/// Runs the method until its point is accurate, the time is up or `stop` says so.
fn run(
    session: &Session<'_>,
    method: &mut FirstOrder<'_>,
    rows: Vec<u32>,
    accuracy: f64,
    mut stop: impl FnMut(&FirstOrder<'_>) -> bool,
) -> Root {
    let (mut bounded, mut counted) = (session.elapsed(), method.iterations());
    let cost = PER_NONZERO * session.program.nonzeros() as f64;
    let quality = method.run(accuracy, |method, _| {
        session.clock().add((method.iterations() - counted) as f64 * cost);
        counted = method.iterations();
        session.report("root", None, None);
        if session.elapsed() - bounded >= BOUND_EVERY {
            raise(session, method);
            bounded = session.elapsed();
        }
        session.must_stop() || stop(method)
    });
    let bound = raise(session, method);
    session.remark(format!(
        "first-order method: {} iterations, relative error {:.1e}, bound {bound:.6e}",
        method.iterations(),
        quality.relative
    ));
    Root {
        bound,
        basis: None,
        values: method.point(),
        rows,
        slack: MARGIN * quality.relative,
    }
}

/// Raises the session's bound to what the method's duals prove.
fn raise(session: &Session<'_>, method: &FirstOrder<'_>) -> f64 {
    let bound = from_duals(session.program, &method.duals()).unwrap_or(f64::NEG_INFINITY);
    session.raise_bound(bound, "root");
    bound
}
