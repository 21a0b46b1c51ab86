//! The resolved scenario: what every later stage reads, and the only thing it reads.
//!
//! All quantities are in base units (`quantity.rs`), all series have one value per period, all
//! references are indices that exist, all currencies are converted to USD with the scenario's dated FX.
//! Selectors of rules stay data (not flattened into matrices), so that the model and `verify` each
//! evaluate them on their own.

use super::ids::*;
use super::quantity::*;
use std::collections::BTreeMap;

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
    /// Budgets.
    pub budgets: Vec<Budget>,
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

/// The planning periods, ordered, without gaps.
#[derive(Debug, Clone, PartialEq)]
pub struct Horizon {
    /// Labels as printed: `2026Q1`, `2026H1`, `2026` or any string.
    pub labels: Vec<String>,
    /// Length of each period.
    pub length: Series<Years>,
    /// Calendar year in which each period starts (budgets `each: year` group by it).
    pub year: Vec<i32>,
    /// First day of each period, `YYYY-MM-DD`; rules compare their dates with it.
    pub start: Vec<String>,
}

impl Horizon {
    /// Number of periods.
    pub fn len(&self) -> usize {
        self.labels.len()
    }
    /// Whether there is no period (never true for a checked scenario).
    pub fn is_empty(&self) -> bool {
        self.labels.is_empty()
    }
    /// All periods in order.
    pub fn periods(&self) -> impl DoubleEndedIterator<Item = Period> + ExactSizeIterator + Clone {
        Period::all(self.len())
    }
    /// Time from the start of the horizon to the middle of period `t`.
    pub fn midpoint(&self, t: Period) -> Years {
        let before: Years = self.length[..t.index()].iter().copied().sum();
        before + self.length[t.index()] / 2.0
    }
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
    /// Present value at the start of the horizon of one unit of money paid in the middle of period `t`:
    /// `(1 + wacc) ^ -midpoint(t)`.
    pub fn discount(&self, t: Period) -> f64 {
        (1.0 + self.operator.wacc).powf(-self.horizon.midpoint(t).value())
    }
}

/// What cooling a chip needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Cooling {
    /// Air-cooled racks only.
    Air,
    /// Direct-liquid-cooled racks only.
    Liquid,
    /// Sold in both forms: fits wherever there is room.
    Either,
}

/// Which chips a hall or a lease can cool.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accepts {
    /// Takes air-cooled units.
    pub air: bool,
    /// Takes liquid-cooled units.
    pub liquid: bool,
}

/// A hall design. A hall is the block in which IT capacity is built.
#[derive(Debug, Clone, PartialEq)]
pub struct HallDesign {
    /// Identifier.
    pub id: String,
    /// IT power of one finished hall, before the site's hot-climate derating.
    pub it_power: Megawatts,
    /// Rack positions of one hall.
    pub racks: f64,
    /// Cooling classes it takes.
    pub accepts: Accepts,
    /// Highest rack density it can feed and cool, MW per rack; `None` is no limit.
    pub rack_density: Option<Megawatts>,
    /// Land taken by one hall.
    pub footprint: Hectares,
    /// Share of the cost paid in each period from the start of construction on; sums to 1.
    /// What would fall after the horizon is paid in the last period.
    pub spend_profile: Vec<f64>,
    /// Running cost of one finished hall (staff, maintenance), paid from completion on.
    pub running_cost: MillionUsdPerYear,
}

