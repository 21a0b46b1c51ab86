//! Plans and bound, side by side with two threads or more: one lane works on plans (`plans.rs`), the other on the bound
//! (`tree.rs`), and helpers, where there are more threads, on what either leaves to be done. With one thread they take turns.

use super::plans::{self, Shared};
use super::relax_repair::{everything, separates_beside};
use super::restrict::{self, Care};
use super::root::{self, Root};
use super::structure::{self, Tightened};
use super::tree::{Ended, Tree};
use super::{dive, first_order, rounding};
use crate::solver::clock::Signal;
use crate::solver::first_order::FirstOrder;
use crate::solver::session::Session;
use crate::solver::{SolverError, Strategy};
use std::sync::OnceLock;

/// Share of the remaining time for plans where there is one thread only.
const PLANS: f64 = 0.5;

/// Share of the remaining time at most for HiGHS's cuts, where better plans close more of the gap than branching.
const CUTS: f64 = 0.5;

/// Share of the remaining time for a first plan by diving, where parts give none.
const DIVE: f64 = 0.5;

/// Runs all lanes. Says whether the whole structure is solved or has no point; else the time is up or the gap is closed.
///
/// # Errors
/// If HiGHS fails.
pub fn run(
    session: &Session<'_>,
    root: &Root,
    method: Option<FirstOrder<'_>>,
    strategy: Strategy,
) -> Result<Ended, SolverError> {
    let lanes = Lanes::new(session, root);
    let ended = if session.options.threads < 2 {
        session.until(PLANS, || lanes.plan(strategy))?;
        lanes.prove(method)?
    } else {
        let (plan, prove) = (|| lanes.plan_then_branch(strategy), || lanes.prove(method));
        match session.in_lanes(plan, prove, |number| lanes.help(number))? {
            (Ended::Stopped, ended) => ended,
            (ended, _) => ended,
        }
    };
    if let Some(tree) = lanes.tree.get() {
        tree.tell(session);
    }
    // A structure that the tree has found after the plans had ended.
    plans::try_structure(session, &lanes.shared.pool)?;
    Ok(ended)
}

struct Lanes<'s, 'a> {
    session: &'s Session<'a>,
    root: &'s Root,
    shared: Shared<'s>,
    /// The tree, once there is one to grow.
    tree: OnceLock<Tree<'s>>,
    /// What the lane of the bound does is in vain.
    useless: Signal<'s>,
    /// The lane of the bound has ended.
    over: Signal<'s>,
}

impl<'s, 'a> Lanes<'s, 'a> {
    fn new(session: &'s Session<'a>, root: &'s Root) -> Self {
        let clock = session.clock();
        Self {
            session,
            root,
            shared: Shared::new(clock),
            tree: OnceLock::new(),
            useless: Signal::new(clock),
            over: Signal::new(clock),
        }
    }

    /// The lane of the bound.
    fn prove(&self, method: Option<FirstOrder<'_>>) -> Result<Ended, SolverError> {
        let ended = self.bound(method);
        self.over.set(true);
        // Who helps with the tree, or waits for a structure, does so in vain now.
        self.shared.news.set(true);
        ended
    }

    fn bound(&self, method: Option<FirstOrder<'_>>) -> Result<Ended, SolverError> {
        let session = self.session;
        let is_giant = first_order::is_giant(session);
        let is_slow = root::is_slow(session.program);
        let tight = match method {
            Some(method) if is_giant => {
                first_order::separate_beside(session, method, self.root, &self.useless)
            }
            None if is_slow => root::separate(session, self.root.clone(), Some(&self.useless))?,
            _ => self.root.clone(),
        };
        session.keep_root(&tight.rows, tight.basis.as_ref());
        session.clock().turn();
        let tight = self.shared.separated.get_or_init(|| tight);
        let is_large = first_order::is_worthwhile(session);
        if is_large && !is_giant && !is_slow {
            let seconds = CUTS * session.remaining();
            let solved = structure::solve(session, tight, &self.shared, seconds, &self.useless);
            let ended = forgiven(session, solved, Ended::Stopped)?;
            if ended != Ended::Stopped {
                return Ok(ended);
            }
        }
        if is_large {
            forgiven(session, plans::help(session, tight, &self.shared, 0), ())?;
        }
        if session.is_done() || is_giant {
            return Ok(Ended::Stopped);
        }
        self.plant(tight)?.map_or_else(|| self.branch(&self.useless), Ok)
    }

