//! What emissions cost.

use super::{Book, Facts};
use crate::plan::ledger::Component;
use crate::plan::select;

/// Prices on emissions: every price whose places a site belongs to.
pub(super) fn record(facts: &Facts<'_>, book: &mut Book) {
    for price in &facts.scenario.environment.carbon_prices {
        let places = facts
            .sites()
            .filter(|&r| select::place(facts.scenario, &price.places, r));
        for r in places {
            for t in facts.periods() {
                let amount = price.price[t.index()] * facts.emissions(price.scope, r, t);
                book.add(Component::CarbonPrice, Some(r), None, t, amount);
            }
        }
    }
}
