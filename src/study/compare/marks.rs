//! What a difference between two runs proves, given their gaps.
//!
//! **Objective.** The best plan of a question costs between the bound and the objective of its run. Where the two
//! intervals do not overlap, the best plans differ for certain, and by no less than what lies between the intervals;
//! where they overlap, the runs cannot tell which question is cheaper.
//!
//! **Everything else.** A gap limits the objective, not what it is made of: plans that are equally good can be made of
//! different sites. What is known of a line is its value in the plans at hand. A difference is marked *not
//! distinguishable*
//!
//! 1. if a plan shows it: the plan of one run keeps every rule of the other and is there no worse than the other's own
//!    plan, so that both belong to the plans that the other run could have ended with, and the line takes values between
//!    which the difference disappears;
//! 2. else, for money, if it is no larger in present value than both gaps together: as much may be saved by solving on;
//! 3. else, for what is not money, if its share of the larger value is no larger than both gaps together. This is a
//!    convention: a gap of 1 % of the cost says nothing certain about 1 % of the halls.
//!
//! What is left is *larger than the gaps*: it is not explained by stopping early in this line alone. It may still be a
//! choice between equally good plans.

use crate::run::manifest::{Manifest, Sense};

/// What a difference proves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    /// Larger than both gaps allow.
    Larger,
    /// Not distinguishable.
    NotDistinguishable,
    /// There is no difference beyond a solver's noise.
    Equal,
}

impl Mark {
    /// Name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Larger => "larger",
            Self::NotDistinguishable => "not_distinguishable",
            Self::Equal => "equal",
        }
    }
}

/// Why a difference has its mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The intervals from bound to objective.
    Intervals,
    /// The values are the same.
    SameValue,
    /// A plan that is as good in both questions.
    SamePlan,
    /// Both gaps in money.
    GapsInMoney,
    /// Both gaps as shares.
    GapsAsShares,
    /// A run without a bound: its gap may be anything.
    NoBound,
}

impl Why {
    /// Name in data.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Intervals => "intervals",
            Self::SameValue => "same_value",
            Self::SamePlan => "same_plan",
            Self::GapsInMoney => "gaps_in_money",
            Self::GapsAsShares => "gaps_as_shares",
            Self::NoBound => "no_bound",
        }
    }
}

/// Differences below this share of the larger value are a solver's noise.
const NOISE: f64 = 1e-6;

/// Whether two numbers differ by more than a solver's noise.
pub(super) fn differ(a: f64, b: f64) -> bool {
    (a - b).abs() > NOISE * a.abs().max(b.abs()).max(NOISE)
}

/// How sure the objective of a run is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sureness {
    /// Objective of the best plan, MUSD: at least and at most. Unbounded where nothing is proven.
    pub interval: (f64, f64),
    /// Money that solving on may save, MUSD of present value.
    pub money: f64,
    /// The same as a share of the objective.
    pub share: f64,
}

impl Sureness {
    /// Of a run with a plan; `None` without one.
    pub fn of(manifest: &Manifest) -> Option<Self> {
        let objective = manifest.objective?;
        let open = match manifest.sense {
            Sense::Minimise => f64::NEG_INFINITY,
            Sense::Maximise => f64::INFINITY,
        };
        let bound = manifest.best_bound.unwrap_or(open);
        // A solver's bound may overtake its plan by its tolerance.
        let interval = (objective.min(bound), objective.max(bound));
        let money = interval.1 - interval.0;
        let share = match objective.abs() {
            0.0 if money == 0.0 => 0.0,
            size => money / size,
        };
        Some(Self {
            interval,
            money,
            share,
        })
    }
}

/// Least and greatest difference of the best plans' objectives, second less first, and what it proves.
pub fn of_objectives(first: Sureness, second: Sureness) -> ((f64, f64), Mark) {
    let range = (
        second.interval.0 - first.interval.1,
        second.interval.1 - first.interval.0,
    );
    let apart = range.0 > 0.0 || range.1 < 0.0;
    let mark = if apart {
        Mark::Larger
    } else {
        Mark::NotDistinguishable
    };
    (range, mark)
}

/// A difference of a line between two plans.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pair {
    /// Values in the plans of the first and the second run.
    pub values: (f64, f64),
    /// Present value of the difference, for money.
    pub present: Option<f64>,
    /// The line in the first run's plan under the second's inputs, if it is as good there as the second's own.
    pub first_in_second: Option<f64>,
    /// The line in the second run's plan under the first's inputs, if it is as good there.
    pub second_in_first: Option<f64>,
}

