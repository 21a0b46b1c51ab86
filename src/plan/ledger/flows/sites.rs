//! Stages, conversions, tranches and bridging energy.

use super::{Book, length};
use crate::plan::facts::Facts;
use crate::plan::ledger::Component;
use crate::scenario::{MegawattHours, MillionUsd, Period, SiteId};

/// Pays an amount by a spend profile from a period on; the last period takes what would fall after it.
fn by_profile(
    facts: &Facts<'_>,
    profile: &[f64],
    (component, r, from): (Component, SiteId, Period),
    amount: MillionUsd,
    book: &mut Book,
) {
    let last = facts.scenario.horizon.len().saturating_sub(1);
    for (k, share) in profile.iter().enumerate() {
        let paid = Period((from.index() + k).min(last) as u16);
        book.add(component, Some(r), None, paid, amount * *share);
    }
}

/// Stages of a site: their cost, waiting for the next one, what is sold if the site never opens.
pub(super) fn stages(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let stages = &facts.scenario.sites[r.index()].construction.stages;
    for (k, stage) in stages.iter().enumerate() {
        let started = facts.plan.construction.stages[r.index()][k];
        if let (Some(t), None) = (started, stage.finishes) {
            let at = (Component::SiteStages, r, t);
            by_profile(facts, &stage.spend_profile, at, stage.cost[t.index()], book);
        }
        for t in facts.periods() {
            let next = if k + 1 == stages.len() {
                facts.open(r, t)
            } else {
                facts.stage_started(r, k + 1, t)
            };
            if facts.stage_complete(r, k, t) && !next {
                let cost = stage.idle_cost * length(facts, t);
                book.add(Component::Waiting, Some(r), None, t, cost);
            }
        }
        if let Some(last) = facts.periods().last()
            && started.is_some()
            && !facts.open(r, last)
        {
            book.add(Component::Salvage, Some(r), None, last, stage.salvage);
        }
    }
}

/// Stages of the halls of one design: their cost and waiting for the next one.
pub(super) fn hall_stages(facts: &Facts<'_>, r: SiteId, k: usize, book: &mut Book) {
    let hall = &facts.scenario.sites[r.index()].halls[k];
    let stages = &hall.construction.stages;
    for (n, stage) in stages.iter().enumerate() {
        for t in facts.periods() {
            let entered = match n {
                0 => facts.plan.halls_started[r.index()][k][t.index()],
                _ => facts.plan.construction.entered[r.index()][k][n][t.index()],
            };
            let amount = hall.cost[t.index()] * (stage.share * f64::from(entered));
            by_profile(
                facts,
                &stage.spend_profile,
                (Component::Halls, r, t),
                amount,
                book,
            );
            if n + 1 < stages.len() {
                let waiting = facts.handed_over(r, k, n, t) - facts.entered(r, k, n + 1, t);
                let cost = stage.idle_cost * length(facts, t) * waiting;
                book.add(Component::Waiting, Some(r), None, t, cost);
            }
        }
    }
}

/// Conversions of halls, paid when they start.
pub(super) fn retrofits(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let retrofits = &facts.scenario.sites[r.index()].construction.retrofits;
    for (f, retrofit) in retrofits.iter().enumerate() {
        for t in facts.periods() {
            let halls = f64::from(facts.plan.construction.retrofits[r.index()][f][t.index()]);
            book.add(
                Component::Retrofit,
                Some(r),
                None,
                t,
                retrofit.cost[t.index()] * halls,
            );
        }
    }
}

/// Tranches: deposits and costs when committed, deposits returned at energisation, charges on what may be drawn,
/// energy of on-site generation in place of bought energy.
pub(super) fn power(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let site = &facts.scenario.sites[r.index()];
    for (g, tranche) in site.tranches.iter().enumerate() {
        let terms = &tranche.terms;
        if let (Some(t), None) = (facts.plan.connected[r.index()][g], terms.energised) {
            book.add(Component::Power, Some(r), None, t, tranche.deposit + terms.cost);
            let back = t.0.saturating_add(tranche.lead_periods);
            if usize::from(back) < facts.scenario.horizon.len() {
                let amount = tranche.deposit * terms.refund;
                book.add(Component::DepositRefund, Some(r), None, Period(back), amount);
            }
        }
        for t in facts.periods() {
            let charge = tranche.charge * facts.drawable(r, g, t) * length(facts, t);
            book.add(Component::PowerCharge, Some(r), None, t, charge);
            let Some(bridging) = &terms.bridging else {
                continue;
            };
            let energy = MegawattHours(1000.0 * facts.plan.power.bridge_energy[r.index()][g][t.index()]);
            book.add(
                Component::BridgingEnergy,
                Some(r),
                None,
                t,
                bridging.fuel_price * energy,
            );
            let saved = site.energy_price[t.index()] * energy;
            book.add(Component::Energy, Some(r), None, t, saved * -1.0);
        }
    }
}
