//! Size of a program and ranges of its coefficients, by family and kind.

use super::{Integrality, Program};
use serde::Serialize;

/// Smallest and largest absolute value among nonzeros, `None` if there are none.
pub type Magnitudes = Option<(f64, f64)>;

/// Size and coefficient ranges of a program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stats {
    /// Columns.
    pub columns: usize,
    /// Rows, strengthening rows included.
    pub rows: usize,
    /// Rows that only strengthen the relaxation.
    pub strengthening_rows: usize,
    /// Nonzeros of the matrix.
    pub nonzeros: usize,
    /// Whole columns, relaxable ones included.
    pub integers: usize,
    /// Whole columns that decide the structure of the plan.
    pub structural_integers: usize,
    /// Bytes of the matrix itself: 12 a nonzero and 4 a row.
    pub matrix_bytes: usize,
    /// Coefficients of the objective.
    pub cost: Magnitudes,
    /// By family of rows, in the order in which families were added.
    pub families: Vec<FamilyStats>,
    /// By kind of columns, in the order in which kinds were added.
    pub kinds: Vec<KindStats>,
}

/// One family of rows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FamilyStats {
    /// Name.
    pub name: &'static str,
    /// Rows.
    pub rows: usize,
    /// Nonzeros.
    pub nonzeros: usize,
    /// Coefficients.
    pub coefficients: Magnitudes,
    /// Finite bounds of the rows.
    pub right_hand_sides: Magnitudes,
}

/// One kind of columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KindStats {
    /// Name.
    pub name: &'static str,
    /// Columns.
    pub columns: usize,
    /// Whole columns.
    pub integers: usize,
    /// Coefficients of the objective.
    pub cost: Magnitudes,
}

impl Stats {
    /// Measures a program.
    pub fn of(program: &Program) -> Self {
        let mut families: Vec<FamilyStats> = program
            .families
            .iter()
            .map(|family| FamilyStats {
                name: family.name,
                rows: 0,
                nonzeros: 0,
                coefficients: None,
                right_hand_sides: None,
            })
            .collect();
        for row in 0..program.rows() {
            let stats = &mut families[usize::from(program.row_family[row].0)];
            let range = program.row_range(super::Row(row as u32));
            stats.rows += 1;
            stats.nonzeros += range.len();
            for &value in &program.value[range] {
                widen(&mut stats.coefficients, value);
            }
            widen(&mut stats.right_hand_sides, program.row_lower[row]);
            widen(&mut stats.right_hand_sides, program.row_upper[row]);
        }
        let mut kinds: Vec<KindStats> = program
            .kinds
            .iter()
            .map(|kind| KindStats {
                name: kind.name,
                columns: 0,
                integers: 0,
                cost: None,
            })
            .collect();
        let mut cost = None;
        let mut structural_integers = 0;
        for (col, kind) in program.col_kind.iter().enumerate() {
            let stats = &mut kinds[usize::from(kind.0)];
            stats.columns += 1;
            stats.integers += usize::from(program.integrality[col] != Integrality::Continuous);
            structural_integers += usize::from(program.integrality[col] == Integrality::Integer);
            widen(&mut stats.cost, program.cost[col]);
            widen(&mut cost, program.cost[col]);
        }
        Self {
            columns: program.columns(),
            rows: program.rows(),
            strengthening_rows: program.rows() - program.defining_rows(),
            nonzeros: program.nonzeros(),
            integers: program.integers(),
            structural_integers,
            matrix_bytes: program.nonzeros() * (size_of::<u32>() + size_of::<f64>())
                + program.start.len() * size_of::<u32>(),
            cost,
            families,
            kinds,
        }
    }
}

/// Takes a value into a range unless it is zero or infinite.
fn widen(range: &mut Magnitudes, value: f64) {
    let size = value.abs();
    if size > 0.0 && size.is_finite() {
        *range = Some(range.map_or((size, size), |(low, high)| (low.min(size), high.max(size))));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::KEY;

    #[test]
    fn counts_and_ranges_are_by_family_and_kind() {
        let mut program = Program::new("t");
        let open = program.kind("open", &[]);
        let serve = program.kind("serve", &[]);
        let cap = program.family("cap", &[]);
        let link = program.family("link", &[]);
        let a = program.column(open, [0; KEY], (0.0, 1.0), Integrality::Integer);
        let b = program.column(serve, [0; KEY], (0.0, 9.0), Integrality::Continuous);
        program.add_cost(a, -40.0);
        program.row(cap, [0; KEY], (f64::NEG_INFINITY, 6.0), [(a, 2.0), (b, -0.5)]);
        program.begin_strengthening();
        program.row(link, [0; KEY], (f64::NEG_INFINITY, 0.0), [(b, 1.0), (a, -9.0)]);
        let stats = Stats::of(&program);
        assert_eq!((stats.rows, stats.strengthening_rows, stats.nonzeros), (2, 1, 4));
        assert_eq!((stats.integers, stats.structural_integers), (1, 1));
        assert_eq!(stats.matrix_bytes, 4 * 12 + 3 * 4);
        assert_eq!(stats.families[0].coefficients, Some((0.5, 2.0)));
        assert_eq!(stats.families[0].right_hand_sides, Some((6.0, 6.0)));
        assert_eq!(stats.families[1].right_hand_sides, None);
        assert_eq!(
            (stats.kinds[0].cost, stats.kinds[1].cost),
            (Some((40.0, 40.0)), None)
        );
    }
}
