//! Contracts under which chips are bought, and the stock that waits for deployment.

use super::Series;
use crate::scenario::ids::{ChipId, Period};
use crate::scenario::quantity::{MillionUsd, MillionUsdPerYear};

/// A supply contract for one chip. A chip with contracts is bought under them alone.
#[derive(Debug, Clone, PartialEq)]
pub struct Contract {
    /// Identifier.
    pub id: String,
    /// What is bought.
    pub chip: ChipId,
    /// Price of a unit by the period in which it arrives, before volume discounts.
    pub price: Series<MillionUsd>,
    /// How the breaks are applied.
    pub break_kind: BreakKind,
    /// Other prices from some number of units on, by rising number; empty: one price.
    pub breaks: Vec<PriceBreak>,
    /// First and last period in which newly ordered units can arrive; `None`: never.
    pub window: Option<(Period, Period)>,
    /// Most newly ordered units by period of arrival; `None` is unlimited.
    pub allocation: Option<Series<f64>>,
    /// Least units of an order; 0 is no limit.
    pub min_order: f64,
    /// Cost of placing an order, whatever its size, paid when it arrives.
    pub order_cost: MillionUsd,
    /// Units come in multiples of this; 1 is no limit.
    pub multiple: u32,
    /// Part of the price paid before arrival.
    pub prepay: Option<Prepay>,
    /// Units ordered before the horizon, by period of arrival.
    pub committed: Series<f64>,
    /// Terms on which they can be cancelled; `None`: not at all.
    pub cancel: Option<Cancellation>,
    /// Share of units lost or dead on arrival.
    pub loss: f64,
}

/// How price breaks are applied to an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreakKind {
    /// The price of the break reached holds for all units of the order.
    AllUnits,
    /// Each price holds for the units from its break to the next one.
    Incremental,
}

/// A price from some number of units per order on.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceBreak {
    /// Units per order from which it holds.
    pub from: f64,
    /// Price of a unit by period of arrival.
    pub price: Series<MillionUsd>,
}

/// Part of the price paid ahead of arrival.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prepay {
    /// Share of the price.
    pub share: f64,
    /// Whole periods before arrival. What would fall before the horizon is paid in the first period for new orders,
    /// and was paid before for units committed.
    pub ahead: u16,
}

/// Terms of cancelling units ordered before the horizon.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cancellation {
    /// Fee as a share of the price, on top of what was prepaid by then, which is not returned.
    pub fee: f64,
    /// Whole periods before arrival in which the cancellation is made and the fee paid.
    pub notice: u16,
}

/// What it takes to keep units in the hub.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct HubTerms {
    /// Cost of a unit waiting at the end of a period, per year of the period's length.
    pub cost: MillionUsdPerYear,
    /// Share of waiting units lost per year.
    pub loss: f64,
}

impl Contract {
    /// Whether newly ordered units can arrive in `t`.
    pub fn delivers(&self, t: usize) -> bool {
        self.window
            .is_some_and(|(first, last)| first.index() <= t && t <= last.index())
    }

    /// Most newly ordered units that arrive in `t` by the contract alone; infinite if it says nothing.
    pub fn most(&self, t: usize) -> f64 {
        match &self.allocation {
            _ if !self.delivers(t) => 0.0,
            Some(most) => most.get(t).copied().unwrap_or(0.0),
            None => f64::INFINITY,
        }
    }

    /// Most units arriving in `t` that were ordered before the horizon and can be cancelled: the notice must lie
    /// within the horizon.
    pub fn cancellable(&self, t: usize) -> f64 {
        match self.cancel {
            Some(terms) if t >= usize::from(terms.notice) => self.committed.get(t).copied().unwrap_or(0.0),
            _ => 0.0,
        }
    }
}
