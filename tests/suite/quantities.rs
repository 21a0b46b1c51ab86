//! Every number that the tables show can be limited, or it is said why not.

use buildout::model::testing;
use buildout::plan::ledger::Ledger;
use buildout::plan::{Plan, tables};
use buildout::scenario::text;
use buildout::scenario::*;
use std::path::Path;

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
    ("*.class", "words"),
    ("*.present_value", "present values are the objective's"),
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
    ("contracts.committed", "figure of the scenario"),
    ("contracts.price_break", "which price is reached"),
    ("contracts.list_price_musd_per_unit", "figure of the scenario"),
    ("leases.it_power_mw", "power.leased_it"),
    ("stages.started", "a period"),
    ("stages.complete", "a period"),
    ("stages.cost", "spend.amount of the component site_stages"),
    ("stages.site_opens", "words"),
    ("retrofits.from", "words"),
    ("retrofits.to", "words"),
    ("prices.price", "a quotient: revenue over volume"),
    ("prices.given", "figure of the scenario"),
    ("cash.funding", "figure of the scenario"),
    ("cash.earned", "sum of spend.amount over the components received"),
    ("cash.capex", "spend.capex"),
    ("cash.opex", "spend.opex"),
    (
        "cash.interest_and_tax",
        "sum of spend.amount over the components interest and tax",
    ),
    ("cash.balance", "the account has a floor of its own"),
    ("cash.floor", "figure of the scenario"),
    (
        "taxes.earned",
        "sum of cash_flows.amount over the components received",
    ),
    ("taxes.opex", "sum of cash_flows.amount over running cost"),
    (
        "taxes.written_off",
        "investment of earlier periods: cash_flows.amount",
    ),
    ("taxes.profit", "difference of sums of cash_flows.amount"),
    (
        "taxes.taxed",
        "positive part of a difference; spend.amount of the component tax",
    ),
    ("taxes.carried", "positive part of a difference"),
    ("taxes.due", "spend.amount of the component tax"),
    (
        "incentives.invested",
        "cash_flows.amount at the places of the incentive",
    ),
    ("incentives.minimum", "figure of the scenario"),
    ("incentives.claimed", "words"),
    ("demand_hours.volume", "figure of the scenario"),
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

/// Tables that appear only in scenarios that have something for them.
const CONDITIONAL: &[&str] = &[
    "stages",
    "hall_stages",
    "retrofits",
    "tranche_use",
    "ppas",
    "vintages",
    "prices",
    "lost_customers",
    "resilience",
    "demand_hours",
    "work_hours",
    "cash",
    "taxes",
    "incentives",
    "environment",
    "carbon_caps",
    "custom_limits",
    "contracts",
    "lease_terms",
    "rentals",
];

fn whole_domain() -> Scenario {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/inputs/whole-domain.yaml");
    let loaded = buildout::scenario::load(Path::new(path), &text::LoadOptions::default());
    let loaded = loaded.unwrap_or_else(|problems| panic!("{:?}", problems.list));
    loaded.scenario
}

#[test]
fn every_column_of_the_tables_is_a_quantity_or_has_a_reason_why_not() {
    let mut scenario = whole_domain();
    scenario.environment.carbon_caps = vec![testing::carbon_cap(1.0)];
    let plan = Plan::empty(&scenario);
    let tables = tables::all(&scenario, &plan, &Ledger::new(&scenario, &plan));
    for name in CONDITIONAL {
        assert!(tables.iter().any(|table| table.name == *name), "no table {name}");
    }
    let mut missing = Vec::new();
    for table in tables {
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
fn every_reason_is_of_a_column() {
    let mut scenario = whole_domain();
    scenario.environment.carbon_caps = vec![testing::carbon_cap(1.0)];
    let plan = Plan::empty(&scenario);
    let tables = tables::all(&scenario, &plan, &Ledger::new(&scenario, &plan));
    let columns: Vec<String> = tables
        .iter()
        .flat_map(|table| {
            let values = table.values.iter();
            values.map(move |column| format!("{}.{column}", table.name))
        })
        .collect();
    let reasons = NO_QUANTITY.iter().map(|(pattern, _)| *pattern);
    for name in reasons.filter(|name| !name.contains('*')) {
        assert!(columns.iter().any(|column| column == name), "{name}");
    }
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
