//! Rules that say nothing, and budgets with idle parts.

use super::facts::{Facts, binds, selects_chip, selects_site};
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{Rule, RuleEffect};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "rule-selects-nothing",
        severity: Severity::Warning,
        title: "A rule of the scenario's own file selects some chip in use and some site",
        hint: "check the ids, vendors, origins, countries and groups it names",
        run: selects_nothing,
    },
    Check {
        id: "rule-never-in-force",
        severity: Severity::Warning,
        title: "A rule of the scenario's own file is in force in some period",
        hint: "a rule is in force in a period whose first day lies from `from` on and before `until`",
        run: never_in_force,
    },
    Check {
        id: "grant-without-licence",
        severity: Severity::Warning,
        title: "A grant or application of the scenario's own file lifts a licence requirement that applies",
        hint: "a grant or application permits only what a rule with `effect: licence` asks a licence for",
        run: grant_without_licence,
    },
    Check {
        id: "licence-too-late",
        severity: Severity::Warning,
        title: "A licence of the scenario's own file that can be applied for can be in hand while it is in force",
        hint: "check its `lag` against `from` and `until` of the rule and the horizon",
        run: licence_too_late,
    },
    Check {
        id: "idle-carry-over",
        severity: Severity::Warning,
        title: "A budget that carries over has a next window, and a carry limit goes with a carry-over",
        hint: "use `each: period` or `each: year`, or leave `carry_over` and `carry_limit` out",
        run: idle_carry,
    },
];

/// Checks that say something about shared catalogues too, where not every rule concerns every scenario: only
/// findings in the scenario's own file are told.
pub(super) const OWN_FILE_ONLY: [&str; 4] = [
    "licence-too-late",
    "rule-selects-nothing",
    "rule-never-in-force",
    "grant-without-licence",
];

/// Amounts of rules that are not negative: path of the entry, key, value, unit.
pub(super) fn amounts(facts: &Facts<'_>, add: &mut impl FnMut(&str, &str, f64, &'static str)) {
    for rule in &facts.s.rules {
        let effect = join(&join("rules", &rule.id), "effect");
        match &rule.effect {
            RuleEffect::Grant { quota: Some(quota) } => add(&effect, "grant", quota.value(), "MTPP"),
            RuleEffect::ComputeCap { at_most } => add(&effect, "compute_cap", at_most.value(), "MTPP"),
            RuleEffect::Risk {
                weight,
                at_most,
                price,
            } => {
                let least = weight.min(*price).min(at_most.map_or(0.0, |limit| limit.value()));
                add(&effect, "risk", least, "");
            }
            RuleEffect::Application(application) => {
                let base = join(&effect, "application");
                let quota = application.quota.map_or(0.0, |quota| quota.value());
                let costs = application.cost.iter().map(|cost| cost.value());
                add(&base, "quota", quota, "MTPP");
                add(&base, "cost", costs.fold(0.0, f64::min), "MUSD");
            }
            RuleEffect::VolumeRatio { at_most, .. } => add(&effect, "volume_ratio", *at_most, ""),
            RuleEffect::Duty { share } => add(&effect, "duty", *share, ""),
            _ => {}
        }
    }
}

/// Shares of rules that lie between 0 and 1.
pub(super) fn shares(facts: &Facts<'_>, check: &mut impl FnMut(&str, &str, f64)) {
    for (_, rule, application) in facts.s.applications() {
        let effect = join(&join("rules", &rule.id), "effect");
        let base = join(&effect, "application");
        check(&base, "probability", application.probability);
        check(&base, "weight", application.weight);
    }
}

/// Chips and sites that a rule selects.
fn selected(facts: &Facts<'_>, rule: &Rule) -> (Vec<bool>, Vec<bool>) {
    let chips = facts
        .s
        .chips
        .iter()
        .enumerate()
        .map(|(index, chip)| selects_chip(&rule.chips, index, chip));
    let sites = facts
        .s
        .sites
        .iter()
        .enumerate()
        .map(|(index, site)| selects_site(&rule.places, index, site));
    (chips.collect(), sites.collect())
}

fn selects_nothing(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for rule in &facts.s.rules {
        let (chips, sites) = selected(facts, rule);
        let path = join("rules", &rule.id);
        if !binds(facts.s, rule) {
            let message = format!(
                "the rule {} does not bind owners with headquarters in {}",
                rule.id, facts.s.operator.headquarters
            );
            findings.push(found(path, message));
        } else if !chips.contains(&true) {
            findings.push(found(
                path,
                format!("the rule {} selects none of the chips in use", rule.id),
            ));
        } else if !sites.contains(&true) {
            findings.push(found(
                path,
                format!("the rule {} selects none of the sites", rule.id),
            ));
        }
    }
    findings
}

fn never_in_force(facts: &Facts<'_>) -> Vec<Finding> {
    let idle = facts.s.rules.iter().filter(|rule| !rule.active.contains(&true));
    idle.map(|rule| {
        found(
            join("rules", &rule.id),
            format!("the rule {} is in force in no period", rule.id),
        )
    })
    .collect()
}

fn grant_without_licence(facts: &Facts<'_>) -> Vec<Finding> {
    let both = |a: &[bool], b: &[bool]| a.iter().zip(b).any(|(a, b)| *a && *b);
    let licences: Vec<_> = facts
        .s
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, RuleEffect::Licence) && binds(facts.s, rule))
        .map(|rule| (rule, selected(facts, rule)))
        .collect();
    let mut findings = Vec::new();
    for grant in facts
        .s
        .rules
        .iter()
        .filter(|rule| matches!(rule.effect, RuleEffect::Grant { .. } | RuleEffect::Application(_)))
    {
        let (chips, sites) = selected(facts, grant);
        let lifts = licences.iter().any(|(licence, (c, s))| {
            both(&chips, c) && both(&sites, s) && both(&grant.active, &licence.active)
        });
        if !lifts && binds(facts.s, grant) {
            let message = format!(
                "the grant {} meets no rule that asks for a licence for the same chips, sites and periods",
                grant.id
            );
            findings.push(found(join("rules", &grant.id), message));
        }
    }
    findings
}

fn licence_too_late(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (_, rule, _) in facts.s.applications() {
        let obtainable = (0..facts.periods).any(|t| rule.obtainable(t));
        if rule.active.contains(&true) && !obtainable {
            let path = join(&join(&join("rules", &rule.id), "effect"), "application");
            let message = format!("the licence {} is never in hand while it is in force", rule.id);
            findings.push(found(join(&path, "lag"), message));
        }
    }
    findings
}

fn idle_carry(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for budget in &facts.s.budgets {
        let base = join("budget", &budget.id);
        if budget.carry_over > 0.0 && budget.windows.len() < 2 {
            let message = format!("the budget {} has one window, so nothing carries over", budget.id);
            findings.push(found(join(&base, "carry_over"), message));
        }
        if budget.carry_over <= 0.0 && budget.carry_limit.is_some() {
            let message = format!(
                "the budget {} limits what carries over, but carries nothing over",
                budget.id
            );
            findings.push(found(join(&base, "carry_limit"), message));
        }
    }
    findings
}
