//! Bound with chip counts relaxed, plan with them repaired, side by side.
//!
//! Three programs are at work: the *root* (nothing whole), the *structure program* (sites, halls, tranches,
//! leases and jobs whole, chip counts relaxed) and *parts* of the program (a few sites free, the rest fixed). The first
//! two are relaxations of the program, so their bounds are bounds of the program; a point of a part whose counts are whole
//! is, with its fixed rest, a point of the program. Strengthening rows are added where a relaxation breaks them.
//!
//! One lane works on plans (`plans.rs`), the other on the bound (`tree.rs`); each sees what the other has found, and
//! both end when the two meet. With one thread they take turns. Where the structure program is solved and the gap is
//! still open, the whole program takes over, starting from the best plan: so the strategy is exact, given time.

use super::restrict::{self, Care};
use super::root::{self, Ended, Root};
use super::{dive, first_order, plans, previous, rounding, structure, tree};
use crate::program::Integrality;
use crate::solver::clock::Signal;
use crate::solver::first_order::FirstOrder;
use crate::solver::polish::{keep, offer_nothing};
use crate::solver::session::{Session, Watch};
use crate::solver::{SolverError, Strategy};
use std::sync::{Mutex, OnceLock};

/// Share of the remaining time for plans where there is one thread only.
const PLANS: f64 = 0.5;

/// Share of the remaining time at most for HiGHS's cuts, where better plans close more of the gap than branching.
const CUTS: f64 = 0.5;

/// Share of the remaining time for a first plan by diving, where parts give none.
const DIVE: f64 = 0.5;

/// Solves. Returns whether infeasibility is proven.
///
/// # Errors
/// If HiGHS fails, the program is unbounded, or a point breaks our rows.
pub fn solve(session: &Session<'_>, strategy: Strategy) -> Result<bool, SolverError> {
    if session.must_stop() {
        return Ok(false);
    }
    offer_nothing(session)?;
    let mut method = first_order::method(session);
    let root = match &mut method {
        Some(method) => first_order::solve(session, method)?,
        None => root::solve(session)?,
    };
    let mut root = match root {
        Ended::Solved(root) => root,
        Ended::Infeasible => return Ok(true),
        Ended::Stopped => return Ok(false),
    };
    if !separates_beside(session) {
        root = match &mut method {
            Some(method) if session.options.threads >= 2 => {
                let rough = root.clone();
                let separate = || Ok(first_order::separate(session, method, root));
                session
                    .in_lanes(|| rounding::plan(session, &rough), separate, |_| Ok(()))?
                    .1
            }
            Some(method) => {
                rounding::plan(session, &root)?;
                first_order::separate(session, method, root)
            }
            None => root::separate(session, root, None)?,
        };
    }
    session.keep_root(&root.rows, root.basis.as_ref());
    session.told("root");
    if !session.warm.plans.is_empty() && !session.is_done() {
        previous::recount(session)?;
    }
    if session.is_done() {
        return Ok(false);
    }
    let ended = lanes(session, &root, method, strategy)?;
    if session.is_done() {
        return Ok(false);
    }
    if ended == tree::Ended::Infeasible {
        session.remark("the structure program has no point; a second look at the whole one");
        return super::whole::confirm(session);
    }
    everything(session, &root)
}

/// Whether strengthening rows take so long to separate that plans do not wait for them.
pub fn separates_beside(session: &Session<'_>) -> bool {
    first_order::is_giant(session) || (root::is_slow(session.program) && !first_order::is_worthwhile(session))
}