/// What a difference of a line proves.
pub fn of_line(pair: Pair, first: Sureness, second: Sureness) -> (Mark, Why) {
    if !differ(pair.values.0, pair.values.1) {
        return (Mark::Equal, Why::SameValue);
    }
    let span = |own: f64, other: Option<f64>| {
        let other = other.unwrap_or(own);
        (own.min(other), own.max(other))
    };
    let known = (
        span(pair.values.0, pair.second_in_first),
        span(pair.values.1, pair.first_in_second),
    );
    if known.0.0 <= known.1.1 && known.1.0 <= known.0.1 {
        return (Mark::NotDistinguishable, Why::SamePlan);
    }
    let (allowed, difference, why) = match pair.present {
        Some(present) => (first.money + second.money, present.abs(), Why::GapsInMoney),
        None => {
            let larger = pair.values.0.abs().max(pair.values.1.abs());
            let difference = (pair.values.1 - pair.values.0).abs();
            (
                (first.share + second.share) * larger,
                difference,
                Why::GapsAsShares,
            )
        }
    };
    match allowed {
        allowed if !allowed.is_finite() => (Mark::NotDistinguishable, Why::NoBound),
        allowed if difference <= allowed => (Mark::NotDistinguishable, why),
        _ => (Mark::Larger, why),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sure(bound: f64, objective: f64) -> Sureness {
        Sureness {
            interval: (bound.min(objective), bound.max(objective)),
            money: (objective - bound).abs(),
            share: (objective - bound).abs() / objective,
        }
    }

    #[test]
    fn objectives_are_told_apart_by_their_intervals() {
        // Best plans cost 99 to 100 and 101 to 103: they differ by 1 to 4.
        let (range, mark) = of_objectives(sure(99.0, 100.0), sure(101.0, 103.0));
        assert_eq!((range, mark), ((1.0, 4.0), Mark::Larger));
        // 99 to 100 and 99.5 to 103: either may be cheaper.
        let (range, mark) = of_objectives(sure(99.0, 100.0), sure(99.5, 103.0));
        assert_eq!((range, mark), ((-0.5, 4.0), Mark::NotDistinguishable));
    }

    fn pair(values: (f64, f64), present: Option<f64>) -> Pair {
        Pair {
            values,
            present,
            first_in_second: None,
            second_in_first: None,
        }
    }

    #[test]
    fn money_is_measured_by_both_gaps_together() {
        let (one, two) = (sure(99.0, 100.0), sure(99.0, 101.0));
        let of = |amount: f64| of_line(pair((50.0, 50.0 + amount), Some(amount)), one, two);
        assert_eq!(of(3.0), (Mark::NotDistinguishable, Why::GapsInMoney));
        assert_eq!(of(-3.1), (Mark::Larger, Why::GapsInMoney));
    }

    #[test]
    fn other_lines_are_measured_by_shares() {
        // Gaps of 1 % each: 2 % of 50 MW is 1 MW.
        let (one, two) = (sure(99.0, 100.0), sure(198.0, 200.0));
        assert_eq!(
            of_line(pair((49.5, 50.0), None), one, two),
            (Mark::NotDistinguishable, Why::GapsAsShares)
        );
        assert_eq!(of_line(pair((48.0, 50.0), None), one, two).0, Mark::Larger);
    }

    #[test]
    fn a_plan_that_is_as_good_in_both_takes_the_difference_away() {
        let (one, two) = (sure(100.0, 100.0), sure(100.0, 100.0));
        let alone = pair((10.0, 40.0), None);
        assert_eq!(of_line(alone, one, two).0, Mark::Larger);
        let shown = Pair {
            first_in_second: Some(10.0),
            ..alone
        };
        assert_eq!(
            of_line(shown, one, two),
            (Mark::NotDistinguishable, Why::SamePlan)
        );
        // Inputs have moved the line itself: the same plan costs 30 there.
        let moved = Pair {
            first_in_second: Some(30.0),
            ..alone
        };
        assert_eq!(of_line(moved, one, two).0, Mark::Larger);
    }

    #[test]
    fn without_a_bound_nothing_is_told_apart() {
        let open = Sureness {
            interval: (f64::NEG_INFINITY, 100.0),
            money: f64::INFINITY,
            share: f64::INFINITY,
        };
        let (_, mark) = of_objectives(open, sure(500.0, 500.0));
        assert_eq!(mark, Mark::Larger, "no plan of the second costs less than 500");
        let (_, mark) = of_objectives(open, sure(50.0, 50.0));
        assert_eq!(mark, Mark::NotDistinguishable);
        assert_eq!(
            of_line(pair((1.0, 2.0), Some(1.0)), open, sure(1.0, 1.0)),
            (Mark::NotDistinguishable, Why::NoBound)
        );
    }
}
