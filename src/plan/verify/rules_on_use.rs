//! Dated rules beyond permissions: work that chips may not do, ratios of what is deployed.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::plan::facts::Facts;
use crate::plan::select;
use crate::scenario::{
    ChipId, ChipSelector, JobId, MegaTpp, Period, PlaceSelector, RatioCount, RatioWindow, Rule, RuleEffect,
    SiteId, WorkloadId,
};

const USE: Kind = kind("export_rules", "no_use");
const CHIPS: Kind = kind("volume_ratio", "volume_ratio");
const TPP: Kind = kind("volume_ratio", "tpp_ratio");

pub(super) fn check(checker: &mut Checker<'_>) {
    let rules = &checker.facts.scenario.rules;
    if rules
        .iter()
        .any(|rule| matches!(rule.effect, RuleEffect::NoUse { .. }))
    {
        work(checker);
        jobs(checker);
    }
    for rule in rules {
        if let RuleEffect::VolumeRatio { count, .. } = rule.effect {
            ratio(checker, rule, count);
        }
    }
}

fn work(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    let s = facts.scenario;
    for c in facts.chips() {
        for r in facts.sites() {
            for w in WorkloadId::all(s.workloads.len()) {
                for (t, h) in facts.blocks() {
                    let units = facts.plan.assigned[c.index()][r.index()][w.index()][t.index()][h];
                    let ban = || select::banned(s, (c, r, t), |workloads, _| workloads.contains(&w));
                    let (chip, site) = (&s.chips[c.index()].id, &s.sites[r.index()].id);
                    let workload = &s.workloads[w.index()].id;
                    checker.checked += 1;
                    if units > TOLERANCE
                        && let Some(rule) = ban()
                    {
                        let message = format!(
                            "{} units of {chip} at {site} run {workload}, which {} forbids ({})",
                            number(units),
                            rule.id,
                            rule.title
                        );
                        let subject = facts.in_block(format!("{chip},{site},{workload}"), h);
                        checker.refuse(USE, subject, Some(t), message, units);
                    }
                }
            }
        }
    }
}

fn jobs(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    let s = facts.scenario;
    for j in JobId::all(s.jobs.len()) {
        let Some(run) = &facts.plan.jobs[j.index()] else {
            continue;
        };
        let place = |t: Period| (ChipId(run.chip), SiteId(run.site), t);
        for (t, h) in facts.blocks() {
            let units = run.units[t.index()][h];
            checker.checked += 1;
            if units > TOLERANCE
                && let Some(rule) = select::banned(s, place(t), |_, jobs| jobs.contains(&j))
            {
                let job = &s.jobs[j.index()].id;
                let message = format!(
                    "{job} runs on {} units, which {} forbids ({})",
                    number(units),
                    rule.id,
                    rule.title
                );
                checker.refuse(USE, facts.in_block(job.clone(), h), Some(t), message, units);
            }
        }
    }
}

/// What happens to a selection in the periods from `first` to `last` in which a rule is in force: chips, or
/// millions of TPP.
fn amount(
    facts: &Facts<'_>,
    rule: &Rule,
    count: RatioCount,
    units: impl Fn(ChipId, SiteId, Period) -> f64,
    (chips, places): (&ChipSelector, &PlaceSelector),
    (first, last): (Period, Period),
) -> f64 {
    let s = facts.scenario;
    let mut sum = 0.0;
    for c in facts.chips().filter(|&c| select::chip(s, chips, c)) {
        for r in facts.sites().filter(|&r| select::place(s, places, r)) {
            for t in facts.periods().filter(|&t| first <= t && t <= last) {
                let units = units(c, r, t);
                if units > 0.0 && select::in_force(s, rule, t) {
                    sum += match count {
                        RatioCount::Chips => units * f64::from(s.chips[c.index()].chips_per_unit),
                        RatioCount::Tpp => super::tpp(s, c, units),
                    };
                }
            }
        }
    }
    sum
}

/// What a ratio compares at the end of each of its windows: the window's last period, what is deployed or moved
/// in of the selection, and the most that may be: a share of what is deployed of the other.
pub(crate) fn ratios(facts: &Facts<'_>, rule: &Rule) -> Vec<(Period, f64, f64)> {
    let RuleEffect::VolumeRatio {
        of_chips,
        of_places,
        at_most,
        count,
        each,
    } = &rule.effect
    else {
        return Vec::new();
    };
    let active = || {
        facts
            .periods()
            .filter(|&t| select::in_force(facts.scenario, rule, t))
    };
    let (Some(first), Some(last)) = (active().next(), active().next_back()) else {
        return Vec::new();
    };
    let windows: Vec<(Period, Period)> = match each {
        RatioWindow::Period => active().map(|t| (t, t)).collect(),
        RatioWindow::ToDate => active().map(|t| (first, t)).collect(),
        RatioWindow::Horizon => vec![(first, last)],
    };
    let deployed = |c: ChipId, r: SiteId, t: Period| facts.plan.deployed[c.index()][r.index()][t.index()];
    let brought = |c, r, t| facts.brought(c, r, t);
    let compare = |window: (Period, Period)| {
        let own = amount(facts, rule, *count, brought, (&rule.chips, &rule.places), window);
        let other = amount(facts, rule, *count, deployed, (of_chips, of_places), window);
        (window.1, own, at_most * other)
    };
    windows.into_iter().map(compare).collect()
}

fn ratio(checker: &mut Checker<'_>, rule: &Rule, count: RatioCount) {
    for (t, own, most) in ratios(checker.facts, rule) {
        let (kind, unit) = match count {
            RatioCount::Chips => (CHIPS, "chip"),
            RatioCount::Tpp => (TPP, MegaTpp::UNIT),
        };
        let limit = Limit {
            kind,
            period: Some(t),
            what: "deployments and arrivals selected",
            limit: "the share of what they are compared with",
            unit,
        };
        checker.at_most(&limit, || rule.id.clone(), own, most);
    }
}
