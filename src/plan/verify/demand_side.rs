//! Customers' behaviour: prices, churn, priority, placement.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number, tolerance};
use crate::scenario::{DemandId, Period, Placement, WorkloadId};
use std::collections::BTreeMap;

const RANGE: Kind = kind("price_response", "price_range");
const GIVEN: Kind = kind("plan", "price");
const CHURN: Kind = kind("churn", "churn");
const PRIORITY: Kind = kind("priority", "priority");
const SINGLE: Kind = kind("placement", "single");
const FIXED: Kind = kind("placement", "fixed");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for d in DemandId::all(facts.scenario.demand.len()) {
        for (t, h) in facts.blocks() {
            price(checker, d, t, h);
            churn(checker, d, t, h);
        }
        placement(checker, d);
    }
    for w in WorkloadId::all(facts.scenario.workloads.len()) {
        for (t, h) in facts.blocks() {
            priority(checker, w, t, h);
        }
    }
}

/// A price that is decided lies in its range, any other is the line's revenue. What is asked for at the price is
/// compared with the rest of the demand.
fn price(checker: &mut Checker<'_>, d: DemandId, t: Period, h: usize) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    let decides = checker.is_on(RANGE.family);
    let Some(response) = line.side.price.as_ref().filter(|_| decides) else {
        return;
    };
    let (price, base) = (facts.price(d, t, h), line.revenue[t.index()]);
    let subject = || facts.in_block(line.id.clone(), h);
    let answers = base.value() > 0.0 && line.volume_in(t.index(), h).value() > 0.0;
    if !(checker.prices_are_decided && answers) {
        let same = (price - base).value().abs() <= TOLERANCE * base.value();
        checker.require(same, GIVEN, subject, Some(t), || {
            let (price, base) = (number(price.value()), number(base.value()));
            format!("the price is {price} MUSD/unit/year, expected its revenue of {base}")
        });
        return;
    }
    let limit = |limit| Limit {
        kind: RANGE,
        period: Some(t),
        what: "price relative to the revenue given",
        limit,
        unit: "%",
    };
    let percent = |price| 100.0 * (price / base);
    let (least, most) = (response.least[t.index()], response.most[t.index()]);
    if checker.within(
        &limit("the highest price"),
        subject,
        percent(price),
        percent(most),
    ) && facts.asked(d, t, h) > TOLERANCE
    {
        // Where nothing is asked for the price limits nobody.
        checker.note(
            &limit("the highest price"),
            subject,
            percent(price),
            percent(most),
        );
    }
    checker.at_least(
        &limit("the lowest price"),
        subject,
        percent(price),
        percent(least),
    );
}

/// Those who have left are not served.
fn churn(checker: &mut Checker<'_>, d: DemandId, t: Period, h: usize) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    if line.side.churn.is_none() {
        return;
    }
    let limit = Limit {
        kind: CHURN,
        period: Some(t),
        what: "volume unmet",
        limit: "volume of customers who have left",
        unit: &facts.scenario.workloads[line.workload.index()].unit,
    };
    let lost = facts.lost(d, t) * line.volume_in(t.index(), h).value();
    let unmet = facts.plan.unmet[d.index()][t.index()][h];
    checker.at_least(&limit, || facts.in_block(line.id.clone(), h), unmet, lost);
}

/// The unmet share of a class of service is at most that of the next one.
fn priority(checker: &mut Checker<'_>, w: WorkloadId, t: Period, h: usize) {
    let facts = checker.facts;
    // By class: unmet and wanted volume.
    let mut classes: BTreeMap<u16, (f64, f64)> = BTreeMap::new();
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        if let Some(class) = line.side.priority.filter(|_| line.workload == w) {
            let sums = classes.entry(class).or_default();
            sums.0 += facts.plan.unmet[d.index()][t.index()][h];
            sums.1 += line.volume_in(t.index(), h).value();
        }
    }
    classes.retain(|_, (_, wanted)| *wanted > 0.0);
    let workload = &facts.scenario.workloads[w.index()];
    for ((class, (unmet, wanted)), (next, (later, of))) in classes.iter().zip(classes.iter().skip(1)) {
        let limit = Limit {
            kind: PRIORITY,
            period: Some(t),
            what: &format!("volume unmet in class {class}"),
            limit: &format!("the share of it that is unmet in class {next}"),
            unit: &workload.unit,
        };
        let subject = || facts.in_block(format!("{},{class}", workload.id), h);
        checker.within(&limit, subject, *unmet, wanted * later / of);
    }
}

/// A line that is not split comes from one place or none, as a whole.
fn placement(checker: &mut Checker<'_>, d: DemandId) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    if line.side.placement == Placement::Split {
        return;
    }
    let mut home = None;
    for t in facts.periods() {
        let mut places = 0;
        let mut whole = true;
        // The place takes all of every block of hours or nothing of any.
        let mut takes = |volumes: &[f64]| {
            let part = |(h, volume): (usize, &f64)| {
                let wanted = line.volume_in(t.index(), h).value();
                let error = tolerance(*volume, wanted);
                (*volume > error, *volume < wanted - error)
            };
            let parts: Vec<(bool, bool)> = volumes.iter().enumerate().map(part).collect();
            let some = parts.iter().any(|(some, _)| *some);
            places += usize::from(some);
            whole &= !some || parts.iter().all(|(_, less)| !less);
            some
        };
        let mut from = None;
        for r in facts.sites() {
            if takes(&facts.plan.served[d.index()][r.index()][t.index()]) {
                from = Some(r);
            }
        }
        takes(&facts.plan.rented[d.index()][t.index()]);
        let subject = || line.id.clone();
        checker.require(places <= 1 && whole, SINGLE, subject, Some(t), || {
            let parts = if whole { "" } else { " and not as a whole" };
            format!("{} comes from {places} places{parts}; it is not split", line.id)
        });
        if line.side.placement == Placement::Fixed && from.is_some() {
            let stays = *home.get_or_insert(from) == from;
            checker.require(stays, FIXED, subject, Some(t), || {
                format!("{} moves to another site; it is fixed to one", line.id)
            });
        }
    }
}
