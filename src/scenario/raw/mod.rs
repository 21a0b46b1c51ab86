//! What a planner may write: the types of the whole scenario format.
//!
//! The JSON Schema and the format reference are generated from these types, so every field says its unit, its
//! default and an example. Nothing here is resolved: texts keep their units and currencies, names are names.
//! A field that is an `Option` or has a default may be left out; anything else must be written.

pub mod ageing;
pub mod chips;
pub mod construction;
pub mod contracts;
pub mod demand;
pub mod demand_side;
pub mod environment;
pub mod finance;
pub mod hours;
pub mod leasing;
pub mod limits;
pub mod places;
pub mod power;
pub mod quantity;
pub mod reference;
pub mod resilience;
pub mod rules;
pub mod series;
pub mod stacks;
pub mod units;

use indexmap::IndexMap;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::{self, Deserializer, Visitor};
use std::borrow::Cow;
use std::fmt;

pub use chips::{RawChip, RawChipChoice, RawPool};
pub use construction::{RawHallStage, RawInWork, RawRetrofit, RawSiteStage};
pub use contracts::RawContract;
pub use demand::{RawDemand, RawJob, RawMarket, RawWorkload};
pub use environment::RawEnvironment;
pub use finance::RawFinance;
pub use hours::RawHours;
pub use leasing::RawRental;
pub use limits::RawLimits;
pub use places::{RawHallDesign, RawLease, RawRegion, RawSite, RawSiteHall, RawTranche};
pub use power::RawBridging;
pub use quantity::{Duration, ExchangeRate, Format, Formats, Quantity, RoundTrip, Share, format_named};
pub use resilience::RawResilience;
pub use rules::{
    RawApplication, RawBudget, RawChipSelector, RawEffect, RawNoUse, RawPlaceSelector, RawRule,
    RawVolumeRatio,
};
pub use series::{Cap, Figure, Given, Provenance, RawFlag, Series};
pub use stacks::{RawPorting, RawPortingLimits, RawSecondStack, RawStacks};

/// Map from ids to entries, in the order written.
pub type Map<T> = IndexMap<String, T>;

