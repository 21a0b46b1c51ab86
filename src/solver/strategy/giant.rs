//! The root of a giant program, by a first-order method: a point near the optimum of the relaxation, and a bound from duals.

use super::root::{self, Ended, Root};
use crate::program::Program;
use crate::solver::dual_bound::from_duals;
use crate::solver::first_order::FirstOrder;
use crate::solver::session::Session;
use std::sync::atomic::{AtomicBool, Ordering};

/// Nonzeros from which a program is giant: at size XL the method takes 35 s where the interior point takes 47 s, and 10 s
/// in place of 80 s for each round of rows.
const GIANT: usize = 1_000_000;

/// Relative accuracy of a root, and the factor by which it is refined once no row is broken any more.
const ACCURACY: (f64, f64) = (1e-4, 0.3);

/// Relative accuracy at which a root is as good as exact.
const EXACT: f64 = 1e-7;

/// Share of the remaining time for the first root at most.
const SHARE: f64 = 0.3;

/// Seconds between two bounds from duals.
const BOUND_EVERY: f64 = 5.0;

/// A strengthening row is added when a point breaks it by more than so many times the accuracy, relative to its largest
/// coefficient: by far more than the method's own errors.
const BROKEN: f64 = 50.0;

/// What a point that keeps its rows only nearly may exceed a limit by, relative to it, in terms of its accuracy.
const MARGIN: f64 = 10.0;

/// Whether factorisations of the program's relaxation take too long.
pub fn is_giant(program: &Program) -> bool {
    program.nonzeros() >= GIANT
}

/// The method for a session's program, at its beginning.
pub fn method<'a>(session: &Session<'a>) -> FirstOrder<'a> {
    FirstOrder::new(session.program, &[], session.options.threads)
}

/// Solves the relaxation without strengthening rows.
pub fn solve(session: &Session<'_>, method: &mut FirstOrder<'_>) -> Ended {
    let until = session.elapsed() + SHARE * session.remaining();
    let root = run(session, method, Vec::new(), ACCURACY.0, || {
        session.elapsed() >= until
    });
    if session.must_stop() {
        Ended::Stopped
    } else {
        Ended::Solved(root)
    }
}

/// Adds the strengthening rows that are broken, and goes on.
pub fn separate(
    session: &Session<'_>,
    mut method: FirstOrder<'_>,
    root: &Root,
    useless: &AtomicBool,
) -> Root {
    let mut root = root.clone();
    let stop = || useless.load(Ordering::Relaxed);
    let mut accuracy = ACCURACY.0;
    let mut round = 0;
    while accuracy > EXACT && !session.is_done() && !stop() {
        let broken = root::broken_rows(session.program, &root.values, &root.rows, BROKEN * accuracy);
        let added = broken.len();
        if broken.is_empty() {
            accuracy *= ACCURACY.1;
        } else {
            method.add_rows(&broken, 1);
        }
        let rows = [root.rows, broken].concat();
        root = run(session, &mut method, rows, accuracy, stop);
        round += 1;
        session.remark(format!(
            "root round {round}: {added} strengthening rows, bound {:.6e}",
            root.bound
        ));
    }
    root
}

/// Runs the method until its point is accurate, the time is up or `stop` says so.
fn run(
    session: &Session<'_>,
    method: &mut FirstOrder<'_>,
    rows: Vec<u32>,
    accuracy: f64,
    stop: impl Fn() -> bool,
) -> Root {
    let mut bounded = session.elapsed();
    let quality = method.run(accuracy, |method, _| {
        session.report("root", None, None);
        if session.elapsed() - bounded >= BOUND_EVERY {
            raise(session, method);
            bounded = session.elapsed();
        }
        session.must_stop() || stop()
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
