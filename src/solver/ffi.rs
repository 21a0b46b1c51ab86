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

pub use cuts::Cuts;

use super::SolverError;
use super::clock::Clock;
use crate::program::{Integrality, Program};
use highs::{ColProblem, HighsModelStatus, HighsOptionValue, Model, SolvedModel};
use highs_sys as c;
use std::ffi::{CStr, c_char, c_int, c_void};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicPtr, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// Seconds of work of an iteration of the simplex method, and of the interior point method, per nonzero of the columns that
/// are not fixed: about what they take at sizes M to XL on the machine of `docs/performance.md`.
const PER_NONZERO: Costs = Costs {
    simplex: 2e-8,
    interior: 4e-7,
};

/// Seconds of work of a run that hardly iterates, per nonzero: presolve and the first factorisation.
const SET_UP: f64 = 1e-6;

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

/// Seconds of work of an iteration.
#[derive(Clone, Copy)]
struct Costs {
    simplex: f64,
    interior: f64,
}

/// A run that is on.
struct Running<'r> {
    hooks: &'r dyn Hooks,
    clock: &'r Clock,
    /// Seconds of the clock at which it began, and at which it is to stop.
    begun: f64,
    until: f64,
    costs: Costs,
    /// Where the cuts of the root go, after which the run has done what it is for.
    cuts: Option<&'r Mutex<Option<Cuts>>>,
}

