//! Tidy tables of a plan as data: the one source of CSV files, JSON and terminal tables.

mod table;

pub use table::{Cell, Row, Table};

use super::Plan;
use super::ledger::Ledger;
use crate::scenario::{Flag, Scenario};

/// Every table of a plan, in the order of reports. Money is MUSD; a printer may convert it.
pub fn all(scenario: &Scenario, _plan: &Plan, _ledger: &Ledger) -> Vec<Table> {
    vec![assumptions(scenario)]
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
