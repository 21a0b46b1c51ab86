//! Prices that volume answers to, and customers who have left.

use super::{Cell, Table, percent};
use crate::plan::facts::Facts;
use crate::scenario::{DemandId, MillionUsdPerUnitYear};

/// Price of each line that answers to it, by period: the mean over the blocks of hours, weighted by what is sold.
pub(super) fn prices(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "prices",
        "Prices that volume answers to: what is charged, against the price and volume given",
        &["demand", "period"],
        &["price", "given", "price_percent", "volume_percent"],
    );
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        if line.side.price.is_none() {
            continue;
        }
        for t in facts.periods() {
            let sold = |h: usize| facts.served(d, t, h) + facts.plan.rented[d.index()][t.index()][h];
            let volume = facts.mean(sold);
            let earned = facts.mean(|h| facts.price(d, t, h).value() * sold(h));
            let price = if volume > 0.0 {
                earned / volume
            } else {
                facts.mean(|h| facts.price(d, t, h).value())
            };
            let given = line.revenue[t.index()].value();
            let asked = facts.mean(|h| facts.asked(d, t, h));
            table.push(
                [&line.id, facts.label(t)],
                [
                    price.into(),
                    given.into(),
                    percent(price, given),
                    percent(asked, line.volume[t.index()].value()),
                ],
                MillionUsdPerUnitYear::UNIT,
            );
        }
    }
    table
}

/// Customers who left because they were not served, by line and period.
pub(super) fn lost(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "lost_customers",
        "Customers who left before the period because they were not served",
        &["demand", "period"],
        &["volume", "share_percent"],
    );
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        let unit = &facts.scenario.workloads[line.workload.index()].unit;
        for t in facts.periods().filter(|_| line.side.churn.is_some()) {
            let share = facts.lost(d, t);
            let volume = share * line.volume[t.index()].value();
            table.push(
                [&line.id, facts.label(t)],
                [volume.into(), Cell::Number(100.0 * share)],
                unit,
            );
        }
    }
    table
}
