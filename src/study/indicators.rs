//! A plan in a few numbers, for one row among many plans.

use crate::plan::tables::{Cell, Row, Table};
use indexmap::IndexMap;

/// Figures of a plan by name, each name ending in its unit (`capex_musd`, `it_power_peak_in_service_mw`): money over
/// the horizon, undiscounted and as present value; what is built and deployed; demand not served; energy, emissions and
/// water where they are counted. Read from the plan's tables, so they agree with them.
pub fn indicators(tables: &[Table]) -> IndexMap<String, f64> {
    let mut all = IndexMap::new();
    let rows = |name: &str| {
        let table = tables.iter().find(|table| table.name == name);
        table.map(|table| (table, table.rows.as_slice()))
    };
    if let Some((_, rows)) = rows("headline") {
        for row in rows {
            headline(row, &mut all);
        }
    }
    if let Some((table, rows)) = rows("environment") {
        let sum = |name: &str| {
            let column = table.values.iter().position(|value| *value == name)?;
            // What is not known at one site is not known in sum.
            rows.iter().map(|row| number(row, column)).sum::<Option<f64>>()
        };
        let carbon = || Some(sum("operational")? + sum("embodied")?);
        for (name, value) in [
            ("energy_gwh", sum("energy_gwh")),
            ("carbon_kt", carbon()),
            ("water_ml", sum("water_ml")),
        ] {
            all.extend(value.map(|value| (name.to_owned(), value)));
        }
    }
    all
}

/// One line of the headline table.
fn headline(row: &Row, all: &mut IndexMap<String, f64>) {
    let ([item, of], Some(value)) = (row.keys.as_slice(), number(row, 0)) else {
        return;
    };
    let unit = slug(&row.unit);
    match item.as_str() {
        "total" => {
            all.insert(format!("{}_{unit}", slug(of)), value);
            if let Some(present) = number(row, 1) {
                all.insert(format!("{}_present_{unit}", slug(of)), present);
            }
        }
        "demand met" => {
            all.insert(format!("unmet_{}_percent", slug(of)), (100.0 - value).max(0.0));
        }
        // The components of a class are in the tables of a run.
        _ if row.unit == "MUSD" => {}
        _ => {
            let counted = matches!(row.unit.as_str(), "site" | "hall" | "chip");
            let name = format!("{}_{}", slug(of), slug(item));
            all.insert(if counted { name } else { format!("{name}_{unit}") }, value);
        }
    }
}

fn number(row: &Row, column: usize) -> Option<f64> {
    match row.values.get(column) {
        Some(Cell::Number(value)) => Some(*value),
        _ => None,
    }
}

/// Small letters, digits and `_`.
fn slug(text: &str) -> String {
    let letter = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            '_'
        }
    };
    text.chars().map(letter).collect()
}
