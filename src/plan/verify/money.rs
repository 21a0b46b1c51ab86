//! Budgets with carry-over.

use super::{Checker, Limit};
use crate::plan::ledger::Ledger;
use crate::scenario::MillionUsd;

pub(super) fn check(checker: &mut Checker<'_>, ledger: &Ledger) {
    let scenario = checker.facts.scenario;
    for (budget, windows) in scenario.budgets.iter().zip(ledger.budgets()) {
        for row in windows {
            let what = format!(
                "spending of {} from {} to {}",
                budget.id,
                checker.facts.label(row.window.first),
                checker.facts.label(row.window.last)
            );
            let limit = Limit {
                family: "budget",
                period: Some(row.window.first),
                what: &what,
                limit: "the budget with what was carried over",
                unit: MillionUsd::UNIT,
            };
            checker.at_most(&limit, || budget.id.clone(), row.spend, row.available);
        }
    }
}
