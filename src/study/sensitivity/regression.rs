//! Which inputs explain the result over a sample, by linear regression.
//!
//! With inputs and result scaled to mean 0 and standard deviation 1, the least-squares coefficients are the standardised
//! regression coefficients (SRC). For inputs drawn independently of each other their squares are the shares of the
//! variance of the result, and add up to R². Partial rank correlations (PRCC) ask the same of the ranks: they also see
//! effects that are monotonous but not straight. Source: Saltelli et al., Global Sensitivity Analysis: The Primer (2008),
//! chapters 1 and 6, which trusts SRC where R² is 0.7 or more; Marino et al., J. Theor. Biol. 254 (2008), for PRCC.

use super::ranks::ranks;
use nalgebra::{DMatrix, DVector};
use serde::Serialize;

/// R² from which the ranking by coefficients is trusted.
const GOOD_FIT: f64 = 0.7;
/// Samples wanted for each input.
const SAMPLES_EACH: usize = 10;
/// Variance inflation from which an input counts as explained by the others.
const INFLATED: f64 = 10.0;
/// Standard errors on either side of an estimate that contain the truth in 95 of 100 cases.
const NINETY_FIVE: f64 = 1.96;
/// Singular values below this share of the largest count as zero.
const SINGULAR: f64 = 1e-10;

/// What one input does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Effect {
    /// The input.
    pub input: String,
    /// Change of the result, MUSD, by one unit of the input.
    pub slope: f64,
    /// Standardised regression coefficient.
    pub standardised: f64,
    /// Half the width of its 95 % interval; `None` without samples to spare.
    pub error: Option<f64>,
    /// Share of the variance of the result, as a fraction.
    pub share: f64,
    /// Partial rank correlation; `None` where the inputs cannot be told apart.
    pub partial_rank: Option<f64>,
    /// Variance inflation factor: 1 if independent of the other inputs.
    pub inflation: Option<f64>,
}

/// Why a ranking is not to be trusted.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "snake_case", tag = "doubt")]
pub enum Doubt {
    /// Fewer samples than inputs need.
    TooFew {
        /// Samples.
        samples: usize,
        /// Samples wanted.
        wanted: usize,
    },
    /// A straight line explains too little.
    PoorFit {
        /// Share of the variance that is explained.
        r_squared: f64,
    },
    /// Inputs that move together.
    Collinear {
        /// Their names.
        inputs: Vec<String>,
    },
    /// Inputs that are the same in every sample.
    Constant {
        /// Their names.
        inputs: Vec<String>,
    },
    /// The result is the same in every sample.
    NoChange,
    /// The gaps of the solves are of the size of what is to be explained.
    Gaps {
        /// Mean width between plan and bound over the standard deviation of the result.
        noise: f64,
    },
}

impl std::fmt::Display for Doubt {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::TooFew { samples, wanted } => write!(
                f,
                "{samples} samples are too few: {wanted} are wanted, {SAMPLES_EACH} for each input"
            ),
            Self::PoorFit { r_squared } => write!(
                f,
                "R² is {r_squared:.2}: a straight line explains too little to rank by it (0.70 is asked for); \
                 look at the rank correlations and the tornado instead"
            ),
            Self::Collinear { inputs } => write!(
                f,
                "these inputs move together, so that their effects cannot be told apart: {}",
                inputs.join(", ")
            ),
            Self::Constant { inputs } => {
                write!(f, "left out, the same in every sample: {}", inputs.join(", "))
            }
            Self::NoChange => write!(f, "the objective is the same in every sample: nothing to explain"),
            Self::Gaps { noise } => write!(
                f,
                "the gaps of the solves are {:.0} % of the spread of the objective: solve with a smaller --gap",
                100.0 * noise
            ),
        }
    }
}