/// A place where capacity can stand.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Jurisdiction, ISO 3166 alpha-2 (`MY`, `AE`).
    pub jurisdiction: String,
    /// Groups that selectors may name: `gulf`, `southeast-asia`, `D:4` ...
    pub groups: Vec<String>,
    /// Latitude and longitude in degrees, where known.
    pub coordinates: Option<(f64, f64)>,
    /// Already open before the horizon: no opening cost, open in every period.
    pub existing: bool,
    /// First period in which it may be open.
    pub earliest: Period,
    /// Must be open from this period on at the latest (a commitment already made).
    pub committed: Option<Period>,
    /// Cost of opening, if opened in period t.
    pub opening_cost: Series<MillionUsd>,
    /// Cost per year while open.
    pub fixed_cost: MillionUsdPerYear,
    /// Sites that must be open whenever this one is.
    pub requires: Vec<SiteId>,
    /// Land for halls, including that under existing halls; `None` is unlimited.
    pub land: Option<Hectares>,
    /// Hall designs that can be built (or already stand) here.
    pub halls: Vec<SiteHall>,
    /// At most this many halls started per period over all designs; `None` is unlimited.
    pub contractor: Option<f64>,
    /// Grid power available by period without any order (at the meter, IT and overhead).
    pub power: Series<Megawatts>,
    /// Further grid power that can be ordered, in this order.
    pub tranches: Vec<Tranche>,
    /// Share of usable grid power kept in reserve.
    pub reserve_margin: f64,
    /// Energy price by period.
    pub energy_price: Series<UsdPerMwh>,
    /// Mean PUE: energy bought per IT energy.
    pub pue: f64,
    /// PUE on the hottest day: grid power needed per IT power. At least `pue`.
    pub pue_hot: f64,
    /// Share of a hall's IT power lost to the climate, 0 to 1.
    pub derating: f64,
    /// Raw capacity by workload that the open site has without any chip, in the workload's unit.
    pub blocks: Vec<Volume>,
    /// Lease offers (colo MW).
    pub leases: Vec<LeaseOffer>,
}

/// A hall design at one site.
#[derive(Debug, Clone, PartialEq)]
pub struct SiteHall {
    /// The design.
    pub design: HallId,
    /// Halls finished before the horizon.
    pub existing: u32,
    /// Most halls of this design, existing ones included; `None`: only land limits.
    pub max: Option<u32>,
    /// Cost of one hall, if started in period t.
    pub cost: Series<MillionUsd>,
    /// Whole periods from start to first use: started in t, usable from t + this on.
    pub build_periods: u16,
}

/// An orderable block of grid power.
#[derive(Debug, Clone, PartialEq)]
pub struct Tranche {
    /// Identifier within the site.
    pub id: String,
    /// Grid power added.
    pub capacity: Megawatts,
    /// Whole periods from commitment to power.
    pub lead_periods: u16,
    /// First period in which it can be committed.
    pub earliest: Period,
    /// Paid when committed.
    pub deposit: MillionUsd,
    /// Capacity charge (take-or-pay) from energisation on.
    pub charge: MillionUsdPerMwYear,
}

/// Colo capacity that can be leased in whole blocks.
#[derive(Debug, Clone, PartialEq)]
pub struct LeaseOffer {
    /// Identifier within the site.
    pub id: String,
    /// IT power of one block (its grid power is the landlord's).
    pub it_power: Megawatts,
    /// Rack positions of one block.
    pub racks: f64,
    /// Cooling classes it takes.
    pub accepts: Accepts,
    /// Price by the period in which the lease is signed, before escalation.
    pub price: Series<MillionUsdPerMwYear>,
    /// Price increase per year of a running lease, as a fraction.
    pub escalator: f64,
    /// Whole periods of the term; a lease taken in t is paid and usable in t .. t + term - 1.
    pub term: u16,
    /// Most blocks leased at any time.
    pub max_blocks: u32,
    /// First period in which it can be signed.
    pub earliest: Period,
}

/// A chip product: the unit that is bought (server, rack, pod).
#[derive(Debug, Clone, PartialEq)]
pub struct Chip {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Vendor, as in the catalogue.
    pub vendor: String,
    /// Origin, ISO 3166 alpha-2.
    pub origin: String,
    /// Software stack: `cuda`, `cann`, `rocm`, `other`.
    pub stack: String,
    /// Chips per unit.
    pub chips_per_unit: u32,
    /// Nameplate IT power of a unit.
    pub power: Megawatts,
    /// Peak power of the fleet over the sum of nameplates, for capacity rows.
    pub diversity: f64,
    /// Mean power over nameplate, for energy.
    pub utilisation: f64,
    /// Rack positions of a unit.
    pub racks: f64,
    /// Cooling needed.
    pub cooling: Cooling,
    /// TPP of one chip.
    pub tpp: f64,
    /// Price of a unit by period of order.
    pub price: Series<MillionUsd>,
    /// Cost of installing a unit (network, integration), paid at deployment.
    pub install_cost: MillionUsd,
    /// Maintenance of a unit in service.
    pub maintenance: MillionUsdPerYear,
    /// Most units that can be ordered by period; `None` is unlimited. Already zero outside the window
    /// from release (plus lead time) to end of sale.
    pub supply: Option<Series<f64>>,
    /// First and last period in which units can arrive: release + lead time .. end of sale.
    pub available: Option<(Period, Period)>,
    /// Whether units may wait in a hub between arrival and deployment.
    pub hub: bool,
    /// Share of ordered units lost or dead on arrival.
    pub loss: f64,
    /// Whole periods of service, at least 1: deployed in t, in service t .. t + life - 1.
    pub life: u16,
    /// Share of the time in which a unit works (failures, maintenance).
    pub availability: f64,
    /// Volume that one unit can carry by workload, in the workload's unit; 0 means it cannot run it.
    pub throughput: Vec<Volume>,
    /// Useful training speed of a unit (peak times the achieved share); `None`: cannot train.
    pub training: Option<PetaFlops>,
}