/// Plans and bound, side by side with two threads or more. The whole structure is solved or the time is up when
/// both have ended, unless the gap is closed before.
fn lanes(
    session: &Session<'_>,
    root: &Root,
    method: Option<FirstOrder<'_>>,
    strategy: Strategy,
) -> Result<tree::Ended, SolverError> {
    let clock = session.clock();
    let (found, news, useless) = (Mutex::new(None), Signal::new(clock), Signal::new(clock));
    let (tree, separated) = (OnceLock::<tree::Tree<'_>>::new(), OnceLock::new());
    let pool = plans::Pool::new(clock);
    let shared = plans::Shared {
        separated: &separated,
        found: &found,
        news: &news,
        pool: &pool,
    };
    // The lane of the bound has ended.
    let over = Signal::new(clock);
    let branch = |stop: &Signal<'_>| {
        clock.turn();
        match tree.get() {
            Some(tree) => tree.grow(session, &shared, stop),
            None => Ok(tree::Ended::Stopped),
        }
    };
    let prove = || {
        let is_giant = first_order::is_giant(session);
        let tight = match method {
            Some(method) if is_giant => first_order::separate_beside(session, method, root, &useless),
            None if root::is_slow(session.program) => root::separate(session, root.clone(), Some(&useless))?,
            _ => root.clone(),
        };
        session.keep_root(&tight.rows, tight.basis.as_ref());
        clock.turn();
        let tight = separated.get_or_init(|| tight);
        let is_large = first_order::is_worthwhile(session);
        if is_large && !is_giant && !root::is_slow(session.program) {
            let solved = structure::solve(session, tight, &shared, CUTS * session.remaining(), &useless);
            let ended = forgiven(session, solved, tree::Ended::Stopped)?;
            if ended != tree::Ended::Stopped {
                return Ok(ended);
            }
        }
        if is_large {
            forgiven(session, plans::help(session, tight, &shared, 0), ())?;
        }
        if session.is_done() || is_giant {
            return Ok(tree::Ended::Stopped);
        }
        let exact = match tight.basis {
            None => root::exact(session, tight, &useless)?,
            Some(_) => tight.clone(),
        };
        session.keep_root(&exact.rows, exact.basis.as_ref());
        let tightened = match structure::cuts(session, &exact, &shared, CUTS * session.remaining(), &useless)?
        {
            Ok(tightened) => tightened,
            Err(tree::Ended::Stopped) => structure::Tightened::without_cuts(&exact),
            Err(ended) => return Ok(ended),
        };
        if let Some(new) = tree::Tree::new(session, &exact, tightened) {
            clock.turn();
            tree.get_or_init(|| new);
            // Who waits for something to do has it now.
            news.set(true);
        }
        forgiven(session, branch(&useless), tree::Ended::Stopped)
    };
    let prove = || {
        let ended = prove();
        over.set(true);
        // Who helps with the tree, or waits for a structure, does so in vain now.
        news.set(true);
        ended
    };
    let planning = || {
        // The rough root of a giant program has been rounded already.
        if separates_beside(session) && !first_order::is_giant(session) {
            rounding::plan(session, root)?;
        }
        let planned = forgiven(session, plans(session, root, &shared, strategy), ());
        if planned.is_err() {
            useless.set(true);
        }
        planned
    };
    let ended = if session.options.threads < 2 {
        session.until(PLANS, planning)?;
        prove()?
    } else {
        let both = || {
            planning()?;
            // Nothing is left to try for better plans but what the other lane finds, which itself makes none.
            let is_over = || session.is_done() || over.is_up();
            while !is_over() {
                news.set(false);
                plans::try_structure(session, &shared)?;
                let ended = forgiven(session, branch(&news), tree::Ended::Stopped)?;
                if ended != tree::Ended::Stopped {
                    useless.set(true);
                    return Ok(ended);
                }
                while !is_over() && !news.is_up() {
                    clock.pause();
                }
            }
            Ok(tree::Ended::Stopped)
        };
        // Helpers search structures like the lane of the bound, then grow the tree.
        let help = |number: usize| {
            if first_order::is_worthwhile(session) {
                forgiven(session, plans::help(session, root, &shared, 1 + number), ())?;
            }
            while !over.is_up() && !session.is_done() {
                if tree.get().is_some() {
                    return forgiven(session, branch(&useless), tree::Ended::Stopped).map(|_| ());
                }
                clock.pause();
            }
            Ok(())
        };
        match session.in_lanes(both, prove, help)? {
            (tree::Ended::Stopped, ended) => ended,
            (ended, _) => ended,
        }
    };
    session.told("tree");
    // A structure that the tree has found after the plans had ended.
    plans::try_structure(session, &shared)?;
    Ok(ended)
}

/// A run that HiGHS refuses ends one lane, not the solve: what both have found stays, and the whole program is left.
fn forgiven<T>(session: &Session<'_>, ended: Result<T, SolverError>, otherwise: T) -> Result<T, SolverError> {
    match ended {
        Err(error @ SolverError::Refused { .. }) => {
            session.remark(format!("a lane ended early: {error}"));
            Ok(otherwise)
        }
        ended => ended,
    }
}

/// Plans by parts; where there are no parts, or they come to nothing, by a dive and by HiGHS on the whole program.
fn plans(
    session: &Session<'_>,
    root: &Root,
    shared: &plans::Shared<'_>,
    strategy: Strategy,
) -> Result<(), SolverError> {
    if plans::search(session, root, shared, strategy)? || session.is_done() {
        return Ok(());
    }
    if first_order::is_giant(session) {
        session.remark("no plan from parts, and too large for anything else");
        return Ok(());
    }
    match dive::structure(session, root)? {
        Some(dived) => {
            restrict::counts(session, &dived, Care::Searched, DIVE * session.remaining())?;
            session.told("dive");
        }
        None => session.remark("the dive found no structure"),
    }
    if !session.is_done() {
        everything(session, root)?;
    }
    Ok(())
}

/// The whole program with the rows that the root needed, from the best plan on. Returns whether
/// infeasibility is proven.
fn everything(session: &Session<'_>, root: &Root) -> Result<bool, SolverError> {
    let program = session.program;
    let mut highs = session.highs()?;
    highs.pass(program, program.defining_rows(), |kind| {
        kind != Integrality::Continuous
    })?;
    highs.add_rows(program, &root.rows)?;
    if let Some(start) = session.values() {
        highs.start_from(&start)?;
    }
    let watch = Watch::whole(session, "branch and bound");
    let ran = highs.run(watch.seconds(), &watch)?;
    if let Some(bound) = ran.bound {
        session.raise_bound(bound, "branch and bound");
    }
    if let Some(values) = ran
        .point
        .map(|point| point.columns)
        .or(watch.found().map(|f| f.1))
    {
        keep(session, &values, "branch and bound")?;
    }
    session.told("branch and bound");
    super::whole::second_look(session, ran.status)
}
