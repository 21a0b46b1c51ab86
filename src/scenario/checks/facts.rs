//! What several checks need to know about a scenario, worked out once.

use crate::scenario::types::{Accepts, Chip, DemandLine, Rule, Site};
use crate::scenario::types::{ChipSelector, Cooling, PlaceSelector, RuleEffect, Scenario};

/// A scenario with what its rules, halls and round-trip times allow.
pub(super) struct Facts<'a> {
    pub s: &'a Scenario,
    /// Number of periods.
    pub periods: usize,
    /// `[chip][site][t]`, flat: new units may be deployed there.
    permitted: Vec<bool>,
    /// `[chip][site]`, flat: some hall or lease there can hold the chip.
    fits: Vec<bool>,
    /// `[demand line][site]`, flat: the site may serve the line.
    serves: Vec<bool>,
}

pub(super) fn selects_chip(selector: &ChipSelector, index: usize, chip: &Chip) -> bool {
    selector
        .ids
        .as_ref()
        .is_none_or(|ids| ids.iter().any(|id| id.index() == index))
        && selector
            .vendors
            .as_ref()
            .is_none_or(|vendors| vendors.contains(&chip.vendor))
        && selector
            .origins
            .as_ref()
            .is_none_or(|origins| origins.contains(&chip.origin))
        && selector.tpp_at_least.is_none_or(|least| chip.tpp >= least)
        && selector.tpp_below.is_none_or(|below| chip.tpp < below)
}

pub(in crate::scenario) fn selects_site(selector: &PlaceSelector, index: usize, site: &Site) -> bool {
    let in_group = |groups: &Vec<String>| groups.iter().any(|group| site.groups.contains(group));
    selector
        .sites
        .as_ref()
        .is_none_or(|ids| ids.iter().any(|id| id.index() == index))
        && selector
            .jurisdictions
            .as_ref()
            .is_none_or(|places| places.contains(&site.jurisdiction))
        && selector.groups.as_ref().is_none_or(in_group)
        && !selector.not_jurisdictions.contains(&site.jurisdiction)
        && !in_group(&selector.not_groups)
}

/// Whether a hall or lease of this cooling and density can hold a chip.
fn holds(chip: &Chip, accepts: Accepts, density: Option<f64>) -> bool {
    let cooled = match chip.cooling {
        Cooling::Air => accepts.air,
        Cooling::Liquid => accepts.liquid,
        Cooling::Either => accepts.air || accepts.liquid,
    };
    cooled && density.is_none_or(|most| chip.power.value() <= most * chip.racks + 1e-9)
}

/// Positions at a site that can hold a chip: its halls in order, then its leases.
pub(super) fn fit_set(s: &Scenario, chip: &Chip, site: &Site) -> Vec<bool> {
    let hall = |design: usize| {
        let design = s.halls.get(design);
        design.is_some_and(|design| holds(chip, design.accepts, design.rack_density.map(|d| d.value())))
    };
    let halls = site.halls.iter().map(|site_hall| hall(site_hall.design.index()));
    halls
        .chain(site.leases.iter().map(|lease| holds(chip, lease.accepts, None)))
        .collect()
}

/// Whether a rule binds the operator at all.
pub(super) fn binds(s: &Scenario, rule: &Rule) -> bool {
    rule.owners
        .as_ref()
        .is_none_or(|owners| owners.contains(&s.operator.headquarters))
}

impl<'a> Facts<'a> {
    pub(super) fn new(s: &'a Scenario) -> Self {
        let periods = s.horizon.len();
        let fits = s.chips.iter().flat_map(|chip| {
            s.sites
                .iter()
                .map(move |site| fit_set(s, chip, site).contains(&true))
        });
        let serves = s.demand.iter().flat_map(|line| {
            s.sites
                .iter()
                .enumerate()
                .map(move |(index, site)| may_serve(s, line, index, site))
        });
        Self {
            s,
            periods,
            permitted: permitted(s, periods),
            fits: fits.collect(),
            serves: serves.collect(),
        }
    }

