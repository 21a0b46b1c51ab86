//! The size of a program, for `solve --dry-run`.

use super::grid::{Grid, Page};
use super::numbers::grouped;
use crate::program::stats::{Magnitudes, Stats};

/// Totals, columns by kind, rows by family, each with the range of its coefficients.
pub fn render(stats: &Stats, page: Page) -> String {
    let count = |value: usize| grouped(value as f64, 0);
    let mut totals = Grid::new(["program", "count"], 1);
    totals.row(["columns", &count(stats.columns)]);
    totals.row(["  whole", &count(stats.integers)]);
    totals.row(["  whole and structural", &count(stats.structural_integers)]);
    totals.row(["rows", &count(stats.rows)]);
    totals.row(["  strengthening", &count(stats.strengthening_rows)]);
    totals.row(["nonzeros", &count(stats.nonzeros)]);
    let mut kinds = Grid::new(["columns", "count", "whole", "objective"], 1);
    for kind in stats.kinds.iter().filter(|kind| kind.columns > 0) {
        kinds.row([
            kind.name,
            &count(kind.columns),
            &count(kind.integers),
            &span(kind.cost),
        ]);
    }
    let mut families = Grid::new(
        ["rows", "count", "nonzeros", "coefficients", "right-hand side"],
        1,
    );
    for family in stats.families.iter().filter(|family| family.rows > 0) {
        families.row([
            family.name,
            &count(family.rows),
            &count(family.nonzeros),
            &span(family.coefficients),
            &span(family.right_hand_sides),
        ]);
    }
    [totals.render(page), kinds.render(page), families.render(page)].join("\n")
}

/// Smallest and largest magnitude.
fn span(range: Magnitudes) -> String {
    match range {
        Some((low, high)) if low == high => format!("{low:.1e}"),
        Some((low, high)) => format!("{low:.1e} .. {high:.1e}"),
        None => String::new(),
    }
}
