//! The planner's own limits, where they must not be broken.

use super::{Checker, Kind, Limit, kind};
use crate::plan::ledger::Ledger;
use crate::plan::quantities::windows;

const AT_MOST: Kind = kind("custom_limits", "limit_at_most");
const AT_LEAST: Kind = kind("custom_limits", "limit_at_least");

pub(super) fn check(checker: &mut Checker<'_>, ledger: &Ledger) {
    // Without the balance of the fleet the plan does not say what is in service.
    if !checker.fleet_is_known() {
        return;
    }
    let facts = checker.facts;
    for limit in facts
        .scenario
        .limits
        .iter()
        .filter(|limit| limit.violation_cost.is_none())
    {
        for row in windows(facts, ledger.flows(), limit) {
            let of = |kind, name| Limit {
                kind,
                period: Some(row.window.first),
                what: limit.quantity.says(),
                limit: name,
                unit: limit.quantity.unit().name(),
            };
            if let Some(most) = row.at_most {
                checker.at_most(&of(AT_MOST, "the limit"), || limit.id.clone(), row.used, most);
            }
            if let Some(least) = row.at_least {
                checker.at_least(
                    &of(AT_LEAST, "what is required"),
                    || limit.id.clone(),
                    row.used,
                    least,
                );
            }
        }
    }
}
