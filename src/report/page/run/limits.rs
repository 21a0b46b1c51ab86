//! Limits that hold the plan back, and what one unit more of each would save.

use super::super::{Block, Section, Sheet};
use super::{Planned, sheet};
use crate::report::grid::Grid;
use crate::report::numbers::short;
use crate::report::terminal::{BindingLimit, binding_limits};

/// Binding limits with their shadow prices; rules with a quantity.
pub(super) fn section(run: &Planned<'_>) -> Section {
    let mut section = Section::new("limits", "Limits");
    let limits = binding_limits(run.view.scenario, run.view.tables);
    let worth = |limit: &BindingLimit| limit.worth.filter(|worth| *worth > 0.0);
    let priced = limits.iter().any(|limit| worth(limit).is_some());
    section.push(Block::Text(
        match (limits.is_empty(), priced) {
            (true, _) => "No limit is used up: demand and prices alone decide.",
            (false, true) => {
                "Limits used to 99.9 % or more. What one unit more saves is a shadow price with sites, halls and leases \
                 as they are: it holds for small changes."
            }
            (false, false) => "Limits used to 99.9 % or more. This run has no shadow prices for them.",
        }
        .into(),
    ));
    if !limits.is_empty() {
        let header = ["limit", "of", "when", "unit", "one more saves, MUSD"];
        let columns = if priced { header.len() } else { header.len() - 1 };
        let mut grid = Grid::new(header.into_iter().take(columns), 4);
        for limit in &limits {
            let cells = [
                limit.family.replace('_', " "),
                limit.subject.replace(',', ", "),
                limit.when.clone(),
                limit.unit.clone(),
                worth(limit).map_or_else(String::new, short),
            ];
            grid.row(cells.into_iter().take(columns));
        }
        section.push(Block::Table(Sheet::new(
            "Binding limits, the most valuable first",
            grid,
        )));
    }
    if let Some(rules) = run.table("rules").filter(|table| !table.rows.is_empty()) {
        section.push(Block::Folded(sheet(rules, rules.title)));
    }
    section
}
