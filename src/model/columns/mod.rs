//! The columns of the model: flat tables that find a column from its indices.
//!
//! Cumulative kinds (`open`, `halls`, `connect`) mean "by the end of t": a lookup before the first period in
//! which the decision can be taken gives none (it is 0), one after the last period in which it is worth
//! taking gives the last column (it stays). Periods are indices counted from 0. Kinds are created in the order of the fields below, so that rows
//! that name them in this order are already sorted.

mod demand_side;
mod environment;
mod limits;
mod resilience;

pub use demand_side::DemandSideColumns;
mod licences;

pub use licences::Licences;
mod construction;
mod finance;
mod power;
mod ppa;
mod stacks;
pub(super) mod vintages;
pub use environment::EnvironmentColumns;
pub use limits::LimitColumns;

pub use construction::ConstructionColumns;
pub use finance::FinanceColumns;
pub use power::PowerColumns;
pub use ppa::PpaColumns;
pub use resilience::ResilienceColumns;
pub use stacks::StackColumns;
pub(in crate::model) use stacks::{stack_label, stack_labels};
pub mod contracts;
pub mod leasing;

use crate::model::sets::Slots;
use crate::model::table::Table;
use crate::program::{Col, KEY, Key, LabelSet};
use crate::scenario::{BudgetId, ChipId, CohortId, DemandId, JobId, SiteId, WorkloadId};
use contracts::ContractColumns;
use leasing::LeasingColumns;

pub use vintages::VintageColumns;

/// Label sets of the model, in the order in which they are created.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Labels {
    /// Sites.
    Site,
    /// Hall designs.
    Hall,
    /// Chips.
    Chip,
    /// Periods.
    Period,
    /// Workloads.
    Workload,
    /// Demand lines.
    Demand,
    /// Stages of all sites before opening, numbered through.
    Stage,
    /// Stages of halls, by id.
    HallStage,
    /// Conversions of halls of all sites, numbered through.
    Retrofit,
    /// Tranches of all sites, numbered through.
    Tranche,
    /// Lease offers of all sites, numbered through.
    Lease,
    /// Offers of power-purchase agreements of all sites, numbered through.
    Ppa,
    /// Existing cohorts.
    Cohort,
    /// Training jobs.
    Job,
    /// Budgets.
    Budget,
    /// Budget windows, numbered within their budget.
    Window,
    /// Incentives.
    Incentive,
    /// Taxes.
    Tax,
    /// Rules.
    Rule,
    /// Supply pools.
    Pool,
    /// Classes of halls and leases (unions of fit sets).
    Class,
    /// Demand scenarios.
    Scenario,
    /// Blocks of hours; left out of names if there is only one.
    Hour,
    /// Pieces of revenue curves, numbered within their curve.
    Piece,
    /// Software stacks beside the home stacks of workloads.
    Stack,
    /// Periods of deployment; negative ones lie before the horizon.
    Vintage,
    /// Requirements of resilience.
    Requirement,
    /// Losses of all requirements, numbered through.
    Contingency,
    /// Tiers of unmet volume, numbered within their line.
    Tier,
    /// Classes of service, in their order.
    Priority,
    /// Caps on emissions.
    CarbonCap,
    /// Water zones.
    WaterZone,
    /// Supply contracts.
    Contract,
    /// Prices of a contract with volume discounts, the first one without discount.
    Break,
    /// Offers of rented accelerators.
    Rental,
    /// The planner's own limits.
    Limit,
}

impl Labels {
    /// The label set in the program.
    pub const fn set(self) -> LabelSet {
        LabelSet(self as u8)
    }

    /// The label sets of a key, without that of the blocks of hours if there is only one block. Only the demand
    /// scenario may follow a block in a key.
    pub fn sets(labels: &[Self], blocks: usize) -> Vec<LabelSet> {
        let named = labels.iter().filter(|&&label| label != Self::Hour || blocks > 1);
        named.map(|label| label.set()).collect()
    }
}

/// A key from its indices; the rest is 0.
pub fn key<const N: usize>(parts: [usize; N]) -> Key {
    let mut key = [0; KEY];
    for (place, part) in key.iter_mut().zip(parts) {
        *place = part as u16;
    }
    key
}

/// Index tables of the columns.
#[derive(Debug, Clone, Default)]
pub struct Columns {
    pub(super) hall_slots: Slots,
    pub(super) tranche_slots: Slots,
    pub(super) lease_slots: Slots,
    pub(super) open: Table<2>,
    pub(super) halls: Table<2>,
    pub(super) build: Table<2>,
    pub(super) connect: Table<2>,
    /// Stages of sites and halls, conversions of halls.
    pub construction: ConstructionColumns,
    /// Bookings and bridging energy.
    pub power: PowerColumns,
    pub(super) lease: Table<2>,
    pub(super) order: Table<2>,
    pub(super) hub: Table<2>,
    pub(super) deploy: Table<3>,
    pub(super) retire: Table<2>,
    pub(super) fleet: Table<3>,
    pub(super) vintages: VintageColumns,
    pub(super) place: Table<3>,
    pub(super) cluster: Table<5>,
    pub(super) train: Table<5>,
    pub(super) short: Table<1>,
    pub(super) assign: Table<5>,
    pub(super) serve: Table<4>,
    pub(super) rent: Table<3>,
    pub(super) unmet: Table<3>,
    pub(super) carry: Table<2>,
    /// What happens when something is lost.
    pub resilience: ResilienceColumns,
    /// Customers' behaviour.
    pub demand_side: DemandSideColumns,
    /// Licences applied for.
    pub licences: Licences,
    /// Carbon.
    pub environment: EnvironmentColumns,
    /// Power-purchase agreements.
    pub ppa: PpaColumns,
    /// Porting of workloads.
    pub stacks: StackColumns,
    /// The account, loans, taxes and incentives.
    pub finance: FinanceColumns,
    /// Columns of supply contracts.
    pub contracts: ContractColumns,
    pub(super) leasing: LeasingColumns,
    /// The planner's own limits.
    pub limits: LimitColumns,
}

