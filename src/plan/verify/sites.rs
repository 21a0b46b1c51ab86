//! Openings, construction, power tranches, leases.

use super::{Checker, Kind, Limit, kind};
use crate::scenario::{Hectares, SiteId};

const OPENING: Kind = kind("site_opening", "site_opening");
const OPENINGS: Kind = kind("site_opening", "openings_per_period");
const REQUIRES: Kind = kind("site_opening", "site_requires");
const HALL_SITE: Kind = kind("hall_construction", "hall_site");
const COMMITTED_HALLS: Kind = kind("hall_construction", "committed_halls");
const LAND: Kind = kind("hall_construction", "land");
const CONTRACTOR: Kind = kind("hall_construction", "contractor");
const TRANCHE_EARLIEST: Kind = kind("power_tranche", "tranche_earliest");
const TRANCHE_COMMITTED: Kind = kind("power_tranche", "committed_tranche");
const TRANCHE_SITE: Kind = kind("power_tranche", "tranche_site");
const TRANCHE_ORDER: Kind = kind("power_tranche", "tranche_order");
const COMMITTED_BLOCKS: Kind = kind("leases", "committed_blocks");
const LEASE: Kind = kind("leases", "lease_blocks");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for r in facts.sites() {
        opening(checker, r);
        construction(checker, r);
        tranches(checker, r);
        leases(checker, r);
    }
    openings_per_period(checker);
}

fn opening(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    let opened = facts.plan.opened[r.index()];
    let when = opened.map_or("never".to_owned(), |t| format!("from {}", checker.facts.label(t)));
    if site.existing {
        let from_start = opened.is_some_and(|t| t.0 == 0);
        checker.require(
            from_start,
            OPENING,
            || site.id.clone(),
            opened,
            || {
                format!(
                    "{} is already open before the horizon, the plan opens it {when}",
                    site.id
                )
            },
        );
    } else {
        let earliest = checker.facts.label(site.earliest);
        let early = opened.is_some_and(|t| t < site.earliest);
        checker.require(
            !early,
            OPENING,
            || site.id.clone(),
            opened,
            || format!("{} opens {when}, its earliest period is {earliest}", site.id),
        );
        if let Some(committed) = site.committed {
            let kept = facts.open(r, committed);
            let by = checker.facts.label(committed);
            checker.require(
                kept,
                OPENING,
                || site.id.clone(),
                Some(committed),
                || {
                    format!(
                        "{} is committed to be open by {by}, the plan opens it {when}",
                        site.id
                    )
                },
            );
        }
    }
    for needed in &site.requires {
        let alone = facts
            .periods()
            .find(|&t| facts.open(r, t) && !facts.open(*needed, t));
        checker.require(
            alone.is_none(),
            REQUIRES,
            || site.id.clone(),
            alone,
            || {
                let needed = &facts.scenario.sites[needed.index()].id;
                format!(
                    "{} is open {when} while {needed}, which it requires, is not",
                    site.id
                )
            },
        );
    }
}

fn openings_per_period(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    let Some(limits) = &facts.scenario.openings_per_period else {
        return;
    };
    for t in facts.periods() {
        let opens =
            |r: &SiteId| !facts.scenario.sites[r.index()].existing && facts.plan.opened[r.index()] == Some(t);
        let limit = Limit {
            kind: OPENINGS,
            period: Some(t),
            what: "openings",
            limit: "openings allowed per period",
            unit: "site",
        };
        let opened = facts.sites().filter(opens).count() as f64;
        checker.at_most(&limit, String::new, opened, limits[t.index()]);
    }
}

fn construction(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for t in facts.periods() {
        let mut land = 0.0;
        let mut land_left = site.land.map_or(f64::INFINITY, Hectares::value);
        let mut begun = 0.0;
        for (k, hall) in site.halls.iter().enumerate() {
            let design = &facts.scenario.halls[hall.design.index()];
            let started = facts.started(r, k, t);
            let now = facts.plan.halls_started[r.index()][k][t.index()];
            let footprint = design.footprint.value();
            land += footprint * started;
            land_left -= footprint * hall.begun();
            begun += f64::from(now);
            let subject = || format!("{},{}", site.id, design.id);
            checker.require(now == 0 || facts.open(r, t), HALL_SITE, subject, Some(t), || {
                format!(
                    "{now} halls {} are started at {}, which is not open",
                    design.id, site.id
                )
            });
            if let Some(max) = hall.max {
                let limit = Limit {
                    kind: HALL_SITE,
                    period: Some(t),
                    what: "halls started so far",
                    limit: "halls allowed beside the existing ones",
                    unit: "hall",
                };
                let allowed = f64::from(max) - hall.begun();
                checker.at_most(&limit, subject, started, allowed);
            }
            if !hall.construction.committed.is_empty() {
                let limit = Limit {
                    kind: COMMITTED_HALLS,
                    period: Some(t),
                    what: "halls started so far",
                    limit: "halls committed",
                    unit: "hall",
                };
                checker.at_least(&limit, subject, started, hall.construction.due(t.index()));
            }
        }
        if site.land.is_some() {
            let limit = Limit {
                kind: LAND,
                period: Some(t),
                what: "land under new halls",
                limit: "land left by the existing ones",
                unit: Hectares::UNIT,
            };
            checker.at_most(&limit, || site.id.clone(), land, land_left);
        }
        if let Some(contractor) = site.contractor {
            let limit = Limit {
                kind: CONTRACTOR,
                period: Some(t),
                what: "halls started",
                limit: "contractor's halls per period",
                unit: "hall",
            };
            checker.at_most(&limit, || site.id.clone(), begun, contractor);
        }
    }
}