/// A regression over a sample.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Regression {
    /// Samples used.
    pub samples: usize,
    /// Share of the variance that a straight line explains; `None` if there is nothing to explain or too little to
    /// explain it by.
    pub r_squared: Option<f64>,
    /// Mean of the result, MUSD.
    pub mean: f64,
    /// Standard deviation of the result, MUSD.
    pub deviation: f64,
    /// By size of the standardised coefficient.
    pub effects: Vec<Effect>,
    /// Why the ranking is not to be trusted; empty if it is.
    pub doubts: Vec<Doubt>,
}

/// Explains `results` by `rows` of inputs in the order of `names`. `noise` is the mean width between plan and bound.
/// Rows and results of other lengths are cut to the shortest.
pub fn regression(names: &[String], rows: &[Vec<f64>], results: &[f64], noise: f64) -> Regression {
    let samples = rows.len().min(results.len());
    let results = results.get(..samples).unwrap_or_default();
    let (mean, deviation) = moments(results);
    let mut doubts = Vec::new();
    let column = |input: usize| -> Vec<f64> {
        rows.iter()
            .take(samples)
            .map(|row| row.get(input).copied().unwrap_or_default())
            .collect()
    };
    let (varied, constant): (Vec<usize>, Vec<usize>) =
        (0..names.len()).partition(|&input| varies(&column(input)));
    if !constant.is_empty() {
        doubts.push(Doubt::Constant {
            inputs: constant.iter().map(|&input| names[input].clone()).collect(),
        });
    }
    let wanted = SAMPLES_EACH * varied.len();
    if samples < wanted {
        doubts.push(Doubt::TooFew { samples, wanted });
    }
    let mut found = Regression {
        samples,
        r_squared: None,
        mean,
        deviation,
        effects: Vec::new(),
        doubts,
    };
    if !varies(results) {
        found.doubts.push(Doubt::NoChange);
        return found;
    }
    if noise > 0.25 * deviation {
        found.doubts.push(Doubt::Gaps {
            noise: noise / deviation,
        });
    }
    if samples < varied.len() + 2 || varied.is_empty() {
        return found;
    }
    let columns: Vec<Vec<f64>> = varied.iter().map(|&input| column(input)).collect();
    let names: Vec<&String> = varied.iter().map(|&input| &names[input]).collect();
    fit(&mut found, &names, &columns, results);
    found
}

/// The coefficients.
fn fit(found: &mut Regression, names: &[&String], columns: &[Vec<f64>], results: &[f64]) {
    let (samples, inputs) = (results.len(), columns.len());
    let x = standard(columns);
    let y = DVector::from_vec(scaled(results));
    let svd = x.clone().svd(true, true);
    let largest = svd.singular_values.max();
    let Ok(coefficients) = svd.solve(&y, SINGULAR * largest) else {
        return;
    };
    let total: f64 = y.norm_squared();
    let left = (&y - &x * &coefficients).norm_squared();
    let r_squared = (1.0 - left / total).clamp(0.0, 1.0);
    found.r_squared = Some(r_squared);
    if r_squared < GOOD_FIT {
        found.doubts.push(Doubt::PoorFit { r_squared });
    }
    let inverse = inverse_correlation(columns);
    let inflation =
        |input: usize| -> Option<f64> { inverse.as_ref().map(|inverse| inverse[(input, input)].max(1.0)) };
    let collinear: Vec<String> = match &inverse {
        Some(_) => (0..inputs)
            .filter(|&input| inflation(input).is_some_and(|factor| factor > INFLATED))
            .map(|input| names[input].clone())
            .collect(),
        None => together(names, columns),
    };
    if !collinear.is_empty() {
        found.doubts.push(Doubt::Collinear { inputs: collinear });
    }
    let spare = samples.saturating_sub(inputs + 1);
    // Variance of what is left, per degree of freedom.
    let variance = (spare > 0).then(|| left / spare as f64);
    let partial = partial_ranks(columns, results);
    for (input, name) in names.iter().enumerate() {
        let standardised = coefficients[input];
        let (_, spread) = moments(&columns[input]);
        let error = variance.zip(inflation(input)).map(|(variance, inflation)| {
            // (X'X)^-1 of scaled columns is the inverse correlation over n - 1.
            NINETY_FIVE * (variance * inflation / (samples as f64 - 1.0)).sqrt()
        });
        found.effects.push(Effect {
            input: (*name).clone(),
            slope: standardised * found.deviation / spread,
            standardised,
            error,
            share: standardised * standardised,
            partial_rank: partial.as_ref().and_then(|partial| partial.get(input).copied()),
            inflation: inflation(input),
        });
    }
    found
        .effects
        .sort_by(|a, b| b.standardised.abs().total_cmp(&a.standardised.abs()));
}

