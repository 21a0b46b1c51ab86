//! What must still be served when something is lost: each loss is played through on the plan.

use super::{Checker, Kind, Limit, TOLERANCE, demand, kind, number};
use crate::plan::facts::Facts;
use crate::plan::resilience::Fallback;
use crate::plan::select;
use crate::scenario::{
    Contingency, DemandId, Period, Resilience, ResilienceForm, SiteId, WorkloadId, contingencies,
};

const POOL: Kind = kind("resilience", "resilience_pool");
const LOST: Kind = kind("resilience", "resilience_lost");
const TIME: Kind = kind("resilience", "resilience_time");
const CAPACITY: Kind = kind("resilience", "resilience_capacity");
const KEEP: Kind = kind("resilience", "resilience_keep");
const SHARE: Kind = kind("resilience", "resilience_share");

/// A contingency as the plan meets it in a block of hours.
struct Case<'a> {
    contingency: Contingency<'a>,
    fallback: &'a Fallback,
    t: Period,
    h: usize,
}

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for requirement in &facts.scenario.resilience {
        let pooled = requirement.form == ResilienceForm::Pooled;
        for (t, h) in facts
            .blocks()
            .filter(|(t, _)| pooled && requirement.keep[t.index()] > 0.0)
        {
            for w in WorkloadId::all(facts.scenario.workloads.len()) {
                pool(checker, requirement, w, t, h);
            }
        }
    }
    let fallbacks = contingencies(&facts.scenario.resilience).zip(&facts.plan.fallbacks);
    for (contingency, fallback) in fallbacks {
        for (t, h) in facts.blocks().filter(|(t, _)| contingency.copies_in(t.index())) {
            let case = Case {
                contingency,
                fallback,
                t,
                h,
            };
            units(checker, &case);
            volumes(checker, &case);
        }
    }
}

/// Volume of a line of which a share is kept: what is sold where the price is decided.
pub(in crate::plan) fn wanted(facts: &Facts<'_>, d: DemandId, t: Period, h: usize) -> f64 {
    let line = &facts.scenario.demand[d.index()];
    match line.side.price {
        None => line.volume_in(t.index(), h).value(),
        Some(_) => facts.served(d, t, h) + facts.plan.rented[d.index()][t.index()][h],
    }
}

/// Whether a site may serve any demand of a workload: chips elsewhere are no help after a loss.
fn in_reach(facts: &Facts<'_>, r: SiteId, w: WorkloadId, t: Period) -> bool {
    let scenario = facts.scenario;
    let mut lines = scenario.demand.iter().filter(|line| line.workload == w);
    lines.any(|line| line.volume[t.index()].value() > 0.0 && demand::may_serve(scenario, line, r).is_ok())
}

/// Capacity for a workload in all, and what the worst loss takes of it. Chips count where they can serve some of its
/// demand, or `anywhere` if latency and residency are no matter.
pub(in crate::plan) fn at_stake(
    facts: &Facts<'_>,
    requirement: &Resilience,
    w: WorkloadId,
    t: Period,
    h: usize,
    anywhere: bool,
) -> (f64, f64) {
    let helps = |&r: &SiteId| anywhere || in_reach(facts, r, w, t);
    let near: Vec<SiteId> = facts.sites().filter(helps).collect();
    let chips = facts.chips().flat_map(|c| near.iter().map(move |&r| (c, r)));
    let at_work: f64 = chips.clone().map(|(c, r)| facts.carried(c, r, w, t, h)).sum();
    let blocks: f64 = facts.sites().map(|r| facts.raw_capacity(r, w, t)).sum();
    let total = at_work + blocks;
    let lost = requirement.losses.iter().map(|loss| {
        let gone = chips.clone().filter(|&(c, r)| !loss.spares(c, r));
        let chips: f64 = gone.map(|(c, r)| facts.carried(c, r, w, t, h)).sum();
        let sites = loss.sites.iter();
        let raw: f64 = sites.map(|&r| facts.raw_capacity(r, w, t)).sum();
        chips + raw
    });
    (total, lost.fold(0.0, f64::max))
}

fn pool(checker: &mut Checker<'_>, requirement: &Resilience, w: WorkloadId, t: Period, h: usize) {
    let facts = checker.facts;
    let workload = &facts.scenario.workloads[w.index()];
    let of_workload = |d: &&DemandId| facts.scenario.demand[d.index()].workload == w;
    let lines = || requirement.lines.iter().filter(of_workload);
    if lines().next().is_none() {
        return;
    }
    let anywhere = !checker.is_on(demand::ARC.family);
    let (total, largest) = at_stake(facts, requirement, w, t, h, anywhere);
    let volume: f64 = lines().map(|&d| wanted(facts, d, t, h)).sum();
    let rented: f64 = lines().map(|d| facts.plan.rented[d.index()][t.index()][h]).sum();
    let limit = Limit {
        kind: POOL,
        period: Some(t),
        what: "peak volume to keep",
        limit: "capacity after the largest loss",
        unit: &workload.unit,
    };
    checker.at_most(
        &limit,
        || facts.in_block(format!("{},{}", requirement.id, workload.id), h),
        requirement.keep[t.index()] * workload.peak * volume,
        total - largest + workload.peak * rented,
    );
}