/// A cap on orders over several chips.
#[derive(Debug, Clone, PartialEq)]
pub struct SupplyPool {
    /// Identifier.
    pub id: String,
    /// Chips that draw on it, with the amount drawn per unit ordered.
    pub members: Vec<(ChipId, f64)>,
    /// Amount available by period.
    pub at_most: Series<f64>,
}

/// Units bought before the horizon.
#[derive(Debug, Clone, PartialEq)]
pub struct Cohort {
    /// Where they are.
    pub site: SiteId,
    /// What they are.
    pub chip: ChipId,
    /// How many.
    pub units: u32,
    /// Out of service from this period on; equal to the number of periods if beyond the horizon.
    pub ends: u16,
}

/// A workload class.
#[derive(Debug, Clone, PartialEq)]
pub struct Workload {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Unit of its volumes as printed: `ktok/s`, `PFLOP/s`, `server` ...
    pub unit: String,
    /// Largest round-trip time from market to site; `None` is no limit.
    pub latency: Option<Milliseconds>,
    /// Peak over mean demand: capacity must cover volume times this.
    pub peak: f64,
}

/// Where demand arises.
#[derive(Debug, Clone, PartialEq)]
pub struct Market {
    /// Identifier.
    pub id: String,
    /// Name for people.
    pub name: String,
    /// Jurisdiction, ISO 3166 alpha-2.
    pub jurisdiction: String,
    /// Latitude and longitude in degrees, where known.
    pub coordinates: Option<(f64, f64)>,
    /// Round-trip time to each site; `None`: unknown, so not usable by a workload with a latency budget.
    pub latency: Vec<Option<Milliseconds>>,
}

/// One (market, workload).
#[derive(Debug, Clone, PartialEq)]
pub struct DemandLine {
    /// Identifier.
    pub id: String,
    /// Market.
    pub market: MarketId,
    /// Workload.
    pub workload: WorkloadId,
    /// Mean volume by period.
    pub volume: Series<Volume>,
    /// Penalty for volume not served.
    pub unmet_penalty: Series<MillionUsdPerUnitYear>,
    /// Revenue for volume served or rented (counted by `max_profit`).
    pub revenue: Series<MillionUsdPerUnitYear>,
    /// Bought-in capacity: price and largest volume by period; `None`: cannot be rented.
    pub rent: Option<Rent>,
    /// Least share of volume that must be served or rented, 0 to 1.
    pub service_floor: f64,
    /// Where data may be processed; `None` is anywhere.
    pub residency: Option<Residency>,
    /// Cost of serving from a site, by site (network, placement).
    pub serve_cost: Vec<MillionUsdPerUnitYear>,
}

/// Bought-in capacity for one demand line.
#[derive(Debug, Clone, PartialEq)]
pub struct Rent {
    /// Price by period.
    pub price: Series<MillionUsdPerUnitYear>,
    /// Largest volume by period; `None` is unlimited.
    pub at_most: Option<Series<Volume>>,
}

/// Share of the served volume that must come from given places.
#[derive(Debug, Clone, PartialEq)]
pub struct Residency {
    /// The places.
    pub places: PlaceSelector,
    /// Least share of what is served from sites; 1 means that other sites get no arc at all.
    pub share: f64,
}

