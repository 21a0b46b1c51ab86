//! Revenue along a linear demand curve, from above.
//!
//! ```text
//! q(p) = D (1 + e (p - p0) / p0)                    volume asked for at price p, e < 0
//! R(q) = q p(q) = p* q (1 - q / S)                  S = D (1 - e), p* = p0 (1 - 1/e): volume at price 0, price at 0
//! R(s) <= least over k of R(s_k) + R'(s_k) (s - s_k),   s_k = S sin^2 a_k
//! ```
//!
//! `R` is concave, so tangents lie above it. With tangent points at `S sin^2 a` for equally spaced `a` the relative
//! error is the same between all of them: two neighbours `a` and `b` meet half-way, where it is
//! `sin^2(b-a) sin^2(a+b) / (1 - cos^2(b-a) cos^2(a+b)) <= sin^2(b-a)`; steps of at most `arcsin sqrt(tolerance)`
//! keep it. The least of concave pieces through the origin is a sum of pieces with falling slopes, so a program that
//! earns from them needs no row per tangent. Below `q(highest price)` the highest price is charged and part of what is
//! asked for stays unmet: the first piece.
//! Source: piecewise-linear outer approximation of separable concave functions (Geoffrion 1977); own calculation.

use crate::scenario::{DemandId, DemandLine, ModelSpec, Objective, Scenario};

/// A stretch of volume that earns the same for each unit of it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Piece {
    /// Width, as a share of the line's volume.
    pub width: f64,
    /// What a unit of volume in it earns, MUSD/unit/year.
    pub slope: f64,
}

/// Revenue of a demand line in a period over the volume sold, for one unit of the line's volume.
#[derive(Debug, Clone, PartialEq)]
pub struct Curve {
    /// Volume asked for at the highest price, as a share of the line's volume.
    pub least: f64,
    /// Volume asked for at the lowest price.
    pub most: f64,
    /// From the first unit sold on, slopes falling.
    pub pieces: Vec<Piece>,
    elasticity: f64,
    base: f64,
}

/// Narrowest piece worth a column, as a share of the line's volume.
const NARROW: f64 = 1e-9;

/// Smallest tolerance that is honoured, so that the number of pieces stays in the thousands.
const FINEST: f64 = 1e-8;

impl Curve {
    /// The curve of a line in `t`; none where it has no price or no volume.
    pub fn new(line: &DemandLine, t: usize) -> Option<Self> {
        let response = line.side.price.as_ref()?;
        let (elasticity, base) = (response.elasticity, line.revenue[t].value());
        if elasticity >= 0.0 || base <= 0.0 || line.volume[t].value() <= 0.0 {
            return None;
        }
        // Neither a sliver of volume nor a slope of nothing is left of rounding.
        let clean = |value: f64, size: f64| if value.abs() > NARROW * size { value } else { 0.0 };
        let asked = |price: f64| clean(1.0 + elasticity * (price / base - 1.0), 1.0).max(0.0);
        let highest = response.most[t].value();
        let least = asked(highest);
        let most = asked(response.least[t].value()).max(least);
        let free = 1.0 - elasticity;
        let choke = base * (1.0 - 1.0 / elasticity);
        let angle = |share: f64| (share / free).min(1.0).sqrt().asin();
        let (from, to) = (angle(least), angle(most));
        let steps = ((to - from) / response.tolerance.max(FINEST).sqrt().asin()).ceil();
        let point = |k: f64| (from + (to - from) * k / steps.max(1.0)).sin().powi(2);
        let mut pieces = vec![Piece {
            width: least,
            slope: highest,
        }];
        let mut start = least;
        for k in 0..=steps as usize {
            let x = point(k as f64);
            let end = if k as f64 >= steps {
                most
            } else {
                0.5 * free * (x + point(k as f64 + 1.0))
            };
            pieces.push(Piece {
                width: end - start,
                slope: clean(choke * (1.0 - 2.0 * x), choke),
            });
            start = end;
        }
        pieces.retain(|piece| piece.width > NARROW);
        Some(Self {
            least,
            most,
            pieces,
            elasticity,
            base,
        })
    }

    /// The price at which a share of the line's volume is asked for, MUSD/unit/year.
    pub fn price(&self, share: f64) -> f64 {
        let share = share.clamp(self.least, self.most);
        self.base * (1.0 + (share - 1.0) / self.elasticity)
    }
}

/// Most volume of a line that could be asked for in a block of hours, whatever its price.
pub fn most_asked(line: &DemandLine, t: usize, h: usize) -> f64 {
    Curve::new(line, t).map_or(1.0, |curve| curve.most.max(1.0)) * line.volume_in(t, h).value()
}

