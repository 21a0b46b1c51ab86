//! Stages, halls in work, conversions and terms of tranches that contradict themselves or can never be of use.

use super::facts::Facts;
use super::values::{Positive, Shares, Values};
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{Site, SiteHall, Tranche};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "stages-at-open-site",
        severity: Severity::Error,
        title: "Only sites that are not open yet have stages before opening",
        hint: "take the `stages` of the site out, or make it a candidate",
        run: stages_at_open_site,
    },
    Check {
        id: "commitment-too-early",
        severity: Severity::Error,
        title: "Sites, stages and tranches are not committed before they are possible",
        hint: "move `committed` back, or `earliest` and the lead times of the stages before it forward",
        run: commitments,
    },
    Check {
        id: "site-never-ready",
        severity: Severity::Warning,
        title: "The stages of every site can be complete within the horizon",
        hint: "check `lead_time` and `earliest` of the site's `stages` against the horizon",
        run: never_ready,
    },
    Check {
        id: "stage-shares-sum",
        severity: Severity::Error,
        title: "The stages of a hall share all of its cost, and each stage spends all of its own",
        hint: "for two stages: `share: 60 %` and `share: 40 %`; for two periods: `spend_profile: [50 %, 50 %]`",
        run: shares_sum,
    },
    Check {
        id: "contractor-without-stage",
        severity: Severity::Error,
        title: "Every stage named in `contractors` is a stage of some hall of the site",
        hint: "use the ids of the stages of the site's hall designs",
        run: contractors,
    },
    Check {
        id: "committed-halls-over-max",
        severity: Severity::Error,
        title: "No more halls are committed than the site may have",
        hint: "`max` counts existing halls, halls in work and new ones",
        run: committed_halls,
    },
    Check {
        id: "committed-blocks-impossible",
        severity: Severity::Error,
        title: "Committed blocks of a lease are on offer when they are to be signed",
        hint: "raise `max_blocks`, or move `earliest` forward",
        run: committed_blocks,
    },
    Check {
        id: "retrofit-to-itself",
        severity: Severity::Error,
        title: "A conversion leads to another design",
        hint: "name two different designs in `from` and `to`",
        run: retrofits,
    },
];

fn base(site: &Site) -> String {
    join("sites", &site.id)
}

/// Path of a hall design at a site.
fn hall_path(facts: &Facts<'_>, site: &Site, hall: &SiteHall) -> String {
    let id = facts
        .s
        .halls
        .get(hall.design.index())
        .map_or("", |design| &design.id);
    join(&join(&base(site), "halls"), id)
}

/// First period in which each stage of a site can start, then the one in which the site can open.
fn possible_starts(site: &Site) -> Vec<usize> {
    let mut ready = 0;
    let mut starts = Vec::new();
    for stage in &site.construction.stages {
        let start = ready.max(stage.earliest.index());
        starts.push(start);
        ready = match stage.finishes {
            Some(finishes) => finishes.index(),
            None => start + usize::from(stage.lead_periods),
        };
    }
    starts.push(ready.max(site.earliest.index()));
    starts
}

fn stages_at_open_site(facts: &Facts<'_>) -> Vec<Finding> {
    let sites = facts.s.sites.iter();
    let wrong = sites.filter(|site| site.existing && !site.construction.stages.is_empty());
    wrong
        .map(|site| {
            let message = format!("{} is open already, but has stages before opening", site.id);
            found(join(&base(site), "stages"), message)
        })
        .collect()
}

fn commitments(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in facts.s.sites.iter().filter(|site| !site.existing) {
        let starts = possible_starts(site);
        let opens = starts.last().copied().unwrap_or_default();
        let mut check = |path: String, what: String, by: Option<crate::scenario::Period>, first: usize| {
            if let Some(by) = by.filter(|by| by.index() < first) {
                let (by, from) = (facts.label(by.index()), facts.label(first));
                let message = format!("{what} is committed by {by}, but possible from {from} on");
                findings.push(found(path, message));
            }
        };
        for (stage, start) in site.construction.stages.iter().zip(&starts) {
            let path = join(&join(&join(&base(site), "stages"), &stage.id), "committed");
            check(
                path,
                format!("{} of {}", stage.id, site.id),
                stage.committed,
                *start,
            );
        }
        // `committed-before-earliest` says the rest.
        if opens > site.earliest.index() {
            check(
                join(&base(site), "committed"),
                site.id.clone(),
                site.committed,
                opens,
            );
        }
        for tranche in &site.tranches {
            let path = join(&join(&join(&base(site), "tranches"), &tranche.id), "committed");
            let first = opens.max(tranche.earliest.index());
            let what = format!("the tranche {} at {}", tranche.id, site.id);
            check(path, what, tranche.terms.committed, first);
        }
    }
    findings
}

fn never_ready(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in facts
        .s
        .sites
        .iter()
        .filter(|site| !site.construction.stages.is_empty())
    {
        let ready = possible_starts(site).last().copied().unwrap_or_default();
        if !site.existing && ready >= facts.periods {
            let path = join(&base(site), "stages");
            findings.push(found(
                path,
                format!("{} can never open: its stages end after the horizon", site.id),
            ));
        }
    }
    findings
}

fn shares_sum(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut check = |path: &str, parts: &mut dyn Iterator<Item = f64>| {
        let sum: f64 = parts.sum();
        if (sum - 1.0).abs() > 1e-6 {
            let message = format!("the parts add up to {} %; expected 100 %", percent(sum));
            findings.push(found(path, message));
        }
    };
    for site in &facts.s.sites {
        let stages = join(&base(site), "stages");
        for stage in &site.construction.stages {
            let path = join(&join(&stages, &stage.id), "spend_profile");
            check(&path, &mut stage.spend_profile.iter().copied());
        }
        for hall in site
            .halls
            .iter()
            .filter(|hall| !hall.construction.stages.is_empty())
        {
            let path = join(&hall_path(facts, site, hall), "stages");
            check(
                &path,
                &mut hall.construction.stages.iter().map(|stage| stage.share),
            );
            for stage in &hall.construction.stages {
                let path = join(&join(&path, &stage.id), "spend_profile");
                check(&path, &mut stage.spend_profile.iter().copied());
            }
        }
    }
    findings
}

