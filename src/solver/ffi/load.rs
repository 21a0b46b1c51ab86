//! Giving a program to HiGHS, and changing it there.

use super::{Cuts, Highs, accept, int, refused};
use crate::program::{Integrality, Program, Row};
use crate::solver::SolverError;
use highs_sys as c;
use std::ffi::c_void;

impl Highs {
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
        let mut added = Cuts::default();
        for &row in rows {
            let terms = program
                .row_terms(Row(row))
                .map(|(col, value)| (col.index(), value));
            let row = row as usize;
            added.push(terms, program.row_lower[row], program.row_upper[row]);
        }
        self.add_cuts(&added)
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
        // SAFETY: the arrays fit each other and have these counts; HiGHS copies them.
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
        let change = |highs, count, set, lower, upper| {
            // SAFETY: `change_ranges` passes three arrays of `count` entries; HiGHS checks the columns and copies everything.
            unsafe { c::Highs_changeColsBoundsBySet(highs, count, set, lower, upper) }
        };
        self.change_ranges(bounds, "Highs_changeColsBoundsBySet", change)
    }

    /// Replaces the limits of some rows, counted from the first that was passed: row, lower, upper.
    ///
    /// # Errors
    /// If HiGHS refuses them (a row that does not exist, for example).
    pub fn change_limits(&mut self, limits: &[(u32, f64, f64)]) -> Result<(), SolverError> {
        let change = |highs, count, set, lower, upper| {
            // SAFETY: as in `change_bounds`, with rows.
            unsafe { c::Highs_changeRowsBoundsBySet(highs, count, set, lower, upper) }
        };
        self.change_ranges(limits, "Highs_changeRowsBoundsBySet", change)
    }

    fn change_ranges(
        &mut self,
        ranges: &[(u32, f64, f64)],
        call: &'static str,
        change: impl Fn(*mut c_void, c::HighsInt, *const c::HighsInt, *const f64, *const f64) -> c::HighsInt,
    ) -> Result<(), SolverError> {
        let mut set: Vec<c::HighsInt> = Vec::with_capacity(ranges.len());
        for &(place, _, _) in ranges {
            set.push(int(place as usize)?);
        }
        let lower: Vec<f64> = ranges.iter().map(|&(_, lower, _)| lower).collect();
        let upper: Vec<f64> = ranges.iter().map(|&(_, _, upper)| upper).collect();
        let count = int(set.len())?;
        let highs = self.model()?.as_mut_ptr();
        accept(
            call,
            change(highs, count, set.as_ptr(), lower.as_ptr(), upper.as_ptr()),
        )
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
}