/// Units at work after a loss: only what is left, and no more than is available.
fn units(checker: &mut Checker<'_>, case: &Case<'_>) {
    let facts = checker.facts;
    let (scenario, t, h) = (facts.scenario, case.t, case.h);
    for c in facts.chips() {
        let chip = &scenario.chips[c.index()];
        for r in facts.sites() {
            let rows = &case.fallback.assigned[c.index()][r.index()];
            let given = |w: WorkloadId| rows[w.index()][t.index()][h];
            let label = || {
                format!(
                    "{},{},{}",
                    case.contingency.label(),
                    chip.id,
                    scenario.sites[r.index()].id
                )
            };
            let subject = || facts.in_block(label(), h);
            let workloads = || WorkloadId::all(scenario.workloads.len());
            let idle = |w: WorkloadId| {
                let lines = &case.contingency.of.lines;
                let speaks = lines.iter().any(|d| scenario.demand[d.index()].workload == w);
                let ban = || select::banned(scenario, (c, r, t), |workloads, _| workloads.contains(&w));
                !speaks
                    || scenario.throughput(c, w, t.index()).value() <= 0.0
                    || (checker.is_on("export_rules") && given(w) > TOLERANCE && ban().is_some())
            };
            let misused: f64 = workloads().filter(|&w| idle(w)).map(given).sum();
            checker.require(misused <= TOLERANCE, TIME, subject, Some(t), || {
                format!(
                    "{} units of {} are given to what they cannot or may not run",
                    number(misused),
                    chip.id
                )
            });
            let used: f64 = workloads().map(given).sum();
            let left = case.contingency.loss.spares(c, r);
            checker.require(left || used <= TOLERANCE, LOST, subject, Some(t), || {
                format!(
                    "{} units of {} are at work though they are lost",
                    number(used),
                    chip.id
                )
            });
            if left && checker.fleet_is_known() {
                let limit = Limit {
                    kind: TIME,
                    period: Some(t),
                    what: "units at work after the loss",
                    limit: "units in service and available",
                    unit: "unit",
                };
                let available = facts.can_work(c, r, t);
                checker.within(&limit, subject, used, available);
            }
        }
    }
}

/// Volumes served after a loss: carried by what is left, from where the line may be served, enough of each line.
fn volumes(checker: &mut Checker<'_>, case: &Case<'_>) {
    let facts = checker.facts;
    let (scenario, t, h) = (facts.scenario, case.t, case.h);
    let served = |d: DemandId, r: SiteId| case.fallback.served[d.index()][r.index()][t.index()][h];
    let named = |id: &str| facts.in_block(format!("{},{id}", case.contingency.label()), h);
    for r in facts.sites() {
        let site = &scenario.sites[r.index()].id;
        let left = case.contingency.loss.spares_site(r);
        for (w, workload) in WorkloadId::all(scenario.workloads.len()).zip(&scenario.workloads) {
            let lines = DemandId::all(scenario.demand.len());
            let lines = lines.filter(|d| scenario.demand[d.index()].workload == w);
            let load: f64 = lines.map(|d| served(d, r)).sum();
            let subject = || named(&format!("{site},{}", workload.id));
            checker.require(left || load <= TOLERANCE, LOST, subject, Some(t), || {
                format!(
                    "{site} serves {} {} though it is lost",
                    number(load),
                    workload.unit
                )
            });
            let chips: f64 = facts
                .chips()
                .map(|c| {
                    let carries = scenario.throughput(c, w, t.index()).value();
                    carries * case.fallback.assigned[c.index()][r.index()][w.index()][t.index()][h]
                })
                .sum();
            let limit = Limit {
                kind: CAPACITY,
                period: Some(t),
                what: "peak volume served after the loss",
                limit: "capacity",
                unit: &workload.unit,
            };
            let capacity = chips + facts.raw_capacity(r, w, t);
            checker.within(&limit, subject, workload.peak * load, capacity);
        }
    }
    for &d in &case.contingency.of.lines {
        let line = &scenario.demand[d.index()];
        let unit = &scenario.workloads[line.workload.index()].unit;
        for r in facts.sites().filter(|&r| served(d, r) > TOLERANCE) {
            if let Err(reason) = demand::may_serve(facts.scenario, line, r) {
                let message = format!(
                    "{} {unit} of {} are served: {reason}",
                    number(served(d, r)),
                    line.id
                );
                checker.refuse(demand::ARC, named(&line.id), Some(t), message, served(d, r));
            }
        }
        let total: f64 = facts.sites().map(|r| served(d, r)).sum();
        let limit = |kind, what, limit| Limit {
            kind,
            period: Some(t),
            what,
            limit,
            unit,
        };
        let keep = limit(KEEP, "volume kept after the loss", "the share asked for");
        let kept = total + facts.plan.rented[d.index()][t.index()][h];
        let needed = case.contingency.of.keep[t.index()] * wanted(facts, d, t, h);
        checker.at_least(&keep, || named(&line.id), kept, needed);
        if let (Some(rule), true) = (&line.residency, checker.is_on(demand::ARC.family)) {
            let inside = facts
                .sites()
                .filter(|&r| select::place(scenario, &rule.places, r));
            let resident: f64 = inside.map(|r| served(d, r)).sum();
            let share = limit(
                SHARE,
                "volume served after the loss where its data must stay",
                "the share asked for",
            );
            checker.at_least(&share, || named(&line.id), resident, rule.share * total);
        }
    }
}