fn tranches(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (g, tranche) in site.tranches.iter().enumerate() {
        let subject = || format!("{},{}", site.id, tranche.id);
        let (connected, terms) = (facts.plan.connected[r.index()][g], &tranche.terms);
        if terms.energised.is_some() {
            let kept = connected.is_some_and(|t| t.0 == 0);
            checker.require(kept, TRANCHE_COMMITTED, subject, connected, || {
                format!(
                    "tranche {} of {} was ordered before the horizon",
                    tranche.id, site.id
                )
            });
            continue;
        }
        if let Some(by) = terms.committed {
            let kept = connected.is_some_and(|t| t <= by);
            checker.require(kept, TRANCHE_COMMITTED, subject, Some(by), || {
                let by = facts.label(by);
                format!("tranche {} of {} is committed by {by}", tranche.id, site.id)
            });
        }
        let Some(t) = connected else {
            continue;
        };
        let when = checker.facts.label(t);
        let earliest = checker.facts.label(tranche.earliest);
        checker.require(t >= tranche.earliest, TRANCHE_EARLIEST, subject, Some(t), || {
            format!(
                "tranche {} is committed in {when}, its earliest period is {earliest}",
                tranche.id
            )
        });
        checker.require(facts.open(r, t), TRANCHE_SITE, subject, Some(t), || {
            format!(
                "tranche {} is committed in {when}, when {} is not open",
                tranche.id, site.id
            )
        });
        // Generators stand outside the order; a connection ordered before the horizon is ahead of all.
        let in_line = |other: &usize| {
            let terms = &site.tranches[*other].terms;
            terms.bridging.is_none() && terms.energised.is_none()
        };
        if let Some(before) = (0..g).rev().find(in_line).filter(|_| terms.bridging.is_none()) {
            let in_order = facts.plan.connected[r.index()][before].is_some_and(|earlier| earlier <= t);
            checker.require(in_order, TRANCHE_ORDER, subject, Some(t), || {
                let before = &site.tranches[before].id;
                format!(
                    "tranche {} is committed in {when} before tranche {before}",
                    tranche.id
                )
            });
        }
    }
}

fn leases(checker: &mut Checker<'_>, r: SiteId) {
    let facts = checker.facts;
    let site = &facts.scenario.sites[r.index()];
    for (b, lease) in site.leases.iter().enumerate() {
        let subject = || format!("{},{}", site.id, lease.id);
        for t in facts.periods() {
            let signed = facts.plan.leased[r.index()][b][t.index()];
            checker.require(
                signed == 0 || t >= lease.earliest,
                LEASE,
                subject,
                Some(t),
                || {
                    format!(
                        "{signed} blocks of lease {} are signed before it is offered",
                        lease.id
                    )
                },
            );
            let least = lease.terms.committed.get(t.index()).copied().unwrap_or(0);
            checker.require(signed >= least, COMMITTED_BLOCKS, subject, Some(t), || {
                format!(
                    "{signed} blocks of lease {} are signed, {least} are committed",
                    lease.id
                )
            });
            // Blocks under an option come on top, for their term.
            let calls = &facts.plan.leasing.exercised[r.index()][b];
            let exercised: f64 = facts
                .running_leases(r, b, t)
                .map(|(from, _)| f64::from(calls[from.index()]))
                .sum();
            let limit = Limit {
                kind: LEASE,
                period: Some(t),
                what: "blocks leased",
                limit: "blocks on offer",
                unit: "block",
            };
            checker.at_most(
                &limit,
                subject,
                facts.active(r, b, t) - exercised,
                f64::from(lease.max_blocks),
            );
        }
    }
}
