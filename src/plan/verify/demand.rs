//! Workload capacity, demand balance, service floor, latency and residency.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::plan::select;
use crate::scenario::{
    DemandId, DemandLine, Market, Milliseconds, Period, Scenario, Site, SiteId, WorkloadId,
};
use std::fmt;

const CAPACITY: Kind = kind("workload_capacity", "workload_capacity");
const BALANCE: Kind = kind("demand_balance", "demand_balance");
const FLOOR: Kind = kind("demand_balance", "service_floor");
const RENT: Kind = kind("demand_balance", "rent_limit");
pub(super) const ARC: Kind = kind("residency_latency", "residency_latency");
const SHARE: Kind = kind("residency_latency", "residency_share");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for w in WorkloadId::all(facts.scenario.workloads.len()) {
        capacity(checker, w);
    }
    for d in DemandId::all(facts.scenario.demand.len()) {
        arcs(checker, d);
        for (t, h) in facts.blocks() {
            balance(checker, d, t, h);
            resident_share(checker, d, t, h);
        }
    }
}

fn capacity(checker: &mut Checker<'_>, w: WorkloadId) {
    let facts = checker.facts;
    let workload = &facts.scenario.workloads[w.index()];
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()].id;
        for (t, h) in facts.blocks() {
            for c in facts.chips() {
                let chip = &facts.scenario.chips[c.index()];
                let units = facts.plan.assigned[c.index()][r.index()][w.index()][t.index()][h];
                let runs = facts.scenario.throughput(c, w, t.index()).value() > 0.0;
                let subject = || facts.in_block(format!("{},{site},{}", chip.id, workload.id), h);
                checker.require(runs || units <= TOLERANCE, CAPACITY, subject, Some(t), || {
                    format!(
                        "{} units of {} are given to {}, which they cannot run",
                        number(units),
                        chip.id,
                        workload.id
                    )
                });
            }
            let limit = Limit {
                kind: CAPACITY,
                period: Some(t),
                what: "peak volume served",
                limit: "capacity",
                unit: &workload.unit,
            };
            let peak = workload.peak * facts.load(r, w, t, h);
            checker.within(
                &limit,
                || facts.in_block(format!("{site},{}", workload.id), h),
                peak,
                facts.capacity(r, w, t, h),
            );
        }
    }
}

/// Why a site may not serve a demand line. Put into words only when told: most sites are too far for most lines.
pub(super) enum Barrier<'a> {
    /// The round trip is not known.
    Unknown(&'a Market, &'a Site),
    /// The round trip is longer than the workload allows.
    Far(&'a Market, &'a Site, Milliseconds, Milliseconds),
    /// All of the data must stay elsewhere.
    Data(&'a DemandLine, &'a Site),
}

impl fmt::Display for Barrier<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown(market, site) => {
                write!(f, "the round trip from {} to {} is not known", market.id, site.id)
            }
            Self::Far(market, site, time, budget) => write!(
                f,
                "the round trip from {} to {} is {} ms, at most {} ms is allowed",
                market.id,
                site.id,
                time.value(),
                budget.value()
            ),
            Self::Data(line, site) => {
                write!(f, "data of {} may not be processed at {}", line.id, site.id)
            }
        }
    }
}

/// Whether a site may serve a demand line at all: near enough, and inside the places where all of the data
/// must stay.
pub(super) fn may_serve<'a>(
    scenario: &'a Scenario,
    line: &'a DemandLine,
    r: SiteId,
) -> Result<(), Barrier<'a>> {
    let market = &scenario.markets[line.market.index()];
    let site = &scenario.sites[r.index()];
    if let Some(budget) = scenario.workloads[line.workload.index()].latency {
        match market.latency[r.index()] {
            None => return Err(Barrier::Unknown(market, site)),
            Some(time) if time > budget => return Err(Barrier::Far(market, site, time, budget)),
            Some(_) => {}
        }
    }
    match &line.residency {
        Some(residency) if residency.share >= 1.0 && !select::place(scenario, &residency.places, r) => {
            Err(Barrier::Data(line, site))
        }
        _ => Ok(()),
    }
}

fn arcs(checker: &mut Checker<'_>, d: DemandId) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    for r in facts.sites() {
        let allowed = may_serve(facts.scenario, line, r);
        for (t, h) in facts.blocks() {
            checker.checked += 1;
            let volume = facts.plan.served[d.index()][r.index()][t.index()][h];
            if let (Err(reason), true) = (&allowed, volume > TOLERANCE) {
                let site = &facts.scenario.sites[r.index()].id;
                let unit = &facts.scenario.workloads[line.workload.index()].unit;
                let message = format!("{site} serves {} {unit} of {}: {reason}", number(volume), line.id);
                let subject = facts.in_block(format!("{site},{}", line.id), h);
                checker.refuse(ARC, subject, Some(t), message, volume);
            }
        }
    }
}

fn balance(checker: &mut Checker<'_>, d: DemandId, t: Period, h: usize) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    let unit = &facts.scenario.workloads[line.workload.index()].unit;
    let subject = || facts.in_block(line.id.clone(), h);
    let limit = |kind: Kind, what: &'static str, limit: &'static str| Limit {
        kind,
        period: Some(t),
        what,
        limit,
        unit,
    };
    let volume = facts.asked(d, t, h);
    let rented = facts.plan.rented[d.index()][t.index()][h];
    let unmet = facts.plan.unmet[d.index()][t.index()][h];
    let accounted = facts.served(d, t, h) + rented + unmet;
    let row = limit(BALANCE, "volume served, rented or unmet", "demand");
    checker.within(&row, subject, accounted, volume);
    checker.at_least(&row, subject, accounted, volume);
    let floor = limit(FLOOR, "volume unmet", "volume that may stay unmet");
    let most = (1.0 - line.service_floor) * volume;
    if line.service_floor > 0.0 {
        checker.at_most(&floor, subject, unmet, most);
    } else {
        // All of it may stay unmet: no limit to speak of when it does.
        checker.within(&floor, subject, unmet, most);
    }
    match &line.rent {
        None => checker.require(rented <= TOLERANCE, RENT, subject, Some(t), || {
            format!(
                "{} {unit} are rented for {}, which cannot be rented",
                number(rented),
                line.id
            )
        }),
        Some(rent) => {
            if let Some(most) = &rent.at_most {
                let row = limit(RENT, "volume rented", "volume that can be rented");
                checker.at_most(&row, subject, rented, most[t.index()].value());
            }
        }
    }
}

fn resident_share(checker: &mut Checker<'_>, d: DemandId, t: Period, h: usize) {
    let facts = checker.facts;
    let line = &facts.scenario.demand[d.index()];
    let Some(residency) = line.residency.as_ref().filter(|residency| residency.share < 1.0) else {
        return;
    };
    let resident: f64 = facts
        .sites()
        .filter(|&r| select::place(facts.scenario, &residency.places, r))
        .map(|r| facts.plan.served[d.index()][r.index()][t.index()][h])
        .sum();
    let limit = Limit {
        kind: SHARE,
        period: Some(t),
        what: "volume served where its data must stay",
        limit: "the share asked for",
        unit: &facts.scenario.workloads[line.workload.index()].unit,
    };
    checker.at_least(
        &limit,
        || facts.in_block(line.id.clone(), h),
        resident,
        residency.share * facts.served(d, t, h),
    );
}
