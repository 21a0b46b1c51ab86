//! Chips ordered, deployed, in service, and what they can carry.

use super::{Table, percent};
use crate::plan::facts::Facts;
use crate::plan::vintages;
use crate::scenario::WorkloadId;

/// Orders by chip and period.
pub(super) fn orders(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "orders",
        "Chips: units ordered, deployed anywhere, left in the hub",
        &["chip", "period"],
        &["ordered", "deployed", "hub", "price_musd_per_unit"],
    );
    for c in facts.chips() {
        let chip = &facts.scenario.chips[c.index()];
        for t in facts.periods() {
            let ordered = facts.plan.ordered[c.index()][t.index()];
            let deployed: f64 = facts.plan.deployed[c.index()]
                .iter()
                .map(|units| units[t.index()])
                .sum();
            let hub = facts.plan.hub[c.index()][t.index()];
            if ordered > 0.0 || deployed > 0.0 || hub > 0.0 {
                let price = chip.price[t.index()].value();
                table.push(
                    [&chip.id, facts.label(t)],
                    [ordered.into(), deployed.into(), hub.into(), price.into()],
                    "unit",
                );
            }
        }
    }
    table
}

/// The fleet by chip, site and period.
pub(super) fn chips(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "chips",
        "Chips by site: units deployed, existing units retired, units in service",
        &["chip", "site", "period"],
        &["deployed", "retired", "in_service"],
    );
    let retirements = vintages::retirements(&facts.plan);
    for c in facts.chips() {
        let chip = &facts.scenario.chips[c.index()];
        for r in facts.sites() {
            for t in facts.periods() {
                let deployed = facts.plan.deployed[c.index()][r.index()][t.index()];
                let cohorts = facts.scenario.cohorts.iter().zip(&facts.plan.retired);
                let by_vintage = retirements.get(&(c, r, t)).copied().unwrap_or_default();
                let retired: f64 = cohorts
                    .filter(|(cohort, _)| cohort.chip == c && cohort.site == r)
                    .map(|(_, units)| units[t.index()])
                    .sum::<f64>()
                    + by_vintage;
                let in_service = facts.in_service(c, r, t);
                if deployed > 0.0 || retired > 0.0 || in_service > 0.0 {
                    table.push(
                        [&chip.id, &facts.scenario.sites[r.index()].id, facts.label(t)],
                        [deployed.into(), retired.into(), in_service.into()],
                        "unit",
                    );
                }
            }
        }
    }
    table
}

/// Capacity and peak load by site and workload.
pub(super) fn workloads(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "workload_capacity",
        "Capacity for each workload and the peak volume served from it",
        &["site", "workload", "period"],
        &["capacity", "peak_load", "utilisation_percent"],
    );
    for r in facts.sites() {
        for w in WorkloadId::all(facts.scenario.workloads.len()) {
            let workload = &facts.scenario.workloads[w.index()];
            for t in facts.periods() {
                // Of the block of hours in which the largest share of the capacity is in use.
                let blocks = facts.scenario.hours.blocks().map(|h| {
                    let load = workload.peak * facts.load(r, w, t, h);
                    (load, facts.capacity(r, w, t, h))
                });
                let busiest = blocks.reduce(|most, next| {
                    if next.0 * most.1 > most.0 * next.1 {
                        next
                    } else {
                        most
                    }
                });
                let (load, capacity) = busiest.unwrap_or_default();
                if capacity > 0.0 || load > 0.0 {
                    table.push(
                        [&facts.scenario.sites[r.index()].id, &workload.id, facts.label(t)],
                        [capacity.into(), load.into(), percent(load, capacity)],
                        &workload.unit,
                    );
                }
            }
        }
    }
    table
}
