//! Shadow prices of the limits that bind, those at the head confirmed by a solve with the limit moved.
//!
//! A price is the dual of a row with sites, halls, tranches, leases and jobs as they are in the plan: what the first bit
//! more of the limit would save if nothing were built otherwise. A larger step may save more (another hall fits) or less
//! (something else binds), so that the prices at the head are checked by solving again with the limit relaxed.
//!
//! Where the limit is one figure of the scenario, that figure moves, and the plan found is checked like any other. Other
//! limits follow from what is built (the power of halls) or from several figures: then the row itself moves, in the program
//! without strengthening rows, whose bounds do not rest on the family of the row.

use super::limits::{Moved, by_row, relaxed};
use super::tornado::better;
use crate::model::{self, Model};
use crate::plan::tables::{Cell, Row, Table};
use crate::run::Question;
use crate::run::manifest::Sense;
use crate::study::{Answer, Change, Desk, Proven, StudyError};
use serde::Serialize;
use std::time::Instant;

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
    /// Whether the prediction is one that is not proven wrong.
    pub agrees: bool,
    /// What was moved.
    pub moved: What,
}

/// What is moved to relax a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    /// A figure of the scenario.
    Figure,
    /// A row of the program: the limit follows from what is built, or from several figures.
    Row,
}

/// Prices of a plan, largest worth of a step first; the first `top` are confirmed. `step` is the share of the limit by which
/// it is relaxed; what is counted moves by whole numbers.
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
    let of = top.min(prices.len());
    let mut solved: Vec<(usize, Proven)> = Vec::new();
    for (place, price) in prices.iter_mut().enumerate().take(of) {
        if desk.interrupted() {
            price.note = Some("stopped before it was confirmed".into());
            continue;
        }
        desk.begins(&format!("{} {} relaxed", price.limit, price.subject), place, of);
        let found = match moved(question, base, price) {
            Some(Moved::Figure(question, model)) => desk.solve(&question, *model, Instant::now())?.proven(),
            Some(Moved::Row { model, .. }) => desk.aside(question, &model, base)?,
            None => {
                price.note = Some("no row of the program stands for it alone".into());
                continue;
            }
        };
        match found {
            // A solve that was broken off says little.
            Some(objective) if !desk.interrupted() => solved.push((place, objective)),
            _ => price.note = Some("stopped before it was confirmed".into()),
        }
    }
    // A better plan that a solve was lucky to find is not what its limit saves.
    let sense = base.run.manifest.sense;
    let before = better(sense, value, retried(desk, question, &base.model)?);
    for (place, found) in solved {
        let price = &mut prices[place];
        let (found, unmoved, model, moved) = match moved(question, base, price) {
            Some(Moved::Figure(question, model)) => {
                let again = retried(desk, &question, &model)?;
                (better(sense, found, again), None, model, What::Figure)
            }
            Some(Moved::Row { unmoved, model }) => (found, Some(unmoved), model, What::Row),
            None => continue,
        };
        let unmoved = unmoved.as_deref().unwrap_or(&base.model.program);
        let (tight, loose) = ((unmoved, before), (&model.program, found));
        // What is saved: less cost, or more profit.
        let saved = match sense {
            Sense::Minimise => desk.change(sense, loose, tight)?,
            Sense::Maximise => desk.change(sense, tight, loose)?,
        };
        price.confirmed = Some(Confirmation {
            objective: found,
            agrees: saved.allows(price.predicted),
            saved,
            moved,
        });
    }
    Ok(prices)
}

/// The scenario or its program with a limit relaxed.
fn moved(question: &Question, base: &Answer, price: &Price) -> Option<Moved> {
    let Price {
        limit,
        subject,
        period,
        step,
        ..
    } = price;
    match relaxed(&question.scenario, limit, subject, period, *step) {
        Some(scenario) => {
            let model = model::build(&scenario, &question.model);
            let question = Question {
                scenario,
                ..question.clone()
            };
            Some(Moved::Figure(Box::new(question), Box::new(model)))
        }
        None => by_row(question, base, (limit, subject, period), *step),
    }
}

/// The best plan so far in another program, unless the user wants to stop.
fn retried(desk: &Desk, question: &Question, model: &Model) -> Result<Option<f64>, StudyError> {
    if desk.interrupted() {
        return Ok(None);
    }
    desk.retry(question, model)
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
