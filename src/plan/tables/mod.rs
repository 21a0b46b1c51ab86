//! Tidy tables of a plan as data: the one source of CSV files, JSON and terminal tables.

mod build;
mod construction;
mod contracts;
mod csv_text;
mod custom;
mod demand;
mod demand_side;
mod environment;
mod finance;
mod fleet;
mod hours;
mod limits;
mod money;
mod ppa;
mod resilience;
mod table;
mod vintages;

pub use csv_text::csv_text;
pub(crate) use table::rounded;
pub use table::{Cell, Row, Table};

use super::Plan;
use super::facts::Facts;
use super::ledger::Ledger;
use crate::scenario::{Chip, Flag, Scenario};

/// Every table of a plan, in the order of reports. Money is MUSD; a printer may convert it.
///
/// `headline`, `sites`, `halls`, `stages`, `hall_stages` and `retrofits` (only if anything is built in stages or
/// converted), `tranches`, `tranche_use` (only if power is charged by use or generated on site), `ppas` (only if any are on offer), `power`, `racks`,
/// `orders`, `chips`, `vintages` (only if any chip is counted so), `leases`, `demand`, `served`, `workload_capacity`,
/// `demand_hours` and `work_hours` (only if there are several blocks of hours), `resilience` (only if asked for),
/// `jobs`, `training`, `spend`, `budgets`, `cash_flows`, `cash`, `taxes` and `incentives` (only if there are any),
/// `rules`, `environment`, `carbon_caps` and `custom_limits` (only if there are any), `binding_limits`, `assumptions`. A
/// table without rows is still there. `contracts`, `lease_terms` and `rentals` follow in scenarios that have them.
pub fn all(scenario: &Scenario, plan: &Plan, ledger: &Ledger) -> Vec<Table> {
    let facts = &Facts::new(scenario, plan);
    let mut tables = vec![
        money::headline(facts, ledger),
        build::sites(facts, ledger),
        build::halls(facts),
        build::tranches(facts),
        build::power(facts),
        build::racks(facts),
        fleet::orders(facts),
        fleet::chips(facts),
        build::leases(facts),
        demand::demand(facts),
        demand::served(facts),
        fleet::workloads(facts),
        demand::jobs(facts),
        demand::training(facts),
        money::spend(facts, ledger),
        money::budgets(facts, ledger),
        money::cash_flows(facts, ledger),
        limits::rules(facts),
        limits::binding(facts, ledger),
        assumptions(scenario),
    ];
    let mut after = |name: &str, further: Vec<Table>| {
        let at = tables.iter().position(|table| table.name == name);
        let at = at.map_or(tables.len(), |at| at + 1);
        tables.splice(at..at, further);
    };
    if ppa::any(scenario) {
        after("tranches", vec![ppa::ppas(facts)]);
    }
    if construction::any_terms(scenario) {
        after("tranches", vec![construction::tranche_use(facts)]);
    }
    if construction::any(scenario) {
        let built = [
            construction::stages,
            construction::hall_stages,
            construction::retrofits,
        ];
        after("halls", built.map(|table| table(facts)).into());
    }
    if scenario.chips.iter().any(Chip::by_vintage) {
        after("chips", vec![vintages::vintages(facts)]);
    }
    let sides = || scenario.demand.iter().map(|line| &line.side);
    if sides().any(|side| side.churn.is_some()) {
        after("demand", vec![demand_side::lost(facts)]);
    }
    if sides().any(|side| side.price.is_some()) {
        after("demand", vec![demand_side::prices(facts)]);
    }
    if !scenario.limits.is_empty() {
        after("rules", vec![custom::limits(facts, ledger)]);
    }
    if scenario.counts_environment() {
        let both = vec![environment::environment(facts), environment::carbon_caps(facts)];
        after("rules", both);
    }
    if !scenario.resilience.is_empty() {
        after("workload_capacity", vec![resilience::losses(facts)]);
    }
    after("cash_flows", finance::tables(facts, ledger));
    if scenario.hours.len() > 1 {
        after(
            "workload_capacity",
            vec![hours::demand(facts), hours::work(facts)],
        );
    }
    tables.extend(contracts::all(facts));
    tables
}

/// `used` as a percentage of `limit`; nothing where there is no limit to speak of.
fn percent(used: f64, limit: f64) -> Cell {
    if limit > 0.0 {
        Cell::Number(100.0 * used / limit)
    } else {
        Cell::None
    }
}

/// Figures that carry a source or a flag.
fn assumptions(scenario: &Scenario) -> Table {
    let mut table = Table::new(
        "assumptions",
        "Figures and where they come from",
        &["path"],
        &["value", "low", "high", "source", "flag", "as_of"],
    );
    for figure in &scenario.figures {
        let (low, high) = figure.range.clone().unzip();
        let flag = match figure.flag {
            Flag::Verified => "verified",
            Flag::Recalled => "recalled",
            Flag::Assumption => "assumption",
        };
        table.push(
            [&figure.path],
            [
                Cell::from(figure.value.as_str()),
                Cell::from(low),
                Cell::from(high),
                Cell::from(figure.source.as_str()),
                Cell::from(flag),
                Cell::from(figure.as_of.as_deref()),
            ],
            "",
        );
    }
    table
}
