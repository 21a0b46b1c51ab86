//! Workloads, markets, demand lines and training jobs as written.

use super::demand_side::{RawChurn, RawPlacement, RawPriceResponse, RawUnmetTier};
use super::hours::RawProfile;
use super::quantity::{Amount, RawVolume, RoundTrip, Share, VolumePrice, Work};
use super::rules::{RawChipSelector, RawPlaceSelector};
use super::series::{Cap, Figure, Series};
use super::{Label, Map, RawStacks};
use schemars::JsonSchema;
use serde::Deserialize;

/// One name or a list of names.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum Names {
    /// One name.
    One(String),
    /// Several, the first one strongest.
    Many(Vec<String>),
}

/// What a workload's volume is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawKind {
    /// Output tokens of a language model; input tokens come with them by `input_ratio`.
    Inference,
    /// Raw capacity in a unit of your own.
    Capacity,
}

/// A workload class.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawWorkload {
    /// Name for people. Default: the id.
    pub name: Option<String>,
    /// `inference` (tokens of a model) or `capacity` (a unit of your own).
    pub kind: RawKind,
    /// Model whose published chip throughput counts: `deepseek-r1`. Needed for inference.
    pub model: Option<String>,
    /// Input tokens per output token: `3.6`. Needed for inference; `0` is decode only.
    pub input_ratio: Option<Figure<f64>>,
    /// Unit of volumes: `ktok/s` for inference (the default there), any word for capacity.
    pub unit: Option<String>,
    /// Largest round-trip time from market to site: `150 ms`. Default: no limit.
    pub latency: Option<Figure<Cap<RoundTrip>>>,
    /// Peak over mean demand; capacity must cover it: `1.23`. Default: 1.
    pub peak: Option<Figure<f64>>,
    /// Software stacks that it can run on: `{home: cuda, cann: {portable: 20 %}}`. Default: every chip with a
    /// throughput runs it.
    pub stacks: Option<RawStacks>,
    /// Throughput relative to the model's published figures, for a model that has none itself: `80 %`. Default: 100 %.
    pub speed: Option<Figure<Share>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// Where demand arises.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawMarket {
    /// Name for people: `Southeast Asia`. Default: the id.
    pub name: Option<String>,
    /// Region from which round-trip times are counted: `SG-SIN`. Default: the region with the market's own id, if
    /// there is one.
    pub region: Option<String>,
    /// Jurisdiction, ISO 3166 alpha-2: `SG`. Default: the region's.
    pub country: Option<String>,
    /// Latitude and longitude in degrees. Default: the region's.
    pub coordinates: Option<(f64, f64)>,
    /// Volume in each block of hours as a share of the mean: `{night: 55 %, day: 130 %}`. Default: flat.
    #[serde(default)]
    pub profile: RawProfile,
    /// Round-trip time by site, before the table: `{MY-JHB: 20 ms}`. Default: none.
    #[serde(default)]
    pub latency: Map<Figure<RoundTrip>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A demand line: one workload in one market.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawDemand {
    /// Template or templates whose values are taken where this entry has none. Default: none.
    pub template: Option<Names>,
    /// Market: `sea`.
    pub market: String,
    /// Workload: `r1-decode`.
    pub workload: String,
    /// Mean volume: `{2027H1: 12 ktok/s, growth: 45 %/year}`; for tokens also `Mtok/s` or `Gtok/day` of output.
    pub volume: Figure<Series<RawVolume>>,
    /// Volume in each block of hours as a share of the mean: `{night: 55 %, day: 130 %}`. Default: the market's.
    #[serde(default)]
    pub profile: RawProfile,
    /// Penalty for volume not served: `30 USD/Mtok`, or `0.4 MUSD/server/year`. Needed unless `service_floor` is
    /// 100 % or there is a `price_response` (default there: none).
    pub unmet_penalty: Option<Figure<Series<VolumePrice>>>,
    /// Revenue for volume served or rented, counted when profit is maximised: `2.2 USD/Mtok`. Default: none.
    pub revenue: Option<Figure<Series<VolumePrice>>>,
    /// Capacity that can be bought in. Default: none.
    pub rent: Option<RawRent>,
    /// Least share of the volume that must be served or rented: `20 %`. Default: 0 %.
    pub service_floor: Option<Figure<Share>>,
    /// Where data may be processed: `{countries: [ID], share: 60 %}`. Default: anywhere.
    pub residency: Option<RawResidency>,
    /// Cost of serving, everywhere or by site: `{default: 0.1 USD/Mtok, MY-JHB: 0.2 USD/Mtok}`. Default: none.
    pub serve_cost: Option<RawServeCost>,
    /// How the volume answers to the price: `{elasticity: -0.8}`. Default: price and volume are as given.
    pub price_response: Option<RawPriceResponse>,
    /// Dearer penalties for what is unmet above shares of the volume, by rising share:
    /// `[{above: 10 %, penalty: 60 USD/Mtok}]`. Default: none.
    #[serde(default)]
    pub unmet_tiers: Vec<RawUnmetTier>,
    /// Customers who leave when they are not served: `{leave: 30 %}`. Default: none do.
    pub churn: Option<RawChurn>,
    /// Class of service among the lines of a workload: `1`. In every period the unmet share of a class is at most
    /// that of the next one. Default: the line takes no part in this order.
    pub priority: Option<u16>,
    /// Whether the line may be split over sites: `split`, `single` or `{single: fixed}`. Default: `split`.
    pub placement: Option<RawPlacement>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// Capacity bought in for a demand line.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawRent {
    /// Price: `12 USD/Mtok`.
    pub price: Figure<Series<VolumePrice>>,
    /// Largest volume: `5 ktok/s` or `unlimited`.
    pub at_most: Figure<Cap<Series<RawVolume>>>,
}

