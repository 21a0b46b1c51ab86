//! The calendar on the terminal and as a tidy table.

use super::{Calendar, Delay, Delayed, Entry};
use crate::plan::tables::Table;
use crate::report::grid::{Grid, Page};
use crate::report::numbers::{NOTHING, cell, column_decimals, decimals, grouped};

/// Reasons told at most.
const REASONS: usize = 8;

/// The tidy table, for CSV and JSON. Money is in the currency of the calendar: amounts undiscounted, costs of delays in
/// present value.
pub fn table(calendar: &Calendar) -> Table {
    let mut table = Table::new(
        "calendar",
        "what is committed when, how long it can wait, what a delay costs",
        &["date", "kind", "site", "item", "period"],
        &[
            "quantity",
            "committed",
            "delivers",
            "last_period",
            "last_date",
            "slack_periods",
            "held_by",
            "delay",
            "delay_cost",
            "delay_cost_least",
            "delay_cost_most",
        ],
    );
    super::rows(calendar, &mut table);
    table
}

/// The table by date, and what holds the next commitments to their dates.
pub fn render(calendar: &Calendar, page: Page) -> String {
    if calendar.entries.is_empty() {
        return format!(
            "{}\n{}",
            page.heading("Commitments"),
            page.wrap("The plan commits to nothing.")
        );
    }
    let with_costs = calendar.entries.iter().any(|entry| entry.delay.is_some());
    let mut header = vec![
        "by",
        "site",
        "commitment",
        "amount",
        calendar.currency.as_str(),
        "in use",
        "last moment",
        "slack",
    ];
    if with_costs {
        header.push("delay costs");
    }
    let digits = column_decimals(calendar.entries.iter().map(|entry| entry.money));
    let found = |entry: &Entry| match entry.delay {
        Some(Delay(Delayed::Costs { found, .. })) => Some(found),
        _ => None,
    };
    let largest = calendar.entries.iter().filter_map(found).fold(0.0, f64::max);
    let mut grid = Grid::new(header, 3);
    for entry in &calendar.entries {
        let date = |date: Option<jiff::civil::Date>, period: &str| {
            date.map_or(period.to_owned(), |date| date.to_string())
        };
        let mut row = vec![
            date(entry.date, &entry.period),
            entry.name.site.clone(),
            entry.what(),
            entry.amount.clone(),
            cell(entry.money, digits),
            entry.delivers.clone().unwrap_or_else(|| "later".into()),
            date(entry.last_date, &entry.last),
            match entry.slack {
                0 => NOTHING.into(),
                periods => format!("+{periods}"),
            },
        ];
        if with_costs {
            row.push(delay(entry, decimals(largest)));
        }
        grid.row(row);
    }
    let title = format!("Commitments by date, {} undiscounted", calendar.currency);
    let mut text = format!("{}\n{}", page.heading(&title), grid.render(page));
    if with_costs {
        text.push('\n');
        text.push_str(&page.wrap(&legend(calendar)));
    }
    text.push_str(&reasons(calendar, page));
    text
}

/// What the last column says, and whether the new solves have found a better plan than the run's.
fn legend(calendar: &Calendar) -> String {
    let costs = || {
        calendar.entries.iter().filter_map(|entry| match entry.delay {
            Some(Delay(Delayed::Costs { found, least })) => Some((found, least)),
            _ => None,
        })
    };
    let mut told = format!(
        "delay costs: what one period later costs against this plan in {} of present value, all else planned anew.",
        calendar.currency
    );
    if costs().any(|(found, least)| found > 0.0 && least <= 0.0) {
        told.push_str(
            " <=: a plan with the delay was found that costs so much more; a better one may exist, so that it is the most that \
             the delay costs.",
        );
    }
    if costs().any(|(found, least)| least > 0.0 && least < 0.99 * found) {
        told.push_str(" A range: it is proven that no plan with the delay costs less.");
    }
    if costs().any(|(found, _)| found <= 0.0) {
        told.push_str(" nothing: one was found that costs no more than this plan.");
    }
    let better = costs().map(|(found, _)| found).fold(0.0, f64::min);
    if better < 0.0 {
        let decimals = decimals(better.abs());
        told.push_str(&format!(
            " One of the new plans is {} {} better than this one, which was not solved to its best: `buildout solve` with a smaller \
             --gap finds such plans.",
            grouped(-better, decimals),
            calendar.currency
        ));
    }
    told
}

/// The cost of a delay as printed.
fn delay(entry: &Entry, decimals: usize) -> String {
    let number = |cost: f64| grouped(cost, decimals);
    match entry.delay {
        None => String::new(),
        Some(Delay(Delayed::Costs { found, .. })) if found <= 0.0 => "nothing".into(),
        Some(Delay(Delayed::Costs { found, least })) if least > 0.0 => {
            let (low, high) = (number(least), number(found));
            if least >= 0.99 * found || low == high {
                high
            } else {
                format!("{low} to {high}")
            }
        }
        Some(Delay(Delayed::Costs { found, .. })) => format!("<= {}", number(found)),
        Some(Delay(Delayed::Infeasible)) => "infeasible".into(),
        Some(Delay(Delayed::Committed)) => "committed".into(),
        Some(Delay(Delayed::Unknown)) => "unknown".into(),
    }
}

/// What stands against waiting longer, for the commitments that come first; those held by one reason together.
fn reasons(calendar: &Calendar, page: Page) -> String {
    let mut told: Vec<(&str, Vec<String>)> = Vec::new();
    for entry in &calendar.entries {
        let Some(reason) = &entry.held_by else { continue };
        let site = &entry.name.site;
        let place = if site.is_empty() {
            String::new()
        } else {
            format!("{site} ")
        };
        let what = format!("{place}{}, after {}", entry.what(), entry.last);
        match told.iter_mut().find(|(known, _)| known == reason) {
            Some((_, whats)) if !whats.contains(&what) => whats.push(what),
            Some(_) => {}
            None => told.push((reason, vec![what])),
        }
    }
    if told.is_empty() {
        return String::new();
    }
    let lines = told
        .iter()
        .take(REASONS)
        .map(|(reason, whats)| page.wrap(&format!("{}: {reason}.", whats.join("; "))));
    let title = page.heading("What would break one period after the last moment, all else as planned");
    let mut text = format!("\n{title}\n{}", lines.collect::<String>());
    if told.len() > REASONS {
        let more = format!(
            "{} more reasons; --json and --csv have them all.",
            told.len() - REASONS
        );
        text.push_str(&page.wrap(&more));
    }
    text
}
