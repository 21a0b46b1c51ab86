//! How customers behave, as written.

use super::quantity::{Share, VolumePrice};
use super::series::{Figure, Series};
use schemars::JsonSchema;
use serde::Deserialize;

/// How the volume of a demand line answers to its price: the linear curve
/// `volume * (1 + elasticity * (price - revenue) / revenue)`. Prices are decided when profit is maximised; what is
/// not asked for because of the price is not unmet. When cost is minimised the price stays at `revenue`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawPriceResponse {
    /// Relative change of volume over relative change of price, at `revenue`: `-0.8`.
    pub elasticity: Figure<f64>,
    /// Lowest price: `1 USD/Mtok`. Default: half the price at which nothing is asked for (below that, more volume
    /// earns less) or `revenue` where that is lower.
    pub at_least: Option<Figure<Series<VolumePrice>>>,
    /// Highest price: `4 USD/Mtok`. Default: the price at which nothing is asked for.
    pub at_most: Option<Figure<Series<VolumePrice>>>,
    /// Largest error of revenue in the optimisation; plans are priced exactly. A smaller one makes a larger
    /// program: `0.5 %`. Default: `0.1 %`.
    pub tolerance: Option<Figure<Share>>,
}

/// A tier of unmet volume that costs more than `unmet_penalty`.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawUnmetTier {
    /// Share of the volume above which this penalty counts: `10 %`.
    pub above: Figure<Share>,
    /// Penalty for volume unmet above that share, not below the one before: `60 USD/Mtok`.
    pub penalty: Figure<Series<VolumePrice>>,
}

/// Customers who leave when they are not served.
#[derive(Debug, Clone, PartialEq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawChurn {
    /// Share of the volume unmet in a period that is lost from the next period on: `30 %`. Lost volume stays unmet,
    /// at the penalty.
    pub leave: Figure<Share>,
    /// Share of the lost volume that comes back in each period: `5 %`. Default: 0 %.
    pub back: Option<Figure<Share>>,
}

/// How a demand line may be placed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawPlacement {
    /// `split`: over any number of sites. `single`: in each period the whole volume from one site, or bought in, or
    /// unmet.
    Each(RawSpread),
    /// `{single: fixed}`: the same site in all periods.
    Over(RawSingle),
}

/// Over how many sites.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawSpread {
    /// Over any number of sites.
    Split,
    /// From one site, or bought in, or unmet as a whole.
    Single,
}

/// One site for how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RawSingle {
    /// `each` (anew in every period) or `fixed` (the same site in all periods).
    pub single: RawDuration,
}

/// How long a single site is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum RawDuration {
    /// Chosen anew in every period.
    Each,
    /// The same in all periods.
    Fixed,
}
