//! Alternatives on the page: how much worse each is, how far from the others, and what it has otherwise.

use super::Proven;
use crate::report::grid::Grid;
use crate::report::numbers::{gap, short};
use crate::report::page::Sheet;
use crate::study::alternatives::Differ;
use serde::Deserialize;

/// The output of `alternatives --json`, as far as the page shows it.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub(super) struct Alternatives {
    differ: Differ,
    best: Proven,
    plans: Vec<Plan>,
}

#[derive(Debug, Clone, PartialEq, Deserialize)]
struct Plan {
    objective: f64,
    worse: f64,
    distance: f64,
    differences: Vec<String>,
}

/// The best plan and those beside it.
pub(super) fn sheet(found: &Alternatives) -> Sheet {
    let header = [
        "plan",
        "what it has otherwise",
        "objective, MUSD",
        "worse by",
        "differs from all others by",
    ];
    let mut grid = Grid::new(header, 2);
    grid.row([
        "best".to_owned(),
        String::new(),
        short(found.best.found),
        String::new(),
        String::new(),
    ]);
    for (place, plan) in found.plans.iter().enumerate() {
        let worse = if plan.worse < 5e-7 {
            "nothing".into()
        } else {
            gap(plan.worse)
        };
        grid.row([
            (place + 1).to_string(),
            plan.differences.join("; "),
            short(plan.objective),
            worse,
            found.differ.says(plan.distance),
        ]);
    }
    let what = match found.differ {
        Differ::Sites => "sites",
        Differ::Chips => "chips",
        Differ::Timing => "timing",
    };
    Sheet::new(format!("Plans nearly as good that differ in {what}"), grid)
}
