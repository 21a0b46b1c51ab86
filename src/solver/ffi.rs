//! The one module with `unsafe`: HiGHS through the `highs` crate, and the C calls that the crate lacks.
//!
//! `highs::Model` owns the solver object, its options, starts, statuses and solutions. Added here: passing
//! a whole row-wise matrix in one call, adding rows and changing bounds in bulk, resetting the clocks, and
//! callbacks for log lines, incumbents, progress and interrupts.
//!
//! HiGHS ties its number of threads to the operating-system thread that first runs it, so a [`Highs`] must
//! be created and dropped inside [`on_own_thread`].
#![allow(unsafe_code)]

mod cuts;
mod load;
mod method;
mod running;

pub use cuts::Cuts;

use super::SolverError;
use super::clock::Clock;
use highs::{ColProblem, HighsModelStatus, HighsOptionValue, Model, SolvedModel};
use highs_sys as c;
use running::{CALLBACKS, Running, callback};
use std::ffi::{CStr, c_void};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Told of a running solve; called from HiGHS's threads.
pub trait Hooks: Sync {
    /// One or more lines of the solver's log.
    fn log(&self, text: &str);
    /// Whether to stop now.
    fn stop(&self) -> bool;
    /// Best objective and best bound of a running branch and bound (infinite if none).
    fn progress(&self, incumbent: f64, bound: f64);
    /// A better point was found.
    fn incumbent(&self, objective: f64, values: &[f64]);
}

/// What a run returned.
#[derive(Debug, Clone)]
pub struct Ran {
    /// Status, as HiGHS gives it.
    pub status: HighsModelStatus,
    /// The point, if HiGHS calls it feasible.
    pub point: Option<Point>,
    /// Lower bound of the objective: that of branch and bound, or the optimum of an LP.
    pub bound: Option<f64>,
    /// Objective of the last point of an LP, however it ended.
    pub objective: Option<f64>,
    /// The last point of an LP that HiGHS does not call feasible; `None` if it does, or has none.
    pub iterate: Option<Point>,
}

/// A feasible point with, for an LP, its duals.
#[derive(Debug, Clone)]
pub struct Point {
    /// Objective.
    pub objective: f64,
    /// Values by column.
    pub columns: Vec<f64>,
    /// Reduced costs by column.
    pub column_duals: Vec<f64>,
    /// Duals by row, in the order in which rows were passed and added.
    pub row_duals: Vec<f64>,
}

/// A basis of an LP: the status of every column and row, as HiGHS numbers them.
#[derive(Debug, Clone)]
pub struct Basis {
    columns: Vec<c::HighsInt>,
    rows: Vec<c::HighsInt>,
}

impl Basis {
    /// Which of the last `count` rows are not basic: those that hold the point where it is.
    pub fn tight(&self, count: usize) -> Vec<bool> {
        let from = self.rows.len().saturating_sub(count);
        let last = self.rows[from..].iter();
        last.map(|&status| status != c::kHighsBasisStatusBasic).collect()
    }

    /// The same without the basic ones of the last `count` rows: a basis of the program without them.
    #[must_use]
    pub fn only_tight(&self, count: usize) -> Self {
        let from = self.rows.len().saturating_sub(count);
        let tight = self.rows[from..].iter();
        let tight = tight.filter(|&&status| status != c::kHighsBasisStatusBasic);
        Self {
            columns: self.columns.clone(),
            rows: self.rows[..from].iter().chain(tight).copied().collect(),
        }
    }
}

/// Runs `work` on a thread of its own, as HiGHS wants it, and gives its result back.
///
/// # Errors
/// [`SolverError::Panicked`] if `work` panicked (the thread contains it), else what `work` returned.
pub fn on_own_thread<T: Send>(
    work: impl FnOnce() -> Result<T, SolverError> + Send,
) -> Result<T, SolverError> {
    std::thread::scope(|scope| scope.spawn(work).join()).unwrap_or(Err(SolverError::Panicked))
}

/// A HiGHS instance. Minimises.
#[derive(Debug)]
pub struct Highs {
    model: Option<Model>,
    columns: usize,
    integer: bool,
    offset: f64,
    /// A `*mut Running` while a run is on, else null.
    running: Box<AtomicPtr<c_void>>,
    clock: Arc<Clock>,
    /// Nonzeros of each column, where work is counted, and those of all columns that are not fixed.
    lengths: Vec<u32>,
    free: u64,
}

