//! A run that is on, and what HiGHS calls back for meanwhile.

use super::{Cuts, Hooks};
use crate::solver::clock::Clock;
use highs_sys as c;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Mutex, PoisonError};

/// Seconds of work of an iteration of the simplex method, and of the interior point method, per nonzero of the columns that
/// are not fixed: about what they take at sizes M to XL on the machine of `docs/performance.md`.
const PER_NONZERO: Costs = Costs {
    simplex: 2e-8,
    interior: 4e-7,
};

/// Seconds of work of a run that hardly iterates, per nonzero: presolve and the first factorisation.
const SET_UP: f64 = 1e-6;

/// Seconds of work of an iteration.
#[derive(Clone, Copy)]
struct Costs {
    simplex: f64,
    interior: f64,
}

/// A run that is on.
pub struct Running<'r> {
    hooks: &'r dyn Hooks,
    clock: &'r Clock,
    /// Seconds of the clock at which it began, and at which it is to stop.
    begun: f64,
    until: f64,
    costs: Costs,
    /// Where the cuts of the root go, after which the run has done what it is for.
    cuts: Option<&'r Mutex<Option<Cuts>>>,
}

impl<'r> Running<'r> {
    /// A run that begins now on columns of `free` nonzeros that are not fixed. HiGHS has the limit where the clock is that of the
    /// wall; where work is counted, this has it.
    pub fn new(
        hooks: &'r dyn Hooks,
        clock: &'r Clock,
        free: u64,
        seconds: f64,
        cuts: Option<&'r Mutex<Option<Cuts>>>,
    ) -> Self {
        let (begun, free) = (clock.elapsed(), free as f64);
        let until = if clock.counts_work() {
            begun + seconds
        } else {
            f64::INFINITY
        };
        Self {
            hooks,
            clock,
            begun: begun + SET_UP * free,
            until,
            costs: Costs {
                simplex: PER_NONZERO.simplex * free,
                interior: PER_NONZERO.interior * free,
            },
            cuts,
        }
    }

    /// Puts the clock forward to what has been done so far: iterations of the two methods.
    pub fn worked(&self, simplex: f64, interior: f64) {
        let done = simplex.max(0.0) * self.costs.simplex + interior.max(0.0) * self.costs.interior;
        self.clock.reach(self.begun + done);
    }

    fn has_cuts(&self) -> bool {
        let held = |cuts: &Mutex<Option<Cuts>>| {
            let cuts = cuts.lock().unwrap_or_else(PoisonError::into_inner);
            cuts.is_some()
        };
        self.cuts.is_some_and(held)
    }
}

/// What HiGHS calls back for.
pub const CALLBACKS: [c_int; 5] = [
    c::kHighsCallbackLogging,
    c::kHighsCallbackSimplexInterrupt,
    c::kHighsCallbackIpmInterrupt,
    c::kHighsCallbackMipImprovingSolution,
    c::kHighsCallbackMipInterrupt,
];

/// The callback given to HiGHS. `data` is that of [`Highs::running`].
pub unsafe extern "C" fn callback(
    kind: c_int,
    message: *const c_char,
    out: *const c::HighsCallbackDataOut,
    input: *mut c::HighsCallbackDataIn,
    data: *mut c_void,
) {
    // SAFETY: `set_callback` passes a pointer to an `AtomicPtr` that lives as long as the model.
    let Some(slot) = (unsafe { data.cast::<AtomicPtr<c_void>>().as_ref() }) else {
        return;
    };
    let running = slot.load(Ordering::Acquire).cast::<Running<'_>>();
    // SAFETY: `run` stores a pointer to a `Running` that outlives the run, and takes it away after it.
    let Some(running) = (unsafe { running.as_ref() }) else {
        return;
    };
    let hooks = running.hooks;
    // A panic must not cross into C++; the solve is asked to stop instead.
    let stop = catch_unwind(AssertUnwindSafe(|| {
        if kind == c::kHighsCallbackLogging {
            if !message.is_null() {
                // SAFETY: HiGHS passes a NUL-terminated line.
                hooks.log(&unsafe { CStr::from_ptr(message) }.to_string_lossy());
            }
            return false;
        }
        // SAFETY: for these kinds HiGHS passes a filled structure, valid during the call.
        let Some(out) = (unsafe { out.as_ref() }) else {
            return false;
        };
        if kind == c::kHighsCallbackMipImprovingSolution {
            let length = usize::try_from(out.mip_solution_size).unwrap_or(0);
            if !out.mip_solution.is_null() && length > 0 {
                // SAFETY: pointer and length describe one array, valid during the call.
                let values = unsafe { std::slice::from_raw_parts(out.mip_solution, length) };
                hooks.incumbent(out.objective_function_value, values);
            }
            return false;
        }
        if kind == c::kHighsCallbackMipGetCutPool {
            if let Some(slot) = running.cuts {
                // SAFETY: for this kind HiGHS passes the cuts as arrays of these counts, valid during the call.
                let cuts = unsafe { Cuts::copied(out) };
                *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(cuts);
            }
            return false;
        }
        match kind {
            c::kHighsCallbackMipInterrupt => {
                running.worked(out.mip_total_lp_iterations as f64, 0.0);
                hooks.progress(out.mip_primal_bound, out.mip_dual_bound);
            }
            c::kHighsCallbackSimplexInterrupt => running.worked(f64::from(out.simplex_iteration_count), 0.0),
            _ => running.worked(0.0, f64::from(out.ipm_iteration_count)),
        }
        hooks.stop() || running.has_cuts() || running.clock.elapsed() >= running.until
    }))
    .unwrap_or(true);
    if stop && kind != c::kHighsCallbackLogging && kind != c::kHighsCallbackMipImprovingSolution {
        // SAFETY: for the interrupt kinds HiGHS passes a structure that it reads back after the call.
        if let Some(input) = unsafe { input.as_mut() } {
            input.user_interrupt = 1;
        }
    }
}
