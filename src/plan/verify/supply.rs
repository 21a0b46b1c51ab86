//! Orders, hub stock, pools, retirement, and the time of the fleet.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::scenario::ChipId;

const SUPPLY: Kind = kind("chip_supply", "chip_supply");
const POOL: Kind = kind("chip_supply", "supply_pool");
const RETIRE: Kind = kind("fleet_balance", "cohort_retire");
const TIME: Kind = kind("workload_capacity", "chip_time");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for c in facts.chips() {
        orders(checker, c);
        stock(checker, c);
        chip_time(checker, c);
    }
    pools(checker);
    retirements(checker);
}

fn orders(checker: &mut Checker<'_>, c: ChipId) {
    let facts = checker.facts;
    let chip = &facts.scenario.chips[c.index()];
    for t in facts.periods() {
        let ordered = facts.plan.ordered[c.index()][t.index()];
        let on_sale = chip
            .available
            .is_some_and(|(first, last)| first <= t && t <= last);
        let window = match chip.available {
            Some((first, last)) => (checker.facts.label(first), checker.facts.label(last)),
            None => ("never", "never"),
        };
        checker.require(
            ordered <= 0.0 || on_sale,
            SUPPLY,
            || chip.id.clone(),
            Some(t),
            || {
                let window = match chip.available {
                    Some(_) => format!("from {} to {}", window.0, window.1),
                    None => "never".to_owned(),
                };
                format!("{ordered} units of {} arrive; they can arrive {window}", chip.id)
            },
        );
        if let (true, Some(supply)) = (on_sale, &chip.supply) {
            let limit = Limit {
                kind: SUPPLY,
                period: Some(t),
                what: "units ordered",
                limit: "supply",
                unit: "unit",
            };
            checker.at_most(&limit, || chip.id.clone(), ordered, supply[t.index()]);
        }
    }
}

/// What is deployed or left in the hub must have arrived or been there before.
fn stock(checker: &mut Checker<'_>, c: ChipId) {
    let facts = checker.facts;
    let chip = &facts.scenario.chips[c.index()];
    let mut before = 0.0;
    for t in facts.periods() {
        let left = facts.plan.hub[c.index()][t.index()];
        checker.require(
            chip.hub || left <= TOLERANCE,
            SUPPLY,
            || chip.id.clone(),
            Some(t),
            || {
                format!(
                    "{} units of {} wait in a hub, which it does not have",
                    number(left),
                    chip.id
                )
            },
        );
        let left = if chip.hub { left } else { 0.0 };
        let arrived = facts.arrived(c, t);
        let deployed: f64 = facts
            .sites()
            .map(|r| facts.plan.deployed[c.index()][r.index()][t.index()])
            .sum();
        let limit = Limit {
            kind: SUPPLY,
            period: Some(t),
            what: "units deployed or kept",
            limit: "units arrived or kept before",
            unit: "unit",
        };
        checker.within(&limit, || chip.id.clone(), deployed + left, arrived + before);
        // Some of what waits is lost before the next period.
        let years = facts.scenario.horizon.length[t.index()].value();
        before = left * (1.0 - chip.hub_terms.loss).powf(years);
    }
}

fn pools(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for pool in &facts.scenario.pools {
        for t in facts.periods() {
            let drawn = |&(c, amount): &(ChipId, f64)| amount * facts.plan.ordered[c.index()][t.index()];
            let limit = Limit {
                kind: POOL,
                period: Some(t),
                what: "drawn from the pool",
                limit: "pool",
                unit: "unit",
            };
            let used = pool.members.iter().map(drawn).sum();
            checker.at_most(&limit, || pool.id.clone(), used, pool.at_most[t.index()]);
        }
    }
}

fn retirements(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for (e, cohort) in facts.scenario.cohorts.iter().enumerate() {
        let chip = &facts.scenario.chips[cohort.chip.index()].id;
        let site = &facts.scenario.sites[cohort.site.index()].id;
        let subject = || format!("{chip},{site}");
        let retired = &facts.plan.retired[e];
        for t in facts.periods() {
            let units = retired[t.index()];
            checker.require(
                units <= 0.0 || t.0 < cohort.ends,
                RETIRE,
                subject,
                Some(t),
                || format!("{units} units of {chip} at {site} are retired after the end of their life"),
            );
            checker.require(
                units <= 0.0 || !facts.scenario.chips[cohort.chip.index()].by_vintage(),
                RETIRE,
                subject,
                Some(t),
                || format!("{units} units of {chip} at {site} are retired beside their vintages"),
            );
        }
        let limit = Limit {
            kind: RETIRE,
            period: None,
            what: "units retired",
            limit: "units there are",
            unit: "unit",
        };
        let all = retired.iter().sum();
        checker.within(&limit, subject, all, f64::from(cohort.units));
    }
}

/// Units at work, on inference or training, are no more than the fleet that is available.
fn chip_time(checker: &mut Checker<'_>, c: ChipId) {
    if !checker.fleet_is_known() {
        return;
    }
    let facts = checker.facts;
    let chip = &facts.scenario.chips[c.index()];
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()].id;
        for (t, h) in facts.blocks() {
            let (assigned, on_jobs) = facts.at_work(c, r, t, h);
            let limit = Limit {
                kind: TIME,
                period: Some(t),
                what: "units at work",
                limit: "units in service and available",
                unit: "unit",
            };
            let available = facts.can_work(c, r, t);
            checker.within(
                &limit,
                || facts.in_block(format!("{},{site}", chip.id), h),
                assigned + on_jobs,
                available,
            );
        }
    }
}
