//! Minimum commitments, options and extensions of leases; rented accelerators.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::plan::select::{self, Status};
use crate::scenario::{LeaseOffer, SiteId};

const LEAST: Kind = kind("lease_terms", "lease_least");
const CALL: Kind = kind("lease_terms", "lease_call");
const OPTION: Kind = kind("lease_terms", "lease_option");
const EXTENSION: Kind = kind("lease_terms", "lease_extension");
const RENTAL: Kind = kind("accelerator_rental", "rental_units");
const PERMISSION: Kind = kind("export_rules", "rental_permission");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for r in facts.sites() {
        for (b, lease) in facts.scenario.sites[r.index()].leases.iter().enumerate() {
            signings(checker, r, b, lease);
            option(checker, r, b, lease);
            extensions(checker, r, b, lease);
        }
    }
    rentals(checker);
}

fn signings(checker: &mut Checker<'_>, r: SiteId, b: usize, lease: &LeaseOffer) {
    let facts = checker.facts;
    let subject = || format!("{},{}", facts.scenario.sites[r.index()].id, lease.id);
    for t in facts.periods() {
        let signed = facts.plan.leased[r.index()][b][t.index()];
        checker.require(
            signed == 0 || signed >= lease.terms.min_blocks,
            LEAST,
            subject,
            Some(t),
            || {
                let least = lease.terms.min_blocks;
                format!("{signed} blocks are signed; a signing has at least {least}")
            },
        );
    }
}

fn option(checker: &mut Checker<'_>, r: SiteId, b: usize, lease: &LeaseOffer) {
    let facts = checker.facts;
    let subject = || format!("{},{}", facts.scenario.sites[r.index()].id, lease.id);
    let plan = &facts.plan.leasing;
    let taken = plan.options[r.index()][b];
    let terms = lease.terms.option.as_ref();
    let most = terms.map_or(0, |option| option.blocks);
    checker.require(taken <= most, OPTION, subject, None, || {
        format!("the option is taken for {taken} blocks; it covers {most}")
    });
    let mut all = 0.0;
    for t in facts.periods() {
        let exercised = plan.exercised[r.index()][b][t.index()];
        if exercised == 0 {
            continue;
        }
        all += f64::from(exercised);
        let open = terms.is_some_and(|option| option.taken <= t && t <= option.until);
        checker.require(open, OPTION, subject, Some(t), || {
            format!("{exercised} blocks exercise an option that is not open then")
        });
        let signed = facts.plan.leased[r.index()][b][t.index()];
        checker.require(exercised <= signed, CALL, subject, Some(t), || {
            format!("{exercised} blocks exercise the option, only {signed} are signed")
        });
    }
    let limit = Limit {
        kind: OPTION,
        period: None,
        what: "blocks that exercise the option",
        limit: "blocks for which it is taken",
        unit: "block",
    };
    checker.within(&limit, subject, all, f64::from(taken));
}

/// What is extended has just ended: a signing, or an earlier extension.
fn extensions(checker: &mut Checker<'_>, r: SiteId, b: usize, lease: &LeaseOffer) {
    let facts = checker.facts;
    let extended = &facts.plan.leasing.extended[r.index()][b];
    for t in facts.periods() {
        let blocks = f64::from(extended[t.index()]);
        let ended = |term: u16, table: &[u32]| {
            let begun = t.0.checked_sub(term).map(usize::from);
            f64::from(begun.and_then(|s| table.get(s)).copied().unwrap_or(0))
        };
        let most = lease.terms.extension.as_ref().map_or(0.0, |extension| {
            ended(lease.term, &facts.plan.leased[r.index()][b]) + ended(extension.term, extended)
        });
        let limit = Limit {
            kind: EXTENSION,
            period: Some(t),
            what: "blocks extended",
            limit: "blocks whose term has just ended",
            unit: "block",
        };
        let subject = || format!("{},{}", facts.scenario.sites[r.index()].id, lease.id);
        checker.within(&limit, subject, blocks, most);
    }
}

fn rentals(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for (n, offer) in facts.scenario.rentals.iter().enumerate() {
        let begun = &facts.plan.leasing.rentals[n];
        for t in facts.periods() {
            let units = begun[t.index()];
            let subject = || offer.id.clone();
            let status = select::status(facts.scenario, offer.chip, offer.site, t);
            let allowed = matches!(status, Status::Free | Status::Granted);
            checker.require(
                units <= TOLERANCE || allowed,
                PERMISSION,
                subject,
                Some(t),
                || {
                    format!(
                        "{} units of {} are rented where the rules do not let the chip be deployed",
                        number(units),
                        offer.id
                    )
                },
            );
            let first = (t.index() + 1).saturating_sub(usize::from(offer.term.max(1)));
            let rented: f64 = begun[first..=t.index()].iter().sum();
            if let Some(most) = &offer.at_most {
                let limit = Limit {
                    kind: RENTAL,
                    period: Some(t),
                    what: "units rented",
                    limit: "units on offer",
                    unit: "unit",
                };
                checker.at_most(&limit, subject, rented, most[t.index()]);
            }
        }
    }
}
