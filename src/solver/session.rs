//! One solve from start to end: clock, interrupt, log, the best verified point and the best bound.

use super::clock::{Clock, Looks, Signal};
use super::ffi::{Basis, Highs, Hooks};
use super::polish::{Polished, as_it_comes};
use super::warm::Warm;
use super::{Duals, Event, Monitor, Outcome, Progress, SolveOptions, SolverError, Status, Strategy};
use crate::program::Program;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Absolute difference of objective and bound, in MUSD, below which a point counts as optimal whatever the
/// relative gap (HiGHS's `mip_abs_gap`): one dollar.
pub const ABSOLUTE_GAP: f64 = 1e-6;

/// Share of the gap asked for within which a point ends a search for points; the rest is for rounding.
const ENOUGH: f64 = 0.9;

/// Relative gap below which whole numbers are held to a finer tolerance than HiGHS's own, and that tolerance: a point whose whole
/// numbers are off by 1e-6 can cost less than any plan by more than such a gap. Larger gaps do without, since a fine tolerance
/// costs up to twice the time at size S.
const FINE: (f64, f64) = (1e-4, 1e-7);

/// Least time between two reports of progress.
const REPORT_EVERY: Duration = Duration::from_millis(100);

/// State shared by all phases of a solve.
pub struct Session<'a> {
    /// The program.
    pub program: &'a Program,
    /// How to solve it.
    pub options: &'a SolveOptions,
    /// What an earlier solve has left.
    pub warm: Warm,
    monitor: Arc<dyn Monitor>,
    clock: Arc<Clock>,
    /// Seconds since the start after which the present phase must stop, as bits of a double.
    phase_until: AtomicU64,
    /// Whether lanes run side by side, with one thread each.
    in_lanes: AtomicBool,
    /// Whether a plan of an earlier solve is the first one of this.
    from_plan: AtomicBool,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    log: Vec<String>,
    open_line: String,
    best: Option<Polished>,
    /// The best point is a solver's as it came: the same solved for again takes its place.
    as_it_came: bool,
    bound: Option<f64>,
    reported: Option<Instant>,
    prices: Option<Duals>,
    root: Option<Warm>,
    trajectory: Vec<Event>,
}

impl<'a> Session<'a> {
    /// Starts the clock.
    pub fn new(program: &'a Program, options: &'a SolveOptions, monitor: Arc<dyn Monitor>) -> Self {
        Self {
            program,
            options,
            warm: Warm::default(),
            monitor,
            clock: Arc::new(Clock::new(options.deterministic)),
            phase_until: AtomicU64::new(f64::INFINITY.to_bits()),
            in_lanes: AtomicBool::new(false),
            from_plan: AtomicBool::new(false),
            state: Mutex::default(),
        }
    }

    /// Starts from what an earlier solve has left.
    pub fn warmed(mut self, warm: Warm) -> Self {
        self.warm = warm;
        self
    }

    /// Declares a plan of an earlier solve the first one of this: no other has to be looked for.
    pub fn go_on_from_plan(&self) {
        self.from_plan.store(true, Ordering::Relaxed);
    }

    /// Whether the first plan is one of an earlier solve.
    pub fn goes_on_from_plan(&self) -> bool {
        self.from_plan.load(Ordering::Relaxed)
    }

