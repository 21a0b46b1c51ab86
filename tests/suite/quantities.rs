//! Every number that the tables show can be limited, or it is said why not.

use buildout::model::testing;
use buildout::plan::ledger::Ledger;
use buildout::plan::{Plan, tables};
use buildout::scenario::*;

/// Columns that hold words, figures of the scenario, or what cannot be limited, with the reason.
const NO_QUANTITY: &[(&str, &str)] = &[
    ("headline.*", "totals of the other tables"),
    ("assumptions.*", "figures of the scenario"),
    ("binding_limits.*", "uses of the limits themselves"),
    ("rules.*", "a rule has a limit of its own"),
    (
        "budgets.*",
        "a budget has a limit of its own; spend.capex and spend.opex",
    ),
    ("carbon_caps.*", "a cap has a limit of its own; environment.*"),
    ("custom_limits.*", "uses of the limits themselves"),
    ("cash_flows.*", "parts of spend.capex and spend.opex"),
    (
        "spend.*",
        "by class: spend.capex and spend.opex; penalties and revenue are the objective's",
    ),
    ("*_percent", "a ratio: write a share of the other quantity"),
    ("sites.jurisdiction", "words"),
    ("sites.status", "words"),
    ("sites.open_from", "a period: sites.opened with `from` and `to`"),
    ("sites.halls_built", "sum of halls.started"),
    ("sites.units_deployed", "sum of chips.deployed"),
    ("sites.capex", "spend.capex with a filter"),
    ("sites.opex", "spend.opex with a filter"),
    ("tranches.committed", "a period"),
    ("tranches.energised", "a period"),
    ("power.grid_used", "positive part of a difference; power.it_used"),
    ("power.stranded_grid", "positive part of a difference"),
    ("power.stranded_hall_it", "positive part of a difference"),
    ("racks.stranded", "positive part of a difference"),
    ("orders.deployed", "sum of chips.deployed"),
    ("orders.price_musd_per_unit", "figure of the scenario"),
    (
        "chips.retired",
        "units counted by vintage may leave without a decision of their own",
    ),
    ("leases.it_power_mw", "power.leased_it"),
    ("demand.volume", "figure of the scenario"),
    ("demand.served", "sum of served.volume"),
    (
        "workload_capacity.*",
        "of the busiest block of hours; served.volume and chips.in_service",
    ),
    ("jobs.chip", "words"),
    ("jobs.site", "words"),
    ("jobs.first", "a period"),
    ("jobs.last", "a period"),
    ("jobs.work", "figure of the scenario"),
    ("jobs.done", "sum of training.work_zflop"),
];

fn has_reason(name: &str) -> bool {
    NO_QUANTITY.iter().any(|(pattern, reason)| {
        assert!(!reason.is_empty());
        match (pattern.strip_suffix('*'), pattern.strip_prefix('*')) {
            (Some(start), _) => name.starts_with(start),
            (_, Some(end)) => name.ends_with(end),
            _ => name == *pattern,
        }
    })
}

#[test]
fn every_column_of_the_tables_is_a_quantity_or_has_a_reason_why_not() {
    let mut scenario = testing::base();
    scenario.environment.carbon_caps = vec![testing::carbon_cap(1.0)];
    let plan = Plan::empty(&scenario);
    let mut missing = Vec::new();
    for table in tables::all(&scenario, &plan, &Ledger::new(&scenario, &plan)) {
        for column in &table.values {
            let name = format!("{}.{column}", table.name);
            if Quantity::named(&name).is_none() && !has_reason(&name) {
                missing.push(name);
            }
        }
    }
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_page_of_the_family_lists_every_quantity() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/families/custom_limits.md");
    let page = std::fs::read_to_string(page).unwrap();
    for quantity in Quantity::ALL {
        let row = format!("| `{}` | {} |", quantity.name(), quantity.says());
        assert!(page.contains(&row), "{row}");
    }
}
