//! What breaking the planner's own limits costs.

use super::{Book, Component, Facts, Flow};
use crate::plan::quantities::windows;
use crate::scenario::MillionUsd;

/// Adds the penalties of limits that are broken at a price; money that a limit speaks of is what is recorded so far.
pub(in crate::plan::ledger) fn add(facts: &Facts<'_>, flows: &mut Vec<Flow>) {
    let mut book = Book::new(facts.scenario);
    for limit in &facts.scenario.limits {
        let Some(cost) = limit.violation_cost else {
            continue;
        };
        for row in windows(facts, flows, limit) {
            let amount = MillionUsd(cost * row.broken());
            book.add(Component::BrokenLimits, None, None, row.window.last, amount);
        }
    }
    flows.extend(book.into_flows());
    flows.sort_by_key(|flow| (flow.component, flow.site, flow.chip, flow.period));
}
