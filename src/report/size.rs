//! The size of a program, for `solve --dry-run`.

use super::grid::{Grid, Page};
use super::numbers::grouped;
use crate::run::size::{Part, Range, Size};

/// Sizes, ranges of coefficients, columns by kind, rows by family.
pub fn render(size: &Size, page: Page) -> String {
    let count = |value: usize| grouped(value as f64, 0);
    let mut totals = Grid::new(["program", "count"], 1);
    totals.row(["columns", &count(size.columns)]);
    totals.row(["  of which whole numbers", &count(size.integers)]);
    totals.row(["  of which relaxable", &count(size.relaxable)]);
    totals.row(["rows", &count(size.rows)]);
    totals.row(["nonzeros", &count(size.nonzeros)]);
    let mut ranges = Grid::new(["coefficients", "smallest", "largest"], 1);
    for (name, range) in [
        ("matrix", size.matrix),
        ("objective", size.cost),
        ("column bounds", size.bounds),
        ("row bounds", size.right_hand_side),
    ] {
        let [low, high] = ends(range);
        ranges.row([name, &low, &high]);
    }
    let part_grid = |header: [&str; 3], parts: &[Part]| {
        let mut grid = Grid::new(header, 1);
        for part in parts {
            grid.row([part.name, &count(part.count), &count(part.detail)]);
        }
        grid.render(page)
    };
    [
        totals.render(page),
        ranges.render(page),
        part_grid(["columns", "count", "whole"], &size.by_kind),
        part_grid(["rows", "count", "nonzeros"], &size.by_family),
    ]
    .join("\n")
}

fn ends(range: Range) -> [String; 2] {
    match range {
        Some((low, high)) => [format!("{low:.1e}"), format!("{high:.1e}")],
        None => ["-".into(), "-".into()],
    }
}
