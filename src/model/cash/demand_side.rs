//! Money of customers' behaviour.

use super::{Cash, Spend};
use crate::scenario::DemandId;

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
                earn(Some(sold), piece.slope * years);
            }
        }
        side.prices().curve(d, t).is_some()
    }
}
