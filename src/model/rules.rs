//! What the dated rules say about each (chip, site, period): `model.md` family 12 evaluated on sets.

use crate::scenario::{
    Chip, ChipId, ChipSelector, JobId, PlaceSelector, Rule, RuleEffect, Scenario, Site, SiteId, WorkloadId,
};

/// Whether a selector matches a chip.
pub fn selects_chip(selector: &ChipSelector, id: ChipId, chip: &Chip) -> bool {
    let named = |list: &Option<Vec<String>>, name: &String| list.as_ref().is_none_or(|l| l.contains(name));
    selector.ids.as_ref().is_none_or(|ids| ids.contains(&id))
        && named(&selector.vendors, &chip.vendor)
        && named(&selector.origins, &chip.origin)
        && selector.tpp_at_least.is_none_or(|least| chip.tpp >= least)
        && selector.tpp_below.is_none_or(|limit| chip.tpp < limit)
}

/// Whether a selector matches a site.
pub fn selects_place(selector: &PlaceSelector, id: SiteId, site: &Site) -> bool {
    let in_groups = |groups: &[String]| site.groups.iter().any(|g| groups.contains(g));
    selector.sites.as_ref().is_none_or(|sites| sites.contains(&id))
        && selector
            .jurisdictions
            .as_ref()
            .is_none_or(|list| list.contains(&site.jurisdiction))
        && selector.groups.as_ref().is_none_or(|groups| in_groups(groups))
        && !selector.not_jurisdictions.contains(&site.jurisdiction)
        && !in_groups(&selector.not_groups)
}

/// The sites that a selector matches, by site.
pub fn places(scenario: &Scenario, selector: &PlaceSelector) -> Vec<bool> {
    SiteId::all(scenario.sites.len())
        .zip(&scenario.sites)
        .map(|(id, site)| selects_place(selector, id, site))
        .collect()
}

/// The chips that a selector matches, by chip.
pub fn chips(scenario: &Scenario, selector: &ChipSelector) -> Vec<bool> {
    ChipId::all(scenario.chips.len())
        .zip(&scenario.chips)
        .map(|(id, chip)| selects_chip(selector, id, chip))
        .collect()
}

/// The (chip, site) pairs that a rule speaks of.
pub fn selected(scenario: &Scenario, rule: &Rule) -> Vec<(ChipId, SiteId)> {
    pairs(scenario, &rule.chips, &rule.places)
}

/// The (chip, site) pairs that two selectors match.
pub fn pairs(
    scenario: &Scenario,
    chip_selector: &ChipSelector,
    place_selector: &PlaceSelector,
) -> Vec<(ChipId, SiteId)> {
    let (chip_ok, site_ok) = (chips(scenario, chip_selector), places(scenario, place_selector));
    let sites = || SiteId::all(scenario.sites.len()).filter(|r| site_ok[r.index()]);
    let chips = ChipId::all(scenario.chips.len()).filter(|c| chip_ok[c.index()]);
    chips.flat_map(|c| sites().map(move |r| (c, r))).collect()
}

/// TPP of a unit, millions.
pub fn unit_tpp(chip: &Chip) -> f64 {
    f64::from(chip.chips_per_unit) * chip.tpp * 1e-6
}

/// Whether a rule binds the operator of the scenario.
pub fn binds(scenario: &Scenario, rule: &Rule) -> bool {
    rule.owners
        .as_ref()
        .is_none_or(|owners| owners.contains(&scenario.operator.headquarters))
}

/// Work that chips may not do while a rule is in force.
#[derive(Debug, Clone, Default)]
pub struct Bans(Vec<Ban>);

#[derive(Debug, Clone)]
struct Ban {
    chips: Vec<bool>,
    places: Vec<bool>,
    active: Vec<bool>,
    workloads: Vec<WorkloadId>,
    jobs: Vec<JobId>,
}

impl Ban {
    fn speaks_of(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.chips[c.index()] && self.places[r.index()] && self.active[t]
    }
}

impl Bans {
    /// Evaluates all rules that bind the operator. `ignore_rules` bans nothing.
    pub fn new(scenario: &Scenario, ignore_rules: bool) -> Self {
        let rules = scenario.rules.iter();
        let bans = rules
            .filter(|rule| !ignore_rules && binds(scenario, rule))
            .filter_map(|rule| match &rule.effect {
                RuleEffect::NoUse { workloads, jobs } => Some(Ban {
                    chips: chips(scenario, &rule.chips),
                    places: places(scenario, &rule.places),
                    active: rule.active.clone(),
                    workloads: workloads.clone(),
                    jobs: jobs.clone(),
                }),
                _ => None,
            });
        Self(bans.collect())
    }

    /// Whether chips of a kind may not run a workload there and then.
    pub fn workload(&self, c: ChipId, r: SiteId, w: WorkloadId, t: usize) -> bool {
        let mut bans = self.0.iter();
        bans.any(|ban| ban.workloads.contains(&w) && ban.speaks_of(c, r, t))
    }

    /// Whether chips of a kind may not run a training job there and then.
    pub fn job(&self, c: ChipId, r: SiteId, j: JobId, t: usize) -> bool {
        let mut bans = self.0.iter();
        bans.any(|ban| ban.jobs.contains(&j) && ban.speaks_of(c, r, t))
    }
}

