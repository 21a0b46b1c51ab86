//! Dated rules: who may deploy what where, quotas of grants, caps on compute, legal risk.

use super::licences::COVER;
use super::{Checker, Kind, Limit, TOLERANCE, kind};
use crate::plan::facts::Facts;
use crate::plan::select::{self, Status};
use crate::scenario::{ChipId, MegaTpp, MillionUsd, Period, Rule, RuleEffect, Scenario, SiteId};

const STATUS: Kind = kind("export_rules", "export_rules");
const QUOTA: Kind = kind("export_rules", "licence_quota");
const CAP: Kind = kind("export_rules", "compute_cap");
const RISK: Kind = kind("export_rules", "risk_cap");

pub(super) fn check(checker: &mut Checker<'_>) {
    deployments(checker);
    let facts = checker.facts;
    for rule in &facts.scenario.rules {
        match rule.effect {
            RuleEffect::Grant { quota: Some(quota) } => grant(checker, rule, quota),
            RuleEffect::ComputeCap { at_most } => compute_cap(checker, rule, at_most),
            RuleEffect::Risk {
                at_most: Some(at_most),
                ..
            } => risk(checker, rule, at_most),
            _ => {}
        }
    }
}

/// Millions of TPP of a number of units.
pub(crate) fn tpp(scenario: &Scenario, c: ChipId, units: f64) -> f64 {
    let chip = &scenario.chips[c.index()];
    units * f64::from(chip.chips_per_unit) * chip.tpp * 1e-6
}

/// Every combination of chip, site and period.
fn each(facts: &Facts<'_>, mut visit: impl FnMut(ChipId, SiteId, Period)) {
    for c in facts.chips() {
        for r in facts.sites() {
            for t in facts.periods() {
                visit(c, r, t);
            }
        }
    }
}

fn deployments(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    each(facts, |c, r, t| {
        checker.checked += 1;
        let units = facts.plan.deployed[c.index()][r.index()][t.index()];
        if units <= 0.0 {
            return;
        }
        let chip = &facts.scenario.chips[c.index()].id;
        let site = &facts.scenario.sites[r.index()].id;
        let (kind, reason) = match select::status(facts.scenario, c, r, t) {
            Status::Free | Status::Granted => return,
            Status::Denied(rule) => (STATUS, format!("forbidden by {} ({})", rule.id, rule.title)),
            // What is put under a licence applied for is checked there.
            Status::Unlicensed(_)
                if units - facts.plan.licences.units(c, r, t) <= TOLERANCE * units.max(1.0) =>
            {
                return;
            }
            Status::Unlicensed(rule) => {
                let kind = if obtainable(facts, c, r, t) { COVER } else { STATUS };
                let reason = format!(
                    "not granted the licence that {} asks for ({})",
                    rule.id, rule.title
                );
                (kind, reason)
            }
        };
        let when = checker.facts.label(t);
        let message = format!("{units} units of {chip} are deployed at {site} in {when}: {reason}");
        checker.refuse(kind, format!("{chip},{site}"), Some(t), message, units);
    });
}

/// Whether some licence that can be applied for would lift the requirement.
fn obtainable(facts: &Facts<'_>, c: ChipId, r: SiteId, t: Period) -> bool {
    let rules = facts.scenario.rules.iter();
    rules
        .filter(|rule| select::in_force(facts.scenario, rule, t) && rule.obtainable(t.index()))
        .any(|rule| select::speaks_of(facts.scenario, rule, c, r))
}

/// TPP deployed under a grant: while it is in force, where some rule asks for a licence, without what is put under
/// licences applied for.
pub(crate) fn granted_tpp(facts: &Facts<'_>, grant: &Rule) -> f64 {
    let mut sum = 0.0;
    each(facts, |c, r, t| {
        let units = facts.plan.deployed[c.index()][r.index()][t.index()];
        if units > 0.0
            && select::in_force(facts.scenario, grant, t)
            && select::speaks_of(facts.scenario, grant, c, r)
            && select::asks(facts.scenario, c, r, t)
        {
            let other = facts.plan.licences.units(c, r, t);
            sum += tpp(facts.scenario, c, units - other);
        }
    });
    sum
}

/// TPP put under the `a`-th licence applied for.
pub(crate) fn tpp_under(facts: &Facts<'_>, a: usize) -> f64 {
    let cells = facts.plan.licences.each(a);
    cells.map(|(c, _, _, units)| tpp(facts.scenario, c, units)).sum()
}

fn grant(checker: &mut Checker<'_>, rule: &Rule, quota: MegaTpp) {
    let limit = Limit {
        kind: QUOTA,
        period: None,
        what: "compute deployed under the grant",
        limit: "its quota",
        unit: MegaTpp::UNIT,
    };
    checker.at_most(
        &limit,
        || rule.id.clone(),
        granted_tpp(checker.facts, rule),
        quota.value(),
    );
}

/// TPP in service in `t` that a cap counts.
pub(crate) fn capped_tpp(facts: &Facts<'_>, rule: &Rule, t: Period) -> f64 {
    let mut sum = 0.0;
    for c in facts.chips() {
        for r in facts
            .sites()
            .filter(|&r| select::speaks_of(facts.scenario, rule, c, r))
        {
            sum += tpp(facts.scenario, c, facts.in_service(c, r, t));
        }
    }
    sum
}

fn compute_cap(checker: &mut Checker<'_>, rule: &Rule, at_most: MegaTpp) {
    if !checker.fleet_is_known() {
        return;
    }
    let facts = checker.facts;
    for t in facts
        .periods()
        .filter(|&t| select::in_force(facts.scenario, rule, t))
    {
        let limit = Limit {
            kind: CAP,
            period: Some(t),
            what: "compute in service",
            limit: "the cap",
            unit: MegaTpp::UNIT,
        };
        checker.at_most(
            &limit,
            || rule.id.clone(),
            capped_tpp(facts, rule, t),
            at_most.value(),
        );
    }
}

/// Exposure over the horizon under a risk rule.
pub(crate) fn total_exposure(facts: &Facts<'_>, rule: &Rule) -> f64 {
    let mut sum = 0.0;
    each(facts, |c, r, t| sum += facts.exposure(rule, c, r, t).value());
    sum
}

/// Duty paid over the horizon under a rule, MUSD.
pub(crate) fn duty(facts: &Facts<'_>, rule: &Rule) -> f64 {
    let RuleEffect::Duty { share } = rule.effect else {
        return 0.0;
    };
    let mut sum = 0.0;
    each(facts, |c, r, t| {
        let units = facts.brought(c, r, t);
        if select::in_force(facts.scenario, rule, t) && select::speaks_of(facts.scenario, rule, c, r) {
            sum += share * units * facts.scenario.chips[c.index()].price[t.index()].value();
        }
    });
    sum
}

fn risk(checker: &mut Checker<'_>, rule: &Rule, at_most: MillionUsd) {
    let limit = Limit {
        kind: RISK,
        period: None,
        what: "exposure to legal risk",
        limit: "the cap",
        unit: MillionUsd::UNIT,
    };
    checker.at_most(
        &limit,
        || rule.id.clone(),
        total_exposure(checker.facts, rule),
        at_most.value(),
    );
}