impl Highs {
    /// An instance with a thread count, a seed and a clock on which its work counts, silent on stdout.
    ///
    /// # Errors
    /// If HiGHS refuses an option.
    pub fn new(threads: usize, seed: u32, clock: &Arc<Clock>) -> Result<Self, SolverError> {
        let model =
            Model::try_new(ColProblem::new()).map_err(|status| refused("Highs_passLp", status as i32))?;
        let mut highs = Self {
            model: Some(model),
            columns: 0,
            integer: false,
            offset: 0.0,
            running: Box::default(),
            clock: Arc::clone(clock),
            lengths: Vec::new(),
            free: 0,
        };
        highs.set_callback()?;
        highs.set("log_to_console", false)?;
        highs.set("output_flag", true)?;
        highs.set("threads", i32::try_from(threads.max(1)).unwrap_or(i32::MAX))?;
        highs.set("parallel", if threads > 1 { "choose" } else { "off" })?;
        highs.set("random_seed", i32::try_from(seed).unwrap_or(i32::MAX))?;
        Ok(highs)
    }

    /// Sets the callback once and for all, before there are columns: for as many columns as there are at this moment HiGHS
    /// keeps a point that it copies whenever it asks whether to stop, which is at every pivot.
    fn set_callback(&mut self) -> Result<(), SolverError> {
        let data = std::ptr::from_ref(self.running.as_ref())
            .cast_mut()
            .cast::<c_void>();
        let model = self.model()?;
        // SAFETY: `data` points into a box that lives as long as the model, and the callback turns it back into the type
        // it came from.
        accept("Highs_setCallback", unsafe {
            c::Highs_setCallback(model.as_mut_ptr(), Some(callback), data)
        })
    }

    /// Sets an option.
    ///
    /// # Errors
    /// If HiGHS does not know the option or the value.
    pub fn set(&mut self, option: &'static str, value: impl HighsOptionValue) -> Result<(), SolverError> {
        self.model()?
            .try_set_option(option, value)
            .map_err(|_| refused(option, c::STATUS_ERROR))
    }

    /// The present basis; `None` if there is none.
    ///
    /// # Errors
    /// If the instance failed before.
    pub fn basis(&mut self) -> Result<Option<Basis>, SolverError> {
        let columns = self.columns;
        let model = self.model()?;
        // SAFETY: reads a count from a live model.
        let rows = unsafe { c::Highs_getNumRow(model.as_ptr()) };
        let mut basis = Basis {
            columns: vec![0; columns],
            rows: vec![0; usize::try_from(rows).unwrap_or(0)],
        };
        // SAFETY: the arrays have one entry for every column and every row.
        let status = unsafe {
            c::Highs_getBasis(
                model.as_ptr(),
                basis.columns.as_mut_ptr(),
                basis.rows.as_mut_ptr(),
            )
        };
        Ok((status != c::STATUS_ERROR).then_some(basis))
    }

    /// Starts the next run from a basis; rows added since it was taken are basic.
    ///
    /// # Errors
    /// If HiGHS refuses it or there are fewer rows or columns than in the basis.
    pub fn start_from_basis(&mut self, basis: &Basis) -> Result<(), SolverError> {
        let columns = self.columns;
        let model = self.model()?;
        // SAFETY: reads a count from a live model.
        let rows = usize::try_from(unsafe { c::Highs_getNumRow(model.as_ptr()) }).unwrap_or(0);
        if basis.columns.len() != columns || basis.rows.len() > rows {
            return Err(refused("Highs_setBasis", c::STATUS_ERROR));
        }
        let mut status = basis.rows.clone();
        status.resize(rows, c::kHighsBasisStatusBasic);
        // SAFETY: the arrays have one entry for every column and every row, as checked above.
        let set = unsafe { c::Highs_setBasis(model.as_mut_ptr(), basis.columns.as_ptr(), status.as_ptr()) };
        accept("Highs_setBasis", set)
    }

    /// Offers a complete point to start branch and bound from.
    ///
    /// # Errors
    /// If the length is wrong.
    pub fn start_from(&mut self, values: &[f64]) -> Result<(), SolverError> {
        self.model()?
            .try_set_solution(Some(values), None, None, None)
            .map_err(|status| refused("Highs_setSolution", status as i32))
    }

    /// Runs for at most `seconds` (infinite for no limit), by the clock that it was given.
    ///
    /// # Errors
    /// If HiGHS ends with an error rather than a status.
    pub fn run(&mut self, seconds: f64, hooks: &dyn Hooks) -> Result<Ran, SolverError> {
        self.run_until(seconds, hooks, None)
    }

    /// The same up to the root of branch and bound, whose cuts are returned too; `None` if it did not come to that. They are
    /// cuts of the model as it was passed, so that presolve is left out.
    ///
    /// # Errors
    /// As [`Self::run`].
    pub fn run_for_cuts(
        &mut self,
        seconds: f64,
        hooks: &dyn Hooks,
    ) -> Result<(Ran, Option<Cuts>), SolverError> {
        self.set("presolve", "off")?;
        let cuts = Mutex::new(None);
        let ran = self.run_until(seconds, hooks, Some(&cuts))?;
        Ok((ran, cuts.into_inner().unwrap_or_else(PoisonError::into_inner)))
    }

