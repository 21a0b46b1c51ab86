//! What is proven of a best value, and of a change from one to another.

use crate::run::manifest::Sense;
use serde::Serialize;

/// What is proven of a best value: the plan has `found`, no plan is beyond `bound`. In the sense of the planner.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Proven {
    /// Value of the plan.
    pub found: f64,
    /// No plan is better than this; `None` if nothing is proven.
    pub bound: Option<f64>,
}

impl Proven {
    /// Smallest and largest value that the best can have.
    fn range(self) -> (f64, f64) {
        match self.bound {
            Some(bound) => (self.found.min(bound), self.found.max(bound)),
            None => (f64::NEG_INFINITY, f64::INFINITY),
        }
    }

    /// Relative gap `|found - bound| / |found|`, as a fraction.
    pub fn gap(self) -> Option<f64> {
        let bound = self.bound?;
        Some((self.found - bound).abs() / self.found.abs().max(1e-9))
    }
}

/// A change from one best value to another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Change {
    /// Between the plans found; where that is proven wrong, what is nearest to it among what is not.
    pub found: f64,
    /// The true change is at least this; `None` if nothing is proven.
    pub least: Option<f64>,
    /// The true change is at most this; `None` if nothing is proven.
    pub most: Option<f64>,
    /// Whether what is proven leaves no doubt that there is a change and which way it goes.
    pub distinguishable: bool,
}

/// Changes smaller than this share of the values are rounding.
const ROUNDING: f64 = 1e-7;

impl Change {
    /// No change at all: of values that are the same whatever they are.
    pub const NONE: Self = Self {
        found: 0.0,
        least: Some(0.0),
        most: Some(0.0),
        distinguishable: false,
    };

    /// From one best value to another.
    pub fn between(before: Proven, after: Proven) -> Self {
        let ((low, high), (new_low, new_high)) = (before.range(), after.range());
        Self::proven(before, after, (new_low - high, new_high - low))
    }

    /// From one best value to another where it is proven that the change lies within a range, from the least to the most;
    /// infinite where nothing is proven.
    pub fn proven(before: Proven, after: Proven, (least, most): (f64, f64)) -> Self {
        let noise = ROUNDING * before.found.abs().max(after.found.abs()).max(1.0);
        let finite = |value: f64| value.is_finite().then_some(value);
        Self {
            // Written so that ends that rounding has put a hair apart do no harm.
            found: (after.found - before.found).min(most).max(least),
            least: finite(least),
            most: finite(most),
            distinguishable: least > noise || most < -noise,
        }
    }

    /// What is proven of the value after the change, given that before: its own bound, or the other one moved by the least
    /// (of a profit: the most) that the change can be.
    pub fn bounded(self, sense: Sense, before: Proven, after: Proven) -> Proven {
        let minimised = |value: f64| sense.of_minimised(value);
        let rise = match sense {
            Sense::Minimise => self.least,
            Sense::Maximise => self.most.map(minimised),
        };
        let moved = before
            .bound
            .zip(rise)
            .map(|(bound, rise)| minimised(bound) + rise);
        let bounds = after.bound.map(minimised).into_iter().chain(moved);
        let bound = bounds.reduce(f64::max);
        Proven {
            bound: bound.map(|bound| minimised(bound.min(minimised(after.found)))),
            ..after
        }
    }

    /// Whether a value is one that the true change can have, but for rounding.
    pub fn allows(self, value: f64) -> bool {
        let noise = 1e-6 * value.abs().max(1.0);
        self.least.is_none_or(|least| least <= value + noise)
            && self.most.is_none_or(|most| value - noise <= most)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(found: f64, bound: f64) -> Proven {
        Proven {
            found,
            bound: Some(bound),
        }
    }

    #[test]
    fn a_change_is_told_only_beyond_both_gaps() {
        // Cost 100 (at least 98) and 110 (at least 107): up by 7 to 12.
        let change = Change::between(value(100.0, 98.0), value(110.0, 107.0));
        assert_eq!((change.least, change.most), (Some(7.0), Some(12.0)));
        assert!(change.distinguishable && change.allows(8.0) && !change.allows(6.0));
        // 101 (at least 99): by -1 to 3.
        let change = Change::between(value(100.0, 98.0), value(101.0, 99.0));
        assert_eq!((change.least, change.most), (Some(-1.0), Some(3.0)));
        assert!(!change.distinguishable);
        // Profits: 100 (at most 102) and 90 (at most 91).
        let change = Change::between(value(100.0, 102.0), value(90.0, 91.0));
        assert_eq!((change.least, change.most), (Some(-12.0), Some(-9.0)));
        // What else is proven narrows the range, and what the plans say gives way to it.
        let (before, after) = (value(100.0, 98.0), value(101.0, 99.0));
        let change = Change::proven(before, after, (2.0, 3.0));
        assert_eq!(
            (change.found, change.least, change.most),
            (2.0, Some(2.0), Some(3.0))
        );
        assert!(change.distinguishable);
        let unknown = Proven {
            found: 1.0,
            bound: None,
        };
        assert!(!Change::between(value(100.0, 100.0), unknown).distinguishable);
    }
}
