//! Headline, spending, budgets, cash flows.

use super::{Cell, Table};
use crate::plan::facts::Facts;
use crate::plan::ledger::{Amount, Class, Component, Ledger};
use crate::plan::verify::tpp;
use crate::scenario::{DemandId, MegaTpp, Megawatts, MillionUsd, WorkloadId};
use std::collections::BTreeMap;

/// The plan in a few lines: totals, cost by component, demand met, size.
pub(super) fn headline(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "headline",
        "The plan in a few lines; present values are those of the start of the horizon",
        &["item", "of"],
        &["value", "present_value"],
    );
    let mut money = |item: &str, of: &str, amount: Amount| {
        table.push(
            [item, of],
            [amount.amount.into(), amount.present.into()],
            MillionUsd::UNIT,
        );
    };
    let cost = ledger.net_cost();
    let revenue = ledger.class_total(Class::Revenue);
    money("total", "cost", cost);
    if revenue != Amount::default() {
        money(
            "total",
            "profit",
            Amount {
                amount: revenue.amount - cost.amount,
                present: revenue.present - cost.present,
            },
        );
    }
    for class in Class::ALL {
        let total = ledger.class_total(class);
        let always = !matches!(class, Class::Financing | Class::Income);
        if always || total != Amount::default() {
            money("total", class.name(), total);
        }
    }
    for &component in Component::ALL {
        let amount = ledger.total(component);
        if amount != Amount::default() {
            money(component.class().name(), component.name(), amount);
        }
    }
    for w in WorkloadId::all(facts.scenario.workloads.len()) {
        let (wanted, met) = demand_over_time(facts, w);
        if wanted > 0.0 {
            let id = &facts.scenario.workloads[w.index()].id;
            table.push(
                ["demand met", id],
                [(100.0 * met / wanted).into(), Cell::None],
                "%",
            );
        }
    }
    size(facts, &mut table);
    table
}

/// Volume wanted and volume served or rented, both times years, over all lines of a workload.
fn demand_over_time(facts: &Facts<'_>, w: WorkloadId) -> (f64, f64) {
    let mut sums = (0.0, 0.0);
    for d in DemandId::all(facts.scenario.demand.len()) {
        let line = &facts.scenario.demand[d.index()];
        if line.workload == w {
            for t in facts.periods() {
                let years = facts.scenario.horizon.length[t.index()].value();
                sums.0 += years * facts.mean(|h| facts.asked(d, t, h));
                let rented = &facts.plan.rented[d.index()][t.index()];
                sums.1 += years * facts.mean(|h| facts.served(d, t, h) + rented[h]);
            }
        }
    }
    sums
}

/// How large the plan is.
fn size(facts: &Facts<'_>, table: &mut Table) {
    let over_sites = |t| facts.sites().map(move |r| (r, t));
    let peak_it = facts
        .periods()
        .map(|t| {
            over_sites(t)
                .map(|(r, t)| facts.peak_it_power(r, t).value())
                .sum::<f64>()
        })
        .fold(0.0, f64::max);
    let opened = facts.scenario.sites.iter().zip(&facts.plan.opened);
    let opened = opened
        .filter(|(site, opened)| !site.existing && opened.is_some())
        .count();
    let halls = facts
        .plan
        .halls_started
        .iter()
        .flatten()
        .flatten()
        .map(|&n| f64::from(n))
        .sum::<f64>();
    let (mut chips, mut bought_tpp, mut peak_tpp) = (0.0, 0.0, 0.0_f64);
    for c in facts.chips() {
        let units: f64 = facts.plan.deployed[c.index()].iter().flatten().sum();
        chips += units * f64::from(facts.scenario.chips[c.index()].chips_per_unit);
        bought_tpp += tpp(facts.scenario, c, units);
    }
    for t in facts.periods() {
        let at = |c| over_sites(t).map(|(r, t)| facts.in_service(c, r, t)).sum::<f64>();
        peak_tpp = peak_tpp.max(facts.chips().map(|c| tpp(facts.scenario, c, at(c))).sum());
    }
    let mut line = |item: &str, of: &str, value: f64, unit: &str| {
        table.push([item, of], [value.into(), Cell::None], unit);
    };
    line("opened", "sites", opened as f64, "site");
    line("built", "halls", halls, "hall");
    line("deployed", "chips", chips, "chip");
    line("deployed", "compute", bought_tpp, MegaTpp::UNIT);
    line("peak in service", "compute", peak_tpp, MegaTpp::UNIT);
    line("peak in service", "IT power", peak_it, Megawatts::UNIT);
}

/// Spending, penalties and revenue by component and period.
pub(super) fn spend(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "spend",
        "Money by component and period",
        &["component", "period"],
        &["class", "amount", "present_value"],
    );
    let mut sums: BTreeMap<_, Amount> = BTreeMap::new();
    for flow in ledger.flows() {
        let sum = sums.entry((flow.component, flow.period)).or_default();
        sum.amount += flow.amount;
        sum.present += flow.present;
    }
    for ((component, t), sum) in sums {
        table.push(
            [component.name(), facts.label(t)],
            [
                component.class().name().into(),
                sum.amount.into(),
                sum.present.into(),
            ],
            MillionUsd::UNIT,
        );
    }
    table
}

/// Spending against budgets.
pub(super) fn budgets(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "budgets",
        "Spending against budgets (undiscounted, in their own currency): limit and carry-over, what is left",
        &["budget", "first", "last"],
        &[
            "spend",
            "limit",
            "carried_in",
            "available",
            "headroom",
            "carried_out",
            "used_percent",
        ],
    );
    for (budget, windows) in facts.scenario.budgets.iter().zip(ledger.budgets()) {
        let rate = budget.currency.first();
        for row in windows {
            table.push(
                [
                    &budget.id,
                    facts.label(row.window.first),
                    facts.label(row.window.last),
                ],
                [
                    (row.spend * rate).into(),
                    (row.window.at_most.value() * rate).into(),
                    (row.carried_in * rate).into(),
                    (row.available * rate).into(),
                    (row.headroom() * rate).into(),
                    (row.carried_out * rate).into(),
                    super::percent(row.spend, row.available),
                ],
                &budget.currency.unit(),
            );
        }
    }
    table
}

/// Every cash flow.
pub(super) fn cash_flows(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "cash_flows",
        "Every cash flow by component, site, chip and period",
        &["component", "site", "chip", "period"],
        &["class", "amount", "present_value"],
    );
    for flow in ledger.flows() {
        let site = flow
            .site
            .map_or("", |r| facts.scenario.sites[r.index()].id.as_str());
        let chip = flow
            .chip
            .map_or("", |c| facts.scenario.chips[c.index()].id.as_str());
        table.push(
            [flow.component.name(), site, chip, facts.label(flow.period)],
            [
                flow.component.class().name().into(),
                flow.amount.into(),
                flow.present.into(),
            ],
            MillionUsd::UNIT,
        );
    }
    table
}
