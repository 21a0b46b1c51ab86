//! How customers behave.

use super::Resolver;
use super::tokens::VolumeUnit;
use crate::scenario::MillionUsdPerUnitYear;
use crate::scenario::raw::RawDemand;
use crate::scenario::raw::demand_side::{RawDuration, RawPlacement, RawPriceResponse, RawSpread};
use crate::scenario::text::join;
use crate::scenario::types::{Churn, DemandSide, Placement, PriceResponse, Series, UnmetTier};

/// Largest relative error of revenue unless the planner says otherwise.
const TOLERANCE: f64 = 1e-3;

impl<'a> Resolver<'a> {
    /// What a line says beyond its volume; `revenue` are its resolved base prices.
    pub(super) fn demand_side(
        &mut self,
        base: &str,
        raw: &'a RawDemand,
        unit: &VolumeUnit,
        revenue: &[MillionUsdPerUnitYear],
    ) -> DemandSide {
        let price = raw.price_response.as_ref();
        let tiers = raw.unmet_tiers.iter().enumerate().map(|(k, tier)| {
            let base = join(&join(base, "unmet_tiers"), &k.to_string());
            UnmetTier {
                above: self
                    .share(self.field(&base, "above", Some(&tier.above)))
                    .unwrap_or_default(),
                penalty: self.prices(self.field(&base, "penalty", Some(&tier.penalty)), unit),
            }
        });
        let tiers = tiers.collect();
        let churn = raw.churn.as_ref().map(|churn| {
            let base = join(base, "churn");
            Churn {
                leave: self
                    .share(self.field(&base, "leave", Some(&churn.leave)))
                    .unwrap_or_default(),
                back: self
                    .share(self.field(&base, "back", churn.back.as_ref()))
                    .unwrap_or_default(),
            }
        });
        DemandSide {
            price: price.map(|price| {
                let base = join(base, "price_response");
                self.price_response(&base, price, unit, revenue)
            }),
            tiers,
            churn,
            priority: raw.priority,
            placement: match raw.placement {
                None | Some(RawPlacement::Each(RawSpread::Split)) => Placement::Split,
                Some(RawPlacement::Each(RawSpread::Single)) => Placement::Single,
                Some(RawPlacement::Over(over)) => match over.single {
                    RawDuration::Each => Placement::Single,
                    RawDuration::Fixed => Placement::Fixed,
                },
            },
        }
    }

    fn price_response(
        &mut self,
        base: &str,
        raw: &'a RawPriceResponse,
        unit: &VolumeUnit,
        revenue: &[MillionUsdPerUnitYear],
    ) -> PriceResponse {
        let elasticity = self
            .number(self.field(base, "elasticity", Some(&raw.elasticity)))
            .unwrap_or_default();
        // With a positive elasticity, which the checks refuse, any bound will do.
        let choke = |p0: &MillionUsdPerUnitYear| {
            let factor = if elasticity < 0.0 {
                1.0 - 1.0 / elasticity
            } else {
                1.0
            };
            MillionUsdPerUnitYear(p0.value() * factor)
        };
        let least = self.field(base, "at_least", raw.at_least.as_ref());
        let least: Series<_> = if least.is_given() {
            self.prices(least, unit)
        } else {
            let half = |p0| MillionUsdPerUnitYear((0.5 * choke(p0).value()).min(p0.value()));
            revenue.iter().map(half).collect()
        };
        let most = self.field(base, "at_most", raw.at_most.as_ref());
        let most: Series<_> = if most.is_given() {
            let bounded = self.prices(most, unit).into_iter().zip(revenue);
            bounded
                .map(|(most, p0)| if choke(p0) < most { choke(p0) } else { most })
                .collect()
        } else {
            revenue.iter().map(choke).collect()
        };
        PriceResponse {
            elasticity,
            least,
            most,
            tolerance: self
                .share(self.field(base, "tolerance", raw.tolerance.as_ref()))
                .unwrap_or(TOLERANCE),
        }
    }
}
