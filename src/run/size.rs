//! How large a program is and how wide its coefficients range: what `--dry-run` prints.

use crate::program::{Integrality, Program};
use serde::Serialize;

/// Smallest and largest magnitude of some coefficients; `None` if there are none.
pub type Range = Option<(f64, f64)>;

/// Size of a program.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Size {
    /// Columns.
    pub columns: usize,
    /// Rows.
    pub rows: usize,
    /// Nonzeros.
    pub nonzeros: usize,
    /// Columns that are whole in the plan.
    pub integers: usize,
    /// Of these, those whose relaxation hardly moves the bound.
    pub relaxable: usize,
    /// Magnitudes of the matrix.
    pub matrix: Range,
    /// Magnitudes of the objective.
    pub cost: Range,
    /// Magnitudes of the finite column bounds.
    pub bounds: Range,
    /// Magnitudes of the finite row bounds.
    pub right_hand_side: Range,
    /// By kind of column: how many.
    pub by_kind: Vec<Part>,
    /// By family of rows: how many rows and nonzeros.
    pub by_family: Vec<Part>,
}

/// One kind of columns or family of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Part {
    /// Name.
    pub name: &'static str,
    /// Columns or rows.
    pub count: usize,
    /// Nonzeros; whole numbers for kinds of columns.
    pub detail: usize,
}

impl Size {
    /// Measures a program.
    pub fn of(program: &Program) -> Self {
        let mut by_kind = parts(program.kinds.iter().map(|kind| kind.name));
        for (kind, integrality) in program.col_kind.iter().zip(&program.integrality) {
            if let Some(part) = by_kind.get_mut(usize::from(kind.0)) {
                part.count += 1;
                part.detail += usize::from(*integrality != Integrality::Continuous);
            }
        }
        let mut by_family = parts(program.families.iter().map(|family| family.name));
        for (family, ends) in program.row_family.iter().zip(program.start.windows(2)) {
            if let (Some(part), &[start, end]) = (by_family.get_mut(usize::from(family.0)), ends) {
                part.count += 1;
                part.detail += end.saturating_sub(start) as usize;
            }
        }
        by_kind.retain(|part| part.count > 0);
        by_family.retain(|part| part.count > 0);
        let relaxable = program
            .integrality
            .iter()
            .filter(|&&i| i == Integrality::Relaxable);
        Self {
            columns: program.columns(),
            rows: program.rows(),
            nonzeros: program.nonzeros(),
            integers: program.integers(),
            relaxable: relaxable.count(),
            matrix: range(program.value.iter()),
            cost: range(program.cost.iter()),
            bounds: range(program.col_lower.iter().chain(&program.col_upper)),
            right_hand_side: range(program.row_lower.iter().chain(&program.row_upper)),
            by_kind,
            by_family,
        }
    }
}

fn parts(names: impl Iterator<Item = &'static str>) -> Vec<Part> {
    let part = |name| Part {
        name,
        count: 0,
        detail: 0,
    };
    names.map(part).collect()
}

/// Magnitudes of the finite nonzero values.
fn range<'a>(values: impl Iterator<Item = &'a f64>) -> Range {
    let sizes = values
        .map(|value| value.abs())
        .filter(|size| *size > 0.0 && size.is_finite());
    sizes.fold(None, |range, size| match range {
        None => Some((size, size)),
        Some((low, high)) => Some((f64::min(low, size), f64::max(high, size))),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_program_is_measured() {
        let mut program = Program::new("t");
        let set = program.label_set("site", vec!["a".into(), "b".into()]);
        let open = program.kind("open", &[set]);
        let serve = program.kind("serve", &[set]);
        let family = program.family("cap", &[set]);
        let a = program.column(open, [0; 5], (0.0, 1.0), Integrality::Integer);
        let b = program.column(serve, [0; 5], (0.0, f64::INFINITY), Integrality::Relaxable);
        program.add_cost(a, -8.0);
        program.row(family, [0; 5], (f64::NEG_INFINITY, 0.5), [(a, 4.0), (b, -0.25)]);
        let size = Size::of(&program);
        assert_eq!((size.columns, size.rows, size.nonzeros), (2, 1, 2));
        assert_eq!((size.integers, size.relaxable), (2, 1));
        assert_eq!(size.matrix, Some((0.25, 4.0)));
        assert_eq!(size.cost, Some((8.0, 8.0)));
        assert_eq!(size.bounds, Some((1.0, 1.0)));
        assert_eq!(size.right_hand_side, Some((0.5, 0.5)));
        assert_eq!(
            size.by_family,
            [Part {
                name: "cap",
                count: 1,
                detail: 2
            }]
        );
        assert_eq!(range([0.0, f64::INFINITY].iter()), None);
    }
}
