//! Customers' behaviour.

use super::Draw;
use buildout::scenario::*;

/// Gives every line some of: a price response, tiers of unmet volume, churn, a class of service, a single place.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    for d in 0..s.demand.len() {
        let side = behaviour(draw, &s.demand[d]);
        s.demand[d].side = side;
    }
}

fn behaviour(draw: &mut Draw, line: &DemandLine) -> DemandSide {
    let mut side = DemandSide::default();
    if draw.chance(0.3) {
        let rise = draw.pick(&[0.5, 2.0]);
        side.tiers = (0..draw.pick(&[1, 2]))
            .map(|k| UnmetTier {
                above: draw.pick(&[0.0, 0.2]) + 0.4 * f64::from(k),
                penalty: dearer(line, rise * f64::from(k + 1)),
            })
            .collect();
    }
    if draw.chance(0.35) {
        side.price = Some(response(draw, line));
        return side;
    }
    if draw.chance(0.4) {
        side.priority = Some(draw.pick(&[1, 2, 5]));
    }
    if draw.chance(0.4) {
        side.churn = Some(Churn {
            leave: draw.pick(&[0.25, 0.5, 1.0]),
            back: draw.pick(&[0.0, 0.0, 0.5]),
        });
    } else if draw.chance(0.5) {
        side.placement = draw.pick(&[Placement::Single, Placement::Fixed]);
    }
    side
}

fn dearer(line: &DemandLine, rise: f64) -> Vec<MillionUsdPerUnitYear> {
    let penalties = line.unmet_penalty.iter();
    penalties
        .map(|penalty| MillionUsdPerUnitYear(penalty.value() + rise))
        .collect()
}

fn response(draw: &mut Draw, line: &DemandLine) -> PriceResponse {
    let elasticity = -draw.pick(&[0.5, 1.0, 2.5]);
    let scaled = |factor: f64| {
        let prices = line.revenue.iter();
        prices
            .map(|price| MillionUsdPerUnitYear(price.value() * factor))
            .collect()
    };
    // At 1 - 1/e times the price nothing is asked for.
    let highest = draw.pick(&[0.9, 1.0, 1.5, 10.0]);
    PriceResponse {
        elasticity,
        least: scaled(draw.pick(&[0.5, 0.75, 0.9])),
        most: scaled(f64::min(highest, 1.0 - 1.0 / elasticity)),
        tolerance: draw.pick(&[0.01, 0.1]),
    }
}
