//! Leases, their options and extensions, and rented accelerators.

use super::{Book, length};
use crate::plan::facts::Facts;
use crate::plan::ledger::Component;
use crate::scenario::{MillionUsdPerMwYear, Period, SiteId, Years};

pub(super) fn leases(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let start = |t: Period| -> Years { facts.scenario.horizon.length[..t.index()].iter().copied().sum() };
    for (b, lease) in facts.scenario.sites[r.index()].leases.iter().enumerate() {
        let mut pay = |t: Period, since: Period, price: MillionUsdPerMwYear, blocks: f64| {
            let running = (start(t) - start(since)).value();
            let escalation = (1.0 + lease.escalator).powf(running);
            let amount = price * lease.it_power * length(facts, t) * (escalation * blocks);
            book.add(Component::Leases, Some(r), None, t, amount);
        };
        for t in facts.periods() {
            for (signed, blocks) in facts.running_leases(r, b, t) {
                let called =
                    f64::from(facts.plan.leasing.exercised[r.index()][b][signed.index()]).min(blocks);
                pay(t, signed, lease.price[signed.index()], blocks - called);
                if let Some(option) = &lease.terms.option {
                    pay(t, signed, option.price, called);
                }
            }
            for (since, blocks) in facts.running_extensions(r, b, t) {
                if let Some(extension) = &lease.terms.extension {
                    pay(t, since, extension.price[since.index()], blocks);
                }
            }
        }
        if let Some(option) = &lease.terms.option {
            let taken = f64::from(facts.plan.leasing.options[r.index()][b]);
            book.add(Component::Leases, Some(r), None, option.taken, option.fee * taken);
        }
    }
}

pub(super) fn rentals(facts: &Facts<'_>, book: &mut Book) {
    for (n, offer) in facts.scenario.rentals.iter().enumerate() {
        for begun in facts.periods() {
            let units = facts.plan.leasing.rentals[n][begun.index()];
            let end = begun.index() + usize::from(offer.term.max(1));
            for t in facts.periods().filter(|t| *t >= begun && t.index() < end) {
                let amount = offer.price[begun.index()] * length(facts, t) * units;
                book.add(
                    Component::UnitRental,
                    Some(offer.site),
                    Some(offer.chip),
                    t,
                    amount,
                );
            }
        }
    }
}
