//! Customers' behaviour, read back.

use super::Reader;
use crate::plan::Plan;
use crate::scenario::DemandId;

impl Reader<'_> {
    /// The price of each line that answers to it: the one at which the volume sold is asked for, or the highest one
    /// with the rest unmet. A price that was not decided is the line's revenue.
    pub(super) fn prices(&self, plan: &mut Plan) {
        let curves = self.model.columns.demand_side.prices();
        for (d, line) in DemandId::all(self.scenario.demand.len()).zip(&self.scenario.demand) {
            if line.side.price.is_none() {
                continue;
            }
            for (t, h) in self
                .periods()
                .flat_map(|t| self.scenario.hours.blocks().map(move |h| (t, h)))
            {
                let volume = line.volume_in(t, h).value();
                let Some(curve) = curves.curve(d, t).filter(|_| volume > 0.0) else {
                    plan.prices[d.index()][t][h] = line.revenue[t].value();
                    continue;
                };
                let served = plan.served[d.index()].iter().map(|site| site[t][h]).sum::<f64>();
                let sold = served + plan.rented[d.index()][t][h];
                plan.prices[d.index()][t][h] = curve.price(sold / volume);
                plan.unmet[d.index()][t][h] = (curve.least * volume - sold).max(0.0);
            }
        }
    }
}
