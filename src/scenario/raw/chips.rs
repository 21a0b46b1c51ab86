//! Chip products and shared supply as written.

use super::Map;
use super::ageing::{RawAgeing, RawMoves};
use super::quantity::{
    Amount, AmountPerYear, Duration, FlopSpeed, Growth, Power, RawVolume, Share, SupplyRate, TokenSpeed,
};
use super::series::{Cap, Figure, Series};
use schemars::JsonSchema;
use serde::Deserialize;

/// Which chips may be bought.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChipChoice {
    /// Ids of the catalogue: `[CM384, H20-96]`. Default: none.
    #[serde(default, rename = "use")]
    pub used: Vec<String>,
    /// Facts that replace those of the catalogue: `{H20-96: {supply: 2000 unit/year}}`. Default: none.
    #[serde(default)]
    pub set: Map<RawChip>,
}

/// What cooling a chip needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawChipCooling {
    /// Air-cooled racks only.
    Air,
    /// Direct-liquid-cooled racks only.
    Liquid,
    /// Sold in both forms.
    Either,
}

/// A chip product: the unit that is bought (server, rack, pod). In the catalogue, and in `chips.set` where
/// only what differs is written.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChip {
    /// Name for people: `CloudMatrix 384`. Default: the id.
    pub name: Option<String>,
    /// Vendor: `Huawei`. Needed.
    pub vendor: Option<String>,
    /// Origin, ISO 3166 alpha-2: `CN`. Needed.
    pub origin: Option<String>,
    /// Software stack: `cuda`, `cann`, `rocm`, `other`. Default: `other`.
    pub stack: Option<String>,
    /// What the unit is called: `pod`. Default: `unit`. For people only.
    pub unit: Option<String>,
    /// Chips in one unit: `384`. Needed.
    pub chips_per_unit: Option<u32>,
    /// Whether units are whole; `false` lets any amount be bought, deployed and retired. Default: `true`.
    pub whole: Option<bool>,
    /// Nameplate IT power of a unit: `559 kW`. Needed.
    pub power: Option<Figure<Power>>,
    /// Peak power of the fleet over the sum of nameplates, for capacity: `90 %`. Default: 100 %.
    pub diversity: Option<Figure<Share>>,
    /// Mean power over nameplate, for energy: `70 %`. Default: 80 %.
    pub utilisation: Option<Figure<Share>>,
    /// Rack positions of a unit: `16`. Needed.
    pub racks: Option<Figure<f64>>,
    /// Cooling needed: `air`, `liquid`, or `either` if sold in both forms. Needed.
    pub cooling: Option<RawChipCooling>,
    /// Total Processing Performance of one chip: `12032`. Needed where a rule counts or selects by it.
    pub tpp: Option<Figure<f64>>,
    /// Price of a unit, by period of order: `8.2 MUSD`. Needed for a chip that may be bought.
    pub price: Option<Figure<Series<Amount>>>,
    /// Change of the price, compounding from the start of the horizon to the middle of each period:
    /// `-7 %/year`. Default: none.
    pub price_trend: Option<Figure<Growth>>,
    /// Cost of installing a unit (network, integration) as a share of its price in the first period: `15 %`.
    /// Default: none.
    pub install_share: Option<Figure<Share>>,
    /// The same as an amount: `1.2 MUSD`. Write at most one of the two.
    pub install_cost: Option<Figure<Amount>>,
    /// Maintenance per year as a share of the price in the first period: `4 %/year`. Default: none.
    pub maintenance: Option<Figure<Growth>>,
    /// First date on which it was sold: `2025-04` or `2025-04-15`. Default: before the horizon.
    pub released: Option<String>,
    /// Date from which it is not sold any more: `2029-01`. Default: none.
    pub end_of_sale: Option<String>,
    /// Time from order to arrival: `30 weeks`. Units first arrive this long after the release. Default: none.
    pub lead_time: Option<Figure<Duration>>,
    /// Time in service: `5 years`. Needed.
    pub life: Option<Figure<Duration>>,
    /// What changes with the age of a unit: maintenance, availability, energy, resale. Default: nothing.
    pub ageing: Option<RawAgeing>,
    /// Whether units in service may move to other sites: `{cost: 0.02 MUSD, downtime: 1 month}`. Default: they may not.
    pub moves: Option<RawMoves>,
    /// Share of the time in which a unit works: `95 %`. Default: 100 %.
    pub availability: Option<Figure<Share>>,
    /// Share of units lost or dead on arrival: `1 %`. Default: 0 %.
    pub loss: Option<Figure<Share>>,
    /// Whether units may wait in a hub between arrival and deployment. Default: `false`.
    pub hub: Option<bool>,
    /// Cost of a unit waiting in the hub: `3 kUSD/year`. Default: none.
    pub hub_cost: Option<Figure<AmountPerYear>>,
    /// Share of the units waiting in the hub that is lost (stolen, damaged, outdated): `2 %/year`. Default: none.
    pub hub_loss: Option<Figure<Growth>>,
    /// Most that can arrive: `2000 unit/year`, `100000 chip/year` or `unlimited`. Needed for a chip that may be
    /// bought.
    pub supply: Option<Figure<Cap<Series<SupplyRate>>>>,
    /// Input tokens per second of one chip in the prefill role, by model: `{deepseek-r1: 6688 tok/s}`. Default: none.
    #[serde(default)]
    pub prefill: Map<Figure<TokenSpeed>>,
    /// Output tokens per second of one chip in the decode role, by model: `{deepseek-r1: 1943 tok/s}`. Default: none.
    #[serde(default)]
    pub decode: Map<Figure<TokenSpeed>>,
    /// Volume that one unit carries, by workload of kind `capacity`: `{raw-servers: 1 server}`. Default: none.
    #[serde(default)]
    pub throughput: Map<Figure<RawVolume>>,
    /// Dense peak of one chip: `752 TFLOP/s`. Default: the chip is not used for training.
    pub training_speed: Option<Figure<FlopSpeed>>,
    /// Share of the peak that training achieves (MFU): `35 %`. Needed with `training_speed`.
    pub training_share: Option<Figure<Share>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// Supply shared by several chips: memory, wafers, a vendor's allocation.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPool {
    /// Amount drawn per unit ordered, by chip: `{CM384: 384, ASC-910C: 1}`. Chips that are not used are passed over.
    pub members: Map<f64>,
    /// Amount available: `805000 chip/year`.
    pub at_most: Figure<Series<SupplyRate>>,
    /// Anything worth saying.
    pub note: Option<String>,
}
