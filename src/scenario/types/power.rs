//! Terms of power tranches beyond capacity, lead time, deposit and charge.

use crate::scenario::ids::Period;
use crate::scenario::quantity::{MillionUsd, UsdPerMwh};

/// Terms of a tranche. The default is a grid connection that gives all its power at once, charged in full.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TrancheTerms {
    /// Share usable in each period from energisation on; all of it after the last entry.
    pub ramp: Vec<f64>,
    /// Share of the usable capacity that is charged even if not drawn; `None`: all of it.
    pub take_or_pay: Option<f64>,
    /// Paid when committed and never returned.
    pub cost: MillionUsd,
    /// Share of the deposit returned at energisation.
    pub refund: f64,
    /// Must be committed by this period (a commitment already made).
    pub committed: Option<Period>,
    /// Committed and paid before the horizon; gives power from this period on.
    pub energised: Option<Period>,
    /// On-site generation instead of a grid connection.
    pub bridging: Option<Bridging>,
}

/// On-site generation (turbines, fuel cells) that bridges the time until the grid comes. It stands outside the
/// order of the grid tranches.
#[derive(Debug, Clone, PartialEq)]
pub struct Bridging {
    /// Price of its energy, in place of the site's energy price.
    pub fuel_price: UsdPerMwh,
    /// Carbon intensity of its energy, g/kWh.
    pub carbon: f64,
    /// Last period in which it may run; `None` is no limit.
    pub until: Option<Period>,
}

impl TrancheTerms {
    /// Share of the capacity that is charged even if not drawn, where that is not all of it.
    pub fn floor(&self) -> Option<f64> {
        self.take_or_pay.filter(|&share| share < 1.0)
    }

    /// Whether power may flow in `t`, as far as its end is concerned.
    pub fn not_over(&self, t: usize) -> bool {
        let until = self.bridging.as_ref().and_then(|bridging| bridging.until);
        until.is_none_or(|until| t <= until.index())
    }
}
