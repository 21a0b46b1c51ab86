//! Chips on sale, pools that limit them, and the fleet at the start.

use super::{Ageing, HubTerms, Series};
use crate::scenario::ids::{ChipId, Period, SiteId};
use crate::scenario::quantity::{Megawatts, MillionUsd, MillionUsdPerYear, PetaFlops, Volume, Years};

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
    /// Whether units are whole; otherwise any amount can be bought, deployed and retired.
    pub whole: bool,
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
    /// Time from an order to its arrival.
    pub lead_time: Years,
    /// Whether units may wait in a hub between arrival and deployment.
    pub hub: bool,
    /// What it takes to keep them there.
    pub hub_terms: HubTerms,
    /// Share of ordered units lost or dead on arrival.
    pub loss: f64,
    /// Whole periods of service, at least 1: deployed in t, in service t .. t + life - 1.
    pub life: u16,
    /// What changes with age, and moves between sites.
    pub ageing: Ageing,
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
    /// Whole periods of service before the first period of the horizon.
    pub age: u16,
    /// Out of service from this period on; equal to the number of periods if beyond the horizon.
    pub ends: u16,
}
