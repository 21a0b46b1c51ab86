//! Demand that rises and falls together in markets near each other.

use super::random::{exp, ln};
use nalgebra::{Cholesky, DMatrix, DVector};

/// How strongly the logarithms of base demand in two markets go together: `rho ^ (distance / side)` with the
/// distance in the unit square. 0 is independence.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Correlation(f64);

impl Correlation {
    /// Every market on its own.
    pub const NONE: Self = Self(0.0);

    /// With correlation `rho` at a distance of one side of the square.
    ///
    /// # Errors
    /// A sentence if `rho` is not at least 0 and below 1.
    pub fn new(rho: f64) -> Result<Self, String> {
        if (0.0..1.0).contains(&rho) {
            // Never a negative zero.
            Ok(Self(rho.abs()))
        } else {
            Err(format!(
                "correlation: expected at least 0 and less than 1, found {rho}"
            ))
        }
    }

    /// Correlation at a distance of one side of the square.
    pub fn rho(self) -> f64 {
        self.0
    }

    /// What turns independent normals into correlated ones, for markets at these places; `None` without
    /// correlation.
    ///
    /// # Errors
    /// A sentence if the markets cannot be told apart: `rho` so close to 1, or places so close to each other,
    /// that the matrix of correlations is not positive definite in floating-point numbers.
    pub fn factor(self, places: &[(f64, f64)]) -> Result<Option<Factor>, String> {
        if self.0 == 0.0 {
            return Ok(None);
        }
        let Some(cholesky) = Cholesky::new(self.matrix(places)) else {
            return Err(format!(
                "correlation: {} is too close to 1 for {} markets",
                self.0,
                places.len()
            ));
        };
        Ok(Some(Factor(cholesky.unpack())))
    }

    /// Correlations of all pairs of places. The exponential of a distance is positive definite.
    fn matrix(self, places: &[(f64, f64)]) -> DMatrix<f64> {
        let decay = ln(self.0);
        DMatrix::from_fn(places.len(), places.len(), |i, j| {
            let ((x, y), (to_x, to_y)) = (places[i], places[j]);
            let distance = ((x - to_x) * (x - to_x) + (y - to_y) * (y - to_y)).sqrt();
            exp(decay * distance)
        })
    }
}

/// Lower Cholesky factor `L` of a matrix of correlations.
#[derive(Debug, Clone)]
pub struct Factor(DMatrix<f64>);

impl Factor {
    /// `L z`: standard normals with the factor's correlations from as many independent ones.
    pub fn correlate(&self, independent: Vec<f64>) -> Vec<f64> {
        (&self.0 * DVector::from_vec(independent)).as_slice().to_vec()
    }
}

#[cfg(test)]
mod tests {
    use super::super::SplitMix64;
    use super::*;

    const PLACES: [(f64, f64); 4] = [(0.1, 0.1), (0.1, 0.2), (0.9, 0.4), (0.5, 1.0)];

    #[test]
    fn a_factor_times_its_transpose_is_the_matrix() {
        let correlation = Correlation::new(0.6).unwrap();
        let matrix = correlation.matrix(&PLACES);
        let Factor(lower) = correlation.factor(&PLACES).unwrap().unwrap();
        assert!((&lower * lower.transpose() - &matrix).abs().max() < 1e-14);
        assert!((0..4).all(|i| (i + 1..4).all(|j| lower[(i, j)] == 0.0)));
        // 0.1 of a side and sqrt(0.64 + 0.09) of a side apart.
        assert!((matrix[(0, 1)] - 0.6f64.powf(0.1)).abs() < 1e-12);
        assert!((matrix[(0, 2)] - 0.6f64.powf(0.73f64.sqrt())).abs() < 1e-12);
    }

    #[test]
    fn draws_have_the_correlations_asked_for() {
        let correlation = Correlation::new(0.3).unwrap();
        let factor = correlation.factor(&PLACES).unwrap().unwrap();
        let mut rng = SplitMix64::new(5);
        let n = 20_000;
        let mut products = DMatrix::<f64>::zeros(4, 4);
        for _ in 0..n {
            let z = DVector::from_vec(factor.correlate((0..4).map(|_| rng.normal()).collect()));
            products += &z * z.transpose();
        }
        // Standard errors are below sqrt(2 / n) = 0.01.
        let apart = (products / f64::from(n) - correlation.matrix(&PLACES))
            .abs()
            .max();
        assert!(apart < 0.04, "{apart}");
    }

    #[test]
    fn impossible_correlations_are_refused() {
        for rho in [-0.1, 1.0, 1.5, f64::NAN, f64::INFINITY] {
            let said = Correlation::new(rho).unwrap_err();
            assert!(
                said.starts_with("correlation: expected at least 0 and less than 1"),
                "{said}"
            );
        }
        let near = Correlation::new(1.0 - f64::EPSILON).unwrap();
        let same = [(0.5, 0.5), (0.5, 0.5), (0.5, 0.6)];
        assert!(
            near.factor(&same)
                .unwrap_err()
                .contains("too close to 1 for 3 markets")
        );
        assert!(Correlation::NONE.factor(&same).unwrap().is_none());
    }
}