fn contractors(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        let known = |id: &str| {
            let stages = site.halls.iter().flat_map(|hall| &hall.construction.stages);
            stages.into_iter().any(|stage| stage.id == id)
        };
        for (id, _) in site.construction.contractors.iter().filter(|(id, _)| !known(id)) {
            let path = join(&join(&base(site), "contractors"), id);
            findings.push(found(path, format!("no hall of {} has a stage {id}", site.id)));
        }
    }
    findings
}

fn committed_halls(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for hall in &site.halls {
            let due = hall.construction.due(facts.periods.saturating_sub(1));
            if let Some(max) = hall
                .max
                .filter(|&max| hall.begun() + due > f64::from(max) && due > 0.0)
            {
                let message = format!(
                    "halls at {}: {} stand or are in work and {due} more are committed, allowed: at most {max}",
                    site.id,
                    hall.begun()
                );
                findings.push(found(join(&hall_path(facts, site, hall), "committed"), message));
            }
        }
    }
    findings
}

fn committed_blocks(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for lease in &site.leases {
            let path = join(&join(&join(&base(site), "leases"), &lease.id), "committed");
            for (t, &blocks) in lease.terms.committed.iter().enumerate() {
                let offered = if t < lease.earliest.index() {
                    0
                } else {
                    lease.max_blocks
                };
                if blocks > offered {
                    let (id, label) = (&lease.id, facts.label(t));
                    let message = format!(
                        "{blocks} blocks of {id} at {} are committed in {label}, where {offered} can be signed",
                        site.id
                    );
                    findings.push(found(&*path, message));
                }
            }
        }
    }
    findings
}

fn retrofits(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for site in &facts.s.sites {
        for retrofit in site.construction.retrofits.iter().filter(|f| f.from == f.to) {
            let path = join(&join(&join(&base(site), "retrofits"), &retrofit.id), "to");
            let message = format!(
                "{} at {} leads to the design that it starts from",
                retrofit.id, site.id
            );
            findings.push(found(path, message));
        }
    }
    findings
}

/// Money and numbers of a site's construction that must not be negative.
pub(super) fn negative(facts: &Facts<'_>, site: &Site, values: &mut Values) {
    let lowest = |costs: &[crate::scenario::MillionUsd]| {
        costs
            .iter()
            .map(|cost| cost.value())
            .fold(f64::INFINITY, f64::min)
    };
    for stage in &site.construction.stages {
        let base = join(&join(&base(site), "stages"), &stage.id);
        values.add(&base, "cost", lowest(&stage.cost), "MUSD");
        values.add(&base, "idle_cost", stage.idle_cost.value(), "MUSD/year");
        values.add(&base, "salvage", stage.salvage.value(), "MUSD");
    }
    for (id, most) in &site.construction.contractors {
        values.add(&join(&base(site), "contractors"), id, *most, "halls");
    }
    for retrofit in &site.construction.retrofits {
        let base = join(&join(&base(site), "retrofits"), &retrofit.id);
        values.add(&base, "cost", lowest(&retrofit.cost), "MUSD");
    }
    for hall in &site.halls {
        let base = join(&hall_path(facts, site, hall), "stages");
        for stage in &hall.construction.stages {
            values.add(
                &join(&base, &stage.id),
                "idle_cost",
                stage.idle_cost.value(),
                "MUSD/year",
            );
        }
    }
}

/// Money and numbers of a tranche's terms that must not be negative.
pub(super) fn negative_terms(base: &str, tranche: &Tranche, values: &mut Values) {
    values.add(base, "cost", tranche.terms.cost.value(), "MUSD");
    if let Some(bridging) = &tranche.terms.bridging {
        let base = join(base, "bridging");
        values.add(&base, "fuel_price", bridging.fuel_price.value(), "USD/MWh");
        values.add(&base, "carbon", bridging.carbon, "gCO2/kWh");
    }
}

/// Shares of a site's construction and tranches.
pub(super) fn shares(facts: &Facts<'_>, site: &Site, check: &mut Shares<'_>) {
    for stage in &site.construction.stages {
        let base = join(&join(&base(site), "stages"), &stage.id);
        stage
            .spend_profile
            .iter()
            .for_each(|&share| check(&base, "spend_profile", share));
    }
    for hall in &site.halls {
        let base = join(&hall_path(facts, site, hall), "stages");
        for stage in &hall.construction.stages {
            let base = join(&base, &stage.id);
            check(&base, "share", stage.share);
            stage
                .spend_profile
                .iter()
                .for_each(|&share| check(&base, "spend_profile", share));
        }
    }
    for tranche in &site.tranches {
        let base = join(&join(&base(site), "tranches"), &tranche.id);
        tranche
            .terms
            .ramp
            .iter()
            .for_each(|&share| check(&base, "ramp", share));
        check(&base, "take_or_pay", tranche.terms.take_or_pay.unwrap_or(1.0));
        check(&base, "refund", tranche.terms.refund);
    }
}

/// Numbers that must be above zero.
pub(super) fn positive(facts: &Facts<'_>, site: &Site, check: &mut Positive<'_>) {
    for hall in &site.halls {
        let base = hall_path(facts, site, hall);
        for work in &hall.construction.in_work {
            check(&base, "in_work", f64::from(work.count), "halls");
        }
    }
}
