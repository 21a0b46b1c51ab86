//! Limits of the planner's own on any quantity, mostly at a price: the ledger must then count each quantity as the
//! model does.

use super::Draw;
use buildout::scenario::*;

/// One to four limits.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    let count = draw.pick(&[1, 2, 4]);
    for l in 0..count {
        let quantity = draw.pick(Quantity::ALL);
        let mut filter = filter(draw, s, quantity);
        // A share is of the whole.
        let share_of = draw.chance(0.2).then(|| ShareOf {
            quantity,
            filter: std::mem::take(&mut filter),
        });
        if share_of.is_some() {
            filter = self::filter(draw, s, quantity);
        }
        let scale = if share_of.is_some() { 0.1 } else { 1.0 };
        let (most, least) = (draw.quarters(0, 12) * scale, draw.quarters(0, 3) * scale);
        let both = draw.rng.whole(0, 3);
        let values = |first, last| LimitWindow {
            first,
            last,
            at_most: (both != 1).then_some(most),
            at_least: (both == 1 || both == 2).then_some(least),
        };
        let windows = if draw.chance(0.4) {
            vec![values(Period(0), Period(s.horizon.len() as u16 - 1))]
        } else {
            s.horizon.periods().map(|t| values(t, t)).collect()
        };
        s.limits.push(CustomLimit {
            id: format!("limit{l}"),
            quantity,
            filter,
            share_of,
            windows,
            violation_cost: (!draw.chance(0.1)).then(|| draw.quarters(0, 2) / 4.0 + 0.05),
        });
    }
}

/// A filter of some of the parts that the quantity has.
fn filter(draw: &mut Draw, s: &Scenario, quantity: Quantity) -> QuantityFilter {
    let mut filter = QuantityFilter::default();
    for by in quantity.by() {
        if !draw.chance(0.4) {
            continue;
        }
        match by {
            By::Chip => filter.chips.ids = Some(vec![ChipId(0)]),
            By::Place => filter.places.jurisdictions = Some(vec![draw.pick(&["AA".into(), "BB".into()])]),
            By::Hall => filter.halls = Some(vec![HallId(draw.rng.whole(0, 1) as u16)]),
            By::Workload => filter.workloads = Some(vec![WorkloadId(0)]),
            By::Demand if draw.chance(0.5) => filter.markets = Some(vec![MarketId(0)]),
            By::Demand => filter.demand = Some(vec![DemandId(s.demand.len() as u16 - 1)]),
            By::Job => filter.jobs = Some(vec![JobId(0)]),
        }
    }
    filter
}