/// Where data may be processed. The parts given are combined with "and".
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawResidency {
    /// Any of these sites.
    pub sites: Option<Vec<String>>,
    /// Any of these jurisdictions: `[ID]`.
    pub countries: Option<Vec<String>>,
    /// In any of these groups: `[gulf]`.
    pub groups: Option<Vec<String>>,
    /// None of these jurisdictions. Default: none.
    #[serde(default)]
    pub not_countries: Vec<String>,
    /// In none of these groups. Default: none.
    #[serde(default)]
    pub not_groups: Vec<String>,
    /// Least share of what is served from sites: `60 %`. Default: 100 %, no other site may serve at all.
    pub share: Option<Figure<Share>>,
}

/// Cost of serving a demand line.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawServeCost {
    /// The same from every site.
    Everywhere(VolumePrice),
    /// By site; `default` for all others.
    BySite(Map<Figure<VolumePrice>>),
}

/// A training job: one chip product at one site, a least number of chips at once, its work inside its window.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawJob {
    /// Arithmetic to be done: `3.3e24 FLOP`.
    pub work: Figure<Work>,
    /// First period in which it may run: `2028H1`. Default: the first period.
    pub start: Option<Label>,
    /// Last period in which it may run: `2029H1`. Default: the last period.
    pub deadline: Option<Label>,
    /// Least number of chips at once while it runs: `8192`. Default: none.
    pub min_chips: Option<Figure<f64>>,
    /// Chips it may run on. Default: all.
    #[serde(default)]
    pub chips: RawChipSelector,
    /// Sites it may run at. Default: all.
    #[serde(default)]
    pub places: RawPlaceSelector,
    /// Penalty for the whole job undone, in proportion to the work missing: `200 MUSD`.
    pub unmet_penalty: Option<Figure<Amount>>,
    /// The job must be done: `true`, instead of a penalty. Default: `false`.
    #[serde(default)]
    pub required: bool,
    /// Revenue for the whole job done, counted when profit is maximised: `300 MUSD`. Default: none.
    pub revenue: Option<Figure<Amount>>,
    /// Anything worth saying.
    pub note: Option<String>,
}
