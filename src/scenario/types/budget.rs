//! Budgets over windows of periods.

use super::{PlaceSelector, Series};
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
    /// In which currency its limits are meant.
    pub currency: BudgetCurrency,
    /// Windows: first and last period and the limit over them. Disjoint, in order.
    pub windows: Vec<BudgetWindow>,
    /// Share of what is left in a window that moves to the next one.
    pub carry_over: f64,
    /// Most that can be carried; `None` is unlimited.
    pub carry_limit: Option<MillionUsd>,
}

/// Currency of a budget. Spending in a period counts by the rate of that period; limits are MUSD by the rate of the
/// first period, so that a weak currency pays for less.
#[derive(Debug, Clone, PartialEq)]
pub struct BudgetCurrency {
    /// Code: `USD`, `CNY`.
    pub code: String,
    /// Units of it per USD by period; empty: always 1.
    pub per_usd: Series<f64>,
}

impl Default for BudgetCurrency {
    fn default() -> Self {
        Self {
            code: "USD".into(),
            per_usd: Vec::new(),
        }
    }
}

impl BudgetCurrency {
    /// What one MUSD spent in `t` counts for, in MUSD by the rate of the first period.
    pub fn weight(&self, t: Period) -> f64 {
        let rate = self.per_usd.get(t.index()).copied().unwrap_or(1.0);
        rate / self.first()
    }

    /// Units of it per USD in the first period.
    pub fn first(&self) -> f64 {
        self.per_usd.first().copied().unwrap_or(1.0)
    }

    /// Unit of its amounts in tables, for amounts in MUSD by the rate of the first period times
    /// [`BudgetCurrency::first`].
    pub fn unit(&self) -> String {
        format!("M{}", self.code)
    }
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
