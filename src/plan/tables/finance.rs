//! The account, taxes and incentives.

use super::Table;
use crate::plan::facts::Facts;
use crate::plan::ledger::Ledger;
use crate::scenario::MillionUsd;

/// The tables of what the scenario has of these.
pub(super) fn tables(facts: &Facts<'_>, ledger: &Ledger) -> Vec<Table> {
    let finance = &facts.scenario.finance;
    let mut tables = Vec::new();
    if finance.cash.is_some() {
        tables.push(cash(facts, ledger));
    }
    if !finance.taxes.is_empty() {
        tables.push(taxes(facts, ledger));
    }
    if !finance.incentives.is_empty() {
        tables.push(incentives(facts, ledger));
    }
    tables
}

/// The account by period.
fn cash(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "cash",
        "The account (undiscounted): what comes in, what goes out, what is left and what is owed",
        &["period"],
        &[
            "funding",
            "earned",
            "capex",
            "opex",
            "interest_and_tax",
            "drawn",
            "balance",
            "floor",
            "owed",
        ],
    );
    let account = facts.scenario.finance.cash.iter();
    for (account, (t, row)) in account.flat_map(|account| {
        let rows = facts.periods().zip(&ledger.accounts().cash);
        rows.map(move |row| (account, row))
    }) {
        let owed = facts.plan.finance.debt.get(t.index()).copied();
        table.push(
            [facts.label(t)],
            [
                row.funding.into(),
                row.earned.into(),
                row.capex.into(),
                row.opex.into(),
                row.charges.into(),
                row.drawn.into(),
                row.balance.into(),
                account.floor[t.index()].value().into(),
                owed.into(),
            ],
            MillionUsd::UNIT,
        );
    }
    table
}

/// Taxes by period.
fn taxes(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "taxes",
        "Taxes (undiscounted): profit, what of it is taxed, losses and deductions carried forward",
        &["tax", "period"],
        &[
            "earned",
            "opex",
            "written_off",
            "profit",
            "taxed",
            "carried",
            "rate_percent",
            "due",
        ],
    );
    for (tax, rows) in facts.scenario.finance.taxes.iter().zip(&ledger.accounts().taxes) {
        for (t, row) in facts.periods().zip(rows) {
            let rate = tax.rate[t.index()];
            table.push(
                [tax.id.as_str(), facts.label(t)],
                [
                    row.earned.into(),
                    row.opex.into(),
                    row.written_off.into(),
                    row.profit().into(),
                    row.taxed.into(),
                    row.carried.into(),
                    (100.0 * rate).into(),
                    (rate * row.taxed).into(),
                ],
                MillionUsd::UNIT,
            );
        }
    }
    table
}

/// Incentives: what counts, what is claimed and received.
fn incentives(facts: &Facts<'_>, ledger: &Ledger) -> Table {
    let mut table = Table::new(
        "incentives",
        "Incentives (undiscounted): investment that counts, the minimum, and what is received",
        &["incentive"],
        &["invested", "minimum", "claimed", "grant", "paid_back"],
    );
    let plan = &facts.plan.finance;
    let incentives = facts.scenario.finance.incentives.iter().enumerate();
    for (i, incentive) in incentives {
        let claimed = plan.claimed[i];
        let grant = if claimed { incentive.grant.value() } else { 0.0 };
        table.push(
            [&incentive.id],
            [
                ledger.accounts().invested[i].iter().sum::<f64>().into(),
                incentive.minimum.value().into(),
                if claimed { "yes" } else { "no" }.into(),
                grant.into(),
                plan.rebates[i].iter().sum::<f64>().into(),
            ],
            MillionUsd::UNIT,
        );
    }
    table
}