/// A training job: one chip type at one site, at least `min_units` at once, its FLOP inside its window.
#[derive(Debug, Clone, PartialEq)]
pub struct TrainingJob {
    /// Identifier.
    pub id: String,
    /// Work to be done.
    pub work: ZettaFlop,
    /// First period in which it may run.
    pub start: Period,
    /// Last period in which it may run.
    pub deadline: Period,
    /// Least number of chips (not units) that work at once in every period in which it runs.
    pub min_chips: f64,
    /// Chips it may run on.
    pub chips: ChipSelector,
    /// Sites it may run at.
    pub places: PlaceSelector,
    /// Penalty for the whole job undone, in proportion to the work missing; `None`: must be done.
    pub unmet_penalty: Option<MillionUsd>,
    /// Revenue for the whole job done (counted by `max_profit`), in proportion to the work done.
    pub revenue: MillionUsd,
}

/// Selects chips. An absent part matches everything; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ChipSelector {
    /// Any of these ids.
    pub ids: Option<Vec<ChipId>>,
    /// Any of these vendors.
    pub vendors: Option<Vec<String>>,
    /// Any of these origins.
    pub origins: Option<Vec<String>>,
    /// TPP of a chip at least this.
    pub tpp_at_least: Option<f64>,
    /// TPP of a chip below this.
    pub tpp_below: Option<f64>,
}

/// Selects sites. An absent part matches everything; parts are combined with "and".
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceSelector {
    /// Any of these sites.
    pub sites: Option<Vec<SiteId>>,
    /// Any of these jurisdictions.
    pub jurisdictions: Option<Vec<String>>,
    /// In any of these groups.
    pub groups: Option<Vec<String>>,
    /// None of these jurisdictions.
    pub not_jurisdictions: Vec<String>,
    /// In none of these groups.
    pub not_groups: Vec<String>,
}

/// A dated rule with its source.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// Identifier.
    pub id: String,
    /// One sentence for people.
    pub title: String,
    /// Source key.
    pub source: String,
    /// In force from this date, `YYYY-MM-DD`; `None`: always was.
    pub from: Option<String>,
    /// Not in force from this date on; `None`: open end.
    pub until: Option<String>,
    /// For each period whether it is in force: its first day lies in [from, until).
    pub active: Vec<bool>,
    /// Headquarters of the owners it binds; `None` binds everyone.
    pub owners: Option<Vec<String>>,
    /// Chips it speaks of.
    pub chips: ChipSelector,
    /// Places it speaks of.
    pub places: PlaceSelector,
    /// What it says.
    pub effect: RuleEffect,
}

/// What a rule says about new deployments of the chips at the places while in force.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleEffect {
    /// May not be deployed.
    Denied,
    /// May be deployed only under a `Grant` in force for the same chip, place and owner.
    Licence,
    /// A licence in hand: lifts `Licence`. Units deployed under it over the whole horizon are capped
    /// when `quota` is given (sum of chips times TPP).
    Grant {
        /// Cap on the TPP deployed under the grant.
        quota: Option<MegaTpp>,
    },
    /// Cap on the TPP in service (existing fleet included) in every period in force.
    ComputeCap {
        /// The cap, over all selected places together.
        at_most: MegaTpp,
    },
    /// Exposure to legal risk: `weight` times the purchase value (at the price of the period of deployment)
    /// of the selected units, counted at deployment.
    Risk {
        /// Exposure per MUSD of deployed value.
        weight: f64,
        /// Cap on the cumulative exposure; `None`: not capped.
        at_most: Option<MillionUsd>,
        /// Price put on one MUSD of exposure, charged to the objective at deployment.
        price: f64,
    },
}

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

/// What to optimise: a file in `models/`.
#[derive(Debug, Clone, PartialEq)]
pub struct ModelSpec {
    /// Identifier.
    pub name: String,
    /// Objective.
    pub objective: Objective,
    /// Families switched off by name (for what-if questions and tests); empty as shipped.
    pub off: Vec<String>,
}

/// Objective of a model.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objective {
    /// Net present cost, priced unmet demand included, revenue left out.
    MinCost,
    /// Net present profit: revenue minus the same costs.
    MaxProfit,
}

/// Map of names to indices, for the edges.
pub type Names<I> = BTreeMap<String, I>;