/// A scenario file: one planning question.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawScenario {
    /// Version of this format: `1`.
    pub schema: u32,
    /// Identifier of the scenario, small letters, digits and `_.-`: `gulf-expansion`.
    pub name: String,
    /// One or two sentences for people. Default: empty.
    #[serde(default)]
    pub description: String,
    /// Files whose entries are taken over, relative to this file: `[catalogue/chips.yaml]`. Keys must be
    /// disjoint. Default: none.
    #[serde(default)]
    pub imports: Vec<String>,
    /// Currency of the reports, always in millions: `MUSD`, `MCNY`. Default: `MUSD`.
    pub money: Option<String>,
    /// Exchange rates by currency, in units of the currency per US dollar, by period:
    /// `{CNY: 7.17 per USD}`. Every currency used must be listed, except USD. Default: none.
    #[serde(default)]
    pub fx: Map<Figure<Series<ExchangeRate>>>,
    /// The planning periods: `{start: 2027H1, count: 10}`.
    pub periods: RawPeriods,
    /// Blocks of hours into which every period is split: `{blocks: {night: 40 %, day: 60 %}}`.
    #[serde(default)]
    pub hours: RawHours,
    /// Who plans.
    pub operator: RawOperator,
    /// Catalogue of regions: facts that sites take as defaults. Default: none.
    #[serde(default)]
    pub regions: Map<RawRegion>,
    /// Catalogue of round-trip times between regions; symmetric, and 0 ms from a region to itself unless written.
    /// Default: none.
    #[serde(default)]
    pub latency: Option<RawLatency>,
    /// Hall designs by id. Default: none.
    #[serde(default)]
    pub hall_designs: Map<RawHallDesign>,
    /// Partial sites or demand lines that entries take over with `template: name`. Default: none.
    #[serde(default)]
    pub templates: Map<serde_json::Value>,
    /// The sites of the question by id.
    pub sites: Map<RawSite>,
    /// Which chips may be bought. Default: none.
    #[serde(default)]
    pub chips: RawChipChoice,
    /// Catalogue of chip products by id. Default: none.
    #[serde(default)]
    pub chip_catalogue: Map<RawChip>,
    /// Supply shared by several chips, by id. Default: none.
    #[serde(default)]
    pub pools: Map<RawPool>,
    /// Supply contracts by id. Default: none, chips are bought at their own price.
    #[serde(default)]
    pub contracts: Map<RawContract>,
    /// Offers of rented accelerators by id. Default: none.
    #[serde(default)]
    pub rentals: Map<RawRental>,
    /// Workload classes by id. Default: none.
    #[serde(default)]
    pub workloads: Map<RawWorkload>,
    /// Markets by id. Default: none.
    #[serde(default)]
    pub markets: Map<RawMarket>,
    /// Demand lines by id. Default: none.
    #[serde(default)]
    pub demand: Map<RawDemand>,
    /// Training jobs by id. Default: none.
    #[serde(default)]
    pub jobs: Map<RawJob>,
    /// Export, sovereignty and house rules by id. Default: none.
    #[serde(default)]
    pub rules: Map<RawRule>,
    /// What limits porting of workloads to other software stacks. Default: nothing.
    #[serde(default)]
    pub porting: RawPortingLimits,
    /// What must still be served when something is lost, by id. Default: nothing.
    #[serde(default)]
    pub resilience: Map<RawResilience>,
    /// Budgets by id. Default: none, that is, spending is not limited.
    #[serde(default)]
    pub budget: Map<RawBudget>,
    /// The same as `budget`; write one of the two. Default: none.
    #[serde(default)]
    pub budgets: Map<RawBudget>,
    /// Carbon and water: grid intensity, caps, prices, embodied carbon.
    #[serde(default)]
    pub environment: RawEnvironment,
    /// Cash, debt, taxes, incentives and what is left at the end. Default: none of them.
    #[serde(default)]
    pub finance: RawFinance,
    /// Limits over all sites.
    /// Limits over the whole plan, and your own: `[{id: gulf, quantity: power.it_used, each: period, at_most: 40 MW}]`.
    /// Default: none.
    #[serde(default)]
    pub limits: RawLimits,
    /// Named sets of changes, each from a path to a new value:
    /// `late-grid: {sites.MY-JHB.power: 0 MW}`. `$add: value` adds a path, `$remove: true` takes it away, `$times: 0.9`
    /// multiplies what is there; `*` in a path stands for any letters of one step.
    /// Default: none.
    #[serde(default)]
    pub overrides: Map<Map<serde_json::Value>>,
    /// Named scenarios, each a list of overrides applied in order: `stress: [late-grid]`. Default: none.
    #[serde(default)]
    pub scenarios: Map<Vec<String>>,
    /// Named sweeps over inputs, run by `buildout sweep FILE NAME`. Default: none.
    #[serde(default)]
    pub sweeps: Map<RawSweep>,
}

/// The planning periods: either a calendar start and a count, or labels of your own with a length and a date.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPeriods {
    /// First period: `2026Q1` (quarters), `2027H1` (half-years) or `2027` (years).
    pub start: Option<Label>,
    /// Number of periods from `start` on: `10`.
    pub count: Option<u32>,
    /// Labels of your own, in order, instead of `start` and `count`: `[now, next]`.
    pub labels: Option<Vec<Label>>,
    /// Length of each period with labels of your own: `1 year`, `6 months`.
    pub length: Option<Duration>,
    /// First day of the first period with labels of your own: `2027-01-01`.
    pub start_date: Option<String>,
}

/// A period label or a date. A year may be written as a bare number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label(pub String);

impl<'de> Deserialize<'de> for Label {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LabelVisitor;
        impl Visitor<'_> for LabelVisitor {
            type Value = Label;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a period such as `2027H1`")
            }
            fn visit_str<E: de::Error>(self, text: &str) -> Result<Label, E> {
                Ok(Label(text.to_owned()))
            }
            fn visit_u64<E: de::Error>(self, year: u64) -> Result<Label, E> {
                Ok(Label(year.to_string()))
            }
        }
        deserializer.deserialize_any(LabelVisitor)
    }
}