    fn run_until(
        &mut self,
        seconds: f64,
        hooks: &dyn Hooks,
        cuts: Option<&Mutex<Option<Cuts>>>,
    ) -> Result<Ran, SolverError> {
        let seconds = seconds.max(0.0);
        let counts_work = self.clock.counts_work();
        self.set("time_limit", if counts_work { f64::INFINITY } else { seconds })?;
        let integer = self.integer;
        let mut model = self.model.take().ok_or(refused("Highs_run", c::STATUS_ERROR))?;
        // SAFETY: the model is alive.
        unsafe {
            let pointer = model.as_mut_ptr();
            c::Highs_zeroAllClocks(pointer);
            for kind in CALLBACKS
                .into_iter()
                .chain(cuts.map(|_| c::kHighsCallbackMipGetCutPool))
            {
                accept("Highs_startCallback", c::Highs_startCallback(pointer, kind))?;
            }
        }
        let running = Running::new(hooks, &self.clock, self.free, seconds, cuts);
        let data = std::ptr::from_ref(&running).cast_mut().cast::<c_void>();
        self.running.store(data, Ordering::Release);
        let solved = model.try_solve();
        // The hooks do not outlive the run.
        self.running.store(std::ptr::null_mut(), Ordering::Release);
        let solved = solved.map_err(|status| refused("Highs_run", status as i32))?;
        if counts_work {
            let count = |name| solved.int_info_value(name).unwrap_or(0) as f64;
            running.worked(count(c"simplex_iteration_count"), count(c"ipm_iteration_count"));
        }
        let ran = read(&solved, integer, self.offset);
        self.model = Some(Model::from(solved));
        Ok(ran)
    }

    /// Reads a model file (MPS or LP) in place of the present model.
    ///
    /// # Errors
    /// If HiGHS cannot read it.
    #[cfg(test)]
    pub fn read_file(&mut self, path: &std::path::Path) -> Result<(), SolverError> {
        let name = std::ffi::CString::new(path.to_string_lossy().as_bytes())
            .map_err(|_| refused("Highs_readModel", c::STATUS_ERROR))?;
        let model = self.model()?;
        // SAFETY: the name is NUL-terminated and outlives the call.
        let status = unsafe { c::Highs_readModel(model.as_mut_ptr(), name.as_ptr()) };
        // SAFETY: reads a count from a live model.
        self.columns = unsafe { c::Highs_getNumCol(model.as_ptr()) } as usize;
        self.integer = true;
        accept("Highs_readModel", status)
    }

    fn model(&mut self) -> Result<&mut Model, SolverError> {
        self.model
            .as_mut()
            .ok_or(refused("an instance that failed before", c::STATUS_ERROR))
    }
}

/// Version of HiGHS, such as `1.15.0`.
pub fn version() -> String {
    // SAFETY: returns a static NUL-terminated string.
    unsafe { CStr::from_ptr(c::Highs_version()) }
        .to_string_lossy()
        .into_owned()
}

/// Takes status, point and bound out of a solved model.
fn read(solved: &SolvedModel, integer: bool, offset: f64) -> Ran {
    let status = solved.status();
    // Not `primal_solution_status()`: it panics where HiGHS says that there is no information at all.
    let feasible = solved
        .int_info_value(c"primal_solution_status")
        .is_ok_and(|value| value == i64::from(c::SOLUTION_STATUS_FEASIBLE));
    let empty = status == HighsModelStatus::ModelEmpty;
    // A model without columns has the empty point, whose objective HiGHS gives without the offset.
    let objective = if empty { offset } else { solved.objective_value() };
    let bound = if integer {
        solved
            .double_info_value(c"mip_dual_bound")
            .ok()
            .filter(|bound| bound.is_finite())
    } else {
        (empty || status == HighsModelStatus::Optimal).then_some(objective)
    };
    let take = || {
        let solution = solved.get_solution();
        Point {
            objective,
            columns: solution.columns().to_vec(),
            column_duals: solution.dual_columns().to_vec(),
            row_duals: solution.dual_rows().to_vec(),
        }
    };
    let usable = |point: &Point| {
        let all = || point.columns.iter().chain(&point.row_duals);
        all().all(|value| value.is_finite()) && all().any(|value| *value != 0.0)
    };
    let point = (feasible || empty).then(take);
    let iterate = (!integer && point.is_none()).then(take).filter(usable);
    Ran {
        status,
        point,
        bound,
        objective: (!integer).then_some(objective).filter(|value| value.is_finite()),
        iterate,
    }
}

fn int(value: usize) -> Result<c::HighsInt, SolverError> {
    c::HighsInt::try_from(value).map_err(|_| refused("a size beyond its integers", c::STATUS_ERROR))
}

fn accept(call: &'static str, status: c::HighsInt) -> Result<(), SolverError> {
    if status == c::STATUS_ERROR {
        Err(refused(call, status))
    } else {
        Ok(())
    }
}

fn refused(call: &'static str, status: i32) -> SolverError {
    SolverError::Refused { call, status }
}
