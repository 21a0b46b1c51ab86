//! What the optimisation may earn beyond what a plan does.

use crate::plan::facts::Facts;
use crate::scenario::{DemandId, Volume};

/// Present value of the error that tangents to revenue curves are allowed, MUSD: the tolerance of each line times
/// what it earns.
pub(super) fn tangent_error(facts: &Facts<'_>) -> f64 {
    let mut error = 0.0;
    for d in DemandId::all(facts.scenario.demand.len()) {
        let Some(response) = &facts.scenario.demand[d.index()].side.price else {
            continue;
        };
        for (t, h) in facts.blocks() {
            let sold = facts.served(d, t, h) + facts.plan.rented[d.index()][t.index()][h];
            let yearly = facts.price(d, t, h) * Volume(sold);
            let earned = yearly * facts.scenario.block_length(t.index(), h);
            error += response.tolerance * earned.value() * facts.scenario.discount(t);
        }
    }
    error
}
