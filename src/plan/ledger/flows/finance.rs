//! Customs, and what is left at the end.

use super::{Book, Facts};
use crate::plan::ledger::Component;
use crate::scenario::{ChipId, SiteId, Years};

/// Import duty and terminal value.
pub(super) fn record(facts: &Facts<'_>, book: &mut Book) {
    for r in facts.sites() {
        for c in facts.chips() {
            duty(facts, c, r, book);
            chips_left(facts, c, r, book);
        }
        facilities_left(facts, r, book);
    }
}

fn duty(facts: &Facts<'_>, c: ChipId, r: SiteId, book: &mut Book) {
    let (chip, site) = (&facts.scenario.chips[c.index()], &facts.scenario.sites[r.index()]);
    for t in facts.periods() {
        let units = facts.plan.deployed[c.index()][r.index()][t.index()];
        let duty = chip.price[t.index()] * (site.import_duty(chip, t) * units);
        book.add(Component::ImportDuty, Some(r), Some(c), t, duty);
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
        let units = facts.plan.deployed[c.index()][r.index()][t.index()];
        let worth = chip.price[t.index()] * (share * units * left as f64 / life as f64);
        book.close(Component::TerminalValue, Some(r), Some(c), worth);
    }
}

/// New halls, at the share of their cost for the part of their life that is left, and the opening of the site.
fn facilities_left(facts: &Facts<'_>, r: SiteId, book: &mut Book) {
    let (scenario, site) = (facts.scenario, &facts.scenario.sites[r.index()]);
    let terminal = &scenario.finance.terminal;
    for (k, hall) in site.halls.iter().enumerate() {
        for t in facts.periods() {
            let age: Years = scenario.horizon.length[t.index()..].iter().copied().sum();
            let left = terminal.hall_life.map_or(1.0, |life| (1.0 - age / life).max(0.0));
            let mut started = f64::from(facts.plan.halls_started[r.index()][k][t.index()]);
            for (n, stage) in hall.construction.stages.iter().enumerate() {
                // Each stage is worth its share.
                started *= if n == 0 { stage.share } else { 1.0 };
                let entered = facts.plan.construction.entered[r.index()][k][n][t.index()];
                started += stage.share * f64::from(entered);
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
