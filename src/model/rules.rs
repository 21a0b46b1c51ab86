//! What the dated rules say about each (chip, site, period): `model.md` family 12 evaluated on sets.

use crate::scenario::{Chip, ChipId, ChipSelector, PlaceSelector, Rule, RuleEffect, Scenario, Site, SiteId};

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

/// Whether a rule binds the operator of the scenario.
pub fn binds(scenario: &Scenario, rule: &Rule) -> bool {
    rule.owners
        .as_ref()
        .is_none_or(|owners| owners.contains(&scenario.operator.headquarters))
}

/// Status of new deployments by (chip, site, period).
#[derive(Debug, Clone, Default)]
pub struct Permissions {
    sites: usize,
    periods: usize,
    /// Not denied, and either free or under a grant.
    allowed: Vec<bool>,
    /// Some rule in force asks for a licence.
    licensed: Vec<bool>,
}

impl Permissions {
    /// Evaluates all rules that bind the operator. `ignore_rules` allows everything.
    pub fn new(scenario: &Scenario, ignore_rules: bool) -> Self {
        let (sites, periods) = (scenario.sites.len(), scenario.horizon.len());
        let cells = scenario.chips.len() * sites * periods;
        let mut denied = vec![false; cells];
        let mut licensed = vec![false; cells];
        let mut granted = vec![false; cells];
        for rule in scenario
            .rules
            .iter()
            .filter(|r| !ignore_rules && binds(scenario, r))
        {
            let marks = match rule.effect {
                RuleEffect::Denied => &mut denied,
                RuleEffect::Licence => &mut licensed,
                RuleEffect::Grant { .. } => &mut granted,
                _ => continue,
            };
            let places = places(scenario, &rule.places);
            for (c, _) in chips(scenario, &rule.chips)
                .iter()
                .enumerate()
                .filter(|(_, m)| **m)
            {
                for (r, _) in places.iter().enumerate().filter(|(_, m)| **m) {
                    for (t, _) in rule.active.iter().enumerate().filter(|(_, a)| **a) {
                        if let Some(mark) = marks.get_mut((c * sites + r) * periods + t) {
                            *mark = true;
                        }
                    }
                }
            }
        }
        let allowed = (0..cells)
            .map(|i| !denied[i] && (!licensed[i] || granted[i]))
            .collect();
        Self {
            sites,
            periods,
            allowed,
            licensed,
        }
    }

    fn at(&self, c: ChipId, r: SiteId, t: usize) -> usize {
        (c.index() * self.sites + r.index()) * self.periods + t
    }

    /// Whether units may be deployed there and then.
    pub fn allowed(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.allowed[self.at(c, r, t)]
    }

    /// Whether a rule in force asks for a licence, granted or not.
    pub fn licensed(&self, c: ChipId, r: SiteId, t: usize) -> bool {
        self.licensed[self.at(c, r, t)]
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
