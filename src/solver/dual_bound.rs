//! A valid bound from any duals.
//!
//! For `min c x, rl <= A x <= ru, l <= x <= u` every vector `y` gives, by weak duality,
//!
//! ```text
//! c x >= sum_i (y_i rl_i if y_i > 0 else y_i ru_i) + sum_j (d_j l_j if d_j > 0 else d_j u_j),  d = c - A' y
//! ```
//!
//! so that duals of an interior point that has not converged, or was never moved to a vertex, still prove
//! something. A dual on a side where the row has no limit is taken as zero. A column without a bound on the side
//! that its reduced cost asks for gets the bound that the rows imply.

use crate::program::{Program, Row};

/// Sweeps over the rows in search of implied column bounds.
const SWEEPS: usize = 4;

/// Relative accuracy of the sums; taken off the bound.
const ROUNDING: f64 = 1e-12;

/// Duals of all rows of a program, from those of its defining rows followed by those of `added` ones; zero for the others.
pub fn by_row(program: &Program, duals: &[f64], added: &[u32]) -> Vec<f64> {
    let (defining, rest) = duals.split_at(program.defining_rows().min(duals.len()));
    let mut all = defining.to_vec();
    all.resize(program.rows(), 0.0);
    for (&row, &dual) in added.iter().zip(rest) {
        all[row as usize] = dual;
    }
    all
}

/// The bound that the duals of the first `duals.len()` rows prove, in the objective's unit. `None` if a column
/// is unbounded where its reduced cost asks for a bound.
pub fn from_duals(program: &Program, duals: &[f64]) -> Option<f64> {
    least(program, program.cost.clone(), program.offset, duals)
}

/// Whether duals prove that no point within the column bounds keeps all rows to within `tolerance`, in the unit of each:
/// with costs of zero, their bound is above what they could pay for rows missed by so much (lemma of Farkas).
pub fn prove_infeasible(program: &Program, duals: &[f64], tolerance: f64) -> bool {
    let paid: f64 = duals.iter().map(|dual| dual.abs()).sum();
    let bound = least(program, vec![0.0; program.columns()], 0.0, duals);
    bound.is_some_and(|bound| bound > tolerance * paid)
}

/// The least that costs, reduced by duals, and the duals' pay can come to.
fn least(program: &Program, mut reduced: Vec<f64>, offset: f64, duals: &[f64]) -> Option<f64> {
    let (mut sum, mut size) = (offset, offset.abs());
    let mut add = |amount: f64| {
        sum += amount;
        size += amount.abs();
    };
    for (row, &dual) in duals.iter().enumerate().take(program.rows()) {
        let side = if dual > 0.0 {
            program.row_lower[row]
        } else {
            program.row_upper[row]
        };
        if dual == 0.0 || !dual.is_finite() || !side.is_finite() {
            continue;
        }
        add(dual * side);
        for (col, value) in program.row_terms(Row(row as u32)) {
            reduced[col.index()] -= dual * value;
        }
    }
    let mut implied: Option<Bounds> = None;
    for (col, &cost) in reduced.iter().enumerate() {
        if cost == 0.0 {
            continue;
        }
        let pick = |lower: &[f64], upper: &[f64]| if cost > 0.0 { lower[col] } else { upper[col] };
        let mut bound = pick(&program.col_lower, &program.col_upper);
        if !bound.is_finite() {
            let (lower, upper) = implied.get_or_insert_with(|| implied_bounds(program));
            bound = pick(lower, upper);
        }
        if !bound.is_finite() {
            return None;
        }
        add(cost * bound);
    }
    Some(sum - ROUNDING * size)
}

type Bounds = (Vec<f64>, Vec<f64>);

/// Column bounds with those that follow from single rows where the program has none.
fn implied_bounds(program: &Program) -> Bounds {
    let (mut lower, mut upper) = (program.col_lower.clone(), program.col_upper.clone());
    for _ in 0..SWEEPS {
        let mut found = false;
        for row in 0..program.defining_rows() {
            let limits = [
                (program.row_upper[row], 1.0),
                (-program.row_lower[row], -1.0), // `a x >= b` read as `-a x <= -b`
            ];
            for (limit, sign) in limits.into_iter().filter(|(limit, _)| limit.is_finite()) {
                found |= tighten(program, Row(row as u32), (limit, sign), &mut lower, &mut upper);
            }
        }
        if !found {
            break;
        }
    }
    (lower, upper)
}

