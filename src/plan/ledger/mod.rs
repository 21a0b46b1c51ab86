//! What a plan costs and earns, worked out from the scenario and the plan alone, in plain loops.
//!
//! Amounts are MUSD; the present value of an amount paid in period `t` is the amount times
//! [`Scenario::discount`], as if paid in the middle of the period. What is left at the end of the horizon belongs to
//! the last period, but is discounted from the end.

mod accounts;
mod budgets;
mod demand_side;
mod flows;

pub(crate) use accounts::holiday;
pub use accounts::{Accounts, CashRow, TaxRow};
pub use budgets::WindowSpend;
pub(crate) use budgets::at_places;
pub(crate) use flows::price_of;

use super::{Plan, facts::Facts};
use crate::scenario::{ChipId, ModelSpec, Objective, Period, Scenario, SiteId};

pub use crate::scenario::{Class, Component};

/// Money of one component in one period, for one site and chip where it has one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// What for.
    pub component: Component,
    /// Where; `None` for what belongs to no site (orders, rental, penalties).
    pub site: Option<SiteId>,
    /// For which chip; `None` for what belongs to no chip.
    pub chip: Option<ChipId>,
    /// When.
    pub period: Period,
    /// MUSD, undiscounted; costs, revenue and income are all positive. A loan drawn is a negative repayment.
    pub amount: f64,
    /// MUSD at the start of the horizon.
    pub present: f64,
}

/// An amount with its present value, both MUSD.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Amount {
    /// Undiscounted.
    pub amount: f64,
    /// Present value.
    pub present: f64,
}

/// All cash flows of a plan and its spending against budgets.
#[derive(Debug, Clone, PartialEq)]
pub struct Ledger {
    flows: Vec<Flow>,
    budgets: Vec<Vec<WindowSpend>>,
    accounts: Accounts,
    tangent_error: Amount,
    periods: usize,
}

impl Ledger {
    /// Prices a plan. A plan in another shape than the scenario's is cut or filled with zeros.
    pub fn new(scenario: &Scenario, plan: &Plan) -> Self {
        Self::from_facts(&Facts::new(scenario, plan))
    }

    pub(crate) fn from_facts(facts: &Facts<'_>) -> Self {
        let mut flows = flows::record(facts);
        flows::limits::add(facts, &mut flows);
        Self {
            budgets: budgets::spend(facts, &flows),
            accounts: accounts::settle(facts, &flows),
            tangent_error: demand_side::tangent_error(facts),
            flows,
            periods: facts.scenario.horizon.len(),
        }
    }

    /// Every nonzero flow, ordered by component, site, chip, period.
    pub fn flows(&self) -> &[Flow] {
        &self.flows
    }

    /// Spending against the windows of each budget: `[budget][window]`.
    pub fn budgets(&self) -> &[Vec<WindowSpend>] {
        &self.budgets
    }

    /// The account, taxes and incentives.
    pub fn accounts(&self) -> &Accounts {
        &self.accounts
    }

    /// Sum over the flows that a condition picks.
    pub fn sum(&self, mut pick: impl FnMut(&Flow) -> bool) -> Amount {
        let mut sum = Amount::default();
        for flow in self.flows.iter().filter(|flow| pick(flow)) {
            sum.amount += flow.amount;
            sum.present += flow.present;
        }
        sum
    }

    /// Sum of a component over the horizon.
    pub fn total(&self, component: Component) -> Amount {
        self.sum(|flow| flow.component == component)
    }

    /// Sum of a class over the horizon.
    pub fn class_total(&self, class: Class) -> Amount {
        self.sum(|flow| flow.component.class() == class)
    }

    /// Undiscounted sum of a class in each period, MUSD: `[t]`.
    pub fn by_period(&self, class: Class) -> Vec<f64> {
        let mut sums = vec![0.0; self.periods];
        for flow in self.flows.iter().filter(|flow| flow.component.class() == class) {
            sums[flow.period.index()] += flow.amount;
        }
        sums
    }

    /// Everything paid, with penalties, less income: net cost without revenue.
    pub fn net_cost(&self) -> Amount {
        let mut sum = Amount::default();
        for flow in &self.flows {
            let factor = flow.component.class().in_net_cost();
            sum.amount += factor * flow.amount;
            sum.present += factor * flow.present;
        }
        sum
    }

    /// Objective of the model in MUSD of present value, minimised: net present cost with penalties; under
    /// [`Objective::MaxProfit`] the same less revenue, that is, minus the profit.
    pub fn objective(&self, spec: &ModelSpec) -> f64 {
        let cost = self.net_cost().present;
        match spec.objective {
            Objective::MinCost => cost,
            Objective::MaxProfit => cost - self.class_total(Class::Revenue).present,
        }
    }

    /// How much more revenue than the plan earns a solver may count on, undiscounted, over the horizon.
    pub(crate) fn revenue_error(&self) -> f64 {
        self.tangent_error.amount
    }

    /// How much lower than [`Ledger::objective`] a solver may find the same plan, MUSD: it earns along tangents to
    /// revenue curves, which over-estimate revenue by no more than the tolerance of each line.
    pub fn allowance(&self, spec: &ModelSpec) -> f64 {
        match spec.objective {
            Objective::MinCost => 0.0,
            Objective::MaxProfit => self.tangent_error.present,
        }
    }
}
