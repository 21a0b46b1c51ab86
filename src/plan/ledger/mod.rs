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

use super::{Plan, facts::Facts};
use crate::scenario::{ChipId, ModelSpec, Objective, Period, Scenario, SiteId};

/// What money is paid for, in the order of reports.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Component {
    /// Opening of candidate sites.
    Sites,
    /// Stages of sites before they open: land, permit ...
    SiteStages,
    /// Construction of halls, by their spend profile or their stages.
    Halls,
    /// Conversion of halls from one design to another.
    Retrofit,
    /// Deposits and costs of power tranches, when committed.
    Power,
    /// Purchase of chips, when ordered.
    Chips,
    /// Cost of placing orders under contracts, on arrival.
    Orders,
    /// Fees of cancelled orders.
    Cancellation,
    /// Installation of chips, when deployed.
    Installation,
    /// Import duty on chips, when deployed.
    ImportDuty,
    /// Applications for licences.
    Licences,
    /// Porting of workloads to other software stacks.
    Porting,
    /// Cost of units that arrive from other sites.
    Moves,
    /// Import duty on units that arrive from other sites.
    MoveDuty,
    /// Yearly cost of open sites.
    Fixed,
    /// Running cost of finished halls.
    HallRunning,
    /// Capacity charge of energised tranches.
    PowerCharge,
    /// Energy bought at the site's energy price.
    Energy,
    /// Energy of on-site generation, at its own price.
    BridgingEnergy,
    /// Energy of power-purchase agreements that is paid for, used or not.
    Ppa,
    /// Guarding of stages that are complete and wait for the next one.
    Waiting,
    /// Prices on emissions.
    CarbonPrice,
    /// Maintenance of the fleet.
    Maintenance,
    /// Units waiting in hubs.
    Hub,
    /// Leased capacity.
    Leases,
    /// Rented accelerators.
    UnitRental,
    /// Cost of serving demand from a site.
    Serving,
    /// Bought-in capacity.
    Rental,
    /// Penalty for demand not served.
    Unmet,
    /// Penalty for training work not done.
    TrainingShortfall,
    /// Price put on legal risk.
    Risk,
    /// Interest on loans.
    Interest,
    /// Loans repaid less loans drawn.
    Loans,
    /// Loans repaid at the end of the horizon, with interest.
    Settlement,
    /// Tax on profit.
    Tax,
    /// Grants and rebates (received).
    Incentives,
    /// Penalty for breaking the planner's own limits.
    BrokenLimits,
    /// What chips, halls and sites are still worth at the end of the horizon (received).
    TerminalValue,
    /// Value written off by early retirement.
    WriteOff,
    /// Units sold at retirement or at the end of their life.
    Resale,
    /// Deposits for power tranches that are returned at energisation.
    DepositRefund,
    /// Land and permits of sites that never opened, sold in the last period.
    Salvage,
    /// Revenue of demand served and training work done (positive).
    Revenue,
}

/// Which budget and which side of the objective a component belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// Capital spending.
    Capex,
    /// Spending for running.
    Opex,
    /// Charged to the objective, but no spending.
    Penalty,
    /// Earned with demand; the objective of least cost leaves it out.
    Revenue,
    /// Received, but no revenue: sales, support, what is left at the end. Every objective counts it.
    Income,
    /// Paid to lenders and tax offices, less what is drawn from lenders. Every objective counts it.
    Financing,
}

impl Class {
    /// All classes in the order of reports.
    pub const ALL: [Self; 6] = [
        Self::Capex,
        Self::Opex,
        Self::Penalty,
        Self::Financing,
        Self::Income,
        Self::Revenue,
    ];

    /// Name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Capex => "capex",
            Self::Opex => "opex",
            Self::Penalty => "penalty",
            Self::Revenue => "revenue",
            Self::Income => "income",
            Self::Financing => "financing",
        }
    }

    /// Factor of a (positive) amount in the net cost: 1 for what is paid, -1 for income, 0 for revenue.
    const fn in_net_cost(self) -> f64 {
        match self {
            Self::Capex | Self::Opex | Self::Penalty | Self::Financing => 1.0,
            Self::Income => -1.0,
            Self::Revenue => 0.0,
        }
    }
}

