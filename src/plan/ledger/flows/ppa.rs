//! Power-purchase agreements.

use super::Book;
use crate::plan::facts::Facts;
use crate::plan::ledger::Component;
use crate::scenario::{MegawattHours, SiteId};

/// Energy paid for at the agreement's price, and energy that is used in place of that of the grid.
pub(super) fn agreements(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let site = &facts.scenario.sites[r.index()];
    for (p, offer) in site.environment.ppas.iter().enumerate() {
        for t in facts.periods() {
            let energy = |table: &[Vec<Vec<f64>>]| MegawattHours(1000.0 * table[r.index()][p][t.index()]);
            let paid = offer.price[t.index()] * energy(&facts.plan.ppa.paid);
            book.add(Component::Ppa, Some(r), None, t, paid);
            let saved = site.energy_price[t.index()] * energy(&facts.plan.ppa.energy);
            book.add(Component::Energy, Some(r), None, t, saved * -1.0);
        }
    }
}