/// Status of new deployments by (chip, site, period).
#[derive(Debug, Clone, Default)]
pub struct Permissions {
    sites: usize,
    periods: usize,
    /// Some rule in force forbids it.
    denied: Vec<bool>,
    /// Some rule in force asks for a licence.
    licensed: Vec<bool>,
    /// A grant is in force.
    granted: Vec<bool>,
    /// A licence applied for can be in hand.
    obtainable: Vec<bool>,
    /// Some rule in force forbids moves away.
    bound: Vec<bool>,
}

impl Permissions {
    /// Evaluates all rules that bind the operator. `ignore_rules` allows everything.
    pub fn new(scenario: &Scenario, ignore_rules: bool) -> Self {
        let (sites, periods) = (scenario.sites.len(), scenario.horizon.len());
        let none = vec![false; scenario.chips.len() * sites * periods];
        let mut status = Self {
            sites,
            periods,
            denied: none.clone(),
            licensed: none.clone(),
            granted: none.clone(),
            bound: none.clone(),
            obtainable: none,
        };
        let rules = scenario.rules.iter();
        for rule in rules.filter(|rule| !ignore_rules && binds(scenario, rule)) {
            let marks = match rule.effect {
                RuleEffect::Denied => &mut status.denied,
                RuleEffect::Licence => &mut status.licensed,
                RuleEffect::Grant { .. } => &mut status.granted,
                RuleEffect::NoMove => &mut status.bound,
                RuleEffect::Application(_) => &mut status.obtainable,
                _ => continue,
            };
            let application = matches!(rule.effect, RuleEffect::Application(_));
            for (c, r) in selected(scenario, rule) {
                for (t, active) in rule.active.iter().enumerate() {
                    let marked = if application { rule.obtainable(t) } else { *active };
                    let cell = (c.index() * sites + r.index()) * periods + t;
                    if let Some(mark) = marks.get_mut(cell).filter(|_| marked) {
                        *mark = true;
                    }
                }
            }
        }
        status
    }

    fn at(&self, c: ChipId, r: SiteId, t: usize) -> usize {
        (c.index() * self.sites + r.index()) * self.periods + t
    }

    /// Whether units may be deployed there and then: not denied, and no licence needed, or one granted, or one that
    /// can be applied for.
    pub fn allowed(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        let at = self.at(c, r, t);
        !self.denied[at] && (!self.licensed[at] || self.granted[at] || self.obtainable[at])
    }

    /// Whether units in service elsewhere may move there: where they could be deployed without a licence.
    pub fn may_arrive(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.allowed(c, r, t) && !self.licensed(c, r, t)
    }

    /// Whether units in service there may move to another site: no rule in force forbids it.
    pub fn may_leave(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        !self.bound[self.at(c, r, t)]
    }

    /// Whether a rule in force asks for a licence, granted or not.
    pub fn licensed(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.licensed[self.at(c, r, t)]
    }

    /// Whether a grant is in force.
    pub fn granted(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.granted[self.at(c, r, t)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::testing;

    #[test]
    fn a_grant_lifts_a_licence_but_not_a_denial() {
        let mut scenario = testing::base();
        scenario.rules = vec![
            testing::rule("licence", RuleEffect::Licence),
            Rule {
                places: PlaceSelector {
                    jurisdictions: Some(vec!["AA".into()]),
                    ..PlaceSelector::default()
                },
                active: vec![false, true, true],
                ..testing::rule("grant", RuleEffect::Grant { quota: None })
            },
            Rule {
                chips: ChipSelector {
                    ids: Some(vec![ChipId(1)]),
                    ..ChipSelector::default()
                },
                ..testing::rule("denied", RuleEffect::Denied)
            },
        ];
        let status = Permissions::new(&scenario, false);
        let allowed = |c, r, t| status.allowed(ChipId(c), SiteId(r), t);
        assert!(!allowed(0, 0, 0), "before the grant");
        assert!(allowed(0, 0, 1), "under the grant");
        assert!(!allowed(0, 1, 1), "the grant is for AA only");
        assert!(!allowed(1, 0, 1), "denied");
        assert!(status.licensed(ChipId(0), SiteId(0), 1));
        assert!(Permissions::new(&scenario, true).allowed(ChipId(1), SiteId(1), 0));
    }

    #[test]
    fn a_rule_for_other_owners_does_not_bind() {
        let mut scenario = testing::base();
        scenario.rules = vec![Rule {
            owners: Some(vec!["US".into()]),
            ..testing::rule("denied", RuleEffect::Denied)
        }];
        assert!(Permissions::new(&scenario, false).allowed(ChipId(0), SiteId(0), 0));
    }

    #[test]
    fn selectors_combine_their_parts_with_and() {
        let scenario = testing::base();
        let selector = ChipSelector {
            vendors: Some(vec!["Acme".into()]),
            tpp_at_least: Some(1000.0),
            tpp_below: Some(1000.0),
            ..ChipSelector::default()
        };
        assert_eq!(chips(&scenario, &selector), [false, false]);
        let selector = PlaceSelector {
            not_jurisdictions: vec!["AA".into()],
            ..PlaceSelector::default()
        };
        assert_eq!(places(&scenario, &selector), [false, true]);
    }
}
