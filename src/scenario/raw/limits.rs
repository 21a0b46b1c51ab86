//! The planner's own limits as written.

use super::Label;
use super::quantity::{LimitAmount, VolumePrice};
use super::rules::{RawChipSelector, RawPlaceSelector, RawWindow};
use super::series::{Cap, Figure, Series};
use crate::scenario::types::By;
use schemars::JsonSchema;
use serde::Deserialize;

/// Limits over the whole plan: a list of your own limits, or a map.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawLimits {
    /// Your own limits.
    List(Vec<RawLimit>),
    /// Limits that have a key, and your own.
    Map(RawLimitMap),
}

impl Default for RawLimits {
    fn default() -> Self {
        Self::List(Vec::new())
    }
}

impl RawLimits {
    /// The planner's own limits with the path of their list.
    pub fn own(&self) -> (&'static str, &[RawLimit]) {
        match self {
            Self::List(list) => ("limits", list),
            Self::Map(map) => ("limits.own", &map.own),
        }
    }

    /// Most sites opened in one period.
    pub fn openings_per_period(&self) -> Option<&Series<f64>> {
        match self {
            Self::List(_) => None,
            Self::Map(map) => map.openings_per_period.as_ref().and_then(Cap::at_most),
        }
    }
}

/// Limits over the whole plan, as a map.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLimitMap {
    /// Most sites opened in one period: `3`. Default: unlimited.
    pub openings_per_period: Option<Cap<Series<f64>>>,
    /// Limits of your own. Default: none.
    #[serde(default)]
    pub own: Vec<RawLimit>,
}

/// A limit of your own on a quantity of the tables.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawLimit {
    /// Identifier: `gulf-power`.
    pub id: String,
    /// What is limited, by table and column: `power.it_used`. The page of the family `custom_limits` lists all.
    pub quantity: String,
    /// Which part of it. Default: all.
    #[serde(default)]
    pub filter: RawQuantityFilter,
    /// Over which time the limit counts: `period`, `year` or `horizon`. What happens in periods is added up; of what
    /// holds during periods the mean counts.
    pub each: RawWindow,
    /// First period in which it holds: `2028H1`. Default: the first.
    pub from: Option<Label>,
    /// Last period in which it holds: `2029H2`. Default: the last.
    pub to: Option<Label>,
    /// Upper limit, in a unit of the quantity, or in percent with `share_of`: `40 MW`. Default: none.
    pub at_most: Option<Figure<Series<LimitAmount>>>,
    /// Lower limit. Default: none.
    pub at_least: Option<Figure<Series<LimitAmount>>>,
    /// The limits are shares of this quantity. Default: they are amounts.
    pub share_of: Option<RawShareOf>,
    /// What breaking the limit costs per unit, paid in the last period of each window: `0.5 MUSD/MW`. Default: it must
    /// not be broken.
    pub violation_cost: Option<Figure<VolumePrice>>,
    /// Anything worth saying.
    pub note: Option<String>,
}

/// A quantity of which a limit is a share.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawShareOf {
    /// The quantity, in the same unit. Default: the limit's own.
    pub quantity: Option<String>,
    /// Which part of it. Default: all.
    #[serde(default)]
    pub filter: RawQuantityFilter,
}

/// Selects a part of a quantity. An absent part selects all; parts are combined with "and". Which parts there are
/// depends on the quantity.
#[derive(Debug, Clone, PartialEq, Default, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawQuantityFilter {
    /// Chips: `{vendors: [Huawei]}`.
    pub chips: Option<RawChipSelector>,
    /// Sites: `{groups: [gulf]}`.
    pub places: Option<RawPlaceSelector>,
    /// Any of these hall designs: `[liquid-12]`.
    pub halls: Option<Vec<String>>,
    /// Any of these workloads: `[r1-decode]`.
    pub workloads: Option<Vec<String>>,
    /// Any of these markets: `[sea]`.
    pub markets: Option<Vec<String>>,
    /// Any of these demand lines: `[sea-chat]`.
    pub demand: Option<Vec<String>>,
    /// Any of these training jobs: `[qwen-next]`.
    pub jobs: Option<Vec<String>>,
    /// Power tranches of these names: `[substation-2]`.
    pub tranches: Option<Vec<String>>,
    /// Power-purchase agreements of these names: `[wind-1]`.
    pub ppas: Option<Vec<String>>,
    /// Lease offers of these names: `[hall-b]`.
    pub leases: Option<Vec<String>>,
    /// Any of these supply contracts: `[nv-frame]`.
    pub contracts: Option<Vec<String>>,
    /// Any of these offers of rented accelerators: `[cloud-h20]`.
    pub rentals: Option<Vec<String>>,
    /// Stages of halls of these names: `[shell]`.
    pub stages: Option<Vec<String>>,
    /// Conversions of halls of these names: `[to-liquid]`.
    pub retrofits: Option<Vec<String>>,
    /// Units deployed in these periods; before the horizon, periods of service before it as `-2`: `[2027H1, -2]`.
    pub vintages: Option<Vec<Label>>,
    /// Any of these blocks of hours: `[night]`.
    pub hours: Option<Vec<String>>,
    /// Any of these incentives: `[state-grant]`.
    pub incentives: Option<Vec<String>>,
    /// Money for these, as the table `spend` names them: `[energy, leases]`.
    pub components: Option<Vec<String>>,
}

impl RawQuantityFilter {
    /// The parts that are names, with their keys.
    pub fn named(&self) -> [(By, Option<Vec<&str>>); 11] {
        fn names(list: &Option<Vec<String>>) -> Option<Vec<&str>> {
            list.as_ref()
                .map(|list| list.iter().map(String::as_str).collect())
        }
        let vintages = self.vintages.as_ref();
        [
            (By::Tranche, names(&self.tranches)),
            (By::Ppa, names(&self.ppas)),
            (By::Lease, names(&self.leases)),
            (By::Contract, names(&self.contracts)),
            (By::Rental, names(&self.rentals)),
            (By::Stage, names(&self.stages)),
            (By::Retrofit, names(&self.retrofits)),
            (
                By::Vintage,
                vintages.map(|list| list.iter().map(|label| label.0.as_str()).collect()),
            ),
            (By::Hour, names(&self.hours)),
            (By::Incentive, names(&self.incentives)),
            (By::Component, names(&self.components)),
        ]
    }
}
