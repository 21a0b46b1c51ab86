//! What emissions cost.

use super::{Cash, Spend};
use crate::model::emissions::emissions;
use crate::model::rules::places;
use crate::scenario::Component;

impl Cash<'_> {
    /// Prices on emissions in `t`: every price whose places a site belongs to.
    pub(super) fn carbon_prices(&self, t: usize, scope: Option<&[bool]>, spend: &mut impl Spend) {
        for price in &self.scenario.environment.carbon_prices {
            let selected = places(self.scenario, &price.places);
            let rate = self.part(Component::CarbonPrice, price.price[t].value());
            for (r, _) in self.sites(scope).filter(|(r, _)| selected[r.index()]) {
                emissions(
                    self.scenario,
                    self.columns,
                    price.scope,
                    r,
                    t,
                    &mut |col, amount| {
                        spend(Some(col), rate * amount);
                    },
                );
            }
        }
    }
}
