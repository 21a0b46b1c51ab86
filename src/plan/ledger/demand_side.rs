//! What the optimisation may earn beyond what a plan does.

use super::Amount;
use crate::plan::facts::Facts;
use crate::scenario::{DemandId, Volume};

/// The error that tangents to revenue curves are allowed, MUSD: the tolerance of each line times what it earns.
pub(super) fn tangent_error(facts: &Facts<'_>) -> Amount {
    let mut error = Amount::default();
    for d in DemandId::all(facts.scenario.demand.len()) {
        let Some(response) = &facts.scenario.demand[d.index()].side.price else {
            continue;
        };
        for (t, h) in facts.blocks() {
            let sold = facts.served(d, t, h) + facts.plan.rented[d.index()][t.index()][h];
            let yearly = facts.price(d, t, h) * Volume(sold);
            let earned = yearly * facts.scenario.block_length(t.index(), h);
            error.amount += response.tolerance * earned.value();
            error.present += response.tolerance * earned.value() * facts.scenario.discount(t);
        }
    }
    error
}
