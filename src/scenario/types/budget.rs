//! Budgets over windows of periods.

use super::PlaceSelector;
use crate::scenario::ids::Period;
use crate::scenario::quantity::MillionUsd;

/// What a budget counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BudgetKind {
    /// Site openings, halls, power deposits, chip purchases, installation.
    Capex,
    /// Everything paid for running: energy, maintenance, fixed costs, charges, leases, rent, serving.
    Opex,
    /// Both.
    Total,
}

/// A limit on spending, undiscounted.
#[derive(Debug, Clone, PartialEq)]
pub struct Budget {
    /// Identifier.
    pub id: String,
    /// What is counted.
    pub kind: BudgetKind,
    /// Only spending at these sites. A selector that matches every site counts chip orders when ordered;
    /// a narrower one counts chips when deployed there, at that period's price.
    pub places: PlaceSelector,
    /// Windows: first and last period and the limit over them. Disjoint, in order.
    pub windows: Vec<BudgetWindow>,
    /// Share of what is left in a window that moves to the next one.
    pub carry_over: f64,
    /// Most that can be carried; `None` is unlimited.
    pub carry_limit: Option<MillionUsd>,
}

/// One window of a budget.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct BudgetWindow {
    /// First period.
    pub first: Period,
    /// Last period, inclusive.
    pub last: Period,
    /// Limit.
    pub at_most: MillionUsd,
}
