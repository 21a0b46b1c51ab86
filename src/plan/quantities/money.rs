//! Money by component, loans, incentives.

use crate::plan::facts::Facts;
use crate::plan::ledger::Flow;
use crate::plan::select;
use crate::scenario::*;

/// Flows of the selected components, without a selection of investment and running cost. What has no site or no chip
/// counts only where all are selected.
pub(super) fn cash_flows(facts: &Facts<'_>, flows: &[Flow], filter: &QuantityFilter, t: Period) -> f64 {
    let scenario = facts.scenario;
    let everywhere = select::everywhere(scenario, &filter.places);
    let all_chips = facts.chips().all(|c| select::chip(scenario, &filter.chips, c));
    let component = |component: Component| match filter.named.get(&By::Component) {
        Some(names) => names.iter().any(|name| name == component.name()),
        None => matches!(component.class(), Class::Capex | Class::Opex),
    };
    let counts = |flow: &&Flow| {
        let here = match flow.site {
            Some(r) => select::place(scenario, &filter.places, r),
            None => everywhere,
        };
        let of_chip = match flow.chip {
            Some(c) => select::chip(scenario, &filter.chips, c),
            None => all_chips,
        };
        flow.period == t && here && of_chip && component(flow.component)
    };
    flows.iter().filter(counts).map(|flow| flow.amount).sum()
}

/// What is owed after a period, or drawn less repaid in it.
pub(super) fn debt(facts: &Facts<'_>, quantity: Quantity, t: Period) -> f64 {
    let Some(debt) = &facts.scenario.finance.debt else {
        return 0.0;
    };
    let owed = |t: usize| facts.plan.finance.debt[t];
    match (quantity, t.index().checked_sub(1)) {
        (Quantity::Owed, _) => owed(t.index()),
        (_, Some(before)) => owed(t.index()) - owed(before),
        (_, None) => owed(t.index()) - debt.initial.value(),
    }
}

/// Grants or rebates received.
pub(super) fn incentives(facts: &Facts<'_>, quantity: Quantity, filter: &QuantityFilter, t: Period) -> f64 {
    let plan = &facts.plan.finance;
    let incentives = facts.scenario.finance.incentives.iter().enumerate();
    let picked = incentives.filter(|(_, incentive)| filter.names(By::Incentive, &incentive.id));
    picked
        .map(|(i, incentive)| match quantity {
            Quantity::PaidBack => plan.rebates[i][t.index()],
            _ if plan.claimed[i] && incentive.until == t => incentive.grant.value(),
            _ => 0.0,
        })
        .sum()
}