/// Bounds the one column of `sign * a x <= limit` that is unbounded in the way, if all others are bounded; every
/// unbounded column on its own side otherwise. Says whether anything was found.
fn tighten(
    program: &Program,
    row: Row,
    (limit, sign): (f64, f64),
    lower: &mut [f64],
    upper: &mut [f64],
) -> bool {
    // Least activity of the row, and how many terms have none.
    let (mut least, mut open) = (0.0, 0);
    for (col, value) in program.row_terms(row) {
        let (a, j) = (sign * value, col.index());
        let term = if a > 0.0 { a * lower[j] } else { a * upper[j] };
        if term.is_finite() {
            least += term;
        } else {
            open += 1;
        }
    }
    if open > 1 {
        return false;
    }
    let mut found = false;
    for (col, value) in program.row_terms(row) {
        let (a, j) = (sign * value, col.index());
        let own = if a > 0.0 { a * lower[j] } else { a * upper[j] };
        let rest = if own.is_finite() { least - own } else { least };
        if (own.is_finite() && open > 0) || a == 0.0 {
            continue;
        }
        let bound = (limit - rest) / a;
        if a > 0.0 && !upper[j].is_finite() && bound.is_finite() {
            upper[j] = bound.max(lower[j]);
            found = true;
        } else if a < 0.0 && !lower[j].is_finite() && bound.is_finite() {
            lower[j] = bound.min(upper[j]);
            found = true;
        }
    }
    found
}

#[cfg(test)]
pub mod tests {
    use super::*;
    use crate::program::{Integrality, KEY, Program};

    /// `min -2x - 3y + z, x + y <= 4, y - z <= 1, x <= 3, z <= most, 0 <= x, y, z`: x = 3, y = 1, z = 0, cost -9.
    pub fn example(most: f64) -> Program {
        let mut p = Program::new("dual");
        let kind = p.kind("x", &[]);
        let family = p.family("row", &[]);
        let upper = [3.0, f64::INFINITY, most];
        let cols: Vec<_> = upper
            .into_iter()
            .map(|upper| p.column(kind, [0; KEY], (0.0, upper), Integrality::Continuous))
            .collect();
        for (col, cost) in cols.iter().zip([-2.0, -3.0, 1.0]) {
            p.add_cost(*col, cost);
        }
        p.term(cols[0], 1.0);
        p.term(cols[1], 1.0);
        p.close_row(family, [0; KEY], (f64::NEG_INFINITY, 4.0));
        p.term(cols[1], 1.0);
        p.term(cols[2], -1.0);
        p.close_row(family, [0; KEY], (f64::NEG_INFINITY, 1.0));
        p
    }

    #[test]
    fn optimal_duals_prove_the_optimum_and_others_prove_less() {
        let p = example(f64::INFINITY);
        let bound = |duals: [f64; 2]| from_duals(&p, &duals);
        // y = (-2, -1): d = (0, 0, 0); -2 * 4 - 1 * 1 = -9.
        assert!((bound([-2.0, -1.0]).unwrap() + 9.0).abs() < 1e-9);
        // x and y are at most 4 each (the first row), x at most 3: -2 * 3 - 3 * 4 = -18.
        assert!((bound([0.0, 0.0]).unwrap() + 18.0).abs() < 1e-9);
        // A dual on the side without a limit counts as zero.
        assert_eq!(bound([1.0, 1.0]), bound([0.0, 0.0]));
        // z has no upper bound at all and would want one: d_z = 1 - 2 < 0.
        assert_eq!(bound([0.0, -2.0]), None);
        for step in 0..50 {
            let duals = [-0.1 * f64::from(step), -0.02 * f64::from(step)];
            assert!(bound(duals).is_none_or(|value| value <= -9.0 + 1e-9));
        }
    }

    #[test]
    fn a_ray_proves_that_there_is_no_point_and_of_a_program_with_points_none_does() {
        // x + y >= 3 can be had beside x + y <= 4; x + y >= 5 can not.
        for (least, is_infeasible) in [(3.0, false), (5.0, true)] {
            let mut p = example(9.0);
            let family = p.family("least", &[]);
            p.term(crate::program::Col(0), 1.0);
            p.term(crate::program::Col(1), 1.0);
            p.close_row(family, [0; KEY], (least, f64::INFINITY));
            let proves = |ray: [f64; 3], tolerance| prove_infeasible(&p, &ray, tolerance);
            assert_eq!(proves([-1.0, 0.0, 1.0], 1e-6), is_infeasible);
            assert!(
                !proves([-1.0, 0.0, 1.0], 0.6),
                "rows missed by half of 1 are enough"
            );
            assert!(!proves([0.0, -1.0, 1.0], 1e-6));
            assert!(!proves([0.0; 3], 1e-6));
        }
    }
}
