//! How customers behave: price response, unmet volume by tiers, churn, priority, placement.

use super::Series;
use crate::scenario::quantity::MillionUsdPerUnitYear;

/// What a demand line says beyond its volume; everything off by default.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct DemandSide {
    /// How the volume answers to the price; `None`: price and volume are as given.
    pub price: Option<PriceResponse>,
    /// Dearer tiers of unmet volume on top of the line's penalty, by rising share.
    pub tiers: Vec<UnmetTier>,
    /// Customers who leave when they are not served; `None`: unmet volume has no consequence later.
    pub churn: Option<Churn>,
    /// Class of service, 1 is served first; `None`: takes no part in the order.
    pub priority: Option<u16>,
    /// Over how many sites the line may be spread.
    pub placement: Placement,
}

/// Linear demand curve `q = D (1 + e (p - p0) / p0)` around the line's volume `D` and revenue `p0`.
#[derive(Debug, Clone, PartialEq)]
pub struct PriceResponse {
    /// Elasticity `e` at `p0`, negative.
    pub elasticity: f64,
    /// Lowest price by period.
    pub least: Series<MillionUsdPerUnitYear>,
    /// Highest price by period; no higher than the price at which nothing is asked for.
    pub most: Series<MillionUsdPerUnitYear>,
    /// Largest relative error of revenue in the optimisation, a fraction; plans are priced exactly.
    pub tolerance: f64,
}

/// A tier of unmet volume: what is unmet above a share of the line's volume costs more.
#[derive(Debug, Clone, PartialEq)]
pub struct UnmetTier {
    /// Share of the volume above which the tier counts, 0 to 1.
    pub above: f64,
    /// Penalty for volume in this tier, by period.
    pub penalty: Series<MillionUsdPerUnitYear>,
}

/// Customers who leave.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Churn {
    /// Share of the volume unmet in a period, and not lost before, that is lost from the next period on; 0 to 1.
    pub leave: f64,
    /// Share of the lost volume that comes back in each period, 0 to 1.
    pub back: f64,
}

/// Over how many sites a demand line may be spread.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Placement {
    /// Over any number.
    #[default]
    Split,
    /// Each period: the whole volume from one site, or bought in, or unmet.
    Single,
    /// The same, and the site is the same in all periods in which a site serves it.
    Fixed,
}
