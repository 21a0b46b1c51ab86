//! Regions, hall designs and sites as written.

use super::Map;
use super::construction::{CommittedHalls, RawHallStage, RawInWork, RawRetrofit, RawSiteStage};
use super::environment::RawPpa;
use super::leasing::{RawLeaseExtension, RawLeaseOption};
use super::power::RawBridging;
use super::quantity::{
    Amount, AmountPerYear, Area, CapacityPrice, CarbonIntensity, Duration, EnergyPrice, Growth, Power,
    PowerCost, RawVolume, Share,
};
use super::series::{Cap, Figure, Series};
use super::{Label, demand::Names};
use schemars::JsonSchema;
use serde::Deserialize;

/// Facts about a region that its sites take as defaults.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRegion {
    /// Name for people: `Johor`. Default: the id.
    pub name: Option<String>,
    /// Jurisdiction, ISO 3166 alpha-2: `MY`.
    pub country: Option<String>,
    /// Latitude and longitude in degrees: `[1.49, 103.74]`.
    pub coordinates: Option<(f64, f64)>,
    /// Grid zone: regions that lose their grid together: `west-malaysia`. Default: the jurisdiction.
    pub grid_zone: Option<String>,
    /// Groups that selectors may name: `[southeast-asia]`. Default: none.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Energy price: `108 USD/MWh`.
    pub energy_price: Option<Figure<Series<EnergyPrice>>>,
    /// Cost of building, per watt of IT power: `8.78 USD/W`.
    pub build_cost: Option<Figure<Series<PowerCost>>>,
    /// Mean PUE, energy bought per IT energy: `1.4`.
    pub pue: Option<Figure<f64>>,
    /// PUE on the hottest day, grid power needed per IT power: `1.55`. Default: `pue`.
    pub pue_hot: Option<Figure<f64>>,
    /// Grid power that a site can have, at the meter: `300 MW`.
    pub power: Option<Figure<Series<Power>>>,
    /// Time from the start of the horizon until a new site has that power: `15 months`. Default: none.
    pub power_lead: Option<Figure<Duration>>,
    /// Price of leased (colo) capacity: `110 USD/kW/month`.
    pub colo_price: Option<Figure<Series<CapacityPrice>>>,
    /// Life-cycle carbon intensity of the national grid (Ember): `604 gCO2/kWh`. Used with `environment: {grid_intensity: ember}`.
    pub carbon_ember: Option<Figure<CarbonIntensity>>,
    /// Operational carbon intensity of the grid region (Google): `367 gCO2/kWh`. Used with
    /// `environment: {grid_intensity: google}`.
    pub carbon_google: Option<Figure<CarbonIntensity>>,
    /// Water stress from 0 (low) to 4 (extremely high): `1`. Kept for tables.
    pub water_stress: Option<Figure<f64>>,
    /// Corporate tax rate: `24 %`. The default of a tax (`finance.taxes`) on sites there.
    pub tax: Option<Figure<Share>>,
    /// Country group of the US export rules: `"D:4"`. Also a group of every site in the region.
    pub bis_group: Option<String>,
    /// Data-center power in operation in the market: `401 MW`. Kept for tables.
    pub market_operational: Option<Figure<Power>>,
    /// Data-center power planned in the market: `1048 MW`. Kept for tables.
    pub market_pipeline: Option<Figure<Power>>,
    /// Which cloud operators are there: `{alibaba: "yes", aws: announced}`. Kept for tables.
    #[serde(default)]
    pub presence: Map<String>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// What a hall or a lease can cool.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawHallCooling {
    /// Air-cooled racks.
    Air,
    /// Direct-liquid-cooled racks.
    Liquid,
}

