//! The limits that a planner owns: what they are called, what they say now, and how a scenario is edited to widen them.

mod edit;
mod named;
mod sentence;

pub use sentence::told;

use crate::scenario::{BudgetId, ChipId, ContractId, DemandId, JobId, PoolId, RuleId, SiteId, WorkloadId};
use serde::Serialize;

/// A limit that a planner owns and could move.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Limit {
    /// A budget, window by window.
    Budget(BudgetId),
    /// What the owners pay into the account, by period.
    Funding,
    /// What may be owed, by period.
    Loans,
    /// Grid power of a site beyond its tranches, from a period on.
    Power(SiteId),
    /// Land of a site.
    Land(SiteId),
    /// Most halls of a design (position at the site).
    Halls(SiteId, u16),
    /// Halls that the contractor of a site starts in a period.
    Contractor(SiteId),
    /// Sites opened in a period.
    Openings,
    /// Blocks of a lease offer (position at the site).
    Blocks(SiteId, u16),
    /// Supply of a chip, by period.
    Supply(ChipId),
    /// The window in which a chip is on sale, by the period that it would have to reach.
    Sale(ChipId),
    /// A supply pool, by period.
    Pool(PoolId),
    /// Units on offer under a contract, by period.
    Allocation(ContractId),
    /// The volume of all lines in all periods.
    Demand,
    /// The service floor of a line.
    Floor(DemandId),
    /// A training job that must be done.
    Job(JobId),
    /// A quota or a cap of a rule, or the rule as such.
    Rule(RuleId),
    /// Where the data of a line must stay.
    Residency(DemandId),
    /// The latency budget of a workload, by the whole milliseconds that it would have to reach.
    Latency(WorkloadId),
    /// A cap on emissions, by the first period of its window.
    Carbon(u16),
    /// A cap on water, by the first period of its window.
    Water(u16),
    /// A limit of the planner's own, by the first period of its window.
    Own(u16),
    /// Share of demand kept after a loss.
    Resilience(u16),
    /// The date from which a site may be open.
    Earliest(SiteId),
    /// The date by which a site must be open.
    Commitment(SiteId),
}

/// Kinds of limits: whose desk they are on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Budgets, funding and loans.
    Money,
    /// Grid power.
    Power,
    /// Land, halls, contractors, openings, leased blocks.
    Building,
    /// Chips, pools and contracts.
    Supply,
    /// Volume of demand.
    Demand,
    /// Service floors.
    Service,
    /// Training jobs.
    Training,
    /// Rules and residency.
    Rules,
    /// Latency budgets.
    Latency,
    /// Carbon and water.
    Environment,
    /// The planner's own limits.
    Own,
    /// Resilience.
    Resilience,
    /// Dates and commitments.
    Dates,
}

impl Kind {
    /// All kinds, in the order in which they are tried.
    pub const ALL: [Self; 13] = [
        Self::Money,
        Self::Power,
        Self::Building,
        Self::Supply,
        Self::Demand,
        Self::Service,
        Self::Training,
        Self::Rules,
        Self::Latency,
        Self::Environment,
        Self::Own,
        Self::Resilience,
        Self::Dates,
    ];

    /// Words for people.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Money => "money",
            Self::Power => "grid power",
            Self::Building => "building",
            Self::Supply => "chip supply",
            Self::Demand => "demand",
            Self::Service => "service floors",
            Self::Training => "training",
            Self::Rules => "rules",
            Self::Latency => "latency",
            Self::Environment => "carbon and water",
            Self::Own => "own limits",
            Self::Resilience => "resilience",
            Self::Dates => "dates",
        }
    }
}

/// By how much a limit gives way, at a place of it: a period, a window or nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Move {
    /// The limit.
    pub limit: Limit,
    /// Window of a budget, period of what goes by period, else 0.
    pub at: usize,
    /// How much, in the unit of the limit; shares are fractions. What is lifted as a whole moves by 1; infinite for a
    /// share of nothing, which only goes away as a whole.
    pub amount: f64,
}

impl Limit {
    /// Its kind.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Budget(_) | Self::Funding | Self::Loans => Kind::Money,
            Self::Power(_) => Kind::Power,
            Self::Land(_) | Self::Halls(..) | Self::Contractor(_) | Self::Openings | Self::Blocks(..) => {
                Kind::Building
            }
            Self::Supply(_) | Self::Pool(_) | Self::Allocation(_) => Kind::Supply,
            Self::Demand => Kind::Demand,
            Self::Floor(_) => Kind::Service,
            Self::Job(_) => Kind::Training,
            Self::Rule(_) | Self::Residency(_) => Kind::Rules,
            Self::Latency(_) => Kind::Latency,
            Self::Carbon(_) | Self::Water(_) => Kind::Environment,
            Self::Own(_) => Kind::Own,
            Self::Resilience(_) => Kind::Resilience,
            Self::Sale(_) | Self::Earliest(_) | Self::Commitment(_) => Kind::Dates,
        }
    }
}

/// Places of a limit of the planner's own: the first period of the window for its upper side, that plus this for its
/// lower one.
pub const SIDES: usize = 1 << 16;
