//! The planning periods.

use super::Series;
use crate::scenario::ids::Period;
use crate::scenario::quantity::Years;

/// The planning periods, ordered, without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Horizon {
    /// Labels as printed: `2026Q1`, `2026H1`, `2026` or any string.
    pub labels: Vec<String>,
    /// Length of each period.
    pub length: Series<Years>,
    /// Calendar year in which each period starts (budgets `each: year` group by it).
    pub year: Vec<i32>,
    /// First day of each period, `YYYY-MM-DD`; rules compare their dates with it.
    pub start: Vec<String>,
}

impl Horizon {
    /// Number of periods.
    pub fn len(&self) -> usize {
        self.labels.len()
    }
    /// Whether there is no period (never true for a checked scenario).
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
    /// All periods in order.
    pub fn periods(&self) -> impl DoubleEndedIterator<Item = Period> + ExactSizeIterator + Clone {
        Period::all(self.len())
    }
    /// Time from the start of the horizon to the middle of period `t`.
    pub fn midpoint(&self, t: Period) -> Years {
        let before: Years = self.length[..t.index()].iter().copied().sum();
        before + self.length[t.index()] / 2.0
    }
}