/// Mean and standard deviation (over n - 1).
fn moments(values: &[f64]) -> (f64, f64) {
    let count = values.len() as f64;
    if values.is_empty() {
        return (0.0, 0.0);
    }
    let mean = values.iter().sum::<f64>() / count;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    (mean, (squares / (count - 1.0).max(1.0)).sqrt())
}

fn varies(values: &[f64]) -> bool {
    let (mean, deviation) = moments(values);
    deviation > 1e-9 * mean.abs().max(1e-6)
}

/// With mean 0 and standard deviation 1.
fn scaled(values: &[f64]) -> Vec<f64> {
    let (mean, deviation) = moments(values);
    let deviation = if deviation > 0.0 { deviation } else { 1.0 };
    values.iter().map(|value| (value - mean) / deviation).collect()
}

fn standard(columns: &[Vec<f64>]) -> DMatrix<f64> {
    let rows = columns.first().map_or(0, Vec::len);
    let scaled: Vec<f64> = columns.iter().flat_map(|column| scaled(column)).collect();
    DMatrix::from_vec(rows, columns.len(), scaled)
}

/// Inverse of the correlation matrix; `None` if it has none to speak of.
fn inverse_correlation(columns: &[Vec<f64>]) -> Option<DMatrix<f64>> {
    let x = standard(columns);
    let correlation = x.transpose() * &x / (x.nrows() as f64 - 1.0);
    let singular = correlation.clone().svd(false, false).singular_values;
    if singular.min() < SINGULAR * singular.max() {
        return None;
    }
    correlation.try_inverse()
}

/// Inputs of which the correlation with another is nearly 1 or -1; all if none stands out.
fn together(names: &[&String], columns: &[Vec<f64>]) -> Vec<String> {
    let x = standard(columns);
    let correlation = x.transpose() * &x / (x.nrows() as f64 - 1.0);
    let pairs: Vec<String> = (0..names.len())
        .filter(|&a| (0..names.len()).any(|b| a != b && correlation[(a, b)].abs() > 0.95))
        .map(|a| names[a].clone())
        .collect();
    if pairs.is_empty() {
        names.iter().map(|name| (*name).clone()).collect()
    } else {
        pairs
    }
}