impl JsonSchema for Label {
    fn schema_name() -> Cow<'static, str> {
        Cow::Borrowed("label")
    }
    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "A period such as `2027H1`; a year may be a bare number.",
            "anyOf": [{"type": "string"}, {"type": "integer"}],
        })
    }
}

/// Who plans.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawOperator {
    /// Name for people. Default: the headquarters.
    pub name: Option<String>,
    /// Place of headquarters or ultimate parent, ISO 3166 alpha-2: `CN`.
    pub headquarters: String,
    /// Discount rate per year: `9 %`.
    pub wacc: Figure<Share>,
    /// Sites that are open already: `[MY-KUL, SG-SIN]`. Default: none.
    #[serde(default)]
    pub existing_sites: Vec<String>,
    /// Units bought before the first period. Default: none.
    #[serde(default)]
    pub existing_fleet: Vec<RawCohort>,
}

/// Units of one chip at one site, bought before the first period.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawCohort {
    /// Site where they stand: `SG-SIN`.
    pub site: String,
    /// Chip product, an id of the catalogue: `H20-96`.
    pub chip: String,
    /// Number of units (servers, racks, pods): `120`.
    pub units: u32,
    /// When they came into service: a period of the same kind (`2025H1`) or a date (`2025-04`).
    /// They leave at the end of the chip's life.
    pub deployed: Label,
}

/// Round-trip times: written out, or in a table.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawLatency {
    /// A CSV file with the columns `from_id`, `to_id` and `rtt_ms`.
    Table(RawLatencyTable),
    /// From region to region: `MY-JHB: {MY-KUL: 10 ms}`.
    Pairs(Map<Map<Figure<RoundTrip>>>),
}

/// A CSV file of round-trip times.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLatencyTable {
    /// File, relative to this one, with the columns `from_id`, `to_id`, `rtt_ms` and, if known, `source` and
    /// `confidence`.
    pub csv: String,
}

/// Many cases of one scenario.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSweep {
    /// From a path to the values it takes: a list `[200, 300, 400 MUSD]`, a range `6 %..10 % step 2 %` or
    /// `6 %..10 % in 5`, factors on what is there `times 0.5..1.5 in 11`; draws take ranges without steps, too, and a
    /// peak: `low..likely..high`. A `*` in a path stands for any letters of one step. Default: none.
    #[serde(default)]
    pub vary: Map<serde_json::Value>,
    /// Named scenarios that every case is repeated for; `base` is the file as it stands. Default: the file as it stands.
    #[serde(default)]
    pub scenarios: Vec<String>,
    /// How cases are chosen from the values. Default: `grid`.
    pub design: Option<RawDesign>,
    /// Number of cases, for `lhs` and `monte-carlo`.
    pub count: Option<u32>,
    /// Seed of the random numbers, for `lhs` and `monte-carlo`. Default: 0.
    pub seed: Option<u64>,
}

/// How the cases of a sweep are chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RawDesign {
    /// Every combination.
    Grid,
    /// The first values together, then the second, and so on.
    List,
    /// Latin hypercube.
    Lhs,
    /// Independent draws.
    MonteCarlo,
}

/// A model file: what to optimise.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawModel {
    /// Version of this format: `1`.
    pub schema: u32,
    /// Identifier of the model: `min-cost`.
    pub name: String,
    /// One or two sentences for people. Default: empty.
    #[serde(default)]
    pub description: String,
    /// What is optimised.
    pub objective: RawObjective,
    /// Which constraint families take part. Default: all.
    #[serde(default)]
    pub families: RawFamilies,
}

/// What is optimised.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RawObjective {
    /// Least net present cost, priced unmet demand included.
    MinCost,
    /// Most net present profit.
    MaxProfit,
}

/// Which constraint families take part.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawFamilies {
    /// Families left out, by name: `[budget]`. Default: none.
    #[serde(default)]
    pub off: Vec<String>,
}
