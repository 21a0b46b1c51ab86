//! Orders under contracts, and rented accelerators.

use super::Table;
use crate::plan::facts::Facts;
use crate::scenario::LeaseOffer;

/// The tables that the scenario has data for.
pub(super) fn all(facts: &Facts<'_>) -> Vec<Table> {
    let scenario = facts.scenario;
    let terms = |lease: &LeaseOffer| lease.terms.option.is_some() || lease.terms.extension.is_some();
    let mut tables = Vec::new();
    if !scenario.contracts.is_empty() {
        tables.push(contracts(facts));
    }
    if scenario.sites.iter().flat_map(|site| &site.leases).any(terms) {
        tables.push(lease_terms(facts));
    }
    if !scenario.rentals.is_empty() {
        tables.push(rentals(facts));
    }
    tables
}

/// Orders by contract and period of arrival.
fn contracts(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "contracts",
        "Contracts: units newly ordered, committed before the horizon, cancelled, by period of arrival",
        &["contract", "chip", "period"],
        &[
            "ordered",
            "committed",
            "cancelled",
            "price_break",
            "list_price_musd_per_unit",
        ],
    );
    let plan = &facts.plan.contracts;
    for (l, contract) in facts.scenario.contracts.iter().enumerate() {
        let chip = &facts.scenario.chips[contract.chip.index()].id;
        for t in facts.periods() {
            let ordered = plan.ordered[l][t.index()];
            let committed = contract.committed[t.index()];
            let cancelled = plan.cancelled[l][t.index()];
            if ordered > 0.0 || committed > 0.0 {
                let price = contract.price[t.index()].value();
                table.push(
                    [&contract.id, chip, facts.label(t)],
                    [
                        ordered.into(),
                        committed.into(),
                        cancelled.into(),
                        f64::from(plan.tiers[l][t.index()]).into(),
                        price.into(),
                    ],
                    "unit",
                );
            }
        }
    }
    table
}

/// Rented accelerators by offer and period.
fn rentals(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "rentals",
        "Rented accelerators: units whose rental begins, units rented",
        &["rental", "chip", "site", "period"],
        &["begun", "rented"],
    );
    for (n, offer) in facts.scenario.rentals.iter().enumerate() {
        let begun = &facts.plan.leasing.rentals[n];
        let chip = &facts.scenario.chips[offer.chip.index()].id;
        let site = &facts.scenario.sites[offer.site.index()].id;
        for t in facts.periods() {
            let first = (t.index() + 1).saturating_sub(usize::from(offer.term.max(1)));
            let rented: f64 = begun[first..=t.index()].iter().sum();
            if rented > 0.0 {
                table.push(
                    [&offer.id, chip, site, facts.label(t)],
                    [begun[t.index()].into(), rented.into()],
                    "unit",
                );
            }
        }
    }
    table
}

/// Terms of leases in use: options taken and exercised, extensions, by offer and period.
fn lease_terms(facts: &Facts<'_>) -> Table {
    let mut table = Table::new(
        "lease_terms",
        "Lease terms: blocks that exercise an option, blocks extended",
        &["site", "lease", "period"],
        &["option", "exercised", "extended"],
    );
    let plan = &facts.plan.leasing;
    for r in facts.sites() {
        let site = &facts.scenario.sites[r.index()];
        for (b, lease) in site.leases.iter().enumerate() {
            for t in facts.periods() {
                let taken = lease.terms.option.as_ref().is_some_and(|o| o.taken == t);
                let option = if taken { plan.options[r.index()][b] } else { 0 };
                let exercised = plan.exercised[r.index()][b][t.index()];
                let extended = plan.extended[r.index()][b][t.index()];
                if option + exercised + extended > 0 {
                    table.push(
                        [&site.id, &lease.id, facts.label(t)],
                        [
                            f64::from(option).into(),
                            f64::from(exercised).into(),
                            f64::from(extended).into(),
                        ],
                        "block",
                    );
                }
            }
        }
    }
    table
}
