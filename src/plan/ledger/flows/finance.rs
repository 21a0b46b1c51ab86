//! Customs, incentives, loans and taxes, and what is left at the end.

use super::{Book, Facts};
use crate::plan::ledger::Component;
use crate::scenario::{ChipId, MillionUsd, SiteId, Years};

/// Everything that is neither building nor running.
pub(super) fn record(facts: &Facts<'_>, book: &mut Book) {
    for r in facts.sites() {
        for c in facts.chips() {
            duty(facts, c, r, book);
            chips_left(facts, c, r, book);
        }
        facilities_left(facts, r, book);
    }
    incentives(facts, book);
    loans(facts, book);
    taxes(facts, book);
}

fn duty(facts: &Facts<'_>, c: ChipId, r: SiteId, book: &mut Book) {
    let (chip, site) = (&facts.scenario.chips[c.index()], &facts.scenario.sites[r.index()]);
    for t in facts.periods() {
        let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
        let duty = chip.price[t.index()] * site.import_duty(chip, t);
        book.add(Component::ImportDuty, Some(r), Some(c), t, duty * deployed);
        book.add(
            Component::MoveDuty,
            Some(r),
            Some(c),
            t,
            duty * facts.moved_in(c, r, t),
        );
    }
}

/// New units still in service after the last period, at the share of their price for the part of their life that
/// is left.
fn chips_left(facts: &Facts<'_>, c: ChipId, r: SiteId, book: &mut Book) {
    let scenario = facts.scenario;
    let (chip, share) = (&scenario.chips[c.index()], scenario.finance.terminal.chips);
    if share == 0.0 {
        return;
    }
    let life = usize::from(chip.life);
    for t in facts.periods() {
        let left = (t.index() + life).saturating_sub(scenario.horizon.len());
        let units = facts.left_at_end(c, r, t);
        let worth = chip.price[t.index()] * (share * units * left as f64 / life as f64);
        book.close(Component::TerminalValue, Some(r), Some(c), worth);
    }
}

/// New halls, at the share of their cost for the part of their life that is left, stage by stage where they have
/// stages; and the opening of the site.
fn facilities_left(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let (scenario, site) = (facts.scenario, &facts.scenario.sites[r.index()]);
    let terminal = &scenario.finance.terminal;
    for (i, hall) in site.halls.iter().enumerate() {
        for t in facts.periods() {
            let age: Years = scenario.horizon.length[t.index()..].iter().copied().sum();
            let left = terminal.hall_life.map_or(1.0, |life| (1.0 - age / life).max(0.0));
            let mut started = f64::from(facts.plan.halls_started[r.index()][i][t.index()]);
            let entered = &facts.plan.construction.entered[r.index()][i];
            if let Some(first) = hall.construction.stages.first() {
                started *= first.share;
            }
            for (stage, entered) in hall.construction.stages.iter().zip(entered).skip(1) {
                started += stage.share * f64::from(entered[t.index()]);
            }
            let worth = hall.cost[t.index()] * (terminal.halls * left * started);
            book.close(Component::TerminalValue, Some(r), None, worth);
        }
    }
    if let (false, Some(t)) = (site.existing, facts.plan.opened[r.index()]) {
        let worth = site.opening_cost[t.index()] * terminal.sites;
        book.close(Component::TerminalValue, Some(r), None, worth);
    }
}

/// Grants when the window of a claimed incentive ends, rebates as the plan says.
fn incentives(facts: &Facts<'_>, book: &mut Book) {
    let (scenario, plan) = (facts.scenario, &facts.plan.finance);
    for (i, incentive) in scenario.finance.incentives.iter().enumerate() {
        if plan.claimed[i] {
            book.add(
                Component::Incentives,
                None,
                None,
                incentive.until,
                incentive.grant,
            );
        }
        for t in facts.periods() {
            let rebate = MillionUsd(plan.rebates[i][t.index()]);
            book.add(Component::Incentives, None, None, t, rebate);
        }
    }
}

/// Interest for the time since the middle of the period before, and what is repaid less drawn; what is owed after
/// the last period is repaid at the end of the horizon with interest for the rest of it.
fn loans(facts: &Facts<'_>, book: &mut Book) {
    let Some(debt) = &facts.scenario.finance.debt else {
        return;
    };
    let horizon = &facts.scenario.horizon;
    let (mut owed, mut since) = (debt.initial, Years(0.0));
    for t in facts.periods() {
        let now = horizon.midpoint(t);
        let interest = owed * (debt.interest[t.index()] * (now - since).value());
        let after = MillionUsd(facts.plan.finance.debt[t.index()]);
        book.add(Component::Interest, None, None, t, interest);
        book.add(Component::Loans, None, None, t, owed - after);
        (owed, since) = (after, now);
    }
    let end: Years = horizon.length.iter().copied().sum();
    let rate = debt.interest.last().copied().unwrap_or(0.0);
    let due = owed * (1.0 + rate * (end - since).value());
    book.close(Component::Settlement, None, None, due);
}

fn taxes(facts: &Facts<'_>, book: &mut Book) {
    for (tax, taxed) in facts.scenario.finance.taxes.iter().zip(&facts.plan.finance.taxed) {
        for t in facts.periods() {
            let due = MillionUsd(tax.rate[t.index()] * taxed[t.index()]);
            book.add(Component::Tax, None, None, t, due);
        }
    }
}