impl Running<'_> {
    /// Puts the clock forward to what has been done so far.
    fn worked(&self, simplex: f64, interior: f64) {
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
        highs.set("primal_feasibility_tolerance", 1e-7)?;
        highs.set("mip_feasibility_tolerance", 1e-7)?;
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

    /// Passes all columns and the first `rows` rows at once, without copying the matrix on this side.
    /// Columns for which `whole` holds are integer.
    ///
    /// # Errors
    /// If HiGHS refuses the model (a coefficient that is not finite, for example).
    pub fn pass(
        &mut self,
        program: &Program,
        rows: usize,
        whole: impl Fn(Integrality) -> bool,
    ) -> Result<(), SolverError> {
        let nonzeros = program.start.get(rows).copied().unwrap_or(0);
        let columns = program.columns();
        let integrality: Vec<c::HighsInt> = program
            .integrality
            .iter()
            .map(|&kind| {
                if whole(kind) {
                    c::VAR_TYPE_INTEGER
                } else {
                    c::VAR_TYPE_CONTINUOUS
                }
            })
            .collect();
        self.integer = integrality.contains(&c::VAR_TYPE_INTEGER);
        self.columns = columns;
        self.offset = program.offset;
        self.count_nonzeros(program, nonzeros as usize);
        let (column_count, row_count) = (int(columns)?, int(rows)?);
        let nonzero_count = int(nonzeros as usize)?;
        debug_assert!(program.index.iter().all(|&col| (col as usize) < columns));
        let model = self.model()?;
        // SAFETY: every array has the length that its count says (`start` has rows + 1 entries of which
        // `rows` are read); u32 and HighsInt have one layout and all values fit, being at most `nonzeros`
        // and `columns`, which `int` has checked; HiGHS copies everything before it returns.
        let status = unsafe {
            c::Highs_passMip(
                model.as_mut_ptr(),
                column_count,
                row_count,
                nonzero_count,
                c::MATRIX_FORMAT_ROW_WISE,
                c::OBJECTIVE_SENSE_MINIMIZE,
                program.offset,
                program.cost.as_ptr(),
                program.col_lower.as_ptr(),
                program.col_upper.as_ptr(),
                program.row_lower.as_ptr(),
                program.row_upper.as_ptr(),
                program.start.as_ptr().cast::<c::HighsInt>(),
                program.index.as_ptr().cast::<c::HighsInt>(),
                program.value.as_ptr(),
                integrality.as_ptr(),
            )
        };
        accept("Highs_passMip", status)
    }

    /// Where work is counted: how many nonzeros the columns have, and those of them that are not fixed.
    fn count_nonzeros(&mut self, program: &Program, nonzeros: usize) {
        if self.clock.counts_work() {
            self.lengths = vec![0; program.columns()];
            for &col in &program.index[..nonzeros] {
                self.lengths[col as usize] += 1;
            }
            self.free = self.free_nonzeros(&program.col_lower, &program.col_upper);
        }
    }

    fn free_nonzeros(&self, lower: &[f64], upper: &[f64]) -> u64 {
        let bounds = lower.iter().zip(upper);
        let free = self
            .lengths
            .iter()
            .zip(bounds)
            .filter(|(_, (lower, upper))| lower < upper);
        free.map(|(&length, _)| u64::from(length)).sum()
    }

    /// Adds rows of the program behind those already there.
    ///
    /// # Errors
    /// If HiGHS refuses them.
    pub fn add_rows(&mut self, program: &Program, rows: &[u32]) -> Result<(), SolverError> {
        if rows.is_empty() {
            return Ok(());
        }
        let mut lower = Vec::with_capacity(rows.len());
        let mut upper = Vec::with_capacity(rows.len());
        let mut start: Vec<c::HighsInt> = Vec::with_capacity(rows.len());
        let mut index: Vec<c::HighsInt> = Vec::new();
        let mut value = Vec::new();
        for &row in rows {
            start.push(int(index.len())?);
            lower.push(program.row_lower[row as usize]);
            upper.push(program.row_upper[row as usize]);
            for (col, coefficient) in program.row_terms(crate::program::Row(row)) {
                index.push(int(col.index())?);
                value.push(coefficient);
            }
        }
        let (row_count, nonzero_count) = (int(rows.len())?, int(index.len())?);
        self.free += index.len() as u64;
        let model = self.model()?;
        // SAFETY: the arrays were built above with these counts; HiGHS copies them.
        let status = unsafe {
            c::Highs_addRows(
                model.as_mut_ptr(),
                row_count,
                lower.as_ptr(),
                upper.as_ptr(),
                nonzero_count,
                start.as_ptr(),
                index.as_ptr(),
                value.as_ptr(),
            )
        };
        accept("Highs_addRows", status)
    }

    /// Adds cuts of a program with the same columns behind the rows already there.
    ///
    /// # Errors
    /// If HiGHS refuses them (a column that does not exist, for example).
    pub fn add_cuts(&mut self, cuts: &Cuts) -> Result<(), SolverError> {
        if cuts.len() == 0 {
            return Ok(());
        }
        let (row_count, nonzero_count) = (int(cuts.len())?, int(cuts.index.len())?);
        self.free += cuts.index.len() as u64;
        let model = self.model()?;
        // SAFETY: the arrays are copies of HiGHS's own with these counts; HiGHS copies them.
        let status = unsafe {
            c::Highs_addRows(
                model.as_mut_ptr(),
                row_count,
                cuts.lower.as_ptr(),
                cuts.upper.as_ptr(),
                nonzero_count,
                cuts.start.as_ptr(),
                cuts.index.as_ptr(),
                cuts.value.as_ptr(),
            )
        };
        accept("Highs_addRows", status)
    }

    /// Replaces the bounds of all columns.
    ///
    /// # Errors
    /// If HiGHS refuses them or a length is wrong.
    pub fn set_bounds(&mut self, lower: &[f64], upper: &[f64]) -> Result<(), SolverError> {
        if lower.len() != self.columns || upper.len() != self.columns {
            return Err(refused("Highs_changeColsBoundsByRange", c::STATUS_ERROR));
        }
        let Some(last) = self.columns.checked_sub(1) else {
            return Ok(());
        };
        let last = int(last)?;
        self.free = self.free_nonzeros(lower, upper);
        let model = self.model()?;
        // SAFETY: both arrays hold one value for each column 0..=last, as checked above.
        let status = unsafe {
            c::Highs_changeColsBoundsByRange(model.as_mut_ptr(), 0, last, lower.as_ptr(), upper.as_ptr())
        };
        accept("Highs_changeColsBoundsByRange", status)
    }

    /// Replaces the bounds of some columns: column, lower, upper.
    ///
    /// # Errors
    /// If HiGHS refuses them (a column that does not exist, for example).
    pub fn change_bounds(&mut self, bounds: &[(u32, f64, f64)]) -> Result<(), SolverError> {
        let mut set: Vec<c::HighsInt> = Vec::with_capacity(bounds.len());
        for &(col, _, _) in bounds {
            set.push(int(col as usize)?);
        }
        let lower: Vec<f64> = bounds.iter().map(|&(_, lower, _)| lower).collect();
        let upper: Vec<f64> = bounds.iter().map(|&(_, _, upper)| upper).collect();
        let count = int(set.len())?;
        let model = self.model()?;
        // SAFETY: the three arrays have `count` entries each; HiGHS checks the columns and copies everything.
        let status = unsafe {
            c::Highs_changeColsBoundsBySet(
                model.as_mut_ptr(),
                count,
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            )
        };
        accept("Highs_changeColsBoundsBySet", status)
    }

    /// Replaces the limits of some rows, counted from the first that was passed: row, lower, upper.
    ///
    /// # Errors
    /// If HiGHS refuses them (a row that does not exist, for example).
    pub fn change_limits(&mut self, limits: &[(u32, f64, f64)]) -> Result<(), SolverError> {
        let mut set: Vec<c::HighsInt> = Vec::with_capacity(limits.len());
        for &(row, _, _) in limits {
            set.push(int(row as usize)?);
        }
        let lower: Vec<f64> = limits.iter().map(|&(_, lower, _)| lower).collect();
        let upper: Vec<f64> = limits.iter().map(|&(_, _, upper)| upper).collect();
        let count = int(set.len())?;
        let model = self.model()?;
        // SAFETY: the three arrays have `count` entries each; HiGHS checks the rows and copies everything.
        let status = unsafe {
            c::Highs_changeRowsBoundsBySet(
                model.as_mut_ptr(),
                count,
                set.as_ptr(),
                lower.as_ptr(),
                upper.as_ptr(),
            )
        };
        accept("Highs_changeRowsBoundsBySet", status)
    }

    /// Replaces the costs of some columns: column, cost.
    ///
    /// # Errors
    /// If HiGHS refuses them (a column that does not exist, for example).
    pub fn change_costs(&mut self, costs: &[(u32, f64)]) -> Result<(), SolverError> {
        let mut set: Vec<c::HighsInt> = Vec::with_capacity(costs.len());
        for &(col, _) in costs {
            set.push(int(col as usize)?);
        }
        let values: Vec<f64> = costs.iter().map(|&(_, cost)| cost).collect();
        let count = int(set.len())?;
        let model = self.model()?;
        // SAFETY: both arrays have `count` entries; HiGHS checks the columns and copies everything.
        let status =
            unsafe { c::Highs_changeColsCostBySet(model.as_mut_ptr(), count, set.as_ptr(), values.as_ptr()) };
        accept("Highs_changeColsCostBySet", status)
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
        let begun = self.clock.elapsed();
        let running = Running {
            hooks,
            clock: &self.clock,
            begun: begun + SET_UP * self.free as f64,
            until: if counts_work {
                begun + seconds
            } else {
                f64::INFINITY
            },
            costs: Costs {
                simplex: PER_NONZERO.simplex * self.free as f64,
                interior: PER_NONZERO.interior * self.free as f64,
            },
            cuts,
        };
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

/// What HiGHS calls back for.
const CALLBACKS: [c_int; 5] = [
    c::kHighsCallbackLogging,
    c::kHighsCallbackSimplexInterrupt,
    c::kHighsCallbackIpmInterrupt,
    c::kHighsCallbackMipImprovingSolution,
    c::kHighsCallbackMipInterrupt,
];

/// The callback given to HiGHS. `data` is that of [`Highs::running`].
unsafe extern "C" fn callback(
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
