//! Money of customers' behaviour.

use super::{Cash, Spend};
use crate::scenario::{Component, DemandId, Volume};

impl Cash<'_> {
    /// Revenue in `t` of a line whose price is decided, by the pieces of its curve: from above, by no more than
    /// the tolerance. It belongs to no site. False if the price is given.
    pub(super) fn priced_revenue(
        &self,
        d: DemandId,
        t: usize,
        scope: Option<&[bool]>,
        earn: &mut impl Spend,
    ) -> bool {
        let side = &self.columns.demand_side;
        for h in self.scenario.hours.blocks().filter(|_| scope.is_none()) {
            let years = self.scenario.block_length(t, h).value();
            for (sold, piece) in side.pieces(d, t, h) {
                earn(Some(sold), self.part(Component::Revenue, piece.slope * years));
            }
        }
        side.prices().curve(d, t).is_some()
    }

    /// Penalty in `t` for volume in dearer tiers of unmet demand, on top of the tier before.
    pub(super) fn tier_penalties(&self, d: DemandId, t: usize, spend: &mut impl Spend) {
        let line = &self.scenario.demand[d.index()];
        for h in self.scenario.hours.blocks() {
            let mut before = line.unmet_penalty[t];
            for (k, tier) in line.side.tiers.iter().enumerate() {
                let more = tier.penalty[t] - before;
                before = tier.penalty[t];
                if let Some(volume) = self.columns.demand_side.tier(d, t, k, h) {
                    let penalty = more * Volume(1.0) * self.scenario.block_length(t, h);
                    spend(Some(volume), self.part(Component::Unmet, penalty.value()));
                }
            }
        }
    }
}