/// The curves of all lines whose prices are decided: when profit is maximised and the family is on.
#[derive(Debug, Clone, Default)]
pub struct Prices {
    curves: Vec<Option<Curve>>,
    periods: usize,
}

impl Prices {
    /// Derives all curves.
    pub fn new(scenario: &Scenario, spec: &ModelSpec) -> Self {
        let decided =
            spec.objective == Objective::MaxProfit && !spec.off.iter().any(|off| off == "price_response");
        let periods = scenario.horizon.len();
        if !decided || scenario.demand.iter().all(|line| line.side.price.is_none()) {
            return Self::default();
        }
        let lines = scenario.demand.iter();
        let curves = lines.flat_map(|line| (0..periods).map(move |t| Curve::new(line, t)));
        Self {
            curves: curves.collect(),
            periods,
        }
    }

    /// The curve of a line in a period, if its price is decided.
    pub fn curve(&self, d: DemandId, t: usize) -> Option<&Curve> {
        self.curves.get(d.index() * self.periods + t)?.as_ref()
    }

    /// Most pieces that any curve has.
    pub fn pieces(&self) -> usize {
        let curves = self.curves.iter().flatten();
        curves.map(|curve| curve.pieces.len()).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;
    use crate::scenario::{MillionUsdPerUnitYear as Price, PriceResponse};

    fn line(elasticity: f64, least: f64, most: f64, tolerance: f64) -> DemandLine {
        let mut line = testing::demand("d", 0, 10.0);
        line.revenue = vec![Price(2.0); 3];
        line.side.price = Some(PriceResponse {
            elasticity,
            least: vec![Price(least); 3],
            most: vec![Price(most); 3],
            tolerance,
        });
        line
    }

    fn earned(curve: &Curve, mut share: f64) -> f64 {
        let piece = |piece: &Piece| {
            let part = share.min(piece.width);
            share -= part;
            part * piece.slope
        };
        curve.pieces.iter().map(piece).sum()
    }

    #[test]
    fn pieces_lie_above_revenue_by_the_tolerance_at_most() {
        for tolerance in [0.01, 0.001] {
            for (elasticity, least, most) in [(-0.5, 1.0, 6.0), (-2.0, 0.5, 3.0), (-1.2, 1.9, 2.5)] {
                let curve = Curve::new(&line(elasticity, least, most, tolerance), 0).unwrap();
                assert!(
                    curve.pieces.windows(2).all(|w| w[0].slope > w[1].slope),
                    "{curve:?}"
                );
                let mut largest: f64 = 0.0;
                for i in 1..=1000 {
                    let share = curve.most * f64::from(i) / 1000.0;
                    let exact = share * curve.price(share);
                    let error = earned(&curve, share) / exact - 1.0;
                    assert!(error > -1e-9 && error < tolerance + 1e-9, "{share}: {error}");
                    largest = largest.max(error);
                }
                assert!(largest > 0.3 * tolerance, "finer than asked for: {largest}");
            }
        }
    }

    #[test]
    fn a_curve_by_hand() {
        // q = 1 - 0.5 (p/2 - 1): at price 6 nothing, at 0 one and a half, at 4 a half. R = 6 q (1 - q/1.5).
        let curve = Curve::new(&line(-0.5, 2.0, 4.0, 1.0), 0).unwrap();
        assert!((curve.least - 0.5).abs() < 1e-12 && (curve.most - 1.0).abs() < 1e-12);
        assert!((curve.price(0.75) - 3.0).abs() < 1e-12);
        // Half a unit at 4, then the tangents at a half and at one: slopes 6 (1 - 2 q / 1.5) = 2 and -2.
        let expected = [(0.5, 4.0), (0.25, 2.0), (0.25, -2.0)];
        assert_eq!(curve.pieces.len(), 3);
        for (piece, (width, slope)) in curve.pieces.iter().zip(expected) {
            assert!((piece.width - width).abs() < 1e-12 && (piece.slope - slope).abs() < 1e-12);
        }
    }

    #[test]
    fn tangents_are_few() {
        // Half the arc up to the largest revenue, a quarter of pi, in steps of 0.0316.
        let curve = Curve::new(&line(-1.5, 1.0 + 2.0 / 3.0, 10.0 / 3.0, 0.001), 0).unwrap();
        assert_eq!(curve.pieces.len(), 26);
        assert!(Curve::new(&line(-1.5, 1.0, 3.0, 0.001), 0).is_some());
        assert!(Curve::new(&line(0.0, 1.0, 3.0, 0.001), 0).is_none());
    }
}
