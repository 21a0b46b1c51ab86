//! How far rules are used and which limits bind.

use super::{Cell, Table, percent};
use crate::plan::facts::Facts;
use crate::plan::ledger::Ledger;
use crate::plan::{select, verify};
use crate::scenario::{MegaTpp, MillionUsd, RatioCount, Rule, RuleEffect};

/// Key of what concerns the whole horizon.
const ALL_PERIODS: &str = "";

/// Rules with a quantity that ever bind the operator: quotas, caps, ratios, duties, legal risk. The dual value is left
/// empty: only a solver knows it.
pub(super) fn rules(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "rules",
        "Rules with a quantity: how much of it the plan uses, whether it binds, and what one unit more would save",
        &["rule", "period"],
        &[
            "effect",
            "used",
            "limit",
            "used_percent",
            "binds",
            "dual_musd_per_unit",
        ],
    );
    let mut line = |rule: &str, period: &str, effect: &str, used: f64, limit: Option<f64>, unit: &str| {
        let share = limit.map_or(Cell::None, |limit| percent(used, limit));
        let binds = limit.filter(|&limit| verify::binds(used, limit)).map(|_| "yes");
        let values = [
            effect.into(),
            used.into(),
            limit.into(),
            share,
            Cell::from(binds),
            Cell::None,
        ];
        table.push([rule, period], values, unit);
    };
    let in_force = |rule: &Rule, t| select::in_force(facts.scenario, rule, t);
    let ever_in_force = |rule: &&Rule| facts.periods().any(|t| in_force(rule, t));
    for rule in facts.scenario.rules.iter().filter(ever_in_force) {
        let id = rule.id.as_str();
        match &rule.effect {
            RuleEffect::Grant { quota } => {
                let used = verify::granted_tpp(facts, rule);
                let quota = quota.map(MegaTpp::value);
                line(id, ALL_PERIODS, "grant", used, quota, MegaTpp::UNIT);
            }
            RuleEffect::Application(application) => {
                let mut applications = facts.scenario.applications();
                let place = applications.position(|(_, other, _)| other.id == rule.id);
                let used = place.map_or(0.0, |a| verify::tpp_under(facts, a));
                let quota = application.expected_quota().map(MegaTpp::value);
                line(id, ALL_PERIODS, "application", used, quota, MegaTpp::UNIT);
            }
            RuleEffect::ComputeCap { at_most } => {
                for t in facts.periods().filter(|&t| in_force(rule, t)) {
                    let used = verify::capped_tpp(facts, rule, t);
                    let cap = Some(at_most.value());
                    line(id, facts.label(t), "compute_cap", used, cap, MegaTpp::UNIT);
                }
            }
            RuleEffect::VolumeRatio { count, .. } => {
                let (effect, unit) = match count {
                    RatioCount::Chips => ("volume_ratio", "chip"),
                    RatioCount::Tpp => ("tpp_ratio", MegaTpp::UNIT),
                };
                for (t, used, most) in verify::ratios(facts, rule) {
                    line(id, facts.label(t), effect, used, Some(most), unit);
                }
            }
            RuleEffect::Duty { .. } => {
                let paid = verify::duty(facts, rule);
                line(id, ALL_PERIODS, "duty", paid, None, MillionUsd::UNIT);
            }
            RuleEffect::Risk { at_most, .. } => {
                let used = verify::total_exposure(facts, rule);
                let cap = at_most.map(MillionUsd::value);
                line(id, ALL_PERIODS, "risk", used, cap, MillionUsd::UNIT);
            }
            RuleEffect::Denied | RuleEffect::Licence | RuleEffect::NoMove | RuleEffect::NoUse { .. } => {}
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
