//! Shadow prices of the limits that bind, those at the head confirmed by a solve with the limit moved.
//!
//! A price is the dual of a row with sites, halls, tranches, leases and jobs as they are in the plan: what the first bit
//! more of the limit would save if nothing were built otherwise. A larger step may save more (another hall fits) or less
//! (something else binds), so that the prices at the head are checked by solving again with the limit relaxed.

use super::limits::relaxed;
use crate::plan::tables::{Cell, Row, Table};
use crate::run::Question;
use crate::run::manifest::Sense;
use crate::study::{Answer, Change, Desk, Proven, StudyError};
use serde::Serialize;

/// Table of the limits that bind, with their prices.
const TABLE: &str = "binding_limits";

/// A limit with its price.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Price {
    /// Kind of limit: name of its rows.
    pub limit: String,
    /// Ids of what is limited.
    pub subject: String,
    /// Label of the period; empty if the limit is of no one period.
    pub period: String,
    /// The limit.
    pub at_most: f64,
    /// Unit of the limit.
    pub unit: String,
    /// MUSD of present value that one unit more would save, at fixed integers.
    pub musd_per_unit: f64,
    /// The step by which it is relaxed, in its unit.
    pub step: f64,
    /// What the step would save by the price, MUSD.
    pub predicted: f64,
    /// The solve with the limit relaxed by the step; `None` if it is not at the head of the list, or not one figure.
    pub confirmed: Option<Confirmation>,
    /// Why there is no confirmation although it is at the head.
    pub note: Option<String>,
}

/// What a solve with the limit moved says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Confirmation {
    /// Objective and bound with the limit relaxed.
    pub objective: Proven,
    /// What the step saves, MUSD; negative if it costs.
    pub saved: Change,
    /// Whether the prediction is one that the two gaps allow.
    pub agrees: bool,
}

/// Prices of a plan, largest worth of a step first; the first `top` of those that are one figure of the scenario are
/// confirmed. `step` is the share of the limit by which it is relaxed; what is counted moves by whole numbers.
///
/// # Errors
/// Faults of the solver.
pub fn prices(
    desk: &mut Desk,
    question: &Question,
    base: &Answer,
    step: f64,
    top: usize,
) -> Result<Vec<Price>, StudyError> {
    let (Some(value), Some(plan)) = (base.proven(), base.plan()) else {
        return Ok(Vec::new());
    };
    let table = plan.tables.iter().find(|table| table.name == TABLE);
    let mut prices: Vec<Price> = match table {
        Some(table) => table
            .rows
            .iter()
            .filter_map(|row| priced(table, row, step))
            .collect(),
        None => Vec::new(),
    };
    prices.sort_by(|a, b| b.predicted.total_cmp(&a.predicted));
    let sense = base.run.manifest.sense;
    let mut confirmed = 0;
    for price in &mut prices {
        if confirmed == top {
            break;
        }
        let moved = relaxed(
            &question.scenario,
            &price.limit,
            &price.subject,
            &price.period,
            price.step,
        );
        let Some(scenario) = moved else {
            price.note = Some("follows from what is built, not from one figure of the scenario".into());
            continue;
        };
        if desk.interrupted() {
            price.note = Some("stopped before it was confirmed".into());
            break;
        }
        desk.begins(
            &format!("{} {} relaxed", price.limit, price.subject),
            confirmed,
            top,
        );
        confirmed += 1;
        let relaxed = Question {
            scenario,
            ..question.clone()
        };
        match desk.answer(&relaxed)?.proven() {
            Some(objective) => price.confirmed = Some(confirmation(sense, value, objective, price.predicted)),
            None => price.note = Some("stopped before any plan was found".into()),
        }
    }
    Ok(prices)
}

fn confirmation(sense: Sense, before: Proven, after: Proven, predicted: f64) -> Confirmation {
    // What is saved: less cost, or more profit.
    let saved = match sense {
        Sense::Minimise => Change::between(after, before),
        Sense::Maximise => Change::between(before, after),
    };
    Confirmation {
        objective: after,
        saved,
        agrees: saved.allows(predicted),
    }
}

/// A row of the table that has a price.
fn priced(table: &Table, row: &Row, step: f64) -> Option<Price> {
    let cell = |name: &str| {
        let place = table.values.iter().position(|value| *value == name)?;
        match row.values.get(place)? {
            Cell::Number(value) => Some(*value),
            _ => None,
        }
    };
    let (at_most, price) = (cell("limit")?, cell("dual_musd_per_unit")?);
    let [limit, subject, period] = row.keys.as_slice() else {
        return None;
    };
    let mut size = step * at_most.abs();
    if is_counted(&row.unit) {
        size = size.ceil().max(1.0);
    }
    Some(Price {
        limit: limit.clone(),
        subject: subject.clone(),
        period: period.clone(),
        at_most,
        unit: row.unit.clone(),
        musd_per_unit: price,
        step: size,
        predicted: price * size,
        confirmed: None,
        note: None,
    })
}

/// Whether a unit counts things that come whole.
fn is_counted(unit: &str) -> bool {
    ["unit", "chip", "hall", "site", "block", "rack"].contains(&unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn exact(found: f64) -> Proven {
        Proven {
            found,
            bound: Some(found),
        }
    }

    #[test]
    fn less_cost_and_more_profit_are_saved() {
        let cost = confirmation(Sense::Minimise, exact(100.0), exact(90.0), 12.0);
        assert_eq!((cost.saved.found, cost.agrees), (10.0, false));
        let profit = confirmation(Sense::Maximise, exact(100.0), exact(110.0), 10.0);
        assert_eq!((profit.saved.found, profit.agrees), (10.0, true));
    }

    #[test]
    fn what_is_counted_moves_by_whole_numbers() {
        let mut table = Table::new(
            TABLE,
            "",
            &["constraint", "subject", "period"],
            &["used", "limit", "utilisation_percent", "dual_musd_per_unit"],
        );
        let price = Cell::Number(0.5);
        for (limit, unit) in [(30.0, "unit"), (30.0, "MW")] {
            let cells = [Cell::from(limit), Cell::from(limit), Cell::None, price.clone()];
            table.push(["chip_supply", "a", "2027"], cells, unit);
        }
        let steps: Vec<f64> = table
            .rows
            .iter()
            .filter_map(|row| priced(&table, row, 0.05))
            .map(|price| price.step)
            .collect();
        assert_eq!(steps, [2.0, 1.5]);
    }
}
