//! Demand and work by block of hours.

use super::demand::met;
use super::{Table, percent};
use crate::plan::facts::Facts;
use crate::scenario::DemandId;

/// Demand by line, period and block of hours.
pub(super) fn demand(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "demand_hours",
        "Demand by block of hours: volume, served from sites, rented, unmet",
        &["demand", "period", "hours"],
        &["volume", "served", "rented", "unmet", "met_percent"],
    );
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        let unit = &facts.scenario.workloads[line.workload.index()].unit;
        for (t, h) in facts.blocks() {
            let volume = line.volume_in(t.index(), h).value();
            let served = facts.served(d, t, h);
            let rented = facts.plan.rented[d.index()][t.index()][h];
            let unmet = facts.plan.unmet[d.index()][t.index()][h];
            table.push(
                [&line.id, facts.label(t), &facts.scenario.hours.labels[h]],
                met(volume, served, rented, unmet),
                unit,
            );
        }
    }
    table
}

/// What the fleet works at, by chip, site, period and block of hours.
pub(super) fn work(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "work_hours",
        "Chips at work by block of hours: units on inference and on training, of those available",
        &["chip", "site", "period", "hours"],
        &["available", "inference", "training", "utilisation_percent"],
    );
    for c in facts.chips() {
        let chip = &facts.scenario.chips[c.index()];
        for r in facts.sites() {
            for (t, h) in facts.blocks() {
                let available = facts.can_work(c, r, t);
                if available <= 0.0 {
                    continue;
                }
                let (inference, training) = facts.at_work(c, r, t, h);
                let keys = [
                    chip.id.as_str(),
                    &facts.scenario.sites[r.index()].id,
                    facts.label(t),
                    &facts.scenario.hours.labels[h],
                ];
                let values = [
                    available.into(),
                    inference.into(),
                    training.into(),
                    percent(inference + training, available),
                ];
                table.push(keys, values, "unit");
            }
        }
    }
    table
}
