//! A plan in the planner's terms, independent of the program it came from.
//!
//! Everything is indexed as the scenario is: `deploy[chip][site][t]` and so on. Whole numbers are whole; units of
//! chips are whole unless the chip says `whole: false`.

mod construction;
mod contracts;
mod emissions;
mod facts;
mod finance;
pub mod json;
mod leasing;
pub mod ledger;
mod licences;
mod power;
mod ppa;
mod quantities;
pub mod resilience;
mod select;
mod shape;
pub mod tables;
pub mod verify;
pub mod vintages;

pub use vintages::{Change, FleetChange};

pub use contracts::ContractPlan;
pub use leasing::LeasingPlan;
pub use licences::Licences;

pub use construction::ConstructionPlan;
pub use finance::FinancePlan;
pub use power::PowerPlan;
pub use ppa::PpaPlan;

use crate::scenario::{Period, Scenario, Tranche};

/// What was decided. Produced from column values by `model::extract`, checked by `plan::verify`,
/// priced by `plan::ledger`, written by `plan::json` and `plan::tables`, printed by `report`.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Plan {
    /// `[site]`: period from which the site is open; `None` if never. Existing sites: period 0.
    pub opened: Vec<Option<Period>>,
    /// `[site][position in Site::halls][t]`: halls started in t (existing ones not counted).
    pub halls_started: Vec<Vec<Vec<u32>>>,
    /// `[site][tranche]`: period in which the tranche is committed.
    pub connected: Vec<Vec<Option<Period>>>,
    /// Stages of sites and halls, conversions of halls.
    pub construction: ConstructionPlan,
    /// Bookings of power, energy of on-site generation.
    pub power: PowerPlan,
    /// Power-purchase agreements.
    pub ppa: PpaPlan,
    /// `[site][lease offer][t]`: blocks signed in t.
    pub leased: Vec<Vec<Vec<u32>>>,
    /// `[chip][t]`: units ordered that arrive in t (before loss).
    pub ordered: Vec<Vec<f64>>,
    /// `[chip][t]`: units left in the hub at the end of t.
    pub hub: Vec<Vec<f64>>,
    /// `[chip][site][t]`: units deployed.
    pub deployed: Vec<Vec<Vec<f64>>>,
    /// `[cohort][t]`: existing units retired at the start of t, before their end of life.
    pub retired: Vec<Vec<f64>>,
    /// Moves between sites and early retirement of chips counted by vintage, by chip, vintage, period and site.
    pub fleet_changes: Vec<FleetChange>,
    /// `[chip][site][workload][t][h]`: units (of the available fleet) given to a workload in a block of hours.
    pub assigned: Vec<Vec<Vec<Vec<Vec<f64>>>>>,
    /// `[demand line][site][t][h]`: mean volume served in a block of hours.
    pub served: Vec<Vec<Vec<Vec<f64>>>>,
    /// `[demand line][t][h]`: volume bought in.
    pub rented: Vec<Vec<Vec<f64>>>,
    /// `[demand line][t][h]`: volume not served.
    pub unmet: Vec<Vec<Vec<f64>>>,
    /// `[demand line][t][h]`: price, MUSD/unit/year, of a line that answers to it; no entries for other lines.
    pub prices: Vec<Vec<Vec<f64>>>,
    /// Licences applied for.
    pub licences: Licences,
    /// `[contingency]`: chips and volumes dealt out anew when something is lost.
    pub fallbacks: Vec<resilience::Fallback>,
    /// `[workload][position in Stacks::others]`: period in which a port to that stack is started.
    pub ported: Vec<Vec<Option<Period>>>,
    /// `[job]`: where, on what and when each training job runs; `None` if it does not.
    pub jobs: Vec<Option<JobRun>>,
    /// What is owed, taxed and claimed.
    pub finance: FinancePlan,
    /// Orders under contracts.
    pub contracts: ContractPlan,
    /// Options and extensions of leases, rented accelerators.
    pub leasing: LeasingPlan,
}

/// How a training job runs.
#[derive(Debug, Clone, PartialEq)]
pub struct JobRun {
    /// Chip, index into the scenario.
    pub chip: u16,
    /// Site, index into the scenario.
    pub site: u16,
    /// `[t][h]`: units (of the available fleet) at work, averaged over the block of hours; 0 when it does not run.
    pub units: Vec<Vec<f64>>,
}

impl Plan {
    /// A plan that does nothing, with every table in the scenario's shape.
    pub fn empty(scenario: &Scenario) -> Self {
        let t = scenario.horizon.len();
        let sites = scenario.sites.len();
        let chips = scenario.chips.len();
        let amounts = vec![vec![0.0; scenario.hours.len()]; t];
        let workloads = scenario.workloads.len();
        Self {
            opened: scenario
                .sites
                .iter()
                .map(|site| site.existing.then_some(Period(0)))
                .collect(),
            halls_started: scenario
                .sites
                .iter()
                .map(|site| vec![vec![0; t]; site.halls.len()])
                .collect(),
            connected: scenario
                .sites
                .iter()
                .map(|site| {
                    let ordered = |tranche: &Tranche| tranche.terms.energised.map(|_| Period(0));
                    site.tranches.iter().map(ordered).collect()
                })
                .collect(),
            construction: ConstructionPlan::empty(scenario),
            power: PowerPlan::empty(scenario),
            ppa: PpaPlan::empty(scenario),
            leased: scenario
                .sites
                .iter()
                .map(|site| vec![vec![0; t]; site.leases.len()])
                .collect(),
            ordered: vec![vec![0.0; t]; chips],
            hub: vec![vec![0.0; t]; chips],
            deployed: vec![vec![vec![0.0; t]; sites]; chips],
            retired: vec![vec![0.0; t]; scenario.cohorts.len()],
            fleet_changes: Vec::new(),
            assigned: vec![vec![vec![amounts.clone(); workloads]; sites]; chips],
            served: vec![vec![amounts.clone(); sites]; scenario.demand.len()],
            rented: vec![amounts.clone(); scenario.demand.len()],
            unmet: vec![amounts.clone(); scenario.demand.len()],
            prices: scenario
                .demand
                .iter()
                .map(|line| line.side.price.as_ref().map_or(vec![], |_| amounts.clone()))
                .collect(),
            licences: Licences::empty(scenario),
            fallbacks: resilience::none(scenario),
            ported: scenario
                .workloads
                .iter()
                .map(|workload| vec![None; workload.stacks.others.len()])
                .collect(),
            jobs: vec![None; scenario.jobs.len()],
            finance: FinancePlan::empty(scenario),
            contracts: ContractPlan::empty(scenario),
            leasing: LeasingPlan::empty(scenario),
        }
    }
}
