//! Limits that hold the plan back, and what one unit more of each would save.

use super::super::{Block, Section, Sheet};
use super::{Planned, sheet};
use crate::report::grid::Grid;
use crate::report::numbers::short;
use crate::report::terminal::binding_limits;

/// Binding limits with their shadow prices; rules with a quantity.
pub(super) fn section(run: &Planned<'_>) -> Section {
    let mut section = Section::new("limits", "Limits");
    let limits = binding_limits(&run.view);
    if limits.is_empty() {
        section.push(Block::Text(
            "No limit is used up: demand and prices alone decide.".into(),
        ));
    } else {
        section.push(Block::Text(
            "Limits used to 99.9 % or more. What one unit more saves is a shadow price with sites, halls and leases as \
             they are: it holds for small changes."
                .into(),
        ));
        let mut grid = Grid::new(["limit", "of", "when", "one more saves, MUSD", "unit"], 3);
        for limit in limits {
            let worth = limit.worth.filter(|worth| *worth > 0.0);
            grid.row([
                limit.family.replace('_', " "),
                limit.subject.replace(',', ", "),
                limit.when,
                worth.map_or_else(String::new, short),
                limit.unit,
            ]);
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
