//! The existing fleet against the halls and the power it stands in.

use super::facts::{Facts, fit_set};
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{Chip, Site};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "fleet-at-unopened-site",
        severity: Severity::Error,
        title: "Existing units stand at existing sites",
        hint: "list the site in `operator.existing_sites`",
        run: unopened,
    },
    Check {
        id: "fleet-over-halls",
        severity: Severity::Error,
        title: "The existing fleet fits the finished halls (and leases possible at once) of its site",
        hint: "check `existing` halls, `units`, and cooling and rack density of the designs",
        run: over_halls,
    },
    Check {
        id: "fleet-over-power",
        severity: Severity::Error,
        title: "The grid power of a site carries its existing fleet in the first period",
        hint: "check the site's `power`: it is what the meter allows, for IT and overhead",
        run: over_power,
    },
];

fn base(site: &Site) -> String {
    join("sites", &site.id)
}

/// Chips with units at a site in the first period, and how many.
fn standing<'a>(facts: &Facts<'a>, site: usize) -> Vec<(&'a Chip, f64)> {
    let cohorts = facts
        .s
        .cohorts
        .iter()
        .filter(|cohort| cohort.site.index() == site && cohort.ends > 0);
    cohorts
        .filter_map(|cohort| Some((facts.s.chips.get(cohort.chip.index())?, f64::from(cohort.units))))
        .collect()
}

fn unopened(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, site) in facts
        .s
        .sites
        .iter()
        .enumerate()
        .filter(|(_, site)| !site.existing)
    {
        let units: f64 = standing(facts, index).iter().map(|(_, units)| units).sum();
        if units > 0.0 {
            findings.push(found(
                base(site),
                format!(
                    "{units} units stand at {}, which is not an existing site",
                    site.id
                ),
            ));
        }
    }
    findings
}

/// IT power and racks of each hall and lease of a site in the first period.
fn rooms(facts: &Facts<'_>, site: &Site) -> Vec<(f64, f64)> {
    let halls = site.halls.iter().map(|hall| {
        let (power, racks) = facts
            .s
            .halls
            .get(hall.design.index())
            .map_or((0.0, 0.0), |h| (h.it_power.value(), h.racks));
        let count = hall.standing(0);
        (power * (1.0 - site.derating) * count, racks * count)
    });
    let leases = site.leases.iter().map(|lease| {
        let count = if lease.earliest.index() == 0 {
            lease.most_blocks()
        } else {
            0.0
        };
        (lease.it_power.value() * count, lease.racks * count)
    });
    halls.chain(leases).collect()
}

fn over_halls(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, site) in facts.s.sites.iter().enumerate().filter(|(_, site)| site.existing) {
        let fleet = standing(facts, index);
        let fits: Vec<Vec<bool>> = fleet
            .iter()
            .map(|(chip, _)| fit_set(facts.s, chip, site))
            .collect();
        let rooms = rooms(facts, site);
        // Chips that fit into a set of rooms must fit there together (Hall's condition, for the sets that
        // occur and for all rooms).
        let mut sets = fits.clone();
        sets.push(vec![true; rooms.len()]);
        sets.sort();
        sets.dedup();
        for set in sets {
            let inside = |fit: &Vec<bool>| fit.iter().zip(&set).all(|(fits, allowed)| !fits || *allowed);
            let members = || {
                fleet
                    .iter()
                    .zip(&fits)
                    .filter(|(_, fit)| inside(fit))
                    .map(|(chip, _)| chip)
            };
            let open = || {
                rooms
                    .iter()
                    .zip(&set)
                    .filter(|(_, allowed)| **allowed)
                    .map(|(room, _)| room)
            };
            let load: f64 = members()
                .map(|(chip, units)| chip.power.value() * chip.diversity * units)
                .sum();
            let power: f64 = open().map(|(power, _)| power).sum();
            let racks_needed: f64 = members().map(|(chip, units)| chip.racks * units).sum();
            let racks: f64 = open().map(|(_, racks)| racks).sum();
            if load > power * (1.0 + 1e-9) + 1e-9 || racks_needed > racks * (1.0 + 1e-9) + 1e-9 {
                let mut names: Vec<&str> = members().map(|(chip, _)| chip.id.as_str()).collect();
                names.sort_unstable();
                names.dedup();
                findings.push(found(
                    base(site),
                    format!(
                        "the existing {} at {} need {load:.3} MW and {racks_needed:.1} racks; the halls that can hold them have {power:.3} MW and {racks:.1} racks",
                        names.join(", "), site.id
                    ),
                ));
                break;
            }
        }
    }
    findings
}

fn over_power(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, site) in facts.s.sites.iter().enumerate().filter(|(_, site)| site.existing) {
        let load: f64 = standing(facts, index)
            .iter()
            .map(|(chip, units)| chip.power.value() * chip.diversity * units)
            .sum();
        let leased: f64 = site
            .leases
            .iter()
            .filter(|lease| lease.earliest.index() == 0)
            .map(|lease| lease.it_power.value() * lease.most_blocks())
            .sum();
        let ordered = site
            .tranches
            .iter()
            .filter(|tranche| tranche.terms.energised.is_some_and(|t| t.index() == 0));
        let ordered: f64 = ordered.map(|tranche| tranche.capacity.value()).sum();
        let free = site.power.first().map_or(0.0, |power| power.value());
        let grid = (free + ordered) * (1.0 - site.reserve_margin);
        let needed = (load - leased).max(0.0) * site.pue_hot;
        if needed > grid * (1.0 + 1e-9) + 1e-9 {
            let message = format!(
                "the existing fleet at {} needs {needed:.3} MW at the meter on the hottest day; {grid:.3} MW can be used in {}",
                site.id,
                facts.label(0)
            );
            findings.push(found(join(&base(site), "power"), message));
        }
    }
    findings
}
