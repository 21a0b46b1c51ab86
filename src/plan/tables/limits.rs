//! How far rules are used and which limits bind.

use super::{Cell, Table, percent};
use crate::plan::facts::Facts;
use crate::plan::ledger::Ledger;
use crate::plan::{select, verify};
use crate::scenario::{MegaTpp, MillionUsd, Rule, RuleEffect};

/// Key of what concerns the whole horizon.
const ALL_PERIODS: &str = "";

/// Quotas of grants, caps on compute, caps on legal risk, of rules that ever bind the operator.
pub(super) fn rules(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "rules",
        "Rules with a quantity: how much of it the plan uses",
        &["rule", "period"],
        &["effect", "used", "limit", "used_percent"],
    );
    let mut line = |rule: &str, period: &str, effect: &str, used: f64, limit: Option<f64>, unit: &str| {
        let share = limit.map_or(Cell::None, |limit| percent(used, limit));
        table.push(
            [rule, period],
            [effect.into(), used.into(), limit.into(), share],
            unit,
        );
    };
    let ever_in_force = |rule: &&Rule| facts.periods().any(|t| select::in_force(facts.scenario, rule, t));
    for rule in facts.scenario.rules.iter().filter(ever_in_force) {
        match rule.effect {
            RuleEffect::Grant { quota } => {
                let used = verify::granted_tpp(facts, rule);
                let quota = quota.map(MegaTpp::value);
                line(&rule.id, ALL_PERIODS, "grant", used, quota, MegaTpp::UNIT);
            }
            RuleEffect::ComputeCap { at_most } => {
                for t in facts
                    .periods()
                    .filter(|&t| select::in_force(facts.scenario, rule, t))
                {
                    let used = verify::capped_tpp(facts, rule, t);
                    let cap = Some(at_most.value());
                    line(&rule.id, facts.label(t), "compute_cap", used, cap, MegaTpp::UNIT);
                }
            }
            RuleEffect::Risk { at_most, .. } => {
                let used = verify::total_exposure(facts, rule);
                let cap = at_most.map(MillionUsd::value);
                line(&rule.id, ALL_PERIODS, "risk", used, cap, MillionUsd::UNIT);
            }
            _ => {}
        }
    }
    table
}

/// Limits used to 99.9 % or more. The dual value is left empty: only a solver knows it.
pub(super) fn binding(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "binding_limits",
        "Limits used to 99.9 % or more, and what one unit more would save (dual value) where known",
        &["constraint", "subject", "period"],
        &["used", "limit", "utilisation_percent", "dual_musd_per_unit"],
    );
    for usage in verify::binding(facts, ledger) {
        let period = usage.period.map_or(ALL_PERIODS, |t| facts.label(t));
        table.push(
            [usage.row, &usage.subject, period],
            [
                usage.used.into(),
                usage.limit.into(),
                percent(usage.used, usage.limit),
                Cell::None,
            ],
            &usage.unit,
        );
    }
    table
}
