//! Money that follows from dated rules: applications for licences, duties, the price put on legal risk.

use super::{Book, Component};
use crate::plan::facts::Facts;
use crate::plan::select;
use crate::scenario::{ChipId, Period, RuleEffect, SiteId};

pub(super) fn record(facts: &Facts<'_>, book: &mut Book) {
    applications(facts, book);
    let s = facts.scenario;
    for rule in &s.rules {
        match rule.effect {
            RuleEffect::Duty { share } => each(facts, |c, r, t| {
                if select::in_force(s, rule, t) && select::speaks_of(s, rule, c, r) {
                    let price = s.chips[c.index()].price[t.index()];
                    let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
                    book.add(
                        Component::ImportDuty,
                        Some(r),
                        Some(c),
                        t,
                        price * (deployed * share),
                    );
                    let moved = facts.moved_in(c, r, t);
                    book.add(Component::MoveDuty, Some(r), Some(c), t, price * (moved * share));
                }
            }),
            RuleEffect::Risk { price, .. } => each(facts, |c, r, t| {
                let exposure = facts.exposure(rule, c, r, t);
                book.add(Component::Risk, Some(r), Some(c), t, exposure * price);
            }),
            _ => {}
        }
    }
}

/// Cost of applications, and the price of the refusal of what is planned under them.
fn applications(facts: &Facts<'_>, book: &mut Book) {
    let s = facts.scenario;
    let licences = &facts.plan.licences;
    for (a, (_, rule, application)) in s.applications().enumerate() {
        let applied = licences.applied[a].filter(|&t| select::in_force(s, rule, t));
        if let Some(t) = applied {
            book.add(Component::Licences, None, None, t, application.cost[t.index()]);
        }
        for (c, r, t, units) in licences.each(a).filter(|(.., units)| *units > 0.0) {
            let value = s.chips[c.index()].price[t.index()] * units;
            book.add(Component::Risk, Some(r), Some(c), t, value * application.risk());
        }
    }
}

/// Every combination of chip, site and period.
fn each(facts: &Facts<'_>, mut visit: impl FnMut(ChipId, SiteId, Period)) {
    for t in facts.periods() {
        for c in facts.chips() {
            for r in facts.sites() {
                visit(c, r, t);
            }
        }
    }
}