    /// What lanes share, in this lane's turn.
    fn state(&self) -> MutexGuard<'_, State> {
        self.clock.turn();
        self.state_now()
    }

    /// The same as it is just now: for what is only shown.
    fn state_now(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The clock of this solve.
    pub fn clock(&self) -> &Clock {
        &self.clock
    }

    /// A HiGHS instance with this solve's threads, seed and gap.
    ///
    /// # Errors
    /// If HiGHS refuses an option.
    pub fn highs(&self) -> Result<Highs, SolverError> {
        let threads = if self.in_lanes.load(Ordering::Relaxed) {
            1
        } else {
            self.options.threads
        };
        let mut highs = Highs::new(threads, self.options.seed, &self.clock)?;
        highs.set("mip_rel_gap", self.options.gap.max(0.0))?;
        highs.set("mip_abs_gap", ABSOLUTE_GAP)?;
        if self.options.gap < FINE.0 {
            highs.set("mip_feasibility_tolerance", FINE.1)?;
        }
        Ok(highs)
    }

    /// Seconds since the solve began, by its clock.
    pub fn elapsed(&self) -> f64 {
        self.clock.elapsed()
    }

    /// Seconds left; infinite without a limit, 0 once the user wants to stop.
    pub fn remaining(&self) -> f64 {
        if self.monitor.interrupted() {
            return 0.0;
        }
        let limit = self.options.time_limit.unwrap_or(f64::INFINITY);
        let phase = f64::from_bits(self.phase_until.load(Ordering::Relaxed));
        (limit.min(phase) - self.elapsed()).max(0.0)
    }

    /// Runs two lanes side by side, and a `helper` on every further thread there is, each with one thread for HiGHS. A helper is
    /// told its number.
    ///
    /// # Errors
    /// The first lane's error, else the second's, else a helper's.
    pub fn in_lanes<A: Send, B: Send>(
        &self,
        first: impl FnOnce() -> Result<A, SolverError> + Send,
        second: impl FnOnce() -> Result<B, SolverError> + Send,
        helper: impl Fn(usize) -> Result<(), SolverError> + Sync,
    ) -> Result<(A, B), SolverError> {
        self.in_lanes.store(true, Ordering::Relaxed);
        let helpers = self.options.threads.saturating_sub(2);
        let joined = self.clock.in_lanes(first, second, (helpers, helper));
        self.in_lanes.store(false, Ordering::Relaxed);
        let first = joined.first.unwrap_or(Err(SolverError::Panicked))?;
        let second = joined.second.unwrap_or(Err(SolverError::Panicked))?;
        for helper in joined.helpers {
            helper.unwrap_or(Err(SolverError::Panicked))?;
        }
        Ok((first, second))
    }

    /// Does some work in a share of the remaining time: for it, that is all the time there is.
    pub fn until<T>(&self, share: f64, work: impl FnOnce() -> T) -> T {
        let until = self.elapsed() + share * self.remaining();
        let before = self.phase_until.swap(until.to_bits(), Ordering::Relaxed);
        let done = work();
        self.phase_until.store(before, Ordering::Relaxed);
        done
    }

    /// Whether the time is up or the user wants to stop.
    pub fn must_stop(&self) -> bool {
        self.remaining() <= 0.0
    }

    /// Adds a remark of our own to the log.
    pub fn remark(&self, text: impl AsRef<str>) {
        let line = format!("buildout {:8.1} s  {}", self.elapsed(), text.as_ref());
        self.state_now().log.push(line);
    }

    /// Puts the state after a phase into the log.
    pub fn told(&self, phase: &str) {
        let number = |value: Option<f64>| value.map_or_else(|| "none".into(), |value| format!("{value:.6e}"));
        let (plan, bound) = (number(self.objective()), number(self.bound()));
        self.remark(format!("after {phase}: plan {plan}, bound {bound}"));
    }

    /// Best verified objective so far.
    pub fn objective(&self) -> Option<f64> {
        self.state().best.as_ref().map(|best| best.objective)
    }

    /// Values of the best verified point so far.
    pub fn values(&self) -> Option<Vec<f64>> {
        self.state().best.as_ref().map(|best| best.values.clone())
    }

    /// Best valid bound so far.
    pub fn bound(&self) -> Option<f64> {
        self.state().bound
    }

    /// Keeps a verified point if it is the best so far; says whether it is. `source` is who found it.
    pub fn offer(&self, point: Polished, source: &'static str) -> bool {
        self.keep_best(point, source, false)
    }

    /// The same for a point as a running solver gives it, which has not been solved for around its whole numbers.
    pub fn offer_as_it_comes(&self, point: Polished, source: &'static str) -> bool {
        self.keep_best(point, source, true)
    }

    fn keep_best(&self, point: Polished, source: &'static str, as_it_came: bool) -> bool {
        let seconds = self.elapsed();
        let mut state = self.state();
        let before = state.best.as_ref().map_or(f64::INFINITY, |best| best.objective);
        if point.objective < before {
            let event = Event {
                seconds,
                incumbent: Some(point.objective),
                bound: state.bound,
                source,
            };
            state.trajectory.push(event);
            state.best = Some(point);
            state.as_it_came = as_it_came;
            return true;
        }
        if state.as_it_came && !as_it_came && point.objective - before <= ABSOLUTE_GAP {
            state.best = Some(point);
            state.as_it_came = false;
        }
        false
    }

    /// Keeps a bound of the whole program if it is the best so far. `source` is who proved it.
    pub fn raise_bound(&self, bound: f64, source: &'static str) {
        let seconds = self.elapsed();
        let mut state = self.state();
        if bound.is_finite() && state.bound.is_none_or(|best| bound > best) {
            let event = Event {
                seconds,
                incumbent: state.best.as_ref().map(|best| best.objective),
                bound: Some(bound),
                source,
            };
            state.trajectory.push(event);
            state.bound = Some(bound);
        }
    }

    /// Keeps duals of the relaxation: the prices of a program whose structure is fixed anyway.
    pub fn keep_prices(&self, duals: Duals) {
        self.state().prices = Some(duals);
    }

    /// Takes the duals kept by [`Self::keep_prices`].
    pub fn take_prices(&self) -> Option<Duals> {
        self.state().prices.take()
    }

    /// Keeps the strengthening rows and the basis of the root, for a later solve.
    pub fn keep_root(&self, rows: &[u32], basis: Option<&Arc<Basis>>) {
        self.state().root = Some(Warm {
            rows: rows.to_vec(),
            basis: basis.cloned(),
            plans: Vec::new(),
        });
    }

    /// Takes what [`Self::keep_root`] kept.
    pub fn take_root(&self) -> Option<Warm> {
        self.state().root.take()
    }

    /// The relative gap that a point of this objective would leave; 0 without a bound.
    pub fn gap_of(&self, objective: f64) -> f64 {
        let bound = self.bound().unwrap_or(objective);
        (objective - bound).max(0.0) / objective.abs().max(1e-9)
    }

    /// Whether point and bound are within the gap asked for.
    pub fn is_closed(&self) -> bool {
        let state = self.state();
        match (&state.best, state.bound) {
            (Some(best), Some(bound)) => within(best.objective, bound, self.options.gap),
            _ => false,
        }
    }

    /// Whether nothing is left to do, or no time to do it.
    pub fn is_done(&self) -> bool {
        self.is_closed() || self.must_stop()
    }

    /// Tells the monitor where the solve stands, a few times a second at most.
    pub fn report(&self, phase: &'static str, incumbent: Option<f64>, bound: Option<f64>) {
        {
            let mut state = self.state_now();
            if state
                .reported
                .is_some_and(|reported| reported.elapsed() < REPORT_EVERY)
            {
                return;
            }
            state.reported = Some(Instant::now());
        }
        let (best, proven) = {
            let state = self.state_now();
            (state.best.as_ref().map(|best| best.objective), state.bound)
        };
        self.monitor.progress(&Progress {
            phase,
            elapsed: self.clock.wall(),
            incumbent: smallest(best, incumbent),
            bound: largest(proven, bound),
        });
    }

    /// Ends the solve: what was found, with its prices, or `proven_infeasible`.
    pub fn finish(self, strategy: Strategy, proven_infeasible: bool, duals: Option<Duals>) -> Outcome {
        let seconds = self.clock.wall();
        let closed = self.is_closed();
        let mut limits_hit = Vec::new();
        if !closed && !proven_infeasible {
            if self.monitor.interrupted() {
                limits_hit.push("interrupt".to_owned());
            } else if self.must_stop() {
                limits_hit.push("time".to_owned());
            }
        }
        let state = self.state.into_inner().unwrap_or_else(PoisonError::into_inner);
        let status = match &state.best {
            Some(_) if closed => Status::Optimal,
            Some(_) => Status::Feasible,
            None if proven_infeasible => Status::Infeasible,
            None => Status::Unknown,
        };
        let (mut values, mut objective) = (None, None);
        if let Some(best) = state.best {
            values = Some(best.values);
            objective = Some(best.objective);
        }
        let mut log = state.log;
        if !state.open_line.is_empty() {
            log.push(state.open_line);
        }
        Outcome {
            status,
            values,
            objective,
            // A tolerance of the solver can put the bound a hair above a point that we have checked.
            best_bound: state
                .bound
                .map(|bound| objective.map_or(bound, |objective| bound.min(objective))),
            duals,
            limits_hit,
            strategy,
            seconds,
            trajectory: state.trajectory,
            log,
        }
    }
}

