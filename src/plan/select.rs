//! Selectors and dated rules, evaluated for the plan's own checks.

use crate::scenario::{
    ChipId, ChipSelector, JobId, Period, PlaceSelector, Rule, RuleEffect, Scenario, SiteId, WorkloadId,
};

/// Whether a selector means this chip.
pub(crate) fn chip(scenario: &Scenario, selector: &ChipSelector, id: ChipId) -> bool {
    let chip = &scenario.chips[id.index()];
    let named = |list: &Option<Vec<String>>, name: &String| list.as_ref().is_none_or(|l| l.contains(name));
    selector.ids.as_ref().is_none_or(|ids| ids.contains(&id))
        && named(&selector.vendors, &chip.vendor)
        && named(&selector.origins, &chip.origin)
        && selector.tpp_at_least.is_none_or(|least| chip.tpp >= least)
        && selector.tpp_below.is_none_or(|limit| chip.tpp < limit)
}

/// Whether a selector means this site.
pub(crate) fn place(scenario: &Scenario, selector: &PlaceSelector, id: SiteId) -> bool {
    let site = &scenario.sites[id.index()];
    let in_group = |groups: &[String]| site.groups.iter().any(|group| groups.contains(group));
    selector.sites.as_ref().is_none_or(|ids| ids.contains(&id))
        && selector
            .jurisdictions
            .as_ref()
            .is_none_or(|list| list.contains(&site.jurisdiction))
        && selector.groups.as_ref().is_none_or(|groups| in_group(groups))
        && !selector.not_jurisdictions.contains(&site.jurisdiction)
        && !in_group(&selector.not_groups)
}

/// Whether a selector means every site of the scenario.
pub(crate) fn everywhere(scenario: &Scenario, selector: &PlaceSelector) -> bool {
    SiteId::all(scenario.sites.len()).all(|r| place(scenario, selector, r))
}

/// Whether a rule binds the operator and is in force in `t`.
pub(crate) fn in_force(scenario: &Scenario, rule: &Rule, t: Period) -> bool {
    let bound = rule
        .owners
        .as_ref()
        .is_none_or(|owners| owners.contains(&scenario.operator.headquarters));
    bound && rule.active.get(t.index()).copied().unwrap_or(false)
}

/// Whether a rule speaks of this chip at this site.
pub(crate) fn speaks_of(scenario: &Scenario, rule: &Rule, c: ChipId, r: SiteId) -> bool {
    chip(scenario, &rule.chips, c) && place(scenario, &rule.places, r)
}

/// Whether some rule in force asks for a licence for deploying this chip at this site.
pub(crate) fn asks(scenario: &Scenario, c: ChipId, r: SiteId, t: Period) -> bool {
    let licence = |rule: &&Rule| rule.effect == RuleEffect::Licence;
    let concerns = |rule: &Rule| in_force(scenario, rule, t) && speaks_of(scenario, rule, c, r);
    scenario.rules.iter().filter(licence).any(concerns)
}

/// The first rule in force that keeps chips of a kind at a site from the work that `what` picks out of a ban.
pub(crate) fn banned(
    scenario: &Scenario,
    (c, r, t): (ChipId, SiteId, Period),
    what: impl Fn(&[WorkloadId], &[JobId]) -> bool,
) -> Option<&Rule> {
    scenario.rules.iter().find(|rule| match &rule.effect {
        RuleEffect::NoUse { workloads, jobs } => {
            what(workloads, jobs) && in_force(scenario, rule, t) && speaks_of(scenario, rule, c, r)
        }
        _ => false,
    })
}

/// What the rules say about a new deployment.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Status<'a> {
    /// No rule in force asks for anything.
    Free,
    /// A licence is asked for and a grant in force lifts it.
    Granted,
    /// A licence is asked for and there is none.
    Unlicensed(&'a Rule),
    /// Forbidden.
    Denied(&'a Rule),
}

/// Status of deploying chip `c` at site `r` in `t`: a denial beats everything, a grant lifts licences.
pub(crate) fn status(scenario: &Scenario, c: ChipId, r: SiteId, t: Period) -> Status<'_> {
    let mut licence = None;
    let mut granted = false;
    for rule in &scenario.rules {
        let concerns = || in_force(scenario, rule, t) && speaks_of(scenario, rule, c, r);
        match rule.effect {
            RuleEffect::Denied if concerns() => return Status::Denied(rule),
            RuleEffect::Licence if licence.is_none() && concerns() => licence = Some(rule),
            RuleEffect::Grant { .. } if !granted && concerns() => granted = true,
            _ => {}
        }
    }
    match licence {
        None => Status::Free,
        Some(_) if granted => Status::Granted,
        Some(rule) => Status::Unlicensed(rule),
    }
}