impl Columns {
    /// `open[r,t]`: site `r` is open by `t`. There is one for every site and period.
    pub fn open(&self, r: SiteId, t: usize) -> Option<Col> {
        self.open.get([r.index(), t])
    }
    /// `halls[r,h,t]`: new halls of the `i`-th design of site `r` started by `t`.
    pub fn halls(&self, r: SiteId, i: usize, t: usize) -> Option<Col> {
        self.halls.get([self.hall_slots.at(r.index(), i), t])
    }
    /// `build[r,h,t]`: halls of the `i`-th design of site `r` started in `t`.
    pub fn build(&self, r: SiteId, i: usize, t: usize) -> Option<Col> {
        self.build.get([self.hall_slots.at(r.index(), i), t])
    }
    /// `connect[r,g,t]`: tranche `g` of site `r` committed by `t`.
    pub fn connect(&self, r: SiteId, g: usize, t: usize) -> Option<Col> {
        self.connect.get([self.tranche_slots.at(r.index(), g), t])
    }
    /// `lease[r,b,t]`: blocks of lease offer `b` of site `r` signed in `t`.
    pub fn lease(&self, r: SiteId, b: usize, t: usize) -> Option<Col> {
        self.lease.get([self.lease_slots.at(r.index(), b), t])
    }
    /// `order[c,t]`: units that arrive in `t`, before loss.
    pub fn order(&self, c: ChipId, t: usize) -> Option<Col> {
        self.order.get([c.index(), t])
    }
    /// `hub[c,t]`: units waiting at the end of `t`.
    pub fn hub(&self, c: ChipId, t: usize) -> Option<Col> {
        self.hub.get([c.index(), t])
    }
    /// `deploy[c,r,t]`: units deployed.
    pub fn deploy(&self, c: ChipId, r: SiteId, t: usize) -> Option<Col> {
        self.deploy.get([c.index(), r.index(), t])
    }
    /// `retire[e,t]`: existing units retired at the start of `t`.
    pub fn retire(&self, e: CohortId, t: usize) -> Option<Col> {
        self.retire.get([e.index(), t])
    }
    /// `fleet[c,r,t]`: units in service.
    pub fn fleet(&self, c: ChipId, r: SiteId, t: usize) -> Option<Col> {
        self.fleet.get([c.index(), r.index(), t])
    }
    /// Columns of units counted by vintage.
    pub fn vintages(&self) -> &VintageColumns {
        &self.vintages
    }
    /// `place[j,c,r]`: job `j` runs on chip `c` at site `r`.
    pub fn place(&self, j: JobId, c: ChipId, r: SiteId) -> Option<Col> {
        self.place.get([j.index(), c.index(), r.index()])
    }
    /// `cluster[j,c,r,t,h]`: job `j` runs there in block `h` of `t`.
    pub fn cluster(&self, j: JobId, c: ChipId, r: SiteId, t: usize, h: usize) -> Option<Col> {
        self.cluster.get([j.index(), c.index(), r.index(), t, h])
    }
    /// `train[j,c,r,t,h]`: units at work on job `j`.
    pub fn train(&self, j: JobId, c: ChipId, r: SiteId, t: usize, h: usize) -> Option<Col> {
        self.train.get([j.index(), c.index(), r.index(), t, h])
    }
    /// `short[j]`: work of job `j` left undone, ZFLOP.
    pub fn short(&self, j: JobId) -> Option<Col> {
        self.short.get([j.index()])
    }
    /// `assign[c,r,w,t,h]`: units given to workload `w` in block `h` of `t`.
    pub fn assign(&self, c: ChipId, r: SiteId, w: WorkloadId, t: usize, h: usize) -> Option<Col> {
        self.assign.get([c.index(), r.index(), w.index(), t, h])
    }
    /// `serve[r,d,t,h]`: mean volume of line `d` served from site `r` in block `h` of `t`.
    pub fn serve(&self, r: SiteId, d: DemandId, t: usize, h: usize) -> Option<Col> {
        self.serve.get([r.index(), d.index(), t, h])
    }
    /// `rent[d,t,h]`: volume bought in.
    pub fn rent(&self, d: DemandId, t: usize, h: usize) -> Option<Col> {
        self.rent.get([d.index(), t, h])
    }
    /// `unmet[d,t,h]`: volume not served.
    pub fn unmet(&self, d: DemandId, t: usize, h: usize) -> Option<Col> {
        self.unmet.get([d.index(), t, h])
    }
    /// `carry[b,w]`: money of budget `b` left in its `w`-th window.
    pub fn carry(&self, b: BudgetId, w: usize) -> Option<Col> {
        self.carry.get([b.index(), w])
    }
}