impl Component {
    /// All components in the order of reports.
    pub const ALL: &[Self] = &[
        Self::Sites,
        Self::SiteStages,
        Self::Halls,
        Self::Retrofit,
        Self::Power,
        Self::Chips,
        Self::Orders,
        Self::Cancellation,
        Self::Installation,
        Self::ImportDuty,
        Self::Licences,
        Self::Porting,
        Self::Moves,
        Self::MoveDuty,
        Self::Fixed,
        Self::HallRunning,
        Self::PowerCharge,
        Self::Energy,
        Self::BridgingEnergy,
        Self::Ppa,
        Self::Waiting,
        Self::CarbonPrice,
        Self::Maintenance,
        Self::Hub,
        Self::Leases,
        Self::UnitRental,
        Self::Serving,
        Self::Rental,
        Self::Unmet,
        Self::TrainingShortfall,
        Self::Risk,
        Self::Interest,
        Self::Loans,
        Self::Settlement,
        Self::Tax,
        Self::Incentives,
        Self::BrokenLimits,
        Self::TerminalValue,
        Self::WriteOff,
        Self::Resale,
        Self::DepositRefund,
        Self::Salvage,
        Self::Revenue,
    ];

    /// Name in tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sites => "sites",
            Self::SiteStages => "site_stages",
            Self::Retrofit => "retrofit",
            Self::BridgingEnergy => "bridging_energy",
            Self::Ppa => "ppa",
            Self::Waiting => "waiting",
            Self::DepositRefund => "deposit_refund",
            Self::Salvage => "salvage",
            Self::Halls => "halls",
            Self::Power => "power",
            Self::Chips => "chips",
            Self::Orders => "orders",
            Self::Cancellation => "cancellation",
            Self::Installation => "installation",
            Self::ImportDuty => "import_duty",
            Self::Licences => "licences",
            Self::Porting => "porting",
            Self::Moves => "moves",
            Self::MoveDuty => "move_duty",
            Self::Fixed => "fixed",
            Self::HallRunning => "hall_running",
            Self::PowerCharge => "power_charge",
            Self::Energy => "energy",
            Self::CarbonPrice => "carbon_price",
            Self::Maintenance => "maintenance",
            Self::Hub => "hub",
            Self::Leases => "leases",
            Self::UnitRental => "unit_rental",
            Self::Serving => "serving",
            Self::Rental => "rental",
            Self::Unmet => "unmet",
            Self::TrainingShortfall => "training_shortfall",
            Self::Risk => "risk",
            Self::Interest => "interest",
            Self::Loans => "loans",
            Self::Settlement => "settlement",
            Self::Tax => "tax",
            Self::Incentives => "incentives",
            Self::BrokenLimits => "broken_limits",
            Self::TerminalValue => "terminal_value",
            Self::WriteOff => "write_off",
            Self::Resale => "resale",
            Self::Revenue => "revenue",
        }
    }

    /// Whether it is an investment in sites, halls or power, which taxes write off over another time than the rest.
    pub const fn is_facility(self) -> bool {
        matches!(
            self,
            Self::Sites | Self::SiteStages | Self::Retrofit | Self::Halls | Self::Power
        )
    }

    /// Whether it is paid or received at the end of the horizon, after everything else.
    pub const fn at_the_end(self) -> bool {
        matches!(self, Self::Settlement | Self::TerminalValue)
    }

    /// Its class.
    pub const fn class(self) -> Class {
        match self {
            Self::Sites
            | Self::SiteStages
            | Self::Retrofit
            | Self::Halls
            | Self::Power
            | Self::Chips
            | Self::Orders
            | Self::Cancellation
            | Self::Installation
            | Self::ImportDuty
            | Self::Licences
            | Self::Porting
            | Self::Moves
            | Self::MoveDuty => Class::Capex,
            Self::Fixed
            | Self::HallRunning
            | Self::PowerCharge
            | Self::Energy
            | Self::BridgingEnergy
            | Self::Ppa
            | Self::Waiting
            | Self::CarbonPrice
            | Self::Maintenance
            | Self::Hub
            | Self::Leases
            | Self::UnitRental
            | Self::Serving
            | Self::Rental => Class::Opex,
            Self::Unmet | Self::TrainingShortfall | Self::Risk | Self::BrokenLimits | Self::WriteOff => {
                Class::Penalty
            }
            Self::Interest | Self::Loans | Self::Settlement | Self::Tax => Class::Financing,
            Self::Incentives | Self::TerminalValue | Self::Resale | Self::DepositRefund | Self::Salvage => {
                Class::Income
            }
            Self::Revenue => Class::Revenue,
        }
    }
}

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
