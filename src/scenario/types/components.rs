//! What money is paid for.

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
    pub const fn in_net_cost(self) -> f64 {
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

    /// The component of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .copied()
            .find(|component| component.name() == name)
    }

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
