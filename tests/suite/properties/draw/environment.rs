//! Carbon, water and power-purchase agreements.

use super::Draw;
use buildout::scenario::*;

/// Intensities, a cap with banking, prices, embodied carbon, a cap on water, power-purchase agreements.
pub fn part(draw: &mut Draw, s: &mut Scenario) {
    let places = |draw: &mut Draw| PlaceSelector {
        jurisdictions: draw.chance(0.3).then(|| vec!["AA".into()]),
        ..PlaceSelector::default()
    };
    let scopes = [CarbonScope::Operational, CarbonScope::Embodied, CarbonScope::All];
    s.environment.grid = Some(GridSource::Own);
    for site in &mut s.sites {
        site.environment.grid_intensity = draw.series(|x| GramsPerKwh(100.0 * x), 0, 6);
        site.environment.water_use = LitresPerKwh(draw.quarters(0, 3));
        if draw.chance(0.5) {
            site.environment.ppas = vec![agreement(draw)];
        }
    }
    s.environment.embodied_chips = s.chips.iter().map(|_| KiloTonnes(draw.quarters(0, 4))).collect();
    s.environment.embodied_halls = s.halls.iter().map(|_| KiloTonnes(draw.quarters(0, 8))).collect();
    if draw.chance(0.7) {
        s.environment.carbon_caps = vec![CarbonCap {
            id: "cap".into(),
            places: places(draw),
            scope: draw.pick(&scopes),
            windows: windows(draw, |draw| KiloTonnes(draw.quarters(4, 50))),
            banking: draw.pick(&[0.0, 0.5, 1.0]),
            bank_limit: draw.chance(0.4).then(|| KiloTonnes(draw.quarters(0, 20))),
        }];
    }
    if draw.chance(0.5) {
        s.environment.carbon_prices = vec![CarbonPrice {
            id: "price".into(),
            places: places(draw),
            scope: draw.pick(&scopes),
            price: draw.series(|x| MillionUsdPerKiloTonne(x / 8.0), 0, 2),
        }];
    }
    if draw.chance(0.4) {
        s.environment.water_caps = vec![WaterCap {
            id: "zone".into(),
            places: places(draw),
            windows: windows(draw, |draw| Megalitres(draw.quarters(20, 200))),
        }];
    }
}

fn agreement(draw: &mut Draw) -> PpaOffer {
    PpaOffer {
        id: "sun".into(),
        capacity: Megawatts(draw.quarters(1, 4)),
        output: draw.pick(&[0.25, 0.5, 1.0]),
        price: draw.series(|x| UsdPerMwh(20.0 * x), 0, 6),
        intensity: GramsPerKwh(draw.pick(&[0.0, 40.0, 500.0])),
        take: draw.pick(&[0.0, 0.75, 1.0]),
        earliest: Period(u16::from(draw.chance(0.2))),
        term: draw.pick(&[1, 2, 5]),
    }
}

/// A window for each period, or one for all.
fn windows<Q>(draw: &mut Draw, limit: fn(&mut Draw) -> Q) -> Vec<CapWindow<Q>> {
    let last = Period(draw.periods as u16 - 1);
    if draw.chance(0.3) {
        return vec![CapWindow {
            first: Period(0),
            last,
            at_most: limit(draw),
        }];
    }
    let each = Period::all(draw.periods);
    each.map(|t| CapWindow {
        first: t,
        last: t,
        at_most: limit(draw),
    })
    .collect()
}
