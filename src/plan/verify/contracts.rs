//! Orders under contracts: what arrives, windows, allocations, least orders, multiples, cancellations.

use super::{Checker, Kind, Limit, TOLERANCE, kind, number};
use crate::scenario::{ChipId, Contract, Period};

const TOTAL: Kind = kind("contract_orders", "order_total");
const WINDOW: Kind = kind("contract_orders", "order_window");
const ALLOCATION: Kind = kind("contract_orders", "order_allocation");
const LEAST: Kind = kind("contract_orders", "order_least");
const LOTS: Kind = kind("contract_orders", "order_lots");
const TIER: Kind = kind("contract_tiers", "tier_units");
const CANCEL: Kind = kind("contract_orders", "order_cancel");

pub(super) fn check(checker: &mut Checker<'_>) {
    let facts = checker.facts;
    for c in facts.chips() {
        total(checker, c);
    }
    for (l, contract) in facts.scenario.contracts.iter().enumerate() {
        for t in facts.periods() {
            order(checker, contract, t, facts.plan.contracts.ordered[l][t.index()]);
            let tier = facts.plan.contracts.tiers[l][t.index()];
            price_reached(
                checker,
                contract,
                t,
                facts.plan.contracts.ordered[l][t.index()],
                tier,
            );
            let cancelled = facts.plan.contracts.cancelled[l][t.index()];
            cancellation(checker, contract, t, cancelled);
        }
    }
}

/// What arrives of a chip is what its contracts deliver.
fn total(checker: &mut Checker<'_>, c: ChipId) {
    let facts = checker.facts;
    let chip = &facts.scenario.chips[c.index()];
    let contracts = || {
        let all = facts.scenario.contracts.iter().enumerate();
        all.filter(|(_, contract)| contract.chip == c)
    };
    if contracts().next().is_none() {
        return;
    }
    let plan = &facts.plan.contracts;
    for t in facts.periods() {
        let delivered: f64 = contracts()
            .map(|(l, contract)| {
                plan.ordered[l][t.index()] + contract.committed[t.index()] - plan.cancelled[l][t.index()]
            })
            .sum();
        let limit = Limit {
            kind: TOTAL,
            period: Some(t),
            what: "units that arrive",
            limit: "units that contracts deliver",
            unit: "unit",
        };
        let arriving = facts.plan.ordered[c.index()][t.index()];
        let subject = || chip.id.clone();
        checker.within(&limit, subject, arriving, delivered);
        checker.at_least(&limit, subject, arriving, delivered);
    }
}

fn order(checker: &mut Checker<'_>, contract: &Contract, t: Period, units: f64) {
    if units <= 0.0 {
        return;
    }
    let subject = || contract.id.clone();
    let inside = contract
        .window
        .is_some_and(|(first, last)| first <= t && t <= last);
    checker.require(inside, WINDOW, subject, Some(t), || {
        format!(
            "{} units of {} arrive outside the window of the contract",
            number(units),
            contract.id
        )
    });
    let mut limit = Limit {
        kind: ALLOCATION,
        period: Some(t),
        what: "units ordered",
        limit: "allocation",
        unit: "unit",
    };
    if let Some(allocation) = &contract.allocation {
        checker.at_most(&limit, subject, units, allocation[t.index()]);
    }
    limit.kind = LEAST;
    limit.limit = "the least order";
    checker.at_least(&limit, subject, units, contract.min_order);
    let lot = f64::from(contract.multiple.max(1));
    let lots = (units / lot).round() * lot;
    let whole = contract.multiple <= 1 || (units - lots).abs() <= TOLERANCE * units.max(1.0);
    checker.require(whole, LOTS, subject, Some(t), || {
        format!(
            "{} units of {} are no multiple of {lot}",
            number(units),
            contract.id
        )
    });
}

/// The price that an order is said to reach is the one for its size; at a break, either side is.
fn price_reached(checker: &mut Checker<'_>, contract: &Contract, t: Period, units: f64, tier: u32) {
    let tier = usize::try_from(tier).unwrap_or(usize::MAX);
    let from = |q: usize| match q.checked_sub(1) {
        None => Some(0.0),
        Some(position) => contract.breaks.get(position).map(|tier| tier.from),
    };
    let next = from(tier.saturating_add(1)).unwrap_or(f64::INFINITY);
    let slack = TOLERANCE * units.max(1.0);
    let reached = from(tier).is_some_and(|from| from <= units + slack && units <= next + slack);
    checker.require(
        reached,
        TIER,
        || contract.id.clone(),
        Some(t),
        || {
            let units = number(units);
            format!(
                "an order of {units} units is said to reach price break {tier} of {}",
                contract.id
            )
        },
    );
}

/// Only what was committed, and whose notice can still be given, is cancelled.
fn cancellation(checker: &mut Checker<'_>, contract: &Contract, t: Period, units: f64) {
    let possible = contract.cancel.is_some_and(|terms| t.0 >= terms.notice);
    let most = if possible {
        contract.committed[t.index()]
    } else {
        0.0
    };
    let limit = Limit {
        kind: CANCEL,
        period: Some(t),
        what: "units cancelled",
        limit: "units that can be cancelled",
        unit: "unit",
    };
    checker.within(&limit, || contract.id.clone(), units, most);
}
