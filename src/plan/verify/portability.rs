//! Software stacks: shares of workloads on second stacks, porting projects and their engineers.

use super::{Checker, Kind, Limit, kind};
use crate::plan::facts::Facts;
use crate::scenario::{Period, SecondStack, WorkloadId};

const SHARE: Kind = kind("portability", "portability");
const PORT: Kind = kind("portability", "port_step");
const ENGINEERS: Kind = kind("portability", "porting_engineers");

pub(super) fn check(checker: &mut Checker<'_>) {
    let s = checker.facts.scenario;
    for (w, workload) in WorkloadId::all(s.workloads.len()).zip(&s.workloads) {
        for (q, other) in workload.stacks.others.iter().enumerate() {
            project(checker, w, q, other);
            shares(checker, w, q, other);
        }
    }
    engineers(checker);
}

/// What is ported can be ported.
fn project(checker: &mut Checker<'_>, w: WorkloadId, q: usize, other: &SecondStack) {
    let facts = checker.facts;
    let workload = &facts.scenario.workloads[w.index()].id;
    let started = facts.plan.ported[w.index()][q];
    checker.require(
        started.is_none() || other.port.is_some(),
        PORT,
        || format!("{workload},{}", other.stack),
        started,
        || format!("{workload} cannot be ported to {}", other.stack),
    );
}

/// Share of the volume that may run on the stack in `t`.
pub(crate) fn permitted(facts: &Facts<'_>, w: WorkloadId, q: usize, other: &SecondStack, t: Period) -> f64 {
    match (&other.port, facts.plan.ported[w.index()][q]) {
        (Some(porting), Some(start)) if start.0.saturating_add(porting.lag) <= t.0 => {
            porting.share.max(other.portable)
        }
        _ => other.portable,
    }
}

/// What chips of a stack carry of a workload.
pub(crate) fn carried(facts: &Facts<'_>, w: WorkloadId, stack: &str, t: Period, h: usize) -> f64 {
    let s = facts.scenario;
    let chips = facts.chips().filter(|c| s.chips[c.index()].stack == stack);
    let volumes = chips.flat_map(|c| {
        let unit = s.throughput(c, w, t.index()).value();
        let assigned = facts.plan.assigned[c.index()].iter();
        assigned.map(move |site| unit * site[w.index()][t.index()][h])
    });
    volumes.sum()
}

fn shares(checker: &mut Checker<'_>, w: WorkloadId, q: usize, other: &SecondStack) {
    let facts = checker.facts;
    let workload = &facts.scenario.workloads[w.index()];
    for (t, h) in facts.blocks() {
        let share = permitted(facts, w, q, other, t);
        if share >= 1.0 {
            continue;
        }
        let served: f64 = facts.sites().map(|r| facts.load(r, w, t, h)).sum();
        let limit = Limit {
            kind: SHARE,
            period: Some(t),
            what: "peak volume carried by the second stack",
            limit: "the share that may run there",
            unit: &workload.unit,
        };
        let subject = || facts.in_block(format!("{},{}", workload.id, other.stack), h);
        let used = carried(facts, w, &other.stack, t, h);
        checker.at_most(&limit, subject, used, share * workload.peak * served);
    }
}

/// Engineers at work on porting projects in `t`.
pub(crate) fn engineers_at_work(facts: &Facts<'_>, t: Period) -> f64 {
    let workloads = facts.scenario.workloads.iter().zip(&facts.plan.ported);
    let projects = workloads.flat_map(|(workload, ported)| workload.stacks.others.iter().zip(ported));
    let at_work = projects.filter_map(|(other, start)| {
        let (porting, start) = (other.port.as_ref()?, start.as_ref()?);
        let busy = *start <= t && t.index() < start.index() + porting.busy();
        busy.then_some(porting.engineers)
    });
    at_work.sum()
}

fn engineers(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    let Some(most) = &facts.scenario.porting_engineers else {
        return;
    };
    for t in facts.periods() {
        let limit = Limit {
            kind: ENGINEERS,
            period: Some(t),
            what: "engineers at work on porting",
            limit: "engineers there are",
            unit: "engineer",
        };
        checker.at_most(&limit, String::new, engineers_at_work(facts, t), most[t.index()]);
    }
}
