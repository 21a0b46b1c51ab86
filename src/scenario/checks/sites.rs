//! Sites, halls, power and leases that contradict themselves or can never be of use.

use super::facts::Facts;
use super::{Check, Finding, found};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "committed-before-earliest",
        severity: Severity::Error,
        title: "A site is not committed before it may be open",
        hint: "move `committed` back or `earliest` forward",
        run: committed,
    },
    Check {
        id: "requires-unavailable",
        severity: Severity::Error,
        title: "A committed site does not require one that may only open later, and no site requires itself",
        hint: "a required site must be able to open no later than the one that requires it",
        run: requires,
    },
    Check {
        id: "existing-halls-over-max",
        severity: Severity::Error,
        title: "No more halls stand at a site than its `max`, and none at a site that is not open",
        hint: "`max` counts existing halls too; existing halls need `existing: true` or `operator.existing_sites`",
        run: existing_halls,
    },
    Check {
        id: "existing-halls-over-land",
        severity: Severity::Error,
        title: "Existing halls fit on the land of their site",
        hint: "`land` includes the land under existing halls",
        run: land,
    },
    Check {
        id: "cooling-missing",
        severity: Severity::Error,
        title: "Every hall design and lease can cool something",
        hint: "write `cooling: [air]`, `[liquid]` or `[air, liquid]`",
        run: cooling,
    },
    Check {
        id: "site-without-capacity",
        severity: Severity::Warning,
        title: "Every site has halls, leases or raw capacity",
        hint: "add `halls`, `leases` or `blocks`, or take the site out",
        run: without_capacity,
    },
    Check {
        id: "site-holds-no-chip",
        severity: Severity::Warning,
        title: "The halls and leases of a site can cool and power some chip in use",
        hint: "compare `cooling` and `rack_density` of the hall designs with the chips",
        run: holds_no_chip,
    },
    Check {
        id: "site-without-power",
        severity: Severity::Warning,
        title: "Every site with halls has grid power in some period",
        hint: "check `power`, and the region's `power_lead` against the length of the horizon",
        run: without_power,
    },
    Check {
        id: "tranche-too-late",
        severity: Severity::Warning,
        title: "Every power tranche can deliver within the horizon",
        hint: "check `lead_time` and `earliest` against the horizon",
        run: tranches,
    },
    Check {
        id: "hall-too-late",
        severity: Severity::Warning,
        title: "Every hall that can be built can be finished within the horizon",
        hint: "check `build_time` and the site's `earliest` against the horizon",
        run: halls_too_late,
    },
];

fn base(site: &crate::scenario::types::Site) -> String {
    join("sites", &site.id)
}

fn committed(facts: &Facts<'_>) -> Vec<Finding> {
    let sites = facts.s.sites.iter();
    let wrong = sites.filter_map(|site| {
        site.committed
            .filter(|committed| *committed < site.earliest)
            .map(|c| (site, c))
    });
    wrong
        .map(|(site, committed)| {
            let (by, from) = (facts.label(committed.index()), facts.label(site.earliest.index()));
            found(
                join(&base(site), "committed"),
                format!(
                    "{} must be open by {by}, but may only open from {from} on",
                    site.id
                ),
            )
        })
        .collect()
}

fn requires(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, site) in facts.s.sites.iter().enumerate() {
        for required in &site.requires {
            let path = join(&base(site), "requires");
            let must_open = if site.existing {
                Some(crate::scenario::Period(0))
            } else {
                site.committed
            };
            if required.index() == index {
                findings.push(found(path, format!("{} requires itself", site.id)));
            } else if let (Some(other), Some(must)) = (facts.s.sites.get(required.index()), must_open)
                && other.earliest > must
            {
                let (by, from) = (facts.label(must.index()), facts.label(other.earliest.index()));
                let message = format!(
                    "{} is open from {by} on and requires {}, which may only open from {from} on",
                    site.id, other.id
                );
                findings.push(found(path, message));
            }
        }
    }
    findings
}

fn existing_halls(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for hall in site.halls.iter().filter(|hall| hall.begun() > 0.0) {
            let id = facts
                .s
                .halls
                .get(hall.design.index())
                .map_or("", |design| design.id.as_str());
            let path = join(&join(&base(site), "halls"), id);
            if !site.existing {
                let message = format!("halls stand at {}, which is not an existing site", site.id);
                findings.push(found(join(&path, "existing"), message));
            }
            if let Some(max) = hall.max.filter(|&max| hall.begun() > f64::from(max)) {
                findings.push(found(
                    join(&path, "max"),
                    format!(
                        "halls standing at {}: {}, allowed: at most {max}",
                        site.id,
                        hall.begun()
                    ),
                ));
            }
        }
    }
    findings
}

