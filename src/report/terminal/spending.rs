//! Spending against budgets.

use super::{View, section};
use crate::plan::ledger::WindowSpend;
use crate::report::grid::{Grid, Page};
use crate::report::numbers::{cell, column_decimals, percent};
use crate::scenario::Horizon;

/// A row per budget window: spent, own limit, carried in, share used.
pub fn budgets(view: &View<'_>, page: Page) -> String {
    let scenario = view.scenario;
    let currency = view.currency();
    let mut rows: Vec<(&str, String, [f64; 3], f64)> = Vec::new();
    for (budget, windows) in scenario.budgets.iter().zip(view.ledger.budgets()) {
        for spend in windows {
            // Amounts of a budget in another currency are by its rate in the first period.
            let rate_of = if budget.currency.per_usd.is_empty() {
                spend.window.first.index()
            } else {
                0
            };
            let amounts = [spend.spend, spend.window.at_most.value(), spend.carried_in]
                .map(|musd| currency.paid(rate_of, musd));
            let used = if spend.available > 0.0 {
                spend.spend / spend.available
            } else {
                0.0
            };
            rows.push((&budget.id, window_label(&scenario.horizon, spend), amounts, used));
        }
    }
    if rows.is_empty() {
        return String::new();
    }
    let decimals = column_decimals(rows.iter().flat_map(|row| row.2));
    let mut grid = Grid::new(["budget", "window", "spent", "limit", "carried in", "used"], 2);
    for (budget, window, amounts, used) in rows {
        let [spent, limit, carried] = amounts.map(|amount| cell(amount, decimals));
        grid.row([budget.to_owned(), window, spent, limit, carried, percent(used)]);
    }
    let title = format!("Spending against budgets, {} undiscounted", currency.code);
    section(page, &title, &grid.render(page))
}

fn window_label(horizon: &Horizon, spend: &WindowSpend) -> String {
    let label = |index: usize| horizon.labels.get(index).map_or("", String::as_str);
    let (first, last) = (spend.window.first.index(), spend.window.last.index());
    if first == last {
        label(first).into()
    } else if first == 0 && last + 1 == horizon.len() {
        "whole horizon".into()
    } else {
        format!("{} to {}", label(first), label(last))
    }
}
