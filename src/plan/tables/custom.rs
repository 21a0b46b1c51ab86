//! The planner's own limits.

use super::Table;
use crate::plan::facts::Facts;
use crate::plan::ledger::Ledger;
use crate::plan::quantities::windows;

/// Every limit by window: what is used, what is allowed, by how much it is broken.
pub(super) fn limits(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "custom_limits",
        "Limits of the planner's own: the quantity, its limits, by how much they are broken",
        &["limit", "first", "last"],
        &["quantity", "amount", "at_most", "at_least", "broken_by"],
    );
    for limit in &facts.scenario.limits {
        for row in windows(facts, ledger.flows(), limit) {
            table.push(
                [
                    &limit.id,
                    facts.label(row.window.first),
                    facts.label(row.window.last),
                ],
                [
                    limit.quantity.name().into(),
                    row.used.into(),
                    row.at_most.into(),
                    row.at_least.into(),
                    row.broken().into(),
                ],
                limit.quantity.unit().name(),
            );
        }
    }
    table
}
