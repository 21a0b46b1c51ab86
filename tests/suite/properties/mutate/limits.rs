//! Limits of the planner's own.

use super::Mutants;
use buildout::model::testing::limit;
use buildout::plan::ledger::Ledger;
use buildout::plan::tables::{self, Cell};
use buildout::scenario::*;

impl Mutants<'_> {
    /// A limit under what the plan has of each quantity, and one above it.
    pub(super) fn limits(&mut self) {
        let mut asked = self.scenario.clone();
        asked.limits = Quantity::ALL
            .iter()
            .map(|&quantity| whole(quantity, None, None, &asked))
            .collect();
        let tables = tables::all(&asked, self.plan, &Ledger::new(&asked, self.plan));
        let table = tables.iter().find(|table| table.name == "custom_limits").unwrap();
        for (&quantity, row) in Quantity::ALL.iter().zip(&table.rows) {
            let Cell::Number(amount) = row.values[1] else {
                continue;
            };
            let name = quantity.name();
            if amount > 0.01 {
                self.scenario(format!("{name} is limited to half of it"), |s| {
                    let limit = whole(quantity, Some(amount / 2.0), None, s);
                    s.limits.push(limit);
                });
            }
            self.scenario(format!("more of {name} is asked for"), |s| {
                let limit = whole(quantity, None, Some(amount + 1.0), s);
                s.limits.push(limit);
            });
        }
    }
}

/// A limit over the whole horizon.
fn whole(quantity: Quantity, at_most: Option<f64>, at_least: Option<f64>, s: &Scenario) -> CustomLimit {
    let mut limit = limit(quantity, at_most, at_least);
    limit.windows.truncate(1);
    limit.windows[0].last = Period(s.horizon.len() as u16 - 1);
    limit
}