    /// Makes the tree, with HiGHS's cuts on an exact root, or says how these ended the search.
    fn plant(&self, tight: &Root) -> Result<Option<Ended>, SolverError> {
        let session = self.session;
        let exact = match tight.basis {
            None => root::exact(session, tight, &self.useless)?,
            Some(_) => tight.clone(),
        };
        session.keep_root(&exact.rows, exact.basis.as_ref());
        let seconds = CUTS * session.remaining();
        let tightened = match structure::cuts(session, &exact, &self.shared, seconds, &self.useless)? {
            Ok(tightened) => tightened,
            Err(Ended::Stopped) => Tightened::without_cuts(&exact),
            Err(ended) => return Ok(Some(ended)),
        };
        if let Some(new) = Tree::new(session, &exact, tightened) {
            session.clock().turn();
            self.tree.get_or_init(|| new);
            // Who waits for something to do has it now.
            self.shared.news.set(true);
        }
        Ok(None)
    }

    /// Grows the tree, if there is one, until a signal is up.
    fn branch(&self, stop: &Signal<'_>) -> Result<Ended, SolverError> {
        self.session.clock().turn();
        let grown = match self.tree.get() {
            Some(tree) => tree.grow(self.session, &self.shared, stop),
            None => Ok(Ended::Stopped),
        };
        forgiven(self.session, grown, Ended::Stopped)
    }

    /// The lane of plans. When nothing is left to try for better ones but what the other lane finds, which itself makes none,
    /// it grows the tree until there is something.
    fn plan_then_branch(&self, strategy: Strategy) -> Result<Ended, SolverError> {
        self.plan(strategy)?;
        let (session, news) = (self.session, &self.shared.news);
        let is_over = || session.is_done() || self.over.is_up();
        while !is_over() {
            news.set(false);
            plans::try_structure(session, &self.shared.pool)?;
            let ended = self.branch(news)?;
            if ended != Ended::Stopped {
                self.useless.set(true);
                return Ok(ended);
            }
            while !is_over() && !news.is_up() {
                session.clock().pause();
            }
        }
        Ok(Ended::Stopped)
    }

    fn plan(&self, strategy: Strategy) -> Result<(), SolverError> {
        let session = self.session;
        // The rough root of a giant program has been rounded already.
        if separates_beside(session) && !first_order::is_giant(session) {
            rounding::plan(session, self.root)?;
        }
        let planned = forgiven(session, self.search(strategy), ());
        if planned.is_err() {
            self.useless.set(true);
        }
        planned
    }

    /// Plans by parts; where there are no parts, or they come to nothing, by a dive and by HiGHS on the whole program.
    fn search(&self, strategy: Strategy) -> Result<(), SolverError> {
        let session = self.session;
        let found = plans::search(session, self.root, &self.shared, strategy)?;
        // The simplex method and branch and bound on a giant program would not begin in time.
        if found || session.is_done() || first_order::is_giant(session) {
            return Ok(());
        }
        match dive::structure(session, self.root)? {
            Some(dived) => {
                restrict::counts(session, &dived, Care::Searched, DIVE * session.remaining())?;
                session.told("dive");
            }
            None => session.remark("the dive found no structure"),
        }
        if !session.is_done() {
            everything(session, self.root)?;
        }
        Ok(())
    }

    /// A helper: searches structures like the lane of the bound, then grows the tree.
    fn help(&self, number: usize) -> Result<(), SolverError> {
        let session = self.session;
        if first_order::is_worthwhile(session) {
            let helped = plans::help(session, self.root, &self.shared, 1 + number);
            forgiven(session, helped, ())?;
        }
        while !self.over.is_up() && !session.is_done() {
            if self.tree.get().is_some() {
                return self.branch(&self.useless).map(|_| ());
            }
            session.clock().pause();
        }
        Ok(())
    }
}

/// A run that HiGHS refuses ends one lane, not the solve: what all have found stays, and the whole program is left.
fn forgiven<T>(session: &Session<'_>, ended: Result<T, SolverError>, otherwise: T) -> Result<T, SolverError> {
    match ended {
        Err(error @ SolverError::Refused { .. }) => {
            session.remark(format!("a lane ended early: {error}"));
            Ok(otherwise)
        }
        ended => ended,
    }
}