/// Whether an objective is within a relative gap, or one dollar, of a bound.
pub fn within(objective: f64, bound: f64, gap: f64) -> bool {
    objective - bound <= (gap * objective.abs()).max(ABSOLUTE_GAP)
}

fn smallest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn largest(a: Option<f64>, b: Option<f64>) -> Option<f64> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b)),
        (a, b) => a.or(b),
    }
}

/// The hooks of one run of HiGHS within a session.
pub struct Watch<'s, 'a> {
    session: &'s Session<'a>,
    phase: &'static str,
    /// The run works on all rows and integers, so its points are points of the program.
    points_count: bool,
    /// The run works on the program or a relaxation of it, so its bounds are bounds of the program.
    bounds_count: bool,
    /// Second of the session's clock at which the run stops.
    until: f64,
    unless: Option<&'s Signal<'s>>,
    looks: Looks,
    /// Best objective of the run, and the best bound that the session has been told, as bits.
    reached: AtomicU64,
    told: AtomicU64,
    enough: AtomicBool,
    found: Mutex<Option<(f64, Vec<f64>)>>,
}

impl<'s, 'a> Watch<'s, 'a> {
    /// Hooks of a run whose points and bounds both hold for the program.
    pub fn whole(session: &'s Session<'a>, phase: &'static str) -> Self {
        Self {
            session,
            phase,
            points_count: true,
            bounds_count: true,
            until: f64::INFINITY,
            unless: None,
            looks: Looks::new(&session.clock),
            reached: AtomicU64::new(f64::INFINITY.to_bits()),
            told: AtomicU64::new(f64::NEG_INFINITY.to_bits()),
            enough: AtomicBool::new(false),
            found: Mutex::default(),
        }
    }

