//! Purchases under contracts, and the hub.

use super::{Book, length};
use crate::plan::facts::Facts;
use crate::plan::ledger::Component;
use crate::scenario::{BreakKind, ChipId, Contract, MillionUsd, Period};

/// Units, relative, by which an order may miss a break that it is said to reach.
const AT_BREAK: f64 = 1e-6;

/// Price of an order by its size.
pub(crate) fn price_of(contract: &Contract, units: f64, t: Period) -> MillionUsd {
    price(contract, units, reached(contract, units), t)
}

/// Number of breaks that an order reaches by its size.
fn reached(contract: &Contract, units: f64) -> usize {
    let breaks = contract.breaks.iter();
    breaks
        .take_while(|tier| units >= tier.from * (1.0 - 1e-9))
        .count()
}

/// The same as the plan says it: at a break, either side is right.
fn said(contract: &Contract, units: f64, said: u32) -> usize {
    let reached = reached(contract, units);
    let is_at = |q: usize| {
        let tier = contract.breaks.get(q);
        tier.is_some_and(|tier| (units - tier.from).abs() <= AT_BREAK * units.max(1.0))
    };
    match usize::try_from(said) {
        Ok(said) if said + 1 == reached && is_at(said) => said,
        Ok(said) if said == reached + 1 && is_at(reached) => said,
        _ => reached,
    }
}

/// Price of an order that reaches so many breaks.
fn price(contract: &Contract, units: f64, reached: usize, t: Period) -> MillionUsd {
    let list = contract.price[t.index()];
    let mut reached = contract.breaks.iter().take(reached);
    match contract.break_kind {
        BreakKind::AllUnits => reached.next_back().map_or(list, |tier| tier.price[t.index()]) * units,
        BreakKind::Incremental => {
            // Every break reached changes the price of the units above it.
            let mut cost = list * units;
            let mut before = list;
            for tier in reached {
                let price = tier.price[t.index()];
                cost += (price - before) * (units - tier.from);
                before = price;
            }
            cost
        }
    }
}

pub(super) fn record(facts: &Facts<'_>, book: &mut Book) {
    let plan = &facts.plan.contracts;
    for (l, contract) in facts.scenario.contracts.iter().enumerate() {
        for t in facts.periods() {
            let units = plan.ordered[l][t.index()];
            if units > 0.0 {
                let tier = said(contract, units, plan.tiers[l][t.index()]);
                let cost = price(contract, units, tier, t);
                let ahead = contract.prepay.map_or(0, |prepay| prepay.ahead);
                let share = contract.prepay.map_or(0.0, |prepay| prepay.share);
                let early = Period(t.0.saturating_sub(ahead));
                book.add(Component::Chips, None, Some(contract.chip), early, cost * share);
                book.add(
                    Component::Chips,
                    None,
                    Some(contract.chip),
                    t,
                    cost * (1.0 - share),
                );
                book.add(
                    Component::Orders,
                    None,
                    Some(contract.chip),
                    t,
                    contract.order_cost,
                );
            }
            committed(contract, t, plan.cancelled[l][t.index()], book);
        }
    }
    for c in facts.chips() {
        hub(facts, c, book);
    }
}

/// Units ordered before the horizon: what was prepaid before it is not paid again, what falls due after a
/// cancellation is not paid at all.
fn committed(contract: &Contract, t: Period, cancelled: f64, book: &mut Book) {
    let (price, units) = (contract.price[t.index()], contract.committed[t.index()]);
    let mut pay = |component: Component, t: Period, amount: MillionUsd| {
        book.add(component, None, Some(contract.chip), t, amount);
    };
    let terms = contract.cancel.filter(|_| cancelled > 0.0);
    let notice = terms.and_then(|terms| t.0.checked_sub(terms.notice));
    let mut share = 0.0;
    if let Some(prepay) = contract.prepay.filter(|prepay| prepay.ahead > 0) {
        share = prepay.share;
        if let Some(due) = t.0.checked_sub(prepay.ahead) {
            let saved = notice.is_some_and(|notice| notice < due);
            let paid = if saved { units - cancelled } else { units };
            pay(Component::Chips, Period(due), price * (share * paid));
        }
    }
    pay(Component::Chips, t, price * ((1.0 - share) * (units - cancelled)));
    if let (Some(terms), Some(notice)) = (terms, notice) {
        pay(
            Component::Cancellation,
            Period(notice),
            price * (terms.fee * cancelled),
        );
    }
}

fn hub(facts: &Facts<'_>, c: ChipId, book: &mut Book) {
    let terms = facts.scenario.chips[c.index()].hub_terms;
    for t in facts.periods() {
        let waiting = facts.plan.hub[c.index()][t.index()];
        let cost = terms.cost * length(facts, t) * waiting;
        book.add(Component::Hub, None, Some(c), t, cost);
    }
}
