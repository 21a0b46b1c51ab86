//! Budgets with carry-over.

use super::{Checker, Kind, Limit, kind};
use crate::plan::ledger::Ledger;

const BUDGET: Kind = kind("budget", "budget");

pub(super) fn check(checker: &mut Checker<'_>, ledger: &Ledger) {
    let scenario = checker.facts.scenario;
    for (budget, windows) in scenario.budgets.iter().zip(ledger.budgets()) {
        let (unit, rate) = (budget.currency.unit(), budget.currency.first());
        for row in windows {
            let first = checker.facts.label(row.window.first);
            let last = checker.facts.label(row.window.last);
            let what = if first == last {
                format!("spending of {} in {first}", budget.id)
            } else {
                format!("spending of {} from {first} to {last}", budget.id)
            };
            let limit = Limit {
                kind: BUDGET,
                period: None,
                what: &what,
                limit: "the budget with what was carried over",
                unit: &unit,
            };
            checker.at_most(
                &limit,
                || format!("{},{first}", budget.id),
                row.spend * rate,
                row.available * rate,
            );
        }
    }
}