/// Correlation of each input's ranks with those of the result, the ranks of the other inputs taken out of both.
fn partial_ranks(columns: &[Vec<f64>], results: &[f64]) -> Option<Vec<f64>> {
    let mut all: Vec<Vec<f64>> = columns.iter().map(|column| ranks(column)).collect();
    all.push(ranks(results));
    let last = columns.len();
    // A result that follows exactly from the inputs has no inverse; a hair of independence gives it one.
    let x = standard(&all);
    let mut correlation = x.transpose() * &x / (x.nrows() as f64 - 1.0);
    for place in 0..=last {
        correlation[(place, place)] += 1e-9;
    }
    inverse_correlation(&all[..last])?;
    let inverse = correlation.try_inverse()?;
    let partial =
        |input: usize| -inverse[(input, last)] / (inverse[(input, input)] * inverse[(last, last)]).sqrt();
    Some((0..last).map(|input| partial(input).clamp(-1.0, 1.0)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    /// All 25 pairs of -2, -1, 0, 1, 2.
    fn grid() -> Vec<Vec<f64>> {
        let five = || (-2..=2).map(f64::from);
        five().flat_map(|a| five().map(move |b| vec![a, b])).collect()
    }

    #[test]
    fn shares_of_a_straight_line_are_known() {
        // y = 3 a + 4 b with equal spreads: coefficients 0.6 and 0.8, shares 0.36 and 0.64.
        let rows = grid();
        let y: Vec<f64> = rows
            .iter()
            .map(|row| 100.0 + 3.0 * row[0] + 4.0 * row[1])
            .collect();
        let found = regression(&names(&["a", "b"]), &rows, &y, 0.0);
        assert!(found.doubts.is_empty(), "{:?}", found.doubts);
        assert!((found.r_squared.unwrap() - 1.0).abs() < 1e-9);
        let told: Vec<(&str, f64, f64)> = found
            .effects
            .iter()
            .map(|effect| {
                let round = |value: f64| (value * 1e9).round() / 1e9;
                (effect.input.as_str(), round(effect.share), round(effect.slope))
            })
            .collect();
        assert_eq!(told, [("b", 0.64, 4.0), ("a", 0.36, 3.0)]);
        assert!((found.effects[0].inflation.unwrap() - 1.0).abs() < 1e-9);
    }

    #[test]
    fn a_poor_fit_is_told_and_rank_correlations_see_more() {
        // A parabola: no straight line explains it.
        let rows = grid();
        let y: Vec<f64> = rows.iter().map(|row| row[0] * row[0]).collect();
        let found = regression(&names(&["a", "b"]), &rows, &y, 0.0);
        assert!(matches!(found.doubts[..], [Doubt::PoorFit { r_squared }] if r_squared < 1e-9));
        // A steep exponential of one input: ranks follow it exactly.
        let y: Vec<f64> = rows.iter().map(|row| (9.0 * row[0]).exp()).collect();
        let found = regression(&names(&["a", "b"]), &rows, &y, 0.0);
        assert!(found.r_squared.unwrap() < 0.7);
        assert!(found.effects[0].partial_rank.unwrap() > 0.99);
    }

    #[test]
    fn inputs_that_move_together_are_named() {
        let rows: Vec<Vec<f64>> = (0..30)
            .map(|i| {
                let i = f64::from(i);
                vec![i, 2.0 * i + 1.0, (i * 7.0) % 11.0, 5.0]
            })
            .collect();
        let y: Vec<f64> = rows.iter().map(|row| row[0] + row[2]).collect();
        let found = regression(&names(&["a", "twice", "c", "same"]), &rows, &y, 0.0);
        assert_eq!(
            found.doubts,
            [
                Doubt::Constant {
                    inputs: names(&["same"])
                },
                Doubt::Collinear {
                    inputs: names(&["a", "twice"])
                }
            ]
        );
    }

    #[test]
    fn too_little_to_explain_is_told() {
        let rows = vec![vec![1.0, 2.0], vec![2.0, 1.0], vec![3.0, 5.0]];
        let found = regression(&names(&["a", "b"]), &rows, &[1.0, 2.0, 4.0], 0.0);
        assert_eq!(
            (found.r_squared, &found.doubts[..]),
            (
                None,
                &[Doubt::TooFew {
                    samples: 3,
                    wanted: 20
                }][..]
            )
        );
        let same = regression(&names(&["a", "b"]), &grid(), &[7.0; 25], 0.0);
        assert_eq!(same.doubts, [Doubt::NoChange]);
        let none = regression(&[], &[], &[], 0.0);
        assert_eq!((none.samples, none.doubts), (0, vec![Doubt::NoChange]));
        let y: Vec<f64> = grid().iter().map(|row| row[0]).collect();
        let noisy = regression(&names(&["a", "b"]), &grid(), &y, 1.0);
        assert!(matches!(noisy.doubts[..], [Doubt::Gaps { .. }]));
    }
}