    /// Whether new units of a chip may be deployed at a site in a period.
    pub(super) fn permitted(&self, chip: usize, site: usize, period: usize) -> bool {
        let index = (chip * self.s.sites.len() + site) * self.periods + period;
        self.permitted.get(index).copied().unwrap_or(false)
    }

    /// Whether some hall or lease of a site can hold a chip.
    pub(super) fn fits(&self, chip: usize, site: usize) -> bool {
        self.fits
            .get(chip * self.s.sites.len() + site)
            .copied()
            .unwrap_or(false)
    }

    /// Whether a site may serve a demand line.
    pub(super) fn serves(&self, line: usize, site: usize) -> bool {
        self.serves
            .get(line * self.s.sites.len() + site)
            .copied()
            .unwrap_or(false)
    }

    /// Whether a chip can come to a site by a period (or stands there already).
    pub(super) fn can_be_at(&self, chip: usize, site: usize, period: usize) -> bool {
        let stands = self
            .s
            .cohorts
            .iter()
            .any(|c| c.chip.index() == chip && c.site.index() == site && usize::from(c.ends) > period);
        let first = self
            .s
            .chips
            .get(chip)
            .and_then(|chip| chip.available)
            .map(|(first, _)| first.index());
        let delivered = first.is_some_and(|first| (first..=period).any(|t| self.permitted(chip, site, t)));
        let rented = self
            .s
            .rentals
            .iter()
            .any(|offer| (offer.chip.index(), offer.site.index()) == (chip, site));
        let rented = rented && (0..=period).any(|t| self.permitted(chip, site, t));
        stands || rented || (self.fits(chip, site) && delivered)
    }

    /// Label of a period.
    pub(super) fn label(&self, period: usize) -> &str {
        self.s.horizon.labels.get(period).map_or("", String::as_str)
    }
}

/// Latency and residency.
fn may_serve(s: &Scenario, line: &DemandLine, index: usize, site: &Site) -> bool {
    let budget = s
        .workloads
        .get(line.workload.index())
        .and_then(|workload| workload.latency);
    let time = s
        .markets
        .get(line.market.index())
        .and_then(|market| market.latency.get(index).copied().flatten());
    let near = budget.is_none_or(|budget| time.is_some_and(|time| time <= budget));
    let resident = line
        .residency
        .as_ref()
        .is_none_or(|residency| residency.share < 1.0 || selects_site(&residency.places, index, site));
    near && resident
}

/// Denied by a rule, or in need of a licence without a grant or an application that can be in hand: not permitted.
fn permitted(s: &Scenario, periods: usize) -> Vec<bool> {
    let rules: Vec<(&Rule, Vec<bool>, Vec<bool>)> = s
        .rules
        .iter()
        .filter(|rule| binds(s, rule))
        .map(|rule| {
            let chips = s
                .chips
                .iter()
                .enumerate()
                .map(|(index, chip)| selects_chip(&rule.chips, index, chip));
            let sites = s
                .sites
                .iter()
                .enumerate()
                .map(|(index, site)| selects_site(&rule.places, index, site));
            (rule, chips.collect(), sites.collect())
        })
        .collect();
    let mut permitted = Vec::with_capacity(s.chips.len() * s.sites.len() * periods);
    for chip in 0..s.chips.len() {
        for site in 0..s.sites.len() {
            let matching: Vec<&Rule> = rules
                .iter()
                .filter(|(_, chips, sites)| chips.get(chip) == Some(&true) && sites.get(site) == Some(&true))
                .map(|(rule, _, _)| *rule)
                .collect();
            for t in 0..periods {
                let says = |effect: fn(&RuleEffect) -> bool| {
                    matching
                        .iter()
                        .any(|rule| rule.active.get(t) == Some(&true) && effect(&rule.effect))
                };
                let denied = says(|effect| matches!(effect, RuleEffect::Denied));
                let licence = says(|effect| matches!(effect, RuleEffect::Licence));
                let granted = says(|effect| matches!(effect, RuleEffect::Grant { .. }));
                let obtainable = matching.iter().any(|rule| rule.obtainable(t));
                permitted.push(!denied && (!licence || granted || obtainable));
            }
        }
    }
    permitted
}