/// A hall design: the block in which IT capacity is built.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawHallDesign {
    /// IT power of one finished hall, before a site's derating: `12 MW`.
    pub it_power: Figure<Power>,
    /// Rack positions of one hall: `400`.
    pub racks: Figure<f64>,
    /// Cooling classes it takes: `[air, liquid]`.
    pub cooling: Vec<RawHallCooling>,
    /// Highest power of one rack that it can feed and cool: `40 kW`. Default: no limit.
    pub rack_density: Option<Figure<Power>>,
    /// Land taken by one hall: `1.2 ha`. Needed where a site with this design has limited `land`.
    pub footprint: Option<Figure<Area>>,
    /// Cost relative to the region's `build_cost`: `1.25`. Default: 1.
    pub cost_factor: Option<Figure<f64>>,
    /// Time from start of construction to first use: `12 months`. A site may say otherwise.
    pub build_time: Option<Figure<Duration>>,
    /// Share of the cost paid in each period from the start of construction on: `[50 %, 50 %]`. Default: all at once.
    pub spend_profile: Option<Vec<Share>>,
    /// Stages of construction, each decided on its own, in place of `build_time` and `spend_profile`. Default: none,
    /// a hall is built in one go. A site may say otherwise.
    #[serde(default)]
    pub stages: Vec<RawHallStage>,
    /// Running cost of one finished hall (staff, upkeep), without energy: `0.6 MUSD/year`. Default: none.
    pub running_cost: Option<Figure<AmountPerYear>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A site of the question.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSite {
    /// Region whose facts are the defaults: `MY-JHB`. Default: the region with the site's own id, if there is one.
    pub region: Option<String>,
    /// Template or templates whose values are taken where this entry has none: `gulf-site`. Default: none.
    pub template: Option<Names>,
    /// Name for people. Default: the region's.
    pub name: Option<String>,
    /// Jurisdiction, ISO 3166 alpha-2: `MY`. Default: the region's.
    pub country: Option<String>,
    /// Latitude and longitude in degrees. Default: the region's.
    pub coordinates: Option<(f64, f64)>,
    /// Grid zone: sites that lose their grid together. Default: the region's.
    pub grid_zone: Option<String>,
    /// Groups beside those of the region: `[pilot]`. Default: none.
    #[serde(default)]
    pub groups: Vec<String>,
    /// Open before the first period. Default: `false`, unless listed in `operator.existing_sites`.
    pub existing: Option<bool>,
    /// First period in which it may be open: `2027H2`. Default: the first period.
    pub earliest: Option<Label>,
    /// Must be open from this period on: `2028H1`. Default: never.
    pub committed: Option<Label>,
    /// Cost of opening, in the period of opening: `40 MUSD`. Needed unless the site exists.
    pub opening_cost: Option<Figure<Series<Amount>>>,
    /// Cost while open: `3 MUSD/year`. Default: none.
    pub fixed_cost: Option<Figure<AmountPerYear>>,
    /// Sites that must be open whenever this one is: `[SG-SIN]`. Default: none.
    #[serde(default)]
    pub requires: Vec<String>,
    /// Land for halls, that of existing ones included: `20 ha`. Default: unlimited.
    pub land: Option<Figure<Cap<Area>>>,
    /// Hall designs that stand or can be built here: `{air-12: {max: 6}}`. Default: none.
    #[serde(default)]
    pub halls: Map<RawSiteHall>,
    /// Most halls started in one period, over all designs: `3`. Default: unlimited.
    pub contractor: Option<Cap<f64>>,
    /// Most halls that enter a stage in one period, over all designs: `{fit-out: 2}`. Default: unlimited.
    #[serde(default)]
    pub contractors: Map<f64>,
    /// Stages before the site can open, in this order: land, permit ... Default: none.
    #[serde(default)]
    pub stages: Vec<RawSiteStage>,
    /// Conversions of halls from one design to another. Default: none.
    #[serde(default)]
    pub retrofits: Vec<RawRetrofit>,
    /// Grid power without any order, at the meter: `{2027H1: 0 MW, 2028H1..: 90 MW}`. Default: the region's
    /// `power`, for a new site from `power_lead` after the start of the horizon on.
    pub power: Option<Figure<Series<Power>>>,
    /// Further grid power that can be ordered, in this order. Default: none.
    #[serde(default)]
    pub tranches: Vec<RawTranche>,
    /// Share of usable grid power kept in reserve: `5 %`. Default: 0 %.
    pub reserve_margin: Option<Figure<Share>>,
    /// Energy price. Default: the region's.
    pub energy_price: Option<Figure<Series<EnergyPrice>>>,
    /// Mean PUE. Default: the region's.
    pub pue: Option<Figure<f64>>,
    /// PUE on the hottest day. Default: the region's, or else `pue`.
    pub pue_hot: Option<Figure<f64>>,
    /// Share of a hall's IT power lost to the climate: `5 %`. Default: 0 %.
    pub derating: Option<Figure<Share>>,
    /// Raw capacity of the open site without any chip, by workload: `{raw-servers: 5000 server}`. Default: none.
    #[serde(default)]
    pub blocks: Map<Figure<RawVolume>>,
    /// Import duty on chips from other jurisdictions, as a share of their price, by period of deployment or of
    /// arrival by a move: `5 %`. Default: none.
    pub import_duty: Option<Figure<Series<Share>>>,
    /// Offers of leased (colo) capacity. Default: none.
    #[serde(default)]
    pub leases: Vec<RawLease>,
    /// Power-purchase agreements on offer. Default: none.
    #[serde(default)]
    pub ppas: Vec<RawPpa>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A hall design at a site.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSiteHall {
    /// Halls finished before the first period: `2`. Default: 0.
    pub existing: Option<u32>,
    /// Most halls of this design, existing ones included: `6`. Default: unlimited, that is, only land and power limit.
    pub max: Option<Cap<u32>>,
    /// Cost of one hall, by period of start: `95 MUSD`. Default: region's `build_cost` times `it_power` times
    /// `cost_factor`.
    pub cost: Option<Figure<Series<Amount>>>,
    /// Time from start to first use. Default: the design's.
    pub build_time: Option<Figure<Duration>>,
    /// Stages of construction here, in place of those, or of `build_time` and `spend_profile`, of the design. Default:
    /// the design's.
    #[serde(default)]
    pub stages: Vec<RawHallStage>,
    /// Halls begun and paid for before the first period. Default: none.
    #[serde(default)]
    pub in_work: Vec<RawInWork>,
    /// New halls that must be started by a period: `{2027H2: 2}`. Default: none.
    #[serde(default)]
    pub committed: CommittedHalls,
}

/// A block of grid power that can be ordered.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawTranche {
    /// Identifier within the site: `t1`.
    pub id: String,
    /// Grid power added: `60 MW`.
    pub capacity: Figure<Power>,
    /// Time from commitment to power: `18 months`.
    pub lead_time: Figure<Duration>,
    /// Time in the queue of the grid operator, before the lead time begins: `9 months`. Default: none.
    pub queue_time: Option<Figure<Duration>>,
    /// First period in which it can be committed: `2027H1`. Default: the first period.
    pub earliest: Option<Label>,
    /// Paid when committed: `6 MUSD`. Default: none.
    pub deposit: Option<Figure<Amount>>,
    /// Share of the deposit that is returned at energisation: `100 %`. Default: 0 %.
    pub refund: Option<Figure<Share>>,
    /// Paid when committed and never returned (substation, turbines): `12 MUSD`. Default: none.
    pub cost: Option<Figure<Amount>>,
    /// Capacity charge from energisation on, used or not: `0.08 MUSD/MW/year`. Default: none.
    pub charge: Option<Figure<CapacityPrice>>,
    /// Share of the usable capacity that is charged even if it is not drawn: `80 %`. Default: 100 %.
    pub take_or_pay: Option<Figure<Share>>,
    /// Share of the capacity that is usable in each period from energisation on: `[50 %, 75 %]`, then all of it.
    /// Default: all at once.
    #[serde(default)]
    pub ramp: Vec<Share>,
    /// Must be committed by this period: `2027H2`. Default: never.
    pub committed: Option<Label>,
    /// Ordered and paid before the first period, gives power from this period on: `2027H2`. Default: not ordered.
    pub energised: Option<Label>,
    /// On-site generation instead of a grid connection: `{fuel_price: 140 USD/MWh}`. Stands outside the order of the
    /// others. Default: a grid connection.
    pub bridging: Option<RawBridging>,
}

