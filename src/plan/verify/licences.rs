//! Licences applied for: when they are in hand, what is deployed under them, their expected quota.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::plan::select;
use crate::scenario::{Application, MegaTpp, Rule};

const APPLIED: Kind = kind("licences", "licence_step");
pub(super) const COVER: Kind = kind("licences", "licence_cover");
const HELD: Kind = kind("licences", "licence_held");
const QUOTA: Kind = kind("licences", "application_quota");

pub(super) fn check(checker: &mut Checker<'_>) {
    // Without the rules that ask for licences nothing needs one.
    if !checker.is_on("export_rules") {
        return;
    }
    let s = checker.facts.scenario;
    for (a, (_, rule, application)) in s.applications().enumerate() {
        applied(checker, a, rule);
        held(checker, a, rule, application);
        quota(checker, a, rule, application);
    }
    covered(checker);
}

/// Applications are made while the rule that offers the licence is in force.
fn applied(checker: &mut Checker<'_>, a: usize, rule: &Rule) {
    let facts = checker.facts;
    if let Some(t) = facts.plan.licences.applied[a] {
        let open = select::in_force(facts.scenario, rule, t);
        checker.require(
            open,
            APPLIED,
            || rule.id.clone(),
            Some(t),
            || format!("{} cannot be applied for in {}", rule.id, facts.label(t)),
        );
    }
}

/// Units are put under a licence that is in force, speaks of them, is needed and has been in hand since.
fn held(checker: &mut Checker<'_>, a: usize, rule: &Rule, application: &Application) {
    let facts = checker.facts;
    let s = facts.scenario;
    let in_hand = facts.plan.licences.applied[a].map(|t| t.0.saturating_add(application.lag));
    for (c, r, t, units) in facts.plan.licences.each(a) {
        let wanted = || select::in_force(s, rule, t) && select::speaks_of(s, rule, c, r);
        let ready = in_hand.is_some_and(|first| first <= t.0);
        let good = units <= TOLERANCE || (ready && wanted() && select::asks(s, c, r, t));
        let (chip, site) = (&s.chips[c.index()].id, &s.sites[r.index()].id);
        let subject = || format!("{},{chip},{site}", rule.id);
        checker.require(good, HELD, subject, Some(t), || {
            format!(
                "{} units of {chip} at {site} are under {}, which is not in hand or not for them",
                number(units),
                rule.id
            )
        });
    }
}

/// All that is deployed under a licence stays within its expected quota.
fn quota(checker: &mut Checker<'_>, a: usize, rule: &Rule, application: &Application) {
    let Some(quota) = application.expected_quota() else {
        return;
    };
    let limit = Limit {
        kind: QUOTA,
        period: None,
        what: "compute deployed under the licence",
        limit: "its expected quota",
        unit: MegaTpp::UNIT,
    };
    let used = super::rules::tpp_under(checker.facts, a);
    checker.at_most(&limit, || rule.id.clone(), used, quota.value());
}

/// No more is under licences than is deployed. (That all that needs one is under one: `rules`.)
fn covered(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    if facts.plan.licences.under.is_empty() {
        return;
    }
    for c in facts.chips() {
        for r in facts.sites() {
            for t in facts.periods() {
                let limit = Limit {
                    kind: COVER,
                    period: Some(t),
                    what: "units put under licences",
                    limit: "units deployed",
                    unit: "unit",
                };
                let s = facts.scenario;
                let subject = || format!("{},{}", s.chips[c.index()].id, s.sites[r.index()].id);
                let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
                checker.within(&limit, subject, facts.plan.licences.units(c, r, t), deployed);
            }
        }
    }
}
