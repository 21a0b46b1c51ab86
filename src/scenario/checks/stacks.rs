//! Software stacks and porting.

use super::facts::Facts;
use super::{Check, Finding, found, percent};
use crate::scenario::problem::Severity;
use crate::scenario::text::join;
use crate::scenario::types::{SecondStack, Workload};

pub(super) const CHECKS: &[Check] = &[
    Check {
        id: "stack-without-chip",
        severity: Severity::Warning,
        title: "A software stack that a workload names is the stack of some chip in use",
        hint: "check the name against `stack` of the chips; without such a chip it changes nothing",
        run: without_chip,
    },
    Check {
        id: "ported-share-too-small",
        severity: Severity::Error,
        title: "Porting makes more of a workload portable than it was before",
        hint: "`port.share` is the whole share that may run on the stack once it is ported, `portable` included",
        run: ported_share,
    },
    Check {
        id: "port-impossible",
        severity: Severity::Warning,
        title: "A port can be done within the horizon by the engineers there are",
        hint: "check the port's `lag` and `engineers`, and `porting.engineers`; as it is, it is never done",
        run: impossible,
    },
];

/// Every further stack with its path.
fn each<'a>(facts: &Facts<'a>, mut visit: impl FnMut(&'a Workload, &'a SecondStack, String)) {
    for workload in &facts.s.workloads {
        let base = join(&join("workloads", &workload.id), "stacks");
        for other in &workload.stacks.others {
            visit(workload, other, join(&base, &other.stack));
        }
    }
}

/// Shares that lie between 0 and 1.
pub(super) fn shares(facts: &Facts<'_>, check: &mut impl FnMut(&str, &str, f64)) {
    each(facts, |_, other, base| {
        check(&base, "portable", other.portable);
        let lost = other.penalty.iter().copied();
        check(&base, "penalty", lost.clone().fold(0.0, f64::min));
        check(&base, "penalty", lost.fold(0.0, f64::max));
        if let Some(porting) = &other.port {
            check(&join(&base, "port"), "share", porting.share);
        }
    });
}

/// Amounts that are not negative: path of the entry, key, value, unit.
pub(super) fn amounts(facts: &Facts<'_>, add: &mut impl FnMut(&str, &str, f64, &'static str)) {
    each(facts, |_, other, base| {
        if let Some(porting) = &other.port {
            let base = join(&base, "port");
            let costs = porting.cost.iter().map(|cost| cost.value());
            add(&base, "cost", costs.fold(0.0, f64::min), "MUSD");
            add(&base, "engineers", porting.engineers, "engineers");
        }
    });
    let engineers = facts.s.porting_engineers.iter().flatten().copied();
    add("porting", "engineers", engineers.fold(0.0, f64::min), "engineers");
}

fn without_chip(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    let known = |stack: &String| facts.s.chips.iter().any(|chip| chip.stack == *stack);
    for workload in &facts.s.workloads {
        let base = join(&join("workloads", &workload.id), "stacks");
        let home = workload
            .stacks
            .home
            .iter()
            .map(|home| (join(&base, "home"), home));
        let others = workload.stacks.others.iter();
        let others = others.map(|other| (join(&base, &other.stack), &other.stack));
        for (path, stack) in home.chain(others).filter(|(_, stack)| !known(stack)) {
            let message = format!(
                "{} names the stack {stack}, which no chip in use has",
                workload.id
            );
            findings.push(found(path, message));
        }
    }
    findings
}

fn ported_share(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    each(facts, |workload, other, base| {
        if let Some(porting) = other.port.as_ref().filter(|port| port.share < other.portable) {
            let message = format!(
                "{} % of {} may run on {} once it is ported, but {} % without a port",
                percent(porting.share),
                workload.id,
                other.stack,
                percent(other.portable)
            );
            findings.push(found(join(&join(&base, "port"), "share"), message));
        }
    });
    findings
}

fn impossible(facts: &Facts<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    each(facts, |workload, other, base| {
        let Some(porting) = &other.port else { return };
        let path = join(&base, "port");
        let what = format!("the port of {} to {}", workload.id, other.stack);
        if usize::from(porting.lag) >= facts.periods {
            findings.push(found(
                join(&path, "lag"),
                format!("{what} takes longer than the horizon"),
            ));
        }
        let most = facts.s.porting_engineers.as_ref();
        let most = most.map(|series| series.iter().copied().fold(0.0, f64::max));
        if let Some(most) = most.filter(|&most| porting.engineers > most) {
            let message = format!(
                "{what} takes {} engineers; there are at most {most}",
                porting.engineers
            );
            findings.push(found(join(&path, "engineers"), message));
        }
    });
    findings
}