/// An offer of leased (colo) capacity, in whole blocks.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLease {
    /// Identifier within the site: `colo`.
    pub id: String,
    /// IT power of one block; its grid power is the landlord's: `2 MW`.
    pub block: Figure<Power>,
    /// Rack positions of one block: `60`.
    pub racks: Figure<f64>,
    /// Cooling classes it takes: `[air]`.
    pub cooling: Vec<RawHallCooling>,
    /// Price of IT power, by period of signing: `110 USD/kW/month`. Default: the region's `colo_price`.
    pub price: Option<Figure<Series<CapacityPrice>>>,
    /// Increase of the price of a running lease: `3 %/year`. Default: none.
    pub escalator: Option<Figure<Growth>>,
    /// Length of the lease: `36 months`.
    pub term: Figure<Duration>,
    /// Most blocks leased at any time: `10`.
    pub max_blocks: u32,
    /// First period in which it can be signed: `2027H1`. Default: the first period.
    pub earliest: Option<Label>,
    /// Least blocks of one signing: `4`. Default: none.
    pub min_blocks: Option<u32>,
    /// Blocks that are signed already, or must be, by period of signing: `{2027H1: 2}`. A lease that runs at the start is
    /// an offer of its own with the rest of its term. Default: none.
    #[serde(default)]
    pub committed: Map<u32>,
    /// The right, bought once, to sign further blocks at a fixed price. Default: none.
    pub option: Option<RawLeaseOption>,
    /// The right to keep blocks whose term has ended. Default: none, they are given up.
    pub extension: Option<RawLeaseExtension>,
}
