//! What breaking the planner's own limits costs.

use super::{Cash, Spend};
use crate::scenario::Component;

impl Cash<'_> {
    /// Penalties of windows that end in `t`.
    pub(super) fn broken_limits(&self, t: usize, spend: &mut impl Spend) {
        for (l, limit) in self.scenario.limits.iter().enumerate() {
            let Some(cost) = limit.violation_cost else {
                continue;
            };
            for window in limit.windows.iter().filter(|window| window.last.index() == t) {
                let first = window.first.index();
                let columns = &self.columns.limits;
                for col in [columns.excess(l, first), columns.lack(l, first)] {
                    if col.is_some() {
                        spend(col, self.part(Component::BrokenLimits, cost));
                    }
                }
            }
        }
    }
}
