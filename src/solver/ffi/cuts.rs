//! Cuts taken out of HiGHS.

use highs_sys as c;

/// Rows that every whole point of a program keeps, as HiGHS has found them: `lower <= a x <= upper`, row by row.
#[derive(Debug, Clone, Default)]
pub struct Cuts {
    pub(super) start: Vec<c::HighsInt>,
    pub(super) index: Vec<c::HighsInt>,
    pub(super) value: Vec<f64>,
    pub(super) lower: Vec<f64>,
    pub(super) upper: Vec<f64>,
}

impl Cuts {
    /// How many they are.
    pub fn len(&self) -> usize {
        self.lower.len()
    }

    /// Those of them for which `keep` says so.
    #[must_use]
    pub fn only(&self, keep: &[bool]) -> Self {
        let mut kept = Self {
            start: vec![0],
            ..Self::default()
        };
        for (row, _) in keep.iter().enumerate().filter(|(_, keep)| **keep) {
            let terms = self.start[row] as usize..self.start[row + 1] as usize;
            kept.index.extend_from_slice(&self.index[terms.clone()]);
            kept.value.extend_from_slice(&self.value[terms]);
            kept.start.push(kept.index.len() as c::HighsInt);
            kept.lower.push(self.lower[row]);
            kept.upper.push(self.upper[row]);
        }
        kept
    }

    /// By how much a point breaks them at most, relative to the row's largest term, or to one.
    #[cfg(test)]
    pub fn violation(&self, values: &[f64]) -> f64 {
        let broken = (0..self.len()).map(|row| {
            let terms = self.start[row] as usize..self.start[row + 1] as usize;
            let terms = terms.map(|place| self.value[place] * values[self.index[place] as usize]);
            let (activity, largest) = terms.fold((0.0, 1.0), |(sum, largest): (f64, f64), term| {
                (sum + term, largest.max(term.abs()))
            });
            (self.lower[row] - activity).max(activity - self.upper[row]) / largest
        });
        broken.fold(0.0, f64::max)
    }

    /// A copy of what the callback shows.
    ///
    /// # Safety
    /// Counts and pointers of `out` describe arrays that are valid during the call.
    pub(super) unsafe fn copied(out: &c::HighsCallbackDataOut) -> Self {
        // SAFETY: the caller vouches for the arrays; one that is not there has no entries.
        unsafe fn copied<T: Copy>(pointer: *const T, count: c::HighsInt) -> Vec<T> {
            let count = usize::try_from(count).unwrap_or(0);
            if pointer.is_null() || count == 0 {
                return Vec::new();
            }
            // SAFETY: as above.
            unsafe { std::slice::from_raw_parts(pointer, count) }.to_vec()
        }
        let (rows, entries) = (out.cutpool_num_cut, out.cutpool_num_nz);
        // SAFETY: as above; starts are one more than rows where there are any.
        unsafe {
            Self {
                start: copied(out.cutpool_start, if rows > 0 { rows + 1 } else { 0 }),
                index: copied(out.cutpool_index, entries),
                value: copied(out.cutpool_value, entries),
                lower: copied(out.cutpool_lower, rows),
                upper: copied(out.cutpool_upper, rows),
            }
        }
    }
}