fn land(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        let footprint = |hall: &crate::scenario::types::SiteHall| {
            let design = facts.s.halls.get(hall.design.index());
            design.map_or(0.0, |design| design.footprint.value() * hall.begun())
        };
        let taken: f64 = site.halls.iter().map(footprint).sum();
        if let Some(land) = site.land.filter(|land| taken > land.value() + 1e-9) {
            let message = format!(
                "existing halls at {} take {taken:.2} ha of {:.2} ha",
                site.id,
                land.value()
            );
            findings.push(found(join(&base(site), "land"), message));
        }
    }
    findings
}

fn cooling(facts: &Facts<'_>) -> Vec<Finding> {
    let halls = facts
        .s
        .halls
        .iter()
        .filter(|hall| !hall.accepts.air && !hall.accepts.liquid);
    let halls = halls.map(|hall| {
        found(
            join(&join("hall_designs", &hall.id), "cooling"),
            format!("{} can cool nothing", hall.id),
        )
    });
    let leases = facts.s.sites.iter().flat_map(|site| {
        site.leases
            .iter()
            .filter(|lease| !lease.accepts.air && !lease.accepts.liquid)
            .map(move |lease| {
                let path = join(&join(&join(&base(site), "leases"), &lease.id), "cooling");
                found(
                    path,
                    format!("the lease {} at {} can cool nothing", lease.id, site.id),
                )
            })
    });
    halls.chain(leases).collect()
}

fn without_capacity(facts: &Facts<'_>) -> Vec<Finding> {
    let empty = |site: &&crate::scenario::types::Site| {
        site.halls.is_empty()
            && site.leases.is_empty()
            && facts
                .s
                .rentals
                .iter()
                .all(|offer| facts.s.sites.get(offer.site.index()) != Some(*site))
            && site.blocks.iter().all(|block| block.value() <= 0.0)
    };
    let sites = facts.s.sites.iter().filter(empty);
    sites
        .map(|site| {
            found(
                base(site),
                format!("{} can have no capacity of any kind", site.id),
            )
        })
        .collect()
}

fn holds_no_chip(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (index, site) in facts.s.sites.iter().enumerate() {
        let housed = !site.halls.is_empty() || !site.leases.is_empty();
        let chips = facts.s.chips.len();
        if housed && chips > 0 && !(0..chips).any(|chip| facts.fits(chip, index)) {
            findings.push(found(
                base(site),
                format!("nothing at {} can hold any of the {chips} chips", site.id),
            ));
        }
    }
    findings
}

fn without_power(facts: &Facts<'_>) -> Vec<Finding> {
    let dark = |site: &&crate::scenario::types::Site| {
        !site.halls.is_empty()
            && site.tranches.is_empty()
            && site.power.iter().all(|power| power.value() <= 0.0)
    };
    let sites = facts.s.sites.iter().filter(dark);
    sites
        .map(|site| {
            found(
                join(&base(site), "power"),
                format!("{} has halls, but no grid power in any period", site.id),
            )
        })
        .collect()
}

fn tranches(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for tranche in &site.tranches {
            let ordered = tranche.earliest.max(site.earliest).index() + usize::from(tranche.lead_periods);
            let first = tranche.terms.energised.map_or(ordered, |t| t.index());
            if first >= facts.periods {
                let path = join(&join(&base(site), "tranches"), &tranche.id);
                let late = first - facts.periods + 1;
                let s = if late == 1 { "" } else { "s" };
                findings.push(found(
                    path,
                    format!(
                        "the tranche {} at {} delivers {late} period{s} too late for the horizon at the earliest",
                        tranche.id, site.id
                    ),
                ));
            }
        }
    }
    findings
}

fn halls_too_late(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for hall in &site.halls {
            let buildable = hall.max.is_none_or(|max| f64::from(max) > hall.begun());
            if buildable && site.earliest.index() + usize::from(hall.build_periods) >= facts.periods {
                let id = facts
                    .s
                    .halls
                    .get(hall.design.index())
                    .map_or("", |design| design.id.as_str());
                let message = format!(
                    "a hall {id} started at {} when it opens first is finished after the horizon",
                    site.id
                );
                findings.push(found(join(&join(&base(site), "halls"), id), message));
            }
        }
    }
    findings
}
