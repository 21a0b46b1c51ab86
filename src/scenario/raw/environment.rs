//! Carbon, water and power-purchase agreements as written.

use super::quantity::{
    CarbonAmount, CarbonIntensity, CarbonRate, Duration, EnergyPrice, Growth, Power, Share, WaterAmount,
    WaterRate,
};
use super::rules::{RawPlaceSelector, RawWindow};
use super::series::{Cap, Figure, Series};
use super::{Label, Map};
use schemars::JsonSchema;
use serde::Deserialize;

/// Carbon and water of all sites.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEnvironment {
    /// Source of the carbon intensity of every site's grid: `ember`, `google` or `own`. One for all sites, because
    /// the methods differ; a site whose region lacks it is an error. Default: emissions of energy are not counted.
    pub grid_intensity: Option<RawGridSource>,
    /// Change of every grid's intensity per year from the start of the horizon on: `-3 %/year`. Default: none.
    pub grid_trend: Option<Figure<Growth>>,
    /// Caps, prices and embodied carbon.
    #[serde(default)]
    pub carbon: RawCarbon,
    /// Water used and its caps.
    #[serde(default)]
    pub water: RawWater,
}

/// Where the carbon intensity of the grids comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawGridSource {
    /// `carbon_ember` of the regions: national, over the life cycle of the plants.
    Ember,
    /// `carbon_google` of the regions: grid region, operation of the plants only.
    Google,
    /// `environment.carbon.intensity`, one figure for each site.
    Own,
}

/// Caps on emissions, prices of emissions, embodied carbon.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCarbon {
    /// Carbon intensity of the grid by site, with `grid_intensity: own`: `{MY-JHB: 604 gCO2/kWh}`. Default: none.
    #[serde(default)]
    pub intensity: Map<Figure<Series<CarbonIntensity>>>,
    /// Caps by id. Default: none.
    #[serde(default)]
    pub caps: Map<RawCarbonCap>,
    /// Prices by id; where several apply to a site, all are paid. Default: none.
    #[serde(default)]
    pub prices: Map<RawCarbonPrice>,
    /// Carbon of making chips and halls.
    #[serde(default)]
    pub embodied: RawEmbodied,
}

/// Which emissions count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawCarbonScope {
    /// Of the energy bought.
    #[default]
    Operational,
    /// Of making chips, when deployed, and halls, when started.
    Embodied,
    /// Both.
    All,
}

/// A cap on emissions.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCarbonCap {
    /// Over which time `at_most` counts: `period`, `year` or `horizon`.
    pub each: RawWindow,
    /// Limit of each window: `120 ktCO2` or `unlimited`. By period, the value in the first period of a window counts.
    pub at_most: Figure<Cap<Series<CarbonAmount>>>,
    /// Share of what is left in a window that moves to the next: `100 %`. Default: 0 %.
    pub banking: Option<Figure<Share>>,
    /// Most that moves to the next window: `20 ktCO2`. Default: unlimited.
    pub bank_limit: Option<Figure<Cap<CarbonAmount>>>,
    /// Which emissions count. Default: `operational`.
    #[serde(default)]
    pub counts: RawCarbonScope,
    /// Only emissions of these sites. Default: all.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A price on emissions, paid as running cost.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCarbonPrice {
    /// Price: `45 USD/tCO2`.
    pub price: Figure<Series<CarbonRate>>,
    /// Which emissions count. Default: `operational`.
    #[serde(default)]
    pub counts: RawCarbonScope,
    /// Only emissions of these sites: `{countries: [SG]}`. Default: all.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// Carbon of making things.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawEmbodied {
    /// Of one unit (server, rack, pod), by chip, counted when deployed: `{CM384: 1200 tCO2}`. Default: none.
    #[serde(default)]
    pub chips: Map<Figure<CarbonAmount>>,
    /// Of one hall, by design, counted when started: `{air-12: 9 ktCO2}`. Default: none.
    #[serde(default)]
    pub halls: Map<Figure<CarbonAmount>>,
}

/// Water used for cooling, and its caps.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWater {
    /// Water per IT energy by site; `default` for all others: `{default: 1.8 L/kWh, FI-HEL: 0.1 L/kWh}`.
    /// Default: not counted.
    #[serde(default, rename = "use")]
    pub used: Map<Figure<WaterRate>>,
    /// Caps by water zone. Default: none.
    #[serde(default)]
    pub caps: Map<RawWaterCap>,
}

/// A cap on the water used by the sites of a zone.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWaterCap {
    /// Sites of the zone: `{sites: [MY-JHB]}`.
    pub places: RawPlaceSelector,
    /// Over which time `at_most` counts: `period`, `year` or `horizon`.
    pub each: RawWindow,
    /// Limit of each window: `900 ML` or `unlimited`. By period, the value in the first period of a window counts.
    pub at_most: Figure<Cap<Series<WaterAmount>>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A power-purchase agreement on offer: its energy replaces energy of the grid.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPpa {
    /// Identifier within the site: `solar`.
    pub id: String,
    /// Most power contracted at any time: `50 MW`.
    pub capacity: Figure<Power>,
    /// Mean output over contracted power, counting only the hours in which the site can use it: `25 %`.
    pub output: Figure<Share>,
    /// Price of its energy, by period of delivery: `62 USD/MWh`.
    pub price: Figure<Series<EnergyPrice>>,
    /// Carbon intensity of its energy: `40 gCO2/kWh`.
    pub intensity: Figure<CarbonIntensity>,
    /// Share of the contracted energy that is paid for, used or not: `80 %`. Default: 0 %.
    pub take: Option<Figure<Share>>,
    /// First period in which it can be signed; it delivers from that period on: `2028H1`. Default: the first period.
    pub earliest: Option<Label>,
    /// Length of the contract: `10 years`.
    pub term: Figure<Duration>,
    /// Anything worth saying.
    pub note: Option<String>,
}
