//! Money that depends on the age of units, and the cost of moves.

use super::{Book, Component, length};
use crate::plan::facts::Facts;
use crate::plan::vintages::{Change, age};
use crate::scenario::{ChipId, Period, SiteId};

/// Maintenance by age, sale at the end of life, moves, sale and write-off at retirement.
pub(super) fn ageing(facts: &Facts<'_>, book: &mut Book) {
    let (scenario, periods) = (facts.scenario, facts.scenario.horizon.len());
    for run in facts.runs() {
        let chip = &scenario.chips[run.chip.index()];
        let (site, of) = (Some(run.site), Some(run.chip));
        if !chip.ageing.maintenance.is_empty() {
            for (t, units) in run.units() {
                let period = Period(t as u16);
                let cost = chip.maintenance_at(run.age(t)) * length(facts, period) * units;
                book.add(Component::Maintenance, site, of, period, cost);
            }
        }
        if let Some((period, units)) = run.ending(chip, periods) {
            let price = chip.resale_after(run.vintage, run.age(period.index()));
            book.add(Component::Resale, site, of, period, price * units);
        }
    }
    for change in &facts.plan.fleet_changes {
        let (c, t) = (ChipId(change.chip), change.period);
        let (site, of) = (Some(SiteId(change.site)), Some(c));
        let chip = &scenario.chips[c.index()];
        let served = age(change.vintage, t.index());
        match (change.change, chip.ageing.moves) {
            (Change::MoveIn, Some(moves)) => {
                book.add(Component::Moves, site, of, t, moves.cost * change.units);
            }
            (Change::Retire, _) => {
                let price = chip.resale_after(change.vintage, served);
                book.add(Component::Resale, site, of, t, price * change.units);
                let loss = chip.write_off_after(change.vintage, served);
                book.add(Component::WriteOff, site, of, t, loss * change.units);
            }
            _ => {}
        }
    }
}
