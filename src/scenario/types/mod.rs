//! The resolved scenario: what every later stage reads, and the only thing it reads.
//!
//! All quantities are in base units (`quantity.rs`), all series have one value per period, all
//! references are indices that exist, all currencies are converted to USD with the scenario's dated FX.
//! Selectors of rules stay data (not flattened into matrices), so that the model and `verify` each
//! evaluate them on their own.

mod ageing;
mod budget;
mod chips;
mod components;
mod construction;
mod contracts;
mod demand;
mod demand_side;
mod environment;
mod finance;
mod horizon;
mod hours;
mod leasing;
mod limits;
mod model;
mod power;
mod quantities;
mod resilience;
mod rules;
mod sites;
mod stacks;

pub use ageing::{Ageing, Moves};
pub use budget::{Budget, BudgetCurrency, BudgetKind, BudgetWindow};
pub use chips::{Chip, Cohort, Cooling, SupplyPool};
pub use components::{Class, Component};
pub use construction::{HallConstruction, HallStage, InWork, Retrofit, SiteConstruction, SiteStage};
pub use contracts::{BreakKind, Cancellation, Contract, HubTerms, Prepay, PriceBreak};
pub use demand::{DemandLine, Market, Rent, Residency, TrainingJob, Workload};
pub use demand_side::{Churn, DemandSide, Placement, PriceResponse, UnmetTier};
pub use environment::{
    CapWindow, CarbonCap, CarbonPrice, CarbonScope, Environment, GridSource, PpaOffer, SiteEnvironment,
    WaterCap,
};
pub use finance::{CashAccount, Customs, Debt, Finance, Incentive, Tax, Terminal};
pub use horizon::Horizon;
pub use hours::{HourBlocks, Profile};
pub use leasing::{LeaseExtension, LeaseOption, LeaseTerms, RentalOffer};
pub use limits::{CustomLimit, LimitWindow, QuantityFilter, ShareOf};
pub use model::{ModelSpec, Objective};
pub use power::{Bridging, TrancheTerms};
pub use quantities::{By, OverTime, Quantity, QuantityUnit};
pub use resilience::{Against, Contingency, Loss, Resilience, ResilienceForm, contingencies};
pub use rules::{Application, ChipSelector, PlaceSelector, RatioCount, RatioWindow, Rule, RuleEffect};
pub use sites::{Accepts, HallDesign, LeaseOffer, Site, SiteHall, Tranche};
pub use stacks::{Porting, SecondStack, Stacks};

use super::ids::Period;
use super::quantity::Years;

/// A series over the horizon: one value per period.
pub type Series<T> = Vec<T>;

/// A fully resolved, checked planning question.
#[derive(Debug, Clone, PartialEq)]
pub struct Scenario {
    /// Identifier, `[a-z0-9_.-]+`.
    pub name: String,
    /// One or two sentences for people.
    pub description: String,
    /// Currency in which reports print money: code and USD per unit by period. Inside, all is MUSD.
    pub money: Money,
    /// The planning periods.
    pub horizon: Horizon,
    /// Blocks of hours into which every period is split.
    pub hours: HourBlocks,
    /// Who plans.
    pub operator: Operator,
    /// Hall designs.
    pub halls: Vec<HallDesign>,
    /// Sites, candidate and existing.
    pub sites: Vec<Site>,
    /// Chips that may be bought or are already in the fleet.
    pub chips: Vec<Chip>,
    /// Supply pools shared by several chips (HBM, wafers, a vendor's allocation).
    pub pools: Vec<SupplyPool>,
    /// Supply contracts. A chip with contracts is bought under them alone.
    pub contracts: Vec<Contract>,
    /// Offers of rented accelerators.
    pub rentals: Vec<RentalOffer>,
    /// Fleet bought before the horizon.
    pub cohorts: Vec<Cohort>,
    /// Workload classes.
    pub workloads: Vec<Workload>,
    /// Markets.
    pub markets: Vec<Market>,
    /// Demand lines.
    pub demand: Vec<DemandLine>,
    /// Training jobs.
    pub jobs: Vec<TrainingJob>,
    /// Dated rules.
    pub rules: Vec<Rule>,
    /// Most engineers at work on porting workloads to other software stacks, by period; `None` is unlimited.
    pub porting_engineers: Option<Series<f64>>,
    /// What must still be served when something is lost.
    pub resilience: Vec<Resilience>,
    /// Budgets.
    pub budgets: Vec<Budget>,
    /// Carbon and water.
    pub environment: Environment,
    /// Cash, debt, taxes, incentives and what is left at the end.
    pub finance: Finance,
    /// The planner's own limits.
    pub limits: Vec<CustomLimit>,
    /// At most this many sites opened in each period; `None` is unlimited.
    pub openings_per_period: Option<Series<f64>>,
    /// Figures that carry a source and a flag.
    pub figures: Vec<Figure>,
}

/// Currency of the reports.
#[derive(Debug, Clone, PartialEq)]
pub struct Money {
    /// Code such as `MUSD` or `MCNY` (always millions).
    pub code: String,
    /// USD for one unit of the currency, by period.
    pub usd: Series<f64>,
}

/// Who plans.
#[derive(Debug, Clone, PartialEq)]
pub struct Operator {
    /// Name for people.
    pub name: String,
    /// Place of headquarters or ultimate parent, ISO 3166 alpha-2 (`CN`, `US`); rules select owners by it.
    pub headquarters: String,
    /// Discount rate per year, as a fraction.
    pub wacc: f64,
}

impl Scenario {
    /// Time in block `h` of period `t`.
    pub fn block_length(&self, t: usize, h: usize) -> Years {
        self.horizon.length[t] * self.hours.share[h]
    }
    /// Present value at the start of the horizon of one unit of money paid in the middle of period `t`:
    /// `(1 + wacc) ^ -midpoint(t)`.
    pub fn discount(&self, t: Period) -> f64 {
        (1.0 + self.operator.wacc).powf(-self.horizon.midpoint(t).value())
    }

    /// Present value at the start of the horizon of one unit of money at its end:
    /// `(1 + wacc) ^ -(length of the horizon)`.
    pub fn discount_at_end(&self) -> f64 {
        let length: Years = self.horizon.length.iter().copied().sum();
        (1.0 + self.operator.wacc).powf(-length.value())
    }
}

/// How well a figure is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Flag {
    /// Seen in a stored source.
    Verified,
    /// From general knowledge.
    Recalled,
    /// Chosen for modelling.
    Assumption,
}

/// A figure with provenance that entered the scenario.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// Path in the resolved scenario, e.g. `chips.H20-96.price`.
    pub path: String,
    /// As written.
    pub value: String,
    /// Source key or words.
    pub source: String,
    /// How well known.
    pub flag: Flag,
    /// Date of the figure, if given.
    pub as_of: Option<String>,
    /// Low and high, as written, if given.
    pub range: Option<(String, String)>,
}