    /// Hooks of a run on a relaxation: only its bounds hold.
    pub fn relaxation(session: &'s Session<'a>, phase: &'static str) -> Self {
        Self {
            points_count: false,
            ..Self::whole(session, phase)
        }
    }

    /// Hooks of a run on a restriction: only its points hold.
    pub fn restriction(session: &'s Session<'a>, phase: &'static str) -> Self {
        Self {
            bounds_count: false,
            ..Self::whole(session, phase)
        }
    }

    /// Hooks of a run of which neither points nor bounds hold for the program.
    pub fn neither(session: &'s Session<'a>, phase: &'static str) -> Self {
        Self {
            points_count: false,
            ..Self::restriction(session, phase)
        }
    }

    /// Stops the run after some seconds at the latest.
    pub fn at_most(mut self, seconds: f64) -> Self {
        self.until = self.session.elapsed() + seconds.max(0.0);
        self
    }

    /// Stops the run once the flag is set.
    pub fn unless(mut self, useless: &'s Signal<'s>) -> Self {
        self.unless = Some(useless);
        self
    }

    /// Seconds that the run may take.
    pub fn seconds(&self) -> f64 {
        let own = (self.until - self.session.elapsed()).max(0.0);
        self.session.remaining().min(own)
    }

    /// Whether the run has met what earlier ones or another lane have found, or is of no use any more.
    fn is_enough(&self) -> bool {
        if self.unless.is_some_and(Signal::is_up) {
            return true;
        }
        // A run of one kind can meet what an earlier run of the other kind has found.
        match (self.points_count, self.bounds_count) {
            (true, false) => {
                let reached = f64::from_bits(self.reached.load(Ordering::Relaxed));
                let gap = ENOUGH * self.session.options.gap;
                let bound = self.session.bound();
                reached.is_finite() && bound.is_some_and(|bound| within(reached, bound, gap))
            }
            (false, true) => self.session.is_closed(),
            _ => false,
        }
    }

    /// The best point seen during the run, as HiGHS gave it.
    pub fn found(self) -> Option<(f64, Vec<f64>)> {
        self.found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Hooks for Watch<'_, '_> {
    fn log(&self, text: &str) {
        let mut state = self.session.state_now();
        let mut rest = text;
        while let Some((line, after)) = rest.split_once('\n') {
            let line = std::mem::take(&mut state.open_line) + line;
            state.log.push(line.trim_end().to_owned());
            rest = after;
        }
        state.open_line.push_str(rest);
    }

    fn stop(&self) -> bool {
        self.session.report(self.phase, None, None);
        if self.looks.is_due(&self.session.clock) && self.is_enough() {
            self.enough.store(true, Ordering::Relaxed);
        }
        self.enough.load(Ordering::Relaxed)
            || self.session.must_stop()
            || self.session.elapsed() >= self.until
    }

    fn progress(&self, incumbent: f64, bound: f64) {
        let incumbent = Some(incumbent).filter(|value| self.points_count && value.is_finite());
        let bound = Some(bound).filter(|value| self.bounds_count && value.is_finite());
        if let Some(incumbent) = incumbent {
            self.reached.store(incumbent.to_bits(), Ordering::Relaxed);
        }
        if let Some(bound) = bound.filter(|bound| *bound > f64::from_bits(self.told.load(Ordering::Relaxed)))
        {
            self.told.store(bound.to_bits(), Ordering::Relaxed);
            self.session.raise_bound(bound, self.phase);
        }
        self.session.report(self.phase, incumbent, bound);
    }

    fn incumbent(&self, objective: f64, values: &[f64]) {
        // What is found on the way is a plan at once, not only when the run ends.
        if self.points_count
            && self.bounds_count
            && let Some(point) = as_it_comes(self.session.program, values)
        {
            self.session.offer_as_it_comes(point, self.phase);
        }
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if found.as_ref().is_none_or(|(best, _)| objective < *best) {
            *found = Some((objective, values.to_vec()));
        }
    }
}
