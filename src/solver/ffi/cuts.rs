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

    /// Adds a row of terms, column and coefficient, with its limits.
    pub fn push(&mut self, terms: impl Iterator<Item = (usize, f64)>, lower: f64, upper: f64) {
        if self.start.is_empty() {
            self.start.push(0);
        }
        for (col, value) in terms {
            self.index.push(col as c::HighsInt);
            self.value.push(value);
        }
        self.start.push(self.index.len() as c::HighsInt);
        self.lower.push(lower);
        self.upper.push(upper);
    }

    /// The terms of a row: column and coefficient.
    pub fn terms(&self, row: usize) -> impl Iterator<Item = (usize, f64)> + '_ {
        let terms = self.start[row] as usize..self.start[row + 1] as usize;
        terms.map(|place| (self.index[place] as usize, self.value[place]))
    }

    /// Those of them for which `keep` says so.
    #[must_use]
    pub fn only(&self, keep: &[bool]) -> Self {
        let mut kept = Self::default();
        for (row, _) in keep.iter().enumerate().filter(|(_, keep)| **keep) {
            kept.push(self.terms(row), self.lower[row], self.upper[row]);
        }
        kept
    }

    /// By how much a point breaks them at most, relative to the row's largest term, or to one.
    #[cfg(test)]
    pub fn violation(&self, values: &[f64]) -> f64 {
        let broken = (0..self.len()).map(|row| {
            let terms = self.terms(row).map(|(col, value)| value * values[col]);
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
        let cuts = unsafe {
            Self {
                start: copied(out.cutpool_start, if rows > 0 { rows + 1 } else { 0 }),
                index: copied(out.cutpool_index, entries),
                value: copied(out.cutpool_value, entries),
                lower: copied(out.cutpool_lower, rows),
                upper: copied(out.cutpool_upper, rows),
            }
        };
        if cuts.is_consistent() {
            cuts
        } else {
            Self::default()
        }
    }

    /// Whether the arrays fit each other, which HiGHS does not check when rows are added.
    fn is_consistent(&self) -> bool {
        let entries = c::HighsInt::try_from(self.index.len()).ok();
        let fits = if self.start.is_empty() {
            self.lower.is_empty() && self.index.is_empty()
        } else {
            self.start.len() == self.lower.len() + 1
                && self.start.first() == Some(&0)
                && self.start.last().copied() == entries
                && self.start.is_sorted()
        };
        fits && self.upper.len() == self.lower.len() && self.value.len() == self.index.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrays_that_do_not_fit_each_other_are_noticed() {
        let mut cuts = Cuts::default();
        assert!(cuts.is_consistent());
        cuts.push([(0, 1.0), (2, 1.0)].into_iter(), 1.0, f64::INFINITY);
        cuts.push([(1, 1.0)].into_iter(), 0.0, 1.0);
        assert!(cuts.is_consistent());
        assert_eq!(cuts.terms(0).collect::<Vec<_>>(), [(0, 1.0), (2, 1.0)]);
        let broken: [fn(&mut Cuts); 5] = [
            |cuts| cuts.start[1] = 4,
            |cuts| cuts.start[0] = 1,
            |cuts| cuts.start.truncate(2),
            |cuts| cuts.value.truncate(2),
            |cuts| cuts.upper.truncate(1),
        ];
        for change in broken {
            let mut broken = cuts.clone();
            change(&mut broken);
            assert!(!broken.is_consistent(), "{broken:?}");
        }
    }
}
