//! The scenario without the limits that the elastic program puts back.

use super::ENOUGH;
use crate::model::rules::{binds, selected};
use crate::scenario::*;

/// The scenario without the limits that [`Maker`](super::Maker) puts back.
pub(super) fn without_limits(s: &Scenario, spec: &ModelSpec) -> Scenario {
    let on = |family: &str| !spec.off.iter().any(|off| off == family);
    let mut loose = s.clone();
    for site in &mut loose.sites {
        if !site.existing {
            site.earliest = Period(0);
            site.committed = None;
        }
        if on("hall_construction") {
            site.halls.iter_mut().for_each(|hall| hall.max = None);
        }
    }
    for (c, chip) in ChipId::all(s.chips.len()).zip(&mut loose.chips) {
        if is_bought_freely(s, c) {
            chip.supply = None;
            if let (Some(window), Some(last)) = (&mut chip.available, s.horizon.len().checked_sub(1)) {
                *window = (Period(0), Period(last as u16));
            }
        }
    }
    for contract in &mut loose.contracts {
        let more = more_units(contract);
        let most = contract.allocation.iter_mut().flatten();
        most.for_each(|most| *most += more);
    }
    for offer in loose.sites.iter_mut().flat_map(|site| &mut site.leases) {
        offer.max_blocks = offer.max_blocks.saturating_add(more_blocks(offer));
    }
    if let Some(debt) = &mut loose.finance.debt {
        debt.limit.iter_mut().for_each(|most| most.0 = f64::INFINITY);
    }
    if on("residency_latency") {
        for budget in loose
            .workloads
            .iter_mut()
            .filter_map(|workload| workload.latency.as_mut())
        {
            budget.0 *= FARTHER;
        }
    }
    for pool in &mut loose.pools {
        let largest = pool.members.iter().map(|(_, amount)| *amount).fold(0.0, f64::max);
        pool.at_most.iter_mut().for_each(|most| *most += ENOUGH * largest);
    }
    for line in &mut loose.demand {
        line.service_floor = 0.0;
        if on("residency_latency") && line.residency.as_ref().is_some_and(|rule| rule.share >= 1.0) {
            line.residency = None;
        }
    }
    for (k, rule) in RuleId::all(s.rules.len()).zip(&mut loose.rules) {
        if forbids(s, spec, k) {
            rule.active.fill(false);
        }
    }
    loose
}

/// How far beyond its budget latency can be, as a factor: farther away, a workload is another one.
pub(super) const FARTHER: f64 = 1.5;

/// Units that a contract can be widened by in a period: far beyond what it has, but no big-M without measure.
pub(super) fn more_units(contract: &Contract) -> f64 {
    let largest = contract.allocation.iter().flatten().copied().fold(0.0, f64::max);
    (10.0 * largest).max(1000.0)
}

/// Blocks that a lease offer can be widened by, likewise.
pub(super) fn more_blocks(offer: &LeaseOffer) -> u32 {
    offer.max_blocks.saturating_mul(10).max(20)
}

/// Whether a chip is bought without contracts.
pub(super) fn is_bought_freely(s: &Scenario, c: ChipId) -> bool {
    s.contracts.iter().all(|contract| contract.chip != c)
}

/// Whether a rule keeps chips away and nothing else: a denial, or a licence that nobody can have.
pub(super) fn forbids(s: &Scenario, spec: &ModelSpec, k: RuleId) -> bool {
    let rule = &s.rules[k.index()];
    if !binds(s, rule) || spec.off.iter().any(|off| off == "export_rules") {
        return false;
    }
    let licensing = |other: &&Rule| {
        let lifts = matches!(
            other.effect,
            RuleEffect::Grant { .. } | RuleEffect::Application(_)
        );
        lifts && binds(s, other)
    };
    match rule.effect {
        RuleEffect::Denied => true,
        RuleEffect::Licence => {
            let own = selected(s, rule);
            let mut lifting = s.rules.iter().filter(licensing);
            !lifting.any(|other| selected(s, other).iter().any(|cell| own.contains(cell)))
        }
        _ => false,
    }
}
